"""工作队: teams and their groups, who is posted where, what they did each day, and what they planned."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from app import codes
from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record, several

PERIOD = re.compile(r"[0-9]{4}(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?")
SIX = "work_kind"  # the code list of kinds of work; a team may have its own words (`log_kinds`)


class Team(Record):
    """工作队 and 工作组 in one tree. `days` is how many days a month each of its people has to be on site, as the document
    that sent them says; empty = as the team above it, nothing anywhere = nothing is demanded.
    """

    __tablename__ = "team"
    title = "工作队组"
    ends = "until"
    counter = "个"
    key = (("name", "parent"), ("name",))
    children: ClassVar[tuple[str, ...]] = ("team", "posting", "plan_item")
    scope = "unit"

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        told = (part.strip() for part in str(values.get("log_kinds") or "").split("、"))
        unknown = [part for part in told if part and part not in {code.name for code in codes.codes(SIX)}]
        if not unknown:
            return ()
        words = f"“{'、'.join(unknown)}”不在代码表的“工作类别”里，请先在代码表里加上。"
        return (Problem("log_kinds", words, "code_unknown"),)

    name = f.text("队组名称", aliases=("工作队", "工作组", "队伍名称"), required=True, search=True, listed=True)
    kind = f.choice("队组类别", "team_kind", listed=True)
    parent = f.link("所属工作队", "team", aliases=("上级工作队",), listed=True)
    campaign = f.link("所属专项", "campaign", listed=True)
    sender = f.text("派出单位", aliases=("选派单位",), search=True, listed=True)
    unit = f.link("驻点单位", "unit", aliases=("驻点村", "驻点"), listed=True)
    days = f.number("每月应驻天数", help="照文件填写；空着则随所属工作队", most=31, listed=True)
    log_kinds = f.text("日志类别", help="从代码表“工作类别”里选几种，用顿号隔开；空着则全部可用")
    since = f.date("组建日期", listed=True)
    until = f.date("撤销日期", asked=False)
    end_reason = f.text("撤销原因", asked=False)
    remark = f.text("备注", lines=True)


class Posting(Record):
    """派驻: a dated link. `name` is as it was written; `cadre` or `member` says who that is, where that is beyond doubt."""

    __tablename__ = "posting"
    title = "派驻"
    ends = "until"
    counter = "人"
    key = (("name", "team", "since"),)
    children: ClassVar[tuple[str, ...]] = ("work_log",)
    scope = "unit"

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("member IS NULL OR cadre IS NULL", name="one_person"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        return several(cls, values, ("cadre", "member"))

    name = f.person("派驻人员", aliases=("姓名", "驻村人员", "队员姓名"), required=True, search=True, listed=True)
    team = f.link("工作队组", "team", aliases=("工作队", "工作组", "所在工作队"), required=True, listed=True)
    role = f.choice("队内职务", "posting_role", aliases=("队内身份", "职务"), listed=True)
    unit = f.link("驻点村或企业", "unit", aliases=("驻点村", "驻点", "驻点企业"), listed=True)
    work_unit = f.text("派出单位", aliases=("工作单位", "单位"), search=True, listed=True)
    phone = f.phone("联系电话", aliases=("电话", "手机"), search=True, listed=True)
    cadre = f.link("对应干部", "cadre")
    member = f.link("对应党员", "member")
    days = f.number("本人每月应驻天数", help="空着则随工作队", most=31)
    since = f.date("派驻日期", aliases=("起始日期", "到岗日期"), listed=True)
    until = f.date("结束日期", asked=False)
    end_reason = f.text("结束原因", asked=False)
    remark = f.text("备注", lines=True)


class WorkLog(Record):
    """工作日志 of one day and one person. `spent` says how much of the day he was on site; 请假 and 公出 are no day on site."""

    __tablename__ = "work_log"
    title = "工作日志"
    counter = "篇"
    key = (("posting", "day", "kind", "content"),)
    owner = "posting"
    order = ("day", "id")
    caption = ("posting",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (*super().constraints(), Index("ix_work_log_posting_day", "posting", "day"))

    day = f.day("日期", aliases=("工作日期", "时间"), required=True, listed=True, index=True)
    posting = f.link("驻村人员", "posting", aliases=("派驻人员", "姓名"), required=True, listed=True, index=False)
    spent = f.choice("在岗情况", "log_day", aliases=("在岗",), listed=True)
    kind = f.choice("工作类别", SIX, aliases=("类别", "日志类别"), listed=True)
    place = f.text("地点", aliases=("天气/地点", "工作地点"), listed=True)
    content = f.text("工作内容", aliases=("工作情况", "日志内容"), lines=True, search=True, listed=True)
    audience = f.number("宣讲人数", aliases=("听众人数", "受众人数"), help="宣讲政策时听的人数")
    problem = f.text("存在问题", aliases=("发现问题",), lines=True)
    solution = f.text("解决情况", aliases=("处理情况",), lines=True)
    request = f.text("群众诉求", lines=True)
    tomorrow = f.text("明日计划", aliases=("下步计划",), lines=True)
    remark = f.text("备注", lines=True)


class PlanItem(Record):
    """计划事项: year → quarter → month by `parent`; `period` is written 2026, 2026-Q3 or 2026-07."""

    __tablename__ = "plan_item"
    title = "计划事项"
    counter = "项"
    key = (("team", "period", "name"),)
    owner = "team"
    order = ("period", "order_no", "id")

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        period = values.get("period")
        if not period or PERIOD.fullmatch(str(period)):
            return ()
        return (Problem("period", f"看不懂时段“{period}”，请写成 2026、2026-Q3 或 2026-07。", "period"),)

    name = f.text("计划内容", aliases=("工作目标", "措施", "工作任务"), required=True, search=True, listed=True)
    team = f.link("工作队组", "team", aliases=("工作队", "工作组"), required=True, listed=True)
    period = f.text("计划时段", help="写成 2026、2026-Q3 或 2026-07", aliases=("时段",), required=True, listed=True)
    parent = f.link("上级事项", "plan_item", help="季度写年度的事项，月写季度的事项")
    owner_name = f.person("责任人", listed=True)
    posting = f.link("对应派驻", "posting")
    due = f.date("完成期限", aliases=("完成时限",), listed=True)
    done_on = f.date("完成日期", aliases=("完成时间",), listed=True)
    result = f.text("完成情况", lines=True)
    remark = f.text("备注", lines=True)
