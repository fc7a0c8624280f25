"""清单: what is asked of an organisation, line by line, as one version of one list.

The built-in ones come from `resources/checklists`, any other from the superior unit's own table, whose columns are kept
(`Checklist.layout`, `Item.cells`) so that it is printed as it was sent.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.kinds.kind import Unreadable
from app.kinds.points import Points
from app.models import fields as f
from app.models.column import Index
from app.models.record import Record

SCORING, SCORER = "scoring", "scorer"  # code lists
DEDUCT, GRADED, ALL, BONUS, VETO, FREE, NONE = "扣分", "分档", "全得或不得", "加分", "一票否决", "评分", "不计分"
SELF, TOWN, COUNTY = "自评", "乡镇", "县"
SCORERS = (SELF, TOWN, COUNTY)  # in the order in which they score
LEVELS = ("group1", "group2", "group3", "group4")
_GRADE = re.compile(r"(.*?[^\d.])\s*[:：]?\s*(\d+(?:\.\d+)?)\s*分?")
_BAND = re.compile(r"(?:(\d+(?:\.\d+)?)分?(?:（含）)?(?:以上)?|其余|其他|以下)[:：为]?\s*(\D+)")


def parts(told: str | None) -> tuple[str, ...]:
    """What is parted by 、 in one field: evidence asked for, rules, scorers."""
    return tuple(part.strip() for part in re.split(r"[、；;\n]", told or "") if part.strip())


def grades(told: str | None) -> tuple[tuple[str, int], ...]:
    """`好4、较好3、一般2、无0` as names with their points (hundredths). UserError never: ValueError names what is unreadable."""
    found = []
    for part in parts(told):
        match = _GRADE.fullmatch(part)
        if match is None:
            raise ValueError(part)
        found.append((match[1].strip(), _hundredths(match[2])))
    return tuple(found)


def bands(told: str) -> tuple[tuple[int, str], ...]:
    """`90以上好、80以上较好、其余较差` as (least hundredths of a percent, grade), the highest first. ValueError as above."""
    found = []
    for part in parts(told):
        match = _BAND.fullmatch(part)
        if match is None:
            raise ValueError(part)
        found.append((_hundredths(match[1] or "0"), match[2].strip()))
    return tuple(sorted(found, reverse=True))


def _hundredths(text: str) -> int:
    try:
        return Points().parse(text) or 0
    except Unreadable as error:
        raise ValueError(text) from error


class Checklist(Record):
    """清单: one version. `name` says list and version and is the only one of that name; `heading` stands on paper.

    `total` is what its lines add up to (100, 70, 300 …), bonus and veto apart. `layout` (JSON) keeps the columns of an
    imported table in their order, what stood above and below it. `builtin` is `key@version` of a list that came along.
    """

    __tablename__ = "checklist"
    title = "清单"
    counter = "个"
    key = (("name",),)
    children: ClassVar[tuple[str, ...]] = ("item",)
    ends = "retired_on"

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = list(_negative(values, "total", "step"))
        try:
            bands(values.get("bands") or "")
        except ValueError as error:
            told = f"“{error}”读不懂，请写成“90以上好、80以上较好、60以上一般、其余较差”。"
            found.append(Problem("bands", told, "bands"))
        return tuple(found)

    name = f.text("清单名称", aliases=("清单", "考评表名称"), required=True, search=True, listed=True)
    heading = f.text("打印标题", aliases=("表格标题",), help="空着就用清单名称")
    domain = f.choice("适用领域", "domain", listed=True)
    version = f.text("清单版本", aliases=("版本号", "版本"), listed=True)
    year = f.number("适用年度", most=2200, listed=True)
    issuer = f.text("制发单位", aliases=("印发单位",), listed=True)
    total = f.points("清单总分", aliases=("总分",), help="各条标准分合计，加分和否决另计", listed=True)
    step = f.points("计分单位", help="得分最小到多少，空着为 0.1")
    bands = f.text("等次划分", help="如：90以上好、80以上较好、60以上一般、其余较差；空着用“设置”里的")
    source = f.text("编制依据", aliases=("清单依据",), lines=True)
    retired_on = f.day("停用日期", help="停用后不再用来新建考核")
    replaces = f.link("替代的清单", "checklist", help="上一个版本")
    layout = f.text("表样", asked=False)
    builtin = f.text("自带清单代号", asked=False)
    remark = f.text("备注", lines=True)


class Item(Record):
    """条目: one line. Its groups are the merged cells before it, up to four levels.

    `points` is the standard (标准分); `each` what one case adds or takes; `cap` the most that a bonus adds or one line
    loses; `grades` the steps of a graded one. `rules` are codes of `app.rules.RULES`: their silence is the yes.
    """

    __tablename__ = "item"
    title = "清单条目"
    counter = "条"
    key = (("checklist", "code_no"),)
    owner = "checklist"
    order = ("checklist", "order_no", "id")
    caption = ("content",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (*super().constraints(), Index("ix_item_checklist_order", "checklist", "order_no"))

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = list(_negative(values, "points", "each", "cap"))
        scoring = values.get("scoring")
        if scoring in (DEDUCT, GRADED, ALL, FREE) and values.get("points") is None:
            found.append(Problem("points", f"按“{scoring}”计分的条目，请填写标准分。", "required"))
        if scoring == BONUS and values.get("cap") is None:
            found.append(Problem("cap", "加分的条目，请填写最多加几分。", "required"))
        try:
            steps = grades(values.get("grades"))
        except ValueError as error:
            found.append(Problem("grades", f"“{error}”读不懂，请写成“好4、较好3、一般2、无0”。", "grades"))
            steps = ()
        if any(points > (values.get("points") or 0) for _name, points in steps):
            found.append(Problem("grades", "分档里有高于标准分的，请核对。", "grades_high"))
        wrong = [name for name in parts(values.get("scorers")) if name not in SCORERS]
        if wrong:
            told = f"“{'、'.join(wrong)}”不是评分方，可用：{'、'.join(SCORERS)}，几方都评的用顿号隔开。"
            found.append(Problem("scorers", told, "scorers"))
        return tuple(found)

    checklist = f.link("所属清单", "checklist", required=True, listed=True, index=False)
    code_no = f.text("条目编号", aliases=("编号",), required=True, listed=True)
    group1 = f.text("项目", aliases=("一级指标", "考核项目", "考评项目", "类别", "一级项目"), group="分组", listed=True)
    group2 = f.text("二级项目", aliases=("二级指标",), group="分组")
    group3 = f.text("三级项目", aliases=("三级指标",), group="分组")
    group4 = f.text("四级项目", aliases=("四级指标",), group="分组")
    content = f.text(
        "考核内容", aliases=("内容及标准", "考评内容", "内容", "标准及要求", "工作要求"),
        required=True, search=True, lines=True, listed=True,
    )  # fmt: skip
    scoring = f.choice("计分方式", SCORING, required=True, group="计分", listed=True)
    points = f.points("标准分", aliases=("分值", "条目分值"), group="计分", listed=True)
    each = f.points("每处扣（加）分", help="扣分和加分的条目：每一处扣或加几分", group="计分")
    cap = f.points("最多扣（加）分", help="加分的上限；扣分的一般扣完为止，可以另设", group="计分")
    grades = f.text("分档", help="如：好4、较好3、一般2、无0", group="计分")
    how = f.text(
        "评分办法", aliases=("评分标准", "计分办法", "评分说明", "扣分办法"), lines=True, group="计分", listed=True
    )
    scorers = f.text("由谁评分", help="空着是自评、乡镇、县都评", group="计分")
    evidence = f.text("要求的佐证材料", aliases=("佐证材料", "考评依据"), help="几种用顿号隔开", lines=True)
    method = f.text("考评方式", aliases=("考核办法", "检查方式"))
    basis = f.text("条目依据", lines=True)
    rules = f.text("自动核对的规则", help="规则代号，几条用顿号隔开；规则没有发现问题就是达标")
    cells = f.text("原表各栏", asked=False)
    remark = f.text("备注", lines=True)


def _negative(values: Mapping[str, Any], *names: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(name, "这里的分数不能小于 0，请核对。", "points_negative")
        for name in names
        if isinstance(values.get(name), int) and values[name] < 0
    )
