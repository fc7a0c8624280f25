"""民主评议 of a branch: entered together, corrected, taken back, and undone in one step."""

import pytest

from app.db import undo
from app.db.dump import dump
from app.db.queries import review as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.operations import due, meeting, review
from app.operations.meeting import Sitting
from tests import make


@pytest.fixture
def people(store: Store) -> tuple[int, list[int]]:
    branch = make.branch(store)
    return branch, [make.member(store, name, branch=branch) for name in ("单小红", "解明", "仇根水")]


def grades(store: Store, year: int) -> dict[int, str]:
    with store.read() as reader:
        found = reader.exec_driver_sql(
            "SELECT member, grade FROM review WHERE year = ? AND void_reason IS NULL ORDER BY member", (year,)
        )
        return {int(row[0]): str(row[1]) for row in found}


def test_grades_of_a_branch_are_one_work_and_one_undo(store: Store, people: tuple[int, list[int]]) -> None:
    branch, members = people
    with store.read() as reader:
        before = dump(reader)
    assert review.judge(store, branch, 2026, dict.fromkeys(members, "合格"), day="2026-12-20") == 3
    assert grades(store, 2026) == dict.fromkeys(members, "合格")
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_entering_again_corrects_and_nothing_told_takes_back(store: Store, people: tuple[int, list[int]]) -> None:
    branch, members = people
    review.judge(store, branch, 2026, dict.fromkeys(members, "合格"))
    assert review.judge(store, branch, 2026, {members[0]: "优秀", members[1]: "合格", members[2]: ""}) == 2
    assert grades(store, 2026) == {members[0]: "优秀", members[1]: "合格"}
    assert review.judge(store, branch, 2026, {members[2]: "基本合格"}) == 1
    assert grades(store, 2026)[members[2]] == "基本合格"


def test_the_years_stand_beside_each_other(store: Store, people: tuple[int, list[int]]) -> None:
    branch, members = people
    review.judge(store, branch, 2025, {members[0]: "优秀"})
    review.judge(store, branch, 2026, {members[0]: "合格"})
    with store.read() as reader:
        lines = queries.of_branch(reader, branch, 2026)
        years = [done.told for done in queries.of(reader, "member", members[0])]
    assert [line[3:] for line in lines if line[0] == members[0]] == [("优秀", "合格")]
    assert years == ["合格", "优秀"]


def test_an_unknown_grade_a_year_that_is_none_and_nothing_at_all_are_refused(
    store: Store, people: tuple[int, list[int]]
) -> None:
    branch, members = people
    with pytest.raises(Rejected, match="等次请选"):
        review.judge(store, branch, 2026, {members[0]: "良好"})
    with pytest.raises(Rejected, match="四位的年份"):
        review.judge(store, branch, 26, {members[0]: "合格"})
    with pytest.raises(UserError, match="还没有选评议等次"):
        review.judge(store, branch, 2026, {})


def test_a_year_of_a_member_tells_hours_absences_dues_and_the_result(
    store: Store, people: tuple[int, list[int]]
) -> None:
    branch, members = people
    one, other = members[0], members[1]
    for day, hours, away in (("2026-03-15", 4, {}), ("2026-04-15", 2, {one: ("病假", "")})):
        meeting.hold(store, Sitting(branch, ("主题党日",), day, "学习", away, {"hours": hours}))
    course = Sitting(branch, ("集中培训",), "2026-05-15", "轮训", {one: ("参加", "")}, {"hours": 16})
    meeting.hold(store, course)
    review.judge(store, branch, 2026, {one: "优秀"})
    due.settle(store, one, "2026-01", payer="按月领取工资的党员", base=450_000)
    due.assess(store, "2026-01", branch=branch)
    with store.read() as reader:
        told = {row: [(done.what, done.told) for done in queries.year(reader, "member", row)] for row in (one, other)}
    assert told[one] == [("2026 年", "民主评议 优秀　学时 20　缺席 1 次　党费应缴 45.00 元，实缴 0.00 元")]
    assert told[other] == [("2026 年", "民主评议没有登记　学时 6")]
