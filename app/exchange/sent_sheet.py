"""How does the workbook look that goes to one village or branch? Its rows, rules for filling in, and marks to find it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app import codes
from app.exchange.cellxml import address
from app.exchange.whole_export import UID
from app.files import replace_file
from app.kinds.choice import Choice
from app.kinds.flag import Flag
from app.models.fields import Field
from app.table import Cell

BLANKS = 50  # empty rows below, prepared for those who are missing
MARK_SHEET, LIST_SHEET = "收表批次", "收表选项"
MARK_NAME = "收表标记"
KEEP = "请勿删除本行"
CLEARING = "空着表示不改；要去掉原有内容，请填“清空”二字。"
LONGEST_LIST = 255
_A4 = 9
_HEADING = 3  # row of the headings, from 0
_WIDTHS = {"id": 20, "card": 22, "phone": 14, "date": 12, "number": 7, "flag": 6, "person": 9}
_WIDEST = 32
WARNING = {"error_type": "warning", "error_title": "请核对", "error_message": "不在选项里，请从下拉列表中选。"}
SHAPE_RULES = {
    "id": ('OR(LEN({c})=18,{c}="清空")', "证号应为 18 位，末位的 X 用大写。"),
    "date": ('OR(LEN({c})=10,LEN({c})=7,LEN({c})=4,{c}="清空")', "请写成 1987-06-15；只知道年月时写 1987-06。"),
    "phone": ('OR(AND(LEN({c})>=7,LEN({c})<=13),{c}="清空")', "手机号 11 位；固定电话写区号，如 0577-65000000。"),
    "number": ('OR(ISNUMBER(VALUE({c})),{c}="清空")', "请填数字。"),
    "money": ('OR(ISNUMBER(VALUE({c})),{c}="清空")', "请填金额（元）。"),
    "points": ('OR(ISNUMBER(VALUE({c})),{c}="清空")', "请填分数，如 2 或 0.5。"),
}


@dataclass(frozen=True)
class SentSheet:
    """`rows` are the cells under `headings` in order, `uids` the key of each row. `mark` names batch and sheet."""

    title: str
    place: str
    due: str
    mark: str
    fields: tuple[Field, ...]
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    uids: Sequence[str]


def write_sheet(sheet: SentSheet, path: Path) -> None:
    """The workbook, whole or not at all. Raises UserError when it cannot be written."""
    with replace_file(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"title": sheet.title, "author": ""})
        target = book.add_worksheet("填报")
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        _head(target, sheet, looks)
        _rows(target, sheet, looks)
        _rules(book, target, sheet)
        _marks(book, sheet)
        target.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        book.close()


_CELL = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "num_format": "@"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "宋体", "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "line": {"font_name": "宋体", "font_size": 10, "num_format": "@", "valign": "vcenter"},
    "mark": {"font_name": "宋体", "font_size": 9, "num_format": "@", "font_color": "#7F7F7F", "valign": "vcenter"},
    "head": {**_CELL, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"},
    "open": {**_CELL, "locked": False, "text_wrap": True},
    "number": {**_CELL, "locked": False, "num_format": "0", "align": "right"},
    "key": {**_CELL, "font_color": "#7F7F7F"},
}


def _head(target: Worksheet, sheet: SentSheet, looks: dict[str, Format]) -> None:
    last = len(sheet.headings) - 1
    due = f"交回期限：{sheet.due}" if sheet.due else "交回期限：未定"
    _across(target, (0, 0, last), sheet.title, looks["title"])
    _across(target, (1, 0, last), f"填报单位：{sheet.place}　　{due}　　{CLEARING}", looks["line"])
    _across(target, (2, 0, last), f"批次：{sheet.mark}　{KEEP}", looks["mark"])
    target.set_row(0, 34)
    tallest = 1
    for column, (field, heading) in enumerate(zip(sheet.fields, sheet.headings, strict=True)):
        width = _width(field, heading, [row[column] for row in sheet.rows])
        tallest = max(tallest, -(-2 * len(heading) // max(width - 2, 2)))
        target.set_column(column, column, width)
        target.write_string(_HEADING, column, heading, looks["head"])
    target.write_string(_HEADING, last + 1, UID, looks["head"])
    target.set_column(last + 1, last + 1, 38, None, {"hidden": True})
    target.set_row(_HEADING, max(22, min(tallest, 4) * 15))
    target.freeze_panes(_HEADING + 1, 1)
    target.repeat_rows(_HEADING)
    target.set_landscape()
    target.set_paper(_A4)
    target.fit_to_pages(1, 0)
    target.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    target.set_footer("&C第 &P 页 共 &N 页")


def _width(field: Field, heading: str, cells: Sequence[Cell]) -> int:
    """Half-width characters: what the kind needs, what stands there, or half of the heading."""
    longest = max((_breadth(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(_WIDTHS.get(field.kind.name, 6), longest, len(heading)), _WIDEST) + 2


def _breadth(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _across(target: Worksheet, place: tuple[int, int, int], text: str, look: Format) -> None:
    row, first, last = place
    if first != last:
        target.merge_range(row, first, row, last, "", look)
    target.write_string(row, first, text, look)


def _rows(target: Worksheet, sheet: SentSheet, looks: dict[str, Format]) -> None:
    """Every cell open but the key; text stays text also in the empty rows that will be filled in."""
    open_looks = [looks["number" if field.kind.name == "number" else "open"] for field in sheet.fields]
    last = len(open_looks)
    number = _HEADING
    for number, (cells, uid) in enumerate(zip(sheet.rows, sheet.uids, strict=True), _HEADING + 1):
        for column, (cell, look) in enumerate(zip(cells, open_looks, strict=True)):
            if cell is None or cell == "":
                target.write_blank(number, column, None, look)
            elif isinstance(cell, int):
                target.write_number(number, column, cell, look)
            else:
                target.write_string(number, column, cell, look)
        target.write_string(number, last, uid, looks["key"])
    for blank in range(number + 1, number + 1 + BLANKS):
        for column, look in enumerate(open_looks):
            target.write_blank(blank, column, None, look)
    target.print_area(0, 0, number, last - 1)


def _rules(book: Any, target: Worksheet, sheet: SentSheet) -> None:
    """Drop-downs and shapes warn and let pass: what an old sheet has in it must stay possible, and so must 清空."""
    first, last = _HEADING + 1, _HEADING + len(sheet.rows) + BLANKS
    lists: Worksheet | None = None
    used = 0
    for column, field in enumerate(sheet.fields):
        words = options(field)
        if words and len(",".join(words)) <= LONGEST_LIST:
            rule: dict[str, Any] = {"validate": "list", "source": words}
        elif words:
            lists = lists or book.add_worksheet(LIST_SHEET)
            lists.write_column(0, used, words)
            letter = address(used)
            rule = {"validate": "list", "source": f"={LIST_SHEET}!${letter}$1:${letter}${len(words)}"}
            used += 1
        elif field.kind.name in SHAPE_RULES:
            formula, told = SHAPE_RULES[field.kind.name]
            rule = {
                "validate": "custom",
                "value": f"={formula.format(c=f'{address(column)}{first + 1}')}",
                "error_message": told,
            }
            rule |= {"input_title": field.label[:32], "input_message": told}
        else:
            continue
        target.data_validation(first, column, last, column, {**WARNING, **rule})
    if lists is not None:
        lists.hide()


def options(field: Field) -> list[str]:
    """The entries of the drop-down list of a field, [] when it has none."""
    if isinstance(field.kind, Choice):
        return [code.name for code in codes.codes(field.kind.codes)]
    return ["是", "否"] if isinstance(field.kind, Flag) else []


def _marks(book: Any, sheet: SentSheet) -> None:
    """A sheet that nobody sees and a name that nobody deletes, beside the line that everybody sees."""
    hidden = book.add_worksheet(MARK_SHEET)
    hidden.write_string(0, 0, f"批次：{sheet.mark}")
    hidden.very_hidden()
    book.define_name(MARK_NAME, f'="{sheet.mark}"')
