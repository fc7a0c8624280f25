"""What can be shown and asked of a record beyond its stored fields: ages, counts of pairings, states.

To add one: a line in DERIVED. `sql` may use {t} for the record's table and :today.
"""

from dataclasses import dataclass

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


def _inside(record: str, column: str, table: str) -> str:
    """How many current rows of `record` point at the row."""
    ends = RECORDS[record].ends
    return (
        f"(SELECT count(*) FROM {record} o WHERE o.{column} = {table}.id AND o.{ends} IS NULL AND o.void_reason IS NULL)"
    )


def _current(side: str, table: str) -> str:
    return f"(SELECT count(*) FROM pairing p WHERE p.{side} = {table}.id AND p.until IS NULL AND p.void_reason IS NULL)"


DERIVED: dict[str, tuple[Derived, ...]] = {
    "member": (
        Derived("age", "年龄", "number", _years("{t}.birth_date")),
        Derived("party_years", "党龄", "number", _years("coalesce({t}.full_date, {t}.join_date)")),
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
}  # fmt: skip

# Words of the search grammar that stand alone: 未结对, 流动 … → condition on the record's table.
STATES: dict[str, dict[str, str]] = {
    "member": {
        "未结对": _current("helper_member", "{t}") + " = 0",
        "未联系": _current("helped_member", "{t}") + " = 0",
        "流动": "{t}.floating = '是'",
        "失联": "{t}.lost = '是'",
        "预备": "{t}.member_kind = '预备党员'",
    },
    "household": {
        "未结对": _current("helped_household", "{t}") + " = 0",
        "困难": "{t}.need IS NOT NULL",
    },
    "unit": {"未包联": _current("helped_unit", "{t}") + " = 0"},
    "cadre": {"未结对": _current("helper_cadre", "{t}") + " = 0"},
}


def derived(record: str, name: str) -> Derived | None:
    """By code name, label or alias."""
    return next((d for d in DERIVED.get(record, ()) if name in (d.name, d.label, *d.aliases)), None)
