"""How a row of cells becomes drawing operators: sizes, lines and places, each different text worked out once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.printing import fonts, wrapping
from app.printing.grid import PADDING, Grid, text_of
from app.printing.page import Sheet, number
from app.table import Row

_LEADING = 1.25
_RISE = 0.36
_SHRINK = (1.0, 0.88, 0.78)
_SHRINK_WHOLE = (*_SHRINK, 0.68)
_UNBROKEN = re.compile(r"[0-9A-Za-z*-]{1,20}")
_FEW_LINES = 3
_REMEMBERED = 40_000
_CELL_HEIGHT = 1.85
_HAIR = 0.01  # points by which a column made for its longest number may miss it by rounding


class Piece(NamedTuple):
    """One line of a cell: `x` as written into the file, operators, distance of its baseline from the block's middle."""

    x: str
    drop: float
    code: str


class Laid(NamedTuple):
    """A cell ready to be drawn: its text, the height its lines take, its pieces."""

    text: str
    height: float
    pieces: tuple[Piece, ...]


EMPTY = Laid("", 0.0, ())


@dataclass
class LaidRow:
    """A row ready to be drawn. `height` grows when a merged cell beside it needs the room."""

    height: float
    cells: tuple[Laid, ...]


class Layer:
    """Lays rows on one grid and one sheet; remembers what it did per column, and which characters no font had."""

    def __init__(self, sheet: Sheet, grid: Grid, *, role: str = "body") -> None:
        self.sheet = sheet
        self.grid = grid
        self.role = role
        self.uncovered: dict[str, None] = {}
        self.columns = tuple(_Column(self, index) for index in range(len(grid.aligns)))
        self.least = grid.size * _CELL_HEIGHT

    def row(self, row: Row, *, skip: Sequence[int] = ()) -> LaidRow:
        """`skip` are columns whose height does not count, because they are merged with their neighbours."""
        cells = tuple([column[cell] for column, cell in zip(self.columns, row, strict=True)])
        heights = [cell.height for cell in cells]
        for index in skip:
            heights[index] = 0.0
        return LaidRow(max(self.least, max(heights) + 2 * PADDING), cells)

    def parts(self, row: Row, highest: float, *, skip: Sequence[int] = ()) -> Iterator[LaidRow]:
        """The row; or, when it is higher than a page, as many rows below each other as hold all its lines."""
        laid = self.row(row, skip=skip)
        if laid.height <= highest and all(cell.height + 2 * PADDING <= highest for cell in laid.cells):
            yield laid
            return
        count = max(1, int((highest - 2 * PADDING) / (self.grid.size * _LEADING)))
        columns = [self._all_lines(index, text_of(cell)) for index, cell in enumerate(row)]
        for start in range(0, max(map(len, columns)), count):
            cells = tuple(
                self.block(index, lines[start : start + count], self.grid.size) for index, lines in enumerate(columns)
            )
            yield LaidRow(max(self.least, max(cell.height for cell in cells) + 2 * PADDING), cells)

    def cell(self, index: int, text: str, span: int = 1) -> Laid:
        """A text in column `index` (reaching over `span` columns): shrunk a little before it takes many lines."""
        text = self._shown(text)
        if not text:
            return EMPTY
        room = self.grid.width(index, span) - 2 * PADDING
        em = sum(map(fonts.widths(self.role).__getitem__, text))
        for factor in _SHRINK_WHOLE if self.grid.one_line[index] else _SHRINK:
            size = self.grid.size * factor
            if "\n" not in text and em * size <= room + _HAIR:
                return self.block(index, (text,), size, span)
            if not self.grid.one_line[index]:
                lines = wrapping.lines(text, room, size, role=self.role)
                if len(lines) <= _FEW_LINES:
                    return self.block(index, lines, size, span)
        if self.grid.one_line[index] and "\n" not in text and _UNBROKEN.fullmatch(text):
            return self.block(index, (text,), room / em, span)  # half a number on a line is read as another number
        return self.block(index, wrapping.lines(text, room, size, role=self.role), size, span)

    def block(self, index: int, lines: Sequence[str], size: float, span: int = 1) -> Laid:
        """Lines under each other, centred in height, aligned as the column is."""
        leading = size * _LEADING
        top = (len(lines) - 1) * leading / 2 - size * _RISE
        pieces = tuple(
            Piece(
                number(self._x(index, line, size, span)), top - at * leading, self.sheet.encoded(line, size, self.role)
            )
            for at, line in enumerate(lines)
            if line
        )
        return Laid("\n".join(lines), len(lines) * leading if pieces else 0.0, pieces)

    def _x(self, index: int, line: str, size: float, span: int) -> float:
        left, right = self.grid.edges[index] + PADDING, self.grid.edges[index + span] - PADDING
        align = self.grid.aligns[index] if span == 1 else "center"
        if align == "left":
            return left
        free = right - left - fonts.width(line, size, self.role)
        return left + (free if align == "right" else free / 2)

    def _all_lines(self, index: int, text: str) -> tuple[str, ...]:
        room = self.grid.width(index) - 2 * PADDING
        return wrapping.lines(self._shown(text), room, self.grid.size, role=self.role)

    def _shown(self, text: str) -> str:
        shown = fonts.shown(text, self.role)
        if shown != text:
            self.uncovered.update(dict.fromkeys(fonts.uncovered((text,), self.role)))
        return shown


class _Column(dict[object, Laid]):
    """Cell → laid cell for one column."""

    def __init__(self, layer: Layer, index: int) -> None:
        super().__init__()
        self.layer = layer
        self.index = index

    def __missing__(self, cell: str | int | None) -> Laid:
        if len(self) > _REMEMBERED:
            self.clear()
        laid = self[cell] = self.layer.cell(self.index, text_of(cell))
        return laid
