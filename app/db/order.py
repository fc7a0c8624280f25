"""In which order do names stand in this database, and how do all rows come into another one?

Names stand in `sort_key`, so that every list, ledger and export follows and an index gives the order at any size; another order
writes these keys anew, once. The setting says what is wished, `meta` says what the rows have: also after an undo or an import.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.db import search
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import Record
from app.progress import Progress, silent
from app.settings import BY_NAME, NAME_ORDER, STROKES

_BATCH = 5_000


def by_strokes(meta: Mapping[str, str]) -> bool:
    """Do the rows stand by 笔画 (and not by pinyin)?"""
    return meta.get(NAME_ORDER) == STROKES


def follow(connection: Connection, progress: Progress = silent) -> None:
    """Writes the keys anew where the setting says another order than the rows have. They are made from other columns, so
    nothing of it is recorded.
    """
    said = connection.exec_driver_sql(
        "SELECT value FROM setting WHERE name = ? AND void_reason IS NULL", (NAME_ORDER,)
    ).scalar()
    wished = said or BY_NAME[NAME_ORDER].default
    held = connection.exec_driver_sql("SELECT value FROM meta WHERE name = ?", (NAME_ORDER,)).scalar()
    if wished == (held or BY_NAME[NAME_ORDER].default):
        return
    for record in RECORDS.values():
        for done, changed in _changed(connection, record, strokes=wished == STROKES):
            progress(done, 0, f"重排{record.title}")
            connection.exec_driver_sql(f"UPDATE {record.code()} SET sort_key = ? WHERE id = ?", changed)
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (NAME_ORDER, wished))


def _changed(
    connection: Connection, record: type[Record], *, strokes: bool
) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """(rows seen, [(key, id)] that differ), batch by batch."""
    caption = search.spoken(record)
    if not caption:
        return
    columns = ("order_no", caption)
    sql = f"SELECT id, sort_key, order_no, {caption} FROM {record.code()} WHERE id > ? ORDER BY id LIMIT {_BATCH}"
    last, done = 0, 0
    while rows := connection.exec_driver_sql(sql, (last,)).all():
        ids, held, *given = zip(*rows, strict=True)
        keys = search.sort_keys(record, dict(zip(columns, given, strict=True)), len(rows), strokes=strokes)
        last, done = ids[-1], done + len(rows)
        changed = [(key, row) for key, row, old in zip(keys, ids, held, strict=True) if key != old]
        if changed:
            yield done, changed
