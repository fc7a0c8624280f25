"""How is a word processor's form filled so that nothing else in it changes? Only the body's text; runs keep their looks."""

from collections.abc import Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from app.errors import UserError
from app.exchange.document import PART, Document, pieces, read_document, text_of
from app.exchange.patch_book import serialised
from app.exchange.patch_fill import Fill, Filled, Patched
from app.exchange.patch_zip import rewrite
from app.files import replace_file
from app.progress import Progress, silent

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SMALLEST = 14  # half points
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def patch_document(template: Path, out: Path, fills: Sequence[Fill], *, progress: Progress = silent) -> Patched:
    """Writes the form with one fill as `out`. Raises FileRefused, UserError (the template itself, disk full …)."""
    if out.exists() and out.samefile(template):
        raise UserError("没有填：不能写到模板自己上面，模板以后还要用。", "请换一个文件名。")
    document = read_document(template)
    (fill,) = fills
    progress(0, 0, "正在填写")
    added = _listed(document, fill)
    for place, value in fill.cells.items():
        _put(document.places.get(place), value)
    changed = {PART: serialised(document.root)}
    with (
        replace_file(out, _whole, expected=len(document.package.data)) as temporary,
        temporary.open("wb") as file,
    ):
        rewrite(document.package, file, changed, {})
    return Patched({fill.sheet: added})


def _whole(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            broken = archive.testzip()
    except BadZipFile:
        broken = PART
    if broken is not None:
        raise UserError("写出的文件没有通过检查，没有保存。", "请再试一次；还不行，请换一个位置保存。")


def _listed(document: Document, fill: Fill) -> int:
    """A row per record; what does not fit is added with the look of the last prepared row. How many were added."""
    block = fill.block
    if block is None:
        return 0
    last = document.tables.get(block.last_row)
    if last is None:
        raise UserError("文档里的表没有留出要填的行。", "请在表头下面至少留一个空行，再填。")
    pattern = deepcopy(last)
    added = 0
    for n, row in enumerate(block.rows):
        at = block.first_row + n
        if at <= block.last_row:
            cells = {column: document.places.get((at, column)) for column in block.columns}
        else:
            made = deepcopy(pattern)
            last.addnext(made)
            last = made
            added += 1
            cells = _row_cells(document, block.last_row, pattern, made)
        for column, value in zip(block.columns, row, strict=True):
            _put(cells.get(column), value)
    return added


def _row_cells(
    document: Document, row: int, pattern: etree._Element, made: etree._Element
) -> dict[int, etree._Element | None]:
    """The cells of a row made anew, emptied, by column."""
    tag = f"{_W}tc"
    found = dict(zip(document.tables[row].iter(tag), made.iter(tag), strict=False))
    assert sum(1 for _ in pattern.iter(tag)) == len(found)
    columns = {column: found.get(cell) for (at, column), cell in document.places.items() if at == row}
    for cell in columns.values():
        _put(cell, "")
    return columns


def _put(element: etree._Element | None, value: Filled) -> None:
    """`None` leaves what stands there; text goes where it differs, in the run that holds the place."""
    if element is None or value is None:
        return
    new, old = str(value), text_of(element)
    if old.strip() and new:
        _differing(element, old, new)
        return
    found = list(pieces(element))
    for piece in found[1:]:
        piece.text = ""
    if found:
        _say(found[0], new)
    elif new:
        _first(element, new)


def _say(piece: etree._Element, text: str) -> None:
    piece.text = text
    piece.set(_SPACE, "preserve")


def _first(element: etree._Element, text: str) -> None:
    """A run in an empty paragraph, written as its mark says it would be."""
    paragraph = element if element.tag == f"{_W}p" else element.find(f"{_W}p")
    if paragraph is None:
        paragraph = etree.SubElement(element, f"{_W}p")
    run = etree.SubElement(paragraph, f"{_W}r")
    look = paragraph.find(f"{_W}pPr/{_W}rPr")
    if look is not None:
        run.append(_readable(deepcopy(look)))
    _say(etree.SubElement(run, f"{_W}t"), text)


def _readable(look: etree._Element) -> etree._Element:
    """Some programs make the mark of an empty paragraph too small to be read; then the size of the style holds."""
    for size in (*look.findall(f"{_W}sz"), *look.findall(f"{_W}szCs")):
        if size.get(f"{_W}val", "").isdecimal() and int(size.get(f"{_W}val", "0")) < _SMALLEST:
            look.remove(size)
    return look


def _differing(element: etree._Element, old: str, new: str) -> None:
    """Puts in and takes out only what differs: a label keeps its look, a value takes that of its blank."""
    found = list(pieces(element))
    owner = [piece for piece in found for _ in piece.text or ""]
    told: dict[int, str] = {id(piece): "" for piece in found}
    for kind, start, end, low, high in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            for at in range(start, end):
                told[id(owner[at])] += old[at]
        elif kind in ("replace", "insert"):
            place = start if kind == "replace" else max(start - 1, 0)
            told[id(owner[place])] += new[low:high]
    for piece in found:
        if told[id(piece)] != (piece.text or ""):
            _say(piece, told[id(piece)])
