"""发展党员: who asked to join, how far he came through the 25 steps, on which day each; every act of it as a line of its own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.applicant_step import DATES, NOTICE_WORDS
from app.models.column import CheckConstraint, Index
from app.models.record import Record

PEOPLE = ("contact_1", "contact_2", "introducer_1", "introducer_2")


class Applicant(Record):
    """发展党员. Where he stands is told by the dates of the steps alone (`app.models.applicant_step`).

    `member` is the row made when the 支部大会 received him; `ended_on` is filled when the file is closed or he left the way.
    `papers` are names of what is in the file, parted by 、. Dates may be known to the month only: old files say no more.
    """

    __tablename__ = "applicant"
    title = "发展党员"
    counter = "名"
    ends = "ended_on"
    key = (("id_number",), ("name", "birth_date"))
    children: ClassVar[tuple[str, ...]] = ("applicant_act",)
    scope = "village"

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("ended_on IS NULL OR end_reason IS NOT NULL", name="end_told"),
            Index("ix_applicant_branch_sort", "branch", "sort_key"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = []
        if values.get("ended_on") and not values.get("end_reason"):
            found.append(Problem("end_reason", "填写了终止日期，请同时填写终止原因。", "required"))
        for one, two in (("contact_1", "contact_2"), ("introducer_1", "introducer_2")):
            if values.get(one) is not None and values.get(one) == values.get(two):
                found.append(Problem(two, "两人不能是同一名党员，请改选。", "several"))
        for notice, word in NOTICE_WORDS.items():
            since, until = values.get(f"{notice}_since"), values.get(f"{notice}_until")
            if since and until and str(until) < str(since):
                found.append(Problem(f"{notice}_until", f"{word}截止 {until} 早于开始 {since}，请核对。", "date_order"))
        return tuple(found)

    name = f.person("姓名", aliases=("申请人", "申请人姓名", "发展对象姓名"), required=True, search=True, listed=True)
    sex = f.choice("性别", "sex", listed=True)
    ethnic = f.choice("民族", "ethnic")
    id_number = f.resident_id("公民身份号码", aliases=("身份证号", "身份证号码", "证件号码"), search=True, index=True)
    birth_date = f.date("出生日期", aliases=("出生年月",))
    education = f.choice("学历", "education", aliases=("文化程度",))
    native_place = f.text("籍贯")
    phone = f.phone("联系电话", aliases=("手机号码", "电话"))
    address = f.text("家庭住址", aliases=("住址",))
    village = f.link("所在村", "unit", aliases=("村(社区)", "村"))
    work = f.text("工作单位及职务", aliases=("工作单位", "现工作单位", "单位及职务"))
    occupation = f.choice("工作岗位", "occupation")
    politics = f.text("政治面貌", help="如 群众、共青团员")
    league_on = f.date("入团日期")
    work_since = f.date("参加工作日期")
    background = f.text("背景信息", lines=True)
    branch = f.link(
        "接受申请党组织", "branch", aliases=("党支部", "所在党支部", "培养党支部"), required=True, listed=True, index=False
    )  # fmt: skip
    join_kind = f.choice("入党类型", "join_kind")
    applied_on = f.date(
        "申请入党日期",
        aliases=("申请入党时间", "递交申请书日期", "递交入党申请书时间", "提交入党申请书时间"),
        group="申请入党",
        required=True,
        listed=True,
    )
    talked_on = f.date("入党谈话日期", aliases=("派人谈话日期", "谈话时间"), group="申请入党")
    active_on = f.date(
        "确定入党积极分子日期",
        aliases=(
            "列为积极分子时间",
            "确定积极分子日期",
            "确定积极分子时间",
            "确定为积极分子时间",
            "列为入党积极分子时间",
            "确定入党积极分子时间",
        ),
        group="积极分子",
        listed=True,
    )
    notice_active_since = f.date("积极分子公示开始", group="积极分子")
    notice_active_until = f.date("积极分子公示截止", group="积极分子")
    active_filed_on = f.date("积极分子备案日期", group="积极分子")
    contacts_on = f.date("指定培养联系人日期", group="积极分子")
    contact_1 = f.link("培养联系人", "member", aliases=("培养联系人一",), group="积极分子")
    contact_2 = f.link("第二培养联系人", "member", aliases=("培养联系人二",), group="积极分子")
    reviewed_on = f.date("最近培养考察日期", aliases=("培养教育考察日期",), group="积极分子")
    target_on = f.date(
        "确定发展对象日期",
        aliases=("列为发展对象时间", "确定发展对象时间", "确定为发展对象时间"),
        group="发展对象",
        listed=True,
    )
    notice_target_since = f.date("发展对象公示开始", group="发展对象")
    notice_target_until = f.date("发展对象公示截止", group="发展对象")
    target_filed_on = f.date("发展对象备案日期", group="发展对象")
    introducers_on = f.date("确定入党介绍人日期", group="发展对象")
    introducer_1 = f.link("入党介绍人", "member", aliases=("入党介绍人一",), group="发展对象")
    introducer_2 = f.link("第二入党介绍人", "member", aliases=("入党介绍人二",), group="发展对象")
    vetted_on = f.date("政治审查日期", aliases=("政审日期",), group="发展对象")
    trained_on = f.date("集中培训日期", aliases=("培训结业日期",), group="发展对象")
    train_days = f.number("集中培训天数", group="发展对象")
    train_hours = f.number("集中培训学时", aliases=("培训学时",), group="发展对象")
    examined_on = f.date("支委会审查日期", group="预备党员接收")
    notice_admit_since = f.date("接收预备党员公示开始", group="预备党员接收")
    notice_admit_until = f.date("接收预备党员公示截止", group="预备党员接收")
    precheck_on = f.date("上级党委预审日期", aliases=("预审日期",), group="预备党员接收")
    form_on = f.date("填写入党志愿书日期", group="预备党员接收")
    form_no = f.text("入党志愿书编号", group="预备党员接收")
    admitted_on = f.date(
        "支部大会接收日期",
        aliases=("接收预备党员日期", "入党日期", "吸收为预备党员时间"),
        group="预备党员接收",
        listed=True,
    )
    interviewed_on = f.date("上级党委谈话日期", group="预备党员接收")
    approved_on = f.date("上级党委审批日期", aliases=("预备党员审批日期",), group="预备党员接收")
    approval_filed_on = f.date("再上一级备案日期", group="预备党员接收")
    grouped_on = f.date("编入支部日期", group="预备期与转正")
    sworn_on = f.date("入党宣誓日期", group="预备期与转正")
    probed_on = f.date("最近预备期考察日期", aliases=("继续教育考察日期",), group="预备期与转正")
    full_applied_on = f.date("转正申请日期", group="预备期与转正")
    notice_full_since = f.date("转正公示开始", group="预备期与转正")
    notice_full_until = f.date("转正公示截止", group="预备期与转正")
    extended_on = f.date("延长预备期决定日期", group="预备期与转正", asked=False)
    probation_until = f.date("延长预备期至", group="预备期与转正")
    full_voted_on = f.date("转正支部大会日期", group="预备期与转正")
    full_approved_on = f.date("转正审批日期", group="预备期与转正", listed=True)
    archived_on = f.date("材料归档日期", group="预备期与转正")
    archive_place = f.text("档案存放", aliases=("存放地点",), group="预备期与转正")
    papers = f.text("已归材料", help="用顿号隔开，可在“材料目录”里勾选", group="预备期与转正", lines=True)
    member = f.link("党员名册", "member", group="结果", asked=False)
    ended_on = f.date("终止日期", group="结果", asked=False)
    end_reason = f.choice("终止原因", "applicant_end", group="结果", asked=False)
    end_detail = f.text("终止说明", group="结果", asked=False)
    remark = f.text("备注", lines=True)


assert set(DATES) <= Applicant.declared().keys()


class ApplicantAct(Record):
    """发展步骤: one act on the way – a step, a repeated review, a 公示, an extension, an ending – on a day, by a person."""

    __tablename__ = "applicant_act"
    title = "发展步骤"
    counter = "步"
    key = (("applicant", "act_no"),)
    owner = "applicant"
    order = ("applicant", "act_no")
    caption = ("act",)
    hidden = True

    applicant = f.link("发展党员", "applicant", required=True)
    act_no = f.number("步骤序号", required=True)
    act = f.text("步骤", required=True)
    done_on = f.day("日期", required=True)
    person = f.person("经办人")
    told = f.text("情况说明", lines=True)
