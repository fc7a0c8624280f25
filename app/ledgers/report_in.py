"""Ledgers of 双报到: who reported in, who should have, which service posts are held, what was done; their figures.

Columns as practised (no official form): 双报到台账, 服务岗位认领表.
"""

from collections.abc import Iterator

from app.db.queries.figure import Count, Share
from app.db.queries.ledger import MEMBER_UNIT, Source
from app.db.queries.report_in import MUST, REPORTED
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

MEMBER = "LEFT JOIN member m ON m.id = report_in.member"
HELD = "c.void_reason IS NULL AND (c.since IS NULL OR c.since <= {day}) AND (c.until IS NULL OR c.until > {day})"
TIMES = "(SELECT count(*) FROM participation p WHERE p.report_in = report_in.id AND p.void_reason IS NULL)"
MINUTES = "(SELECT sum(p.minutes) FROM participation p WHERE p.report_in = report_in.id AND p.void_reason IS NULL)"
DAY_OF = "(SELECT a.held_on FROM activity a WHERE a.id = participation.activity)"
PLACE_OF = "(SELECT a.community FROM activity a WHERE a.id = participation.activity)"
SINCE = "(report_in.reported_on IS NULL OR report_in.reported_on <= {day})"

REPORT_INS = Ledger(
    "report_ins",
    "双报到台账",
    counter="人次",
    columns=(
        Line("name", "党员姓名"),
        Line("work_unit", width=18),
        Line("duty"),
        Line("phone"),
        Line("address", "住址", "coalesce(report_in.address, m.address)", width=20),
        Line("community", width=14),
        Line("reported_on"),
        Line("skills", width=12),
        Line("posts", "认领岗位", f"(SELECT group_concat(d.name, '、') FROM duty_claim c JOIN duty d ON d.id = c.duty "
             f"WHERE c.report_in = report_in.id AND {HELD})", width=16),
        Line("times", "参加活动次数", TIMES, "number", 8, total=True),
        Line("minutes", "服务分钟", MINUTES, "number", 8, total=True),
        Line("review", width=14),
    ),
    source=Source(
        record="report_in", joins=MEMBER, where=SINCE, unit="report_in.community",
        branch="coalesce(report_in.branch, m.branch)",
        order="(SELECT o.sort_key FROM unit o WHERE o.id = report_in.community), report_in.community, "
        "report_in.sort_key, report_in.id",
    ),
)  # fmt: skip

# Who is registered, and who served although nobody wrote down that he is: both belong on the roster.
SERVED = "p.report_in = report_in.id AND p.void_reason IS NULL AND a.kind = '志愿服务' AND a.void_reason IS NULL"
_WORK = f"FROM participation p JOIN activity a ON a.id = p.activity WHERE {SERVED} AND (a.held_on IS NULL OR a.held_on <= {{day}})"
_TIME = f"(SELECT sum(p.minutes) {_WORK})"
VOLUNTEER = f"(report_in.volunteer_on <= {{day}} OR report_in.volunteer_no IS NOT NULL OR EXISTS (SELECT 1 {_WORK}))"

VOLUNTEERS = Ledger(
    "volunteers",
    "志愿者名册",
    counter="名",
    columns=(
        Line("name", "姓名"),
        Line("volunteer_no", width=14),
        Line("volunteer_on", "注册日期"),
        Line("work_unit", width=18),
        Line("phone"),
        Line("address", "住址", "coalesce(report_in.address, m.address)", width=20),
        Line("community", "服务社区（村）", width=14),
        Line("skills", width=12),
        Line("free_time", width=12),
        Line("posts", "服务岗位", f"(SELECT group_concat(d.name, '、') FROM duty_claim c JOIN duty d ON d.id = c.duty "
             f"WHERE c.report_in = report_in.id AND {HELD})", width=16),
        Line("times", "志愿服务次数", f"(SELECT count(*) {_WORK})", "number", 8, total=True),
        Line("hours", "服务时长（小时）", f"CASE WHEN {_TIME} > 0 THEN printf('%.1f', {_TIME} / 60.0) END", "text", 9),
        Line("last_on", "最近服务", f"(SELECT max(a.held_on) {_WORK})", "date", 12),
        Line("remark", width=12),
    ),
    source=Source(
        record="report_in", joins=MEMBER, where=f"{VOLUNTEER} AND (report_in.until IS NULL OR report_in.until > {{day}})",
        unit="report_in.community", branch="coalesce(report_in.branch, m.branch)",
        order="(SELECT o.sort_key FROM unit o WHERE o.id = report_in.community), report_in.community, "
        "report_in.sort_key, report_in.id",
    ),
    note="登记了志愿者注册日期或编号的，和参加过“志愿服务”活动的，都列在这里。",
)  # fmt: skip

NOT_REPORTED = Ledger(
    "not_reported",
    "应报到未报到名单",
    counter="名",
    columns=(
        Line("name"),
        Line("branch", "所在党支部", width=28),
        Line("work_unit", width=18),
        Line("duty", "职务"),
        Line("phone"),
        Line("address", "住址", width=22),
    ),
    source=Source(
        record="member",
        where=f"{MUST} AND NOT {REPORTED}",
        unit=MEMBER_UNIT,
        branch="{home}",
        order="(SELECT o.sort_key FROM branch o WHERE o.id = {home}), {home}, member.sort_key, member.id",
    ),
    note="应报到的范围照设置“双报到：应报到党支部的领域”，离退休党员不计；没有设置时名单是空的。",
)

DUTIES = Ledger(
    "duties",
    "服务岗位认领表",
    counter="个",
    columns=(
        Line("community", "社区（村）", width=16),
        Line("name"),
        Line("kind"),
        Line("need", width=26),
        Line("places", total=True),
        Line("taken", "认领人数", f"(SELECT count(*) FROM duty_claim c WHERE c.duty = duty.id AND {HELD})", "number", 8,
             total=True),
        Line("holders", "认领人", f"(SELECT group_concat(r.name, '、') FROM duty_claim c JOIN report_in r ON r.id = c.report_in "
             f"WHERE c.duty = duty.id AND {HELD})", "person", 26),
        Line("contact"),
        Line("phone"),
    ),
    source=Source(
        record="duty", unit="duty.community",
        order="(SELECT o.sort_key FROM unit o WHERE o.id = duty.community), duty.community, duty.sort_key, duty.id",
    ),
)  # fmt: skip

STAGES = (("organised", "组织"), ("recorded", "记录"), ("summary", "总结"), ("feedback", "反馈"))
LACKING = "nullif(" + " || ".join(f"iif(activity.{name} IS NULL, '{word} ', '')" for name, word in STAGES) + ", '')"

ACTIVITIES = Ledger(
    "activities",
    "服务活动记录",
    counter="场",
    columns=(
        Line("held_on"),
        Line("community", "社区（村）", width=16),
        Line("name", width=20),
        Line("kind"),
        Line("place", width=14),
        Line("people", "参加人数",
             "(SELECT count(*) FROM participation p WHERE p.activity = activity.id AND p.void_reason IS NULL)", "number", 8,
             total=True),
        Line("minutes", "服务分钟",
             "(SELECT sum(p.minutes) FROM participation p WHERE p.activity = activity.id AND p.void_reason IS NULL)", "number",
             8, total=True),
        Line("recorded", "活动记录", width=28),
        Line("lacking", "缺少环节", f"trim({LACKING})", width=14),
    ),
    source=Source(
        record="activity", where="(activity.held_on IS NULL OR activity.held_on <= {day})", unit="activity.community",
        order="activity.held_on, activity.id",
    ),
)  # fmt: skip


def figures(_reader: Reader) -> Iterator[Count | Share]:
    """Who reported in, of those who should; posts and who holds them; activities and the time given."""
    place = "report_in.community"
    yield Count("report_ins", "双报到在册", "人次", "report_in", SINCE, unit=place)
    yield Count("report_ins_new", "本期报到", "人次", "report_in", dated="report_in.reported_on", unit=place)
    yield Count("report_in_must", "应报到党员", "名", "member", MUST)
    yield Count("report_in_done", "已报到的应报到党员", "名", "member", f"{MUST} AND {REPORTED}")
    yield Share("report_in_share", "双报到率", "report_in_done", "report_in_must")
    yield Count("volunteers", "志愿者", "名", "report_in", f"{VOLUNTEER} AND {SINCE}", unit=place)
    held = f"EXISTS (SELECT 1 FROM duty_claim c WHERE c.duty = duty.id AND {HELD})"
    yield Count("duties", "服务岗位", "个", "duty", unit="duty.community")
    yield Count("duties_taken", "有人认领的服务岗位", "个", "duty", held, unit="duty.community")
    yield Share("duties_share", "服务岗位认领率", "duties_taken", "duties")
    yield Count("activities", "本期服务活动", "场", "activity", dated="activity.held_on", unit="activity.community")
    yield Count("participations", "本期参加活动", "人次", "participation", dated=DAY_OF, unit=PLACE_OF)
    yield Count("service_minutes", "本期服务分钟", "分钟", "participation", "participation.minutes IS NOT NULL", DAY_OF,
                "participation.minutes", PLACE_OF)  # fmt: skip
