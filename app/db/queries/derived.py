"""What can be shown and asked of a record beyond its stored fields: ages, counts of pairings, states.

To add one: a line in DERIVED. `sql` may use {t} for the record's table and :today.
"""

from dataclasses import dataclass

from app.db.queries import applicant_word, moment, transfer_word
from app.db.queries.visit_word import LAST, SIDES, TIMES, WHERE, WHO, WHOM
from app.db.queries.wish_word import STAGE
from app.models import RECORDS


@dataclass(frozen=True)
class Derived:
    name: str
    label: str
    kind: str
    sql: str
    aliases: tuple[str, ...] = ()


def _years(column: str) -> str:
    """Whole years between a partial date and today, None when unknown."""
    return (
        f"CASE WHEN {column} IS NULL THEN NULL ELSE CAST(substr(:today, 1, 4) AS INTEGER) - CAST(substr({column}, 1, 4) AS INTEGER)"
        f" - (length({column}) > 4 AND substr(:today, 6, length({column}) - 5) < substr({column}, 6)) END"
    )


def _party_years(full: str, shift: str) -> str:
    """Whole years since 转正, corrected by 党龄校正值 in months (发展党员工作细则: 党龄从转为正式党员之日算起)."""
    months = (
        f"(substr(:today, 1, 4) - substr({full}, 1, 4)) * 12 + substr(:today, 6, 2) - substr({full}, 6, 2)"
        f" - (length({full}) = 10 AND substr(:today, 9, 2) < substr({full}, 9, 2))"
    )
    return (
        f"CASE WHEN length({full}) = 4 THEN substr(:today, 1, 4) - {full} "
        f"WHEN {full} IS NOT NULL THEN ({months} + coalesce({shift}, 0)) / 12 END"
    )


def _inside(record: str, column: str, table: str) -> str:
    """How many current rows of `record` point at the row."""
    ends = RECORDS[record].ends
    return f"(SELECT count(*) FROM {record} o WHERE o.{column} = {table}.id AND o.{ends} IS NULL AND o.void_reason IS NULL)"


def _current(side: str, table: str) -> str:
    return f"(SELECT count(*) FROM pairing p WHERE p.{side} = {table}.id AND {moment.held('p', None)})"


def _without(side: str) -> str:
    """No pairing stands in which the row is this side."""
    return f"NOT EXISTS (SELECT 1 FROM pairing p WHERE p.{side} = {{t}}.id AND {moment.held('p', None)})"


def _lacking(helper: str, helped: str) -> str:
    """Nobody covers it, by the measure of `coverage`."""
    return f"{{t}}.id NOT IN ({moment.spelled(moment.covering(f'helped_{helped}', helper), None)})"


TAKEN = "SELECT count(*) FROM duty_claim c WHERE c.duty = {t}.id AND c.until IS NULL AND c.void_reason IS NULL"
PLAN_STATE = "CASE WHEN {t}.done_on IS NOT NULL THEN '完成' WHEN {t}.due < :today THEN '逾期' ELSE '未完成' END"
PARTY_YEARS = Derived("party_years", "党龄", "number", _party_years("{t}.full_date", "{t}.seniority_shift"))

REQUEST_STATE = (
    "CASE WHEN {t}.called_on IS NOT NULL THEN '回访' WHEN {t}.fed_on IS NOT NULL THEN '反馈' "
    "WHEN {t}.closed_on IS NOT NULL THEN '办结' WHEN {t}.taken_on IS NOT NULL THEN '承办' ELSE '受理' END"
)


def _visited(side: str, what: str) -> str:
    """`what` of the visits in which the row is this side."""
    return f"(SELECT {what} FROM visit v WHERE v.{side} = {{t}}.id AND v.void_reason IS NULL)"


def _told(words: str, link: str) -> str:
    """Words of `visit_word` for the row itself, or for the pairing that it names."""
    at = "{t}.pairing" if link == "pairing" else "{t}.id"
    return f"(SELECT {words} FROM {link} x {SIDES.format(t='x')} WHERE x.id = {at})"


PLAN_DONE = "(SELECT min(v.day) FROM visit v WHERE v.plan = {t}.id AND v.void_reason IS NULL)"
VISITS = (
    Derived("last_visit", "最近走访", "date", LAST),
    Derived("visits", "走访次数", "number", TIMES),
)
DERIVED: dict[str, tuple[Derived, ...]] = {
    "member": (
        Derived("age", "年龄", "number", _years("{t}.birth_date")),
        PARTY_YEARS,
        Derived("helping", "联系户数", "number", _current("helper_member", "{t}"), ("联系户",)),
        Derived("helped", "被联系数", "number", _current("helped_member", "{t}"), ("干部联系",)),
        Derived("visits", "走访次数", "number", _visited("helper_member", "count(*)")),
        Derived("last_went", "最近去走访", "date", _visited("helper_member", "max(v.day)")),
    ),
    "cadre": (
        Derived("helping", "联系数", "number", _current("helper_cadre", "{t}")),
        Derived("visits", "走访次数", "number", _visited("helper_cadre", "count(*)")),
        Derived("last_went", "最近去走访", "date", _visited("helper_cadre", "max(v.day)")),
    ),
    "pairing": VISITS,
    "visit": (
        Derived("who", "走访人", "person", _told(WHO, "visit")),
        Derived("whom", "走访对象", "person", _told(WHOM, "visit")),
        Derived("where", "村组", "text", _told(WHERE, "visit")),
    ),
    "visit_plan": (
        Derived("who", "走访人", "person", _told(WHO, "pairing")),
        Derived("whom", "走访对象", "person", _told(WHOM, "pairing")),
        Derived("where", "村组", "text", _told(WHERE, "pairing")),
        Derived("done_on", "走访日期", "date", PLAN_DONE),
        Derived(
            "state", "状态", "choice",
            f"CASE WHEN {PLAN_DONE} IS NOT NULL THEN '已走访' WHEN {{t}}.due < :today THEN '逾期' ELSE '待走访' END",
        ),
    ),
    "deed": (
        Derived("who", "办理人", "person", _told("coalesce(" + WHO + ", (SELECT u.name FROM unit u WHERE u.id = x.helper_unit), "
                "(SELECT b.name FROM branch b WHERE b.id = x.helper_branch))", "deed")),
        Derived("whom", "受益对象", "person", _told(WHOM, "deed")),
        Derived("where", "村组", "text", _told(WHERE, "deed")),
    ),
    "household": (
        Derived("helped", "联系党员数", "number", _current("helped_household", "{t}")),
        Derived("residents", "登记成员数", "number", _inside("resident", "household", "{t}")),
        Derived("visits", "走访次数", "number", _visited("helped_household", "count(*)")),
        Derived("last_visit", "最近走访", "date", _visited("helped_household", "max(v.day)")),
    ),
    "unit": (
        Derived("helped", "包联数", "number", _current("helped_unit", "{t}")),
        Derived("households", "登记户数", "number", _inside("household", "village", "{t}")),
    ),
    "branch": (
        Derived("members", "党员数", "number", _inside("member", "branch", "{t}")),
    ),
    "wish": (Derived("stage", "进展", "choice", STAGE),),
    "report_in": (
        Derived("posts", "认领岗位", "text", "SELECT group_concat(d.name, '、') FROM duty_claim c JOIN duty d ON d.id = c.duty "
                "WHERE c.report_in = {t}.id AND c.until IS NULL AND c.void_reason IS NULL"),
        Derived("times", "参加活动次数", "number", "SELECT count(*) FROM participation p WHERE p.report_in = {t}.id "
                "AND p.void_reason IS NULL"),
    ),
    "duty": (Derived("taken", "认领人数", "number", TAKEN),),
    "activity": (
        Derived("people", "参加人数", "number", "SELECT count(*) FROM participation p WHERE p.activity = {t}.id "
                "AND p.void_reason IS NULL"),
    ),
    "team": (Derived("people", "派驻人数", "number", _inside("posting", "team", "{t}")),),
    "plan_item": (Derived("state", "进展", "choice", PLAN_STATE),),
    "applicant": (
        Derived("stage", "发展阶段", "choice", applicant_word.STAGE),
        Derived("next_word", "下一步", "text", applicant_word.NEXT),
        Derived("next_since", "最早可办", "date", applicant_word.NEXT_SINCE),
        Derived("next_due", "应办期限", "date", applicant_word.NEXT_DUE),
    ),
    "transfer": (
        Derived("state", "状态", "choice", transfer_word.STATE),
        Derived("valid_until", "有效期至", "date", transfer_word.VALID_UNTIL),
    ),
    "request": (
        Derived("state", "状态", "choice", REQUEST_STATE),
        Derived("level", "现在层级", "choice", "coalesce({t}.up_level, {t}.first_level)"),
        Derived("holder", "现在谁手里", "person", "coalesce({t}.up_to, {t}.handler)"),
    ),
}  # fmt: skip

# Words of the search grammar that stand alone: 未结对, 流动 … → condition on the record's table (`sql` as above).
STATES: dict[str, dict[str, str]] = {
    "member": {
        "未结对": _without("helper_member"),
        "未联系": _without("helped_member"),
        "未覆盖": _lacking("cadre", "member"),
        "流动": "{t}.floating = '是'",
        "失联": "{t}.lost = '是'",
        "预备": "{t}.member_kind = '预备党员'",
    },
    "household": {
        "未结对": _without("helped_household"),
        "未覆盖": _lacking("member", "household"),
        "困难": "{t}.need IS NOT NULL",
        "今年未走访": "NOT EXISTS (SELECT 1 FROM visit v WHERE v.helped_household = {t}.id AND v.void_reason IS NULL "
        "AND v.day >= substr(:today, 1, 4))",
    },
    "unit": {
        "未包联": _without("helped_unit"),
        "未覆盖": "{t}.kind IN ('村', '社区') AND " + _lacking("cadre", "unit"),
    },
    "cadre": {"未结对": _without("helper_cadre")},
    "visit_plan": {
        "未走访": f"{PLAN_DONE} IS NULL",
        "逾期": f"{{t}}.due < :today AND {PLAN_DONE} IS NULL",
    },
    "wish": {
        "待公示": f"{STAGE} = '待公示'",
        "待认领": f"{STAGE} IN ('待公示', '待认领')",
        "待完成": f"{STAGE} = '待完成'",
        "待反馈": f"{STAGE} = '待反馈'",
        "逾期": "{t}.fulfilled_on IS NULL AND {t}.due < :today",
    },
    "applicant": {"可办": applicant_word.READY, "逾期": applicant_word.LATE},
    "transfer": {"过期": transfer_word.EXPIRED, "未回执": transfer_word.WAITING},
    "duty": {"未认领": f"({TAKEN}) = 0"},
    "plan_item": {"未完成": "{t}.done_on IS NULL", "逾期": f"{PLAN_STATE} = '逾期'"},
    "request": {
        "未办结": "{t}.closed_on IS NULL",
        "逾期": "{t}.closed_on IS NULL AND {t}.due < :today",
        "今日到期": "{t}.closed_on IS NULL AND {t}.due = :today",
        "已上报": "{t}.up_level IS NOT NULL",
        "未反馈": "{t}.closed_on IS NOT NULL AND {t}.fed_on IS NULL",
        "未回访": "{t}.fed_on IS NOT NULL AND {t}.called_on IS NULL",
        "敏感": "{t}.sensitive = '是'",
    },
}


def derived(record: str, name: str) -> Derived | None:
    """By code name, label or alias."""
    return next((d for d in DERIVED.get(record, ()) if name in (d.name, d.label, *d.aliases)), None)
