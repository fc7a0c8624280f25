"""Do the rows keep to the rules that every work must leave behind, and is the history as it was written?"""

import hashlib
import json
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from app.db.work import chained
from app.models import RECORDS

_NAMED = 5  # as many rows of one rule are told apart


def schema(reader: Connection) -> str | None:
    """The stored head, None in a database without tables."""
    there = reader.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    return reader.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if there else None


# Each finds the uids of rows that break a rule.
_RULES = (
    ("党员“{}”的所在党支部与党籍隶属不一致", """
        SELECT m.uid FROM member m WHERE m.void_reason IS NULL AND m.left_on IS NULL AND coalesce(m.branch, 0) <> coalesce(
            (SELECT s.branch FROM membership s WHERE s.member = m.id AND s.until IS NULL AND s.void_reason IS NULL), 0)"""),
    ("党员“{}”同时隶属几个党支部", """
        SELECT m.uid FROM membership s JOIN member m ON m.id = s.member
        WHERE s.until IS NULL AND s.void_reason IS NULL GROUP BY s.member HAVING count(*) > 1"""),
    ("已离开的党员“{}”还有未结束的党籍隶属", """
        SELECT m.uid FROM member m WHERE m.void_reason IS NULL AND m.left_on IS NOT NULL AND EXISTS
            (SELECT 1 FROM membership s WHERE s.member = m.id AND s.until IS NULL AND s.void_reason IS NULL)"""),
    ("结对“{}”的联系方或被联系方不止一个", """
        SELECT uid FROM pairing WHERE
            (helper_member IS NOT NULL) + (helper_cadre IS NOT NULL) + (helper_unit IS NOT NULL) + (helper_branch IS NOT NULL) <> 1
            OR (helped_household IS NOT NULL) + (helped_member IS NOT NULL) + (helped_unit IS NOT NULL)
             + (helped_branch IS NOT NULL) + (helped_resident IS NOT NULL) <> 1"""),
    ("结对“{}”的结束日期早于结对日期", "SELECT uid FROM pairing WHERE until < substr(since, 1, length(until))"),
)  # fmt: skip


def rules(reader: Connection) -> tuple[str, ...]:
    """One sentence per broken rule and row (the first few of each rule, then how many more)."""
    found: list[str] = []
    for told, sql in _RULES:
        rows = [str(row[0]) for row in reader.exec_driver_sql(sql)]
        found += [told.format(uid) for uid in rows[:_NAMED]]
        if len(rows) > _NAMED:
            found.append(f"同样的情况还有 {len(rows) - _NAMED} 条")
    return tuple(found)


def chain(reader: Connection) -> tuple[str, ...]:
    """Recomputes digest and link of every work; says the first that differs, and rows that no work accounts for."""
    key = bytes.fromhex(str(reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'chain_key'").scalar()))
    digests = _digests(reader)
    former = ""
    sql = 'SELECT id, label, "by", kind, target, digest, chain FROM work ORDER BY id'
    empty = hashlib.sha256().hexdigest()
    for row in reader.exec_driver_sql(sql):
        if row.digest != digests.pop(row.id, empty):
            return (f"修改记录第 {row.id} 号的内容与写入时不同",)
        if row.chain != chained(key, former, tuple(row)[:6]):
            return (f"修改记录从第 {row.id} 号起对不上，可能被改动、插入或删除过",)
        former = row.chain
    if digests:
        return (f"有 {len(digests)} 步操作的内容不属于任何修改记录",)
    return _unaccounted(reader)


def _digests(reader: Connection) -> dict[int, str]:
    sql = 'SELECT work, record, "row", last, before, after FROM change ORDER BY work, id'
    found: dict[int, str] = {}
    for work, changes in groupby(reader.exec_driver_sql(sql), key=itemgetter(0)):
        digest = hashlib.sha256()
        for change in changes:
            digest.update(json.dumps(tuple(change)[1:], ensure_ascii=False).encode())
        found[work] = digest.hexdigest()
    return found


def _unaccounted(reader: Connection) -> tuple[str, ...]:
    """Rows of a later revision than any work: the end of the history is missing."""
    last: Any = reader.exec_driver_sql("SELECT max(revision) FROM work").scalar()
    device: Any = reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'device'").scalar()
    for code, record in RECORDS.items():
        sql = f"SELECT max(revision) FROM {code} WHERE device = ?"
        if (reader.exec_driver_sql(sql, (device,)).scalar() or 0) > (last or 0):
            return (f"最近几步修改记录不见了：有{record.title}在这之后改过",)
    return ()
