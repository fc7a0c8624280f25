"""Which probationary members should have been decided on?"""

from collections.abc import Iterator
from datetime import date

from app.kinds.date import PartialDate
from app.rules.rule import Facts, Found, Rule


def probation_over_year(facts: Facts) -> Iterator[Found]:
    """预备期 of one year is over, or the extended one, and no 转正 is on record (发展党员工作细则: 预备期一年，延长一次)."""
    today = facts.today
    branches: dict[int | None, str] = dict(facts.rows("branch", "id", "name"))
    wanted = ("id", "uid", "name", "member_kind", "join_date", "full_date", "probation_until", "branch")
    for row, uid, name, kind, joined, full, until, branch in facts.rows("member", *wanted):
        if kind != "预备党员" or full is not None or (joined is None and until is None):
            continue
        due = PartialDate(until).last() if until else _a_year_on(PartialDate(joined))
        if due >= today:
            continue
        place = f"（{branches[branch]}）" if branch in branches else ""
        told = f"延长的预备期已于 {until} 届满" if until else f"{joined} 入党，预备期已满一年"
        yield Found("member", row, uid, f"{name}{place}{told}，还没有登记转正，请支部讨论或补登。")


def _a_year_on(joined: PartialDate) -> date:
    """The latest day on which the year can end: a month or year alone is never judged too early."""
    last = joined.last()
    return date(last.year + 1, last.month, 28 if (last.month, last.day) == (2, 29) else last.day)


PROBATION_OVER_YEAR = Rule(
    "probation_over_year", "预备期满未转正", "late", "member",
    {
        "member": ("name", "member_kind", "join_date", "full_date", "probation_until", "branch"),
        "branch": ("name",),
    },
    probation_over_year, "《中国共产党发展党员工作细则》", {"member": "member_kind = '预备党员'"},
)  # fmt: skip
