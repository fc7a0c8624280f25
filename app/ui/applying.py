"""Applicants as the clerk brings them on: one small form for taking one in, one for each step, the notice, the file, the end."""

from functools import partial
from typing import Any

from app import clock, codes
from app.db.queries import applicant as queries
from app.errors import Rejected, UserError
from app.models import applicant_step as steps
from app.models.applicant import Applicant
from app.models.applicant_step import BY_NUMBER, NOTICE_WORDS, NOTICES, Open
from app.models.record import fields_of
from app.operations import applicant, setting
from app.operations import record as records
from app.operations.applicant import Act
from app.ui.asking import PARTING, Question, ask
from app.ui.naming import DATED, named, names

WHEN = Question("on", "日期", "date")
Values = dict[str, Any]
PEOPLE = {
    steps.CONTACT: (("people_1", "培养联系人", True), ("people_2", "第二培养联系人", False)),
    steps.INTRODUCE: (("people_1", "入党介绍人", True), ("people_2", "第二入党介绍人", True)),
}
APPLY_WORDS = "保存后接着登记下一名，按 Esc 结束。申请入党时应年满十八岁。"
ENTRY = ("name", "sex", "id_number", "birth_date", "branch", "applied_on", "education", "phone", "politics", "work")


def apply(screen: Any) -> int | None:
    """Takes applicants in one after another; branch and day stay for the next. The last row made."""
    made: list[int] = []
    kept = {"applied_on": clock.today().isoformat()}
    while told := ask(
        screen, "登记入党申请", APPLY_WORDS, _entry(screen, kept), lambda told: made.append(_applied(screen, told))
    ):
        screen.window_.notice(f"已登记{told['name']}的入党申请，可以接着登记下一名。")
        kept = {name: told[name] for name in ("branch", "applied_on")}
    return made[-1] if made else None


def _entry(screen: Any, kept: dict[str, str]) -> list[Question]:
    fields = {field.name: field for field in fields_of(Applicant)}
    choices = {"sex": "sex", "education": "education"}
    found = []
    for name in ENTRY:
        needed = name in ("name", "branch", "applied_on")
        options: dict[str, Any] = {}
        if name == "branch":
            options = {"kind": "choice", "names": names(screen.store, "branch"), "free": True}
        elif name in choices:
            options = {"kind": "choice", "names": tuple(code.name for code in codes.codes(choices[name]))}
        elif name in ("birth_date", "applied_on"):
            options = {"kind": "date"}
        found.append(Question(name, fields[name].label, needed=needed, text=kept.get(name, ""), **options))
    return found


def _applied(screen: Any, told: dict[str, str]) -> int:
    with screen.store.read() as reader:
        reading = records.read_values(reader, Applicant, told)
    if hard := [problem for problem in reading.problems if problem.hard]:
        raise Rejected(hard)
    values = {name: value for name, value in reading.values.items() if value is not None}
    return applicant.apply(screen.store, applicant.completed(values))


def present(screen: Any, row: int) -> tuple[Values, bool]:
    """The values of an applicant, and whether the setting asks for 公示."""
    with screen.store.read() as reader:
        return records.present(reader, Applicant, row), setting.number(reader, "applicant_notice_days") > 0


def possible(screen: Any, row: int) -> tuple[Open, ...]:
    """The steps that come next; those that are only repeated stand last."""
    values, noticed = present(screen, row)
    if values["ended_on"]:
        return ()
    found = steps.possible(values, noticed=noticed)
    return tuple(sorted(found, key=lambda item: bool(steps.done(values, item.step.number))))


def take(screen: Any, row: int, number: int) -> None:
    """Asks what a step needs and takes it."""
    values, noticed = present(screen, row)
    step = BY_NUMBER[number]
    with screen.store.read() as reader:
        operator = setting.value(reader, "operator")
    questions = [
        WHEN, *_asked(screen, values, number),
        Question("by", "经办人", "choice", names(screen.store, "cadre"), needed=False, text=operator or "", free=True),
        Question("told", "情况说明", needed=False),
    ]  # fmt: skip
    first = steps.earliest(values, step, noticed=noticed)
    when = f"最早可在 {first} 办理。" if first.year > 1 else ""
    due = steps.latest(values, step)
    words = f"{when}{f'应在 {due} 前办理。' if due else ''}{_follows(number)}"
    done = ask(
        screen, f"{number} {step.word}　{values['name']}", words, questions, partial(_taken, screen, row, number)
    )
    if done:
        screen.window_.notice(f"已登记{values['name']}{step.word}。")


def _follows(number: int) -> str:
    return {
        steps.ADMIT: "确定后列入党员名册，人员类别为预备党员，入党日期就是这一天。",
        steps.CONVERT: "确定后党员名册里改为正式党员，并写上转正日期。",
        steps.ARCHIVE: "确定后这一名办结，不再列在现有的名单里。",
    }.get(number, "")


def _asked(screen: Any, values: Values, number: int) -> list[Question]:
    if number in PEOPLE:
        with screen.store.read() as reader:
            here = tuple(name for _row, name in queries.full_members(reader, values["branch"]))
        return [Question(name, word, "choice", here, needed, free=True) for name, word, needed in PEOPLE[number]]
    if number == steps.TRAIN:
        return [Question("days", "培训天数", needed=False, text="3"), Question("hours", "培训学时", needed=False)]
    if number == steps.CONVERT:
        over = applicant.probation_end(values).isoformat()
        return [Question("full_on", "转正日期", "date", text=over)]
    return []


def _taken(screen: Any, row: int, number: int, told: dict[str, str]) -> None:
    people = tuple(
        named(screen.store, "member", told[name]) for name, _word, _needed in PEOPLE.get(number, ()) if told.get(name)
    )
    act = Act(
        told["on"], told["by"], told["told"], people=people, days=_count(told.get("days")), hours=_count(told.get("hours")),
        full_on=told.get("full_on", ""),
    )  # fmt: skip
    applicant.take(screen.store, row, number, act)


def _count(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise UserError(f"“{text}”不是整数。", "天数和学时请写成整数，如 3、24。")
    return int(text)


def notice(screen: Any, row: int) -> None:
    """公示 from when to when."""
    values, _noticed = present(screen, row)
    name = queries.notice_of(values)
    if not name:
        raise UserError("现在没有要公示的步骤。", "确定积极分子、确定发展对象、支委会审查、提出转正申请以后公示。")
    with screen.store.read() as reader:
        days = setting.number(reader, "applicant_notice_days")
    questions = (
        Question("since", "公示开始", "date"),
        Question("until", "公示截止", "date", text=""),
        Question("by", "经办人", needed=False),
    )
    words = f"不少于 {days} 个工作日，期满次日起可以办理“{NOTICES[name].word}”。"

    def attempt(told: dict[str, str]) -> None:
        applicant.notice(screen.store, row, since=told["since"], until=told["until"], by=told["by"])

    ask(screen, f"{NOTICE_WORDS[name]}　{values['name']}", words, questions, attempt)


def publish(screen: Any, rows: list[int]) -> None:
    notice(screen, rows[0])


def papers(screen: Any, rows: list[int]) -> None:
    """材料目录: ticks for what is in the file."""
    values, _noticed = present(screen, rows[0])
    there = steps.papers(values["papers"])
    missing = len(steps.missing_papers(values))
    all_known = (*steps.PAPERS, *(name for name in there if name not in steps.PAPERS))
    told = ask(
        screen, f"材料目录　{values['name']}",
        f"勾选档案里已有的材料。按办过的步骤还缺 {missing} 种。" if missing else "勾选档案里已有的材料。办过的步骤应有的都齐了。",
        (Question("papers", "已归材料", "many", all_known, needed=False, text=PARTING.join(there)),
         Question("other", "其他材料", needed=False)),
    )  # fmt: skip
    if told is not None:
        more = [told["other"]] if told["other"] else []
        applicant.file_papers(screen.store, rows[0], [*filter(None, told["papers"].split(PARTING)), *more])


def extend(screen: Any, rows: list[int]) -> None:
    """延长预备期, once."""
    values, _noticed = present(screen, rows[0])
    if not values["admitted_on"]:
        raise UserError("只有还没有讨论转正的预备党员可以延长预备期。")
    over = applicant.probation_end(values)
    questions = (
        Question("on", "决定日期", "date"), Question("until", "延长至", "date", text=steps.months_on(over, steps.LONGER).isoformat()),
        Question("told", "原因", needed=False),
    )  # fmt: skip

    def attempt(told: dict[str, str]) -> None:
        applicant.extend(screen.store, rows[0], on=told["on"], until=told["until"], told=told["told"])

    ask(screen, "延长预备期", f"预备期 {over} 届满。只能延长一次，不少于半年，不超过一年。", questions, attempt)


def stop(screen: Any, rows: list[int]) -> None:
    """终止, with a reason of the list."""
    values, _noticed = present(screen, rows[0])
    reasons = tuple(code.name for code in codes.codes("applicant_end") if code.name != applicant.DONE)
    words = "已列入党员名册的，同时登记离开。" if values["member"] is not None else "资料和历史都保留，可以恢复办理。"
    questions = (WHEN, Question("reason", "终止原因", "choice", reasons), Question("detail", "说明", needed=False))

    def attempt(told: dict[str, str]) -> None:
        applicant.stop(screen.store, rows[0], on=told["on"], reason=told["reason"], detail=told["detail"])

    if ask(screen, "终止发展", words, questions, attempt):
        screen.window_.notice(f"已登记{values['name']}终止。")


def resume(screen: Any, rows: list[int]) -> None:
    if told := ask(screen, "恢复办理", "从原来的步骤接着办。", DATED):
        applicant.resume(screen.store, rows[0], on=told["on"], reason=told["reason"])


def enrol(screen: Any, rows: list[int]) -> None:
    """列入名册 of one whose admission was imported."""
    applicant.enrol(screen.store, rows[0])
    screen.window_.notice("已列入党员名册。")


def go_on(screen: Any, rows: list[int]) -> None:
    """The first thing that comes next: a 公示 that is asked for, or the step."""
    found = possible(screen, rows[0])
    if not found:
        raise UserError("这一名已经办结，没有下一步。")
    if found[0].lacks:
        notice(screen, rows[0])
    else:
        take(screen, rows[0], found[0].step.number)
