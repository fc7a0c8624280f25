"""Is a wish waiting too long: for somebody to claim it, for what was promised, for the word back?"""

from collections.abc import Iterator
from datetime import timedelta

from app.kinds.date import PartialDate
from app.models.wish import CLAIMANTS, CLAIMED
from app.rules.rule import Facts, Found, Rule

OPEN = {"wish": "feedback_on IS NULL"}
NAMED = ("name", "content")


def wish_unclaimed(facts: Facts) -> Iterator[Found]:
    """Nobody has taken it up for more days than the setting, counted from its notice, else from its collection."""
    days = facts.number("wish_claim_days")
    line = facts.today - timedelta(days=days)
    wanted = ("id", "uid", *NAMED, "collected_on", "published_on", "fulfilled_on", *CLAIMED)
    for row, uid, name, content, collected, published, fulfilled, *claimed in facts.rows("wish", *wanted):
        since = published or collected
        if fulfilled is None and since is not None and not any(claimed) and PartialDate(since).last() < line:
            told = f"{name}的心愿“{_short(content)}”{since} 起超过 {days} 天没有人认领，请联系认领。"
            yield Found("wish", row, uid, told)


def wish_late(facts: Facts) -> Iterator[Found]:
    """It was promised by a day that is over."""
    wanted = ("id", "uid", *NAMED, "due", "fulfilled_on", "claimer", "claimer_unit")
    for row, uid, name, content, due, fulfilled, claimer, unit in facts.rows("wish", *wanted):
        if fulfilled is None and due is not None and PartialDate(due).last() < facts.today:
            who = f"（认领：{claimer or unit}）" if claimer or unit else ""
            told = f"{name}的心愿“{_short(content)}”应于 {due} 前完成{who}，还没有登记完成。"
            yield Found("wish", row, uid, told)


def wish_without_feedback(facts: Facts) -> Iterator[Found]:
    """Fulfilled, and what the one who wished says of it was not asked within the days of the setting."""
    line = facts.today - timedelta(days=facts.number("wish_feedback_days"))
    for row, uid, name, content, fulfilled, feedback in facts.rows(
        "wish", "id", "uid", *NAMED, "fulfilled_on", "feedback_on"
    ):
        if fulfilled is not None and feedback is None and PartialDate(fulfilled).last() < line:
            told = f"{name}的心愿“{_short(content)}”{fulfilled} 已完成，还没有登记反馈，请回访。"
            yield Found("wish", row, uid, told)


def wish_claimant_gone(facts: Facts) -> Iterator[Found]:
    """The member or cadre who took it up left, and it has not come true."""
    gone = {
        record: {row for row, ended in facts.rows(record, "id", "ended", ended=True) if ended is not None}
        for record in ("member", "cadre")
    }
    wanted = ("id", "uid", *NAMED, "claimer", "fulfilled_on", "claim_member", "claim_cadre")
    for row, uid, name, content, claimer, fulfilled, member, cadre in facts.rows("wish", *wanted):
        if fulfilled is None and (member in gone["member"] or cadre in gone["cadre"]):
            told = f"{name}的心愿“{_short(content)}”由{claimer}认领，他已不在册，请取消认领后另请人认领。"
            yield Found("wish", row, uid, told)


def wish_claimant_unclear(facts: Facts) -> Iterator[Found]:
    """A claimant is told by name only, and somebody on the books is called so: nobody guesses whether it is the same."""
    known: dict[str, list[tuple[str, str | None]]] = {}
    for record, title in (("member", "党员"), ("cadre", "干部")):
        for name, phone in facts.rows(record, "name", "phone"):
            known.setdefault(name, []).append((title, phone))
    for row, uid, name, content, claimer, phone, *linked in facts.rows(
        "wish", "id", "uid", *NAMED, "claimer", "claimer_phone", *CLAIMANTS
    ):
        same = [title for title, other in known.get(claimer, ()) if not (phone and other and phone != other)]
        if same and not any(linked):
            told = "、".join(f"{title} {same.count(title)} 名" for title in dict.fromkeys(same))
            yield Found(
                "wish", row, uid,
                f"{name}的心愿“{_short(content)}”由{claimer}认领，在册的同名{told}；是同一人的，请在编辑里选上对应的人。",
            )  # fmt: skip


def _short(content: str) -> str:
    first = content.splitlines()[0]
    return first if len(first) <= 14 else f"{first[:13]}…"


WISH_UNCLAIMED = Rule(
    "wish_unclaimed", "微心愿没有人认领", "week", "wish",
    {"wish": (*NAMED, "collected_on", "published_on", "fulfilled_on", *CLAIMED)}, wish_unclaimed, "", OPEN,
)  # fmt: skip
WISH_LATE = Rule(
    "wish_late", "微心愿逾期未完成", "late", "wish",
    {"wish": (*NAMED, "due", "fulfilled_on", "claimer", "claimer_unit")}, wish_late, "", OPEN,
)  # fmt: skip
WISH_WITHOUT_FEEDBACK = Rule(
    "wish_without_feedback", "微心愿完成后没有反馈", "note", "wish", {"wish": (*NAMED, "fulfilled_on", "feedback_on")},
    wish_without_feedback, "", OPEN,
)  # fmt: skip
WISH_CLAIMANT_GONE = Rule(
    "wish_claimant_gone", "微心愿认领人已不在册", "late", "wish",
    {"wish": (*NAMED, "claimer", "fulfilled_on", "claim_member", "claim_cadre"), "member": ("name",), "cadre": ("name",)},
    wish_claimant_gone, "",
    {
        **OPEN,
        "member": "id IN (SELECT claim_member FROM wish WHERE claim_member IS NOT NULL)",
        "cadre": "id IN (SELECT claim_cadre FROM wish WHERE claim_cadre IS NOT NULL)",
    },
)  # fmt: skip
CALLED_SO = (
    "name IN (SELECT claimer FROM wish WHERE feedback_on IS NULL AND claim_member IS NULL AND claim_cadre IS NULL)"
)
WISH_CLAIMANT_UNCLEAR = Rule(
    "wish_claimant_unclear", "微心愿认领人可能在册", "note", "wish",
    {"wish": (*NAMED, "claimer", "claimer_phone", *CLAIMANTS), "member": ("name", "phone"), "cadre": ("name", "phone")},
    wish_claimant_unclear, "", {**OPEN, "member": CALLED_SO, "cadre": CALLED_SO},
)  # fmt: skip
