"""Templates made with XlsxWriter: boxes, pictures, buttons, sparklines, rich text, newer kinds of formats."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from tests.exchange.template import Sample


def _picture() -> BytesIO:
    """A red dot as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xff\0\0" * 8 for _ in range(8))
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def drawn(path: Path) -> None:
    """A seal below the block, a text box beside it, a picture in the title, all of them anchored."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("花名册")
        frame = book.add_format({"border": 1})
        sheet.write_row(0, 0, ["姓名", "性别", "出生日期", "党支部名称", "电话"], frame)
        for row in range(1, 11):
            sheet.write_row(row, 0, [None] * 5, frame)
        sheet.write(11, 0, "（盖章）")
        sheet.insert_image("B13", "seal.png", {"image_data": _picture(), "object_position": 2})
        sheet.insert_image("F1", "mark.png", {"image_data": _picture(), "object_position": 3})
        sheet.insert_textbox("G2", "填表说明：\n一、如实填写", {"object_position": 1})
        sheet.insert_textbox("C14", "下面的框")


def buttoned(path: Path) -> None:
    """Buttons, notes above and below the block, a picture in the page header."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("表一")
        sheet.write_row("A3", ["姓名", "身份证号", "入党时间", "备注"], book.add_format({"bold": True, "border": 1}))
        for row in range(3, 9):
            sheet.write_row(row, 0, [None] * 4, book.add_format({"border": 1}))
        sheet.write("A10", "合计")
        sheet.write_formula("B10", "=COUNTA(B4:B9)", None, 0)
        sheet.write_comment("B3", "身份证号为18位")
        sheet.write_comment("B10", "自动计算")
        sheet.insert_button("F2", {"caption": "检查"})
        sheet.insert_button("F12", {"caption": "上报"})
        sheet.set_header("&C&G", {"image_center": "mark.png", "image_data_center": _picture()})


def modern(path: Path) -> None:
    """Bars and icons of newer programs, sparklines, rich text, an array formula, grouped rows."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("年度")
        bold = book.add_format({"bold": True, "font_color": "red"})
        sheet.write_rich_string("A1", "姓名", bold, "（必填）")
        sheet.write_row("B1", ["民族", "学历", "家庭住址", "长度", "走势"])
        for row in range(2, 8):
            sheet.write_formula(f"E{row}", f"=LEN(A{row})", None, 0)
            sheet.set_row(row - 1, 18, None, {"level": 1})
        sheet.write("A8", "最长")
        sheet.write_array_formula("E8:E8", "{=MAX(E2:E7*1)}", None, 0)
        sheet.conditional_format("E2:E7", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("E2:E7", {"type": "icon_set", "icon_style": "3_arrows"})
        sheet.add_sparkline("F8", {"range": "年度!E2:E7"})
        sheet.data_validation("B2:B7", {"validate": "list", "source": ["汉族", "回族"]})


def totalled(path: Path) -> None:
    """Results worked out beforehand that another sheet reads and a third one reads from there; a filter with names."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        second = book.add_worksheet("统计")
        third = book.add_worksheet("上报")
        apart = book.add_worksheet("说明")
        sheet.write_row("A1", ["姓名", "性别", "人员类别"])
        sheet.write("A7", "共计")
        sheet.write_formula("B7", '=COUNTIF(B2:B6,"<>")', None, 0)
        sheet.autofilter("A1:C6")
        second.write_formula("A1", "=明细!B7", None, 0)
        third.write_formula("A1", "=统计!A1+1", None, 1)
        apart.write_formula("A1", "=1+1", None, 2)
        book.define_name("上报!数", "=上报!$A$1")


SAMPLES = (
    Sample(
        "有图章文本框", drawn, "花名册",
        {"A": "name", "B": "sex", "C": "birth_date", "D": "branch", "E": "phone"},
        first=2, last=11, below={"A12": "（盖章）"}, follows=frozenset({"xl/drawings/drawing1.xml"}),
    ),
    Sample(
        "有按钮批注", buttoned, "表一",
        {"A": "name", "B": "id_number", "C": "join_date", "D": "remark"},
        first=4, last=9, below={"A10": "合计"}, totals={"B10": float},
        follows=frozenset({"xl/comments1.xml", "xl/drawings/vmldrawing1.vml"}),
    ),
    Sample(
        "新式条件格式", modern, "年度",
        {"A": "name", "B": "ethnic", "C": "education", "D": "address"},
        first=2, last=7, below={"A8": "最长"}, totals={"E8": lambda _: 3},
    ),
    Sample(
        "逐表引用", totalled, "明细",
        {"A": "name", "B": "sex", "C": "member_kind"},
        first=2, last=6, below={"A7": "共计"}, totals={"B7": float},
        follows=frozenset({"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"}),
    ),
)  # fmt: skip
