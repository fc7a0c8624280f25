"""Templates made with openpyxl: headings of one to four rows, totals, lists, notes, tables, charts, forms, statistics."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.template import Sample

_FRAME = Border(*(Side("thin") for _ in range(4)))


def _sheet(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def _draw(sheet: Worksheet, first: int, last: int, columns: int) -> None:
    for row in range(first, last + 1):
        sheet.row_dimensions[row].height = 21
        for column in range(1, columns + 1):
            cell = sheet.cell(row, column)
            cell.border = _FRAME
            cell.alignment = Alignment("center", "center", wrap_text=True)


def _head(sheet: Worksheet, row: int, labels: Sequence[str | None]) -> None:
    for column, label in enumerate(labels, 1):
        cell = sheet.cell(row, column, label)
        cell.font = Font(bold=True)
        cell.border = _FRAME


def bare(path: Path) -> None:
    """A title, one heading row, not a single row ready."""
    book, sheet = _sheet("Sheet1")
    sheet["A1"] = "石坪村党员基本情况表"
    sheet.merge_cells("A1:F1")
    _head(sheet, 2, ["姓名", "性别", "身份证号码", "入党时间", "所在支部", "手机号码"])
    book.save(path)


def two_rows(path: Path) -> None:
    """Two heading rows, totals that look into the block, print titles, area and a break above the signatures."""
    book, sheet = _sheet("党员花名册")
    sheet["A1"] = "农村党员花名册"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "填报单位：________"
    _head(sheet, 3, ["序号", "基本信息", None, None, "党籍信息", None, "联系电话", "备注"])
    _head(sheet, 4, [None, "姓名", "性别", "公民身份号码", "入党日期", "转正日期", None, None])
    for area in ("A3:A4", "B3:D3", "E3:F3", "G3:G4", "H3:H4"):
        sheet.merge_cells(area)
    _draw(sheet, 5, 14, 8)
    for row in range(5, 15):
        sheet[f"A{row}"] = f"=ROW()-{4}"
        sheet[f"E{row}"].number_format = "yyyy.mm"
        sheet[f"D{row}"].number_format = "@"
    sheet["A15"] = "合计"
    sheet["B15"] = "=COUNTA(B5:B14)"
    sheet["C15"] = '=COUNTIF(C5:C14,"女")'
    sheet["G15"] = "=COUNTA($G$5:$G$14)/B15"
    sheet["A17"] = "填报人：　　　　审核人："
    sheet.merge_cells("A17:H17")
    sheet.print_title_rows = "3:4"
    sheet.print_area = "A1:H17"
    sheet.row_breaks.append(Break(id=14))
    sheet.row_breaks.append(Break(id=4))
    book.save(path)


def four_rows(path: Path) -> None:
    """Four heading rows, the lowest of them a line of letters; a group's name merged beside all rows."""
    book, sheet = _sheet("附件2")
    _head(sheet, 1, ["附件2　发展党员及转正情况统计名册"])
    sheet.merge_cells("A1:I1")
    _head(sheet, 2, ["所属片区", "党员情况", None, None, None, None, None, "其他", None])
    _head(sheet, 3, [None, "姓名", "民族", "学历情况", None, "组织关系", None, "家庭住址", "备注"])
    _head(sheet, 4, [None, None, None, "学历", "学位", "所在党支部", "人员类别", None, None])
    for area in ("A2:A4", "B2:G2", "H2:I2", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4", "I3:I4"):
        sheet.merge_cells(area)
    _draw(sheet, 5, 12, 9)
    sheet["A5"] = "东片"
    sheet.merge_cells("A5:A12")
    sheet["B13"] = "注：本表一式两份。"
    book.save(path)


def numbered(path: Path) -> None:
    """Rows numbered 1 to 30 beforehand, unit and date lines, signature lines."""
    book, sheet = _sheet("名册")
    sheet["A1"] = "流动党员登记册"
    sheet["A2"] = "单位（盖章）："
    sheet["E2"] = "填报日期：　年　月　日"
    _head(sheet, 3, ["序号", "姓名", "性别", "出生年月", "外出流向", "联系方式"])
    _draw(sheet, 4, 33, 6)
    for row in range(4, 34):
        sheet[f"A{row}"] = row - 3
    sheet["A34"] = "书记签字："
    sheet["D34"] = "填表人："
    book.save(path)


def listed(path: Path) -> None:
    """Drop-down lists from a hidden sheet, from a name, and written out; a second list beside an empty row."""
    book, sheet = _sheet("填报表")
    lists = book.create_sheet("码表")
    for row, word in enumerate(("汉族", "回族", "壮族", "满族"), 1):
        lists.cell(row, 1, word)
    for row, word in enumerate(("研究生", "大学本科", "大学专科", "中专", "高中"), 1):
        lists.cell(row, 2, word)
    lists.sheet_state = "hidden"
    book.defined_names["学历表"] = DefinedName("学历表", attr_text="码表!$B$1:$B$5")
    _head(sheet, 1, ["姓名*", "性别*", "民族*", "学历", "政治面貌类别"])
    _draw(sheet, 2, 21, 5)
    for formula, area in (('"男,女"', "B2:B21"), ("码表!$A$1:$A$4", "C2:C21"), ("学历表", "D2:D21")):
        check = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
        check.add(area)
        sheet.add_data_validation(check)
    sheet["A23"] = "说明：带*的必填。"
    book.save(path)


def guarded(path: Path) -> None:
    """Protected, with notes, links, coloured rules, frozen heading, filter and a hidden column."""
    book, sheet = _sheet("台账 (正式)")
    _head(sheet, 1, ["编号", "党员姓名", "身份证号", "入党日期", "居住地址", "电话"])
    _draw(sheet, 2, 9, 6)
    sheet["C1"].comment = Comment("填18位", "县委组织部")
    sheet["B10"].comment = Comment("人数要与系统一致", "县委组织部")
    sheet["A10"], sheet["B10"] = "合计", "=COUNTA(B2:B9)"
    sheet["A11"] = "填表说明见网页"
    sheet["A11"].hyperlink = "https://example.invalid/help"
    sheet["B11"] = "到合计"
    sheet["B11"].hyperlink = "#'台账 (正式)'!B10"
    sheet.conditional_formatting.add(
        "C2:C9", FormulaRule(["COUNTIF($C$2:$C$9,C2)>1"], fill=PatternFill("solid", bgColor="FFC7CE"))
    )
    sheet.conditional_formatting.add("B10", CellIsRule("greaterThan", ["50"], font=Font(color="FF0000")))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:F9"
    sheet.column_dimensions["A"].hidden = True
    sheet.protection.sheet = True
    sheet.protection.password = "1234"
    book.save(path)


def as_table(path: Path) -> None:
    """A table object of the spreadsheet program with a totals row and a calculated column."""
    book, sheet = _sheet("表格")
    sheet.append(["姓名", "性别", "身份证号", "学历", "字数"])
    for row in range(2, 8):
        sheet[f"E{row}"] = f"=LEN(A{row})"
    sheet["A8"] = "汇总"
    sheet["E8"] = "=SUM(E2:E7)"
    table = Table(displayName="党员表", ref="A1:E7")
    table.tableStyleInfo = TableStyleInfo("TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    sheet["G1"] = "=ROWS(党员表)"
    book.save(path)


def charted(path: Path) -> None:
    """A summary sheet with a chart, with names and formulas that look into the roster."""
    book, sheet = _sheet("名 册")
    summary = book.create_sheet("汇总'表")
    _head(sheet, 1, ["姓名", "性别", "民族", "党内职务"])
    _draw(sheet, 2, 6, 4)
    sheet["A7"], sheet["B7"] = "小计", "=COUNTA(B2:B6)"
    summary["A1"], summary["B1"] = "总数", "=COUNTA('名 册'!A2:A6)"
    summary["A2"], summary["B2"] = "女", '=COUNTIF(性别列,"女")'
    summary["A3"], summary["B3"] = "小计", "='名 册'!B7"
    summary["A4"], summary["B4"] = "两倍", "=B3*2"
    book.defined_names["性别列"] = DefinedName("性别列", attr_text="'名 册'!$B$2:$B$6")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=7))
    summary.add_chart(chart, "D2")
    book.save(path)


def households(path: Path) -> None:
    """Households, with a heading in two lines and a sum of money and of people."""
    book, sheet = _sheet("困难户")
    sheet["A1"] = "困难群众台账"
    _head(
        sheet,
        2,
        ["户主\n姓名", "户主身份证号", "所在村", "组别", "家庭人口", "年人均纯收入（元）", "困难类型", "联系电话"],
    )
    _draw(sheet, 3, 8, 8)
    sheet["A9"], sheet["B9"] = "总计", "=COUNTA(B3:B8)"
    sheet["E9"] = "=SUM(E3:E8)"
    sheet["F9"] = "=IFERROR(AVERAGE(F3:F8),0)"
    book.save(path)


def statistics(path: Path) -> None:
    """A row per branch, measures in crossed headings, sums across and down."""
    book, sheet = _sheet("统计表")
    sheet["A1"] = "党员队伍基本情况统计表"
    _head(sheet, 2, ["党支部", "党员总数", "正式党员", None, "预备党员", None, "35岁及以下", "大专及以上"])
    _head(sheet, 3, [None, None, "男", "女", "男", "女", None, None])
    for area in ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:H3"):
        sheet.merge_cells(area)
    _draw(sheet, 4, 9, 8)
    for row in range(4, 10):
        sheet[f"B{row}"] = f"=SUM(C{row}:F{row})"
    sheet["A10"] = "合计"
    for column in range(2, 9):
        letter = get_column_letter(column)
        sheet[f"{letter}10"] = f"=SUM({letter}4:{letter}9)"
    book.save(path)


def form(path: Path) -> None:
    """One member: labels left of blanks, a blank for a photograph, the number in eighteen cells."""
    book, sheet = _sheet("党员信息采集表")
    sheet["A1"] = "党员信息采集表"
    sheet.merge_cells("A1:T1")
    for row, (left, right) in enumerate((("姓名", "性别"), ("民族", "出生日期"), ("学历", "入党日期")), 2):
        sheet[f"A{row}"], sheet[f"H{row}"] = left, right
        sheet.merge_cells(f"B{row}:G{row}")
        sheet.merge_cells(f"I{row}:P{row}")
    sheet["Q2"] = "照片"
    sheet.merge_cells("Q2:T4")
    sheet["A5"] = "公民身份号码"
    sheet["A6"], sheet["A7"] = "家庭住址", "联系电话"
    sheet.merge_cells("B6:T6")
    sheet.merge_cells("B7:T7")
    _draw(sheet, 2, 7, 20)
    book.save(path)


SAMPLES = (
    Sample(
        "只有表头", bare, "Sheet1",
        {"A": "name", "B": "sex", "C": "id_number", "D": "join_date", "E": "branch", "F": "phone"},
        first=3, last=2,
    ),
    Sample(
        "两行表头有合计", two_rows, "党员花名册",
        {"B": "name", "C": "sex", "D": "id_number", "E": "join_date", "F": "full_date", "G": "phone", "H": "remark"},
        first=5, last=14, below={"A15": "合计", "A17": "填报人：　　　　审核人："},
        totals={"B15": float, "C15": lambda _: 0, "G15": lambda _: 1},
    ),
    Sample(
        "四行表头", four_rows, "附件2",
        {"B": "name", "C": "ethnic", "D": "education", "E": "degree", "F": "branch", "G": "member_kind", "H": "address"},
        first=5, last=12, below={"B13": "注：本表一式两份。"},
    ),
    Sample(
        "预先编号", numbered, "名册",
        {"B": "name", "C": "sex", "D": "birth_date", "E": "flow_to", "F": "phone"},
        first=4, last=33, below={"A34": "书记签字：", "D34": "填表人："},
    ),
    Sample(
        "下拉选项", listed, "填报表",
        {"A": "name", "B": "sex", "C": "ethnic", "D": "education"},
        first=2, last=21, below={"A23": "说明：带*的必填。"},
    ),
    Sample(
        "受保护有批注", guarded, "台账 (正式)",
        {"B": "name", "C": "id_number", "D": "join_date", "E": "address", "F": "phone"},
        first=2, last=9, below={"A10": "合计", "A11": "填表说明见网页"}, totals={"B10": float},
        follows=frozenset(
            {
                "xl/comments/comment1.xml",
                "xl/drawings/commentsdrawing1.vml",
                "xl/worksheets/_rels/sheet1.xml.rels",
            }
        ),
    ),
    Sample(
        "表格对象", as_table, "表格",
        {"A": "name", "B": "sex", "C": "id_number", "D": "education"},
        first=2, last=7, below={"A8": "汇总"}, totals={"E8": lambda count: 3 * count},
        follows=frozenset({"xl/tables/table1.xml"}),
    ),
    Sample(
        "另表汇总有图", charted, "名 册",
        {"A": "name", "B": "sex", "C": "ethnic", "D": "duty"},
        first=2, last=6, below={"A7": "小计"}, totals={"B7": float},
        follows=frozenset({"xl/worksheets/sheet2.xml", "xl/charts/chart1.xml"}),
    ),
    Sample(
        "困难户", households, "困难户",
        {"A": "head_name", "B": "head_id", "C": "village", "D": "group_name", "E": "size", "F": "income", "G": "need",
         "H": "phone"},
        first=3, last=8, record="household", below={"A9": "总计"}, totals={"B9": float, "E9": lambda _: 0},
    ),
    Sample(
        "统计表", statistics, "统计表", {"A": "branch"}, first=4, last=9, shape="stat", record="branch",
        below={"A10": "合计"}, totals={"B10": lambda _: 0},
    ),
    Sample(
        "单人表", form, "党员信息采集表",
        {"B2": "name", "I2": "sex", "B3": "ethnic", "I3": "birth_date", "B4": "education", "I4": "join_date",
         "B5": "id_number", "B6": "address", "B7": "phone"},
        shape="form",
    ),
)  # fmt: skip
