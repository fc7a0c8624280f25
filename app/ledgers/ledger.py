"""What a ledger is: a definition of title, source and columns, and the one function that makes a Table of it.

To add a ledger: a definition in a file of this folder, its name in `app.ledgers.LEDGERS`; screen, export, print and
the tests of every ledger follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from typing import Any

from app import clock
from app.db.queries import ledger as queries
from app.db.queries import moment
from app.db.queries.coverage import rate
from app.db.queries.derived import derived
from app.db.queries.ledger import Part, Source
from app.db.queries.listing import Query
from app.db.store import Reader
from app.errors import UserError
from app.kinds import SCALED
from app.kinds.mask import MASKED, PROFILES, kind_of, mask, withheld
from app.models import RECORDS
from app.models.record import field_map
from app.settings import BY_NAME
from app.table import Cell, Column, Row, Table

WIDTHS = {
    "id": 20,
    "card": 22,
    "phone": 13,
    "date": 11,
    "number": 8,
    "money": 12,
    "points": 8,
    "flag": 8,
    "person": 10,
    "choice": 12,
    "link": 24,
}
NUMBERS = ("number", *SCALED)
PEOPLE = ("member", "cadre", "household", "resident")  # a link to one of them tells a person's name


@dataclass(frozen=True)
class Line:
    """One column. A bare `name` is a field or derived column of the source's record; else `sql` gives the value.

    `kind` as in `app.table`, and `person` for names, which a mask may hide. `total` adds the column up; `share` names
    the two columns of which this one is the percentage, in each row and in the totals.
    """

    name: str
    label: str = ""
    sql: str = ""
    kind: str = ""
    width: int = 0
    group: str = ""
    total: bool = False
    share: tuple[str, str] | None = None


@dataclass(frozen=True)
class Ledger:
    """`mask` is the profile unless another is asked for: `none` for what is handed up, `name` for what is posted.

    `counter` is the measure word of the total; `note` stands below the table, with the values of the `settings` by which
    the rows were reckoned. `sensitive`: it tells what others only hint at, and is not for who may only look.
    """

    name: str
    title: str
    source: Source
    columns: tuple[Line, ...]
    counter: str = "条"
    mask: str = "none"
    landscape: bool = True
    note: str = ""
    settings: tuple[str, ...] = ()
    sensitive: bool = False

    @property
    def record(self) -> str:
        """The record whose fields conditions speak of, "" when the rows come from several."""
        return self.source.record


def table(
    reader: Reader, ledger: Ledger, *, unit: int | None = None, branch: int | None = None,
    query: Query | None = None, as_of: str | None = None, mask: str | None = None,
) -> Table:  # fmt: skip
    """The ledger as it stands, or as of an ISO day; below a unit or branch (row ids); where `query` holds.

    Of `query` only conditions, words, marks and `only` count. UserError when the ledger cannot be parted so.
    """
    profile, as_of = checked(mask or ledger.mask), moment.checked(as_of)
    settled = (_settled(ledger.record, line) for line in ledger.columns)
    lines = tuple(line for line in settled if not withheld(line.kind, line.name, profile))
    part = Part(unit, branch, query, as_of)
    rows = queries.rows(reader, ledger.source, [*(line.sql for line in lines), ledger.source.uid], part)
    found = shared([row[:-1] for row in rows], lines)
    return Table(
        title=ledger.title,
        columns=(Column("row_no", "序号", "number", 6), *(_column(line) for line in lines)),
        rows=_numbered(masked(found, lines, profile)),
        totals=_totals(found, lines, ledger.counter),
        unit=_heading(reader, unit, branch),
        date=in_words(as_of),
        note=_note(reader, ledger, as_of),
        landscape=ledger.landscape,
        mask=profile,
        keys=tuple(row[-1] or "" for row in rows),
    )


def checked(profile: str) -> str:
    if profile not in PROFILES:
        raise UserError(f"没有名为“{profile}”的脱敏方式。", "可用：" + "、".join(PROFILES) + "。")
    return profile


def in_words(day: str | None) -> str:
    """An ISO day, or today, as 2026年11月22日."""
    told = date.fromisoformat(day) if day else clock.today()
    return f"{told.year}年{told.month}月{told.day}日"


def field_line(record: str, name: str, line: Line | None = None) -> Line:
    """A line for a field or derived column with everything it does not say itself filled in."""
    line = line or Line(name)
    own = derived(record, name)
    known = field_map(RECORDS[record]).get(name)
    if own is not None:
        label, kind = own.label, own.kind
    elif known is not None:
        label, kind = known.label, "person" if known.to in PEOPLE else known.kind.name
    else:
        label, kind = "排序号", "number"
    return replace(
        line, label=line.label or label, kind=line.kind or kind, sql=line.sql or queries.column(record, name)
    )


def in_yuan(rows: Sequence[Row], lines: Sequence[Line]) -> list[Row]:
    """Money is kept in whole cents (分) and shown in yuan, points in hundredths."""
    shown = {i: SCALED[line.kind].text for i, line in enumerate(lines) if line.kind in SCALED}
    if not shown:
        return list(rows)
    return [
        tuple(shown[i](cell) if i in shown and isinstance(cell, int) else cell for i, cell in enumerate(row))
        for row in rows
    ]


def masked(rows: Sequence[Row], lines: Sequence[Line], profile: str) -> list[Row]:
    """The rows as they are shown: money in yuan, what the profile hides hidden."""
    rows = in_yuan(rows, lines)
    kinds = ((i, kind_of(line.kind, line.name)) for i, line in enumerate(lines))
    places = [(i, kind) for i, kind in kinds if kind in MASKED]
    if profile == "none" or not places:
        return rows
    hidden: list[Row] = []
    for row in rows:
        cells = list(row)
        for i, kind in places:
            value = cells[i]
            if isinstance(value, str):
                cells[i] = mask(kind, value, profile) or None
        hidden.append(tuple(cells))
    return hidden


def shared(rows: list[tuple[Any, ...]], lines: Sequence[Line]) -> list[tuple[Any, ...]]:
    """The rows with their percentages put in."""
    names = [line.name for line in lines]
    asked = [(place, *map(names.index, line.share)) for place, line in enumerate(lines) if line.share]
    if not asked:
        return rows
    filled = []
    for row in rows:
        cells = list(row)
        for place, part, whole in asked:
            cells[place] = rate(cells[part] or 0, cells[whole] or 0)
        filled.append(tuple(cells))
    return filled


def _settled(record: str, line: Line) -> Line:
    if line.sql or line.share:
        return replace(line, sql=line.sql or "NULL", label=line.label or line.name, kind=line.kind or "text")
    return field_line(record, line.name, line)


def _column(line: Line) -> Column:
    kind = {"person": "text", "credit": "text", "card": "id"}.get(line.kind, line.kind)
    width = line.width or WIDTHS.get(line.kind, 12)
    return Column(line.name, line.label, kind, width, "right" if kind in NUMBERS else "left", line.group)


def columns(lines: Sequence[Line]) -> tuple[Column, ...]:
    """The table columns of lines that were filled in."""
    return tuple(_column(line) for line in lines)


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [(number, *row) for number, row in enumerate(rows, 1)]


def _totals(rows: Sequence[Row], lines: Sequence[Line], counter: str) -> Row:
    """合计, how many rows, and the sums of the columns that ask for one."""
    cells: list[Cell] = [f"{len(rows)} {counter}"]
    for place, line in enumerate(lines[1:], 1):
        cells.append(_sum(rows, place) if line.total else None)
    return ("合计", *in_yuan(shared([tuple(cells)], lines), lines)[0])


def _sum(rows: Sequence[Row], place: int) -> int:
    return sum(value for value in map(itemgetter(place), rows) if isinstance(value, int))


def _heading(reader: Reader, unit: int | None, branch: int | None) -> str:
    if branch is not None:
        return queries.name_of(reader, "branch", branch)
    if unit is not None:
        return queries.name_of(reader, "unit", unit)
    return queries.setting(reader, "unit_name")


def _note(reader: Reader, ledger: Ledger, as_of: str | None) -> str:
    told = f"人员、班子、农户所在村组和结对以 {in_words(as_of)}为准，其余栏目为现在的登记。" if as_of else ""
    set_to = "；".join(
        f"{BY_NAME[name].label.partition('（')[0]} {queries.setting(reader, name) or '未设'}"
        for name in ledger.settings
    )
    return " ".join(part for part in (ledger.note, told, f"现行设置：{set_to}。" if set_to else "") if part)
