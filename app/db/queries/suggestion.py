"""What is recorded of those who may help and those to be helped that bears on nearness, and what stands between them now.

Rows come narrowed to some units (None = everywhere), so that one village of a county costs what a village costs.
"""

import json
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from app.db.queries import kinship
from app.db.session import Connection

Units = frozenset[int] | None
SEPARATORS = re.compile(r"[\s、，,；;。/／]+")
NONE: frozenset[Any] = frozenset()
# A + before a condition keeps SQLite from taking the index of the whole list instead of that of the unit.
FEW = 5000  # up to so many rows are asked for one by one, more by reading the whole
VILLAGE = "coalesce(t.village, (SELECT b.unit FROM branch b WHERE b.id = t.branch))"
GIVEN = "(SELECT value FROM json_each(?1))"
UNABLE = "('丧失劳动力', '无劳动力')"
ABLE = (
    "+t.left_on IS NULL AND +t.void_reason IS NULL AND coalesce(t.lost, '') <> '是' AND coalesce(t.floating, '') <> '是' "
    "AND coalesce(t.standing, '正常') = '正常' AND coalesce(t.cap, 1) > 0 AND NOT EXISTS (SELECT 1 FROM resident w "
    f"WHERE w.member = t.id AND w.left_on IS NULL AND w.void_reason IS NULL AND w.labour IN {UNABLE})"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One who may help, or is to be helped. Empty = not recorded.

    `unit` is the village (or workplace) it belongs to, `person` the member it is, `home` the household it lives in;
    `homes` are a helper's own households, `kin` those tied to his by a person who stood in both.
    """

    row: int
    uid: str
    name: str
    unit: int | None
    group: str = ""
    grid: str = ""
    ethnic: str = ""
    customs: frozenset[str] = NONE
    trades: frozenset[str] = NONE
    skills: frozenset[str] = NONE
    needs: frozenset[str] = NONE
    interests: frozenset[str] = NONE
    about: str = ""
    cap: int | None = None
    person: int | None = None
    home: int | None = None
    homes: frozenset[int] = NONE
    kin: frozenset[int] = NONE


@dataclass(frozen=True, slots=True)
class Standing:
    """A current pairing; `helper` is None when somebody of another record holds it."""

    pairing: int
    helper: int | None
    helped: int


@dataclass(frozen=True, slots=True)
class Word:
    """An open 结对意愿 on one possible pair."""

    helper: int
    helped: int
    stance: str
    relation: str


@lru_cache(4096)  # a county names the same few things over and over
def words(*texts: str | None) -> frozenset[str]:
    """The things named in free text, one by one: 种茶、养蜂 → {种茶, 养蜂}."""
    return frozenset(word for text in texts if text for word in SEPARATORS.split(text) if word)


def members(reader: Connection, units: Units = None, *, helping: bool = True) -> list[Side]:
    """Members on the books; `helping`: only who may help – neither floating nor out of contact, able, standing not stopped.

    What is not recorded of a member himself is taken from his own household: group, grid, trade, customs, interests.
    """
    place = (
        f" AND (t.village IN {GIVEN} OR +t.village IS NULL AND t.branch IN "
        f"(SELECT b.id FROM branch b WHERE b.unit IN {GIVEN}))"
    )
    where = ABLE if helping else "+t.left_on IS NULL AND +t.void_reason IS NULL"
    columns = f"t.id, t.uid, t.name, {VILLAGE}, t.group_name, t.ethnic, t.tech_post, t.skills, t.customs, t.interests, t.cap, t.id_number"
    rows = _asked(reader, f"SELECT {columns} FROM member t WHERE {where}", place, units, "+t.sort_key, t.id")
    ties = kinship.ties(reader, {row[0]: row[11] for row in rows}, whole=units is None) if helping else kinship.NO_TIES
    facts = _home_facts(reader, ties.own)
    return [_member(row, ties, facts) for row in rows]


def cadres(reader: Connection, units: Units = None) -> list[Side]:
    """Cadres in office; `about` is the rank. One who is also a member has that member's kin."""
    sql = (
        "SELECT t.id, t.uid, t.name, t.unit, t.rank, t.ethnic, t.skills, t.customs, t.interests, t.cap, t.member, m.id_number, "
        "t.id_number FROM cadre t LEFT JOIN member m ON m.id = t.member "
        "WHERE +t.left_on IS NULL AND +t.void_reason IS NULL AND coalesce(t.cap, 1) > 0"
    )
    rows = _asked(reader, sql, f" AND t.unit IN {GIVEN}", units, "+t.sort_key, t.id")
    numbers = {row[10]: row[11] or row[12] for row in rows if row[10] is not None}
    ties = kinship.ties(reader, numbers, whole=False)
    return [
        Side(
            row[0], row[1], row[2], row[3], ethnic=row[5] or "", skills=words(row[6]), customs=words(row[7]),
            interests=words(row[8]), about=row[4] or "", cap=row[9], person=row[10], homes=ties.own.get(row[10], NONE),
            kin=ties.kin.get(row[10], NONE),
        )
        for row in rows
    ]  # fmt: skip


def households(reader: Connection, units: Units = None) -> list[Side]:
    """Households that live there. The 民族 is that recorded of the head."""
    sql = (
        "SELECT t.id, t.uid, t.head_name, t.village, t.group_name, t.grid, t.trade, t.income_source, t.needs, t.customs, "
        "t.interests, (SELECT r.ethnic FROM resident r WHERE r.household = t.id AND r.relation = '户主' AND r.left_on IS NULL "
        "AND r.void_reason IS NULL ORDER BY r.id LIMIT 1), t.need FROM household t "
        "WHERE +t.moved_on IS NULL AND +t.void_reason IS NULL"
    )
    return [
        Side(
            row[0], row[1], row[2], row[3], row[4] or "", row[5] or "", row[11] or "", words(row[9]), words(row[6], row[7]),
            needs=words(row[8]), interests=words(row[10]), about=row[12] or "", home=row[0],
        )
        for row in _asked(reader, sql, f" AND t.village IN {GIVEN}", units, "+t.sort_key, t.id")
    ]  # fmt: skip


def residents(reader: Connection, units: Units = None) -> list[Side]:
    """People in difficulty: with a 困难类型 of their own, or heads of a household that has one."""
    sql = (
        "SELECT t.id, t.uid, t.name, h.village, h.group_name, h.grid, h.trade, h.needs, h.customs, h.interests, t.ethnic, "
        "t.member, h.id, coalesce(t.need, h.need) FROM household h JOIN resident t ON t.household = h.id "
        "WHERE +h.moved_on IS NULL AND +h.void_reason IS NULL AND +t.left_on IS NULL AND +t.void_reason IS NULL "
        "AND (t.need IS NOT NULL OR t.relation = '户主' AND h.need IS NOT NULL)"
    )
    return [
        Side(
            row[0], row[1], row[2], row[3], row[4] or "", row[5] or "", row[10] or "", words(row[8]), words(row[6]),
            needs=words(row[7]), interests=words(row[9]), about=row[13] or "", person=row[11], home=row[12],
        )
        for row in _asked(reader, sql, f" AND h.village IN {GIVEN}", units, "+t.sort_key, t.id")
    ]  # fmt: skip


def places(reader: Connection, kinds: Collection[str], units: Units = None) -> list[Side]:
    """Units of these kinds that were not closed."""
    told = ", ".join(f"'{kind}'" for kind in kinds)
    sql = f"SELECT t.id, t.uid, t.name FROM unit t WHERE +t.closed_on IS NULL AND +t.void_reason IS NULL AND t.kind IN ({told})"
    rows = _asked(reader, sql, f" AND t.id IN {GIVEN}", units, "+t.sort_key, t.id")
    return [Side(row[0], row[1], row[2], row[0]) for row in rows]


def branches(reader: Connection, domains: Collection[str], units: Units = None) -> list[Side]:
    """Branches (not committees) of these 领域."""
    told = ", ".join(f"'{domain}'" for domain in domains)
    sql = (
        "SELECT t.id, t.uid, t.name, t.unit FROM branch t WHERE +t.closed_on IS NULL AND +t.void_reason IS NULL "
        f"AND t.domain IN ({told}) AND t.kind NOT IN ('党委', '党工委', '党组', '临时党委', '党小组')"
    )
    rows = _asked(reader, sql, f" AND t.unit IN {GIVEN}", units, "+t.sort_key, t.id")
    return [Side(*row[:4]) for row in rows]


def standing(reader: Connection, kind: int, helper: str, helped: str, only: Collection[int]) -> list[Standing]:
    """The current pairings of a kind that hold one of these rows, in the order of their making."""
    narrow = len(only) <= FEW
    sql = (
        f"SELECT id, helper_{helper}, helped_{helped} FROM pairing WHERE {'+' if narrow else ''}kind = ?2 AND +until IS NULL "
        f"AND +void_reason IS NULL AND helped_{helped} {f'IN {GIVEN}' if narrow else 'IS NOT NULL'} ORDER BY id"
    )
    told = json.dumps(sorted(only)) if narrow else "[]"
    return [Standing(*row) for row in reader.exec_driver_sql(sql, (told, kind)) if narrow or row[2] in only]


def load(reader: Connection, helper: str, helped: str, only: Collection[int]) -> Counter[int]:
    """How many of the helped record each helper holds now, in whatever kind: what his cap is measured by."""
    narrow = len(only) <= FEW
    inside = f"IN {GIVEN}" if narrow else "IS NOT NULL"
    sql = (
        f"SELECT helper_{helper}, count(*) FROM pairing WHERE helper_{helper} {inside} AND helped_{helped} IS NOT NULL "
        f"AND +until IS NULL AND +void_reason IS NULL GROUP BY helper_{helper}"
    )
    values = (json.dumps(sorted(only)),) if narrow else ()
    return Counter({row[0]: row[1] for row in reader.exec_driver_sql(sql, values)})


def preferences(reader: Connection, helper: str, helped: str) -> list[Word]:
    """What was told of possible pairs between these two records and still holds."""
    sql = (
        f"SELECT helper_{helper}, helped_{helped}, coalesce(stance, ''), coalesce(relation, '') FROM preference "
        f"WHERE until IS NULL AND void_reason IS NULL AND helper_{helper} IS NOT NULL AND helped_{helped} IS NOT NULL ORDER BY id"
    )
    return [Word(*row) for row in reader.exec_driver_sql(sql)]


def told(reader: Connection, helper: str, helped: str, one: int, other: int, stance: str) -> list[int]:
    """The open 结对意愿 of this stance on one pair."""
    sql = (
        f"SELECT id FROM preference WHERE helper_{helper} = ? AND helped_{helped} = ? AND stance = ? AND until IS NULL "
        "AND void_reason IS NULL ORDER BY id"
    )
    return [row[0] for row in reader.exec_driver_sql(sql, (one, other, stance))]


def unit_tree(reader: Connection) -> dict[int, tuple[int | None, str, str]]:
    """Unit → (the one above, kind, name)."""
    return {
        row[0]: (row[1], row[2] or "", row[3])
        for row in reader.exec_driver_sql("SELECT id, parent, kind, name FROM unit")
    }


def carried(reader: Connection, pairings: Collection[int]) -> dict[int, tuple[str | None, str | None]]:
    """Pairing → (measures, campaigns): what goes on with whoever takes over."""
    sql = f"SELECT id, measures, campaigns FROM pairing WHERE id IN {GIVEN}"
    return {row[0]: (row[1], row[2]) for row in reader.exec_driver_sql(sql, (json.dumps(sorted(pairings)),))}


def unit_names(reader: Connection, paths: dict[int, str]) -> dict[str, int]:
    """Name (with its parent's where several have it) → unit, of those in which people live, in the official order."""
    sql = (
        "SELECT id, name FROM unit WHERE closed_on IS NULL AND void_reason IS NULL "
        "AND kind IN ('县', '街道', '乡镇', '村', '社区') ORDER BY sort_key, id"
    )
    return {paths.get(row[0]) or str(row[1]): row[0] for row in reader.exec_driver_sql(sql)}


def first_town(reader: Connection) -> int | None:
    """The first 乡镇 or 街道."""
    sql = (
        "SELECT id FROM unit WHERE closed_on IS NULL AND void_reason IS NULL AND kind IN ('乡镇', '街道') "
        "ORDER BY sort_key, id LIMIT 1"
    )
    found = reader.exec_driver_sql(sql).scalar()
    return None if found is None else int(found)


def household_count(reader: Connection) -> int:
    return int(reader.exec_driver_sql("SELECT count(*) FROM household").scalar_one())


UNIT_OF = {
    "household": "t.village",
    "member": VILLAGE,
    "unit": "t.id",
    "branch": "t.unit",
    "resident": "(SELECT h.village FROM household h WHERE h.id = t.household)",
}


def units_of(reader: Connection, record: str, rows: Collection[int]) -> set[int | None]:
    """The units to which these rows belong."""
    sql = f"SELECT DISTINCT {UNIT_OF[record]} FROM {record} t WHERE t.id IN {GIVEN}"
    return {row[0] for row in reader.exec_driver_sql(sql, (json.dumps(sorted(rows)),))}


def rows_of(reader: Connection, record: str, uids: Collection[str]) -> frozenset[int]:
    sql = f"SELECT id FROM {record} WHERE uid IN {GIVEN}"
    return frozenset(row[0] for row in reader.exec_driver_sql(sql, (json.dumps(list(uids)),)))


def _asked(reader: Connection, sql: str, place: str, units: Units, order: str) -> list[Any]:
    if units is None:
        return list(reader.exec_driver_sql(f"{sql} ORDER BY {order}"))
    return list(reader.exec_driver_sql(f"{sql}{place} ORDER BY {order}", (json.dumps(sorted(units)),)))


def _member(row: Any, ties: kinship.Ties, facts: dict[int, Side]) -> Side:
    own = ties.own.get(row[0], NONE)
    homes = [facts[home] for home in sorted(own) if home in facts]
    side = Side(
        row[0], row[1], row[2], row[3], row[4] or "", "", row[5] or "", words(row[8]), words(row[6]),
        words(row[7]), interests=words(row[9]), cap=row[10], person=row[0], homes=own, kin=ties.kin.get(row[0], NONE),
    )  # fmt: skip
    if not homes:
        return side
    return replace(
        side, group=side.group or next((home.group for home in homes if home.group), ""),
        grid=next((home.grid for home in homes if home.grid), ""), trades=side.trades.union(*(home.trades for home in homes)),
        customs=side.customs.union(*(home.customs for home in homes)),
        interests=side.interests.union(*(home.interests for home in homes)),
    )  # fmt: skip


def _home_facts(reader: Connection, own: dict[int, frozenset[int]]) -> dict[int, Side]:
    """What is recorded of the households in which these members live."""
    sql = (
        "SELECT id, group_name, grid, trade, income_source, customs, interests FROM household "
        f"WHERE void_reason IS NULL AND id IN {GIVEN}"
    )
    told = json.dumps(sorted(set().union(*own.values())))
    return {
        row[0]: Side(
            row[0], "", "", None, row[1] or "", row[2] or "", "", words(row[5]), words(row[3], row[4]), interests=words(row[6])
        )
        for row in reader.exec_driver_sql(sql, (told,))
    }  # fmt: skip
