"""What is on the books already, by whole columns: an import compares with it, one query for all rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.db.queries import ledger
from app.db.queries.listing import MERGED_INTO
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import field_map

_CHUNK = 500
_MANY = 4000  # beyond this the whole table is read at once


def columns(reader: Connection, record: str, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """(id, …) of every row that was not voided, the living first."""
    ends = RECORDS[record].ends
    told = "".join(f', "{name}"' for name in names)
    # The plus keeps SQLite from an index that nearly every row matches; in the order of the table nothing is sorted.
    sql = f"SELECT id{told} FROM {record} WHERE +void_reason IS NULL"
    if not ends:
        return ledger.plain(reader, f"{sql} ORDER BY id")
    there = ledger.plain(reader, f"{sql} AND +{ends} IS NULL ORDER BY id")
    return there + ledger.plain(reader, f"{sql} AND {ends} IS NOT NULL ORDER BY id")


def rows(reader: Connection, record: str, names: Sequence[str], wanted: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """id → values of the columns, for the rows asked for."""
    asked = sorted(set(wanted))
    told = ", ".join(f'"{name}"' for name in ("id", *names))
    if len(asked) > _MANY:
        everything = ledger.plain(reader, f"SELECT {told} FROM {record}")
        only = set(asked)
        return {row[0]: row[1:] for row in everything if row[0] in only}
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(asked), _CHUNK):
        part = tuple(asked[start : start + _CHUNK])
        sql = f"SELECT {told} FROM {record} WHERE id IN ({', '.join('?' * len(part))})"
        found.update((row[0], tuple(row[1:])) for row in reader.exec_driver_sql(sql, part))
    return found


def ended(reader: Connection, record: str) -> set[int]:
    """Rows that are no longer current: left, moved away, closed."""
    return {
        row[0]
        for row in reader.exec_driver_sql(f"SELECT id FROM {record} WHERE {RECORDS[record].ends} IS NOT NULL").all()
    }


def names(reader: Connection, record: str, wanted: Iterable[int]) -> dict[int, str]:
    """id → the words that name the row, for links shown in a plan."""
    caption = RECORDS[record].caption[0]
    field = field_map(RECORDS[record]).get(caption)
    found = {row: values[0] for row, values in rows(reader, record, (caption,), wanted).items()}
    if field is not None and field.to:
        further = names(reader, field.to, [row for row in found.values() if row])
        return {row: further.get(value, "") for row, value in found.items()}
    return {row: str(value or "") for row, value in found.items()}


def by_uid(reader: Connection, record: str, uids: Iterable[str]) -> dict[str, int]:
    """uid → row id, of those that are there."""
    asked = sorted(set(uids))
    found: dict[str, int] = {}
    for start in range(0, len(asked), _CHUNK):
        part = tuple(asked[start : start + _CHUNK])
        sql = f"SELECT uid, id FROM {record} WHERE uid IN ({', '.join('?' * len(part))})"
        found.update((row[0], row[1]) for row in reader.exec_driver_sql(sql, part))
    return found


def told_by_uid(reader: Connection, record: str, uids: Iterable[str]) -> dict[str, int]:
    """uid → row id for a sheet: one that was merged into another is that other, however often."""
    asked = dict.fromkeys(uids)
    into: dict[str, str] = {}
    if record in MERGED_INTO:
        sql = "SELECT substr(target, 1, 36), substr(target, 38) FROM dismissal WHERE rule = 'merged' AND void_reason IS NULL"
        into = {row[0]: row[1] for row in reader.exec_driver_sql(sql)}
    last = {uid: uid for uid in asked}
    for uid in asked:
        while last[uid] in into:
            last[uid] = into[last[uid]]
    found = by_uid(reader, record, last.values())
    return {uid: found[end] for uid, end in last.items() if end in found}


def merged_numbers(reader: Connection) -> list[tuple[str, str, int]]:
    """(number, head, row) of households that were merged: number and head that went, and the household they went into."""
    sql = (
        "SELECT gone.household_no, gone.head_name, gone.uid FROM dismissal d JOIN household gone ON gone.uid = substr(d.target, 1, 36) "
        "WHERE d.rule = 'merged' AND d.void_reason IS NULL AND gone.household_no IS NOT NULL AND gone.void_reason IS NOT NULL"
    )
    gone = [(row[0], row[1], row[2]) for row in reader.exec_driver_sql(sql)]
    into = told_by_uid(reader, "household", [uid for _number, _head, uid in gone]) if gone else {}
    return [(number, head, into[uid]) for number, head, uid in gone if uid in into]


def counter(reader: Connection) -> int:
    """How often the database was changed: a plan is good for one state only."""
    return int(reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'counter'").scalar() or 0)


def mapping(reader: Connection, fingerprint: str) -> tuple[int, str, str] | None:
    """(row, record, columns as JSON) remembered for these headings."""
    sql = "SELECT id, record, columns_json FROM mapping WHERE fingerprint = ? AND void_reason IS NULL ORDER BY id DESC LIMIT 1"
    row = reader.exec_driver_sql(sql, (fingerprint,)).first()
    return (row[0], row[1], row[2]) if row else None


def mappings(reader: Connection, prefix: str) -> list[tuple[str, str, str]]:
    """(fingerprint, record, columns as JSON) of every mapping whose fingerprint begins so, the newest first."""
    sql = (
        "SELECT fingerprint, record, columns_json FROM mapping WHERE substr(fingerprint, 1, ?) = ? "
        "AND void_reason IS NULL ORDER BY id DESC"
    )
    return [(row[0], row[1], row[2]) for row in reader.exec_driver_sql(sql, (len(prefix), prefix))]


def open_pairings(reader: Connection, kind: int, helper: str, helped: str) -> list[tuple[int, int, int, str | None]]:
    """(id, helper row, helped row, since) of the current pairings of one kind between two sides (column names)."""
    sql = (
        f"SELECT id, {helper}, {helped}, since FROM pairing WHERE kind = ? AND {helped} IS NOT NULL "
        "AND until IS NULL AND void_reason IS NULL"
    )
    return [(row[0], row[1], row[2], row[3]) for row in reader.exec_driver_sql(sql, (kind,))]


def kin(reader: Connection, wanted: Iterable[str]) -> list[tuple[Any, ...]]:
    """(id, name, ID number, relation, village, group) of the people of households with these names who are there."""
    told = tuple(wanted)
    found: list[tuple[Any, ...]] = []
    for at in range(0, len(told), 500):
        part = told[at : at + 500]
        found += reader.exec_driver_sql(
            "SELECT r.id, r.name, r.id_number, r.relation, h.village, h.group_name FROM resident r "
            "JOIN household h ON h.id = r.household WHERE r.void_reason IS NULL AND r.left_on IS NULL "
            f"AND h.void_reason IS NULL AND r.name IN ({', '.join('?' * len(part))})",
            part,
        ).all()
    return found
