"""Does everything below added rows go along, and what looks at the block grow with it, as a spreadsheet program would?"""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Font, Side

from app.exchange.patch import Block, Fill, patch
from app.exchange.patch_facts import sheet_facts
from app.exchange.patch_move import Move, filling, moved_area, moved_formula, shifted_formula
from tests.exchange import template_openpyxl as simple
from tests.exchange import template_xlsxwriter as rich
from tests.exchange import template_xml as raw

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
MOVE = Move("名册", 5, 24, 10)


def _grown(make: object, folder: Path, sheet: str, block: tuple[int, int], *, more: int = 10, column: int = 1) -> Path:
    template, out = folder / "t.xlsx", folder / "out.xlsx"
    assert callable(make)
    make(template)
    first, last = block
    count = last - first + 1 + more
    patch(template, out, [Fill(sheet, {}, Block(first, last, (column,), [(f"甲{at}",) for at in range(count)], count))])
    return out


def _part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(F5:F24)", "SUM(F5:F34)"),
        ("F25+$A$3", "F35+$A$3"),
        ('名册!A25&"A25"', '名册!A35&"A25"'),
        ("其他!A25", "其他!A25"),
        ("'名册'!$A$24:$A$30", "'名册'!$A$24:$A$40"),
        ("A:A+25:30", "A:A+35:40"),
        ("LOG10(A30)+A30.5", "LOG10(A40)+A30.5"),
        ("SUM(甲:丙!A30)+[1]名册!A30+[书.xlsx]名册!A30", "SUM(甲:丙!A30)+[1]名册!A30+[书.xlsx]名册!A30"),
        ("表[[#All],[A30]]+#REF!", "表[[#All],[A30]]+#REF!"),
        ("SUM(A1:A1048576)", "SUM(A1:A1048576)"),
        ("F24:F24*F24", "F24:F24*F24"),
        ('IF(A30>1E5,"说""A30",Q1_A30)', 'IF(A40>1E5,"说""A30",Q1_A30)'),
        ("A30:INDEX(B30:B40,1)", "A40:INDEX(B40:B50,1)"),
    ],
)
def test_a_formula_outside_the_block_follows(formula: str, expected: str) -> None:
    assert moved_formula(formula, "名册", MOVE) == expected


def test_a_formula_of_another_sheet_follows_only_where_it_names_the_sheet() -> None:
    assert moved_formula("名册!A5:A24+A30", "汇总", MOVE) == "名册!A5:A34+A30"


def test_within_the_block_only_a_fixed_end_grows() -> None:
    assert moved_formula("RANK(F24,$F$5:$F$24)+SUM(F$5:F24)", "名册", MOVE, within=True) == (
        "RANK(F24,$F$5:$F$34)+SUM(F$5:F24)"
    )


def test_a_block_of_one_row_grows_as_a_range() -> None:
    assert moved_formula("SUM(F5:F5)+F5", "名册", Move("名册", 5, 5, 3)) == "SUM(F5:F8)+F5"


def test_nothing_grows_from_a_heading_when_no_row_was_ready() -> None:
    assert moved_formula("COUNTA(A1:A4)+A5", "名册", Move("名册", 5, 4, 3)) == "COUNTA(A1:A4)+A8"


def test_a_formula_filled_down_takes_its_relative_rows_along() -> None:
    assert filling('A24/$B$25+SUM(F$5:F24)*10%&"A24"+其他!C24').down(3) == 'A27/$B$25+SUM(F$5:F27)*10%&"A24"+其他!C27'


def test_a_shared_formula_reads_differently_in_each_cell() -> None:
    assert shifted_formula("A2+$A2+A$2+A:A+$3:4", rows=1, columns=2) == "C3+$A3+C$2+C:C+$3:5"
    assert shifted_formula("A1", rows=-1, columns=0) == "#REF!"


def test_areas_that_end_with_the_block_grow() -> None:
    assert moved_area("B5:B24", MOVE) == "B5:B34"
    assert moved_area("B25", MOVE) == "B35"
    assert moved_area("B1:B4", MOVE) == "B1:B4"


def test_print_titles_stay_and_area_breaks_and_totals_go_along(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_grown(simple.two_rows, tmp_path, "党员花名册", (5, 14)))["党员花名册"]
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area == "'党员花名册'!$A$1:$H$27"
    assert [each.id for each in sheet.row_breaks.brk] == [24, 4]
    assert sheet["C25"].value == '=COUNTIF(C5:C24,"女")'
    assert sheet["G25"].value == "=COUNTA($G$5:$G$24)/B25"
    assert "A27:H27" in {str(area) for area in sheet.merged_cells.ranges}


def test_formulas_of_the_block_are_filled_down(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    simple.as_table(template)
    patch(template, out, [Fill("表格", {}, Block(2, 7, (1,), [(f"甲{at}",) for at in range(9)], 9))])
    sheet = openpyxl.load_workbook(out)["表格"]
    assert [sheet[f"E{row}"].value for row in (7, 8, 10)] == ["=LEN(A7)", "=LEN(A8)", "=LEN(A10)"]
    assert sheet["E11"].value == "=SUM(E2:E10)"
    assert sheet.tables["党员表"].ref == "A1:E10"


def test_a_name_merged_beside_the_block_grows_with_it(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_grown(simple.four_rows, tmp_path, "附件2", (5, 12), column=2))["附件2"]
    assert "A5:A22" in {str(area) for area in sheet.merged_cells.ranges}
    assert "A2:A4" in {str(area) for area in sheet.merged_cells.ranges}


def test_merges_within_the_last_row_are_repeated(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "地址"])
    book.active.merge_cells("B2:C2")
    book.save(template)
    patch(template, out, [Fill("Sheet", {}, Block(2, 2, (1, 2), [("甲", "甲村"), ("乙", "乙村"), ("丙", "丙村")], 3))])
    assert {str(area) for area in openpyxl.load_workbook(out).active.merged_cells.ranges} == {"B2:C2", "B3:C3", "B4:C4"}


def test_lists_rules_and_open_ranges_cover_the_added_rows(tmp_path: Path) -> None:
    out = _grown(raw.extended, tmp_path, "采集表", (2, 11))
    text = _part(out, "xl/worksheets/sheet1.xml")
    assert "<xm:sqref>B2:B21</xm:sqref>" in text
    assert "<xm:sqref>D2:D21 D22</xm:sqref>" in text
    assert 'conditionalFormatting sqref="A2:D21 A22"' in text
    assert "LEN($A$22)*9" in text
    assert 'protectedRange sqref="A2:D21"' in text
    assert 'ignoredError sqref="C2:C21"' in text
    assert "采集表!$A$1:$D$22" in _part(out, "xl/workbook.xml")
    assert sheet_facts(out)[0].choices_at(21, 4) == ("正式党员", "预备党员")


def test_a_tick_box_goes_along_in_all_its_forms(tmp_path: Path) -> None:
    out = _grown(raw.controlled, tmp_path, "承诺", (2, 5), more=3)
    text = _part(out, "xl/worksheets/sheet1.xml")
    assert "<xdr:row>10</xdr:row>" in text
    assert "<xdr:row>11</xdr:row>" in text
    assert 'mc:Ignorable="x14ac"' in text
    assert text.count('x14ac:dyDescent="0.2"') == 8
    box = _part(out, "xl/drawings/vmlDrawing1.vml")
    assert "0, 0, 10, 0, 1, 0, 11, 0" in box
    assert "<x:FmlaLink>$C$10</x:FmlaLink>" in box
    assert 'fmlaLink="$C$10"' in _part(out, "xl/ctrlProps/ctrlProp1.xml")


def test_notes_links_filters_and_colours_go_along(tmp_path: Path) -> None:
    out = _grown(simple.guarded, tmp_path, "台账 (正式)", (2, 9))
    sheet = openpyxl.load_workbook(out)["台账 (正式)"]
    assert sheet["B20"].comment is not None
    assert sheet["C1"].comment is not None
    assert sheet["A21"].hyperlink.target == "https://example.invalid/help"
    assert sheet["B21"].hyperlink.target == "#'台账 (正式)'!B20"
    assert sheet.auto_filter.ref == "A1:F19"
    assert {str(each.sqref) for each in sheet.conditional_formatting} == {"C2:C19", "B20"}
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "A2"


def test_pictures_and_boxes_keep_to_their_cells(tmp_path: Path) -> None:
    out = _grown(rich.drawn, tmp_path, "花名册", (2, 11))
    text = _part(out, "xl/drawings/drawing1.xml")
    rows = [int(piece.split("<")[0]) for piece in text.split("<xdr:row>")[1:]]
    before = _part(tmp_path / "t.xlsx", "xl/drawings/drawing1.xml")
    was = [int(piece.split("<")[0]) for piece in before.split("<xdr:row>")[1:]]
    moved = [now - old for now, old in zip(rows, was, strict=True)]
    # The seal below, the mark in the title, the box beside the block, the box below: top and bottom of each.
    assert moved == [10, 10, 0, 0, 0, 0, 10, 10]


def test_names_and_charts_look_at_the_grown_block(tmp_path: Path) -> None:
    out = _grown(simple.charted, tmp_path, "名 册", (2, 6))
    assert "'名 册'!$B$2:$B$16" in _part(out, "xl/workbook.xml")
    assert "'名 册'!$B$2:$B$17" in _part(out, "xl/charts/chart1.xml")
    summary = openpyxl.load_workbook(out)["汇总'表"]
    assert [summary[cell].value for cell in ("B1", "B3")] == ["=COUNTA('名 册'!A2:A16)", "='名 册'!B17"]


def test_shared_formulas_are_written_out_and_the_order_of_calculation_follows(tmp_path: Path) -> None:
    out = _grown(raw.shared, tmp_path, "填报", (2, 6), more=2)
    sheet = openpyxl.load_workbook(out)["填报"]
    assert [sheet[f"C{row}"].value for row in (2, 6, 8)] == [
        "=LEN(A2)+C$1*0+C$10*0", "=LEN(A6)+C$1*0+C$10*0", "=LEN(A8)+C$1*0+C$10*0",
    ]  # fmt: skip
    chain = _part(out, "xl/calcChain.xml")
    for cell in ("B9", "C9", *(f"C{row}" for row in range(2, 9))):
        assert f'<c r="{cell}" i="4"/>' in chain
    assert '<c r="A1" i="5"/>' in chain
    assert 'fullCalcOnLoad="1"' in _part(out, "xl/workbook.xml")


def test_an_order_of_calculation_without_formulas_is_dropped_with_its_mentions(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    sheet = '<sheetData><row r="1"><c r="A1"><f>ROW()</f><v>1</v></c></row></sheetData>'
    chain = f'<calcChain xmlns="{raw.MAIN}"><c r="A1" i="4"/></calcChain>'
    raw.write(template, {"名册": sheet}, parts={"xl/calcChain.xml": chain})
    patch(template, out, [Fill("名册", {(1, 1): 7})])
    with zipfile.ZipFile(out) as book:
        assert "xl/calcChain.xml" not in book.namelist()
        assert b"calcChain" not in book.read("[Content_Types].xml") + book.read("xl/_rels/workbook.xml.rels")
    assert openpyxl.load_workbook(out)["名册"]["A1"].value == 7


def test_results_that_read_the_filled_sheet_are_taken_out_and_others_stay(tmp_path: Path) -> None:
    out = _grown(rich.totalled, tmp_path, "明细", (2, 6), more=0)
    book = openpyxl.load_workbook(out, data_only=True)
    assert [book[name]["A1"].value for name in ("统计", "上报", "说明")] == [None, None, 2]


def test_an_array_formula_follows_and_is_not_repeated(tmp_path: Path) -> None:
    text = _part(_grown(rich.modern, tmp_path, "年度", (2, 7)), "xl/worksheets/sheet1.xml")
    assert '<f t="array" ref="E18">MAX(E2:E17*1)</f>' in text
    assert "<xm:f>年度!E2:E17</xm:f><xm:sqref>F18</xm:sqref>" in text
    assert text.count("<xm:sqref>E2:E17</xm:sqref>") == 1


def test_a_frame_that_the_last_row_closes_is_closed_again_at_the_end(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "电话"])
    for row in range(2, 6):
        for column in (1, 2):
            thick = "thick" if row == 5 else "thin"
            sheet.cell(row, column).border = Border(left=Side("thin"), bottom=Side(thick))
        sheet.row_dimensions[row].height = 40 if row == 5 else 20
    book.save(template)
    patch(template, out, [Fill("Sheet", {}, Block(2, 5, (1,), [(f"甲{at}",) for at in range(7)], 7))])
    filled = openpyxl.load_workbook(out).active
    assert [filled.cell(row, 2).border.bottom.style for row in range(2, 9)] == ["thin"] * 6 + ["thick"]
    assert [filled.row_dimensions[row].height for row in range(4, 9)] == [20, 20, 20, 20, 40]
    assert filled["A8"].value == "甲6"


def test_records_under_a_bare_heading_are_not_bold_where_a_plain_look_is_at_hand(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for column in (1, 2):
        sheet.cell(1, column, "姓名").font = Font(bold=True)
        sheet.cell(1, column).border = Border(left=Side("thin"))
    sheet["D1"].border = Border(left=Side("thin"))
    book.save(template)
    patch(template, out, [Fill("Sheet", {}, Block(2, 1, (1, 2), [("甲", "乙")], 1))])
    filled = openpyxl.load_workbook(out).active
    assert not filled["A2"].font.b
    assert filled["A2"].border.left.style == "thin"
