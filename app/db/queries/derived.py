"""What can be shown and asked of a record beyond its stored fields: ages, counts of pairings, states.

To add one: a line in DERIVED. `sql` may use {t} for the record's table and :today.
"""

from dataclasses import dataclass

from app.db.queries import moment
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


PARTY_YEARS = Derived("party_years", "党龄", "number", _party_years("{t}.full_date", "{t}.seniority_shift"))

REQUEST_STATE = (
    "CASE WHEN {t}.called_on IS NOT NULL THEN '回访' WHEN {t}.fed_on IS NOT NULL THEN '反馈' "
    "WHEN {t}.closed_on IS NOT NULL THEN '办结' WHEN {t}.taken_on IS NOT NULL THEN '承办' ELSE '受理' END"
)
DERIVED: dict[str, tuple[Derived, ...]] = {
    "member": (
        Derived("age", "年龄", "number", _years("{t}.birth_date")),
        PARTY_YEARS,
        Derived("helping", "联系户数", "number", _current("helper_member", "{t}"), ("联系户",)),
        Derived("helped", "被联系数", "number", _current("helped_member", "{t}"), ("干部联系",)),
    ),
    "cadre": (Derived("helping", "联系数", "number", _current("helper_cadre", "{t}")),),
    "household": (
        Derived("helped", "联系党员数", "number", _current("helped_household", "{t}")),
        Derived("residents", "登记成员数", "number", _inside("resident", "household", "{t}")),
    ),
    "unit": (
        Derived("helped", "包联数", "number", _current("helped_unit", "{t}")),
        Derived("households", "登记户数", "number", _inside("household", "village", "{t}")),
    ),
    "branch": (
        Derived("members", "党员数", "number", _inside("member", "branch", "{t}")),
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
    },
    "unit": {
        "未包联": _without("helped_unit"),
        "未覆盖": "{t}.kind IN ('村', '社区') AND " + _lacking("cadre", "unit"),
    },
    "cadre": {"未结对": _without("helper_cadre")},
    "request": {
        "未办结": "{t}.closed_on IS NULL",
        "逾期": "{t}.closed_on IS NULL AND {t}.due < :today",
        "已上报": "{t}.up_level IS NOT NULL",
        "未反馈": "{t}.closed_on IS NOT NULL AND {t}.fed_on IS NULL",
        "未回访": "{t}.fed_on IS NOT NULL AND {t}.called_on IS NULL",
        "敏感": "{t}.sensitive = '是'",
    },
}


def derived(record: str, name: str) -> Derived | None:
    """By code name, label or alias."""
    return next((d for d in DERIVED.get(record, ()) if name in (d.name, d.label, *d.aliases)), None)
