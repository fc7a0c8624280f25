"""任职, 离任: who takes a post and who lays it down, with date and reason; 书记 and 副书记 on the branch follow.

A holder is one of the books (`("member", row)`, `("cadre", row)`) or a name, which is linked only where it is beyond doubt.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app import clock, codes
from app.db.queries import past
from app.db.store import Store
from app.db.work import Work
from app.errors import NeedsConsent, Problem, Rejected
from app.kinds.kind import Unreadable
from app.kinds.person_name import PersonName
from app.models.branch import Branch
from app.models.post import SECRETARY, SHOWN, Post
from app.operations import dated

Side = tuple[str, int]  # (record name, row id)
Who = Side | str

SOLE = frozenset({SECRETARY, "村（居）委会主任", "村（居）务监督委员会主任"})  # one holder at a time in one place
APPOINTED = frozenset({"第一书记"})
TYPED = "修改班子"  # changed on the record itself: its day is the day of typing, not one that anybody stated


def elected() -> frozenset[str]:
    """The posts that an election of the branch fills, and that end with its term."""
    return frozenset(code.name for code in codes.codes("post") if code.group in ("班子", "委员")) - APPOINTED


def appoint(
    store: Store, place: Side, post: str, who: Who, *, on: str, reason: str, consent: frozenset[str] = frozenset()
) -> int:
    """任职. Where a post has one holder only, the former lays it down the same day: NeedsConsent `replace` before that."""
    dated.require(("on", "任职日期", on), ("post", "职务", post), ("who", "姓名", who), ("reason", "原因", reason))
    if codes.find("post", post) != post:
        raise Rejected([Problem("post", f"没有名为“{post}”的职务，请从列表里选。", "choice_unknown")])
    with store.work("任职") as work:
        dated.refuse_ended(place[0], work.row(*place))
        if not isinstance(who, str):
            dated.refuse_ended(who[0], work.row(*who))
        name = _name(work, who)
        work.rename(f"{name}任{post}")
        former = past.open_posts(work.connection, *place, post=post)
        if any(_same(work, held, place, who) for held in former):
            raise Rejected([Problem("who", f"{name}已经担任{post}，不必重复登记。", "duplicate")])
        if post in SOLE and former:
            if "replace" not in consent:
                raise NeedsConsent("replace", f"现任{post}是{former[0].name}，将于 {on} 离任。继续吗？")
            close_rows(work, [held.row for held in former], on=on, reason=f"{name}接任")
        return begin(work, place, post, who, on=on, reason=reason, term=_term(work, place, post))


def dismiss(store: Store, posts: Sequence[int], *, on: str, reason: str) -> int:
    """免职, 离任: the posts end on the day. Returns how many. Rejected when that lies before they began."""
    dated.require(("on", "离任日期", on), ("reason", "离任原因", reason))
    with store.work("离任") as work:
        held = [work.row("post", row) for row in posts]
        if len(held) == 1:
            work.rename(f"{held[0]['name']}不再担任{held[0]['post']}")
        close_rows(work, posts, on=on, reason=reason)
    return len(posts)


def begin(work: Work, place: Side, post: str, who: Who, *, on: str | None, reason: str, term: int | None = None) -> int:
    """Opens a post and shows it on the branch."""
    made = _open(work, place, post, who, {"term": term, "since": on, "reason_in": reason})
    _show(work, place)
    return made


def _open(work: Work, place: Side, post: str, who: Who, details: Mapping[str, Any]) -> int:
    record, row = place
    name = _name(work, who)
    values: dict[str, Any] = {"name": name, "post": post, record: row}
    if not isinstance(who, str):
        values[who[0]] = who[1]
    elif record == "branch":
        values["member"] = past.member_called(work.connection, row, name)
    else:
        values["cadre"] = past.cadre_called(work.connection, row, name)
    return work.add(Post, {**values, **details})


def close_rows(work: Work, rows: Sequence[int], *, on: str, reason: str) -> None:
    """Ends posts; the branches no longer show them."""
    for row in rows:
        held = work.row("post", row)
        if held["reason_in"] != TYPED:
            dated.refuse_before(held["since"], on, f"{held['name']}的任职日期")
        _end(work, row, on=on, reason=reason)
        if held["branch"] is not None:
            _show(work, ("branch", held["branch"]))


def _end(work: Work, row: int, *, on: str, reason: str) -> None:
    """Never before it began: a post that began later by its date lasted no day."""
    until = dated.last_day(work.row("post", row)["since"], on)
    work.change(Post, row, {"until": until, "reason_out": reason})


def end_all(work: Work, side: str, row: int, *, on: str, reason: str) -> int:
    """Ends every post of a member or cadre who leaves, or in a branch or unit that is dissolved."""
    rows = past.open_rows(work.connection, "post", side, row)
    for found in rows:
        _end(work, found, on=on, reason=reason)
    if side in ("member", "cadre"):
        for branch in {work.row("post", found)["branch"] for found in rows} - {None}:
            _show(work, ("branch", branch))
    return len(rows)


def follow(
    work: Work, branch: int, before: Mapping[str, Any], now: Mapping[str, Any], *, on: str | None = None
) -> None:
    """After a branch was saved: who stands on it as 书记 or 副书记 holds that post, and the former no longer does.

    A post that was never known before began nobody knows when; one that changes hands does so `on`, else today.
    """
    day = on or clock.today().isoformat()
    wanted = [field for field in SHOWN if before.get(field) != now.get(field)]
    for field in wanted:
        _hand(work, branch, SHOWN[field], (before.get(field), now.get(field)), day)
    if wanted:
        _show(work, ("branch", branch), now)


def _hand(work: Work, branch: int, post: str, names: tuple[str | None, str | None], day: str) -> None:
    was, name = names
    place: Side = ("branch", branch)
    held = past.open_posts(work.connection, *place, post=post)
    gone = [found.row for found in held if post in SOLE or found.name == was]
    if name is None or all(found.name != name for found in held):
        for row in gone:
            _end(work, row, on=day, reason=TYPED)
        if name is not None:
            first = not past.ever(work.connection, branch, post)
            since, reason = (None, "登记") if first else (day, TYPED)
            _open(work, place, post, name, {"term": _term(work, place, post), "since": since, "reason_in": reason})


def rename(work: Work, member: int, name: str) -> None:
    """A member's name was corrected: the posts that he holds say the new one, and so do the branches."""
    for row in past.open_rows(work.connection, "post", "member", member):
        work.change(Post, row, {"name": name})
        branch = work.row("post", row)["branch"]
        if branch is not None:
            _show(work, ("branch", branch))


def forget(work: Work, members: range) -> None:
    """Posts whose holder's row went with an undo are known by name again."""
    for row in past.nobody(work.connection, members):
        work.change(Post, row, {"member": None})


def recognise(work: Work, branch: int | None = None) -> None:
    """Posts known by name only are linked to their holder, once he is the one member of the branch with that name."""
    for row, member in past.recognisable(work.connection, branch):
        work.change(Post, row, {"member": member})


def open_many(
    work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]], terms: Mapping[int, int]
) -> None:
    """First posts of many new branches, in bulk, in their first `terms`; they know no members yet."""
    found = []
    for field, post in SHOWN.items():
        if field in columns:
            place = columns.index(field)
            pairs = zip(rows, values, strict=True)
            named = [(branch, cells[place]) for branch, cells in pairs if cells[place] is not None]
            found += [(branch, post, name, terms.get(branch), "登记") for branch, name in named]
    work.add_many(Post, ("branch", "post", "name", "term", "reason_in"), found)


def _show(work: Work, place: Side, wanted: Mapping[str, Any] | None = None) -> None:
    """书记 and 副书记 on the branch are those who hold the posts; of several the one `wanted`, else the one shown before."""
    record, row = place
    if record != "branch":
        return
    present = work.row("branch", row)
    asked, shown = wanted or {}, {}
    for field, post in SHOWN.items():
        names = [held.name for held in past.open_posts(work.connection, "branch", row, post=post)]
        shown[field] = next((name for name in (asked.get(field), present[field], *names) if name in names), None)
    work.change(Branch, row, shown)


def _term(work: Work, place: Side, post: str) -> int | None:
    if place[0] != "branch" or post not in elected():
        return None
    return next(iter(past.open_rows(work.connection, "term", *place)), None)


def _name(work: Work, who: Who) -> str:
    if not isinstance(who, str):
        return str(work.row(*who)["name"])
    try:
        return PersonName().parse(who) or ""
    except Unreadable as error:
        raise Rejected([Problem("who", error.text, error.code)]) from error


def _same(work: Work, held: past.Open, place: Side, who: Who) -> bool:
    if isinstance(who, str):
        member = past.member_called(work.connection, place[1], who) if place[0] == "branch" else None
        return held.member == member if held.member and member else held.name == who.strip()
    return (held.member if who[0] == "member" else held.cadre) == who[1]
