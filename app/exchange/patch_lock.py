"""How is a filled sheet of a foreign workbook made ready to be sent out and taken back, without harm to its form?

Cells to be filled in stay open, everything else is locked (ECMA-376 part 1, 18.3.1.85 and 18.8.33); a column is hidden;
rules for entering are added where the sheet has none; sheets that nobody sees carry marks and lists.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from lxml import etree

from app.errors import UserError
from app.exchange.cellxml import address
from app.exchange.patch_around import halves
from app.exchange.patch_book import WORKBOOK, Book, open_book, relations_of, serialised
from app.exchange.patch_copy import TYPES
from app.exchange.patch_move import areas
from app.exchange.patch_row import Cell, cell_xml, tag_attributes
from app.exchange.patch_sheet import SheetText, sheet_text
from app.exchange.patch_zip import rewrite
from app.exchange.write import verify_book
from app.files import replace_file

STYLES = "xl/styles.xml"
_TEXT = "49"  # the number format that keeps 18 digits as they are typed
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges",
    "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations",
)  # fmt: skip
_NAMES_AFTER = ("sheets", "functionGroups", "externalReferences")
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True)
class Rule:
    """A rule for entering: `area` (A5:A60), attributes of the element by name, the formula or "" for a mere hint."""

    area: str
    told: dict[str, str]
    formula: str = ""


@dataclass(frozen=True)
class Hidden:
    """A sheet that nobody sees: its name and its columns of texts."""

    name: str
    columns: tuple[Sequence[str], ...]
    deep: bool = False


@dataclass(frozen=True)
class Lock:
    """What is to be done to `sheet`. Rows and columns are 1-based.

    `columns` are open in rows `first` to `last`, those in `text` hold text where no format was chosen; column `hidden` is
    hidden. A rule is left out where the sheet has one already. `name` is a defined name with a text.
    """

    sheet: str
    first: int
    last: int
    columns: tuple[int, ...]
    text: frozenset[int] = frozenset()
    hidden: int = 0
    rules: tuple[Rule, ...] = ()
    sheets: tuple[Hidden, ...] = ()
    name: tuple[str, str] = ("", "")


def lock(source: Path, out: Path, asked: Lock) -> None:
    """Writes `source` so locked as `out`. Raises FileRefused, UserError (a sheet of that name is there already …)."""
    book = open_book(source, large=True)
    sheet = book.sheet(asked.sheet)
    styles = _Styles(book)
    text = sheet_text(book.package.read(sheet.part))
    rows = "".join(_rows(text, asked, styles)).encode()
    _settle(text.around, asked, protect=styles.there)
    before, after = halves(text.around)
    changed = {sheet.part: before.encode() + rows + after.encode(), **styles.content()}
    parts, added = _hidden_sheets(book, asked)
    changed.update(parts)
    sizes: dict[str, int] = {}
    with (
        replace_file(out, lambda written: verify_book(written, sizes), expected=len(book.package.data)) as temporary,
        temporary.open("wb") as file,
    ):
        sizes.update(rewrite(book.package, file, changed, added))


@dataclass
class _Styles:
    """Open twins of the cell styles, made when they are asked for; the styles that are there stay as they are."""

    book: Book
    twins: dict[tuple[int, bool], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = self.book.styles
        self.root = None if root is None else deepcopy(root)
        self.looks = None if self.root is None else self.root.find("{*}cellXfs")

    @property
    def there(self) -> bool:
        return self.looks is not None and len(self.looks) > 0

    def open(self, style: int, *, text: bool) -> int:
        """The style like this one that is open; with `text` also one for text, where no format was chosen."""
        if self.looks is None or not self.there:
            return style
        if style >= len(self.looks):
            style = 0
        text = text and self.looks[style].get("numFmtId", "0") == "0"
        if (style, text) not in self.twins:
            self.twins[style, text] = self._made(self.looks, style, text=text)
        return self.twins[style, text]

    def _made(self, looks: etree._Element, style: int, *, text: bool) -> int:
        twin = deepcopy(looks[style])
        twin.set("applyProtection", "1")
        if text:
            twin.set("numFmtId", _TEXT)
            twin.set("applyNumberFormat", "1")
        protection = twin.find("{*}protection")
        if protection is None:
            protection = etree.Element(_tag(twin, "protection"))
            aligned = twin.find("{*}alignment")
            twin.insert(0 if aligned is None else twin.index(aligned) + 1, protection)
        protection.set("locked", "0")
        looks.append(twin)
        looks.set("count", str(len(looks)))
        return len(looks) - 1

    def content(self) -> dict[str, bytes]:
        return {STYLES: serialised(self.root)} if self.root is not None and self.twins else {}


def _tag(like: etree._Element, name: str) -> str:
    """A name in the namespace of another element (files come in two of them)."""
    return f"{{{etree.QName(like).namespace}}}{name}"


def _rows(text: SheetText, asked: Lock, styles: _Styles) -> Iterator[str]:
    """Every row as text; those of the block with open cells."""
    usual = _usual(text.around)
    prefix = text.prefix
    for number, found in text.rows:
        if not asked.first <= number <= asked.last:
            yield found[0]
            continue
        row = text.reader.row(number, found)
        for column in asked.columns:
            cell = row.cells.get(column)
            of_row = row.style()
            style = cell.style if cell is not None else of_row if of_row is not None else usual(column)
            opened = str(styles.open(style, text=column in asked.text))
            row.cells[column] = (
                Cell({"s": opened}, "")
                if cell is None
                else Cell({**cell.attributes, "s": opened}, cell.content, cell.formula)
            )
        own = {name: value for name, value in row.attributes.items() if name != "spans"}
        cells = (
            f'<{prefix}c r="{address(column - 1)}{number}"{cell_xml(row.cells[column], text.reader.dialect)}'
            for column in sorted(row.cells)
        )
        yield f"<{prefix}row{tag_attributes(own)}>{''.join(cells)}</{prefix}row>"


def _usual(around: etree._Element) -> Callable[[int], int]:
    columns = [
        (int(each.get("min", "0")), int(each.get("max", "0")), int(each.get("style", "0")))
        for each in around.iterfind("{*}cols/{*}col")
    ]
    return lambda column: next((style for first, last, style in columns if first <= column <= last), 0)


def _settle(around: etree._Element, asked: Lock, *, protect: bool) -> None:
    """What stands around the rows: the hidden column, the protection, the rules."""
    if asked.hidden:
        _hide(_child(around, "cols"), asked.hidden)
    if protect:
        protection = _child(around, "sheetProtection")
        if protection.get("sheet") not in ("1", "true"):
            # Widths, heights and further rows stay free; what was protected before keeps its own terms and password.
            protection.attrib.update(
                {
                    name: "0" if name != "sheet" else "1"
                    for name in ("sheet", "formatColumns", "formatRows", "insertRows", "sort", "autoFilter")
                }
            )
    taken = _ruled(around)
    fresh = [
        rule for rule in asked.rules if not any(_meet(area, other) for area in areas(rule.area) for other in taken)
    ]
    if fresh:
        listed = _child(around, "dataValidations")
        for rule in fresh:
            made = etree.SubElement(listed, _tag(around, "dataValidation"), {**rule.told, "sqref": rule.area})
            if rule.formula:
                etree.SubElement(made, _tag(around, "formula1")).text = rule.formula
        listed.set("count", str(len(listed)))


def _child(around: etree._Element, name: str) -> etree._Element:
    """The element of that name, put where the order of a worksheet wants it when it is not there."""
    found = around.find(f"{{*}}{name}")
    if found is None:
        earlier = set(_ORDER[: _ORDER.index(name)])
        place = max(
            (
                n
                for n, each in enumerate(around, 1)
                if isinstance(each.tag, str) and etree.QName(each).localname in earlier
            ),
            default=0,
        )
        found = etree.Element(_tag(around, name))
        around.insert(place, found)
    return found


def _hide(columns: etree._Element, column: int) -> None:
    """Hides one column; the others keep width and style."""
    style = ""
    for each in list(columns):
        first, last = int(each.get("min", "0")), int(each.get("max", "0"))
        if not first <= column <= last:
            continue
        style = each.get("style", "")
        for low, high in ((first, column - 1), (column + 1, last)):
            if low <= high:
                part = deepcopy(each)
                part.set("min", str(low))
                part.set("max", str(high))
                each.addprevious(part)
        columns.remove(each)
    made = etree.Element(_tag(columns, "col"), min=str(column), max=str(column), width="38")
    made.set("hidden", "1")
    made.set("customWidth", "1")
    if style:
        made.set("style", style)
    after = [each for each in columns if int(each.get("max", "0")) < column]
    columns.insert(len(after), made)


def _ruled(around: etree._Element) -> list[tuple[int, int, int, int]]:
    """The areas that have a rule of the sheet's own, newer forms of rules among them."""
    found: list[tuple[int, int, int, int]] = []
    for each in around.iter("{*}dataValidation"):
        found += areas(each.get("sqref") or each.findtext("{*}sqref") or "")
    return found


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _hidden_sheets(book: Book, asked: Lock) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """(changed parts, new parts): the workbook's lists with the hidden sheets and the name."""
    if not asked.sheets and not asked.name[0]:
        return {}, {}
    there = {sheet.get("name", "").casefold() for sheet in book.workbook.iterfind("{*}sheets/{*}sheet")}
    if any(hidden.name.casefold() in there for hidden in asked.sheets):
        raise UserError("这个文件已经是下发过的收表。", "请用上级原来的模板下发。")
    workbook, relations, types = (book.tree(part) for part in (WORKBOOK, relations_of(WORKBOOK), TYPES))
    kind = next(each.get("Type", "") for each in relations if each.get("Type", "").endswith("/worksheet"))
    listed = next(each for each in workbook if etree.QName(each).localname == "sheets")
    reference = next(name for name in listed[0].attrib if str(name).endswith("}id"))
    number = max(int(each.get("sheetId", "0")) for each in listed)
    added: dict[str, bytes] = {}
    for at, hidden in enumerate(asked.sheets, 1):
        part = _fresh(book, f"xl/worksheets/sheet{len(listed) + 1}", added)
        added[part] = _sheet_xml(hidden, str(etree.QName(listed).namespace))
        entry = etree.SubElement(listed, listed[0].tag, name=hidden.name, sheetId=str(number + at))
        entry.set("state", "veryHidden" if hidden.deep else "hidden")
        entry.set(reference, f"rIdSent{at}")
        etree.SubElement(relations, relations[0].tag, Id=f"rIdSent{at}", Type=kind, Target=f"/{part}")
        etree.SubElement(types, _tag(types, "Override"), PartName=f"/{part}", ContentType=_KIND)
    _define(workbook, *asked.name)
    parts = {WORKBOOK: workbook, relations_of(WORKBOOK): relations, TYPES: types}
    return {part: serialised(root) for part, root in parts.items()}, added


def _fresh(book: Book, stem: str, added: dict[str, bytes]) -> str:
    part = f"{stem}.xml"
    while part in added or book.package.has(part.lower()):
        stem += "a"
        part = f"{stem}.xml"
    return part


def _define(workbook: etree._Element, name: str, text: str) -> None:
    if not name:
        return
    names = workbook.find("{*}definedNames")
    if names is None:
        names = etree.Element(_tag(workbook, "definedNames"))
        before = [
            each for each in workbook if isinstance(each.tag, str) and etree.QName(each).localname in _NAMES_AFTER
        ]
        before[-1].addnext(names)
    for each in list(names):
        if each.get("name") == name:
            names.remove(each)
    etree.SubElement(names, _tag(workbook, "definedName"), name=name).text = f'"{text}"'


def _sheet_xml(hidden: Hidden, namespace: str) -> bytes:
    rows = []
    for number in range(1, max(map(len, hidden.columns)) + 1):
        cells = (
            f'<c r="{address(column)}{number}" t="inlineStr"><is><t>{escape(words[number - 1])}</t></is></c>'
            for column, words in enumerate(hidden.columns)
            if number <= len(words)
        )
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    xml = f'<worksheet xmlns="{namespace}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml.encode()
