"""What a new request is given where nobody said it: its number, its deadline, the name and the village of who asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.db.queries import holiday
from app.db.queries import request as queries
from app.db.store import Reader
from app.db.work import Work
from app.models.request import Request
from app.operations import setting

Values = Mapping[str, Any]


def follow(work: Work, row: int, before: Values, _now: Values) -> None:
    """After one request was made, whoever made it: a form, an import, a visit."""
    if not before:
        follow_many(work, [row], (), [()])


def follow_many(work: Work, rows: Sequence[int], _columns: Sequence[str], _values: Sequence[Sequence[Any]]) -> None:
    """The same for many, as a sheet brings them."""
    days = setting.number(work.connection, "request_days")
    known = holiday.calendar(work.connection)
    serial: dict[str, int] = {}
    for row in rows:
        present = work.row("request", row)
        told = _origin(work.connection, present)
        if not present["request_no"]:
            told["request_no"] = _number(work.connection, serial, present["received_on"])
        if not present["due"] and not present["closed_on"] and len(present["received_on"]) == 10:
            told["due"] = known.after(date.fromisoformat(present["received_on"]), days).isoformat()
        work.change(Request, row, told)


def _number(reader: Reader, serial: dict[str, int], received: str) -> str:
    """2026-0001: the year of its receipt and the next number of that year."""
    year = received[:4]
    serial[year] = serial.get(year, queries.last_number(reader, year)) + 1
    return f"{year}-{serial[year]:04d}"


def _origin(reader: Reader, present: Values) -> dict[str, Any]:
    """Name, telephone and village of the household, resident or member that asked, never over what was said."""
    known = queries.origin(reader, present)
    return {name: value for name, value in known.items() if value is not None and present[name] is None}
