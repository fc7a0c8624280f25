"""Keeping 党籍隶属 in step: the open membership of a member is always the branch that stands on the member."""

from collections.abc import Mapping
from typing import Any

from app import clock
from app.db.queries import past
from app.db.work import Work
from app.models.member import Member
from app.models.membership import Membership
from app.operations import dated, post


def follow(work: Work, member: int, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """After a member was saved: when the branch differs, the old membership is closed and a new one opened."""
    if before.get("branch") == now.get("branch"):
        return
    since = None if not before else clock.today().isoformat()
    change(work, member, now.get("branch"), on=since, reason="登记" if not before else "修改所在党支部")


def change(work: Work, member: int, branch: int | None, *, on: str | None, reason: str) -> None:
    """Closes the open membership with date and reason and opens one in `branch` (None: stays without a branch)."""
    close(work, member, on=on or clock.today().isoformat(), reason=reason)
    if branch is not None:
        work.add(Membership, {"member": member, "branch": branch, "since": on, "until": None, "reason_in": reason})
    work.change(Member, member, {"branch": branch})
    if branch is not None:
        post.recognise(work, branch)


def close(work: Work, member: int, *, on: str, reason: str) -> None:
    for row in past.open_rows(work.connection, "membership", "member", member):
        until = dated.last_day(work.row("membership", row)["since"], on)
        work.change(Membership, row, {"until": until, "reason_out": reason})


def open_many(work: Work, members: Mapping[int, int], *, since: str | None = None, reason: str = "导入") -> None:
    """First memberships of many new members (member id → branch id), in bulk."""
    rows = [(member, branch, since, reason) for member, branch in members.items()]
    work.add_many(Membership, ("member", "branch", "since", "reason_in"), rows)
