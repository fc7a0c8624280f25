"""Which rows of a template are ready to be filled? Told by frames, by styles of whole rows, below or above a row of sums."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from app.db.store import Store
from app.exchange import filling
from tests.exchange.template import Sample
from tests.exchange.test_patching import SAMPLES

TABLES = tuple(sample for sample in SAMPLES if sample.shape == "table")


def _sheet(path: Path, *rows: list[str], framed: range) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    _frame(sheet, framed)
    book.save(path)
    return path


def _frame(sheet: Worksheet, rows: range) -> None:
    side = Side("thin")
    for row in rows:
        for column in range(1, 4):
            sheet.cell(row, column).border = Border(side, side, side, side)


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_the_rows_that_every_template_has_ready_are_found(sample: Sample, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    sample.make(path)
    layout = filling.propose(store, path).layout
    assert (layout.first_row, layout.last_row) == (sample.first, sample.last)


def test_sums_above_the_rows_they_count_are_passed_over(store: Store, tmp_path: Path) -> None:
    head = ["姓名", "性别", "联系电话"]
    above = _sheet(tmp_path / "上.xlsx", head, ["合计", "", ""], framed=range(1, 9))
    layout = filling.propose(store, above).layout
    assert (layout.first_row, layout.last_row) == (3, 8)
    below = _sheet(tmp_path / "下.xlsx", head, ["合计", "", ""], framed=range(1, 3))
    layout = filling.propose(store, below).layout
    assert (layout.first_row, layout.last_row) == (2, 1)
