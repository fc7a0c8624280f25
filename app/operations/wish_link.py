"""What follows when wishes are kept, by whatever way they came: a claimant told by name is linked where it is surely one,
and a link that the words now contradict is taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.queries import wish as queries
from app.db.work import Work
from app.models.wish import CLAIMANTS, Wish

Values = Mapping[str, Any]
FOLLOWED = ("claimer", "claimer_unit", "claimer_phone")


def follow(work: Work, row: int, before: Values, now: Values) -> None:
    """After one wish was made or changed; nothing while what is told of the claimant stays as it was."""
    if any(now.get(name) != before.get(name) for name in FOLLOWED):
        _part(work, row, before, now)
        _link(work, (row,))


def _part(work: Work, row: int, before: Values, now: Values) -> None:
    """Another name was written and the link left as it was: it would go on speaking for somebody else."""
    side = next((column for column in CLAIMANTS if now.get(column) is not None), "")
    if not side or now[side] != before.get(side):
        return
    record, person = side.removeprefix("claim_"), now[side]
    told = "claimer" if record in ("member", "cadre") else "claimer_unit"
    written = now.get(told)
    if not written or written == before.get(told) or person in queries.called(work.connection, record, str(written)):
        return
    if queries.claimant(work.connection, record, person)[told] != written:
        work.change(Wish, row, {side: None})


def follow_many(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:  # noqa: ARG001
    """After many were made."""
    if "claimer" in columns:
        _link(work, rows)


def _link(work: Work, rows: Sequence[int]) -> None:
    found = queries.sure_claimants(work.connection, rows)
    work.change_many(Wish, ((row, {side: person}) for row, (side, person) in found.items()))
