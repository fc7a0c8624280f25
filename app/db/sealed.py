"""How are files kept beside the database so that nobody reads them without it, and nothing is lost or strays?

Each file is an SQLCipher file of its own with a random key, in the folder FILE.files, named by the SHA-256 of its sealed
bytes; the key stands in the table `sealed_file` inside the database. So a new password or data key leaves the files as
they are, a backup copies them as they lie, anyone can tell by the name whether one is whole, and without its row a file
is unreadable for good. No name of the clerk's ever becomes a path.
"""

import contextlib
import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app import clock
from app.db import connection, failure
from app.db.durable import PART, sync_file, sync_folder
from app.db.session import Connection
from app.errors import UserError
from app.files import discard, own_prefix, sweep

CHUNK = 1 << 20
_PREFIX = ".seal-"
_PLACE = re.compile(r"[0-9a-f]{64}")
_ASIDE = ".before-restore-"


@dataclass(frozen=True)
class Sealed:
    """A row of `sealed_file`."""

    digest: str
    place: str
    key: str
    size: int


def folder_of(db: Path) -> Path:
    """Where the files of a database lie. A database that a restore kept aside shares the folder of its name."""
    return db.with_name(f"{db.name.split(_ASIDE)[0]}.files")


def path_of(db: Path, place: str) -> Path:
    """UserError for a place that is no name of ours: the database may have come from elsewhere."""
    if not _PLACE.fullmatch(place):
        raise UserError("数据库里记的一份佐证文件位置不对，没有读取。", "请核对数据库的来源。")
    return folder_of(db) / place


def seal(db: Path, chunks: Iterable[bytes]) -> Sealed:
    """Puts a content on disk, sealed and read back; to be told to the database by `note`. Killed at any moment it
    leaves nothing, or a file without a row that nobody can read. UserError when the disk will not take it.
    """
    folder = folder_of(db)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        sweep(folder, _PREFIX, PART)
        part = folder / f"{own_prefix(_PREFIX)}{secrets.token_hex(4)}{PART}"
        try:
            return _sealed(folder, part, chunks)
        finally:
            discard(part)
    except (dbapi2.Error, OSError) as error:
        raise failure.translate(error, db) or error from error


def _sealed(folder: Path, part: Path, chunks: Iterable[bytes]) -> Sealed:
    key, digest, size = secrets.token_bytes(32), hashlib.sha256(), 0
    with contextlib.closing(connection.empty(part, key)) as made:
        made.execute("BEGIN")
        made.execute("CREATE TABLE part (n INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        for n, chunk in enumerate(chunks):
            made.execute("INSERT INTO part VALUES (?, ?)", (n, chunk))
            digest.update(chunk)
            size += len(chunk)
        made.execute("COMMIT")
    sync_file(part)
    again = hashlib.sha256()
    for chunk in _chunks(part, key):
        again.update(chunk)
    if again.digest() != digest.digest():
        raise OSError(5, "read back differs", str(part))
    place = digest_of(part)
    part.replace(folder / place)
    sync_folder(folder)
    sync_folder(folder.parent)
    return Sealed(digest.hexdigest(), place, key.hex(), size)


def _chunks(path: Path, key: bytes) -> Iterator[bytes]:
    with contextlib.closing(connection.frozen(path, key)) as opened:
        for (data,) in opened.execute("SELECT data FROM part ORDER BY n"):
            yield bytes(data)


def note(writer: Connection, sealed: Sealed) -> None:
    """Tells the database of a file; of one whose former file was lost it takes the new one."""
    writer.exec_driver_sql(
        "INSERT OR REPLACE INTO sealed_file (digest, place, key, size, kept_on) VALUES (?, ?, ?, ?, ?)",
        (sealed.digest, sealed.place, sealed.key, sealed.size, clock.stamp()),
    )


def known(reader: Connection, digest: str) -> Sealed | None:
    sql = "SELECT digest, place, key, size FROM sealed_file WHERE digest = ?"
    found = reader.exec_driver_sql(sql, (digest,)).first()
    return Sealed(*found) if found else None


def content(db: Path, sealed: Sealed) -> bytes:
    """The file as it was. UserError when it is gone or was changed; nothing of a changed one is given out."""
    path = path_of(db, sealed.place)
    try:
        whole = b"".join(_chunks(path, bytes.fromhex(sealed.key)))
    except (dbapi2.Error, OSError, ValueError) as error:
        raise _lost(path) from error
    if hashlib.sha256(whole).hexdigest() != sealed.digest:
        raise _lost(path)
    return whole


def _lost(path: Path) -> UserError:
    if not path.exists():
        return UserError(
            "这份佐证文件不在数据库的文件夹里。",
            f"复制数据库时要连同文件夹 {path.parent.name} 一起复制；如果已经丢失，请从备份恢复。",
        )
    return UserError("这份佐证文件已损坏，没有打开。", "请从备份恢复，或重新添加这份材料。")


def forget(writer: Connection, db: Path, digest: str) -> None:
    """For good: the key goes with the row, then the file. Backups made before still hold both."""
    found = known(writer, digest)
    if found is None:
        return
    writer.exec_driver_sql("DELETE FROM sealed_file WHERE digest = ?", (digest,))
    discard(path_of(db, found.place))


def digest_of(path: Path) -> str:
    """SHA-256 of the bytes on disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def files(db: Path) -> dict[str, Path]:
    """The finished files beside a database, by their names."""
    folder = folder_of(db)
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path for path in found if _PLACE.fullmatch(path.name) and path.is_file()}


def told(opened: Any) -> frozenset[str]:
    """The names of the files that an opened database tells of; none before there was a table of them."""
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'sealed_file'").fetchone():
        return frozenset()
    return frozenset(row[0] for row in opened.execute("SELECT place FROM sealed_file"))


def bring(folder: Path, db: Path) -> None:
    """Moves files out of an unpacked backup to the place where they are looked for; whole ones that lie there stay. The
    database that tells of them comes after them.
    """
    if not folder.is_dir():
        return
    target = folder_of(db)
    target.mkdir(mode=0o700, exist_ok=True)
    for path in sorted(folder.iterdir()):
        there = target / path.name
        if _PLACE.fullmatch(path.name) and not (there.is_file() and digest_of(there) == path.name):
            sync_file(path)
            path.replace(there)
    sync_folder(target)
    sync_folder(target.parent)


def faults(reader: Connection, db: Path) -> tuple[str, ...]:
    """Sentences about files that a record still in use tells of and that are gone or changed."""
    sql = (
        "SELECT e.name, s.place FROM evidence e LEFT JOIN sealed_file s ON s.digest = e.digest "
        "WHERE e.digest IS NOT NULL AND e.void_reason IS NULL ORDER BY e.id"
    )
    found = []
    for name, place in reader.exec_driver_sql(sql):
        path = path_of(db, place) if place and _PLACE.fullmatch(place) else None
        if path is None or not path.is_file():
            found.append(f"佐证材料“{name}”的文件不见了。")
        elif digest_of(path) != place:
            found.append(f"佐证材料“{name}”的文件已损坏。")
    return tuple(found)
