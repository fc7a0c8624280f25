"""Pairings as a board needs them: kinds, who holds whom, which households of a unit nobody holds."""

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True)
class KindFacts:
    """One kind of pairing. `helpers`/`helped` are record names; `sole` = one current per helped side."""

    id: int
    code: str
    name: str
    helpers: tuple[str, ...]
    helped: tuple[str, ...]
    sole: bool
    cap: int | None
    tier: str


def kinds(reader: Connection) -> dict[str, KindFacts]:
    """By code."""
    sql = (
        "SELECT id, code_no, name, helper_side, helped_side, sole, cap, tier FROM pairing_kind "
        "WHERE void_reason IS NULL ORDER BY order_no, id"
    )
    return {
        row[1]: KindFacts(
            row[0], row[1], row[2], tuple(row[3].split()), tuple(row[4].split()), row[5] == "是", row[6], row[7] or ""
        )
        for row in reader.exec_driver_sql(sql)
    }


def current(reader: Connection, kind: int, helped: str, rows: list[int]) -> dict[int, int]:
    """helped row id → id of its current pairing of that kind."""
    marks = ", ".join("?" * len(rows))
    sql = f"SELECT {helped}, id FROM pairing WHERE kind = ? AND {helped} IN ({marks}) AND until IS NULL AND void_reason IS NULL"
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql, (kind, *rows))}


def load(reader: Connection, helper: str, row: int) -> int:
    """How many households a helper (`member` or `cadre`) holds now."""
    sql = (
        f"SELECT count(*) FROM pairing WHERE helper_{helper} = ? AND helped_household IS NOT NULL "
        "AND until IS NULL AND void_reason IS NULL"
    )
    return int(reader.exec_driver_sql(sql, (row,)).scalar_one())


def households(reader: Connection, village: int, *, uncovered: bool) -> list[tuple[int, str, str, str, int]]:
    """(id, head, group, need, how many members hold it) of a village; only those without a member when `uncovered`."""
    held = (
        "(SELECT count(*) FROM pairing p WHERE p.helped_household = h.id AND p.helper_member IS NOT NULL "
        "AND p.until IS NULL AND p.void_reason IS NULL)"
    )
    only = f" AND {held} = 0" if uncovered else ""
    sql = (
        f"SELECT h.id, h.head_name, coalesce(h.group_name, ''), coalesce(h.need, ''), {held} FROM household h "
        f"WHERE h.village = ? AND h.moved_on IS NULL AND h.void_reason IS NULL{only} ORDER BY h.group_name, h.sort_key"
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in reader.exec_driver_sql(sql, (village,))]
