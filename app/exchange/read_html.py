"""What stands in the tables of a web page, or of a web page saved as .xls or .mht? Rows are numbered by `<tr>`."""

import email
import email.policy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from html.parser import HTMLParser

from lxml import etree

from app.exchange.container import COLUMN_LIMIT, ROW_LIMIT
from app.exchange.grid import Area, Grid, Place, Value, refused, scattered
from app.exchange.read_text import charset_of, decoded

_POSITIONS = 10_000_000
_CELL = re.compile(r"<t[dh][\s>/]", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STRIKE_TAGS = frozenset(("s", "strike", "del"))
_SILENT_TAGS = frozenset(("script", "style", "title"))
_META = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8"}
_NO_TABLE = ("这个网页里没有表格。", "请在原系统里重新导出，或用表格程序打开后另存为 .xlsx。")


@dataclass
class _Table:
    """A table as far as it was read. `spans` are cells that reach into later rows: column → rows still covered."""

    first: int
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    spans: dict[int, int] = field(default_factory=dict)
    cell: Mapping[str, str | None] | None = None
    text: list[str] = field(default_factory=list)
    crossed: bool = False
    cells: int = 0


class _Reader:
    """Builds tables from the tags of a page, whichever parser finds them."""

    def __init__(self) -> None:
        self.seen = 0
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._rows = 0
        self._strikes = 0
        self._silent = 0

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "table":
            self._begin_table()
        elif tag in _SILENT_TAGS:
            self._silent += 1
        elif tag in _STRIKE_TAGS:
            self._strikes += 1
        elif self._open and tag == "tr":
            self._begin_row(attributes)
        elif self._open and tag in ("td", "th"):
            self._end_cell()
            self.seen += 1
            self._open[-1].cell = attributes
        elif self._open and tag in ("br", "p", "div"):
            self._open[-1].text.append("\n")

    def end(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag in _STRIKE_TAGS:
            self._strikes = max(0, self._strikes - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None and not self._silent:
            self._open[-1].text.append(_SPACE.sub(" ", data))
            if self._strikes and data.strip():
                self._open[-1].crossed = True

    def close(self) -> None:
        self._end_cell()

    def _begin_table(self) -> None:
        table = _Table(self._rows + 1)
        self._open.append(table)
        self.tables.append(table)

    def _begin_row(self, attributes: Mapping[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        self._rows += 1
        if self._rows > ROW_LIMIT:
            raise refused("too_large")
        while table.first + len(table.rows) < self._rows:
            table.rows.append([])
        table.rows.append([])
        table.spans = {column: left - 1 for column, left in table.spans.items() if left > 1}
        if _HIDDEN.search(attributes.get("style") or ""):
            table.hidden.add(len(table.rows) - 1)

    def _end_cell(self) -> None:
        if not self._open or self._open[-1].cell is None:
            return
        table = self._open[-1]
        if not table.rows:
            self._begin_row_without_tag(table)
        _put(table, table.cell or {}, "".join(table.text))
        table.cell, table.text, table.crossed = None, [], False

    def _begin_row_without_tag(self, table: _Table) -> None:
        self._rows += 1
        table.rows.append([])


class _Patient(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reader = _Reader()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.reader.start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.reader.end(tag)

    def handle_data(self, data: str) -> None:
        self.reader.data(data)

    def close(self) -> None:
        super().close()
        self.reader.close()


def read_html(data: bytes, charset: str) -> tuple[Grid, ...]:
    """Every table with any text, nested ones apart. Raises FileRefused when there is none."""
    grids = _tables(decoded(data, charset), "")
    if not grids:
        raise refused("not_a_workbook", *_NO_TABLE)
    return grids


def html_charset(data: bytes) -> str:
    """The encoding the page declares, when all of it can be read so; else as for any text."""
    declared = _META.search(data[:4096]) or _XML_ENCODING.search(data[:200])
    name = declared[1].decode().lower() if declared else ""
    charset = _CHARSETS.get(name, name)
    if charset in ("gb18030", "utf-8") and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode(charset)
        except UnicodeDecodeError:
            return charset_of(data)
        return charset
    return charset_of(data)


def read_mhtml(data: bytes) -> tuple[str | None, tuple[Grid, ...]]:
    """The tables of all pages in the message, and the encoding of the first. Raises FileRefused."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    grids: list[Grid] = []
    first: str | None = None
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                declared = str(part.get_content_charset() or "")
                charset = _CHARSETS.get(declared, "") or html_charset(content)
                first = first or charset
                grids += _tables(_part_text(content, charset), _part_name(part))
    if not grids:
        raise refused("not_a_workbook", *_NO_TABLE)
    return first, tuple(grids)


def _part_text(content: bytes, charset: str) -> str:
    try:
        return decoded(content, charset)
    except UnicodeDecodeError as broken:
        raise refused("truncated") from broken


def _part_name(part: EmailMessage) -> str:
    return str(part.get("Content-Location", "")).replace("\\", "/").rpartition("/")[2]


def _tables(text: str, name: str) -> tuple[Grid, ...]:
    reader = _parsed(text)
    return tuple(
        _grid(table, f"{name}表{number}" if name else f"表{number}")
        for number, table in enumerate(reader.tables, 1)
        if any(value != "" for row in table.rows for value in row)
    )


def _parsed(text: str) -> _Reader:
    """By lxml, which is fast; if it did not see every cell, by the parser that repairs nothing."""
    fast = _Reader()
    parser = etree.HTMLParser(target=fast, huge_tree=True, no_network=True)  # type: ignore[arg-type]
    parser.feed(text.replace("\x00", ""))
    parser.close()
    if fast.seen == len(_CELL.findall(text)):
        return fast
    patient = _Patient()
    patient.feed(text)
    patient.close()
    return patient.reader


def _grid(table: _Table, name: str) -> Grid:
    width = max(map(len, table.rows))
    if width * len(table.rows) > _POSITIONS:
        raise scattered()
    for row in table.rows:
        row.extend([""] * (width - len(row)))
    return Grid(
        name,
        table.rows,
        first_row=table.first,
        merges=tuple(table.merges),
        hidden_rows=frozenset(table.hidden),
        struck=frozenset(table.struck),
    )


def _put(table: _Table, attributes: Mapping[str, str | None], text: str) -> None:
    row = table.rows[-1]
    before = len(row)
    while len(row) in table.spans:
        row.append("")
    column = len(row)
    across, down = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
    if column + across > COLUMN_LIMIT:
        raise refused("too_large")
    table.cells += column + across - before
    if table.cells > _POSITIONS:
        raise scattered()
    row.append(_value(attributes, text))
    row.extend([""] * (across - 1))
    at = len(table.rows) - 1
    if across > 1 or down > 1:
        table.merges.append((at, column, at + down - 1, column + across - 1))
    if down > 1:
        table.spans.update(dict.fromkeys(range(column, column + across), down))
    if table.crossed:
        table.struck.add((at, column))


def _value(attributes: Mapping[str, str | None], text: str) -> Value:
    """A number the page marks as stored number (Excel's `x:num`) is given as number, so that lost digits show."""
    stored = attributes.get("x:num")
    if stored:
        try:
            return float(stored)
        except ValueError:
            pass
    if "\n" not in text:
        return text.strip(" ")
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n ")


def _span(text: str | None) -> int:
    return max(1, min(int(text), COLUMN_LIMIT)) if text and text.isdecimal() else 1
