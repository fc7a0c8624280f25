"""Who has the window of this database open? An operating-system lock on FILE.lock, freed by the system itself.

The file's words only say who; its presence means nothing.
"""

import errno
import getpass
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app import clock
from app.db import drive, failure
from app.errors import NeedsConsent, UserError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BREAK = "break_lock"
# Windows locks bytes, and a locked byte cannot be read: lock far behind the words.
_WINDOW_BYTE = 1 << 30
_GUARD_BYTE = _WINDOW_BYTE + 1
_WAIT = 0.3


class InUse(UserError):
    """Another window has this database open."""


@dataclass(frozen=True)
class Owner:
    """Who wrote the lock file: computer, account, process id, since when (ISO time)."""

    host: str
    user: str
    pid: int
    since: str

    def text(self) -> str:
        when = self.since[:16].replace("T", " ")
        return f"{self.user}（电脑 {self.host}，{when} 起）"


@dataclass
class Lock:
    """A window is open for as long as this lives; `release()` or the end of the process frees it."""

    db: Path
    handle: int | None

    def release(self) -> None:
        if self.handle is None:
            return
        # Words that stay do no harm: the next window asks the system, not the words.
        with suppress(OSError):
            os.ftruncate(self.handle, 0)
        os.close(self.handle)
        self.handle = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def lock_path(db: Path) -> Path:
    return db.with_name(db.name + ".lock")


def acquire(db: Path, consent: frozenset[str] = frozenset()) -> Lock:
    """Mark the window of `db` as open.

    InUse: another window on this computer has it. NeedsConsent("break_lock"): the file names another
    computer that never said goodbye (a stick carried over); repeat with that word in `consent`.
    """
    drive.refuse_share(db)
    handle = _open(db)
    if handle is None:
        return Lock(db, None)
    try:
        if not _wait_for(handle):
            raise _in_use(owner(db))
        before = owner(db)
        if before and before.host != socket.gethostname() and BREAK not in consent:
            raise NeedsConsent(
                BREAK,
                f"数据库上次由 {before.text()} 打开，没有正常关闭。如果那台电脑上的窗口已经关闭，可以在这里继续打开。",
            )
        _write_owner(handle)
    except BaseException:
        os.close(handle)
        raise
    return Lock(db, handle)


def held(db: Path) -> bool:
    """Is a window open, in this process or another? Leaves the lock as it is."""
    if not lock_path(db).exists():
        return False
    handle = _open(db)
    if handle is None:
        return False
    try:
        return not _wait_for(handle)
    finally:
        os.close(handle)


def owner(db: Path) -> Owner | None:
    """Who the lock file names; None after a clean end or when it cannot be read."""
    try:
        said = json.loads(lock_path(db).read_bytes())
        return Owner(str(said["host"]), str(said["user"]), int(said["pid"]), str(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def guard(db: Path) -> Iterator[None]:
    """One process at a time writes the key files: waits for the other, which takes milliseconds."""
    handle = _open(db)
    if handle is None:
        yield
        return
    try:
        _guard_bytes(handle)
        yield
    finally:
        os.close(handle)


def _open(db: Path) -> int | None:
    """The lock file, made when missing; None where nobody can write (then nobody can do harm either)."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    try:
        return os.open(lock_path(db), flags, 0o600)
    except FileNotFoundError as error:
        raise UserError(f"文件夹 {db.parent} 不存在。", "请检查路径，或先建立这个文件夹。") from error
    except OSError as error:
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            return None
        raise failure.translate(error) or error from error


def _wait_for(handle: int) -> bool:
    """Others may hold it for an instant to look: try a little longer than they need."""
    end = time.monotonic() + _WAIT
    while not _take(handle):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _write_owner(handle: int) -> None:
    said = {"host": socket.gethostname(), "user": _user(), "pid": os.getpid(), "since": clock.stamp()}
    # On a full disk the lock holds without words, so that the clerk can look and make room.
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(said, ensure_ascii=False).encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知用户"


def _in_use(who: Owner | None) -> InUse:
    name = who.text() if who else "另一个窗口"
    return InUse(f"数据库正由 {name} 打开。", "请在那个窗口里继续，或先把它关闭。")


if sys.platform == "win32":

    def _take(handle: int) -> bool:
        os.lseek(handle, _WINDOW_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _guard_bytes(handle: int) -> None:
        os.lseek(handle, _GUARD_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:

    def _take(handle: int) -> bool:
        # flock belongs to this opening of the file: closing another handle of the same file does not free it.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _guard_bytes(handle: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_EX, 1, _GUARD_BYTE)
