"""换届: a branch elects; the old term and its posts end, the new ones begin, in one work. And keeping 届 in step with the branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.queries import election as elections
from app.db.queries import past
from app.db.store import Store
from app.db.work import Work
from app.errors import NeedsConsent, Problem, Rejected, UserError
from app.models.branch import Branch
from app.models.election import ELECTED, Election, Nominee
from app.models.post import SECRETARY
from app.models.term import Term
from app.operations import dated, post
from app.operations.post import Who

KEPT = dict(Term.stands)  # what stands on the branch, and where its present term keeps it


@dataclass(frozen=True)
class Ballot:
    """What an election decided: when the term ends by rule, how was elected, how many 委员, which 届. All may be unknown.

    `votes`: (name, post) → 赞成票; `details`: further fields of `Election` (应到, 实到, 应选 …).
    """

    due: str | None = None
    form: str | None = None
    size: int | None = None
    number: str | None = None
    votes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def elect(
    store: Store, branch: int, ballot: Ballot, officers: Sequence[tuple[str, Who]], *, on: str, reason: str = "换届"
) -> int:
    """Ends the term and every elected post of the branch, begins the new term with `officers` (post, who). Returns the term.
    The election itself is registered with it, or completed where it stands already.

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
        _event(work, branch, ballot, officers, on)
    return made


def _event(work: Work, branch: int, ballot: Ballot, officers: Sequence[tuple[str, Who]], on: str) -> None:
    """换届选举 of the day, with those who were elected; an election is known to the day or not registered."""
    if len(on) != 10:
        return
    values = {"number": ballot.number, "form": ballot.form, "due": ballot.due, **ballot.details}
    told = {name: value for name, value in values.items() if value is not None}
    problems = Election.faults(told)
    if problems:
        raise Rejected(list(problems))
    event = elections.on_day(work.connection, branch, on)
    if event is None:
        event = work.add(Election, {"branch": branch, "day": on, **told})
    else:
        work.change(Election, event, told)
    there = elections.nominees(work.connection, event)
    for title, who in officers:
        name = who if isinstance(who, str) else str(work.row(*who)["name"])
        member = who[1] if not isinstance(who, str) and who[0] == "member" else None
        if member is None and isinstance(who, str):
            member = past.member_called(work.connection, branch, who)
        stood = {"votes": ballot.votes.get((name, title)), "elected": ELECTED}
        if (name, title) in there:
            kept = {key: value for key, value in stood.items() if value is not None}
            work.change(Nominee, there[name, title], kept)
        else:
            work.add(Nominee, {"election": event, "name": name, "member": member, "post": title, **stood})


def put_off(
    store: Store, branch: int, until: str, *, by: str, reason: str, consent: frozenset[str] = frozenset()
) -> None:
    """延期换届, approved by the committee above: the present term ends on `until`; the date of before is kept.

    By a year at most (《中国共产党基层组织选举工作条例》): NeedsConsent `long_delay` beyond. UserError without a date to put off.
    """
    dated.require(("until", "延期到", until), ("by", "批准的党组织", by), ("reason", "延期原因", reason))
    with store.work("延期换届") as work:
        present = work.row("branch", branch)
        dated.refuse_ended("branch", present)
        work.rename(f"{present['name']}延期换届")
        rows = past.open_rows(work.connection, "term", "branch", branch)
        term = work.row("term", rows[-1]) if rows else {"due": None}
        if not term["due"]:
            raise UserError("还没有登记本届的届满日期，不能登记延期。", "请先在党组织里填写“任期届满日期”。")
        first = str(term["first_due"] or term["due"])
        if dated.before(until, term["due"]):
            raise Rejected([Problem("until", f"{until} 早于现在的届满日期 {term['due']}，请核对。", "date_order")])
        last = f"{int(first[:4]) + 1:04d}{first[4:]}"
        if until[: len(last)] > last[: len(until)] and "long_delay" not in consent:
            raise NeedsConsent(
                "long_delay", f"从 {first} 延到 {until} 超过一年，按规定延期一般不超过一年。仍要登记吗？"
            )
        told = {"due": until, "first_due": first, "delay_by": by, "delay_reason": reason}
        work.change(Term, rows[-1], told)
        work.change(Branch, branch, {"term_until": until})


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
