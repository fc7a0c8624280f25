"""Keeping 户所在 in step: the open abode of a household is always the village and group that stand on the household."""

from collections.abc import Mapping, Sequence
from typing import Any

from app import clock
from app.db.queries import past
from app.db.work import Work
from app.models.abode import Abode
from app.models.household import Household
from app.operations import dated

PLACE = tuple(dict(Abode.stands))


def follow(work: Work, household: int, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """After a household was saved: when village or group differ, the old abode is closed and a new one opened.

    A place that was only completed (a group or village where there was none) is no move: the abode is completed as well.
    """
    old, new = _place(before), _place(now)
    if old == new:
        return
    rows = past.open_rows(work.connection, "abode", "household", household)
    if rows and all(was is None or was == is_now for was, is_now in zip(old, new, strict=True)):
        for row in rows:
            work.change(Abode, row, dict(zip(PLACE, new, strict=True)))
        return
    since = clock.today().isoformat() if any(old) else None
    change(work, household, new, on=since, reason="修改所在村组" if before else "登记")


def change(work: Work, household: int, place: tuple[int | None, str | None], *, on: str | None, reason: str) -> None:
    """Closes the open abode and opens one at `place` (village, group; both None: nowhere) on the same day."""
    close(work, household, on=on or clock.today().isoformat(), reason=reason)
    if any(value is not None for value in place):
        values = dict(zip(PLACE, place, strict=True))
        work.add(Abode, {"household": household, **values, "since": on, "reason_in": reason})
    work.change(Household, household, dict(zip(PLACE, place, strict=True)))


def close(work: Work, household: int, *, on: str, reason: str) -> None:
    for row in past.open_rows(work.connection, "abode", "household", household):
        until = dated.last_day(work.row("abode", row)["since"], on)
        work.change(Abode, row, {"until": until, "reason_out": reason})


def refuse_before(work: Work, household: int, on: str) -> None:
    """Rejected when the household came to where it is later than `on`."""
    for row in past.open_rows(work.connection, "abode", "household", household):
        dated.refuse_before(work.row("abode", row)["since"], on, "迁入现址的日期")


def open_many(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """First abodes of many new households, in bulk."""
    places = [columns.index(name) if name in columns else None for name in PLACE]
    found = []
    for household, cells in zip(rows, values, strict=True):
        village, group = (None if place is None else cells[place] for place in places)
        if village is not None or group is not None:
            found.append((household, village, group, "登记"))
    work.add_many(Abode, ("household", "village", "group_name", "reason_in"), found)


def _place(values: Mapping[str, Any]) -> tuple[int | None, str | None]:
    return values.get("village"), values.get("group_name")
