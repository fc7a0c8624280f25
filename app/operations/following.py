"""What must happen in the same work when rows were saved: the dated links behind them say the same. The one place for it.

To keep another record in step: a line in FOLLOWING. Forms, pasting and imports all come through here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db import undo
from app.db.queries import past
from app.db.work import Work
from app.models import RECORDS
from app.models.abode import Abode
from app.models.membership import Membership
from app.models.post import SHOWN
from app.models.record import Record
from app.models.term import Term
from app.operations import abode, membership, post, request_intake, settled, term, visit_link, wish_link

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Following:
    """`fields` are those that stand on the record and are kept by a dated link; `one` and `many` open and close it."""

    fields: tuple[str, ...]
    one: Callable[[Work, int, Values, Values], None]
    many: Callable[[Work, Sequence[int], Sequence[str], Sequence[Sequence[Any]]], None]


def _member(work: Work, row: int, before: Values, now: Values) -> None:
    membership.follow(work, row, before, now)
    name = now.get("name")
    if before and name and before.get("name") != name:
        post.rename(work, row, name)
        if now.get("branch") is not None:
            post.recognise(work, now["branch"])


def _members(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    if "branch" in columns:
        place = columns.index("branch")
        homes = zip(rows, (cells[place] for cells in values), strict=True)
        membership.open_many(work, {member: home for member, home in homes if home is not None})
    post.recognise(work)


def _branch(work: Work, row: int, before: Values, now: Values) -> None:
    began = term.follow(work, row, before, now)
    post.follow(work, row, before, now, on=now.get("elected_on") if began else None)


def _branches(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    terms = term.open_many(work, rows, columns, values)
    post.open_many(work, rows, columns, values, terms)


FOLLOWING: dict[str, Following] = {
    "member": Following((*dict(Membership.stands), "name"), _member, _members),
    "household": Following(tuple(dict(Abode.stands)), abode.follow, abode.open_many),
    "branch": Following((*dict(Term.stands), *SHOWN), _branch, _branches),
    "request": Following((), request_intake.follow, request_intake.follow_many),
    "transfer": Following(("receipt_on", "accepted_on"), settled.letter, settled.letters),
    "applicant": Following(("archived_on",), settled.file, settled.files),
    "wish": Following(wish_link.FOLLOWED, wish_link.follow, wish_link.follow_many),
    "visit": Following(visit_link.FOLLOWED, visit_link.follow, visit_link.follow_many),
}


def saved(work: Work, record: type[Record], row: int, before: Values, now: Values) -> None:
    """After one row was made (`before` empty) or changed; `before` and `now` hold at least the fields of FOLLOWING."""
    known = FOLLOWING.get(record.code())
    if known is not None and not now.get(record.ends):  # who is gone keeps what stood last, and begins nothing
        known.one(work, row, before, now)


def made(
    work: Work, record: type[Record], rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]
) -> None:
    """After many rows were made in bulk."""
    known = FOLLOWING.get(record.code())
    if known is not None:
        known.many(work, rows, columns, values)


def mend(work: Work, code: str = "", rows: range | None = None) -> int:
    """Rows that came with values but without their links, as from an export of an older program: the links follow them."""
    found = past.astray(work.connection, code, rows)
    for record, row in found:
        saved(work, RECORDS[record], row, past.standing(work.connection, record, row), work.row(record, row))
    return len(found)


def agree(work: Work, changes: Sequence[Values]) -> None:
    """After a work was undone or redone: its rows and their links agree, even where an upgrade made the links later."""
    for change in changes:
        code, rows = change["record"], range(change["row"], change["last"] + 1)
        whole = change["before"] is None or change["after"] is None
        if whole:
            for link, gone in past.hanging(work.connection, code, rows).items():
                undo.take_away(work, link, gone)
        if whole and code == "member":
            post.forget(work, rows)
        if code in FOLLOWING:
            names = () if whole else tuple(json.loads(change["after"]))
            if RECORDS[code].ends in names:
                _end(work, code, rows.start)
            if whole or RECORDS[code].ends in names or watched(RECORDS[code], names):
                mend(work, code, rows)


def _end(work: Work, code: str, row: int) -> None:
    """Who is gone by what was redone leaves no open link behind."""
    present = work.row(code, row)
    on = present[RECORDS[code].ends]
    if on and code == "household":
        abode.close(work, row, on=on, reason=present["moved_reason"] or "迁出")
    if on and code == "branch":
        term.close(work, row, on=on, reason=present["closed_reason"] or "撤销")
    if on and code in ("branch", "member"):
        post.end_all(work, code, row, on=on, reason=present.get("leave_reason") or "撤销")


def watched(record: type[Record], names: Sequence[str]) -> bool:
    """Whether a change of these fields needs `saved`."""
    known = FOLLOWING.get(record.code())
    return known is not None and any(name in known.fields for name in names)
