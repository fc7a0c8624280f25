"""单位: counties, townships, villages, groups, offices, enterprises … in one tree."""

from typing import ClassVar

from app.models import fields as f
from app.models.record import Record


class Unit(Record):
    """单位. Staff and funds are those of a community (城市基层党建: 专职力量, 工作经费, 服务群众专项经费)."""

    __tablename__ = "unit"
    title = "单位"
    ends = "closed_on"
    counter = "个"
    key = (("credit_code",), ("name", "parent"))
    children: ClassVar[tuple[str, ...]] = ("unit", "branch", "household", "cadre", "post")
    scope = "id"

    name = f.text("单位名称", aliases=("名称", "村名", "单位", "村(社区)"), required=True, search=True, listed=True)
    kind = f.choice("单位类型", "unit_kind", aliases=("类型",), required=True, nullable=True, listed=True)
    parent = f.link("上级单位", "unit", aliases=("隶属单位", "所属乡镇", "上级"), listed=True)
    domain = f.choice("领域", "domain", aliases=("所属领域",), listed=True)
    nature = f.choice("单位类别", "unit_nature", aliases=("单位性质类别",))
    area_code = f.text("行政区划代码", aliases=("区划代码",), search=True)
    credit_code = f.credit_code("统一社会信用代码", aliases=("法人单位统一社会信用代码", "信用代码"))
    party_built = f.choice("单位建立党组织情况", "party_built", aliases=("建立党组织情况",), group="党建")
    head = f.person("负责人", aliases=("主要负责人",), group="联系", listed=True)
    phone = f.phone("联系电话", aliases=("电话", "办公电话"), group="联系", search=True, listed=True)
    address = f.text("地址", aliases=("单位地址",), group="联系")
    population = f.number("人口数", aliases=("总人口",), group="规模")
    household_count = f.number("户数", aliases=("总户数",), group="规模")
    full_time_deputy = f.flag("有专职副书记或党建专干", group="力量与经费")
    full_time_staff = f.number("专职工作人员数", aliases=("专职人员",), group="力量与经费")
    work_fund = f.money("年工作经费", aliases=("工作经费",), group="力量与经费")
    service_fund = f.money("服务群众专项经费", aliases=("专项经费",), group="力量与经费")
    fund_standard = f.money("工作经费标准", group="力量与经费")
    pilot_since = f.date("试点开始时间", group="试点")
    pilot_batch = f.text("试点批次", group="试点")
    closed_on = f.date("撤销日期", group="撤并", asked=False)
    closed_reason = f.text("撤销原因", group="撤并", asked=False)
    remark = f.text("备注", lines=True)
