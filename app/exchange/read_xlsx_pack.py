"""How is a sheet read that reaches too far, or is written in an unusual way? By packing it first.

Only rows and columns that hold a value are kept, numbered anew, so that calamine's dense range stays small; the numbers
are undone afterwards. Values, dates and texts are thus read by the same reader in every sheet.
"""

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from app.exchange.container import COLUMN_LIMIT, ROW_LIMIT, Package, markup
from app.exchange.grid import Area, Place, Value, refused, scattered
from app.exchange.read_xlsx_facts import Facts, Looks, elements, is_struck_text
from app.exchange.read_xlsx_survey import DENSE_CELLS, column_index

_FILL = 10
_POSITIONS = 64_000_000
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = "</sheetData></worksheet>"
_REFERENCE = re.compile(r"([A-Za-z]{1,9})([0-9]{1,9})\Z")


@dataclass
class Packed:
    """A sheet made small: `xml` for calamine, the true numbers of its rows and columns, merges and facts."""

    xml: bytes = b""
    rows: list[int] = field(default_factory=list)
    columns: dict[int, int] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    cells: int = 0


def pack(package: Package, part: str, seen: Looks) -> Packed:
    """Raises FileRefused `too_large` when the values lie so scattered that packing does not help."""
    packed = Packed()
    out = [_HEAD]
    row = -1
    for element in elements(package.chunks(part), "row", "mergeCell"):
        if etree.QName(element).localname == "row":
            row = _number(element.get("r"), row + 1)
            out.append(_row(element, row, packed, seen))
        elif area := _area(element.get("ref", "")):
            packed.merges.append(area)
    out.append(_TAIL)
    if len(packed.rows) * len(packed.columns) > max(DENSE_CELLS, _FILL * packed.cells):
        raise scattered()
    packed.xml = "".join(out).encode()
    return packed


def rebuild(package: Package, sheets: dict[str, Packed]) -> bytes:
    """The workbook with these sheet parts replaced, for calamine only."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in markup(package):
            content = sheets[name].xml if name in sheets else package.read(name)
            archive.writestr(package.parts[name].filename, content)
    return out.getvalue()


def unpack(packed: Packed, rows: list[list[Value]]) -> list[list[Value]]:
    """Puts the rows that calamine read back to where they stand in the sheet."""
    if not packed.rows:
        return []
    places = list(packed.columns)
    width = _usual_width(packed)
    blank: list[Value] = [""] * width
    out = [blank] * (max(packed.rows) + 1)
    for row, values in zip(packed.rows, rows, strict=False):
        filled = [(places[at], value) for at, value in enumerate(values) if value != ""]
        far = max((column for column, _ in filled), default=0)
        line = list(out[row]) + [""] * (far + 1 - len(out[row]))
        for column, value in filled:
            line[column] = value
        out[row] = line
    return out


def _usual_width(packed: Packed) -> int:
    most = min(max(DENSE_CELLS, _FILL * packed.cells) // len(packed.rows), _POSITIONS // (max(packed.rows) + 1))
    return max((column + 1 for column in packed.columns if column < most), default=1)


def _row(element: etree._Element, row: int, packed: Packed, seen: Looks) -> str:
    if element.get("hidden") in ("1", "true"):
        packed.facts.hidden_rows.add(row)
    cells: list[str] = []
    column = -1
    for cell in element.iterchildren("{*}c"):
        reference = _REFERENCE.match(cell.get("r", ""))
        column = column_index(reference[1].encode()) if reference else column + 1
        if column >= COLUMN_LIMIT:
            raise refused("truncated")
        if len(cell) and (text := _cell(cell, (row, column), packed, seen)):
            cells.append(text)
    if not cells:
        return ""
    packed.rows.append(row)
    packed.cells += len(cells)
    return f'<row r="{len(packed.rows)}">{"".join(cells)}</row>'


def _cell(cell: etree._Element, place: Place, packed: Packed, seen: Looks) -> str:
    value = cell.findtext("{*}v") or ""
    inline = cell.find("{*}is")
    kind = cell.get("t", "n")
    _note(cell, place, packed.facts, value=value, kind=kind)
    if _is_struck(cell, seen, value=value, kind=kind) or (inline is not None and is_struck_text(inline)):
        packed.facts.struck.add(place)
    if length := seen.loose.get(_style(cell)):
        packed.facts.loose[place] = length
    if not value and inline is None:
        return ""
    at = packed.columns.setdefault(place[1], len(packed.columns))
    content = f"<v>{escape(value)}</v>" if inline is None else etree.tostring(inline, encoding="unicode")
    reference = f"{_letters(at)}{len(packed.rows) + 1}"
    return f'<c r="{reference}" s={quoteattr(cell.get("s", "0"))} t={quoteattr(kind)}>{content}</c>'


def _note(cell: etree._Element, place: Place, facts: Facts, *, value: str, kind: str) -> None:
    if cell.find("{*}f") is not None:
        facts.formulas.add(place)
        if not value and kind != "str":
            facts.formula_no_value.add(place)
    if kind == "e":
        facts.errors[place] = value


def _is_struck(cell: etree._Element, seen: Looks, *, value: str, kind: str) -> bool:
    if _style(cell) in seen.struck_styles:
        return True
    return kind == "s" and value.isdecimal() and int(value) in seen.struck_strings


def _style(cell: etree._Element) -> int:
    style = cell.get("s", "0")
    return int(style) if style.isdecimal() else 0


def _number(text: str | None, following: int) -> int:
    row = int(text) - 1 if text and text.isdecimal() else following
    if not 0 <= row < ROW_LIMIT:
        raise refused("truncated")
    return row


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    corners = (_REFERENCE.match(first), _REFERENCE.match(last or first))
    if corners[0] is None or corners[1] is None:
        return None
    (r0, c0), (r1, c1) = ((int(corner[2]) - 1, column_index(corner[1].encode())) for corner in corners if corner)
    return r0, c0, r1, c1


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
