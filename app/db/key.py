"""Where does the data key of a database lie, and which schema does it speak? In FILE.key, twice.

The database is SQLCipher with a random 256-bit key. The key file holds it in slots: "open" holds the key as it is,
so that anyone who has both files can read them (no password set).
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.db import connection, failure
from app.db.durable import put
from app.db.lock import guard
from app.errors import UserError

MAGIC = "township-ledger key"
FORMAT = 1
OPEN = "open"
SUFFIXES = (".key", ".key2")
_RESTORE = "请从备份恢复（恢复只需要备份文件本身），损坏的文件请先留着。"


class _Newer(Exception):
    """A whole key file, but of a format only a newer program knows."""


@dataclass(frozen=True)
class Slot:
    """One way to the data key. `kind` "open": `data` is the key in hexadecimal."""

    kind: str
    data: str


@dataclass(frozen=True)
class KeyFile:
    """What FILE.key says. `schema` grows with each migration; `head` is alembic's word for it; `edition` with each
    writing. Two slots of the same kind stand there only while a restore swaps databases: one of them fits.
    """

    schema: int
    head: str
    edition: int
    slots: tuple[Slot, ...]


def key_paths(db: Path) -> tuple[Path, Path]:
    return db.with_name(db.name + SUFFIXES[0]), db.with_name(db.name + SUFFIXES[1])


def exists(db: Path) -> bool:
    """Is there any key file, whole or not?"""
    return any(path.exists() for path in key_paths(db))


def create_key(db: Path, schema: int) -> KeyFile:
    """The key for a database about to be made, on disk (twice, with its folder) when this returns.

    Twenty processes may ask at once: all get the one key. UserError when a database without a key is already there.
    """
    with _writing(), guard(db):
        if exists(db):
            return _read(db)
        if db.exists() and db.stat().st_size:
            raise _no_key(db)
        made = KeyFile(schema, "", 1, (Slot(OPEN, secrets.token_hex(32)),))
        _put_both(db, made)
        return made


def read_key(db: Path) -> KeyFile:
    """The newer whole one of the two files; the other is repaired where the folder can be written.

    UserError: no key file beside a database; both damaged; an emptied database; a format of a newer program.
    """
    if not exists(db):
        raise _no_key(db)
    return _read(db)


def unlock(keyfile: KeyFile, db: Path) -> bytes:
    """The 32-byte data key. After an interrupted restore two keys stand there: the one that opens `db` is given."""
    keys = [bytes.fromhex(slot.data) for slot in keyfile.slots if slot.kind == OPEN]
    if not keys:
        raise UserError("这个数据库设了密码，本程序还不能打开。", "请用设置密码的那个版本打开。")
    if len(keys) == 1:
        return keys[0]
    fitting = [key for key in keys if connection.fits(db, key)]
    if not fitting:
        raise failure.damaged(db)
    _settle(db, fitting[0])
    return fitting[0]


def only(keyfile: KeyFile, data_key: bytes) -> KeyFile:
    """The same without the slots of other data keys (there are two only while a restore swaps databases)."""
    slots = tuple(slot for slot in keyfile.slots if slot.kind != OPEN or slot.data == data_key.hex())
    return replace(keyfile, slots=slots)


def set_schema(db: Path, schema: int, head: str = "") -> None:
    """Write down which schema the database has now; nothing is written when it is known already."""
    change(db, lambda now: replace(now, schema=schema, head=head or now.head))


def change(db: Path, turn: Callable[[KeyFile], KeyFile]) -> KeyFile:
    """Rewrite both files by `turn`, one process at a time; after a crash at any moment one whole file is there."""
    with _writing(), guard(db):
        before = _read(db)
        after = turn(before)
        if after == before:
            return before
        after = replace(after, edition=before.edition + 1)
        _put_both(db, after)
        return after


def write_new(db: Path, keyfile: KeyFile) -> None:
    """Put both files beside `db` whatever was there (restore keeps the old ones aside first)."""
    with _writing(), guard(db):
        _put_both(db, keyfile)


def to_bytes(keyfile: KeyFile) -> bytes:
    """The file: one JSON object; `check` is the SHA-256 of the rest, keys sorted."""
    body: dict[str, Any] = {
        "magic": MAGIC,
        "format": FORMAT,
        "edition": keyfile.edition,
        "schema": keyfile.schema,
        "head": keyfile.head,
        "slots": [{"kind": slot.kind, "key": slot.data} for slot in keyfile.slots],
    }
    return json.dumps({**body, "check": _check(body)}, indent=1).encode()


def from_bytes(raw: bytes) -> KeyFile | None:
    """None when any byte was changed. UserError when a newer program wrote it."""
    try:
        return _parse(raw)
    except _Newer as error:
        raise UserError("密钥文件由较新版本的程序写成，本程序不能打开。", "请安装新版本后再打开。") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _parse(raw: bytes) -> KeyFile | None:
    body = json.loads(raw)
    if body["magic"] != MAGIC or body.pop("check") != _check(body):
        return None
    if body["format"] > FORMAT:
        raise _Newer
    slots = tuple(Slot(str(slot["kind"]), str(slot["key"])) for slot in body["slots"])
    return KeyFile(int(body["schema"]), str(body["head"]), int(body["edition"]), slots)


def _check(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _read(db: Path) -> KeyFile:
    raws = [_bytes(path) for path in key_paths(db)]
    whole = [found for found in (from_bytes(raw) for raw in raws) if found]
    if not whole:
        raise UserError("密钥文件和它的副本都已损坏，数据库打不开。", _RESTORE)
    if db.exists() and not db.stat().st_size and whole[0].schema:
        raise UserError(f"数据库文件 {db.name} 是空的，原来的内容不见了。", _RESTORE)
    newest = max(whole, key=lambda found: found.edition)
    good = to_bytes(newest)
    for path, raw in zip(key_paths(db), raws, strict=True):
        if raw != good:
            _repair(path, good)
    return newest


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise failure.translate(error, path) or error from error


def _repair(path: Path, good: bytes) -> None:
    """A read-only stick keeps its one good copy: reading goes on."""
    try:
        put(path, good)
    except OSError:
        return


def _put_both(db: Path, keyfile: KeyFile) -> None:
    for path in key_paths(db):
        put(path, to_bytes(keyfile))


def _settle(db: Path, fitting: bytes) -> None:
    """Forget the key of the database that is no longer here."""
    try:
        change(db, lambda now: only(now, fitting))
    except (OSError, UserError):
        return


def _no_key(db: Path) -> UserError:
    if db.exists() and connection.is_plain(db):
        return failure.plain(db)
    if not db.exists():
        return UserError(f"没有找到数据库文件：{db.name}。", "请检查路径，或从备份恢复。")
    return UserError(
        f"数据库 {db.name} 旁边没有密钥文件 {db.name}.key，打不开。",
        f"复制数据库时要连同 {db.name}.key 一起复制；如果已经丢失，请从备份恢复。",
    )


class _writing:  # noqa: N801 - read as a word: with _writing()
    """Tells disk troubles of the key files in the clerk's words."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise failure.translate(error) or error from error
