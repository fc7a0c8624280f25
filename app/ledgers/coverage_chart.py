"""Coverage and activity as drawings: every tier over its units, what was done month by month; the same on screen and paper."""

from collections.abc import Sequence

from app.chart import Drawing, Item, bars, columns
from app.db.queries import coverage, coverage_part
from app.db.queries import figure as queries
from app.db.queries.coverage_part import Part
from app.db.queries.figure import Count, period
from app.db.store import Reader
from app.ledgers import figure as figures


def of_parts(title: str, parts: Sequence[Part], width: float, *, height: float = 0) -> tuple[Drawing, ...]:
    """One bar for each unit: how many of how many are covered."""
    items = [
        Item(part.name, part.covered, len(part.there), f"{part.covered:,} / {len(part.there):,}　{part.rate}")
        for part in parts
        if part.there
    ]
    return bars(title, items, width, height=height)


def of_tiers(
    reader: Reader, width: float, *, unit: int | None = None, as_of: str | None = None, height: float = 0
) -> tuple[Drawing, ...]:
    """The bars of every tier and campaign that has anything to cover below the unit (row id; None = everything)."""
    start = coverage_part.top(reader) if unit is None else unit
    found: list[Drawing] = []
    for reach in coverage.reaches(reader, None, as_of):
        parts = coverage_part.parts(reader, reach, start)
        if any(part.there for part in parts):
            found += of_parts(f"{reach.aim.title}覆盖", parts, width, height=height)
    return tuple(found)


def months(
    reader: Reader, counts: Sequence[Count], text: str | None = None, *, unit: int | None = None
) -> dict[str, list[tuple[str, int]]]:
    """Code → (1月, value) of each month of the period's year until the period ends."""
    asked = period(text)
    year = asked.since[:4]
    last = int(asked.day[5:7]) if asked.day[:4] == year else 0
    found: dict[str, list[tuple[str, int]]] = {count.code: [] for count in counts}
    for month in range(1, last + 1):
        told = queries.measured(reader, counts, period(f"{year}-{month:02d}"), unit=unit)
        for count in counts:
            found[count.code].append((f"{month}月", told[count.code][0]))
    return found


def of_months(count: Count, values: Sequence[tuple[str, int]], year: str, width: float) -> Drawing:
    """The columns of a figure's year; money in whole yuan."""
    told = [(label, round(value / 100)) for label, value in values] if count.counter == "元" else values
    return columns(f"{count.label}（{year}年）", told, width, unit=count.counter)


def of_activity(reader: Reader, text: str | None, width: float, *, unit: int | None = None) -> tuple[Drawing, ...]:
    """Month by month what happened in the year of the period; figures without a row in it are left out."""
    year = period(text).since[:4]
    counts = [line for line in figures.lines(reader) if isinstance(line, Count) and line.dated]
    found = months(reader, counts, text, unit=unit)
    return tuple(
        of_months(count, found[count.code], year, width)
        for count in counts
        if any(value for _label, value in found[count.code])
    )


def of_units(reader: Reader, count: Count, text: str | None, *, unit: int | None = None) -> list[Item]:
    """What each unit just below has of a count in a period, beside the greatest of them."""
    start = coverage_part.top(reader) if unit is None else unit
    found = queries.spread(reader, [count], period(text), unit=start)
    values = [(name, found[row][count.code][0]) for row, name in coverage_part.order(reader) if row in found]
    most = max((value for _name, value in values), default=0)
    shown = [(name, round(value / 100) if count.counter == "元" else value, value) for name, value in values]
    return [Item(name, value, most, f"{told:,} {count.counter}") for name, told, value in shown]
