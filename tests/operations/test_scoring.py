"""Points, totals and grades equal sums made by hand, for each way of scoring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.assessment import ABSENT, FAILED, HIT, PASSED
from app.models.checklist import ALL, BONUS, DEDUCT, FREE, GRADED, NONE, VETO, bands, grades
from app.operations.scoring import Given, Scale, added, deducted, fault, graded, latest, marked, total

BANDS = "90以上好、80以上较好、60以上一般、其余较差"
GOOD = Scale(GRADED, 400, grades="好4、较好3、一般2、无0")


@pytest.mark.parametrize(
    ("points", "each", "cases", "cap", "left"),
    [
        (300, 50, 0, None, 300),
        (300, 50, 4, None, 100),
        (300, 50, 6, None, 0),
        (300, 50, 7, None, 0),
        (500, 10, 3, None, 470),
        (500, 20, 100, None, 0),
        (400, 200, 3, 300, 100),
    ],
)
def test_what_is_missing_is_taken_off_until_nothing_is_left(
    points: int, each: int, cases: int, cap: int | None, left: int
) -> None:
    assert deducted(points, each, cases, cap) == left
    assert marked(Scale(DEDUCT, points, each, cap), str(cases)) == left


def test_a_deduction_whose_size_is_not_said_is_left_to_a_person() -> None:
    assert marked(Scale(DEDUCT, 300), "0") == 300
    assert marked(Scale(DEDUCT, 300), "2") is None
    assert marked(Scale(DEDUCT, 300), PASSED) == 300
    assert marked(Scale(DEDUCT, 300), FAILED) is None


def test_each_grade_gives_its_points() -> None:
    assert [marked(GOOD, name) for name in ("好", "较好", "一般", "无")] == [400, 300, 200, 0]
    with pytest.raises(ValueError, match="没有“优”这一档，可选：好、较好、一般、无"):
        marked(GOOD, "优")


def test_all_or_nothing_knows_two_results() -> None:
    assert marked(Scale(ALL, 250), PASSED) == 250
    assert marked(Scale(ALL, 250), FAILED) == 0
    assert fault(Scale(ALL, 250), 100) == "这一条只能得 2.5 分或 0 分。"
    assert fault(Scale(ALL, 250), 250) == ""


def test_a_bonus_stops_at_its_cap() -> None:
    assert [added(100, cases, 300) for cases in (0, 1, 3, 4)] == [0, 100, 300, 300]
    assert marked(Scale(BONUS, 0, 100, 300), "5") == 300
    assert fault(Scale(BONUS, 0, 100, 300), 400) == "得分 4 超过这一条最高的 3 分。"


def test_a_veto_is_hit_or_not_and_worth_nothing() -> None:
    assert marked(Scale(VETO), HIT) == 0
    assert marked(Scale(VETO), PASSED) == 0
    with pytest.raises(ValueError, match="触发"):
        marked(Scale(VETO), "3")


@pytest.mark.parametrize(
    ("scale", "points", "told"),
    [
        (Scale(FREE, 200), -10, "得分不能小于 0，扣分扣完为止。"),
        (Scale(FREE, 200), 210, "得分 2.1 超过这一条最高的 2 分。"),
        (Scale(FREE, 200), 15, "得分以 0.1 分为单位，请改为 0.1 的倍数。"),
        (Scale(FREE, 200, step=50), 120, "得分以 0.5 分为单位，请改为 0.5 的倍数。"),
        (Scale(FREE, 25), 25, ""),
        (Scale(FREE, 200), 0, ""),
        (GOOD, 350, "这一条分档计分：好4、较好3、一般2、无0。"),
        (GOOD, 300, ""),
    ],
)
def test_points_that_the_line_does_not_allow_are_told(scale: Scale, points: int, told: str) -> None:
    assert fault(scale, points) == told


def _hundred() -> list[tuple[Scale, Given]]:
    """40 + 30 + 30, one bonus of 3 reached, one veto not hit, one line that only stands there."""
    return [
        (Scale(DEDUCT, 4000, 50), Given(3850, "3")),
        (Scale(GRADED, 3000, grades="好30、较好20"), Given(2000, "较好")),
        (Scale(ALL, 3000), Given(3000, PASSED)),
        (Scale(BONUS, 0, 100, 300), Given(300, "5")),
        (Scale(VETO), Given(0, PASSED)),
        (Scale(NONE), Given()),
    ]


def test_the_total_of_a_list_of_a_hundred_is_the_sum_made_by_hand() -> None:
    found = total(_hundred())
    assert (found.points, found.bonus, found.standard) == (9150, 300, 10_000)
    assert (found.scored, found.lines, found.whole, found.share) == (5, 5, True, 9150)


def test_lists_of_seventy_and_thirty_and_of_three_hundred_are_graded_by_their_share() -> None:
    hard = [(Scale(FREE, 7000), Given(6300)), (Scale(FREE, 3000), Given(2699))]
    assert graded(total(hard), BANDS, None, 9000).grade == "较好"
    whole = [(Scale(FREE, 30_000), Given(27_000))]
    assert total(whole).share == 9000
    assert graded(total(whole), BANDS, None, 9000).grade == "好"
    assert graded(total([(Scale(FREE, 30_000), Given(26_999))]), BANDS, None, 9000).grade == "较好"


def test_a_line_that_does_not_apply_takes_its_points_out_of_what_can_be_reached() -> None:
    found = total([(Scale(FREE, 8000), Given(7200)), (Scale(DEDUCT, 2000, 50), Given(0, ABSENT))])
    assert (found.points, found.reachable, found.share) == (7200, 8000, 9000)


@pytest.mark.parametrize(
    ("points", "grade"), [(9000, "好"), (8999, "较好"), (8000, "较好"), (7999, "一般"), (6000, "一般"), (5999, "较差")]
)
def test_the_bands_begin_where_the_rule_says(points: int, grade: str) -> None:
    assert graded(total([(Scale(FREE, 10_000), Given(points))]), BANDS, None, 9000).grade == grade


def test_a_veto_or_a_low_satisfaction_bars_the_two_best_grades_and_says_why() -> None:
    lines = [(Scale(FREE, 10_000), Given(9500)), (Scale(VETO), Given(0, HIT))]
    found = graded(total(lines), BANDS, 8999, 9000)
    assert (found.grade, found.by_points) == ("一般", "好")
    assert found.barred == ("有 1 项一票否决", "群众满意率 89.99%，低于 90%")
    assert graded(total(lines[:1]), BANDS, 9000, 9000).grade == "好"
    low = graded(total([(Scale(FREE, 10_000), Given(5000)), lines[1]]), BANDS, None, 9000)
    assert low.grade == "较差"


def test_of_one_line_the_last_scorer_counts() -> None:
    assert latest([Given(300), Given(200), None]) == Given(200)
    assert latest([Given(300), None, Given(100)]) == Given(100)
    assert latest([None, None, None]) == Given()


def test_grades_and_bands_are_read_as_they_are_written() -> None:
    assert grades("好4、较好3、一般2、无0") == (("好", 400), ("较好", 300), ("一般", 200), ("无", 0))
    assert bands("60以上一般、90以上好、其余较差、80以上较好") == (
        (9000, "好"),
        (8000, "较好"),
        (6000, "一般"),
        (0, "较差"),
    )
    with pytest.raises(ValueError, match="随意"):
        bands("随意")


@given(st.integers(0, 1000), st.integers(0, 500), st.integers(0, 50), st.integers(0, 50))
def test_more_cases_never_give_more_and_nothing_is_ever_below_zero(
    points: int, each: int, fewer: int, more: int
) -> None:
    low, high = sorted((fewer, more))
    assert 0 <= deducted(points, each, high) <= deducted(points, each, low) <= points
