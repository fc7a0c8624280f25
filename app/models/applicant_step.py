"""The 25 steps of 发展党员 in five phases, as data: what comes before, how long it takes at least and at most, which papers it leaves.

To add a step: a line in STEPS and its date in `app/models/applicant.py`; verbs, list, journey, rules and ledgers follow.
Intervals are those of the central rule; days of 公示 are local and stand in the settings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.kinds.date import PartialDate

SOURCE = "《中国共产党发展党员工作细则》"
APPLIED, ACTIVE, TARGET, MEMBER, FULL = STAGES = ("入党申请人", "入党积极分子", "发展对象", "预备党员", "已转正")


@dataclass(frozen=True)
class Step:
    """`name` is the date column. `after` are the steps that must be done before it.

    `least` is (months, since which step) before which it cannot be; `most` the months after which it is late, since `most_since`.
    `notice` names the 公示 (a prefix of two columns) that must be over before it. `papers` is what it leaves in the file.
    """

    number: int
    word: str
    phase: int
    name: str
    after: tuple[int, ...]
    papers: tuple[str, ...] = ()
    least: tuple[int, int] | None = None
    most: tuple[int, int] | None = None
    notice: str = ""
    again: bool = False  # may be done again and again; the date is that of the last time


STEPS = (
    Step(1, "递交入党申请书", 1, "applied_on", (), ("入党申请书",)),
    Step(2, "党组织派人谈话", 1, "talked_on", (1,), ("入党申请人谈话记录",), most=(1, 1)),
    Step(3, "推荐和确定积极分子", 2, "active_on", (2,), ("推荐和确定入党积极分子会议记录",)),
    Step(4, "积极分子报上级党委备案", 2, "active_filed_on", (3,), ("入党积极分子备案报告和批复",), notice="notice_active"),
    Step(5, "指定培养联系人", 2, "contacts_on", (3,), ("入党积极分子培养教育考察登记表",)),
    Step(6, "培养教育考察", 2, "reviewed_on", (5,), ("思想汇报", "半年考察材料"), again=True),
    Step(7, "确定发展对象", 3, "target_on", (4, 6), ("确定发展对象会议记录",), least=(12, 3)),
    Step(8, "发展对象报上级党委备案", 3, "target_filed_on", (7,), ("发展对象备案报告和批复",), notice="notice_target"),
    Step(9, "确定入党介绍人", 3, "introducers_on", (8,), ("入党介绍人确定记录",)),
    Step(10, "政治审查", 3, "vetted_on", (8,), ("政治审查材料", "个人自传")),
    Step(11, "集中培训", 3, "trained_on", (8,), ("集中培训结业材料",)),
    Step(12, "支委会审查", 4, "examined_on", (9, 10, 11), ("支委会审查会议记录",)),
    Step(13, "上级党委预审", 4, "precheck_on", (12,), ("预审请示和批复",), notice="notice_admit"),
    Step(14, "填写入党志愿书", 4, "form_on", (13,), ("入党志愿书",)),
    Step(15, "支部大会讨论接收", 4, "admitted_on", (14,), ("接收预备党员支部大会记录和票决材料",)),
    Step(16, "上级党委派人谈话", 4, "interviewed_on", (15,)),
    Step(17, "上级党委审批", 4, "approved_on", (16,), ("接收预备党员批复",), most=(3, 15)),
    Step(18, "再上一级党委组织部门备案", 4, "approval_filed_on", (17,)),
    Step(19, "编入党支部和党小组", 5, "grouped_on", (17,)),
    Step(20, "入党宣誓", 5, "sworn_on", (19,)),
    Step(21, "继续教育考察", 5, "probed_on", (19,), ("预备党员教育考察登记表",), again=True),
    Step(22, "提出转正申请", 5, "full_applied_on", (20, 21), ("转正申请书",)),
    Step(23, "支部大会讨论转正", 5, "full_voted_on", (22,), ("讨论转正支部大会记录",), least=(12, 15), notice="notice_full"),
    Step(24, "上级党委审批转正", 5, "full_approved_on", (23,), ("转正批复",), most=(3, 23)),
    Step(25, "材料归档", 5, "archived_on", (24,)),
)  # fmt: skip
BY_NUMBER = {step.number: step for step in STEPS}
DATES = tuple(step.name for step in STEPS)
NOTICES = {step.notice: step for step in STEPS if step.notice}
NOTICE_WORDS = {
    "notice_active": "积极分子公示", "notice_target": "发展对象公示", "notice_admit": "接收预备党员公示", "notice_full": "转正公示",
}  # fmt: skip
PAPERS = tuple(paper for step in STEPS for paper in step.papers)
# From which step on somebody stands where, the last first.
MILESTONES = ((24, FULL), (15, MEMBER), (7, TARGET), (3, ACTIVE), (1, APPLIED))
TALK, REVIEW, TARGETED, INTRODUCE, TRAIN, ADMIT, APPROVE, VOTE, CONVERT, ARCHIVE = 2, 6, 7, 9, 11, 15, 17, 23, 24, 25
CONTACT = 5
TRAIN_DAYS, TRAIN_HOURS = 3, 24  # 不少于三天，或不少于二十四学时
REVIEW_MONTHS = 6  # 每半年考察一次
PROBATION, LONGER, LONGEST = 12, 6, 12  # months: 预备期, and by how much it can be made longer
SPECIAL = 6  # months for 审批 in special cases
ADULT = 18


@dataclass(frozen=True)
class Open:
    """A step that may be done now or from `since` on. `due` is the day after which it is late, None where no rule gives one.

    `lacks` tells in words what must come before (a 公示).
    """

    step: Step
    since: date
    due: date | None = None
    lacks: str = ""


def months_on(day: date, count: int) -> date:
    """The corresponding day `count` months later, the last of the month where there is none (《民法典》第二百零二条)."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), last)


def stage(values: Mapping[str, Any]) -> str:
    """One of STAGES, by the dates alone."""
    return next((word for number, word in MILESTONES if values.get(BY_NUMBER[number].name)), APPLIED)


def done(values: Mapping[str, Any], number: int) -> str | None:
    """The date of a step, None while it is still to come."""
    return values.get(BY_NUMBER[number].name) or None


def earliest(values: Mapping[str, Any], step: Step, *, noticed: bool) -> date:
    """The first day on which a step can be, its predecessors being done; dates known roughly count from their first day.

    Where 公示 is asked for (`noticed`), a notice that is over holds it back until the day after.
    """
    days = [_first(told) for number in step.after if (told := done(values, number))]
    if step.least and (told := done(values, step.least[1])):
        days.append(months_on(_first(told), step.least[0]))
    if step.number == VOTE and values.get("probation_until"):
        days.append(_first(values["probation_until"]))
    if noticed and step.notice and (told := values.get(f"{step.notice}_until")):
        days.append(_first(told) + timedelta(days=1))
    return max(days, default=date.min)


def latest(values: Mapping[str, Any], step: Step) -> date | None:
    """The last day on which a step is in time; dates known roughly are never judged too early."""
    if step.number == REVIEW:
        told = done(values, REVIEW) or done(values, CONTACT) or done(values, 3)
        return months_on(_last(told), REVIEW_MONTHS) if told else None
    if not step.most or not (told := done(values, step.most[1])):
        return None
    return months_on(_last(told), step.most[0])


def possible(values: Mapping[str, Any], *, noticed: bool) -> tuple[Open, ...]:
    """Every step whose predecessors are done and which is not done, or can be done again; in the order of STEPS."""
    return tuple(_open(values, step, noticed=noticed) for step in STEPS if can(values, step))


def can(values: Mapping[str, Any], step: Step) -> bool:
    """Its predecessors are done, and it is not done (or may be done again in the phase where it belongs)."""
    if not all(done(values, number) for number in step.after):
        return False
    if not done(values, step.number):
        return True
    return step.again and not done(values, TARGETED if step.number == REVIEW else VOTE)


def next_step(values: Mapping[str, Any]) -> Step | None:
    """The first step that is missing since the last milestone; None when all is done."""
    since = next((number for number, _word in MILESTONES if done(values, number)), 1)
    return next((step for step in STEPS if step.number >= since and not done(values, step.number)), None)


def _open(values: Mapping[str, Any], step: Step, *, noticed: bool) -> Open:
    lacks = noticed and step.notice and not values.get(f"{step.notice}_until")
    words = f"还没有登记{NOTICE_WORDS[step.notice]}" if lacks else ""
    return Open(step, earliest(values, step, noticed=noticed), latest(values, step), words)


def breaches(values: Mapping[str, Any]) -> Iterator[tuple[Step, str]]:
    """Steps that were taken surely too early, each with what is wrong in words; what is not known breaks nothing."""
    for step in STEPS:
        told = done(values, step.number)
        if told is None:
            continue
        for number in step.after:
            former = done(values, number)
            if former is None:
                yield step, f"“{step.word}”已在 {told} 办理，而前面的“{BY_NUMBER[number].word}”没有登记日期"
            elif not _again(step, number) and _last(told) < _first(former):
                yield step, f"“{step.word}”的日期 {told} 早于“{BY_NUMBER[number].word}”的日期 {former}"
        if step.least and (former := done(values, step.least[1])):
            first = months_on(_first(former), step.least[0])
            if _last(told) < first:
                yield step, f"“{step.word}”在 {told}，距“{BY_NUMBER[step.least[1]].word}”不满 {step.least[0]} 个月"


def _again(step: Step, number: int) -> bool:
    """A review that was repeated tells nothing of the step that followed the first one."""
    return BY_NUMBER[number].again and step.number not in (TARGETED, VOTE)


def papers(told: str | None) -> tuple[str, ...]:
    """The papers that are in the file, as they stand in its field."""
    return tuple(part.strip() for part in (told or "").split("、") if part.strip())


def missing_papers(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the steps that were taken should have left in the file and what is not ticked there."""
    there = set(papers(values.get("papers")))
    return tuple(paper for step in STEPS if done(values, step.number) for paper in step.papers if paper not in there)


def _first(told: str) -> date:
    return PartialDate(told).first()


def _last(told: str) -> date:
    return PartialDate(told).last()
