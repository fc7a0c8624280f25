"""What stands in a workbook saved as "XML 表格 2003"? Rows, merges, hidden rows and types as the file states them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from app.exchange import date_format
from app.exchange.container import COLUMN_LIMIT, ROW_LIMIT, refuse_entities
from app.exchange.grid import Area, Grid, Value, limit_rows, refused
from app.exchange.read_xlsx import grid_of
from app.exchange.read_xlsx_facts import Facts, elements

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHUNK = 1024 * 1024
_BLANK: list[Value] = []
_CELLS = 20_000_000


@dataclass
class _Sheet:
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    next: int = 0


def is_spreadsheet_xml(head: str) -> bool:
    return "urn:schemas-microsoft-com:office:spreadsheet" in head and "workbook" in head


def read_xml(data: bytes) -> tuple[Grid, ...]:
    """All worksheets. Raises FileRefused `xml_attack` for a document type, `truncated` for broken markup."""
    refuse_entities(data)
    chunks = (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
    return tuple(_grids(chunks))


def _grids(chunks: Iterator[bytes]) -> Iterator[Grid]:
    sheet = _Sheet()
    heights: list[int] = []
    struck: set[str] = set()
    loose: dict[str, int] = {}
    for element in elements(chunks, "Style", "Row", "Worksheet"):
        tag = etree.QName(element).localname
        if tag == "Style":
            if any(font.get(f"{_SS}StrikeThrough") == "1" for font in element.iter("{*}Font")):
                struck.add(element.get(f"{_SS}ID", ""))
            for shown in element.iter("{*}NumberFormat"):
                loose[element.get(f"{_SS}ID", "")] = date_format.exactness(shown.get(f"{_SS}Format", ""))
        elif tag == "Row":
            _row(element, sheet, struck, loose)
        else:
            heights.append(len(sheet.rows))
            limit_rows(heights)
            visible = next((found.text for found in element.iter("{*}Visible")), "")
            hidden = visible in ("SheetHidden", "SheetVeryHidden")
            name = element.get(f"{_SS}Name", "")
            yield grid_of(name, _padded(sheet.rows), tuple(sheet.merges), found=sheet.facts, hidden=hidden)
            sheet = _Sheet()


def _row(element: etree._Element, sheet: _Sheet, struck: set[str], loose: dict[str, int]) -> None:
    row = _index(element, sheet.next, ROW_LIMIT)
    span = _count(element, "Span")
    sheet.next = row + 1 + span
    if element.get(f"{_SS}Hidden") == "1":
        sheet.facts.hidden_rows.update(range(row, min(row + 1 + span, ROW_LIMIT)))
    values: list[Value] = []
    column = 0
    for cell in element.iterchildren("{*}Cell"):
        column = _index(cell, column, COLUMN_LIMIT)
        across, down = _count(cell, "MergeAcross"), _count(cell, "MergeDown")
        if across or down:
            sheet.merges.append((row, column, row + down, column + across))
        value = _cell(cell, (row, column), sheet.facts)
        if value != "":
            values.extend([""] * (column - len(values)))
            values.append(value)
        style = cell.get(f"{_SS}StyleID") or element.get(f"{_SS}StyleID") or ""
        if style in struck or cell.find("{*}Data//{*}S") is not None:
            sheet.facts.struck.add((row, column))
        if length := loose.get(style):
            sheet.facts.loose[row, column] = length
        column += 1 + across
    if values:
        sheet.rows.extend([_BLANK] * (row - len(sheet.rows)))
        sheet.rows[row:] = [values]


def _cell(cell: etree._Element, place: tuple[int, int], facts: Facts) -> Value:
    data = cell.find("{*}Data")
    text = "" if data is None else "".join(map(str, data.itertext()))
    kind = "" if data is None else data.get(f"{_SS}Type", "String")
    if cell.get(f"{_SS}Formula") is not None:
        facts.formulas.add(place)
        if not text and kind != "String":
            facts.formula_no_value.add(place)
    if kind == "Error":
        facts.errors[place] = text
    return _value(text, kind)


def _value(text: str, kind: str) -> Value:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text


def _padded(rows: list[list[Value]]) -> list[list[Value]]:
    """As wide as the widest row, while that stays within reason; empty rows share one list."""
    filled = sum(1 for row in rows if row)
    most = _CELLS // max(filled, 1)
    width = max((len(row) for row in rows if len(row) <= most), default=0)
    blank: list[Value] = [""] * width
    return [row + [""] * (width - len(row)) if row else blank for row in rows]


def _index(element: etree._Element, following: int, limit: int) -> int:
    text = element.get(f"{_SS}Index")
    at = int(text) - 1 if text and text.isdecimal() else following
    if not following <= at < limit:
        raise refused("truncated")
    return at


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_SS}{name}", "")
    return min(int(text), ROW_LIMIT) if text.isdecimal() else 0
