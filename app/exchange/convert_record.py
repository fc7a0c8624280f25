"""What does the byte stream of an .xls hold that its reader leaves out: formulas, drop-down lists, print set-up?

Record numbers and layouts follow [MS-XLS], 2.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.exchange.grid import refused
from app.exchange.read_xls import records

_BOF, _EOF, _BOUNDSHEET = 0x809, 0x0A, 0x85
_FORMULA, _SHARED, _CHECK = 0x06, 0x4BC, 0x1BE
_HEADER, _FOOTER, _SETUP, _CENTRED, _PROTECT, _OBJECT = 0x14, 0x15, 0xA1, 0x83, 0x12, 0x5D
_RULES = frozenset({0x1B0, 0x9D})  # conditional formats, a filter
_MARGINS = {0x26: "left", 0x27: "right", 0x28: "top", 0x29: "bottom"}
OF_CELL, OF_SHARED, OF_CHECK = 1, 2, 16
_NEWEST = b"\x00\x06"
_POINTER = 0x01
_TEXT = 0x17
_LIST, _WRITTEN_OUT = 3, 0x80


@dataclass(frozen=True)
class Record:
    """The tokens of a formula and the sort of place they come from, as xlrd numbers it."""

    tokens: bytes
    kind: int


@dataclass(frozen=True)
class ListCheck:
    """A drop-down list: `words` written out, else a formula; areas are (top, bottom, left, right), 0-based."""

    words: tuple[str, ...]
    formula: Record
    areas: tuple[tuple[int, int, int, int], ...]


@dataclass
class SheetRecords:
    """What was found for one sheet. `formulas` are (row, column, formula), 0-based; margins are in inches."""

    formulas: list[tuple[int, int, Record]] = field(default_factory=list)
    lists: list[ListCheck] = field(default_factory=list)
    margins: dict[str, float] = field(default_factory=dict)
    header: str = ""
    footer: str = ""
    paper: int = 0
    scale: int = 100
    landscape: bool = False
    centred: bool = False
    protected: bool = False
    drawings: int = 0
    rules: int = 0


def sheet_records(stream: bytes) -> tuple[SheetRecords, ...]:
    """One entry for each worksheet, in the workbook's order. Raises FileRefused."""
    places = []
    try:
        for kind, body in records(stream, 0):
            if kind == _EOF:
                break
            if kind == _BOUNDSHEET and body[5] == 0:
                places.append(struct.unpack_from("<I", body)[0])
        return tuple(_sheet(stream, place, newest=stream[4:6] == _NEWEST) for place in places)
    except (struct.error, IndexError) as broken:
        raise refused("truncated") from broken


def _own(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet without those of charts in it."""
    depth = 0
    for kind, body in records(stream, place):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _sheet(stream: bytes, place: int, *, newest: bool) -> SheetRecords:
    """Texts are read from files of Excel 97 and later only: older ones count in bytes of a code page."""
    sheet = SheetRecords()
    sharing = _Sharing()
    for kind, body in _own(stream, place):
        if kind == _FORMULA:
            _formula(body, sheet, sharing)
        elif kind == _SHARED:
            sharing.add(body)
        elif kind == _CHECK and newest:
            _check(body, sheet)
        elif kind == _SETUP:
            sheet.paper, sheet.scale = struct.unpack_from("<HH", body)
            sheet.landscape = not struct.unpack_from("<H", body, 10)[0] & 2
        elif kind in _MARGINS:
            sheet.margins[_MARGINS[kind]] = struct.unpack_from("<d", body)[0]
        elif kind in (_HEADER, _FOOTER) and newest and len(body) > 3:
            setattr(sheet, "header" if kind == _HEADER else "footer", _string(body, 0)[0])
        elif kind in (_CENTRED, _PROTECT):
            setattr(sheet, "centred" if kind == _CENTRED else "protected", bool(body[0]))
        sheet.drawings += kind == _OBJECT
        sheet.rules += kind in _RULES
    sheet.formulas.extend(sharing.spread())
    return sheet


def _formula(body: bytes, sheet: SheetRecords, sharing: "_Sharing") -> None:
    row, column = struct.unpack_from("<HH", body)
    size = struct.unpack_from("<H", body, 20)[0]
    tokens = body[22 : 22 + size]
    if tokens[:1] == bytes((_POINTER,)):
        sharing.last = struct.unpack_from("<HH", tokens, 1)
        sharing.cells.append((row, column, sharing.last))
    else:
        sheet.formulas.append((row, column, Record(tokens, OF_CELL)))


@dataclass
class _Sharing:
    """Cells that point at a formula they share, and those formulas by the place they are pointed at with."""

    cells: list[tuple[int, int, tuple[int, int]]] = field(default_factory=list)
    formulas: dict[tuple[int, int], Record] = field(default_factory=dict)
    last: tuple[int, int] = (0, 0)

    def add(self, body: bytes) -> None:
        """A shared formula follows the first cell that has it."""
        size = struct.unpack_from("<H", body, 8)[0]
        self.formulas[self.last] = Record(body[10 : 10 + size], OF_SHARED)

    def spread(self) -> Iterator[tuple[int, int, Record]]:
        """Each cell with its formula; an empty one where it was not found (formulas of several cells at once)."""
        for row, column, place in self.cells:
            yield row, column, self.formulas.get(place, Record(b"", OF_SHARED))


def _check(body: bytes, sheet: SheetRecords) -> None:
    flags = struct.unpack_from("<I", body)[0]
    at = 4
    for _ in range(4):
        _, at = _string(body, at)
    first, at = _tokens(body, at)
    _, at = _tokens(body, at)
    count = struct.unpack_from("<H", body, at)[0]
    areas = tuple(struct.unpack_from("<4H", body, at + 2 + 8 * each) for each in range(count))
    if flags & 0x0F != _LIST or not areas:
        return
    words: tuple[str, ...] = ()
    if flags & _WRITTEN_OUT and first[:1] == bytes((_TEXT,)):
        text, _ = _short_string(first, 1)
        words = tuple(word for word in text.split("\0") if word)
    sheet.lists.append(ListCheck(words, Record(first, OF_CHECK), areas))


def _tokens(body: bytes, at: int) -> tuple[bytes, int]:
    size = struct.unpack_from("<H", body, at)[0]
    return body[at + 4 : at + 4 + size], at + 4 + size


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A text with a length of two bytes."""
    return _characters(body, at + 2, struct.unpack_from("<H", body, at)[0])


def _short_string(body: bytes, at: int) -> tuple[str, int]:
    return _characters(body, at + 1, body[at])


def _characters(body: bytes, at: int, count: int) -> tuple[str, int]:
    wide = body[at] & 1
    end = at + 1 + count * (2 if wide else 1)
    return body[at + 1 : end].decode("utf-16-le" if wide else "latin-1", "replace"), end
