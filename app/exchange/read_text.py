"""What stands in a CSV or TSV? Encoding and separator are found, never guessed past an unreadable character."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import Literal

from app.exchange.container import ROW_LIMIT
from app.exchange.grid import Grid, Value, refused
from app.progress import Progress

_CHUNK = 1024 * 1024
_SEPARATORS = ",;\t|"
_CELL_LIMIT = 10_000_000
_KNOWN_LIMIT = 50_000
_PAD_CELLS = 40_000_000
_BROKEN = ("文件里有读不出来的字，可能已损坏。", "请用表格程序打开原件，另存为 .xlsx 后再导入。")
_EQUALS_TEXT = re.compile(r'\A="([^"]*)"\Z')
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")
_WRAPPINGS = frozenset("='")
_DAMAGE_FROM = 20


def charset_of(data: bytes) -> str:
    """The encoding in which every byte can be read: BOM, then UTF-8, then UTF-16 by its zeros, then GB18030.

    Raises FileRefused `truncated` when there is none, also for UTF-8 with a damaged place (GB18030 would often
    read that as other characters), and `not_a_workbook` for binary content.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _require(data, "utf-8-sig")
    if data.startswith(codecs.BOM_UTF16_LE):
        return _require(data, "utf-16-le")
    if data.startswith(codecs.BOM_UTF16_BE):
        return _require(data, "utf-16-be")
    head = data[:_CHUNK]
    if head.count(0) * 8 > len(head):
        return _require(data, "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be")
    _refuse_binary(head)
    readable = _readable_until(data, "utf-8")
    if readable is None:
        return "utf-8"
    if sum(byte >= 0xC0 for byte in data[max(0, readable - _CHUNK) : readable]) > _DAMAGE_FROM:
        raise refused("truncated", *_BROKEN)
    return _require(data, "gb18030")


def decoded(data: bytes, charset: str) -> str:
    return data.decode(charset).removeprefix("\ufeff")


def read_text(data: bytes, charset: str, *, name: str, progress: Progress) -> tuple[Grid, ...]:
    """One grid whose rows are the records. Values stay text; `="0330"` and `'=1+1`, by which programs keep a text from
    being a number or a formula, are unwrapped. Raises FileRefused.
    """
    separator = _separator(_start(data, charset))
    wrapped = b'="' in data or b'=\x00"' in data or b"'" in data

    def records(*, strict: bool = False, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> list[list[Value]]:
        reader = csv.reader(_lines(data, charset), delimiter=separator, strict=strict, quoting=quoting)
        return _read(reader, wrapped=wrapped, progress=progress)

    try:
        rows = records(strict=True)
    except csv.Error as strange:
        # A quote that is never closed would swallow every following record: then quotes are ordinary characters.
        unclosed = "end of data" in str(strange)
        try:
            rows = records(quoting=csv.QUOTE_NONE if unclosed else csv.QUOTE_MINIMAL)
        except csv.Error as broken:
            raise refused("truncated", *_BROKEN) from broken
    return (Grid(name, rows),)


def _read(records: Iterator[list[str]], *, wrapped: bool, progress: Progress) -> list[list[Value]]:
    csv.field_size_limit(_CELL_LIMIT)
    rows: list[list[Value]] = []
    known: dict[str, str] = {}
    width = 0
    for fields in records:
        # One string for equal cells: a county's sheet then takes a third of the memory.
        share = known.setdefault if len(known) < _KNOWN_LIMIT else known.get
        rows.append([share(value, value) for value in (_unwrapped(fields) if wrapped else fields)])
        width = max(width, len(fields))
        if len(rows) > ROW_LIMIT:
            raise refused("too_large", f"文件超过 {ROW_LIMIT} 行。")
        if len(rows) % 20_000 == 0:
            progress(len(rows), 0, "读取文件")
    while rows and not any(rows[-1]):
        rows.pop()
    _pad(rows, width)
    return rows


def _unwrapped(fields: list[str]) -> list[str]:
    return [_unwrapped_text(field) if field[:1] in _WRAPPINGS else field for field in fields]


def _unwrapped_text(field: str) -> str:
    if match := _EQUALS_TEXT.match(field):
        return match[1]
    return field[1:] if _GUARDED.match(field) else field


def _lines(data: bytes, charset: str) -> Iterator[str]:
    return _clean(TextIOWrapper(BytesIO(data), charset, newline=""))


def _clean(lines: Iterator[str]) -> Iterator[str]:
    """Without the byte order mark and without NUL, which stands for nothing and cannot be shown."""
    first = True
    for line in lines:
        text = line.removeprefix("\ufeff") if first else line
        first = False
        yield text.replace("\x00", "") if "\x00" in text else text


def _separator(text: str) -> str:
    """The separator that gives most of the first lines the same number of fields, more than one."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    best, separator = (0, 0), ","
    for candidate in _SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if len(row) > 1)
        if widths:
            fields, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (count, fields) > best:
                best, separator = (count, fields), candidate
    return separator


def _pad(rows: list[list[Value]], width: int) -> None:
    if len(rows) * width > _PAD_CELLS:
        width = _PAD_CELLS // len(rows)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))


def _start(data: bytes, charset: str) -> str:
    decoder = codecs.getincrementaldecoder(charset)()
    return decoder.decode(data[: 64 * 1024]).removeprefix("\ufeff")


def _require(data: bytes, charset: str) -> str:
    if _readable_until(data, charset) is not None:
        raise refused("truncated", *_BROKEN)
    return charset


def _readable_until(data: bytes, charset: str) -> int | None:
    """The place of the first byte that cannot be read; None when all can."""
    decoder = codecs.getincrementaldecoder(charset)()
    for at in range(0, len(data) + 1, _CHUNK):
        chunk = data[at : at + _CHUNK]
        try:
            decoder.decode(chunk, final=at + _CHUNK >= len(data) + 1)
        except UnicodeDecodeError as broken:
            return at + broken.start
    return None


def _refuse_binary(head: bytes) -> None:
    control = sum(head.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    if control * 100 > len(head):
        raise refused("not_a_workbook")
