"""What stands in one row of a foreign sheet, and how is it written again with other values, elsewhere, many times?

Rows are read as text, not as a tree: what is not understood is written as it came. The text has neither comments nor
CDATA (see `app.exchange.patch_sheet`), so a `<` always begins a tag.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from xml.sax.saxutils import escape

from app.exchange.cellxml import plain_texts
from app.exchange.patch_cell import FilledXml
from app.exchange.patch_fill import Filled
from app.exchange.patch_move import Filling, column_letters, column_number

AT = "\x01"  # stands for the row's number in the pattern of a row
_ATTRIBUTES = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*?"
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LETTERS = re.compile(r"[A-Za-z]+")
_TAG = re.compile(r"<(/?)(?=[a-z])")

Attributes = dict[str, str]


@dataclass(frozen=True)
class Dialect:
    """How a sheet names its elements: with a prefix (`x:`) or without."""

    prefix: str

    def element(self, name: str) -> re.Pattern[str]:
        tag = f"{self.prefix}{name}"
        return re.compile(rf"<{tag}\b({_ATTRIBUTES})(?:/>|>(.*?)</{tag}\s*>)", re.DOTALL)

    def prefixed(self, xml: str) -> str:
        """Plain elements as this sheet names them; text holds no `<`, so only tags are met."""
        return _TAG.sub(rf"<\1{self.prefix}", xml) if self.prefix else xml


@dataclass
class Formula:
    """The `<f>` of a cell: its attributes (kind, area) and its text without "="."""

    attributes: Attributes
    text: str

    @property
    def kind(self) -> str:
        return self.attributes.get("t", "normal")


@dataclass
class Cell:
    """One `<c>`: raw attributes, raw content."""

    attributes: Attributes
    content: str
    formula: Formula | None = None

    @property
    def style(self) -> int:
        return int(self.attributes.get("s", 0))


@dataclass
class SheetRow:
    """One `<row>`: its number, raw attributes, cells by 1-based column."""

    number: int
    attributes: Attributes = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)

    def style(self) -> int | None:
        """The style of cells that are not there, when the row has one."""
        return int(self.attributes.get("s", 0)) if self.attributes.get("customFormat") in ("1", "true") else None


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.rows = dialect.element("row")
        self.cells = dialect.element("c")
        self.formulas = dialect.element("f")

    def numbered(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Each row of the sheet's data with its number; a row that does not say it follows the one before."""
        number = 0
        for found in self.rows.finditer(text):
            stated = attributes(found[1]).get("r", "")
            number = int(stated) if stated.isdecimal() else number + 1
            yield number, found

    def row(self, number: int, found: re.Match[str]) -> SheetRow:
        """The row with its cells and formulas."""
        row = SheetRow(number, attributes(found[1]))
        column = 0
        for cell in self.cells.finditer(found[2] or ""):
            own = attributes(cell[1])
            letters = _LETTERS.match(own.get("r", ""))
            column = column_number(letters[0]) if letters else column + 1
            content = cell[2] or ""
            row.cells[column] = Cell(own, content, self._formula(content))
        return row

    def _formula(self, content: str) -> Formula | None:
        found = self.formulas.search(content)
        return None if found is None else Formula(attributes(found[1]), html.unescape(found[2] or ""))


def attributes(text: str) -> Attributes:
    """Names and raw values of a tag's attributes."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def tag_attributes(own: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag, with a blank before each."""
    return "".join(f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in own.items())


def formula_xml(formula: Formula) -> str:
    """The `<f>` element, unprefixed."""
    return f"<f{tag_attributes(formula.attributes)}>{escape(formula.text)}</f>"


def cell_xml(cell: Cell, dialect: Dialect) -> str:
    """What follows the address of a cell that stays as it is."""
    rest = tag_attributes({name: value for name, value in cell.attributes.items() if name != "r"})
    return f"{rest}>{cell.content}</{dialect.prefix}c>" if cell.content else f"{rest}/>"


@dataclass(frozen=True)
class Slot:
    """A place in a row that differs from row to row.

    `index` is the place of its value in a record, -1 for none; `down` is the formula filled down where there is no
    value, `around` what stands before and after its text.
    """

    column: int
    index: int
    made: FilledXml | None = None
    down: Filling | None = None
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class RowForm:
    """A row to be written many times: `parts` stand around the slots, with AT for the row's number and %% for %.

    `origin` is the row whose formulas are filled down.
    """

    parts: tuple[str, ...]
    slots: tuple[Slot, ...]
    origin: int

    def xml(self, records: Sequence[Sequence[Filled]], first: int, met: Callable[[int, int], None]) -> str:
        """The rows of these records from row `first` on. `met` is told row and column of every formula written.

        Column by column: few different values are looked up, many plain ones go straight into the pattern.
        """
        columns = list(zip(*records, strict=True))
        nothing = (None,) * len(records)
        pattern, pieces = self.parts[0], []
        for slot, after in zip(self.slots, self.parts[1:], strict=True):
            values = columns[slot.index] if slot.index >= 0 else nothing
            if slot.made is not None and len(set(values)) * 4 > len(values) and plain_texts(values):
                pattern += slot.made.plain_pattern + after
                pieces.append(cast("Sequence[str]", values))
            else:
                pattern += "%s" + after
                pieces.append(self._made(slot, values, first=first, met=met))
        rows = zip(*pieces, strict=True) if pieces else (() for _ in records)
        numbers = map(str, range(first, first + len(records)))
        return "".join([pattern.replace(AT, at) % row for at, row in zip(numbers, rows, strict=True)])

    def _made(
        self, slot: Slot, values: Sequence[Filled], *, first: int, met: Callable[[int, int], None]
    ) -> Sequence[str]:
        made, down = slot.made, slot.down
        if down is None:
            return list(map(made.__getitem__, values)) if made is not None else [""] * len(values)
        out = []
        before, after = slot.around
        for at, value in enumerate(values, first):
            if value is None or made is None:
                out.append(f"{before}{escape(down.down(at - self.origin))}{after}".replace(AT, str(at)))
                met(at, slot.column)
            else:
                out.append(made[value])
        return out


def address(column: int) -> str:
    """The address of a cell in the parts of a row's form."""
    return f"{column_letters(column)}{AT}"
