"""Dates as exact as their source: a year, a month, or a day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app import clock
from app.kinds import date_reading, normal
from app.kinds.kind import Doubt, Kind, Unreadable

SURELY_PAST = 2026  # years before it need no look at the clock, which is dear for a column of 60,000 dates
_SURELY_REAL = 1900  # spreadsheet programs show empty cells as dates up to this year
_QUICK = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})(?:\2([0-9]{1,2}))?")


class PartialDate(str):
    """Canonical text: `1987`, `1987-06` or `1987-06-15`. Sorts and stores as that text."""

    __slots__ = ()

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def month(self) -> int | None:
        return int(self[5:7]) if len(self) >= 7 else None

    @property
    def day(self) -> int | None:
        return int(self[8:10]) if len(self) == 10 else None

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return {4: "year", 7: "month"}.get(len(self), "day")

    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


@dataclass(frozen=True)
class Date(Kind):
    """Value: PartialDate. A two-digit year, or a number with two readings, is refused and never guessed.

    With `exact` a year or a month alone is refused too: what happened on a day has that day. With `month` a year alone is
    refused and a day is dropped: what belongs to a month, perhaps one to come.
    """

    exact: bool = False
    month: bool = False
    name: ClassVar[str] = "date"

    def parse(self, raw: object) -> PartialDate | None:
        found = self._parsed(raw)
        if self.exact and found is not None and len(found) < 10:
            raise Unreadable("date_inexact", f"“{found}”没有写到日，请写成 2026-11-03 这样的日期。")
        if self.month and found is not None:
            if len(found) < 7:
                raise Unreadable("date_inexact", f"“{found}”没有写到月，请写成 2026-11 这样的月份。")
            return PartialDate(found[:7])
        return found

    def _parsed(self, raw: object) -> PartialDate | None:
        if isinstance(raw, date):
            raw = raw.date() if isinstance(raw, datetime) else raw
            return PartialDate(date_reading.checked(raw.year, raw.month, raw.day))
        if isinstance(raw, str) and _is_canonical(raw):
            return PartialDate(raw)
        if isinstance(raw, str) and (quick := _QUICK.fullmatch(raw)):
            day = int(quick[4]) if quick[4] else None
            return PartialDate(date_reading.checked(int(quick[1]), int(quick[3]), day))
        text = normal.plain(raw)
        if isinstance(raw, float) and not raw.is_integer():
            return PartialDate(date_reading.of_fraction(raw))
        text = normal.fold(text)
        if normal.is_empty(text):
            return None
        if normal.is_unknown(text):
            raise Unreadable("date_unknown", f"日期写的是“{text}”，请查明后补填。")
        return PartialDate(date_reading.of_text(text))

    def check(self, value: PartialDate | None) -> tuple[Doubt, ...]:
        if value is None or self.month or int(value[:4]) < SURELY_PAST or PartialDate(value).first() <= clock.today():
            return ()
        return (Doubt("date_future", f"日期 {value} 还没有到，请核对。"),)


def _is_canonical(text: str) -> bool:
    """Whether a text is a day as it is kept, of a year that asks for no further thought."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return False
    try:
        return _SURELY_REAL < date.fromisoformat(text).year < SURELY_PAST
    except ValueError:
        return False
