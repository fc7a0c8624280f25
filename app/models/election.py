"""换届选举: how a committee was elected – asked for and approved, who could vote and did, and who got how many votes.

What the election decided stands in `Term` and `Post`; this is the event itself.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record

ELECTED = "是"
REGULATION = "《中国共产党基层组织选举工作条例》"
ASSEMBLY = ("党员大会选举", "党员代表大会选举", "“两推一选”", "公推直选")  # forms in which those with the right vote


class Election(Record):
    """换届选举. `expected` are those with the right to vote: neither 预备党员 nor members under 留党察看. Without a form or with
    numbers left out nothing is concluded.
    """

    __tablename__ = "election"
    title = "换届选举"
    counter = "次"
    key = (("branch", "day"),)
    children: ClassVar[tuple[str, ...]] = ("nominee",)
    order = ("day", "id")
    caption = ("branch", "day")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (*super().constraints(), Index("ix_election_branch_day", "branch", "day"))

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        found = []
        for name, most, text in (
            ("attended", "expected", "实到人数多于应到人数"), ("returned", "sent", "收回选票多于发出选票"),
            ("valid", "returned", "有效选票多于收回选票"), ("sent", "attended", "发出选票多于实到人数"),
        ):  # fmt: skip
            some, limit = values.get(name), values.get(most)
            if isinstance(some, int) and isinstance(limit, int) and some > limit:
                found.append(Problem(name, f"{text}，请核对。", "number_range"))
        return tuple(found)

    branch = f.link(
        "换届党组织",
        "branch",
        aliases=("党组织", "党支部", "党组织名称", "选举党组织"),
        required=True,
        listed=True,
        index=False,
    )
    day = f.day("换届选举日期", aliases=("选举日期", "选举时间", "换届选举时间"), required=True, listed=True)
    number = f.text("届次", help="如 第九届", listed=True)
    form = f.choice("换届方式", "term_form", aliases=("选举方式",), listed=True)
    due = f.date("新一届届满日期", aliases=("新一届任期届满",))
    asked_on = f.date("请示日期", aliases=("换届请示日期",), group="请示批复")
    approved_on = f.date("批复日期", group="请示批复")
    approved_by = f.text("批复党组织", aliases=("批复单位",), group="请示批复")
    reported_on = f.date("选举结果批复日期", aliases=("结果批复日期",), group="请示批复")
    expected = f.number(
        "应到有选举权人数",
        aliases=("应到会人数", "有选举权人数"),
        help="预备党员、受留党察看处分的没有选举权",
        group="到会",
        listed=True,
    )
    attended = f.number("实到有选举权人数", aliases=("实到会人数",), group="到会", listed=True)
    posts = f.number("应选名额", aliases=("应选人数", "委员名额"), group="到会", listed=True)
    candidates = f.number("候选人数", aliases=("候选人名额",), group="到会", listed=True)
    sent = f.number("发出选票", aliases=("发出选票数",), group="选票")
    returned = f.number("收回选票", aliases=("收回选票数",), group="选票")
    valid = f.number("有效选票", aliases=("有效票", "有效票数"), group="选票")
    remark = f.text("备注", lines=True)


class Nominee(Record):
    """候选人: who stood for which post, with how many votes, elected or not."""

    __tablename__ = "nominee"
    title = "换届候选人"
    counter = "名"
    key = (("election", "name", "post"),)
    owner = "election"
    order = ("id",)
    hidden = True

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (*super().constraints(), CheckConstraint("votes IS NULL OR votes >= 0", name="not_negative"))

    election = f.link("换届选举", "election", required=True)
    name = f.person("候选人姓名", required=True, search=True, listed=True)
    member = f.link("对应候选党员", "member")
    post = f.choice("候选职务", "post", required=True, listed=True)
    votes = f.number("得赞成票", aliases=("得票", "得票数", "赞成票数"), listed=True)
    elected = f.flag("是否当选", aliases=("当选",), listed=True)
