"""民主评议: how each member was judged by his branch in a year."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.models import fields as f
from app.models.column import CheckConstraint, Index
from app.models.record import Record

EXCELLENT, GOOD, BARELY, POOR = "优秀", "合格", "基本合格", "不合格"  # names of the code list that the program uses
WEAK = (BARELY, POOR)
FIRST = 1921


class Review(Record):
    """民主评议结果 of one member and year. Every year once, usually with the 组织生活会 (《中国共产党支部工作条例（试行）》).

    `branch` is the one that judged; the votes are those of the 测评, where they were counted.
    """

    __tablename__ = "review"
    title = "民主评议结果"
    counter = "条"
    key = (("member", "year"),)
    owner = "member"
    order = ("year", "id")
    caption = ("member", "year")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            *super().constraints(),
            CheckConstraint(f"year BETWEEN {FIRST} AND 9999", name="whole_year"),
            Index("ix_review_member_year", "member", "year"),
            Index("ix_review_branch_year", "branch", "year"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        year, day = values.get("year"), values.get("day")
        if isinstance(year, int) and not FIRST <= year <= 9999:
            return (Problem("year", f"年度 {year} 不对，请写四位的年份，如 2026。", "number_range"),)
        if isinstance(year, int) and isinstance(day, str) and int(day[:4]) not in (year, year + 1):
            return (Problem("day", f"评议日期 {day} 不在 {year} 年或次年，请核对年度。", "date_order"),)
        return ()

    member = f.link("评议党员", "member", aliases=("被评议党员",), required=True, listed=True, index=False)
    year = f.number("评议年度", aliases=("年度", "年份"), required=True, listed=True)
    grade = f.choice(
        "民主评议等次",
        "review_grade",
        aliases=("评议等次", "评议结果", "民主评议结果", "评定等次"),
        required=True,
        listed=True,
    )
    branch = f.link("评议党支部", "branch", listed=True, index=False)
    day = f.date("民主评议日期", aliases=("评议日期", "评议时间", "民主评议时间"), listed=True)
    votes_excellent = f.number("优秀票", aliases=("优秀票数",), group="测评")
    votes_good = f.number("合格票", aliases=("合格票数",), group="测评")
    votes_barely = f.number("基本合格票", aliases=("基本合格票数",), group="测评")
    votes_poor = f.number("不合格票", aliases=("不合格票数",), group="测评")
    opinion = f.text("支部意见", aliases=("评议意见", "党支部意见"), lines=True)
    handling = f.text(
        "处置措施", aliases=("处置意见", "整改措施"), lines=True, help="不合格、基本合格的怎样帮助教育或处置"
    )
    handled_on = f.date("处置完成日期", aliases=("整改完成日期",))
    remark = f.text("备注", lines=True)
