"""Do two headings ask for the same in other words? 现工作单位 is 工作单位, 上届换届时间 is 换届日期, 困难类别 is 困难类型.

To add one: a word in a group (the first of each stands for all), or a word of no weight in `_AHEAD` or `_INSIDE`.
Only what offices use for one and the same thing stands here; what is another fact (原工作单位, 拟转正时间) keeps its word.
"""

import re
from functools import cache

from app.exchange import word

# Words that offices use for each other. A tail is replaced where a heading ends with it, a word wherever it stands.
_TAILS = (
    ("日期", "年月日", "时间", "年月", "年份", "日"),
    (
        "联系电话", "手机号码", "电话号码", "联系号码", "联系手机", "联系方式", "办公电话", "移动电话", "手机号", "手机", "电话",
    ),
    ("类型", "类别", "种类"),
    ("情形", "原因", "缘由", "理由"),
    ("人数", "职数"),
    ("住址", "居住地址", "详细地址", "居住地", "地址"),
    ("成效", "成果", "效果"),
)  # fmt: skip
_WORDS = (
    ("公民身份号码", "居民身份证号码", "身份证件号码", "公民身份证号", "身份证号码", "身份证号", "证件号码", "证件号"),
    ("入党", "加入中国共产党", "加入中共组织", "加入党组织", "接收为预备党员", "吸收为预备党员",
     "成为预备党员", "发展为预备党员", "接收预备党员"),
    ("转正", "转为正式党员", "预备党员转正"),
    ("学历", "文化程度", "受教育程度", "教育程度"),
    ("健康状况", "身体状况"),
    ("工作岗位", "从事岗位", "从事职业", "从事工作", "所从事工作"),
    ("单位", "企业"),
    ("失联", "失去联系"),
    ("任期", "届期"),
    ("委员", "支委会", "支委", "班子成员"),
    ("工作经费", "办公经费", "运转经费"),
    ("劳动能力", "劳动技能"),
    ("帮扶责任人", "帮扶负责人", "帮扶联系人", "帮扶干部", "结对干部", "包户干部", "联系干部", "责任人", "帮扶人"),
    ("党组织", "党(总)支部", "党支部", "党总支", "党委", "支部"),
    ("村(社区)", "村(居)", "行政村", "村社区", "村居", "社区", "村"),
)  # fmt: skip
_AHEAD = re.compile(
    r"^(?:现任|现在|现|目前|当前|本届|本期|最近一次|最近|上一次|上次|上届|主要|批准(?=成立[日时])|承包|所在|所属|隶属|归属|详细|具体|基本|个人|本人|年度|年)+(?=..)"
)
_LEFT = re.compile(r"^(?:流出|失联|外出)[前地]?(?:所在|所属)?(?=党组织$)")  # where a member who is away belongs
_INSIDE = re.compile(r"所在|专项|的")
_ABOVE = re.compile(r"^(?:隶属|所属|归属|主管)(?:上级)?(?=..)")  # of branches and units: who stands above them
_EMPTY_TAIL = re.compile(r"(?<=..)(?<!组织)(?:名称|全称|情况|信息|说明)$|(?<=人员)数$|(?<=人口)数$")
# Whose value a heading says it is, where the rows are of nothing else.
_OWN = {
    "member": ("党员",), "household": ("户主", "农户", "家庭", "户"), "resident": ("家庭成员", "成员"), "cadre": ("干部",),
    "unit": ("村(社区)部", "村(社区)", "单位"), "branch": ("党组织",), "pairing": ("结对帮扶", "结对", "帮扶"),
}  # fmt: skip


@cache
def plain(label: str, record: str) -> str:
    """The heading in the words that stand for others, without words of no weight; `record` names whose rows they are."""
    told = word.bare(word.squeezed(label))
    if record in ("branch", "unit"):
        told = _ABOVE.sub("上级", told)
    told = _AHEAD.sub("", told)
    for group in _WORDS:
        told = _said(told, group)
    if record == "branch":
        told = re.sub(r"负责人|主要领导", "书记", told)
    told = _LEFT.sub("", _tail(_EMPTY_TAIL.sub("", told)))
    if not told.startswith("帮扶责任人"):
        own = next((whose for whose in _OWN.get(record, ()) if told.startswith(whose) and told != whose), "")
        told = _AHEAD.sub("", told.removeprefix(own))
    return _INSIDE.sub("", told) or told


def _said(told: str, group: tuple[str, ...]) -> str:
    """Every word of the group replaced by its first, the longest first, each place once."""
    found = "|".join(map(re.escape, sorted(group, key=len, reverse=True)))
    return re.sub(found, group[0], told)


def _tail(told: str) -> str:
    for group in _TAILS:
        for said in sorted(group, key=len, reverse=True):
            if told.endswith(said) and (told != said or said == group[0] or len(said) > 1):
                return told.removesuffix(said) + group[0]
    return told
