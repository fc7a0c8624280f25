"""Does an old .xls template become an .xlsx that looks, calculates and prints the same, and can be filled?"""

from pathlib import Path

import openpyxl
import pytest

from app.errors import UserError
from app.exchange.convert import as_xlsx
from app.exchange.grid import FileRefused
from app.exchange.patch import Block, Fill, patch
from app.exchange.patch_facts import sheet_facts
from tests.exchange import template_openpyxl as simple
from tests.exchange.template_office import FOLDER


def test_a_file_that_is_no_xls_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    simple.bare(path)
    assert as_xlsx(path, tmp_path).path == path
    assert as_xlsx(path, tmp_path).notes == ()


def test_values_looks_merges_and_sizes_are_those_of_the_old_file(tmp_path: Path) -> None:
    simple.two_rows(tmp_path / "original.xlsx")
    original = openpyxl.load_workbook(tmp_path / "original.xlsx")["党员花名册"]
    converted = as_xlsx(FOLDER / "旧格式_两行表头.xls", tmp_path)
    sheet = openpyxl.load_workbook(converted.path)["党员花名册"]
    for row in original:
        for cell in row:
            twin = sheet[cell.coordinate]
            assert twin.value == cell.value
            assert twin.font.b == cell.font.b
            assert twin.border.left.style == cell.border.left.style
            assert bool(twin.alignment.wrap_text) == bool(cell.alignment.wrap_text)
    assert set(map(str, sheet.merged_cells.ranges)) == set(map(str, original.merged_cells.ranges))
    assert sheet.row_dimensions[5].height == original.row_dimensions[5].height
    assert sheet["E5"].number_format.replace("\\", "") == "yyyy.mm"
    assert len(converted.notes) == 1
    assert ".xls" in converted.notes[0]


def test_print_titles_area_and_breaks_are_kept(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(as_xlsx(FOLDER / "旧格式_两行表头.xls", tmp_path).path).active
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area.endswith("$A$1:$H$17")
    assert [each.id for each in sheet.row_breaks.brk] == [4, 14]


def test_lists_names_and_hidden_sheets_are_kept(tmp_path: Path) -> None:
    facts, hidden = sheet_facts(as_xlsx(FOLDER / "旧格式_下拉选项.xls", tmp_path).path)
    assert hidden.hidden
    assert facts.choices_at(2, 2) == ("男", "女")
    assert facts.choices_at(2, 3) == ("汉族", "回族", "壮族", "满族")
    assert facts.choices_at(2, 4) == ("研究生", "大学本科", "大学专科", "中专", "高中")


def test_formulas_into_other_sheets_are_kept_and_what_is_lost_is_said(tmp_path: Path) -> None:
    converted = as_xlsx(FOLDER / "旧格式_另表汇总.xls", tmp_path)
    sheet = openpyxl.load_workbook(converted.path)["汇总'表"]
    formulas = [sheet[f"B{row}"].value for row in range(1, 5)]
    assert formulas == ["=COUNTA('名 册'!A2:A6)", '=COUNTIF(性别列,"女")', "='名 册'!B7", "=B3*2"]
    assert any("图片" in note for note in converted.notes)


def test_a_converted_template_is_filled_like_any_other(tmp_path: Path) -> None:
    template, out = as_xlsx(FOLDER / "党组织一览.xls", tmp_path).path, tmp_path / "out.xlsx"
    rows = [(f"中共第{at}村支部委员会",) for at in range(20)]
    patch(template, out, [Fill("党组织一览", {}, Block(4, 15, (2,), rows, 20))])
    sheet = openpyxl.load_workbook(out)["党组织一览"]
    assert sheet["B23"].value == "中共第19村支部委员会"
    assert sheet["F24"].value == "=SUM(F4:F23)"
    assert sheet["A26"].value == "党委书记（签字）："
    assert sheet["D23"].number_format == sheet["D4"].number_format


def test_an_old_file_that_is_damaged_is_refused(tmp_path: Path) -> None:
    whole = (FOLDER / "党组织一览.xls").read_bytes()
    path = tmp_path / "坏.xls"
    for data in (whole[:3000], whole[:512] + bytes(len(whole) - 512), whole.replace(b"\x85\x00", b"\x86\x00")):
        path.write_bytes(data)
        with pytest.raises(FileRefused):
            as_xlsx(path, tmp_path)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="打不开"):
        as_xlsx(tmp_path / "没有.xls", tmp_path)
