"""用户: several clerks on one PC, each with a password and a role; added, given another role or password, taken away.

Only a 主任 may, with her password (`app.db.clerk.note` asks for the role). Everything stands in the history under her name.
"""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from app.db import clerk, key, recovery
from app.db import rekey as rekeying
from app.db.clerk import CHIEF, PEOPLE, ROLES, Clerk, Roster
from app.db.slot import PASSWORD, Entrance, Slot, Words, one_name
from app.db.store import Store
from app.errors import UserError
from app.operations import access, erasing
from app.operations.draft import reseal
from app.progress import Progress, silent


@dataclass(frozen=True)
class Removed:
    """What opens the database from now on, and the backups that still open as before."""

    entrance: Entrance
    backups: tuple[Path, ...]


def manages(store: Store) -> bool:
    """Is it a 主任 who works here?"""
    return store.clerk().role == CHIEF


def listed(store: Store) -> tuple[Clerk, ...]:
    """Everybody, in the order they came; empty where there is one clerk without a name."""
    with store.read() as reader:
        return clerk.roster(reader).clerks


def add(store: Store, name: str, role: str, password: str, *, own: str, own_name: str = "") -> str:
    """Another clerk with a first password. `own`: that of the 主任 who adds; `own_name` when she had none so far.

    The new recovery code when one had to be made (the former opens nothing any more), else "". UserError: nothing changed.
    """
    name, own_name = one_name(name), one_name(own_name)
    access.refuse_weak(password)
    _refuse_role(role)
    if not key.read_key(store.path).locked:
        raise UserError("这个数据库还没有设密码，不能添加用户。", "请先设置自己的密码。")
    who = access.prove(store.path, store.key, Words(PASSWORD, own, store.who)).who
    with store.read() as reader:
        known, number = clerk.roster(reader), clerk.next_number(reader)
    _refuse_name(name, {one.name for one in known.clerks} or {own_name})
    grounds = _grounds(store, known, Words(PASSWORD, own, who or own_name), number)
    number += grounds.came
    hers = access.sealed(Words(PASSWORD, password, name), store.key, paired=True)
    changes = (*grounds.changes, (None, Clerk(number, name, role, hers.public)))
    before, store.who = store.who, who or own_name
    try:
        access.admit(store, f"添加用户“{name}”（{role}）", (*grounds.made, hers), changes)
    except BaseException:
        store.who = before
        raise
    return grounds.code


@dataclass(frozen=True)
class _Grounds:
    """What must be there before a second clerk can come; `came`: the first one got her name only now."""

    made: tuple[Slot, ...] = ()
    changes: tuple[access.Change, ...] = ()
    code: str = ""
    came: bool = False


def _grounds(store: Store, known: Roster, own: Words, number: int) -> _Grounds:
    """The 主任's own password and the recovery code with keys of their own, where they had none."""
    publics = {slot.public for slot in key.read_key(store.path).slots if slot.public}
    me = next((one for one in known.clerks if one.name == own.who), None)
    made: list[Slot] = []
    changes: list[access.Change] = []
    if me is None or me.public not in publics:
        made.append(access.sealed(own, store.key, paired=True))
        public = made[0].public
        changes.append((me, replace(me, public=public) if me else Clerk(number, own.who, CHIEF, public)))
    if any(not one.number and one.public in publics for one in known.told):
        return _Grounds(tuple(made), tuple(changes), came=me is None)
    code = recovery.fresh()
    slot, change = access.coded(known, code, store.key)
    return _Grounds((*made, slot), (*changes, change), code, came=me is None)


def assign(store: Store, name: str, role: str, *, own: str) -> None:
    """Another role for a clerk."""
    _refuse_role(role)
    access.prove(store.path, store.key, Words(PASSWORD, own, store.who))
    one = _other(store, name, "改自己的角色")
    with store.work(f"用户“{one.name}”改为{role}", kind=PEOPLE) as work:
        clerk.note(work, one, replace(one, role=role))


def reset(store: Store, name: str, password: str, *, own: str) -> None:
    """A new password for a clerk who lost hers."""
    access.refuse_weak(password)
    access.prove(store.path, store.key, Words(PASSWORD, own, store.who))
    one = _other(store, name, "在这里改自己的密码")
    access.renew(store.path, store.key, one, password, label=f"重设用户“{one.name}”的密码", by=store.who)


def remove(store: Store, name: str, *, own: str, progress: Progress = silent) -> Removed:
    """Takes a clerk away: the database gets a new data key, which her password does not open. Closes `store`.

    UserError: nothing has changed (also while somebody else has the database open).
    """
    access.prove(store.path, store.key, Words(PASSWORD, own, store.who))
    one = _other(store, name, "停用自己")
    with store.read() as reader:
        clerk.refuse(clerk.present(reader, store.who), CHIEF, "管用户")
        known = clerk.roster(reader)
    stay = {other.public: other.name for other in known.told if other != one}
    there = {slot.public for slot in key.read_key(store.path).slots}
    if missing := "、".join(name for public, name in stay.items() if public not in there):
        raise UserError(
            f"密钥文件里没有{missing}的密码，不能换密钥，没有停用。", "请先给这些人重设密码、重换恢复码，再停用。"
        )
    old = store.key
    fresh = rekeying.rekey(
        store,
        f"停用用户“{one.name}”",
        lambda work: clerk.note(work, one, None),
        lambda slot: slot.public in stay,
        progress,
    )
    reseal(store.path, [other.name for other in known.clerks if other != one], old, fresh)
    return Removed(Entrance(fresh, store.who), erasing.backups(store.path, 0, sys.maxsize))


def _other(store: Store, name: str, doing: str) -> Clerk:
    """A clerk by name, but for the one who asks: so there is always a 主任."""
    everybody = listed(store)
    one = next((one for one in everybody if one.name == one_name(name)), None)
    if one is None:
        known = "、".join(one.name for one in everybody) or "还没有添加过用户"
        raise UserError(f"没有叫“{name}”的用户。", f"现有：{known}。")
    if one.name == one_name(store.who) or len(everybody) == 1:
        raise UserError(f"不能{doing}。", f"请另一位{CHIEF}来做；自己的密码在“密码与锁定”里换。")
    return one


def _refuse_name(name: str, taken: set[str]) -> None:
    if not name or "" in taken:
        raise UserError("姓名不能空着，没有添加。", "第一次添加用户时，自己的姓名也要填。")
    if name in taken:
        raise UserError(f"已经有叫“{name}”的用户，没有添加。", "同名的人请在姓名后面加字区别。")


def _refuse_role(role: str) -> None:
    if role not in ROLES:
        raise UserError(f"没有“{role}”这种角色。", f"可用：{'、'.join(ROLES)}。")
