"""How one cell becomes XML of a sheet: text stays text, numbers are numbers, nothing is ever a formula.

Text that begins like a formula carries the quote mark of spreadsheet programs in its style (OWASP: CSV injection);
characters that XML forbids are written as _x000B_, as those programs do themselves.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import cast
from xml.sax.saxutils import escape

from app.exchange.skeleton import NUMERIC
from app.table import Cell, Column, Row

LONGEST = 32_767
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_REMEMBERED = 40_000
_EXACT = 10**15
_MARKED = re.compile(r"[&<>\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,11})\.\d{2}")


_NOT_PLAIN = re.compile(
    r"[&<>_\x00-\x09\x0b-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u3000\ud800-\udfff\ufeff\ufffe\uffff]"
)
_FORMULA_LINE = re.compile(r"\n[=+\-@＝＋－＠]")


class TooLong(ValueError):
    """A text longer than a cell of a workbook can hold."""


class CellXml(dict[object, str]):
    """Cell value → XML after the cell's address, worked out once per different value of a column."""

    def __init__(self, column: Column, style: str, styles: Mapping[str, int]) -> None:
        super().__init__()
        self.numeric = column.kind in NUMERIC
        self.plain = styles[style]
        self.guarded = styles["guarded" if style == "text" else f"{style} guarded"]
        self.plain_pattern = f' s="{self.plain}" t="inlineStr"><is><t>%s</t></is></c>'
        self.number = styles["total number" if style == "total" else "number"]
        self.decimal = styles["total number" if style == "total" else "decimal"]

    def __missing__(self, cell: str | int | None) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        made = self[cell] = self._made(cell)
        return made

    def _made(self, cell: str | int | None) -> str:
        if cell is None or cell == "":
            return f' s="{self.plain}"/>'
        if isinstance(cell, int):
            if abs(cell) < _EXACT:
                return f' s="{self.number}"><v>{cell}</v></c>'
            cell = str(cell)
        elif self.numeric and _WHOLE.fullmatch(cell):
            return f' s="{self.number}"><v>{cell}</v></c>'
        elif self.numeric and _DECIMAL.fullmatch(cell):
            return f' s="{self.decimal}"><v>{cell}</v></c>'
        return text_xml(cell, self.guarded if cell.startswith(FORMULA_STARTS) else self.plain)


def text_xml(text: str, style: int) -> str:
    """A text cell after its address. Raises TooLong."""
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise TooLong(text)
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' s="{style}" t="inlineStr"><is><t{space}>{clean(text)}</t></is></c>'


def clean(text: str) -> str:
    """Text as it may stand in the XML of a sheet."""
    if not _MARKED.search(text):
        return text
    marked = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _FORBIDDEN.sub(_code, escape(marked))


def _code(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def rows_xml(rows: Sequence[Row], first: int, cells: Sequence[CellXml]) -> str:
    """The XML of `rows`, the first of which is row `first` (1-based).

    Column by column: an empty one is part of the row's pattern, few different values are looked up, many plain ones
    go straight into the pattern.
    """
    patterns, columns = [], []
    for index, (column, made) in enumerate(zip(zip(*rows, strict=True), cells, strict=True)):
        pattern, values = _column(column, made)
        patterns.append(f'<c r="{address(index)}#"{pattern}')
        if values is not None:
            columns.append(values)
    pattern = f'<row r="#">{"".join(patterns)}</row>'
    numbers = map(str, range(first, first + len(rows)))
    filled = zip(*columns, strict=True) if columns else repeat(())
    return "".join([pattern.replace("#", at) % row for at, row in zip(numbers, filled, strict=False)])


def _column(column: tuple[Cell, ...], made: CellXml) -> tuple[str, Iterable[str] | None]:
    """What follows the address in each row: a pattern, and what is put into it (None: nothing)."""
    blank = column.count(None)
    if blank == len(column):
        return made[None], None
    if len(set(column)) * 4 > len(column) and not made.numeric:
        texts = [cell for cell in column if cell is not None] if blank else column
        if plain_texts(texts):
            whole = cast("tuple[str | None, ...]", column)
            if not blank:
                return made.plain_pattern, cast("tuple[str, ...]", whole)
            empty, (head, tail) = made[None], made.plain_pattern.split("%s")
            return "%s", [empty if cell is None else head + cell + tail for cell in whole]
    return "%s", map(made.__getitem__, column)


def plain_texts(column: Sequence[object]) -> bool:
    """Whether all cells are text that needs no care: no escape, no blank at an end, no formula's beginning."""
    if not all(column) or set(map(type, column)) != {str}:
        return False
    texts = cast("tuple[str, ...]", column)
    joined = "\n" + "\n".join(texts)
    if joined.count("\n") > len(texts) or max(map(len, texts)) > LONGEST // 2:
        return False
    return not _NOT_PLAIN.search(joined) and not _FORMULA_LINE.search(joined)


def address(index: int) -> str:
    """Column letters: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
