"""How is what the history tells of a person emptied for good, so that the chain still shows every other manipulation?

A work that is emptied keeps its link in the chain. The work that erased tells, inside the chain, which link it was and
what is left standing of it: the check takes an emptied work for sound only when both agree (the erasure is a chained
work of the kind `erase`, so nobody without the chain key can name works as emptied).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.session import Connection
from app.db.undo import pack, unpack
from app.db.work import ERASE, ERASURE, ERASURE_CONTENT, Work
from app.models import RECORDS
from app.models.record import field_map

GONE = "（已删除）"
_FACTS = 'id, label, "by", kind, target, digest, at, device, revision, changes'

Rows = Mapping[str, Collection[int]]  # record → row ids


@dataclass
class Traces:
    """`gone` rows are told of no more at all, of `loosened` ones the `words` (names, numbers, phones) go; `exact` are
    the words that nobody else can have: they go wherever they stand.
    """

    gone: Rows
    loosened: Rows
    words: Collection[str]
    exact: Collection[str]
    works: set[int] = field(default_factory=set)


def empty(work: Work, traces: Traces) -> int:
    """Empties the history of these rows inside a work of the kind `erase`; returns how many works were emptied."""
    connection = work.connection
    for number, told in _touched(connection, traces):
        traces.works.add(number)
        if told is not None:
            connection.exec_driver_sql("UPDATE change SET before = ?, after = ? WHERE id = ?", told)
    _empty_packed(connection, traces)
    emptied = traces.works | _empty_labels(connection, traces)
    emptied.discard(work.id)
    for number in sorted(emptied):
        work.record_change(ERASURE, number, None, _witness(connection, number))
    # What was undone before may hold what has now gone.
    connection.exec_driver_sql("UPDATE work SET undone = 2 WHERE undone = 1")
    return len(emptied)


def _touched(connection: Connection, traces: Traces) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
    """(work, new before and after with the change) of every change that tells of these rows; None where it tells nothing."""
    sql = 'SELECT id, work, record, "row", last, before, after FROM change ORDER BY id'
    for change, number, record, first, last, before, after in connection.exec_driver_sql(sql).all():
        if _any_within(traces.gone.get(record, ()), first, last):
            bare = tuple(None if text is None else "{}" for text in (before, after))
            yield number, None if bare == (before, after) else (*bare, change)
            continue
        loose = _any_within(traces.loosened.get(record, ()), first, last)
        words = traces.words if loose else traces.exact
        left = tuple(_without(text, words) for text in (before, after))
        if left != (before, after):
            yield number, (*left, change)
        elif loose:
            yield number, None


def _any_within(rows: Collection[int], first: int, last: int) -> bool:
    return first in rows if first == last else any(first <= row <= last for row in rows)


def _without(text: str | None, words: Iterable[str]) -> str | None:
    """JSON of changed columns without those whose value holds one of the words."""
    if text is None or not any(word in text for word in words):
        return text
    kept = {name: value for name, value in json.loads(text).items() if not _holds(value, words)}
    return json.dumps(kept, ensure_ascii=False)


def _holds(value: object, words: Iterable[str]) -> bool:
    return isinstance(value, str) and any(word in value for word in words)


def _empty_labels(connection: Connection, traces: Traces) -> set[int]:
    """Works about these rows are named without the person, all others without what only this person can have."""
    found = set()
    for number, label in connection.exec_driver_sql("SELECT id, label FROM work WHERE kind <> ?", (ERASE,)).all():
        words = traces.words if number in traces.works else traces.exact
        bare = label
        for word in sorted(words, key=len, reverse=True):
            bare = bare.replace(word, GONE)
        if bare != label:
            connection.exec_driver_sql("UPDATE work SET label = ? WHERE id = ?", (bare, number))
            found.add(number)
    return found


def _empty_packed(connection: Connection, traces: Traces) -> None:
    """Rows that an undo packed away: those that went for good, and those that lead to them. They stand in no digest."""
    sql = 'SELECT id, record, "rows" FROM change WHERE length("rows") > 0'
    for change, record, packed in connection.exec_driver_sql(sql).all():
        names, cells = unpack(packed)
        kept = [row for row in cells if not _tells(record, dict(zip(names, row, strict=True)), traces)]
        if len(kept) < len(cells):
            told = pack(names, kept) if kept else b""
            connection.exec_driver_sql('UPDATE change SET "rows" = ? WHERE id = ?', (told, change))


def _tells(record: str, values: Mapping[str, Any], traces: Traces) -> bool:
    if values["id"] in traces.gone.get(record, ()) or any(_holds(value, traces.exact) for value in values.values()):
        return True
    known = field_map(RECORDS[record])
    links = ((known[name].to, value) for name, value in values.items() if name in known and known[name].to)
    return any(value in traces.gone.get(to, ()) for to, value in links)


def _witness(connection: Connection, number: int) -> dict[str, str]:
    """What the erasing work tells of an emptied one: its link, and the seal of what is left of it."""
    (link, *facts) = connection.exec_driver_sql(f"SELECT chain, {_FACTS} FROM work WHERE id = ?", (number,)).one()
    sql = "SELECT chain FROM work WHERE id < ? ORDER BY id DESC LIMIT 1"
    former = connection.exec_driver_sql(sql, (number,)).scalar() or ""
    sql = 'SELECT record, "row", last, before, after FROM change WHERE work = ? ORDER BY id'
    standing = digest(connection.exec_driver_sql(sql, (number,)))
    return {"link": link, "seal": seal(former, facts, standing)}


def digest(changes: Iterable[Sequence[Any]]) -> str:
    """SHA-256 of what a work noted, as the work itself reckons it."""
    found = hashlib.sha256()
    for change in changes:
        found.update(json.dumps(tuple(change), ensure_ascii=False).encode())
    return found.hexdigest()


def seal(former: str, facts: Sequence[Any], standing: str) -> str:
    """`former` is the link before, `facts` those of the work in the order of the chain, `standing` the digest of its notes."""
    return hashlib.sha256(json.dumps([former, *facts, standing], ensure_ascii=False).encode()).hexdigest()


def witnessed(reader: Connection) -> dict[int, tuple[str, str]]:
    """Emptied work → (link, seal) as the last erasure that emptied it tells; to be trusted once the chain holds."""
    sql = 'SELECT c."row", c.after FROM change c JOIN work w ON w.id = c.work WHERE c.record = ? AND w.kind = ? ORDER BY c.id'
    found = {}
    for number, after in reader.exec_driver_sql(sql, (ERASURE, ERASE)):
        told = json.loads(after)
        found[int(number)] = (str(told["link"]), str(told["seal"]))
    return found


def drop_contents(work: Work, holds: Callable[[bytes], bool]) -> int:
    """Rows that left the program and are kept for comparing go where `holds` says so; how many departures lose theirs."""
    found = 0
    rows = work.connection.exec_driver_sql("SELECT digest, packed FROM outgoing_content").all()
    for content in (digest for digest, packed in rows if holds(packed)):
        work.connection.exec_driver_sql("DELETE FROM outgoing_content WHERE digest = ?", (content,))
        sql = "SELECT id FROM outgoing WHERE content = ?"
        for (note,) in work.connection.exec_driver_sql(sql, (content,)).all():
            work.record_change(ERASURE_CONTENT, note, None, {"content": content})
            found += 1
    return found


def dropped(reader: Connection) -> frozenset[str]:
    """Digests of the contents that an erasure took away."""
    sql = "SELECT c.after FROM change c JOIN work w ON w.id = c.work WHERE c.record = ? AND w.kind = ?"
    return frozenset(json.loads(after)["content"] for (after,) in reader.exec_driver_sql(sql, (ERASURE_CONTENT, ERASE)))
