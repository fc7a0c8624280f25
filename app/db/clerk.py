"""Who works with a database, and what may each of them do?

The clerks stand in no table: they are what the works of the kind `PEOPLE` tell of them, so that nobody alters a role
without breaking the history chain, and nothing of them is readable outside the database. As long as no work tells of
clerks there is one who may do everything and is asked for no name.
"""

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.db import connection, drive, failure
from app.db.session import Connection
from app.db.slot import PASSWORD, RECOVERY, Slot, one_name
from app.db.work import Work
from app.errors import UserError

PEOPLE, CLERK = "people", "clerk"  # the kind of work, and under which name its changes stand
CHIEF, WRITER, READER = "主任", "录入", "查阅"
ROLES = {
    CHIEF: "什么都可以做，包括管用户、改设置和代码表、恢复备份、彻底删除",
    WRITER: "登记、修改、导入、打印、导出",
    READER: "查看，脱敏打印",
}
_RANK = (READER, WRITER, CHIEF)


@dataclass(frozen=True)
class Clerk:
    """`public` is that of the slot which counts for her (`app.db.slot`). Number 0 is no person but the recovery code."""

    number: int
    name: str
    role: str
    public: str = ""


@dataclass(frozen=True)
class Roster:
    """Who has not been taken away, by number; `former` publics once counted and do no more."""

    told: tuple[Clerk, ...] = ()
    former: frozenset[str] = frozenset()

    @property
    def clerks(self) -> tuple[Clerk, ...]:
        """The persons."""
        return tuple(one for one in self.told if one.number)


ALONE = Clerk(0, "", CHIEF)


def roster(reader: Connection) -> Roster:
    """Empty where there is a single clerk."""
    sql = (
        'SELECT c."row", c.after FROM change c JOIN work w ON w.id = c.work '
        "WHERE c.record = ? AND w.kind = ? ORDER BY c.id"
    )
    told: dict[int, Clerk] = {}
    publics = set()
    for number, after in reader.exec_driver_sql(sql, (CLERK, PEOPLE)):
        told.pop(number, None)
        if after is not None:
            told[number] = Clerk(number, **json.loads(after))
            publics |= {"", told[number].public}
    now = {one.public for one in told.values()}
    return Roster(tuple(told[number] for number in sorted(told)), frozenset(publics - now))


def next_number(reader: Connection) -> int:
    """A number is never used twice."""
    sql = 'SELECT coalesce(max("row"), 0) + 1 FROM change WHERE record = ?'
    return int(reader.exec_driver_sql(sql, (CLERK,)).scalar_one())


def present(reader: Connection, who: str) -> Clerk:
    """What `who` is at this moment."""
    return found(roster(reader), who)


def found(known: Roster, who: str) -> Clerk:
    """The only clerk needs no name. Somebody whom the roster does not know may look, and no more."""
    if len(known.clerks) < 2:
        return known.clerks[0] if known.clerks else ALONE
    return next((one for one in known.clerks if one.name == one_name(who)), Clerk(-1, one_name(who), READER))


def asked(db: Path, data_key: bytes) -> Roster:
    """The roster of a database that nobody has opened yet; empty for one that keeps no history."""
    with (
        failure.spoken(db),
        contextlib.closing(connection.connect(db, data_key, readonly=not drive.writable(db))) as raw,
    ):
        reader = Connection(raw)
        there = reader.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'change'").scalar()
        return roster(reader) if there else Roster()


def counting(slots: Iterable[Slot], known: Roster) -> tuple[Slot, ...]:
    """The slots that the roster tells of; without a roster those of a single clerk. A slot that was written before the work
    that tells of it, or still lies there after the one that took it away, does not count.

    All count where no password would: a key file that was copied back must not shut everybody out for good.
    """
    slots = tuple(slots)
    publics = {one.public for one in known.told} or {""}
    told = tuple(slot for slot in slots if slot.public in publics)
    return told if any(slot.kind == PASSWORD for slot in told) else slots


def whose(slot: Slot, known: Roster) -> str:
    """The name in the roster. Who has the code may do what the first 主任 may, whose password it sets anew; so does a slot
    from before there were names.
    """
    named = (one.name for one in known.clerks if one.public == slot.public)
    chief = (one.name for one in known.clerks if one.role == CHIEF and (slot.kind == RECOVERY or not slot.public))
    return next(named, "") or next(chief, "")


def note(work: Work, former: Clerk | None, latter: Clerk | None) -> None:
    """Tells, inside a work of the kind `PEOPLE`, that somebody came, changed or went. UserError: only a 主任 may, but for a
    new password of one's own.
    """
    acting = present(work.connection, work.by)
    if former is None or latter is None or former != acting or former != replace(latter, public=former.public):
        refuse(acting, CHIEF, "管用户")
    number = (latter or former or ALONE).number
    work.record_change(CLERK, number, _told(former), _told(latter))


def _told(one: Clerk | None) -> Mapping[str, Any] | None:
    return None if one is None else {name: value for name, value in asdict(one).items() if name != "number"}


def refuse(one: Clerk, needed: str, doing: str) -> None:
    """UserError when the role of `one` does not reach so far."""
    if _RANK.index(one.role) < _RANK.index(needed):
        who = f"“{one.name}”" if one.name else "现在打开程序的人"
        raise UserError(f"{who}的角色是{one.role}，不能{doing}。", f"需要时请{CHIEF}来做，或请{CHIEF}调整角色。")
