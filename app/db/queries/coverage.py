"""Who is held by somebody and who is not: every tier and campaign, per unit, as of any day, each number with its rows.

A pairing covers while it holds and its helper is there and in contact; a dead link covers nobody.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app import clock
from app.db.queries import aim as aiming
from app.db.queries import alert, ledger, moment
from app.db.queries.aim import AIMS, Aim
from app.db.session import Connection
from app.models.pairing import HELPED, HELPERS
from app.models.visit import VISITED, VISITORS

LISTS = ("uncovered", "overloaded", "dead", "expired", "unvisited", "late")
# What the rows of each list are: of the tier itself, its helpers, or pairings.
_OF_PAIRINGS = ("dead", "expired", "unvisited")


@dataclass(frozen=True)
class Tier:
    """One target. `rate` as `98.3%`, or `—` when there is nothing to cover; the tuples hold uids.

    `uncovered` names what nobody holds, `overloaded` helpers above their cap, `dead` pairings that still stand though
    one side is gone, `expired` those that ran out with nobody after them, `unvisited` those whose last visit is longer
    ago than the kind demands, `late` what was not held when the campaign's deadline had passed.
    """

    tier: str
    unit: str
    total: int
    covered: int
    rate: str
    uncovered: tuple[str, ...]
    overloaded: tuple[str, ...]
    dead: tuple[str, ...]
    title: str = ""
    record: str = ""
    expired: tuple[str, ...] = ()
    unvisited: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """The same as row ids. `places` says in which unit everything of the tier lies, `helped` whom the helpers and pairings
    of a list hold: (list, row) → rows of the tier.
    """

    aim: Aim
    places: dict[int, int | None]
    there: frozenset[int]
    lists: dict[str, frozenset[int]]
    helped: dict[tuple[str, int], frozenset[int]]

    @property
    def covered(self) -> int:
        return len(self.there) - len(self.lists["uncovered"])

    def record(self, name: str) -> str:
        """What record the rows of a list are."""
        if name in _OF_PAIRINGS:
            return "pairing"
        return self.aim.helper or "member" if name == "overloaded" else self.aim.record


def coverage(reader: Connection, unit: int | None = None, as_of: str | None = None) -> tuple[Tier, ...]:
    """The four tiers below `unit` (row id; None = everything) as of an ISO day (None = now), without what takes longer
    to find: who ran out, who was not visited.

    One pass over the pairings and one over each record: sets of whole numbers are quicker here than any join, and an
    index alone tells who is there. Uids are asked for at the end, of those only who are named.
    """
    day, title = moment.checked(as_of), _title(reader, unit)
    links = _links(reader, AIMS, day)
    return tuple(_named(reader, _reach(reader, aim, unit, day, links, placed=False), title) for aim in AIMS)


def whole(reader: Connection, unit: int | None = None, as_of: str | None = None) -> tuple[Tier, ...]:
    """The four tiers and every campaign, with all their lists."""
    title = _title(reader, unit)
    return tuple(_named(reader, reach, title) for reach in reaches(reader, unit, as_of))


def reaches(reader: Connection, unit: int | None = None, as_of: str | None = None) -> Iterator[Reach]:
    """The four tiers and every campaign, one after the other, with all their lists."""
    day = moment.checked(as_of)
    links = _links(reader, AIMS, day)
    for aim in aiming.aims(reader, day):
        own = _links(reader, (aim,), day) if aim.counting else links
        yield lapsed(reader, _reach(reader, aim, unit, day, own), day)


def missed(reader: Connection) -> tuple[Tier, ...]:
    """The campaigns that go on although their deadline has passed and somebody is still held by nobody."""
    today, title = clock.today().isoformat(), _title(reader, None)
    found = []
    for aim in aiming.aims(reader, None):
        if aim.deadline and _last(aim.deadline) < today and not (aim.over and _last(aim.over) < today):
            reach = _reach(reader, aim, None, None, _links(reader, (aim,), None), placed=False)
            if late := reach.lists["uncovered"]:
                found.append(_named(reader, replace(reach, lists={**reach.lists, "late": late}), title))
    return tuple(found)


def of_rows(reader: Connection, reach: Reach, name: str, rows: Collection[int]) -> tuple[str, ...]:
    """The uids of some rows of a list, in the order of their making; of `there` and `covered` too."""
    return _uids(reader, reach.record(name), rows)


def rate(covered: int, total: int) -> str:
    """Percent with one decimal, half up, by whole numbers; 100.0% only when truly all are covered."""
    if not total:
        return "—"
    tenths = (covered * 2000 + total) // (2 * total)
    if covered < total:
        tenths = min(tenths, 999)
    return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class _Links:
    """Pairings that hold, read once: (id, then the columns of `names`); `before` columns stand to the left of that."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    before: int = 0

    def of(self, aim: Aim) -> list[tuple[str, int, int]]:
        """(record of the helper, place of the helper, place of the helped in a row) of each side that may hold."""
        first = self.before + 1
        whom = first + self.names.index(aim.helped)
        return [(name.partition("_")[2], first + self.names.index(name), whom) for name in aim.helpers]


def _title(reader: Connection, unit: int | None) -> str:
    return ledger.name_of(reader, "unit", unit) if unit is not None else ledger.setting(reader, "unit_name") or "全部"


def _named(reader: Connection, reach: Reach, title: str) -> Tier:
    told = {name: of_rows(reader, reach, name, reach.lists[name]) for name in LISTS}
    total, covered, aim = len(reach.there), reach.covered, reach.aim
    return Tier(aim.tier, title, total, covered, rate(covered, total), title=aim.title, record=aim.record, **told)


def _links(reader: Connection, aims: Collection[Aim], day: str | None) -> _Links:
    if day is None and not any(aim.counting for aim in aims):
        return _Links((*HELPERS, *HELPED), [row for row in alert.links(reader) if row[0] is None], before=1)
    names = tuple(dict.fromkeys(name for aim in aims for name in (*aim.helpers, aim.helped)))
    counted = " OR ".join(aim.counting for aim in aims if aim.counting) or "1"
    sql = f"SELECT p.id, {', '.join(f'p.{name}' for name in names)} FROM pairing p WHERE {moment.held('p', day)} AND ({counted})"
    return _Links(names, ledger.plain(reader, sql))


def _reach(
    reader: Connection, aim: Aim, unit: int | None, day: str | None, links: _Links, *, placed: bool = True
) -> Reach:
    ours = _ours(reader, aim, unit, day, placed=placed)
    places = {row: place for row, place, _ in ours}
    there = frozenset(row for row, _, is_there in ours if is_there)
    held: list[int] = []
    dead: dict[int, int] = {}
    overloaded: dict[int, frozenset[int]] = {}
    for record, who, whom in links.of(aim):
        mine = [row for row in links.rows if row[who] is not None and row[whom] in places]
        every = mine if unit is None else [row for row in links.rows if row[whom] is not None]
        unable, over = _helpers(reader, record, aim.cap, Counter([row[who] for row in every]), day)
        dead.update({row[links.before]: row[whom] for row in mine if row[who] in unable or row[whom] not in there})
        held += [row[whom] for row in mine if row[who] not in unable]
        overloaded.update(_loads(((row[who], row[whom]) for row in mine), over))
    uncovered = there.difference(held)
    helped = {("dead", row): frozenset((home,)) for row, home in dead.items()}
    helped.update({("overloaded", row): homes for row, homes in overloaded.items()})
    lists = {"uncovered": uncovered, "overloaded": frozenset(overloaded), "dead": frozenset(dead)}
    return Reach(aim, places, there, {**dict.fromkeys(LISTS, frozenset()), **lists}, helped)


def _loads(links: Iterable[tuple[int, int]], helpers: Collection[int]) -> dict[int, frozenset[int]]:
    """Helper → whom he holds here, of those named who hold anybody."""
    if not helpers:
        return {}
    asked, held = frozenset(helpers), defaultdict(list)
    for helper, helped in links:
        if helper in asked:
            held[helper].append(helped)
    return {helper: frozenset(homes) for helper, homes in held.items()}


def _ours(
    reader: Connection, aim: Aim, unit: int | None, day: str | None, *, placed: bool
) -> list[tuple[int, int | None, int]]:
    """(id, unit where it is asked for, still there) of everything of this tier below the unit."""
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
    sql = f"{tree}SELECT {aim.record}.id, {aim.unit if placed else 'NULL'}, {there} FROM {aim.record}{homes} WHERE {aim.where}{below}"
    found = ledger.plain(reader, moment.spelled(sql, day))
    return found if aim.only is None else [row for row in found if row[0] in aim.only]


def _helpers(
    reader: Connection, record: str, cap: str, load: Counter[int], day: str | None
) -> tuple[set[int], list[int]]:
    """Helpers who cannot hold anything, gone or out of contact; those who hold more than their own cap, or than the
    setting where they have none. Everybody else stays unread.
    """
    living, there = (told(record, "x", day) for told in (moment.living, moment.there))
    wanted, general = f"NOT ({living})", 0
    if cap:
        general = int(ledger.setting(reader, cap))
        wanted += " OR x.cap IS NOT NULL OR x.id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT x.id, {living}, {there}, {'x.cap' if cap else 'NULL'} FROM {record} x WHERE {wanted}"
    many = json.dumps([row for row, count in load.items() if count > general])
    found = ledger.plain(reader, sql, (many,) if cap else ())
    unable = {row for row, lives, _, _ in found if not lives}
    if not cap:
        return unable, []
    return unable, [
        row for row, _, is_there, own in found if is_there and load[row] > (general if own is None else own)
    ]


def _uids(reader: Connection, record: str, rows: Collection[int]) -> tuple[str, ...]:
    """In the order of the rows' making."""
    if not rows:
        return ()
    sql = f"SELECT uid FROM {record} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return tuple(row[0] for row in ledger.plain(reader, sql, (json.dumps(sorted(rows)),)))


def lapsed(reader: Connection, reach: Reach, day: str | None) -> Reach:
    """With what time alone has undone: links that ran out, visits that are missing, a deadline that has passed."""
    aim, today = reach.aim, day or clock.today().isoformat()
    expired = _expired(reader, reach, day, today)
    unvisited = _unvisited(reader, reach, day, today)
    late = reach.lists["uncovered"] if aim.deadline and _last(aim.deadline) < today else frozenset[int]()
    found = {"expired": expired, "unvisited": unvisited}
    helped = {(name, row): frozenset((home,)) for name, rows in found.items() for row, home in rows.items()}
    lists = {**reach.lists, "late": late, **{name: frozenset(rows) for name, rows in found.items()}}
    return replace(reach, lists=lists, helped={**reach.helped, **helped})


def _last(day: str) -> str:
    """A text not before the last day of a date known to the year or month."""
    return day.ljust(len("2026-11-22"), "9")


def _expired(reader: Connection, reach: Reach, day: str | None, today: str) -> dict[int, int]:
    """Pairing → helped: the last link of what is held by nobody now; all links of a campaign that is over."""
    aim = reach.aim
    asked = f"SELECT p.id, p.{aim.helped} FROM pairing p WHERE {_of(aim)} AND "
    if aim.over and _last(aim.over) < today:
        still = ledger.plain(reader, asked + moment.held("p", day))
        return {pairing: helped for pairing, helped in still if helped in reach.there}
    ended = f"p.void_reason IS NULL AND p.until IS NOT NULL AND p.until <= '{today}' ORDER BY p.id"
    last = {helped: pairing for pairing, helped in ledger.plain(reader, asked + ended)}
    return {last[helped]: helped for helped in reach.lists["uncovered"] if helped in last}


def _unvisited(reader: Connection, reach: Reach, day: str | None, today: str) -> dict[int, int]:
    """Pairing → helped where the helper was not there within the days that the kind of pairing demands."""
    aim = reach.aim
    if aim.helped not in VISITED:
        return {}
    since = f"date('{today}', '-' || k.visit_days || ' days')"
    who = " OR ".join(f"v.{name} = p.{name}" for name in VISITORS)
    met = (
        f"SELECT 1 FROM visit v WHERE v.{aim.helped} = p.{aim.helped} AND v.void_reason IS NULL "
        f"AND v.day >= {since} AND v.day <= '{today}' AND ({who})"
    )
    sql = (
        f"SELECT p.id, p.{aim.helped} FROM pairing p JOIN pairing_kind k ON k.id = p.kind WHERE k.visit_days IS NOT NULL "
        f"AND {moment.held('p', day)} AND {_of(aim)} AND (p.since IS NULL OR p.since < {since}) AND NOT EXISTS ({met})"
    )
    return {pairing: helped for pairing, helped in ledger.plain(reader, sql) if helped in reach.there}


def _of(aim: Aim) -> str:
    """SQL: the pairing counts for the aim."""
    somebody = "1" if not aim.helper else f"p.helper_{aim.helper} IS NOT NULL"
    return f"p.{aim.helped} IS NOT NULL AND {somebody} AND {aim.counting or '1'}"
