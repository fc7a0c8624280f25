"""双报到 as the clerk does it: reporting in, taking and giving up posts, activities, the community's word, the end."""

from typing import Any

from app import codes
from app.db.queries import report_in as queries
from app.db.queries import wish as people
from app.errors import NeedsConsent, UserError
from app.operations import report_in
from app.ui import dialogs
from app.ui.asking import PARTING, Question, ask
from app.ui.naming import DATED, named, names

WHEN = Question("on", "日期", "date")


def report_here(screen: Any, rows: list[int]) -> None:
    """The members chosen in the list report to a community."""
    place = Question("at", "报到社区（村）", "choice", names(screen.store, "unit"), free=True)
    told = ask(screen, "双报到", f"{len(rows)} 名党员报到。", (place, WHEN, Question("skills", "特长", needed=False)))
    if told:
        community = named(screen.store, "unit", told["at"])
        record = screen.record.code()
        for row in rows:
            report_in.report(screen.store, (record, row), community, on=told["on"], details={"skills": told["skills"]})
        screen.window_.notice(f"已登记报到 {len(rows)} 名。")


def report_new(screen: Any, community: int) -> None:
    """Somebody reports to the community that is open: one on the books by name, ID number or phone, or anybody by name."""
    questions = (
        Question("who", "姓名"), WHEN, Question("work_unit", "工作单位", needed=False), Question("phone", "联系电话", needed=False),
        Question("skills", "特长", needed=False), Question("interest", "意向岗位", needed=False),
        Question("free_time", "可服务时间", needed=False),
    )  # fmt: skip
    told = ask(screen, "双报到", "姓名与本库一名党员完全相同时自动对应；外单位的党员照写姓名和单位。", questions)
    if told:
        with screen.store.read() as reader:
            found = people.called(reader, "member", told["who"])
        if len(found) > 1:
            raise UserError(f"有 {len(found)} 名党员叫“{told['who']}”。", "请改写身份证号或电话，以便认准是哪一名。")
        who: Any = ("member", found[0]) if found else told["who"]
        details = {name: told[name] for name in ("work_unit", "phone", "skills", "interest", "free_time")}
        report_in.report(screen.store, who, community, on=told["on"], details=details)


def leave(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "结束报到", "认领的岗位同时退出，记录保留。", DATED)
    if told:
        ended = report_in.leave(screen.store, rows[0], on=told["on"], reason=told["reason"])
        screen.window_.notice(f"已结束报到，同时退出岗位 {ended} 个。")


def review(screen: Any, rows: list[int]) -> None:
    by = Question("by", "评价人", needed=False)
    told = ask(screen, "社区评价", f"评价 {len(rows)} 人。", (Question("words", "评价"), WHEN, by))
    if told:
        report_in.review(screen.store, rows, told["words"], on=told["on"], by=told["by"])


def take(screen: Any, duty: int, rows: list[int], consent: frozenset[str] = frozenset(), on: str = "") -> None:
    """Those chosen take a post; more than it needs is asked about."""
    if not on:
        told = ask(screen, "认领岗位", f"{len(rows)} 人认领这个岗位。", (WHEN,))
        if told is None:
            return
        on = told["on"]
    try:
        report_in.take(screen.store, rows, duty, on=on, consent=consent)
    except NeedsConsent as asked:
        if dialogs.ask(screen, "请确认", asked.text, yes="认领"):
            take(screen, duty, rows, consent | {asked.code}, on)


def give_up(screen: Any, rows: list[int]) -> None:
    """One of the posts that somebody holds."""
    with screen.store.read() as reader:
        held = {str(name): int(row) for row, name in queries.posts_held(reader, rows[0])}
    if not held:
        raise UserError("现在没有认领的岗位。")
    told = ask(screen, "退出岗位", "", (Question("post", "岗位", "choice", tuple(held)), *DATED))
    if told:
        report_in.give_up(screen.store, held[told["post"]], on=told["on"], reason=told["reason"])


def close_duty(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "撤岗", "认领的人同时退出，记录保留。", DATED)
    if told:
        ended = report_in.close_duty(screen.store, rows[0], on=told["on"], reason=told["reason"])
        screen.window_.notice(f"已撤岗，同时退出 {ended} 人。")


def hold(screen: Any, community: int) -> None:
    """An activity with those who took part."""
    with screen.store.read() as reader:
        reported = {_told(row): int(row[0]) for row in queries.reported(reader, community)}
    kinds = tuple(code.name for code in codes.codes("activity_kind"))
    questions = [
        Question("name", "活动名称"), WHEN, Question("kind", "活动类别", "choice", kinds, needed=False),
        Question("minutes", "每人服务分钟", needed=False), Question("recorded", "活动记录", needed=False),
    ]  # fmt: skip
    if reported:
        questions.append(Question("who", "参加人", "many", tuple(reported), needed=False))
    told = ask(screen, "登记服务活动", "四个环节的其余文字可以以后在“服务活动”里补。", questions)
    if told:
        chosen = [reported[name] for name in told.get("who", "").split(PARTING) if name]
        details = {name: told[name] for name in ("kind", "recorded") if told[name]}
        report_in.hold(
            screen.store,
            community,
            told["name"],
            on=told["on"],
            minutes=minutes(told["minutes"]),
            people=chosen,
            details=details,
        )


def attend(screen: Any, rows: list[int]) -> None:
    """Who took part in an activity that is registered."""
    with screen.store.read() as reader:
        community, before = queries.place(reader, rows[0]), queries.attending(reader, rows[0])
        reported = {_told(row): int(row[0]) for row in queries.reported(reader, community)}
    if not reported:
        raise UserError("这个社区还没有人报到。", "请先登记双报到。")
    words = f"原来登记了 {len(before)} 人，以这次勾选的为准。"
    who = Question("who", "参加人", "many", tuple(reported))
    told = ask(screen, "参加人", words, (who, Question("minutes", "每人服务分钟", needed=False)))
    if told:
        each = minutes(told["minutes"])
        report_in.attend(screen.store, rows[0], {reported[name]: each for name in told["who"].split(PARTING)})


def minutes(text: str) -> int | None:
    """UserError for what is no whole number."""
    if not text:
        return None
    if not text.isdecimal():
        raise UserError(f"服务分钟“{text}”不是整数。", "请写分钟数，如 90。")
    return int(text)


def _told(row: tuple[Any, ...]) -> str:
    return f"{row[1]}（{row[2]}）" if row[2] else str(row[1])


MEMBER = (("报到…", True, report_here),)
ACTS = (("退出岗位…", False, give_up), ("社区评价…", True, review), ("结束报到…", False, leave))
DUTY = (("撤岗…", False, close_duty),)
ACTIVITY = (("参加人…", False, attend),)
