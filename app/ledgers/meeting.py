"""Ledgers of organisation life: 三会一课, 主题党日 and the other meetings, who attended, who learned how much, the year at a glance.

Columns as practised (no official form): 组织生活纪实 (时间, 地点, 主持, 记录, 应到, 实到, 缺席, 内容, 决议).
"""

from collections.abc import Collection, Iterator

from app import codes
from app.db.queries.figure import Count
from app.db.queries.ledger import MEMBER_UNIT, Source
from app.db.queries.meeting import EVERYBODY_KINDS, calendar, held, of_kind, of_kinds
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line
from app.ledgers.member import BRANCH_ORDER
from app.models.meeting import CAME, KIND, PARTY_DAY, THREE_AND_ONE, UNEXCUSED, UNTOLD

_OTHERS = tuple(code.name for code in codes.official(KIND) if code.name not in (*THREE_AND_ONE, PARTY_DAY))
_AWAY = "(SELECT count(*) FROM attendance a WHERE a.meeting = meeting.id AND a.void_reason IS NULL AND a.sign {which})"
_NAMES = (
    "(SELECT group_concat(m.name, '、') FROM attendance a JOIN member m ON m.id = a.member WHERE a.meeting = meeting.id "
    f"AND a.void_reason IS NULL AND a.sign <> '{CAME}')"
)


def _meetings(name: str, title: str, kinds: Collection[str]) -> Ledger:
    """The meetings that count as one of the kinds, held up to the day."""
    return Ledger(
        name,
        title,
        counter="次",
        columns=(
            Line("day", "时间"),
            Line("branch", width=24),
            Line("kinds", "类型", width=16),
            Line("name", "主题", width=22),
            Line("place", "地点", width=12),
            Line("host", "主持人"),
            Line("recorder", "记录人"),
            Line("speaker", "主讲人"),
            Line("expected", "应到"),
            Line("attended", "实到"),
            Line("away", "缺席人员", _NAMES, "text", 16),
            Line("hours", "学时"),
            Line("content", "主要内容", width=28),
            Line("decision", "决议", width=16),
            Line("remark", width=12),
        ),
        source=Source(
            record="meeting",
            joins="JOIN branch mb ON mb.id = meeting.branch",
            where=f"{held('meeting')} AND meeting.day <= {{day}} AND {of_kinds('meeting', kinds)}",
            unit="mb.unit",
            branch="meeting.branch",
            order="meeting.day, mb.order_no, mb.sort_key, meeting.id",
        ),
    )


MEETINGS = _meetings("meetings", "三会一课台账", THREE_AND_ONE)
PARTY_DAYS = _meetings("party_days", "主题党日台账", (PARTY_DAY,))
OTHER_MEETINGS = _meetings("other_meetings", "组织生活台账", _OTHERS)

_YEAR = f"{held('m')} AND substr(m.day, 1, 4) = substr({{day}}, 1, 4) AND m.day <= {{day}}"
# Each member's meetings of the year: those of the branch in which he was on that day.
_DUE = (
    "SELECT s.member, count(*) AS times, sum(coalesce(m.hours, 0)) AS hours FROM membership s JOIN meeting m ON m.branch = s.branch "
    "AND (s.since IS NULL OR s.since <= m.day) AND (s.until IS NULL OR s.until > m.day) "
    f"WHERE +s.void_reason IS NULL AND {_YEAR} AND {of_kinds('m', EVERYBODY_KINDS)} GROUP BY s.member"
)
_OFF = (
    f"SELECT a.member, sum(a.sign NOT IN ('{UNEXCUSED}', '{UNTOLD}', '{CAME}')) AS excused, sum(a.sign = '{UNEXCUSED}') AS unexcused, "
    f"sum(a.sign = '{UNTOLD}') AS untold, "
    f"sum(CASE WHEN a.sign <> '{CAME}' THEN coalesce(m.hours, 0) END) AS hours FROM attendance a JOIN meeting m ON m.id = a.meeting "
    f"WHERE +a.void_reason IS NULL AND {_YEAR} AND {of_kinds('m', EVERYBODY_KINDS)} GROUP BY a.member"
)
_COURSES = (
    "SELECT a.member, sum(m.hours) AS hours FROM attendance a JOIN meeting m ON m.id = a.meeting WHERE +a.void_reason IS NULL "
    f"AND a.sign = '{CAME}' AND {_YEAR} AND NOT {of_kinds('m', EVERYBODY_KINDS)} GROUP BY a.member"
)
COUNTED = (
    f"LEFT JOIN ({_DUE}) due ON due.member = member.id LEFT JOIN ({_OFF}) off ON off.member = member.id "
    f"LEFT JOIN ({_COURSES}) course ON course.member = member.id"
)


def _people() -> Source:
    return Source(
        record="member",
        joins=COUNTED,
        unit=MEMBER_UNIT,
        branch="{home}",
        order=f"{BRANCH_ORDER}, member.sort_key, member.id",
    )


PRESENT = "coalesce(due.times, 0) - coalesce(off.excused, 0) - coalesce(off.unexcused, 0) - coalesce(off.untold, 0)"
ATTENDANCE = Ledger(
    "attendance",
    "组织生活出席统计",
    counter="名",
    landscape=False,
    columns=(
        Line("branch", "所在党支部"),
        Line("name"),
        Line("due", "应参加", "coalesce(due.times, 0)", "number", 8, total=True),
        Line("present", "参加", PRESENT, "number", 8, total=True),
        Line("excused", "请假", "coalesce(off.excused, 0)", "number", 8, total=True),
        Line("untold", "原因待核", "coalesce(off.untold, 0)", "number", 10, total=True),
        Line("unexcused", "无故缺席", "coalesce(off.unexcused, 0)", "number", 10, total=True),
        Line("rate", "出席率", kind="text", width=8, share=("present", "due")),
    ),
    source=_people(),
    note="统计本年度全体党员应参加的会议活动，按开会当天所在的党支部计。没有登记缺席的按参加计。",
)

_COMMON = "coalesce(due.hours, 0) - coalesce(off.hours, 0)"
_ASKED = (
    "CAST(coalesce((SELECT value FROM setting WHERE name = 'study_hours' AND void_reason IS NULL), '32') AS INTEGER)"
)
LEARNED = f"{_COMMON} + coalesce(course.hours, 0)"
STUDY_HOURS = Ledger(
    "study_hours",
    "党员学时台账",
    counter="名",
    landscape=False,
    columns=(
        Line("branch", "所在党支部"),
        Line("name"),
        Line("common", "支部会议活动", _COMMON, "number", 10, "学时", total=True),
        Line("course", "集中培训等", "coalesce(course.hours, 0)", "number", 10, "学时", total=True),
        Line("learned", "合计", LEARNED, "number", 8, "学时", total=True),
        Line("asked", "应达学时", _ASKED, "number", 8),
        Line("short", "还差", f"max({_ASKED} - ({LEARNED}), 0)", "number", 8, total=True),
    ),
    source=_people(),
    note="统计本年度登记了学时的会议活动，缺席的不计；每年应达学时见设置，《中国共产党党员教育管理工作条例》为不少于 32 学时。",
)

YEAR = Ledger(
    "meeting_year",
    "组织生活年历",
    counter="行",
    columns=(
        Line("name", "党组织", "item.name", "link", 26),
        Line("kind", "类型", "item.kind", "text", 13),
        Line("cadence", "应开", "item.word || item.asked || '次'", "text", 11),
        *(Line(f"m{month:02d}", f"{month}月", f"item.m{month:02d}", "text", 6) for month in range(1, 13)),
        Line("lacking", "缺", "nullif(item.lacking, 0)", "number", 5, total=True),
    ),
    source=Source(
        table=calendar(),
        unit="item.unit",
        branch="item.branch",
        order="item.order_no IS NULL, item.order_no, item.sort_key, item.branch, item.place",
        key="item.uid",
    ),
    note="格内是召开的日子；“缺”写在没有开足的那个月、季度末月或十二月。次数见设置，登记第一次会议以前的月份不计。",
)


def figures(_reader: Reader) -> Iterator[Count]:
    """Meetings held and attendances, meetings by kind, and who stayed away without a reason."""
    unit = "(SELECT b.unit FROM branch b WHERE b.id = meeting.branch)"
    was = held("meeting")
    yield Count("meetings", "会议活动", "次", "meeting", was, "meeting.day", unit=unit)
    yield Count(
        "meetings_attended", "参加会议活动", "人次", "meeting", f"{was} AND meeting.attended IS NOT NULL", "meeting.day",
        "meeting.attended", unit,
    )  # fmt: skip
    for number, code in enumerate(codes.codes(KIND), 1):
        named = "'" + code.name.replace("'", "''") + "'"
        where = f"{was} AND {of_kind('meeting', named)}"
        yield Count(f"meetings_{number}", f"会议活动：{code.name}", "次", "meeting", where, "meeting.day", unit=unit)
    at = "(SELECT b.unit FROM meeting m JOIN branch b ON b.id = m.branch WHERE m.id = attendance.meeting AND m.void_reason IS NULL)"
    day = "(SELECT m.day FROM meeting m WHERE m.id = attendance.meeting AND m.void_reason IS NULL)"
    yield Count("absent", "无故缺席", "人次", "attendance", f"attendance.sign = '{UNEXCUSED}'", day, unit=at)
