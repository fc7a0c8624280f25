"""表彰奖励: which member, party organisation, household or unit was given which title by whom, and until when it holds."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record, several

HOLDERS = ("member", "branch", "household", "unit")


class Honour(Record):
    """表彰奖励. `holder` is who was honoured, as written; a link says who that is, where it is known: one of HOLDERS at most.

    A title need not be for life: `until` says when it is to be judged anew, `revoked_on` that it was withdrawn.
    """

    __tablename__ = "honour"
    title = "表彰奖励"
    counter = "项"
    key = (("name", "holder", "day"),)
    order = ("day", "id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        one = " + ".join(f"({side} IS NOT NULL)" for side in HOLDERS)
        return (
            *super().constraints(),
            CheckConstraint(f"{one} <= 1", name="one_holder"),
            Index("ix_honour_day", "day"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        day, until = values.get("day"), values.get("until")
        told = []
        if isinstance(day, str) and isinstance(until, str) and until < day[: len(until)]:
            told.append(Problem("until", f"有效期至 {until} 早于表彰日期 {day}，请核对。", "date_order"))
        if values.get("revoked_on") and not values.get("revoke_reason"):
            told.append(Problem("revoke_reason", "撤销的，请写明撤销原因。", "required"))
        return (*told, *several(cls, values, HOLDERS))

    name = f.text(
        "荣誉称号",
        aliases=("表彰名称", "奖项名称", "荣誉名称", "获奖名称"),
        required=True,
        search=True,
        listed=True,
    )
    holder = f.text(
        "表彰对象",
        aliases=("获奖对象", "受表彰对象", "获奖人", "获得者", "受表彰人"),
        required=True,
        search=True,
        listed=True,
    )
    member = f.link("受表彰党员", "member", group="对象")
    branch = f.link("受表彰党组织", "branch", group="对象")
    household = f.link("受表彰农户", "household", group="对象")
    unit = f.link("受表彰单位", "unit", group="对象")
    day = f.date("表彰日期", aliases=("表彰时间", "获奖时间", "获奖日期", "授予时间"), listed=True)
    level = f.choice("表彰级别", "honour_level", aliases=("奖项级别", "荣誉级别"), listed=True)
    awarder = f.text("表彰单位", aliases=("授予单位", "颁发单位", "表彰机关"), listed=True)
    document = f.text("表彰文号", aliases=("文号", "表彰文件"))
    until = f.date("荣誉有效期至", aliases=("有效期至", "复评日期"), help="不搞终身制的，到期复评", listed=True)
    revoked_on = f.date("荣誉撤销日期", aliases=("撤销荣誉日期",), group="撤销")
    revoke_reason = f.text("荣誉撤销原因", group="撤销")
    remark = f.text("备注", lines=True)
