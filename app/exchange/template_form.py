"""Where in a template is a form for one record: labels with their blanks at the right or below, single cells for digits, boxes to tick?"""

import re
from collections.abc import Iterator
from functools import cache

from app.exchange import word
from app.exchange.template import BOXES, OPEN, Blank, Layout, Sheet, titled, told, written
from app.exchange.template_list import listed
from app.exchange.template_table import fingerprint, lines
from app.kinds import normal
from app.ledgers import offer as offers

_LONGEST = 24
_LOOKED = 200
_NAMES = re.compile(r"(?:党员|户主|干部)?姓名|户主")
_SIGNED = re.compile(r"(?:填报|填表|制表|报送|审核|经办|负责|联系)人|审核|经办|签|章")
_REPORTED = re.compile(r"填报|填表|报送|上报|制表|统计")
_OWN_HAND = re.compile(r"签|章|照\s*片|相\s*片|意\s*见|粘贴")  # what people write or glue in themselves
_IN_TEXT, _IN_CELLS = 2, 4  # blanks behind labels that make a text, or a sheet, a form
_ABOVE = 2  # rows above the first known label in which others are looked for
_DIGITS = 15  # fewer single cells are no identity number
_RECORDS = (
    ("pairing", re.compile(r"结对|帮扶|联系卡")),
    ("household", re.compile(r"农户|住户|家庭户|户情|户卡|困难家庭|户主")),
    ("member", re.compile(r"党员")),
    ("branch", re.compile(r"党组织|支部|党委|总支")),
    ("cadre", re.compile(r"干部")),
    ("unit", re.compile(r"村|社区|单位|企业")),
)


def form(sheet: Sheet, *, told: bool = False) -> Layout | None:
    """The form of the sheet; None when its labels do not stand beside blanks. `told`: somebody says that it is one."""
    rows = range(1, min(len(sheet.grid.rows), _LOOKED) + 1)
    around = {(line.row, line.column) for line in lines(sheet, rows)}
    found = [blank for row in rows for blank in _of_row(sheet, row, around)]
    right = {
        (blank.row, blank.column): blank for blank in reversed(found)
    }  # a blank is its left neighbour's before the upper's
    right.update({(blank.row, blank.column): blank for blank in found if _leads(sheet, blank)})
    blanks = [blank for blank in found if right[blank.row, blank.column] is blank]
    inside = [blank for row in rows for blank in _in_text(sheet, row, {(blank.row, blank.column) for blank in blanks})]
    if not _is_form(blanks, inside, told=told, least=_IN_TEXT if sheet.text else _IN_CELLS):
        return None
    lists = listed(sheet, rows, words())
    taken = {row for blank in lists for row in range(blank.row - 1, blank.row + blank.lines)}
    own = [blank for blank in (*_with_others(sheet, blanks, around), *inside) if blank.row not in taken]
    blanks = sorted([*own, *lists], key=lambda blank: (blank.row, blank.column, blank.part))
    first = min(blank.row for blank in blanks)
    title = titled(sheet.grid.rows[: max(first - 1, 1)], sheet.grid.name)
    return Layout(
        sheet.grid.name, "form", title, tuple(blanks), first, max(blank.row for blank in blanks), _record(title, blanks), len(blanks) * 2,
        tuple(lines(sheet, rows)), fingerprint=fingerprint("form", (f"{blank.cell}{blank.header}" for blank in blanks)),
    )  # fmt: skip


def _leads(sheet: Sheet, blank: Blank) -> bool:
    """Whether the label stands at the left."""
    left = sheet.merge(blank.row, blank.column - 1) if blank.column > 1 else (0, 0, 0, 0)
    return bool(left[0]) and word.squeezed(sheet.value(left[0], left[1]) or "") == blank.path[-1]


def _is_form(beside: list[Blank], inside: list[Blank], *, told: bool, least: int) -> bool:
    """Whether labels stand beside their blanks, or behind at least `least` of them lines to be written upon, one for a name."""
    if told:
        return bool(beside or inside)
    named = any(_NAMES.fullmatch(blank.path[-1]) for blank in inside)
    return (len(beside) >= 4 and _beside(beside)) or (len(inside) >= least and named)


def _in_text(sheet: Sheet, row: int, taken: set[tuple[int, int]]) -> Iterator[Blank]:
    """姓名：＿＿＿　性别：＿＿＿ in one cell or paragraph; lines that sign or say who reports are others' business."""
    for column, value in enumerate(sheet.grid.rows[row - 1], 1):
        if not isinstance(value, str) or sheet.merge(row, column)[:2] != (row, column) or BOXES.search(value):
            continue
        _r0, _c0, r1, c1 = sheet.merge(row, column)
        found = list(OPEN.finditer(value))
        if {(row, c1 + 1), (r1 + 1, column)} & taken or any(_SIGNED.search(each["label"]) for each in found):
            continue
        for part, each in enumerate(found, 1):
            path = (_spoken(word.squeezed(each["label"])) if not each["mark"] else word.squeezed(each["label"]),)
            if known(path[0]) and not _REPORTED.match(path[0]):
                day = "1987年6月15日" if "日" in each["blank"] else "1987年6月" if "月" in each["blank"] else ""
                yield Blank(row, column, path, hint=day, samples=(value,), said=(each["label"],), part=part)


def _spoken(said: str) -> str:
    """Of a sentence up to a line its last words that are known: 兹证明党员姓名 ends with 党员姓名."""
    return next((said[at:] for at in range(len(said) - 1) if known(said[at:])), said)


def _beside(blanks: list[Blank]) -> bool:
    """In at least two rows, or in the very first, several labels have their blanks: headings of a table have none."""
    per_row: dict[int, int] = {}
    for blank in blanks:
        per_row[blank.row] = per_row.get(blank.row, 0) + 1
    several = [row for row, count in per_row.items() if count >= 2]
    return len(several) >= 2 or (len(several) == 1 and several[0] == min(per_row) and len(per_row) >= 3)


def _of_row(sheet: Sheet, row: int, around: set[tuple[int, int]]) -> Iterator[Blank]:
    labels = [column for column in range(1, _width(sheet, row) + 1) if _is_label(sheet, row, column, around)]
    if _crowded(sheet, row, labels):
        return
    for column in labels:
        path = _path(sheet, row, column)
        _r0, _c0, r1, c1 = sheet.merge(row, column)
        for place in ((row, c1 + 1), (r1 + 1, column)):
            if place[0] != row and not _alone(sheet, row, column):
                continue
            blank = _blank(sheet, *place, path, written(sheet, path, range(1, row + 1)))
            if blank is not None:
                yield blank
                break


def _with_others(sheet: Sheet, blanks: list[Blank], around: set[tuple[int, int]]) -> list[Blank]:
    """Blanks beside labels that nobody knows are shown too: the clerk may know what belongs there."""
    if not blanks:
        return []
    known_rows = range(max(min(blank.row for blank in blanks) - _ABOVE, 1), min(len(sheet.grid.rows), _LOOKED) + 1)
    taken = {(blank.row, blank.column) for blank in blanks}
    found = list(blanks)
    for row in known_rows:
        labels = [column for column in range(1, _width(sheet, row) + 1) if _may_label(sheet, row, column, around)]
        if _crowded(sheet, row, labels):
            continue
        for column in labels:
            place = row, sheet.merge(row, column)[3] + 1
            path = (word.squeezed(sheet.value(row, column)),)
            blank = _blank(sheet, *place, path, written(sheet, path, (row,))) if place not in taken else None
            if blank is not None:
                found.append(blank)
                taken.add(place)
    return found


def _may_label(sheet: Sheet, row: int, column: int, around: set[tuple[int, int]]) -> bool:
    value = sheet.value(row, column)
    return (
        isinstance(value, str) and 1 < len(value.strip()) <= _LONGEST and not BOXES.search(value) and (row, column) not in around
        and not _OWN_HAND.search(value) and sheet.merge(row, column)[:2] == (row, column)
    )  # fmt: skip


def _width(sheet: Sheet, row: int) -> int:
    return len(sheet.grid.rows[row - 1])


def _is_label(sheet: Sheet, row: int, column: int, around: set[tuple[int, int]]) -> bool:
    value = sheet.value(row, column)
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or BOXES.search(value):
        return False
    if (row, column) in around and not known(value):
        return False
    return sheet.merge(row, column)[:2] == (row, column) and known(value)


def known(text: str) -> bool:
    """A word that some record offers."""
    label = word.squeezed(text)
    return any(spelling in words() for spelling in word.spellings(label))


@cache
def words() -> frozenset[str]:
    """Every word that a form may use for a value."""
    found = set(word.every_word())
    for name in offers.names():
        for offer in offers.origin(name).offers.values():
            found.update(word.squeezed(said) for said in (offer.label, *offer.aliases))
    return frozenset(found - word.SEQUENCE)


def _crowded(sheet: Sheet, row: int, labels: list[int]) -> bool:
    """Labels shoulder to shoulder are the heading of a list inside the form, not blanks of the record itself."""
    touching = sum(1 for column in labels if sheet.merge(row, column)[3] + 1 in labels)
    return touching >= 2


def _alone(sheet: Sheet, row: int, column: int) -> bool:
    """Neither neighbour is a label: the blank may lie below."""
    right = sheet.value(row, sheet.merge(row, column)[3] + 1)
    return right in ("", None) or not known(told(right))


def _path(sheet: Sheet, row: int, column: int) -> tuple[str, ...]:
    """The label, below the word of its section where one stands at the left over several rows."""
    label = word.squeezed(sheet.value(row, column))
    for left in range(column - 1, 0, -1):
        r0, c0, r1, _c1 = sheet.merge(row, left)
        section = told(sheet.value(r0, c0)).strip()
        if section and r1 - r0 >= 1 and not known(section):
            return (word.squeezed(section), label)
    return (label,)


def _blank(sheet: Sheet, row: int, column: int, path: tuple[str, ...], said: tuple[str, ...]) -> Blank | None:
    """The blank at a place: an empty cell, or one with boxes to tick."""
    value = sheet.value(row, column)
    boxed = isinstance(value, str) and BOXES.search(value) is not None
    if not boxed and (
        not sheet.empty(row, column)
        or (not sheet.drawn(row, column) and sheet.merge(row, column) == (row, column, row, column))
    ):
        return None
    if sheet.merge(row, column)[:2] != (row, column):
        return None
    return Blank(
        row, column, path, format=sheet.format(row, column), samples=(value,) if boxed else (), choices=sheet.choices(row, column),
        count=_singles(sheet, row, column) if not boxed else 1, said=said,
    )  # fmt: skip


def _singles(sheet: Sheet, row: int, column: int) -> int:
    """How many single cells in a row wait for one character each; 1 for an ordinary blank."""
    count = 0
    while (
        sheet.empty(row, column + count)
        and sheet.drawn(row, column + count)
        and sheet.merge(row, column + count)[3] == column + count
    ):
        count += 1
        if count > 18:
            break
    return min(count, 18) if count >= _DIGITS else 1


def _record(title: str, blanks: list[Blank]) -> str | None:
    labels = {normal.key(blank.path[-1]) for blank in blanks}
    for record, shape in _RECORDS:
        if shape.search(title):
            return record
    return "household" if labels & {"户主", "户主姓名", "户编号"} else "member" if "姓名" in labels else None
