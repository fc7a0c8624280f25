"""Is organisation life held as often as it must be, were enough people there, and do members learn enough hours?"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.db.queries.meeting import EVERYBODY_KINDS
from app.kinds.date import PartialDate
from app.models.meeting import (
    CADENCES,
    CAME,
    COMMITTEE,
    DEMOCRATIC,
    ELECTION,
    GENERAL,
    GROUP,
    HELD,
    LESSON,
    LIFE,
    PARTY_DAY,
    PLANNED,
    REVIEW,
    TALK,
    UNEXCUSED,
    Cadence,
    parts,
)
from app.rules.rule import Facts, Found, Rule

EDUCATION = "《中国共产党党员教育管理工作条例》"
GRACE = timedelta(days=90)  # so long after New Year the year before is still asked for
# Meetings young enough to be judged, and the first one ever held: what was before it is not known here.
RECENT = (
    "day >= date(:today, '-16 months') OR id = (SELECT m.id FROM meeting m WHERE m.void_reason IS NULL "
    f"AND coalesce(m.state, '{HELD}') = '{HELD}' ORDER BY m.day LIMIT 1)"
)
THIS_YEAR = "substr(day, 1, 4) = substr(:today, 1, 4)"


@dataclass(frozen=True)
class Numbers:
    """Who should have been there and who was; of these, who may vote. None = not told."""

    expected: int | None = None
    attended: int | None = None
    voters: int | None = None
    voters_attended: int | None = None


def quorum_gap(kinds: Sequence[str], numbers: Numbers) -> str:
    """Why a meeting of these kinds had too few people, "" when it had enough or nothing is told.

    支部党员大会: more than half of those with a vote (发展党员工作细则); 支委会: more than half of the officers; 民主生活会: two thirds;
    an election: four fifths of those with the right to vote (基层组织选举工作条例).
    """
    expected, attended = numbers.expected, numbers.attended
    if expected and attended is not None:
        if DEMOCRATIC in kinds and attended * 3 < expected * 2:
            return f"民主生活会实到 {attended} 人，不足应到 {expected} 人的三分之二"
        if set(kinds) & {COMMITTEE} and GENERAL not in kinds and attended * 2 <= expected:
            return f"支委会实到 {attended} 人，没有超过应到 {expected} 人的半数"
    voters, there = numbers.voters, numbers.voters_attended
    if ELECTION in kinds and voters and there is not None and there * 5 < voters * 4:
        return f"换届选举到会有选举权的 {there} 人，不足应到 {voters} 人的五分之四"
    if GENERAL in kinds and voters and there is not None and there * 2 <= voters:
        return f"支部党员大会到会有表决权的 {there} 人，没有超过应到 {voters} 人的半数"
    return ""


def vote_gap(votes_for: int | None, voters: int | None) -> str:
    """Why a vote of a 支部党员大会 is no decision: in favour must be more than half of those who should attend with a vote."""
    if votes_for is None or not voters or votes_for * 2 > voters:
        return ""
    return f"赞成 {votes_for} 票，没有超过应到会有表决权的 {voters} 人的半数"


def _held(facts: Facts) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """(branch, kinds, day) of what was held up to today."""
    today = facts.today.isoformat()
    for branch, kinds, day, state in facts.rows("meeting", "branch", "kinds", "day", "state"):
        if state in (None, HELD) and day <= today:
            yield branch, parts(kinds), day


def _falling_short(cadence: Cadence, asked: int, founded: str | None, began: str, done: Counter[str],
                   today: date) -> list[str]:  # fmt: skip
    """The periods gone by in which it was held too rarely, in words; `done` counts by month (2026-03).

    Judged are this year's periods, until the end of March also those of the year before; none that began before the branch
    was founded or before anything was held here at all; a year from its December on.
    """
    found = []
    for year in range((today - GRACE).year, today.year + 1):
        for first in range(1, 13, cadence.months):
            months = [f"{year:04d}-{month:02d}" for month in range(first, first + cadence.months)]
            known = began[:4] <= f"{year:04d}" if cadence.months == 12 else began[:7] <= months[0]
            stood = founded is None or f"{founded}-99-99"[:10] < f"{months[0]}-01"
            over = months[-1] < today.isoformat()[:7] or (cadence.months == 12 and today.month == 12)
            if known and stood and over and sum(done[month] for month in months) < asked:
                found.append(_words(cadence.months, year, first, today.year))
    return found


def _words(months: int, year: int, first: int, now: int) -> str:
    shown = "" if year == now else f"{year}年"
    if months == 12:
        return f"{year}年"
    return f"{shown}{first}月" if months == 1 else f"{shown}第{'一二三四'[first // 3]}季度"


def _missing(cadence: Cadence) -> Callable[[Facts], Iterator[Found]]:
    """The rule that speaks about each organisation that held this kind too rarely."""

    def find(facts: Facts) -> Iterator[Found]:
        asked = facts.number(cadence.setting)
        if not asked:
            return
        done: dict[int, Counter[str]] = defaultdict(Counter)
        began = ""
        for branch, kinds, day in _held(facts):
            began = min(began or day, day)
            if cadence.kind in kinds:
                done[branch][day[:7]] += 1
        if not began:
            return
        enough = _with_committee(facts) if cadence.kind == COMMITTEE else None
        for row, uid, name, kind, founded in facts.rows("branch", "id", "uid", "name", "kind", "founded_on"):
            if kind not in cadence.holders or (enough is not None and row not in enough):
                continue
            short = _falling_short(cadence, asked, founded, began, done[row], facts.today)
            if short:
                last = "late" if cadence.months < 12 or short[0] != f"{facts.today.year}年" else "week"
                times = "" if asked == 1 else f"（应有 {asked} 次）"
                told = f"{name}缺{cadence.kind}{times}：{'、'.join(short)}，请核实、补开或补登。"
                yield Found("branch", row, uid, told, last, len(short))

    return find


def _with_committee(facts: Facts) -> set[int]:
    """Branches with as many 正式党员 as a committee needs (条例: 7人以上)."""
    least = facts.number("committee_least")
    full = Counter(branch for branch, kind in facts.rows("member", "branch", "member_kind") if kind != "预备党员")
    return {branch for branch, count in full.items() if count >= least}


def quorum_short(facts: Facts) -> Iterator[Found]:
    """This year, a meeting was held with too few people."""
    for row, uid, name, kinds, day, state, *told in facts.rows(
        "meeting", "id", "uid", "name", "kinds", "day", "state", "expected", "attended", "voters", "voters_attended"
    ):
        gap = quorum_gap(parts(kinds), Numbers(*told)) if state in (None, HELD) else ""
        if gap and day[:4] == str(facts.today.year):
            yield Found("meeting", row, uid, f"{day}“{name}”{gap}，请核对人数；确实不足的，应改期重开。")


def vote_short(facts: Facts) -> Iterator[Found]:
    """This year, a decision of a 支部党员大会 without the votes for one."""
    for row, uid, name, kinds, day, state, votes, voters in facts.rows(
        "meeting", "id", "uid", "name", "kinds", "day", "state", "votes_for", "voters"
    ):
        gap = vote_gap(votes, voters) if state in (None, HELD) and GENERAL in parts(kinds) else ""
        if gap and day[:4] == str(facts.today.year):
            yield Found("meeting", row, uid, f"{day}“{name}”{gap}，按规定不能形成决议，请核对票数。")


def meeting_unlikely(facts: Facts) -> Iterator[Found]:
    """More present than expected, more votes than voters, or held on a day that is still to come."""
    for row, uid, name, day, state, expected, attended, voters, there, *votes in facts.rows(
        "meeting", "id", "uid", "name", "day", "state", "expected", "attended", "voters", "voters_attended",
        "votes_for", "votes_against", "votes_abstain",
    ):  # fmt: skip
        cast = sum(vote or 0 for vote in votes)
        told = ""
        if state in (None, HELD) and day > facts.today.isoformat():
            told = "还没有到日期，却登记为已召开，请更正"
        elif None not in (expected, attended) and attended > expected:
            told = f"实到 {attended} 人多于应到 {expected} 人，请核对，列席的写在“列席人员”里"
        elif None not in (voters, there) and there > voters:
            told = f"到会有表决权的 {there} 人多于应到 {voters} 人，请核对"
        elif there is not None and cast > there:
            told = f"票数合计 {cast} 多于到会有表决权的 {there} 人，请核对"
        if told:
            yield Found("meeting", row, uid, f"{day}“{name}”{told}。")


def meeting_unheld(facts: Facts) -> Iterator[Found]:
    """Planned for a day gone by, and nobody says what became of it."""
    names: dict[int, str] = dict(facts.rows("branch", "id", "name", ended=True))
    for row, uid, name, branch, day, state in facts.rows("meeting", "id", "uid", "name", "branch", "day", "state"):
        if state == PLANNED and day < facts.today.isoformat():
            yield Found(
                "meeting", row, uid, f"{names.get(branch, '')}计划 {day} 的“{name}”还没有登记，请登记召开或取消。"
            )


def absent_often(facts: Facts) -> Iterator[Found]:
    """Away without a reason as often this year as the setting says."""
    most = facts.number("absent_most")
    if not most:
        return
    meetings = {row for row, day in facts.rows("meeting", "id", "day") if day[:4] == str(facts.today.year)}
    times = Counter(
        member
        for meeting, member, sign in facts.rows("attendance", "meeting", "member", "sign")
        if sign == UNEXCUSED and meeting in meetings
    )
    for row, uid, name in facts.rows("member", "id", "uid", "name"):
        if times[row] >= most:
            yield Found("member", row, uid, f"{name}今年无故缺席组织生活 {times[row]} 次，请了解情况并谈话提醒。")


def hours_short(facts: Facts) -> Iterator[Found]:
    """From December on this year, until the end of March the year before: fewer hours of study than asked.

    Silent where the branch registered no hours that year, and about who was not in one branch for the whole of it.
    """
    asked, today = facts.number("study_hours"), facts.today
    year = today.year if today.month == 12 else today.year - 1
    if not asked or 3 < today.month < 12:
        return
    whole: Counter[int] = Counter()
    hours, common = {}, set()
    for row, branch, kinds, day, state, told in facts.rows("meeting", "id", "branch", "kinds", "day", "state", "hours"):
        if told and state in (None, HELD) and day[:4] == str(year):
            hours[row] = told
            if set(EVERYBODY_KINDS) & set(parts(kinds)):
                common.add(row)
                whole[branch] += told
    own: Counter[int] = Counter()
    for meeting, member, sign in facts.rows("attendance", "meeting", "member", "sign"):
        if meeting in hours and (sign == CAME) != (meeting in common):
            own[member] += hours[meeting] if sign == CAME else -hours[meeting]
    stayed = {
        member
        for member, since in facts.rows("membership", "member", "since")
        if since is None or PartialDate(since).last() < date(year, 1, 1)
    }
    for row, uid, name, branch in facts.rows("member", "id", "uid", "name", "branch"):
        learned = whole[branch] + own[row]
        if whole[branch] and row in stayed and learned < asked:
            yield Found("member", row, uid, f"{name}{year}年登记学时 {learned}，不足 {asked} 学时，请核对或安排补学。")


BRANCH = ("name", "kind", "founded_on")
MEETING = ("branch", "kinds", "day", "state")


def _rule(code: str, kind: str) -> Rule:
    cadence = next(each for each in CADENCES if each.kind == kind)
    reads = {"branch": BRANCH, "meeting": MEETING}
    if kind == COMMITTEE:
        reads["member"] = ("branch", "member_kind")
    severity = "week" if cadence.months == 12 else "late"
    source = "" if kind == LESSON else cadence.source
    return Rule(
        code, f"缺{kind}", severity, "branch", reads, _missing(cadence), source, {"meeting": RECENT}, bare=frozenset({"member"})
    )  # fmt: skip


MISSING_GENERAL = _rule("meeting_missing_general", GENERAL)
MISSING_COMMITTEE = _rule("meeting_missing_committee", COMMITTEE)
MISSING_GROUP = _rule("meeting_missing_group", GROUP)
MISSING_LESSON = _rule("meeting_missing_lesson", LESSON)
MISSING_PARTY_DAY = _rule("meeting_missing_party_day", PARTY_DAY)
MISSING_LIFE = _rule("meeting_missing_life", LIFE)
MISSING_REVIEW = _rule("meeting_missing_review", REVIEW)
MISSING_TALK = _rule("meeting_missing_talk", TALK)
MISSING_DEMOCRATIC = _rule("meeting_missing_democratic", DEMOCRATIC)
QUORUM_SHORT = Rule(
    "quorum_short", "到会人数不足", "late", "meeting",
    {"meeting": ("name", "kinds", "day", "state", "expected", "attended", "voters", "voters_attended")}, quorum_short,
    "《中国共产党发展党员工作细则》", {"meeting": THIS_YEAR},
)  # fmt: skip
VOTE_SHORT = Rule(
    "vote_short", "赞成票不过半数", "late", "meeting",
    {"meeting": ("name", "kinds", "day", "state", "votes_for", "voters")}, vote_short, "《中国共产党发展党员工作细则》",
    {"meeting": "votes_for IS NOT NULL"},
)  # fmt: skip
MEETING_UNLIKELY = Rule(
    "meeting_unlikely", "会议登记有误", "late", "meeting",
    {"meeting": ("name", "day", "state", "expected", "attended", "voters", "voters_attended", "votes_for", "votes_against",
                 "votes_abstain")},
    meeting_unlikely, "",
    {"meeting": "day > :today OR attended > expected OR voters_attended > voters OR coalesce(votes_for, 0) + "
     "coalesce(votes_against, 0) + coalesce(votes_abstain, 0) > voters_attended"},
)  # fmt: skip
MEETING_UNHELD = Rule(
    "meeting_unheld", "计划的会议没有登记", "week", "meeting",
    {"meeting": ("name", "branch", "day", "state"), "branch": ("name",)}, meeting_unheld, "",
    {"meeting": f"state = '{PLANNED}'"},
)  # fmt: skip
ABSENT_OFTEN = Rule(
    "absent_often", "多次无故缺席", "week", "member",
    {"member": ("name",), "attendance": ("meeting", "member", "sign"), "meeting": ("day",)}, absent_often, "",
    {"attendance": f"sign = '{UNEXCUSED}'", "meeting": THIS_YEAR,
     "member": f"id IN (SELECT member FROM attendance WHERE sign = '{UNEXCUSED}')"},
)  # fmt: skip
_JUDGED = "substr(:today, 6, 2) IN ('12', '01', '02', '03')"
HOURS_SHORT = Rule(
    "hours_short", "学时不足", "note", "member",
    {"member": ("name", "branch"), "membership": ("member", "since"), "attendance": ("meeting", "member", "sign"),
     "meeting": (*MEETING, "hours")},
    hours_short, EDUCATION,
    {"member": _JUDGED, "membership": _JUDGED, "attendance": _JUDGED, "meeting": f"hours > 0 AND {_JUDGED} AND ({RECENT})"},
)  # fmt: skip
