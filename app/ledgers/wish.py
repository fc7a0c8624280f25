"""Ledgers of wishes: the book of who wished and who took it up, and the sheet that is posted; the figures of wishes.

Columns as practised (no official form): 微心愿认领台账.
"""

from collections.abc import Iterator

from app.db.queries.figure import Count, Share
from app.db.queries.ledger import Source
from app.db.queries.wish_word import CLAIMED, STAGE
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

SEEN = "(wish.collected_on IS NULL OR wish.collected_on <= {day})"
TAKEN = CLAIMED.replace("{t}", "wish")
ORDER = "wish.collected_on, wish.id"

WISHES = Ledger(
    "wishes",
    "微心愿认领台账",
    counter="个",
    columns=(
        Line("collected_on"),
        Line("name"),
        Line("need", "类别"),
        Line("phone"),
        Line("content", width=26),
        Line("claimer_unit", width=18),
        Line("claimer"),
        Line("claimed_on"),
        Line("due"),
        Line("fulfilled_on"),
        Line("result", width=18),
        Line("feedback", width=14),
    ),
    source=Source(record="wish", where=SEEN, unit="wish.village", branch="wish.claim_branch", order=ORDER),
)

NOTICE = Ledger(
    "wish_notice",
    "微心愿公示",
    counter="个",
    mask="name",  # and no kind of need: a village of forty houses would know who that is
    columns=(
        Line("village", "村（社区）", width=16),
        Line("name"),
        Line("kind"),
        Line("content", width=40),
        Line("state", "进展", STAGE.replace("{t}", "wish"), "choice", 10),
    ),
    source=Source(
        record="wish",
        where=f"{SEEN} AND wish.fulfilled_on IS NULL",
        unit="wish.village",
        order=f"(SELECT o.sort_key FROM unit o WHERE o.id = wish.village), {ORDER}",
    ),
    note="认领请与社区（村）党组织联系。",
)


def figures(_reader: Reader) -> Iterator[Count | Share]:
    """Wishes collected, claimed and fulfilled within the period, and how far all of them are."""
    place = "wish.village"
    for code, label, column in (
        ("wishes_collected", "本期征集微心愿", "collected_on"),
        ("wishes_claimed", "本期认领微心愿", "claimed_on"),
        ("wishes_fulfilled", "本期完成微心愿", "fulfilled_on"),
        ("wishes_fed_back", "本期反馈微心愿", "feedback_on"),
    ):
        yield Count(code, label, "个", "wish", dated=f"wish.{column}", unit=place)
    taken = f"{SEEN} AND ({TAKEN}) AND (wish.claimed_on IS NULL OR wish.claimed_on <= {{day}})"
    yield Count("wishes", "微心愿总数", "个", "wish", SEEN, unit=place)
    yield Count("wishes_taken", "已认领微心愿", "个", "wish", taken, unit=place)
    yield Count("wishes_done", "已完成微心愿", "个", "wish", f"{taken} AND wish.fulfilled_on <= {{day}}", unit=place)
    yield Share("wishes_taken_share", "微心愿认领率", "wishes_taken", "wishes")
    yield Share("wishes_done_share", "微心愿完成率", "wishes_done", "wishes")
