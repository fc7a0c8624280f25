"""Deeds of a branch: elections and terms, posts, meetings held and planned, the results of 民主评议."""

from app.codes import codes, find
from app.commands.deed import Deed, Told, pairs, parts
from app.errors import UserError
from app.models.election import Election
from app.models.meeting import SIGN, Meeting
from app.operations import meeting, post, review, term
from app.operations.meeting import Sitting
from app.operations.term import Ballot

_AWAY = {code.name: code.name for code in codes(SIGN)} | {"缺席": find(SIGN, "缺席") or "缺席"}
_GRADES = tuple(code.name for code in codes(review.GRADES))
_MONTHS = tuple(range(1, 13))
_OFFICERS, _ON, _SIZE = "班子", "日期", "委员名额"
_BALLOT = {"due": "届满日期", "form": "换届方式", "number": "届次"}


def _elect(told: Told) -> int:
    apart = (_OFFICERS, _ON, _SIZE, *_BALLOT.values())
    details = told.values(Election, *apart)
    ballot = Ballot(
        told.day("届满日期") or None, told.text("换届方式") or None, told.number(_SIZE), told.text("届次") or None,
        details=details,
    )  # fmt: skip
    officers = [(title, _who(told, name)) for title, name in pairs(told.text(_OFFICERS))]
    return term.elect(told.store, told.row, ballot, officers, on=told.day())


def _who(told: Told, name: str) -> tuple[str, int]:
    """A member of the books: officers of a branch are."""
    said = Told(told.store, told.record, 0, {"": name}, told.consent)
    return ("member", said.link("member", "") or 0)


def _put_off(told: Told) -> None:
    term.put_off(
        told.store, told.row, told.day("延期到"), by=told.text("批准党组织"), reason=told.text("原因"), consent=told.consent
    )  # fmt: skip


def _appoint(told: Told) -> None:
    who, title = _who(told, told.text("姓名")), told.text("职务")
    post.appoint(
        told.store, ("branch", told.row), find("post", title) or title, who, on=told.day(), reason=told.text("原因"),
        consent=told.consent,
    )  # fmt: skip


def _judge(told: Told) -> None:
    grades = {row: grade for grade in _GRADES for row in told.links("member", grade)}
    review.judge(told.store, told.row, told.number("年度") or 0, grades, day=told.day() or None)


def _hold(told: Told) -> int:
    apart = ("会议类型", "会议日期", "会议主题", *_AWAY)
    details = told.values(Meeting, *apart)
    away = {row: (sign, why) for label, sign in _AWAY.items() for row, why in _away(told, label)}
    sitting = Sitting(
        told.row, parts(told.text("会议类型")), told.day("会议日期"), told.text("会议主题"), away, details
    )
    return meeting.hold(told.store, sitting, consent=told.consent)


def _away(told: Told, label: str) -> list[tuple[int, str]]:
    """请假=单小红(生病)、解明: whom, and why."""
    found = []
    for one in parts(told.text(label)):
        name, _, why = one.replace("（", "(").rstrip("）)").partition("(")
        found.append((_who(told, name.strip())[1], why.strip()))
    return found


def _series(told: Told) -> None:
    year, day = told.number("年度"), told.number("每月几日")
    if year is None or day is None:
        raise UserError("请写明年度和每月几日。", "例如 年度=2026 每月几日=5。")
    months = tuple(int(month) for month in parts(told.text("月份")) if month.isdecimal()) or _MONTHS
    meeting.series(
        told.store, [told.row], parts(told.text("会议类型")), told.text("会议主题"), year=year, day=day, months=months
    )


def _call_off(told: Told) -> None:
    meeting.call_off(told.store, [told.row], reason=told.text("原因"))


DEEDS = (
    Deed("branch", "换届", _elect, (_ON, _OFFICERS), (*_BALLOT.values(), _SIZE), fields=True, made="term"),
    Deed("branch", "延期换届", _put_off, ("延期到", "批准党组织", "原因")),
    Deed("branch", "任职", _appoint, ("职务", "姓名", _ON, "原因")),
    Deed("branch", "民主评议", _judge, ("年度",), (_ON, *_GRADES)),
    Deed("branch", "登记会议", _hold, ("会议类型", "会议日期", "会议主题"), tuple(_AWAY), fields=True, made="meeting"),
    Deed("branch", "安排会议", _series, ("年度", "会议类型", "会议主题", "每月几日"), ("月份",)),
    Deed("meeting", "取消", _call_off, ("原因",)),
)
