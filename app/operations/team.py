"""工作队: posting people and calling them back, the log of each day, and the plan from the year down to the month."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import Any

from app import clock, codes
from app.db.queries import team as queries
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models.team import PERIOD, SIX, PlanItem, Posting, Team, WorkLog
from app.operations import dated
from app.operations import record as records

Side = tuple[str, int]  # (record name, row id)


def send(
    store: Store, team: int, who: Side | str, *, on: str, role: str | None = None, unit: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """派驻 of a cadre or member on the books, or of somebody named, to a village or enterprise. Returns the posting.

    UserError when he is posted in this team already. `details`: phone, work_unit, days, remark.
    """
    dated.require(("name", "派驻人员", who), ("since", "派驻日期", on))
    values: dict[str, Any] = {"team": team, "since": on, "role": role, "unit": unit}
    with store.work("派驻") as work:
        dated.refuse_ended("team", work.row("team", team))
        if isinstance(who, str):
            values["name"] = who.strip()
        else:
            if who[0] not in ("cadre", "member"):
                raise UserError("派驻的须是干部或党员。")
            values |= {**queries.person(work.connection, *who), who[0]: who[1]}
            if queries.posted(work.connection, who, team):
                raise UserError(f"{values['name']}已在这支队组里。", "要换驻点，请先结束原来的派驻。")
        values |= {name: value for name, value in (details or {}).items() if value not in (None, "")}
        if values["unit"] is None:
            values["unit"] = work.row("team", team)["unit"]
        problems = records.check(work.connection, Posting, values)
        if problems:
            raise Rejected(problems)
        work.rename(f"派驻：{values['name']}")
        return work.add(Posting, values)


def call_back(store: Store, postings: Sequence[int], *, on: str, reason: str) -> int:
    """结束派驻, many at once. Logs and history stay."""
    dated.require(("on", "结束日期", on), ("reason", "原因", reason))
    with store.work(f"结束派驻 {len(postings)} 人") as work:
        for row in postings:
            _end(work, row, on=on, reason=reason)
    return len(postings)


def _end(work: Work, posting: int, *, on: str, reason: str) -> None:
    present = work.row("posting", posting)
    dated.refuse_ended("posting", present)
    dated.refuse_before(present["since"], on, f"{present['name']}的派驻日期")
    work.change(Posting, posting, {"until": on, "end_reason": reason})


def disband(store: Store, team: int, *, on: str, reason: str) -> tuple[int, int]:
    """撤销 a team with its groups; who is posted there is called back. Returns (teams and groups, people)."""
    dated.require(("on", "撤销日期", on), ("reason", "原因", reason))
    with store.work("撤销工作队组") as work:
        dated.refuse_ended("team", work.row("team", team))
        work.rename(f"撤销{work.row('team', team)['name']}")
        teams = queries.below(work.connection, team)
        people = 0
        for row in teams:
            dated.refuse_before(work.row("team", row)["since"], on, "组建日期")
            for posting in queries.open_postings(work.connection, row):
                _end(work, posting, on=on, reason=reason)
                people += 1
            work.change(Team, row, {"until": on, "end_reason": reason})
    return len(teams), people


def log(
    store: Store, posting: int, day: str, content: str, *, kind: str | None = None, spent: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """工作日志 of one day. Rejected beside the fields: before the posting began, after it ended, in the future.

    `details`: place, problem, solution, request, tomorrow, remark.
    """
    values: dict[str, Any] = {
        "posting": posting, "day": day, "content": content.strip() or None, "kind": kind or None, "spent": spent or None,
        **{name: value for name, value in (details or {}).items() if value not in (None, "")},
    }  # fmt: skip
    away = spent in absent()
    dated.require(("day", "日期", day), ("content", "工作内容", values["content"] or away))
    with store.read() as reader:
        name = _within(reader, posting, day)
        allowed = kinds(reader, posting)
    if kind and kind not in allowed:
        told = f"“{kind}”不在这支工作队的日志类别里，可用：{'、'.join(allowed)}。"
        raise Rejected([Problem("kind", told, "kind_unknown")])
    return records.save(store, WorkLog, values, label=f"工作日志：{name} {day}")


def _within(reader: Reader, posting: int, day: str) -> str:
    """The name of who is posted. Rejected when he was not posted on the day, or it is still to come."""
    present = records.present(reader, Posting, posting)
    if day > clock.today().isoformat():
        raise Rejected([Problem("day", f"日期 {day} 还没有到，请核对。", "future")])
    if present["since"] and dated.before(day, present["since"]):
        raise Rejected([Problem("day", f"日期 {day} 早于派驻日期 {present['since']}，请核对。", "date_order")])
    if present["until"] and dated.before(present["until"], day):
        raise Rejected([Problem("day", f"派驻已于 {present['until']} 结束，请核对日期。", "date_order")])
    return str(present["name"])


def kinds(reader: Reader, posting: int) -> tuple[str, ...]:
    """The kinds of work that a log of this posting may have: those of its team or of one above it, else the six."""
    own = queries.log_kinds(reader, posting)
    return own or tuple(code.name for code in codes.codes(SIX))


def absent() -> frozenset[str]:
    """What the log says of a day that was none on site (请假, 公出)."""
    return frozenset(code.name for code in codes.codes("log_day")) - {queries.WHOLE, queries.HALF}


def plan(
    store: Store, team: int, name: str, period: str, *, parent: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """计划事项 of a year, quarter or month. Rejected when its period does not lie in that of the item above it.

    `details`: owner_name, posting, due, remark. Without `due` it is due on the last day of its period.
    """
    values: dict[str, Any] = {"team": team, "name": name.strip() or None, "period": period.strip(), "parent": parent}
    values |= {key: value for key, value in (details or {}).items() if value not in (None, "")}
    if PERIOD.fullmatch(values["period"]):
        values.setdefault("due", last_day(values["period"]))
    if parent is not None:
        with store.read() as reader:
            above = records.present(reader, PlanItem, parent)
        if above["team"] != team or not inside(values["period"], above["period"]):
            told = f"时段 {period} 不在上级事项的时段 {above['period']} 之内，请核对。"
            raise Rejected([Problem("period", told, "period")])
    return records.save(store, PlanItem, values, label=f"计划：{name}")


def finish(store: Store, items: Sequence[int], *, on: str, result: str = "") -> int:
    """完成. UserError for what is done already."""
    dated.require(("on", "完成日期", on))
    with store.work(f"计划完成 {len(items)} 项") as work:
        for row in items:
            present = work.row("plan_item", row)
            if present["done_on"]:
                raise UserError(f"“{present['name']}”已于 {present['done_on']} 完成。")
            work.change(PlanItem, row, {"done_on": on, **({"result": result} if result else {})})
    return len(items)


def last_day(period: str) -> str:
    """The last day of 2026, 2026-Q3 or 2026-07."""
    year, _, part = period.partition("-")
    month = 12 if not part else int(part[1:]) * 3 if part.startswith("Q") else int(part)
    return f"{year}-{month:02d}-{monthrange(int(year), month)[1]:02d}"


def inside(period: str, above: str) -> bool:
    """2026-07 lies in 2026-Q3 and in 2026; a period lies in itself too."""
    if period == above or (len(above) == 4 and period[:4] == above):
        return True
    if len(above) == 7 and "Q" in above and len(period) == 7 and "Q" not in period:
        return period[:4] == above[:4] and (int(period[5:]) + 2) // 3 == int(above[6:])
    return False


def parts(period: str) -> tuple[str, ...]:
    """The quarters of a year, the months of a quarter; nothing below a month."""
    year, _, part = period.partition("-")
    if not part:
        return tuple(f"{year}-Q{quarter}" for quarter in range(1, 5))
    if part.startswith("Q"):
        first = int(part[1:]) * 3 - 2
        return tuple(f"{year}-{month:02d}" for month in range(first, first + 3))
    return ()


def item(reader: Reader, row: int) -> dict[str, Any]:
    """A plan item as it stands. UserError when it is gone."""
    return records.present(reader, PlanItem, row)
