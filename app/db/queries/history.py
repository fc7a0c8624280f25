"""Who changed what and when: works, and the changes of one row."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection


@dataclass(frozen=True)
class Act:
    """One work as a person reads it."""

    id: int
    label: str
    at: str
    by: str
    kind: str
    undone: bool
    changes: int


@dataclass(frozen=True)
class Trace:
    """One field of one row as one work changed it; stored values, links as row ids."""

    act: Act
    field: str
    old: Any
    new: Any


def works(reader: Connection, *, limit: int = 200, offset: int = 0) -> list[Act]:
    """Newest first."""
    sql = "SELECT id, label, at, by, kind, undone, changes FROM work ORDER BY id DESC LIMIT ? OFFSET ?"
    return [_act(row) for row in reader.exec_driver_sql(sql, (limit, offset))]


def traces(reader: Connection, record: str, row: int) -> list[Trace]:
    """What happened to one row, newest first; its making is one trace with an empty field name."""
    sql = (
        "SELECT w.id, w.label, w.at, w.by, w.kind, w.undone, w.changes, c.before, c.after FROM change c "
        'JOIN work w ON w.id = c.work WHERE c.record = ? AND c."row" <= ? AND c.last >= ? ORDER BY c.id DESC'
    )
    found: list[Trace] = []
    for *head, before, after in reader.exec_driver_sql(sql, (record, row, row)):
        act = _act(head)
        if before is None or after is None:
            found.append(Trace(act, "", None, None))
            continue
        old, new = json.loads(before), json.loads(after)
        found += [
            Trace(act, name, old.get(name), value)
            for name, value in new.items()
            if name not in ("sort_key", "search_key")
        ]
    return found


def _act(row: Any) -> Act:
    return Act(int(row[0]), str(row[1]), str(row[2]), str(row[3]), str(row[4]), bool(row[5]), int(row[6]))
