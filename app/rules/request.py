"""Is a request late, soon due, without an answer from above, without feedback, call-back or explanation?

The days are those of the settings, in working days as far as days off were entered.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from app.db.queries.holiday import Calendar, of_rows
from app.kinds.date import PartialDate
from app.models.record import VEIL
from app.rules.rule import Facts, Found, Rule

NAMED = ("request_no", "content", "sensitive")
SHORT = 16


def overdue(facts: Facts) -> Iterator[Found]:
    """Still open after the day by which it should have been done."""
    calendar, today = _calendar(facts), facts.today
    for row, uid, *named, due, handler in _open(facts, "due", "handler"):
        if due is not None and _last(due) < today:
            late = calendar.until(_last(due), today)
            who = f"请督促{handler}" if handler else "请确定承办人并"
            told = f"{_named(named)}已过办理时限 {due}，超 {late} 个工作日，{who}尽快办结；确需延期的，登记延期和原因。"
            yield Found("request", row, uid, told)


def due_soon(facts: Facts) -> Iterator[Found]:
    """Due today or within the working days of the setting."""
    calendar, today = _calendar(facts), facts.today
    most = calendar.after(today, facts.number("request_soon_days"))
    for row, uid, *named, due, handler in _open(facts, "due", "handler"):
        if due is not None and today <= _last(due) <= most:
            when = (
                "今天到期" if _last(due) == today else f"{due} 到期，还有 {calendar.until(today, _last(due))} 个工作日"
            )
            yield Found(
                "request",
                row,
                uid,
                f"{_named(named)}{when}，{'承办人' + handler if handler else '还没有承办人'}，请抓紧办理。",
            )


def unanswered(facts: Facts) -> Iterator[Found]:
    """Sent up, and no answer within the working days of the setting."""
    calendar, most = _calendar(facts), facts.number("request_answer_days")
    for row, uid, *named, up_on, up_level, up_to in _open(facts, "up_on", "up_level", "up_to"):
        if up_on is not None and (gone := calendar.until(_last(up_on), facts.today)) > most:
            whom = f"“{up_level}”{up_to or ''}"
            yield Found("request", row, uid, f"{_named(named)} {up_on} 上报到{whom}，{gone} 个工作日没有答复，请催问。")


def no_feedback(facts: Facts) -> Iterator[Found]:
    """Closed, and who asked was not told within the working days of the setting."""
    told = "办结后没有反馈，请把结果告诉反映人，并登记反馈。"
    yield from _waiting(facts, "closed_on", "fed_on", "request_feedback_days", told)


def no_call(facts: Facts) -> Iterator[Found]:
    """Told, and nobody asked whether he is satisfied within the working days of the setting."""
    told = "反馈后没有回访，请回访并登记满意度。"
    yield from _waiting(facts, "fed_on", "called_on", "request_call_days", told)


def unexplained(facts: Facts) -> Iterator[Found]:
    """不能解决的要作出解释说明."""
    for row, uid, *named, unsolvable, explanation in facts.rows(
        "request", "id", "uid", *NAMED, "unsolvable", "explanation"
    ):
        if unsolvable == "是" and not explanation:
            yield Found(
                "request", row, uid, f"{_named(named)}登记为无法解决，却没有解释说明，请补上向反映人说明的内容。"
            )


def _waiting(facts: Facts, done: str, missing: str, setting: str, told: str) -> Iterator[Found]:
    calendar, most = _calendar(facts), facts.number(setting)
    for row, uid, *named, since, after in facts.rows("request", "id", "uid", *NAMED, done, missing):
        if since is not None and after is None and calendar.until(_last(since), facts.today) > most:
            yield Found("request", row, uid, f"{_named(named)} {since} {told}")


def _open(facts: Facts, *names: str) -> Iterator[tuple[Any, ...]]:
    for closed, *rest in facts.rows("request", "closed_on", "id", "uid", *NAMED, *names):
        if closed is None:
            yield tuple(rest)


def _calendar(facts: Facts) -> Calendar:
    return of_rows(facts.rows("holiday", "day", "works"))


def _last(day: str) -> date:
    return PartialDate(day).last()


def _named(named: list[Any]) -> str:
    """诉求 2026-0001“村口路灯不亮”; of a sensitive one the number only."""
    number, content, sensitive = named
    short = VEIL if sensitive == "是" else content.splitlines()[0][:SHORT] + ("…" if len(content) > SHORT else "")
    return f"诉求{number or ''}“{short}”"


_OPEN = "closed_on IS NULL"
_DAYS = {"holiday": ("day", "works")}


def _rule(
    code: str, title: str, severity: str, find: Callable[[Facts], Iterator[Found]], names: tuple[str, ...], only: str
) -> Rule:
    reads = {"request": (*NAMED, *names), **_DAYS}
    return Rule(code, title, severity, "request", reads, find, only={"request": only})


OVERDUE = _rule("request_overdue", "诉求逾期", "late", overdue, ("closed_on", "due", "handler"), _OPEN)
DUE_SOON = _rule("request_due_soon", "诉求快到期", "week", due_soon, ("closed_on", "due", "handler"), _OPEN)
UNANSWERED = _rule(
    "request_unanswered", "上报没有答复", "week", unanswered, ("closed_on", "up_on", "up_level", "up_to"), _OPEN
)
NO_FEEDBACK = _rule(
    "request_no_feedback", "办结没有反馈", "week", no_feedback, ("closed_on", "fed_on"),
    "closed_on IS NOT NULL AND fed_on IS NULL",
)  # fmt: skip
NO_CALL = _rule(
    "request_no_call", "反馈没有回访", "note", no_call, ("fed_on", "called_on"),
    "fed_on IS NOT NULL AND called_on IS NULL",
)  # fmt: skip
UNEXPLAINED = _rule(
    "request_unexplained", "无法解决没有解释说明", "late", unexplained, ("unsolvable", "explanation"),
    "unsolvable = '是' AND explanation IS NULL",
)  # fmt: skip
