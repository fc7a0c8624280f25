"""How a table becomes a workbook or a CSV file: as formatted as a ledger must be, as fast as the disk allows.

The skeleton (looks, headings, print set-up) comes from `app.exchange.skeleton`; the rows are streamed into it here.
"""

import csv
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from app.errors import UserError
from app.exchange.cellxml import FORMULA_STARTS, CellXml, TooLong, address, rows_xml, text_xml
from app.exchange.skeleton import SheetFrame, sheet_names, skeleton, style_of, unique_labels
from app.files import replace_file
from app.progress import Progress, silent
from app.table import Cell, Row, Table

MOST_ROWS = 1_048_576
_AROUND = 12
_STEP = 1_000
_TESTED_WHOLE = 16_000_000
_CELL_BYTES = 8
Charset = Literal["utf-8-sig", "gb18030"]


@dataclass(frozen=True)
class _Sheet:
    """A part of a table that goes into one sheet: `count` rows of the shared iterator."""

    table: Table
    rows: Iterator[Row]
    count: int
    last: bool


def write_xlsx(table: Table, path: Path, progress: Progress = silent) -> None:
    """Writes one table as a workbook; more rows than a sheet holds go on in further sheets.

    The old file stays until the new one is whole. Raises UserError (disk full, file open elsewhere, cell too long).
    """
    write_book((table,), path, progress)


def write_book(tables: Sequence[Table], path: Path, progress: Progress = silent) -> None:
    """Writes several tables as the sheets of one workbook, in order. As `write_xlsx`."""
    sheets = [sheet for table in tables for sheet in _sheets(table)]
    names = sheet_names([sheet.table.title for sheet in sheets])
    packed, frames = skeleton([(name, sheet.table) for name, sheet in zip(names, sheets, strict=True)])
    sizes: dict[str, int] = {}
    expected = sum(sheet.count * len(sheet.table.columns) * _CELL_BYTES for sheet in sheets) + 20_000
    with (
        packed,
        replace_file(path, lambda written: verify_book(written, sizes), expected=expected) as temporary,
        ZipFile(temporary, "w", ZIP_DEFLATED, compresslevel=1) as book,
        ThreadPoolExecutor(1) as packer,
    ):
        parts = {frame.part for frame in frames}
        for info in packed.infolist():
            if info.filename not in parts:
                book.writestr(info, packed.read(info), ZIP_DEFLATED)
                sizes[info.filename] = info.file_size
        for sheet, frame in zip(sheets, frames, strict=True):
            with book.open(frame.part, "w", force_zip64=True) as part:  # a ZipInfo would pass over the level
                sizes[frame.part] = _SheetStream(sheet, frame, part, packer).write(progress)


def write_csv(table: Table, path: Path, charset: Charset = "utf-8-sig", progress: Progress = silent) -> None:
    """Writes headings, rows and totals as CSV (commas, CRLF); a text that begins like a formula gets an apostrophe.

    UTF-8 with a mark at its head, or GB18030, so that Excel and WPS both show Chinese. Raises UserError.
    """
    rows = len(table.rows)
    expected = rows * len(table.columns) * 2 * _CELL_BYTES
    with (
        replace_file(path, expected=expected) as temporary,
        temporary.open("w", encoding=charset, errors="backslashreplace", newline="") as file,
    ):
        line = csv.writer(file)
        line.writerow(_guarded(unique_labels(table.columns)))
        for done, row in enumerate(table.rows):
            if done % _STEP == 0:
                progress(done, rows, "正在写文件")
            line.writerow(_guarded(row))
        if table.totals is not None:
            line.writerow(_guarded(table.totals))
        progress(rows, rows, "正在写文件")


def _guarded(row: Row) -> list[Cell]:
    return [_guarded_text(cell) if isinstance(cell, str) else cell for cell in row]


def _guarded_text(text: str) -> str:
    """A text that begins with such an apostrophe gets another, so that reading it takes away ours only."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text.replace("\0", "_x0000_")


def _sheets(table: Table) -> Iterator[_Sheet]:
    """The table, or its pieces when a sheet cannot hold it; totals and signatures stand under the last."""
    room, total = MOST_ROWS - _AROUND, len(table.rows)
    rows = iter(table.rows)
    for start in range(0, max(total, 1), room):
        last = start + room >= total
        yield _Sheet(table, rows, min(room, total - start), last)


def verify_book(written: Path, sizes: dict[str, int]) -> None:
    """Reads the file's directory back: every part there with its size; small files are unpacked as a whole."""
    with ZipFile(written) as book:
        found = {info.filename: info.file_size for info in book.infolist()}
        damaged = found != sizes or (sum(sizes.values()) < _TESTED_WHOLE and book.testzip() is not None)
    if damaged:
        raise UserError("写出的表格读回来不完整，没有保存，原来的文件没有动。", "请检查磁盘后再试一次。")


class _SheetStream:
    """Streams one sheet: its rows, what stands below them, the merged areas. A thread packs while the next are made."""

    def __init__(self, sheet: _Sheet, frame: SheetFrame, part: IO[bytes], packer: Executor) -> None:
        self.sheet = sheet
        self.table = sheet.table
        self.frame = frame
        self.part = part
        self.packer = packer
        self.packing: Future[int] = packer.submit(int)
        self.written = 0
        self.number = frame.next_row
        self.merges = list(frame.merges)
        self.last = len(self.table.columns) - 1

    def write(self, progress: Progress) -> int:
        """Writes the whole part. Returns its size in bytes, unpacked."""
        try:
            self._parts(progress)
        finally:
            wait((self.packing,))
        self.packing.result()
        return self.written

    def _parts(self, progress: Progress) -> None:
        end = self.number + self.sheet.count + (self._below() if self.sheet.last else 0)
        size = f'<dimension ref="A1:{address(self.last)}{end - 1}"/>'
        self._put(self.frame.head.replace("<sheetViews>", f"{size}<sheetViews>", 1))
        self._rows(progress)
        if self.sheet.last:
            self._totals()
            self._note()
            self._signatures()
        areas = "".join(f'<mergeCell ref="{area}"/>' for area in self.merges)
        merged = f'<mergeCells count="{len(self.merges)}">{areas}</mergeCells>' if areas else ""
        self._put(self.frame.tail.replace("</sheetData>", f"</sheetData>{merged}", 1))

    def _put(self, xml: str) -> None:
        data = xml.encode()
        self.written += len(data)
        self.packing.result()
        self.packing = self.packer.submit(self.part.write, data)

    def _rows(self, progress: Progress) -> None:
        columns = self.table.columns
        cells = tuple(CellXml(column, style_of(column), self.frame.styles) for column in columns)
        rows: Iterator[Row] = islice(self.sheet.rows, self.sheet.count)
        if any(column.merge for column in columns):
            rows = self._merged(rows)
        first = self.number
        while chunk := list(islice(rows, _STEP)):
            progress(self.number - first, self.sheet.count, "正在写文件")
            try:
                self._chunk(chunk, cells)
            except TooLong as error:
                raise self._too_long(chunk, error) from error
        if self.number - first != self.sheet.count or (self.sheet.last and next(self.sheet.rows, None) is not None):
            raise UserError("导出的时候数据有了变动，没有保存。", "请再导出一次。")
        progress(self.sheet.count, self.sheet.count, "正在写文件")

    def _chunk(self, rows: Sequence[Row], cells: Sequence[CellXml]) -> None:
        self._put(rows_xml(rows, self.number, cells))
        self.number += len(rows)

    def _merged(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Equal neighbours in columns to be merged: the value stands once, the area is noted. Left ends, right ends."""
        wanted = tuple(index for index, column in enumerate(self.table.columns) if column.merge)
        starts: dict[int, tuple[tuple[Cell, ...], int]] = {}
        number = self.number
        for row in rows:
            shown = list(row)
            for at, index in enumerate(wanted):
                key = tuple(row[left] for left in wanted[: at + 1])
                if index in starts and starts[index][0] == key and row[index] not in (None, ""):
                    shown[index] = None
                else:
                    self._merge(index, starts.get(index), number - 1)
                    starts[index] = (key, number)
            number += 1
            yield shown
        for index, start in starts.items():
            self._merge(index, start, number - 1)

    def _merge(self, index: int, start: tuple[tuple[Cell, ...], int] | None, last: int) -> None:
        if start is not None and last > start[1]:
            self.merges.append(f"{address(index)}{start[1]}:{address(index)}{last}")

    def _too_long(self, rows: Sequence[Row], error: TooLong) -> UserError:
        text = str(error)
        row, label = next(
            (number, column.label)
            for number, row in enumerate(rows, self.number)
            for column, cell in zip(self.table.columns, row, strict=True)
            if cell == text
        )
        return UserError(
            f"没有保存：第 {row} 行“{label}”有 {len(text)} 个字，超过表格每格 32767 字的上限。",
            "请先把这一格的内容改短。",
        )

    def _below(self) -> int:
        return sum((self.table.totals is not None, bool(self.table.note), bool(self.table.signatures)))

    def _totals(self) -> None:
        if self.table.totals is None:
            return
        cells = tuple(CellXml(column, "total", self.frame.styles) for column in self.table.columns)
        self._chunk((self.table.totals,), cells)

    def _note(self) -> None:
        if not self.table.note:
            return
        characters = sum(column.width + 2 for column in self.table.columns)
        lines = sum(-(-2 * len(line) // characters) or 1 for line in self.table.note.split("\n"))
        cells = [(0, self.last, self.table.note)]
        self._line(cells, "note", height=15 * lines + 4)

    def _signatures(self) -> None:
        """填报人 / 审核人 / 联系电话 shared out over the columns; narrow tables get them all in one cell."""
        names = [f"{name}：" for name in self.table.signatures]
        if not names:
            return
        if self.last + 1 < len(names):
            cells = [(0, self.last, "　　　　　　".join(names))]
        else:
            edges = [at * (self.last + 1) // len(names) for at in range(len(names) + 1)]
            cells = [(edges[at], edges[at + 1] - 1, name) for at, name in enumerate(names)]
        self._line(cells, "sign", height=30)

    def _line(self, cells: Sequence[tuple[int, int, str]], style: str, *, height: int) -> None:
        out = StringIO()
        out.write(f'<row r="{self.number}" ht="{height}" customHeight="1">')
        for first, last, text in cells:
            out.write(f'<c r="{address(first)}{self.number}"{text_xml(text, self.frame.styles[style])}')
            if last > first:
                self.merges.append(f"{address(first)}{self.number}:{address(last)}{self.number}")
        out.write("</row>")
        self._put(out.getvalue())
        self.number += 1
