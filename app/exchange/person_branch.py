"""Which branch does a row about a member mean: where several are called so the member tells, where none is told his month does."""

from collections.abc import Callable
from typing import Any

from app.db.queries import due as queries
from app.db.queries import standing
from app.exchange.linking import Books
from app.exchange.person_heading import BRANCH
from app.exchange.whole import Whole
from app.operations.due_assessing import held_by

Found = Callable[[int, set[int]], set[int]]


def told(whole: Whole, linked: dict[str, list[Any]]) -> str:
    """The column that says to which branch the member belongs; the branch of the record where nothing else does."""
    own = f"{whole.record}.branch"
    return BRANCH if BRANCH in linked or own not in linked else own


def settle(whole: Whole, books: Books, linked: dict[str, list[Any]], homes: Found) -> None:
    """Names that several branches have (every township has its 东坡村): the one to which the member of the row belongs.

    `homes` answers, for a place of the sheet and branches, to which of them the member belongs. What stays open stays refused.
    """
    called = {name: set(rows) for (record, name), rows in books.known.items() if record == "branch" and len(rows) > 1}
    for target in (BRANCH, f"{whole.record}.branch"):
        for place, name in enumerate(whole.columns[target] if called and target in linked else ()):
            if name in called and len(found := homes(place, called[name])) == 1:
                linked[target][place] = found.pop()
                _allow(whole, place, target)


def _allow(whole: Whole, place: int, target: str) -> None:
    """What was said against this cell is settled."""
    notes = [note for note in whole.refused.pop(place, ()) if note.target != target]
    if notes:
        whole.refused[place] = notes


def collected(reader: Any, whole: Whole, linked: dict[str, list[Any]], members: list[Any]) -> None:
    """Dues that say no branch stand where they stood, new ones in the branch that held the member in the month."""
    target, months = "due.branch", whole.column("due.month")
    branches = linked.get(target) or [None] * len(whole)
    stays = queries.stays(reader)
    stood = {
        (member, month): branch
        for _row, member, month, branch in standing.columns(reader, "due", ("member", "month", "branch"))
    }
    for place, (member, month, branch) in enumerate(zip(members, months, branches, strict=True)):
        if branch is None and member is not None and isinstance(month, str):
            branches[place] = stood.get((member, month)) or held_by(stays.get(member, ()), month)
    linked[target] = branches
    whole.columns.setdefault(target, branches)
    whole.targets = tuple(dict.fromkeys((*whole.targets, target)))
