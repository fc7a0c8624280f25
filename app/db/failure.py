"""What does the clerk read when the disk, the database, or a file that was damaged refuses?"""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from app.errors import UserError

_LEAST = 128 << 10


class Damaged(UserError):
    """Pages of the database are not as they were written. The caller names the newest good backup."""


def damaged(db: Path | None = None) -> Damaged:
    name = f"数据库文件 {db.name} " if db else "数据库文件"
    return Damaged(f"{name}已损坏，内容不可信，程序没有使用它。", "请从最近的备份恢复；损坏的文件请先留着，不要删除。")


def plain(db: Path) -> UserError:
    return UserError(f"文件 {db.name} 没有加密，不是本程序的数据库，没有打开。", "请选择本程序建立的数据库文件。")


@contextlib.contextmanager
def spoken(db: Path | None = None) -> Iterator[None]:
    """Whatever the disk or SQLite refuses inside is raised as a UserError; bugs stay what they are."""
    try:
        yield
    except (dbapi2.Error, OSError) as error:
        told = translate(error, db)
        if told is None:
            raise
        raise told from error


def translate(error: BaseException, db: Path | None = None) -> UserError | None:
    """The clerk's words for a failure of disk or database; None for a bug of ours."""
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, dbapi2.IntegrityError) and "FOREIGN KEY" in str(error):  # the driver gives no finer code
        return UserError("要用到的另一条记录已经不在了，可能刚被撤销，这次没有保存。", "请刷新后再做一次。")
    if isinstance(error, dbapi2.Error):
        return _of_sqlite(code(error), getattr(error, "sqlite_errorname", "") or "", db)
    return None


def sqlite(name: str) -> int:
    """SQLite's number of a result, e.g. `CORRUPT`."""
    return int(getattr(dbapi2, f"SQLITE_{name}"))


def code(error: BaseException) -> int:
    """SQLite's primary result code; the backup call raises without one, so there the words tell."""
    said = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    return said or _WORDS.get(str(error), 0)


def busy() -> UserError:
    return UserError("另一个窗口或命令正在写这个数据库，这次没有写成。", "请稍候再试。")


def _of_sqlite(code: int, name: str, db: Path | None) -> UserError | None:
    if code in (sqlite("CORRUPT"), sqlite("NOTADB")) or name in _BROKEN_READS:
        return damaged(db)
    if code in (sqlite("BUSY"), sqlite("LOCKED"), sqlite("PROTOCOL")):
        return busy()
    if code == sqlite("CANTOPEN") and db and db.exists() and not os.access(db.parent, os.W_OK):
        return UserError(*_READ_ONLY)
    if code == sqlite("IOERR") and db and _no_room(db):
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
    sqlite("FULL"): _FULL,
    sqlite("READONLY"): _READ_ONLY,
    sqlite("PERM"): _READ_ONLY,
    sqlite("IOERR"): _TROUBLE,
    sqlite("CANTOPEN"): _NO_OPEN,
    sqlite("NOMEM"): ("内存不足，这次没有完成。", "请关闭其他程序后再做一次。"),
}
_WORDS = {
    "disk I/O error": sqlite("IOERR"),
    "database or disk is full": sqlite("FULL"),
    "database disk image is malformed": sqlite("CORRUPT"),
    "file is not a database": sqlite("NOTADB"),
    "database is locked": sqlite("BUSY"),
    "database table is locked": sqlite("LOCKED"),
    "unable to open database file": sqlite("CANTOPEN"),
    "attempt to write a readonly database": sqlite("READONLY"),
    "out of memory": sqlite("NOMEM"),
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
