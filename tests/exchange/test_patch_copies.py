"""Does a form get a sheet for each record in one workbook, with everything that belongs to a sheet?"""

import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from xlsxwriter import Workbook

from app.errors import UserError
from app.exchange.patch import Block, Fill, patch
from tests.exchange import template_openpyxl as simple


def _form(path: Path) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet("登记表")
        book.add_worksheet("说明").write("A1", "填表说明")
        sheet.write_row("A1", ["姓名", None, "电话", None])
        sheet.write("A2", "字数")
        sheet.write_formula("B2", "=LEN(B1)", None, 0)
        sheet.write_comment("A1", "如实填写")
        sheet.insert_textbox("F1", "说明")
        sheet.insert_button("F9", {"caption": "上报"})
        sheet.merge_range("B3:D3", "")
        sheet.print_area("A1:D3")
        sheet.set_footer("&C&P")


def _copied(folder: Path) -> Path:
    template, out = folder / "t.xlsx", folder / "out.xlsx"
    _form(template)
    patch(
        template,
        out,
        [Fill("登记表", {(1, 2): name, (1, 4): "13800000000"}, copy=name) for name in ("张三", "李'四", "王 五")],
    )
    return out


def test_each_record_gets_a_sheet_and_the_form_stays(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_copied(tmp_path))
    assert book.sheetnames == ["登记表", "说明", "张三", "李'四", "王 五"]
    assert [book[name]["B1"].value for name in book.sheetnames] == [None, None, "张三", "李'四", "王 五"]
    assert book["李'四"]["D1"].value == "13800000000"
    assert book["李'四"]["B2"].value == "=LEN(B1)"
    assert [str(area) for area in book["王 五"].merged_cells.ranges] == ["B3:D3"]
    assert book["王 五"].oddFooter.center.text == "&P"


def test_a_copy_has_its_own_notes_drawings_and_print_area(tmp_path: Path) -> None:
    out = _copied(tmp_path)
    book = openpyxl.load_workbook(out)
    assert book["张三"]["A1"].comment.text == "如实填写"
    assert book["李'四"].print_area == "'李''四'!$A$1:$D$3"
    with zipfile.ZipFile(out) as parts:
        names = parts.namelist()
        assert len(names) == len({name.lower() for name in names})
        drawings = [name for name in names if name.startswith("xl/drawings/drawing")]
        assert len(drawings) == 4
        kinds = parts.read("[Content_Types].xml").decode()
        assert all(
            f'PartName="/{name}"' in kinds for name in [*drawings, "xl/worksheets/sheet5.xml", "xl/comments4.xml"]
        )


def test_only_the_lists_of_the_workbook_change(tmp_path: Path) -> None:
    out = _copied(tmp_path)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as before, zipfile.ZipFile(out) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}


def test_no_two_sheets_are_chosen_at_once(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_copied(tmp_path))
    assert sum(bool(sheet.sheet_view.tabSelected) for sheet in book) == 1


def test_a_second_reader_sees_the_copies(tmp_path: Path) -> None:
    with python_calamine.CalamineWorkbook.from_path(str(_copied(tmp_path))) as book:
        assert book.get_sheet_by_name("王 五").to_python()[0] == ["姓名", "王 五", "电话", "13800000000"]


def test_a_sheet_with_a_table_object_is_not_copied(tmp_path: Path) -> None:
    template = tmp_path / "t.xlsx"
    simple.as_table(template)
    with pytest.raises(UserError, match="表格对象"):
        patch(template, tmp_path / "o.xlsx", [Fill("表格", {(2, 1): "甲"}, copy="甲")])


def test_two_copies_of_one_name_are_no_workbook(tmp_path: Path) -> None:
    template = tmp_path / "t.xlsx"
    _form(template)
    for names in (("甲", "甲"), ("登记表",), ("a/b",), ("长" * 32,)):
        with pytest.raises(ValueError, match="name"):
            patch(template, tmp_path / "o.xlsx", [Fill("登记表", copy=name) for name in names])


def test_merges_down_the_block_are_taken_apart_in_filled_columns(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["村", "姓名", "片区"])
    for area in ("A2:A3", "C2:C4", "A5:B5"):
        sheet.merge_cells(area)
    book.save(template)
    patched = patch(template, out, [Fill("Sheet", {}, Block(2, 4, (1, 2), [("甲村", "甲")] * 3, 3))])
    filled = openpyxl.load_workbook(out).active
    assert {str(area) for area in filled.merged_cells.ranges} == {"C2:C4", "A5:B5"}
    assert filled["A3"].value == "甲村"
    assert len(patched.notes) == 1
