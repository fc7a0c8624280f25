"""Setting, changing, losing and taking back the password of a database. Each is one rewriting of the key file, which
touches no page of the database and after a crash at any moment opens with the old words or with the new ones.
"""

from dataclasses import replace
from pathlib import Path

from app.db import door, key, recovery
from app.db.key import KeyFile
from app.db.slot import OPEN, PASSWORD, RECOVERY, Slot, Words, opened
from app.errors import UserError, WrongWords
from app.loading import late

SHORTEST = 6


def unlock(db: Path, words: Words) -> bytes:
    """The data key; WrongWords, after a wait that grows, when the words do not fit."""
    if words.kind == RECOVERY:
        words = Words(RECOVERY, recovery.read(words.text))
    return key.unlock(key.read_key(db), db, words)


def words(typed: str) -> Words:
    """A password, or the recovery code if it reads as one."""
    try:
        return Words(RECOVERY, recovery.read(typed))
    except UserError:
        return Words(PASSWORD, typed)


def set_password(db: Path, data_key: bytes, new: str, *, old: str = "", who: str = "") -> str:
    """Sets the first password and gives the recovery code to print (this once); or changes it: `old` must be right.

    "" when a password was changed: the recovery code stays as it was. UserError: nothing has changed.
    """
    refuse_weak(new)
    present = key.only(key.read_key(db), data_key)
    if present.locked:
        _prove(present, db, Words(PASSWORD, old, who), data_key)
        _replace_password(db, data_key, Words(PASSWORD, new, who))
        return ""
    code = recovery.fresh()
    made = (_sealed(Words(PASSWORD, new, who), data_key), _sealed(Words(RECOVERY, code), data_key))
    key.change(db, lambda now: _with(now, made, without=(OPEN,)))
    return code


def wait(db: Path) -> float:
    """Seconds the next try takes longer because of the wrong ones before it."""
    return door.wait_after(door.wrong_so_far(db))


def recover(db: Path, code: str, new: str) -> bytes:
    """Opens with the recovery code and sets a new password; every former password is void, the code stays good."""
    refuse_weak(new)
    data_key = unlock(db, Words(RECOVERY, code))
    made = (_sealed(Words(PASSWORD, new), data_key),)
    key.change(db, lambda now: _with(now, made, without=(PASSWORD, OPEN)))
    return data_key


def new_code(db: Path, data_key: bytes, password: str, *, who: str = "") -> str:
    """A new recovery code; the former one opens nothing from then on."""
    present = key.only(key.read_key(db), data_key)
    _prove(present, db, Words(PASSWORD, password, who), data_key)
    code = recovery.fresh()
    made = (_sealed(Words(RECOVERY, code), data_key),)
    key.change(db, lambda now: _with(now, made, without=(RECOVERY,)))
    return code


def take_off(db: Path, data_key: bytes, password: str) -> None:
    """Back to a database that opens without words. Only where there is a single clerk."""
    present = key.only(key.read_key(db), data_key)
    if not present.locked:
        raise UserError("这个数据库没有设密码。", "不用取消。")
    if present.shared:
        raise UserError("这个数据库有几个人各自的密码，不能取消密码。", "请先停用其他用户。")
    _prove(present, db, Words(PASSWORD, password), data_key)
    key.change(db, lambda now: _with(now, (opened(data_key),), without=(PASSWORD, RECOVERY)))


def refuse_weak(new: str) -> None:
    if len(new.strip()) < SHORTEST:
        raise UserError(f"新密码太短，没有设置：至少要 {SHORTEST} 个字符。", "可以用一句自己记得住的话。")


def _prove(present: KeyFile, db: Path, words: Words, data_key: bytes) -> None:
    """Whoever sits at an open window is not thereby the one who may change its password."""
    if key.unlock(present, db, words) != data_key:
        raise WrongWords("姓名或密码不对，没有改动。", "请核对后再试。")


def _replace_password(db: Path, data_key: bytes, new: Words) -> None:
    made = _sealed(new, data_key)

    def turned(now: KeyFile) -> KeyFile:
        others = tuple(slot for slot in now.slots if not key.is_of(slot, new))
        return replace(now, slots=(*others, made))

    key.change(db, turned)


def _sealed(words: Words, data_key: bytes) -> Slot:
    cost = late("app.db.secret:calibrated")() if words.kind == PASSWORD else late("app.db.secret:FLOOR")
    made: Slot = late("app.db.secret:seal")(words, data_key, cost=cost)
    return made


def _with(now: KeyFile, made: tuple[Slot, ...], *, without: tuple[str, ...]) -> KeyFile:
    kept = tuple(slot for slot in now.slots if slot.kind not in without)
    return replace(now, slots=(*kept, *made))
