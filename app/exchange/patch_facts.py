"""What does a template say about a cell beside its value: number format, formula, what may be chosen from a list?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

from app.exchange.patch_book import Book, SheetPart, open_book, plain_text
from app.exchange.patch_move import area, areas
from app.exchange.read_xlsx_facts import elements

Area = tuple[int, int, int, int]
_LONGEST_LIST = 5_000


@dataclass(frozen=True)
class Choices:
    """A drop-down list: `areas` (first row, first column, last row, last column; 1-based) and the words it offers."""

    areas: tuple[Area, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class SheetFacts:
    """One worksheet of a template. All places are (row, column), 1-based.

    `formulas` has no leading "="; "" stands for one that shares another's. `styles` are numbers of cell styles, of
    `cells`, of whole `rows` and of `columns` (first, last, style).
    """

    name: str
    hidden: bool
    book: Book = field(repr=False, compare=False)
    merges: list[Area] = field(default_factory=list)
    choices: list[Choices] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    columns: list[tuple[int, int, int]] = field(default_factory=list)

    @cached_property
    def drawn(self) -> frozenset[tuple[int, int]]:
        """The cells that have a look of their own (a frame, a font), filled or not."""
        return frozenset(place for place, style in self.cells.items() if style)

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell; None when it has none."""
        return self.formulas.get((row, column))

    def style(self, row: int, column: int) -> int:
        """The number of the cell's style; a cell that is not there looks as its row or column."""
        found = self.cells.get((row, column), self.rows.get(row))
        if found is None:
            found = next((style for first, last, style in self.columns if first <= column <= last), 0)
        return found

    def number_format(self, row: int, column: int) -> str:
        """The format code, `General` where none was chosen."""
        return self.book.format(self.style(row, column))

    def choices_at(self, row: int, column: int) -> tuple[str, ...]:
        """The words the cell's drop-down list offers; () when it has none."""
        for each in self.choices:
            if any(a <= row <= c and b <= column <= d for a, b, c, d in each.areas):
                return each.values
        return ()


def sheet_facts(path: Path) -> tuple[SheetFacts, ...]:
    """The worksheets of a template in its order. Raises FileRefused, UserError."""
    book = open_book(path)
    return tuple(_facts(book, sheet) for sheet in book.sheets)


def _facts(book: Book, sheet: SheetPart) -> SheetFacts:
    facts = SheetFacts(sheet.name, sheet.hidden, book)
    number = 0
    for element in elements(book.package.chunks(sheet.part), "row", "col", "mergeCell", "dataValidation"):
        tag = etree.QName(element).localname
        if tag == "row":
            number = int(element.get("r", number + 1))
            _row(element, number, facts)
        elif tag == "col":
            edges = (element.get(name, "0") for name in ("min", "max", "style"))
            first, last, style = map(int, edges)
            facts.columns.append((first, last, style))
        elif tag == "mergeCell":
            facts.merges.extend(areas(element.get("ref", "")))
        elif element.get("type") == "list":
            facts.choices.extend(_choices(element, sheet, book))
    return facts


def _row(element: etree._Element, number: int, facts: SheetFacts) -> None:
    if element.get("customFormat") in ("1", "true"):
        facts.rows[number] = int(element.get("s", 0))
    column = 0
    for cell in element.iterchildren("{*}c"):
        place = area(cell.get("r", ""))
        column = place[1] if place else column + 1
        facts.cells[number, column] = int(cell.get("s", 0))
        formula = cell.find("{*}f")
        if formula is not None:
            facts.formulas[number, column] = formula.text or ""


def _choices(element: etree._Element, sheet: SheetPart, book: Book) -> Iterator[Choices]:
    """Excel 2010 keeps lists of other sheets in an extension, where reference and formula are elements of their own."""
    places = element.get("sqref") or element.findtext("{*}sqref") or ""
    first = element.find("{*}formula1")
    text = "" if first is None else "".join(str(piece) for piece in first.itertext()).strip()
    values = words(text, sheet.name, book)
    if values:
        yield Choices(tuple(areas(places)), values)


def words(formula: str, home: str, book: Book) -> tuple[str, ...]:
    """The words of a drop-down list: "男,女", a range of any sheet, or a name for one. () when it is worked out."""
    if formula.startswith('"') and formula.endswith('"'):
        pieces = formula[1:-1].replace('""', '"').split(",")
        return tuple(piece.strip() for piece in pieces if piece.strip())
    name, _, reference = formula.rpartition("!")
    sheet = name.strip("'").replace("''", "'") or home
    place = area(reference.replace("$", ""))
    if place is not None:
        return _texts(book, sheet, place)
    for each in book.workbook.iterfind("{*}definedNames/{*}definedName"):
        if each.get("name", "").casefold() == reference.casefold() and "!" in (each.text or ""):
            return words(each.text or "", home, book)
    return ()


def _texts(book: Book, sheet: str, place: Area) -> tuple[str, ...]:
    part = next((each.part for each in book.sheets if each.name.casefold() == sheet.casefold()), "")
    if not part or (place[2] - place[0] + 1) * (place[3] - place[1] + 1) > _LONGEST_LIST:
        return ()
    found = []
    for cell in elements(book.package.chunks(part), "c"):
        at = area(cell.get("r", ""))
        if at and place[0] <= at[0] <= place[2] and place[1] <= at[1] <= place[3]:
            found.append(_text(cell, book).strip())
    return tuple(text for text in found if text)


def _text(cell: etree._Element, book: Book) -> str:
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "s":
        return book.strings[int(value)]
    if cell.get("t") == "inlineStr":
        return plain_text(cell.find("{*}is"))
    return value
