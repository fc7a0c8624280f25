"""Which days are worked: the week, and the days off and make-up days (调休) that were entered for a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.db.session import Connection

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`free` are days off, `worked` make-up days at a weekend. A year without a row is not known: Monday to Friday count."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @property
    def years(self) -> frozenset[int]:
        """The years for which days were entered."""
        return frozenset(day.year for day in self.free | self.worked)

    def works(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.free)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after the day; the day itself is not counted (《民法典》第二百零一条：开始的当日不计入)."""
        while count > 0:
            day += ONE
            count -= self.works(day)
        return day

    def until(self, day: date, last: date) -> int:
        """Working days after `day` up to and with `last`; negative when `last` lies before."""
        first, end = sorted((day, last))
        count = sum(self.works(first + timedelta(days=n)) for n in range(1, (end - first).days + 1))
        return count if last >= day else -count


def calendar(reader: Connection) -> Calendar:
    """The days as they were entered."""
    return of_rows(
        (row[0], row[1])
        for row in reader.exec_driver_sql("SELECT day, works FROM holiday WHERE void_reason IS NULL ORDER BY id")
    )


def of_rows(rows: Iterable[tuple[str, str]]) -> Calendar:
    """From (day, 是 when it is worked); what is no whole day tells nothing."""
    told = {date.fromisoformat(day): works == "是" for day, works in rows if len(day) == 10}
    return Calendar(
        frozenset(day for day, works in told.items() if not works),
        frozenset(day for day, works in told.items() if works),
    )
