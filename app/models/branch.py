"""党组织: committees, general branches, branches and party groups in one free-depth tree."""

from typing import ClassVar

from app.models import fields as f
from app.models.record import Record


class Branch(Record):
    """党组织 of any level. Fields of the 党组织基本信息采集表 (2017) and of the national system.

    `secretary` and `deputy` are the current ones of `Post`; `elected_on`, `term_until`, `committee_size` those of `Term`.
    """

    __tablename__ = "branch"
    title = "党组织"
    ends = "closed_on"
    counter = "个"
    key = (("code_no",), ("name",))
    children: ClassVar[tuple[str, ...]] = ("branch", "membership", "term", "post")
    scope = "unit"

    name = f.text(
        "党组织名称",
        aliases=("党支部名称", "组织名称", "支部名称", "党组织全称"),
        required=True,
        search=True,
        listed=True,
    )
    short_name = f.text("简称", search=True)
    code_no = f.text("党组织编码", aliases=("组织编码", "编码"), search=True)
    kind = f.choice(
        "组织类别", "branch_kind", aliases=("党组织类别",), required=True, nullable=True, wanted=True, listed=True
    )
    parent = f.link("上级党组织", "branch", aliases=("隶属党组织",), listed=True)
    unit = f.link("所在单位", "unit", aliases=("单位名称", "党组织所在单位"), wanted=True, listed=True)
    situation = f.choice("党组织所在单位情况", "unit_situation", wanted=True)
    joint_units = f.text("联合支部所在单位", help="联合党支部请列出每个单位，用顿号隔开")
    domain = f.choice("领域", "domain", listed=True)
    secretary = f.person("党组织书记", aliases=("书记", "书记姓名"), group="班子", listed=True, wanted=True)
    deputy = f.person("副书记", group="班子")
    committee_size = f.number("委员人数", aliases=("委员数",), group="班子")
    contact = f.person("党组织联系人", aliases=("联系人", "党务联系人"), group="班子", wanted=True)
    phone = f.phone("联系电话", aliases=("电话",), group="班子", wanted=True, search=True, listed=True)
    founded_on = f.date("成立日期", aliases=("成立时间",), group="成立与换届")
    approved_by = f.text("批准成立的上级党组织", aliases=("批准单位",), group="成立与换届")
    elected_on = f.date(
        "本届选举日期", aliases=("换届时间", "换届日期", "最近换届日期"), group="成立与换届", wanted=True
    )
    term_until = f.date("任期届满日期", aliases=("届满时间", "应换届时间"), group="成立与换届", listed=True)
    standard_kind = f.text("标准化规范化建设类别", group="成立与换届")
    closed_on = f.date("撤销日期", group="撤并", asked=False)
    closed_reason = f.text("撤销原因", group="撤并", asked=False)
    remark = f.text("备注", lines=True)
