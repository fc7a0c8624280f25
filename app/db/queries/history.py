"""Who changed what and when: works, and the changes of one row."""

import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.db.clerk import CLERK
from app.db.queries.listing import caption_sql
from app.db.session import Connection
from app.db.undo_older import Fates
from app.db.work import ERASURE, ERASURE_CONTENT
from app.models import RECORDS
from app.models.record import field_map


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
    target: int | None = None  # what an undo, a redo or the undo of an older work turned


@dataclass(frozen=True)
class Trace:
    """One field of one row as one work changed it; stored values, links as row ids."""

    act: Act
    field: str
    old: Any
    new: Any


# What an erasure emptied besides the rows of registers (`app.db.erasure`).
_EMPTIED = {ERASURE: "修改记录", ERASURE_CONTENT: "外发内容"}


def works(reader: Connection, *, limit: int = 200, offset: int = 0) -> list[Act]:
    """Newest first; what only left the program has a list of its own (`app.db.queries.outgoing`)."""
    sql = "SELECT id, label, at, by, kind, undone, changes, target FROM work WHERE kind <> 'out' ORDER BY id DESC LIMIT ? OFFSET ?"
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


def newest(reader: Connection) -> int:
    """The number of the newest work, 0 when there is none."""
    return int(reader.exec_driver_sql("SELECT coalesce(max(id), 0) FROM work").scalar_one())


def since(reader: Connection, work: int) -> list[tuple[str, int]]:
    """(record, rows) of what was done after a work and still stands, the most first."""
    sql = (
        'SELECT c.record, sum(c.last - c."row" + 1) FROM change c JOIN work w ON w.id = c.work '
        "WHERE c.work > ? AND w.undone = 0 AND w.kind NOT IN ('undo', 'out', 'erase', 'people') GROUP BY c.record ORDER BY 2 DESC, 1"
    )
    return [(str(row[0]), int(row[1])) for row in reader.exec_driver_sql(sql, (work,))]


def _act(row: Any) -> Act:
    target = row[7] if len(row) > 7 else None
    return Act(int(row[0]), str(row[1]), str(row[2]), str(row[3]), str(row[4]), bool(row[5]), int(row[6]), target)


def details(reader: Connection, work: int, *, limit: int = 500) -> list[tuple[str, str, str]]:
    """(record title, rows, old → new) of each change of a work, in order."""
    sql = 'SELECT record, "row", last, before, after FROM change WHERE work = ? ORDER BY id LIMIT ?'
    found = []
    for record, first, last, before, after in reader.exec_driver_sql(sql, (work, limit)):
        if record in _EMPTIED:
            found.append((_EMPTIED[record], f"第 {first} 号", "清空"))
            continue
        if record == CLERK:
            found.append(("用户", *_clerk(before, after)))
            continue
        model = RECORDS[record]
        if before is None or after is None:
            what = "新增" if before is None else "撤去"
            found.append((model.title, f"{last - first + 1:,} {model.counter}", what))
            continue
        known, old = field_map(model), json.loads(before)
        parts = [
            f"{known[name].label if name in known else name}：{_told(old.get(name))} → {_told(value)}"
            for name, value in json.loads(after).items()
            if name not in ("sort_key", "search_key")
        ]
        caption = reader.exec_driver_sql(f"SELECT {caption_sql(record, '?')}", (first,)).scalar()
        found.append((model.title, str(caption or ""), "；".join(parts)))
    return found


def _clerk(before: str | None, after: str | None) -> tuple[str, str]:
    """(name, what happened) of a clerk or the recovery code."""
    old, new = (json.loads(text) if text else {} for text in (before, after))
    name = str((new or old)["name"])
    if not old or not new:
        return name, f"新增 {new['role']}".strip() if new else "停用"
    return name, f"角色：{old['role']} → {new['role']}" if old["role"] != new["role"] else "更换"


def _told(value: Any) -> str:
    return "空" if value is None else str(value)


def fates(reader: Connection, found: Fates, *, limit: int = 500) -> list[tuple[str, str, str, str]]:
    """(撤销 保留 or 失败, record title, who, how or why) of the rows of an older work, what stays first; then how many more.

    Rows that are taken away are named by their number once they are gone.
    """
    told = [("失败", line.record, line.row, line.why) for line in found.failed]
    told += [("保留", line.record, line.row, line.why) for line in found.kept]
    back = ((lot.record, row, lot.what) for lot in found.lots for row in lot.rows)
    told += [("撤销", *one) for one in islice(back, max(limit - len(told), 0))]
    rows = [(fate, RECORDS[record].title, _caption(reader, record, row), why) for fate, record, row, why in told]
    more = found.reversed + len(found.kept) + len(found.failed) - len(rows)
    return rows + ([("撤销", "", "", f"此外还有 {more:,} 条")] if more else [])


def _caption(reader: Connection, record: str, row: int) -> str:
    return str(reader.exec_driver_sql(f"SELECT {caption_sql(record, '?')}", (row,)).scalar() or f"第 {row} 号")
