"""What the card of one record shows beside its own fields: its pairings."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.db.queries import listing
from app.db.queries.person import SIDES
from app.db.session import Connection
from app.models.pairing import HELPED, HELPERS

MOST = 300


@dataclass(frozen=True)
class Tie:
    """One pairing as words: dates as stored text, `until` "" while it holds."""

    row: int
    kind: str
    helper: str
    helped: str
    since: str
    until: str
    reasons: str


def caption(reader: Connection, record: str, row: int) -> str:
    """The words that name one row, "" when it is gone."""
    return str(reader.exec_driver_sql(f"SELECT {listing.caption_sql(record, '?')}", (row,)).scalar() or "")


def captions(reader: Connection, rows: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The words that name each (record, row), one query for each record."""
    wanted: dict[str, list[int]] = {}
    for record, row in rows:
        wanted.setdefault(record, []).append(row)
    found = {}
    for record, ids in wanted.items():
        sql = f"SELECT id, {listing.caption_sql(record, 't.id')} FROM {record} t WHERE id IN (SELECT value FROM json_each(?))"
        for row, name in reader.exec_driver_sql(sql, (json.dumps(ids),)):
            found[record, int(row)] = str(name or "")
    return found


def ties(reader: Connection, record: str, row: int) -> list[Tie]:
    """Pairings in which it helps or is helped, those that hold first; at most 300."""
    sides = SIDES.get(record, ())
    if not sides:
        return []
    asked = " OR ".join(f"{side} = ?" for side in sides)
    sql = (
        f"SELECT id FROM pairing WHERE void_reason IS NULL AND ({asked}) "
        f"ORDER BY until IS NOT NULL, since DESC LIMIT {MOST}"
    )
    ids = [int(found[0]) for found in reader.exec_driver_sql(sql, (row,) * len(sides))]
    columns = ("kind", *HELPERS, *HELPED, "since", "until", "reasons")
    rows = listing.rows(reader, listing.Query("pairing", columns, state="all"), ids)
    return [_tie(found) for found in rows]


def _tie(found: tuple[object, ...]) -> Tie:
    helpers, rest = found[2 : 2 + len(HELPERS)], found[2 + len(HELPERS) :]
    helped, tail = rest[: len(HELPED)], rest[len(HELPED) :]
    words = [str(part or "") for part in (found[1], _first(helpers), _first(helped), *tail)]
    return Tie(int(str(found[0])), *words)


def _first(parts: tuple[object, ...]) -> str:
    return next((str(part) for part in parts if part), "")
