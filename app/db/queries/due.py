"""Who owed dues in which month and where, on what they were reckoned, and what stands on the books of a branch for a year."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import resolve
from app.db.session import Connection

GIVEN = "(SELECT value FROM json_each(?))"
# The columns of a due by which an assessment judges it.
KEPT = ("id", "branch", "payer", "base", "rate", "amount", "waiver", "paid")


@dataclass(frozen=True)
class Payer:
    """A member as dues see him: dates as far as they are known (text), `standing` of his membership in the party."""

    row: int
    name: str
    joined: str | None
    left: str | None
    standing: str | None
    branch: int | None


@dataclass(frozen=True)
class Stay:
    """In which branch from when to when; None = not told."""

    branch: int
    since: str | None
    until: str | None


def branches(reader: Connection, branch: int) -> frozenset[int]:
    """The branch and those below it."""
    return frozenset(resolve.below(reader, "branch", branch))


def members_of(reader: Connection, inside: frozenset[int]) -> list[int]:
    """Who ever belonged to one of the branches, by his memberships or, without any, by what stands on him."""
    sql = (
        f"SELECT m.id FROM member m WHERE m.void_reason IS NULL AND (m.branch IN {GIVEN} OR m.id IN "
        f"(SELECT s.member FROM membership s WHERE s.void_reason IS NULL AND s.branch IN {GIVEN})) ORDER BY m.id"
    )
    told = json.dumps(sorted(inside))
    return [int(row[0]) for row in reader.exec_driver_sql(sql, (told, told))]


def payers(reader: Connection, members: Sequence[int] | None = None) -> list[Payer]:
    """The members asked for, or all, in the order of their making; without what was voided."""
    only, values = _only("m.id", members)
    sql = (
        "SELECT m.id, m.name, m.join_date, m.left_on, m.standing, m.branch FROM member m "
        f"WHERE +m.void_reason IS NULL{only} ORDER BY m.id"
    )
    return [Payer(*row) for row in reader.exec_driver_sql(sql, values)]


def stays(reader: Connection, members: Sequence[int] | None = None) -> dict[int, list[Stay]]:
    """Their memberships, the newest first."""
    only, values = _only("s.member", members)
    sql = (
        "SELECT s.member, s.branch, s.since, s.until FROM membership s "
        f"WHERE +s.void_reason IS NULL{only} ORDER BY s.member, coalesce(s.since, '') DESC, s.id DESC"
    )
    found: dict[int, list[Stay]] = {}
    for member, *told in reader.exec_driver_sql(sql, values):
        found.setdefault(member, []).append(Stay(*told))
    return found


def bases(reader: Connection, members: Sequence[int] | None = None) -> dict[int, list[tuple[Any, ...]]]:
    """By member (since, payer, base, fixed), the newest first; of two for one month the later registered."""
    only, values = _only("b.member", members)
    sql = (
        "SELECT b.member, b.since, b.payer, b.base, b.fixed FROM due_base b "
        f"WHERE +b.void_reason IS NULL{only} ORDER BY b.member, b.since DESC, b.id DESC"
    )
    return _grouped(reader, sql, values)


def waivers(reader: Connection, members: Sequence[int] | None = None) -> dict[int, list[tuple[Any, ...]]]:
    """By member (since, until, kind, amount, id), the newest first."""
    only, values = _only("w.member", members)
    sql = (
        "SELECT w.member, w.since, w.until, w.kind, w.amount, w.id FROM due_waiver w "
        f"WHERE +w.void_reason IS NULL{only} ORDER BY w.member, w.id DESC"
    )
    return _grouped(reader, sql, values)


def assessed(
    reader: Connection, months: Sequence[str], members: Sequence[int] | None = None
) -> dict[tuple[int, str], tuple[Any, ...]]:
    """(member, month) → `KEPT` of what is on the books for these months (ascending)."""
    only, values = _only("d.member", members)
    told = ", ".join(f"d.{name}" for name in KEPT)
    sql = f"SELECT d.member, d.month, {told} FROM due d WHERE +d.void_reason IS NULL AND d.month BETWEEN ? AND ?{only}"
    rows = reader.exec_driver_sql(sql, (months[0], months[-1], *values))
    return {(member, month): tuple(kept) for member, month, *kept in rows}


def unpaid(reader: Connection, dues: Sequence[int]) -> list[tuple[Any, ...]]:
    """(id, member, name, month, amount, paid, receipt) of these dues that are not paid in full."""
    sql = (
        "SELECT d.id, d.member, m.name, d.month, d.amount, d.paid, d.receipt FROM due d JOIN member m ON m.id = d.member "
        f"WHERE d.id IN {GIVEN} AND d.void_reason IS NULL AND coalesce(d.paid, 0) < d.amount ORDER BY d.member, d.month"
    )
    return [tuple(row) for row in reader.exec_driver_sql(sql, (json.dumps(list(dues)),))]


def open_of(reader: Connection, members: Sequence[int], months: Sequence[str]) -> list[int]:
    """Ids of what these members still owe for these months (ascending)."""
    sql = (
        f"SELECT d.id FROM due d WHERE d.member IN {GIVEN} AND d.month BETWEEN ? AND ? AND d.void_reason IS NULL "
        "AND coalesce(d.paid, 0) < d.amount ORDER BY d.member, d.month"
    )
    values = (json.dumps(list(members)), months[0], months[-1])
    return [int(row[0]) for row in reader.exec_driver_sql(sql, values)]


def open_within(
    reader: Connection, months: Sequence[str], *, members: Sequence[int] | None, branches: frozenset[int] | None
) -> list[int]:
    """Ids of what is still owed for these months (ascending), by these members and in these branches (None = all)."""
    only, values = _only("d.member", members)
    inside, told = _only("d.branch", None if branches is None else sorted(branches))
    sql = (
        "SELECT d.id FROM due d WHERE d.month BETWEEN ? AND ? AND +d.void_reason IS NULL "
        f"AND coalesce(d.paid, 0) < d.amount{only}{inside} ORDER BY d.member, d.month"
    )
    return [int(row[0]) for row in reader.exec_driver_sql(sql, (months[0], months[-1], *values, *told))]


def uids(reader: Connection, members: Sequence[int]) -> dict[int, str]:
    """The uid of each member."""
    sql = f"SELECT id, uid FROM member WHERE id IN {GIVEN}"
    return dict(reader.exec_driver_sql(sql, (json.dumps(list(members)),)).all())


def by_uid(reader: Connection, uid: str) -> list[int]:
    """The member with this uid, unless he was voided."""
    sql = "SELECT id FROM member WHERE uid = ? AND void_reason IS NULL"
    return [int(row[0]) for row in reader.exec_driver_sql(sql, (uid,))]


def base_of(reader: Connection, member: int, since: str) -> int | None:
    """The row that was registered for exactly this month."""
    sql = "SELECT max(id) FROM due_base WHERE member = ? AND since = ? AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (member, since)).scalar()
    return None if found is None else int(found)


def _only(column: str, members: Sequence[int] | None) -> tuple[str, tuple[Any, ...]]:
    return ("", ()) if members is None else (f" AND {column} IN {GIVEN}", (json.dumps(list(members)),))


def _grouped(reader: Connection, sql: str, values: tuple[Any, ...]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for member, *told in reader.exec_driver_sql(sql, values):
        found.setdefault(member, []).append(tuple(told))
    return found


@dataclass(frozen=True)
class Line:
    """One member in the grid of a branch and a year; `months` gives by month (due id, amount, paid), all in 分."""

    member: int
    name: str
    payer: str | None
    rate: str | None
    months: dict[str, tuple[int, int, int | None]]


SHOWN = 2000  # members of one branch that a grid shows


def grid(reader: Connection, branch: int, year: str) -> list[Line]:
    """Who belongs to the branch now or has dues in it in the year, in the official order; payer and rate of the last month."""
    sql = (
        "SELECT m.id, m.name FROM member m WHERE m.void_reason IS NULL AND ((m.branch = ?1 AND m.left_on IS NULL) OR m.id IN "
        "(SELECT d.member FROM due d WHERE d.branch = ?1 AND d.month BETWEEN ?2 AND ?3 AND d.void_reason IS NULL)) "
        f"ORDER BY m.order_no IS NULL, m.order_no, m.sort_key, m.id LIMIT {SHOWN}"
    )
    values = (branch, f"{year}-01", f"{year}-12")
    people = reader.exec_driver_sql(sql, values).all()
    told: dict[int, list[tuple[Any, ...]]] = _grouped(
        reader,
        "SELECT d.member, d.month, d.id, d.amount, d.paid, d.payer, d.rate FROM due d WHERE d.branch = ?1 "
        "AND d.month BETWEEN ?2 AND ?3 AND d.void_reason IS NULL ORDER BY d.month, d.id",
        values,
    )
    return [_line(int(row), str(name), told.get(row, [])) for row, name in people]


def _line(member: int, name: str, dues: list[tuple[Any, ...]]) -> Line:
    payer, rate = dues[-1][4:6] if dues else (None, None)
    return Line(member, name, payer, rate, {month: (row, amount, paid) for month, row, amount, paid, *_ in dues})


def using(reader: Connection) -> int | None:
    """The first branch with members on the books, one with dues before all others."""
    sql = (
        "SELECT b.id FROM branch b WHERE b.void_reason IS NULL AND EXISTS (SELECT 1 FROM member m WHERE m.branch = b.id) "
        "ORDER BY NOT EXISTS (SELECT 1 FROM due d WHERE d.branch = b.id), b.sort_key, b.id LIMIT 1"
    )
    found = reader.exec_driver_sql(sql).scalar()
    return None if found is None else int(found)
