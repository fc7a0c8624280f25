"""What happens to members: they move, leave, come back, die. Nothing is deleted; everything has a date and a reason."""

from collections.abc import Sequence

from app import codes
from app.db.queries import person
from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models.member import Member
from app.operations import dated, membership, pairing, post

EXPELLED = "出党"  # the reason of which the kind is told


def move(store: Store, members: Sequence[int], branch: int, *, on: str, reason: str) -> int:
    """转支部: closes the membership and opens one in `branch`. Returns how many really moved."""
    dated.require(("on", "日期", on), ("reason", "原因", reason))
    with store.work(f"{len(members)} 名党员转支部" if len(members) > 1 else "党员转支部") as work:
        present = {member: work.row("member", member) for member in members}
        if len(members) == 1:
            work.rename(f"党员{present[members[0]]['name']}转支部")
        for row in present.values():
            dated.refuse_ended("member", row)
        moved = [member for member, row in present.items() if row["branch"] != branch]
        for member in moved:
            membership.change(work, member, branch, on=on, reason=reason)
    return len(moved)


def leave(store: Store, member: int, *, on: str, reason: str, kind: str = "", detail: str = "") -> int:
    """离开 with a reason of the code list, of 出党 its `kind` too: membership, posts and pairings end with it. Returns how many
    pairings ended. Rejected for a kind that is not on the list, or with another reason.
    """
    dated.require(("on", "日期", on), ("reason", "原因", reason))
    with store.work(f"党员离开（{reason}）") as work:
        return go(work, member, on=on, reason=reason, kind=kind, detail=detail)


def go(work: Work, member: int, *, on: str, reason: str, kind: str = "", detail: str = "") -> int:
    """The same inside a work that does more; it names the work."""
    present = work.row("member", member)
    if kind and (reason != EXPELLED or codes.find("expulsion_kind", kind) != kind):
        text = (
            f"没有名为“{kind}”的出党方式，请从列表里选。"
            if reason == EXPELLED
            else f"离开原因是{reason}的，不填出党方式。"
        )
        raise Rejected([Problem("kind", text, "choice_unknown")])
    if present["left_on"]:
        raise UserError(f"{present['name']}已经登记离开，日期是 {present['left_on']}。", "如需更正，请先恢复在册。")
    work.rename(f"党员{present['name']}离开（{reason}）")
    membership.close(work, member, on=on, reason=reason)
    work.change(
        Member,
        member,
        {"left_on": on, "leave_reason": reason, "leave_kind": kind or None, "leave_detail": detail or None},
    )
    post.end_all(work, "member", member, on=on, reason=reason)
    return _end_links(work, member, on=on, reason=reason)


def die(store: Store, member: int, *, on: str) -> int:
    return leave(store, member, on=on, reason="死亡")


def come_back(store: Store, member: int, *, on: str, reason: str, branch: int | None = None) -> None:
    """恢复在册 in the branch named, or the one left. Closed pairings stay closed: somebody else may hold them now."""
    dated.require(("on", "日期", on), ("reason", "原因", reason))
    with store.work("党员恢复在册") as work:
        again(work, member, on=on, reason=reason, branch=branch)


def again(work: Work, member: int, *, on: str, reason: str, branch: int | None = None) -> None:
    """The same inside a work that does more; it names the work."""
    present = work.row("member", member)
    dated.refuse_current("member", present)
    work.rename(f"党员{present['name']}恢复在册")
    work.change(Member, member, dict.fromkeys(("left_on", "leave_reason", "leave_kind", "leave_detail")))
    home = branch or present["branch"]
    if home is not None:
        membership.change(work, member, home, on=on, reason=reason)


def _end_links(work: Work, member: int, *, on: str, reason: str) -> int:
    rows = person.open_pairings(work.connection, "member", member)
    pairing.close_rows(work, rows, on=on, reason=f"党员{reason}")
    return len(rows)
