"""What stands in an old .xls (or an .et with the same bytes)? Values by calamine, facts from its BIFF records.

Record numbers and layouts follow [MS-XLS]; BIFF5 (Excel 95) and BIFF8 agree in all that is read here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import SheetVisibleEnum

from app.exchange import date_format
from app.exchange.container import OLE_MAGIC
from app.exchange.grid import Grid, Value, refused, scattered
from app.exchange.read_ole import Compound, open_compound
from app.exchange.read_xlsx import grid_of, merges_of, opened
from app.exchange.read_xlsx_facts import Facts
from app.progress import Progress

_BOF, _EOF, _FILEPASS, _SHEET, _FONT, _FORMAT, _XF, _ROW = 0x809, 0x0A, 0x2F, 0x85, 0x31, 0x41E, 0xE0, 0x208
_FORMULA, _BOOLERR = 0x06, 0x205
_ONE_CELL = frozenset((0x06, 0x203, 0x204, 0x205, 0xFD, 0x27E, 0xD6))
_MULTIPLE_NUMBERS = 0xBD
_DENSE_CELLS = 8_000_000
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(frozen=True)
class _Looks:
    """What the styles say: which are struck out, which show a date without its day (style → characters shown)."""

    struck: frozenset[int]
    loose: dict[int, int]


@dataclass
class _Sheet:
    facts: Facts = field(default_factory=Facts)
    height: int = 0
    width: int = 0


def open_ole(data: bytes) -> bytes:
    """The BIFF stream of an OLE workbook. Raises FileRefused for encrypted, Word and unknown files."""
    compound = open_compound(data)
    names = compound.streams
    if "encryptedpackage" in names:
        raise refused("encrypted")
    for name in ("workbook", "book"):
        if name in names:
            return _checked(compound, name)
    if "worddocument" in names or "powerpoint document" in names:
        raise refused("not_a_workbook", "这是文字或演示文件，不是表格。")
    raise refused("unsupported_format")


def read_xls(data: bytes, stream: bytes, progress: Progress) -> tuple[Grid, ...]:
    """All worksheets in the workbook's order. Raises FileRefused."""
    surveyed = _survey(stream)
    grids = []
    with opened(data) as book:
        if len(book.sheets_metadata) != len(surveyed):
            raise refused("unsupported_format")
        for at, (meta, sheet) in enumerate(zip(book.sheets_metadata, surveyed, strict=True)):
            if sheet is None:
                continue
            progress(at, len(surveyed), f"读取 {meta.name}")
            source = book.get_sheet_by_name(meta.name)
            rows: list[list[Value]] = source.to_python(skip_empty_area=False)  # type: ignore[assignment]
            hidden = meta.visible != SheetVisibleEnum.Visible
            grids.append(grid_of(meta.name, rows, merges_of(source), found=sheet.facts, hidden=hidden))
    return tuple(grids)


def is_ole(data: bytes) -> bool:
    return data.startswith(OLE_MAGIC)


def _checked(compound: Compound, name: str) -> bytes:
    stream = compound.read(name)
    if len(stream) < 4 or struct.unpack_from("<H", stream)[0] != _BOF:
        raise refused("unsupported_format")
    for kind, _ in records(stream, 0):
        if kind == _FILEPASS:
            raise refused("encrypted")
        if kind == _EOF:
            return stream
    raise refused("truncated")


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a stream from a place on: number and body."""
    end = len(stream) - 4
    unpack = struct.Struct("<HH").unpack_from
    while at <= end:
        kind, size = unpack(stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _survey(stream: bytes) -> tuple[_Sheet | None, ...]:
    """One entry for each sheet in the workbook's order; None for charts and macros."""
    places: list[int | None] = []
    fonts: list[bool] = []
    styles: list[tuple[int, int]] = []
    codes = dict.fromkeys(date_format.BUILT_IN, date_format.MONTH)
    try:
        for kind, body in records(stream, 0):
            if kind == _EOF:
                break
            if kind == _SHEET:
                places.append(struct.unpack_from("<I", body)[0] if body[5] == 0 else None)
            elif kind == _FONT:
                fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & 8))
            elif kind == _XF:
                styles.append(struct.unpack_from("<HH", body))
            elif kind == _FORMAT:
                codes[struct.unpack_from("<H", body)[0]] = date_format.exactness(_code(body))
        struck = frozenset(index for index, (font, _) in enumerate(styles) if _is_struck(fonts, font))
        looks = _Looks(struck, {index: codes[number] for index, (_, number) in enumerate(styles) if codes.get(number)})
        return tuple(None if at is None else _sheet(stream, at, looks) for at in places)
    except (struct.error, IndexError) as broken:
        raise refused("truncated") from broken


def _code(body: bytes) -> str:
    """The number format's code: BIFF8 counts characters in two bytes and tells their width, BIFF5 knows one width."""
    length = struct.unpack_from("<H", body, 2)[0]
    if len(body) == 5 + 2 * length and body[4] & 1:
        return body[5:].decode("utf-16-le", "replace")
    return body[5 if len(body) == 5 + length else 3 :].decode("latin-1")


def _is_struck(fonts: list[bool], font: int) -> bool:
    """Font number 4 is left out of the list of fonts, so later numbers are one too high."""
    at = font - 1 if font > 4 else font
    return at < len(fonts) and fonts[at]


def _sheet(stream: bytes, at: int, looks: _Looks) -> _Sheet:
    sheet = _Sheet()
    depth = 0
    for kind, body in records(stream, at):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if kind in _ONE_CELL:
            _note_cell(kind, body, sheet, looks=looks)
        elif kind == _MULTIPLE_NUMBERS:
            _note_numbers(body, sheet, looks)
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            sheet.facts.hidden_rows.add(struct.unpack_from("<H", body)[0])
    else:
        raise refused("truncated")
    if sheet.height * sheet.width > _DENSE_CELLS:
        raise scattered()
    return sheet


def _note_cell(kind: int, body: bytes, sheet: _Sheet, *, looks: _Looks) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, column + 1)
    _note_look(style, (row, column), sheet.facts, looks=looks)
    if kind == _FORMULA:
        _note_formula(body, (row, column), sheet.facts)
    elif kind == _BOOLERR and body[7]:
        sheet.facts.errors[row, column] = _ERRORS.get(body[6], "#N/A")


def _note_look(style: int, place: tuple[int, int], facts: Facts, *, looks: _Looks) -> None:
    if style in looks.struck:
        facts.struck.add(place)
    if style in looks.loose:
        facts.loose[place] = looks.loose[style]


def _note_numbers(body: bytes, sheet: _Sheet, looks: _Looks) -> None:
    row, first = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0]
    sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, last + 1)
    styles = struct.unpack_from("<" + "H4x" * (last - first + 1), body, 4)
    for at, style in enumerate(styles):
        _note_look(style, (row, first + at), sheet.facts, looks=looks)


def _note_formula(body: bytes, place: tuple[int, int], facts: Facts) -> None:
    facts.formulas.add(place)
    if body[12:14] == b"\xff\xff" and body[6] == 2:
        facts.errors[place] = _ERRORS.get(body[8], "#N/A")
