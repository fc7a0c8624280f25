"""Visits: one entry makes the visit, the deed and the request heard, in one work with one undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.db.queries import card
from app.db.queries import visit as queries
from app.db.queries.visit import Side
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import NeedsConsent, Problem, Rejected, UserError
from app.models.request import Request
from app.models.visit import VISITORS, Deed, Visit
from app.operations import dated, record

Values = Mapping[str, Any]
HEARD = ("heard", "request")  # stand with the first of those who went together: one matter is told once


@dataclass(frozen=True)
class Entry:
    """What is known of one visit. `visitors` went together; `visited` is a household, resident, member or unit.

    `deed` is what was done (with `deed_kind` and `money` in 分), `heard` a request that was heard: it is registered too.
    `details` are further fields of the visit: content, place, campaign, plan …
    """

    visitors: tuple[Side, ...]
    visited: Side | None
    day: str
    kind: str | None = None
    deed: str = ""
    deed_kind: str | None = None
    money: int | None = None
    heard: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def enter(store: Store, entry: Entry, *, consent: frozenset[str] = frozenset()) -> list[int]:
    """Registers a visit, one row for each visitor. Rejected with notes; NeedsConsent `same_day` when it is there already."""
    _judge(entry)
    assert entry.visited is not None
    with store.work("走访") as work:
        values = {**_visited(work.connection, entry.visited), "day": entry.day}
        if "same_day" not in consent and any(queries.same_day(work.connection, who, values) for who in entry.visitors):
            raise NeedsConsent("same_day", f"{entry.day} 已经登记过这次走访。还要再登记一次吗？")
        work.rename(f"走访{card.caption(work.connection, *entry.visited)}")
        request = _request(work, entry.heard, entry.visitors[0], values) if entry.heard.strip() else None
        told = {"kind": entry.kind, "heard": entry.heard.strip() or None, "request": request, **entry.details}
        made = []
        for place, (who, row) in enumerate(entry.visitors):
            own = {
                name: value for name, value in told.items() if value is not None and (not place or name not in HEARD)
            }
            made.append(record.keep(work, Visit, {**values, **own, f"helper_{who}": row}, row=None, before={}))
        if entry.deed.strip():
            _deed(work, entry, values, made[0])
        return made


def _judge(entry: Entry) -> None:
    dated.require(
        ("who", "走访人", entry.visitors), ("whom", "走访对象", entry.visited), ("day", "走访日期", entry.day),
        *([("deed", "实事内容", entry.deed)] if entry.money is not None or entry.deed_kind else []),
    )  # fmt: skip
    if len(entry.day) != 10:
        raise Rejected([Problem("day", f"“{entry.day}”没有写到日，请写成 2026-11-03 这样的日期。", "date_inexact")])
    if entry.day > clock.today().isoformat():
        raise Rejected([Problem("day", f"日期 {entry.day} 还没有到，请核对。", "future")])


def _visited(reader: Reader, side: Side) -> dict[str, Any]:
    """The columns of whom it is about; with a person goes his household."""
    name, row = side
    found: dict[str, Any] = {f"helped_{name}": row}
    if name == "resident":
        found["helped_household"] = queries.household_of(reader, row)
    return found


_ASKED = {
    "helped_resident": "resident",
    "helped_household": "household",
    "helped_member": "member",
    "helped_unit": "unit",
}


def raise_heard(store: Store, rows: Sequence[int]) -> int:
    """Makes requests of what was heard on these visits, as the entry by keyboard does; how many. Rows of a sheet have words only.

    UserError when none of them tells anything that is not registered yet.
    """
    made = 0
    with store.work("走访中的诉求登记为诉求") as work:
        for row in rows:
            values = record.present(work.connection, Visit, row)
            if not (values["heard"] or "").strip() or values["request"] is not None:
                continue
            who = next((name.removeprefix("helper_"), values[name]) for name in VISITORS if values[name] is not None)
            work.change(Visit, row, {"request": _request(work, values["heard"], who, values)})
            made += 1
        if not made:
            raise UserError("选中的走访没有要登记的诉求。", "写了“反映诉求”、还没有登记的才能登记。")
    return made


def _request(work: Work, heard: str, visitor: Side, values: Values) -> int:
    """What was heard as a request of the one who said it, received on that day."""
    origin = next((asked, values[name]) for name, asked in _ASKED.items() if values.get(name) is not None)
    told = {"content": heard.strip(), "received_on": values["day"], "source": "走访", origin[0]: origin[1]}
    receiver = card.caption(work.connection, *visitor)
    return record.keep(work, Request, {**told, "receiver": receiver}, row=None, before={})


def _deed(work: Work, entry: Entry, values: Values, visit: int) -> None:
    who, row = entry.visitors[0]
    sides = {name: value for name, value in values.items() if name != "day"}
    told = {"what": entry.deed.strip(), "kind": entry.deed_kind, "money": entry.money, "day": entry.day, "visit": visit}
    values = {**sides, f"helper_{who}": row, **{name: value for name, value in told.items() if value is not None}}
    record.keep(work, Deed, values, row=None, before={})
