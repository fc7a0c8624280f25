"""Which rows of a foreign form stand on a page, and how its merged cells go on over the turn of a page?

A cell over several rows is cut where the page ends: names of groups are written again, other texts flow on, so that no
word is lost. Only a row taller than half a page is cut by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.operations.checklist_layout import Area, Row, areas
from app.printing import fonts, wrapping
from app.printing.page import Align, Sheet

SIZE = 9.5
LEADING = 13.0
PAD = 3.6
_GREY = 0.945
_LEAST = 20.0
_TALL = 14  # lines that always fit on what a page has for them
Piece = Area


@dataclass(frozen=True)
class Grid:
    """Column edges in points from the left (one more than columns), which are centred, which repeat on the next page."""

    edges: tuple[float, ...]
    centred: tuple[bool, ...]
    again: tuple[bool, ...]

    def lines(self, area: Area, *, strong: bool = False) -> tuple[str, ...]:
        role = "strong" if strong else "body"
        width = self.edges[area.right + 1] - self.edges[area.left] - 2 * PAD
        return wrapping.lines(fonts.shown(area.text, role), width, SIZE, role=role) if area.text else ()

    def measured(self, rows: Sequence[Row], *, strong: bool = False) -> "Measured":
        """Heights of the rows so that every text fits the cells it reaches over."""
        found = areas(rows)
        texts = {area: self.lines(area, strong=strong) for area in found}
        heights = [_LEAST] * len(rows)
        for area in sorted(found, key=lambda each: each.bottom - each.top):
            lacking = _height(len(texts[area])) - sum(heights[area.top : area.bottom + 1])
            if lacking > 0:
                rows_of = area.bottom - area.top + 1
                for row in range(area.top, area.bottom + 1):
                    heights[row] += lacking / rows_of
        return Measured(found, texts, tuple(heights))

    def align(self, area: Area) -> Align:
        wide = area.right - area.left + 1 > len(self.centred) / 2
        return "center" if not wide and self.centred[area.left] else "left"


@dataclass(frozen=True)
class Measured:
    areas: tuple[Area, ...]
    texts: dict[Area, tuple[str, ...]]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


@dataclass
class _Flow:
    """A cell and the lines of it that are still to be written."""

    area: Area
    left: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """What of a cell stands on a page: slices `top` … `bottom` of it."""

    top: int
    bottom: int
    area: Area
    lines: tuple[str, ...]


@dataclass
class Page:
    heights: list[float] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)

    def draw(self, sheet: Sheet, grid: Grid, top: float) -> float:
        """Draws the rows below `top`; the lower edge."""
        tops = [top]
        for height in self.heights:
            tops.append(tops[-1] - height)
        for part in self.parts:
            box = (grid.edges[part.area.left], tops[part.top], grid.edges[part.area.right + 1], tops[part.bottom + 1])
            _cell(sheet, box, part.lines, align=grid.align(part.area))
        _frame(sheet, grid, (top, tops[-1]))
        return tops[-1]


@dataclass(frozen=True)
class _Slice:
    """A row or a piece of a tall one."""

    row: int
    height: float


def paged(grid: Grid, rows: Sequence[Row], room: float, *, first: float) -> list[Page]:
    """The pages, at least one. `room` is the height for rows on a page, `first` that on the first."""
    measured = grid.measured(rows)
    flows = [_Flow(area, measured.texts[area]) for area in measured.areas]
    pages = [Page()]
    left, begin = first, 0
    slices = _slices(measured)
    for n, each in enumerate(slices):
        if each.height > left - 2 * LEADING and n > begin:
            _fill(grid, pages[-1], slices[begin:n], flows, following=each.row)
            pages.append(Page())
            left, begin = room, n
        left -= each.height
    _fill(grid, pages[-1], slices[begin:], flows, following=len(rows))
    return pages


def _slices(measured: Measured) -> list[_Slice]:
    found: list[_Slice] = []
    for row, height in enumerate(measured.heights):
        tall = _height(_TALL)
        while height > 2 * tall:
            found.append(_Slice(row, tall))
            height -= tall
        found.append(_Slice(row, height))
    return found


def _fill(grid: Grid, page: Page, slices: Sequence[_Slice], flows: list[_Flow], *, following: int) -> None:
    """Puts the cells of these slices on the page; one whose text ends here but does not fit grows its last slice.
    `following` is the row that the next page begins with.
    """
    page.heights = [each.height for each in slices]
    if not slices:
        return
    first_row, last_row = slices[0].row, slices[-1].row
    for flow in flows:
        area = flow.area
        if area.bottom < first_row or area.top > last_row:
            continue
        top = next(n for n, each in enumerate(slices) if each.row >= area.top)
        bottom = max(n for n, each in enumerate(slices) if each.row <= area.bottom)
        lines = _taken(grid, page, flow, (top, bottom), ends=area.bottom < following)
        page.parts.append(_Part(top, bottom, area, lines))


def _taken(grid: Grid, page: Page, flow: _Flow, span: tuple[int, int], *, ends: bool) -> tuple[str, ...]:
    top, bottom = span
    again = grid.again[flow.area.left] and flow.area.left == flow.area.right
    height = sum(page.heights[top : bottom + 1])
    holds = max(0, int((height - 2 * PAD + 0.01) / LEADING))
    lines = flow.left
    if again or ends:
        if len(lines) > holds:
            page.heights[bottom] += (len(lines) - holds) * LEADING
        flow.left = lines if again else ()
    else:
        lines, flow.left = lines[:holds], lines[holds:]
    return lines


def draw_head(sheet: Sheet, grid: Grid, head: Measured, top: float) -> float:
    """The heading rows, repeated on every page; the lower edge."""
    sheet.box((grid.edges[0], top - head.height), (grid.edges[-1] - grid.edges[0], head.height), width=0, fill=_GREY)
    tops = [top]
    for height in head.heights:
        tops.append(tops[-1] - height)
    for area in head.areas:
        box = (grid.edges[area.left], tops[area.top], grid.edges[area.right + 1], tops[area.bottom + 1])
        _cell(sheet, box, head.texts[area], align="center", role="strong")
    _frame(sheet, grid, (top, tops[-1]))
    return tops[-1]


def _cell(
    sheet: Sheet, box: tuple[float, float, float, float], lines: tuple[str, ...], *, align: Align, role: str = "body"
) -> None:
    """`box` is left, top, right, bottom; the lines stand in the middle of its height."""
    left, top, right, bottom = box
    sheet.box((left, bottom), (right - left, top - bottom), width=0.4)
    x = (left + right) / 2 if align == "center" else left + PAD
    y = top - (top - bottom - len(lines) * LEADING) / 2 - LEADING * 0.76
    for n, line in enumerate(lines):
        sheet.write(x, y - n * LEADING, line, size=SIZE, role=role, align=align)


def _frame(sheet: Sheet, grid: Grid, edges: tuple[float, float]) -> None:
    top, bottom = edges
    sheet.box((grid.edges[0], bottom), (grid.edges[-1] - grid.edges[0], top - bottom), width=1)


def _height(lines: int) -> float:
    return lines * LEADING + 2 * PAD
