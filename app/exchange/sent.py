"""What stood in a sheet that was sent: kept with it, so that a returned one can be told from it cell by cell."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import standing
from app.db.store import Reader
from app.exchange import target as t
from app.models.record import Record, field_map


@dataclass(frozen=True)
class Sent:
    """`rows` are the values as stored by uid, in the order of `columns`; of a link the uid of the row it names.

    `words` says, by column, how each linked row was called on the sheet.
    """

    columns: tuple[str, ...]
    rows: dict[str, tuple[Any, ...]]
    words: dict[str, dict[str, str]]


def taken(reader: Reader, record: type[Record], columns: tuple[str, ...], rows: Sequence[int]) -> Sent:
    """The values of these rows as they stand now."""
    stored = standing.rows(reader, record.code(), ("uid", *columns), rows)
    kept = [list(stored[row]) for row in rows if row in stored]
    words: dict[str, dict[str, str]] = {}
    for place, name in enumerate(columns, 1):
        to = field_map(record)[name].to
        if to:
            linked = {row[place] for row in kept if row[place] is not None}
            uids, names = _uids(reader, to, linked), standing.names(reader, to, linked)
            words[name] = {uids[row]: names.get(row, "") for row in linked if row in uids}
            for row in kept:
                row[place] = uids.get(row[place])
    return Sent(columns, {row[0]: tuple(row[1:]) for row in kept}, words)


def _uids(reader: Reader, record: str, rows: set[int]) -> dict[int, str]:
    return {row: str(values[0]) for row, values in standing.rows(reader, record, ("uid",), rows).items()}


def present(reader: Reader, record: str, sent: Sent) -> dict[int, tuple[Any, ...]]:
    """Row on the books → the values it was sent with, links as row ids again. Rows that are gone are left out."""
    known = standing.by_uid(reader, record, sent.rows)
    places: dict[int, dict[Any, Any]] = {}
    for name in sent.words:
        place = sent.columns.index(name)
        links = standing.by_uid(reader, t.link_of(f"{record}.{name}"), sent.words[name])
        places[place] = {uid: links.get(uid, uid) for uid in sent.words[name]}
    found = {}
    for uid, values in sent.rows.items():
        if uid in known:
            cells = list(values)
            for place, links in places.items():
                cells[place] = links.get(cells[place], cells[place])
            found[known[uid]] = tuple(cells)
    return found


def pack(sent: Sent, mark: str) -> bytes:
    """As bytes to be kept; the mark makes the content of each sheet its own."""
    rows = [[uid, *values] for uid, values in sent.rows.items()]
    told = {"mark": mark, "columns": sent.columns, "words": sent.words, "rows": rows}
    return json.dumps(told, ensure_ascii=False).encode()


def unpack(content: bytes) -> Sent:
    told = json.loads(content)
    return Sent(tuple(told["columns"]), {row[0]: tuple(row[1:]) for row in told["rows"]}, told["words"])


def joined(parts: Sequence[Sent]) -> Sent:
    """Several sheets of one batch as one."""
    rows: dict[str, tuple[Any, ...]] = {}
    words: dict[str, dict[str, str]] = {}
    for part in parts:
        rows.update(part.rows)
        for name, known in part.words.items():
            words.setdefault(name, {}).update(known)
    return Sent(parts[0].columns if parts else (), rows, words)
