"""诉求 (社情民意): what people asked for, who is at it until when, what came of it; each step of it; the working days.

It keeps needs and services, never disputes or petitions of a person, and it can be kept without a name.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import VEIL, Record

FROM = ("household", "resident", "member", "unit")  # who asked: at most one of them
NAMED = (*FROM, "informant", "phone")  # what an anonymous request cannot have


class Request(Record):
    """诉求. Its state is told by its dates alone (`taken_on`, `closed_on`, `fed_on`, `called_on`), so that the two never differ.

    `up_level`, `up_to` and `up_on` are filled only while it lies with a superior and no answer has come. `due` is a
    day; it is counted in working days where nobody says it. `result` tells what was done; where nothing can be done
    `unsolvable` is 是 and `explanation` (解释说明) says why. The database refuses a closed request that has neither.
    """

    __tablename__ = "request"
    title = "诉求"
    counter = "件"
    key = (("request_no",), ("received_on", "informant", "content"))
    veiled = (
        "content",
        "informant",
        "phone",
        "household",
        "resident",
        "member",
        "unit",
        "result",
        "explanation",
        "remark",
    )
    children: ClassVar[tuple[str, ...]] = ("referral",)
    scope = "village"
    order = ("received_on", "id")
    caption = ("request_no", "content")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        origin = " + ".join(f"({name} IS NOT NULL)" for name in FROM)
        nobody = " AND ".join(f"{name} IS NULL" for name in NAMED)
        return (
            *super().constraints(),
            CheckConstraint("closed_on IS NULL OR coalesce(result, explanation) IS NOT NULL", name="closed_told"),
            CheckConstraint("fed_on IS NULL OR closed_on IS NOT NULL", name="fed_closed"),
            CheckConstraint("called_on IS NULL OR fed_on IS NOT NULL", name="called_fed"),
            CheckConstraint("up_on IS NULL OR (up_level IS NOT NULL AND closed_on IS NULL)", name="up_open"),
            CheckConstraint(f"{origin} <= 1", name="one_origin"),
            CheckConstraint(f"anonymous IS NULL OR anonymous <> '是' OR ({nobody})", name="anonymous"),
            Index("ix_request_open", "due", where="closed_on IS NULL AND void_reason IS NULL"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        def has(name: str) -> bool:
            return values.get(name) not in (None, "")

        found = []
        if hidden := [name for name in cls.veiled if values.get(name) == VEIL]:
            found.append(Problem(hidden[0], "这一行是隐去了敏感事项的，不能再登记，请用完整的表。", "veiled"))
        if has("closed_on") and not (has("result") or has("explanation")):
            found.append(Problem("result", "办结要有办理结果；无法解决的，请写解释说明。", "closed_untold"))
        if has("fed_on") and not has("closed_on"):
            found.append(Problem("closed_on", "已经反馈的诉求要有办结时间。", "fed_unclosed"))
        if has("called_on") and not has("fed_on"):
            found.append(Problem("fed_on", "已经回访的诉求要有反馈时间。", "called_unfed"))
        if has("up_on") and (has("closed_on") or not has("up_level")):
            found.append(Problem("closed_on", "上报后还没有答复，请先登记答复或退回，再办结。", "up_unanswered"))
        if sum(map(has, FROM)) > 1:
            found.append(Problem("household", "反映户、反映群众、反映党员、反映单位只能填一个。", "several_origins"))
        if values.get("anonymous") == "是" and any(map(has, NAMED)):
            found.append(
                Problem("anonymous", "匿名的诉求不留姓名、电话和户，请清空反映人一组，或把匿名改为否。", "named")
            )
        return tuple(found)

    request_no = f.text("编号", aliases=("诉求编号", "受理编号"), search=True, listed=True, index=True)
    received_on = f.day(
        "受理时间", aliases=("受理日期", "反映时间", "收集时间", "登记时间"), required=True, listed=True, index=True
    )
    source = f.choice("来源", "request_source", aliases=("诉求来源", "收集渠道", "反映方式"), listed=True)
    anonymous = f.flag("匿名", group="反映人", help="选“是”时不留姓名、电话和户")
    informant = f.person("反映人", aliases=("反映人姓名", "诉求人"), group="反映人", search=True, listed=True)
    phone = f.phone("联系电话", aliases=("电话", "反映人电话", "手机"), group="反映人")
    household = f.link("反映户", "household", group="反映人")
    resident = f.link("反映群众", "resident", group="反映人")
    member = f.link("反映党员", "member", group="反映人")
    unit = f.link("反映单位", "unit", group="反映人")
    village = f.link("所在村", "unit", aliases=("村(社区)", "村", "村名", "所属村"), listed=True)
    content = f.text(
        "反映事项", aliases=("反映内容", "诉求内容", "诉求事项", "社情民意", "事项"), required=True, search=True,
        listed=True, lines=True,
    )  # fmt: skip
    kind = f.choice("类别", "request_kind", aliases=("诉求类别", "事项类别"), listed=True)
    sensitive = f.flag("敏感", help="选“是”后，列表、台账和打印都隐去事项和反映人")
    first_level = f.choice("受理层级", "request_level", group="办理")
    receiver = f.person("受理人", aliases=("登记人", "首问责任人"), group="办理")
    taken_on = f.date("承办时间", aliases=("交办时间", "承办日期"), group="办理")
    handler = f.person("承办人", aliases=("办理人", "责任人"), group="办理", search=True, listed=True)
    handler_cadre = f.link("承办干部", "cadre", group="办理", asked=False)
    handler_unit = f.link("承办单位", "unit", aliases=("办理单位", "责任单位"), group="办理")
    due = f.day("办理时限", aliases=("办结时限", "完成时限", "限办时间"), group="办理", listed=True)
    up_level = f.choice("上报到", "request_level", group="上报", asked=False)
    up_to = f.person("上报给谁", group="上报", asked=False)
    up_on = f.day("上报时间", group="上报", asked=False)
    closed_on = f.date("办结时间", aliases=("办结日期", "完成时间"), group="结果", listed=True)
    result = f.text("办理结果", aliases=("办理情况", "处理结果", "落实情况"), group="结果", lines=True)
    unsolvable = f.flag("无法解决", group="结果")
    explanation = f.text("解释说明", group="结果", lines=True)
    fed_on = f.date("反馈时间", aliases=("反馈日期", "答复时间"), group="反馈与回访")
    fed_by = f.person("反馈人", group="反馈与回访")
    called_on = f.date("回访时间", aliases=("回访日期",), group="反馈与回访")
    called_by = f.person("回访人", group="反馈与回访")
    satisfaction = f.choice("满意度", "satisfaction", aliases=("是否满意", "满意情况"), group="反馈与回访", listed=True)
    remark = f.text("备注", lines=True)


class Referral(Record):
    """转办: one step of a request, on a day, by a person. `step` is a word of the state machine in `operations/request.py`.

    `from_level` and `to_level` are filled where it went up (上报) or came down (答复, 退回); `told` is the reason or the answer.
    """

    __tablename__ = "referral"
    title = "转办"
    counter = "步"
    key = (("request", "step_no"),)
    owner = "request"
    order = ("request", "step_no")
    caption = ("step",)
    hidden = True

    request = f.link("诉求", "request", required=True)
    step_no = f.number("步骤序号", required=True)
    step = f.text("步骤", required=True)
    done_on = f.day("日期", required=True)
    person = f.person("经办人", required=True)
    from_level = f.choice("原层级", "request_level")
    to_level = f.choice("转到层级", "request_level")
    to_person = f.person("转给谁")
    told = f.text("情况说明", lines=True)


class Holiday(Record):
    """节假日安排: a weekday that is free, or a weekend day that is worked (调休). Years without a row are not known."""

    __tablename__ = "holiday"
    title = "节假日"
    counter = "天"
    key = (("day",),)
    order = ("day",)
    caption = ("day",)

    day = f.day("日期", aliases=("放假日期", "调休日期"), required=True, listed=True, index=True)
    works = f.flag(
        "是否上班", aliases=("上班", "是否调休上班"), required=True, listed=True, help="放假写否，调休上班写是"
    )
    name = f.text("节日", aliases=("节假日名称", "名称"), listed=True)
