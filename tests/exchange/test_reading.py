"""What stands in an .xlsx: values, and what calamine alone would not tell."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from app.exchange.read import Grid, Workbook, read
from tests.exchange.hostile import MAIN, sheet_of, text_cell, workbook_parts, xlsx_of, zip_of

MORNING = datetime.fromisoformat("2020-01-02T03:04")
SAMPLES = Path(__file__).parent.parent / "samples"


def written(folder: Path, data: bytes, name: str = "名册.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def saved(folder: Path, book: openpyxl.Workbook) -> Grid:
    path = folder / "名册.xlsx"
    book.save(path)
    return read(path).grids[0]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.*s*")), ids=lambda path: path.stem)
def test_every_sample_is_read_with_a_heading_row(path: Path) -> None:
    book = read(path)
    assert any("姓名" in str(value).replace(" ", "") for grid in book.grids for row in grid.rows for value in row)


def test_columns_count_from_a_and_rows_from_one_wherever_the_table_begins(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C5"] = "姓名"
    grid = saved(tmp_path, book)
    assert grid.first_row == 1
    assert len(grid.rows) == 5
    assert grid.rows[4] == ["", "", "姓名"]


def test_values_keep_the_type_they_are_stored_with(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([990101198706150017, "990101198706150017", 1.5, True, date(2020, 1, 2), MORNING])
    row = saved(tmp_path, book).rows[0]
    assert isinstance(row[0], float)
    assert row[1] == "990101198706150017"
    assert row[2:] == [1.5, True, date(2020, 1, 2), MORNING]


def test_hidden_rows_merges_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "支部"])
    sheet.append(["张三", "红旗"])
    sheet.append(["李四", None])
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("旧表").append(["姓名"])
    book["旧表"].sheet_state = "hidden"
    path = tmp_path / "名册.xlsx"
    book.save(path)
    first, second = read(path).grids
    assert first.merges == ((1, 1, 2, 1),)
    assert first.hidden_rows == {2}
    assert (first.hidden, second.hidden) == (False, True)


def test_hidden_columns_do_not_make_hidden_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "备注"])
    book.active.column_dimensions["B"].hidden = True
    assert saved(tmp_path, book).hidden_rows == frozenset()


def test_cells_struck_out_by_style_or_in_part_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["张三", "李四", "王五"])
    sheet["A1"].font = Font(strike=True)
    sheet["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "旧名"), TextBlock(InlineFont(), "新名"))
    grid = saved(tmp_path, book)
    assert grid.struck == {(0, 0), (0, 2)}
    assert grid.rows[0][2] == "旧名新名"


@pytest.mark.parametrize(
    ("code", "typed", "read"),
    [
        ('yyyy"年"m"月"', date(1987, 6, 1), "1987-06"),
        ('[$-804]yyyy"年"m"月";@', date(1987, 6, 1), "1987-06"),
        ("yyyy-mm", date(1987, 6, 1), "1987-06"),
        ("yyyy\\.mm", date(1987, 12, 1), "1987-12"),
        ("mmm-yy", date(1987, 6, 1), "1987-06"),
        ("yyyy", date(1987, 1, 1), "1987"),
        ("yyyy-mm", date(1987, 6, 15), date(1987, 6, 15)),
        ("yyyy", date(1987, 6, 1), date(1987, 6, 1)),
        ('yyyy"年"m"月"d"日"', date(1987, 6, 1), date(1987, 6, 1)),
        ("yyyy/m/d;@", date(1987, 6, 1), date(1987, 6, 1)),
        ('m"月"d"日"', date(1987, 6, 1), date(1987, 6, 1)),
        ("yyyy-mm", "1987年6月1日", "1987年6月1日"),
    ],
)
@pytest.mark.parametrize("far", [False, True], ids=["near", "far"])
def test_a_date_is_as_exact_as_its_cell_shows_it(
    code: str, typed: object, read: object, far: bool, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = typed
    book.active["B2"].number_format = code
    if far:
        book.active["XFD9"] = "角落"
    assert saved(tmp_path, book).rows[1][1] == read


def test_formulas_tell_whether_they_were_ever_calculated(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_formula("A1", '="张"&"三"', value="张三")
    sheet.write_formula("B1", "=1+1", value="")
    sheet.write_formula("C1", "=1+1", value=2)
    book.close()
    grid = read(path).grids[0]
    assert grid.formulas == {(0, 0), (0, 1), (0, 2)}
    assert grid.rows[0] == ["张三", "", 2.0]
    plain = openpyxl.Workbook()
    plain.active.append(["姓名"])
    plain.active.append(["=A1"])
    uncalculated = saved(tmp_path, plain)
    assert uncalculated.formula_no_value == {(1, 0)}
    assert len(uncalculated.rows) == 2


def test_error_cells_are_named_and_shown_as_the_sheet_shows_them(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "姓名")}<c r="B1" t="e"><f>X1</f><v>#REF!</v></c></row>'
    grid = read(written(tmp_path, xlsx_of(rows))).grids[0]
    assert grid.errors == {(0, 1)}
    assert grid.formulas == {(0, 1)}
    assert grid.rows == [["姓名", "#REF!"]]


def test_a_wrong_dimension_does_not_hide_rows(tmp_path: Path) -> None:
    sheet = sheet_of("".join(f'<row r="{n}">{text_cell(f"A{n}", "张三")}</row>' for n in range(1, 6)))
    sheet = sheet.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    assert len(read(written(tmp_path, zip_of(workbook_parts(sheet)))).grids[0].rows) == 5


def odd_sheet() -> bytes:
    rows = (
        "<x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>姓名</x:t></x:is></x:c></x:row>"
        "<x:row r='3' hidden='1'><x:c r='B3' t='str'><x:f>A1</x:f><x:v>张三</x:v></x:c><x:c r='C3' t='e'><x:v>#N/A</x:v></x:c></x:row>"
    )
    merges = "<x:mergeCells><x:mergeCell ref='A1:C2'/></x:mergeCells>"
    return f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData>{rows}</x:sheetData>{merges}</x:worksheet>".encode()


def test_a_sheet_written_in_an_unusual_way_is_read_alike(tmp_path: Path) -> None:
    grid = read(
        written(tmp_path, zip_of(workbook_parts(odd_sheet(), sheet_of(f'<row r="1">{text_cell("A1", "x")}</row>'))))
    ).grids[0]
    assert grid.rows == [["姓名", "", ""], ["", "", ""], ["", "张三", "#N/A"]]
    assert grid.hidden_rows == {2}
    assert grid.formulas == {(2, 1)}
    assert grid.errors == {(2, 2)}
    assert grid.merges == ((0, 0, 1, 2),)


def test_cells_without_places_follow_each_other(tmp_path: Path) -> None:
    rows = "<row><c t='str'><v>姓名</v></c><c><v>1</v></c></row><row><c t='str'><v>张三</v></c></row>"
    grid = read(written(tmp_path, xlsx_of(rows))).grids[0]
    assert grid.rows == [["姓名", 1.0], ["张三", ""]]


def test_a_stray_value_in_the_last_corner_costs_no_memory_and_loses_no_row(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "张三")}{text_cell(f"AD{n}", "备注")}</row>' for n in range(1, 101)
    )
    rows += f'<row r="1048576">{text_cell("XFD1048576", "远")}</row>'
    grid = read(written(tmp_path, xlsx_of(rows))).grids[0]
    assert len(grid.rows) == 1_048_576
    assert sum(1 for row in grid.rows if any(row)) == 101
    assert grid.rows[99][29] == "备注"
    assert grid.rows[-1][16_383] == "远"
    assert len({id(row) for row in grid.rows}) == 102


def test_a_format_in_the_last_corner_is_no_content(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "姓名")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(written(tmp_path, xlsx_of(rows))).grids[0].rows == [["姓名"]]


def test_long_texts_are_kept_whole(tmp_path: Path) -> None:
    text = "字" * 40_000
    grid = read(written(tmp_path, xlsx_of(f'<row r="1">{text_cell("A1", text)}</row>'))).grids[0]
    assert grid.rows == [[text]]


def test_a_sheet_named_by_another_extension_is_still_read(tmp_path: Path) -> None:
    data = xlsx_of(f'<row r="1">{text_cell("A1", "姓名")}</row>')
    book: Workbook = read(written(tmp_path, data, "名册.csv"))
    assert book.format == "xlsx"
    assert book.name == "名册.csv"
    assert book.charset is None


def test_progress_is_told_sheet_by_sheet(tmp_path: Path) -> None:
    said: list[str] = []
    data = zip_of(workbook_parts(*[sheet_of(f'<row r="1">{text_cell("A1", "姓名")}</row>')] * 2))
    read(written(tmp_path, data), progress=lambda _done, _total=0, what="": said.append(what))
    assert said == ["读取 表1", "读取 表2"]
