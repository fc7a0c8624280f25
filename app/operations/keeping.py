"""Backing up and restoring as the window asks for it; the work itself is in `app.db`."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app import clock
from app.db import backup as backups
from app.db import clerk, drive, key
from app.db import restore as restoring
from app.db.archive import Manifest
from app.db.failure import Damaged
from app.db.lock import Lock
from app.db.slot import Entrance, Words
from app.db.store import Store
from app.db.version import NUMBER
from app.errors import UserError
from app.progress import Progress, silent

Given = Words | bytes  # what opens a database or a backup with a password: words, or the key itself
OVERDUE = 3  # days without a backup
SECOND_OVERDUE = 7  # a stick is not plugged in every day


def is_locked(db: Path) -> bool:
    """Does this database ask for a password?"""
    return key.exists(db) and key.read_key(db).locked


def is_shared(db: Path) -> bool:
    """Must a clerk's name be given with the password?"""
    return key.exists(db) and key.read_key(db).shared


def writable(path: Path) -> bool:
    """May the database be changed where it lies?"""
    return drive.writable(path)


def place(path: Path) -> tuple[str, str]:
    """What the clerk should know of the place of the database: (a few words for the status bar, the sentences); two empty
    texts for an ordinary disk.
    """
    short, long = drive.warning(path)
    if writable(path):
        return short, long
    told = (
        "数据库文件或它所在的文件夹不允许写入：可以查看、查询、导出和打印，不能登记和修改。\n"
        "要修改，请把数据库和旁边的密钥文件一起复制到可以写入的文件夹再打开。"
    )
    return "　·　".join(filter(None, ("只读，不能保存", short))), "\n".join(filter(None, (told, long)))


def backup(store: Store, out: Path, progress: Progress = silent) -> Manifest:
    """One file with everything, opened with the key and checked before it counts."""
    return backups.backup(store.path, out, progress, key=store.key)


def look(source: Path, progress: Progress = silent, given: Words | bytes | None = None) -> Manifest:
    """What a backup holds; UserError when it is not whole, Locked when `given` does not open it."""
    return backups.verify(source, progress, given)


def restore(
    path: Path,
    source: Path,
    *,
    lock: Lock | None = None,
    given: Given | None = None,
    by: Words | Entrance | None = None,
    progress: Progress = silent,
) -> Path | None:
    """Puts the backup in the place of the database at `path`, whose store must be closed; where the old one lies now.

    `given` opens the backup. Where several clerks use the database only a 主任 may: `by` says who asks. UserError.
    """
    _refuse_others(path, by)
    return restoring.restore(source, path, progress, newest=NUMBER, lock=lock, given=given)


def _refuse_others(path: Path, by: Words | Entrance | None) -> None:
    try:
        present = key.read_key(path)
    except UserError:  # there is none, or it is damaged: that may be why one restores
        return
    if not present.shared:
        return
    entered = by if isinstance(by, Entrance) else key.enter(present, path, by)
    with suppress(Damaged):  # what cannot be read tells of nobody
        clerk.refuse(clerk.found(clerk.asked(path, entered.data_key), entered.who), clerk.CHIEF, "从备份恢复")


def last_backup(path: Path, told: str = "") -> str:
    """When the newest backup known was made: `told` by the PC, or a file that lies beside the database; "" for none."""
    beside = (f"{path.name}.*.backup", f"{path.name}.backups/*.backup")
    made = [file.stat().st_mtime for pattern in beside for file in path.parent.glob(pattern)]
    newest = datetime.fromtimestamp(max(made)).astimezone().isoformat(timespec="seconds") if made else ""
    return max((told, newest), key=_moment)


def _moment(stamp: str) -> float:
    try:
        return datetime.fromisoformat(stamp).timestamp()
    except ValueError:
        return 0.0


def second_words(stamp: str) -> str:
    """What the status bar says when the second place got no copy for a week; "" when it did, or there is none."""
    if not _moment(stamp):
        return ""
    days = (clock.today() - datetime.fromtimestamp(_moment(stamp)).astimezone().date()).days
    return f"第二处 {days} 天未备份" if days >= SECOND_OVERDUE else ""


def backup_words(stamp: str) -> tuple[str, bool]:
    """(what the status bar says of the last backup, is it overdue): three days are too long in an office."""
    if not _moment(stamp):
        return "还没有备份", True
    at = datetime.fromtimestamp(_moment(stamp)).astimezone()
    days = (clock.today() - at.date()).days
    if days <= 0:
        return f"今天 {at:%H:%M} 已备份", False
    if days == 1:
        return f"昨天 {at:%H:%M} 已备份", False
    return f"{days} 天未备份", days >= OVERDUE
