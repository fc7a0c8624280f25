"""Which figures are reported upward? Every subject's file tells its own; this is their order.

To add figures: a function `figures(reader)` in a file of this folder that gives `Count` and `Share`, its name in SUBJECTS.
Command `stats`, screen 上报数据, year sheet and the test that every figure equals its rows follow.
"""

from app.db.queries import figure as queries
from app.db.queries.figure import Count, Figure, Line
from app.db.store import Reader
from app.errors import UserError
from app.ledgers import (
    applicant,
    assessment,
    coverage,
    due,
    election,
    evidence,
    household,
    inspection,
    meeting,
    member,
    pairing,
    report_in,
    request,
    review,
    team,
    transfer,
    unit,
    visit,
    wish,
)

SUBJECTS = (
    member.figures,
    unit.figures,
    household.figures,
    pairing.figures,
    request.figures,
    inspection.figures,
    visit.figures,
    wish.figures,
    report_in.figures,
    team.figures,
    meeting.figures,
    due.figures,
    election.figures,
    review.figures,
    applicant.figures,
    transfer.figures,
    assessment.figures,
    evidence.figures,
    coverage.figures,
)


def lines(reader: Reader) -> tuple[Line, ...]:
    """Every figure in the order of a report."""
    return tuple(line for figures in SUBJECTS for line in figures(reader))


def figures(reader: Reader, period: str | None = None, *, unit: int | None = None) -> list[Figure]:
    """The figures of `2026`, `2026-Q3` or `2026-11` (None = this year) below a unit (row id, None = everything)."""
    return queries.figures(reader, lines(reader), period, unit=unit)


def rows(
    reader: Reader, code: str, period: str | None = None, *, unit: int | None = None
) -> tuple[str, tuple[str, ...]]:
    """(record, uids) of the rows behind a figure. UserError for an unknown code."""
    count = counted(lines(reader), code)
    return count.record, queries.rows(reader, count, period, unit=unit)


def counted(told: tuple[Line, ...], code: str) -> Count:
    """The count behind a figure: a share's whole."""
    known = {line.code: line for line in told}
    line = known.get(code)
    if line is None:
        raise UserError(f"没有代号为“{code}”的统计数。")
    return line if isinstance(line, Count) else counted(told, line.whole)
