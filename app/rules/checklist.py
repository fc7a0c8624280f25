"""Facts that the lines of the standardisation checklists ask for and no other subject finds."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.kinds.date import PartialDate
from app.models.meeting import HELD, LESSON, LIFE, TALK, parts
from app.models.post import SECRETARY
from app.rules.branch import BRANCHES, ELECTIONS, NO_TERM
from app.rules.branch import REGULATION as BRANCH_WORK
from app.rules.rule import Facts, Found, Rule

CONSTITUTION = "《中国共产党章程》"
EDUCATION = "《中国共产党党员教育管理工作条例》"
PRACTICE = "各地考评表的常见要求"
AGE, PROBATION = 18, 1  # years
JUDGED = ("12", "01", "02", "03")  # months in which what a whole year lacks is said: of this year, then of the last


def term_unknown(facts: Facts) -> Iterator[Found]:
    """No date on which the term ends, so that nobody can be reminded."""
    for row, uid, name, kind, until in facts.rows("branch", "id", "uid", "name", "kind", "term_until"):
        if until is None and kind in BRANCHES:
            yield Found("branch", row, uid, f"{name}没有登记任期届满日期，无法判断是否按期换届，请补登。")


def secretary_missing(facts: Facts) -> Iterator[Found]:
    """Nobody is secretary, neither on the branch nor by an open post."""
    held = {branch for branch, post in facts.rows("post", "branch", "post") if post == SECRETARY}
    for row, uid, name, kind, secretary in facts.rows("branch", "id", "uid", "name", "kind", "secretary"):
        if kind not in NO_TERM and not secretary and row not in held:
            yield Found("branch", row, uid, f"{name}没有登记书记，空缺的请及时选配，已有的请补登。")


def joined_too_young(facts: Facts) -> Iterator[Found]:
    """Joined before his eighteenth birthday, as far as both dates go (党章第一条: 年满十八岁)."""
    for row, uid, name, born, joined in facts.rows("member", "id", "uid", "name", "birth_date", "join_date"):
        if born and joined and PartialDate(joined).last() < _years_after(born, AGE):
            yield Found("member", row, uid, f"{name}出生于 {born}，{joined} 入党时未满 {AGE} 周岁，请核对两个日期。")


def full_too_early(facts: Facts) -> Iterator[Found]:
    """Full member less than a year after he joined (党章第七条: 预备期为一年). Until 1977 the rules were others."""
    for row, uid, name, joined, full in facts.rows("member", "id", "uid", "name", "join_date", "full_date"):
        if joined and full and joined >= "1978" and PartialDate(full).last() < _years_after(joined, PROBATION):
            yield Found("member", row, uid, f"{name}{joined} 入党、{full} 转正，预备期不足一年，请核对两个日期。")


def _years_after(day: str, years: int) -> date:
    first = PartialDate(day).first()
    return first.replace(year=first.year + years, day=min(first.day, 28))


def needy_unvisited(facts: Facts) -> Iterator[Found]:
    """A member in need whom nobody visited in the year that is judged."""
    year = _judged_year(facts)
    if not year:
        return
    seen = {member for member, day in facts.rows("visit", "helped_member", "day") if day and day[:4] == year}
    for row, uid, name, need in facts.rows("member", "id", "uid", "name", "difficulty"):
        if need and row not in seen:
            yield Found("member", row, uid, f"困难党员{name}{year}年没有走访登记，请安排走访或补登。")


def household_unvisited(facts: Facts) -> Iterator[Found]:
    """Doors at which no helper was seen in the year that is judged: one line per helper, as many cases as doors."""
    year = _judged_year(facts)
    if not year:
        return
    seen = {home for home, day in facts.rows("visit", "helped_household", "day") if day and day[:4] == year}
    left: dict[int, set[int]] = defaultdict(set)
    for home, member, since in facts.rows("pairing", "helped_household", "helper_member", "since"):
        if home is not None and member is not None and home not in seen and (since or "") < f"{year}-07":
            left[member].add(home)
    for row, uid, name in facts.rows("member", "id", "uid", "name"):
        if left[row]:
            told = f"{name}联系的 {len(left[row])} 户{year}年没有走访登记，请安排走访或补登。"
            yield Found("member", row, uid, told, cases=len(left[row]))


def secretary_lesson(facts: Facts) -> Iterator[Found]:
    """In the year that is judged the secretary gave no 党课 in his branch."""
    year = _judged_year(facts)
    if not year:
        return
    gave: dict[int, set[str]] = defaultdict(set)
    for branch, kinds, day, state, speaker in facts.rows("meeting", "branch", "kinds", "day", "state", "speaker"):
        if LESSON in parts(kinds) and state in (None, HELD) and day[:4] == year and speaker:
            gave[branch].add(speaker)
    for row, uid, name, kind, secretary in facts.rows("branch", "id", "uid", "name", "kind", "secretary"):
        if kind in BRANCHES and secretary and secretary not in gave[row]:
            yield Found("branch", row, uid, f"{name}{year}年没有书记{secretary}讲党课的登记，请补讲或补登主讲人。")


def life_without_talk(facts: Facts) -> Iterator[Found]:
    """A 组织生活会 of this year before which no 谈心谈话 was registered in the branch (条例: 会前谈心谈话)."""
    year = str(facts.today.year)
    talks: dict[int, list[str]] = defaultdict(list)
    lives: list[tuple[int, str, int, str]] = []
    for row, uid, branch, kinds, day, state in facts.rows("meeting", "id", "uid", "branch", "kinds", "day", "state"):
        if state not in (None, HELD) or day > facts.today.isoformat():
            continue
        if TALK in parts(kinds):
            talks[branch].append(day)
        if LIFE in parts(kinds) and day[:4] == year:
            lives.append((row, uid, branch, day))
    names: dict[int, str] = dict(facts.rows("branch", "id", "name", ended=True))
    for row, uid, branch, day in lives:
        if not any(f"{int(year) - 1}-10" <= talk <= day for talk in talks[branch]):
            told = f"{names.get(branch, '')}{day} 的组织生活会，会前没有谈心谈话登记，请补登。"
            yield Found("meeting", row, uid, told)


def absence_untold(facts: Facts) -> Iterator[Found]:
    """This year, more were away than are named with their reason."""
    away: dict[int, int] = defaultdict(int)
    for meeting, sign in facts.rows("attendance", "meeting", "sign"):
        away[meeting] += sign != "参加"
    for row, uid, name, day, state, expected, attended in facts.rows(
        "meeting", "id", "uid", "name", "day", "state", "expected", "attended"
    ):
        if state in (None, HELD) and None not in (expected, attended) and day[:4] == str(facts.today.year):
            missing = expected - attended - away[row]
            if missing > 0:
                told = f"{day}“{name}”缺席的人里有 {missing} 人没有登记姓名和原因，请补登。"
                yield Found("meeting", row, uid, told)


def finding_overdue(facts: Facts) -> Iterator[Found]:
    """A finding of an assessment that is not mended though its day is over."""
    for row, uid, content, owner, deadline in _unmended(facts):
        if deadline and deadline < facts.today.isoformat():
            who = f"（责任人：{owner}）" if owner else ""
            yield Found("finding", row, uid, f"考核问题“{content[:30]}”应于 {deadline} 前整改{who}，还没有登记完成。")


def finding_unassigned(facts: Facts) -> Iterator[Found]:
    """A finding without one who mends it or without a day."""
    for row, uid, content, owner, deadline in _unmended(facts):
        lacking = "、".join(word for word, value in (("责任人", owner), ("整改时限", deadline)) if not value)
        if lacking:
            yield Found("finding", row, uid, f"考核问题“{content[:30]}”没有登记{lacking}，请补登。")


def _unmended(facts: Facts) -> Iterator[tuple[Any, ...]]:
    for *told, done in facts.rows("finding", "id", "uid", "content", "owner_name", "deadline", "done_on"):
        if done is None:
            yield tuple(told)


def _judged_year(facts: Facts) -> str:
    """In December this year, until the end of March the last one; "" in between: nothing is late yet."""
    month = f"{facts.today.month:02d}"
    if month not in JUDGED:
        return ""
    return str(facts.today.year - (month != "12"))


_SEASON = f"substr(:today, 6, 2) IN {JUDGED}"
_FINDING = {"finding": ("content", "owner_name", "deadline", "done_on")}
_OPEN = {"finding": "done_on IS NULL"}
TERM_UNKNOWN = Rule(
    "term_unknown",
    "没有任期届满日期",
    "note",
    "branch",
    {"branch": ("name", "kind", "term_until")},
    term_unknown,
    ELECTIONS,
)
SECRETARY_MISSING = Rule(
    "secretary_missing", "没有书记", "note", "branch", {"branch": ("name", "kind", "secretary"), "post": ("branch", "post")},
    secretary_missing, BRANCH_WORK,
)  # fmt: skip
JOINED_TOO_YOUNG = Rule(
    "joined_too_young", "入党时未满十八周岁", "note", "member", {"member": ("name", "birth_date", "join_date")},
    joined_too_young, CONSTITUTION, {"member": "join_date < (substr(birth_date, 1, 4) + 18) || substr(birth_date, 5)"},
)  # fmt: skip
FULL_TOO_EARLY = Rule(
    "full_too_early", "预备期不足一年", "note", "member", {"member": ("name", "join_date", "full_date")}, full_too_early,
    CONSTITUTION, {"member": "full_date < (substr(join_date, 1, 4) + 1) || substr(join_date, 5)"},
)  # fmt: skip
NEEDY_UNVISITED = Rule(
    "needy_unvisited", "困难党员全年没有走访", "note", "member",
    {"member": ("name", "difficulty"), "visit": ("helped_member", "day")}, needy_unvisited, EDUCATION,
    {"member": f"difficulty IS NOT NULL AND {_SEASON}", "visit": f"helped_member IS NOT NULL AND {_SEASON}"},
    bare=frozenset({"visit"}),
)  # fmt: skip
HOUSEHOLD_UNVISITED = Rule(
    "household_unvisited", "联系户全年没有走访", "note", "member",
    {"member": ("name",), "pairing": ("helped_household", "helper_member", "since"), "visit": ("helped_household", "day")},
    household_unvisited, PRACTICE, dict.fromkeys(("member", "pairing", "visit"), _SEASON),
)  # fmt: skip
SECRETARY_LESSON = Rule(
    "secretary_lesson", "书记全年没有讲党课", "note", "branch",
    {"branch": ("name", "kind", "secretary"), "meeting": ("branch", "kinds", "day", "state", "speaker")}, secretary_lesson,
    PRACTICE, {"meeting": f"instr(kinds, '{LESSON}') AND {_SEASON}"},
)  # fmt: skip
LIFE_WITHOUT_TALK = Rule(
    "life_without_talk", "组织生活会前没有谈心谈话", "note", "meeting",
    {"meeting": ("branch", "kinds", "day", "state"), "branch": ("name",)}, life_without_talk, BRANCH_WORK,
    {"meeting": f"(instr(kinds, '{LIFE}') OR instr(kinds, '{TALK}')) AND day >= date(:today, '-16 months')"},
)  # fmt: skip
ABSENCE_UNTOLD = Rule(
    "absence_untold", "缺席没有登记原因", "note", "meeting",
    {"meeting": ("name", "day", "state", "expected", "attended"), "attendance": ("meeting", "sign")}, absence_untold,
    EDUCATION, {"meeting": "expected > attended AND substr(day, 1, 4) = substr(:today, 1, 4)"},
)  # fmt: skip
FINDING_OVERDUE = Rule(
    "finding_overdue", "考核问题逾期未整改", "late", "finding", _FINDING, finding_overdue, PRACTICE, _OPEN
)
FINDING_UNASSIGNED = Rule(
    "finding_unassigned", "考核问题没有责任人或时限", "note", "finding", _FINDING, finding_unassigned, PRACTICE, _OPEN
)
