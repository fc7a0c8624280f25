"""How is the part of one sheet written again: rows that stay as bytes, rows that are filled, added, moved?"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from xml.parsers import expat

from lxml import etree

from app.errors import UserError
from app.exchange.cellxml import TooLong
from app.exchange.container import ROW_LIMIT
from app.exchange.grid import refused
from app.exchange.patch_book import MAIN, STRICT, parsed
from app.exchange.patch_fill import Block, Fill, Filled
from app.exchange.patch_form import Looks, added_form, closing_look, dressed, prepared_form
from app.exchange.patch_formula import Formulas
from app.exchange.patch_move import Move
from app.exchange.patch_row import Cell, Dialect, RowForm, RowReader, SheetRow
from app.progress import Progress

_STEP = 1_000
_PLACE = re.compile(r"(\sr\s*=\s*[\"'][A-Za-z]*)\d+")
MARK = "\ue000"
Day = Callable[[int, date], int | None]
"""The number that a cell style shows for a day; None where it is to be text."""


@dataclass
class SheetText:
    """The part of a sheet in pieces: what stands around the rows (a tree without them) and the rows as text."""

    around: etree._Element
    rows: list[tuple[int, re.Match[str]]]
    reader: RowReader

    @property
    def prefix(self) -> str:
        return self.reader.dialect.prefix


def sheet_text(data: bytes) -> SheetText:
    """Raises FileRefused when the part is no worksheet."""
    _check_whole(data)
    text = _plain_text(data)
    found = re.search(r"<((?:[\w.\-]+:)?)sheetData\b[^>]*?(/?)>", text)
    if found is None:
        raise refused("truncated")
    prefix = found[1]
    end = found.end() if found[2] else text.rfind(f"</{prefix}sheetData")
    after = end if found[2] else text.index(">", end) + 1
    around = parsed(f"{text[: found.start()]}<{prefix}sheetData>{MARK}</{prefix}sheetData>{text[after:]}".encode())
    if etree.QName(around).namespace not in (MAIN, STRICT) or etree.QName(around).localname != "worksheet":
        raise refused("truncated")
    reader = RowReader(Dialect(prefix))
    rows = list(reader.numbered("" if found[2] else text[found.end() : end]))
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(rows)):
        raise refused("truncated")
    return SheetText(around, rows, reader)


def _check_whole(data: bytes) -> None:
    """Rows are read as text, which would pass over a damaged one."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as broken:
        raise refused("truncated") from broken


def _plain_text(data: bytes) -> str:
    """The part as text without declaration, comments and CDATA; other encodings are understood by the parser."""
    start = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    declared = re.match(rb"<\?xml[^>]*?\?>\s*", start)
    encoding = re.search(rb"encoding\s*=\s*[\"']([\w\-]+)", declared[0]) if declared else None
    body = start[declared.end() :] if declared else start
    odd = b"<!" in body or b"<?" in body or b"\x00" in body[:1024]
    if not odd and (encoding is None or encoding[1].lower() == b"utf-8"):
        try:
            return body.decode()
        except UnicodeDecodeError as broken:
            raise refused("truncated") from broken
    root = parsed(data)
    etree.strip_tags(root, etree.Comment, etree.PI)
    return etree.tostring(root, encoding="unicode")


@dataclass
class SheetPatch:
    """One sheet on its way: what is filled, what moves, which formulas were met on the way, what the clerk should know."""

    name: str
    text: SheetText
    fill: Fill
    formulas: Formulas
    looks: Looks
    move: Move | None
    met: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def pieces(self, before: str, after: str, progress: Progress) -> Iterator[bytes]:
        """The part: `before` and `after` are the text around the rows."""
        yield before.encode()
        block = self.fill.block
        if block is None:
            yield from self._still(self.text.rows, self._targets(0, ROW_LIMIT))
        else:
            first, last = block.first_row, block.last_row
            above = [each for each in self.text.rows if each[0] < first]
            ready = {number: found for number, found in self.text.rows if first <= number <= last}
            below = [each for each in self.text.rows if each[0] > last]
            yield from self._still(above, self._targets(0, first - 1))
            yield from self._block(block, ready, above, progress)
            yield from self._still(below, self._targets(last + 1, ROW_LIMIT))
        yield after.encode()

    def _targets(self, first: int, last: int) -> dict[int, dict[int, Filled]]:
        """Single cells to be filled in these rows, by row."""
        found: dict[int, dict[int, Filled]] = {}
        for (row, column), value in self.fill.cells.items():
            if first <= row <= last and value is not None:
                found.setdefault(row, {})[column] = value
        return found

    def _still(
        self, rows: Sequence[tuple[int, re.Match[str]]], targets: Mapping[int, Mapping[int, Filled]]
    ) -> Iterator[bytes]:
        """Rows outside the block: as they came where nothing in them changes."""
        matches = dict(rows)
        out: list[str] = []
        for number in sorted({*matches, *targets}):
            at = self.move.row(number) if self.move else number
            out.append(self._row(number, matches.get(number), at=at, values=targets.get(number, {})))
            if len(out) >= _STEP:
                yield "".join(out).encode()
                out.clear()
        yield "".join(out).encode()

    def _row(self, number: int, found: re.Match[str] | None, *, at: int, values: Mapping[int, Filled]) -> str:
        if found is not None and at == number and not values and not self._has_formula(found):
            return found[0]
        row = SheetRow(number) if found is None else self.text.reader.row(number, found)
        columns = tuple(sorted(values))
        form = prepared_form(row, columns, self.looks, self.formulas, within=False)
        return self._xml(form, [tuple(values[column] for column in columns)], at)

    def _has_formula(self, found: re.Match[str]) -> bool:
        return f"<{self.text.prefix}f" in found[0]

    def _block(
        self,
        block: Block,
        ready: Mapping[int, re.Match[str]],
        above: Sequence[tuple[int, re.Match[str]]],
        progress: Progress,
    ) -> Iterator[bytes]:
        records = iter(block.rows)
        last = range(block.last_row - 2, block.last_row + 1)
        rows = {number: self.text.reader.row(number, ready[number]) for number in last if self.move and number in ready}
        usual = closing_look(rows, block) if self.move else None
        yield from self._ready(block, ready, records, usual)
        model = rows.get(block.last_row) or self._model(block, above)
        forms = [added_form(model, block.columns, self.looks, self.formulas)]
        if usual is not None:
            forms.insert(0, added_form(dressed(model, usual), block.columns, self.looks, self.formulas))
        yield from self._added(block, records, forms, progress)

    def _added(
        self, block: Block, records: Iterator[Sequence[Filled]], forms: Sequence[RowForm], progress: Progress
    ) -> Iterator[bytes]:
        """The rows that were not ready: all in the first form, the last of them in the last."""
        done = min(block.count, block.last_row - block.first_row + 1)
        while done < block.count:
            closes = len(forms) > 1 and done == block.count - 1
            chunk = list(islice(records, max(1, min(_STEP, block.count - done - (len(forms) - 1)))))
            if not chunk:
                break
            progress(done, block.count, "正在填表")
            yield self._xml(forms[-1] if closes else forms[0], chunk, block.first_row + done).encode()
            done += len(chunk)
        if done != block.count or next(records, None) is not None:
            raise UserError("填表的时候数据有了变动，没有保存。", "请再填一次。")
        progress(block.count, block.count, "正在填表")

    def _ready(
        self,
        block: Block,
        ready: Mapping[int, re.Match[str]],
        records: Iterator[Sequence[Filled]],
        usual: SheetRow | None,
    ) -> Iterator[bytes]:
        """The rows of the block that the template has. Neighbours that are alike are written together."""
        extra = self._targets(block.first_row, block.last_row)
        alike: tuple[str, tuple[int, ...]] | None = None
        form: RowForm | None = None
        waiting: list[tuple[Filled, ...]] = []
        start = block.first_row
        for number in range(block.first_row, block.last_row + 1):
            values = extra.get(number, {})
            record = next(records, None) if number - block.first_row < block.count else None
            for column, value in zip(block.columns, record or (), strict=record is not None):
                if value is not None:
                    values[column] = value
            columns = tuple(sorted(values))
            found = ready.get(number)
            shape = (_shape(found), columns) if usual is None or number < block.last_row else None
            if shape is None or shape != alike or len(waiting) >= _STEP:
                yield self._together(form, waiting, start)
                form, waiting, start = self._form(number, found, columns, usual=usual, block=block), [], number
                alike = shape if found is None or not self._has_formula(found) else None
            waiting.append(tuple(values[column] for column in columns))
        yield self._together(form, waiting, start)

    def _together(self, form: RowForm | None, waiting: Sequence[Sequence[Filled]], start: int) -> bytes:
        return b"" if form is None else self._xml(form, waiting, start).encode()

    def _form(
        self,
        number: int,
        found: re.Match[str] | None,
        columns: Sequence[int],
        *,
        usual: SheetRow | None,
        block: Block,
    ) -> RowForm | None:
        """None for a row that is neither there nor filled."""
        if found is None and not columns:
            return None
        row = SheetRow(number) if found is None else self.text.reader.row(number, found)
        if usual is not None and number == block.last_row:
            row = dressed(row, usual)
        return prepared_form(row, columns, self.looks, self.formulas, within=True)

    def _model(self, block: Block, above: Sequence[tuple[int, re.Match[str]]]) -> SheetRow:
        """What added rows look like when the last of the block is not there: bare, or as the heading when none is ready."""
        if block.last_row >= block.first_row:
            return SheetRow(block.last_row)
        found = next((found for number, found in reversed(above) if number == block.last_row), None)
        row = SheetRow(block.last_row) if found is None else self.text.reader.row(block.last_row, found)
        cells = {column: Cell({"s": str(self.looks.plain(cell.style))}, "") for column, cell in row.cells.items()}
        return SheetRow(block.last_row, {}, cells)

    def _xml(self, form: RowForm, records: Sequence[Sequence[Filled]], first: int) -> str:
        try:
            return form.xml(records, first, lambda row, column: self.met.append((row, column)))
        except TooLong as error:
            raise UserError(
                f"没有保存：工作表“{self.name}”里有一格要填 {len(str(error))} 个字，超过每格 32767 字的上限。",
                "请先把这一项的内容改短。",
            ) from error


def _shape(found: re.Match[str] | None) -> str:
    """A row as text without the number it has: rows of one shape are written in one form."""
    return "" if found is None else _PLACE.sub(r"\1", found[0])


def added_rows(fill: Fill) -> int:
    """How many rows the block needs beside those the template has ready."""
    block = fill.block
    return 0 if block is None else max(0, block.count - (block.last_row - block.first_row + 1))


def move_of(fill: Fill, text: SheetText) -> Move | None:
    """The move of everything below the block; None when the records fit. Raises UserError when the sheet is too short."""
    count = added_rows(fill)
    if not count or fill.block is None:
        return None
    last = max((number for number, _ in text.rows), default=0)
    if max(last, fill.block.last_row) + count > ROW_LIMIT:
        raise UserError(
            f"没有填：工作表“{fill.sheet}”最多 {ROW_LIMIT} 行，放不下 {fill.block.count} 条。", "请分几次填报。"
        )
    return Move(fill.sheet, fill.block.first_row, fill.block.last_row, count)


def looks_of(text: SheetText, day: Day, plain: Callable[[int], int] = int) -> Looks:
    """How cells that are not there look: by row, else by column."""
    columns = tuple(
        (int(each.get("min", "0")), int(each.get("max", "0")), int(each.get("style", "0")))
        for each in text.around.iterfind("{*}cols/{*}col")
    )
    return Looks(text.reader.dialect, columns, day, plain)
