"""How wide the columns of a printed table are, on which paper and at which type size; how its headings lie.

Numbers, dates, phones and ID numbers keep one line as long as they can; names and addresses may take two or three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.printing import fonts, wrapping
from app.printing.page import A3_LANDSCAPE, A4, A4_LANDSCAPE, Align, Paper
from app.table import Cell, Column, Row, Table

PADDING = 2.6
_ONE_LINE = frozenset({"id", "phone", "date", "number", "money", "flag"})
NARROW = 12
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
_SMALLEST = 6.0
_RIGHT = frozenset({"number", "money"})
_CENTRED = frozenset({"id", "phone", "date", "flag", "choice"})


@dataclass(frozen=True)
class Grid:
    """Column edges in points from the left of the paper (one more than columns) and the type size of the body."""

    paper: Paper
    size: float
    edges: tuple[float, ...]
    aligns: tuple[Align, ...]
    one_line: tuple[bool, ...]

    def width(self, index: int, span: int = 1) -> float:
        return self.edges[index + span] - self.edges[index]


@dataclass(frozen=True)
class Heading:
    """A heading cell: columns `first` … `first + span - 1`, `row` 0 or 1, `rows` it reaches over."""

    text: str
    first: int
    span: int
    row: int
    rows: int


def text_of(cell: Cell) -> str:
    """A cell as it is printed."""
    return "" if cell is None else str(cell)


def plan(table: Table, sample: Sequence[Row], *, wide: bool = False) -> Grid:
    """The first paper and size at which the columns fit: A4 unless `wide`, then A3 landscape, then smaller type."""
    if table.totals is not None:
        sample = (*sample, table.totals)
    wants = tuple(_want(column, index, sample) for index, column in enumerate(table.columns))
    least = tuple(_least(column, index, sample) for index, column in enumerate(table.columns))
    first = A4_LANDSCAPE if table.landscape else A4
    for paper in (A3_LANDSCAPE,) if wide else (first, A3_LANDSCAPE):
        for size in _SIZES:
            if _needed(wants, size) <= paper.inner:
                return _grid(table, paper, size, wants, wants)
        for size in _SIZES[1:]:
            if _needed(least, size) <= paper.inner:
                return _grid(table, paper, size, least, wants)
    return _grid(table, A3_LANDSCAPE, _SMALLEST, least, wants)


def parts(table: Table, sample: Sequence[Row]) -> tuple[tuple[int, ...], ...]:
    """Which columns stand together on a page: all, as long as the smallest usual type holds them on A3. More columns go
    on in a second table behind the first, each of nearly the same width, with the columns that lead repeated before them.
    """
    size, room = _SIZES[-1], A3_LANDSCAPE.inner
    widths = [_least(column, index, sample) * size + 2 * PADDING for index, column in enumerate(table.columns)]
    if sum(widths) <= room or len(widths) < 3:
        return (tuple(range(len(widths))),)
    repeated = tuple(range(table.lead or (2 if table.columns[0].kind == "number" else 1)))
    free = room - sum(widths[index] for index in repeated)
    rest = range(len(repeated), len(widths))
    count = 1
    while (found := _shared(widths, rest, free, count)) is None and count < len(rest):
        count += 1
    return tuple((*repeated, *together) for together in found or [(index,) for index in rest])


def _shared(widths: Sequence[float], rest: Sequence[int], free: float, count: int) -> list[tuple[int, ...]] | None:
    """Neighbours in `count` shares of nearly the same width; None when a share does not fit."""
    fair = sum(widths[index] for index in rest) / count
    shares: list[list[int]] = [[]]
    used = 0.0
    for index in rest:
        if shares[-1] and len(shares) < count and used + widths[index] / 2 > fair:
            shares.append([])
            used = 0.0
        shares[-1].append(index)
        used += widths[index]
        if used > free and len(shares[-1]) > 1:
            return None
    return [tuple(share) for share in shares]


def headings(columns: Sequence[Column]) -> tuple[Heading, ...]:
    """Heading cells; a column without a group reaches over both rows when any column has one."""
    grouped = any(column.group for column in columns)
    found: list[Heading] = []
    for group, members in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        pairs = tuple(members)
        if group:
            found.append(Heading(group, pairs[0][0], len(pairs), 0, 1))
        row, rows = (1, 1) if group else (0, 2 if grouped else 1)
        found += (Heading(column.label, index, 1, row, rows) for index, column in pairs)
    return tuple(found)


def _want(column: Column, index: int, sample: Sequence[Row]) -> float:
    """Width in type sizes at which nearly every cell of the sample stands on one line."""
    longest, usual = _cells(index, sample)
    heading = fonts.width(column.label, 1, "strong")
    if column.kind in _ONE_LINE:
        return max(longest, heading, 1.5)
    return max(min(usual, max(column.width / 2, 16)), min(heading, 4), 2)


def _least(column: Column, index: int, sample: Sequence[Row]) -> float:
    """The same where room is scarce: headings in two lines, names too; a number still whole and in full size."""
    heading = max((fonts.width(part, 1, "strong") for part in wrapping.halves(column.label)), default=1)
    if column.kind in _ONE_LINE:
        return max(_cells(index, sample)[0], heading, 1.5)
    return max(heading, min(_want(column, index, sample), 4.2))


def _cells(index: int, sample: Sequence[Row]) -> tuple[float, float]:
    """(longest, nearly longest) width of a column's cells in type sizes."""
    table = fonts.widths("body")
    found = sorted(sum(map(table.__getitem__, text_of(row[index]))) for row in sample)
    return (found[-1], found[int(len(found) * 0.95)]) if found else (0, 0)


def _needed(widths: Sequence[float], size: float) -> float:
    return sum(widths) * size + 2 * PADDING * len(widths)


def _grid(table: Table, paper: Paper, size: float, base: Sequence[float], wants: Sequence[float]) -> Grid:
    """Spare room goes first to columns that want more, then to all in proportion; too little is shared out alike."""
    spare = paper.inner - _needed(base, size)
    lacking = [max(0.0, want - have) * size for want, have in zip(wants, base, strict=True)]
    given = min(spare, sum(lacking)) if spare > 0 else 0.0
    points = [
        have * size + 2 * PADDING + (lack * given / sum(lacking) if given else 0)
        for have, lack in zip(base, lacking, strict=True)
    ]
    factor = paper.inner / sum(points)
    edges = [paper.left]
    for width in points:
        edges.append(edges[-1] + width * factor)
    return Grid(
        paper,
        size,
        tuple(edges),
        tuple(_align(column) for column in table.columns),
        tuple(column.kind in _ONE_LINE for column in table.columns),
    )


def _align(column: Column) -> Align:
    if column.align == "right" or column.kind in _RIGHT:
        return "right" if column.width > 6 and column.kind in _RIGHT else "center"
    if column.align == "center" or column.kind in _CENTRED or column.merge or column.width <= NARROW:
        return "center"
    return "left"
