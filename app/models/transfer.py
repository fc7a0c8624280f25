"""组织关系转接: who went to or came from another party organisation, by which letter, and whether the receipt came back."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record

OUT, IN = DIRECTIONS = ("转出", "转入")
SOURCE = "《中国共产党党员教育管理工作条例》"


class Transfer(Record):
    """转接. Of a letter out: `issued_on`, then `receipt_on` when the receiver's receipt came; only then the member leaves.

    Of one in: `issued_on` and `letter_no` are those of the other side; `accepted_on` the day on which the member entered, and
    `receipt_on` when our receipt went back. `ended_on` closes it; `cancelled` says that it came to nothing.
    `to_branch` is a branch of this database: the member moves there and never leaves the books.
    """

    __tablename__ = "transfer"
    title = "组织关系转接"
    counter = "件"
    ends = "ended_on"
    key = (("direction", "letter_no", "name"), ("direction", "name", "issued_on"))
    order = ("issued_on", "id")
    caption = ("name",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("valid_days IS NULL OR valid_days > 0", name="valid"),
            Index("ix_transfer_open", "direction", "issued_on", where="ended_on IS NULL AND void_reason IS NULL"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = []
        issued = values.get("issued_on")
        for name, word in (("receipt_on", "回执日期"), ("accepted_on", "接收日期"), ("ended_on", "办结日期")):
            told = values.get(name)
            if issued and told and str(told) < str(issued):
                found.append(Problem(name, f"{word} {told} 早于介绍信日期 {issued}，请核对。", "date_order"))
        if values.get("direction") == OUT and values.get("accepted_on"):
            found.append(Problem("accepted_on", "接收日期只在转入时填写；转出的请填回执日期。", "several"))
        return tuple(found)

    direction = f.choice("转接方向", "transfer_direction", aliases=("转入或转出",), required=True, listed=True)
    name = f.person("转接党员", aliases=("党员姓名", "姓名"), required=True, search=True, listed=True)
    member = f.link("名册中的党员", "member", asked=False)
    sex = f.choice("性别", "sex", group="党员")
    ethnic = f.choice("民族", "ethnic", group="党员")
    id_number = f.resident_id("公民身份号码", aliases=("身份证号", "身份证号码"), group="党员", search=True, index=True)
    birth_date = f.date("出生日期", group="党员")
    education = f.choice("学历", "education", group="党员")
    member_kind = f.choice("人员类别", "member_kind", group="党员", listed=True)
    join_date = f.date("加入党组织日期", aliases=("入党日期", "入党时间"), group="党员")
    full_date = f.date("转为正式党员日期", aliases=("转正日期",), group="党员")
    phone = f.phone("联系电话", aliases=("党员联系电话",), group="党员")
    address = f.text("通讯地址", group="党员")
    from_org = f.text("转出党组织", aliases=("原所在党组织", "转出单位", "原党组织"), group="介绍信", listed=True)
    to_org = f.text("转入党组织", aliases=("去往党组织", "转入单位", "去向党组织"), group="介绍信", listed=True)
    heading = f.text(
        "介绍信抬头", aliases=("致送党组织",), help="有审批权限的上级党组织，如 中共某县委组织部", group="介绍信"
    )
    branch = f.link("本级党支部", "branch", aliases=("所在党支部", "党支部"), group="介绍信", listed=True)
    to_branch = f.link("转往本级党支部", "branch", help="在本级党组织之间转接时填写", group="介绍信")
    kind = f.choice("转接范围", "transfer_kind", aliases=("转接类型", "转移类型"), group="介绍信", listed=True)
    way = f.choice("转接方式", "transfer_way", group="介绍信")
    whole = f.flag("整建制", aliases=("是否整建制",), group="介绍信")
    letter_no = f.text("介绍信编号", aliases=("编号", "介绍信号"), group="介绍信", search=True, listed=True, index=True)
    issued_on = f.day(
        "介绍信日期", aliases=("开具日期", "转接日期", "介绍信开具日期"), group="介绍信", required=True, listed=True
    )
    valid_days = f.number("有效天数", aliases=("有效期",), group="介绍信")
    dues_until = f.month("党费交至", aliases=("党费缴至", "党费交至年月"), group="介绍信", listed=True)
    reason = f.text("转接原因", aliases=("转出原因", "转入原因"), group="介绍信")
    accepted_on = f.day("接收日期", aliases=("转入日期",), group="办理", listed=True)
    receipt_on = f.day("回执日期", aliases=("回执时间", "收到回执日期"), group="办理", listed=True)
    receipt_by = f.text("回执党组织", group="办理")
    ended_on = f.day("办结日期", group="办理", asked=False)
    cancelled = f.text("作废原因", aliases=("退回原因",), group="办理", asked=False)
    remark = f.text("备注", lines=True)
