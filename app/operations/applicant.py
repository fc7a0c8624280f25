"""发展党员: each step judged by what came before it, dated and written down; admission and 转正 change the member in the same work.

What may follow what stands in `app.models.applicant_step`; what the form of a record saves is not judged here but by the rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import clock
from app.db.queries import applicant as queries
from app.db.queries import holiday
from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.kinds.date import PartialDate
from app.kinds.resident_id import birth_of, sex_of
from app.models import applicant_step as steps
from app.models.applicant import Applicant, ApplicantAct
from app.models.applicant_step import BY_NUMBER, NOTICE_WORDS, NOTICES, Step, months_on
from app.operations import applicant_member, dated, member, record, setting, settled

Values = Mapping[str, Any]
DONE, WITHDRAWN, REFUSED, STRUCK, GONE, DEAD, OTHER = (
    settled.ARCHIVED, "本人撤回", "组织不同意", "取消预备党员资格", "转往其他党组织", "死亡", "其他"
)  # fmt: skip
# How a member leaves when his way ends after admission: reason of the code list, and what is told beside it where nothing is said.
LEAVING = {
    REFUSED: ("其他", "接收预备党员未获批准"), STRUCK: (member.EXPELLED, ""), GONE: ("转出组织关系", ""), DEAD: ("死亡", ""),
    OTHER: ("其他", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """What the clerk says of a step. `on` is a whole day; `people` are rows of members (培养联系人, 入党介绍人).

    `days` and `hours` of training; `full_on` is the day from which he is a full member (转正日期).
    """

    on: str
    by: str = ""
    told: str = ""
    people: tuple[int, ...] = ()
    days: int | None = None
    hours: int | None = None
    full_on: str = ""


def apply(store: Store, values: Values, *, consent: frozenset[str] = frozenset()) -> int:
    """递交申请书: a new applicant. Rejected as `save`, and below the age of eighteen (党章第一条)."""
    born, applied = values.get("birth_date"), values.get("applied_on")
    if born and applied and PartialDate(applied).last() < months_on(PartialDate(born).first(), 12 * steps.ADULT):
        raise Rejected([Problem("applied_on", f"{values.get('name')}申请时未满十八岁，请核对出生日期。", "under_age")])
    return record.save(store, Applicant, values, consent=consent, label=f"{values.get('name') or ''}申请入党")


def completed(values: Values) -> dict[str, Any]:
    """Sex and birth from the ID number where nobody said them."""
    number = values.get("id_number")
    return {**({"sex": sex_of(number), "birth_date": str(birth_of(number))} if number else {}), **values}


def take(store: Store, row: int, number: int, act: Act) -> None:
    """One of the 25 steps, by its number: one work, one undo. UserError when it is not its turn, Rejected beside the fields."""
    step = BY_NUMBER[number]
    with store.work(step.word) as work:
        before = _present(work, row)
        work.rename(f"{before['name']}{step.word}")
        if not steps.can(before, step):
            raise _not_yet(before, step)
        _judge(work, before, step, act)
        after: dict[str, Any] = {step.name: act.on, **_told(work, before, step, act)}
        if number == steps.ADMIT:
            after["member"] = applicant_member.admit(work, {**before, **after})
        if number == steps.CONVERT:
            applicant_member.convert(work, before, _full_on(before, act))
        if number == steps.ARCHIVE:
            after |= {"ended_on": act.on, "end_reason": DONE}
        work.change(Applicant, row, after)
        _note(work, row, step.word, act)


def notice(store: Store, row: int, *, since: str, until: str, by: str = "") -> None:
    """公示 before the step that asks for one next, of at least the working days of the setting. UserError when none is next."""
    dated.require(("since", "公示开始", since), ("until", "公示截止", until))
    with store.work("公示") as work:
        before = _present(work, row)
        name = queries.notice_of(before)
        if not name:
            raise UserError("现在没有要公示的步骤。", "确定积极分子、确定发展对象、支委会审查、提出转正申请以后公示。")
        _judge_notice(work, before, name, since, until)
        work.rename(f"{before['name']}{NOTICE_WORDS[name]}")
        work.change(Applicant, row, {f"{name}_since": since, f"{name}_until": until})
        _note(work, row, NOTICE_WORDS[name], Act(since, by, f"{since} 至 {until}"))


def extend(store: Store, row: int, *, on: str, until: str, by: str = "", told: str = "") -> None:
    """延长预备期: once, by half a year to a year (细则). The member says the same."""
    dated.require(("on", "决定日期", on), ("until", "延长至", until))
    with store.work("延长预备期") as work:
        before = _present(work, row)
        if not before["admitted_on"] or before["full_voted_on"]:
            raise UserError("只有还没有讨论转正的预备党员可以延长预备期。")
        if before["probation_until"]:
            raise UserError(f"预备期已延长至 {before['probation_until']}，只能延长一次。")
        _whole_past("on", on)
        over = probation_end(before)
        first, last = months_on(over, steps.LONGER), months_on(over, steps.LONGEST)
        if not first.isoformat() <= until <= last.isoformat():
            text = f"预备期 {over} 届满，延长不少于半年、不超过一年，应在 {first} 至 {last} 之间。"
            raise Rejected([Problem("until", text, "probation")])
        work.rename(f"{before['name']}延长预备期")
        work.change(Applicant, row, {"extended_on": on, "probation_until": until})
        applicant_member.extend(work, before, until)
        _note(work, row, "延长预备期", Act(on, by, "；".join(part for part in (f"延长至 {until}", told) if part)))


def stop(store: Store, row: int, *, on: str, reason: str, detail: str = "") -> None:
    """终止: the way ends with a reason; one who was admitted leaves the books in the same work."""
    dated.require(("on", "日期", on), ("reason", "终止原因", reason))
    with store.work("终止发展") as work:
        before = _present(work, row)
        _whole_past("on", on)
        _fits(before, reason)
        if before["member"] is not None and not before["full_approved_on"]:
            why, more = LEAVING[reason]
            kind = STRUCK if reason == STRUCK else ""
            member.go(work, before["member"], on=on, reason=why, kind=kind, detail=detail or more)
        work.rename(f"{before['name']}终止发展（{reason}）")
        work.change(Applicant, row, {"ended_on": on, "end_reason": reason, "end_detail": detail or None})
        _note(work, row, f"终止（{reason}）", Act(on, told=detail))


def resume(store: Store, row: int, *, on: str, reason: str) -> None:
    """恢复办理 of one whose way had ended; who left the books with it must be brought back there first."""
    dated.require(("on", "日期", on), ("reason", "原因", reason))
    with store.work("恢复办理") as work:
        before = record.present(work.connection, Applicant, row)
        dated.refuse_current("applicant", before)
        if before["member"] is not None and work.row("member", before["member"])["left_on"]:
            raise UserError(f"{before['name']}已离开党员名册。", "请先在“党员”里恢复在册，再恢复办理。")
        work.rename(f"{before['name']}恢复办理")
        again = {"archived_on": None} if before["end_reason"] == DONE else {}
        work.change(Applicant, row, {"ended_on": None, "end_reason": None, "end_detail": None, **again})
        _note(work, row, "恢复办理", Act(on, told=reason))


def enrol(store: Store, row: int) -> int:
    """列入名册 of one whose admission was typed or imported: the member row that it should have. The member's row."""
    with store.work("列入党员名册") as work:
        before = _present(work, row)
        if not before["admitted_on"]:
            raise UserError("支部大会还没有接收，不能列入党员名册。")
        if before["member"] is not None:
            raise UserError(f"{before['name']}已在党员名册里。")
        work.rename(f"{before['name']}列入党员名册")
        made = applicant_member.admit(work, before)
        work.change(Applicant, row, {"member": made})
        return made


def file_papers(store: Store, row: int, names: Sequence[str]) -> None:
    """材料目录: what is in the file now, in the order of the steps."""
    known = [paper for paper in steps.PAPERS if paper in names]
    told = "、".join([*known, *(name for name in names if name not in steps.PAPERS)])
    with store.work("登记材料") as work:
        before = record.present(work.connection, Applicant, row)
        work.rename(f"{before['name']}登记材料")
        work.change(Applicant, row, {"papers": told or None})


def probation_end(values: Values) -> date:
    """预备期满: a year after the 支部大会, or the day to which it was made longer."""
    if values.get("probation_until"):
        return PartialDate(values["probation_until"]).last()
    return months_on(PartialDate(values["admitted_on"]).last(), steps.PROBATION)


def _present(work: Work, row: int) -> dict[str, Any]:
    before = record.present(work.connection, Applicant, row)
    dated.refuse_ended("applicant", before)
    return before


def _not_yet(before: Values, step: Step) -> UserError:
    if steps.done(before, step.number):
        return UserError(f"“{step.word}”已登记在 {before[step.name]}。", "日期写错的，请在编辑里改正。")
    lacking = "、".join(f"“{BY_NUMBER[n].word}”" for n in step.after if not steps.done(before, n))
    return UserError(f"还不能办理“{step.word}”。", f"请先办理{lacking}。")


def _judge(work: Work, before: Values, step: Step, act: Act) -> None:
    dated.require(("on", "日期", act.on))
    _whole_past("on", act.on)
    noticed = setting.number(work.connection, "applicant_notice_days") > 0
    problems = []
    if noticed and step.notice and not before[f"{step.notice}_until"]:
        text = f"还没有登记{NOTICE_WORDS[step.notice]}，请先登记公示的起止日期。"
        problems.append(Problem("on", text, "notice"))
    first = max(steps.earliest(before, step, noticed=noticed), _last_time(before, step))
    if act.on < first.isoformat():
        problems.append(Problem("on", f"“{step.word}”最早可在 {first} 办理{_why(step)}。", "too_early"))
    if step.number == steps.TRAIN and (act.days or 0) < steps.TRAIN_DAYS and (act.hours or 0) < steps.TRAIN_HOURS:
        problems.append(Problem("days", "集中培训不少于三天，或不少于二十四学时。", "training"))
    if problems:
        raise Rejected(problems)


def _last_time(before: Values, step: Step) -> date:
    """What is done again is not done before the last time."""
    told = steps.done(before, step.number)
    return PartialDate(told).first() if told else date.min


def _why(step: Step) -> str:
    """The interval of the rule, in brackets."""
    return f"（“{BY_NUMBER[step.least[1]].word}”满 {step.least[0]} 个月以后）" if step.least else ""


def _whole_past(field: str, on: str) -> None:
    if len(on) != 10:
        raise Rejected([Problem(field, f"“{on}”没有写到日，请写成 2026-11-03 这样的日期。", "date_inexact")])
    if on > clock.today().isoformat():
        raise Rejected([Problem(field, f"日期 {on} 还没有到，请核对。", "future")])


def _judge_notice(work: Work, before: Values, name: str, since: str, until: str) -> None:
    _whole_past("since", since)
    former = steps.done(before, NOTICES[name].after[0])
    if former and dated.before(since, former):
        raise Rejected([Problem("since", f"公示开始 {since} 早于前一步的日期 {former}，请核对。", "date_order")])
    if len(until) != 10 or until < since:
        raise Rejected([Problem("until", f"公示截止“{until}”应是 {since} 以后的日期，请核对。", "date_order")])
    least = setting.number(work.connection, "applicant_notice_days")
    day = date.fromisoformat(since) - timedelta(days=1)
    days = holiday.calendar(work.connection).until(day, date.fromisoformat(until))
    if days < least:
        text = f"公示只有 {days} 个工作日，设置里要求不少于 {least} 个工作日。"
        raise Rejected([Problem("until", text, "notice")])


def _told(work: Work, before: Values, step: Step, act: Act) -> dict[str, Any]:
    """What else a step writes on the applicant."""
    if step.number == steps.TRAIN:
        return {"train_days": act.days, "train_hours": act.hours}
    if step.number == steps.CONTACT:
        return _named(work, before, act.people, ("contact_1", "contact_2"), least=1, word="培养联系人")
    if step.number == steps.INTRODUCE:
        return _named(work, before, act.people, ("introducer_1", "introducer_2"), least=2, word="入党介绍人")
    return {}


def _named(
    work: Work, before: Values, people: tuple[int, ...], columns: tuple[str, str], *, least: int, word: str
) -> dict[str, Any]:
    """One or two 正式党员; who stands on the applicant already need not be told again."""
    chosen = people or tuple(before[name] for name in columns if before[name] is not None)
    if not least <= len(set(chosen)) <= 2:
        text = f"请选{'两' if least == 2 else '一至两'}名正式党员作{word}。"
        raise Rejected([Problem("people", text, "people")])
    found = queries.people(work.connection, chosen)
    unfit = [one["name"] for one in found if one["left_on"] or one["member_kind"] == "预备党员"]
    if unfit or len(found) < len(set(chosen)):
        raise Rejected([Problem("people", f"{word}要是在册的正式党员，请改选：{'、'.join(unfit)}。", "people")])
    return dict(zip(columns, (*chosen, None), strict=False))


def _full_on(before: Values, act: Act) -> str:
    """转正日期: the end of the 预备期 unless the clerk says another day, never before it."""
    over = probation_end(before).isoformat()
    told = act.full_on or over
    _whole_past("full_on", told)
    if told < over:
        raise Rejected([Problem("full_on", f"预备期 {over} 届满，转正日期 {told} 不能更早。", "too_early")])
    return told


def _fits(before: Values, reason: str) -> None:
    admitted = bool(before["admitted_on"])
    if reason not in (WITHDRAWN, *LEAVING) or (admitted and reason == WITHDRAWN) or (not admitted and reason == STRUCK):
        when = "接收为预备党员以后" if admitted else "接收为预备党员以前"
        raise Rejected([Problem("reason", f"{when}不能以“{reason}”终止，请改选原因。", "reason")])


def _note(work: Work, row: int, word: str, act: Act) -> None:
    number = len(queries.acts(work.connection, row)) + 1
    told = {
        "applicant": row,
        "act_no": number,
        "act": word,
        "done_on": act.on,
        "person": act.by or None,
        "told": act.told or None,
    }
    work.add(ApplicantAct, told)
