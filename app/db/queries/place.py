"""Which rows of a record lie below a unit or a branch, and how is a name told apart from its namesakes?"""

import json
from collections.abc import Sequence

from app.db.queries import resolve
from app.db.queries.visit_word import home
from app.db.session import Connection
from app.errors import UserError
from app.models import RECORDS
from app.models.record import Record, field_map


def inside(
    reader: Connection, record: type[Record], *, unit: int | None = None, branch: int | None = None
) -> tuple[int, ...]:
    """Row ids below the unit and the branch (both when both are given). UserError when the record knows no such place."""
    clauses = []
    if unit is not None:
        clauses.append(f"{_link(record, 'unit')} IN ({_told(resolve.below(reader, 'unit', unit))})")
    if branch is not None:
        clauses.append(f"{_link(record, 'branch')} IN ({_told(resolve.below(reader, 'branch', branch))})")
    sql = f"SELECT t.id FROM {record.code()} t WHERE {' AND '.join(clauses) or '1'}"
    return tuple(row[0] for row in reader.exec_driver_sql(sql))


def of(reader: Connection, record: type[Record], to: str) -> dict[int, int | None]:
    """Row id → the unit or branch (`to`) it belongs to. UserError when the record knows no such place."""
    sql = f"SELECT t.id, {_link(record, to)} FROM {record.code()} t"
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql)}


def paths(reader: Connection, record: str) -> dict[int, str]:
    """For units or branches whose name is not the only one: row id → `上级/名称`."""
    sql = (
        f"SELECT t.id, p.name, t.name FROM {record} t JOIN {record} p ON p.id = t.parent WHERE t.name IN "
        f"(SELECT name FROM {record} WHERE void_reason IS NULL GROUP BY name HAVING count(*) > 1)"
    )
    return {row[0]: f"{row[1]}/{row[2]}" for row in reader.exec_driver_sql(sql)}


def _link(record: type[Record], to: str) -> str:
    """SQL for the id of the unit or branch to which a row belongs."""
    known = field_map(record)
    if record.code() == to:
        return "t.id"
    if to == "unit" and record.code() == "member":
        return "coalesce(t.village, (SELECT b.unit FROM branch b WHERE b.id = t.branch))"
    if to == "unit" and record.code() in ("applicant", "transfer"):
        return "(SELECT b.unit FROM branch b WHERE b.id = t.branch)"
    if to == "unit" and record.code() in ("visit", "deed"):
        return home("t")
    if to == "unit" and record.code() == "visit_plan":
        return f"(SELECT {home('p')} FROM pairing p WHERE p.id = t.pairing)"
    if to == "unit" and record.scope:
        return f"t.{record.scope}"
    if to == "branch" and "branch" in known:
        return "t.branch"
    if record.owner:
        owner = RECORDS[record.owner]
        return f"(SELECT {_link(owner, to).replace('t.', 'o.')} FROM {record.owner} o WHERE o.id = t.{record.owner})"
    raise UserError(f"{record.title}不能按{RECORDS[to].title}筛选。", "请改用查找条件。")


def _told(rows: tuple[int, ...]) -> str:
    return ", ".join(map(str, rows))


def whole_address(home: str, village: str) -> str:
    """SQL: village, group and address of a household in a row; what its address says already is not said twice."""
    name, group, address = (
        f"coalesce({each}, '')" for each in (f"{village}.name", f"{home}.group_name", f"{home}.address")
    )
    return (
        f"CASE WHEN {name} <> '' AND instr({address}, {name}) > 0 THEN {address} "
        f"WHEN substr({address}, 1, length({group})) = {group} THEN {name} || {address} "
        f"ELSE {name} || {group} || {address} END"
    )


def contacts(
    reader: Connection, chosen: tuple[str, Sequence[int]] | None = None
) -> list[tuple[int, str, str, str | None, str, str | None, str | None]]:
    """(household, its uid, head, village and address, member, branch, phone) of every current pairing of a member and a household.

    `chosen`: only those of a record's rows (`household`, `member` or `pairing`).
    """
    columns = {"household": "p.helped_household", "member": "p.helper_member", "pairing": "p.id"}
    only = f"AND {columns[chosen[0]]} IN (SELECT value FROM json_each(?)) " if chosen else ""
    sql = (
        f"SELECT h.id, h.uid, h.head_name, {whole_address('h', 'u')}, "
        "m.name, b.name, m.phone FROM pairing p JOIN household h ON h.id = p.helped_household "
        "JOIN member m ON m.id = p.helper_member LEFT JOIN unit u ON u.id = h.village LEFT JOIN branch b ON b.id = m.branch "
        "WHERE p.until IS NULL AND p.void_reason IS NULL AND h.void_reason IS NULL AND h.moved_on IS NULL "
        f"{only}ORDER BY u.sort_key, h.group_name, h.sort_key"
    )
    asked = (json.dumps(list(chosen[1])),) if chosen else ()
    return [tuple(row) for row in reader.exec_driver_sql(sql, asked)]
