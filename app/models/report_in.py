"""双报到: who reported to which community, which service posts stand open there, who took them, and what was done."""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record, several


class ReportIn(Record):
    """A member or an organisation reports to a community. `name` is as it was written; `member` or `branch` says who that
    is, where it is on the books here: who comes from an office above is known by name alone.
    """

    __tablename__ = "report_in"
    title = "双报到"
    ends = "until"
    counter = "人次"
    key = (("name", "community", "reported_on"),)
    children: ClassVar[tuple[str, ...]] = ("duty_claim", "participation")
    scope = "community"

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("member IS NULL OR branch IS NULL", name="one_reporter"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        return several(cls, values, ("member", "branch"))

    name = f.person(
        "报到人",
        aliases=("党员姓名", "姓名", "报到党员", "报到党组织", "报到人姓名"),
        required=True,
        search=True,
        listed=True,
    )
    kind = f.choice("报到类型", "report_kind", listed=True)
    work_unit = f.text("工作单位", aliases=("单位", "所在单位"), search=True, listed=True)
    duty = f.text("职务", aliases=("单位职务",))
    phone = f.phone("联系电话", aliases=("联系方式", "电话", "手机"), search=True, listed=True)
    address = f.text("住址", aliases=("家庭住址", "居住地址"))
    member = f.link("对应党员", "member", help="在本库的党员选上，党员卡上就看得到")
    branch = f.link("对应党组织", "branch")
    community = f.link("报到社区", "unit", aliases=("报到村(社区)", "报到村", "报到地点"), required=True, listed=True)
    reported_on = f.date("报到时间", aliases=("报到日期",), listed=True)
    skills = f.text("特长", aliases=("专业特长", "个人特长"), group="服务", listed=True)
    interest = f.text("意向岗位", aliases=("意向服务岗位", "服务意向"), group="服务")
    free_time = f.text("可服务时间", aliases=("空闲时间",), group="服务")
    volunteer_on = f.date("志愿者注册日期", aliases=("志愿者注册时间", "注册志愿者日期"), group="服务")
    volunteer_no = f.text("志愿者编号", aliases=("志愿者证号", "志愿者注册号"), group="服务")
    review = f.text("评价", aliases=("社区评价", "服务评价"), group="评价")
    reviewed_on = f.date("评价时间", aliases=("评价日期",), group="评价")
    reviewer = f.person("评价人", group="评价")
    until = f.date("结束日期", group="结束", asked=False)
    end_reason = f.text("结束原因", group="结束", asked=False)
    remark = f.text("备注", lines=True)


class Duty(Record):
    """服务岗位 that a community offers, with how many it needs; empty = as many as come."""

    __tablename__ = "duty"
    title = "服务岗位"
    ends = "until"
    counter = "个"
    key = (("community", "name"),)
    children: ClassVar[tuple[str, ...]] = ("duty_claim",)
    scope = "community"

    name = f.text("岗位名称", aliases=("服务岗位", "岗位"), required=True, search=True, listed=True)
    community = f.link("设岗社区", "unit", aliases=("社区", "村(社区)", "设岗单位"), required=True, listed=True)
    kind = f.choice("岗位类别", "duty_kind", aliases=("岗位种类",), listed=True)
    need = f.text("岗位职责", aliases=("岗位要求", "服务内容", "需求"), lines=True, listed=True)
    places = f.number("需要人数", aliases=("岗位人数", "人数"), listed=True)
    contact = f.person("岗位联系人", aliases=("联系人",), group="联系")
    phone = f.phone("联系电话", aliases=("电话",), group="联系")
    since = f.date("设岗日期", listed=True)
    until = f.date("撤岗日期", asked=False)
    end_reason = f.text("撤岗原因", asked=False)
    remark = f.text("备注", lines=True)


class DutyClaim(Record):
    """岗位认领: a dated link, closed with a date and a reason."""

    __tablename__ = "duty_claim"
    title = "岗位认领"
    ends = "until"
    key = (("report_in", "duty", "since"),)
    owner = "report_in"
    order = ("since", "id")
    caption = ("duty", "report_in")
    hidden = True

    report_in = f.link("认领人", "report_in", required=True)
    duty = f.link("认领岗位", "duty", required=True)
    since = f.date("认领日期")
    until = f.date("退出日期")
    reason_out = f.text("退出原因")


class Activity(Record):
    """服务活动 of a community, with its four stages 组织, 记录, 总结, 反馈: a stage without words is empty."""

    __tablename__ = "activity"
    title = "服务活动"
    counter = "场"
    key = (("community", "name", "held_on"),)
    children: ClassVar[tuple[str, ...]] = ("participation",)
    scope = "community"

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (*super().constraints(), Index("ix_activity_held_on", "held_on"))

    name = f.text("活动名称", aliases=("活动主题",), required=True, search=True, listed=True)
    community = f.link("活动社区", "unit", aliases=("社区", "村(社区)"), required=True, listed=True)
    kind = f.choice("活动类别", "activity_kind", aliases=("活动种类",), listed=True)
    held_on = f.date("活动日期", aliases=("活动时间",), listed=True)
    place = f.text("活动地点", listed=True)
    duty = f.link("所属岗位", "duty")
    organised = f.text("组织", aliases=("活动组织",), group="四个环节", lines=True)
    recorded = f.text("记录", aliases=("活动记录",), group="四个环节", lines=True)
    summary = f.text("总结", aliases=("活动总结",), group="四个环节", lines=True)
    feedback = f.text("反馈", aliases=("活动反馈",), group="四个环节", lines=True)
    remark = f.text("备注", lines=True)


class Participation(Record):
    """参加活动: who of those who reported in took part, and for how many minutes."""

    __tablename__ = "participation"
    title = "参加活动"
    counter = "人次"
    key = (("activity", "report_in"),)
    owner = "activity"
    order = ("id",)
    caption = ("report_in", "activity")
    hidden = True

    activity = f.link("活动", "activity", required=True)
    report_in = f.link("参加人", "report_in", required=True)
    minutes = f.number("服务分钟数")
