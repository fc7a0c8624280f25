"""工作队 as the clerk does it: posting and calling back, dissolving, a plan item done or divided."""

from typing import Any

from app import codes
from app.db.queries import wish as people
from app.errors import UserError
from app.operations import team
from app.ui.asking import Question, ask
from app.ui.naming import DATED, named, names

WHEN = Question("on", "日期", "date")


def send(screen: Any, rows: list[int]) -> None:
    """Somebody is posted in the team that is chosen: a cadre on the books by name, or anybody by name."""
    roles = tuple(code.name for code in codes.codes("posting_role"))
    questions = (
        Question("who", "姓名"), Question("role", "队内职务", "choice", roles, needed=False),
        Question("unit", "驻点村或企业", "choice", names(screen.store, "unit"), needed=False, free=True),
        Question("work_unit", "派出单位", needed=False), Question("phone", "联系电话", needed=False), WHEN,
    )  # fmt: skip
    told = ask(screen, "派驻", "姓名与一名干部完全相同时自动对应，也可以写身份证号或电话。", questions)
    if told:
        with screen.store.read() as reader:
            found = people.called(reader, "cadre", told["who"])
        if len(found) > 1:
            raise UserError(f"有 {len(found)} 名干部叫“{told['who']}”。", "请改写身份证号或电话，以便认准是哪一名。")
        who: Any = ("cadre", found[0]) if found else told["who"]
        unit = named(screen.store, "unit", told["unit"]) if told["unit"] else None
        details = {name: told[name] for name in ("work_unit", "phone")}
        team.send(screen.store, rows[0], who, on=told["on"], role=told["role"] or None, unit=unit, details=details)


def send_him(screen: Any, rows: list[int]) -> None:
    """The cadre or member who is chosen in the list is posted in a team."""
    roles = tuple(code.name for code in codes.codes("posting_role"))
    questions = (
        Question("team", "工作队组", "choice", names(screen.store, "team"), free=True),
        Question("role", "队内职务", "choice", roles, needed=False),
        Question("unit", "驻点村或企业", "choice", names(screen.store, "unit"), needed=False, free=True), WHEN,
    )  # fmt: skip
    told = ask(screen, "派驻", "", questions)
    if told:
        unit = named(screen.store, "unit", told["unit"]) if told["unit"] else None
        at = named(screen.store, "team", told["team"])
        who = (screen.record.code(), rows[0])
        team.send(screen.store, at, who, on=told["on"], role=told["role"] or None, unit=unit)


def call_back(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "结束派驻", f"将结束 {len(rows)} 人的派驻，日志和经历保留。", DATED)
    if told:
        team.call_back(screen.store, rows, on=told["on"], reason=told["reason"])


def disband(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "撤销工作队组", "下面的工作组同时撤销，派驻人员同时结束派驻，记录都保留。", DATED)
    if told:
        teams, sent = team.disband(screen.store, rows[0], on=told["on"], reason=told["reason"])
        screen.window_.notice(f"已撤销队组 {teams} 个，结束派驻 {sent} 人。")


def finish(screen: Any, rows: list[int]) -> None:
    told = ask(
        screen, "计划完成", f"{len(rows)} 项计划记为完成。", (WHEN, Question("result", "完成情况", needed=False))
    )
    if told:
        team.finish(screen.store, rows, on=told["on"], result=told["result"])


def divide(screen: Any, rows: list[int]) -> None:
    """A year's item into a quarter's, a quarter's into a month's: period, content, owner."""
    with screen.store.read() as reader:
        above = team.item(reader, rows[0])
    below = team.parts(above["period"])
    if not below:
        raise UserError("月度计划不再分解。", "请选年度或季度的事项。")
    questions = (
        Question("period", "时段", "choice", below), Question("name", "计划内容", text=str(above["name"])),
        Question("owner", "责任人", needed=False), Question("due", "完成期限", "date", needed=False),
    )  # fmt: skip
    told = ask(screen, "分解计划", f"“{above['name']}”（{above['period']}）下面加一项。", questions)
    if told:
        details = {"owner_name": told["owner"], "due": told["due"]}
        team.plan(screen.store, above["team"], told["name"], told["period"], parent=rows[0], details=details)


TEAM = (("派驻…", False, send), ("撤销…", False, disband))
PERSON = (("派驻到工作队…", False, send_him),)
POSTING = (("结束派驻…", True, call_back),)
PLAN = (("完成…", True, finish), ("分解…", False, divide))
