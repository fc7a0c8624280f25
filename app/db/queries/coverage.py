"""每户有党员联系、每名党员有干部联系、每村有干部包干、村居企业有机关联系: how many are covered, and exactly who is not.

A pairing covers while it holds and its helper is there and in contact; a dead link covers nobody.
"""

import json
from collections import Counter
from collections.abc import Collection, Sequence
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
    """What a tier counts: rows of `record` that match `where`, covered through the link `helped` by a `helper`.

    `unit` is SQL for the unit a row belongs to; `cap` the setting that says how many one helper may hold.
    """

    tier: str
    title: str
    counter: str
    record: str
    where: str
    helped: str
    helper: str
    unit: str
    cap: str = ""

    @property
    def covering(self) -> str:
        """SELECT of the row ids that are covered, for `moment.spelled`."""
        return moment.covering(self.helped, self.helper)


def _kinds(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


AIMS = (
    Aim("household", "农户", "户", "household", "1", "helped_household", "member", "{village household}", "member_cap"),
    Aim("member", "党员", "名", "member", "1", "helped_member", "cadre", ledger.MEMBER_UNIT, "cadre_cap"),
    Aim("village", "村（社区）", "个", "unit", f"unit.kind IN ({_kinds(VILLAGES)})", "helped_unit", "cadre", "unit.id"),
    Aim(
        "organisation", "村居、企业", "个", "unit", f"unit.kind IN ({_kinds(SERVED)})", "helped_unit", "unit", "unit.id"
    ),
)
LINKS = tuple(dict.fromkeys(name for aim in AIMS for name in (f"helper_{aim.helper}", aim.helped)))


def coverage(reader: Connection, unit: int | None = None, as_of: str | None = None) -> tuple[Tier, ...]:
    """The four tiers below `unit` (row id; None = everything) as of an ISO day (None = now).

    One pass over the pairings and one over each record: sets of whole numbers are quicker here than any join, and an
    index alone tells who is there. Uids are asked for at the end, of those only who are named.
    """
    day = moment.checked(as_of)
    title = ledger.name_of(reader, "unit", unit) if unit is not None else ledger.setting(reader, "unit_name") or "全部"
    links = ledger.plain(reader, f"SELECT id, {', '.join(LINKS)} FROM pairing WHERE {moment.held('pairing', day)}")
    return tuple(_tier(reader, aim, title, unit, day, links) for aim in AIMS)


def rate(covered: int, total: int) -> str:
    """Percent with one decimal, half up, by whole numbers; 100.0% only when truly all are covered."""
    if not total:
        return "—"
    tenths = (covered * 2000 + total) // (2 * total)
    if covered < total:
        tenths = min(tenths, 999)
    return f"{tenths // 10}.{tenths % 10}%"


def _tier(
    reader: Connection, aim: Aim, title: str, unit: int | None, day: str | None, links: list[tuple[Any, ...]]
) -> Tier:
    who, whom = 1 + LINKS.index(f"helper_{aim.helper}"), 1 + LINKS.index(aim.helped)
    ours = _ours(reader, aim, unit, day)
    there = {row for row, is_there in ours if is_there}
    gone = {row for row, is_there in ours if not is_there}
    mine = [link for link in links if link[who] is not None and (link[whom] in there or link[whom] in gone)]
    unable, overloaded = _helpers(reader, aim, Counter([link[who] for link in mine]), day)
    dead = [link[0] for link in mine if link[who] in unable or link[whom] in gone]
    uncovered = there.difference([link[whom] for link in mine if link[who] not in unable])
    covered = len(there) - len(uncovered)
    return Tier(
        aim.tier, title, len(there), covered, rate(covered, len(there)),
        _uids(reader, aim.record, uncovered), _uids(reader, aim.helper, overloaded), _uids(reader, "pairing", dead),
    )  # fmt: skip


def _ours(reader: Connection, aim: Aim, unit: int | None, day: str | None) -> list[tuple[int, int]]:
    """(id, still there) of everything of this tier below the unit."""
    homes, there = "", moment.there(aim.record, aim.record, day)
    if aim.record == "member":
        homes, there = moment.homes(day), moment.enrolled(day)
    if aim.record == "household":
        homes, there = moment.seats("household", day), moment.settled("household", day)
    tree, below = "", ""
    if unit is not None:
        tree = (
            f"WITH RECURSIVE tree(id) AS (SELECT {int(unit)} UNION SELECT c.id FROM unit c "
            "JOIN tree t ON c.parent = t.id) "
        )
        below = f" AND {aim.unit} IN (SELECT id FROM tree)"
    sql = f"{tree}SELECT {aim.record}.id, {there} FROM {aim.record}{homes} WHERE {aim.where}{below}"
    return [(row[0], row[1]) for row in ledger.plain(reader, moment.spelled(sql, day))]


def _helpers(reader: Connection, aim: Aim, load: Counter[int], day: str | None) -> tuple[set[int], list[int]]:
    """Helpers who cannot hold anything, gone or out of contact; those who hold more than their own cap, or than the
    setting where they have none. Everybody else stays unread.
    """
    living, there = (told(aim.helper, "x", day) for told in (moment.living, moment.there))
    wanted, general = f"NOT ({living})", 0
    if aim.cap:
        general = int(ledger.setting(reader, aim.cap))
        wanted += " OR x.cap IS NOT NULL OR x.id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT x.id, {living}, {there}, {'x.cap' if aim.cap else 'NULL'} FROM {aim.helper} x WHERE {wanted}"
    many = json.dumps([row for row, count in load.items() if count > general])
    found = ledger.plain(reader, sql, (many,) if aim.cap else ())
    unable = {row for row, lives, _, _ in found if not lives}
    if not aim.cap:
        return unable, []
    return unable, [
        row for row, _, is_there, cap in found if is_there and load[row] > (general if cap is None else cap)
    ]


def _uids(reader: Connection, record: str, rows: Collection[int]) -> tuple[str, ...]:
    """In the order of the rows' making."""
    if not rows:
        return ()
    sql = f"SELECT uid FROM {record} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return tuple(row[0] for row in ledger.plain(reader, sql, (json.dumps(sorted(rows)),)))
