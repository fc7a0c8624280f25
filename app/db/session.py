"""What is asked of an open database, and how does it answer? Statements with their parameters; rows as plain tuples.

The driver alone, so that neither a start nor a save waits for a library: SQLAlchemy is loaded for migrations only.
"""

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.db import connection

Row = tuple[Any, ...]
# Readers kept open while nobody reads: a window and its jobs read side by side.
_KEPT = 4


class Answer:
    """What one statement gave; rows come as they are fetched."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Row]:
        return iter(self._cursor)

    def all(self) -> list[Row]:
        return list(self._cursor)

    def first(self) -> Row | None:
        """The first row or None; the others are not fetched."""
        row: Row | None = self._cursor.fetchone()
        self._cursor.close()
        return row

    def one(self) -> Row:
        """The only row. LookupError when there is none, or another."""
        rows = self._cursor.fetchmany(2)
        self._cursor.close()
        if len(rows) != 1:
            raise LookupError("not one row")
        return tuple(rows[0])

    def scalar(self) -> Any:
        """The first value of the first row; None without a row."""
        row = self.first()
        return row[0] if row is not None else None

    def scalar_one(self) -> Any:
        """The first value of the only row."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self._cursor]

    def keys(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(told[0] for told in self._cursor.description or ())

    def mappings(self) -> "Named":
        return Named(self)

    @property
    def lastrowid(self) -> int | None:
        found: int | None = self._cursor.lastrowid
        return found


class Named:
    """The same rows as dicts, column name → value."""

    __slots__ = ("_answer", "_names")

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._names = answer.keys()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self._names, row, strict=True)) for row in self._answer)

    def all(self) -> list[dict[str, Any]]:
        return list(self)

    def first(self) -> dict[str, Any] | None:
        row = self._answer.first()
        return None if row is None else dict(zip(self._names, row, strict=True))


class Connection:
    """One connection inside a transaction that a `Pool` began. `raw` is the driver's own; a `readonly` one sees one state
    until the transaction ends, so that rows once read can serve again.
    """

    __slots__ = ("_kept", "raw")

    def __init__(self, raw: Any, *, readonly: bool = False) -> None:
        self.raw = raw
        self._kept: dict[str, list[Row]] | None = {} if readonly else None

    def exec_driver_sql(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Answer:
        """Runs one statement; a list of tuples runs it once for each of them."""
        if isinstance(parameters, list):
            return Answer(self.raw.executemany(sql, parameters))
        return Answer(self.raw.execute(sql, parameters))

    def shared(self, sql: str) -> list[Row]:
        """All rows of a statement without parameters, read once for everybody who asks within this transaction."""
        if self._kept is None:
            return self.exec_driver_sql(sql).all()
        if sql not in self._kept:
            self._kept[sql] = self.exec_driver_sql(sql).all()
        return self._kept[sql]

    @contextlib.contextmanager
    def roomy(self) -> Iterator[None]:
        """Inside the block a reader keeps more pages decrypted: for works that read whole tables several times."""
        if self._kept is None:
            yield
            return
        before = self.raw.execute("PRAGMA cache_size").fetchone()[0]
        self.raw.execute(f"PRAGMA cache_size={connection.CACHE_ROOMY}")
        try:
            yield
        finally:
            self.raw.execute(f"PRAGMA cache_size={before}")

    def forget(self) -> None:
        """The transaction is over: another state may follow."""
        if self._kept:
            self._kept = {}

    @contextlib.contextmanager
    def begin_nested(self) -> Iterator[None]:
        """What the block did is taken back when it raises; the transaction goes on."""
        self.raw.execute("SAVEPOINT nested")
        try:
            yield
        except BaseException:
            self.raw.execute("ROLLBACK TO nested")
            self.raw.execute("RELEASE nested")
            raise
        self.raw.execute("RELEASE nested")


class Pool:
    """The connections to one database: one that writes (its users must take turns), or some that only read."""

    def __init__(self, db: Path, key: bytes, *, readonly: bool = False, single: bool = False) -> None:
        self._how = (db, key, readonly, single)
        self._begin = "BEGIN" if readonly else "BEGIN IMMEDIATE"
        self._kept = _KEPT if readonly else 1
        self._free: list[Connection] = []
        self._guard = threading.Lock()

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: committed when the block ends, taken back when it raises. A reader sees one state."""
        held, usable = self._taken(), True
        try:
            held.raw.execute(self._begin)
            yield held
            held.raw.commit()
        except BaseException:
            usable = _taken_back(held)
            raise
        finally:
            held.forget()
            if usable:
                self._give_back(held)

    @contextlib.contextmanager
    def idle(self) -> Iterator[Any]:
        """The driver's connection outside any transaction."""
        held = self._taken()
        try:
            yield held.raw
        finally:
            self._give_back(held)

    def close(self) -> None:
        with self._guard:
            free, self._free = self._free, []
        for held in free:
            held.raw.close()

    def _taken(self) -> Connection:
        with self._guard:
            if self._free:
                return self._free.pop()
        db, key, readonly, single = self._how
        return Connection(connection.connect(db, key, readonly=readonly, single=single), readonly=readonly)

    def _give_back(self, held: Connection) -> None:
        with self._guard:
            if len(self._free) < self._kept:
                self._free.append(held)
                return
        held.raw.close()


def _taken_back(held: Connection) -> bool:
    """Is the transaction undone? A connection that cannot even do that is closed: the next work opens another."""
    try:
        held.raw.rollback()
    except dbapi2.Error:
        with contextlib.suppress(dbapi2.Error):
            held.raw.close()
        return False
    return True
