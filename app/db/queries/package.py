"""Which rows go into a package (报送包), and how are rows here compared with those of a package?"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from app.db.queries import everything, place
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import Record

# What an office keeps for itself: it goes into no package, and is taken from none.
OFFICE = frozenset({"setting", "mapping", "view", "batch", "handout", "receipt", "content"})
PORTABLE = tuple(code for code in RECORDS if code not in OFFICE)
# Registers of their own: they belong where they say, never merely because they lead to something chosen.
_SCOPED = tuple(code for code in PORTABLE if RECORDS[code].scope)

Rows = dict[str, set[int]]  # record → row ids


def everything_there(reader: Connection) -> Rows:
    """All rows of all records that travel."""
    return {code: set(reader.exec_driver_sql(f"SELECT id FROM {code}").scalars()) for code in PORTABLE}


def of_unit(reader: Connection, unit: int) -> Rows:
    """What lies in the unit and below it, and whatever leads to that."""
    found: Rows = {code: set(place.inside(reader, RECORDS[code], unit=unit)) for code in _SCOPED}
    for code in PORTABLE:
        if code not in found:
            found[code] = _leading(reader, RECORDS[code], found)
    return found


def of_campaign(reader: Connection, campaign: int) -> Rows:
    """The campaign, and whatever leads to it or to what leads to it."""
    found: Rows = {"campaign": {campaign}}
    for code in PORTABLE:
        if code not in found:
            found[code] = _leading(reader, RECORDS[code], found)
    return found


def _leading(reader: Connection, record: type[Record], found: Mapping[str, set[int]]) -> set[int]:
    """Rows with a link to one that was found; records stand after those they link to."""
    links = {name: found[to] for name, to in everything.links(record).items() if found.get(to)}
    if not links:
        return set()
    rows = reader.exec_driver_sql(f"SELECT id, {', '.join(links)} FROM {record.code()}")
    wanted = tuple(links.values())
    return {row[0] for row in rows if any(link in chosen for link, chosen in zip(row[1:], wanted, strict=True))}


def with_targets(reader: Connection, found: Rows) -> Rows:
    """The same with everything that the rows lead to, so that no link of a package leads nowhere."""
    whole = {code: set(rows) for code, rows in found.items()}
    waiting = {code: set(rows) for code, rows in found.items() if rows}
    while waiting:
        code, rows = waiting.popitem()
        for name, to in everything.links(RECORDS[code]).items():
            sql = f"SELECT DISTINCT {name} FROM {code} WHERE id IN (SELECT value FROM json_each(?)) AND {name} IS NOT NULL"
            fresh = set(reader.exec_driver_sql(sql, (json.dumps(list(rows)),)).scalars())
            fresh -= whole.setdefault(to, set())
            if fresh:
                whole[to] |= fresh
                waiting.setdefault(to, set()).update(fresh)
    return whole


def versions(reader: Connection, record: str) -> dict[str, tuple[int, str, int]]:
    """uid → (row, device, revision) of every row here."""
    rows = reader.exec_driver_sql(f"SELECT uid, id, device, revision FROM {record}")
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def values(reader: Connection, record: str, wanted: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """uid → the columns of `everything.columns` as stored, links as row ids, of the rows with these uids."""
    told = ", ".join(f'"{name}"' for name in ("uid", *everything.columns(RECORDS[record])))
    sql = f"SELECT {told} FROM {record} WHERE uid IN (SELECT value FROM json_each(?))"
    return {row[0]: tuple(row[1:]) for row in reader.exec_driver_sql(sql, (json.dumps(list(wanted)),))}


def standing(reader: Connection, record: str) -> Iterable[tuple[Any, ...]]:
    """(uid, columns …) of every row that was not voided: what a key may name."""
    told = ", ".join(f'"{name}"' for name in ("uid", *everything.columns(RECORDS[record])))
    return reader.exec_driver_sql(f"SELECT {told} FROM {record} WHERE +void_reason IS NULL")


def uids(reader: Connection, record: str) -> dict[int, str]:
    """Row id → uid of every row."""
    return {row[0]: row[1] for row in reader.exec_driver_sql(f"SELECT id, uid FROM {record}")}
