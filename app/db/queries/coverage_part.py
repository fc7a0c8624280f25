"""How do the numbers of coverage spread over the units just below one: which village lacks how many, and which ones?"""

from collections import defaultdict
from dataclasses import dataclass

from app.db.queries import ledger
from app.db.queries.coverage import LISTS, Reach, rate
from app.db.session import Connection

ELSEWHERE = "没有登记所在村"


@dataclass(frozen=True)
class Part:
    """One unit just below the one asked for (`unit` None: what lies in none of them); row ids as in `Reach`."""

    unit: int | None
    name: str
    there: frozenset[int]
    lists: dict[str, frozenset[int]]
    deeper: bool = False

    @property
    def covered(self) -> int:
        return len(self.there) - len(self.lists["uncovered"])

    @property
    def rate(self) -> str:
        return rate(self.covered, len(self.there))


def top(reader: Connection) -> int | None:
    """The one unit above all others, None when there are several or none."""
    found = ledger.plain(reader, "SELECT id FROM unit WHERE parent IS NULL AND void_reason IS NULL LIMIT 2")
    return int(found[0][0]) if len(found) == 1 else None


def parts(reader: Connection, reach: Reach, unit: int | None) -> tuple[Part, ...]:
    """In the official order of the units, those without anything left out; what lies in no unit at all last, and only when
    everything is asked for.
    """
    tops = _tops(reader, unit)
    there = _grouped({row: reach.places[row] for row in reach.there}, tops)
    lists = {name: _listed(reach, name, tops) for name in LISTS}
    named = ledger.plain(reader, "SELECT id, name, EXISTS (SELECT 1 FROM unit c WHERE c.parent = unit.id "
                                 "AND c.void_reason IS NULL) FROM unit ORDER BY sort_key, id")  # fmt: skip
    order = [(row, str(name), bool(deeper) and row != unit) for row, name, deeper in named]
    found = {place for group in (there, *lists.values()) for place in group}
    return tuple(
        Part(place, name, frozenset(there.get(place, ())),
             {each: frozenset(lists[each].get(place, ())) for each in LISTS}, deeper)
        for place, name, deeper in (*order, (None, ELSEWHERE, False))
        if place in found
    )  # fmt: skip


def _listed(reach: Reach, name: str, tops: dict[int | None, int | None]) -> dict[int | None, set[int]]:
    """The rows of a list by unit; helpers and pairings where those are whom they hold."""
    rows = reach.lists[name]
    if name in ("uncovered", "late"):
        return _grouped({row: reach.places[row] for row in rows}, tops)
    found: dict[int | None, set[int]] = defaultdict(set)
    for row in rows:
        for helped in reach.helped.get((name, row), ()):
            if reach.places.get(helped) in tops:
                found[tops[reach.places.get(helped)]].add(row)
    return found


def _grouped(places: dict[int, int | None], tops: dict[int | None, int | None]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = defaultdict(set)
    for row, place in places.items():
        if place in tops:
            found[tops[place]].add(row)
    return found


def _tops(reader: Connection, unit: int | None) -> dict[int | None, int | None]:
    """Every unit below → the one just below `unit` in which it lies; the unit itself (None: what lies in none) → itself."""
    first = "parent IS NULL" if unit is None else f"parent = {int(unit)}"
    sql = (
        f"WITH RECURSIVE tops(id, top) AS (SELECT id, id FROM unit WHERE {first} "
        "UNION SELECT c.id, t.top FROM unit c JOIN tops t ON c.parent = t.id) SELECT id, top FROM tops"
    )
    found: dict[int | None, int | None] = {int(row): int(upper) for row, upper in ledger.plain(reader, sql)}
    return {**found, unit: unit}


def order(reader: Connection) -> list[tuple[int, str]]:
    """(row, name) of every unit in the official order."""
    return [
        (int(row[0]), str(row[1])) for row in ledger.plain(reader, "SELECT id, name FROM unit ORDER BY sort_key, id")
    ]
