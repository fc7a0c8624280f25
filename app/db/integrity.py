"""Is the database as it was written: every page, every reference, and nothing in it that we did not put there?"""

from typing import Any

from sqlcipher3 import dbapi2

# A page may be written by another process while the check reads it: only what stays wrong is damage.
_TRIES = 3


def pages(connection: Any) -> list[str]:
    """Damage found by SQLCipher's seal on every page and by SQLite's own check of structure; empty when whole.

    `connection`: an sqlcipher3 connection. Each answer is a Chinese sentence; all rows of the answers are read.
    """
    found: list[str] = []
    for _ in range(_TRIES):
        found = _broken_pages(connection)
        if not found:
            break
    return found or _broken_structure(connection)


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


def _broken_pages(connection: Any) -> list[str]:
    try:
        rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except dbapi2.DatabaseError:
        return ["数据库文件无法逐页核对"]
    return [_page_sentence(str(row[0])) for row in rows]


def _page_sentence(answer: str) -> str:
    number = "".join(mark for mark in answer if mark.isdigit())
    return f"数据库第 {number} 页与写入时不同" if "page" in answer else "数据库文件长度不对，末尾可能被截断"


def _broken_structure(connection: Any) -> list[str]:
    try:
        rows = connection.execute("PRAGMA quick_check").fetchall()
    except dbapi2.DatabaseError:
        return ["数据库内部结构已损坏"]
    bad = [row for row in rows if row[0] != "ok"]
    return [f"数据库内部结构有 {len(bad)} 处不一致"] if bad else []
