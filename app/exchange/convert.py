"""How does an old .xls template become an .xlsx that can be filled? Values, formulas, looks, lists and print set-up.

What an .xls holds as drawings (pictures, boxes, controls) is not carried over; that is said in the notes.
"""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import xlrd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from app.exchange.container import content_of
from app.exchange.convert_record import OF_CELL, OF_SHARED, Record, SheetRecords, sheet_records
from app.exchange.convert_style import Looks
from app.exchange.grid import refused
from app.exchange.read_xls import is_ole, open_ole, read_xls
from app.files import replace_file
from app.progress import silent

_ROWS = 65_536
_BROKEN = (xlrd.XLRDError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError)
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_NEWER = re.compile(r"CALL_ADDIN\((?:_xlfn\.)?(IFERROR|COUNTIFS|SUMIFS|AVERAGEIFS?),")
_WHOLE = re.compile(r"(?<![\w.])(\d+)\.0(?![\w.])")
_TWICE = re.compile(r"(\$?[A-Z]{1,3}\$?\d+):\1(?!\w)")
_AS_XLSX = "模板是旧的 .xls 格式，填好后存为 .xlsx；字体、边框、合并、行高列宽、公式和打印设置已照原样带过来。"
_NO_RULES = "原模板里的条件格式或筛选没有带过来，请对照原模板检查。"
_NO_DRAWINGS = "原模板里的图片、文本框或控件没有带过来，请对照原模板检查。"
_LOST = "有 {} 处公式读不出来，只留下了当时的结果，请对照原模板检查。"


@dataclass(frozen=True)
class Converted:
    """A template that can be filled, and what the clerk should know about it."""

    path: Path
    notes: tuple[str, ...] = ()


def as_xlsx(template: Path, folder: Path) -> Converted:
    """The template itself when it is no .xls; else an .xlsx of the same name in `folder`.

    Raises FileRefused (encrypted, damaged), UserError (cannot be opened).
    """
    data = content_of(template, "模板")
    if not is_ole(data):
        return Converted(template)
    stream = open_ole(data)
    read_xls(data, stream, silent)
    try:
        book, notes = _converted(data, stream)
    except _BROKEN as broken:
        raise refused("truncated") from broken
    out = folder / f"{template.stem}.xlsx"
    with replace_file(out) as temporary, temporary.open("wb") as file:
        book.save(file)
    return Converted(out, notes)


def _converted(data: bytes, stream: bytes) -> tuple[Workbook, tuple[str, ...]]:
    source = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO())
    records = sheet_records(stream)
    book = Workbook()
    book.remove(book.worksheets[0])
    looks = Looks(source)
    lost = 0
    for sheet, own in zip(source.sheets(), records, strict=False):
        target = book.create_sheet(sheet.name)
        target.sheet_state = ("visible", "hidden", "veryHidden")[sheet.visibility]
        _cells(sheet, target, looks)
        lost += _formulas(source, own, target)
        _sizes(sheet, target)
        _page(own, target)
        _checks(source, own, target)
    _names(source, book)
    drawn = any(own.drawings > len(sheet.cell_note_map) for sheet, own in zip(source.sheets(), records, strict=False))
    ruled = any(own.rules for own in records)
    if not book.worksheets:
        raise refused("truncated")
    told = (_AS_XLSX, _NO_DRAWINGS if drawn else "", _NO_RULES if ruled else "", _LOST.format(lost) if lost else "")
    return book, tuple(note for note in told if note)


def _cells(sheet: xlrd.sheet.Sheet, target: Worksheet, looks: Looks) -> None:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype == xlrd.XL_CELL_EMPTY:
                continue
            made = target.cell(row + 1, column + 1)
            value = _value(cell, sheet.book.datemode)
            if value not in (None, ""):
                made.value = value
                if isinstance(value, str):
                    made.data_type = "s"
            looks.put_on(made, cell.xf_index)
    for top, bottom, left, right in sheet.merged_cells:
        target.merge_cells(None, top + 1, left + 1, bottom, right)
    for (row, column), note in sheet.cell_note_map.items():
        target.cell(row + 1, column + 1).comment = Comment(note.text, note.author or "")


def _value(cell: xlrd.sheet.Cell, mode: int) -> str | float | int | bool | datetime | None:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _ERRORS.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_DATE and mode == 1:
        moment: datetime = xlrd.xldate_as_datetime(cell.value, mode)
        return moment
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return int(cell.value) if float(cell.value).is_integer() else float(cell.value)
    return ILLEGAL_CHARACTERS_RE.sub("", str(cell.value))


def _formulas(source: xlrd.book.Book, own: SheetRecords, target: Worksheet) -> int:
    """Puts formulas back; returns how many could not be read."""
    lost = 0
    for row, column, record in own.formulas:
        text = _text(source, record, row, column)
        cell: Any = target.cell(row + 1, column + 1)
        if not text:
            lost += 1
        elif not isinstance(cell, MergedCell):
            cell.value = f"={text}"
    return lost


def _text(source: xlrd.book.Book, record: Record, row: int, column: int) -> str:
    """A formula as text; "" for one with parts that are unknown."""
    text = None
    # xlrd forgets the place of a plain formula that looks into an area of another sheet; seen from A1 it knows it.
    for kind, place in ((record.kind, (row, column)), (OF_SHARED, (0, 0))):
        with suppress(*_BROKEN):
            text = text or xlrd.formula.decompile_formula(source, record.tokens, len(record.tokens), kind, *place)
        if record.kind != OF_CELL:
            break
    pieces = (text or "?").split('"')
    outside = [_plain(piece) for piece in pieces[::2]]
    if any(mark in piece for piece in outside for mark in ("?", "UNK", "CALL_ADDIN")):
        return ""
    pieces[::2] = outside
    return '"'.join(pieces)


def _plain(piece: str) -> str:
    """Formula text outside quotes: functions newer than .xls by their names, whole numbers without a point."""
    return _TWICE.sub(r"\1", _WHOLE.sub(r"\1", _NEWER.sub(r"\1(", piece)))


def _sizes(sheet: xlrd.sheet.Sheet, target: Worksheet) -> None:
    if sheet.defcolwidth:
        target.sheet_format.baseColWidth = sheet.defcolwidth
    for column, size in sheet.colinfo_map.items():
        if column < 256:
            made = target.column_dimensions[get_column_letter(column + 1)]
            made.width = size.width / 256
            made.hidden = bool(size.hidden)
    for row, height in sheet.rowinfo_map.items():
        if height.height and not height.has_default_height:
            target.row_dimensions[row + 1].height = height.height / 20
        target.row_dimensions[row + 1].hidden = bool(height.hidden)
    if sheet.panes_are_frozen:
        target.freeze_panes = f"{get_column_letter(sheet.vert_split_pos + 1)}{sheet.horz_split_pos + 1}"
    for broken in sheet.horizontal_page_breaks:
        target.row_breaks.append(Break(id=broken[0]))
    target.sheet_view.showGridLines = bool(sheet.show_grid_lines)


def _page(own: SheetRecords, target: Worksheet) -> None:
    for name, inches in own.margins.items():
        setattr(target.page_margins, name, inches)
    if own.paper:
        target.page_setup.paperSize = own.paper
        target.page_setup.orientation = "landscape" if own.landscape else "portrait"
        target.page_setup.scale = own.scale if 10 <= own.scale <= 400 else None
    for part, text in ((target.oddHeader, own.header), (target.oddFooter, own.footer)):
        if part is not None and part.center is not None:
            part.center.text = _middle(text)
    target.protection.sheet = own.protected
    target.print_options.horizontalCentered = own.centred


def _middle(text: str) -> str | None:
    """What stands in the middle of a header or footer (`&L…&C…&R…`)."""
    found = text.partition("&C")[2].partition("&R")[0] if "&C" in text else "" if "&L" in text or "&R" in text else text
    return found or None


def _checks(source: xlrd.book.Book, own: SheetRecords, target: Worksheet) -> None:
    for check in own.lists:
        if check.words:
            formula = '"' + ",".join(check.words) + '"'
        else:
            row, column = check.areas[0][0], check.areas[0][2]
            formula = _text(source, check.formula, row, column)
        if formula:
            made = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
            for top, bottom, left, right in check.areas:
                made.add(f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}")
            target.add_data_validation(made)


def _names(source: xlrd.book.Book, book: Workbook) -> None:
    """Print areas and titles belong to their sheets; other names are put back where they can be read."""
    for name, area in _areas(source):
        sheet = book.worksheets[area.shtxlo]
        columns = _letters(area)
        if name == "Print_Titles" and area.rowxhi < _ROWS:
            sheet.print_title_rows = f"{area.rowxlo + 1}:{area.rowxhi}"
        elif name == "Print_Area":
            sheet.print_area = f"{columns[0]}{area.rowxlo + 1}:{columns[1]}{area.rowxhi}"
    for each in source.name_obj_list:
        text = "" if each.result is None or each.builtin or each.macro else each.result.text or ""
        if text and "?" not in text:
            book.defined_names[each.name] = DefinedName(each.name, attr_text=text)


def _letters(area: "xlrd.formula.Ref3D") -> tuple[str, str]:
    return get_column_letter(area.colxlo + 1), get_column_letter(area.colxhi)


def _areas(source: xlrd.book.Book) -> Iterator[tuple[str, "xlrd.formula.Ref3D"]]:
    for name in source.name_obj_list:
        label = {"\x06": "Print_Area", "\x07": "Print_Titles"}.get(name.name, name.name)
        if label in ("Print_Area", "Print_Titles") and name.result is not None and name.result.value:
            for area in name.result.value:
                if 0 <= area.shtxlo < len(source.sheets()):
                    yield label, area
