"""What is inside a foreign workbook: its sheets, which part belongs to which, how a cell of each style looks."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from app.errors import UserError
from app.exchange.container import Package, check_markup, content_of, open_package, refuse_foreign
from app.exchange.grid import refused
from app.exchange.read_xls import is_ole
from app.exchange.read_xlsx_facts import elements

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
WORKBOOK = "xl/workbook.xml"
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_DATES = {14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm", 45: "mm:ss", 46: "[h]:mm:ss"}
_TIMES = dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 55, 56), "h:mm:ss")
_CHINESE = {27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"'} | {
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_NUMBERS = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 49: "@"}
BUILT_IN: Mapping[int, str] = _NUMBERS | _DATES | _TIMES | _CHINESE


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, its part in lower case, whether it is hidden, the workbook's own number for it."""

    name: str
    part: str
    hidden: bool
    number: str


@dataclass(frozen=True)
class Relation:
    """What a part points at: the last word of the kind (`drawing`, `comments`, `table` …) and the part in lower case."""

    id: str
    kind: str
    part: str


class Book:
    """A workbook whose package was checked. Parts are named in lower case."""

    def __init__(self, package: Package) -> None:
        self.package = package

    @cached_property
    def workbook(self) -> etree._Element:
        return self.tree(WORKBOOK)

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets in the workbook's order; charts and macro sheets are left out."""
        targets = {relation.id: relation for relation in self.relations(WORKBOOK)}
        found = []
        for sheet in self.workbook.iterfind("{*}sheets/{*}sheet"):
            target = targets.get(next((sheet.get(name, "") for name in _RELATIONS if sheet.get(name)), ""))
            if target is None or target.kind != "worksheet":
                continue
            if not self.package.has(target.part):
                raise refused("truncated")
            hidden = sheet.get("state", "visible") != "visible"
            found.append(SheetPart(sheet.get("name", ""), target.part, hidden, sheet.get("sheetId", "")))
        return tuple(found)

    def sheet(self, name: str) -> SheetPart:
        """Raises UserError when there is no worksheet of that name."""
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        if found is None:
            raise UserError(f"模板里没有名为“{name}”的工作表。", "请重新选一次模板。")
        return found

    @cached_property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904 (files of old Macintosh programs)."""
        found = self.workbook.find("{*}workbookPr")
        return found is not None and found.get("date1904", "0") in ("1", "true")

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The texts that cells of the workbook share."""
        parts = (relation.part for relation in self.relations(WORKBOOK) if relation.kind == "sharedStrings")
        part = next(parts, "")
        if not self.package.has(part):
            return ()
        return tuple(plain_text(each) for each in elements(self.package.chunks(part), "si"))

    @cached_property
    def styles(self) -> etree._Element | None:
        return self.tree("xl/styles.xml") if self.package.has("xl/styles.xml") else None

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """The number format code of each cell style, by its number."""
        styles = self.styles
        if styles is None:
            return ()
        own = {
            int(each.get("numFmtId", "0")): each.get("formatCode", "")
            for each in styles.iterfind("{*}numFmts/{*}numFmt")
        }
        codes = {**BUILT_IN, **own}
        numbers = (int(each.get("numFmtId", "0")) for each in styles.iterfind("{*}cellXfs/{*}xf"))
        return tuple(codes.get(number, "General") for number in numbers)

    def format(self, style: int) -> str:
        """The number format code of a cell style; `General` for one that is not there."""
        return self.formats[style] if 0 <= style < len(self.formats) else "General"

    def plain(self, style: int) -> int:
        """A style with the same frame but neither bold nor coloured, for records under a heading; else the same one."""
        styles = self.styles
        if styles is None:
            return style
        bold = [font.find("{*}b") is not None for font in styles.iterfind("{*}fonts/{*}font")]
        looks = list(styles.iterfind("{*}cellXfs/{*}xf"))
        frame = looks[style].get("borderId", "0") if style < len(looks) else ""
        for number, look in enumerate(looks):
            font = int(look.get("fontId", "0"))
            general = look.get("numFmtId", "0") == "0" and look.get("fillId", "0") == "0"
            if look.get("borderId", "0") == frame and general and font < len(bold) and not bold[font]:
                return number
        return style

    def tree(self, part: str) -> etree._Element:
        """The part as a tree; nothing outside the text is fetched. Raises FileRefused."""
        return parsed(self.package.read(part))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What the part points at inside the file."""
        place = relations_of(part)
        if not self.package.has(place):
            return ()
        return tuple(self._relations(place, posixpath.dirname(part)))

    def _relations(self, place: str, folder: str) -> Iterator[Relation]:
        for each in self.tree(place).iterchildren("{*}Relationship"):
            if each.get("TargetMode", "") == "External":
                continue
            target = each.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield Relation(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], part.lower())


def open_book(path: Path, *, large: bool = False) -> Book:
    """The workbook, checked before anything is unpacked. Raises FileRefused for what is unsafe or no .xlsx, UserError."""
    data = content_of(path, "模板", large=large)
    if is_ole(data):
        raise refused("unsupported_format")
    if not data.startswith(b"PK"):
        refuse_foreign(data[:4096])
        raise refused("not_a_workbook")
    package = open_package(data, large=large)
    check_markup(package)
    if not package.has(WORKBOOK):
        raise refused("unsupported_format", "这不是 .xlsx 模板。", "请用表格程序打开后另存为 .xlsx，再填报。")
    return Book(package)


def plain_text(item: etree._Element | None) -> str:
    """The text of a shared or inline string without its readings (phonetics)."""
    if item is None:
        return ""
    pieces = (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t"))
    return "".join(piece.text or "" for piece in pieces)


def parsed(data: bytes) -> etree._Element:
    """The root of an XML part. Raises FileRefused `truncated`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise refused("truncated") from broken


def serialised(root: etree._Element) -> bytes:
    """The part as spreadsheet programs write it: UTF-8 with a declaration."""
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(root, encoding="UTF-8")


def relations_of(part: str) -> str:
    """Where the relations of a part stand: xl/a.xml → xl/_rels/a.xml.rels."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")
