"""户: households of a village with their kinds of need, never with opinions or faults."""

from typing import ClassVar

from app.models import fields as f
from app.models.column import Constraint, Index
from app.models.record import Record


class Household(Record):
    """农户; `village` and `group_name` are the current ones of `Abode`.

    `need` is a kind of need only (低保 特困 残疾 空巢 留守儿童 优抚 困难党员 其他) and may be empty.
    """

    __tablename__ = "household"
    title = "农户"
    ends = "moved_on"
    counter = "户"
    key = (("household_no",), ("head_id",), ("village", "group_name", "head_name"))
    children: ClassVar[tuple[str, ...]] = ("resident", "abode", "pairing")
    scope = "village"
    caption = ("head_name",)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (
            *super().constraints(),
            Index("ix_household_village_sort", "village", "sort_key"),
        )

    household_no = f.text("户编号", aliases=("户号", "户籍编号", "家庭编号"), search=True, listed=True, index=True)
    head_name = f.person(
        "户主姓名", aliases=("户主", "帮扶对象", "帮扶对象姓名"), required=True, wanted=True, search=True, listed=True
    )
    head_id = f.resident_id(
        "户主身份证号",
        aliases=("户主身份证号码", "户主公民身份号码", "户主证件号码"),
        wanted=True,
        search=True,
        listed=True,
        index=True,
    )
    village = f.link(
        "所在村",
        "unit",
        aliases=("村名", "村", "村(社区)", "所在村(社区)", "行政村"),
        wanted=True,
        index=False,
        listed=True,
    )
    group_name = f.text("组", aliases=("村民小组", "小组", "网格/小组"), listed=True)
    grid = f.text("网格", aliases=("所在网格",))
    address = f.text("住址", aliases=("家庭住址", "地址"), listed=True)
    phone = f.phone("联系电话", aliases=("电话", "户主电话", "手机", "手机号码"), search=True, listed=True)
    size = f.number("家庭人口", aliases=("人口", "家庭人口数", "人口数", "家庭人数"), wanted=True, listed=True)
    need = f.choice("困难类型", "need", aliases=("户类型", "类别", "户属性"), group="需要", listed=True)
    special = f.flag("是否特别户", aliases=("特别户",), group="需要")
    poverty_cause = f.choice("致贫原因", "poverty_cause", aliases=("主要致贫原因", "困难原因"), group="需要")
    needs = f.text("帮扶需求", aliases=("需求", "发展意愿"), group="需要", lines=True)
    income_source = f.text("主要收入来源", group="生产")
    income = f.money("年人均纯收入", group="生产")
    farmland = f.text("耕地面积", aliases=("耕地",), group="生产")
    forest = f.text("林地面积", aliases=("林地",), group="生产")
    trade = f.text("主要生产", aliases=("产业",), group="生产")
    subsidy = f.text("享受补助", group="需要")
    target_on = f.date("计划脱贫时间", aliases=("计划脱贫日期", "计划脱贫年度"), group="需要")
    housing = f.text("住房面积", aliases=("住房建筑面积",), help="如 120 平方米", group="保障")
    dwelling = f.text("住房情况", aliases=("住房", "住房状况"), help="如 砖混，安全", group="保障")
    water = f.text("饮水情况", aliases=("饮水", "安全饮水", "饮水安全"), group="保障")
    medical = f.text(
        "医疗保险", aliases=("医保", "医疗保障", "参加医保情况"), help="如 全家参加城乡居民医保", group="保障"
    )
    pension = f.text("养老保险", aliases=("养老", "养老保障", "参加养老保险情况"), group="保障")
    schooling = f.text("义务教育", aliases=("义务教育保障", "义务教育情况"), group="保障")
    customs = f.text("语言习俗", aliases=("方言习俗",), help="如 畲语、三月三，用顿号隔开", group="习俗与爱好")
    interests = f.text("兴趣爱好", aliases=("爱好", "兴趣"), help="用顿号隔开", group="习俗与爱好")
    moved_on = f.date("迁出日期", group="迁出", asked=False)
    moved_reason = f.text("迁出原因", group="迁出", asked=False)
    remark = f.text("备注", lines=True)
