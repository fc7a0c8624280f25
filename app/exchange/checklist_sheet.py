"""How does a checklist become a workbook in the form of the superior unit that published it?"""

import re
from pathlib import Path
from typing import Any

import xlsxwriter

from app.exchange.cellxml import FORMULA_STARTS
from app.files import replace_file
from app.operations.checklist_layout import Area, Published, areas
from app.operations.checklist_width import units, widths

_WHOLE, _NARROW = 150.0, 96.0  # half-width characters on A4 across and upright
_UPRIGHT = 6
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,5})(?:\.\d{1,2})?")
_LINE = 15.0
_MOST = 409.0
_LEFT = frozenset({"content", "how", "evidence", "remark", "other"})
_LOOK = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter"}


def write_published(form: Published, path: Path) -> None:
    """Writes the form as .xlsx with its columns, merged cells and heading repeated on every printed page.

    The old file stays until the new one is whole. Raises UserError (disk full, file open elsewhere).
    """
    with replace_file(path) as temporary:
        book = xlsxwriter.Workbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False})
        _Sheet(book, form).write()
        book.close()


class _Sheet:
    """The one sheet of the book while it is written."""

    def __init__(self, book: Any, form: Published) -> None:
        self.book, self.form = book, form
        self.sheet = book.add_worksheet("清单")
        self.upright = len(form.columns) <= _UPRIGHT
        self.widths = widths(form, _NARROW if self.upright else _WHOLE)
        self.looks: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.last = len(form.columns) - 1
        self.row = 0

    def write(self) -> None:
        for n, width in enumerate(self.widths):
            self.sheet.set_column(n, n, width)
        self._line(self.form.title, font_size=18, bold=True, align="center", height=34)
        for fact in self.form.facts:
            self._line(fact, height=22)
        first = self.row
        self._table(areas(self.form.head), len(self.form.head), bold=True, align="center", bg_color="#F2F2F2")
        self.sheet.repeat_rows(first, self.row - 1)
        self.sheet.freeze_panes(self.row, 0)
        rows = self.form.rows()
        self._table(areas(rows), len(rows))
        for note in self.form.notes:
            self._line(note, height=22)
        self._page()

    def _table(self, cells: tuple[Area, ...], count: int, **look: Any) -> None:
        for n, height in enumerate(self._heights(cells, count)):
            self.sheet.set_row(self.row + n, height)
        for area in cells:
            left = self.form.columns[area.left].role in _LEFT or area.right - area.left > self.last / 2
            self._cell(area, self._look(**{"border": 1, "align": "left" if left else "center", **look}))
        self.row += count

    def _cell(self, area: Area, look: Any) -> None:
        top, bottom = self.row + area.top, self.row + area.bottom
        if (top, area.left) != (bottom, area.right):
            self.sheet.merge_range(top, area.left, bottom, area.right, "", look)
        number = self._number(area)
        if number is not None:
            self.sheet.write_number(top, area.left, number, look)
        elif area.text:
            self.sheet.write_string(top, area.left, area.text, self._guarded(area.text, look))
        else:
            self.sheet.write_blank(top, area.left, None, look)

    def _number(self, area: Area) -> float | None:
        """Points stay numbers, so that the receiver may add them up."""
        return float(area.text) if _NUMBER.fullmatch(area.text) else None

    def _guarded(self, text: str, look: Any) -> Any:
        return self._look(quote_prefix=True, border=1) if text.startswith(FORMULA_STARTS) else look

    def _heights(self, cells: tuple[Area, ...], count: int) -> list[float]:
        heights = [_LINE + 5] * count
        for area in sorted(cells, key=lambda each: each.bottom - each.top):
            width = sum(self.widths[area.left : area.right + 1]) - 1.5
            lines = sum(max(1, -(-units(line) // max(1, int(width)))) for line in area.text.split("\n"))
            lacking = lines * _LINE + 5 - sum(heights[area.top : area.bottom + 1])
            for row in range(area.top, area.bottom + 1):
                heights[row] += max(0.0, lacking) / (area.bottom - area.top + 1)
        return [min(_MOST, height) for height in heights]

    def _line(self, text: str, *, height: float, **look: Any) -> None:
        self.sheet.set_row(self.row, height)
        self.sheet.merge_range(self.row, 0, self.row, self.last, "", self._look(**look))
        self.sheet.write_string(self.row, 0, text, self._look(**look))
        self.row += 1

    def _look(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.looks:
            self.looks[key] = self.book.add_format({**_LOOK, **look})
        return self.looks[key]

    def _page(self) -> None:
        if not self.upright:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.set_footer("&C第 &P 页 共 &N 页")
