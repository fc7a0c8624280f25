"""Do the rows keep to the rules that every work must leave behind, and is the history as it was written?"""

import hashlib
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.db import erasure
from app.db.queries.past import ASTRAY
from app.db.session import Connection
from app.db.work import chained
from app.models import RECORDS
from app.models.post import SECRETARY

_NAMED = 5  # as many rows of one rule are told apart


def schema(reader: Connection) -> str | None:
    """The stored head, None in a database without tables."""
    there = reader.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    return reader.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if there else None


def _several(record: str, link: str, more: str = "") -> str:
    """Rows of `record` with more than one open link where one is the most."""
    return (
        f"SELECT o.uid FROM {link} s JOIN {record} o ON o.id = s.{record} "
        f"WHERE s.until IS NULL AND s.void_reason IS NULL{more} GROUP BY s.{record} HAVING count(*) > 1"
    )


def _left(record: str, link: str) -> str:
    """Rows of `record` that are no longer current and still have an open link."""
    return (
        f"SELECT o.uid FROM {record} o WHERE o.void_reason IS NULL AND o.{RECORDS[record].ends} IS NOT NULL AND EXISTS "
        f"(SELECT 1 FROM {link} s WHERE s.{record} = o.id AND s.until IS NULL AND s.void_reason IS NULL)"
    )


# Each finds the uids of rows that break a rule that every work keeps.
BREACHES = (
    ("党员“{}”的所在党支部与党籍隶属不一致", f"SELECT uid FROM member WHERE id IN ({ASTRAY['member']})"),
    ("农户“{}”的所在村组与迁移记录不一致", f"SELECT uid FROM household WHERE id IN ({ASTRAY['household']})"),
    ("党组织“{}”的班子或任期与任职、换届记录不一致", f"SELECT uid FROM branch WHERE id IN ({ASTRAY['branch']})"),
    ("农户“{}”同时登记在几个村组", _several("household", "abode")),
    ("党组织“{}”同时有几届", _several("branch", "term")),
    ("党组织“{}”同时有几名书记", _several("branch", "post", f" AND s.post = '{SECRETARY}'")),
    ("已迁出的农户“{}”还有未结束的所在村组", _left("household", "abode")),
    ("已撤销的党组织“{}”还有未结束的届", _left("branch", "term")),
    ("已撤销的党组织“{}”还有未结束的任职", _left("branch", "post")),
    ("已离开的党员“{}”还有未结束的任职", _left("member", "post")),
    ("已离任的干部“{}”还有未结束的任职", _left("cadre", "post")),
    ("党员“{}”同时隶属几个党支部", _several("member", "membership")),
    ("已离开的党员“{}”还有未结束的党籍隶属", _left("member", "membership")),
    ("结对“{}”的联系方或被联系方不止一个", """
        SELECT uid FROM pairing WHERE
            (helper_member IS NOT NULL) + (helper_cadre IS NOT NULL) + (helper_unit IS NOT NULL) + (helper_branch IS NOT NULL) <> 1
            OR (helped_household IS NOT NULL) + (helped_member IS NOT NULL) + (helped_unit IS NOT NULL)
             + (helped_branch IS NOT NULL) + (helped_resident IS NOT NULL) <> 1"""),
    ("结对“{}”的结束日期早于结对日期", "SELECT uid FROM pairing WHERE until < substr(since, 1, length(until))"),
    ("任职“{}”的离任日期早于任职日期", "SELECT uid FROM post WHERE until < substr(since, 1, length(until))"),
    ("届“{}”的结束日期早于选举日期", "SELECT uid FROM term WHERE until < substr(since, 1, length(until))"),
)  # fmt: skip


def rules(reader: Connection) -> tuple[str, ...]:
    """One sentence per broken rule and row (the first few of each rule, then how many more)."""
    found: list[str] = []
    for told, sql in BREACHES:
        rows = [str(row[0]) for row in reader.exec_driver_sql(sql)]
        found += [told.format(uid) for uid in rows[:_NAMED]]
        if len(rows) > _NAMED:
            found.append(f"同样的情况还有 {len(rows) - _NAMED} 条")
    return tuple(found)


# The links of the first programs spoke of so many facts: they told neither time nor PC.
_EARLIER = 6


def chain(reader: Connection) -> tuple[str, ...]:
    """Recomputes digest and link of every work; says the first that differs, and rows that no work accounts for."""
    key = bytes.fromhex(str(reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'chain_key'").scalar()))
    digests, emptied = _digests(reader), erasure.witnessed(reader)
    former = ""
    sql = 'SELECT chain, id, label, "by", kind, target, digest, at, device, revision, changes FROM work ORDER BY id'
    empty = hashlib.sha256().hexdigest()
    for link, *facts in reader.exec_driver_sql(sql):
        work, digest = facts[0], facts[_EARLIER - 1]
        standing = digests.pop(work, empty)
        if work in emptied:
            if emptied[work] != (link, erasure.seal(former, facts, standing)):
                return (f"修改记录第 {work} 号与彻底删除后留下的不同",)
            former = link
            continue
        if digest != standing:
            return (f"修改记录第 {work} 号的内容与写入时不同",)
        if link not in (chained(key, former, tuple(facts)), chained(key, former, tuple(facts[:_EARLIER]))):
            return (f"修改记录从第 {work} 号起对不上，可能被改动、插入或删除过",)
        former = link
    if digests:
        return (f"有 {len(digests)} 步操作的内容不属于任何修改记录",)
    return _unaccounted(reader)


def _digests(reader: Connection) -> dict[int, str]:
    sql = 'SELECT work, record, "row", last, before, after FROM change ORDER BY work, id'
    told = groupby(reader.exec_driver_sql(sql), key=itemgetter(0))
    return {work: erasure.digest(change[1:] for change in changes) for work, changes in told}


def _unaccounted(reader: Connection) -> tuple[str, ...]:
    """Rows of a later revision than any work: the end of the history is missing."""
    last: Any = reader.exec_driver_sql("SELECT max(revision) FROM work").scalar()
    device: Any = reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'device'").scalar()
    for code, record in RECORDS.items():
        sql = f"SELECT max(revision) FROM {code} WHERE device = ?"
        if (reader.exec_driver_sql(sql, (device,)).scalar() or 0) > (last or 0):
            return (f"最近几步修改记录不见了：有{record.title}在这之后改过",)
    return ()
