"""Which headings do rosters use, and which field of which record does each mean?

To teach a new heading: an alias on the field in `app/models`; only words that depend on the kind of sheet stand here.
"""

import re
from functools import cache

from app.kinds import normal
from app.models import RECORDS
from app.models.record import Record, fields_of

_BRACKETS = re.compile(r"[(\[【〔{<《][^()\[\]【】〔〕{}<>《》]*[)\]】〕}>》]")
_AROUND = re.compile(r"^\(?\d{1,2}[.、)](?=\D)|(?<=[\u4e00-\u9fff)])[a-z./]+$")
_AND = re.compile(r"以及|[及和与暨、/+]")
_EDGES = re.compile(r"^[*★☆#]+|[*★☆#。,，]+$")

SEQUENCE = frozenset({"序号", "编号", "序", "号", "no", "no.", "行号", "序列", "顺序号", "顺序", "页码", "问题"})
UID = ("uid", "系统标识", "记录标识", "唯一标识")
SYSTEM = {"排序号": "order_no", "作废原因": "void_reason"}

EXTRA: dict[str, dict[str, tuple[str, ...]]] = {
    "member": {
        "name": ("党员", "姓名全称"),
        "id_number": ("证件号", "身份证件号码", "公民身份号", "身份证编号", "居民身份证", "公民身份证"),
        "birth_date": ("出生", "出生日", "出生年份"),
        "branch": (
            "所在党支部全称",
            "所在党支部名称",
            "所在支部名称",
            "所属支部名称",
            "党支部全称",
            "所属党组织",
            "隶属支部",
            "支部名称",
            "所属支部全称",
            "组织关系所在支部",
        ),
        "join_date": (
            "入党年月日",
            "入党日",
            "加入党组织的日期",
            "加入党组织时间",
            "加入中国共产党时间",
            "加入中国共产党日期",
        ),
        "full_date": ("转正年月日", "转为正式党员的日期", "转正日", "转为正式党员年月"),
        "phone": (
            "联系手机",
            "本人电话",
            "手机电话",
            "联系号码",
            "电话(手机)",
            "联系电话1",
            "移动电话号码",
            "本人手机",
            "本人联系电话",
            "手机或电话",
        ),
        "landline": ("固话", "家庭电话", "宅电", "办公电话"),
        "address": (
            "详细地址",
            "居住地址",
            "现住址",
            "居住地",
            "家庭详细住址",
            "家庭详细地址",
            "通讯地址",
            "常住地址",
            "地址",
            "现居住地址",
        ),
        "residence": ("户籍", "户籍地址", "户口所在地", "户籍地"),
        "village": (
            "村(居)",
            "村居",
            "所属村",
            "行政村",
            "所在村居",
            "村居名称",
            "所在村(居)",
            "村社区",
            "所属村(社区)",
            "村名称",
        ),
        "group_name": ("小组", "村组", "所在组", "组别"),
        "work_unit": ("单位及职务", "工作单位及职务"),
        "duty": ("现任职务", "单位职务", "党内外职务", "担任职务"),
        "member_kind": ("党员类型", "党员性质", "类别"),
        "floating": ("是否流动", "是否外出", "是否外出流动党员"),
        "lost": ("是否失联",),
        "standing": ("党员状态",),
        "flow_to": ("外出地点", "流动去向", "外出地", "流入地", "流入地点", "流动地点", "流出地点", "现流入地"),
        "flow_direction": ("流动类型", "流动范围"),
        "probation_until": ("延长预备期", "预备期延长至"),
        "remark": ("备考", "备注信息", "备注说明", "其他说明"),
        "join_branch": ("入党支部", "入党党支部"),
        "new_stratum": ("新社会阶层", "新社会阶层人员类型"),
        "seniority_shift": ("党龄校正",),
    },
    "cadre": {
        "unit": ("工作单位名称", "所属单位", "派出单位", "单位名称"),
        "id_number": ("公民身份证号", "公民身份证号码", "居民身份证号码", "证件号"),
        "phone": ("手机号", "联系方式", "电话号码", "移动电话"),
        "duty": ("现任职务", "担任职务", "单位职务", "工作职务"),
        "role": ("驻村职务", "驻村岗位"),
    },
    "household": {
        "village": ("所在村居", "村(居)", "村居", "所属村", "村社区", "所属村(社区)", "村名称"),
        "group_name": ("村组", "所在组", "组别", "自然村"),
        "head_name": ("户主名", "户主名字", "家庭户主", "农户姓名"),
        "head_id": ("户主身份证", "户主证件号", "户主身份号码"),
        "address": ("现住址", "居住地址", "详细地址", "家庭地址"),
        "phone": ("联系方式", "手机号", "户主联系电话", "户主手机", "电话号码"),
        "size": ("家庭人口(人)", "人数", "户籍人口", "家庭成员数", "家庭总人口"),
        "household_no": ("户编码", "户口编号", "户口簿号", "户口本号", "农户编号", "家庭户号"),
    },
    "resident": {
        "id_number": ("公民身份证号", "公民身份证号码", "居民身份证号码", "证件号", "成员身份证号", "家庭成员身份证号"),
        "relation": ("与户主的关系", "成员关系", "和户主关系"),
        "phone": ("联系方式", "手机号", "手机号码", "电话号码"),
        "birth_date": ("出生年月日", "出生时间"),
    },
    "pairing": {"since": ("起止时间", "结对帮扶时间", "开始时间", "联系开始时间", "开始联系时间", "结对开始时间")},
    "branch": {
        "name": ("支部", "党支部", "所在党支部", "党组织"),
        "secretary": ("支部书记", "党支部书记"),
        "code_no": ("党组织代码",),
        "parent": ("上级党委", "主管党委"),
        "domain": ("领域类别", "领域类型"),
        "approved_by": ("批准党组织",),
    },
    "applicant": {
        "introducer_1": ("第一介绍人", "第一入党介绍人"),
        "introducer_2": ("第二介绍人",),
        "branch": ("发展支部", "发展党支部", "接收申请党支部", "接收申请党组织"),
        "trained_on": ("短期培训时间", "短期集中培训时间"),
    },
    "review": {"grade": ("综合评定", "评定结果")},
    "honour": {"holder": ("受表彰个人(集体)", "受表彰对象", "受表彰个人", "受表彰集体")},
    "election": {"sent": ("发票数",), "returned": ("收票数",)},
    "unit": {
        "name": ("村", "村(居)", "行政村", "社区", "村社区名称", "村(社区)名称"),
        "household_count": ("农户数", "农户总数", "农户户数"),
    },
}
# Words that name the helping person of a pairing, and those that name whom he helps.
HELPERS = (
    "帮扶责任人", "帮扶责任人姓名", "帮扶干部", "帮扶干部姓名", "帮扶人", "帮扶人姓名", "责任人", "责任人姓名", "结对干部", "结对干部姓名",
    "联系干部", "联系干部姓名", "包户干部", "包户责任人", "联系人", "联系人姓名", "帮扶联系人", "帮扶党员干部",
    "包村干部", "驻村干部", "包联干部", "联系领导",
    "领导/部门", "包联领导", "包村领导", "责任领导", "挂钩领导", "领导姓名", "联系领导姓名", "包联领导姓名",
)  # fmt: skip
HELPER_MEMBERS = (
    "联系党员", "联系党员姓名", "结对党员", "结对党员姓名", "帮扶党员", "帮扶党员姓名", "党员姓名", "责任党员",
    "包户党员", "党员",
)  # fmt: skip
HELPED = (
    "帮扶对象", "帮扶对象姓名", "帮扶户", "帮扶户主", "对象姓名", "被帮扶人", "被帮扶人姓名", "结对户", "结对户主",
    "结对对象", "联系户", "联系户主",
    "联系户户主", "联系户姓名", "联系户户主姓名", "联系对象", "困难户", "困难群众", "困难群众姓名", "受助人",
    "贫困户", "贫困户姓名", "户主", "户主姓名",
)  # fmt: skip
HELPED_UNITS = (
    "联系村", "包联村", "包村", "联系村(居)", "联系村居", "包联村(社区)", "联系村(社区)", "联系企业", "包抓村",
    "驻点村", "结对村", "帮扶村",
)  # fmt: skip
HELPER_SIDE = re.compile(
    r"责任人|帮扶人|帮扶干部|结对干部|联系干部|包户干部|联系党员|结对党员|帮扶党员|帮扶方|联系人|包联领导|党员|干部"
)
HELPED_SIDE = re.compile(r"对象|户|群众|被帮扶|受助|困难")


def squeezed(raw: object) -> str:
    """A heading as it is compared: no blanks, no marks of duty, one width, brackets kept."""
    text = normal.key(raw if isinstance(raw, str) else normal.plain(raw))
    return _EDGES.sub("", text)


def bare(label: str) -> str:
    """A squeezed heading without brackets, number in front or English behind: 1.联系电话（手机）Phone is 联系电话."""
    label = _AROUND.sub("", label)
    return _EDGES.sub("", _BRACKETS.sub("", label).rstrip(":")).rstrip(":")


def spellings(label: str) -> tuple[str, ...]:
    short = bare(label)
    return (label,) if short == label else (label, short or label[1:-1])


def unwrapped(label: str) -> str:
    """【姓名】 is 姓名."""
    return label if bare(label) else label[1:-1]


@cache
def words(record: str) -> dict[str, str]:
    """Squeezed heading → field name, for one record; labels win over aliases, aliases over the extra words."""
    model = RECORDS[record]
    known: dict[str, str] = {}
    for field in fields_of(model):
        known.setdefault(squeezed(field.label), field.name)
    for field in fields_of(model):
        for alias in (*field.aliases, field.name):
            known.setdefault(squeezed(alias), field.name)
    for name, extra in EXTRA.get(record, {}).items():
        for word in extra:
            known.setdefault(squeezed(word), name)
    known.update(dict.fromkeys(UID, "uid"))
    known.update(SYSTEM)
    return known


@cache
def every_word() -> frozenset[str]:
    """All headings that any record understands; what heading rows are found by."""
    found = {word for record in RECORDS for word in words(record)} | SEQUENCE
    found |= {squeezed(word) for group in (HELPERS, HELPER_MEMBERS, HELPED, HELPED_UNITS) for word in group}
    return frozenset(found - {""})


def together(label: str) -> tuple[str, ...]:
    """The words of a heading that asks for several things in one cell: 姓名及电话."""
    return tuple(part for part in _AND.split(bare(label)) if part)


def is_known(label: str) -> bool:
    known = every_word()
    if any(spelling in known for spelling in spellings(label)):
        return True
    parts = together(label)
    return len(parts) > 1 and all(part in known for part in parts)


def label_of(record: type[Record], name: str) -> str:
    from_fields = {field.name: field.label for field in fields_of(record)}
    return from_fields.get(name, {"uid": "系统标识", "order_no": "排序号", "void_reason": "作废原因"}.get(name, name))
