"""Where does the data key of a database lie, and which schema does it speak? In FILE.key, twice.

The database is SQLCipher with a random 256-bit key. The key file holds it in slots: "open" holds the key as it is,
so that anyone who has both files can read them (no password set); "password" and "recovery" hold it sealed by words.
Setting or changing a password rewrites these small files and touches no page of the database.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.db import clerk, connection, door, failure
from app.db.durable import put
from app.db.lock import guard
from app.db.slot import OPEN, PASSWORD, RECOVERY, Cost, Entrance, Slot, Words, fingerprint, name_mark, opened
from app.errors import Locked, UserError, WrongWords
from app.loading import late

MAGIC = "township-ledger key"
# A file of open slots alone is written as 1, which the first programs read; one with sealed slots as 2.
# 3 where slots have keys of their own, because there are several clerks.
FORMAT = 3
SUFFIXES = (".key", ".key2")
_RESTORE = "请从备份恢复（恢复只需要备份文件本身），损坏的文件请先留着。"


class _Newer(Exception):
    """A whole key file, but of a format only a newer program knows."""


@dataclass(frozen=True)
class KeyFile:
    """What FILE.key says. `schema` grows with each migration; `head` is alembic's word for it; `edition` with each
    writing. Slots of two data keys stand there only while a restore swaps databases: one of them fits.
    """

    schema: int
    head: str
    edition: int
    slots: tuple[Slot, ...]

    @property
    def locked(self) -> bool:
        """Does it take words to open the database?"""
        return any(slot.kind != OPEN for slot in self.slots)

    @property
    def shared(self) -> bool:
        """Have several clerks a password each, so that a name must be given too?"""
        passwords = [slot.of for slot in self.slots if slot.kind == PASSWORD]
        return len(passwords) > len(set(passwords))


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
        made = KeyFile(schema, "", 1, (opened(secrets.token_bytes(32)),))
        _put_both(db, made)
        return made


def read_key(db: Path) -> KeyFile:
    """The newer whole one of the two files; the other is repaired where the folder can be written.

    UserError: no key file beside a database; both damaged; an emptied database; a format of a newer program.
    """
    if not exists(db):
        raise _no_key(db)
    return _read(db)


def unlock(keyfile: KeyFile, db: Path, given: Words | bytes | None = None) -> bytes:
    """The 32-byte data key; see `enter`."""
    return enter(keyfile, db, given).data_key


def enter(keyfile: KeyFile, db: Path, given: Words | bytes | None = None) -> Entrance:
    """The data key, and who it is that gave her words. After an interrupted restore two keys stand there: the one that
    opens `db` is given.

    `given`: what was typed, or a key that is known already. Locked when words are needed; WrongWords when they do not
    fit: the next answer then takes longer (`app.db.door`).
    """
    data_key, roster = _fitting(_keys(keyfile, given), keyfile, db), clerk.Roster()
    found = None if data_key is None else Entrance(data_key)
    if found is None and keyfile.locked:
        if not isinstance(given, Words):
            raise Locked("这个数据库设了密码。", "请输入密码后再打开；忘记密码时用恢复码。")
        answer = door.knock(db, lambda: _entered(keyfile, given, db))
        if answer is None:
            raise WrongWords("姓名或密码不对，没有打开数据库。", "请核对后再试；忘记密码时用打印的恢复码。")
        found, roster = answer
    if found is None:
        raise failure.damaged(db)
    settled = without_former(only(keyfile, found.data_key), roster)
    if settled != keyfile:
        _settle(db, found.data_key, roster)
    return found


def _keys(keyfile: KeyFile, given: Words | bytes | None) -> list[bytes]:
    keys = [bytes.fromhex(slot.data) for slot in keyfile.slots if slot.kind == OPEN]
    if isinstance(given, bytes) and any(slot.of == fingerprint(given) for slot in keyfile.slots):
        keys.append(given)
    return keys


def _entered(keyfile: KeyFile, words: Words, db: Path) -> tuple[Entrance, clerk.Roster] | None:
    """None unless one of this clerk's slots opens and counts. A name nobody has costs as much as one that somebody has."""
    kind = [slot for slot in keyfile.slots if slot.kind == words.kind]
    hers = [slot for slot in kind if is_of(slot, words) or [one.of for one in kind].count(slot.of) == 1]
    open_slot = late("app.db.secret:open_slot")
    for slot in hers or kind[:1]:
        data_key = open_slot(slot, words.text)
        if data_key is None or not hers or _fitting([data_key], keyfile, db) is None:
            continue
        try:
            known = clerk.asked(db, data_key)
        except failure.Damaged:  # said once it is opened; what it tells of clerks is lost with it
            return Entrance(data_key, words.who), clerk.Roster()
        if slot in clerk.counting(only(keyfile, data_key).slots, known):
            return Entrance(data_key, clerk.whose(slot, known)), known
    return None


def without_former(now: KeyFile, known: clerk.Roster) -> KeyFile:
    """The same without the slots that the roster took away (one that is about to count stays); all of them where no
    password were left.
    """
    left = tuple(slot for slot in now.slots if slot.public not in known.former)
    return replace(now, slots=left) if any(slot.kind == PASSWORD for slot in left) else now


def is_of(slot: Slot, words: Words) -> bool:
    """Is it this clerk's slot (not: does the password fit)?"""
    return slot.kind == words.kind and (not slot.who or slot.who == name_mark(words.who, slot.salt))


def _fitting(keys: list[bytes], keyfile: KeyFile, db: Path) -> bytes | None:
    """The one that opens `db`; with a single data key in the file there is nothing to try."""
    if keys and len({slot.of for slot in keyfile.slots}) == 1:
        return keys[0]
    return next((key for key in keys if connection.fits(db, key)), None)


def only(keyfile: KeyFile, data_key: bytes) -> KeyFile:
    """The same without the slots of other data keys (there are two only while a restore swaps databases)."""
    of = fingerprint(data_key)
    return replace(keyfile, slots=tuple(slot for slot in keyfile.slots if slot.of == of))


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
        "format": _format(keyfile),
        "edition": keyfile.edition,
        "schema": keyfile.schema,
        "head": keyfile.head,
        "slots": [_told(slot) for slot in keyfile.slots],
    }
    return json.dumps({**body, "check": _check(body)}, indent=1).encode()


def _format(keyfile: KeyFile) -> int:
    """The oldest that can say it, so that earlier programs read what they understand."""
    if any(slot.public for slot in keyfile.slots):
        return FORMAT
    return 2 if keyfile.locked else 1


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
    slots = tuple(_slot(slot) for slot in body["slots"])
    return KeyFile(int(body["schema"]), str(body["head"]), int(body["edition"]), slots)


def _told(slot: Slot) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": slot.kind, "key": slot.data}
    if slot.kind == OPEN:
        return told
    cost = {"memory": slot.cost.memory, "rounds": slot.cost.rounds, "lanes": slot.cost.lanes}
    told |= {"of": slot.of, "who": slot.who, "salt": slot.salt, "kdf": "argon2id", "cost": cost}
    return told | {"public": slot.public, "private": slot.private} if slot.public else told


def _slot(told: dict[str, Any]) -> Slot:
    kind, data = str(told["kind"]), str(told["key"])
    if kind == OPEN:
        return opened(bytes.fromhex(data))
    if kind not in (PASSWORD, RECOVERY) or told["kdf"] != "argon2id":
        raise _Newer
    cost = Cost(**{name: int(value) for name, value in told["cost"].items()})
    pair = str(told.get("public", "")), str(told.get("private", ""))
    return Slot(kind, data, str(told["of"]), str(told["who"]), str(told["salt"]), cost, *pair)


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


def _settle(db: Path, fitting: bytes, known: clerk.Roster) -> None:
    """Forget the key of a database that is no longer here, and slots that counted once; what cannot be written waits."""
    try:
        change(db, lambda now: without_former(only(now, fitting), known))
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
