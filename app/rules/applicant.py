"""Is an applicant waiting too long, was a step taken too early or without what it needs, is the file complete?

Intervals are those of the central rule on 发展党员; the days of 公示 are local and stand in the settings.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from app.db.queries.holiday import of_rows
from app.kinds.date import PartialDate
from app.models import applicant_step as steps
from app.models.applicant_step import BY_NUMBER, DATES, NOTICE_WORDS, NOTICES, SOURCE, Step, months_on
from app.rules.rule import Facts, Found, Rule

NOTICED = tuple(f"{notice}_{end}" for notice in NOTICES for end in ("since", "until"))
_WAITING = {
    2: "党组织应在一个月内派人谈话，请安排并登记",
    6: "应每半年考察一次，请考察并登记",
    17: "上级党委应在三个月内审批（特殊情况不超过六个月），请催办并登记",
    24: "上级党委应在三个月内审批转正，请催办并登记",
}


def _waits(number: int) -> Callable[[Facts], Iterator[Found]]:
    """The step is still to come after its last day."""
    step = BY_NUMBER[number]

    def found(facts: Facts) -> Iterator[Found]:
        for row, uid, name, values in _people(facts, *DATES):
            due = _due(values, step)
            if due is not None and due < facts.today:
                yield Found("applicant", row, uid, f"{name}“{step.word}”应在 {due} 前办理，{_WAITING[number]}。")

    return found


def _due(values: Mapping[str, Any], step: Step) -> date | None:
    again = step.number == steps.REVIEW
    waiting = values["contacts_on"] and not values["target_on"] if again else not values[step.name]
    return steps.latest(values, step) if waiting else None


def out_of_order(facts: Facts) -> Iterator[Found]:
    """A step before those it rests on, or before its interval was over."""
    for row, uid, name, values in _people(facts, *DATES):
        told = [words for _step, words in steps.breaches(values)]
        if told:
            more = f"等 {len(told)} 处" if len(told) > 1 else ""
            yield Found("applicant", row, uid, f"{name}{told[0]}{more}，请核对日期并补登。")


def under_age(facts: Facts) -> Iterator[Found]:
    """Applied before the age of eighteen (党章第一条)."""
    for row, uid, name, values in _people(facts, "birth_date", "applied_on"):
        born, applied = values["birth_date"], values["applied_on"]
        if born and PartialDate(applied).last() < months_on(PartialDate(born).first(), 12 * steps.ADULT):
            yield Found("applicant", row, uid, f"{name}出生于 {born}，{applied} 申请入党时未满十八岁，请核对。")


def nobody_named(facts: Facts) -> Iterator[Found]:
    """The day is there and the people are not: 培养联系人 (one or two), 入党介绍人 (two)."""
    names = ("contacts_on", "contact_1", "introducers_on", "introducer_1", "introducer_2")
    for row, uid, name, values in _people(facts, *names):
        if values["contacts_on"] and values["contact_1"] is None:
            yield Found("applicant", row, uid, f"{name}没有登记培养联系人，应有一至两名正式党员，请补登。")
        elif values["introducers_on"] and None in (values["introducer_1"], values["introducer_2"]):
            yield Found("applicant", row, uid, f"{name}的入党介绍人不足两名，应有两名正式党员，请补登。")


def helper_gone(facts: Facts) -> Iterator[Found]:
    """A 培养联系人 left while the applicant is still being taught."""
    gone = {row: name for ended, row, name in facts.rows("member", "ended", "id", "name", ended=True) if ended}
    for row, uid, name, values in _people(facts, "contact_1", "contact_2", "target_on"):
        left = [gone[who] for who in (values["contact_1"], values["contact_2"]) if who in gone]
        if left and not values["target_on"]:
            yield Found("applicant", row, uid, f"{name}的培养联系人{'、'.join(left)}已不在册，请另行指定并修改。")


def short_training(facts: Facts) -> Iterator[Found]:
    """集中培训 of less than three days and less than 24 hours, or of unknown length."""
    for row, uid, name, values in _people(facts, "trained_on", "train_days", "train_hours"):
        days, hours = values["train_days"] or 0, values["train_hours"] or 0
        if values["trained_on"] and days < steps.TRAIN_DAYS and hours < steps.TRAIN_HOURS:
            told = f"只登记了 {days} 天、{hours} 学时" if days or hours else "没有登记天数和学时"
            yield Found("applicant", row, uid, f"{name}的集中培训{told}，应不少于三天或二十四学时，请核对。")


def notice_short(facts: Facts) -> Iterator[Found]:
    """A step that asks for 公示 without one, or with fewer working days than the setting."""
    least = facts.number("applicant_notice_days")
    if not least:
        return
    calendar = of_rows(facts.rows("holiday", "day", "works"))
    for row, uid, name, values in _people(facts, *DATES, *NOTICED):
        for notice, step in NOTICES.items():
            since, until = values[f"{notice}_since"], values[f"{notice}_until"]
            word = NOTICE_WORDS[notice]
            if values[step.name] and not until:
                yield Found("applicant", row, uid, f"{name}办理“{step.word}”前没有登记{word}，请补登起止日期。")
                break
            if since and until and len(since) == len(until) == 10:
                days = calendar.until(date.fromisoformat(since) - timedelta(days=1), date.fromisoformat(until))
                if days < least:
                    told = f"{name}的{word}只有 {days} 个工作日，设置里要求不少于 {least} 个工作日，请核对。"
                    yield Found("applicant", row, uid, told)
                    break


def papers_missing(facts: Facts) -> Iterator[Found]:
    """Before 预审 the file should be complete: what the steps should have left and what is not ticked."""
    for row, uid, name, values in _people(facts, *DATES, "papers"):
        if values["examined_on"] and (missing := steps.missing_papers(values)):
            more = f"等 {len(missing)} 种" if len(missing) > 3 else ""
            yield Found(
                "applicant", row, uid, f"{name}的材料还缺{'、'.join(missing[:3])}{more}，请收齐后在材料目录里勾选。"
            )


def unlisted(facts: Facts) -> Iterator[Found]:
    """Admitted by the 支部大会 and not on the roll of members."""
    for row, uid, name, values in _people(facts, "admitted_on", "member"):
        if values["admitted_on"] and values["member"] is None:
            told = f"{name}已在 {values['admitted_on']} 由支部大会接收，党员名册里没有，请用“列入名册”。"
            yield Found("applicant", row, uid, told)


def full_soon(facts: Facts) -> Iterator[Found]:
    """The 预备期 is over within the days of the setting, and no application for 转正 is there."""
    most = timedelta(days=facts.number("applicant_soon_days"))
    for row, uid, name, values in _people(facts, "admitted_on", "probation_until", "full_applied_on"):
        joined, until = values["admitted_on"], values["probation_until"]
        if not joined or values["full_applied_on"]:
            continue
        over = PartialDate(until).last() if until else months_on(PartialDate(joined).last(), steps.PROBATION)
        if facts.today <= over <= facts.today + most:
            yield Found(
                "applicant", row, uid, f"{name}的预备期 {over} 届满，还没有转正申请，请提醒本人提出并安排讨论。"
            )


def _people(facts: Facts, *names: str) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    """Row, uid, name and the named values of those who are on the way."""
    for row, uid, name, *told in facts.rows("applicant", "id", "uid", "name", *names):
        yield row, uid, name, dict(zip(names, told, strict=True))


def _rule(
    code: str, title: str, severity: str, find: Callable[[Facts], Iterator[Found]], names: tuple[str, ...],
    more: Mapping[str, tuple[str, ...]] | None = None, only: Mapping[str, str] | None = None, source: str = SOURCE,
) -> Rule:  # fmt: skip
    reads = {"applicant": ("name", *names), **(more or {})}
    return Rule(code, title, severity, "applicant", reads, find, source, only or {})


TALK_LATE = _rule("applicant_talk", "入党申请人一个月没有谈话", "late", _waits(steps.TALK), DATES)
REVIEW_LATE = _rule("applicant_review", "积极分子半年没有考察", "late", _waits(steps.REVIEW), DATES)
APPROVE_LATE = _rule("applicant_approval", "预备党员三个月没有审批", "late", _waits(steps.APPROVE), DATES)
CONVERT_LATE = _rule("applicant_conversion", "转正三个月没有审批", "late", _waits(steps.CONVERT), DATES)
OUT_OF_ORDER = _rule("applicant_order", "发展党员步骤日期不合程序", "late", out_of_order, DATES)
UNDER_AGE = _rule(
    "applicant_age",
    "申请入党时未满十八岁",
    "late",
    under_age,
    ("birth_date", "applied_on"),
    source="《中国共产党章程》",
)
NOBODY_NAMED = _rule(
    "applicant_people", "没有登记培养联系人或入党介绍人", "late", nobody_named,
    ("contacts_on", "contact_1", "introducers_on", "introducer_1", "introducer_2"),
)  # fmt: skip
HELPER_GONE = _rule(
    "applicant_contact_gone", "培养联系人已不在册", "week", helper_gone, ("contact_1", "contact_2", "target_on"),
    {"member": ("name",)}, {"member": "left_on IS NOT NULL"},
)  # fmt: skip
SHORT_TRAINING = _rule(
    "applicant_training", "发展对象培训时间不足", "late", short_training, ("trained_on", "train_days", "train_hours")
)  # fmt: skip
NOTICE_SHORT = _rule(
    "applicant_notice", "发展党员公示没有登记或天数不足", "week", notice_short, (*DATES, *NOTICED),
    {"holiday": ("day", "works")}, source="",
)  # fmt: skip
PAPERS_MISSING = _rule("applicant_papers", "发展党员材料不齐", "week", papers_missing, (*DATES, "papers"))
UNLISTED = _rule("applicant_unlisted", "接收的预备党员不在名册", "late", unlisted, ("admitted_on", "member"))
FULL_SOON = _rule(
    "applicant_full_soon", "预备期将满没有转正申请", "week", full_soon, ("admitted_on", "probation_until", "full_applied_on")
)  # fmt: skip
