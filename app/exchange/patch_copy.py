"""How does a sheet get a copy of itself with other values: a form for each of many records in one workbook?

The copy brings its own drawings, notes and controls (a part may belong to one sheet only); pictures are shared.
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from app.errors import UserError
from app.exchange.patch_around import fit, halves
from app.exchange.patch_book import WORKBOOK, Book, SheetPart, relations_of, serialised
from app.exchange.patch_fill import Fill
from app.exchange.patch_formula import Formulas, shared_formulas
from app.exchange.patch_move import renamed_formula
from app.exchange.patch_sheet import Day, SheetPatch, looks_of, sheet_text
from app.progress import Progress

TYPES = "[content_types].xml"
_SHARED = frozenset({"image", "theme", "hyperlink", "audio", "video", "printerSettings"})
_UNIQUE = frozenset({"table", "pivotTable", "queryTable", "slicer", "timeline", "tableSingleCells"})
_NUMBER = re.compile(r"(.*?)\d*(\.\w+)")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_LONGEST = 31


@dataclass
class Copies:
    """New parts by name, and what the workbook, its relations and its list of kinds must say about them."""

    book: Book
    parts: dict[str, Iterable[bytes] | bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sheets: list[tuple[SheetPart, str, str]] = field(default_factory=list)

    def add(self, fill: Fill, day: Day, progress: Progress) -> None:
        """One copy, filled. Raises UserError for a sheet with tables, whose names may not come twice."""
        sheet = self.book.sheet(fill.sheet)
        if fill.block is not None:
            raise ValueError("a copy gets cells, no block")
        if _FORBIDDEN.search(fill.copy) or len(fill.copy) > _LONGEST:
            raise ValueError(f"no name for a sheet: {fill.copy}")
        part = self._fresh(sheet.part)
        text = sheet_text(self.book.package.read(sheet.part))
        _as_copy(text.around)
        formulas = Formulas(fill.sheet, (), shared_formulas(text.reader, text.rows))
        fit(text, fill, None)
        writer = SheetPatch(fill.copy, text, fill, formulas, looks_of(text, day), None)
        self.parts[part] = writer.pieces(*halves(text.around), progress)
        self._relate(sheet.part, part, {})
        self.kinds[part] = sheet.part
        self.sheets.append((sheet, fill.copy, part))

    def _fresh(self, part: str) -> str:
        """A part's name with the first number that is free."""
        found = _NUMBER.fullmatch(self.book.package.parts[part].filename)
        stem, ending = (found[1], found[2]) if found else (part, "")
        taken = {name.lower() for name in self.parts}
        number = 1
        while (name := f"{stem}{number}{ending}").lower() in taken or self.book.package.has(name):
            number += 1
        return name

    def _relate(self, source: str, copy: str, made: dict[str, str]) -> None:
        """Copies what a part points at, as deep as it goes; the names of the relations stay."""
        place = relations_of(source)
        if not self.book.package.has(place):
            return
        root = self.book.tree(place)
        parts = {relation.id: relation for relation in self.book.relations(source)}
        for element in root:
            relation = parts.get(element.get("Id", ""))
            if relation is None or not self.book.package.has(relation.part):
                continue
            if relation.kind in _UNIQUE:
                raise UserError("这张表里有表格对象或透视表，不能在同一个文件里复制多份。", "请改为每人一个文件。")
            if relation.kind in _SHARED:
                target = self.book.package.parts[relation.part].filename
            else:
                target = made.get(relation.part) or self._deep(relation.part, made)
            element.set("Target", f"/{target}")
        self.parts[relations_of(copy)] = serialised(root)

    def _deep(self, part: str, made: dict[str, str]) -> str:
        copy = made[part] = self._fresh(part)
        self.parts[copy] = self.book.package.read(part)
        self.kinds[copy] = part
        self._relate(part, copy, made)
        return copy

    def types(self, kind: str) -> bytes | None:
        """The list of kinds with the new parts, and the workbook as of `kind`; None when it stays as it is."""
        root = self.book.tree(TYPES)
        workbook = next((each for each in root if each.get("PartName", "").lower() == f"/{WORKBOOK}"), None)
        if workbook is not None and workbook.get("ContentType") != kind:
            workbook.set("ContentType", kind)
        elif not self.kinds:
            return None
        known = {each.get("PartName", "").lower().lstrip("/"): each for each in root.iterchildren("{*}Override")}
        for copy, source in self.kinds.items():
            model = known.get(source)
            if model is not None:
                etree.SubElement(root, model.tag, PartName=f"/{copy}", ContentType=model.get("ContentType", ""))
        return serialised(root)

    def relations(self) -> bytes:
        """The relations of the workbook with the new sheets."""
        place = relations_of(WORKBOOK)
        root = self.book.tree(place)
        kind = next(each.get("Type", "") for each in root if each.get("Type", "").endswith("/worksheet"))
        for at, (_, _, part) in enumerate(self.sheets, 1):
            etree.SubElement(root, root[0].tag, Id=_relation(at), Type=kind, Target=f"/{part}")
        return serialised(root)

    def enter(self, workbook: etree._Element) -> None:
        """The new sheets at the end of the workbook's list, with print areas and titles of their own."""
        listed = workbook.find("{*}sheets")
        if listed is None or not self.sheets:
            return
        reference = next(name for name in listed[0].attrib if str(name).endswith("}id"))
        numbers = [int(each.get("sheetId", "0")) for each in listed]
        order = [each.get("name", "") for each in listed]
        for at, (sheet, name, _) in enumerate(self.sheets, 1):
            entry = etree.SubElement(listed, listed[0].tag, name=name, sheetId=str(max(numbers) + at))
            entry.set(reference, _relation(at))
            _own_names(workbook, order.index(sheet.name), len(listed) - 1, (sheet.name, name))


def copies(book: Book, fills: Sequence[Fill], day: Day, progress: Progress) -> Copies:
    """The copies that are asked for, in order."""
    made = Copies(book)
    names = {sheet.get("name", "").casefold() for sheet in book.workbook.iterfind("{*}sheets/{*}sheet")}
    for fill in fills:
        if fill.copy.casefold() in names:
            raise ValueError(f"two sheets of one name: {fill.copy}")
        names.add(fill.copy.casefold())
        made.add(fill, day, progress)
    return made


def _relation(at: int) -> str:
    return f"rIdCopy{at}"


def _as_copy(around: etree._Element) -> None:
    """What only one sheet of a workbook may have: the choice of the window, an identity, a name for programs."""
    for view in around.iterfind("{*}sheetViews/{*}sheetView"):
        view.attrib.pop("tabSelected", "")
    for key in [key for key in around.attrib if str(key).endswith("}uid")]:
        del around.attrib[key]
    about = around.find("{*}sheetPr")
    if about is not None:
        about.attrib.pop("codeName", "")


def _own_names(workbook: etree._Element, index: int, copy: int, names: tuple[str, str]) -> None:
    """Repeats the names that belong to one sheet (print area, titles) for its copy."""
    defined = workbook.find("{*}definedNames")
    if defined is None:
        return
    for each in list(defined):
        if each.get("localSheetId") == str(index):
            again = deepcopy(each)
            defined.append(again)
            again.set("localSheetId", str(copy))
            again.text = renamed_formula(each.text or "", *names)
