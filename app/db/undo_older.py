"""Undoing an older work, row by row and honestly: reversed, kept because changed since, failed."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.db.store import Store
from app.db.undo import Undone, changes_of
from app.db.work import Work
from app.errors import UserError


def undo_older(store: Store, target: int) -> Undone:
    """Takes back what still stands as that work left it; the undo is a work of its own and can be undone itself."""
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT label, kind, undone FROM work WHERE id = ?", (target,)).first()
    if found is None or found[1] != "do":
        raise UserError(f"没有编号为 {target} 的操作。", "编号可在“修改记录”里查到。")
    if found[2]:
        raise UserError(f"“{found[0]}”已经撤销过了。")
    told = {"kept": [], "failed": []}  # type: dict[str, list[str]]
    count = 0
    with store.work(f"逐条撤销“{found[0]}”") as work:
        for change in changes_of(work.connection, target, newest_first=True):
            for row in range(change["row"], change["last"] + 1):
                fate = _row(work, change, row)
                count += fate == "reversed"
                if fate in told:
                    told[fate].append(f"{change['record']}:{row}")
    return Undone(target, found[0], count, tuple(told["kept"]), tuple(told["failed"]))


def _row(work: Work, change: Mapping[str, Any], row: int) -> str:
    """`reversed`, `kept`, `failed`, or `gone` when nothing is left to take back."""
    table = change["record"]
    try:
        present = work.row(table, row)
    except KeyError:
        return "gone"
    if change["before"] is None:
        return _unmake(work, table, row, present) if not _changed_since(work.connection, table, row, change["id"]) else "kept"
    old, new = json.loads(change["before"]), json.loads(change["after"])
    if any(present[name] != value for name, value in new.items()):
        return "kept"
    return _tried(work, lambda: work.write(table, row, present, old))


def _changed_since(connection: Connection, table: str, row: int, change: int) -> bool:
    sql = (
        'SELECT count(*) FROM change c JOIN work w ON w.id = c.work WHERE c.record = ? AND c."row" <= ? AND c.last >= ? '
        "AND c.id > ? AND w.kind = 'do' AND w.undone = 0 AND c.before IS NOT NULL"
    )
    return bool(connection.exec_driver_sql(sql, (table, row, row, change)).scalar_one())


def _unmake(work: Work, table: str, row: int, present: Mapping[str, Any]) -> str:
    """A made row is voided, not deleted: ids that others may remember stay explained."""
    return _tried(work, lambda: work.write(table, row, present, {"void_reason": "撤销导入"}))


def _tried(work: Work, act: Any) -> str:
    try:
        with work.connection.begin_nested():
            act()
    except IntegrityError:
        return "failed"
    return "reversed"
