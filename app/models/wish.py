"""微心愿: what somebody in need wished for, who took it up, whether it came true and was told back."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint
from app.models.record import Record, several

WHOSE = ("household", "resident", "member")
CLAIMANTS = ("claim_member", "claim_cadre", "claim_branch", "claim_unit")
CLAIMED = ("claimer", "claimer_unit", *CLAIMANTS)  # one of them says that it was taken up


class Wish(Record):
    """Each step has its day and its person. `name` and `claimer` are as they were written; a link says who that is,
    where it is known beyond doubt: at most one of WHOSE and one of CLAIMANTS. None is fulfilled without a claimant;
    checks in the database hold all of it.
    """

    __tablename__ = "wish"
    title = "微心愿"
    counter = "个"
    key = (("name", "content", "collected_on"),)
    scope = "village"

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        one = " + ".join
        claimant = " AND ".join(f"{column} IS NULL" for column in CLAIMED)
        return (
            *super().constraints(),
            CheckConstraint(one(f"({side} IS NOT NULL)" for side in WHOSE) + " <= 1", name="one_owner"),
            CheckConstraint(one(f"({side} IS NOT NULL)" for side in CLAIMANTS) + " <= 1", name="one_claimant"),
            CheckConstraint(f"fulfilled_on IS NULL OR NOT ({claimant})", name="claimed_first"),
            CheckConstraint("feedback_on IS NULL OR fulfilled_on IS NOT NULL", name="fulfilled_first"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = []
        if values.get("fulfilled_on") and not any(values.get(name) for name in CLAIMED):
            told = "没有认领的心愿不能登记完成，请先填写认领人或认领单位。"
            found.append(Problem("fulfilled_on", told, "claimed_first"))
        if values.get("feedback_on") and not values.get("fulfilled_on"):
            told = "还没有完成的心愿不能登记反馈，请先填写完成时间。"
            found.append(Problem("feedback_on", told, "fulfilled_first"))
        return (*found, *several(cls, values, WHOSE), *several(cls, values, CLAIMANTS))

    name = f.person("心愿人", aliases=("心愿人姓名", "许愿人"), required=True, search=True, listed=True)
    content = f.text(
        "微心愿内容", aliases=("心愿内容", "微心愿", "心愿"), required=True, search=True, listed=True, lines=True
    )
    kind = f.choice("心愿类型", "wish_kind", aliases=("微心愿类型",), listed=True)
    need = f.choice("心愿人类别", "need", aliases=("类别", "困难类型"), listed=True)
    phone = f.phone("联系电话", aliases=("电话", "心愿人电话"), search=True)
    village = f.link("所在村", "unit", aliases=("村", "村名", "村(社区)", "所在村(社区)", "社区"), listed=True)
    cost = f.money("预计花费", aliases=("所需金额", "预计金额"), listed=True)
    household = f.link("心愿户", "household", group="心愿人", help="户主姓名，重名时请在农户里登记")
    resident = f.link("对应家庭成员", "resident", group="心愿人")
    member = f.link("对应党员", "member", group="心愿人")
    collected_on = f.date("征集时间", aliases=("征集日期",), group="征集与公示", listed=True)
    collector = f.person("征集人", group="征集与公示")
    published_on = f.date("公示时间", aliases=("发布时间", "公示日期"), group="征集与公示", listed=True)
    publisher = f.person("公示人", aliases=("发布人",), group="征集与公示")
    claimer = f.person("认领人", aliases=("认领人姓名",), group="认领", search=True, listed=True)
    claimer_unit = f.text("认领单位", aliases=("认领党组织",), group="认领", listed=True)
    claimer_phone = f.phone("认领人电话", group="认领")
    claimed_on = f.date("认领时间", aliases=("认领日期",), group="认领", listed=True)
    due = f.date("完成时限", aliases=("拟完成时间", "承诺完成时间"), group="认领", listed=True)
    claim_member = f.link("对应认领党员", "member", group="认领")
    claim_cadre = f.link("对应认领干部", "cadre", group="认领")
    claim_branch = f.link("对应认领党组织", "branch", group="认领")
    claim_unit = f.link("对应认领单位", "unit", group="认领")
    fulfilled_on = f.date("完成时间", aliases=("实现时间", "完成日期"), group="实现与反馈", listed=True)
    result = f.text("落实情况", aliases=("完成情况",), group="实现与反馈", lines=True)
    confirmer = f.person("核实人", group="实现与反馈")
    feedback_on = f.date("反馈时间", aliases=("反馈日期",), group="实现与反馈")
    feedback = f.text("反馈", aliases=("反馈情况", "心愿人反馈"), group="实现与反馈", lines=True)
    feedback_by = f.person("反馈人", group="实现与反馈")
    remark = f.text("备注", lines=True)
