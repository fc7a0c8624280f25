"""党统: does the number of members balance over the year – 年初 + 增 − 减 = 年末 – and which rows explain what does not?

The lines are those of 党统第一表 (两年党员数综合比较). The year is that of the day asked about, from the first of January to that day.
Who was there tell the dated links (党籍隶属), why somebody came or left tell their reasons; what has no reason makes the difference.
"""

from app.codes import official
from app.db.queries.ledger import Source
from app.ledgers.applicant import PAST
from app.ledgers.ledger import Ledger, Line

YEAR = "substr({day}, 1, 4)"
JOINED, RESTORED, CAME, CAME_WHOLE = INCOMING = ("发展党员", "恢复党籍", "转入组织关系", "整建制转入")
EXPELLED, STOPPED, DIED, LEFT, LEFT_WHOLE = OUTGOING = ("出党", "停止党籍", "死亡", "转出组织关系", "整建制转出")
UNSAID, OTHER = APART = ("没有写明", "其他")  # what no line of the form names: it makes the difference
_IN, _OUT = (", ".join(f"'{word}'" for word in words) for words in (INCOMING, OUTGOING))

_WAS = (
    f"(member.left_on IS NULL OR member.left_on > {PAST}) AND (member.join_date IS NULL OR member.join_date <= {PAST}) "
    "AND (past.who IS NOT NULL OR NOT EXISTS "
    "(SELECT 1 FROM membership o WHERE o.member = member.id AND o.void_reason IS NULL))"
)
# How he came: the reason of the first link that began this year, else the day of joining, else what stands on him.
_COMING = (
    f"CASE WHEN came.reason_in IN ({_IN}) THEN came.reason_in WHEN came.reason_in LIKE '%恢复党籍%' THEN '{RESTORED}' "
    f"WHEN came.reason_in LIKE '%转入%' THEN '{CAME}' WHEN substr(member.join_date, 1, 4) = {YEAR} THEN '{JOINED}' "
    f"WHEN member.join_kind IN ({_IN}, '{OTHER}') AND member.join_kind <> '{JOINED}' THEN member.join_kind ELSE '{UNSAID}' END"
)
_GOING = f"CASE WHEN member.leave_reason IN ({_OUT}, '{OTHER}') THEN member.leave_reason ELSE '{UNSAID}' END"
# Of each member: the branch in which he was when the year began and is on the day (NULL: not on the books, 0: in no branch),
# how he came and went if he did, and since when and until when.
_YEAR_OF = (
    "SELECT q.*, q.was IS NULL AND (q.now IS NOT NULL OR q.passing) AS entered, "
    "q.now IS NULL AND (q.was IS NOT NULL OR q.passing) AS gone FROM ("
    f"SELECT member.id, member.uid, member.name, coalesce(member.branch, 0) AS home, "
    f"CASE WHEN {_WAS} THEN coalesce(past.branch, member.branch, 0) END AS was, "
    "CASE WHEN {enrolled} THEN coalesce({home}, 0) END AS now, "
    f"coalesce(member.left_on > {PAST} AND member.left_on <= {{day}} "
    f"AND (came.who IS NOT NULL OR member.join_date > {PAST}), 0) AS passing, "
    f"{_COMING} AS coming, {_GOING} AS going, coalesce(came.since, member.join_date) AS since, came.reason_in AS why_in, "
    "member.left_on, member.leave_kind, member.leave_detail, member.member_kind, member.full_date, member.join_date, "
    "member.probation_until "
    "FROM member {homes} LEFT JOIN (SELECT s.member AS who, s.branch, max(s.id) FROM membership s WHERE s.void_reason IS NULL "
    f"AND (s.since IS NULL OR s.since <= {PAST}) AND (s.until IS NULL OR s.until > {PAST}) GROUP BY s.member) past "
    "ON past.who = member.id LEFT JOIN (SELECT s.member AS who, min(s.since) AS since, s.reason_in FROM membership s "
    f"WHERE s.void_reason IS NULL AND s.since > {PAST} AND s.since <= {{day}} GROUP BY s.member) came ON came.who = member.id "
    "WHERE member.void_reason IS NULL) q"
)
_EVENTS = (
    "SELECT was AS branch, 'old' AS what FROM y WHERE was IS NOT NULL "
    "UNION ALL SELECT now, 'new' FROM y WHERE now IS NOT NULL "
    "UNION ALL SELECT coalesce(now, home), 'in ' || coming FROM y WHERE entered "
    "UNION ALL SELECT coalesce(was, home), 'out ' || going FROM y WHERE gone "
    "UNION ALL SELECT was, 'away' FROM y WHERE was <> now UNION ALL SELECT now, 'here' FROM y WHERE was <> now"
)


def _sum(*what: str) -> str:
    told = ", ".join(f"'{word}'" for word in what)
    return f"sum(e.what IN ({told}))"


_IN_ALL, _OUT_ALL = (tuple(f"{way} {word}" for word in words) for way, words in (("in", INCOMING), ("out", OUTGOING)))
_DUE = f"{_sum('old')} + {_sum(*_IN_ALL, 'here')} - {_sum(*_OUT_ALL, 'away')}"
# Number of the line in the form, name, group, SQL.
_LINES = (
    ("old", "1 上年底总数", "", _sum("old")),
    ("more", "2 合计", "本年增加", _sum(*_IN_ALL)),
    ("joined", "3 发展党员", "本年增加", _sum(f"in {JOINED}")),
    ("restored", "4 恢复党籍", "本年增加", _sum(f"in {RESTORED}")),
    ("came", "5 转入组织关系", "本年增加", _sum(f"in {CAME}", f"in {CAME_WHOLE}")),
    ("came_whole", "6 其中整建制", "本年增加", _sum(f"in {CAME_WHOLE}")),
    ("less", "7 合计", "本年减少", _sum(*_OUT_ALL)),
    ("expelled", "8 出党", "本年减少", _sum(f"out {EXPELLED}")),
    ("stopped", "9 停止党籍", "本年减少", _sum(f"out {STOPPED}")),
    ("died", "10 死亡", "本年减少", _sum(f"out {DIED}")),
    ("left", "11 转出组织关系", "本年减少", _sum(f"out {LEFT}", f"out {LEFT_WHOLE}")),
    ("left_whole", "12 其中整建制", "本年减少", _sum(f"out {LEFT_WHOLE}")),
    ("here", "转来", "支部之间", _sum("here")),
    ("away", "转走", "支部之间", _sum("away")),
    ("due", "13 应有数", "", _DUE),
    ("new", "14 实有数", "", _sum("new")),
    ("difference", "15 差数", "", f"{_sum('new')} - ({_DUE})"),
)
_BRANCH = Line("branch", "党组织", "coalesce(b.name, '（没有写明）')", "link", 26)
_PLACE = {"unit": "b.unit", "branch": "item.branch", "order": "b.sort_key, b.id"}
_JOIN = "LEFT JOIN branch b ON b.id = item.branch"
BALANCE = Ledger(
    "party_balance",
    "党员数综合比较（党统第一表）",
    counter="个党组织",
    columns=(
        _BRANCH,
        *(Line(name, label, f"item.{name}", "number", 8, group, total=True) for name, label, group, _sql in _LINES),
    ),
    source=Source(
        table=f"WITH y AS ({_YEAR_OF}) SELECT e.branch, {', '.join(f'{sql} AS {name}' for name, _l, _g, sql in _LINES)} "
        f"FROM ({_EVENTS}) e GROUP BY e.branch",
        joins=_JOIN, key="b.uid", **_PLACE,
    ),
    note="应有数＝上年底总数＋本年增加－本年减少（各支部另加支部之间转来、减转走）。"
    "差数不为 0 的，原因在“党员增减明细”里类别为“没有写明”或“其他”的各行。",
)  # fmt: skip

CHANGES = Ledger(
    "party_changes",
    "党员增减明细",
    counter="人次",
    columns=(
        Line("name", "姓名", "item.name", "person", 10),
        Line("branch", "党组织", "coalesce(b.name, '（没有写明）')", "link", 26),
        Line("way", "增减", "item.way", "choice", 10),
        Line("kind", "类别", "item.kind", "choice", 14),
        Line("day", "日期", "item.day", "date"),
        Line("told", "登记的原因", "item.told", "text", 24),
        Line("difference", "计入差数", "item.difference", "number", 8, total=True),
    ),
    source=Source(
        table=f"WITH y AS ({_YEAR_OF}) "
        "SELECT uid, name, coalesce(now, home) AS branch, 1 AS place, '增加' AS way, coming AS kind, since AS day, why_in AS told, "
        f"CASE WHEN coming IN {APART} THEN 1 END AS difference FROM y WHERE entered "
        "UNION ALL SELECT uid, name, coalesce(was, home), 2, '减少', going, left_on, "
        "CASE WHEN leave_kind IS NULL THEN leave_detail ELSE leave_kind || coalesce('：' || leave_detail, '') END, "
        f"CASE WHEN going IN {APART} THEN -1 END FROM y WHERE gone "
        "UNION ALL SELECT uid, name, was, 3, '转走', '支部之间', since, why_in, NULL FROM y WHERE was <> now "
        "UNION ALL SELECT uid, name, now, 4, '转来', '支部之间', since, why_in, NULL FROM y WHERE was <> now",
        joins=_JOIN, unit="b.unit", branch="item.branch", order="b.sort_key, b.id, item.place, item.day, item.name, item.uid",
        key="item.uid",
    ),
    note="“计入差数”各行之和就是第一表的差数：补写原因以后，差数为 0。",
)  # fmt: skip

# Probationary members of the year: who was one when it began or when he came. Each stands in the branch where he is, or was last.
_PROBATION = (
    "SELECT p.*, coalesce(p.full_date <= min(coalesce(p.left_on, {day}), {day}) AND coalesce(p.member_kind, '') <> '预备党员', 0) "
    "AS converted FROM (SELECT y.*, coalesce(y.now, y.was, y.home) AS branch, (y.was IS NOT NULL OR y.entered) AND "
    f"(coalesce(y.member_kind, '') = '预备党员' "
    f"OR coalesce(y.full_date > max(coalesce(CASE WHEN y.entered THEN y.since END, ''), {PAST}), 0)) "
    "AS counted, coalesce(y.probation_until, date(substr(y.join_date || '-01-01', 1, 10), '+12 months')) AS over FROM y) p "
    "WHERE p.counted"
)
_MOVES = (
    ("old", "年初预备党员", "", "c.was IS NOT NULL"),
    ("joined", "接收", "本年增加", f"c.entered AND c.coming = '{JOINED}'"),
    ("came", "转入及其他", "本年增加", f"c.entered AND c.coming <> '{JOINED}'"),
    ("full", "转为正式", "本年减少", "c.converted"),
    ("struck", "取消资格等出党", "本年减少", f"c.gone AND NOT c.converted AND c.going = '{EXPELLED}'"),
    ("left", "转出及其他", "本年减少", f"c.gone AND NOT c.converted AND c.going <> '{EXPELLED}'"),
    ("now", "期末预备党员", "", "NOT c.gone AND NOT c.converted"),
    ("over", "期满未转正", "其中", "NOT c.gone AND NOT c.converted AND c.over <= {day}"),
    ("longer", "延长预备期", "其中", "NOT c.gone AND NOT c.converted AND c.probation_until > {day}"),
)
PROBATION = Ledger(
    "probation_balance",
    "预备党员转正情况表",
    counter="个党组织",
    columns=(
        _BRANCH,
        *(Line(name, label, f"item.{name}", "number", 9, group, total=True) for name, label, group, _sql in _MOVES),
    ),
    source=Source(
        table=f"WITH y AS ({_YEAR_OF}) SELECT c.branch, "
        f"{', '.join(f'sum(coalesce({sql}, 0)) AS {name}' for name, _l, _g, sql in _MOVES)} FROM ({_PROBATION}) c GROUP BY c.branch",
        joins=_JOIN, key="b.uid", **_PLACE,
    ),
    note="年初＋本年增加－本年减少＝期末。每人计在现在（离开的计在离开前）的党支部。",
)  # fmt: skip

KINDS = tuple(code.name for code in official("expulsion_kind"))
_NAMED = ", ".join(f"'{kind}'" for kind in KINDS)
# Before the way had a field of its own it stood in the words beside the reason. What the clerk added to the list counts as 其他.
_WAY = (
    f"CASE WHEN y.leave_kind IN ({_NAMED}) THEN y.leave_kind WHEN y.leave_kind IS NOT NULL THEN '{KINDS[-1]}' "
    f"WHEN y.leave_detail IN ({_NAMED}) THEN y.leave_detail ELSE '{UNSAID}' END"
)
_WAYS = tuple((f"way_{n}", kind) for n, kind in enumerate((*KINDS, UNSAID), 1))
EXPULSIONS = Ledger(
    "expulsions",
    "党员出党情况表（党统第十、十一表）",
    counter="个党组织",
    columns=(
        _BRANCH,
        Line("people", "出党合计", "item.people", "number", 9, total=True),
        *(Line(name, label, f"item.{name}", "number", 10, "出党方式", total=True) for name, label in _WAYS),
        Line("probation", "预备党员", "item.probation", "number", 9, "其中", total=True),
    ),
    source=Source(
        table=f"WITH y AS ({_YEAR_OF}) SELECT x.branch, count(*) AS people, "
        + "".join(f"sum(x.way = '{label}') AS {name}, " for name, label in _WAYS)
        + "sum(coalesce(x.member_kind, '') = '预备党员') AS probation FROM (SELECT coalesce(y.was, y.home) AS branch, "
        f"{_WAY} AS way, y.member_kind FROM y WHERE y.gone AND y.going = '{EXPELLED}') x GROUP BY x.branch",
        joins=_JOIN, key="b.uid", **_PLACE,
    ),
    note="合计与第一表“出党”一行相等；是哪些人，见“党员增减明细”。“没有写明”的，请在党员的离开登记里补写出党方式。",
)  # fmt: skip
