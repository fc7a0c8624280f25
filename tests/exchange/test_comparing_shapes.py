"""What a village does to a sheet without meaning it: merged cells, 同上, real dates, numbers, hidden rows, columns of its own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.db.store import Store
from app.exchange.comparing import compare
from app.exchange.comparing_apply import everything
from app.exchange.comparing_plan import Comparison
from app.models import RECORDS
from app.operations import record as records
from tests.exchange import sheets as s

FIRST, NAME, BRANCH, JOINED, NUMBER = 5, 1, 7, 10, 4


@pytest.fixture
def edited(store: Store, tmp_path: Path) -> Callable[[Callable[[Any], None]], Comparison]:
    """The comparison of a sheet of eight members after somebody worked on it in his own program."""
    s.villages(store, 1, 8)
    path = s.sent(store, tmp_path / "out").files[0]

    def compared(change: Callable[[Any], None]) -> Comparison:
        book = openpyxl.load_workbook(path)
        change(book["填报"])
        book.save(tmp_path / "back.xlsx")
        return compare(store, tmp_path / "back.xlsx")

    return compared


Edited = Callable[[Callable[[Any], None]], Comparison]


def test_merged_cells_speak_for_all_their_rows(edited: Edited) -> None:
    found = edited(lambda sheet: sheet.merge_cells(start_row=5, end_row=12, start_column=BRANCH, end_column=BRANCH))
    assert not found.differing()
    assert found.counts()["same"] == 8


def test_as_above_means_the_row_above(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        for row in range(6, 13):
            sheet.cell(row, BRANCH).value = "同上"

    found = edited(change)
    assert not found.differing()


def test_real_dates_say_the_same_as_written_ones(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        for row in range(5, 13):
            sheet.cell(row, JOINED).value = datetime(2001, 7, 1)  # noqa: DTZ001 - a cell has no zone
            sheet.cell(row, JOINED).number_format = "yyyy-mm-dd"

    assert not edited(change).differing()


def test_a_number_that_lost_its_digits_is_damaged_and_the_row_still_found(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(6, NUMBER).value = int(sheet.cell(6, NUMBER).value[:17] + "0")
        sheet.cell(6, NUMBER).number_format = "0"

    found = edited(change)
    assert s.cells(found)[found.differing()[0].name, "id_number"] == "damaged"
    assert found.counts()["damaged"] == 1
    assert found.counts()["missing"] == 0


def test_blanks_in_names_and_wide_figures_are_no_change(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(5, NAME).value = " ".join(sheet.cell(5, NAME).value)
        sheet.cell(6, NUMBER).value = sheet.cell(6, NUMBER).value.translate({n + 48: n + 0xFF10 for n in range(10)})
        sheet.cell(7, NUMBER).value = f"{sheet.cell(7, NUMBER).value} "

    assert not edited(change).differing()


def test_hidden_rows_count_and_columns_of_their_own_are_named(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[6].hidden = True
        sheet.insert_cols(12)
        sheet.cell(4, 12).value = "是否参加培训"
        sheet.cell(6, 12).value = "参加"

    found = edited(change)
    assert found.counts()["same"] == 8
    assert found.unknown == ("是否参加培训",)


def test_totals_signatures_and_notes_are_nobody(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet.cell(1, 1).value = "请各支部尽快填报"
        sheet.cell(14, 1).value = "合计"
        sheet.cell(15, 1).value = "填报人：单小红"

    found = edited(change)
    assert (found.counts()["same"], len(found.rows)) == (8, 8)


def test_a_row_that_was_voided_since_is_told_and_not_made_again(store: Store, edited: Edited) -> None:
    row = 1
    records.void(store, RECORDS["member"], row, reason="录错")
    found = edited(lambda sheet: sheet.title)
    told = [(one.state, [note.code for note in one.notes]) for one in found.differing()]
    assert told == [("damaged", ["voided"])]
    assert not everything(found)


def test_people_above_a_heading_are_told(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(2, 1).value = None
        sheet.unmerge_cells("A2:J2")
        sheet.cell(2, 1).value = "解明"
        sheet.cell(2, 2).value = "990101198706150017"

    found = edited(change)
    assert [(row.state, row.line) for row in found.differing()] == [("damaged", 2)]


def test_keys_that_slipped_beside_somebody_else_say_nothing(edited: Edited) -> None:
    def change(sheet: Any) -> None:
        keys = [sheet.cell(row, 11).value for row in range(5, 13)]
        for row, key in zip(range(5, 13), [*keys[1:], keys[0]], strict=True):
            sheet.cell(row, 11).value = key
        sheet.cell(7, BRANCH - 1).value = "大专"

    found = edited(change)
    assert (found.counts()["same"], found.counts()["changed"]) == (7, 1)
    (row,) = found.differing()
    assert [(cell.field, cell.state) for cell in row.cells if cell.state != "same"] == [("education", "changed")]
