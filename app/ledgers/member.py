"""Ledgers of members: the roster as the 采集表 has it, as the national system exports it, and those away or lost.

To add one: a Ledger here, its name in `app.ledgers.LEDGERS`. Column order of the roster: 村级汇总表 of the 2017
collection; of the system's: its export.
"""

from app.db.queries.derived import PARTY_YEARS as PARTY_YEARS_TODAY
from app.db.queries.ledger import MEMBER_UNIT, Source
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
        Line("phone"),
        Line("residence", width=24),
        Line("address", width=24),
        Line("remark", width=16),
    ),
)
