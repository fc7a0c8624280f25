"""What scorers type is understood as they mean it, and shown again as points."""

import pytest

from app.kinds.kind import Unreadable
from app.models.assessment import ABSENT, FAILED, HIT, PASSED
from app.models.checklist import ALL, BONUS, DEDUCT, FREE, GRADED, NONE, VETO
from app.operations.scoring import Given, Scale
from app.operations.scoring_entry import given, hint, shown

DEDUCTED = Scale(DEDUCT, 400, 50)
STEPS = Scale(GRADED, 300, grades="好3、较好2、一般1、未开展0")


@pytest.mark.parametrize(
    ("scale", "typed", "meant"),
    [
        (DEDUCTED, "2.5", Given(250)),
        (DEDUCTED, "3处", Given(None, "3")),
        (DEDUCTED, " 2 人次", Given(None, "2")),
        (DEDUCTED, "-", Given(None, ABSENT)),
        (STEPS, "较好", Given(None, "较好")),
        (STEPS, "2", Given(200)),
        (Scale(ALL, 200), "是", Given(None, PASSED)),
        (Scale(ALL, 200), "N", Given(None, FAILED)),
        (Scale(VETO), "是", Given(None, HIT)),
        (Scale(VETO), "否", Given(None, PASSED)),
        (Scale(VETO), "未触发", Given(None, PASSED)),
    ],
)
def test_what_is_typed_is_what_is_meant(scale: Scale, typed: str, meant: Given) -> None:
    assert given(scale, typed) == meant


def test_other_words_are_refused_with_a_sentence() -> None:
    with pytest.raises(Unreadable, match="不是分数"):
        given(DEDUCTED, "还行")


@pytest.mark.parametrize("scoring", [DEDUCT, BONUS, GRADED, ALL, VETO, FREE, NONE])
def test_every_way_of_scoring_says_what_can_be_typed(scoring: str) -> None:
    assert hint(Scale(scoring, 300, 50, 200))


def test_points_are_shown_and_words_that_say_more() -> None:
    assert [shown(DEDUCTED, one) for one in (Given(250, "3"), Given(0, ABSENT), None)] == ["2.5", "不涉及", ""]
    assert [shown(Scale(VETO), one) for one in (Given(0, PASSED), Given(0, HIT))] == ["未触发", "触发"]
