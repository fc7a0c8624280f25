"""Setting, changing, losing and taking back the password of a database. With one clerk each is one rewriting of the key
file, which touches no page of the database; with several a work tells which words count (`admit`). After a crash at any
moment the old words open, or the new ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app.db import clerk, door, key, recovery
from app.db.clerk import CHIEF, PEOPLE, Clerk, Roster
from app.db.key import KeyFile
from app.db.slot import OPEN, PASSWORD, RECOVERY, Entrance, Slot, Words, one_name, opened
from app.db.store import Store
from app.errors import UserError, WrongWords
from app.loading import late

SHORTEST = 6


CODE = "恢复码"
Change = tuple[Clerk | None, Clerk | None]


def unlock(db: Path, words: Words) -> bytes:
    """The data key; see `enter`."""
    return enter(db, words).data_key


def enter(db: Path, words: Words) -> Entrance:
    """The data key and who it is; WrongWords, after a wait that grows, when the words do not fit."""
    if words.kind == RECOVERY:
        words = Words(RECOVERY, recovery.read(words.text))
    return key.enter(key.read_key(db), db, words)


def words(typed: str, who: str = "") -> Words:
    """A password (of `who`), or the recovery code if it reads as one."""
    try:
        return Words(RECOVERY, recovery.read(typed))
    except UserError:
        return Words(PASSWORD, typed, who)


def set_password(db: Path, data_key: bytes, new: str, *, old: str = "", who: str = "") -> str:
    """Sets the first password and gives the recovery code to print (this once); or changes it: `old` must be right.

    "" when a password was changed: the recovery code stays as it was. UserError: nothing has changed.
    """
    refuse_weak(new)
    present = key.only(key.read_key(db), data_key)
    if present.locked:
        proved = prove(db, data_key, Words(PASSWORD, old, who))
        known = clerk.asked(db, data_key)
        if known.told:
            renew(db, data_key, _named(known, proved.who), new)
        else:
            _replace_password(db, data_key, Words(PASSWORD, new, who))
        return ""
    code = recovery.fresh()
    made = (sealed(Words(PASSWORD, new, who), data_key), sealed(Words(RECOVERY, code), data_key))
    key.change(db, lambda now: _with(now, made, without=(OPEN,)))
    return code


def wait(db: Path) -> float:
    """Seconds the next try takes longer because of the wrong ones before it."""
    return door.wait_after(door.wrong_so_far(db))


def recover(db: Path, code: str, new: str, *, who: str = "") -> Entrance:
    """Opens with the recovery code and sets a new password; the code stays good. Every former password is void; where there
    are several clerks only that of the 主任 named `who` (needed when there is more than one 主任).
    """
    refuse_weak(new)
    data_key = unlock(db, Words(RECOVERY, code))
    known = clerk.asked(db, data_key)
    if known.told:
        lost = _lost(known, who)
        renew(db, data_key, lost, new, label="用恢复码设新密码")
        return Entrance(data_key, lost.name)
    made = (sealed(Words(PASSWORD, new), data_key),)
    key.change(db, lambda now: _with(now, made, without=(PASSWORD, OPEN)))
    return Entrance(data_key)


def _lost(known: Roster, who: str) -> Clerk:
    """Whose password is set anew by the code: a 主任, who sets those of the others."""
    chiefs = [one for one in known.clerks if one.role == CHIEF]
    found = [one for one in chiefs if one.name == one_name(who)] if one_name(who) or len(chiefs) > 1 else chiefs
    if not found:
        raise UserError(
            f"恢复码只能给{CHIEF}设新密码，没有改动。",
            f"请写明是哪位{CHIEF}；其他人忘记密码时，由{CHIEF}在“用户”里重设。",
        )
    return found[0]


def new_code(db: Path, data_key: bytes, password: str, *, who: str = "") -> str:
    """A new recovery code; the former one opens nothing from then on."""
    proved = prove(db, data_key, Words(PASSWORD, password, who))
    known = clerk.asked(db, data_key)
    code = recovery.fresh()
    if known.told:
        made, change = coded(known, code, data_key)
        with Store(db, data_key, who=proved.who) as store:
            admit(store, "换恢复码", (made,), (change,))
        return code
    boxes = (sealed(Words(RECOVERY, code), data_key),)
    key.change(db, lambda now: _with(now, boxes, without=(RECOVERY,)))
    return code


def coded(known: Roster, code: str, data_key: bytes) -> tuple[Slot, Change]:
    """The slot of a recovery code for several clerks, and what the work tells of it."""
    made = sealed(Words(RECOVERY, code), data_key, paired=True)
    former = next((one for one in known.told if not one.number), None)
    return made, (former, Clerk(0, CODE, "", made.public))


def renew(db: Path, data_key: bytes, one: Clerk, new: str, *, label: str = "更换密码", by: str = "") -> None:
    """Another password for a clerk of the roster, set by herself unless `by` somebody else."""
    made = sealed(Words(PASSWORD, new, one.name), data_key, paired=True)
    with Store(db, data_key, who=by or one.name) as store:
        admit(store, label, (made,), ((one, replace(one, public=made.public)),))


def admit(store: Store, label: str, made: Sequence[Slot], changes: Iterable[Change]) -> None:
    """Slots and the work that tells which of them count, in three steps: the slots are written, the work is kept (from
    here on they count), those that no longer do are taken away. UserError: nothing has changed.
    """
    db = store.path

    def settled(now: KeyFile) -> tuple[Slot, ...]:
        with store.read() as reader:
            return clerk.counting(key.only(now, store.key).slots, clerk.roster(reader))

    key.change(db, lambda now: replace(now, slots=(*settled(now), *made)))
    try:
        with store.work(label, kind=PEOPLE) as work:
            for former, latter in changes:
                clerk.note(work, former, latter)
    finally:
        key.change(db, lambda now: replace(now, slots=settled(now)))


def take_off(db: Path, data_key: bytes, password: str) -> None:
    """Back to a database that opens without words. Only where there is a single clerk."""
    present = key.only(key.read_key(db), data_key)
    if not present.locked:
        raise UserError("这个数据库没有设密码。", "不用取消。")
    if present.shared:
        raise UserError("这个数据库有几个人各自的密码，不能取消密码。", "请先停用其他用户。")
    prove(db, data_key, Words(PASSWORD, password))
    key.change(db, lambda now: _with(now, (opened(data_key),), without=(PASSWORD, RECOVERY)))


def refuse_weak(new: str) -> None:
    if len(new.strip()) < SHORTEST:
        raise UserError(f"新密码太短，没有设置：至少要 {SHORTEST} 个字符。", "可以用一句自己记得住的话。")


def prove(db: Path, data_key: bytes, words: Words) -> Entrance:
    """Whoever sits at an open window is not thereby the one who may change its password."""
    proved = key.enter(key.only(key.read_key(db), data_key), db, words)
    if proved.data_key != data_key:
        raise WrongWords("姓名或密码不对，没有改动。", "请核对后再试。")
    return proved


def _named(known: Roster, who: str) -> Clerk:
    """The one who proved herself."""
    return next((one for one in known.clerks if one.name == who), known.clerks[0])


def _replace_password(db: Path, data_key: bytes, new: Words) -> None:
    made = sealed(new, data_key)

    def turned(now: KeyFile) -> KeyFile:
        others = tuple(slot for slot in now.slots if not key.is_of(slot, new))
        return replace(now, slots=(*others, made))

    key.change(db, turned)


def sealed(words: Words, data_key: bytes, *, paired: bool = False) -> Slot:
    """A slot at the cost of this computer; a code carries bits enough by itself."""
    cost = late("app.db.secret:calibrated")() if words.kind == PASSWORD else late("app.db.secret:FLOOR")
    made: Slot = late("app.db.secret:seal")(words, data_key, cost=cost, paired=paired)
    return made


def _with(now: KeyFile, made: tuple[Slot, ...], *, without: tuple[str, ...]) -> KeyFile:
    kept = tuple(slot for slot in now.slots if slot.kind not in without)
    return replace(now, slots=(*kept, *made))
