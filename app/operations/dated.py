"""Days and reasons of what holds from a day to a day: which must be told, and which cannot be."""

from app.errors import Problem, Rejected


def require(*answers: tuple[str, str, object]) -> None:
    """Rejected with one note per (field, label, value) without a value."""
    problems = [Problem(field, f"请填写{label}。", "required") for field, label, value in answers if not value]
    if problems:
        raise Rejected(problems)


def refuse_before(since: str | None, on: str, what: str) -> None:
    """Rejected when `on` lies before `since`, as far as both dates go."""
    if since is not None and before(on, since):
        raise Rejected([Problem("on", f"日期 {on} 早于{what} {since}，请核对。", "date_order")])


def last_day(since: str | None, on: str) -> str:
    """The day on which a link ends: never before it began; one that began later lasted no day."""
    return since if since is not None and before(on, since) else on


def before(day: str, other: str) -> bool:
    """Surely earlier, as far as both dates go: 2026 is not before 2026-03."""
    return day[: len(other)] < other[: len(day)]
