"""Small templates for tests, drawn as a superior unit draws them: headings, prepared rows, totals below."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side

_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def draw(
    path: Path, rows: Sequence[Sequence[Any]], *, box: str = "", merges: Sequence[str] = (), formats: dict[str, str] | None = None
) -> Path:  # fmt: skip
    """A workbook with one sheet 填报表; `box` is the area that is drawn, `formats` are number formats by cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "填报表"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)
    for area in merges:
        sheet.merge_cells(area)
    for line in sheet[box] if box else ():
        for cell in line:
            cell.border = _BOX
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    book.save(path)
    return path


def values(path: Path, sheet: str = "填报表") -> list[tuple[Any, ...]]:
    """All rows of a sheet as openpyxl reads them, formulas as formulas."""
    return list(load_workbook(path)[sheet].iter_rows(values_only=True))
