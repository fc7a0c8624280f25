"""What happens to each row of a sheet of meetings: which kinds they count as, and who is named as away.

A name that is not one of those expected that day, or of two of them, keeps the row out: nobody is marked away by a guess.
"""

import re
from dataclasses import replace
from typing import Any

from app import codes
from app.db.queries import meeting as queries
from app.exchange.cell import CLEAR
from app.exchange.fate import Outcome, settled_plain
from app.exchange.linking import Books
from app.exchange.meeting_heading import AWAY, LEAVE, kinds
from app.exchange.plan import NEW, SAME, Making
from app.exchange.whole import Whole
from app.models.meeting import ASKED_OFF, CAME, SIGN, UNTOLD, parts
from app.operations.meeting import numbers

Away = dict[int, tuple[str, str]]  # member → (sign, reason)
_NAMES = re.compile(r"[、，,;；\n]+")
_TOLD = re.compile(r"(?P<name>[^（(：:]+?)\s*[（(](?P<why>[^）)]*)[)）]")
_AHEAD = re.compile(r"(?P<why>[^：:、，,;；]{1,12})[：:](?P<names>.+)")
_COUNT = re.compile(r"\d+\s*[人名个]?|.*等\s*\d*\s*人.*")
COLUMNS = ("meeting", "member", "sign", "reason")
NUMBERS = ("expected", "attended", "voters", "voters_attended")


def sheet(reader: Any, whole: Whole, books: Books, linked: dict[str, list[Any]]) -> Outcome:
    """One meeting per row, with the exceptions that it names."""
    _kinds(whole)
    found = _everybody_away(reader, whole, linked)
    own = _counted(whole, found)
    outcome, settled = settled_plain(reader, own, books, linked)
    _sign(reader, whole, outcome, settled.handles, {place: away for place, (away, _people) in found.items()})
    return outcome


def _kinds(whole: Whole) -> None:
    column = whole.columns.get("meeting.kinds", [])
    for place, told in enumerate(column):
        if isinstance(told, str):
            column[place], why = kinds(told)
            if why:
                whole.refuse(place, "kind_unclear", why, "meeting.kinds")


def _everybody_away(
    reader: Any, whole: Whole, linked: dict[str, list[Any]]
) -> dict[int, tuple[Away, list[tuple[int, str, bool]]]]:
    """Place → who is away, and who was expected; rows with a name that is not clear are refused."""
    found = {}
    branches, days = linked.get("meeting.branch") or [None] * len(whole), whole.column("meeting.day")
    told = zip(branches, days, whole.column("meeting.kinds"), whole.column(AWAY), whole.column(LEAVE), strict=True)
    for place, (branch, day, kind, away, leave) in enumerate(told):
        named = [*_named(away, UNTOLD), *_named(leave, ASKED_OFF)]
        if place in whole.refused or not named:
            continue
        if not isinstance(day, str) or not isinstance(branch, int) or branch < 0:
            whole.refuse(place, "absent_unclear", "没有日期或党支部还没有登记，看不出缺席的是谁，请先补登。", AWAY)
            continue
        people = queries.expected(reader, branch, day, parts(kind))
        everybody = people or queries.on_the_books(reader, branch, day)
        marked, why = _marked(named, everybody)
        if why:
            whole.refuse(place, "absent_unclear", why, AWAY)
        else:
            found[place] = (marked, people)
    return found


def _named(told: Any, sign: str) -> list[tuple[str, str, str]]:
    """(name, sign, reason) of `解明（病假）、单小红` and of `病假：解明、单小红；事假：…`."""
    found: list[tuple[str, str, str]] = []
    if not isinstance(told, str):
        return found
    for group in re.split(r"[;；\n]+", told):
        ahead = _AHEAD.fullmatch(group.strip())
        names, why = (ahead["names"], ahead["why"]) if ahead else (group, "")
        for part in _NAMES.split(names):
            one = _TOLD.fullmatch(part.strip())
            name, reason = (one["name"], one["why"]) if one else (part.strip(), why)
            if name and name not in ("无", "没有", "/", "—", "-", "0"):
                found.append(("".join(name.split()), *_signed(reason.strip(), sign)))
    return found


def _signed(why: str, sign: str) -> tuple[str, str]:
    """What stands behind a name is a sign of the list, else the reason in words."""
    known = codes.find(SIGN, why) if why else None
    return (known, "") if known else (sign, why)


def _marked(named: list[tuple[str, str, str]], people: list[tuple[int, str, bool]]) -> tuple[Away, str]:
    """Member → sign and reason, or the sentence that says who is not clear."""
    away: Away = {}
    for name, sign, reason in named:
        rows = [row for row, called, _full in people if called == name]
        if _COUNT.fullmatch(name):
            return {}, f"缺席人员写的是“{name}”，看不出是谁，请写出姓名，几个人用顿号隔开。"
        if not rows:
            return {}, f"缺席人员“{name}”不在当天应到的党员里，请核对姓名、日期和党支部。"
        if len(rows) > 1:
            return {}, f"当天应到的有 {len(rows)} 人叫“{name}”，请在会议登记里登记缺席。"
        away[rows[0]] = (sign, reason)
    return away, ""


def _counted(whole: Whole, found: dict[int, tuple[Away, list[tuple[int, str, bool]]]]) -> Whole:
    """A row that names who was away and no numbers gets the numbers that follow."""
    columns = {f"meeting.{name}": list(whole.column(f"meeting.{name}")) for name in NUMBERS}
    for place, (away, people) in found.items():
        told = numbers(people, away) if people else {}
        if all(columns[f"meeting.{name}"][place] in (None, CLEAR) for name in NUMBERS[:2]):
            for name, value in told.items():
                columns[f"meeting.{name}"][place] = value
    fresh = {name: column for name, column in columns.items() if any(value is not None for value in column)}
    targets = tuple(dict.fromkeys((*whole.targets, *fresh)))
    return replace(whole, targets=targets, columns={**whole.columns, **fresh})


def _sign(reader: Any, whole: Whole, outcome: Outcome, handles: list[int], found: dict[int, Away]) -> None:
    """Exceptions that are not there yet are made; one that stands is left, and said where the sheet says otherwise."""
    rows: list[tuple[Any, ...]] = []
    for place, away in found.items():
        handle = handles[place]
        if not handle or place in whole.refused or place in whole.repeats:
            continue
        there = queries.signs(reader, handle) if handle > 0 else {}
        fresh = {who: told for who, told in away.items() if who not in there}
        rows += [(handle, who, sign, reason or None) for who, (sign, reason) in fresh.items()]
        if fresh and outcome.fates[place] == SAME:
            outcome.fates[place] = "changed"
            outcome.changes[place] = [(AWAY, None, f"补登缺席 {len(fresh)} 人")]
        other = [who for who in there if who not in away and there[who][1] != CAME]
        if other and outcome.fates[place] != NEW:
            whole.warn(place, "absent_differs", f"已登记缺席的另有 {len(other)} 人，表里没有，没有改动，请核对。", AWAY)
    if rows:
        outcome.makings.append(Making("attendance", COLUMNS, rows, {"meeting": "meeting"}))
