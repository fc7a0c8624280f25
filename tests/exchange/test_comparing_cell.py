"""The state of one cell, for every way in which three values can stand to each other."""

from typing import Any

import pytest

from app.exchange.cell import CLEAR
from app.exchange.comparing_cell import state_of


@pytest.mark.parametrize(
    ("sent", "returned", "stored", "state"),
    [
        ("甲", "甲", "甲", "same"),
        (None, None, None, "same"),
        ("甲", "乙", "甲", "changed"),
        (None, "乙", None, "changed"),
        ("甲", "甲", "乙", "stored_changed"),
        (None, None, "乙", "stored_changed"),
        ("甲", "甲", None, "stored_changed"),
        ("甲", "乙", "乙", "both_same"),
        ("甲", "乙", "丙", "conflict"),
        ("甲", "乙", None, "conflict"),
        ("甲", None, "甲", "empty_kept"),
        ("甲", None, "乙", "empty_kept"),
        ("甲", None, None, "same"),
        ("甲", CLEAR, "甲", "cleared"),
        ("甲", CLEAR, "乙", "conflict"),
        ("甲", CLEAR, None, "same"),
        (None, CLEAR, None, "same"),
    ],
)
def test_three_values_give_one_state(sent: Any, returned: Any, stored: Any, state: str) -> None:
    assert state_of("member", "address", (sent,), returned, stored) == state


@pytest.mark.parametrize(
    ("returned", "stored", "state"),
    [
        ("甲", "甲", "same"),
        ("乙", "甲", "changed"),
        ("乙", None, "changed"),
        (None, "甲", "empty_kept"),
        (CLEAR, "甲", "cleared"),
    ],
)
def test_without_what_was_sent_two_values_give_one_state(returned: Any, stored: Any, state: str) -> None:
    assert state_of("member", "address", (), returned, stored) == state


@pytest.mark.parametrize(
    ("sent", "returned", "stored", "state"),
    [
        ("2001-07-01", "2001-07", "2001-07-01", "same"),
        ("2001-07", "2001-07-15", "2001-07", "changed"),
        ("2001-07", "2001-07", "2001-07-15", "same"),
        ("2001-07", "2001-08", "2001-07-15", "conflict"),
    ],
)
def test_a_less_exact_date_says_nothing_against_a_more_exact_one(
    sent: str, returned: str, stored: str, state: str
) -> None:
    assert state_of("member", "join_date", (sent,), returned, stored) == state
