"""Is the database as it was written: every page, every reference, and nothing in it that we did not put there?"""

import contextlib
import re
from collections.abc import Collection
from typing import Any

from sqlcipher3 import dbapi2

# A page may be written by another process while the check reads it: only what stays wrong is damage.
_TRIES = 3


def pages(connection: Any) -> list[str]:
    """Damage found by SQLCipher's seal on every page and by SQLite's own check of structure; empty when whole.

    `connection`: an sqlcipher3 connection that may write, best outside a transaction. All rows of the answers are
    read; each becomes a Chinese sentence.
    """
    return seals(connection) or structure(connection)


def seals(connection: Any) -> list[str]:
    """Of `pages` the first half: SQLCipher's seal on every page."""
    found: list[str] = []
    for _ in range(_TRIES):
        found = _broken_pages(connection)
        if not found:
            break
    return found


def structure(connection: Any) -> list[str]:
    """Of `pages` the second half: SQLite's own check of what the pages hold."""
    try:
        rows = connection.execute("PRAGMA quick_check").fetchall()
    except dbapi2.DatabaseError:
        return ["数据库内部结构已损坏"]
    bad = [row for row in rows if row[0] != "ok"]
    return [f"数据库内部结构有 {len(bad)} 处不一致"] if bad else []


def settle(connection: Any) -> None:
    """Bring the log into the file. After a power cut in the middle of that, pages of the file are torn and whole in
    the log: the seal check reads the file alone and would cry damage. A reader, or a full disk, cannot: let it be.
    """
    with contextlib.suppress(dbapi2.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def references(connection: Any) -> list[str]:
    """Rows that point at a row that is not there, one sentence each."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"表 {table} 第 {rowid} 行指向的 {parent} 记录不存在" for table, rowid, parent, _ in rows]


def foreign_objects(connection: Any) -> list[str]:
    """Names of triggers, views and virtual tables: this program makes none, so each came from elsewhere."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') "
        "OR (type = 'table' AND rootpage = 0) ORDER BY name"
    ).fetchall()
    return [str(row[0]) for row in rows]


def strange_tables(connection: Any, known: Collection[str]) -> tuple[str, ...]:
    """A sentence for each table that is none of the program's and each column that is reckoned instead of kept."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    names = sorted(str(row[0]) for row in rows)
    found = [f"表 {name} 不是本程序建立的" for name in names if name not in known]
    for name in names:
        columns = connection.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden > 1", (name,)).fetchall()
        found += [f"表 {name} 的 {column} 栏不是本程序建立的" for (column,) in columns]
    return tuple(found)


def _broken_pages(connection: Any) -> list[str]:
    settle(connection)
    try:
        rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except dbapi2.DatabaseError:
        return ["数据库文件无法逐页核对"]
    return [_page_sentence(str(row[0])) for row in rows]


def _page_sentence(answer: str) -> str:
    number = re.search(r"page (\d+)", answer)
    return f"数据库第 {number[1]} 页与写入时不同" if number else "数据库文件长度不对，末尾可能被截断"
