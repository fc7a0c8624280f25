"""Pairings as a board needs them: kinds, who holds whom, which households of a unit nobody holds."""

from collections import Counter
from dataclasses import dataclass

from app.db.session import Connection

# A member belongs to the village he is registered in, else to the one his branch belongs to. Both ways have an index;
# a + before the other conditions of a query keeps SQLite from taking the index of the whole list instead.
OF_VILLAGE = "(t.village = ?1 OR +t.village IS NULL AND t.branch IN (SELECT b.id FROM branch b WHERE b.unit = ?1))"
HELPED_WORDS = {
    "household": (
        "moved_on",
        "t.head_name || '　' || coalesce(t.group_name, '') || coalesce('　' || t.need, '')",
        "t.village = ?1",
    ),
    "member": ("left_on", "t.name || '　' || coalesce(t.group_name, '')", OF_VILLAGE),
    "unit": ("closed_on", "t.name", "t.id = ?1"),
}


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


def own_cap(reader: Connection, helper: str, row: int) -> int | None:
    """The cap that was set for one helper (`member` or `cadre`)."""
    found = reader.exec_driver_sql(f"SELECT cap FROM {helper} WHERE id = ?", (row,)).scalar()
    return None if found is None else int(found)


def load(reader: Connection, helper: str, row: int, helped: str) -> int:
    """How many of a record (`household`, `member` …) a helper (`member` or `cadre`) holds now."""
    sql = (
        f"SELECT count(*) FROM pairing WHERE helper_{helper} = ? AND helped_{helped} IS NOT NULL "
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


def villages(reader: Connection) -> list[tuple[int, str]]:
    """(id, name) of the villages and communities, in the official order; a name that is not unique with its parent."""
    sql = (
        "SELECT u.id, CASE WHEN count(*) OVER (PARTITION BY u.name) > 1 THEN coalesce(p.name || '/', '') || u.name ELSE u.name END "
        "FROM unit u LEFT JOIN unit p ON p.id = u.parent "
        "WHERE u.kind IN ('村', '社区', '建制村') AND u.closed_on IS NULL AND u.void_reason IS NULL ORDER BY u.sort_key"
    )
    return [(row[0], row[1]) for row in reader.exec_driver_sql(sql)]


def helpers(reader: Connection, record: str, village: int | None) -> list[tuple[int, str, str, int, int | None]]:
    """(id, name, group or duty, how many it holds, own cap): members of a village, or all cadres.

    Where two are told the same, the year of birth or the unit stands behind the name.
    """
    held = (
        f"(SELECT count(*) FROM pairing p WHERE p.helper_{record} = t.id AND p.until IS NULL AND p.void_reason IS NULL)"
    )
    inside = record == "member" and village is not None
    place, values = (f" AND {OF_VILLAGE}", (village,)) if inside else ("", ())
    about = "group_name" if record == "member" else "duty"
    sql = (
        f"SELECT t.id, t.name, coalesce(t.{about}, ''), {held}, t.cap, {_APART[record]} FROM {record} t "
        f"WHERE +t.left_on IS NULL AND +t.void_reason IS NULL{place} ORDER BY t.sort_key LIMIT 2000"
    )
    rows = reader.exec_driver_sql(sql, values).all()
    often = Counter((row[1], row[2]) for row in rows)
    return [
        (row[0], f"{row[1]} {row[5]}" if row[5] and often[row[1], row[2]] > 1 else row[1], row[2], row[3], row[4])
        for row in rows
    ]


_APART = {"member": "substr(t.birth_date, 1, 4) || '年生'", "cadre": "(SELECT u.name FROM unit u WHERE u.id = t.unit)"}


def helped(
    reader: Connection, record: str, village: int | None, kind: int, *, uncovered: bool
) -> list[tuple[int, str]]:
    """(id, words) of the households, members or villages that a pairing of the kind may hold."""
    ends, words, place = HELPED_WORDS[record]
    free = f"SELECT 1 FROM pairing p WHERE p.helped_{record} = t.id AND p.kind = ?2 AND p.until IS NULL AND p.void_reason IS NULL"
    only = f" AND NOT EXISTS ({free})" if uncovered else ""
    values: tuple[object, ...] = (village, kind) if uncovered else (village,) if village is not None else ()
    inside = f" AND {place}" if village is not None else ""
    kinds = " AND t.kind IN ('村', '社区', '建制村')" if record == "unit" else ""
    sql = (
        f"SELECT t.id, {words} FROM {record} t WHERE +t.{ends} IS NULL AND +t.void_reason IS NULL{kinds}{inside}{only} "
        "ORDER BY t.sort_key LIMIT 3000"
    )
    return [(row[0], row[1]) for row in reader.exec_driver_sql(sql, values)]


def held(reader: Connection, record: str, row: int) -> list[tuple[int, str, str, str]]:
    """(pairing id, whom, kind, since) of what a helper holds now."""
    sql = (
        "SELECT p.id, coalesce(h.head_name, m.name, u.name, ''), k.name, coalesce(p.since, '') FROM pairing p "
        "JOIN pairing_kind k ON k.id = p.kind LEFT JOIN household h ON h.id = p.helped_household "
        "LEFT JOIN member m ON m.id = p.helped_member LEFT JOIN unit u ON u.id = p.helped_unit "
        f"WHERE p.helper_{record} = ? AND p.until IS NULL AND p.void_reason IS NULL ORDER BY p.since, p.id"
    )
    return [(found[0], found[1], found[2], found[3]) for found in reader.exec_driver_sql(sql, (row,))]
