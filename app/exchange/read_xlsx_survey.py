"""How far does a sheet of an .xlsx reach, and does it hold anything that values alone do not tell?

One pass over the raw sheet: calamine builds a dense range, so a stray value in the last corner would ask for
gigabytes; and it drops hidden rows, formulas and error values, which most sheets do not have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.exchange.container import COLUMN_LIMIT, ROW_LIMIT, Package

DENSE_CELLS = 2_000_000
_FILL = 10
_LONGEST_ROW = 7
_CHUNK = 256 * 1024
# Anything but a reference up to AZ99999. It also stops at odd quoting and spacing, so nothing far slips through.
_UNUSUAL = re.compile(rb'r\s*=\s*(?!"(?:A?[A-Z])?[0-9]{1,5}")')
_REFERENCE = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*(?<!/)>(?!</)')
_PLACES = re.compile(rb"r\s*=")
_ODD_SIGNS = (b"<!", b":c ", b":c>", b"<c>", b"<c\t", b"<c\n", b"<c\r", b"='")
# A single letter is sought ten times faster than a word, and most sheets have none of these in their cells.
_MARKS = ((b"f", b"</f>"), (b"h", b"hidden="), (b"e", b't="e"'), (b"k", b"<strike"))
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = b"0123456789"


@dataclass(frozen=True)
class Survey:
    """`odd` sheets are written in an unusual way and `far` ones reach too far: both are packed before reading.

    `marked` sheets may hold hidden rows, formulas, errors or struck text.
    """

    odd: bool = False
    far: bool = False
    marked: bool = False


def survey(package: Package, part: str) -> Survey:
    """One pass over the sheet. Raises FileRefused when the part is longer than announced or cut."""
    head = package.head(part)
    if _is_odd(head):
        return Survey(odd=True)
    unusual = marked = False
    for block in blocks(package, part):
        unusual = unusual or _reaches_far(block)
        marked = marked or any(letter in block and mark in block for letter, mark in _MARKS)
    return Survey(far=unusual and _is_far(package, part), marked=marked)


def blocks(package: Package, part: str, end: bytes = b">") -> Iterator[bytes]:
    """The sheet in pieces each of which ends with `end`; the last one ends with the sheet."""
    rest: list[bytes] = []
    for chunk in package.chunks(part, _CHUNK):
        cut = chunk.rfind(end)
        if cut < 0:
            rest.append(chunk)
            continue
        cut += len(end)
        yield b"".join((*rest, chunk[:cut]))
        rest = [chunk[cut:]]
    if any(rest):
        yield b"".join(rest)


def column_index(letters: bytes) -> int:
    """0-based column of `A`, `XFD`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _is_odd(head: bytes) -> bool:
    if b"\x00" in head or (b"encoding=" in head[:200] and b"utf-8" not in head[:200].lower()):
        return True
    if b"<worksheet" not in head[:4096]:
        return True
    cell = re.search(rb"<c[ >/]", head)
    return cell is not None and re.match(rb'<c [^>]*?\br="', head[cell.start() :]) is None


def _reaches_far(block: bytes) -> bool:
    return _UNUSUAL.search(block) is not None and _UNUSUAL.search(_rows(block)) is not None


def _rows(block: bytes) -> bytes:
    """The part of a block that lies within the rows; the whole of it where a comment may pretend their end."""
    start = max(block.find(b"<sheetData"), 0)
    end = -1 if b"<!" in block else block.rfind(b"</sheetData>")
    return block[start : end if end >= 0 else len(block)]


def _is_plain(rows: bytes) -> bool:
    """Whether every cell and row states its place once, first, and in the usual way."""
    cells = rows.count(b'<c r="')
    places = cells + rows.count(b'<row r="')
    return (
        rows.count(b"<c ") == cells
        and len(_PLACES.findall(rows)) == places
        and not any(sign in rows for sign in _ODD_SIGNS)
    )


def _is_far(package: Package, part: str) -> bool:
    """Counts only cells with a content; where places cannot be told for sure the sheet is taken for far."""
    count, columns, rows = 0, set[bytes](), set[bytes]()
    for block in blocks(package, part):
        content = _rows(block)
        if not _is_plain(content):
            return True
        found = _REFERENCE.findall(content)
        count += len(found)
        places = b" ".join(found)  # all at once: cell by cell it takes four times as long
        columns.update(places.translate(None, _DIGITS).split())
        rows.update(places.translate(None, _LETTERS).split())
    if not count:
        return False
    width = max(column_index(letters) for letters in columns) + 1
    if max(map(len, rows)) > _LONGEST_ROW:
        return True
    height = max(map(int, rows))
    return width > COLUMN_LIMIT or height > ROW_LIMIT or width * height > max(DENSE_CELLS, _FILL * count)
