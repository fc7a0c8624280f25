"""How is the encrypted database opened, and what does the clerk read when that, or a later statement, fails?"""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool
from sqlcipher3 import dbapi2

from app.db import integrity, wal
from app.errors import UserError

# The driver puts every value that is not exactly a number or a text to a slow protocol: for an empty cell, a dozen times
# dearer than writing it.
dbapi2.register_adapter(type(None), lambda nothing: nothing)

# The fault of 3.7.0-3.51.2 that can lose pages when a log restarts (sqlite.org/wal.html, WAL-reset bug).
OLDEST = (3, 51, 3)
# SQLite on Unix cannot open longer paths.
LONGEST = 500
_LEAST = 128 << 10
_PLAIN = b"SQLite format 3\x00"
_BUSY_MS = 5000
# Pages kept decrypted, in KiB (negative by SQLite's rule): bulk works must not spill, readers stay small.
_CACHE_WRITER, _CACHE_READER = -131072, -16384

_COMMON = (
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("temp_store", 2),
)


class Damaged(UserError):
    """Pages of the database are not as they were written. The caller names the newest good backup."""


def damaged(db: Path | None = None) -> Damaged:
    name = f"数据库文件 {db.name} " if db else "数据库文件"
    return Damaged(f"{name}已损坏，内容不可信，程序没有使用它。", "请从最近的备份恢复；损坏的文件请先留着，不要删除。")


def plain(db: Path) -> UserError:
    return UserError(f"文件 {db.name} 没有加密，不是本程序的数据库，没有打开。", "请选择本程序建立的数据库文件。")


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
        raise translate(error, db) or error from error


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


def fits(db: Path, key: bytes) -> bool:
    """Does `key` open `db`?"""
    raw = _open(db, "ro")
    try:
        _give_key(raw, key)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        if _code(error) in (dbapi2_code("NOTADB"), dbapi2_code("CORRUPT")):
            return False
        raise translate(error, db) or error from error
    finally:
        raw.close()
    return True


def tidy(db: Path, key: bytes) -> None:
    """Take away the empty log that readers alone left behind; the last connection that may write does it by closing."""
    with spoken(db), contextlib.closing(_open(db, "rwc")) as raw:
        _give_key(raw, key)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()


def is_plain(db: Path) -> bool:
    """Does the file begin like an unencrypted database? Only for files no connection of ours has open."""
    with db.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def engine(db: Path, key: bytes, *, readonly: bool = False, single: bool = False) -> Engine:
    """SQLAlchemy's way in. The writer is one connection and begins with BEGIN IMMEDIATE (threads must take turns);
    readers are a small pool, each BEGIN sees one state.
    """

    def creator() -> Any:
        return connect(db, key, readonly=readonly, single=single)

    pool: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 4} if readonly else {"poolclass": StaticPool}
    made = create_engine("sqlite://", module=dbapi2, creator=creator, **pool)
    begin = "BEGIN" if readonly else "BEGIN IMMEDIATE"

    @event.listens_for(made, "begin")
    def _begin(opened: Connection) -> None:
        opened.exec_driver_sql(begin)

    return made


def foreign_keys(made: Engine, on: bool) -> None:
    """Switch the check on the writing connection, for migrations. SQLite ignores it inside a transaction."""
    raw = made.raw_connection()
    try:
        raw.cursor().execute(f"PRAGMA foreign_keys={int(on)}")
    finally:
        raw.close()


@contextlib.contextmanager
def spoken(db: Path | None = None) -> Iterator[None]:
    """Whatever the disk or SQLite refuses inside is raised as a UserError; bugs stay what they are."""
    try:
        yield
    except (DBAPIError, dbapi2.Error, OSError) as error:
        told = translate(error, db)
        if told is None:
            raise
        raise told from error


def translate(error: BaseException, db: Path | None = None) -> UserError | None:
    """The clerk's words for a failure of disk or database; None for a bug of ours."""
    if isinstance(error, DBAPIError):
        return translate(error.orig, db) if error.orig is not None else None
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, dbapi2.IntegrityError) and "FOREIGN KEY" in str(error):  # the driver gives no finer code
        return UserError("要用到的另一条记录已经不在了，可能刚被撤销，这次没有保存。", "请刷新后再做一次。")
    if isinstance(error, dbapi2.Error):
        return _of_sqlite(_code(error), getattr(error, "sqlite_errorname", "") or "", db)
    return None


def dbapi2_code(name: str) -> int:
    return int(getattr(dbapi2, f"SQLITE_{name}"))


def _settled(db: Path, key: bytes, readonly: bool, single: bool) -> Any:
    for _ in range(3):
        before = _identity(db)
        opened = _ready(db, key, readonly, single)
        # A restore may have put another file in this place between opening and the first read.
        if before in (None, _identity(db)):
            return opened
        opened.close()
    raise _busy()


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
            raise damaged(db)
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
        blocked = _code(error) in (dbapi2_code("CANTOPEN"), dbapi2_code("READONLY"))
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
        raise plain(db)
    if len(salt) == len(_PLAIN) and db.stat().st_size and wal.is_foreign(db, key, salt):
        log = wal.wal_path(db).name
        raise Damaged(
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


def _code(error: BaseException) -> int:
    """SQLite's primary result code; the backup call raises without one, so there the words tell."""
    said = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    return said or _WORDS.get(str(error), 0)


def _busy() -> UserError:
    return UserError("另一个窗口或命令正在写这个数据库，这次没有写成。", "请稍候再试。")


def _of_sqlite(code: int, name: str, db: Path | None) -> UserError | None:
    if code in (dbapi2_code("CORRUPT"), dbapi2_code("NOTADB")) or name in _BROKEN_READS:
        return damaged(db)
    if code in (dbapi2_code("BUSY"), dbapi2_code("LOCKED"), dbapi2_code("PROTOCOL")):
        return _busy()
    if code == dbapi2_code("CANTOPEN") and db and db.exists() and not os.access(db.parent, os.W_OK):
        return UserError(*_READ_ONLY)
    if code == dbapi2_code("IOERR") and db and _no_room(db):
        return UserError(*_FULL)
    told = _TOLD.get(code)
    return UserError(*told) if told else None


def _no_room(db: Path) -> bool:
    """Reading needs room too, for the index of the log; where there is none SQLite speaks of the disk only."""
    try:
        return shutil.disk_usage(db.parent).free < _LEAST
    except OSError:
        return False


def _of_system(error: OSError) -> UserError | None:
    told = _TOLD_SYSTEM.get(error.errno or 0)
    return UserError(*told) if told else None


FULL_TEXT = "磁盘空间不足，这次没有保存，原来的内容没有变。"
_FULL = (
    FULL_TEXT,
    "请在这个磁盘上至少腾出 50 MB 空间后再做一次，程序不必重新启动。",
)
_READ_ONLY = ("文件或所在的文件夹是只读的，不能保存。", "请检查文件属性和写入权限，或换一个位置。")
_TROUBLE = ("读写磁盘时出错，这次没有完成。", "请检查磁盘或U盘是否还连着，然后再做一次；也可以换一个位置。")
_NO_OPEN = ("文件打不开。", "请检查路径是否存在、是否有权限读写这个文件夹。")
_LONG = ("文件路径或文件名太长。", "请把文件放到层级少、名字短的文件夹里。")
_BROKEN_READS = ("SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA", "SQLITE_IOERR_SHORT_READ")
_TOLD = {
    dbapi2_code("FULL"): _FULL,
    dbapi2_code("READONLY"): _READ_ONLY,
    dbapi2_code("PERM"): _READ_ONLY,
    dbapi2_code("IOERR"): _TROUBLE,
    dbapi2_code("CANTOPEN"): _NO_OPEN,
    dbapi2_code("NOMEM"): ("内存不足，这次没有完成。", "请关闭其他程序后再做一次。"),
}
_WORDS = {
    "disk I/O error": dbapi2_code("IOERR"),
    "database or disk is full": dbapi2_code("FULL"),
    "database disk image is malformed": dbapi2_code("CORRUPT"),
    "file is not a database": dbapi2_code("NOTADB"),
    "database is locked": dbapi2_code("BUSY"),
    "database table is locked": dbapi2_code("LOCKED"),
    "unable to open database file": dbapi2_code("CANTOPEN"),
    "attempt to write a readonly database": dbapi2_code("READONLY"),
    "out of memory": dbapi2_code("NOMEM"),
}
_TOLD_SYSTEM = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EIO: _TROUBLE,
    errno.ENXIO: _TROUBLE,
    errno.ENODEV: _TROUBLE,
    errno.ENOENT: _NO_OPEN,
    errno.ENOTDIR: _NO_OPEN,
    errno.EISDIR: _NO_OPEN,
    errno.ENAMETOOLONG: _LONG,
}
