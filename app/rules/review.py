"""Was everybody judged in the year's 民主评议, what follows for the weak, which honours were won, which are to be judged anew?"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from app.kinds.date import PartialDate
from app.models.review import WEAK
from app.rules.rule import Facts, Found, Rule

# What an honour of each level earns in the seven lists.
WORTH = {"县级": 1, "市级": 2, "省级": 3, "国家级": 3}
REGULATION = "《中国共产党支部工作条例（试行）》"


def review_missing(facts: Facts) -> Iterator[Found]:
    """In a branch that registers results of a year, some 正式党员 have none. Asked of the newest year of each branch."""
    newest: dict[int, int] = {}
    judged: set[tuple[int, int]] = set()
    for member, year, branch in facts.rows("review", "member", "year", "branch"):
        judged.add((member, year))
        if branch is not None:
            newest[branch] = max(newest.get(branch, 0), year)
    left: Counter[int] = Counter()
    for row, branch, kind, joined in facts.rows("member", "id", "branch", "member_kind", "join_date"):
        year = newest.get(branch)
        if year and kind != "预备党员" and (row, year) not in judged and (joined is None or int(joined[:4]) < year):
            left[branch] += 1
    for row, uid, name in facts.rows("branch", "id", "uid", "name"):
        if left[row]:
            told = f"{name} {newest[row]} 年民主评议还有 {left[row]} 名正式党员没有登记等次，请补登。"
            yield Found("branch", row, uid, told)


def review_weak(facts: Facts) -> Iterator[Found]:
    """基本合格 or 不合格, and nothing says how he is helped or what was decided."""
    names: dict[int, str] = dict(facts.rows("member", "id", "name"))
    for row, uid, member, year, grade, handling in facts.rows(
        "review", "id", "uid", "member", "year", "grade", "handling"
    ):
        if grade in WEAK and not handling and member in names:
            told = f"{names[member]} {year} 年民主评议为{grade}，还没有登记帮助教育或处置措施，请补登。"
            yield Found("review", row, uid, told)


def honour_ending(facts: Facts) -> Iterator[Found]:
    """A title that holds for a time is to be judged anew, or ends."""
    notice = timedelta(days=facts.number("honour_notice_days"))
    for row, uid, name, holder, until, revoked in facts.rows(
        "honour", "id", "uid", "name", "holder", "until", "revoked_on"
    ):
        if until is None or revoked is not None:
            continue
        end = PartialDate(until).last()
        if end <= facts.today + notice:
            over = "已到期" if end < facts.today else f"{until} 到期"
            yield Found("honour", row, uid, f"{holder}的“{name}”{over}，请复评；不再保留的请登记撤销。")


def honour_won(facts: Facts) -> Iterator[Found]:
    """Honours of 县级 and above in the year that is judged; of one title of one holder only the highest counts."""
    year = str(facts.today.year - (facts.today.month <= 3))
    best: dict[tuple[str, str], tuple[int, Found]] = {}
    for row, uid, name, holder, day, level, revoked in facts.rows(
        "honour", "id", "uid", "name", "holder", "day", "level", "revoked_on"
    ):
        worth = WORTH.get(level, 0)
        if worth and day and day[:4] == year and revoked is None and worth > best.get((name, holder), (0,))[0]:
            told = f"{holder} {day} 获{level}“{name}”，加 {worth} 分。"
            best[name, holder] = worth, Found("honour", row, uid, told, cases=worth)
    yield from (found for _worth, found in best.values())


REVIEW_MISSING = Rule(
    "review_missing", "民主评议等次没有登记全", "note", "branch",
    {"review": ("member", "year", "branch"), "member": ("branch", "member_kind", "join_date"), "branch": ("name",)},
    review_missing, REGULATION,
    {"member": "branch IN (SELECT branch FROM review)", "branch": "id IN (SELECT branch FROM review)"},
)  # fmt: skip
REVIEW_WEAK = Rule(
    "review_weak", "评议不合格没有登记处置", "week", "review",
    {"review": ("member", "year", "grade", "handling"), "member": ("name",)}, review_weak, REGULATION,
    {"review": "grade IN ('基本合格', '不合格')",
     "member": "id IN (SELECT member FROM review WHERE grade IN ('基本合格', '不合格'))"},
)  # fmt: skip
HONOUR_ENDING = Rule(
    "honour_ending", "荣誉到期复评", "week", "honour",
    {"honour": ("name", "holder", "until", "revoked_on")}, honour_ending, "", {"honour": "until IS NOT NULL"},
)  # fmt: skip
HONOUR_WON = Rule(
    "honour_won", "当年县级以上表彰", "note", "honour", {"honour": ("name", "holder", "day", "level", "revoked_on")}, honour_won,
    quiet=True, merit=True,
)  # fmt: skip
