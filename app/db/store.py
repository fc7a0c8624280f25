"""The database as the rest of the program sees it: open it, read from it, do one work on it."""

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from app import __version__
from app.db import backup, clerk, connection, drive, failure, key, lock, right, search, wal
from app.db.session import Connection, Pool
from app.db.slot import Entrance, Words
from app.db.version import HEAD, NUMBER
from app.db.work import Changes as Changes  # told to screens, which know the store only
from app.db.work import Work
from app.errors import UserError
from app.loading import late

Reader = Connection  # what queries read from
Listener = Callable[[Changes], None]


class Store:
    """One database file. One writing connection, any number of read-only ones; safe to use from several threads."""

    def __init__(self, path: Path, data_key: bytes, *, who: str = "") -> None:
        self.path = path
        self.key = data_key
        self.who = who  # as the door gave it; "" where there is one clerk
        self.listeners: list[Listener] = []
        self.last: Changes | None = None
        self._turn = threading.RLock()
        self._writer = Pool(path, data_key)
        self._readers = Pool(path, data_key, readonly=True)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._readers.close()
        self._writer.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only connection on one consistent state."""
        with failure.spoken(self.path), self._readers.begin() as reader:
            yield reader

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The writing connection inside BEGIN IMMEDIATE; only `work`, undo and the schema use it."""
        with self._turn, failure.spoken(self.path), self._writer.begin() as writer:
            yield writer

    @contextmanager
    def work(self, label: str, *, kind: str = "do", target: int | None = None) -> Iterator[Work]:
        """One named act: everything in the block is kept together with its history, or nothing is.

        UserError when the role of the clerk does not reach so far (`app.db.right`): nothing is kept.
        """
        if kind == "do":  # what loads slowly is loaded before others have to wait for this transaction
            search.ready()
        with self.write() as writer:
            one = clerk.present(writer, self.who)
            right.begin(one, kind)
            work = Work(writer, label, by=one.name, kind=kind, target=target)
            yield work
            changes = work.close()
            right.end(one, kind, changes)
            if not changes.count and kind == "do":
                writer.exec_driver_sql("DELETE FROM work WHERE id = ?", (work.id,))
        self.announce(changes)

    def clerk(self) -> clerk.Clerk:
        """Who works here, in the role of this moment."""
        with self.read() as reader:
            return clerk.present(reader, self.who)

    def compact(self) -> None:
        """Writes the file anew without free pages and empties the log: what was erased stays in neither."""
        with self._turn, failure.spoken(self.path), self._writer.idle() as raw:
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def announce(self, changes: Changes) -> None:
        self.last = changes
        for listener in tuple(self.listeners):
            listener(changes)

    def migrate(self) -> bool:
        """Brings the schema to HEAD: whole or not at all, after a verified copy when there is data. True if it moved."""
        stored = self._head()
        if stored == HEAD:
            return False
        if stored is not None:
            backup.backup(
                self.path, self.path.with_name(f"{self.path.name}.before-{HEAD}.backup"), key=self.key, files=False
            )
        with self._turn, failure.spoken(self.path):
            self._upgrade(stored)
        return True

    def _head(self) -> str | None:
        """Asked by reading where there is something to read: a database on a read-only disk opens too."""
        if self.path.exists() and self.path.stat().st_size:
            with suppress(UserError):
                return self._read_head()
        with self.write() as writer:
            return _stored(writer)

    def _read_head(self) -> str | None:
        logged = wal.wal_path(self.path).exists()
        with self.read() as reader:
            stored = _stored(reader)
            later = (stored or "") > HEAD or reader.exec_driver_sql("PRAGMA user_version").scalar_one() > NUMBER
        if later:
            self.close()
            if not logged:
                connection.tidy(self.path, self.key)
            raise _Later
        if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
            # One that may write is the last to close and tidies the log away.
            with failure.spoken(self.path), self._writer.idle():
                pass
        return stored

    def _upgrade(self, stored: str | None) -> None:
        self._references(False)  # ignored inside a transaction, so before it
        try:
            with self._writer.begin() as writer:
                if _stored(writer) != stored:  # another process was quicker
                    return
                late("app.db.schema:upgrade")(writer)
                if stored is None:
                    _first_facts(writer)
        finally:
            self._references(True)

    def _references(self, watched: bool) -> None:
        with self._writer.idle() as raw:
            raw.execute(f"PRAGMA foreign_keys={int(watched)}")


class _Later(Exception):
    """A later program wrote this database."""


def _later() -> UserError:
    return UserError("这个数据库是较新版本的程序建立的，本程序没有打开它，也没有改动它。", "请安装新版本后再打开。")


def _stored(writer: Connection) -> str | None:
    there = writer.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    return writer.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if there else None


def _first_facts(writer: Connection) -> None:
    facts = {"device": secrets.token_hex(8), "counter": "0", "chain_key": secrets.token_hex(32), "made_by": __version__}
    writer.exec_driver_sql("INSERT INTO meta (name, value) VALUES (?, ?)", list(facts.items()))


def open_store(path: Path, *, make: bool = True, given: Words | Entrance | bytes | None = None) -> Store:
    """Opens (makes and migrates when missing) the database at `path`. UserError when it cannot be; key.Locked when it
    has a password and `given` brings none. A bare key tells nobody's name: where there are several clerks it may look only.
    """
    drive.refuse_share(path)
    there = path.exists() and path.stat().st_size > 0
    if not there and not make:
        raise UserError(f"没有找到数据库文件：{path.name}。", "请检查路径，或从备份恢复。")
    path.parent.mkdir(parents=True, exist_ok=True)
    keyfile = key.read_key(path) if there or key.exists(path) else key.create_key(path, 0)
    if keyfile.schema > NUMBER:
        raise _later()
    entered = given if isinstance(given, Entrance) else key.enter(keyfile, path, given)
    store = Store(path, key.unlock(keyfile, path, entered.data_key), who=entered.who)
    try:
        if keyfile.schema == NUMBER:
            store.migrate()
        else:  # also after a crash between the migration and the line that tells the key file
            with lock.guard(path):
                store.migrate()
            key.set_schema(path, NUMBER)
    except _Later:
        store.close()
        raise _later() from None
    except BaseException:
        store.close()
        raise
    return store
