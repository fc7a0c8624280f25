"""How is a database copied into one file that certainly opens, and how is that file checked?

Restoring stands in `app.db.restore`.
"""

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app import __version__, clock
from app.db import archive, connection, drive, failure, integrity, sealed
from app.db import key as key_file
from app.db.archive import Manifest
from app.db.durable import PART, put, sync_folder
from app.db.key import KeyFile
from app.db.slot import Words
from app.errors import Locked, UserError
from app.files import discard, own_prefix, sweep
from app.progress import Progress, silent

_PREFIX = ".backup-"
_PAGES = 2000
_SPARE = 4 << 20


def backup(
    db: Path, out: Path, progress: Progress = silent, *, key: bytes | None = None, files: bool = True
) -> Manifest:
    """A verified copy of `db` as one file `out`, which replaces an older one only when the copy has proved good.

    Other windows and commands may go on writing: the copy is one consistent state. `key` saves reading the key file.
    Without `files` the sealed files stay out: for a copy that lies beside them. UserError leaves an older `out` untouched
    and nothing else behind.
    """
    drive.refuse_share(db)
    keyfile = key_file.read_key(db)
    data_key = key or key_file.unlock(keyfile, db)
    _refuse_place(db, out)
    beside = sealed.files(db) if files else {}
    with working_folder(out.parent, 2 * _size(db) + sum(path.stat().st_size for path in beside.values())) as folder:
        copy, key_copy = folder / archive.DATABASE, folder / archive.KEY
        rows, tip, sound = _copy(db, copy, data_key, progress)
        put(key_copy, key_file.to_bytes(key_file.only(keyfile, data_key)))
        packed, sources = folder / "packed", {archive.DATABASE: copy, archive.KEY: key_copy}
        sources |= _told_of(copy, data_key, sealed.files(db) if files else {})

        def told(parts: tuple[archive.Part, ...]) -> Manifest:
            return Manifest(clock.stamp(), __version__, keyfile.schema, tip, rows, parts)

        with ThreadPoolExecutor(1) as judge:  # the copy is packed while it is judged; it takes its name after both
            verdict = judge.submit(verify_database, copy, data_key, rows, tip, sound=sound)
            manifest = archive.write(packed, sources, told, progress)
            verdict.result()
        packed.replace(out)
        sync_folder(folder)
        sync_folder(out.parent)
    return manifest


def _told_of(copy: Path, data_key: bytes, beside: dict[str, Path]) -> dict[str, Path]:
    """Of the files beside the database those that the copied state tells of, by their names in the backup."""
    if not beside:
        return {}
    with failure.spoken(copy), contextlib.closing(connection.frozen(copy, data_key)) as opened:
        wanted = sealed.told(opened)
    return {f"{archive.FILES}{place}": path for place, path in beside.items() if place in wanted}


def verify(path: Path, progress: Progress = silent, given: Words | bytes | None = None) -> Manifest:
    """Opens a backup with its own key and compares pages, row counts and the chain's tip. UserError when not whole;
    Locked when it has a password and `given` does not open it.
    """
    with working_folder(_writable(path.parent), _size(path)) as folder:
        return unpack(path, folder, progress, given)[0]


def unpack(
    path: Path, folder: Path, progress: Progress = silent, given: Words | bytes | None = None
) -> tuple[Manifest, KeyFile, bytes]:
    """Puts a backup's database into `folder` and verifies it there; the manifest, its key file and the data key."""
    manifest = archive.unpack(path, folder, progress)
    keyfile = key_file.from_bytes((folder / archive.KEY).read_bytes())
    if keyfile is None:
        raise archive.not_whole(path)
    database = folder / archive.DATABASE
    try:
        data_key = key_file.unlock(keyfile, database, given)
    except Locked:
        raise Locked("这份备份设了密码。", "请输入做备份时的密码；忘记时用当时的恢复码。") from None
    progress(0, 0, "核对备份内容")
    verify_database(database, data_key, manifest.rows, manifest.tip)
    return manifest, keyfile, data_key


def rows_and_tip(opened: Any) -> tuple[tuple[tuple[str, int], ...], str]:
    """Row count of each table by name, and the newest link of the history chain ("" without one)."""
    found = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return tuple((str(table), _count(opened, str(table))) for (table,) in found), newest_link(opened)


def newest_link(opened: Any) -> str:
    """The newest link of the history chain; "" where none is kept yet."""
    if "chain" not in [row[1] for row in opened.execute("PRAGMA table_info(work)")]:
        return ""
    tip = opened.execute("SELECT chain FROM work ORDER BY id DESC LIMIT 1").fetchone()
    return str(tip[0] or "") if tip else ""


@contextlib.contextmanager
def working_folder(place: Path, needed: int) -> Iterator[Path]:
    """A folder of our own beside the target, gone afterwards. `needed`: bytes that must be free.

    Disk troubles inside are told in words with the space needed.
    """
    sweep(place, _PREFIX, PART)
    try:
        folder = Path(tempfile.mkdtemp(prefix=own_prefix(_PREFIX), suffix=PART, dir=place))
    except OSError as error:
        raise _told(error, place, needed) or error from error
    try:
        if shutil.disk_usage(place).free < needed + _SPARE:
            raise _full(place, needed)
        yield folder
    except UserError as error:
        if error.text == failure.FULL_TEXT:
            raise _full(place, needed) from error
        raise
    except OSError as error:
        raise _told(error, place, needed) or error from error
    finally:
        discard(folder)


def _copy(db: Path, copy: Path, data_key: bytes, progress: Progress) -> tuple[tuple[tuple[str, int], ...], str, bool]:
    """Rows and tip of the state that was copied, and whether its structure proved sound while it was copied."""
    with (
        failure.spoken(db),
        contextlib.closing(connection.connect(db, data_key, readonly=True)) as source,
        ThreadPoolExecutor(1) as beside,
    ):
        source.execute("BEGIN")
        rows, tip = rows_and_tip(source)
        sound = beside.submit(_is_sound, db, data_key, tip)
        with contextlib.closing(connection.empty(copy, data_key)) as target:
            source.backup(target, pages=_PAGES, progress=_steps(progress))
        source.execute("ROLLBACK")
    return rows, tip, sound.result()


def _is_sound(db: Path, data_key: bytes, tip: str) -> bool:
    """Is the structure of the state whose newest link is `tip` sound? False also when that was not to be found out:
    then the copy itself is asked.
    """
    try:
        with contextlib.closing(connection.connect(db, data_key, readonly=True)) as opened:
            opened.execute("BEGIN")
            same = bool(tip) and newest_link(opened) == tip  # somebody may have saved since the copy was begun
            return same and not integrity.structure(opened)
    except (UserError, dbapi2.Error, OSError):
        return False


def _steps(progress: Progress) -> Any:
    def step(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, "复制数据库")

    return step


def verify_database(
    path: Path, data_key: bytes, rows: tuple[tuple[str, int], ...], tip: str, *, sound: bool = False
) -> None:
    """A copy counts only after it was opened with its key and compared: seals and content at the same time.

    `sound`: the structure was found whole already, in the very state that was copied page by page.
    """

    def content(opened: Any) -> list[str]:
        if rows_and_tip(opened) != (rows, tip):
            return ["记录数或操作记录与备份时不一致"]
        return [] if sound else integrity.structure(opened)

    with ThreadPoolExecutor(1) as other:
        inside = other.submit(_asked, path, data_key, content)
        problems = _asked(path, data_key, integrity.seals) or inside.result()
    if problems:
        raise UserError(f"备份没有通过核对：{problems[0]}。", "请再做一次备份，或换一份更早的备份。")


def _asked(path: Path, data_key: bytes, question: Callable[[Any], list[str]]) -> list[str]:
    """The copy is finished: read as it lies, so that no log is made beside it, on a share for one."""
    with failure.spoken(path), contextlib.closing(connection.frozen(path, data_key)) as opened:
        return question(opened)


def _refuse_place(db: Path, out: Path) -> None:
    if not out.parent.is_dir():
        raise UserError(f"文件夹 {out.parent} 不存在。", "请检查路径，或先建立这个文件夹。")
    if out.is_dir():
        raise UserError(f"{out.name} 是一个文件夹。", "请给备份另起一个文件名。")
    taken = {db, *key_file.key_paths(db), *(db.with_name(db.name + end) for end in ("-wal", "-shm", ".lock"))}
    if out.resolve() in {path.resolve() for path in taken}:
        raise UserError("备份不能写在数据库自己的文件上。", "请给备份另起一个文件名。")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise UserError(f"没有找到文件：{path.name}。", "请检查路径。") from error


def _writable(folder: Path) -> Path:
    """A backup on a read-only disk is checked in the system's folder for temporary files; it stays encrypted there."""
    try:
        discard(Path(tempfile.mkdtemp(prefix=own_prefix(_PREFIX), suffix=PART, dir=folder)))
    except OSError:
        return Path(tempfile.gettempdir())
    return folder


def _told(error: OSError, place: Path, needed: int) -> UserError | None:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return _full(place, needed)
    return failure.translate(error)


def _full(place: Path, needed: int) -> UserError:
    megabytes = (needed + _SPARE) // (1 << 20) + 1
    return UserError(
        f"磁盘空间不足，没有完成，原来的文件没有变。文件夹 {place} 所在的磁盘需要约 {megabytes} MB 可用空间。",
        "请腾出空间或换一个位置后再做一次。",
    )


def _count(opened: Any, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(opened.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])
