"""Taking a work back, and bringing it again: the newest whole or refused, an older one row by row and honestly."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db import search
from app.db.session import Connection
from app.db.store import Store
from app.db.work import ERASURE, FOLLOWS, Work
from app.errors import UserError
from app.models import RECORDS
from app.progress import Progress, silent


@dataclass(frozen=True)
class Undone:
    """`kept` rows changed since and stay as they are, `failed` rows could not go back; both as `record:id` texts."""

    work: int
    label: str
    reversed: int
    kept: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def undoable(reader: Connection) -> tuple[int, str] | None:
    """(id, label) of the newest work that stands, or None."""
    found = reader.exec_driver_sql(
        "SELECT id, label FROM work WHERE kind = 'do' AND undone = 0 ORDER BY id DESC LIMIT 1"
    ).first()
    return (int(found[0]), str(found[1])) if found else None


def redoable(reader: Connection) -> tuple[int, str] | None:
    """(id, label) of the work that a redo would bring back: the last undone one, if nothing new was done since."""
    found = reader.exec_driver_sql(
        "SELECT id, label FROM work WHERE kind = 'do' AND undone = 1 ORDER BY id LIMIT 1"
    ).first()
    return (int(found[0]), str(found[1])) if found else None


After = Callable[[Work, Sequence[Mapping[str, Any]]], None]


def undo(store: Store, *, after: After | None = None, progress: Progress = silent) -> Undone:
    """Takes the newest standing work back, whole, or refuses with a sentence.

    `after` gets the work and the changes that were turned, before the commit: what else must agree with them.
    """
    with store.read() as reader:
        found = undoable(reader)
    if found is None:
        raise UserError("没有可以撤销的操作。")
    return _turn(store, found, after, progress, back=True)


def redo(store: Store, *, after: After | None = None, progress: Progress = silent) -> Undone:
    """Brings the work that was undone last again."""
    with store.read() as reader:
        found = redoable(reader)
    if found is None:
        raise UserError("没有可以重做的操作。")
    return _turn(store, found, after, progress, back=False)


def _turn(store: Store, found: tuple[int, str], after: After | None, progress: Progress, *, back: bool) -> Undone:
    target, label = found
    kind = "undo" if back else "redo"
    with store.read() as reader:
        sql = 'SELECT 1 FROM change WHERE record = ? AND "row" = ? LIMIT 1'
        if reader.exec_driver_sql(sql, (ERASURE, target)).first():
            raise UserError("这一步里有已经彻底删除的内容，不能整体撤销。", "请在“修改记录”里逐条恢复其余的。")
    with store.work(f"{'撤销' if back else '重做'}“{label}”", kind=kind, target=target) as work:
        work.progress = progress
        work.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        changes = changes_of(work.connection, target, newest_first=back)
        count = 0
        for i, change in enumerate(changes):
            if i % 100 == 0:
                progress(i, len(changes), work.label)
            count += _whole(work, change, back=back)
        if after is not None:
            after(work, changes)
        work.connection.exec_driver_sql("UPDATE work SET undone = ? WHERE id = ?", (int(back), target))
    return Undone(target, label, count)


def changes_of(connection: Connection, work: int, *, newest_first: bool) -> list[Mapping[str, Any]]:
    direction = "DESC" if newest_first else ""
    rows = connection.exec_driver_sql(f"SELECT * FROM change WHERE work = ? ORDER BY id {direction}", (work,))
    return [dict(row) for row in rows.mappings()]


def _whole(work: Work, change: Mapping[str, Any], *, back: bool) -> int:
    """Turns one noted change; the newest work is always as it left the rows, so anything else is refused."""
    table, first, last = change["record"], change["row"], change["last"]
    if change["before"] is None or change["after"] is None:  # made, or taken away by the undo of an older work
        goes = back if change["before"] is None else not back
        _take_range(work, change) if goes else _bring_range(work, change)
        return int(last - first + 1)
    old, new = json.loads(change["before"]), json.loads(change["after"])
    goal, expected = (old, new) if back else (new, old)
    present = work.row(table, first)
    if any(present[name] != value for name, value in expected.items() if name not in FOLLOWS):
        raise UserError("这一步不能整体撤销：有记录在这之后又改过。", "请在“修改记录”里逐条恢复。")
    work.change(RECORDS[table], first, {name: value for name, value in goal.items() if name not in FOLLOWS})
    return 1


def _take_range(work: Work, change: Mapping[str, Any]) -> None:
    table, rows = change["record"], range(change["row"], change["last"] + 1)
    packed = packed_rows(work.connection, table, rows)
    erase(work.connection, table, rows)
    work.connection.exec_driver_sql('UPDATE change SET "rows" = ? WHERE id = ?', (packed, change["id"]))
    work.record_range(table, rows, gone=b"")


def packed_rows(connection: Connection, table: str, rows: range) -> bytes:
    """The whole rows with these ids, for `bring`."""
    sql = f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"
    found = connection.exec_driver_sql(sql, (rows.start, rows.stop - 1))
    return pack(list(found.keys()), [list(row) for row in found])


def erase(connection: Connection, table: str, rows: range) -> None:
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (rows.start, rows.stop - 1))


def take_away(work: Work, table: str, rows: Sequence[int]) -> None:
    """Rows that no work made (a migration did) go with what they hang on."""
    for row in rows:
        work.connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (row,))
        work.record_range(table, range(row, row + 1), gone=b"")


def _bring_range(work: Work, change: Mapping[str, Any]) -> None:
    bring(work, change["record"], range(change["row"], change["last"] + 1), change["rows"])
    work.connection.exec_driver_sql('UPDATE change SET "rows" = NULL WHERE id = ?', (change["id"],))


def bring(work: Work, table: str, rows: range, packed: bytes) -> None:
    """Rows that had gone stand again as they were: the version they had tells what they hold."""
    names, cells = unpack(packed)
    place = {name: i for i, name in enumerate(names)}
    keys = search.sort_keys(
        RECORDS[table], dict(zip(names, zip(*cells, strict=True), strict=True)), len(cells), strokes=work.strokes
    )
    for row, key in zip(cells, keys, strict=True):
        row[place["sort_key"]] = key
    marks = ", ".join("?" * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    work.connection.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [tuple(row) for row in cells])
    work.record_range(table, rows)


def pack(names: list[str], rows: list[list[Any]]) -> bytes:
    return zlib.compress(json.dumps([names, rows], ensure_ascii=False).encode(), 1)


def unpack(packed: bytes) -> tuple[list[str], list[list[Any]]]:
    names, rows = json.loads(zlib.decompress(packed))
    return names, rows
