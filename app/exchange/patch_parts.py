"""Which other parts of a workbook must follow when rows were added to a sheet: drawings, notes, tables, charts, names?

Each is written again only when something in it changed.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from xml.sax.saxutils import escape

from lxml import etree

from app.exchange.patch_around import halves, move_anchors, move_around
from app.exchange.patch_book import Book, SheetPart, parsed, relations_of, serialised
from app.exchange.patch_fill import Fill
from app.exchange.patch_form import Looks
from app.exchange.patch_formula import Formulas, shared_formulas
from app.exchange.patch_move import Move, area, moved_areas, moved_formula, written
from app.exchange.patch_sheet import SheetPatch, sheet_text
from app.exchange.patch_zip import Fate
from app.progress import silent

_FORMULA_ATTRIBUTES = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx", "fmlaMacro")
_FORMULA_ELEMENTS = frozenset({"f", "calculatedColumnFormula", "totalsRowFormula"})
_CLIENT = re.compile(r"<(?:\w+:)?ClientData\b.*?</(?:\w+:)?ClientData\s*>", re.DOTALL)
_ROW = re.compile(r"(<(?:\w+:)?Row>\s*)(\d+)(\s*</)")
_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_VML_FORMULA = re.compile(r"(<(?:\w+:)?Fmla(?:Link|Range|Group|Txbx)>)([^<]*)(</)")
_JUMP = re.compile(r'(\bTarget=")(#[^"]*)(")')


def moved_parts(
    book: Book, moves: Sequence[Move], *, patched: Set[str], stale: Set[str]
) -> Iterator[tuple[str, bytes]]:
    """(part, new content) of every part but the sheets in `patched` that must follow the moves.

    Sheets in `stale` lose the results of their formulas. Both are parts.
    """
    for sheet in book.sheets:
        if sheet.part in patched:
            continue
        if sheet.part in stale or _mentions(book.package.read(sheet.part), moves):
            yield from _sheet(book, sheet, moves, stale=sheet.part in stale)
    if not moves:
        return
    for sheet in book.sheets:
        yield from _belongings(book, sheet, moves)
    for part in book.package.parts:
        if part.startswith("xl/charts/") and part.endswith(".xml") and "/_rels/" not in part:
            yield from _changed(book, part, lambda root: _move_formulas(root, "", moves))


def _mentions(content: bytes, moves: Sequence[Move]) -> bool:
    """Whether a sheet that moved is named anywhere; some programs write Chinese as numbers of characters."""
    names = {form for move in moves for form in (move.sheet, move.sheet.replace("'", "''"))}
    text = html.unescape(content.decode("utf-8", "replace")) if names else ""
    return any(name in text for name in names)


def _sheet(book: Book, sheet: SheetPart, moves: Sequence[Move], *, stale: bool) -> Iterator[tuple[str, bytes]]:
    """Another sheet whose formulas look into one that was filled."""
    text = sheet_text(book.package.read(sheet.part))
    shared = shared_formulas(text.reader, text.rows)
    around = move_around(text.around, sheet.name, moves)
    rows = any(_reads(found[0], sheet.name, moves) for _, found in text.rows)
    if not (stale or around or rows):
        return
    formulas = Formulas(sheet.name, moves, shared, apart=bool(moves))
    looks = Looks(text.reader.dialect, (), lambda *_: None)
    writer = SheetPatch(sheet.name, text, Fill(sheet.name), formulas, looks, None)
    before, after = halves(text.around)
    yield sheet.part, b"".join(writer.pieces(before, after, silent))


def _reads(row: str, home: str, moves: Sequence[Move]) -> bool:
    """Whether a formula of a row changes with the moves."""
    formulas = map(html.unescape, re.findall(r"f\b[^<>]*>([^<]+)<", row))
    return any(moved_formula(formula, home, move) != formula for formula in formulas for move in moves)


def _belongings(book: Book, sheet: SheetPart, moves: Sequence[Move]) -> Iterator[tuple[str, bytes]]:
    """Drawings, notes, tables and controls of one sheet."""
    own = next((move for move in moves if move.sheet == sheet.name), None)

    def edit(root: etree._Element) -> None:
        _move_formulas(root, sheet.name, moves)
        if own is not None:
            move_anchors(root, own)
            _move_references(root, own)

    yield from _moved_jumps(book, sheet, moves)
    for relation in book.relations(sheet.part):
        if not book.package.has(relation.part):
            continue
        if relation.kind in ("drawing", "comments", "threadedComment", "table", "ctrlProp"):
            yield from _changed(book, relation.part, edit)
        elif relation.kind == "vmlDrawing":
            old = book.package.read(relation.part)
            new = _moved_vml(old, sheet.name, moves, own)
            if new != old:
                yield relation.part, new


def _changed(book: Book, part: str, edit: Callable[[etree._Element], None]) -> Iterator[tuple[str, bytes]]:
    root = parsed(book.package.read(part))
    before = etree.tostring(root)
    edit(root)
    if etree.tostring(root) != before:
        yield part, serialised(root)


def _move_formulas(root: etree._Element, home: str, moves: Sequence[Move]) -> None:
    for element in root.iter("*"):
        for move in moves:
            if etree.QName(element).localname in _FORMULA_ELEMENTS and element.text:
                element.text = moved_formula(element.text, home, move)
            for name in _FORMULA_ATTRIBUTES:
                if element.get(name):
                    element.set(name, moved_formula(element.get(name, ""), home, move))


def _move_references(root: etree._Element, move: Move) -> None:
    """`ref` of a note is its cell; of a table, its filter and sorting an area that grows with the block."""
    for element in root.iter("*"):
        reference = element.get("ref", "")
        if not reference or (etree.QName(element).namespace or "").endswith("/drawing"):
            continue
        if etree.QName(element).localname in ("comment", "threadedComment"):
            place = area(reference)
            if place is not None:
                element.set("ref", written(move.row(place[0]), place[1], move.row(place[2]), place[3]))
        else:
            element.set("ref", moved_areas(reference, move))


def _moved_vml(content: bytes, home: str, moves: Sequence[Move], own: Move | None) -> bytes:
    """Notes and old controls: often no proper XML, so only the texts between known tags are touched."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content

    text = _VML_FORMULA.sub(lambda found: _moved_text(found, home, moves), text)
    return (text if own is None else _CLIENT.sub(lambda found: _moved_client(found[0], own), text)).encode()


def _moved_text(found: re.Match[str], home: str, moves: Sequence[Move]) -> str:
    """A formula between two pieces of markup."""
    formula = html.unescape(found[2])
    for move in moves:
        formula = moved_formula(formula, home, move)
    return found[0] if formula == html.unescape(found[2]) else f"{found[1]}{escape(formula)}{found[3]}"


def _moved_jumps(book: Book, sheet: SheetPart, moves: Sequence[Move]) -> Iterator[tuple[str, bytes]]:
    """Links inside the workbook that some programs keep among the relations: Target="#Sheet1!A30"."""
    place = relations_of(sheet.part)
    old = book.package.read(place).decode("utf-8", "replace")
    new = _JUMP.sub(lambda found: _moved_text(found, sheet.name, moves), old)
    if new != old:
        yield place, new.encode()


def _moved_client(block: str, move: Move) -> str:
    row = _ROW.search(block)
    anchor = _ANCHOR.search(block)
    numbers = [] if anchor is None else anchor[2].split(",")
    top = int(row[2]) if row else int(numbers[2]) if len(numbers) == 8 else -1
    if top < move.after:
        return block
    block = _ROW.sub(lambda found: f"{found[1]}{int(found[2]) + move.count}{found[3]}", block)
    if len(numbers) == 8:
        for at in (2, 6):
            numbers[at] = f" {int(numbers[at]) + move.count}"
        block = _ANCHOR.sub(lambda found: f"{found[1]}{','.join(numbers)}{found[3]}", block)
    return block


def moved_workbook(
    book: Book, moves: Sequence[Move], *, recalculate: bool, edit: Callable[[etree._Element], None]
) -> bytes | None:
    """The workbook part with its names moved and, when asked, a word to calculate anew on opening; None if unchanged."""
    root = parsed(book.package.read("xl/workbook.xml"))
    before = etree.tostring(root)
    for name in root.iterfind("{*}definedNames/{*}definedName"):
        for move in moves:
            name.text = moved_formula(name.text or "", "", move)
    edit(root)
    if recalculate:
        _calculate(root)
    return serialised(root) if etree.tostring(root) != before else None


_AFTER_CALC = ("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing")
_LAST = ("fileRecoveryPr", "webPublishObjects", "extLst")


def _calculate(root: etree._Element) -> None:
    found = root.find("{*}calcPr")
    if found is None:
        found = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        later = (each for each in root if etree.QName(each).localname in _AFTER_CALC + _LAST)
        following = next(later, None)
        if following is None:
            root.append(found)
        else:
            following.addprevious(found)
    found.set("fullCalcOnLoad", "1")


def moved_chain(book: Book, part: str, met: Mapping[str, Sequence[tuple[int, int]]]) -> bytes | Fate:
    """The order of calculation: `met` holds the cells with a formula of each sheet (by its number) written anew.

    An empty one may not stand in a workbook: it is dropped.
    """
    root = parsed(book.package.read(part))
    number = ""
    for cell in list(root):
        # A cell without a sheet number belongs to the sheet of the one before.
        number = cell.get("i", number)
        cell.set("i", number)
        if number in met:
            root.remove(cell)
    tag = f"{{{etree.QName(root).namespace}}}c"
    for number, places in met.items():
        for row, column in places:
            etree.SubElement(root, tag, r=written(row, column, row, column), i=number)
    return serialised(root) if len(root) else Fate.DROP


def without(content: bytes, dropped: str) -> bytes:
    """The list of kinds, or the relations of the workbook, without the part that was dropped (lower case)."""
    root = parsed(content)
    for element in list(root):
        named = element.get("PartName") or element.get("Target") or ""
        if dropped.endswith(f"/{named.lstrip('/').lower()}") or named.lstrip("/").lower() == dropped:
            root.remove(element)
    return serialised(root)
