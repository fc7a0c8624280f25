"""What does a backup file hold? A stored zip of database, key file, the sealed files kept beside the database, and
manifest, each part named with its SHA-256.
"""

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from app.errors import UserError
from app.progress import Progress

DATABASE = "ledger.db"
KEY = "ledger.db.key"
MANIFEST = "manifest.json"
FILES = "files/"
FORMAT = 2
# What zipfile, json and our own comparison raise over changed bytes.
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, KeyError, TypeError, NotImplementedError)
_CHUNK = 1 << 20
_MANIFEST_LIMIT = 1 << 24
_FILE = re.compile(rf"{FILES}[0-9a-f]{{64}}")


@dataclass(frozen=True)
class Sort:
    """What kind of file it is in words, and what to do when one is not whole, or of a newer program."""

    title: str
    broken: str
    newer: str


BACKUP = Sort("备份文件", "请换一份更早的备份。", "请安装新版本后再恢复。")
PACKAGE = Sort("报送包", "请让对方重新做一份发来。", "请安装新版本后再合并。")


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the backup says of itself. `rows`: (table, row count) in order; `tip`: newest link of the history chain."""

    created: str
    program: str
    schema: int
    tip: str
    rows: tuple[tuple[str, int], ...]
    parts: tuple[Part, ...]
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of the parts together."""
        return sum(part.size for part in self.parts)


def write(
    target: Path, sources: Mapping[str, Path], told: Callable[[tuple[Part, ...]], Manifest], progress: Progress
) -> Manifest:
    """Writes the zip to `target` and syncs it; then reads it back and compares every part. What `told` makes of the
    parts, hashed on their way in, is the manifest.
    """
    with _private(target) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as made:
            parts = []
            for name, source in sources.items():
                progress(0, 0, "写入文件")
                parts.append(_pack(made, name, source))
            manifest = told(tuple(parts))
            made.writestr(MANIFEST, to_text(manifest))
        file.flush()
        os.fsync(file.fileno())
    _compare(target, manifest, progress)
    return manifest


def _pack(made: zipfile.ZipFile, name: str, source: Path) -> Part:
    digest = hashlib.sha256()
    with source.open("rb") as file, made.open(zipfile.ZipInfo.from_file(source, name), "w") as entry:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            entry.write(chunk)
        return Part(name, file.tell(), digest.hexdigest())


def _compare(target: Path, manifest: Manifest, progress: Progress) -> None:
    with zipfile.ZipFile(target) as found:
        for part in manifest.parts:
            progress(0, 0, "核对写入的文件")
            with found.open(part.name) as stream:
                if _digest(stream) != part.sha256:
                    raise OSError(5, "read back differs", str(target))


def unpack(source: Path, folder: Path, progress: Progress, sort: Sort = BACKUP) -> Manifest:
    """Puts the parts of a backup into `folder`, each compared with its hash. UserError when it is not whole."""
    try:
        with zipfile.ZipFile(source) as found:
            manifest = _manifest(found, source, sort)
            for part in manifest.parts:
                progress(0, 0, f"读取{sort.title}")
                _unpack(found, part, folder)
    except FileNotFoundError as error:
        raise UserError(f"没有找到{sort.title}：{source.name}。", "请检查路径。") from error
    except _BROKEN as error:
        raise not_whole(source, sort) from error
    return manifest


def not_whole(source: Path, sort: Sort = BACKUP) -> UserError:
    return UserError(f"{sort.title} {source.name} 不完整或已损坏，没有使用它。", sort.broken)


def to_text(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1)


def _manifest(found: zipfile.ZipFile, source: Path, sort: Sort) -> Manifest:
    """Only our own shape passes: stored entries of our names and of the sizes they claim, so nothing can swell or stray."""
    entries = {entry.filename: entry for entry in found.infolist()}
    stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries.values())
    others = set(entries) - {DATABASE, KEY, MANIFEST}
    ours = len(entries) - len(others) == 3 and all(_FILE.fullmatch(name) for name in others)
    if not ours or len(found.infolist()) != len(entries) or not stored:
        raise not_whole(source, sort)
    if entries[MANIFEST].file_size > _MANIFEST_LIMIT:
        raise not_whole(source, sort)
    manifest = _from_said(json.loads(found.read(MANIFEST)))
    if manifest.format > FORMAT:
        raise UserError(f"{sort.title} {source.name} 由较新版本的程序制作，本程序读不了它。", sort.newer)
    named = (DATABASE, KEY, *others)
    if {part.name: part.size for part in manifest.parts} != {name: entries[name].file_size for name in named}:
        raise not_whole(source, sort)
    return manifest


def _from_said(said: Mapping[str, Any]) -> Manifest:
    return Manifest(
        created=str(said["created"]),
        program=str(said["program"]),
        schema=int(said["schema"]),
        tip=str(said["tip"]),
        rows=tuple((str(table), int(count)) for table, count in said["rows"]),
        parts=tuple(Part(str(part["name"]), int(part["size"]), str(part["sha256"])) for part in said["parts"]),
        format=int(said["format"]),
    )


def _unpack(found: zipfile.ZipFile, part: Part, folder: Path) -> None:
    target = folder / part.name
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with found.open(part.name) as stream, _private(target) as file:
        shutil.copyfileobj(stream, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
    with target.open("rb") as again:
        if _digest(again) != part.sha256:
            raise ValueError(part.name)


def _private(target: Path) -> IO[bytes]:
    """A new file that only its owner reads: it holds the key."""
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "w+b")


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
