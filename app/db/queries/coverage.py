"""每户有党员联系、每名党员有干部联系、每村有干部包干、村居企业有机关联系: how many are covered, and exactly who is not.

A pairing covers while it holds and its helper is there and in contact; a dead link covers nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.db.queries import ledger, moment

VILLAGES = ("村", "社区")
SERVED = ("村", "社区", "企业", "国有企业")  # 机关→村居、企业


@dataclass(frozen=True)
class Tier:
    """One target. `rate` as `98.3%`, or `—` when there is nothing to cover; the tuples hold uids.

    `uncovered` names what nobody holds, `overloaded` helpers above their cap, `dead` pairings that still stand though
    one side is gone.
    """

    tier: str
    unit: str
    total: int
    covered: int
    rate: str
    uncovered: tuple[str, ...]
    overloaded: tuple[str, ...]
    dead: tuple[str, ...]


@dataclass(frozen=True)
class Aim:
    """What a tier counts: rows of `record` that match `where`, covered through `helped` by one of `helpers`.

    `unit` is SQL for the unit a row belongs to; `cap` the setting that says how many one helper may hold.
    """

    tier: str
    title: str
    counter: str
    record: str
    where: str
    helped: str
    helpers: tuple[str, ...]
    unit: str
    cap: str = ""


def _kinds(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


AIMS = (
    Aim(
        "household", "农户", "户", "household", "1", "helped_household", ("member",), "household.village", "member_cap"
    ),
    Aim("member", "党员", "名", "member", "1", "helped_member", ("cadre",), ledger.MEMBER_UNIT, "cadre_cap"),
    Aim(
        "village",
        "村（社区）",
        "个",
        "unit",
        f"unit.kind IN ({_kinds(VILLAGES)})",
        "helped_unit",
        ("cadre",),
        "unit.id",
    ),
    Aim(
        "organisation",
        "村居、企业",
        "个",
        "unit",
        f"unit.kind IN ({_kinds(SERVED)})",
        "helped_unit",
        ("unit",),
        "unit.id",
    ),
)


def coverage(reader: Connection, unit: int | None = None, as_of: str | None = None) -> tuple[Tier, ...]:
    """The four tiers below `unit` (row id; None = everything) as of an ISO day (None = now)."""
    day = moment.checked(as_of)
    title = ledger.name_of(reader, "unit", unit) if unit is not None else ledger.setting(reader, "unit_name") or "全部"
    return tuple(_tier(reader, aim, title, unit, day) for aim in AIMS)


def rate(covered: int, total: int) -> str:
    """Percent with one decimal, half up, by whole numbers; 100.0% only when truly all are covered."""
    if not total:
        return "—"
    tenths = (covered * 2000 + total) // (2 * total)
    if covered < total:
        tenths = min(tenths, 999)
    return f"{tenths // 10}.{tenths % 10}%"


def covering(aim: Aim, day: str | None) -> str:
    """SELECT of the row ids that are covered."""
    held = " OR ".join(f"(p.helper_{h} IS NOT NULL AND p.helper_{h} NOT IN ({_unable(h, day)}))" for h in aim.helpers)
    return f"SELECT p.{aim.helped} FROM pairing p WHERE +p.{aim.helped} IS NOT NULL AND {moment.held('p', day)} AND ({held})"


def _unable(helper: str, day: str | None) -> str:
    """SELECT of the helpers who cannot hold anything; few, where those who can are a whole county."""
    return f"SELECT x.id FROM {helper} x WHERE NOT ({moment.living(helper, 'x', day)})"


def _tier(reader: Connection, aim: Aim, title: str, unit: int | None, day: str | None) -> Tier:
    frame = _frame(aim, unit, day)
    total = int(reader.exec_driver_sql(f"{_tree(unit)}SELECT count(*) {frame}").scalar_one())
    uncovered = _uids(
        reader,
        f"{_tree(unit)}SELECT {aim.record}.uid {frame} AND {aim.record}.id NOT IN ({covering(aim, day)})"
        f" ORDER BY {aim.record}.sort_key, {aim.record}.id",
    )
    covered = total - len(uncovered)
    return Tier(
        aim.tier, title, total, covered, rate(covered, total), uncovered,
        _overloaded(reader, aim, unit, day) if aim.cap else (), _dead(reader, aim, unit, day),
    )  # fmt: skip


def _frame(aim: Aim, unit: int | None, day: str | None) -> str:
    """FROM … WHERE of everything that should be covered."""
    there = moment.enrolled(day) if aim.record == "member" else moment.there(aim.record, aim.record, day)
    return moment.spelled(f"FROM {aim.record}{_homes(aim, day)} WHERE {there} AND {aim.where}{_below(aim, unit)}", day)


def _homes(aim: Aim, day: str | None) -> str:
    return moment.homes(day) if aim.record == "member" else ""


def _below(aim: Aim, unit: int | None) -> str:
    return f" AND {aim.unit} IN (SELECT id FROM tree)" if unit is not None else ""


def _tree(unit: int | None) -> str:
    if unit is None:
        return ""
    return (
        f"WITH RECURSIVE tree(id) AS (SELECT {int(unit)} UNION SELECT c.id FROM unit c JOIN tree t ON c.parent = t.id) "
    )


def _overloaded(reader: Connection, aim: Aim, unit: int | None, day: str | None) -> tuple[str, ...]:
    """Helpers who hold more than their own cap, or than the setting where they have none."""
    helper, below = aim.helpers[0], ""
    if unit is not None:
        below = f" AND p.{aim.helped} IN (SELECT {aim.record}.id {_frame(aim, unit, day)})"
    sql = (
        f"{_tree(unit)}SELECT x.uid FROM (SELECT p.helper_{helper} AS who, count(*) AS held FROM pairing p WHERE "
        f"+p.{aim.helped} IS NOT NULL AND +p.helper_{helper} IS NOT NULL AND {moment.held('p', day)}{below} "
        f"GROUP BY p.helper_{helper}) h JOIN {helper} x ON x.id = h.who "
        f"WHERE h.held > coalesce(x.cap, {int(ledger.setting(reader, aim.cap))}) ORDER BY x.sort_key, x.id"
    )
    return _uids(reader, sql)


def _dead(reader: Connection, aim: Aim, unit: int | None, day: str | None) -> tuple[str, ...]:
    """Pairings of this tier that still stand although the helper or the helped side is gone."""
    ended = f"SELECT t.id FROM {aim.record} t WHERE NOT ({moment.there(aim.record, 't', day)})"
    ours = f"SELECT {aim.record}.id FROM {aim.record} {_homes(aim, day)} WHERE {aim.where}{_below(aim, unit)}"
    unable = " OR ".join(f"p.helper_{h} IN ({_unable(h, day)})" for h in aim.helpers)
    ours_too = " OR ".join(f"p.helper_{h} IS NOT NULL" for h in aim.helpers)
    sql = (
        f"{_tree(unit)}SELECT p.uid FROM pairing p WHERE +p.{aim.helped} IS NOT NULL AND {moment.held('p', day)} "
        f"AND ({unable} OR (({ours_too}) AND +p.{aim.helped} IN ({ended}))) "
    )
    if unit is not None or aim.where != "1":
        sql += f"AND +p.{aim.helped} IN ({ours}) "
    return _uids(reader, moment.spelled(f"{sql}ORDER BY p.id", day))


def _uids(reader: Connection, sql: str, values: tuple[Any, ...] = ()) -> tuple[str, ...]:
    return tuple(row[0] for row in ledger.plain(reader, sql, values))
