"""What do the words of a published checklist say: what a column is for, how many points, which way of scoring?

The headings are those of real assessment tables; what no rule here knows stays unknown and is told, never guessed.
"""

import re
from collections.abc import Iterable

from app.kinds.points import Points
from app.models.checklist import ALL, BONUS, DEDUCT, FREE, GRADED, VETO

_EXACT = {
    "number": "序号 编号 序 号",
    "group": "考核项目 考评项目 考核类别 考评类别 类别 项目 目标 一级指标 二级指标 三级指标 四级指标 维度 板块 领域 指标"
    " 项目名称 考核指标 评价指标 考核目标 考评目标 一级 二级 三级 四级 大项 小项 项目类别 考核板块 星级",
    "content": "考核内容 考评内容 内容 考评内容和标准 考核内容和标准 考核内容及标准 考评内容及标准 标准及要求 要求 工作要求"
    " 考核要点及分值分解 考核要点 考评要点 主要内容 建设标准 建设内容 基本要求 具体内容 创建标准 任务 具体要求 工作任务"
    " 内容及要求 内容和要求 内容及标准 工作内容 评议内容 测评内容 创建内容",
    "weak": "评定标准 评价标准 考核标准 考评标准 检查标准 达标标准 标准",
    "points": "分值 标准分 标准分值 权重 满分 基本分 分数 基准分 满分值 赋分",
    "how": "评分标准 评分细则 计扣分办法 扣分办法 计分办法 评分办法 评分要点 评分说明 扣分标准 计分标准 评分方法 评分依据"
    " 计分方法 评分规则 赋分标准 扣分细则 得分标准",
    "means": "考核办法 考评办法",
    "method": "考评方式 考核方式 检查方式 检查方法 评价方式 考核方法 考评方法 验收方式 测评方式",
    "evidence": "考评依据 佐证材料 印证材料 印证资料 佐证资料 资料清单 查看资料 备查资料 所需资料 支撑材料 考核依据 台账资料",
    "self": "自评 自查分 自评分 自评得分 自查得分 自查 自评分数 单位自评",
    "town": "乡镇评分 乡镇得分 镇评分 乡镇 乡镇考核分 乡镇初评 镇街评分 街道评分 乡镇审核得分 乡镇评定",
    "county": "县审核得分 县评分 县得分 县级评分 县级得分 县考核分 县 县级审核得分 区审核得分 县级复核 市县评分",
    "score": "得分 考核得分 考评得分 实得分 考核分 考评分 评分 检查得分 实际得分 最终得分 考评得分情况 评定得分 打分",
    "deduct": "扣分 扣分情况 扣减分",
    "subtotal": "小计",
    "owner": "责任单位 责任人 牵头单位 责任部门 责任领导 考核单位 考核部门",
    "remark": "备注 存在问题 扣分原因 说明 问题记录 扣分说明 扣分理由",
}
_ROLE = {word: role for role, words in _EXACT.items() for word in words.split()}
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_NUMBER = r"(\d+(?:\.\d+)?)"
_IN_BRACKETS = re.compile(rf"[（(【\[]\s*(?:满分|共|计|分值[:：]?)?\s*{_NUMBER}\s*分\s*[）)】\]]")
_AT_END = re.compile(rf"[，,、。；;：: 　]\s*(?:计|共)?\s*{_NUMBER}\s*分\s*[。；;]?\s*$")
_ANY = re.compile(rf"{_NUMBER}")
_CAP = re.compile(rf"(?:最高|最多|不超过|封顶|上限|累计|限)[^0-9扣]{{0,8}}{_NUMBER}\s*分?")
_VETO = re.compile(r"一票否决|否决|取消.{0,12}(?:评先|评优|资格)|直接(?:定|评|确定)为|不得评为|不能评为|实行倒查")
_BONUS = re.compile(r"加\s*(?:\d|[一二三四五六七八九十]|分)|加分|另加|奖励")
_DEDUCT = re.compile(r"扣")
_NONE = re.compile(r"不得分|不给分|不计分|不能得分|得\s*0\s*分|[零记计]0分|零分")
_GRADE = re.compile(
    r"(优秀?|很好|良好?|较好|好|一般|中|不合格|基本合格|合格|较差|差|基本达标|不达标|达标|未开展|没有|无)"
    rf"\s*(?:的|得|计|为|[:：])*\s*{_NUMBER}"
)
_EACH = re.compile(rf"[每缺少].{{0,20}}?[扣加]\s*{_NUMBER}\s*分")


def plain(text: str) -> str:
    """A heading without spaces, line breaks and what stands in brackets."""
    return re.sub(r"[\s　]", "", _BRACKETS.sub("", text))


def role_of(label: str) -> str:
    """The role of a heading, "" when no rule knows it. `weak` may be content or the way of scoring, `means` the way of
    scoring or the method: their columns tell.
    """
    short = plain(label)
    # 计(扣)分办法: what stands in brackets may be a part of the word.
    whole = re.sub(r"[\s　()（）]", "", label)
    return _ROLE.get(short) or _ROLE.get(whole) or _ROLE.get(re.sub(r"[0-9分%]+$", "", short), "")


def stated_total(label: str) -> int | None:
    """100 of 标准分(100) or 分值（100分）."""
    found = re.search(rf"[（(]\s*(?:总分|共|满分)?\s*{_NUMBER}\s*分?\s*[）)]", label)
    return _hundredths(found[1]) if found else None


def points_of(text: str) -> int | None:
    """The number of a points cell: 5, 5分, +5, 加5分, 10分（每项2分）. None where no number stands."""
    found = _ANY.search(text)
    return _hundredths(found[1]) if found else None


def points_within(text: str) -> int | None:
    """Points that a text says of itself: 有年度计划（2分） or …，2分. None when it says none or several."""
    found = _IN_BRACKETS.findall(text)
    if len(found) > 1:
        return None
    if found:
        return _hundredths(found[0])
    ending = _AT_END.search(text)
    return (
        _hundredths(ending[1]) if ending and not re.search(r"[扣加得]", text[ending.start() : ending.end()]) else None
    )


def cap_of(*texts: str) -> int | None:
    """The most a bonus may add: 最高加5分, 累计不超过 3 分."""
    for text in texts:
        if found := _CAP.search(text):
            return _hundredths(found[1])
    return None


def each_of(how: str) -> int | None:
    """What one case takes or adds: 每少一项扣1分, 缺一次扣 0.5 分. None when several numbers differ."""
    found = {_hundredths(number) for number in _EACH.findall(how)}
    return found.pop() if len(found) == 1 else None


def grades_of(how: str) -> str:
    """`好4、较好3、一般2、差0` of a graded way, as the catalogue writes it; "" when the words give no steps."""
    found = _GRADE.findall(how)
    return "、".join(f"{name}{Points().text(_hundredths(number))}" for name, number in found) if len(found) > 1 else ""


def way_of(how: str, content: str = "", points: str = "", groups: Iterable[str] = ()) -> str:
    """A way of scoring; FREE where the words tell none. What the way of scoring says counts first; what is worth points
    of its own is no veto, even where its words bar something.
    """
    section = "".join(groups)
    worth = points_of(points) is not None or points_within(content) is not None
    if "否决" in points or "否决" in section or (_VETO.search(how) and not worth):
        return VETO
    adds = points.lstrip().startswith(("+", "＋", "加")) or "加分" in plain(section)
    if (adds or _BONUS.search(how)) and not _DEDUCT.search(how):
        return BONUS
    for text in (how, content):
        if found := _plain_way(text):
            return found
    return VETO if _VETO.search(content) and not worth else FREE


def bars(*texts: str) -> bool:
    """Do the words bar something (一票否决, 不得评为 …)?"""
    return any(_VETO.search(text) for text in texts)


def _plain_way(text: str) -> str:
    if _DEDUCT.search(text):
        return DEDUCT
    if len(_GRADE.findall(text)) >= 2:
        return GRADED
    return ALL if _NONE.search(text) else ""


def _hundredths(text: str) -> int:
    return Points().parse(text) or 0
