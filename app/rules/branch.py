"""Are the branches of a lawful size, and are their elections due?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from app.kinds.date import PartialDate
from app.rules.rule import Facts, Found, Rule

REGULATION = "《中国共产党支部工作条例（试行）》"
ELECTIONS = "《中国共产党基层组织选举工作条例》"
BRANCHES = ("党支部", "联合党支部")
SIZED = {"branch": ("name", "kind"), "member": ("branch", "member_kind")}
COUNTED = frozenset({"member"})
NO_TERM = ("党小组", "党组")


def branch_too_small(facts: Facts) -> Iterator[Found]:
    """Fewer 正式党员 than a branch needs (条例: 正式党员3人以上)."""
    least = facts.number("branch_least")
    full = Counter(branch for branch, kind in facts.rows("member", "branch", "member_kind") if kind != "预备党员")
    for row, uid, name in _branches(facts):
        if full[row] < least:
            yield Found(
                "branch", row, uid, f"{name}有正式党员 {full[row]} 名，不足 {least} 名，请调整或改建联合党支部。"
            )


def branch_too_large(facts: Facts) -> Iterator[Found]:
    """More members than a branch should have (条例: 一般不超过50人)."""
    most = facts.number("branch_most")
    everybody = Counter(branch for branch, _ in facts.rows("member", "branch", "id"))
    for row, uid, name in _branches(facts):
        if everybody[row] > most:
            yield Found(
                "branch", row, uid, f"{name}有党员 {everybody[row]} 名，超过 {most} 名，请研究分设或改设党总支部。"
            )


def _branches(facts: Facts) -> Iterator[tuple[int, str, str]]:
    for row, uid, name, kind in facts.rows("branch", "id", "uid", "name", "kind"):
        if kind in BRANCHES:
            yield row, uid, name


def term_ending(facts: Facts) -> Iterator[Found]:
    """A term that is over or ends within the days of the setting; without a date of its end none is guessed."""
    today, notice = facts.today, timedelta(days=facts.number("term_notice_days"))
    for row, uid, name, kind, until in facts.rows("branch", "id", "uid", "name", "kind", "term_until"):
        if until is None or kind in NO_TERM:
            continue
        end: date = PartialDate(until).last()
        if end < today:
            yield Found(
                "branch", row, uid, f"{name}的任期已于 {until} 届满，请按规定换届，或登记批准延期后的日期。", "late"
            )
        elif end <= today + notice:
            left = (end - today).days
            when = f"还有 {left} 天" if left else "今天"
            yield Found("branch", row, uid, f"{name}的任期 {until} 届满，{when}，请着手换届。", "week")


BRANCH_TOO_SMALL = Rule(
    "branch_too_small", "党支部人数不足", "note", "branch", SIZED, branch_too_small, REGULATION, bare=COUNTED
)
BRANCH_TOO_LARGE = Rule(
    "branch_too_large", "党支部人数过多", "note", "branch", SIZED, branch_too_large, REGULATION, bare=COUNTED
)
TERM_ENDING = Rule(
    "term_ending", "任期届满", "week", "branch", {"branch": ("name", "kind", "term_until")}, term_ending, ELECTIONS
)
