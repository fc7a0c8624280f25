"""What is recorded of the two sides of a pairing that bears on nearness, and what stands between them now."""

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.db.queries import resolve

VILLAGE = "coalesce(t.village, (SELECT b.unit FROM branch b WHERE b.id = t.branch))"
SEPARATORS = re.compile(r"[\s、，,；;。/／]+")


@dataclass(frozen=True)
class Side:
    """One who may help, or be helped. Empty = not recorded. `kin` are households tied by a person who stood in both."""

    row: int
    uid: str
    name: str
    place: int | None
    group: str = ""
    grid: str = ""
    ethnic: str = ""
    trades: frozenset[str] = frozenset()
    cap: int | None = None
    homes: frozenset[int] = field(default_factory=frozenset)
    kin: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Standing:
    pairing: int
    helper: int
    helped: int


def members(reader: Connection) -> list[Side]:
    """Members who may help: on the books, neither floating nor out of contact, standing not stopped."""
    sql = (
        f"SELECT t.id, t.uid, t.name, {VILLAGE}, t.group_name, t.ethnic, t.tech_post, t.cap FROM member t "
        "WHERE t.left_on IS NULL AND t.void_reason IS NULL AND coalesce(t.lost, '') <> '是' "
        "AND coalesce(t.floating, '') <> '是' AND coalesce(t.standing, '正常') = '正常' ORDER BY t.sort_key, t.id"
    )
    homes, kin = _kin(reader)
    trades = _home_facts(reader)
    found = []
    for row, uid, name, place, group, ethnic, post, cap in reader.exec_driver_sql(sql):
        own = homes.get(row, frozenset())
        facts = [trades[home] for home in sorted(own) if home in trades]
        found.append(
            Side(
                row, uid, name, place, group or _first(facts, 0), _first(facts, 1), ethnic or "",
                frozenset().union(words(post), *(fact[2] for fact in facts)), cap, own, kin.get(row, frozenset()),
            )
        )  # fmt: skip
    return found


def households(reader: Connection, unit: int | None) -> list[Side]:
    """Households that live there. The 民族 is that recorded of the head."""
    sql = (
        "SELECT t.id, t.uid, t.head_name, t.village, t.group_name, t.grid, t.trade, t.income_source, "
        "(SELECT r.ethnic FROM resident r WHERE r.household = t.id AND r.relation = '户主' AND r.left_on IS NULL "
        "AND r.void_reason IS NULL ORDER BY r.id LIMIT 1) FROM household t "
        "WHERE t.moved_on IS NULL AND t.void_reason IS NULL ORDER BY t.sort_key, t.id"
    )
    below = _below(reader, unit)
    return [
        Side(row[0], row[1], row[2], row[3], row[4] or "", row[5] or "", row[8] or "", words(row[6], row[7]))
        for row in reader.exec_driver_sql(sql)
        if below is None or row[3] in below
    ]


def standing(reader: Connection, kind: int, helper: str, helped: str) -> list[Standing]:
    """The current pairings of a kind between these two records."""
    sql = (
        f"SELECT id, helper_{helper}, helped_{helped} FROM pairing WHERE kind = ? AND until IS NULL "
        f"AND void_reason IS NULL AND helper_{helper} IS NOT NULL AND helped_{helped} IS NOT NULL ORDER BY id"
    )
    return [Standing(*row) for row in reader.exec_driver_sql(sql, (kind,))]


def place_names(reader: Connection) -> dict[int, str]:
    return {row[0]: row[1] for row in reader.exec_driver_sql("SELECT id, name FROM unit")}


def words(*texts: str | None) -> frozenset[str]:
    """The things named in free text, one by one: 种茶、养蜂 → {种茶, 养蜂}."""
    return frozenset(word for text in texts if text for word in SEPARATORS.split(text) if word)


def _below(reader: Connection, unit: int | None) -> set[int] | None:
    return None if unit is None else set(resolve.below(reader, "unit", unit))


def _first(facts: list[tuple[str, str, frozenset[str]]], place: int) -> str:
    return next((str(fact[place]) for fact in facts if fact[place]), "")


def _home_facts(reader: Connection) -> dict[int, tuple[str, str, frozenset[str]]]:
    """Household → (group, grid, trades), of those where a member lives: what is recorded of his own household."""
    sql = (
        "SELECT h.id, h.group_name, h.grid, h.trade, h.income_source FROM household h WHERE h.void_reason IS NULL AND h.id IN "
        "(SELECT r.household FROM resident r JOIN member m ON m.id = r.member OR m.id_number = r.id_number "
        "WHERE r.left_on IS NULL AND r.void_reason IS NULL UNION SELECT x.id FROM household x "
        "JOIN member m ON m.id_number = x.head_id)"
    )
    return {row[0]: (row[1] or "", row[2] or "", words(row[3], row[4])) for row in reader.exec_driver_sql(sql)}


def _kin(reader: Connection) -> tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]:
    """Member → his own households; member → households tied to his by a person recorded in both, now or before."""
    people: dict[str, set[int]] = {}  # ID number → households it ever stood in
    there: dict[int, set[str]] = {}  # household → ID numbers in it now
    own: dict[int, set[int]] = {}
    by_number = _numbers(reader)
    sql = "SELECT household, id_number, member, left_on FROM resident WHERE void_reason IS NULL ORDER BY id"
    heads = (
        "SELECT id, head_id, NULL, NULL FROM household WHERE void_reason IS NULL AND head_id IS NOT NULL ORDER BY id"
    )
    for home, number, member, left in (*reader.exec_driver_sql(sql), *reader.exec_driver_sql(heads)):
        if number:
            people.setdefault(number, set()).add(home)
        if left is None:
            there.setdefault(home, set()).update(filter(None, (number,)))
            who = member or by_number.get(number)
            if who is not None:
                own.setdefault(who, set()).add(home)
    numbers = {row: number for number, row in by_number.items()}
    kin: dict[int, frozenset[int]] = {}
    for member in {*own, *(row for number, row in by_number.items() if number in people)}:
        mine = own.get(member, set())
        tied = {home for place in mine for number in there.get(place, ()) for home in people.get(number, ())}
        tied |= people.get(numbers.get(member, ""), set())
        kin[member] = frozenset(tied - mine)
    return {member: frozenset(homes) for member, homes in own.items()}, kin


def _numbers(reader: Connection) -> dict[Any, int]:
    sql = "SELECT id_number, id FROM member WHERE id_number IS NOT NULL AND left_on IS NULL AND void_reason IS NULL"
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql)}
