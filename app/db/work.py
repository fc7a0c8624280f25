"""One act of the clerk as one transaction: every row it makes or changes is recorded beside it, for history and undo.

There is no other way to write: operations get a `Work` from `Store.work(label)` and use its three verbs.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.db import order, search
from app.db.session import Connection
from app.models.keeping import Setting
from app.models.record import Record, field_map
from app.progress import Progress, silent

Values = Mapping[str, Any]
Version = tuple[str, int]  # the PC that made it, and the how-manieth change there
# A file that left changes no register: such a work stands in the chain, but is nothing to undo, ends no redo, and a plan
# that was made before it still holds.
OUT = "out"
# Work by which something was erased for good, and the names under which it tells which works and departures were emptied.
ERASE, ERASURE, ERASURE_CONTENT = "erase", "erasure", "erasure_content"
FOLLOWS = ("sort_key", "search_key")  # kept by the program from other columns


@dataclass(frozen=True)
class Changes:
    """What a work changed: its id and label, how many rows, and which rows of which record (ranges for bulk)."""

    work: int
    label: str
    count: int
    rows: Mapping[str, tuple[range, ...]] = field(default_factory=dict)

    @property
    def records(self) -> frozenset[str]:
        return frozenset(self.rows)


def fresh_uids(count: int) -> list[str]:
    """Random UUIDs (version 4), made in one go."""
    raw = os.urandom(16 * count).hex()
    return [
        f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"
        for h in (raw[i : i + 32] for i in range(0, len(raw), 32))
    ]


class Work:
    """Use inside `with store.work("结束结对") as work:`; leaving the block writes the history and commits."""

    def __init__(
        self, connection: Connection, label: str, *, by: str = "", kind: str = "do", target: int | None = None
    ) -> None:
        self.connection = connection
        self.label = label
        self.kind = kind
        self.target = target
        self.by = by
        self.progress: Progress = silent
        self.uids: Callable[[int], list[str]] = fresh_uids
        self.count = 0
        self._rows: dict[str, list[range]] = {}
        self._pending: list[tuple[str, int, int, str | None, str | None, bytes | None]] = []
        self._digest = hashlib.sha256()
        meta: dict[str, str] = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT name, value FROM meta")}
        self.device = meta["device"]
        self.revision = int(meta["counter"]) + 1
        self.strokes = order.by_strokes(meta)
        self._chain_key = bytes.fromhex(meta["chain_key"])
        self.at = clock.stamp()
        cursor = connection.exec_driver_sql(
            "INSERT INTO work (label, at, by, device, kind, target, undone, revision, changes, digest, chain) "
            "VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, '', '')",
            (label, self.at, by, self.device, kind, target, self.revision),
        )
        self.id = int(cursor.lastrowid or 0)

    def add(self, record: type[Record], values: Values, *, uid: str | None = None) -> int:
        """Makes one row and returns its id."""
        columns = tuple(values)
        made = self.add_many(record, columns, [tuple(values.values())], uids=[uid] if uid else None)
        return made.start

    def add_many(
        self,
        record: type[Record],
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        uids: Sequence[str] | None = None,
    ) -> range:
        """Makes rows in bulk (recorded as one range) and returns their ids, in order.

        Rows that came from another PC tell their version among the columns (`device`, `revision`).
        """
        rows = list(rows)
        if not rows:
            return range(0)
        table = record.code()
        first = self._next_id(table)
        uids = uids or self.uids(len(rows))
        made = range(first, first + len(rows))
        given: dict[str, Sequence[Any]] = dict(zip(columns, zip(*rows, strict=True), strict=True))
        sorts, searches = search.keys(record, given, len(rows), strokes=self.strokes)
        told: dict[str, Sequence[Any]] = {
            "device": [self.device] * len(rows),
            "revision": [self.revision] * len(rows),
            **given,
            "id": made,
            "uid": uids,
            "sort_key": sorts,
            "search_key": searches,
        }
        # What nobody has need not be said a hundred thousand times.
        told = {name: column for name, column in told.items() if column.count(None) < len(rows)}
        marks = ", ".join("?" * len(told))
        statement = f"INSERT INTO {table} ({', '.join(map(_quoted, told))}) VALUES ({marks})"
        self.connection.exec_driver_sql(statement, list(zip(*told.values(), strict=True)))
        self.record_range(table, made)
        return made

    def change(self, record: type[Record], row: int, values: Values, *, version: Version | None = None) -> bool:
        """Changes one row; columns that already hold the value are left out. False when nothing differed.

        `version`: that of another PC, from which the values came.
        """
        table = record.code()
        before = self.row(table, row)
        after = {name: value for name, value in values.items() if before[name] != value}
        if not after:
            return False
        searched = {name for name, known in field_map(record).items() if known.search} | {"name", "order_no"}
        if searched & after.keys():
            now = {name: (value,) for name, value in {**before, **after}.items()}
            (after["sort_key"],), (after["search_key"],) = search.keys(record, now, 1, strokes=self.strokes)
        self.write(table, row, before, after, version=version)
        return True

    def change_many(self, record: type[Record], changes: Iterable[tuple[int, Values]]) -> int:
        """Changes many rows, each recorded; returns how many really differed."""
        return sum(self.change(record, row, values) for row, values in changes)

    def write(self, table: str, row: int, before: Values, after: Values, *, version: Version | None = None) -> None:
        """The recorded UPDATE below `change` and undo: `after` holds only columns that differ."""
        device, revision = version or (self.device, self.revision)
        full = {**after, "device": device, "revision": revision}
        sets = ", ".join(f"{_quoted(name)} = ?" for name in full)
        self.connection.exec_driver_sql(f"UPDATE {table} SET {sets} WHERE id = ?", (*full.values(), row))
        self.record_change(table, row, {name: before[name] for name in after}, after)

    def row(self, table: str, row: int) -> dict[str, Any]:
        """One whole row as it stands, or KeyError."""
        found = self.connection.exec_driver_sql(f"SELECT * FROM {table} WHERE id = ?", (row,)).mappings().first()
        if found is None:
            raise KeyError((table, row))
        return dict(found)

    def record_range(self, table: str, rows: range, *, gone: bytes | None = None) -> None:
        """Notes that rows were made in bulk (`gone`: that they went, with their packed content)."""
        before, after = ("{}", None) if gone is not None else (None, "{}")
        self._note(table, rows.start, rows.stop - 1, before, after, gone)

    def record_change(self, table: str, row: int, before: Values | None, after: Values | None) -> None:
        self._note(table, row, row, _json(before), _json(after), None)

    def _note(
        self, table: str, first: int, last: int, before: str | None, after: str | None, packed: bytes | None
    ) -> None:
        self._pending.append((table, first, last, before, after, packed))
        self._digest.update(json.dumps((table, first, last, before, after), ensure_ascii=False).encode())
        self.count += last - first + 1
        self._rows.setdefault(table, []).append(range(first, last + 1))

    def rename(self, label: str) -> None:
        """Another name for the act, once it is known what it is about."""
        self.label = label

    def close(self) -> Changes:
        """Writes what was noted; the store commits after it."""
        if self._pending:
            self.connection.exec_driver_sql(
                'INSERT INTO change (work, record, "row", last, before, after, "rows") VALUES (?, ?, ?, ?, ?, ?, ?)',
                [(self.id, *noted) for noted in self._pending],
            )
        if Setting.code() in self._rows:
            order.follow(self.connection, self.progress)
        digest = self._digest.hexdigest()
        former = self.connection.exec_driver_sql(
            "SELECT chain, kind FROM work WHERE id < ? ORDER BY id DESC LIMIT 1", (self.id,)
        ).first() or ("", "")
        chain = chained(
            self._chain_key,
            former[0] or "",
            (
                self.id,
                self.label,
                self.by,
                self.kind,
                self.target,
                digest,
                self.at,
                self.device,
                self.revision,
                self.count,
            ),
        )
        self.connection.exec_driver_sql(
            "UPDATE work SET label = ?, changes = ?, digest = ?, chain = ? WHERE id = ?",
            (self.label, self.count, digest, chain, self.id),
        )
        # A new act ends what could have been redone; something can only be there when no act came directly before.
        if self.kind == "do" and self.count and former[1] not in ("do", "setup"):
            self.connection.exec_driver_sql("UPDATE work SET undone = 2 WHERE undone = 1")
        if self.kind != OUT:
            self.connection.exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'counter'", (str(self.revision),))
        return Changes(self.id, self.label, self.count, {name: tuple(rows) for name, rows in self._rows.items()})

    def _next_id(self, table: str) -> int:
        """Ids are never used twice: sqlite_sequence remembers the highest that ever was."""
        seen = self.connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
        return int(seen or 0) + 1


def chained(key: bytes, former: str, facts: tuple[Any, ...]) -> str:
    """The next link of the history chain: HMAC-SHA256 over the former link and the facts of a work."""
    message = json.dumps([former, *facts], ensure_ascii=False).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _json(values: Values | None) -> str | None:
    return None if values is None else json.dumps(dict(values), ensure_ascii=False)


def _quoted(name: str) -> str:
    return f'"{name}"'
