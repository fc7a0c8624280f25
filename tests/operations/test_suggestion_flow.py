"""The optimum of one village equals what trying every possibility finds; caps and forbidden pairs hold."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.operations.suggestion_flow import optimum

WORTH = st.one_of(st.none(), st.integers(1, 30))


@st.composite
def villages(draw: st.DrawFn) -> tuple[list[list[int | None]], list[int]]:
    helpers = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(WORTH, min_size=helpers, max_size=helpers), max_size=6))
    return rows, draw(st.lists(st.integers(0, 3), min_size=helpers, max_size=helpers))


def total(worth: list[list[int | None]], given_to: list[int | None]) -> int:
    return sum(row[i] or 0 for row, i in zip(worth, given_to, strict=True) if i is not None)


def best(worth: list[list[int | None]], capacity: list[int]) -> int:
    found = 0
    for choice in product((None, *range(len(capacity))), repeat=len(worth)):
        kept = all(i is None or row[i] is not None for row, i in zip(worth, choice, strict=True))
        if kept and all(choice.count(i) <= most for i, most in enumerate(capacity)):
            found = max(found, total(worth, list(choice)))
    return found


@settings(max_examples=300, deadline=None)
@given(villages())
def test_the_sum_is_the_greatest_there_is(village: tuple[list[list[int | None]], list[int]]) -> None:
    worth, capacity = village
    assert total(worth, optimum(worth, capacity)) == best(worth, capacity)


@settings(max_examples=300, deadline=None)
@given(villages())
def test_no_cap_is_broken_and_no_forbidden_pair_is_made(village: tuple[list[list[int | None]], list[int]]) -> None:
    worth, capacity = village
    found = optimum(worth, capacity)
    assert all(found.count(i) <= most for i, most in enumerate(capacity))
    assert all(row[i] is not None for row, i in zip(worth, found, strict=True) if i is not None)
    assert found == optimum(worth, capacity)
