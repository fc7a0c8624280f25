"""Every figure of a period down, the units just below one across: what each village or township has of each."""

from app.db.queries import coverage_part, ledger
from app.db.queries import figure as queries
from app.db.queries.figure import Count, Line, Sums, in_words, measured, period, spread
from app.db.store import Reader
from app.ledgers import figure as figures
from app.ledgers.figure_sheet import NOTE
from app.ledgers.ledger import in_words as day_in_words
from app.table import Column, Table

ALL, ELSEWHERE = "合计", "本级或未归单位"
FIRST = (Column("label", "指标", width=26), Column("unit", "单位", width=7, align="center"))
LEAD = len(FIRST)


def places(reader: Reader, unit: int | None = None) -> list[tuple[int, str]]:
    """(row, name) of the units just below a unit (row id; None = the one at the top) in the official order."""
    start = coverage_part.top(reader) if unit is None else unit
    above = "parent IS NULL" if start is None else f"parent = {int(start)}"
    sql = f"SELECT id FROM unit WHERE {above} AND void_reason IS NULL"
    below = {row[0] for row in ledger.plain(reader, sql)}
    return [(row, name) for row, name in coverage_part.order(reader) if row in below]


def table(reader: Reader, text: str | None = None, *, unit: int | None = None) -> Table:
    """The figures as `figure_sheet.sheet` lays them down, with a column for all, each unit, and for what lies in none.

    The column for the rest stands only where something is in it. UserError for a period that cannot be read.
    """
    asked = period(text)
    told = figures.lines(reader)
    counts = [line for line in told if isinstance(line, Count)]
    start = coverage_part.top(reader) if unit is None else unit
    whole = measured(reader, counts, asked, unit=unit)
    found = spread(reader, counts, asked, unit=start)
    below = places(reader, unit)
    parts = [(name, _filled(counts, found.get(row, {}))) for row, name in below]
    rest = {
        code: (value - sum(part[code][0] for _name, part in parts), rows - sum(part[code][1] for _name, part in parts))
        for code, (value, rows) in whole.items()
    }
    shown = [(ALL, whole), *parts, *([(ELSEWHERE, rest)] if any(rows for _value, rows in rest.values()) else [])]
    columns = tuple(Column(f"at_{i}", name, "number", 11, "right") for i, (name, _sums) in enumerate(shown))
    rows = [(line.label, _counter(line), *(queries.value_of(line, sums) for _name, sums in shown)) for line in told]
    place = ledger.name_of(reader, "unit", unit) if unit is not None else ledger.setting(reader, "unit_name")
    return Table(
        f"{in_words(asked)}各单位工作情况统计表", (*FIRST, *columns), rows, unit=place, date=day_in_words(None),
        lead=LEAD,
        note=f"“{ELSEWHERE}”是没有写明下级单位的，各栏相加等于合计。{NOTE}",
    )  # fmt: skip


def _filled(counts: list[Count], sums: Sums) -> Sums:
    return {count.code: sums.get(count.code, (0, 0)) for count in counts}


def _counter(line: Line) -> str:
    return line.counter if isinstance(line, Count) else ""
