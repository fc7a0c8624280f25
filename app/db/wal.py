"""Does the write-ahead log beside a database belong to it?

SQLite trusts any log whose checksums hold and would copy another database's pages over ours. The page seal of
SQLCipher tells: HMAC-SHA512 over each page with a key derived from the data key and the file's salt.
(File formats: sqlite.org/walformat.html; zetetic.net/sqlcipher/design.)
"""

import hashlib
import hmac
import struct
from pathlib import Path

PAGE = 4096
_RESERVED = 80
_IV = 16
_SALT = 16
_HEADER = 32
_FRAME_HEADER = 24
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}


def wal_path(db: Path) -> Path:
    return db.with_name(db.name + "-wal")


def is_foreign(db: Path, key: bytes, salt: bytes) -> bool:
    """True when SQLite would use the log although its pages were sealed with another key.

    Looks at the first frame only: a log has one writer's key throughout. Remains without valid checksums are
    what a power cut leaves; SQLite skips them, so they are not foreign.
    """
    frame = _first_frame(wal_path(db))
    return frame is not None and not _sealed(frame[0], frame[1], key, salt)


def _first_frame(wal: Path) -> tuple[int, bytes] | None:
    """Page number and content of the first frame SQLite would believe."""
    try:
        with wal.open("rb") as file:
            raw = file.read(_HEADER + _FRAME_HEADER + PAGE)
    except FileNotFoundError:
        return None
    if len(raw) < _HEADER + _FRAME_HEADER + PAGE:
        return None
    magic, _, page_size = struct.unpack(">3I", raw[:12])
    order = _MAGIC.get(magic)
    if order is None or page_size != PAGE:
        return None
    running = _checksum(raw[:24], (0, 0), order)
    if running != struct.unpack(">2I", raw[24:32]):
        return None
    frame, page = raw[_HEADER : _HEADER + _FRAME_HEADER], raw[_HEADER + _FRAME_HEADER :]
    if frame[8:16] != raw[16:24]:
        return None
    running = _checksum(page, _checksum(frame[:8], running, order), order)
    if running != struct.unpack(">2I", frame[16:24]):
        return None
    return struct.unpack(">I", frame[:4])[0], page


def _checksum(data: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    """Section 4.2 of walformat: two sums over 32-bit words."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for i in range(0, len(words), 2):
        first = (first + words[i] + second) & 0xFFFFFFFF
        second = (second + words[i + 1] + first) & 0xFFFFFFFF
    return first, second


def _sealed(number: int, page: bytes, key: bytes, salt: bytes) -> bool:
    start = _SALT if number == 1 else 0
    mask = bytes(byte ^ 0x3A for byte in salt)
    seal_key = hashlib.pbkdf2_hmac("sha512", key, mask, 2, 32)
    body = page[start : PAGE - _RESERVED + _IV] + struct.pack("<I", number)
    said = page[PAGE - _RESERVED + _IV : PAGE]
    return hmac.compare_digest(hmac.new(seal_key, body, hashlib.sha512).digest(), said)
