"""What follows when wishes are kept, by whatever way they came: a claimant told by name is linked where it is surely one."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.queries import wish as queries
from app.db.work import Work
from app.models.wish import Wish

Values = Mapping[str, Any]
FOLLOWED = ("claimer", "claimer_unit", "claimer_phone")


def follow(work: Work, row: int, before: Values, now: Values) -> None:
    """After one wish was made or changed; nothing while what is told of the claimant stays as it was."""
    if any(now.get(name) != before.get(name) for name in FOLLOWED):
        _link(work, (row,))


def follow_many(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:  # noqa: ARG001
    """After many were made."""
    if "claimer" in columns:
        _link(work, rows)


def _link(work: Work, rows: Sequence[int]) -> None:
    found = queries.sure_claimants(work.connection, rows)
    work.change_many(Wish, ((row, {side: person}) for row, (side, person) in found.items()))
