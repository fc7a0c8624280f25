"""党费: on what each member's dues are reckoned from which month on, what is due and was paid for each month, and who was let off.

Kept are facts; the rates are settings (`app.settings`, names `due_…`) and the reckoning is `app.operations.due_reckoning`.
"""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record

FREE, LESS = "免交", "少交"


class DueBase(Record):
    """党费核定: payer kind and base of one member, holding from `since` (a month) until the next one begins.

    A pay that changes counts from its month on (2008 年规定); a yearly re-setting is an import with one more row each.
    """

    __tablename__ = "due_base"
    title = "党费核定"
    counter = "条"
    key = (("member", "since"),)
    owner = "member"
    order = ("since", "id")
    caption = ("member",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("length(since) = 7", name="whole_month"),
            Index("ix_due_base_member_since", "member", "since"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        return _negative(values, "base", "fixed")

    member = f.link("核定党员", "member", aliases=("缴费党员",), required=True, listed=True, index=False)
    since = f.month("执行月份", aliases=("核定月份", "起始月份", "执行年月"), required=True, listed=True)
    payer = f.choice("党费缴纳类别", "payer_kind", aliases=("缴纳类别", "党费类别"), required=True, listed=True)
    base = f.money(
        "党费计算基数", aliases=("月工资收入", "计费基数", "党费基数"), help="税后、相对固定的月收入，元", listed=True
    )
    fixed = f.money(
        "每月定额", aliases=("核定定额", "定额"), help="农民等按定额交纳时填写；填写后按定额计算", listed=True
    )
    basis = f.text("核定依据", lines=True)
    remark = f.text("备注", lines=True)


class DueWaiver(Record):
    """少交或免交: found by the branch meeting (支部研究) and approved by the committee above (2008 年规定), for some months."""

    __tablename__ = "due_waiver"
    title = "党费减免"
    counter = "条"
    key = (("member", "since"),)
    owner = "member"
    order = ("since", "id")
    caption = ("member",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("length(since) = 7 AND length(until) = 7", name="whole_months"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        told = list(_negative(values, "amount"))
        kind, amount = values.get("kind"), values.get("amount")
        if kind == LESS and amount is None:
            told.append(Problem("amount", "少交的，请填写减免后每月应缴多少。", "required"))
        if kind == FREE and amount:
            told.append(Problem("amount", "免交的，不填每月应缴。", "several"))
        since, until = values.get("since"), values.get("until")
        if since and until and str(until) < str(since):
            told.append(Problem("until", f"终止月份 {until} 早于起始月份 {since}，请核对。", "date_order"))
        return tuple(told)

    member = f.link("减免党员", "member", aliases=("申请减免党员",), required=True, listed=True)
    kind = f.choice("减免方式", "waiver_kind", required=True, listed=True)
    since = f.month("减免起始月份", required=True, listed=True)
    until = f.month("减免终止月份", required=True, listed=True)
    amount = f.money("减免后每月应缴", help="少交时填写，元", listed=True)
    reason = f.text("减免原因", lines=True, required=True, listed=True)
    studied_on = f.date("支部研究日期", aliases=("支委会研究日期",))
    approved_by = f.text("批准党组织", aliases=("批准单位",), required=True, listed=True)
    approved_on = f.date("批准日期", listed=True)
    remark = f.text("备注", lines=True)


class Due(Record):
    """党费: what one member owes and paid for one month, in the branch that held him in that month.

    `payer`, `base`, `rate` tell on what `amount` was reckoned; `paid` is empty until something was paid.
    """

    __tablename__ = "due"
    title = "党费缴纳"
    counter = "条"
    key = (("member", "month"),)
    owner = "member"
    order = ("month", "id")
    caption = ("member",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("length(month) = 7", name="whole_month"),
            CheckConstraint("amount >= 0 AND (paid IS NULL OR paid >= 0)", name="not_negative"),
            # In the order in which the ledgers of a year add up; what figures and rules add up stands in the last one whole.
            Index("ix_due_member_branch_month", "member", "branch", "month"),
            Index("ix_due_branch_month", "branch", "month"),
            Index(
                "ix_due_reckoning", "month", "paid", "amount", "paid_on", "member", "branch", "waiver", "void_reason"
            ),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        told = list(_negative(values, "amount", "paid"))
        if values.get("paid_on") is not None and values.get("paid") is None:
            told.append(Problem("paid", "填写了缴纳日期，请同时填写实缴。", "required"))
        return tuple(told)

    member = f.link("党员", "member", aliases=("党费缴纳人",), required=True, listed=True, index=False)
    month = f.month("党费月份", aliases=("缴费月份", "所属月份"), required=True, listed=True)
    branch = f.link("收缴党支部", "branch", listed=True, index=False)
    payer = f.choice("党费缴纳类别", "payer_kind", aliases=("缴纳类别", "党费类别"), group="核算")
    base = f.money("党费计算基数", aliases=("计费基数",), group="核算")
    rate = f.text("执行标准", aliases=("党费比例",), group="核算", listed=True)
    amount = f.money("应缴党费", aliases=("月应缴", "应缴金额", "应交党费"), required=True, listed=True)
    paid = f.money("实缴党费", aliases=("实缴金额", "实交党费", "已缴党费"), listed=True)
    paid_on = f.day("党费缴纳日期", aliases=("缴纳日期", "缴费日期"), listed=True)
    receipt = f.text("收据号", aliases=("收据编号", "票据号"), listed=True, search=True)
    waiver = f.link("依据的减免", "due_waiver", asked=False)
    remark = f.text("备注", lines=True)


def _negative(values: Mapping[str, Any], *names: str) -> tuple[Problem, ...]:
    """Money below nothing is refused."""
    return tuple(
        Problem(name, "金额不能小于 0，请核对。", "money_negative")
        for name in names
        if isinstance(values.get(name), int) and values[name] < 0
    )
