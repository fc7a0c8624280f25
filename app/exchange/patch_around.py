"""What stands around the rows of a sheet and must follow when rows are added: merges, checks, formats, breaks, anchors?

References are told by the names that ECMA-376 part 1, 18.3 gives them, so newer extensions are understood as well.
"""

from collections.abc import Sequence

from lxml import etree

from app.exchange.patch_fill import Fill
from app.exchange.patch_move import Move, area, moved_areas, moved_formula, written
from app.exchange.patch_sheet import MARK, SheetText, added_rows

_FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})


def move_around(around: etree._Element, home: str, moves: Sequence[Move]) -> bool:
    """Everything around the rows of sheet `home` after these moves. Returns whether anything changed."""
    before = etree.tostring(around)
    own = next((move for move in moves if move.sheet == home), None)
    for element in around.iter("*"):
        name = etree.QName(element).localname
        if name in _FORMULAS and element.text and len(element) == 0:
            element.text = _moved(element.text, home, moves)
        if name == "hyperlink" and element.get("location"):
            element.set("location", _moved(element.get("location", ""), home, moves))
        if own is not None:
            _move_element(element, name, own)
    if own is not None:
        move_anchors(around, own)
    return etree.tostring(around) != before


def _moved(formula: str, home: str, moves: Sequence[Move]) -> str:
    for move in moves:
        formula = moved_formula(formula, home, move)
    return formula


def _move_element(element: etree._Element, name: str, move: Move) -> None:
    own = _OWN_WAYS.get(name)
    if own is not None:
        own(element, move)
    elif name == "sqref" and element.text:
        element.text = moved_areas(element.text, move)
    elif name != "dataRef":
        for key in ("ref", "sqref"):
            if element.get(key):
                element.set(key, moved_areas(element.get(key, ""), move))


def _move_merge(element: etree._Element, move: Move) -> None:
    """A merge over several rows that ends with the block grows with it (a word beside all of them); one in one row does not."""
    reference = element.get("ref", "")
    found = area(reference)
    grows = found is not None and found[0] < found[2] >= move.first
    element.set("ref", moved_areas(reference, move) if grows else _unstretched(reference, move))


def _move_break(element: etree._Element, move: Move) -> None:
    parent = element.getparent()
    of_rows = parent is not None and etree.QName(parent).localname == "rowBreaks"
    if of_rows and int(element.get("id", "0")) >= move.after:
        element.set("id", str(int(element.get("id", "0")) + move.count))


def _move_point(element: etree._Element, move: Move) -> None:
    for key in ("r", "ref", "activeCell", "sqref"):
        if element.get(key):
            element.set(key, " ".join(_unstretched(each, move) for each in element.get(key, "").split()))


def _unstretched(reference: str, move: Move) -> str:
    found = area(reference)
    if found is None:
        return reference
    first, last = move.span(found[0], found[2], grow=False)
    return written(first, found[1], last, found[3])


_OWN_WAYS = {
    "mergeCell": _move_merge,
    "brk": _move_break,
    "hyperlink": _move_point,
    "selection": _move_point,
    "cellWatch": _move_point,
    "inputCells": _move_point,
}


def move_anchors(root: etree._Element, move: Move) -> None:
    """Pictures, boxes and controls keep to their cells (their rows are counted from 0)."""
    for start in root.iter("{*}from"):
        anchor = start.getparent()
        if anchor is None or _stands_still(anchor):
            continue
        ends = [anchor.find(f"{{*}}{name}/{{*}}row") for name in ("from", "to")]
        rows = [end for end in ends if end is not None and (end.text or "").strip().isdecimal()]
        was = [int(row.text or 0) for row in rows]
        for row, number in zip(rows, was, strict=True):
            if (number if _stretches(anchor) else was[0]) >= move.after:
                row.text = str(number + move.count)


def _stands_still(anchor: etree._Element) -> bool:
    if etree.QName(anchor).localname == "anchor":
        return not any(anchor.get(key) in ("1", "true") for key in ("moveWithCells", "sizeWithCells"))
    return anchor.get("editAs") == "absolute"


def _stretches(anchor: etree._Element) -> bool:
    if etree.QName(anchor).localname == "anchor":
        return anchor.get("sizeWithCells") in ("1", "true")
    return anchor.get("editAs", "twoCell") == "twoCell"


def part_merges(around: etree._Element, fill: Fill) -> bool:
    """Takes apart cells merged over several rows of the block in a column that is filled: all but the first are hidden."""
    merges = around.find("{*}mergeCells")
    block = fill.block
    if merges is None or block is None:
        return False
    count = len(merges)
    for each in list(merges):
        place = area(each.get("ref", ""))
        if place is None or not block.first_row <= place[0] < place[2] <= block.last_row:
            continue
        if any(place[1] <= column <= place[3] for column in block.columns):
            merges.remove(each)
    found = count - len(merges)
    if found and not len(merges):
        around.remove(merges)
    elif found and merges.get("count"):
        merges.set("count", str(len(merges)))
    return found > 0


def fit(text: SheetText, fill: Fill, move: Move | None) -> None:
    """The stated size of the sheet, and merges within one row of the block for each row that was added."""
    around = text.around
    if move is not None:
        _repeat_merges(around, fill, move)
    stated = around.find("{*}dimension")
    if stated is not None:
        stated.set("ref", _size(text, fill, stated.get("ref", ""), move))


def _repeat_merges(around: etree._Element, fill: Fill, move: Move) -> None:
    merges = around.find("{*}mergeCells")
    if merges is None or fill.block is None or move.after < move.first:
        return
    found = [area(each.get("ref", "")) for each in merges]
    tag = merges[0].tag
    for place in found:
        if place is not None and place[0] == place[2] == move.after:
            for row in range(move.after + 1, move.after + move.count + 1):
                etree.SubElement(merges, tag, ref=written(row, place[1], row, place[3]))
    if merges.get("count"):
        merges.set("count", str(len(merges)))


def _size(text: SheetText, fill: Fill, stated: str, move: Move | None) -> str:
    """Programs trust this little; it is mended so that it is never too small."""
    block = fill.block
    rows = [number for number, _ in text.rows[:1] + text.rows[-1:]] + [row for row, _ in fill.cells]
    columns = [column for _, column in fill.cells]
    if move is not None:
        rows = [move.row(row) for row in rows]
    if block is not None:
        rows += [block.first_row, max(block.last_row, block.first_row) + added_rows(fill)]
        columns += block.columns
    place = area(stated)
    if place is not None and (place[2] > 1 or place[3] > 1):
        # The stated area has gone along already.
        rows += [place[0], place[2]]
        columns += [place[1], place[3]]
    if not rows or not columns:
        return stated
    return written(min(rows), min(columns), max(rows), max(columns))


def halves(around: etree._Element) -> tuple[str, str]:
    """What stands before and after the rows, with the declaration."""
    xml = etree.tostring(around, encoding="unicode")
    before, _, after = xml.partition(MARK)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{before}', after
