"""What lies in an OLE file (.xls, .et, .doc, encrypted .xlsx)? Its streams, read without running anything.

Follows the compound file layout of [MS-CFB]: sectors chained by an allocation table, small streams in a ministream.
"""

import struct
from dataclasses import dataclass

from app.exchange.container import OLE_MAGIC
from app.exchange.grid import refused

_END = 0xFFFFFFFA
_ENTRY = 128


@dataclass(frozen=True)
class Stream:
    """One entry of the directory: where its content begins and how many bytes it has."""

    name: str
    kind: int
    start: int
    size: int


@dataclass(frozen=True)
class Compound:
    """An opened compound file; `streams` by lower-case name."""

    data: bytes
    sector: int
    table: tuple[int, ...]
    small_table: tuple[int, ...]
    small: bytes
    cutoff: int
    streams: dict[str, Stream]

    def read(self, name: str) -> bytes:
        """The content of a stream; b"" when there is none. Raises FileRefused `truncated`."""
        stream = self.streams.get(name.lower())
        if stream is None:
            return b""
        if stream.size < self.cutoff:
            return _follow(self.small, 64, self.small_table, stream=stream, offset=0)
        return _follow(self.data, self.sector, self.table, stream=stream, offset=self.sector)


def open_compound(data: bytes) -> Compound:
    """Raises FileRefused `truncated` when the file is cut or its chains lead nowhere."""
    try:
        return _open(data)
    except (struct.error, IndexError, OverflowError) as broken:
        raise refused("truncated") from broken


def _open(data: bytes) -> Compound:
    if len(data) < 512 or not data.startswith(OLE_MAGIC):
        raise refused("truncated")
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise refused("truncated")
    sector = 1 << shift
    directory, cutoff, small_first = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    table = _allocation(data, sector)
    entries = _entries(_chain(data, sector, table, start=directory, offset=sector))
    root = next((entry for entry in entries if entry.kind == 5), None)
    small = b"" if root is None else _follow(data, sector, table, stream=root, offset=sector)
    small_table = _numbers(_chain(data, sector, table, start=small_first, offset=sector))
    streams = {entry.name.lower(): entry for entry in reversed(entries) if entry.kind == 2}
    return Compound(data, sector, table, small_table, small, cutoff, streams)


def _allocation(data: bytes, sector: int) -> tuple[int, ...]:
    sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
    more, seen = struct.unpack_from("<I", data, 68)[0], 0
    while more < _END:
        seen += 1
        if seen > len(data) // sector:
            raise refused("truncated")
        numbers = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        sectors += [number for number in numbers[:-1] if number < _END]
        more = numbers[-1]
    table: list[int] = []
    for number in sectors[: len(data) // sector + 1]:
        table += struct.unpack_from(f"<{sector // 4}I", data, (number + 1) * sector)
    return tuple(table)


def _chain(data: bytes, size: int, table: tuple[int, ...], *, start: int, offset: int) -> bytes:
    pieces: list[bytes] = []
    at = start
    while at < _END:
        if at >= len(table) or len(pieces) > len(table):
            raise refused("truncated")
        pieces.append(data[offset + at * size : offset + (at + 1) * size])
        at = table[at]
    return b"".join(pieces)


def _follow(data: bytes, size: int, table: tuple[int, ...], *, stream: Stream, offset: int) -> bytes:
    if not stream.size:
        return b""
    content = _chain(data, size, table, start=stream.start, offset=offset)
    if len(content) < stream.size:
        raise refused("truncated")
    return content[: stream.size]


def _entries(directory: bytes) -> list[Stream]:
    entries = []
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            entries.append(Stream(name, kind, start, size))
    return entries


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
