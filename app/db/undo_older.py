"""Undoing an older work, row by row and honestly: taken back, kept because something came after it, failed.

What it would do is told by the same steps that do it: read where nothing can fail, else done and let go again.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from sqlcipher3 import dbapi2

from app.db.clerk import PEOPLE
from app.db.session import Connection
from app.db.store import Store
from app.db.undo import bring, erase, packed_rows
from app.db.undo_staying import Node, Values, leading, staying, touched
from app.db.work import ERASE, Work
from app.errors import UserError
from app.models import RECORDS
from app.models.column import CheckConstraint
from app.progress import Progress, silent

_CHUNK = 2_000  # rows that are packed into the history together
_SPLIT = 64  # a chunk that fails is tried again in parts; below this, row by row


@dataclass(frozen=True)
class Lot:
    """Rows that go back together: `what` is 撤去 (the work had made them), 改回 or 恢复 (it had taken them away)."""

    record: str
    rows: range
    what: str


@dataclass(frozen=True)
class Line:
    """One row that stays as it is, and why."""

    record: str
    row: int
    why: str


@dataclass
class Fates:
    """What becomes, or became, of every row of a work."""

    work: int
    label: str
    planned: bool = False  # nothing was kept of it: it is what would become of them
    lots: list[Lot] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    failed: list[Line] = field(default_factory=list)

    @property
    def reversed(self) -> int:
        return sum(len(lot.rows) for lot in self.lots)


class _Looked(Exception):
    """Enough was seen: nothing of it is kept."""


After = Callable[[Work], object]


@dataclass(frozen=True)
class Hand:
    """What is done with rows that go back: really, or only in words."""

    take: Callable[[str, range], None]
    change_back: Callable[[Node, Values], None]
    bring_back: Callable[[Mapping[str, Any]], None]


def plan(store: Store, target: int, *, progress: Progress = silent) -> Fates:
    """The three lists before anything is done; the database stays as it is.

    Where nothing can fail, reading tells all of it, and others save meanwhile; otherwise it is done and let go.
    """
    fates = _named(store, target)
    fates.planned = True
    with store.read() as reader:
        if cannot_fail(reader, target):
            _turn(reader, fates, _telling(reader, fates), progress)
            return fates
    with suppress(_Looked), store.work("试算") as work:
        _turn(work.connection, fates, _acting(work, fates), progress)
        raise _Looked
    return fates


def undo_older(store: Store, target: int, *, after: After | None = None, progress: Progress = silent) -> Fates:
    """Takes back what still stands as that work left it; the undo is a work of its own and can be undone itself.

    `after` makes agree what must agree, where something was kept or failed.
    """
    fates = _named(store, target)
    with store.work(f"逐条撤销“{fates.label}”", target=target) as work:
        _turn(work.connection, fates, _acting(work, fates), progress)
        if after is not None and (fates.kept or fates.failed):
            after(work)
    return fates


def _named(store: Store, target: int) -> Fates:
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT label, kind, undone FROM work WHERE id = ?", (target,)).first()
    if found is not None and found[1] == ERASE:
        raise UserError("彻底删除不能撤销。", "还有此人的备份可以恢复，但之后登记的都会回到那一天。")
    if found is not None and found[1] == PEOPLE:
        raise UserError("用户和密码的改动不能撤销。", "请在“密码与锁定”里再改一次。")
    if found is None or found[1] != "do":
        raise UserError(f"没有编号为 {target} 的操作。", "编号可在“修改记录”里查到。")
    if found[2]:
        raise UserError(f"“{found[0]}”已经撤销过了。")
    return Fates(target, found[0])


def _turn(reader: Connection, fates: Fates, hand: Hand, progress: Progress) -> None:
    """Newest change first, so that what leads to a row goes before the row."""
    of = touched(reader, fates.work)
    stays = staying(reader, fates.work, of)
    fates.kept += [Line(record, row, why) for (record, row), why in sorted(stays.items())]
    turned: set[Node] = set()
    sql = 'SELECT id, record, "row", last, before, after FROM change WHERE work = ? ORDER BY id DESC'
    changes = [dict(row) for row in reader.exec_driver_sql(sql, (fates.work,)).mappings()]
    for i, change in enumerate(changes):
        node = (change["record"], change["row"])
        if i % 100 == 0:
            progress(i, len(changes), "逐条撤销")
        if change["before"] is None:
            for run in _going(reader, change["record"], range(change["row"], change["last"] + 1), stays, progress):
                hand.take(change["record"], run)
        elif change["after"] is None:
            hand.bring_back(change)
        elif node not in stays and node in of.after and node not in turned:
            turned.add(node)
            hand.change_back(node, of.before[node])


def _acting(work: Work, fates: Fates) -> Hand:
    def change_back(node: Node, values: Values) -> None:
        record, row = node
        try:
            with work.connection.begin_nested():
                work.change(RECORDS[record], row, values)
        except KeyError:
            return  # the row itself is gone: nothing is left to take back
        except dbapi2.IntegrityError:
            fates.failed.append(Line(record, row, "改回后会与别的记录冲突"))
        else:
            fates.lots.append(Lot(record, range(row, row + 1), "改回"))

    return Hand(partial(_take, work, fates), change_back, partial(_bring_back, work, fates))


def _telling(reader: Connection, fates: Fates) -> Hand:
    """For works that made and changed rows only, and where nothing stands against it (`cannot_fail`)."""

    def take(record: str, rows: range) -> None:
        fates.lots.append(Lot(record, rows, "撤去"))

    def change_back(node: Node, _values: Values) -> None:
        record, row = node
        if reader.exec_driver_sql(f"SELECT 1 FROM {record} WHERE id = ?", (row,)).first():
            fates.lots.append(Lot(record, range(row, row + 1), "改回"))

    def bring_back(_change: Mapping[str, Any]) -> None:
        raise AssertionError("rows that come back may fail")

    return Hand(take, change_back, bring_back)


def cannot_fail(reader: Connection, target: int) -> bool:
    """Does the work bring no row back and write no column that a constraint or a link guards? `staying` sees to the rest."""
    sql = "SELECT DISTINCT record, j.key FROM change, json_each(before) j WHERE work = ? AND after IS NOT NULL"
    columns = {(record, name) for record, name in reader.exec_driver_sql(sql, (target,))}
    sql = "SELECT count(*) FROM change WHERE work = ? AND after IS NULL"
    brought = reader.exec_driver_sql(sql, (target,)).scalar_one()
    return not brought and not any(name in guarded(record) for record, name in columns)


@cache
def guarded(record: str) -> frozenset[str]:
    """Columns whose change can offend: links, and what a check or a unique index speaks of."""
    kind = RECORDS[record]
    words: set[str] = {name for name, column in kind.declared().items() if column.to or column.unique}
    for one in kind.constraints():
        if isinstance(one, CheckConstraint):
            words |= set(re.findall(r"\w+", one.sql))
        elif one.unique:
            words |= {*one.columns, *re.findall(r"\w+", one.where)}
    return frozenset(words)


def _going(
    reader: Connection, record: str, rows: range, stays: Mapping[Node, str], progress: Progress
) -> Iterator[range]:
    """Rows that the work made and that may go, the last made first."""
    alone = all(other != record for other, _name in leading(RECORDS[record]))
    step = _CHUNK if alone else len(rows)  # rows that lead to each other go together
    for start in reversed(range(rows.start, rows.stop, step)):
        part = range(start, min(start + step, rows.stop))
        progress(rows.stop - start, len(rows), f"撤去{RECORDS[record].title}")
        yield from reversed(list(_runs(reader, record, part, stays)))


def _take(work: Work, fates: Fates, record: str, rows: range) -> None:
    """They are packed into the history."""
    packed = b"" if fates.planned else packed_rows(work.connection, record, rows)
    try:
        with work.connection.begin_nested():
            erase(work.connection, record, rows)
    except dbapi2.IntegrityError:
        if len(rows) == 1:
            fates.failed.append(Line(record, rows.start, "还有别的记录要用到它"))
            return
        step = len(rows) // 2 if len(rows) > _SPLIT else 1
        for start in reversed(range(rows.start, rows.stop, step)):
            _take(work, fates, record, range(start, min(start + step, rows.stop)))
    else:
        work.record_range(record, rows, gone=packed)
        fates.lots.append(Lot(record, rows, "撤去"))


def _bring_back(work: Work, fates: Fates, change: Mapping[str, Any]) -> None:
    """What the work had taken away stands again; its content lies in the history."""
    record, rows = change["record"], range(change["row"], change["last"] + 1)
    packed = work.connection.exec_driver_sql('SELECT "rows" FROM change WHERE id = ?', (change["id"],)).scalar()
    if not packed:
        return
    try:
        with work.connection.begin_nested():
            bring(work, record, rows, packed)
    except dbapi2.IntegrityError:
        fates.failed.append(Line(record, rows.start, "现在已有同样的记录，没有恢复"))
    else:
        fates.lots.append(Lot(record, rows, "恢复"))


def _runs(connection: Connection, record: str, rows: range, stays: Mapping[Node, str]) -> Iterator[range]:
    """Rows that stand and may go, as ranges without a gap."""
    start = last = None
    sql = f"SELECT id FROM {record} WHERE id BETWEEN ? AND ? ORDER BY id"
    for (row,) in connection.exec_driver_sql(sql, (rows.start, rows.stop - 1)).all():
        if (record, row) in stays:
            continue
        if last is not None and start is not None and row != last + 1:
            yield range(start, last + 1)
            start = row
        start, last = (row if start is None else start), row
    if start is not None and last is not None:
        yield range(start, last + 1)
