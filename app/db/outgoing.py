"""How is it kept that something left the program, so that nobody can change or drop the note of it unseen?

The note stands in a table of its own; the work that made it carries its digest in the history chain.
"""

import hashlib
import json
from dataclasses import astuple, dataclass
from typing import Any

from app import clock
from app.db import erasure
from app.db.session import Connection
from app.db.work import Work

TABLE = "outgoing"
_COLUMNS = (
    "id", "work", "at", "by", "act", "name", "title", "whom", "purpose", "asked", "mask", "row_count", "files", "content",
)  # fmt: skip
_SELECT = ", ".join(f'"{name}"' for name in _COLUMNS)


@dataclass(frozen=True)
class Note:
    """What is noted of a departure; see `app.models.outgoing`. `files` are (name, SHA-256, bytes)."""

    act: str
    name: str
    title: str
    whom: str
    purpose: str
    asked: str
    mask: str
    row_count: int
    files: tuple[tuple[str, str, int], ...]


def keep(work: Work, note: Note, packed: bytes) -> int:
    """Notes it inside a work of the kind `OUT`; `packed` are its rows, b"" for none. The number of the note."""
    connection = work.connection
    content = hashlib.sha256(packed).hexdigest() if packed else ""
    if content:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO outgoing_content (digest, packed) VALUES (?, ?)", (content, packed)
        )
    *told, files = astuple(note)
    values = (work.id, clock.stamp(), work.by, *told, json.dumps(files, ensure_ascii=False), content)
    marks = ", ".join("?" * len(values))
    names = _SELECT.removeprefix('"id", ')
    row = int(connection.exec_driver_sql(f"INSERT INTO outgoing ({names}) VALUES ({marks})", values).lastrowid or 0)
    work.record_change(TABLE, row, None, {"seal": _seal((row, *values))})
    return row


def altered(reader: Connection) -> tuple[str, ...]:
    """Sentences on notes that are not as they were written, that are gone, or whose rows are."""
    sealed = {
        int(row): json.loads(after)["seal"]
        for row, after in reader.exec_driver_sql(f"SELECT \"row\", after FROM change WHERE record = '{TABLE}'")
    }
    found = []
    kept = {**_kept(reader), **dict.fromkeys(erasure.dropped(reader), True)}
    for row in reader.exec_driver_sql(f"SELECT {_SELECT} FROM outgoing ORDER BY id"):
        if sealed.pop(row[0], "") != _seal(tuple(row)):
            found.append(f"外发记录第 {row[0]} 号与写入时不同")
        elif row[-1] and not kept.get(row[-1]):
            found.append(f"外发记录第 {row[0]} 号的外发内容不见了或被改动过")
    if sealed:
        found.append(f"有 {len(sealed)} 条外发记录不见了")
    return tuple(found)


def _kept(reader: Connection) -> dict[str, bool]:
    """Digest → whether the bytes under it are those it was made of."""
    rows = reader.exec_driver_sql("SELECT digest, packed FROM outgoing_content")
    return {digest: hashlib.sha256(packed).hexdigest() == digest for digest, packed in rows}


def _seal(values: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
