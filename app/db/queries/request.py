"""Requests as the board and their card need them: steps, numbers, counts by state, who asked, what hangs on whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db.queries import ledger
from app.db.queries.derived import REQUEST_STATE
from app.db.queries.visit import Done
from app.db.session import Connection
from app.models.record import VEIL

OPEN = "closed_on IS NULL"
_STEP = ("id", "step_no", "step", "done_on", "person", "from_level", "to_level", "to_person", "told")
_OF = {
    "household": "SELECT h.head_name, h.phone, h.village FROM household h WHERE h.id = ?",
    "resident": "SELECT r.name, coalesce(r.phone, h.phone), h.village FROM resident r "
    "JOIN household h ON h.id = r.household WHERE r.id = ?",
    "member": "SELECT m.name, m.phone, coalesce(m.village, b.unit) FROM member m LEFT JOIN branch b ON b.id = m.branch "
    "WHERE m.id = ?",
    "unit": "SELECT NULL, u.phone, CASE WHEN u.kind IN ('村', '社区') THEN u.id END FROM unit u WHERE u.id = ?",
}


def steps(reader: Connection, row: int) -> list[dict[str, Any]]:
    """The steps of one request in their order, as kept."""
    sql = f"SELECT {', '.join(_STEP)} FROM referral WHERE request = ? AND void_reason IS NULL ORDER BY step_no, id"
    return [dict(found) for found in reader.exec_driver_sql(sql, (row,)).mappings()]


def cadre_named(reader: Connection, name: str) -> int | None:
    """The one cadre of that name who is in office; None where there is none or several."""
    sql = "SELECT id FROM cadre WHERE name = ? AND left_on IS NULL AND void_reason IS NULL LIMIT 2"
    found = [int(row[0]) for row in reader.exec_driver_sql(sql, (name,))]
    return found[0] if len(found) == 1 else None


def last_number(reader: Connection, year: str) -> int:
    """The highest serial number of a year that was ever given, voided requests too."""
    sql = (
        "SELECT max(CAST(substr(request_no, 6) AS INTEGER)) FROM request "
        "WHERE request_no > ? || '-' AND request_no < ? || '.' AND substr(request_no, 6) NOT GLOB '*[^0-9]*'"
    )
    return int(reader.exec_driver_sql(sql, (year, year)).scalar() or 0)


def origin(reader: Connection, present: Mapping[str, Any]) -> dict[str, Any]:
    """`informant`, `phone` and `village` as known of the household, resident, member or unit that asked."""
    for side, sql in _OF.items():
        if present[side] is not None:
            found = reader.exec_driver_sql(sql, (present[side],)).first()
            return dict(zip(("informant", "phone", "village"), found, strict=True)) if found else {}
    return {}


@dataclass(frozen=True)
class Standing:
    """How many requests are in each state, and how many of the open ones are late, due today, due soon, with a superior."""

    states: dict[str, int]
    late: int
    today: int
    soon: int
    up: int


def standing(reader: Connection, today: str, soon: str) -> Standing:
    """`today` and `soon` are ISO days; due soon is after today up to and with `soon`."""
    sql = (
        f"SELECT {REQUEST_STATE.replace('{t}', 'request')} AS s, count(*), sum(due < ?1 AND {OPEN}), sum(due = ?1 AND {OPEN}), "
        f"sum(due > ?1 AND due <= ?2 AND {OPEN}), sum(up_level IS NOT NULL) "
        "FROM request WHERE +void_reason IS NULL GROUP BY s"
    )
    found = ledger.plain(reader, sql, (today, soon))
    late, now, near, up = (sum(row[place] or 0 for row in found) for place in (2, 3, 4, 5))
    return Standing({row[0]: row[1] for row in found}, late, now, near, up)


def household_named(reader: Connection, village: int, name: str) -> int | None:
    """The one household of a village whose head has that name; None where there is none or several."""
    sql = "SELECT id FROM household WHERE village = ? AND head_name = ? AND moved_on IS NULL AND void_reason IS NULL LIMIT 2"
    found = [int(row[0]) for row in reader.exec_driver_sql(sql, (village, name))]
    return found[0] if len(found) == 1 else None


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """Requests that somebody made, or that a cadre handles, the latest first; at most 200. Sensitive ones by number only."""
    side = "handler_cadre" if record == "cadre" else record
    state = REQUEST_STATE.replace("{t}", "t")
    sql = (
        f"SELECT t.received_on, {state}, t.request_no, CASE WHEN t.sensitive = '是' THEN ? ELSE t.content END, t.due, "
        f"coalesce(t.result, t.explanation), t.sensitive FROM request t WHERE t.{side} = ? AND t.void_reason IS NULL "
        "ORDER BY t.received_on DESC, t.id DESC LIMIT 200"
    )
    found = []
    for day, word, number, content, due, result, sensitive in reader.exec_driver_sql(sql, (VEIL, row)):
        told = result if result and sensitive != "是" else f"时限 {due}" if due and word in ("受理", "承办") else ""
        found.append(Done(f"{day}　{content}", "　".join(part for part in (number, word, told) if part)))
    return found


def journey(reader: Connection, _record: str, row: int) -> list[Done]:
    """The steps of one request as its card shows them: day, step, person, where to, and what was said unless it is sensitive."""
    sql = "SELECT received_on, source, receiver, sensitive FROM request WHERE id = ?"
    day, source, receiver, sensitive = reader.exec_driver_sql(sql, (row,)).one()
    lines = [Done(f"{day}　受理", "　".join(part for part in (source, receiver) if part))]
    for step in steps(reader, row):
        way = f"{step['from_level']} → {step['to_level']}" if step["to_level"] else ""
        told = VEIL if sensitive == "是" and step["told"] else step["told"]
        parts = (step["person"], way, f"给 {step['to_person']}" if step["to_person"] else "", told)
        lines.append(Done(f"{step['done_on']}　{step['step']}", "　".join(part for part in parts if part)))
    return lines
