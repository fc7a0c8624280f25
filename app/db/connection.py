"""How is the encrypted database opened, with which settings, and what is refused before the first read?"""

import contextlib
import os
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.db import failure, integrity, wal
from app.errors import UserError

# The driver puts every value that is not exactly a number or a text to a slow protocol: for an empty cell, a dozen times
# dearer than writing it.
dbapi2.register_adapter(type(None), lambda nothing: nothing)

# The fault of 3.7.0-3.51.2 that can lose pages when a log restarts (sqlite.org/wal.html, WAL-reset bug).
OLDEST = (3, 51, 3)
# SQLite on Unix cannot open longer paths.
LONGEST = 500
_PLAIN = b"SQLite format 3\x00"
_BUSY_MS = 5000
# Pages kept decrypted, in KiB (negative by SQLite's rule): bulk works must not spill, readers stay small but while
# they read whole tables several times.
CACHE_ROOMY, _CACHE_WRITER, _CACHE_READER = -98304, -131072, -16384

_COMMON = (
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("temp_store", 2),
)


def connect(db: Path, key: bytes, *, readonly: bool = False, single: bool = False) -> Any:
    """An sqlcipher3 connection with every setting made and asserted; transactions are begun by the caller.

    `key`: 32 raw bytes. `readonly`: nothing can be written, a read-only disk will do. `single`: for a stick or
    a share: DELETE journal, EXTRA, one connection at all. Damaged, or UserError in words, when it cannot be.
    """
    _check_driver()
    _check_path(db)
    try:
        return _settled(db, key, readonly, single)
    except (dbapi2.Error, OSError) as error:
        raise failure.translate(error, db) or error from error


def empty(db: Path, key: bytes) -> Any:
    """A new file with a key and nothing else: what SQLite's backup call fills. Not synced page by page: the caller
    syncs and verifies the whole.
    """
    _check_path(db)
    opened = _open(db, "rwc")
    _give_key(opened, key)
    opened.execute("PRAGMA synchronous=OFF")
    opened.execute("PRAGMA journal_mode=OFF")
    return opened


def frozen(path: Path, key: bytes) -> Any:
    """A finished file that nobody writes any more: read as it lies, without journal or lock."""
    _check_path(path)
    opened = _open(path, "ro&immutable=1")
    try:
        _give_key(opened, key)
        opened.execute("PRAGMA trusted_schema=0")
        opened.execute("PRAGMA cell_size_check=1")
    except BaseException:
        opened.close()
        raise
    return opened


def fits(db: Path, key: bytes) -> bool:
    """Does `key` open `db`?"""
    raw = _open(db, "ro")
    try:
        _give_key(raw, key)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        if failure.code(error) in (failure.sqlite("NOTADB"), failure.sqlite("CORRUPT")):
            return False
        raise failure.translate(error, db) or error from error
    finally:
        raw.close()
    return True


def tidy(db: Path, key: bytes) -> None:
    """Take away the empty log that readers alone left behind; the last connection that may write does it by closing."""
    with failure.spoken(db), contextlib.closing(_open(db, "rwc")) as raw:
        _give_key(raw, key)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()


def is_plain(db: Path) -> bool:
    """Does the file begin like an unencrypted database? Only for files no connection of ours has open."""
    with db.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def _settled(db: Path, key: bytes, readonly: bool, single: bool) -> Any:
    for _ in range(3):
        before = _identity(db)
        opened = _ready(db, key, readonly, single)
        # A restore may have put another file in this place between opening and the first read.
        if before in (None, _identity(db)):
            return opened
        opened.close()
    raise failure.busy()


def _identity(db: Path) -> tuple[int, int] | None:
    try:
        found = db.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _ready(db: Path, key: bytes, readonly: bool, single: bool) -> Any:
    opened = _open_somehow(db, key, readonly)
    try:
        _refuse_foreign_log(opened, db, key)
        _refuse_foreign_objects(opened, db)
        if 0 < db.stat().st_size < wal.PAGE:
            # SQLite would take so short a file for an empty database.
            raise failure.damaged(db)
        _settings(opened, readonly, single)
        if not readonly and not single:
            integrity.settle(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def _open_somehow(db: Path, key: bytes, readonly: bool) -> Any:
    """On a read-only disk a database in WAL mode opens only as immutable; a log or journal beside it would then be
    passed over.
    """
    opened = _open(db, "ro" if readonly else "rwc")
    try:
        _give_key(opened, key)
        if readonly:
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.OperationalError as error:
        opened.close()
        blocked = failure.code(error) in (failure.sqlite("CANTOPEN"), failure.sqlite("READONLY"))
        if not (readonly and blocked and db.exists()) or _unfinished(db):
            raise
        opened = _open(db, "ro&immutable=1")
        _give_key(opened, key)
    except BaseException:
        opened.close()
        raise
    return opened


def _unfinished(db: Path) -> bool:
    """Is there something beside the database that belongs into it?"""
    beside = (wal.wal_path(db), db.with_name(f"{db.name}-journal"))
    return any(path.exists() and path.stat().st_size for path in beside)


def _open(db: Path, mode: str) -> Any:
    if mode == "rwc":
        _make_private(db)
    uri = f"{db.absolute().as_uri()}?mode={mode}"
    opened = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
    # Its own notices would go to the error output in English; errors are raised all the same.
    opened.execute("PRAGMA cipher_log_level=NONE")
    return opened


def _make_private(db: Path) -> None:
    """A new database is its owner's alone; SQLite gives its side files the same rights."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(db, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _give_key(opened: Any, key: bytes) -> None:
    opened.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    version = opened.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        raise UserError("程序缺少加密部件，没有打开数据库。", "请重新安装程序。")


def _refuse_foreign_log(opened: Any, db: Path, key: bytes) -> None:
    """Before the first read: SQLite would copy a foreign log's pages into the database when it closes."""
    row = opened.execute("PRAGMA cipher_salt").fetchone()
    salt = bytes.fromhex(row[0]) if row and row[0] else b""
    if salt == _PLAIN:
        raise failure.plain(db)
    if len(salt) == len(_PLAIN) and db.stat().st_size and wal.is_foreign(db, key, salt):
        log = wal.wal_path(db).name
        raise failure.Damaged(
            f"数据库旁边的文件 {log} 不属于这个数据库，程序没有打开，以免弄坏数据。",
            f"请把 {log} 移到别处后再打开；如果内容不对，请从备份恢复。",
        )


def _refuse_foreign_objects(opened: Any, db: Path) -> None:
    """A trigger or view would run with the clerk's next saving (sqlite.org/security.html)."""
    opened.execute("PRAGMA trusted_schema=0")
    found = integrity.foreign_objects(opened)
    if found:
        raise UserError(
            f"{db.name} 里有不是本程序建立的内容（{'、'.join(found)}），为安全起见没有打开。",
            "请从可靠的备份恢复，或向提供文件的人核实。",
        )


def _settings(opened: Any, readonly: bool, single: bool) -> None:
    for name, value in _COMMON:
        _set(opened, name, value)
    if readonly:
        _set(opened, "query_only", 1)
    elif single:
        opened.execute("PRAGMA locking_mode=EXCLUSIVE")
        _journal(opened, "delete")
        _set(opened, "synchronous", 3)
    else:
        _journal(opened, "wal")
        _set(opened, "synchronous", 2)
    _set(opened, "busy_timeout", _BUSY_MS)
    _set(opened, "cache_size", _CACHE_READER if readonly else _CACHE_WRITER)


def _set(opened: Any, name: str, value: int) -> None:
    opened.execute(f"PRAGMA {name}={value}").fetchall()
    found = opened.execute(f"PRAGMA {name}").fetchone()
    if found is None or int(found[0]) != value:
        raise RuntimeError(f"PRAGMA {name} is {found}, not {value}")


def _journal(opened: Any, mode: str) -> None:
    if opened.execute("PRAGMA journal_mode").fetchone()[0] == mode:
        return
    found = opened.execute(f"PRAGMA journal_mode={mode}").fetchone()[0]
    if found != mode:
        raise RuntimeError(f"journal_mode is {found}, not {mode}")


def _check_driver() -> None:
    found = tuple(int(part) for part in dbapi2.sqlite_version.split("."))
    if found < OLDEST:
        raise UserError(f"程序里的数据库部件版本太旧（{dbapi2.sqlite_version}），没有打开数据库。", "请重新安装程序。")


def _check_path(db: Path) -> None:
    # 5: the longest suffix, "-wal" or ".key2".
    if len(os.fsencode(db.absolute())) + 5 > LONGEST:
        raise UserError("文件路径太长，数据库打不开。", "请把数据库放到层级少、名字短的文件夹里。")
