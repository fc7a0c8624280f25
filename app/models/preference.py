"""结对意愿: whom two sides wish to be paired with, who must not be or must stay, and how they are related, as they told."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint
from app.models.pairing import HELPED, HELPERS
from app.models.record import Record


class Preference(Record):
    """A word on one possible pairing (双向选择, 约定, 排除) or a tie between its two sides (亲友关系), with reason and day.

    Suggestions honour it while it is open: `stance` 排除 forbids the pair, 约定 keeps it, the wishes count for it;
    `relation` counts as 人员相亲 (红色细胞工程 names it). One helper and one helped, as in `Pairing`.
    """

    __tablename__ = "preference"
    title = "结对意愿"
    ends = "until"
    counter = "条"
    key = (
        ("helper_member", "helper_cadre", "helped_household", "helped_member", "helped_resident", "stance", "since"),
    )
    order = ("since", "id")
    caption = ("helper_member", "helper_cadre", "helper_unit", "helper_branch")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        one = " + ".join
        return (
            *super().constraints(),
            CheckConstraint(one(f"({side} IS NOT NULL)" for side in HELPERS) + " = 1", name="one_helper"),
            CheckConstraint(one(f"({side} IS NOT NULL)" for side in HELPED) + " = 1", name="one_helped"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        sides = ((HELPERS, "联系方", "one_helper"), (HELPED, "被联系方", "one_helped"))
        found = [
            Problem(names[0], f"{what}要填而且只能填一个。", code)
            for names, what, code in sides
            if sum(values.get(name) is not None for name in names) != 1
        ]
        if not values.get("stance") and not values.get("relation"):
            found.append(Problem("stance", "请填写意愿，或者填写亲友关系。", "required"))
        return tuple(found)

    helper_member = f.link("联系党员", "member", group="联系方", listed=True)
    helper_cadre = f.link("联系干部", "cadre", group="联系方", listed=True)
    helper_unit = f.link("联系单位", "unit", group="联系方")
    helper_branch = f.link("结对党组织", "branch", group="联系方")
    helped_household = f.link("联系户", "household", group="被联系方", listed=True)
    helped_member = f.link("被联系党员", "member", group="被联系方", listed=True)
    helped_unit = f.link("联系村、企业", "unit", group="被联系方")
    helped_branch = f.link("共建党组织", "branch", group="被联系方")
    helped_resident = f.link("帮扶群众", "resident", group="被联系方")
    stance = f.choice("意愿", "stance", help="排除的不推荐，约定的不更换，愿意的优先", listed=True)
    relation = f.text("亲友关系", help="如 表兄、战友、同学，登记了才计入人员相亲", listed=True)
    reason = f.text("理由", lines=True, listed=True)
    told_by = f.text("提出人", listed=True)
    since = f.date("登记日期", listed=True)
    until = f.date("结束日期", asked=False)
    end_reason = f.text("结束原因", asked=False)
    remark = f.text("备注", lines=True)
