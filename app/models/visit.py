"""走访 and 好事实事: who went to whom on which day and what was said, what good was done, and who is to go when.

One row tells one visitor; several who went together are one row each, so that 人次 are rows and 户次 are days at a door.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import VEIL, Record

VISITORS = ("helper_member", "helper_cadre")
VISITED = ("helped_household", "helped_member", "helped_unit")
DOERS = (*VISITORS, "helper_unit", "helper_branch")


def _one(names: tuple[str, ...]) -> str:
    return " + ".join(f"({name} IS NOT NULL)" for name in names) + " = 1"


def _sides(values: Mapping[str, Any], helpers: tuple[str, ...], who: str, whom: str) -> tuple[Problem, ...]:
    """One side each; a person of a household never without the household."""
    said = {side: sum(values.get(name) is not None for name in side) for side in (helpers, VISITED)}
    told = []
    if said[helpers] != 1:
        text = f"请填写{who}。" if not said[helpers] else f"{who}只能填一个；几个人一起时，一人登记一条。"
        told.append(Problem(helpers[0], text, "one_helper"))
    if said[VISITED] != 1:
        text = f"请填写{whom}。" if not said[VISITED] else f"{whom}只能填一个，请分开登记。"
        told.append(Problem(VISITED[0], text, "one_helped"))
    elif values.get("helped_resident") is not None and values.get("helped_household") is None:
        told.append(Problem("helped_household", "写明了家庭成员，请同时填写他所在的户。", "one_helped"))
    return tuple(told)


class VisitPlan(Record):
    """走访计划: one pairing, one day by which somebody should go, and the number on the slip that he takes along.

    It is done when a visit names it; whether it is late follows from the day.
    """

    __tablename__ = "visit_plan"
    title = "走访计划"
    counter = "张"
    key = (("number",),)
    order = ("due", "id")
    caption = ("number",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint("length(due) = 10", name="whole_day"),
            Index("ix_visit_plan_due", "due"),
        )

    number = f.text("走访单号", aliases=("单号",), required=True, search=True, listed=True, index=True)
    pairing = f.link("结对", "pairing", required=True)
    due = f.day("计划日期", aliases=("计划走访日期", "计划时间"), required=True, listed=True)
    remark = f.text("备注", lines=True)


class Visit(Record):
    """走访. Exactly one visitor; exactly one household, member or unit, of a household also the person who was met.

    `pairing` and `plan` are filled by the program where exactly one fits; what is not certain stays empty. What was
    heard is as sensitive as the request that was made of it.
    """

    __tablename__ = "visit"
    veiled = ("heard",)
    secret = "(SELECT q.sensitive FROM request q WHERE q.id = {t}.request) = '是'"
    title = "走访"
    counter = "次"
    key = ((*VISITED, *VISITORS, "day"),)
    order = ("day", "id")
    caption = VISITORS
    children: ClassVar[tuple[str, ...]] = ("deed",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint(_one(VISITORS), name="one_helper"),
            CheckConstraint(_one(VISITED), name="one_helped"),
            CheckConstraint("helped_resident IS NULL OR helped_household IS NOT NULL", name="at_home"),
            CheckConstraint("length(day) = 10", name="whole_day"),
            Index("ix_visit_day", "day"),
            *(Index(f"ix_visit_{side}_day", side, "day") for side in (*VISITORS, *VISITED)),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        told = _sides(values, VISITORS, "走访人", "走访对象")
        if values.get("heard") == VEIL:
            told += (Problem("heard", "反映诉求是隐去了敏感事项的，不能再登记，请用完整的表。", "veiled"),)
        return told

    day = f.day("走访日期", aliases=("走访时间",), required=True, listed=True)
    helper_member = f.link("走访党员", "member", group="走访人", index=False)
    helper_cadre = f.link("走访干部", "cadre", group="走访人", index=False)
    helped_household = f.link("走访户", "household", group="走访对象", index=False)
    helped_resident = f.link("走访群众", "resident", group="走访对象", help="户里见到的人，可以不填")
    helped_member = f.link("走访对象（党员）", "member", group="走访对象", index=False)
    helped_unit = f.link("走访单位", "unit", group="走访对象", index=False)
    kind = f.choice("走访类别", "work_kind", aliases=("走访类型", "服务内容"), listed=True)
    place = f.text("走访地点", aliases=("地点",))
    content = f.text("走访内容", aliases=("走访情况", "走访记录", "了解到的情况"), listed=True, lines=True)
    difficulty = f.text("存在困难", aliases=("困难问题",), lines=True)
    heard = f.text("反映诉求", aliases=("群众诉求", "诉求", "反映问题", "意见建议"), listed=True, lines=True)
    follow_up = f.text("后续计划", aliases=("下一步打算", "下步打算"), lines=True)
    recorder = f.person("记录人")
    campaign = f.link("所属专项", "campaign")
    request = f.link("登记的诉求", "request", group="联系", asked=False)
    pairing = f.link("结对", "pairing", group="联系", asked=False)
    plan = f.link("走访单", "visit_plan", aliases=("走访单号",), group="联系")
    remark = f.text("备注", lines=True)


class Deed(Record):
    """好事实事: what was done for whom, alone or on a visit (then who and whom are those of the visit)."""

    __tablename__ = "deed"
    title = "好事实事"
    counter = "件"
    key = (("what", "day", *VISITED, *DOERS),)
    order = ("day", "id")
    caption = ("what",)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint(_one(DOERS), name="one_helper"),
            CheckConstraint(_one(VISITED), name="one_helped"),
            CheckConstraint("helped_resident IS NULL OR helped_household IS NOT NULL", name="at_home"),
            Index("ix_deed_day", "day"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        return _sides(values, DOERS, "办理人", "受益对象")

    what = f.text(
        "实事内容",
        aliases=("好事实事内容", "实事项目", "办实事内容", "办理事项", "好事实事"),
        required=True, search=True, listed=True,
    )  # fmt: skip
    kind = f.choice("实事类别", "deed_kind", aliases=("实事类型",), listed=True)
    day = f.date("办理日期", aliases=("办理时间", "完成日期", "实事日期"), listed=True)
    money = f.money("折合金额", aliases=("金额", "资金", "投入资金", "帮扶资金"), listed=True)
    goods = f.text("物资", aliases=("帮扶物资",), help="如 大米20斤、化肥2袋")
    helper_member = f.link("办理党员", "member", group="办理人")
    helper_cadre = f.link("办理干部", "cadre", group="办理人")
    helper_unit = f.link("办理单位", "unit", group="办理人")
    helper_branch = f.link("办理党组织", "branch", group="办理人")
    helped_household = f.link("受益户", "household", group="受益对象")
    helped_resident = f.link("受益群众", "resident", group="受益对象")
    helped_member = f.link("受益党员", "member", group="受益对象")
    helped_unit = f.link("受益单位", "unit", aliases=("受益村",), group="受益对象")
    visit = f.link("来自走访", "visit", asked=False)
    result = f.text("成效", aliases=("办理成效", "办理结果"), lines=True)
    remark = f.text("备注", lines=True)
