"""联系卡: the card a household keeps, with the member who looks after it; eight cards on a page, cut along the lines.

The six matters are the front and back of the cards in use (domain: 联系卡 front contact, back six items); their wording
is the office's own and may be replaced per card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.db.queries import place as places
from app.db.store import Reader
from app.kinds.mask import mask, withheld
from app.operations import setting
from app.printing import fonts, wrapping
from app.printing.page import A4, MM, Sheet, paper_file
from app.progress import Progress, silent
from app.table import Column, Table

ON_CARD = (
    Column("head", "户主"), Column("address", "住址"), Column("member", "联系党员"), Column("branch", "所在党支部"),
    Column("phone", "联系电话", "phone"),
)  # fmt: skip

SIX_MATTERS = (
    "宣传党的政策", "了解家庭情况", "听取意见建议", "帮助解决困难", "调解矛盾纠纷", "代办群众事务",
)  # fmt: skip
_ACROSS, _DOWN = 2, 4
_LABEL_WIDTH = 17 * MM
_FIELD = 7.2 * MM


@dataclass(frozen=True)
class ContactCard:
    """Everything is text as it is to be read; an empty value prints an empty line to be filled in by hand."""

    head: str
    address: str
    member: str
    branch: str
    phone: str
    matters: tuple[str, ...] = SIX_MATTERS
    title: str = "党员联系户联系卡"
    issuer: str = ""

    def texts(self) -> tuple[str, ...]:
        return (self.title, self.issuer, self.head, self.address, self.member, self.branch, self.phone, *self.matters)


def cards_of(
    reader: Reader, profile: str, chosen: tuple[str, Sequence[int]] | None = None
) -> tuple[Table, list[ContactCard]]:
    """One card for each household and member who looks after it now, under a mask; what stands on them as a table.

    `chosen`: only those of these rows of `household`, `member` or `pairing`.
    """
    issuer, secret = setting.value(reader, "unit_name"), withheld("text", "address", profile)
    found = places.contacts(reader, chosen)
    cards = [
        ContactCard(
            head=mask("person", head, profile), address="" if secret else address or "", branch=branch or "", issuer=issuer,
            member=mask("person", member, profile), phone=mask("phone", phone or "", profile),
        )
        for _household, _uid, head, address, member, branch, phone in found
    ]  # fmt: skip
    rows = [(card.head, card.address, card.member, card.branch, card.phone) for card in cards]
    return Table("联系卡", ON_CARD, rows, keys=tuple(row[1] for row in found)), cards


def print_contact_cards(cards: Sequence[ContactCard], path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes the cards as a PDF, A4 upright, eight to a page. Returns warnings about characters no font holds.

    Raises UserError, Cancelled.
    """
    per_page = _ACROSS * _DOWN
    width, height = A4.width / _ACROSS, A4.height / _DOWN
    with paper_file(path, A4, "党员联系户联系卡") as sheet:
        for number, card in enumerate(cards):
            place = number % per_page
            if place == 0:
                if number:
                    sheet.next_page()
                _cutting_lines(sheet, width, height)
                progress(number, len(cards), "正在排版")
            column, row = place % _ACROSS, place // _ACROSS
            _card(sheet, card, (column * width, A4.height - (row + 1) * height), (width, height))
    missing = fonts.uncovered(text for card in cards for text in card.texts())
    return (fonts.warning(missing),) if missing else ()


def _cutting_lines(sheet: Sheet, width: float, height: float) -> None:
    sheet.raw("q [2 3] 0 d 0.6 G")
    for column in range(1, _ACROSS):
        sheet.line((column * width, 0), (column * width, A4.height), width=0.4)
    for row in range(1, _DOWN):
        sheet.line((0, row * height), (A4.width, row * height), width=0.4)
    sheet.raw("Q")


def _card(sheet: Sheet, card: ContactCard, corner: tuple[float, float], size: tuple[float, float]) -> None:
    margin = 6 * MM
    left, right = corner[0] + margin, corner[0] + size[0] - margin
    y = corner[1] + size[1] - margin
    sheet.box((left, corner[1] + margin), (right - left, size[1] - 2 * margin), width=0.9)
    sheet.box((left, y - 8 * MM), (right - left, 8 * MM), width=0.5, fill=0.94)
    title = fonts.shown(card.title, "title")
    sheet.write((left + right) / 2, y - 5.6 * MM, title, size=12.5, role="title", align="center")
    y -= 8 * MM
    top = y
    for label, value in (
        ("户　　主", card.head),
        ("家庭住址", card.address),
        ("联系党员", card.member),
        ("所在支部", card.branch),
        ("联系电话", card.phone),
    ):
        y = _field(sheet, label, value, (left, right, y))
    sheet.line((left + _LABEL_WIDTH, top), (left + _LABEL_WIDTH, y), width=0.5)
    _matters(sheet, card, (left, right, y))


def _field(sheet: Sheet, label: str, value: str, place: tuple[float, float, float]) -> float:
    """One labelled line below `place` (left, right, top); gives the height below it."""
    left, right, top = place
    height = _FIELD
    size, lines = _fitted(value, right - left - _LABEL_WIDTH - 4 * MM)
    sheet.write(left + _LABEL_WIDTH / 2, top - height / 2 - 3, label, size=8.5, role="strong", align="center")
    y = top - height / 2 - size * 0.36 + (len(lines) - 1) * size * 0.58
    for line in lines:
        sheet.write(left + _LABEL_WIDTH + 2 * MM, y, line, size=size)
        y -= size * 1.16
    sheet.line((left, top - height), (right, top - height), width=0.5)
    return top - height


def _fitted(value: str, room: float) -> tuple[float, tuple[str, ...]]:
    """Size and lines for a value of one field: one line of 10 points, else smaller until all of it stands."""
    text = fonts.shown(value)
    size = 10.0
    while True:
        lines = wrapping.lines(text, room, size)
        if len(lines) * size * 1.16 <= _FIELD - 0.5 * MM or size < 2:
            return size, lines
        size -= 0.5


def _matters(sheet: Sheet, card: ContactCard, place: tuple[float, float, float]) -> None:
    left, right, top = place
    sheet.write(left + 2 * MM, top - 4.6 * MM, "联系内容", size=8.5, role="strong")
    step = (right - left - 4 * MM) / 3
    for index, matter in enumerate(card.matters[:6]):
        x = left + 2 * MM + index % 3 * step
        y = top - 9.6 * MM - index // 3 * 5.2 * MM
        text = fonts.shown(f"{index + 1}. {matter}")
        size = min(8.5, 8.5 * (step - 2) / max(fonts.width(text, 8.5), 1))
        sheet.write(x, y, text, size=size)
    if card.issuer:
        sheet.write(right - 2 * MM, top - 4.6 * MM, fonts.shown(card.issuer), size=7.5, align="right", grey=0.3)
