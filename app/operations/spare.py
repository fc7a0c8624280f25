"""The backups that the program makes by itself: when one is due, where they lie, which are kept, which is the newest good one.

They lie in `DB.backups` beside the database, numbered; each was opened with the key and compared before it took its name.
The sealed files lie beside already and stay out of them; a second place gets everything.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app import clock
from app.db import backup as copying
from app.db.store import Store
from app.db.work import OUT
from app.errors import UserError
from app.files import discard
from app.operations import thinning
from app.progress import Progress, silent

MINUTES = 30
_NAMED = re.compile(r"(\d{6})-(\d{4})(\d\d)(\d\d)-(\d{4})(?:-(\d+))?\.backup")


@dataclass(frozen=True)
class Spare:
    """`number` counts on for ever; `day` is by the clock of the PC; `work` is the last work it holds."""

    number: int
    day: date
    at: str
    work: int
    path: Path


def folder(db: Path) -> Path:
    return db.with_name(f"{db.name}.backups")


def spares(place: Path) -> list[Spare]:
    """Those in a folder, oldest first; other files there are nobody's business."""
    try:
        names = [path for path in place.iterdir() if _NAMED.fullmatch(path.name)]
    except OSError:
        return []
    return sorted((_read(path) for path in names), key=lambda spare: spare.number)


def due(store: Store, place: Path | None = None) -> bool:
    """Has anything changed since the newest one there?"""
    there = spares(place or folder(store.path))
    return _last_work(store) > (there[-1].work if there else 0)


def make(store: Store, progress: Progress = silent, *, place: Path | None = None) -> Path | None:
    """A verified backup if anything has changed since the last, and the older ones thinned; None when nothing was due.

    `place`: another folder (a second disk, a stick), whose copies hold the sealed files too. UserError: nothing is lost,
    the older ones are as they were.
    """
    where = place or folder(store.path)
    if not due(store, where):
        return None
    if place is None:
        try:
            where.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"自动备份的文件夹 {where.name} 建不了。", "请检查数据库所在的文件夹能不能写入。"
            ) from error
    there = spares(where)
    number = there[-1].number + 1 if there else 1
    out = where / f"{number:06d}-{clock.now():%Y%m%d-%H%M}-{_last_work(store)}.backup"
    copying.backup(store.path, out, progress, key=store.key, files=place is not None)
    thin(where)
    return out


def thin(place: Path) -> int:
    """Removes what need not be kept; how many went."""
    there = spares(place)
    stay = thinning.kept((spare.number, spare.day) for spare in there)
    gone = [spare for spare in there if spare.number not in stay]
    for spare in gone:
        discard(spare.path)
    return len(gone)


def newest_good(db: Path, given: bytes | None = None, progress: Progress = silent) -> Spare | None:
    """The newest one that opens and is whole; what is damaged is passed over, never removed.

    `given` opens those of a database with a password.
    """
    for spare in reversed(spares(folder(db))):
        try:
            copying.verify(spare.path, progress, given)
        except UserError:
            continue
        return spare
    return None


def refuse_place(db: Path, place: Path) -> None:
    """A second place on the same disk is none. UserError says so."""
    if not place.is_dir():
        raise UserError(f"没有找到文件夹 {place}。", "请插好 U 盘或移动硬盘后再选。")
    if place.resolve() == folder(db).resolve() or place.resolve() == db.parent.resolve():
        raise UserError("第二处备份不能和数据库放在同一个文件夹。", "请选 U 盘、移动硬盘或另一块盘上的文件夹。")
    try:
        probe = place / f".~{clock.now():%H%M%S%f}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise UserError(f"文件夹 {place} 不能写入。", "请换一个位置。") from error


def same_disk(db: Path, place: Path) -> bool:
    """Do both lie on one file system? A warning, no refusal: partitions and shares deceive."""
    try:
        return db.stat().st_dev == place.stat().st_dev
    except OSError:
        return False


def room(db: Path) -> tuple[int, int]:
    """(bytes the spare copies take, bytes free on their disk)."""
    taken = sum(spare.path.stat().st_size for spare in spares(folder(db)))
    return taken, shutil.disk_usage(db.parent).free


def _read(path: Path) -> Spare:
    number, year, month, day, minute, work = _NAMED.fullmatch(path.name).groups()  # type: ignore[union-attr]
    at = f"{year}-{month}-{day} {minute[:2]}:{minute[2:]}"
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        made = date.min
    return Spare(int(number), made, at, int(work or 0), path)


def _last_work(store: Store) -> int:
    """The newest work that changed a register; a file that left is no reason for a backup."""
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT max(id) FROM work WHERE kind != ?", (OUT,)).scalar()
    return int(found or 0)
