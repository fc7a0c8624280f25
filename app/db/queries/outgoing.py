"""What left the program: for whom, when, how masked; the rows behind it; and two departures of one ledger side by side."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from app.db.session import Connection

ACTS = {
    "export": "导出", "all": "导出全部", "print": "打印", "fill": "填报", "send": "下发", "return": "退回", "package": "做报送包",
}  # fmt: skip


@dataclass(frozen=True)
class Departure:
    """One note. `at` is a stamp, `files` are (name, SHA-256, bytes), none for paper; `content` "" when no rows are kept."""

    id: int
    at: str
    by: str
    act: str
    name: str
    title: str
    whom: str
    purpose: str
    asked: str
    mask: str
    rows: int
    files: tuple[tuple[str, str, int], ...]
    content: str


@dataclass(frozen=True)
class Contents:
    """The rows of a departure as they went out. `columns` are (name, heading, kind), `keys` the uids of the rows or ()."""

    columns: tuple[tuple[str, str, str], ...] = ()
    keys: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()


_SELECT = 'SELECT id, at, "by", act, name, title, whom, purpose, asked, mask, row_count, files, content FROM outgoing'


def departures(
    reader: Connection, *, name: str = "", whom: str = "", since: str = "", words: str = "", limit: int = 1000
) -> list[Departure]:
    """Newest first. `name` of a ledger or record; `since` an ISO day; `words` stand in title, recipient, purpose or file."""
    asked = {
        "name = ?": name, "whom = ?": whom, "at >= ?": since, "instr(title || ' ' || whom || ' ' || purpose || ' ' || files, ?) > 0": words,
    }  # fmt: skip
    clauses = [clause for clause, value in asked.items() if value]
    where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
    values = tuple(value for value in asked.values() if value)
    return [
        _departure(row)
        for row in reader.exec_driver_sql(f"{_SELECT}{where} ORDER BY id DESC LIMIT {int(limit)}", values)
    ]


def departure(reader: Connection, number: int) -> Departure | None:
    row = reader.exec_driver_sql(f"{_SELECT} WHERE id = ?", (number,)).first()
    return _departure(row) if row else None


def former(reader: Connection, one: Departure) -> Departure | None:
    """The departure of the same thing before this one, to the same recipient when there is one."""
    sql = f"{_SELECT} WHERE name = ? AND title = ? AND content <> '' AND id < ? ORDER BY whom = ? DESC, id DESC LIMIT 1"
    row = reader.exec_driver_sql(sql, (one.name, one.title, one.id, one.whom)).first()
    return _departure(row) if row else None


def contents(reader: Connection, one: Departure) -> Contents:
    """The rows behind a departure; none where none were kept."""
    packed = reader.exec_driver_sql("SELECT packed FROM outgoing_content WHERE digest = ?", (one.content,)).scalar()
    return unpacked(packed) if packed is not None else Contents()


def packed(contents: Contents) -> bytes:
    """As bytes to be kept; the same rows give the same bytes."""
    told = [contents.columns, contents.keys, contents.rows]
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(content: bytes) -> Contents:
    columns, keys, rows = json.loads(zlib.decompress(content))
    return Contents(tuple(map(tuple, columns)), tuple(keys), tuple(map(tuple, rows)))


def _departure(row: Sequence[Any]) -> Departure:
    told = dict(zip((field.name for field in fields(Departure)), row, strict=True))
    left = tuple((name, digest, size) for name, digest, size in json.loads(told["files"]))
    return Departure(**{**told, "files": left})
