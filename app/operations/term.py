"""换届: a branch elects; the old term and its posts end, the new ones begin, in one work. And keeping 届 in step with the branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import past
from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected
from app.models.branch import Branch
from app.models.post import SECRETARY
from app.models.term import Term
from app.operations import dated, post
from app.operations.post import Who

KEPT = dict(Term.stands)  # what stands on the branch, and where its present term keeps it


@dataclass(frozen=True)
class Ballot:
    """What an election decided: when the term ends by rule, how was elected, how many 委员, which 届. All may be unknown."""

    due: str | None = None
    form: str | None = None
    size: int | None = None
    number: str | None = None


def elect(
    store: Store, branch: int, ballot: Ballot, officers: Sequence[tuple[str, Who]], *, on: str, reason: str = "换届"
) -> int:
    """Ends the term and every elected post of the branch, begins the new term with `officers` (post, who). Returns the term.

    Appointed posts (第一书记, 工作人员) go on. Rejected when the day lies before what it would end.
    """
    dated.require(("on", "选举日期", on), ("officers", "新一届班子成员", officers))
    if ballot.due and dated.before(ballot.due, on):
        raise Rejected([Problem("due", "任期届满日期早于选举日期，请核对。", "date_order")])
    _one_secretary(officers)
    with store.work("换届") as work:
        present = work.row("branch", branch)
        dated.refuse_ended("branch", present)
        work.rename(f"{present['name']}换届")
        made = _renewed(work, branch, ballot, on=on, reason=reason)
        ending = [held for held in past.open_posts(work.connection, "branch", branch) if held.post in post.elected()]
        post.close_rows(work, [held.row for held in ending], on=on, reason=reason)
        for title, who in officers:
            post.begin(work, ("branch", branch), title, who, on=on, reason=reason, term=made)
    return made


def _renewed(work: Work, branch: int, ballot: Ballot, *, on: str, reason: str) -> int:
    """The new term. One that was already told with this very day, by a form or a roster, is completed."""
    values = {"since": on, "due": ballot.due, "form": ballot.form, "size": ballot.size, "number": ballot.number}
    told = None
    for row in past.open_rows(work.connection, "term", "branch", branch):
        since = work.row("term", row)["since"]
        if since == on:
            told = row
            continue
        dated.refuse_before(since, on, "本届选举日期")
        work.change(Term, row, {"until": on, "reason_out": reason})
    if told is None:
        told = work.add(Term, {"branch": branch, **values})
    else:
        work.change(Term, told, {name: value for name, value in values.items() if value is not None})
    kept = work.row("term", told)
    work.change(Branch, branch, {name: kept[source] for name, source in KEPT.items()})
    return told


def _one_secretary(officers: Sequence[tuple[str, Who]]) -> None:
    if sum(title == SECRETARY for title, _ in officers) > 1:
        raise Rejected([Problem("officers", "书记只能有一名，请核对。", "several")])


def close(work: Work, branch: int, *, on: str, reason: str) -> None:
    """The term of a branch that is dissolved."""
    for row in past.open_rows(work.connection, "term", "branch", branch):
        until = dated.last_day(work.row("term", row)["since"], on)
        work.change(Term, row, {"until": until, "reason_out": reason})


def follow(work: Work, branch: int, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """After a branch was saved: its present term says the same. True when an election was told, so that a new term began."""
    if all(before.get(name) == now.get(name) for name in KEPT):
        return False
    values = {kept: now.get(name) for name, kept in KEPT.items()}
    rows = past.open_rows(work.connection, "term", "branch", branch)
    told = rows and later_election(work.row("term", rows[-1])["since"], values["since"])
    if rows and not told:
        work.change(Term, rows[-1], values)
        return False
    for row in rows:
        work.change(Term, row, {"until": values["since"], "reason_out": "换届"})
    work.add(Term, {"branch": branch, **values})
    return bool(told)


def later_election(old: str | None, new: str | None) -> bool:
    """The new date is another election, not the old one corrected: at least a year after it.

    Terms last three or five years, and an election is put forward by a year at most (《中国共产党基层组织选举工作条例》).
    """
    return bool(old and new and int(new[:4]) - int(old[:4]) - (new[4:] < old[4 : len(new)]) >= 1)


def open_many(
    work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]
) -> dict[int, int]:
    """First terms of many new branches, in bulk: branch → term."""
    places = [columns.index(name) if name in columns else None for name in KEPT]
    found: list[tuple[Any, ...]] = []
    for branch, cells in zip(rows, values, strict=True):
        told = tuple(None if place is None else cells[place] for place in places)
        if any(value is not None for value in told):
            found.append((branch, *told))
    made = work.add_many(Term, ("branch", *KEPT.values()), found)
    return {cells[0]: row for cells, row in zip(found, made, strict=True)}
