"""Requests: taken in with a number and a deadline, brought on step by step, each step dated and by a person.

What may follow what stands in `request_step`; here a step is judged, written and kept beside the request in one work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app import clock
from app.db.queries import request as queries
from app.db.store import Store
from app.errors import Problem, Rejected
from app.models.request import Referral, Request
from app.operations import dated, record
from app.operations.request_step import Act, Step, above, base, level, path, step_named

Values = Mapping[str, Any]
LABELS = {"to": "转给谁", "due": "办理时限", "level": "层级", "satisfaction": "满意度", "on": "日期", "by": "经办人"}


def receive(store: Store, values: Values, *, consent: frozenset[str] = frozenset()) -> int:
    """受理: a new request; its number, its deadline and what is known of who asked are filled in. Rejected as `save`."""
    told = {name: value for name, value in values.items() if value not in (None, "")}
    return record.save(store, Request, told, consent=consent, label="受理诉求")


def take(store: Store, row: int, word: str, act: Act) -> None:
    """Takes one step of a request: one work, one undo. UserError when its state forbids it, Rejected beside the fields."""
    with store.work(f"诉求{word}") as work:
        before = record.present(work.connection, Request, row)
        steps = queries.steps(work.connection, row)
        step = step_named(before, word)
        act = _completed(before, steps, step, act)
        _judge(before, steps, step, act)
        after = step.change(before, act)
        if act.to and "to" in step.asks and step.word in ("承办", "改派"):
            after["handler_cadre"] = queries.cadre_named(work.connection, act.to)
        if faults := Request.faults({**before, **after}):
            raise Rejected(faults)
        work.rename(f"诉求 {before['request_no'] or ''} {word}".replace("  ", " "))
        work.change(Request, row, after)
        work.add(Referral, _kept(before, len(steps) + 1, row, step, act))


def _kept(before: Values, number: int, row: int, step: Step, act: Act) -> dict[str, Any]:
    moved = "level" in step.asks
    told = [act.told] if act.told else []
    if step.word == "重办" and (former := before["result"] or before["explanation"]):
        told.append(f"原办理结果：{former}")
    if step.word == "延期":
        told.append(f"原时限 {before['due'] or '未定'}，改为 {act.due}")
    return {
        "request": row, "step_no": number, "step": step.word, "done_on": act.on, "person": act.by,
        "from_level": level(before) if moved else None, "to_level": act.level if moved else None,
        "to_person": act.to or None, "told": "；".join(told) or act.satisfaction or None,
    }  # fmt: skip


def _completed(before: Values, steps: Sequence[Values], step: Step, act: Act) -> Act:
    """Where it goes when nobody says so: up to the next level, down to the one it came from and to who had it there."""
    if "level" not in step.asks:
        return act
    if step.word == "上报":
        return act if act.level else replace(act, level=next(iter(above(level(before))), ""))
    way = path(before, steps)
    to = act.level or (way[-2][0] if len(way) > 1 else base(before))
    return replace(act, level=to, to=act.to or next((who for place, who in way if place == to), ""))


def _judge(before: Values, steps: Sequence[Values], step: Step, act: Act) -> None:
    labels = {**LABELS, "told": "解释说明" if act.unsolvable else step.told}
    needed = ("on", "by", *step.needs)
    dated.require(*((name, labels[name], getattr(act, name)) for name in needed))
    problems = [*_days(before, steps, act), *_levels(before, steps, step, act)]
    if act.due and act.due < act.on:
        problems.append(Problem("due", f"办理时限 {act.due} 早于 {act.on}，请核对。", "date_order"))
    if problems:
        raise Rejected(problems)


def _days(before: Values, steps: Sequence[Values], act: Act) -> list[Problem]:
    """A step is taken on a whole day, not after today and not before the step before it."""
    if len(act.on) != 10:
        return [Problem("on", f"“{act.on}”没有写到日，请写成 2026-11-03 这样的日期。", "date_inexact")]
    if act.on > clock.today().isoformat():
        return [Problem("on", f"日期 {act.on} 还没有到，请核对。", "future")]
    former = [(step["done_on"], step["step"]) for step in steps[-1:]] or [(before["received_on"], "受理")]
    return [
        Problem("on", f"日期 {act.on} 早于{word}的日期 {day}，请核对。", "date_order")
        for day, word in former
        if day and dated.before(act.on, day)
    ]


def _levels(before: Values, steps: Sequence[Values], step: Step, act: Act) -> list[Problem]:
    if "level" not in step.asks:
        return []
    now = level(before)
    if step.word == "上报":
        return [] if act.level in above(now) else [Problem("level", f"只能从“{now}”报到更高的层级。", "level")]
    way = [place for place, _who in path(before, steps)[:-1]] or [base(before)]
    return [] if act.level in way else [Problem("level", f"只能回到经过的层级：{'、'.join(way)}。", "level")]
