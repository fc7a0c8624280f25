"""How does a backup take the place of the present database, so that a crash at any moment leaves one that opens?

Order of the swap: the old database and its key go aside; the key files hold both keys; the new database takes the
name in one rename; the key files drop the old key. Whatever was reached, the name opens with one of the keys there.
"""

import contextlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

from app import clock
from app.db import archive, failure, key, lineage, sealed, swap, wal
from app.db.backup import unpack, working_folder
from app.db.durable import PART, put, sync_file, sync_folder
from app.db.key import KeyFile
from app.db.lock import Lock, acquire
from app.db.slot import Slot, Words
from app.errors import Locked, UserError
from app.files import discard
from app.progress import Progress, silent

_ASIDE = ".before-restore-"


def restore(
    source: Path,
    db: Path,
    progress: Progress = silent,
    *,
    newest: int | None = None,
    lock: Lock | None = None,
    given: Words | bytes | None = None,
) -> Path | None:
    """Puts the backup `source` in the place of `db`; the path under which the present one is kept, if there was one.

    Everything is verified in a folder beside `db` first. `newest`: the schema number this program knows; a backup
    with a later one is refused. `lock`: the window's own lock; without it a window that is open refuses (InUse).
    `given` opens a backup that has a password. A backup of the same data key takes the present password; another
    brings its own. UserError or NeedsConsent: nothing has changed.
    """
    if not db.parent.is_dir():
        raise UserError(f"文件夹 {db.parent} 不存在。", "请检查路径，或先建立这个文件夹。")
    if not source.is_file():
        raise UserError(f"没有找到备份文件：{source.name}。", "请检查路径。")
    with acquire(db) if lock is None else contextlib.nullcontext():
        _sweep(db)
        needed = source.stat().st_size + (db.stat().st_size if db.exists() else 0)
        with working_folder(db.parent, needed) as folder:
            manifest, brought, data_key = unpack(source, folder, progress, given)
            if newest is not None and manifest.schema > newest:
                raise UserError("这份备份由较新版本的程序制作，没有恢复，现在的数据没有变。", "请安装新版本后再恢复。")
            progress(0, 0, "换上备份")
            lineage.rename(folder / archive.DATABASE, data_key)
            sealed.bring(folder / archive.FILES.rstrip("/"), db)
            with swap.beside(db, folder / archive.DATABASE) as incoming:
                return _take_place(db, incoming, data_key, replace(brought, schema=manifest.schema, head=""))


def _take_place(db: Path, incoming: Path, data_key: bytes, brought: KeyFile) -> Path | None:
    old = _old_key(db)
    slots = _ways_in(old, brought, data_key)
    edition = old.edition + 1 if old else 1
    with swap.alone(db, _present_key(db, old, data_key)) as held:
        swap.let_go(held)
        aside = _keep_aside(db, old)
        try:
            both = tuple(dict.fromkeys((*(old.slots if old else ()), *slots)))
            key.write_new(db, KeyFile(max(brought.schema, old.schema if old else 0), "", edition, both))
            swap.take_place(db, incoming, held)
        except BaseException:
            _forget(aside)
            raise
    key.write_new(db, KeyFile(brought.schema, "", edition + 1, slots))
    return aside


def _ways_in(old: KeyFile | None, brought: KeyFile, data_key: bytes) -> tuple[Slot, ...]:
    """The present ones where the key is the same. With several clerks those of the backup's day stand beside them: which
    of both count is told by the clerks that the backup holds (`app.db.clerk`).
    """
    own, others = (key.only(one, data_key).slots if one else () for one in (old, brought))
    if any(slot.public for slot in (*own, *others)):
        return tuple(dict.fromkeys((*own, *others)))
    return own or others


def _present_key(db: Path, old: KeyFile | None, data_key: bytes) -> bytes | None:
    """None where the present database cannot be held: there is none, it is damaged, or of another password."""
    if old is None or not db.exists():
        return None
    with contextlib.suppress(failure.Damaged, Locked):
        return key.unlock(old, db, data_key)
    return None


def _sweep(db: Path) -> None:
    """What a killed restore left half made: parts, and keys whose database never got its second name."""
    for left in db.parent.iterdir():
        if not left.name.startswith(f"{db.name}{_ASIDE}"):
            continue
        orphan = left.suffix in key.SUFFIXES and not left.with_suffix("").exists()
        if orphan or left.name.endswith(PART):
            discard(left)


def _forget(aside: Path | None) -> None:
    """The swap did not happen: the present database keeps its name and needs no second one."""
    if aside is not None:
        for path in (aside, wal.wal_path(aside), *key.key_paths(aside)):
            discard(path)


def _old_key(db: Path) -> KeyFile | None:
    """The present key file, with the slots that fit where that can be told; None when it is lost or unreadable (that
    may be why one restores).
    """
    try:
        found = key.read_key(db)
    except UserError:
        return None
    if not db.exists():
        return None
    try:
        return key.only(found, key.unlock(found, db))
    except Locked:
        return found
    except UserError:
        return None


def _keep_aside(db: Path, old: KeyFile | None) -> Path | None:
    """A second name for the present database, and its key files beside that name. None when there is none."""
    if not db.exists():
        return None
    aside = _free_name(db)
    keys = zip(key.key_paths(db), key.key_paths(aside), strict=True)
    if old:
        for _, target in keys:
            put(target, key.to_bytes(replace(old, edition=1)))
    else:
        for present, target in keys:
            if present.exists():
                put(target, present.read_bytes())
    log = wal.wal_path(db)
    if log.exists():
        _second_name(log, wal.wal_path(aside))
    _second_name(db, aside)
    sync_folder(db.parent)
    return aside


def _free_name(db: Path) -> Path:
    stem = f"{db.name}{_ASIDE}{clock.now():%Y%m%d-%H%M%S}"
    for number in range(1, 1000):
        found = db.with_name(stem if number == 1 else f"{stem}-{number}")
        if not found.exists() and not key.exists(found):
            return found
    raise UserError("旧数据库的留存文件太多。", "请整理文件夹后再恢复。")


def _second_name(path: Path, other: Path) -> None:
    """At no moment is `path` away. File systems without links (most sticks) get a copy."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copyfile(path, other)
        sync_file(other)
