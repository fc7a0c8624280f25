"""What surrounds the rows of a sheet: made once per workbook by XlsxWriter, the rows are streamed into it later.

Each sheet of the skeleton holds title, unit line, headings and one sample row from which the numbers of the cell
styles are read; everything about looks (print set-up, widths, borders) is said here and nowhere else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app import clock
from app.table import Column, Table

_A4, _A3 = 9, 8
_WIDEST = 200  # characters: more of them on A4 would be too small to read
_SAMPLE_ROW = re.compile(r'<row r="(\d+)"[^>]*>((?:(?!<row ).)*?)</row></sheetData>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_WRAPPED = frozenset({"text", "link", "choice"})
NUMERIC = frozenset({"number", "money"})
_CENTRED = frozenset({"id", "phone", "date", "flag", "choice"})
_NARROW = 12
STYLES = (
    "text",
    "guarded",
    "centre",
    "centre guarded",
    "wrapped",
    "wrapped guarded",
    "number",
    "decimal",
    "total",
    "total guarded",
    "total number",
    "note",
    "sign",
)


@dataclass(frozen=True)
class SheetFrame:
    """One sheet part of the skeleton: XML before and after the rows, the first free row, style numbers by name."""

    part: str
    head: str
    tail: str
    merges: tuple[str, ...]
    next_row: int
    styles: Mapping[str, int]


def skeleton(tables: Sequence[tuple[str, Table]]) -> tuple[ZipFile, tuple[SheetFrame, ...]]:
    """The packed skeleton and the frames of its sheets, one per pair of sheet name and table."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": clock.now().replace(tzinfo=None), "author": "", "title": tables[0][1].title})
    formats = _formats(book)
    for name, table in tables:
        _sheet(book.add_worksheet(name), table, formats)
    book.close()
    packed = ZipFile(buffer)
    parts = (f"xl/worksheets/sheet{number}.xml" for number in range(1, len(tables) + 1))
    return packed, tuple(_frame(part, packed.read(part).decode()) for part in parts)


def sheet_names(titles: Sequence[str]) -> tuple[str, ...]:
    """Names a spreadsheet program takes: no forbidden character, at most 31, each different."""
    found: list[str] = []
    for title in titles:
        plain = _FORBIDDEN.sub(" ", title).strip().strip("'").strip() or "台账"
        found.append(next(name for name in _candidates(plain) if name.casefold() not in map(str.casefold, found)))
    return tuple(found)


def style_of(column: Column) -> str:
    """The name of the text style for a column."""
    if column.kind in _CENTRED or column.align == "center" or column.merge or column.width <= _NARROW:
        return "centre"
    return "wrapped" if column.kind in _WRAPPED else "text"


def unique_labels(columns: Sequence[Column]) -> tuple[str, ...]:
    """Headings of one line: group and label joined where a label alone stands twice."""
    labels = [column.label for column in columns]
    return tuple(
        f"{column.group}_{column.label}" if column.group and labels.count(column.label) > 1 else column.label
        for column in columns
    )


def _candidates(plain: str) -> Iterator[str]:
    yield plain[:_LONGEST_NAME]
    number = 1
    while True:
        number += 1
        ending = f"({number})"
        yield plain[: _LONGEST_NAME - len(ending)] + ending


def _formats(book: Workbook) -> dict[str, Format]:
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "num_format": "@"}
    looks: dict[str, dict[str, object]] = {
        "text": cell,
        "centre": {**cell, "align": "center", "text_wrap": True},
        "wrapped": {**cell, "text_wrap": True},
        "number": {**cell, "align": "right", "num_format": "0"},
        "decimal": {**cell, "align": "right", "num_format": "0.00"},
        "total": {**cell, "bold": True, "align": "center"},
        "total number": {**cell, "bold": True, "align": "right", "num_format": "General"},
        "note": {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter", "num_format": "@"},
        "sign": {"font_name": "宋体", "font_size": 11, "valign": "bottom", "num_format": "@"},
        "title": {"font_name": "宋体", "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
        "unit": {"font_name": "宋体", "font_size": 10, "num_format": "@"},
        "day": {"font_name": "宋体", "font_size": 10, "align": "right", "num_format": "@"},
        "plain": {"num_format": "@"},
        "head": {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"},
    }
    for name in ("text", "centre", "wrapped", "total"):
        looks[f"{name} guarded"] = {**looks[name], "quote_prefix": True}
    looks["guarded"] = looks.pop("text guarded")
    return {name: book.add_format(look) for name, look in looks.items()}


def _sheet(sheet: Worksheet, table: Table, formats: Mapping[str, Format]) -> None:
    _print_setup(sheet, table)
    last = len(table.columns) - 1
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, _width(column), formats["plain"] if column.kind not in NUMERIC else None)
    sheet.set_row(0, 34)
    _across(sheet, (0, 0, last), table.title, formats["title"])
    middle = last // 2
    if last:
        _across(sheet, (1, 0, middle), f"填报单位：{table.unit}", formats["unit"])
        _across(sheet, (1, middle + 1, last), f"填报时间：{table.date}", formats["day"])
    else:
        sheet.write_string(1, 0, f"填报单位：{table.unit}　填报时间：{table.date}", formats["unit"])
    below = _headings(sheet, table.columns, formats["head"])
    sheet.repeat_rows(2, below - 1)
    sheet.freeze_panes(below, 0)
    for index, name in enumerate(STYLES):
        sheet.write_blank(below, index, None, formats[name])


def _print_setup(sheet: Worksheet, table: Table) -> None:
    if table.landscape:
        sheet.set_landscape()
    sheet.set_paper(_A3 if sum(_width(column) for column in table.columns) > _WIDEST else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _headings(sheet: Worksheet, columns: Sequence[Column], look: Format) -> int:
    """Writes one or two heading rows from row 2 on; gives the row below them."""
    grouped = any(column.group for column in columns)
    for group, members in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        pairs = tuple(members)
        if group:
            _across(sheet, (2, pairs[0][0], pairs[-1][0]), group, look)
        for index, column in pairs:
            if grouped and not group:
                sheet.merge_range(2, index, 3, index, "", look)
            sheet.write_string(3 if grouped and group else 2, index, column.label, look)
    tallest = max(-(-2 * len(column.label) // max(int(_width(column)) - 1, 2)) for column in columns)
    sheet.set_row(3 if grouped else 2, max(22, min(tallest, 4) * 15))
    return 4 if grouped else 3


def _across(sheet: Worksheet, place: tuple[int, int, int], text: str, look: Format) -> None:
    row, first, last = place
    if first != last:
        sheet.merge_range(row, first, row, last, "", look)
    sheet.write_string(row, first, text, look)


def _width(column: Column) -> float:
    """In characters, as spreadsheet programs count; two spare for the cell's own margins."""
    return min(max(column.width, 4) + 2, 60)


def _frame(part: str, xml: str) -> SheetFrame:
    """Cuts the sample row out of a sheet of the skeleton; its merged areas are written anew with those of the rows."""
    sample = _SAMPLE_ROW.search(xml)
    if sample is None:
        raise ValueError("the skeleton lost its sample row")
    numbers = map(int, _STYLE.findall(sample[2]))
    tail = xml[sample.end() - len("</sheetData>") :]
    merges = tuple(re.findall(r'<mergeCell ref="([^"]+)"/>', tail))
    tail = re.sub(r"<mergeCells.*?</mergeCells>", "", tail, flags=re.DOTALL)
    head = re.sub(r' spans="[^"]*"|<dimension [^>]*/>', "", xml[: sample.start()])
    return SheetFrame(part, head, tail, merges, int(sample[1]), dict(zip(STYLES, numbers, strict=True)))
