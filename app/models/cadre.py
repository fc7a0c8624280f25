"""干部: who works in an office, a township or a village committee; often a member too."""

from typing import ClassVar

from app.models import fields as f
from app.models.record import Record


class Cadre(Record):
    """干部. `member` is set when the same person is on the books as a party member."""

    __tablename__ = "cadre"
    title = "干部"
    ends = "left_on"
    counter = "名"
    key = (("id_number",), ("name", "unit"))
    children: ClassVar[tuple[str, ...]] = ("pairing", "post")
    scope = "unit"

    name = f.person("姓名", aliases=("干部姓名",), required=True, wanted=True, search=True, listed=True, index=True)
    sex = f.choice("性别", "sex", listed=True)
    unit = f.link("工作单位", "unit", aliases=("单位", "所在单位"), wanted=True, listed=True)
    affiliation = f.choice("隶属关系", "affiliation", aliases=("单位隶属关系",))
    duty = f.text("职务", aliases=("职位",), wanted=True, listed=True)
    rank = f.choice("职务级别", "cadre_rank", aliases=("级别", "职级"), listed=True)
    phone = f.phone("联系电话", aliases=("电话", "手机", "手机号码"), wanted=True, search=True, listed=True)
    id_number = f.resident_id("公民身份号码", aliases=("身份证号", "身份证号码", "证件号码"), search=True, index=True)
    birth_date = f.date("出生日期", aliases=("出生年月",))
    ethnic = f.choice("民族", "ethnic")
    education = f.choice("学历", "education", aliases=("文化程度",))
    member = f.link("对应党员", "member", help="本人也是党员时选上，信息不必登记两次")
    skills = f.text("技能特长", aliases=("特长", "专长", "技能"), help="用顿号隔开", group="联系")
    customs = f.text("语言习俗", aliases=("方言习俗",), help="如 畲语、三月三，用顿号隔开", group="联系")
    interests = f.text("兴趣爱好", aliases=("爱好", "兴趣"), help="用顿号隔开", group="联系")
    role = f.choice("驻村身份", "cadre_role", aliases=("身份",), group="联系")
    cap = f.number("联系上限", group="联系", help="空着则用设置里的数")
    left_on = f.date("离任日期", group="离任", asked=False)
    leave_reason = f.text("离任原因", group="离任", asked=False)
    remark = f.text("备注", lines=True)
