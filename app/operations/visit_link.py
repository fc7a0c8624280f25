"""What follows when visits are kept, by whatever way they came: pairing and slip are filled where exactly one fits."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.queries import visit as queries
from app.db.work import Work
from app.models.visit import VISITED, VISITORS, Visit

Values = Mapping[str, Any]
FOLLOWED = (*VISITORS, *VISITED, "helped_resident", "day")


def follow(work: Work, row: int, before: Values, now: Values) -> None:
    """After one visit was made or changed: another side or day may mean another pairing."""
    if before and now.get("pairing") == before.get("pairing") and before.get("pairing") is not None:
        work.change(Visit, row, {"pairing": None})
    _fill(work, row, row)


def follow_many(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:  # noqa: ARG001
    """After many were made; a sheet that tells the pairing itself (a full export) is taken at its word."""
    if rows and "pairing" not in columns:
        _fill(work, min(rows), max(rows))


def _fill(work: Work, first: int, last: int) -> None:
    work.change_many(
        Visit, ((row, {"pairing": link}) for row, link in queries.joining(work.connection, first, last).items())
    )
    work.change_many(
        Visit, ((row, {"plan": link}) for row, link in queries.planned(work.connection, first, last).items())
    )
