"""督查 and 回访: a random sample that was drawn with a stated seed and kept, and what each call-back of it found."""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint
from app.models.record import Record

TARGETS = ("request", "visit", "pairing", "household")  # what can be drawn: exactly one on each call-back
ANSWERS = ("truthful", "satisfaction")


class Inspection(Record):
    """督查. `seed` and the list it was drawn from give the same sample again; `digest` tells whether that list is still the same.

    `population` is how many there were to draw from, `size` how many were drawn. `subject` is one of TARGETS in words.
    """

    __tablename__ = "inspection"
    title = "督查"
    counter = "次"
    key = (("name", "drawn_on"),)
    children: ClassVar[tuple[str, ...]] = ("callback",)
    scope = "unit"
    order = ("drawn_on", "id")

    name = f.text("督查名称", aliases=("督查事项", "检查名称"), required=True, search=True, listed=True)
    drawn_on = f.day("抽取日期", aliases=("督查日期", "检查日期"), required=True, listed=True)
    method = f.choice("督查方式", "inspection_method", aliases=("检查方式", "方式"), listed=True)
    inspector = f.person("督查人", aliases=("检查人",), search=True, listed=True)
    subject = f.choice("抽查对象", "inspection_subject", listed=True)
    unit = f.link("抽查单位", "unit", help="空着是全部单位", listed=True)
    since = f.day("对象起始日期", help="诉求按受理时间、走访按走访日期")
    until = f.day("对象截止日期")
    seed = f.text("随机种子", listed=True)
    population = f.number("总数", listed=True)
    size = f.number("抽取数", listed=True)
    digest = f.text("名单指纹", asked=False)
    finding = f.text("督查情况", aliases=("检查情况", "发现问题"), lines=True)
    remark = f.text("备注", lines=True)


class Callback(Record):
    """回访: one of the sample. Exactly one of TARGETS is set. `finding` is the request that came of it, if any."""

    __tablename__ = "callback"
    title = "回访"
    counter = "件"
    key = (("inspection", "place_no"),)
    owner = "inspection"
    order = ("inspection", "place_no")
    caption = ("place_no",)
    hidden = True

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        one = " + ".join(f"({name} IS NOT NULL)" for name in TARGETS)
        silent = " AND ".join(f"{name} IS NULL" for name in ANSWERS)
        return (
            *super().constraints(),
            CheckConstraint(f"{one} = 1", name="one_target"),
            CheckConstraint(f"reached IS NULL OR reached <> '否' OR ({silent})", name="reached"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = []
        if sum(values.get(name) is not None for name in TARGETS) != 1:
            found.append(Problem("place_no", "每条回访要有一个抽中的对象，请先抽取样本。", "one_target"))
        if values.get("reached") == "否" and any(values.get(name) for name in ANSWERS):
            found.append(Problem("reached", "没有联系上，就没有是否属实和满意度，请清空。", "not_reached"))
        return tuple(found)

    inspection = f.link("所属督查", "inspection", required=True)
    place_no = f.number("抽中序号", required=True)
    request = f.link("抽中诉求", "request")
    visit = f.link("抽中走访", "visit")
    pairing = f.link("抽中结对", "pairing")
    household = f.link("抽中农户", "household")
    done_on = f.day("回访时间", aliases=("回访日期",), listed=True)
    person = f.person("回访人", listed=True)
    reached = f.flag("是否联系上", aliases=("是否接通", "接通"), listed=True)
    truthful = f.flag("情况是否属实", aliases=("是否属实", "属实"), listed=True)
    satisfaction = f.choice("满意度", "satisfaction", aliases=("是否满意",), listed=True)
    told = f.text("回访情况", lines=True, listed=True)
    finding = f.link("转为诉求", "request")
