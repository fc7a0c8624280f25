"""党员: who is on the books, with every field that the 采集表 and the national system ask for."""

from typing import ClassVar

from app.models import fields as f
from app.models.column import Constraint, Index
from app.models.record import Record


class Member(Record):
    """党员: a person on the books of one branch (`branch` is the current one of `Membership`)."""

    __tablename__ = "member"
    title = "党员"
    ends = "left_on"
    counter = "名"
    key = (("id_number",), ("name", "birth_date"))
    children: ClassVar[tuple[str, ...]] = ("membership", "pairing", "post")
    scope = "village"

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (
            *super().constraints(),
            Index("ix_member_branch_sort", "branch", "sort_key"),
        )

    name = f.person(
        "姓名",
        aliases=("党员姓名", "人员姓名", "名字"),
        required=True,
        wanted=True,
        search=True,
        listed=True,
    )
    sex = f.choice("性别", "sex", wanted=True, listed=True)
    ethnic = f.choice("民族", "ethnic", wanted=True, listed=True)
    id_number = f.resident_id(
        "公民身份号码",
        aliases=("身份证号", "身份证号码", "公民身份证号", "公民身份证号码",
                 "居民身份证号码", "居民身份证号", "证件号码", "身份号码", "身份证"),
        wanted=True, search=True, listed=True, index=True,
    )  # fmt: skip
    birth_date = f.date("出生日期", aliases=("出生年月", "出生年月日", "出生时间", "生日"), wanted=True, listed=True)
    education = f.choice("学历", "education", aliases=("文化程度", "最高学历"), wanted=True, listed=True)
    degree = f.choice("学位", "degree")
    native_place = f.text("籍贯")
    marriage = f.choice("婚姻状况", "marriage")
    taiwan = f.flag("是否台湾省籍", aliases=("台湾省籍", "台湾省籍党员"))
    branch = f.link(
        "所在党支部", "branch",
        aliases=("所在支部", "所属党支部", "所属支部", "党支部名称", "党支部", "支部", "组织名称", "所在党组织"),
        group="党籍", wanted=True, index=False, listed=True,
    )  # fmt: skip
    member_kind = f.choice("人员类别", "member_kind", aliases=("党员类别",), group="党籍", wanted=True, listed=True)
    join_date = f.date(
        "加入党组织日期",
        aliases=("入党日期", "入党时间", "入党年月", "加入中共组织时间", "加入中共组织的日期", "加入党组织时间", "入党"),
        group="党籍", wanted=True, listed=True,
    )  # fmt: skip
    full_date = f.date(
        "转为正式党员日期",
        aliases=("转正日期", "转正时间", "转为正式党员时间", "转正年月", "转正"),
        group="党籍",
        wanted=True,
        listed=True,
    )
    standing = f.choice("党籍状态", "party_standing", group="党籍", wanted=True)
    join_kind = f.choice("入党类型", "join_kind", group="党籍")
    join_branch = f.text("入党时所在支部", group="党籍")
    full_state = f.text("转正情况", group="党籍")
    probation_until = f.date("延长预备期至", aliases=("延长预备期时间",), group="党籍")
    seniority_shift = f.number("党龄校正值", help="以月为单位", group="党籍", least=None)
    training = f.text("培训情况", aliases=("培训经历", "参加培训情况"), group="党籍", lines=True)
    entered_on = f.date("进入本系统日期", aliases=("进入系统日期", "进入本系统时间"), group="党籍")
    entered_kind = f.text(
        "进入本系统类型", aliases=("进入系统类型",), help="全国党员管理信息系统里的写法", group="党籍"
    )
    departed_on = f.date("离开本系统日期", aliases=("离开系统日期", "离开本系统时间"), group="党籍")
    departed_kind = f.text(
        "离开本系统类型", aliases=("离开系统类型",), help="全国党员管理信息系统里的写法", group="党籍"
    )
    duty = f.text("党内职务", aliases=("职务",), group="党籍")
    occupation = f.choice("工作岗位", "occupation", group="工作", wanted=True)
    work_unit = f.text("工作单位", group="工作")
    new_stratum = f.choice("新社会阶层类型", "new_stratum", group="工作")
    tech_post = f.text("从事专业技术职务", group="工作")
    skills = f.text("技能特长", aliases=("特长", "专长", "技能"), help="用顿号隔开", group="工作")
    migrant_worker = f.flag("是否农民工", group="工作")
    frontline = f.text("一线情况", group="工作")
    archive_unit = f.text("档案所在单位", group="工作")
    phone = f.phone(
        "联系电话",
        aliases=("手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "移动电话"),
        group="联系",
        wanted=True,
        search=True,
        listed=True,
    )
    landline = f.phone("固定电话", aliases=("座机",), group="联系")
    address = f.text("家庭住址", aliases=("现居住地", "住址", "家庭地址"), group="联系", wanted=True)
    residence = f.text("户籍所在地", group="联系")
    village = f.link("所在村", "unit", aliases=("村名", "所在村(社区)", "村(社区)", "村", "所在单位"), group="联系")
    group_name = f.text("组", aliases=("村民小组", "网格", "网格/小组"), group="联系")
    floating = f.flag("是否流动党员", aliases=("是否为流动党员", "流动党员"), group="流动与失联", wanted=True)
    flow_to = f.text("外出流向", aliases=("流向", "流入地", "外出地点", "流动去向"), group="流动与失联")
    flow_direction = f.choice("流动方向", "flow_direction", group="流动与失联")
    flow_since = f.date("外出日期", group="流动与失联")
    flow_contact = f.text("流动联系人", help="本支部谁联系、流入地党组织是谁，怎样找到", group="流动与失联")
    contacted_on = f.date("最近取得联系日期", group="流动与失联")
    lost = f.flag("是否失联党员", aliases=("是否为失联党员", "失联党员"), group="流动与失联", wanted=True)
    lost_date = f.date("失去联系日期", aliases=("失联日期",), group="流动与失联")
    lost_reason = f.choice("失联情形", "lost_reason", group="流动与失联")
    lost_handling = f.choice("失联处置", "lost_handling", aliases=("失联处置情况",), group="流动与失联")
    customs = f.text("语言习俗", aliases=("方言习俗",), help="如 畲语、三月三，用顿号隔开", group="联系户")
    interests = f.text("兴趣爱好", aliases=("爱好", "兴趣"), help="用顿号隔开", group="联系户")
    difficulty = f.choice("困难类型", "need", group="联系户")
    cap = f.number("联系户上限", group="联系户", help="空着则用设置里的数")
    left_on = f.date("离开日期", group="离开", asked=False)
    leave_reason = f.choice("离开原因", "leave_reason", group="离开", asked=False)
    leave_kind = f.choice("出党方式", "expulsion_kind", group="离开", asked=False)
    leave_detail = f.text("离开说明", group="离开", asked=False)
    remark = f.text("备注", lines=True)
