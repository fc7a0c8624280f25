"""A table as a ledger on paper: title, unit and time, a grid with its heading on every page, totals, note, signatures.

Rows are laid out as they come and drawn a page at a time, so that the work grows as the rows do and no more.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from app.printing import fonts, wrapping
from app.printing.grid import PADDING, Grid, Heading, headings, parts, plan
from app.printing.laying import LaidRow, Layer
from app.printing.page import MM, Sheet, number, paper_file
from app.printing.run import PageRows, Span
from app.progress import Progress, silent
from app.table import Row, Table

_SAMPLE = 300
_TITLE = 17.0
_SMALL = 9.0
_KEPT_TOGETHER = 2
_STEP = 500
_FONT_BYTES, _CELL_BYTES = 600_000, 20
_THIN, _FRAME = 0.4, 0.9
_GREY = 0.94


def print_ledger(table: Table, path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes `table` as a PDF. Returns warnings: characters that no font holds, each named with its number.

    A4 as the table asks, A3 landscape when the columns need it, several tables behind each other when even that is too
    narrow; 第 x 页 共 y 页; the signatures always stand on a page with rows (domain: 台账 looks, signature line not split
    from the last rows). Raises UserError, Cancelled.
    """
    rows = iter(table.rows)
    sample = list(islice(rows, _SAMPLE))
    shares = parts(table, sample)
    tables = [_part(table, shares, at) for at in range(len(shares))]
    grids = [
        plan(part, list(_picked(sample, share)), wide=len(shares) > 1)
        for part, share in zip(tables, shares, strict=True)
    ]
    expected = _FONT_BYTES + len(table.rows) * len(table.columns) * _CELL_BYTES
    missing: dict[str, None] = {}
    with paper_file(path, grids[0].paper, table.title, expected=expected) as sheet:
        for at, part in enumerate(tables):
            whole = iter(table.rows) if at else chain(sample, rows)
            if at:
                sheet.next_page()
            ledger = _Ledger(part, sheet, grids[at], name=_name(part, at))
            ledger.draw(_picked(whole, shares[at]), progress)
            missing.update(dict.fromkeys(ledger.uncovered()))
    return (fonts.warning(tuple(missing)),) if missing else ()


def _part(table: Table, shares: Sequence[tuple[int, ...]], at: int) -> Table:
    """The columns of one share; note and signatures stand behind the last."""
    if len(shares) == 1:
        return table
    columns = tuple(table.columns[index] for index in shares[at])
    totals = tuple(table.totals[index] for index in shares[at]) if table.totals else None
    last = at == len(shares) - 1
    return replace(
        table,
        columns=columns,
        totals=totals,
        note=table.note if last else "",
        signatures=table.signatures if last else (),
    )


def _picked(rows: Iterable[Row], share: tuple[int, ...]) -> Iterator[Row]:
    return (row if len(share) == len(row) else tuple(row[index] for index in share) for row in rows)


def _name(part: Table, at: int) -> str:
    """What stands above the pages that go on."""
    return f"{part.title}（续表{at + 1}，至“{part.columns[-1].label}”）" if at else f"{part.title}（续）"


class _Ledger:
    """The drawing of one ledger: knows what stands above, between and below the rows, and where a page ends."""

    def __init__(self, table: Table, sheet: Sheet, grid: Grid, *, name: str) -> None:
        self.table = table
        self.name = name
        self.sheet = sheet
        self.grid = grid
        self.layer = Layer(sheet, grid)
        self.bold = Layer(sheet, grid, role="strong")
        self.heads = headings(table.columns)
        self.merged = tuple(index for index, column in enumerate(table.columns) if column.merge)
        self.note = self._note_lines()
        self.totals = self.bold.row(table.totals) if table.totals else None
        self.head_heights = self._head_heights()
        self.top = 0.0

    def uncovered(self) -> tuple[str, ...]:
        texts = (self.table.title, self.table.unit, self.table.note)
        return tuple({**self.layer.uncovered, **self.bold.uncovered, **dict.fromkeys(fonts.uncovered(texts))})

    def draw(self, rows: Iterator[Row], progress: Progress) -> None:
        """All pages but their numbers: the last `_KEPT_TOGETHER` rows wait, so that the end never stands alone."""
        waiting: deque[LaidRow] = deque()
        page = self._begin()
        total = len(self.table.rows)
        for done, row in enumerate(rows):
            if done % _STEP == 0:
                progress(done, total, "正在排版")
            for laid in self.layer.parts(row, self._highest(), skip=self.merged):
                waiting.append(laid)
                if len(waiting) > _KEPT_TOGETHER:
                    page = self._place(page, waiting.popleft())
        if page.rows and page.room(waiting) < self._end_height():
            page = self._turn(page)
        for laid in waiting:
            page = self._place(page, laid)
        self._finish_page(page)
        self._end()
        progress(total, total, "正在写文件")

    def _place(self, page: PageRows, laid: LaidRow) -> PageRows:
        if page.rows and page.room((laid,)) < 0:
            page = self._turn(page)
        page.add(laid)
        return page

    def _turn(self, page: PageRows) -> PageRows:
        self._finish_page(page)
        self.sheet.next_page()
        return self._begin()

    def _begin(self) -> PageRows:
        """Draws what stands above the rows and gives the empty page."""
        paper = self.grid.paper
        y = paper.height - paper.top
        y = self._title(y) if self.sheet.page == 1 else self._running_title(y)
        self.top = self._head(y)
        self.sheet.foot()
        return PageRows(self.top - paper.bottom, self.merged)

    def _title(self, y: float) -> float:
        paper, sheet = self.grid.paper, self.sheet
        for line in wrapping.lines(fonts.shown(self.table.title, "title"), paper.inner, _TITLE, role="title"):
            sheet.write(paper.width / 2, y - _TITLE, line, size=_TITLE, role="title", align="center")
            y -= _TITLE * 1.4
        y -= 3.2 * MM
        day = f"填报时间：{self.table.date}"
        sheet.write(paper.left, y - _SMALL, f"填报单位：{self.table.unit}", size=_SMALL)
        sheet.write(paper.width - paper.right, y - _SMALL, day, size=_SMALL, align="right")
        return y - _SMALL - 5

    def _running_title(self, y: float) -> float:
        paper = self.grid.paper
        self.sheet.write(paper.left, y - 8, self.name, size=8, grey=0.3)
        if self.table.unit:
            self.sheet.write(paper.width - paper.right, y - 8, self.table.unit, size=8, align="right", grey=0.3)
        return y - 13

    def _head_heights(self) -> tuple[float, ...]:
        """Heights of the one or two heading rows."""
        rows = max(head.row + head.rows for head in self.heads)
        heights = [self.grid.size * 2.0] * rows
        for head in self.heads:
            needed = self._head_cell(head).height + 2 * PADDING + 2
            last = head.row + head.rows - 1
            heights[last] = max(heights[last], needed - sum(heights[head.row : last]))
        return tuple(heights)

    def _head_cell(self, head: Heading) -> "_Centred":
        room = self.grid.width(head.first, head.span) - 2 * PADDING
        size = self.grid.size
        text = fonts.shown(head.text, "strong")
        lines = wrapping.lines(text, room, size, role="strong")
        if len(lines) > 1 and not head.text.isascii():
            lines = _even(text, lines, room, size)
        return _Centred(lines, size)

    def _head(self, y: float) -> float:
        """The heading rows below `y`; gives the height where the rows begin."""
        sheet, edges = self.sheet, self.grid.edges
        tops = [y]
        for height in self.head_heights:
            tops.append(tops[-1] - height)
        sheet.box((edges[0], tops[-1]), (edges[-1] - edges[0], y - tops[-1]), width=0, fill=_GREY)
        for head in self.heads:
            left, right = edges[head.first], edges[head.first + head.span]
            top, bottom = tops[head.row], tops[head.row + head.rows]
            sheet.box((left, bottom), (right - left, top - bottom), width=_THIN)
            self._head_cell(head).write(sheet, (left + right) / 2, (top + bottom) / 2)
        sheet.line((edges[0], y), (edges[-1], y), width=_FRAME)
        return tops[-1]

    def _finish_page(self, page: PageRows) -> None:
        """Draws the rows of a page that is full."""
        page.close()
        edges = self.grid.edges
        out, y, marks = ["BT"], self.top, [self.top]
        for index, row in enumerate(page.rows):
            middle = y - row.height / 2
            for column, laid in enumerate(row.cells):
                if laid.pieces and not page.covered(column, index):
                    for x, drop, code in laid.pieces:
                        out.append(f"1 0 0 1 {x} {middle + drop:.2f} Tm {code}")
            y -= row.height
            marks.append(y)
        for span in page.spans:
            middle = (marks[span.first] + marks[span.last + 1]) / 2
            for x, drop, code in span.laid.pieces:
                out.append(f"1 0 0 1 {x} {middle + drop:.2f} Tm {code}")
        out.append("ET")
        self.sheet.raw("\n".join(out))
        self._lines(marks, page.spans)
        if not page.rows:
            middle = (edges[0] + edges[-1]) / 2
            self.sheet.write(middle, y - 18, "本表没有记录。", size=self.grid.size, align="center")
            marks.append(y - 28)
        self.top = marks[-1]

    def _lines(self, marks: list[float], spans: tuple[Span, ...]) -> None:
        """Lines between rows, open where cells are merged, and the upright lines through all rows."""
        edges = tuple(map(number, self.grid.edges))
        inside = {(span.column, row) for span in spans for row in range(span.first, span.last)}
        out = [f"{_THIN} w"]
        for row, mark in enumerate(marks[1:]):
            closed = [column for column in range(len(edges) - 1) if (column, row) not in inside] if inside else ()
            pairs = ((edges[at], edges[at + 1]) for at in closed) if inside else ((edges[0], edges[-1]),)
            out += (f"{left} {mark:.2f} m {right} {mark:.2f} l" for left, right in pairs)
        out += (f"{edge} {marks[0]:.2f} m {edge} {marks[-1]:.2f} l" for edge in edges)
        out.append("S")
        self.sheet.raw("\n".join(out))

    def _highest(self) -> float:
        """The highest a row may be so that heading, end and one row share a page."""
        paper = self.grid.paper
        above = _TITLE * 2.8 + _SMALL + 5 + 3.2 * MM + sum(self.head_heights)
        return paper.height - paper.top - paper.bottom - above - self._end_height()

    def _end_height(self) -> float:
        totals = self.totals.height if self.totals else 0
        note = len(self.note) * _SMALL * 1.4 + 4 if self.note else 0
        return totals + note + (9 * MM if self.table.signatures else 0)

    def _note_lines(self) -> tuple[str, ...]:
        note = self.table.note
        if not note:
            return ()
        text = note if note.startswith(("注", "说明", "备注")) else f"注：{note}"
        return wrapping.lines(fonts.shown(text), self.grid.paper.inner, _SMALL)

    def _end(self) -> None:
        """What stands below the rows: totals, note, signatures."""
        y = self.top
        if self.totals:
            last = PageRows(self.totals.height, ())
            last.add(self.totals)
            self._finish_page(last)
            y = self.top
        for line in self.note:
            self.sheet.write(self.grid.paper.left, y - _SMALL - 4, line, size=_SMALL)
            y -= _SMALL * 1.4
        self._signatures(y - (4 if self.note else 0))

    def _signatures(self, y: float) -> None:
        names = self.table.signatures
        if not names:
            return
        step = self.grid.paper.inner / len(names)
        base = y - 7.5 * MM
        for index, name in enumerate(names):
            left = self.grid.paper.left + index * step
            text = f"{name}："
            self.sheet.write(left, base, text, size=10)
            start = left + fonts.width(text, 10)
            self.sheet.line((start, base - 2), (min(start + 42 * MM, left + step - 6 * MM), base - 2), width=_THIN)


class _Centred:
    """Lines of a heading cell, centred both ways."""

    def __init__(self, lines: tuple[str, ...], size: float) -> None:
        self.lines = lines
        self.size = size
        self.height = len(lines) * size * 1.25

    def write(self, sheet: Sheet, middle_x: float, middle_y: float) -> None:
        y = middle_y + (len(self.lines) - 1) * self.size * 1.25 / 2 - self.size * 0.36
        for line in self.lines:
            sheet.write(middle_x, y, line, size=self.size, role="strong", align="center")
            y -= self.size * 1.25


def _even(text: str, lines: tuple[str, ...], room: float, size: float) -> tuple[str, ...]:
    """A heading of two lines breaks in its middle when that fits: 公民身份 / 号码 rather than 公民身份号 / 码."""
    if len(lines) != 2 or "\n" in text:
        return lines
    halves = wrapping.halves(text)
    return halves if max(fonts.width(half, size, "strong") for half in halves) <= room else lines
