"""What day and time it is: the one place, so that a test can stop the clock."""

from datetime import date, datetime


def now() -> datetime:
    """Local time with its zone."""
    return datetime.now().astimezone()


def today() -> date:
    return now().date()


def stamp() -> str:
    """Now as `2026-11-22T09:05:33+08:00`, for histories and manifests."""
    return now().isoformat(timespec="seconds")
