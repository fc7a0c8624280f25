"""How is a zip written anew so that the parts nobody touched keep their very bytes, their order and their dates?

Layout of local entries: APPNOTE.TXT 4.3.7. Untouched parts are copied packed, changed ones are packed again.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from copy import copy
from enum import Enum, auto
from io import BytesIO
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app.exchange.container import Package
from app.exchange.grid import refused

_SIZES_LATER = 0x08
_LOCAL = struct.Struct("<4s5H3I2H")
_WIDE = 1
_FAST, _SMALL = 1, 6
_LARGE = 1_000_000
_MOST = 4_000_000_000


class Fate(Enum):
    """What may become of a part instead of getting a new content."""

    KEEP = auto()
    DROP = auto()


Content = bytes | Iterable[bytes] | Callable[[], "bytes | Fate"]


def rewrite(
    package: Package, out: IO[bytes], changed: Mapping[str, Content], added: Mapping[str, bytes | Iterable[bytes]]
) -> dict[str, int]:
    """Writes the package with some parts (named in lower case) changed and some added at its end.

    Contents are made in the order of `changed`; one in pieces is packed while its next piece is made; one that is a
    function is asked when those before it are whole. Returns each part's size, unpacked.
    """
    sizes: dict[str, int] = {}
    packed: dict[str, tuple[ZipInfo, memoryview]] = {}
    dropped = set()
    with ThreadPoolExecutor(1) as packer:
        for name, given in changed.items():
            content = given() if callable(given) else given
            if content is Fate.DROP:
                dropped.add(name)
            elif not isinstance(content, Fate):
                packed[name] = _pack(package.parts[name], content, packer)
        new = [_pack(_new(name), content, packer) for name, content in added.items()]
    with ZipFile(out, "w") as book:
        for name, info in package.parts.items():
            if name in dropped:
                continue
            entry, data = packed[name] if name in packed else (copy(info), _packed(info, package.data))
            _write(book, entry, data)
            sizes[entry.filename] = entry.file_size
        for entry, data in new:
            _write(book, entry, data)
            sizes[entry.filename] = entry.file_size
    return sizes


def _new(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


def _packed(info: ZipInfo, data: bytes) -> memoryview:
    fields = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size + fields[9] + fields[10]
    return memoryview(data)[start : start + info.compress_size]


def _pack(info: ZipInfo, content: bytes | Iterable[bytes], packer: Executor) -> tuple[ZipInfo, memoryview]:
    whole = isinstance(content, bytes)
    small = isinstance(content, bytes) and len(content) < _LARGE
    stream = _Stream(copy(info), level=_SMALL if small else _FAST)
    packing: Future[None] = packer.submit(stream.put, b"")
    try:
        for piece in cast("Iterable[bytes]", (content,) if whole else content):
            packing.result()
            packing = packer.submit(stream.put, piece)
    finally:
        wait((packing,))
    packing.result()
    return stream.close()


def _write(book: ZipFile, entry: ZipInfo, data: memoryview) -> None:
    file = book.fp
    if file is None:
        raise ValueError("the zip is closed")
    entry.header_offset = file.tell()
    entry.flag_bits &= ~_SIZES_LATER
    entry.extra = _without_sizes(entry.extra)
    file.write(entry.FileHeader(zip64=False))
    file.write(data)
    book.filelist.append(entry)
    book.NameToInfo[entry.filename] = entry
    book.start_dir = file.tell()


class _Stream:
    """Packs pieces and counts them."""

    def __init__(self, entry: ZipInfo, *, level: int) -> None:
        self.entry = entry
        self.out = BytesIO()
        self.packer = None if entry.compress_type == ZIP_STORED else zlib.compressobj(level, zlib.DEFLATED, -15)
        entry.CRC = entry.compress_size = entry.file_size = 0

    def put(self, piece: bytes) -> None:
        self.entry.CRC = zlib.crc32(piece, self.entry.CRC)
        self.entry.file_size += len(piece)
        if self.entry.file_size > _MOST:
            raise refused("too_large")
        self.out.write(piece if self.packer is None else self.packer.compress(piece))

    def close(self) -> tuple[ZipInfo, memoryview]:
        if self.packer is not None:
            self.out.write(self.packer.flush())
        data = self.out.getbuffer()
        self.entry.compress_size = len(data)
        return self.entry, data


def _without_sizes(extra: bytes) -> bytes:
    """The extra fields but the one with 64-bit sizes, which are written where they are needed."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _WIDE:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept
