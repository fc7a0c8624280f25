"""Do two headings ask for the same in other words? 现工作单位 is 工作单位, 上届换届时间 is 换届日期, 困难类别 is 困难类型.

To add one: a word in a group (the first of each stands for all), or a word of no weight in `_AHEAD` or `_INSIDE`.
Only what offices use for one and the same thing stands here; what is another fact (原工作单位, 拟转正时间) keeps its word.
"""

import re
from functools import cache

from app.exchange import word

# Words that offices use for each other. A tail is replaced where a heading ends with it, a word wherever it stands.
_TAILS = (
    ("日期", "起始时间", "起始日期", "年月日", "时间", "年月", "年份", "月份", "日"),
    (
        "联系电话", "手机号码", "电话号码", "联系号码", "联系手机", "联系方式", "办公电话", "移动电话", "手机号", "手机", "电话",
    ),
    ("类型", "类别", "种类", "形式", "分类"),
    ("情形", "原因", "缘由", "理由", "因素"),
    ("数", "总人数", "总数", "人数", "职数", "数量", "个数"),
    (
        "住址", "居住地址", "详细地址", "居住地点", "居住地", "常住地址", "常住地", "住地址", "通讯地址", "通信地址", "所在地址",
        "所在地", "地址",
    ),
    ("成效", "成果", "效果"),
    ("措施", "办法", "举措", "做法"),
)  # fmt: skip
_WORDS = (
    ("明日", "明天", "次日", "第二天"),
    ("届次", "届数", "第几届"),
    ("公民身份号码", "居民身份证号码", "公民身份证", "居民身份证", "身份证件号码", "公民身份证号",
     "身份证号码", "身份证号", "证件号码", "证件号"),
    ("入党", "加入中国共产党", "加入中共组织", "加入党组织", "接收为预备党员", "吸收为预备党员",
     "成为预备党员", "发展为预备党员", "接收预备党员", "吸收入党", "接收入党", "批准入党"),
    ("转正", "转为正式党员", "预备党员转正", "预备期转正", "成为正式党员", "按期转正"),
    ("党龄", "在党年限", "在党年数"),
    ("民族", "民族成份", "民族成分", "族别"),
    ("婚姻", "婚否"),
    ("户籍", "户口"),
    ("学历", "学历层次", "文化程度", "受教育程度", "教育程度", "文化水平"),
    ("健康", "身体健康", "身体"),
    ("专业技术职务", "专业技术职称", "技术职称", "职称"),
    ("党内职务", "党内任职", "支部内任职", "支部内职务", "支部职务", "支部任职"),
    ("职务级别", "行政级别", "职务职级", "职级"),
    ("工作岗位", "职业", "工作职业", "从业", "从事工作", "从事工作岗位"),
    ("特长", "技能特长", "专业特长", "个人专长", "专长"),
    ("档案所在单位", "人事档案所在单位", "档案存放单位", "档案存放地", "档案保管单位"),
    ("固定电话", "家庭固定电话", "座机号码", "座机电话", "座机", "固话", "宅电"),
    ("单位", "企业"),
    ("务工", "务工经商", "打工", "经商务工"),
    ("工作单位", "工作部门", "所在部门", "就业单位", "务工单位", "就职单位", "供职单位"),
    ("外出流向", "外出去向", "外出地址", "流入地址",
     "外出务工地点", "外出务工地", "外出务工去向", "外出地点", "流动去向", "流动流向", "流动地点", "流出地点",
     "流入地点", "务工地点"),
    ("外出", "外出务工", "流出", "流动"),
    ("失联", "失去联系"),
    ("任期届满", "任期到期", "任期截止", "任期期满", "届满", "到届", "应换届", "下次换届", "下届换届", "下次选举", "下届选举"),
    ("换届", "换届选举", "班子选举", "选举"),
    ("成立", "组建", "建立", "设立"),
    ("任期", "届期"),
    ("委员", "支委会", "支委", "班子成员", "班子"),
    ("书记", "支书"),
    ("女党员", "女性党员"),
    ("工作经费", "办公经费", "运转经费"),
    ("收入来源", "经济来源"),
    ("人均纯收入", "人均年纯收入"),
    ("致贫", "致贫风险", "返贫风险", "致贫返贫", "返贫致贫", "致贫(返贫)", "致贫致困", "致困", "返贫"),
    ("后续", "下一步", "下步", "今后"),
    ("计划", "打算", "安排"),
    ("总结", "小结"),
    ("驻村人员", "驻村队员", "驻村工作队员", "工作队员", "派驻人员", "派驻队员", "队员"),
    ("缴纳", "缴费", "交纳", "交费", "上缴", "上交"),
    ("满意度", "满意度评价", "满意程度", "满意率", "满意情况", "满意与否"),
    ("派出单位", "选派单位", "派驻单位", "派出部门", "选派部门"),
    ("时限", "期限"),
    ("劳动能力", "劳动技能"),
    ("困难", "困难党员", "生活困难"),
    ("联系党员", "结对党员", "帮扶党员", "包户党员", "责任党员", "包联党员"),
    ("帮扶责任人", "帮扶负责人", "帮扶联系人", "帮扶干部", "结对干部", "包户干部", "联系干部", "包联干部", "包保干部", "包保责任人",
     "责任人", "帮扶人"),
    ("党组织", "党(总)支部", "党总支", "党支部", "党委", "支部"),
    ("村(社区)", "村(居)", "村民委员会", "村委会", "行政村", "村/社区", "村社区", "村居", "村社", "村别", "社区", "村"),
    ("乡镇", "乡镇街道", "乡镇/街道", "镇街"),
    ("村民小组", "村(社区)民小组", "村(社区)民组"),
    ("批准党组织", "批准机关", "批准单位", "批准部门"),
)  # fmt: skip
# Every word of a group is replaced by its first, the longest first.
_GROUPS = tuple(
    (re.compile("|".join(map(re.escape, sorted(group, key=len, reverse=True)))), group[0]) for group in _WORDS
)
_ENDS = tuple((said, group[0]) for group in _TAILS for said in sorted(group, key=len, reverse=True))
_WHOLE = {
    "说明": "备注",
    "备考": "备注",
    "乡": "乡镇",
    "镇": "乡镇",
    "组": "村民小组",
    "岗位": "工作岗位",
    "组别": "村民小组",
}
_AHEAD = re.compile(
    r"^(?:其中[:,]?|本次|此次|现任|现在|现有|现从事|现|目前|当前|本届|本期|最近(?:一次)?(?!走访)|上一次|上次|上届|主要|主导|最高|实际|实足|有效|已|有何|从事|"
    r"所从事|担任|所任|所担任|生活|发展(?=产业)|批准(?=成立[日时])|承包|正式组织关系|党组织关系|组织关系|户籍(?=所在村)|基层|门牌|取得|开始|辖区|依托|所依托|所在|所属|隶属|归属|所(?=联系|报到|驻|包)|详细|具体|"
    r"基本|个人|本人|年度|年)+(?=..)"
)
_STAFF = re.compile(r"(记录|走访|受理|采集|调查|登记|联络|征集|收集|主讲|宣讲)员$|(主持|记录|授课|主讲|讲课)者$")
_WHEN = re.compile(r"^何时(.+)$")
_MEMBERS = re.compile(r"(?:困难|流动|失联|预备|正式|年?老|离退休|在职|农村|无职|慰问|受助|报到)党员姓名")
_LEFT = re.compile(r"^(?:外出|失联)[前地]?(?:所在|所属)?(?=党组织$)")  # where a member who is away belongs
_INSIDE = re.compile(r"所在|专项|的|主要|具体|详细|总(?=人|户|数)|(?<=外出)起始")
# Of branches and units: who stands above them.
_ABOVE = re.compile(r"^(?:隶属|所属|归属|主管)(?:上级)?(?=.*(?:党|组织|支部|单位|部门|乡|镇|街))")
_COMMITTEE = re.compile(r"(?:上级|基层)*党工?委")  # above the branch, wherever the rows are no branches
_EMPTY_TAIL = re.compile(
    r"(?<=..)(?<!组织)(?:名称|全称|姓名|名字|信息|说明)$|(?<=..)(?<!转正)(?<!单位)(?:情况|状况|状态)$|(?<=人员)数$|(?<=人口)数$"
)
_HELPED = re.compile(
    r"^被?(?:帮扶|结对|联系|包联|困难|贫困|脱贫|受助|慰问)+(?:户|农户|对象|群众|家庭)(?:户主|家庭)?|^[^户]{1,4}户(?=户主|姓名)|^(?:老人|儿童|残疾人|学生)(?=姓名|联系|电话|家庭|住|身份|$)"
)
_VISITED = re.compile(
    r"^(?:被?(?:走访|受访|慰问|联系|帮扶|服务)(?:户|农户|对象|群众|家庭)(?:户主|家庭)?|被走访人(?!员)|受访人(?!员))"
)
_LED = re.compile(r"(?:包|联|驻|包联|联系)(?:村(?!\()|村\(社区\))?(?:干部|领导|责任人)|帮扶责任人")
_LOOKED_AFTER = re.compile(r"^所?(?:联系|包联|包|联|驻点|结对|帮扶|挂钩|包抓|包保)村\(社区\)$")
_WHETHER = re.compile(r"^是否(?:为|是|属于|属)?|\(?是/否\)?$")
# Whose value a heading says it is, where the rows are of nothing else.
_OWN = {
    "member": ("党员",), "household": ("户主", "农户", "家庭", "户内", "户"),
    "resident": ("家庭成员", "成员", "老人", "儿童", "残疾人", "学生", "居民", "村(社区)民", "本人"),
    "cadre": ("干部", "网格员", "社区工作者", "村干部", "工作人员", "班子成员", "支委委员"),
    "unit": ("村(社区)部", "村(社区)委会", "村(社区)", "单位", "办公", "全村(社区)"), "branch": ("村(社区)", "党组织"),
    "pairing": ("结对帮扶", "结对", "帮扶", "包联", "联系", "包保", "包村(社区)"),
    "visit": ("走访",), "request": ("诉求",), "wish": ("微心愿", "心愿"),
}  # fmt: skip


# Words that mean one thing only in rows of this record.
_MEANS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "meeting": (
        (re.compile(r"^(应|实)(?:际)?[到参].{0,6}$"), r"\1到人数"),
        (re.compile(r"^(?:参会|参加|出席|到会|参学|参与|参训|参培|听课|学习)(?:党员|人员)?(?:人数|数)$"), "实到人数"),
        (re.compile(r"^(?:缺席|未到|请假|未参加)(?:党员|人员|情况|名单|原因)?(?:姓名|名单|及原因)*$"), "缺席人员"),
        (re.compile(r"^(?:授课|讲课|主讲)(?=人|者|教师|老师|领导|干部|$)"), "主讲"),
    ),
    "election": (
        (re.compile(r"^(应|实)(?:际)?[到参](?!会).{0,8}$"), r"\1到有选举权人数"),
        (re.compile(r"^参加.{0,6}数$"), "实到有选举权人数"),
    ),
    "posting": (
        (
            re.compile(r"^(?:所驻|驻|派驻|驻点|下派|入驻|帮扶|包保)(?:村(?:\(社区\))?)?(?:名称|名|单位|地点)?$"),
            "驻点村",
        ),
    ),
    "pairing": ((re.compile(r"^(?:包联|包村|包保|联系|挂钩|[县镇])?领导(?=职务|电话|手机|联系|单位)"), "帮扶责任人"),),
    "household": ((re.compile(r"^(?:监测|农?户|对象|家庭|人员|脱贫|帮扶)(?:对象|户)?(?:类型|类别)$"), "困难类型"),),
    "duty": ((re.compile(r"^(?:需求|所需|拟需|计划)(?=(?:人|岗位)?数)"), "需要"),),
    "visit": ((re.compile(r"^后续(?:工作)?(?:措施|举措|工作|跟进|思路)$"), "后续计划"),),
    "request": (
        (re.compile(r"^(?:来访|来信|反映|接访|登记|接待|收集|提出)(?=日期|时间|年月)"), "受理"),
        (re.compile(r"^(?:接访|接待|登记|受理|收集)(?:人员?|干部)"), "受理人"),
        (re.compile(r"^(?:来访|来信|诉求|反映|投诉|建议|意见|求助)(?:人员?|群众|者)"), "反映人"),
    ),
}


# What was done in rows of this record, in many words: nothing of weight before a day, a place, a subject.
_ACTS: dict[str, re.Pattern[str]] = {
    record: re.compile(rf"^(?:{acts})+")
    for record, acts in {
        "meeting": "授课|上课|讲课|召开|开展|举办|举行|组织|学习|研讨|活动|会议|党课|开会|主题党日|党日|组织生活",
        "activity": "活动|服务|开展|志愿|志愿服务|举办|组织|参加",
        "visit": "走访|谈心|谈话|夜访|家访|入户|慰问|上门|调研|到户|登记|联系|探访",
        "deed": "办理|办|实事|帮办|好事|服务",
        "work_log": "工作|当日|当天|驻村|日志|记录|填写",
        "posting": r"派驻|驻村\(社区\)|到村\(社区\)|驻村|到岗|到村|下派|选派|任职|起始|开始|入驻|驻点|到位|进驻|工作",
        "request": "受理|诉求|来访|反映|收集|提出|登记|来信|接访|接收|收到",
        "wish": "征集|收集|许愿|心愿|提出|登记|申报|采集",
        "report_in": "报到|登记",
        "plan_item": "计划|工作|任务|目标",
    }.items()
}
_SAYING = frozenset({"日期", "地点", "主题", "内容", "题目", "名称", "类型", "方式", "主题内容"})


@cache
def plain(label: str, record: str) -> str:
    """The heading in the words that stand for others, without words of no weight; `record` names whose rows they are."""
    told = re.sub(r"年[、/.]月", "年月", word.bare(word.squeezed(label)))
    told = re.sub(r"(?<=.)的(?=..)", "", told)
    told = _STAFF.sub(r"\1\2人", told)
    if record == "member" and _MEMBERS.fullmatch(told):
        return "姓名"
    told = _WHEN.sub(r"\1日期", told)
    if record in ("branch", "unit"):
        told = _ABOVE.sub("上级", told)
    if record == "household":
        told = _HELPED.sub("户主", told)
    if record == "visit":
        told = _VISITED.sub("走访对象", told)
    told = _AHEAD.sub("", told)
    if record not in ("branch", "unit"):
        told = _COMMITTEE.sub("上级党组织", told)
    for found, first in _GROUPS:
        told = found.sub(first, told)
    told = _of_record(_WHOLE.get(told, told), record)
    if told.removesuffix("姓名") in _OWN.get(record, ()) and record in ("member", "cadre", "resident"):
        return "姓名"
    told = _LEFT.sub("", _EMPTY_TAIL.sub("", _tail(_EMPTY_TAIL.sub("", told))))
    for whose in () if told.startswith("帮扶责任人") else _OWN.get(record, ()):
        if told.startswith(whose) and told != whose:
            told = _AHEAD.sub("", told.removeprefix(whose))
    return _acted(_INSIDE.sub("", told).replace("联系联系", "联系") or told, record)


def _acted(told: str, record: str) -> str:
    """授课地点 and 会议地点 are both 地点 in rows of meetings: what was done is what the rows are."""
    acts = _ACTS.get(record)
    left = acts.sub("", told) if acts else told
    return left if left in _SAYING else told


_LIGHT = re.compile(
    r"工作(?!岗位|单位)|活动|情况|信息|会议|主要|当日|当天|本次|此次|开展|简述|简要|简介|概述|服务|相关|有关|具体|组织(?=..)|名称|"
    r"群众(?!$)|人员(?!$)|党员(?!$)|登记|发现的?|存在的?|遇到的?|面临的?|实际|参与|反映|办法|的"
)


@cache
def core(label: str, record: str) -> str:
    """What is left of `plain` once every word is taken out that offices add or leave out; "" where too little is left."""
    told = plain(label, record)
    left = _LIGHT.sub("", told)
    return left if len(left) > 1 else told if len(told) > 1 else ""


def whether(label: str) -> str:
    """What a heading asks yes or no about: 是否为流动党员 and 流动党员（是/否） ask whether somebody is a 流动党员."""
    told = word.squeezed(label)
    return word.bare(_WHETHER.sub("", told).rstrip("("))


def _of_record(told: str, record: str) -> str:
    """Words that mean one thing only in rows of this record: who leads a branch, who looks after a village, 党员（人）."""
    if record == "branch":
        told = re.sub(r"主要负责人|负责人|主要领导", "书记", told)
    for found, first in _MEANS.get(record, ()):
        told = found.sub(first, told)
    if record in ("pairing", "cadre"):
        told = _LOOKED_AFTER.sub("联系村(社区)", told)
    if record == "unit":
        told = _LED.sub("包村干部", told)
    return re.sub(r"(?<=党员)(?:人|总)?数量?$", "", told) if record in ("branch", "unit") else told


def _tail(told: str) -> str:
    for said, first in _ENDS:
        if told.endswith(said) and (told != said or said == first or len(said) > 1):
            return told.removesuffix(said) + first
    return told
