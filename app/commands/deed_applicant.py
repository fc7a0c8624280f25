"""Deeds of 发展党员: the 25 steps by their words, and what may happen between them."""

from functools import partial

from app.commands.deed import Deed, Told, parts
from app.models import applicant_step as steps
from app.models.applicant import Applicant
from app.operations import applicant
from app.operations.applicant import Act

_PEOPLE = {steps.CONTACT: "培养联系人", steps.INTRODUCE: "入党介绍人"}
_MORE = {steps.TRAIN: ("培训天数", "培训学时"), steps.CONVERT: ("转正日期",)}


def _apply(told: Told) -> int:
    return applicant.apply(told.store, applicant.completed(told.values(Applicant)), consent=told.consent)


def _take(number: int, told: Told) -> None:
    people = told.links("member", _PEOPLE[number]) if number in _PEOPLE else ()
    act = Act(
        told.day(), told.text("经办人"), told.text("情况说明"), people=people, days=told.number("培训天数"),
        hours=told.number("培训学时"), full_on=told.day("转正日期"),
    )  # fmt: skip
    applicant.take(told.store, told.row, number, act)


def _step(step: steps.Step) -> Deed:
    people = (_PEOPLE[step.number],) if step.number in _PEOPLE else ()
    more = (*people, *_MORE.get(step.number, ()), "经办人", "情况说明")
    return Deed("applicant", step.word, partial(_take, step.number), ("日期",), more)


def _notice(told: Told) -> None:
    applicant.notice(
        told.store, told.row, since=told.day("公示开始"), until=told.day("公示截止"), by=told.text("经办人")
    )


def _extend(told: Told) -> None:
    applicant.extend(
        told.store, told.row, on=told.day("决定日期"), until=told.day("延长至"), by=told.text("经办人"), told=told.text("原因")
    )  # fmt: skip


def _stop(told: Told) -> None:
    applicant.stop(told.store, told.row, on=told.day(), reason=told.text("原因"), detail=told.text("说明"))


def _resume(told: Told) -> None:
    applicant.resume(told.store, told.row, on=told.day(), reason=told.text("原因"))


def _enrol(told: Told) -> int:
    return applicant.enrol(told.store, told.row)


def _papers(told: Told) -> None:
    applicant.file_papers(told.store, told.row, parts(told.text("材料")))


DEEDS = (
    Deed("applicant", steps.STEPS[0].word, _apply, fields=True, made="applicant", alone=True),
    *(_step(step) for step in steps.STEPS[1:]),
    Deed("applicant", "公示", _notice, ("公示开始", "公示截止"), ("经办人",)),
    Deed("applicant", "延长预备期", _extend, ("决定日期", "延长至"), ("经办人", "原因")),
    Deed("applicant", "终止", _stop, ("日期", "原因"), ("说明",)),
    Deed("applicant", "恢复办理", _resume, ("日期", "原因")),
    Deed("applicant", "列入名册", _enrol, made="member"),
    Deed("applicant", "登记材料", _papers, ("材料",)),
)
