"""家庭成员: the people of a household."""

from app.models import fields as f
from app.models.record import Record


class Resident(Record):
    """家庭成员, relation by GB/T 4761. `member` is set when the person is a party member."""

    __tablename__ = "resident"
    title = "家庭成员"
    ends = "left_on"
    counter = "人"
    key = (("id_number",), ("household", "name"))
    owner = "household"

    household = f.link("所在户", "household", required=True, listed=True)
    name = f.person("姓名", aliases=("成员姓名", "家庭成员姓名"), required=True, search=True, listed=True)
    relation = f.choice("与户主关系", "kinship", aliases=("家庭关系", "关系"), wanted=True, listed=True)
    sex = f.choice("性别", "sex", listed=True)
    birth_date = f.date("出生日期", aliases=("出生年月",), listed=True)
    id_number = f.resident_id(
        "公民身份号码",
        aliases=("身份证号", "身份证号码", "证件号码"),
        wanted=True,
        search=True,
        listed=True,
        index=True,
    )
    ethnic = f.choice("民族", "ethnic")
    education = f.choice("学历", "education", aliases=("文化程度",))
    phone = f.phone("联系电话", aliases=("电话", "手机"), search=True)
    health = f.choice("健康状况", "health")
    labour = f.choice("劳动能力", "labour")
    disability_no = f.disability_card("残疾证号", aliases=("残疾人证号", "残疾证号码", "残疾人证号码", "残疾证编号"))
    schooling = f.text("在校情况", aliases=("在校", "在校生状况", "就读情况"), help="如 石坪小学三年级")
    need = f.choice("困难类型", "need")
    member = f.link("对应党员", "member")
    left_on = f.date("离开日期", asked=False)
    leave_reason = f.text("离开原因", asked=False)
    remark = f.text("备注", lines=True)
