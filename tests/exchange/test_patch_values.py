"""Does each value stand in a foreign cell as what it is, and is a file that is unsafe or damaged left alone?"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

import openpyxl
import pytest

from app.errors import UserError
from app.exchange.grid import FileRefused
from app.exchange.patch import Block, Fill, Filled, patch
from app.exchange.patch_cell import shows_date
from app.exchange.patch_facts import sheet_facts
from tests.exchange import template_openpyxl as simple
from tests.exchange import template_xml as raw

_TEMPLATE = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
ID = "990101198706150017"


def _sheet(folder: Path, content: str = "") -> Path:
    path = folder / "模板.xlsx"
    raw.write(path, {"名册": content or f"<sheetData>{raw.cells(1, '姓名', '甲')}{raw.blanks(2, 4, 3)}</sheetData>"})
    return path


def _written(folder: Path, cells: Mapping[tuple[int, int], Filled], content: str = "") -> Path:
    out = folder / "已填.xlsx"
    patch(_sheet(folder, content), out, [Fill("名册", cells)])
    return out


def _block(folder: Path, rows: Sequence[Sequence[Filled]], last: int = 4) -> Path:
    out = folder / "已填.xlsx"
    columns = tuple(range(1, len(rows[0]) + 1))
    patch(_sheet(folder), out, [Fill("名册", {}, Block(2, last, columns, iter(rows), len(rows)))])
    return out


@pytest.mark.parametrize(
    "text",
    [
        ID,
        "13800000000",
        "=1+1",
        "+86",
        "@甲",
        "a<b&c\"d'",
        "_x0041_",
        "甲\n乙",
        "  前后空 ",
        "%s%d\x01",
        "\x0b",
        "𠮷",
        "1987.06",
    ],
)
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    for out in (_written(tmp_path, {(2, 1): text}), _block(tmp_path, [(text, "乙", "丙")] * 6)):
        cell = openpyxl.load_workbook(out)["名册"]["A2"]
        assert cell.data_type == "s"
        assert openpyxl.utils.escape.unescape(cell.value) == text


def test_numbers_are_numbers_and_those_too_long_are_text(tmp_path: Path) -> None:
    row: tuple[Filled, ...] = (12, Decimal("3.10"), int(ID))
    sheet = openpyxl.load_workbook(_block(tmp_path, [row] * 5))["名册"]
    for line in (2, 6):
        assert [sheet.cell(line, column).value for column in (1, 2, 3)] == [12, 3.1, ID]


def test_a_day_is_a_date_only_where_the_cell_shows_dates(tmp_path: Path) -> None:
    content = (
        "<sheetData>"
        + "".join(f'<row r="{row}"><c r="A{row}" s="2"/><c r="B{row}" s="1"/></row>' for row in (1, 2))
        + "</sheetData>"
    )
    day = date(1987, 6, 15)
    sheet = openpyxl.load_workbook(_written(tmp_path, {(1, 1): day, (1, 2): day, (2, 1): date(1899, 5, 1)}, content))[
        "名册"
    ]
    assert sheet["A1"].value.date() == day
    assert sheet["A1"].number_format == 'yyyy"年"m"月"'
    assert sheet["B1"].value == "1987-06-15"
    assert sheet["A2"].value == "1899-05-01"


def test_days_of_a_file_that_counts_from_1904_are_the_same_days(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    raw.macintosh(template)
    patch(template, out, [Fill("旧表", {(4, 2): date(1987, 6, 15)}, Block(2, 3, (1,), [("甲",)] * 3, 3))])
    sheet = openpyxl.load_workbook(out)["旧表"]
    assert sheet["B5"].value.date() == date(1987, 6, 15)
    assert sheet.row_dimensions[4].height == 30
    assert sheet["A4"].number_format == "@"


def test_nothing_leaves_a_cell_alone_and_an_empty_text_empties_it(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_written(tmp_path, {(1, 1): None, (1, 2): ""}))["名册"]
    assert sheet["A1"].value == "姓名"
    assert sheet["B1"].value is None
    assert sheet["B1"].border.left.style == "thin"


def test_a_formula_stays_where_the_record_says_nothing_and_goes_where_it_speaks(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    simple.two_rows(template)
    rows: list[tuple[Filled, ...]] = [(None, "甲") if at % 2 else (at, "乙") for at in range(13)]
    patch(template, out, [Fill("党员花名册", {}, Block(5, 14, (1, 2), rows, 13))])
    sheet = openpyxl.load_workbook(out)["党员花名册"]
    assert [sheet.cell(row, 1).value for row in (5, 6, 14, 15, 16)] == [0, "=ROW()-4", "=ROW()-4", 10, "=ROW()-4"]


def test_cells_outside_the_block_are_told_by_the_places_of_the_template(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    simple.two_rows(template)
    rows = [("甲",)] * 15
    patch(
        template,
        out,
        [
            Fill(
                "党员花名册",
                {(2, 1): "填报单位：青禾镇", (17, 1): "填报人：甲", (30, 3): "远"},
                Block(5, 14, (2,), rows, 15),
            )
        ],
    )
    sheet = openpyxl.load_workbook(out)["党员花名册"]
    assert [sheet[cell].value for cell in ("A2", "A22", "C35")] == ["填报单位：青禾镇", "填报人：甲", "远"]


def test_a_text_too_long_for_a_cell_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="32767"):
        _written(tmp_path, {(2, 1): "长" * 40_000})
    assert not (tmp_path / "已填.xlsx").exists()


def test_records_that_come_short_leave_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "已填.xlsx"
    out.write_text("旧")
    with pytest.raises(UserError, match="变动"):
        patch(_sheet(tmp_path), out, [Fill("名册", {}, Block(2, 4, (1,), [("甲",)], 9))])
    assert out.read_text() == "旧"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["已填.xlsx", "模板.xlsx"]


def test_a_template_is_not_written_over(tmp_path: Path) -> None:
    template = _sheet(tmp_path)
    before = template.read_bytes()
    with pytest.raises(UserError, match="模板自己"):
        patch(template, template, [Fill("名册", {(2, 1): "甲"})])
    assert template.read_bytes() == before


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="放不下"):
        patch(_sheet(tmp_path), tmp_path / "o.xlsx", [Fill("名册", {}, Block(2, 4, (1,), iter(()), 1_048_576))])


def test_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="乙"):
        patch(_sheet(tmp_path), tmp_path / "o.xlsx", [Fill("乙")])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', "xml_attack"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row", "truncated"),
        ("xl/worksheets/sheet1.xml", b" " * 5_000_000, "zip_bomb"),
        ("../x.xml", b"<a/>", "not_a_workbook"),
    ],
)
def test_an_unsafe_template_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    good, bad = _sheet(tmp_path), tmp_path / "坏.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as book:
        for entry in source.namelist():
            book.writestr(entry, content if entry == name else source.read(entry))
        if name not in source.namelist():
            book.writestr(name, content)
    with pytest.raises(FileRefused) as refusal:
        patch(bad, tmp_path / "o.xlsx", [Fill("名册", {(1, 1): "甲"})])
    assert code in refusal.value.codes
    assert not (tmp_path / "o.xlsx").exists()


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    for data in (b"%PDF-1.7", b"PK\x03\x04" + bytes(40), bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)):
        path = tmp_path / "x.xlsx"
        path.write_bytes(data)
        with pytest.raises(FileRefused):
            patch(path, tmp_path / "o.xlsx", [Fill("名册")])


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy.mm", True), ('yyyy"年"m"月"', True), ("[$-804]yyyy/m/d;@", True), ("d-mmm", True), ("mm", True),
        ("General", False), ("@", False), ("0.00", False), ("h:mm", False), ('0"年"', False), ("[mm]:ss", False), ("0.00E+00", False),
    ],
)  # fmt: skip
def test_a_format_that_shows_a_date_is_told_from_others(code: str, shown: bool) -> None:
    assert shows_date(code) is shown


def test_facts_of_a_template_tell_lists_formats_and_looks(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    simple.listed(path)
    facts, hidden = sheet_facts(path)
    assert (facts.hidden, hidden.hidden) == (False, True)
    assert facts.choices_at(2, 2) == ("男", "女")
    assert facts.choices_at(21, 3) == ("汉族", "回族", "壮族", "满族")
    assert facts.choices_at(5, 4) == ("研究生", "大学本科", "大学专科", "中专", "高中")
    assert facts.choices_at(22, 4) == ()
    assert (21, 5) in facts.drawn
    assert (23, 5) not in facts.drawn


def _template_type(path: Path, kind: str) -> None:
    """Says in the list of kinds that the workbook is of this kind."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = re.sub(r"application/vnd[^\"]*sheet\.main\+xml", kind, types).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_template_of_the_sort_xltx_comes_back_as_a_workbook(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xltx", tmp_path / "o.xlsx"
    simple.bare(template)
    _template_type(template, _TEMPLATE)
    patch(template, out, [Fill("Sheet1", {(1, 1): "甲"})])
    with zipfile.ZipFile(out) as book:
        assert "sheet.main+xml" in book.read("[Content_Types].xml").decode()


def test_a_workbook_with_programs_in_it_is_not_saved_under_a_name_that_hides_them(tmp_path: Path) -> None:
    template = tmp_path / "t.xlsm"
    simple.bare(template)
    _template_type(template, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    with pytest.raises(UserError, match="宏"):
        patch(template, tmp_path / "o.xlsx", [Fill("Sheet1", {(1, 1): "甲"})])
    patch(template, tmp_path / "o.xlsm", [Fill("Sheet1", {(1, 1): "甲"})])
    assert (tmp_path / "o.xlsm").exists()


def test_a_zip_that_tells_sizes_behind_its_parts_is_copied_whole(tmp_path: Path) -> None:
    good, streamed, out = tmp_path / "g.xlsx", tmp_path / "s.xlsx", tmp_path / "o.xlsx"
    simple.two_rows(good)
    with (
        zipfile.ZipFile(good) as source,
        streamed.open("wb") as file,
        zipfile.ZipFile(_Unseekable(file), "w", zipfile.ZIP_DEFLATED) as book,  # type: ignore[arg-type]
    ):
        for name in source.namelist():
            book.writestr(name, source.read(name))
    patch(streamed, out, [Fill("党员花名册", {(2, 1): "甲"})])
    with zipfile.ZipFile(out) as book:
        assert book.testzip() is None
    assert openpyxl.load_workbook(out)["党员花名册"]["A2"].value == "甲"


class _Unseekable:
    """A file that can only be written forward, as a server writes its answer."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def write(self, data: bytes) -> int:
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()
