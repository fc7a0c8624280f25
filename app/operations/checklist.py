"""清单: the lists that came along become versions in the database, a version is copied into the next, and what is printed of one."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from app.db.queries import checklist as queries
from app.db.store import Reader, Store
from app.db.work import Work, fresh_uids
from app.errors import UserError
from app.kinds.points import Points
from app.models.checklist import ALL, BONUS, DEDUCT, GRADED, LEVELS, NONE, VETO, Checklist, Item
from app.operations import checklist_form, record
from app.operations.checklist_form import WAYS, ChecklistForm, Group, Scoring

COLUMNS = (
    "checklist", "code_no", "group1", "content", "scoring", "points", "each", "cap", "grades", "how", "evidence", "method",
    "basis", "rules", "order_no",
)  # fmt: skip
COPIED = (
    "code_no", *LEVELS, "content", "scoring", "points", "each", "cap", "grades", "how", "scorers", "evidence", "method",
    "basis", "rules", "cells", "remark", "order_no",
)  # fmt: skip


def find(reader: Reader, name: str) -> int | None:
    """The newest version in use that this name, domain or key of a built-in list means; None when there is none."""
    found = queries.named(reader, name)
    return found[0] if found else None


def ready(store: Store, name: str) -> int:
    """The version that a name means, made from the built-in list when it is not there yet. UserError when there is none."""
    with store.read() as reader:
        found = find(reader, name)
    return load(store, [name])[0] if found is None else found


def load(store: Store, names: Iterable[str] = ()) -> list[int]:
    """Makes versions of built-in lists (all of them unless named) as one work; those that are there are not made again."""
    forms = [checklist_form.load(name) for name in names or checklist_form.domains()]
    with store.work("载入自带清单") as work:
        rows = [loaded(work, form) for form in forms]
        work.rename("载入自带清单" + "、".join(form.domain for form in forms))
    return rows


def loaded(work: Work, form: ChecklistForm) -> int:
    """One built-in list as a version inside a work. Its uids are the same on every PC, so that packages merge."""
    mark = f"{form.key}@{form.version}"
    there = work.connection.exec_driver_sql(
        "SELECT id FROM checklist WHERE builtin = ? AND void_reason IS NULL", (mark,)
    ).scalar()
    if there is not None:
        return int(there)
    if work.connection.exec_driver_sql("SELECT 1 FROM checklist WHERE uid = ?", (_uid(mark),)).first():
        uids = fresh_uids  # an earlier one was voided; its uid is taken
    else:
        codes = iter(("", *(item.code for item in form.items())))
        uids = lambda count: [_uid(f"{mark}/{next(codes)}".rstrip("/")) for _ in range(count)]  # noqa: E731
    kept, work.uids = work.uids, uids
    try:
        made = int(work.add(Checklist, _values(form, mark)))
        work.add_many(Item, COLUMNS, list(_rows(made, form)))
    finally:
        work.uids = kept
    return made


def _uid(mark: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"township-ledger/checklist/{mark}"))


def _values(form: ChecklistForm, mark: str) -> dict[str, object]:
    return {
        "name": f"{form.title} {form.version}", "heading": form.title, "domain": form.domain, "version": form.version,
        "total": _hundredths(form.points), "source": form.source, "builtin": mark,
    }  # fmt: skip


def _rows(made: int, form: ChecklistForm) -> Iterable[tuple[object, ...]]:
    number = 0
    for group in form.groups:
        for item in group.items:
            number += 1
            counted = item.scoring not in ("bonus", "veto")
            yield (
                made, item.code, group.name, item.content, WAYS[item.scoring],
                _hundredths(item.points) if counted else None, _hundredths(item.each) or None,
                _hundredths(item.cap) or None, item.grades or None, item.how, "、".join(item.evidence) or None, item.method,
                item.source, "、".join(item.rules) or None, number,
            )  # fmt: skip


def _hundredths(value: Decimal) -> int:
    return int(value * 100)


def copy(store: Store, checklist: int, name: str, version: str = "") -> int:
    """The next version with the same lines, to be changed without touching what was assessed by the former one."""
    with store.work(f"新建清单{name}") as work:
        former = record.present(work.connection, Checklist, checklist)
        values = {**former, "name": name.strip(), "version": version or None, "replaces": checklist, "builtin": None}
        if not values["name"] or queries.named(work.connection, values["name"]):
            raise UserError("新清单要有一个不与现有清单重复的名称。")
        made = record.keep(work, Checklist, values, row=None, before={})
        columns = ", ".join(COPIED)
        sql = f"SELECT {columns} FROM item WHERE checklist = ? AND void_reason IS NULL ORDER BY order_no, id"
        rows = [(made, *row) for row in work.connection.exec_driver_sql(sql, (checklist,))]
        work.add_many(Item, ("checklist", *COPIED), rows)
    return made


def faults(reader: Reader, checklist: int) -> tuple[str, ...]:
    """What is not right with a version as a whole, in sentences: its sum, double numbers, nothing to score."""
    version, lines = queries.version(reader, checklist), queries.lines(reader, checklist)
    if not lines:
        return (f"清单“{version.name}”还没有条目。",)
    told = []
    points = sum(line.points or 0 for line in lines if line.scoring not in (BONUS, VETO, NONE))
    if version.total is not None and points != version.total:
        text = Points().text
        told.append(f"各条标准分合计 {text(points)}，与清单总分 {text(version.total)} 不同，请核对。")
    double = [code for code, count in Counter(line.code_no for line in lines).items() if count > 1]
    if double:
        told.append(f"条目编号 {'、'.join(double)} 重复，请改成不同的编号。")
    return tuple(told)


_WORDS: dict[str, Scoring] = {DEDUCT: "deduct", GRADED: "graded", ALL: "all", BONUS: "bonus", VETO: "veto"}


def form(reader: Reader, checklist: int) -> ChecklistForm:
    """A version as it is printed in the program's own form. UserError when it has no lines."""
    return form_of(queries.version(reader, checklist), queries.lines(reader, checklist))


def form_of(version: queries.Version, lines: tuple[queries.Line, ...]) -> ChecklistForm:
    """The same of what was read already."""
    if not lines:
        raise UserError(f"清单“{version.name}”还没有条目。", "请先登记条目。")
    groups = tuple(
        Group("　".join(names), tuple(_item(line) for line in part))
        for names, part in groupby(lines, key=lambda line: line.groups)
    )
    return ChecklistForm(str(version.id), version.domain, version.heading, version.version, version.source, groups)


def domains() -> tuple[str, ...]:
    """The domains of the built-in lists, in their official order."""
    return tuple(checklist_form.load(key).domain for key in checklist_form.domains())


def _item(line: queries.Line) -> checklist_form.Item:
    return checklist_form.Item(
        code=line.code_no, content=line.content, points=_points(line.points), scoring=_WORDS.get(line.scoring, "deduct"),
        how=line.how, evidence=line.evidence, method=line.method, source=line.basis, rules=line.rules,
        cap=_points(line.cap), each=_points(line.each), grades=line.grades,
    )  # fmt: skip


def _points(value: int | None) -> Decimal:
    return Decimal(value or 0).scaleb(-2)
