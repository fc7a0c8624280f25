"""How is a file written so that the old one stays until the new one is whole, on a full disk and after a crash too?

What a killed run left half written is named for computer and process, and removed by the next writing into that folder.
"""

import errno
import hashlib
import os
import re
import shutil
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from app.errors import UserError

_MEGABYTE = 1_000_000
_DAY = 86400
_KIND, _ENDING = ".~", ".tmp"
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_REASONS = {
    errno.EROFS: ("这个位置只能读，不能写", "请换一个位置保存。"),
    errno.ENAMETOOLONG: ("文件名或路径太长", "请换一个短一点的名字或位置。"),
    errno.EIO: ("磁盘或 U 盘读写出错", "请检查 U 盘是否插好，或换一个位置保存。"),
    errno.ENOTDIR: ("保存位置不是文件夹", "请换一个位置保存。"),
}
_OTHER = ("系统拒绝写入", "请换一个位置保存；如果仍然不行，请重启电脑后再试。")
# Within `old_kept`: file → where the one it replaced lies meanwhile.
_OLD: ContextVar[dict[Path, Path] | None] = ContextVar("old", default=None)


@contextmanager
def replace_file(path: Path, verify: Callable[[Path], None] | None = None, *, expected: int = 0) -> Iterator[Path]:
    """Yields a temporary path in the folder of `path`; the caller writes it whole and closes it.

    Afterwards it is synced, looked at (`verify` gets the temporary path and raises when something is wrong), put in the
    place of `path` in one step, and the folder is synced. Whatever goes wrong, `path` is as it was and nothing is left
    behind. `expected` is the size in bytes the file will probably have, for the message on a full disk.
    Raises UserError for everything a clerk can mend.
    """
    target = path.resolve() if path.is_symlink() else path
    _refuse_unwritable(target)
    temporary = _temporary(target, expected)
    try:
        try:
            yield temporary
            _settle(temporary)
            if verify is not None:
                verify(temporary)
            _keep_mode(target, temporary)
            _keep_old(target, temporary)
            temporary.replace(target)
        except OSError as error:
            raise _explained(error, target, _still_needed(temporary, expected)) from error
        _sync_folder(target.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def old_kept() -> Iterator[None]:
    """Files replaced inside stand again when the block raises after it removed the new ones."""
    kept: dict[Path, Path] = {}
    token = _OLD.set(kept)
    try:
        yield
    except BaseException:
        for target, old in kept.items():
            with suppress(OSError):
                if not target.exists():
                    old.replace(target)
        raise
    finally:
        _OLD.reset(token)
        for old in kept.values():
            discard(old)


def _keep_old(target: Path, temporary: Path) -> None:
    """A second name costs no room; a disk without such names takes a copy."""
    kept = _OLD.get()
    if kept is None or target in kept or not target.exists():
        return
    old = kept[target] = temporary.with_name(f"{temporary.name.removesuffix(_ENDING)}-old{_ENDING}")
    try:
        old.hardlink_to(target)
    except OSError:
        shutil.copy2(target, old)


def own_prefix(kind: str) -> str:
    """Begins the names of what this process has not finished: its sort, this computer, the process id."""
    return f"{kind}{_computer()}-{os.getpid()}-"


def sweep(folder: Path, kind: str, ending: str) -> None:
    """Remove what killed runs left: of this computer when the process is gone, of others after a day. Files of other
    names, and those of runs that go on, stay.
    """
    named = re.compile(rf"{re.escape(kind)}([0-9a-f]{{6}})-([0-9]+)-.*{re.escape(ending)}")
    with suppress(OSError):
        for left in folder.iterdir():
            owner = named.fullmatch(left.name)
            if owner and not _at_work(left, owner[1], int(owner[2])):
                discard(left)


def discard(path: Path) -> None:
    """Remove a file or a folder of ours that may not be there; a refusal is no news to the caller."""
    try:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return


def _computer() -> str:
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]


def _at_work(left: Path, computer: str, process: int) -> bool:
    """On Windows asking by signal would end the process, so there only age counts."""
    if computer != _computer() or sys.platform == "win32":
        return abs(time.time() - left.stat().st_mtime) <= _DAY
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _refuse_unwritable(target: Path) -> None:
    """A read-only file could be replaced on some systems; the clerk who protected it does not want that."""
    if target.is_dir():
        raise UserError(f"没有保存：“{target.name}”是一个文件夹。", "请换一个文件名。")
    with suppress(OSError):
        if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
            raise UserError(f"没有保存：“{target.name}”是只读文件。", "请换一个文件名，或先去掉它的只读属性。")


def _temporary(target: Path, expected: int) -> Path:
    sweep(target.parent, _KIND, _ENDING)
    try:
        handle, name = tempfile.mkstemp(prefix=own_prefix(_KIND), suffix=_ENDING, dir=target.parent)
    except OSError as error:
        raise _explained(error, target, expected) from error
    os.close(handle)
    return Path(name)


def _settle(temporary: Path) -> None:
    """Everything on the disk: a short write that nobody noticed shows as an error here or as a wrong size."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if temporary.stat().st_size == 0:
        raise OSError(errno.ENOSPC, "nothing was written")


def _keep_mode(target: Path, temporary: Path) -> None:
    """The new file may be read by those who could read the old one; a new name stays private to its owner."""
    with suppress(OSError):
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _still_needed(temporary: Path, expected: int) -> int:
    """Bytes: what was hoped for and is not there yet; without a hope, as much again as was written."""
    with suppress(OSError):
        written = temporary.stat().st_size
        return max(expected - written, written if not expected else 0)
    return expected


def _explained(error: OSError, target: Path, needed: int) -> UserError:
    name = target.name
    if error.errno in _FULL:
        return UserError(
            f"磁盘空间不足，“{name}”没有写成，原来的文件没有动。",
            f"还需约 {max(1, -(-needed // _MEGABYTE))} MB，请清理磁盘或换一个位置后再试。",
        )
    if isinstance(error, FileNotFoundError):
        return UserError(f"没有保存：文件夹“{target.parent}”不存在，或 U 盘已拔出。", "请换一个位置保存。")
    if isinstance(error, PermissionError):
        return UserError(
            f"没有保存：“{name}”正被别的程序打开，或这个位置不允许写入。",
            "请先关闭打开它的表格或阅读程序，或换一个位置后再试。",
        )
    reason, hint = _REASONS.get(error.errno or 0, _OTHER)
    return UserError(f"没有保存“{name}”：{reason}，原来的文件没有动。", hint)
