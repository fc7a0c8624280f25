"""Are dues entered month by month, is it known on what everybody pays, and do the amounts keep to the regulation?

《关于中国共产党党费收缴、使用和管理的规定》(2008). What speaks here is what the books lack: whether somebody really did not pay,
and why, is for the branch to find out.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator

from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.rules.rule import Facts, Found, Rule
from app.settings import DUES

FARMER = "农民党员"
STOPPED = ("停止党籍", "开除党籍")


def due_soon(facts: Facts) -> Iterator[Found]:
    """No payment is entered for as many months on end as the first setting says, and fewer than the second."""
    least, most = facts.number("due_soon"), facts.number("due_late")
    for row, uid, text in _runs(facts, least, most):
        yield Found("member", row, uid, f"{text}，请核实；缴纳过的请补登，没有缴纳的请提醒。")


def due_late(facts: Facts) -> Iterator[Found]:
    """As many months as the regulation names: it is to be looked into, never concluded."""
    for row, uid, text in _runs(facts, facts.number("due_late"), sys.maxsize):
        yield Found("member", row, uid, f"{text}，请党支部按规定核实情况和原因；缴纳过的请补登。")


def _runs(facts: Facts, least: int, most: int) -> Iterator[tuple[int, str, str]]:
    """(id, uid, sentence) of the longest run of whole months without any payment, by member: `least` months, fewer
    than `most`.
    """
    now = f"{facts.today:%Y-%m}"
    open_: defaultdict[int, list[str]] = defaultdict(list)
    for member, month, amount, paid in facts.rows("due", "member", "month", "amount", "paid"):
        if paid is None and amount > 0 and month < now:
            open_[member].append(month)
    numbers = {month: int(month[:4]) * 12 + int(month[5:]) - 1 for month in set().union(*open_.values())}
    behind = {row: months for row in facts.column("member", "id") if len(months := open_.get(row, ())) >= max(least, 1)}
    runs = {row: longest({numbers[month] for month in months}) for row, months in behind.items()}
    for row, uid, name in facts.told("member", [row for row, run in runs.items() if least <= run[1] < most], "name"):
        first, count = runs[row]
        span = f"{_month(first)} 至 {_month(first + count - 1)}"
        yield row, uid, f"{name}连续 {count} 个月（{span}）没有党费缴纳登记"


def longest(months: set[int]) -> tuple[int, int]:
    """(first, how many) of the longest run of consecutive numbers; of equal ones the latest."""
    best = (0, 0)
    for first in sorted(months):
        if first - 1 in months:
            continue
        last = first
        while last + 1 in months:
            last += 1
        if last - first + 1 >= best[1]:
            best = (first, last - first + 1)
    return best


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def due_base_missing(facts: Facts) -> Iterator[Found]:
    """In a branch that registers on what dues are reckoned, somebody was left out."""
    known = set(facts.column("due_base", "member"))
    if not known:
        return
    told = list(facts.rows("member", "id", "branch", "standing"))
    using = {branch for row, branch, _standing in told if row in known}
    left = [row for row, branch, standing in told if branch in using and row not in known and standing not in STOPPED]
    for row, uid, name in facts.told("member", left, "name"):
        yield Found("member", row, uid, f"{name}还没有党费核定，不能核算党费，请补登缴纳类别和基数。")


def due_farmer_amount(facts: Facts) -> Iterator[Found]:
    """农民党员: 0.2 to 1 yuan a month."""
    least, most = (_cents(facts.settings[name]) for name in ("due_farmer_least", "due_farmer_most"))
    for row, uid, since, payer, fixed in facts.rows("due_base", "id", "uid", "since", "payer", "fixed"):
        if payer != FARMER or fixed is None:
            continue
        if (least is not None and fixed < least) or (most is not None and fixed > most):
            told = f"{since} 起农民党员每月定额 {Money().text(fixed)} 元"
            yield Found("due_base", row, uid, f"{told}，不在规定的 {_told(least)} 至 {_told(most)} 元之间，请核对。")


def _cents(text: str) -> int | None:
    try:
        return Money().parse(text)
    except Unreadable:
        return None


def _told(cents: int | None) -> str:
    return "（未设）" if cents is None else Money().text(cents)


def due_large(facts: Facts) -> Iterator[Found]:
    """More at once than the setting says goes to the centre as a whole, where it was given freely. What a member paid on one
    day for the months of one year is one payment.
    """
    most = facts.number("due_large")
    at_once: dict[tuple[int, str, str], list[tuple[int, str, int]]] = defaultdict(list)
    for row, member, month, paid, day in facts.rows("due", "id", "member", "month", "paid", "paid_on"):
        if paid:
            at_once[member, month[:4], day or month].append((row, month, paid))
    texts: dict[int, str] = {}
    for (_member, _year, day), parts in at_once.items():
        money = sum(part[-1] for part in parts)
        if money > most * 100:
            row, month, _paid = min(parts)
            what = month if len(parts) == 1 else f"{month} 等 {len(parts)} 个月"
            on = f"于 {day} " if len(day) == 10 else ""
            texts[row] = f"{what}的党费{on}一次缴纳 {Money().text(money)} 元，超过 {most} 元"
    for row, uid in facts.told("due", texts):
        yield Found("due", row, uid, f"{texts[row]}：按规定自愿一次多交纳的应全部上缴中央，请核实。")


BARE = frozenset({"due", "member"})
UNPAID = {"due": "paid IS NULL AND amount > 0"}
RUN = {"due": ("member", "month", "amount", "paid"), "member": ()}
TOLD = {"member": ("name",)}
DUE_SOON = Rule(
    "due_soon", "党费几个月没有缴纳登记", "week", "member", RUN, due_soon, DUES, UNPAID, names=TOLD, bare=BARE,
)  # fmt: skip
DUE_LATE = Rule(
    "due_late", "党费长期没有缴纳登记", "late", "member", RUN, due_late, DUES, UNPAID, names=TOLD, bare=BARE,
)  # fmt: skip
DUE_BASE_MISSING = Rule(
    "due_base_missing", "没有党费核定", "note", "member",
    {"member": ("branch", "standing"), "due_base": ("member",)}, due_base_missing, DUES, names={"member": ("name",)},
    bare=frozenset({"member", "due_base"}),
)  # fmt: skip
DUE_FARMER_AMOUNT = Rule(
    "due_farmer_amount", "农民党员党费定额超出范围", "note", "due_base", {"due_base": ("since", "payer", "fixed")},
    due_farmer_amount, DUES, {"due_base": "fixed IS NOT NULL"},
)  # fmt: skip
DUE_LARGE = Rule(
    "due_large", "一次缴纳党费较多", "note", "due", {"due": ("member", "month", "paid", "paid_on")}, due_large, DUES,
    # Twelve months at most make one payment: one of them is a twelfth of it at least.
    {"due": "paid IS NOT NULL AND member IN (SELECT o.member FROM due o WHERE o.paid > 100 * "
            "coalesce((SELECT CAST(s.value AS INTEGER) FROM setting s WHERE s.name = 'due_large' "
            "AND s.void_reason IS NULL AND s.value IS NOT NULL), 1000) / 12)"},
    names={"due": ()}, bare=BARE,
)  # fmt: skip
