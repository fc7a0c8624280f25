"""Ledgers of teams: the roster, the log, the days on site, the plan; their figures.

Columns as practised (no official form): 工作队(组)名册, 驻村工作日志, 驻村天数统计.
"""

from collections.abc import Iterator
from dataclasses import replace

from app import codes
from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.queries.team import HALF, HALVES, WHOLE, demanded_days
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line
from app.models.team import SIX

TEAM = "JOIN team t ON t.id = posting.team LEFT JOIN team above ON above.id = t.parent"
ROSTER_ORDER = "coalesce(above.sort_key, t.sort_key), coalesce(above.id, t.id), above.id IS NOT NULL, t.sort_key, t.id"
UNIT = "coalesce(posting.unit, t.unit)"
SENT = "(posting.since IS NULL OR posting.since <= {day})"

POSTINGS = Ledger(
    "postings",
    "工作队花名册",
    counter="人",
    columns=(
        Line("squad", "工作队", "coalesce(above.name, t.name)", "link", 18),
        Line("group", "工作组", "CASE WHEN above.id IS NOT NULL THEN t.name END", "link", 16),
        Line("name", "姓名"),
        Line("role"),
        Line("work_unit", width=18),
        Line("unit", width=16),
        Line("phone"),
        Line("since"),
        Line("remark", width=14),
    ),
    source=Source(record="posting", joins=TEAM, where=SENT, unit=UNIT,
                  order=f"{ROSTER_ORDER}, posting.sort_key, posting.id"),
)  # fmt: skip

LOGS = Ledger(
    "work_logs",
    "驻村工作日志",
    counter="篇",
    columns=(
        Line("day"),
        Line("posting", "驻村人员"),
        Line("place", "天气/地点"),
        Line("content", width=30),
        Line("kind", "类别"),
        Line("problem", width=16),
        Line("solution", width=16),
        Line("request", width=16),
        Line("tomorrow", width=16),
    ),
    source=Source(
        record="work_log",
        joins="JOIN posting p ON p.id = work_log.posting JOIN team t ON t.id = p.team",
        where="work_log.day <= {day}",
        unit="coalesce(p.unit, t.unit)",
        order="work_log.day, t.sort_key, p.sort_key, p.id, work_log.id",
    ),
)

TALK = "宣讲政策"
TALKS = Ledger(
    "talks",
    "政策宣讲台账",
    counter="场",
    columns=(
        Line("day"),
        Line("unit", "宣讲地", "(SELECT u.name FROM unit u WHERE u.id = coalesce(p.unit, t.unit))", "link", 16),
        Line("place", "天气/地点", width=14),
        Line("posting", "宣讲人"),
        Line("squad", "工作队组", "t.name", "link", 18),
        Line("content", "宣讲内容", width=36),
        Line("audience", "宣讲人数", total=True, width=10),
        Line("remark", width=14),
    ),
    source=replace(LOGS.source, where=f"work_log.kind = '{TALK}' AND {LOGS.source.where}"),
    note=f"列出类别为“{TALK}”的工作日志。",
)

_MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
_DAYS = (
    f"SELECT l.posting, l.day, substr(l.day, 6, 2) AS month, {HALVES} AS n FROM work_log l WHERE l.void_reason IS NULL "
    "AND substr(l.day, 1, 4) = substr({day}, 1, 4) AND l.day <= {day} GROUP BY l.posting, l.day"
)
_SPREAD = ", ".join(f"sum(CASE WHEN x.month = '{month}' THEN x.n END) AS m{month}" for month in _MONTHS)


def _told(halves: str) -> str:
    """Half days as days: 12.5."""
    return f"({halves} / 2) || CASE WHEN {halves} % 2 THEN '.5' ELSE '' END"


SITE_DAYS = Ledger(
    "site_days",
    "驻村天数统计",
    counter="人",
    columns=(
        Line("team", width=16),
        Line("name", "姓名"),
        Line("unit", "驻点", width=14),
        Line("demanded", "每月应驻天数", demanded_days("posting"), "number", 8),
        *(
            Line(f"month_{month}", f"{int(month)}月", _told(f"d.m{month}"), "number", 6, "驻点天数")
            for month in _MONTHS
        ),
        Line("whole", "全年", _told("d.whole"), "number", 7),
    ),
    source=Source(
        record="posting",
        joins=f"{TEAM} LEFT JOIN (SELECT x.posting, {_SPREAD}, sum(x.n) AS whole FROM ({_DAYS}) x GROUP BY x.posting) d "
        "ON d.posting = posting.id",
        where=SENT,
        unit=UNIT,
        order=f"{ROSTER_ORDER}, posting.sort_key, posting.id",
    ),
    note="请假、公出不计；同一天写几篇只算一天，半天算半天；没有写在岗情况的按全天。",
)

PLANS = Ledger(
    "plans",
    "工作队计划表",
    counter="项",
    columns=(
        Line("team", width=16),
        Line("period", width=10),
        Line("name", width=30),
        Line("owner", "责任人", "coalesce(p.name, plan_item.owner_name)", "person"),
        Line("due"),
        Line("done_on"),
        Line("state", "进展", "CASE WHEN plan_item.done_on IS NOT NULL THEN '完成' WHEN plan_item.due < {day} THEN '逾期' "
             "ELSE '未完成' END", "choice", 8),
        Line("result", width=20),
    ),
    source=Source(
        record="plan_item",
        joins="JOIN team t ON t.id = plan_item.team LEFT JOIN posting p ON p.id = plan_item.posting",
        unit="t.unit",
        order="t.sort_key, t.id, plan_item.period, plan_item.order_no, plan_item.id",
    ),
)  # fmt: skip


def figures(_reader: Reader) -> Iterator[Count]:
    """Teams and who is posted in them; days on site and logs by kind within the period; what was planned and done."""
    place = (
        "(SELECT coalesce(p.unit, t.unit) FROM posting p JOIN team t ON t.id = p.team WHERE p.id = work_log.posting)"
    )
    yield Count("teams", "工作队", "个", "team", "team.parent IS NULL", unit="team.unit")
    yield Count("team_groups", "工作组", "个", "team", "team.parent IS NOT NULL", unit="team.unit")
    own = "coalesce(posting.unit, (SELECT t.unit FROM team t WHERE t.id = posting.team))"
    yield Count("postings", "派驻人员", "人", "posting", SENT, unit=own)
    on_site = f"coalesce(work_log.spent, '{WHOLE}') IN ('{WHOLE}', '{HALF}')"
    first = (
        "NOT EXISTS (SELECT 1 FROM work_log o WHERE o.posting = work_log.posting AND o.day = work_log.day "
        f"AND o.id < work_log.id AND o.void_reason IS NULL AND {on_site.replace('work_log.', 'o.')})"
    )
    yield Count(
        "site_days", "本期驻点（半天计一天）", "人天", "work_log", f"{on_site} AND {first}", "work_log.day", unit=place
    )
    yield Count("work_logs", "本期工作日志", "篇", "work_log", dated="work_log.day", unit=place)
    for number, code in enumerate(codes.codes(SIX), 1):
        named = code.name.replace("'", "''")
        yield Count(f"work_logs_{number}", f"工作日志：{code.name}", "篇", "work_log", f"work_log.kind = '{named}'",
                    "work_log.day", unit=place)  # fmt: skip
    talk, heard = f"work_log.kind = '{TALK}'", "work_log.audience"
    yield Count("talks", "本期宣讲场次", "场", "work_log", talk, "work_log.day", unit=place)
    yield Count(
        "talks_heard",
        "本期宣讲人数",
        "人次",
        "work_log",
        f"{talk} AND {heard} IS NOT NULL",
        "work_log.day",
        heard,
        place,
    )
    led = "(SELECT t.unit FROM team t WHERE t.id = plan_item.team)"
    yield Count("plan_items_done", "本期完成计划事项", "项", "plan_item", dated="plan_item.done_on", unit=led)
