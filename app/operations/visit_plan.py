"""走访计划: who calls on whom on which day of a month, spread evenly over the working days, nobody twice."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from app import clock
from app.db.queries import holiday
from app.db.queries import visit as queries
from app.db.queries.visit import Due, Side
from app.db.store import Reader, Store
from app.errors import Problem, Rejected, UserError
from app.models.visit import VisitPlan


@dataclass(frozen=True)
class Planned:
    """One visit to come: the pairing, who goes, and the ISO day."""

    pairing: int
    helper: Side
    day: str


def propose(reader: Reader, month: str, *, unit: int | None = None, helper: Side | None = None) -> list[Planned]:
    """The visits of a month (`2026-11`) that the intervals ask for and no plan has yet. Same books, same proposal.

    Each helper's visits lie as evenly as can be on the working days left, the most pressing first, never later than the
    interval allows while a day is left for it. UserError for a month that is over.
    """
    days = working_days(reader, month)
    if not days:
        raise UserError(f"{_checked(month)} 已经没有工作日了。", "请选以后的月份。")
    found = sorted(queries.due(reader, month, unit=unit, helper=helper), key=lambda each: each.helper)
    return [
        one for who, several in groupby(found, key=lambda each: each.helper) for one in spread(who, list(several), days)
    ]


def spread(who: Side, asked: Sequence[Due], days: Sequence[str]) -> list[Planned]:
    """The i-th of n stands in the middle of the i-th of n equal parts of the month, or earlier where its interval ends."""
    found = []
    for i, one in enumerate(asked):
        even = (2 * i + 1) * len(days) // (2 * len(asked))
        last = sum(day <= one.by for day in days) - 1
        found.append(Planned(one.pairing, who, days[min(even, last) if last >= 0 else even]))
    return found


def working_days(reader: Reader, month: str) -> list[str]:
    """ISO working days of a month from today on, by the table of holidays where the year is known."""
    year, number = map(int, _checked(month).split("-"))
    known = holiday.calendar(reader)
    first = max(date(year, number, 1), clock.today())
    last = date(year, number, monthrange(year, number)[1])
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return [day.isoformat() for day in days if known.works(day)]


def _checked(month: str) -> str:
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Rejected([Problem("month", f"看不懂月份“{month}”，请写成 2026-11。", "month")]) from error
    return month


def keep(store: Store, month: str, planned: Sequence[Planned]) -> range:
    """Keeps a proposal as it was shown, numbered by helper and day. One work, one undo. Gives the row ids."""
    if not planned:
        raise UserError("没有需要安排的走访。", "走访间隔在“结对种类”里设定；到期的都已安排。")
    ordered = sorted(planned, key=lambda each: (each.helper, each.day, each.pairing))
    with store.work(f"安排走访 {len(planned)} 次（{month}）") as work:
        first = queries.last_number(work.connection, month) + 1
        prefix = month.replace("-", "")
        rows = [(f"{prefix}-{n:04d}", one.pairing, one.day) for n, one in enumerate(ordered, first)]
        return work.add_many(VisitPlan, ("number", "pairing", "due"), rows)
