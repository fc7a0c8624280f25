"""Whoever is erased leaves no trace in the file, decrypted and searched byte by byte, nor in its log."""

import random

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.db import check, wal
from app.db.store import Store
from app.models.member import Member
from app.operations import erasing, pairing, sample_names
from app.operations import record as records
from tests import make
from tests.trust.conftest import runs

AMONG = 20  # others who stay
_SALT, _RESERVED, _LOG_HEAD, _FRAME_HEAD = 16, 80, 32, 24  # bytes


def _image(store: Store) -> bytes:
    """Every page of the file and of its log as it lies there, free ones too, decrypted (SQLCipher 4: AES-256-CBC)."""
    log = wal.wal_path(store.path)
    frames = log.read_bytes()[_LOG_HEAD:] if log.exists() else b""
    step = wal.PAGE + _FRAME_HEAD
    pages = [frames[start + _FRAME_HEAD : start + step] for start in range(0, len(frames), step)]
    raw = store.path.read_bytes()
    pages += [raw[start : start + wal.PAGE] for start in range(wal.PAGE, len(raw), wal.PAGE)]
    first = bytes(_SALT) + _opened(raw[_SALT : wal.PAGE], store.key)
    assert first[_SALT + 5 : _SALT + 8] == b"\x40\x20\x20"  # what every SQLite file has in these places
    return b"".join([first, *(_opened(page, store.key) for page in pages)])


def _opened(page: bytes, key: bytes) -> bytes:
    body, rest = page[:-_RESERVED], page[-_RESERVED:]
    reader = Cipher(algorithms.AES(key), modes.CBC(rest[:16])).decryptor()
    return reader.update(body) + reader.finalize()


def _enter(store: Store, branch: int, village: int, i: int) -> tuple[int, tuple[str, ...]]:
    chance = random.Random(i)
    name, number, phone = f"䶮{sample_names.person(chance)[0]}", make.number(i), f"199{i:08d}"
    row = make.member(store, name, id_number=number, phone=f"198{i:08d}", branch=branch)
    records.save(store, Member, {"phone": phone}, row=row)
    household = make.household(store, f"户{i}", village=village)
    pairing.pair(store, "member_household", ("member", row), [("household", household)], since="2026-01-01")
    return row, (name, number, phone, f"198{i:08d}")


def _traces(image: bytes, words: tuple[str, ...]) -> list[str]:
    return [word for word in words for code in ("utf-8", "utf-16-le", "gb18030") if word.encode(code) in image]


def test_the_erased_leave_no_trace_in_the_decrypted_image(store: Store) -> None:
    branch, village = make.branch(store), make.unit(store)
    people = [_enter(store, branch, village, i) for i in range(runs(1, 200) + AMONG)]
    gone, stay = people[AMONG:], people[:AMONG]
    before = _image(store)
    assert all(_traces(before, words) for _, words in people)
    for row, _ in gone:
        erasing.erase(store, "member", str(make.value(store, "member", row, "uid")), reason="本人申请")
    image = _image(store)
    found = [word for _, words in gone for word in _traces(image, words)]
    assert found == []
    assert all(_traces(image, words) for _, words in stay)
    assert check.check(store.path).problems == ()
