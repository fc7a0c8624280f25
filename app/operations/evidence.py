"""佐证材料: files taken into the database's keeping, registers pointed at, papers with their place; which stage is empty.

A file is copied, sealed and read back before anything is noted; the same content is kept once. The clerk's own file is
never touched. Only documents, pictures and recordings are taken, never what a computer would run.
"""

import hashlib
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.db import sealed
from app.db.queries import evidence as queries
from app.db.queries.evidence import Proof
from app.db.store import Reader, Store
from app.errors import UserError
from app.files import replace_file
from app.models.assessment import FILE, PAPER, RECORD, STAGES, Evidence
from app.operations import record
from app.operations.outgoing import Leaving, leaving
from app.progress import Progress, silent

LIMIT = 50 << 20
_DOCUMENTS = ("pdf", "ofd", "doc", "docx", "wps", "wpt", "xls", "xlsx", "et", "csv", "ppt", "pptx", "dps", "txt", "rtf")
_PICTURES = ("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp", "heic")
_RECORDINGS = ("mp3", "m4a", "wav", "amr", "mp4", "mov", "avi", "wmv")
ENDINGS = frozenset((*_DOCUMENTS, *_PICTURES, *_RECORDINGS))
_LONGEST = 200  # bytes of a name without its ending: 255 is the most on a disk, a number stands before it
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class About:
    """What evidence belongs to: the assessment, the line (None for the whole) and the stage ("" for none)."""

    assessment: int
    item: int | None = None
    stage: str = ""
    made_on: str = ""


def attach(store: Store, about: About, paths: Sequence[Path], progress: Progress = silent) -> tuple[int, ...]:
    """Takes files into keeping and registers each; the rows, one work. UserError: nothing was registered."""
    for path in paths:
        _acceptable(path)
    kept: list[tuple[Path, sealed.Sealed]] = []
    for n, path in enumerate(paths):
        progress(n, len(paths), f"存入 {path.name}")
        kept.append((path, _kept(store, path, [file for _path, file in kept])))
    with store.work("添加佐证材料") as work:
        taken = set(queries.names(work.connection, about.assessment))
        rows = []
        for path, file in kept:
            if sealed.known(work.connection, file.digest) != file:
                sealed.note(work.connection, file)
            name = _free(safe_name(path.name).rsplit(".", 1)[0], taken)
            values = {
                **_values(about), "name": name, "kind": FILE, "file_name": safe_name(path.name), "digest": file.digest,
                "size": file.size,
            }  # fmt: skip
            rows.append(record.keep(work, Evidence, values, row=None, before={}))
        work.rename(f"添加佐证材料 {len(rows)} 份")
    return tuple(rows)


def place_paper(store: Store, about: About, name: str, place: str, *, pages: int | None = None) -> int:
    """A paper and where it lies. Rejected beside `name` without one."""
    values = {**_values(about), "name": name.strip(), "kind": PAPER, "place": place.strip() or None, "pages": pages}
    return record.save(store, Evidence, values, label=f"登记纸质佐证{name.strip()}")


def point_at(store: Store, about: About, name: str, *, target: str, uid: str = "") -> int:
    """A ledger (`target` its name), or a record (`target` with its `uid`), that proves the line whenever it is asked."""
    values = {**_values(about), "name": name.strip(), "kind": RECORD, "about": target, "about_uid": uid or None}
    return record.save(store, Evidence, values, label=f"引用台账作佐证{name.strip()}")


def _values(about: About) -> dict[str, Any]:
    if about.stage and about.stage not in STAGES:
        raise UserError(f"没有“{about.stage}”这个环节。", f"五个环节是：{'、'.join(STAGES)}。")
    return {
        "assessment": about.assessment,
        "item": about.item,
        "stage": about.stage or None,
        "made_on": about.made_on or None,
    }


def content(store: Store, row: int) -> tuple[str, bytes]:
    """(file name, content) of a file in keeping. UserError when it has none, when it is lost or damaged."""
    with store.read() as reader:
        told = queries.proof(reader, row)
        found = sealed.known(reader, told.digest) if told.digest else None
    if found is None:
        raise _no_file(told)
    return told.file_name or told.name, sealed.content(store.path, found)


def save_copy(store: Store, row: int, target: Path) -> None:
    """Writes the file where the clerk wants it, unsealed; that it left is noted."""
    name, data = content(store, row)
    left = Leaving("export", f"佐证材料 {name}", "evidence", rows=1)
    with leaving(store, left):
        with replace_file(target, expected=len(data)) as temporary:
            temporary.write_bytes(data)
        left.files.append(target)


def _no_file(told: Proof) -> UserError:
    if told.kind == PAPER:
        return UserError(f"“{told.name}”是纸质材料。", f"存放位置：{told.place or '没有登记'}。")
    if told.kind == RECORD:
        return UserError(f"“{told.name}”是本程序里的登记，没有文件。", "请打开对应的台账查看或打印。")
    return UserError(f"“{told.name}”的文件不在数据库里。", "可能是从别处导入的登记，请重新添加文件。")


def missing(reader: Reader, assessment: int, items: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """line → the stages of 有谋划 有安排 有落实 有考核 有应用 that nothing stands for; of these lines."""
    found = queries.stages(reader, assessment)
    return {item: tuple(stage for stage in STAGES if stage not in found.get(item, {})) for item in items}


def take_in(store: Store, folder: Path, progress: Progress = silent) -> int:
    """Files of an export come home: those in `folder` whose content a registered line tells of; how many. Others stay
    outside, links are not followed.
    """
    with store.read() as reader:
        wanted = {digest for digest in queries.digests(reader) if not _there(reader, store.path, digest)}
    kept = []
    for n, path in enumerate(sorted(folder.iterdir())):
        progress(n, 0, "存入佐证材料")
        if not _plain(path) or path.stat().st_size > LIMIT or (digest := _digest(path)) not in wanted:
            continue
        kept.append(sealed.seal(store.path, _chunks(path)))
        wanted.discard(digest)
    if kept:
        with store.write() as writer:
            for file in kept:
                sealed.note(writer, file)
    return len(kept)


def let_out(store: Store, folder: Path, progress: Progress = silent) -> tuple[Path, ...]:
    """Every file in keeping that a registered line tells of, unsealed, as number and name; the caller notes that it left."""
    with store.read() as reader:
        files = [(name, sealed.known(reader, digest)) for digest, name in queries.digests(reader).items()]
    written = []
    for n, (name, file) in enumerate(files, 1):
        progress(n, len(files), "导出佐证材料")
        if file is None or not sealed.path_of(store.path, file.place).is_file():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{n:04d}_{safe_name(name or '材料')}"
        with replace_file(target, expected=file.size) as temporary:
            temporary.write_bytes(sealed.content(store.path, file))
        written.append(target)
    return tuple(written)


def safe_name(name: str) -> str:
    """A name that is a name everywhere and nothing else: no path, no drive, no stream, no hidden turn of direction."""
    text = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    text = re.sub(r'[:*?"<>|]', "_", text).strip(" .")
    if not text or _RESERVED.fullmatch(text):
        text = f"材料{text}" if text else "材料"
    stem, dot, ending = text.rpartition(".")
    return f"{_cut(stem)}.{ending[:10]}" if dot else _cut(text)


def _cut(text: str) -> str:
    return text.encode()[:_LONGEST].decode(errors="ignore")


def _acceptable(path: Path) -> None:
    """UserError: what cannot be taken as evidence, and what to do instead."""
    try:
        found = path.stat()
    except OSError as error:
        raise UserError(f"没有找到文件：{path.name}。", "请重新选择。") from error
    if not stat.S_ISREG(found.st_mode):
        raise UserError(f"“{path.name}”不是文件。", "请选择具体的文件；整个文件夹请逐个添加。")
    if safe_name(path.name).rpartition(".")[2].lower() not in ENDINGS:
        raise UserError(
            f"“{path.name}”这种文件不能作佐证。",
            "可以添加文档、表格、图片、PDF 和录音录像；其他的请先转成 PDF 或图片。",
        )
    if not found.st_size:
        raise UserError(f"“{path.name}”是空文件。", "请确认选对了文件。")
    if found.st_size > LIMIT:
        raise UserError(
            f"“{path.name}”有 {found.st_size >> 20} MB，超过一份材料 {LIMIT >> 20} MB 的上限。",
            "照片请压缩后再添加；录像可以只登记存放位置。",
        )


def _kept(store: Store, path: Path, others: Sequence[sealed.Sealed]) -> sealed.Sealed:
    """Sealed anew unless the same content is there and whole, or was sealed just now."""
    try:
        digest = _digest(path)
        with store.read() as reader:
            there = sealed.known(reader, digest)
        if there is not None and _whole(store.path, there):
            return there
        now = next((file for file in others if file.digest == digest), None)
        return now or sealed.seal(store.path, _chunks(path))
    except OSError as error:
        raise UserError(f"“{path.name}”读不出来。", "请关闭正在使用它的程序，或复制到本机后再添加。") from error


def _there(reader: Reader, db: Path, digest: str) -> bool:
    found = sealed.known(reader, digest)
    return found is not None and sealed.path_of(db, found.place).is_file()


def _whole(db: Path, file: sealed.Sealed) -> bool:
    path = sealed.path_of(db, file.place)
    return path.is_file() and sealed.digest_of(path) == file.place


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(sealed.CHUNK):
            yield chunk


def _digest(path: Path) -> str:
    told = hashlib.sha256()
    for chunk in _chunks(path):
        told.update(chunk)
    return told.hexdigest()


def _plain(path: Path) -> bool:
    return not path.is_symlink() and path.is_file()


def _free(name: str, taken: set[str]) -> str:
    found, n = name, 1
    while found in taken:
        n += 1
        found = f"{name}（{n}）"
    taken.add(found)
    return found
