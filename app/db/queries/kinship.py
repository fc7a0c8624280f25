"""Which households are a member's own, and which are tied to his by a person recorded in both, now or before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.db.session import Connection

PEOPLE = "SELECT household, id_number, member, left_on FROM resident WHERE void_reason IS NULL"
HEADS = "SELECT id, head_id, NULL, NULL FROM household WHERE void_reason IS NULL AND head_id IS NOT NULL"
GIVEN = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Ties:
    """Member → households."""

    own: dict[int, frozenset[int]]
    kin: dict[int, frozenset[int]]


NO_TIES = Ties({}, {})


def ties(reader: Connection, members: Mapping[int, str | None], *, whole: bool) -> Ties:
    """Of these members (row id → ID number). `whole` reads everybody at once instead of following the few."""
    rows = _everybody(reader) if whole else _around(reader, members)
    by_number = {number: row for row, number in members.items() if number}
    people: dict[str, set[int]] = {}  # ID number → households it ever stood in
    there: dict[int, set[str]] = {}  # household → ID numbers in it now
    own: dict[int, set[int]] = {}
    for home, number, member, left in rows:
        if number:
            people.setdefault(number, set()).add(home)
        if left is None:
            there.setdefault(home, set()).update(filter(None, (number,)))
            who = member if member in members else by_number.get(number)
            if who is not None:
                own.setdefault(who, set()).add(home)
    kin: dict[int, frozenset[int]] = {}
    for who in {*own, *(row for number, row in by_number.items() if number in people)}:
        mine = own.get(who, set())
        tied = {home for place in mine for number in there.get(place, ()) for home in people.get(number, ())}
        tied |= people.get(members[who] or "", set())
        if tied - mine:
            kin[who] = frozenset(tied - mine)
    return Ties({who: frozenset(homes) for who, homes in own.items()}, kin)


def _everybody(reader: Connection) -> list[Any]:
    return [*reader.exec_driver_sql(PEOPLE), *reader.exec_driver_sql(HEADS)]


def _around(reader: Connection, members: Mapping[int, str | None]) -> list[Any]:
    """Where the members stand, who lives there with them, and where else those people stood."""
    numbers = [number for number in members.values() if number]
    first = {*_rows(reader, f"{PEOPLE} AND member IN {GIVEN}", members), *_with(reader, numbers)}
    homes = {row[0] for row in first if row[3] is None}
    beside = {
        *_rows(reader, f"{PEOPLE} AND household IN {GIVEN}", homes), *_rows(reader, f"{HEADS} AND id IN {GIVEN}", homes)
    }  # fmt: skip
    return sorted(first | beside | _with(reader, {row[1] for row in beside if row[1]}), key=str)


def _with(reader: Connection, numbers: Iterable[str]) -> set[Any]:
    return {
        *_rows(reader, f"{PEOPLE} AND id_number IN {GIVEN}", numbers), *_rows(reader, f"{HEADS} AND head_id IN {GIVEN}", numbers)
    }  # fmt: skip


def _rows(reader: Connection, sql: str, wanted: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in reader.exec_driver_sql(sql, (json.dumps(sorted(wanted)),))]
