"""Ledgers of members: the roster as the 采集表 has it, as the national system exports it, and those away or lost.

To add one: a Ledger here, its name in `app.ledgers.LEDGERS`. Column order of the roster: 村级汇总表 of the 2017
collection; of the system's: its export.
"""

from collections.abc import Iterator

from app.codes import codes
from app.db.queries.completeness import incomplete_sql
from app.db.queries.derived import PARTY_YEARS as PARTY_YEARS_TODAY
from app.db.queries.figure import Count
from app.db.queries.ledger import MEMBER_UNIT, Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

BRANCH_ORDER = "(SELECT o.sort_key FROM branch o WHERE o.id = {home}), {home}"


def _source(where: str = "") -> Source:
    return Source(
        record="member",
        where=where,
        unit=MEMBER_UNIT,
        branch="{home}",
        order=f"{BRANCH_ORDER}, member.sort_key, member.id",
    )


# 党龄 of the day asked about; the list on the screen has it of today.
PARTY_YEARS = PARTY_YEARS_TODAY.sql.replace("{t}", "member").replace(":today", "{day}")

ROSTER = Ledger(
    "members",
    "党员花名册",
    _source(),
    counter="名",
    columns=(
        Line("name"),
        Line("branch", "所在党支部"),
        Line("id_number", "公民身份号码"),
        Line("sex", width=6),
        Line("ethnic", width=8),
        Line("birth_date"),
        Line("education"),
        Line("member_kind"),
        Line("join_date"),
        Line("full_date"),
        Line("occupation", width=20),
        Line("phone", "手机号"),
        Line("landline"),
        Line("address", width=24),
        Line("standing"),
        Line("lost", "是否为失联党员"),
        Line("lost_date"),
        Line("floating", "是否为流动党员"),
        Line("flow_to", width=16),
    ),
)

SYSTEM_ROSTER = Ledger(
    "members_system",
    "党员花名册（系统栏目）",
    _source(),
    counter="名",
    columns=(
        Line("name"),
        Line("sex", width=6),
        Line("id_number"),
        Line("ethnic", width=8),
        Line("birth_date"),
        Line("education"),
        Line("member_kind"),
        Line("degree"),
        Line("branch"),
        Line("phone", "手机号码"),
        Line("join_date", "入党日期"),
        Line("full_date", "转正日期"),
        Line("party_years", "党龄", PARTY_YEARS, "number"),
        Line("seniority_shift", width=10),
        Line("new_stratum", width=18),
        Line("occupation", width=20),
        Line("tech_post", width=16),
        Line("migrant_worker", width=10),
        Line("address", "现居住地", width=24),
        Line("residence", width=24),
        Line("lost", width=12),
        Line("floating", width=12),
        Line("join_kind"),
        Line("full_state"),
        Line("join_branch", width=24),
        Line("probation_until", "延长预备期时间", width=14),
    ),
)

FLOATING = Ledger(
    "floating",
    "流动党员名册",
    _source("member.floating = '是'"),
    counter="名",
    columns=(
        Line("name"),
        Line("sex", width=6),
        Line("id_number"),
        Line("branch"),
        Line("member_kind"),
        Line("phone"),
        Line("flow_to", width=16),
        Line("flow_direction"),
        Line("flow_since"),
        Line("flow_contact", width=20),
        Line("contacted_on"),
        Line("occupation", width=20),
        Line("address", width=24),
        Line("remark", width=16),
    ),
)

LOST = Ledger(
    "lost",
    "失联党员名册",
    _source("member.lost = '是'"),
    counter="名",
    columns=(
        Line("name"),
        Line("sex", width=6),
        Line("id_number"),
        Line("birth_date"),
        Line("education"),
        Line("join_date", "入党日期"),
        Line("branch"),
        Line("lost_date"),
        Line("lost_reason", width=16),
        Line("contacted_on"),
        Line("lost_handling", width=14),
        Line("phone"),
        Line("residence", width=24),
        Line("address", width=24),
        Line("remark", width=16),
    ),
)

_HELPERS = (
    "(SELECT group_concat(coalesce(c.name, o.name), '、') FROM pairing p LEFT JOIN cadre c ON c.id = p.helper_cadre "
    "LEFT JOIN member o ON o.id = p.helper_member WHERE p.helped_member = member.id AND {held p})"
)
_UPDATED = (
    "(SELECT substr(max(w.at), 1, 10) FROM change g JOIN work w ON w.id = g.work "
    "WHERE g.record = 'member' AND g.\"row\" <= member.id AND g.last >= member.id)"
)
# How hard it is (困难程度) is nowhere recorded: it stays empty, to be filled in by hand.
DIFFICULT = Ledger(
    "difficult",
    "困难党员名册",
    _source("member.difficulty IS NOT NULL"),
    counter="名",
    columns=(
        Line("name"),
        Line("id_number"),
        Line("branch"),
        Line("difficulty"),
        Line("degree_told", "困难程度", "NULL", "text", 12),
        Line("helpers", "帮扶人", _HELPERS, "person", 14),
        Line("updated", "更新日期", _UPDATED, "date", 11),
        Line("remark", width=16),
    ),
)

_PROBATIONARY = "coalesce(coalesce(member.member_kind, '') = '预备党员' OR member.full_date > {day}, 0)"
_LOST = "member.lost = '是' AND (member.lost_date IS NULL OR member.lost_date <= {day})"
# Born after this day: at most 35 years old on the day of the figure.
_YOUNG = "member.birth_date > cast(substr({day}, 1, 4) - 36 AS text) || substr({day}, 5)"


def figures(_reader: Reader) -> Iterator[Count]:
    """Who is on the books, by the groups of the annual report; who came and went."""
    college = ", ".join(f"'{code.name}'" for code in codes("education") if code.group == "大专及以上")
    for code, label, where in (
        ("members", "党员总数", ""),
        ("members_full", "正式党员", f"NOT {_PROBATIONARY}"),
        ("members_probationary", "预备党员", _PROBATIONARY),
        ("members_women", "女党员", "member.sex = '女'"),
        ("members_minority", "少数民族党员", "member.ethnic <> '汉族'"),
        ("members_college", "大专及以上学历党员", f"member.education IN ({college})"),
        ("members_young", "35岁及以下党员", _YOUNG),
        ("members_floating", "流动党员", "member.floating = '是'"),
        ("members_lost", "失联党员", _LOST),
    ):
        yield Count(code, label, "名", "member", where)
    yield Count("members_joined", "发展党员", "名", "member", dated="member.join_date")
    yield Count("members_left", "减少党员", "名", "member", dated="member.left_on")
    whole = f"NOT ({incomplete_sql('member', 'member')})"
    yield Count("members_whole", "信息完整的党员（现在）", "名", "member", whole, now=True)
