"""Results of 民主评议 and honours: of a branch for a year, and as the card of a member or a branch shows them."""

import json
from collections.abc import Sequence
from typing import Any

from app.db.queries import ledger
from app.db.queries.meeting import EVERYBODY_KINDS, held, of_kinds
from app.db.queries.visit import Done
from app.db.session import Connection
from app.models.meeting import CAME

Line = tuple[int, str, str, str, str]


def rows_of(reader: Connection, year: int, members: Sequence[int]) -> dict[int, tuple[int, str]]:
    """member → (row, grade) of the year."""
    sql = (
        "SELECT r.member, r.id, r.grade FROM review r WHERE r.year = ? AND r.void_reason IS NULL "
        "AND r.member IN (SELECT value FROM json_each(?)) ORDER BY r.id"
    )
    found = ledger.plain(reader, sql, (year, json.dumps(list(members))))
    return {int(member): (int(row), str(grade)) for member, row, grade in found}


def of_branch(reader: Connection, branch: int, year: int) -> list[Line]:
    """(member, name, kind, grade of the year before, grade of the year) of who is in the branch, in the official order."""
    grade = (
        "coalesce((SELECT r.grade FROM review r WHERE r.member = m.id AND r.year = {} AND r.void_reason IS NULL "
        "ORDER BY r.id DESC LIMIT 1), '')"
    )
    sql = (
        f"SELECT m.id, m.name, coalesce(m.member_kind, ''), {grade.format('?1 - 1')}, {grade.format('?1')} FROM member m "
        "WHERE m.branch = ?2 AND m.left_on IS NULL AND m.void_reason IS NULL "
        "ORDER BY m.order_no IS NULL, m.order_no, m.sort_key, m.id LIMIT 2000"
    )
    return [tuple(row) for row in ledger.plain(reader, sql, (year, branch))]


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """What a member was judged each year, or how many of a branch were judged what; the newest first."""
    if record == "branch":
        sql = (
            "SELECT t.year, group_concat(t.grade || ' ' || t.n || ' 人', '　') FROM (SELECT r.year, r.grade, count(*) AS n "
            "FROM review r WHERE r.branch = ? AND r.void_reason IS NULL GROUP BY r.year, r.grade ORDER BY n DESC) t "
            "GROUP BY t.year ORDER BY t.year DESC LIMIT 50"
        )
    else:
        sql = (
            "SELECT r.year, r.grade || coalesce('　' || r.handling, '') FROM review r WHERE r.member = ? "
            "AND r.void_reason IS NULL ORDER BY r.year DESC, r.id DESC LIMIT 50"
        )
    return [Done(f"{year} 年", str(told)) for year, told in ledger.plain(reader, sql, (row,))]


def honours(reader: Connection, record: str, row: int) -> list[Done]:
    """Honours of a member, branch, household or unit, the newest first; one that was withdrawn says so."""
    sql = (
        "SELECT o.name, coalesce(o.day, '日期未填') || coalesce('　' || o.awarder, '') || coalesce('　有效至 ' || o.until, '') "
        f"|| coalesce('　已撤销：' || o.revoke_reason, '') FROM honour o WHERE o.{record} = ? AND o.void_reason IS NULL "
        "ORDER BY o.day IS NULL, o.day DESC, o.id DESC LIMIT 100"
    )
    return [Done(str(name), str(told)) for name, told in ledger.plain(reader, sql, (row,))]


def year(reader: Connection, _record: str, row: int) -> list[Done]:
    """A member's years: study hours, meetings missed, dues, result and honours of each year that knows anything."""
    sql = (
        "SELECT y.year, coalesce((SELECT r.grade FROM review r WHERE r.member = ?1 AND r.year = y.year AND r.void_reason IS NULL "
        "ORDER BY r.id DESC LIMIT 1), ''), (SELECT count(*) FROM attendance a JOIN meeting t ON t.id = a.meeting "
        "WHERE a.member = ?1 AND a.void_reason IS NULL AND a.sign <> '参加' AND CAST(substr(t.day, 1, 4) AS INTEGER) = y.year), "
        "(SELECT sum(d.amount) FROM due d WHERE d.member = ?1 AND d.void_reason IS NULL "
        "AND d.month BETWEEN y.year || '-01' AND y.year || '-12'), "
        "(SELECT sum(d.paid) FROM due d WHERE d.member = ?1 AND d.void_reason IS NULL "
        "AND d.month BETWEEN y.year || '-01' AND y.year || '-12') "
        "FROM (SELECT year FROM review WHERE member = ?1 AND void_reason IS NULL UNION "
        "SELECT CAST(substr(month, 1, 4) AS INTEGER) FROM due WHERE member = ?1 AND void_reason IS NULL UNION "
        "SELECT CAST(substr(t.day, 1, 4) AS INTEGER) FROM attendance a JOIN meeting t ON t.id = a.meeting "
        "WHERE a.member = ?1 AND a.void_reason IS NULL) y ORDER BY y.year DESC LIMIT 30"
    )
    hours = _hours(reader, row)
    told: dict[int, tuple[Any, ...]] = {int(line[0]): line[1:] for line in ledger.plain(reader, sql, (row,))}
    return [
        Done(f"{each} 年", _year(hours.get(each, 0), *told.get(each, ("", 0, None, None))))
        for each in sorted(told.keys() | hours.keys(), reverse=True)
    ]


def _hours(reader: Connection, member: int) -> dict[int, int]:
    """Year → study hours: those of his branch's meetings on whose day he belonged to it and was not away, and of courses."""
    signed = "(SELECT a.sign FROM attendance a WHERE a.meeting = m.id AND a.member = ?1 AND a.void_reason IS NULL)"
    belonged = (
        "SELECT 1 FROM membership s WHERE s.member = ?1 AND s.branch = m.branch AND s.void_reason IS NULL "
        "AND (s.since IS NULL OR s.since <= m.day) AND (s.until IS NULL OR s.until > m.day)"
    )
    common = of_kinds("m", EVERYBODY_KINDS)
    sql = (
        f"SELECT CAST(substr(m.day, 1, 4) AS INTEGER), sum(m.hours) FROM meeting m WHERE {held('m')} AND m.hours > 0 "
        "AND (m.branch IN (SELECT s.branch FROM membership s WHERE s.member = ?1) OR m.id IN (SELECT a.meeting FROM attendance a "
        f"WHERE a.member = ?1)) AND CASE WHEN {common} THEN EXISTS ({belonged}) AND coalesce({signed}, '{CAME}') = '{CAME}' "
        f"ELSE {signed} = '{CAME}' END GROUP BY 1"
    )
    return {int(year): int(hours) for year, hours in ledger.plain(reader, sql, (member,))}


def _year(hours: int, grade: str, away: int, owed: int | None, paid: int | None) -> str:
    parts = [
        f"民主评议 {grade}" if grade else "民主评议没有登记",
        f"学时 {hours}" if hours else "",
        f"缺席 {away} 次" if away else "",
    ]
    if owed is not None:
        parts.append(f"党费应缴 {_yuan(owed)} 元，实缴 {_yuan(paid or 0)} 元")
    return "　".join(part for part in parts if part)


def _yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
