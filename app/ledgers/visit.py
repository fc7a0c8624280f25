"""走访台账 and 好事实事台账, and the figures of both that are reported upward: 走访户次/人次, 好事实事件数, 帮扶资金.

Columns as practised (no official form): 民情日记 (走访时间, 地点, 对象, 人员, 记录人, 困难, 诉求, 后续计划) and 办实事台账.
"""

from collections.abc import Iterator

from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.queries.visit_word import SIDES, WHO, WHOM, home
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

PLACE = "coalesce(vh.village, vw.village, vu.id)"

VISITS = Ledger(
    "visits",
    "走访台账",
    counter="次",
    columns=(
        Line("day", "走访时间"),
        Line("village", "村（社区）", "vv.name", "link", 16),
        Line("group_name", "网格/小组", "coalesce(vh.grid, vh.group_name)", width=10),
        Line("who", "走访人", WHO, "person", 12),
        Line("whom", "走访对象", WHOM, "person", 14),
        Line("address", "住址", "vh.address", width=20),
        Line("kind", "走访类别", width=10),
        Line("content", "走访内容", width=26),
        Line("difficulty", "存在困难", width=16),
        Line("heard", "反映诉求", width=18),
        Line("follow_up", "后续计划", width=16),
        Line("plan", "走访单号", width=13),
        Line("recorder", "记录人", width=10),
        Line("remark", width=12),
    ),
    source=Source(
        record="visit",
        joins=SIDES.format(t="visit"),
        unit=PLACE,
        branch="vm.branch",
        order="visit.day, vv.sort_key, visit.id",
    ),
)

DOER = f"coalesce({WHO}, du.name, db.name)"
DEEDS = Ledger(
    "deeds",
    "好事实事台账",
    counter="件",
    columns=(
        Line("day", "办理时间"),
        Line("village", "村（社区）", "vv.name", "link", 16),
        Line("who", "办理人", DOER, "person", 16),
        Line("whom", "受益对象", WHOM, "person", 14),
        Line("kind", "实事类别", width=12),
        Line("what", "实事内容", width=30),
        Line("money", "折合金额（元）", total=True, width=14),
        Line("goods", "物资", width=16),
        Line("result", "成效", width=20),
        Line("remark", width=14),
    ),
    source=Source(
        record="deed",
        joins=f"{SIDES.format(t='deed')} LEFT JOIN unit du ON du.id = deed.helper_unit "
        "LEFT JOIN branch db ON db.id = deed.helper_branch",
        unit=PLACE,
        branch="coalesce(vm.branch, deed.helper_branch)",
        order="deed.day IS NULL, deed.day, vv.sort_key, deed.id",
    ),
)


# Of those who were at one door on one day, the first one registered stands for the 户次.
_FIRST = (
    "visit.helped_household IS NOT NULL AND NOT EXISTS (SELECT 1 FROM visit f WHERE f.helped_household = "
    "visit.helped_household AND f.day = visit.day AND f.id < visit.id AND f.void_reason IS NULL)"
)


def figures(_reader: Reader) -> Iterator[Count]:
    """Visits by person and by door, deeds, and the money given with them."""
    at = home("visit")
    yield Count("visits", "走访人次", "人次", "visit", dated="visit.day", unit=at)
    yield Count("visits_households", "走访户次", "户次", "visit", _FIRST, dated="visit.day", unit=at)
    yield Count("visits_heard", "走访中听到诉求", "次", "visit", "visit.heard IS NOT NULL", dated="visit.day", unit=at)
    yield Count("deeds", "好事实事", "件", "deed", dated="deed.day", unit=home("deed"))
    given = "deed.goods IS NOT NULL"
    yield Count("deeds_goods", "送物资的好事实事", "件", "deed", given, dated="deed.day", unit=home("deed"))
    yield Count(
        "deeds_money", "好事实事折合金额", "元", "deed", "deed.money IS NOT NULL", dated="deed.day", summed="deed.money",
        unit=home("deed"),
    )  # fmt: skip
