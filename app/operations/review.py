"""民主评议: the results of a branch for a year, entered together as one work; correcting one is entering it again."""

from collections.abc import Mapping
from typing import Any

from app import codes
from app.db.queries import review as queries
from app.db.store import Store
from app.errors import Problem, Rejected, UserError
from app.models.review import FIRST, Review
from app.operations import dated

GRADES = "review_grade"
AGAIN = "更正评议等次"


def judge(store: Store, branch: int, year: int, grades: Mapping[int, str], *, day: str | None = None) -> int:
    """Enters member → grade of the year; "" takes an entry back. Returns how many differ from what stood there.

    Rejected for an unknown grade or a year that is none. UserError when nothing is told.
    """
    known = [code.name for code in codes.codes(GRADES)]
    if not FIRST <= year <= 9999:
        raise Rejected([Problem("year", "年度请写四位的年份，如 2026。", "number_range")])
    if any(grade and grade not in known for grade in grades.values()):
        raise Rejected([Problem("grade", f"等次请选：{'、'.join(known)}。", "code_unknown")])
    if not grades:
        raise UserError("还没有选评议等次。", "请先选中党员，再按等次。")
    with store.work(f"民主评议 {year} 年") as work:
        dated.refuse_ended("branch", work.row("branch", branch))
        there = queries.rows_of(work.connection, year, list(grades))
        fresh: list[tuple[Any, ...]] = []
        changed = 0
        for member, grade in grades.items():
            row, former = there.get(member, (None, ""))
            if row is None and grade:
                fresh.append((member, year, grade, branch, day))
            elif row is not None and not grade:
                changed += work.change(Review, row, {"void_reason": AGAIN})
            elif row is not None and grade != former:
                changed += work.change(Review, row, {"grade": grade, **({"day": day} if day else {})})
        work.add_many(Review, ("member", "year", "grade", "branch", "day"), fresh)
        work.rename(f"{work.row('branch', branch)['name']} {year} 年民主评议 {changed + len(fresh)} 人")
    return changed + len(fresh)
