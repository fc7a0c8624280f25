"""What stood in a sheet that was sent: kept with it, so that a returned one can be told from it cell by cell."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.db.queries import standing
from app.db.store import Reader
from app.exchange import target as t
from app.models.record import Record, field_map

COMPUTED = "="  # among the texts below a table: there was a row of nothing but formulas
_ROWS = '\n"rows": '  # a raw line break stands in no JSON text, so what follows can wait until it is asked for


class _Kept(Mapping[str, tuple[Any, ...]]):
    """Rows that are read when the first is asked for: of a sheet that comes back unchanged none is."""

    def __init__(self, told: bytes) -> None:
        self._told = told

    @cached_property
    def _rows(self) -> dict[str, tuple[Any, ...]]:
        return {row[0]: tuple(row[1:]) for row in json.loads(self._told)}

    def __getitem__(self, uid: str) -> tuple[Any, ...]:
        return self._rows[uid]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Sent:
    """`rows` are the values as stored by uid, in the order of `columns`; of a link the uid of the row it names.

    `words` says, by column, how each linked row was called on the sheet; `revisions` the revision each row had:
    a row that still has it still has the same values. `written` says, by column, how values stood on the sheet that read
    otherwise than they are kept (a template has words of its own); `below` are the texts that stood under the table;
    `beside` what stood in computed columns, by heading and uid.
    """

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Any, ...]]
    words: dict[str, dict[str, str]]
    revisions: dict[str, str]
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    below: tuple[str, ...] = ()
    beside: dict[str, dict[str, str]] = field(default_factory=dict)


def taken(reader: Reader, record: type[Record], columns: tuple[str, ...], rows: Sequence[int]) -> Sent:
    """The values of these rows as they stand now."""
    stored = standing.rows(reader, record.code(), ("revision", "device", "uid", *columns), rows)
    kept = [list(stored[row][2:]) for row in rows if row in stored]
    revisions = {str(values[2]): _revision(*values[:2]) for values in stored.values()}
    words: dict[str, dict[str, str]] = {}
    for place, name in enumerate(columns, 1):
        to = field_map(record)[name].to
        if to:
            linked = {row[place] for row in kept if row[place] is not None}
            uids, names = _uids(reader, to, linked), standing.names(reader, to, linked)
            words[name] = {uids[row]: names.get(row, "") for row in linked if row in uids}
            for row in kept:
                row[place] = uids.get(row[place])
    return Sent(columns, {row[0]: tuple(row[1:]) for row in kept}, words, revisions)


def _uids(reader: Reader, record: str, rows: set[int]) -> dict[int, str]:
    return {row: str(values[0]) for row, values in standing.rows(reader, record, ("uid",), rows).items()}


def _revision(number: int, device: str) -> str:
    return f"{number}.{device[:6]}"


def standing_rows(books: Sequence[tuple[Any, ...]], sent: Sent) -> tuple[dict[str, int], set[str]]:
    """(uid → row on the books, uids of those that were changed there since). Rows that are gone or voided are left out.

    `books` are (row, uid, revision, device, …) of all that stand there.
    """
    then = sent.revisions
    known = {row[1]: row[0] for row in books if row[1] in then}
    return known, {row[1] for row in books if row[1] in known and _revision(row[2], row[3]) != then[row[1]]}


def values_of(reader: Reader, record: str, sent: Sent, uids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What these rows were sent with, by column, links as row ids again (the uid of one that is gone)."""
    links = {name: standing.by_uid(reader, t.link_of(f"{record}.{name}"), words) for name, words in sent.words.items()}
    found = {}
    for uid in uids:
        values = dict(zip(sent.columns, sent.rows[uid], strict=True))
        for name, rows in links.items():
            values[name] = rows.get(values[name], values[name])
        found[uid] = values
    return found


def pack(sent: Sent, mark: str) -> bytes:
    """As bytes to be kept; the mark makes the content of each sheet its own."""
    rows = [[uid, *values] for uid, values in sent.rows.items()]
    told = {"mark": mark, "columns": sent.columns, "words": sent.words, "revisions": sent.revisions}
    if sent.written:
        told["written"] = sent.written
    if sent.below:
        told["below"] = sent.below
    if sent.beside:
        told["beside"] = sent.beside
    head, body = (json.dumps(part, ensure_ascii=False) for part in (told, rows))
    return f"{head[:-1]},{_ROWS}{body}}}".encode()


def unpack(content: bytes) -> Sent:
    """What was packed, also before the rows stood last."""
    head, late, body = content.partition(_ROWS.encode())
    told = json.loads(head[:-1] + b"}" if late else content)
    return Sent(
        tuple(told["columns"]),
        _Kept(body[:-1]) if late else {row[0]: tuple(row[1:]) for row in told["rows"]},
        told["words"],
        told["revisions"],
        told.get("written", {}),
        tuple(told.get("below", ())),
        told.get("beside", {}),
    )
