"""会议活动: holding one with who was away, planning a whole year at one go, calling off what was planned."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.db.queries import meeting as queries
from app.db.store import Store
from app.db.work import Work
from app.errors import NeedsConsent, Problem, Rejected, UserError
from app.models.meeting import CAME, HELD, PLANNED, Attendance, Meeting
from app.operations import dated
from app.operations import record as records

Person = tuple[int, str, bool]  # row id, name, has a vote


@dataclass(frozen=True)
class Sitting:
    """One gathering, which may count as several `kinds`. `away`: member → (sign, reason) of whoever was not there; with the
    sign 参加 also who came without being expected. `details` are further fields of the meeting; a number told there stands
    instead of the one that follows from `away`.
    """

    branch: int
    kinds: tuple[str, ...]
    day: str
    name: str
    away: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def hold(store: Store, sitting: Sitting, *, row: int | None = None, consent: frozenset[str] = frozenset()) -> int:
    """Registers a meeting that was held, or what became of the planned or registered one in `row`. Returns the meeting.

    Rejected with notes; NeedsConsent `same_day` when one of the same kind stands there that day. UserError for an absentee
    who is not expected.
    """
    _judge(sitting)
    with store.work(f"登记会议：{sitting.name.strip()}") as work:
        reader = work.connection
        if "same_day" not in consent and queries.same_day(reader, sitting.branch, sitting.day, sitting.kinds, row):
            raise NeedsConsent("same_day", f"{sitting.day} 已经登记过同类会议。还要再登记一次吗？")
        people = queries.expected(reader, sitting.branch, sitting.day, sitting.kinds)
        _refuse_strangers(people, sitting)
        before = records.present(reader, Meeting, row) if row else {}
        values = {
            "branch": sitting.branch, "kinds": "、".join(sitting.kinds), "day": sitting.day, "name": sitting.name.strip(),
            "state": HELD, **numbers(people, sitting.away), **sitting.details,
        }  # fmt: skip
        problems = [each for each in records.check(reader, Meeting, {**before, **values}, row) if each.hard]
        if problems:
            raise Rejected(problems)
        made = records.keep(work, Meeting, values, row=row, before=before)
        _sign(work, made, sitting.away)
        return made


def _judge(sitting: Sitting) -> None:
    dated.require(
        ("branch", "党组织", sitting.branch), ("kinds", "会议类型", sitting.kinds), ("day", "会议日期", sitting.day),
        ("name", "会议主题", sitting.name.strip()),
    )  # fmt: skip
    if sitting.day > clock.today().isoformat():
        raise Rejected([Problem("day", f"日期 {sitting.day} 还没有到，请先列入计划，召开后再登记。", "future")])


def _refuse_strangers(people: Sequence[Person], sitting: Sitting) -> None:
    """Where a list of those expected is known, only they can be away."""
    known = {row for row, _name, _full in people}
    if any(row not in known for row, (sign, _why) in sitting.away.items() if sign != CAME):
        raise UserError("缺席人员里有人不在应到名单中。", "应到的是会议当天在这个党组织的人，请核对日期和类型。")


def numbers(people: Sequence[Person], away: Mapping[int, tuple[str, str]]) -> dict[str, int]:
    """应到, 实到 and the same of those with a vote; where nobody is expected by rule, those who came are who was asked."""
    absent = {row for row, (sign, _why) in away.items() if sign != CAME}
    came = len(away) - len(absent)
    if not people:
        return {"expected": came, "attended": came} if came else {}
    voters = [row for row, _name, full in people if full]
    return {
        "expected": len(people), "attended": len(people) - len(absent),
        "voters": len(voters), "voters_attended": sum(row not in absent for row in voters),
    }  # fmt: skip


def _sign(work: Work, meeting: int, away: Mapping[int, tuple[str, str]]) -> None:
    """The exceptions become those given: added, corrected, or voided."""
    before = queries.signs(work.connection, meeting)
    for who, (sign, reason) in away.items():
        if who in before:
            work.change(Attendance, before[who][0], {"sign": sign, "reason": reason or None})
        else:
            work.add(Attendance, {"meeting": meeting, "member": who, "sign": sign, "reason": reason or None})
    for who, (row, _sign, _why) in before.items():
        if who not in away:
            work.change(Attendance, row, {"void_reason": "更正出席"})


def series(
    store: Store, branches: Sequence[int], kinds: Sequence[str], name: str, *, year: int, day: int,
    months: Sequence[int] = tuple(range(1, 13)), details: Mapping[str, Any] | None = None,
) -> list[int]:  # fmt: skip
    """Plans a meeting for each month on the same day (the last one where a month is shorter), for many branches at one go.

    Months that have one of the kinds already, held or planned, are left alone. Returns the meetings that were planned.
    """
    dated.require(("branch", "党组织", branches), ("kinds", "会议类型", kinds), ("name", "会议主题", name.strip()))
    if not 1 <= day <= 31:
        raise Rejected([Problem("day", "每月的日子请写 1 到 31。", "number_range")])
    told = "、".join(kinds)
    problems = Meeting.faults({"kinds": told})
    if problems:
        raise Rejected(problems)
    with store.work(f"安排 {year} 年{told}") as work:
        rows = []
        for branch in branches:
            dated.refuse_ended("branch", work.row("branch", branch))
            there = queries.months_with(work.connection, branch, year, kinds)
            for month in months:
                if f"{month:02d}" not in there:
                    on = f"{year:04d}-{month:02d}-{min(day, monthrange(year, month)[1]):02d}"
                    rows.append((branch, told, on, name.strip(), PLANNED, *(details or {}).values()))
        return list(work.add_many(Meeting, ("branch", "kinds", "day", "name", "state", *(details or {})), rows))


def call_off(store: Store, meetings: Sequence[int], *, reason: str) -> int:
    """取消 what was planned. UserError for one that was held."""
    dated.require(("reason", "原因", reason))
    with store.work(f"取消会议 {len(meetings)} 次") as work:
        for row in meetings:
            present = work.row("meeting", row)
            if present["state"] != PLANNED:
                raise UserError(f"“{present['name']}”不是计划中的会议。", "登记错的请用“作废”。")
            work.change(Meeting, row, {"state": "取消", "remark": reason})
    return len(meetings)
