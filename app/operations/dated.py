"""Days and reasons of what holds from a day to a day: which must be told, and which cannot be."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem, Rejected, UserError
from app.models import RECORDS
from app.models.record import field_map


def require(*answers: tuple[str, str, object]) -> None:
    """Rejected with one note per (field, label, value) without a value."""
    problems = [Problem(field, f"请填写{label}。", "required") for field, label, value in answers if not value]
    if problems:
        raise Rejected(problems)


def refuse_before(since: str | None, on: str, what: str) -> None:
    """Rejected when `on` lies before `since`, as far as both dates go."""
    if since is not None and before(on, since):
        raise Rejected([Problem("on", f"日期 {on} 早于{what} {since}，请核对。", "date_order")])


def refuse_ended(record: str, present: Mapping[str, Any]) -> None:
    """UserError when the row (as kept) left, was closed or moved away: nothing new can begin for it."""
    model = RECORDS[record]
    if present[model.ends]:
        named = present[model.caption[0]]
        raise UserError(f"{model.title}“{named}”已不在册，日期是 {present[model.ends]}。", "请先恢复在册，再登记。")


def refuse_current(record: str, present: Mapping[str, Any]) -> None:
    """UserError when the row (as kept) never left: nothing can be brought back."""
    model = RECORDS[record]
    if not present[model.ends]:
        label = field_map(model)[model.ends].label.removesuffix("日期")
        raise UserError(f"{model.title}“{present[model.caption[0]]}”没有登记{label}，不必恢复。")


def last_day(since: str | None, on: str) -> str:
    """The day on which a link ends: never before it began; one that began later lasted no day."""
    return since if since is not None and before(on, since) else on


def before(day: str, other: str) -> bool:
    """Surely earlier, as far as both dates go: 2026 is not before 2026-03."""
    return day[: len(other)] < other[: len(day)]
