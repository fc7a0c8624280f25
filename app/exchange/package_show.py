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
    """In the order of the records."""
    found = plan.conflicts()
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
    theirs = held.theirs.values if held.theirs is not None else ()
    found = []
    for name in p.differing(code, held):
        place, told = columns.index(name), _teller(reader, plan, code, name)
        found.append(Field(name, p.label(code, name), told(held.side.values[place]), told(theirs[place])))
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
