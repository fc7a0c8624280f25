"""Ledgers of terms and elections: when each committee ends (分类任期台账), how it was elected, who stood; and their figures.

Columns as practised (no official form): the committee above keeps a 分类任期台账 and reminds at the start of the year.
"""

from collections.abc import Iterator

from app.db.queries.completeness import UNDECIDED
from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line
from app.models.election import ELECTED
from app.settings import BY_NAME

NO_TERM = "('党小组', '党组')"


def _years(name: str) -> str:
    """SQL for a number of years by its setting."""
    stored = f"(SELECT value FROM setting WHERE name = '{name}' AND void_reason IS NULL)"
    return f"CAST(coalesce({stored}, '{BY_NAME[name].default}') AS INTEGER)"


LONG = (
    "CASE WHEN branch.kind IN ('党支部', '联合党支部', '党总支部') THEN CASE WHEN u.kind IN ('村', '社区') "
    f"THEN {_years('term_village')} ELSE {_years('term_branch')} END WHEN branch.kind = '党委' THEN {_years('term_committee')} END"
)
# A date known to the month or year only ends with it.
_LAST = "date(CASE length({d}) WHEN 4 THEN {d} || '-12-31' WHEN 7 THEN date({d} || '-01', '+1 month', '-1 day') ELSE {d} END)"
LEFT = f"CAST(julianday({_LAST.format(d='{term due}')}) - julianday({{day}}) AS INTEGER)"
STATE = (
    f"CASE WHEN {{term due}} IS NULL THEN '没有登记届满日期' WHEN {LEFT} < 0 THEN '已届满' "
    f"WHEN substr({{term due}}, 1, 4) = substr({{day}}, 1, 4) THEN '今年届满' END"
)
TERMS = Ledger(
    "terms",
    "党组织任期台账",
    counter="个",
    columns=(
        Line("name", width=30),
        Line("kind"),
        Line("unit", width=16),
        Line("years", "任期（年）", LONG, "number", 8),
        Line("number", "届次", "{term number}", "text", 10),
        Line("elected", "本届选举日期", "{term since}", "date"),
        Line("form", "换届方式", "{term form}", "choice", 14),
        Line("size", "委员人数", "{term size}", "number", 8),
        Line("due", "任期届满日期", "{term due}", "date"),
        Line("first", "延期前", "{term first_due}", "date"),
        Line("left", "还有天数", LEFT, "number", 8),
        Line("state", "提示", STATE, "choice", 14),
        Line("secretary", "书记", "{holders 书记}", "person"),
        Line("phone"),
    ),
    source=Source(
        record="branch",
        joins="LEFT JOIN unit u ON u.id = branch.unit",
        where=f"branch.name <> '{UNDECIDED}' AND coalesce(branch.kind, '') NOT IN {NO_TERM}",
        unit="branch.unit",
        branch="branch.id",
        order="{term due} IS NULL, {term due}, branch.sort_key, branch.id",
    ),
    note="任期年数按设置：村和社区、基层党委 5 年，其他总支和支部 3 年；届满日期以登记的为准。",
)

_NAMES = (
    "(SELECT group_concat(n.name || coalesce('（' || n.votes || '票）', ''), '、') FROM nominee n WHERE n.election = election.id "
    f"AND n.void_reason IS NULL AND n.elected {{}} '{ELECTED}')"
)
ELECTIONS = Ledger(
    "elections",
    "换届选举台账",
    counter="次",
    columns=(
        Line("day"),
        Line("branch", width=28),
        Line("number", width=10),
        Line("form", width=14),
        Line("asked_on"),
        Line("approved_on"),
        Line("expected", "应到", width=8, group="有选举权的党员"),
        Line("attended", "实到", width=8, group="有选举权的党员"),
        Line("posts", "应选", width=7),
        Line("candidates", "候选", width=7),
        Line("elected", "当选", _NAMES.format("IS"), "text", 30),
        Line("others", "落选", _NAMES.format("IS NOT"), "text", 16),
        Line("reported_on"),
        Line("remark", width=12),
    ),
    source=Source(
        record="election",
        joins="JOIN branch eb ON eb.id = election.branch",
        where="election.day <= {day}",
        unit="eb.unit",
        branch="election.branch",
        order="election.day, eb.sort_key, election.id",
    ),
)


def figures(_reader: Reader) -> Iterator[Count]:
    """Elections held in the period; terms that are over, and those that end within the year of the day."""
    unit = "(SELECT b.unit FROM branch b WHERE b.id = election.branch)"
    yield Count("elections", "换届选举", "次", "election", dated="election.day", unit=unit)
    real = f"branch.name <> '{UNDECIDED}' AND coalesce(branch.kind, '') NOT IN {NO_TERM}"
    last = _LAST.format(d="branch.term_until")
    yield Count("terms_over", "任期已届满的党组织", "个", "branch", f"{real} AND {last} < {{day}}", now=True)
    year = "substr(branch.term_until, 1, 4) = substr({day}, 1, 4)"
    yield Count("terms_this_year", "今年任期届满的党组织", "个", "branch", f"{real} AND {year}", now=True)
