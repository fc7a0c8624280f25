"""双报到: reporting in, taking a service post and leaving it, activities with who took part, and what the community says of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.queries import report_in as queries
from app.db.store import Store
from app.db.work import Work
from app.errors import NeedsConsent, Problem, Rejected, UserError
from app.models.report_in import Activity, Duty, DutyClaim, Participation, ReportIn
from app.operations import dated
from app.operations import record as records

Side = tuple[str, int]  # (record name, row id)


def report(store: Store, who: Side | str, community: int, *, on: str, details: Mapping[str, Any] | None = None) -> int:
    """报到 of a member or party organisation on the books, or of somebody named. UserError when he stands reported there.

    `details`: phone, work_unit, duty, address, skills, interest, free_time; what the books know is taken from there.
    """
    dated.require(("name", "报到人", who), ("reported_on", "报到时间", on))
    values: dict[str, Any] = {"community": community, "reported_on": on}
    with store.read() as reader:
        if isinstance(who, str):
            values |= {"name": who.strip(), "kind": "党员"}
        else:
            if who[0] not in ("member", "branch"):
                raise UserError("报到的须是党员或党组织。")
            values |= {**queries.reporter(reader, *who), who[0]: who[1]}
            if queries.standing(reader, who, community):
                raise UserError(f"{values['name']}已在这里报到。", "需要更正的，请在“双报到”里修改。")
    values |= {name: value for name, value in (details or {}).items() if value not in (None, "")}
    return records.save(store, ReportIn, values, label=f"双报到：{values['name']}")


def leave(store: Store, report_in: int, *, on: str, reason: str) -> int:
    """结束报到: the posts he holds end the same day. Returns how many."""
    dated.require(("on", "结束日期", on), ("reason", "原因", reason))
    with store.work("结束双报到") as work:
        present = work.row("report_in", report_in)
        dated.refuse_ended("report_in", present)
        dated.refuse_before(present["reported_on"], on, "报到时间")
        work.rename(f"结束双报到：{present['name']}")
        work.change(ReportIn, report_in, {"until": on, "end_reason": reason})
        return _laid_down(work, queries.held(work.connection, report_in), on, reason)


def _laid_down(work: Work, claims: Sequence[int], on: str, reason: str) -> int:
    for row in claims:
        since = work.row("duty_claim", row)["since"]
        work.change(DutyClaim, row, {"until": dated.last_day(since, on), "reason_out": reason})
    return len(claims)


def take(
    store: Store, report_ins: Sequence[int], duty: int, *, on: str, consent: frozenset[str] = frozenset()
) -> list[int]:
    """认领岗位 by those who reported in. NeedsConsent `full` when more would hold it than it needs.

    UserError when one holds it already, or reported to another community.
    """
    dated.require(("report_ins", "认领人", report_ins), ("on", "认领日期", on))
    with store.work("认领服务岗位") as work:
        post = work.row("duty", duty)
        dated.refuse_ended("duty", post)
        work.rename(f"认领服务岗位：{post['name']}")
        holders = queries.holders(work.connection, duty)
        for row in report_ins:
            _may_take(work.row("report_in", row), post, row in holders, on)
        wanted = len(holders) + len(report_ins)
        if post["places"] is not None and wanted > post["places"] and "full" not in consent:
            told = f"“{post['name']}”需要 {post['places']} 人，认领后有 {wanted} 人。仍要认领吗？"
            raise NeedsConsent("full", told)
        values = [(row, duty, on) for row in report_ins]
        return list(work.add_many(DutyClaim, ("report_in", "duty", "since"), values))


def _may_take(person: Mapping[str, Any], post: Mapping[str, Any], holds: bool, on: str) -> None:
    dated.refuse_ended("report_in", person)
    if person["community"] != post["community"]:
        raise UserError(f"{person['name']}没有在设岗的社区报到。", "请先登记报到，再认领岗位。")
    if holds:
        raise UserError(f"{person['name']}已认领“{post['name']}”。")
    dated.refuse_before(person["reported_on"], on, "报到时间")


def give_up(store: Store, claim: int, *, on: str, reason: str) -> None:
    """退出岗位."""
    dated.require(("on", "退出日期", on), ("reason", "原因", reason))
    with store.work("退出服务岗位") as work:
        present = work.row("duty_claim", claim)
        if present["until"]:
            raise UserError(f"这次认领已于 {present['until']} 结束。")
        dated.refuse_before(present["since"], on, "认领日期")
        work.change(DutyClaim, claim, {"until": on, "reason_out": reason})


def close_duty(store: Store, duty: int, *, on: str, reason: str) -> int:
    """撤岗: whoever holds it lays it down the same day. Returns how many."""
    dated.require(("on", "撤岗日期", on), ("reason", "原因", reason))
    with store.work("撤销服务岗位") as work:
        present = work.row("duty", duty)
        dated.refuse_ended("duty", present)
        dated.refuse_before(present["since"], on, "设岗日期")
        work.rename(f"撤销服务岗位：{present['name']}")
        work.change(Duty, duty, {"until": on, "end_reason": reason})
        return _laid_down(work, queries.claims(work.connection, duty), on, reason)


def hold(
    store: Store, community: int, name: str, *, on: str, minutes: int | None = None, people: Sequence[int] = (),
    details: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """服务活动 with those who took part, all for as many minutes, as one work. Returns the activity."""
    dated.require(("name", "活动名称", name), ("held_on", "活动日期", on))
    with store.work(f"登记服务活动：{name}") as work:
        values = {"community": community, "name": name, "held_on": on, **(details or {})}
        problems = records.check(work.connection, Activity, values)
        if problems:
            raise Rejected(problems)
        made = work.add(Activity, values)
        rows = [(made, row, minutes) for row in dict.fromkeys(people)]
        work.add_many(Participation, ("activity", "report_in", "minutes"), rows)
    return made


def attend(store: Store, activity: int, people: Mapping[int, int | None]) -> int:
    """Who took part, with minutes each: entries are added or corrected, those left out are voided. Returns how many changed."""
    with store.work("登记活动参加人") as work:
        work.rename(f"登记活动参加人：{work.row('activity', activity)['name']}")
        before = queries.attending(work.connection, activity)
        for person, minutes in people.items():
            if person in before:
                work.change(Participation, before[person], {"minutes": minutes})
            else:
                work.add(Participation, {"activity": activity, "report_in": person, "minutes": minutes})
        for person, row in before.items():
            if person not in people:
                work.change(Participation, row, {"void_reason": "没有参加"})
        return work.count


def review(store: Store, report_ins: Sequence[int], words: str, *, on: str, by: str = "") -> int:
    """评价 of the community, for many at once. A later one takes the place of the former; the history keeps both."""
    dated.require(("review", "评价", words), ("on", "评价时间", on))
    with store.work(f"双报到评价 {len(report_ins)} 人") as work:
        for row in report_ins:
            present = work.row("report_in", row)
            if present["reported_on"] and dated.before(on, present["reported_on"]):
                told = f"评价时间早于{present['name']}的报到时间 {present['reported_on']}，请核对。"
                raise Rejected([Problem("on", told, "date_order")])
            work.change(ReportIn, row, {"review": words, "reviewed_on": on, "reviewer": by or None})
    return len(report_ins)
