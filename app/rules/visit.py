"""Is anybody waiting for a visit that his kind of pairing demands, is a plan late, is a visit or a deed told with a wrong day?

One line per helper, not per door: he is the one to be told, and a county has a hundred thousand doors.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from operator import itemgetter
from typing import Any

from app.rules.rule import Facts, Found, Rule

Helper = tuple[str, int]
HELPER = ("helper_member", "helper_cadre")
HELPED = ("helped_household", "helped_resident", "helped_member", "helped_unit")
NAMED = 3  # households that a sentence names


def _helper(member: int | None, cadre: int | None) -> Helper | None:
    return ("member", member) if member is not None else ("cadre", cadre) if cadre is not None else None


def visit_overdue(facts: Facts) -> Iterator[Found]:
    """No visit within the days that the kind of pairing demands; a pairing without a visit counts from its beginning."""
    days = {row: count for row, count in facts.rows("pairing_kind", "id", "visit_days") if count is not None}
    limits = {row: (facts.today - timedelta(days=count)).isoformat() for row, count in days.items()}
    if not limits:
        return
    seen = _seen(facts)
    late: dict[Helper, list[tuple[int, int, int | None]]] = defaultdict(list)
    held: dict[Helper, int] = defaultdict(int)
    for row, kind, since, member, cadre, *helped in facts.rows("pairing", "id", "kind", "since", *HELPER, *HELPED):
        limit = limits.get(kind)
        helper = ("member", member) if cadre is None else ("cadre", cadre)
        if limit is None or helper[1] is None:
            continue
        held[helper] += 1
        if (since is None or since < limit) and _last(seen, member, cadre, helped) < limit:
            late[helper].append((row, days[kind], helped[0]))
    yield from _told(facts, late, held)


Seen = dict[tuple[int | None, int | None, int], str]


def _seen(facts: Facts) -> tuple[Seen, ...]:
    """For each side of HELPED: (member, cadre, row) → the last day he was there."""
    seen: tuple[Seen, ...] = ({}, {}, {}, {})
    for day, member, cadre, *helped in facts.rows("visit", "day", *HELPER, *HELPED):
        for found, row in zip(seen, helped, strict=True):
            if row is not None and found.get(key := (member, cadre, row), "") < day:
                found[key] = day
    return seen


def _last(seen: tuple[Seen, ...], member: int | None, cadre: int | None, helped: list[int | None]) -> str:
    for found, row in zip(seen, helped, strict=True):
        if row is not None:
            return found.get((member, cadre, row), "")
    return ""


def _told(
    facts: Facts, late: dict[Helper, list[tuple[int, int, int | None]]], held: dict[Helper, int]
) -> Iterator[Found]:
    for rows in late.values():
        rows.sort(key=itemgetter(0))
    if not late:
        return
    wanted = {home for rows in late.values() for *_, home in rows[:NAMED] if home is not None}
    homes = {row: name for row, _, name in facts.told("household", wanted, "head_name")}
    for record, row, uid, name in _helpers(facts, late):
        found = late[record, row]
        several = {count for _row, count, _home in found}
        span = f"超过 {several.pop()} 天" if len(several) == 1 else "超过规定的间隔"
        told = "、".join(homes[home] for *_, home in found[:NAMED] if home in homes)
        who = f"（{told}{'等' if told and len(found) > NAMED else ''}）" if told else ""
        text = (
            f"{name}联系的 {held[record, row]} 对中有 {len(found)} 对{span}没有走访{who}，请安排走访，走访过的请登记。"
        )
        yield Found(record, row, uid, text)


def _helpers(facts: Facts, wanted: Iterable[Any]) -> Iterator[tuple[str, int, str, str]]:
    """(record, row, uid, name) of helpers who are there and in contact; who is gone is told by another rule."""
    asked = set(wanted)
    members, cadres = ([row for record, row in asked if record == wished] for wished in ("member", "cadre"))
    for row, uid, name, lost, left in facts.told("member", members, "name", "lost", "left_on"):
        if lost != "是" and left is None:
            yield "member", row, uid, name
    for row, uid, name, left in facts.told("cadre", cadres, "name", "left_on"):
        if left is None:
            yield "cadre", row, uid, name


def plan_late(facts: Facts) -> Iterator[Found]:
    """Planned for a day that is over, and no visit names the slip."""
    done = {plan for plan, _day in facts.rows("visit", "plan", "day")}
    today = facts.today.isoformat()
    rows = [(row, pairing, due) for row, pairing, due in facts.rows("visit_plan", "id", "pairing", "due")]
    open_ones = [(pairing, due) for row, pairing, due in rows if due < today and row not in done]
    if not open_ones:
        return
    asked = {pairing for pairing, _due in open_ones}
    helpers = {
        row: _helper(member, cadre)
        for row, _, member, cadre, until in facts.told("pairing", asked, *HELPER, "until")
        if until is None
    }
    late: dict[Any, list[str]] = defaultdict(list)
    for pairing, due in open_ones:
        if helpers.get(pairing) is not None:
            late[helpers[pairing]].append(due)
    for record, row, uid, name in _helpers(facts, late):
        days = sorted(late[record, row])
        text = f"{name}有 {len(days)} 次计划的走访已过日期（最早 {days[0]}），请尽快走访，走访过的请按单号登记。"
        yield Found(record, row, uid, text)


def visit_future(facts: Facts) -> Iterator[Found]:
    """A visit cannot have been made tomorrow."""
    today = facts.today.isoformat()
    to_come = [row for row, day in facts.rows("visit", "id", "day") if day > today]
    for row, uid, day in facts.told("visit", to_come, "day"):
        yield Found("visit", row, uid, f"走访日期 {day} 还没有到，请核对日期。")


def deed_undated(facts: Facts) -> Iterator[Found]:
    """What has no day falls into no month of a report."""
    for row, uid, what, day in facts.rows("deed", "id", "uid", "what", "day"):
        if day is None:
            yield Found("deed", row, uid, f"“{what}”没有办理日期，不能计入任何一期，请补填。")


NAMES = {"member": ("name", "lost", "left_on"), "cadre": ("name", "left_on")}
BARE = frozenset({"visit", "pairing"})
DEMANDED = "kind IN (SELECT id FROM pairing_kind WHERE visit_days IS NOT NULL)"
LAST_YEAR = "day >= date(:today, '-366 days')"  # no interval is longer
VISIT_OVERDUE = Rule(
    "visit_overdue", "超过间隔没有走访", "week", "member",
    {
        "pairing_kind": ("visit_days",), "pairing": ("kind", "since", *HELPER, *HELPED),
        "visit": ("day", *HELPER, *HELPED),
    },
    visit_overdue, only={"visit": LAST_YEAR, "pairing": DEMANDED}, names={**NAMES, "household": ("head_name",)},
    bare=BARE,
)  # fmt: skip
PLAN_LATE = Rule(
    "plan_late", "计划的走访已过日期", "week", "member",
    {"visit_plan": ("pairing", "due"), "visit": ("plan", "day")}, plan_late, only={"visit": "plan IS NOT NULL"},
    names={**NAMES, "pairing": (*HELPER, "until")}, bare=BARE,
)  # fmt: skip
VISIT_FUTURE = Rule(
    "visit_future",
    "走访日期还没有到",
    "late",
    "visit",
    {"visit": ("day",)},
    visit_future,
    only={"visit": "day > :today"},
    names={"visit": ("day",)},
    bare=BARE,
)
DEED_UNDATED = Rule(
    "deed_undated",
    "实事没有日期",
    "note",
    "deed",
    {"deed": ("what", "day")},
    deed_undated,
    only={"deed": "day IS NULL"},
)
