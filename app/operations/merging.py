"""合并: two rows that are one person or household become one; nothing is guessed, everything that led to the other follows.

To let another record be merged: a line in `SHAPES` (app.db.queries.duplicate).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db.queries import duplicate as queries
from app.db.queries import past, united
from app.db.queries.listing import caption_sql
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models import RECORDS
from app.models.fields import Field
from app.models.keeping import Dismissal
from app.models.record import Record, fields_of
from app.operations import post
from app.operations import record as records

KEPT, OTHER = "kept", "other"


@dataclass(frozen=True)
class Choice:
    """One field of which the two rows say something: stored values, their words, and the side that is taken.

    `side` is "" where both say something different: people choose.
    """

    field: Field
    kept: Any
    other: Any
    kept_text: str
    other_text: str
    side: str


@dataclass(frozen=True)
class Merging:
    """What a merge would do: fields, how many rows lead to the other one, what overlaps, and what forbids it."""

    record: str
    keep: int
    gone: int
    choices: tuple[Choice, ...]
    links: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    stops: tuple[str, ...]

    @property
    def open(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if not choice.side)


def plan_merge(reader: Reader, record: str, keep: int, gone: int) -> Merging:
    """UserError when one of the two is not there any more."""
    if keep == gone:
        raise UserError("这是同一条记录，不用合并。")
    one, two = _row(reader, record, keep), _row(reader, record, gone)
    fields = tuple(field for field in fields_of(RECORDS[record]) if field.asked)
    choices = tuple(
        _choice(reader, field, one[field.name], two[field.name])
        for field in fields
        if one[field.name] is not None or two[field.name] is not None
    )
    return Merging(
        record, keep, gone, choices, tuple(united.leading(reader, record, gone)),
        tuple(united.overlapping(reader, record, keep, gone)), (*_ended(record, one, two), *united.clashes(reader, record, keep, gone)),
    )  # fmt: skip


def _row(reader: Reader, record: str, row: int) -> dict[str, Any]:
    found = reader.exec_driver_sql(f"SELECT * FROM {record} WHERE id = ? AND void_reason IS NULL", (row,)).mappings()
    for cells in found:
        return dict(cells)
    raise UserError(f"其中一条{RECORDS[record].title}已经作废或撤销，不能合并。", "请重新查找后再试。")


def _choice(reader: Reader, field: Field, kept: Any, other: Any) -> Choice:
    side = KEPT if kept == other or other is None else OTHER if kept is None else ""
    return Choice(field, kept, other, _text(reader, field, kept), _text(reader, field, other), side)


def _text(reader: Reader, field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.to:
        return str(reader.exec_driver_sql(f"SELECT {caption_sql(field.to, '?')}", (value,)).scalar() or "")
    return field.kind.text(value)


def _ended(record: str, one: Mapping[str, Any], two: Mapping[str, Any]) -> tuple[str, ...]:
    ends = RECORDS[record].ends
    if one[ends] and not two[ends]:
        return ("要保留的一条已不在册，另一条在册：请改为保留在册的一条。",)
    return ()


def merge(store: Store, record: str, keep: int, gone: int, sides: Mapping[str, str]) -> int:
    """`sides`: field name → "kept" or "other" for every field that two values stand for. Returns rows that followed.

    Rejected with one note for each field not chosen, UserError where something must be settled first.
    """
    model = RECORDS[record]
    with store.work(f"合并{model.title}") as work:
        plan = plan_merge(work.connection, record, keep, gone)
        _refuse(plan, sides)
        one, two = work.row(record, keep), work.row(record, gone)
        name = one[model.caption[0]]
        work.rename(f"合并{model.title}{name}")
        values = {
            choice.field.name: choice.other
            for choice in plan.choices
            if (choice.side or sides[choice.field.name]) == OTHER and choice.kept != choice.other
        }
        work.change(model, gone, {"void_reason": f"合并到{model.title}“{name}”"})
        work.add(
            Dismissal, {"rule": queries.MERGED, "target": f"{two['uid']} {one['uid']}", "reason": "同一人，已合并"}
        )
        moved = _follow(work, plan, values)
        _keep(work, record, keep, values)
        if record == "member" and two["name"] != work.row(record, keep)["name"]:
            post.rename(work, keep, work.row(record, keep)["name"])
        return moved


def _refuse(plan: Merging, sides: Mapping[str, str]) -> None:
    if plan.stops:
        raise UserError(plan.stops[0])
    missing = [choice for choice in plan.open if sides.get(choice.field.name) not in (KEPT, OTHER)]
    if missing:
        told = "两条记录写的不同（{}／{}），请选定一个。"
        raise Rejected(
            [
                Problem(
                    each.field.name, f"{each.field.label}：{told.format(each.kept_text, each.other_text)}", "choose"
                )
                for each in missing
            ]
        )


def _follow(work: Work, plan: Merging, values: Mapping[str, Any]) -> int:
    """Everything that led to the other row leads to this one; what is then said twice is said once."""
    _settle_standing(work, plan, values)
    for other, row in united.doubles(work.connection, plan.record, plan.keep, plan.gone):
        work.change(RECORDS[other], row, {"void_reason": "合并后重复"})
    moved = 0
    for other, name, rows in united.rows_leading(work.connection, plan.record, plan.gone):
        for row in rows:
            work.change(RECORDS[other], row, {name: plan.keep})
        moved += len(rows)
    return moved


def _settle_standing(work: Work, plan: Merging, values: Mapping[str, Any]) -> None:
    """Of two open links of one kind the one stands that says what was chosen; no date is made up."""
    link = past.STANDING.get(plan.record)
    if link is None:
        return
    mine, theirs = (united.open_link(work.connection, link.code(), plan.record, row) for row in (plan.keep, plan.gone))
    if mine is None and theirs is None:
        return
    present = work.row(plan.record, plan.keep)
    chosen = {column: values.get(name, present[name]) for name, column in link.stands}
    if theirs is not None and (
        mine is None or (_says(work, link, theirs, chosen) and not _says(work, link, mine, chosen))
    ):
        mine, theirs = theirs, mine
        said = work.row(link.code(), mine)
        work.change(RECORDS[plan.record], plan.keep, {name: said[column] for name, column in link.stands})
    if theirs is not None:
        work.change(link, theirs, {"void_reason": "合并后重复"})


def _says(work: Work, link: type[Record], row: int, chosen: Mapping[str, Any]) -> bool:
    present = work.row(link.code(), row)
    return all(present[name] == value for name, value in chosen.items())


def _keep(work: Work, record: str, keep: int, values: Mapping[str, Any]) -> None:
    before = work.row(record, keep)
    rest = {name: value for name, value in values.items() if before[name] != value}
    hard = [p for p in records.check(work.connection, RECORDS[record], {**before, **rest}, keep) if p.hard]
    if hard:
        raise Rejected(hard)
    if rest:
        records.keep(work, RECORDS[record], rest, row=keep, before=before)
