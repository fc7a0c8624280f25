"""Are terms as long as they may be, committees and joint branches of the right shape, and were elections held by the rules?

Whatever speaks here asks to check: a delay may have been approved, a number may have been entered wrongly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from app.kinds.date import PartialDate
from app.models.election import ASSEMBLY, ELECTED
from app.rules.rule import Facts, Found, Rule

REGULATION = "《中国共产党支部工作条例（试行）》"
ELECTIONS = "《中国共产党基层组织选举工作条例》"
VILLAGES = "《中国共产党农村基层组织工作条例》"
BRANCH, JOINT, GENERAL = "党支部", "联合党支部", "党总支部"
COMMITTEE = "党委"
VILLAGE = ("村", "社区")


def years_of(kind: str | None, unit_kind: str | None, facts: Facts) -> int:
    """How many years a term lasts by rule; 0 where nothing is known of the kind.

    村和社区 and 基层党委 5 years, 总支 and 支部 3 (settings).
    """
    if kind in (BRANCH, JOINT, GENERAL):
        return facts.number("term_village" if unit_kind in VILLAGE else "term_branch")
    return facts.number("term_committee") if kind == COMMITTEE else 0


def term_long(facts: Facts) -> Iterator[Found]:
    """The term was entered as longer than it may be, and no approved delay stands there."""
    units = dict(facts.rows("unit", "id", "kind", ended=True))
    delayed = {
        branch for branch, until, first in facts.rows("term", "branch", "until", "first_due") if first and not until
    }
    wanted = ("id", "uid", "name", "kind", "unit", "elected_on", "term_until")
    for row, uid, name, kind, unit, elected, until in facts.rows("branch", *wanted):
        years = years_of(kind, units.get(unit), facts)
        if not years or elected is None or until is None or row in delayed:
            continue
        last = f"{int(elected[:4]) + years:04d}{elected[4:]}"
        if until[: len(last)] > last[: len(until)]:
            told = f"{name} {elected} 选举，任期登记到 {until}，超过 {years} 年"
            yield Found("branch", row, uid, f"{told}，请核对；经批准延期的请用“延期换届”登记。")


def term_this_year(facts: Facts) -> Iterator[Found]:
    """The term ends this year, later than the days of notice: for the plan that is made at the start of the year."""
    notice = facts.number("term_notice_days")
    for row, uid, name, until in facts.rows("branch", "id", "uid", "name", "term_until"):
        if until is None or until[:4] != str(facts.today.year):
            continue
        if (PartialDate(until).last() - facts.today).days > notice:
            yield Found("branch", row, uid, f"{name}的任期今年（{until}）届满，请列入今年的换届计划，届时提前请示。")


def delay_long(facts: Facts) -> Iterator[Found]:
    """An election may be put off by a year at most, with approval."""
    names: dict[int, tuple[str, str]] = {
        row: (uid, name) for row, uid, name in facts.rows("branch", "id", "uid", "name")
    }
    wanted = ("branch", "until", "due", "first_due", "delay_by")
    for branch, until, due, first, approved in facts.rows("term", *wanted):
        if until or not first or not due or branch not in names:
            continue
        uid, name = names[branch]
        last = f"{int(first[:4]) + 1:04d}{first[4:]}"
        if due[: len(last)] > last[: len(due)]:
            yield Found(
                "branch", branch, uid, f"{name}的换届从 {first} 延到 {due}，超过一年，按规定延期不超过一年，请核对。"
            )
        elif not approved:
            yield Found("branch", branch, uid, f"{name}的换届延到 {due}，没有登记批准的党组织，请补登。", "note")


def election_quorum(facts: Facts) -> Iterator[Found]:
    """An election by those with the right to vote is valid when four fifths of them came."""
    wanted = ("id", "uid", "branch", "day", "form", "expected", "attended")
    names: dict[int, str] = dict(facts.rows("branch", "id", "name", ended=True))
    for row, uid, branch, day, form, expected, attended in facts.rows("election", *wanted):
        if form not in (None, *ASSEMBLY) or not expected or attended is None or attended * 5 >= expected * 4:
            continue
        told = f"{names.get(branch, '')} {day} 换届选举实到 {attended} 人，不足应到有选举权 {expected} 人的五分之四"
        yield Found("election", row, uid, f"{told}，按规定不能进行选举，请核对。")


def election_candidates(facts: Facts) -> Iterator[Found]:
    """Fewer candidates beyond the places than the rule asks (20 in a hundred by default)."""
    spare = facts.number("election_spare")
    names: dict[int, str] = dict(facts.rows("branch", "id", "name", ended=True))
    wanted = ("id", "uid", "branch", "day", "form", "posts", "candidates")
    for row, uid, branch, day, form, posts, candidates in facts.rows("election", *wanted):
        if form not in (None, *ASSEMBLY) or not posts or candidates is None:
            continue
        if candidates * 100 < posts * (100 + spare):
            told = f"{names.get(branch, '')} {day} 换届选举应选 {posts} 名，候选人 {candidates} 名"
            yield Found("election", row, uid, f"{told}，差额不到 {spare}%，请核对。")


def election_votes(facts: Facts) -> Iterator[Found]:
    """Entered as elected with no more votes than half of those who came."""
    present = {
        row: (uid, attended) for row, uid, attended in facts.rows("election", "id", "uid", "attended") if attended
    }
    for election, name, post, votes, elected in facts.rows("nominee", "election", "name", "post", "votes", "elected"):
        if elected == ELECTED and votes is not None and election in present:
            uid, attended = present[election]
            if votes * 2 <= attended:
                told = f"{name}当选{post}，得赞成票 {votes} 票，没有超过实到 {attended} 人的半数，请核对票数。"
                yield Found("election", election, uid, told)


def election_untold(facts: Facts) -> Iterator[Found]:
    """An election is on the books, and the branch still has the committee of before."""
    held: dict[int, str] = {}
    for branch, day in facts.rows("election", "branch", "day"):
        if day <= facts.today.isoformat():
            held[branch] = max(held.get(branch, ""), day)
    for row, uid, name, elected in facts.rows("branch", "id", "uid", "name", "elected_on"):
        day = held.get(row)
        if day and (elected is None or day[: len(elected)] > elected):
            told = f"{name}登记了 {day} 的换届选举，班子和任期还是以前的，请用“换届”登记新一届班子。"
            yield Found("branch", row, uid, told)


def committee_size(facts: Facts) -> Iterator[Found]:
    """A committee where there should be none, none where there should be one, or a large one."""
    least, most = facts.number("committee_least"), facts.number("committee_most")
    full = Counter(branch for branch, kind in facts.rows("member", "branch", "member_kind") if kind != "预备党员")
    for row, uid, name, kind, size in facts.rows("branch", "id", "uid", "name", "kind", "committee_size"):
        if kind not in (BRANCH, JOINT) or size is None:
            continue
        told = ""
        if full[row] < least and size >= 3:
            told = f"正式党员 {full[row]} 名，不足 {least} 名，一般不设支委会，登记的委员有 {size} 名"
        elif full[row] >= least and size < 3:
            told = f"正式党员 {full[row]} 名，应设支委会，委员 3 至 5 名，登记的委员只有 {size} 名"
        elif size > most:
            told = f"登记的委员有 {size} 名，一般不超过 {most} 名"
        if told:
            yield Found("branch", row, uid, f"{name}{told}，请核对。")


def branch_form(facts: Facts) -> Iterator[Found]:
    """The form does not go with the number of members: 总支 from 50, 党委 from 100 (the limits are read both ways: only asked)."""
    units = dict(facts.rows("unit", "id", "kind", ended=True))
    above = dict(facts.rows("branch", "id", "parent"))
    inside: Counter[int] = Counter()
    for own, count in Counter(facts.column("member", "branch")).items():
        seen: set[int] = set()
        branch = own
        while branch is not None and branch not in seen:
            seen.add(branch)
            inside[branch] += count
            branch = above.get(branch)
    for row, uid, name, kind, unit in facts.rows("branch", "id", "uid", "name", "kind", "unit"):
        where, count = units.get(unit), inside[row]
        told = ""
        if kind == GENERAL and count < 50 and where not in VILLAGE:
            told = f"有党员 {count} 名，党总支一般在 50 名以上"
        elif kind == GENERAL and count > 100:
            told = f"有党员 {count} 名，超过 100 名的可以改设党委"
        elif kind == COMMITTEE and where in VILLAGE and count < 100:
            told = f"有党员 {count} 名，村设党委一般在 100 名以上，并须县级党委批准"
        if told:
            yield Found("branch", row, uid, f"{name}{told}，请研究。")


def joint_branch(facts: Facts) -> Iterator[Found]:
    """A joint branch names its units, two at least and not many."""
    most = facts.number("joint_most")
    for row, uid, name, kind, told in facts.rows("branch", "id", "uid", "name", "kind", "joint_units"):
        if kind != JOINT:
            continue
        units = [part for part in (told or "").replace("，", "、").replace("；", "、").split("、") if part.strip()]
        if len(units) < 2:
            yield Found("branch", row, uid, f"{name}是联合党支部，请列出每个所在单位，用顿号隔开。")
        elif len(units) > most:
            yield Found("branch", row, uid, f"{name}由 {len(units)} 个单位组成，一般不超过 {most} 个，请研究调整。")


def secretary_twice(facts: Facts) -> Iterator[Found]:
    """More than one branch is led by one person: told, as each should have a secretary of its own."""
    led: defaultdict[int, list[str]] = defaultdict(list)
    names: dict[int, str] = dict(facts.rows("branch", "id", "name"))
    for branch, member, post, until in facts.rows("post", "branch", "member", "post", "until"):
        if post == "书记" and until is None and member is not None and branch in names:
            led[member].append(names[branch])
    for row, uid, name in facts.rows("member", "id", "uid", "name"):
        if len(led.get(row, ())) > 1:
            yield Found("member", row, uid, f"{name}同时是{'、'.join(led[row])}的书记，请核对任职是否已结束。")


TERM_LONG = Rule(
    "term_long", "任期登记过长", "note", "branch",
    {"branch": ("name", "kind", "unit", "elected_on", "term_until"), "unit": ("kind",), "term": ("branch", "until", "first_due")},
    term_long, REGULATION, {"term": "first_due IS NOT NULL", "branch": "term_until IS NOT NULL"},
)  # fmt: skip
TERM_THIS_YEAR = Rule(
    "term_this_year", "今年任期届满", "note", "branch", {"branch": ("name", "term_until")}, term_this_year, ELECTIONS,
    {"branch": "substr(term_until, 1, 4) = substr(:today, 1, 4)"},
)  # fmt: skip
DELAY_LONG = Rule(
    "delay_long", "延期换届超过一年", "late", "branch",
    {"branch": ("name",), "term": ("branch", "until", "due", "first_due", "delay_by")}, delay_long, ELECTIONS,
    {"term": "first_due IS NOT NULL", "branch": "id IN (SELECT branch FROM term WHERE first_due IS NOT NULL)"},
)  # fmt: skip
_OF_ELECTIONS = {"branch": "id IN (SELECT branch FROM election)"}
ELECTION_QUORUM = Rule(
    "election_quorum", "换届选举到会人数不足", "late", "election",
    {"election": ("branch", "day", "form", "expected", "attended"), "branch": ("name",)}, election_quorum, ELECTIONS,
    _OF_ELECTIONS,
)  # fmt: skip
ELECTION_CANDIDATES = Rule(
    "election_candidates", "换届选举差额不足", "note", "election",
    {"election": ("branch", "day", "form", "posts", "candidates"), "branch": ("name",)}, election_candidates, ELECTIONS,
    _OF_ELECTIONS,
)  # fmt: skip
ELECTION_VOTES = Rule(
    "election_votes", "当选票数不过半", "late", "election",
    {"election": ("attended",), "nominee": ("election", "name", "post", "votes", "elected")}, election_votes, ELECTIONS,
)  # fmt: skip
ELECTION_UNTOLD = Rule(
    "election_untold", "换届选举后班子没有更新", "week", "branch",
    {"election": ("branch", "day"), "branch": ("name", "elected_on")}, election_untold, "", _OF_ELECTIONS,
)  # fmt: skip
COMMITTEE_SIZE = Rule(
    "committee_size", "支委会人数", "note", "branch",
    {"branch": ("name", "kind", "committee_size"), "member": ("branch", "member_kind")}, committee_size, REGULATION,
    bare=frozenset({"member"}),
)  # fmt: skip
BRANCH_FORM = Rule(
    "branch_form", "党组织形式与党员人数", "note", "branch",
    {"branch": ("name", "kind", "unit", "parent"), "member": ("branch",), "unit": ("kind",)}, branch_form, VILLAGES,
    bare=frozenset({"member"}),
)  # fmt: skip
JOINT_BRANCH = Rule(
    "joint_branch", "联合党支部所在单位", "note", "branch", {"branch": ("name", "kind", "joint_units")}, joint_branch,
    REGULATION, {"branch": f"kind = '{JOINT}'"},
)  # fmt: skip
SECRETARY_TWICE = Rule(
    "secretary_twice", "一人任几个党组织书记", "note", "member",
    {"post": ("branch", "member", "post", "until"), "branch": ("name",), "member": ("name",)}, secretary_twice, "",
    {"post": "post = '书记' AND until IS NULL AND member IS NOT NULL",
     "member": "id IN (SELECT member FROM post WHERE post = '书记' AND until IS NULL)"},
)  # fmt: skip
