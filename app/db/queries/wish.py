"""Whose wish it is, who claims it, and how far the wishes are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import ledger, resolve
from app.db.queries.visit import Done
from app.db.queries.wish_word import STAGE, STAGES
from app.db.session import Connection

MOST = 500  # wishes that the board lists at once


@dataclass(frozen=True)
class Owner:
    """Somebody on the books who may be the one who wished: `title` of his record, `caption` tells him apart."""

    record: str
    row: int
    title: str
    caption: str


def owners(reader: Connection, name: str, village: str = "") -> list[Owner]:
    """Households, residents and members of this name, of the village when that is named; at most 20.

    A member or resident who stands for the same person as another entry (`resident.member`, the head of a household) is
    left out, so that one person is one proposal.
    """
    if not name:
        return []
    sql = (
        "SELECT 'household', h.id, '农户', h.head_name, u.name, h.group_name FROM household h LEFT JOIN unit u ON u.id = h.village "
        "WHERE {h} AND h.head_name = ?1 AND h.moved_on IS NULL AND h.void_reason IS NULL "
        "UNION ALL SELECT 'resident', r.id, '家庭成员', r.name, u.name, h.head_name || '户' FROM resident r "
        "JOIN household h ON h.id = r.household LEFT JOIN unit u ON u.id = h.village WHERE {r} AND r.name = ?1 "
        "AND r.left_on IS NULL AND r.void_reason IS NULL AND coalesce(r.relation, '') <> '户主' "
        "UNION ALL SELECT 'member', m.id, '党员', m.name, u.name, b.name FROM member m LEFT JOIN unit u ON u.id = m.village "
        "LEFT JOIN branch b ON b.id = m.branch WHERE {m} AND m.name = ?1 AND m.left_on IS NULL AND m.void_reason IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM resident o WHERE o.member = m.id AND o.void_reason IS NULL)"
    )
    near = {  # by the narrow index of what is searched: a county's households would take a moment each time
        table[0]: f"{table[0]}.id IN (SELECT id FROM {table} WHERE instr(search_key, lower(?1)) > 0)"
        for table in ("household", "resident", "member")
    }
    found = [
        Owner(record, int(row), title, "　".join(filter(None, (told, place, more))))
        for record, row, title, told, place, more in ledger.plain(reader, sql.format(**near), (name,))
        if not village or place == village.rpartition("/")[2] or (record == "member" and place is None)
    ]
    return found[:20]


def candidates(reader: Connection, wish: int) -> tuple[str, list[Owner]]:
    """The name on a wish, and who on the books may be meant."""
    sql = "SELECT w.name, u.name FROM wish w LEFT JOIN unit u ON u.id = w.village WHERE w.id = ?"
    name, village = reader.exec_driver_sql(sql, (wish,)).one()
    return str(name), owners(reader, str(name), str(village or ""))


def whose(reader: Connection, record: str, row: int) -> dict[str, Any]:
    """Name, phone, village and need of a household, resident or member, as far as known."""
    sql = {
        "household": "SELECT head_name, phone, village, need FROM household WHERE id = ?",
        "resident": "SELECT r.name, coalesce(r.phone, h.phone), h.village, coalesce(r.need, h.need) "
        "FROM resident r JOIN household h ON h.id = r.household WHERE r.id = ?",
        "member": "SELECT name, phone, village, difficulty FROM member WHERE id = ?",
    }[record]
    found = reader.exec_driver_sql(sql, (row,)).one()
    told = zip(("name", "phone", "village", "need"), found, strict=True)
    return {name: value for name, value in told if value is not None}


def claimant(reader: Connection, record: str, row: int) -> dict[str, Any]:
    """How a claimant is written: name, unit and phone. An organisation or unit stands as 认领单位."""
    sql = {
        "member": "SELECT m.name, coalesce(m.work_unit, b.name), m.phone FROM member m LEFT JOIN branch b ON b.id = m.branch "
        "WHERE m.id = ?",
        "cadre": "SELECT c.name, u.name, c.phone FROM cadre c LEFT JOIN unit u ON u.id = c.unit WHERE c.id = ?",
        "branch": "SELECT NULL, name, phone FROM branch WHERE id = ?",
        "unit": "SELECT NULL, name, phone FROM unit WHERE id = ?",
    }[record]
    found = reader.exec_driver_sql(sql, (row,)).one()
    return dict(zip(("claimer", "claimer_unit", "claimer_phone"), found, strict=True))


def wishes(
    reader: Connection, stage: str = "", words: tuple[str, ...] = (), *, limit: int = MOST
) -> list[tuple[Any, ...]]:
    """(id, name, content, village, claimer, due, stage) of the newest wishes in a stage ("" = all), in which all words stand."""
    told = STAGE.format(t="w")
    clauses, values = ["w.void_reason IS NULL"], []
    if stage:
        clauses.append(f"{told} = ?")
        values.append(stage)
    for word in words:
        clauses.append("instr(w.search_key, ?) > 0")
        values.append(word.lower())
    sql = (
        f"SELECT w.id, w.name, w.content, u.name, coalesce(w.claimer, w.claimer_unit), w.due, {told} FROM wish w "
        f"LEFT JOIN unit u ON u.id = w.village WHERE {' AND '.join(clauses)} ORDER BY w.collected_on DESC, w.id DESC LIMIT ?"
    )
    return [tuple(row) for row in reader.exec_driver_sql(sql, (*values, limit))]


def counts(reader: Connection) -> dict[str, int]:
    """How many wishes stand in each stage, in the order of STAGES."""
    sql = f"SELECT {STAGE.format(t='w')}, count(*) FROM wish w WHERE w.void_reason IS NULL GROUP BY 1"
    found = {str(row[0]): int(row[1]) for row in reader.exec_driver_sql(sql)}
    return {stage: found.get(stage, 0) for stage in STAGES}


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """The wishes of a household (its people's too), resident or member, the newest first; at most 100."""
    where = {
        "household": "w.household = ?1 OR w.resident IN (SELECT id FROM resident WHERE household = ?1)",
        "resident": "w.resident = ?1",
        "member": "w.member = ?1",
    }[record]
    return [
        Done(content, "　".join(filter(None, (stage, f"{on} 征集" if on else "", f"{who} 认领" if who else ""))))
        for _name, content, stage, on, who in _told(reader, where, row)
    ]


def claimed(reader: Connection, record: str, row: int) -> list[Done]:
    """The wishes that a member, cadre, branch or unit claimed, the newest first; at most 100."""
    return [
        Done(f"{name}：{content}", "　".join(filter(None, (stage, f"{on} 征集" if on else ""))))
        for name, content, stage, on, _who in _told(reader, f"w.claim_{record} = ?1", row)
    ]


def _told(reader: Connection, where: str, row: int) -> list[tuple[Any, ...]]:
    sql = (
        f"SELECT w.name, w.content, {STAGE.format(t='w')}, w.collected_on, coalesce(w.claimer, w.claimer_unit) FROM wish w "
        f"WHERE w.void_reason IS NULL AND ({where}) ORDER BY w.collected_on DESC, w.id DESC LIMIT 100"
    )
    return ledger.plain(reader, sql, (row,))


def called(reader: Connection, record: str, name: str) -> list[int]:
    """Current rows of a record with this name, ID number or phone; units and branches by path and alias too."""
    rows = list(resolve.one(reader, record, name))
    if not rows and record in ("member", "cadre"):
        sql = f"SELECT id FROM {record} t WHERE (t.id_number = ?1 OR t.phone = ?1) AND {resolve.alive(record, 't')}"
        rows = [int(found[0]) for found in reader.exec_driver_sql(sql, (name,))]
    return rows


# A name alone is nobody for sure: the telephone says who it is, or the workplace that stands on both sides.
_SURE = """
    SELECT w.id, p.id FROM wish w JOIN {record} p ON p.name = w.claimer
    WHERE w.id IN (SELECT value FROM json_each(?1)) AND w.claim_member IS NULL AND w.claim_cadre IS NULL
    AND w.claim_branch IS NULL AND w.claim_unit IS NULL AND p.left_on IS NULL AND p.void_reason IS NULL
    AND CASE WHEN w.claimer_phone IS NOT NULL AND p.phone IS NOT NULL THEN w.claimer_phone = p.phone
    ELSE w.claimer_unit IN ({places}) END
"""
_PLACES = {
    "member": "p.work_unit, (SELECT b.name FROM branch b WHERE b.id = p.branch)",
    "cadre": "(SELECT u.name FROM unit u WHERE u.id = p.unit), NULL",
}


def sure_claimants(reader: Connection, wishes: Sequence[int]) -> dict[int, tuple[str, int]]:
    """wish → (link column, row) where the claimant told by name is one member, else one cadre, beyond doubt."""
    found: dict[int, tuple[str, int]] = {}
    for record, places in reversed(_PLACES.items()):
        side = f"claim_{record}"
        several: dict[int, list[int]] = {}
        sql = _SURE.format(record=record, places=places)
        for wish, person in reader.exec_driver_sql(sql, (json.dumps(list(wishes)),)):
            several.setdefault(int(wish), []).append(int(person))
        for wish, people in several.items():
            if len(people) == 1:
                found[wish] = (side, people[0])
            else:
                found.pop(wish, None)
    return found
