"""任职, 免职, 换届 as the clerk does them: from a branch or unit, or from the card of a member or cadre."""

from functools import partial
from typing import Any

from app import codes
from app.db.queries import past
from app.errors import NeedsConsent, UserError
from app.models.post import SECRETARY
from app.operations import cadre, post, term
from app.operations.post import Side, Who
from app.ui import dialogs
from app.ui.asking import PARTING, Question, ask
from app.ui.naming import DATED, named, names

CIVIL = ("村（居）委会", "单位")  # groups of the code list that are posts of a unit, not of a party organisation
FREE = "可以选本支部的党员，也可以直接写姓名；姓名与一名党员完全相同时自动对应。"
# The officers that the form of an election asks for one by one; further ones share a line, parted by 、.
OFFICES = ("书记", "组织委员", "宣传委员", "纪检委员")
SHARED = ("副书记", "委员")
# What is told of the election itself; all of it may be left open.
COUNTED = {
    "expected": "应到有选举权人数", "attended": "实到有选举权人数", "posts": "应选名额", "candidates": "候选人数",
    "votes": "得票（姓名 票数）",
}  # fmt: skip


def _offered(place: str) -> tuple[str, ...]:
    return tuple(code.name for code in codes.codes("post") if (code.group in CIVIL) == (place == "unit"))


def _people(screen: Any, place: Side) -> tuple[str, ...]:
    with screen.store.read() as reader:
        return past.people(reader, *place)


def appoint_here(screen: Any, rows: list[int]) -> None:
    """Somebody takes a post in the branch or unit that is chosen in the list."""
    place: Side = (screen.record.code(), rows[0])
    who = Question("who", "姓名", "choice", _people(screen, place), free=True)
    explanation = FREE if place[0] == "branch" else "可以选本单位的干部，也可以直接写姓名。"
    told = ask(screen, "任职", explanation, (Question("post", "职务", "choice", _offered(place[0])), who, *DATED))
    if told:
        _appoint(screen, place, told["post"], told["who"], told)


def appoint_him(screen: Any, rows: list[int]) -> None:
    """The member or cadre who is chosen in the list takes a post."""
    record = screen.record.code()
    where = "branch" if record == "member" else "unit"
    at = Question("at", "党组织" if where == "branch" else "单位", "choice", names(screen.store, where), free=True)
    told = ask(screen, "任职", "", (at, Question("post", "职务", "choice", _offered(where)), *DATED))
    if told:
        place = (where, named(screen.store, where, told["at"]))
        _appoint(screen, place, told["post"], (record, rows[0]), told)


def _appoint(screen: Any, place: Side, title: str, who: Who, told: dict[str, str]) -> None:
    act = partial(post.appoint, screen.store, place, title, who, on=told["on"], reason=told["reason"])
    try:
        act()
    except NeedsConsent as asked:
        if not dialogs.ask(screen, "更换任职", asked.text, yes="更换"):
            return
        act(consent=frozenset({asked.code}))
    screen.window_.notice(f"已登记任职：{title}。")


def dismiss(screen: Any, rows: list[int]) -> None:
    """One or several of the posts held now end; the same for a place and for a person."""
    with screen.store.read() as reader:
        held = past.spans(reader, "post", screen.record.code(), rows[0])
    choices = {}
    for span in held:
        if not span.until:
            words = f"{span.what}（{span.since} 起）" if span.since else span.what
            choices[words if words not in choices else f"{words}第{span.row}号"] = span.row
    if not choices:
        raise UserError("现在没有登记的任职。", "如果漏登，请先用“任职”登记。")
    told = ask(
        screen, "免职", "勾选结束的职务，任职经历保留。", (Question("posts", "职务", "many", tuple(choices)), *DATED)
    )
    if told:
        chosen = [choices[name] for name in told["posts"].split(PARTING)]
        post.dismiss(screen.store, chosen, on=told["on"], reason=told["reason"])


def elect(screen: Any, rows: list[int]) -> None:
    """换届: what the election decided, in one form."""
    people = _people(screen, ("branch", rows[0]))
    questions = [
        Question("on", "选举日期", "date"), Question("due", "任期届满日期", "date", needed=False),
        Question("number", "届次", needed=False),
        Question("form", "换届方式", "choice", tuple(code.name for code in codes.codes("term_form")), needed=False),
    ]  # fmt: skip
    for title in OFFICES:
        questions.append(Question(title, title, "choice", people, free=True, needed=title == SECRETARY))
    questions.insert(5, Question("副书记", "副书记", needed=False))
    questions.append(Question("委员", "其他委员", needed=False))
    questions += [Question(name, word, needed=False) for name, word in COUNTED.items()]
    told = ask(screen, "换届", f"原班子和本届任期按选举日期结束并保留。{FREE}几名用顿号隔开。", questions)
    if told:
        officers = [(title, told[title]) for title in OFFICES if told[title]]
        officers += [(title, name.strip()) for title in SHARED for name in told[title].split("、") if name.strip()]
        details = {name: _number(told[name], COUNTED[name]) for name in COUNTED if name != "votes"}
        votes = _votes(told["votes"], officers)
        ballot = term.Ballot(
            told["due"] or None, told["form"] or None, len(officers), told["number"] or None, votes, details
        )
        term.elect(screen.store, rows[0], ballot, officers, on=told["on"])
        screen.window_.notice(f"已登记换届，新一届班子 {len(officers)} 名。")


def _number(text: str, word: str) -> int | None:
    if text and not text.isdigit():
        raise UserError(f"{word}“{text}”不是数字。", "请填写人数。")
    return int(text) if text else None


def _votes(text: str, officers: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """`解明 21、单小红 20` as votes of who was elected to what."""
    found: dict[tuple[str, str], int] = {}
    for part in filter(None, (each.strip() for each in text.split("、"))):
        name, _, count = part.rpartition(" ")
        posts = [title for title, who in officers if who == name.strip()]
        if not posts or not count.removesuffix("票").isdigit():
            raise UserError(f"得票“{part}”看不懂。", "请写成“解明 21、单小红 20”，姓名和上面填写的一致。")
        found |= {(name.strip(), title): int(count.removesuffix("票")) for title in posts}
    return found


def put_off(screen: Any, rows: list[int]) -> None:
    """延期换届, approved by the committee above."""
    questions = (
        Question("until", "延期到", "date"), Question("by", "批准的党组织"), Question("reason", "延期原因"),
    )  # fmt: skip
    told = ask(screen, "延期换届", "须经上级党组织批准，一般不超过一年。原届满日期会保留。", questions)
    if not told:
        return
    act = partial(term.put_off, screen.store, rows[0], told["until"], by=told["by"], reason=told["reason"])
    try:
        act()
    except NeedsConsent as asked:
        if not dialogs.ask(screen, "延期换届", asked.text, yes="仍要登记"):
            return
        act(consent=frozenset({asked.code}))
    screen.window_.notice(f"已登记延期换届到 {told['until']}。")


def leave(screen: Any, rows: list[int]) -> None:
    """A cadre lays down everything."""
    told = ask(screen, "干部离任", "名下的结对和职务会同时结束，资料和历史都保留，可以撤销。", DATED)
    if told:
        pairings, posts = cadre.leave(screen.store, rows[0], on=told["on"], reason=told["reason"])
        screen.window_.notice(f"已登记离任，同时结束结对 {pairings} 对、职务 {posts} 项。")


def come_back(screen: Any, rows: list[int]) -> None:
    if dialogs.ask(screen, "恢复在任", "以前的结对和职务不会自动恢复。要恢复在任吗？", yes="恢复"):
        cadre.come_back(screen.store, rows[0])


PLACE = (("任职…", False, appoint_here), ("免职…", False, dismiss))
PERSON = (("任职…", False, appoint_him), ("免职…", False, dismiss))
