"""What kind of file is this really, and is it safe to unpack? Decided by content, never by the name's extension.

Limits follow the import contract: 50 MB packed, 500 MB unpacked (more only with consent), 10,000 parts, ratio 100.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from app.errors import UserError
from app.exchange.grid import refused

PACKED_LIMIT = 50 * 1024 * 1024
UNPACKED_LIMIT = 500 * 1024 * 1024
HARD_LIMIT = 4 * 1024 * 1024 * 1024
ROW_LIMIT = 1_048_576
COLUMN_LIMIT = 16_384
_ENTRY_LIMIT = 10_000
_DIRECTORY_LIMIT = 8 * 1024 * 1024
_RATIO_LIMIT = 100
_RATIO_FROM = 1024 * 1024
_HEAD = 64 * 1024
_CHUNK = 1024 * 1024

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = (
    (b"%PDF", "not_a_workbook"),
    (b"\x89PNG", "not_a_workbook"),
    (b"\xff\xd8\xff", "not_a_workbook"),
    (b"GIF8", "not_a_workbook"),
    (b"II*\x00", "not_a_workbook"),
    (b"MM\x00*", "not_a_workbook"),
    (b"{\\rtf", "not_a_workbook"),
    (b"MZ", "not_a_workbook"),
    (b"\x7fELF", "not_a_workbook"),
    (b"SQLite format 3", "not_a_workbook"),
    (b"Rar!", "unsupported_format"),
    (b"7z\xbc\xaf\x27\x1c", "unsupported_format"),
    (b"\x1f\x8b", "unsupported_format"),
)
_ARCHIVE_HINT = "请先解压，再选里面的表格文件。"


def content_of(path: Path, what: str = "文件", *, large: bool = False) -> bytes:
    """The bytes of a file (`what` it is to the clerk). FileRefused for one over 50 MB without consent, UserError for one that
    cannot be opened.
    """
    try:
        size = path.stat().st_size
        if size > PACKED_LIMIT and not large:
            raise refused("too_large", f"{what}有 {size // (1024 * 1024)} MB，太大。")
        return path.read_bytes()
    except OSError as broken:
        raise UserError(f"打不开{what}“{path.name}”。", "请确认文件还在原处，并且没有被别的程序占用。") from broken


def refuse_foreign(head: bytes) -> None:
    """Refuse what is surely no table: pictures, PDF, programs, archives."""
    for magic, code in _FOREIGN:
        if head.startswith(magic):
            archive = code == "unsupported_format"
            raise refused(code, "这是压缩包，不是表格文件。" if archive else "", _ARCHIVE_HINT if archive else "")
    if head[:4] == b"RIFF" or (head[:2] == b"BM" and head[6:10] == bytes(4)):
        raise refused("not_a_workbook")


@dataclass(frozen=True)
class Package:
    """A zip whose directory was checked. `parts` maps names in lower case to directory entries; case never counts."""

    data: bytes
    parts: dict[str, zipfile.ZipInfo]

    def has(self, name: str) -> bool:
        return name.lower() in self.parts

    def read(self, name: str) -> bytes:
        """The whole part; b"" when there is none."""
        return b"".join(self.chunks(name)) if self.has(name) else b""

    def chunks(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """The part in pieces, never more than the directory announces. A liar is refused as `zip_bomb`."""
        info = self.parts[name.lower()]
        done = 0
        for chunk in _inflate(self.data, info, size):
            done += len(chunk)
            if done > info.file_size:
                raise refused("zip_bomb")
            yield chunk
        if done < info.file_size:
            raise refused("truncated")

    def head(self, name: str) -> bytes:
        """The first 64 KB of the part."""
        return next(iter(_inflate(self.data, self.parts[name.lower()], _HEAD)), b"")


def open_package(data: bytes, *, large: bool) -> Package:
    """The zip with its directory checked before anything is unpacked. Raises FileRefused."""
    _check_directory_size(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, EOFError, NotImplementedError) as broken:
        raise refused("truncated") from broken
    _check_names(infos)
    _check_sizes(infos, len(data), large=large)
    if any(info.flag_bits & 1 for info in infos):
        raise refused("encrypted")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise refused("unsupported_format")
    return Package(data, {info.filename.lower(): info for info in infos})


def check_markup(package: Package) -> None:
    """Refuse a part that declares a document type or entities, in whatever encoding (`xml_attack`)."""
    for name in markup(package):
        refuse_entities(package.head(name))


def markup(package: Package) -> Iterator[str]:
    """The names of the parts that hold XML."""
    return (name for name in package.parts if name.endswith((".xml", ".rels", ".vml")))


_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_\x80-\xff]")


def refuse_entities(head: bytes) -> None:
    """Refuse markup whose first 64 KB declare entities, or hide where the root element begins."""
    plain = head[:_HEAD].replace(b"\x00", b"")
    if _DECLARATION.search(plain):
        raise refused("xml_attack")
    if len(plain) > _HEAD // 4 and not _ROOT.search(plain):
        raise refused("xml_attack")


def _check_directory_size(data: bytes) -> None:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise refused("truncated")
    size = struct.unpack_from("<I", data, end + 12)[0]
    if size > _DIRECTORY_LIMIT and size != 0xFFFFFFFF:
        raise refused("zip_bomb")
    wide = data.rfind(b"PK\x06\x06", max(0, end - 4096), end)
    if wide >= 0 and struct.unpack_from("<Q", data, wide + 40)[0] > _DIRECTORY_LIMIT:
        raise refused("zip_bomb")


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _ENTRY_LIMIT:
        raise refused("zip_bomb")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        tricky = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name
        if tricky or name.lower() in seen:
            raise refused(
                "not_a_workbook",
                "文件内部的名称不正常，为安全起见没有打开。",
                "请用表格程序打开后另存为 .xlsx，再导入。",
            )
        seen.add(name.lower())


def _check_sizes(infos: list[zipfile.ZipInfo], packed: int, *, large: bool) -> None:
    for info in infos:
        if info.file_size > _RATIO_FROM and info.file_size > _RATIO_LIMIT * max(info.compress_size, 1):
            raise refused("zip_bomb")
    total = sum(info.file_size for info in infos)
    if total > _RATIO_FROM and total > _RATIO_LIMIT * packed:
        raise refused("zip_bomb")
    if total > HARD_LIMIT or (total > UNPACKED_LIMIT and not large):
        raise refused("too_large", f"文件解开后有 {total // (1024 * 1024)} MB，太大。")


def _inflate(data: bytes, info: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
    """Pieces of at most `size` bytes. Checks no CRC: calamine does, and a table cut short is found by its length."""
    start = info.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + 30:
        raise refused("truncated")
    names, extra = struct.unpack_from("<HH", data, start + 26)
    start += 30 + names + extra
    packed = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), size):
            yield bytes(packed[at : at + size])
        return
    inflater = zlib.decompressobj(-15)
    try:
        for at in range(0, len(packed), _CHUNK):
            rest = bytes(packed[at : at + _CHUNK])
            while rest:
                chunk = inflater.decompress(rest, size)
                rest = inflater.unconsumed_tail
                if chunk:
                    yield chunk
        while chunk := inflater.decompress(b"", size):
            yield chunk
    except zlib.error as broken:
        raise refused("truncated") from broken
