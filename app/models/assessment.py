"""考核: one organisation through one version of a checklist, scored by itself, the township and the county, all kept;
what proves each line, and what was found wanting with whom and by when.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.checklist import SCORER
from app.models.column import CheckConstraint, Index
from app.models.record import Record

ORGANISATIONS = ("branch", "unit")  # exactly one of them is assessed
STAGE, FILE, RECORD, PAPER = "evidence_stage", "文件", "登记", "纸质"
STAGES = ("有谋划", "有安排", "有落实", "有考核", "有应用")  # 痕迹化管理 (县委书记项目讲话)
STARS = "star"
PASSED, FAILED, HIT, ABSENT = "达标", "不达标", "触发", "不涉及"  # marks of a score, beside names of grades and counts


class Assessment(Record):
    """考核. A stage is handed in on `…_on`; from then on its scores stay as they are.

    `name` is made from year, checklist and organisation. `satisfaction` is the 群众满意率 in hundredths of a percent;
    `grade` the 定级 as it was confirmed (中组厅字〔2012〕6号: 自评、测评、上级评定、核准).
    """

    __tablename__ = "assessment"
    title = "考核"
    counter = "次"
    key = (("name",),)
    children: ClassVar[tuple[str, ...]] = ("score", "evidence", "finding")
    order = ("year", "sort_key", "id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        one = " + ".join(f"({name} IS NOT NULL)" for name in ORGANISATIONS)
        return (
            *super().constraints(),
            CheckConstraint(f"{one} = 1", name="one_organisation"),
            Index("ix_assessment_checklist_year", "checklist", "year"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = []
        if sum(values.get(name) is not None for name in ORGANISATIONS) != 1:
            found.append(Problem("branch", "被考核的党组织和单位填一个，而且只填一个。", "one_organisation"))
        share = values.get("satisfaction")
        if isinstance(share, int) and not 0 <= share <= 10_000:
            found.append(Problem("satisfaction", "群众满意率是百分数，请填 0 到 100 之间的数。", "share"))
        return tuple(found)

    name = f.text("考核名称", required=True, search=True, listed=True)
    checklist = f.link("所用清单", "checklist", aliases=("考核清单",), required=True, listed=True, index=False)
    branch = f.link("被考核党组织", "branch", aliases=("考核党组织",), listed=True)
    unit = f.link("被考核单位", "unit", aliases=("考核单位",), listed=True)
    year = f.number("考核年度", aliases=("年度",), most=2200, required=True, listed=True)
    turn = f.text("考核批次", help="一年考核几次的，如：上半年、年终")
    previous = f.link("上一次考核", "assessment", asked=False)
    self_by = f.person("自评人", group="自评")
    self_on = f.day("自评日期", group="自评", listed=True)
    town_by = f.person("乡镇评分人", group="乡镇")
    town_on = f.day("乡镇评分日期", group="乡镇", listed=True)
    county_by = f.person("县评分人", group="县")
    county_on = f.day("县评分日期", group="县", listed=True)
    satisfaction = f.points("群众满意率", aliases=("满意率",), help="百分数，如 96.5", group="定级", listed=True)
    grade = f.choice("评定等次", "org_grade", aliases=("等次", "定级结果"), group="定级", listed=True)
    stars = f.text("评定星级", aliases=("星级",), help="如：党建星、富裕星，用顿号隔开", group="定级")
    grade_reason = f.text("定级说明", help="与分数对应的等次不同时写明原因", lines=True, group="定级")
    approved_by = f.text("核准单位", group="定级")
    approved_on = f.day("核准日期", group="定级")
    remark = f.text("备注", lines=True)


class Score(Record):
    """得分: what one of the scorers gave for one line. `mark` says on what: how many cases, which grade, PASSED, HIT, ABSENT.

    `machine` 是: taken over from the rules of the line as it was proposed.
    """

    __tablename__ = "score"
    title = "得分"
    counter = "条"
    key = (("assessment", "item", "scorer"),)
    owner = "assessment"
    order = ("assessment", "item", "id")
    caption = ("item",)
    hidden = True

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            Index(
                "uq_score_once", "assessment", "item", "scorer", unique=True, where="void_reason IS NULL"
            ),
        )  # fmt: skip

    assessment = f.link("所属考核", "assessment", required=True, index=False)
    item = f.link("条目", "item", required=True)
    scorer = f.choice("评分方", SCORER, required=True, listed=True)
    points = f.points("得分", listed=True)
    mark = f.text("评分依据", help="几处、哪一档、达标、触发或不涉及", listed=True)
    machine = f.flag("自动核对", asked=False)
    comment = f.text("评分意见", lines=True, listed=True)


class Evidence(Record):
    """佐证: a file in the database's keeping (by the digest of its content), a register of this program, or where paper lies.

    `about` and `about_uid` name a record with its uid, or a ledger with an empty one.
    """

    __tablename__ = "evidence"
    title = "佐证材料"
    counter = "份"
    key = (("assessment", "item", "name"),)
    owner = "assessment"
    order = ("assessment", "order_no", "id")

    name = f.text("材料名称", aliases=("佐证名称",), required=True, search=True, listed=True)
    assessment = f.link("所属考核", "assessment", required=True, listed=True)
    item = f.link("佐证条目", "item", listed=True)
    stage = f.choice("痕迹环节", STAGE, help="有谋划、有安排、有落实、有考核、有应用", listed=True)
    kind = f.choice("材料形式", "evidence_kind", required=True, listed=True)
    made_on = f.date("形成日期", listed=True)
    pages = f.number("页数", listed=True)
    place = f.text("存放位置", help="纸质材料：哪个柜、哪个盒、第几份", listed=True)
    file_name = f.text("文件名", asked=False)
    digest = f.text("文件指纹", asked=False, index=True)
    size = f.number("文件大小", asked=False)
    about = f.text("所指登记", asked=False)
    about_uid = f.text("所指登记编号", asked=False)
    remark = f.text("备注", lines=True)


class Finding(Record):
    """问题整改: what was found wanting, who mends it by when, and what came of it."""

    __tablename__ = "finding"
    title = "问题整改"
    counter = "个"
    key = (("assessment", "item", "content"),)
    owner = "assessment"
    order = ("assessment", "id")
    caption = ("content",)

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found, done = values.get("found_on"), values.get("done_on")
        if found and done and str(done) < str(found):
            return (Problem("done_on", f"整改完成日期 {done} 早于发现日期 {found}，请核对。", "date_order"),)
        return ()

    assessment = f.link("所属考核", "assessment", required=True, listed=True)
    item = f.link("问题条目", "item", listed=True)
    scorer = f.choice("由谁提出", SCORER, listed=True)
    content = f.text("存在问题", aliases=("问题", "发现的问题"), required=True, search=True, lines=True, listed=True)
    found_on = f.day("发现日期", listed=True)
    measure = f.text("整改措施", lines=True)
    owner_name = f.person("整改责任人", aliases=("责任人",), listed=True)
    deadline = f.day("整改时限", aliases=("整改期限", "完成时限"), listed=True)
    done_on = f.day("整改完成日期", aliases=("完成日期",), listed=True)
    result = f.text("整改情况", aliases=("完成情况",), lines=True)
    remark = f.text("备注", lines=True)
