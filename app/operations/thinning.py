"""Which of many backups are kept? All of the newest two days, then one each of 12 days, 10 weeks and 9 months.

Days are counted by the backups that there are, newest first by their sequence number, never by today's date: a clock
that jumps to 2099 makes nothing old. A backup whose date does not fit between its neighbours is kept as it is. (The
steps are those of Anki's backups.)
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

WHOLE_DAYS, DAYS, WEEKS, MONTHS = 2, 12, 10, 9
# (sequence number, day it was made by the clock of its PC)
Made = tuple[int, date]


def kept(made: Iterable[Made]) -> frozenset[int]:
    """The sequence numbers of those that stay."""
    ordered = sorted(made)
    fitting = _fitting([day for _number, day in ordered])
    stay = {ordered[i][0] for i in range(len(ordered)) if i not in fitting}
    newest_first = [ordered[i] for i in sorted(fitting, reverse=True)]
    days = list(dict.fromkeys(day for _number, day in newest_first))
    whole = frozenset(days[:WHOLE_DAYS])
    stay.update(number for number, day in newest_first if day in whole)
    rest = [(number, day) for number, day in newest_first if day not in whole]
    for most, step in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        chosen, rest = _steps(rest, most, step)
        stay.update(chosen)
    return frozenset(stay)


def _steps(made: Sequence[Made], most: int, step: Any) -> tuple[list[int], list[Made]]:
    """The newest of each of the first `most` steps, and what is older than these."""
    seen: dict[Any, int] = {}
    for i, (number, day) in enumerate(made):
        if step(day) in seen:
            continue
        if len(seen) == most:
            return list(seen.values()), list(made[i:])
        seen[step(day)] = number
    return list(seen.values()), []


def _fitting(days: Sequence[date]) -> frozenset[int]:
    """The places of a longest run of days that never goes back: what stands outside it was made under a wrong clock."""
    ends: list[date] = []
    places: list[int] = []
    before: list[int] = []
    for i, day in enumerate(days):
        at = bisect_right(ends, day)
        before.append(places[at - 1] if at else -1)
        ends[at:], places[at:] = [day, *ends[at + 1 :]], [i, *places[at + 1 :]]
    found = []
    at = places[-1] if places else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return frozenset(found)


def _day(day: date) -> date:
    return day


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
