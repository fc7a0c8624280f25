"""联系卡（党员留存）: what a member takes along – the households he holds, where they are, how to reach them; two on a page.

A member with more households than a card has lines gets a second card.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from app.db.queries import roster
from app.db.queries.ledger import setting
from app.db.store import Reader
from app.kinds.mask import mask, withheld
from app.printing import fonts, wrapping
from app.printing.page import A4, MM, Sheet, paper_file
from app.progress import Progress, silent
from app.table import Column, Table

DOWN = 2
LINES = 12
MARGIN, ROW = 11 * MM, 8.0 * MM
HEADINGS = (("序号", 10), ("户主", 24), ("住址", 74), ("联系电话", 31), ("困难类型", 22), ("最近走访", 27))
SIZE = 9.5
ON_CARD = (
    Column("member", "联系党员"), Column("branch", "所在支部"), Column("member_phone", "联系电话", "phone"), Column("head", "户主"),
    Column("address", "住址"), Column("phone", "户主电话", "phone"), Column("need", "困难类型"), Column("last", "最近走访", "date"),
)  # fmt: skip


@dataclass(frozen=True)
class Home:
    """One household; an empty value leaves its cell empty."""

    head: str
    address: str
    phone: str
    need: str
    last: str

    def texts(self) -> tuple[str, ...]:
        return (self.head, self.address, self.phone, self.need, self.last)


@dataclass(frozen=True)
class HelperCard:
    """Everything is text as it is to be read; `first` is the number of the first household on this card."""

    member: str
    branch: str
    phone: str
    homes: tuple[Home, ...]
    title: str = "党员联系户工作卡"
    issuer: str = ""
    first: int = 1


def cards_of(reader: Reader, members: frozenset[int], profile: str) -> tuple[Table, list[HelperCard]]:
    """One card for each of these members (row ids) who holds a household now, and what stands on them as a table."""
    issuer = setting(reader, "unit_name")
    secret = withheld("text", "address", profile)
    cards, rows, keys = [], [], []
    for _row, lines in groupby((line for line in roster.held(reader) if line[0] in members), key=itemgetter(0)):
        held = list(lines)
        _member, name, branch, phone = held[0][:4]
        homes = tuple(
            Home(mask("person", head, profile), "" if secret else address, mask("phone", own, profile), need, last)
            for _m, _n, _b, _p, head, address, own, need, last, _uid in held
        )
        told = (mask("person", name, profile), branch, mask("phone", phone, profile))
        cards.append(HelperCard(*told, homes, issuer=issuer))
        rows += [(*told, *home.texts()) for home in homes]
        keys += [line[-1] for line in held]
    return Table("党员联系户工作卡", ON_CARD, rows, keys=tuple(keys)), cards


def print_helper_cards(cards: Sequence[HelperCard], path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes the cards as a PDF, A4 upright. Returns warnings about characters no font holds. Raises UserError, Cancelled."""
    pieces = [piece for card in cards for piece in _pieces(card)]
    height = A4.height / DOWN
    with paper_file(path, A4, "党员联系户工作卡") as sheet:
        for i, card in enumerate(pieces):
            if i % DOWN == 0:
                if i:
                    sheet.next_page()
                progress(i, len(pieces), "正在排版")
                sheet.raw("q [2 3] 0 d 0.6 G")
                sheet.line((0, height), (A4.width, height), width=0.4)
                sheet.raw("Q")
            _card(sheet, card, A4.height - i % DOWN * height - MARGIN)
    texts = [text for card in cards for home in card.homes for text in home.texts()]
    missing = fonts.uncovered([*(word for card in cards for word in (card.member, card.branch, card.issuer)), *texts])
    return (fonts.warning(missing),) if missing else ()


def _pieces(card: HelperCard) -> Iterator[HelperCard]:
    for start in range(0, max(len(card.homes), 1), LINES):
        yield replace(card, homes=card.homes[start : start + LINES], first=start + 1)


def _card(sheet: Sheet, card: HelperCard, top: float) -> None:
    left, right = MARGIN, A4.width - MARGIN
    more = "" if card.first == 1 else "（续）"
    title = fonts.shown(card.title + more, "title")
    sheet.write(A4.width / 2, top - 6 * MM, title, size=15, role="title", align="center")
    line = f"党员：{card.member}　　所在支部：{card.branch}　　联系电话：{card.phone}"
    sheet.write(left, top - 13 * MM, fonts.shown(line), size=10)
    sheet.write(right, top - 6 * MM, fonts.shown(card.issuer), size=8, align="right", grey=0.3)
    _table(sheet, card, (left, right, top - 16 * MM))


def _table(sheet: Sheet, card: HelperCard, place: tuple[float, float, float]) -> None:
    left, right, top = place
    edges = _edges(left, right)
    sheet.box((left, top - ROW), (right - left, ROW), width=0, fill=0.93)
    for (caption, _width), x, end in zip(HEADINGS, edges, edges[1:], strict=False):
        sheet.write((x + end) / 2, top - ROW + 2.8 * MM, caption, size=SIZE, role="strong", align="center")
    for i, home in enumerate(card.homes, 1):
        for text, x, end in zip((str(card.first + i - 1), *home.texts()), edges, edges[1:], strict=False):
            _cell(sheet, text, (x, end, top - i * ROW))
    bottom = top - (LINES + 1) * ROW
    for i in range(LINES + 2):
        sheet.line((left, top - i * ROW), (right, top - i * ROW), width=0.5)
    for x in edges:
        sheet.line((x, top), (x, bottom), width=0.5)


def _edges(left: float, right: float) -> list[float]:
    whole = sum(width for _caption, width in HEADINGS)
    edges = [left]
    for _caption, width in HEADINGS:
        edges.append(edges[-1] + (right - left) * width / whole)
    return edges


def _cell(sheet: Sheet, text: str, place: tuple[float, float, float]) -> None:
    """One line of 9.5 points, else smaller on two lines until all of it stands."""
    left, right, top = place
    size, shown = SIZE, fonts.shown(text)
    while True:
        lines = wrapping.lines(shown, right - left - 2 * MM, size)
        if len(lines) * size * 1.15 <= ROW - 1 or size < 3:
            break
        size -= 0.5
    y = top - ROW / 2 - size * 0.36 + (len(lines) - 1) * size * 0.57
    for line in lines:
        sheet.write(left + 1 * MM, y, line, size=size)
        y -= size * 1.15
