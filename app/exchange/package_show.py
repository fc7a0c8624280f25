"""What is shown of a merge: the rows that both sides changed, field by field, and those that are left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.db.queries import everything, standing
from app.db.store import Reader
from app.exchange import package_plan as p
from app.exchange.package_plan import Held, Plan
from app.models import RECORDS
from app.models.record import field_map
from app.table import Column, Table

_SHOWN = 2000


@dataclass(frozen=True)
class Field:
    """One field of a row that both sides changed, in words."""

    name: str
    label: str
    here: str
    there: str


@dataclass(frozen=True)
class Line:
    """A row that both sides changed; `row` is its id here, `package` the number of the package that says otherwise."""

    record: str
    uid: str
    row: int
    name: str
    package: int
    fields: tuple[Field, ...]


def conflicts(reader: Reader, plan: Plan) -> list[Line]:
    """What both sides changed, in the order of the records."""
    return _lines(reader, plan, plan.conflicts())


def _lines(reader: Reader, plan: Plan, found: list[tuple[str, str, Held]]) -> list[Line]:
    names = {
        code: standing.names(reader, code, [held.row for record, _uid, held in found if record == code])
        for code in dict.fromkeys(record for record, _uid, _held in found)
    }
    return [
        Line(code, uid, held.row, names[code].get(held.row, ""), held.package, tuple(_fields(reader, plan, code, held)))
        for code, uid, held in found
    ]


def _fields(reader: Reader, plan: Plan, code: str, held: Held) -> list[Field]:
    columns = everything.columns(RECORDS[code])
    here, there = (held.side, held.theirs) if held.theirs is not None else (held.here or held.side, held.side)
    found = []
    for name in p.differing(code, here, there):
        place, told = columns.index(name), _teller(reader, plan, code, name)
        found.append(Field(name, p.label(code, name), told(here.values[place]), told(there.values[place])))
    return found


def _teller(reader: Reader, plan: Plan, code: str, name: str) -> Callable[[Any], str]:
    """Value → words; a link by the name of what it leads to, here or in the package."""
    known = field_map(RECORDS[code]).get(name)
    if known is None:
        return lambda value: "" if value is None else str(value)
    if not known.to:
        return known.kind.text
    return lambda uid: "" if uid is None else _named(reader, plan, known.to, uid)


def _named(reader: Reader, plan: Plan, code: str, uid: str) -> str:
    row = plan.places.get(code, {}).get(uid)
    if row is not None:
        return standing.names(reader, code, [row]).get(row, "")
    held = plan.held.get(code, {}).get(uid)
    caption = RECORDS[code].caption[0]
    value = held.side.values[everything.columns(RECORDS[code]).index(caption)] if held is not None else None
    return str(value or RECORDS[code].title)


def changes(reader: Reader, plan: Plan) -> Table:
    """What is newer in the packages, field by field; the first rows of very many."""
    columns = (
        Column("record", "记录", width=10), Column("name", "名称", width=14), Column("label", "项目", width=14),
        Column("here", "本库", width=24), Column("there", "包里", width=24), Column("package", "报送包", width=18),
    )  # fmt: skip
    found = [
        (code, uid, held) for code, rows in plan.held.items() for uid, held in rows.items() if held.state == p.CHANGED
    ]
    rows = [
        (RECORDS[line.record].title, line.name or None, field.label, field.here or "（空）", field.there or "（空）",
         plan.packages[line.package].title)
        for line in _lines(reader, plan, found[:_SHOWN])
        for field in line.fields
    ]  # fmt: skip
    return Table(title="更新的记录", columns=columns, rows=rows, signatures=())


def left_out(plan: Plan) -> Table:
    """The rows that are not taken, and why."""
    columns = (
        Column("state", "结果", width=12), Column("record", "记录", width=10), Column("name", "名称", width=14),
        Column("package", "报送包", width=18), Column("reason", "原因", width=60),
    )  # fmt: skip
    rows = [
        (
            p.STATES[one.state],
            RECORDS[one.record].title,
            one.name or None,
            plan.packages[one.package].sender.scope,
            one.reason,
        )
        for one in plan.doubts
    ]
    return Table(title="没有合并的记录", columns=columns, rows=rows, signatures=())
