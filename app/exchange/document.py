"""What stands in a superior unit's form made with a word processor: its paragraphs and tables as rows of one sheet.

ECMA-376-1 part 1, chapter 17. Only the text of the body counts; what is drawn over it stays as it is.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from app.errors import UserError
from app.exchange.container import Package, check_markup, content_of, open_package
from app.exchange.grid import Area, Grid, Value
from app.exchange.patch_book import parsed
from app.exchange.template import Place, Sheet

PART = "word/document.xml"
SHEET = "文档"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HIDDEN = {f"{_W}{name}" for name in ("txbxContent", "del", "rPr", "pPr", "tblPr", "trPr", "tcPr", "instrText")}
_ROWS = 5_000


@dataclass(frozen=True)
class Document:
    """`places` are the cells and paragraphs by (row, column), 1-based; `tables` the row elements of tables by row."""

    package: Package
    root: etree._Element
    grid: Grid
    places: dict[Place, etree._Element]
    tables: dict[int, etree._Element]
    drawn: frozenset[Place]

    def sheet(self) -> Sheet:
        return Sheet(self.grid, Drawn(self.grid.name, self.drawn), text=True)


@dataclass(frozen=True)
class Drawn:
    """What the values do not tell, as of a worksheet: every cell of a table is drawn; there are no formats, no lists."""

    name: str
    drawn: frozenset[Place]
    hidden: bool = False
    rows: Mapping[int, int] = field(default_factory=dict)

    def number_format(self, row: int, column: int) -> str:  # noqa: ARG002 - as of a worksheet
        return "General"

    def choices_at(self, row: int, column: int) -> tuple[str, ...]:  # noqa: ARG002 - as of a worksheet
        return ()


def is_document(path: Path) -> bool:
    """By content: a zip with the body of a text in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return PART in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def read_document(path: Path, *, large: bool = False, lines: bool = False) -> Document:
    """Raises FileRefused for an unsafe or broken file, UserError for one that cannot be filled without harm. `lines`
    keeps the paragraphs of a cell apart.
    """
    package = open_package(content_of(path, large=large), large=large)
    check_markup(package)
    root = parsed(package.read(PART))
    if next(root.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"), None) is not None:
        raise UserError("文档里还有没处理的修订。", "请在文字处理程序里接受或拒绝全部修订，保存后再试。")
    body = root.find(f"{_W}body")
    if body is None:
        raise UserError("文档里没有正文。", "请确认选对了文件。")
    return _laid(package, root, body, lines_of if lines else text_of)


def _laid(
    package: Package, root: etree._Element, body: etree._Element, told: Callable[[etree._Element], str]
) -> Document:
    rows: list[list[Value]] = []
    merges: list[Area] = []
    places: dict[Place, etree._Element] = {}
    tables: dict[int, etree._Element] = {}
    drawn: set[Place] = set()
    for block in _blocks(body):
        if len(rows) > _ROWS:
            raise UserError("文档太长，不像要填的表。", "请把要填的表单独存成一份。")
        if block.tag == f"{_W}p":
            rows.append([told(block)])
            places[len(rows), 1] = block
            continue
        first = len(rows)
        for row in _inside(block, "tr"):
            at = len(rows) + 1
            tables[at] = row
            cells: list[Value] = []
            for column, span, cell, goes_on in _cells(row):
                cells += [""] * (column - len(cells))
                cells[column - 1] = "" if goes_on else told(cell)
                cells += [""] * (span - 1)
                drawn.update((at, column + n) for n in range(span))
                places[at, column] = cell
            rows.append(cells)
        merges += _merged(block, first)
    return Document(
        package, root, Grid(SHEET, rows, merges=tuple(merges)), places, tables, frozenset(drawn)
    )  # fmt: skip


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in their order, also those inside content controls."""
    for each in body:
        if each.tag in (f"{_W}p", f"{_W}tbl"):
            yield each
        elif each.tag == f"{_W}sdt":
            inside = each.find(f"{_W}sdtContent")
            yield from _blocks(inside) if inside is not None else ()


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of a name, also those inside content controls."""
    for each in parent:
        if each.tag == f"{_W}{name}":
            yield each
        elif each.tag == f"{_W}sdt":
            inside = each.find(f"{_W}sdtContent")
            yield from _inside(inside, name) if inside is not None else ()


def _cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element, bool]]:
    """(column from 1, columns it covers, cell, whether it only goes on from the row above)."""
    column = 1 + _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for cell in _inside(row, "tc"):
        span = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
        down = cell.find(f"{_W}tcPr/{_W}vMerge")
        yield column, span, cell, down is not None and down.get(f"{_W}val", "continue") == "continue"
        column += span


def _number(element: etree._Element | None, usual: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return min(int(value), 64) if value.isdecimal() else usual


def _merged(table: etree._Element, first: int) -> Iterator[Area]:
    """Areas over several cells, 0-based; `first` is how many rows stand before the table."""
    open_: dict[int, list[int]] = {}
    for at, row in enumerate(_inside(table, "tr"), first):
        for column, span, _cell, goes_on in _cells(row):
            if goes_on and column in open_:
                open_[column][2] = at
                continue
            if column in open_:
                yield from _area(open_.pop(column))
            open_[column] = [at, column - 1, at, column + span - 2]
    for area in open_.values():
        yield from _area(area)


def _area(area: list[int]) -> Iterator[Area]:
    top, left, bottom, right = area
    if bottom > top or right > left:
        yield top, left, bottom, right


def pieces(element: etree._Element) -> Iterator[etree._Element]:
    """The pieces of text of a paragraph or cell, without what is drawn over it or was taken out."""
    for each in element:
        if each.tag == f"{_W}tbl" or each.tag in _HIDDEN:
            continue
        if each.tag == f"{_W}t":
            yield each
        else:
            yield from pieces(each)


def text_of(element: etree._Element) -> str:
    """All text; a table inside a cell is no text of its own but no blank either."""
    told = "".join(piece.text or "" for piece in pieces(element))
    nested = element.tag == f"{_W}tc" and element.find(f"{_W}tbl") is not None
    return told or ("（表）" if nested else "")


def lines_of(element: etree._Element) -> str:
    """All text, each paragraph of a cell a line of its own."""
    paragraphs = list(_inside(element, "p")) if element.tag == f"{_W}tc" else []
    return "\n".join(line for each in paragraphs if (line := text_of(each).strip())) or text_of(element)
