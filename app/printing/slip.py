"""走访记录单: numbered slips to take along and fill in by hand, three on a page, cut apart along the lines, by helper.

The blanks are those of 民情日记 in use: day, kind, what was talked about, what was done, what was asked for, signatures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import codes
from app.db.queries import visit as queries
from app.db.store import Reader
from app.kinds.mask import mask, withheld
from app.operations import setting
from app.printing import fonts, wrapping
from app.printing.page import A4, MM, Sheet, paper_file
from app.progress import Progress, silent
from app.table import Column, Table

DOWN = 3
_MARGIN = 9 * MM
_ROW = 8 * MM
_LABEL = 19 * MM
Box = tuple[float, float, float]  # left, right, top


@dataclass(frozen=True)
class VisitSlip:
    """Everything is text as it is to be read; an empty value prints an empty line to be filled in by hand."""

    number: str
    due: str
    who: str
    whom: str
    where: str
    address: str
    phone: str
    need: str
    last: str
    kinds: tuple[str, ...]
    issuer: str = ""

    def texts(self) -> tuple[str, ...]:
        return (self.who, self.whom, self.where, self.address, self.phone, self.need, *self.kinds, self.issuer)


COLUMNS = (
    Column("number", "走访单号"), Column("due", "计划日期", "date"), Column("who", "走访人"), Column("whom", "走访对象"),
    Column("where", "村组"), Column("address", "住址"), Column("phone", "联系电话", "phone"), Column("need", "困难类型"),
    Column("last", "上次走访", "date"),
)  # fmt: skip


def slips_of(reader: Reader, rows: Sequence[int], profile: str) -> tuple[Table, list[VisitSlip]]:
    """What stands on the slips of these plans under a mask, as a table, and the slips. Those that are done stay out."""
    issuer = setting.value(reader, "unit_name")
    kinds = tuple(code.name for code in codes.codes("work_kind"))
    secret = withheld("text", "address", profile)
    found = [slip for slip in queries.slips(reader, list(rows)) if not slip.done]
    made = [
        VisitSlip(
            slip.number, slip.due, mask("person", slip.who, profile), mask("person", slip.whom, profile), slip.where,
            "" if secret else slip.address, mask("phone", slip.phone, profile), slip.need, slip.last, kinds, issuer,
        )
        for slip in found
    ]  # fmt: skip
    told = [tuple(getattr(slip, column.name) for column in COLUMNS) for slip in made]
    return Table("走访记录单", COLUMNS, told, keys=tuple(slip.uid for slip in found)), made


def print_slips(slips: Sequence[VisitSlip], path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes the slips as a PDF, A4 upright, three to a page; each helper begins on a page of his own.

    Returns warnings about characters no font holds. Raises UserError, Cancelled.
    """
    place, former = 0, slips[0].who if slips else ""
    height = A4.height / DOWN
    with paper_file(path, A4, "走访记录单") as sheet:
        for number, slip in enumerate(slips):
            if place == DOWN or slip.who != former:
                sheet.next_page()
                place = 0
            if place == 0:
                _cutting_lines(sheet, height)
                progress(number, len(slips), "正在排版")
            _slip(sheet, slip, A4.height - place * height)
            former, place = slip.who, place + 1
    missing = fonts.uncovered(text for slip in slips for text in slip.texts())
    return (fonts.warning(missing),) if missing else ()


def _cutting_lines(sheet: Sheet, height: float) -> None:
    sheet.raw("q [2 3] 0 d 0.6 G")
    for row in range(1, DOWN):
        sheet.line((0, row * height), (A4.width, row * height), width=0.4)
    sheet.raw("Q")


def _slip(sheet: Sheet, slip: VisitSlip, top: float) -> None:
    left, right = _MARGIN + 5 * MM, A4.width - _MARGIN - 5 * MM
    y = top - 12 * MM
    sheet.write((left + right) / 2, y, "走访记录单", size=14, role="title", align="center")
    sheet.write(right, y, f"单号 {slip.number}", size=11, role="strong", align="right")
    if slip.issuer:
        sheet.write(left, y, fonts.shown(slip.issuer), size=9, grey=0.3)
    y -= 3.5 * MM
    first, half = y, (left + right) / 2
    y = _pair(sheet, (left, right, y), ("走访人", slip.who), ("计划日期", slip.due))
    y = _pair(sheet, (left, right, y), ("走访对象", _with_need(slip)), ("住　　址", _place(slip)))
    y = _pair(sheet, (left, right, y), ("联系电话", slip.phone), ("上次走访", slip.last))
    sheet.line((half, first), (half, y))
    y = _wide(sheet, (left, right, y), "走访日期", "　　　　年　　　　月　　　　日", 1)
    y = _wide(sheet, (left, right, y), "走访类别", "　".join(f"□ {kind}" for kind in slip.kinds), 1)
    y = _wide(sheet, (left, right, y), "走访内容", "", 2)
    y = _pair(sheet, (left, right, y), ("好事实事", ""), ("折合金额", "　　　　　　　　　　　元"))
    y = _wide(sheet, (left, right, y), "反映诉求", "", 1.5)
    sheet.box((left, y), (right - left, first - y), width=0.9)
    sheet.line((left + _LABEL, first), (left + _LABEL, y))
    sign = y - 5 * MM
    sheet.write(left, sign, "走访人签名：", size=9)
    sheet.write(half, sign, "走访对象签名：", size=9)


def _with_need(slip: VisitSlip) -> str:
    return f"{slip.whom}（{slip.need}）" if slip.need else slip.whom


def _place(slip: VisitSlip) -> str:
    """Village, group and address; a group that begins the address is said once."""
    known = next((n for n in range(len(slip.where)) if slip.address.startswith(slip.where[n:])), None)
    return slip.where[:known] + (f"　{slip.address}" if slip.address else "")


def _pair(sheet: Sheet, place: Box, one: tuple[str, str], two: tuple[str, str]) -> float:
    left, right, top = place
    half = (left + right) / 2
    _cell(sheet, (left, half, top), one, _ROW)
    _cell(sheet, (half, right, top), two, _ROW)
    sheet.line((half, top), (half, top - _ROW))
    sheet.line((half + _LABEL, top), (half + _LABEL, top - _ROW))
    sheet.line((left, top - _ROW), (right, top - _ROW))
    return top - _ROW


def _wide(sheet: Sheet, place: Box, caption: str, value: str, rows: float) -> float:
    left, right, top = place
    _cell(sheet, (left, right, top), (caption, value), _ROW * rows)
    sheet.line((left, top - _ROW * rows), (right, top - _ROW * rows))
    return top - _ROW * rows


def _cell(sheet: Sheet, place: Box, told: tuple[str, str], height: float) -> None:
    """A caption in its column and the value beside it, smaller until all of it stands."""
    left, right, top = place
    caption, value = told
    middle = top - height / 2
    sheet.write(left + _LABEL / 2, middle - 3.2, caption, size=9.5, role="strong", align="center")
    text, size, room = fonts.shown(value), 10.0, right - left - _LABEL - 4 * MM
    lines = wrapping.lines(text, room, size)
    while size > 5 and len(lines) * size * 1.16 > height - 1 * MM:
        size -= 0.5
        lines = wrapping.lines(text, room, size)
    y = middle - size * 0.36 + (len(lines) - 1) * size * 0.58
    for line in lines:
        sheet.write(left + _LABEL + 2 * MM, y, line, size=size)
        y -= size * 1.16
