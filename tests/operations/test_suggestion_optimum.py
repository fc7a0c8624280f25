"""Random villages: the sum equals scipy's optimum, caps and agreements hold, and one more household moves what must move."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from app.db.queries.suggestion import Side, Standing
from app.operations.suggestion_flow import evened, optimum
from app.operations.suggestion_place import Placed, Rules, settle
from app.operations.suggestion_score import Scale, Sums, Weights

WEIGHTS = Weights(near=10, grid=6, village=10, kin=8, custom=4, trade=6, skill=6, interest=4, wish=15, stay=20)
WORTH = st.one_of(st.none(), st.integers(1, 400))
SEEDS = st.integers(0, 1_000_000)


def total(worth: list[list[int | None]], given_to: list[int | None]) -> int:
    return sum(row[i] or 0 for row, i in zip(worth, given_to, strict=True) if i is not None)


def scipys(worth: list[list[int | None]], capacity: list[int]) -> int:
    """Each helper as many columns as he has room, and a column of nothing for every row."""
    columns = [i for i, most in enumerate(capacity) for _ in range(most)]
    matrix = np.full((len(worth), len(columns) + len(worth)), 0.0)
    for r, row in enumerate(worth):
        matrix[r, : len(columns)] = [-1e9 if row[i] is None else float(row[i] or 0) for i in columns]
    rows, chosen = linear_sum_assignment(matrix, maximize=True)
    return int(matrix[rows, chosen].sum())


@settings(max_examples=60)
@given(st.integers(1, 30), st.integers(1, 90), SEEDS)
def test_the_sum_equals_scipys_optimum(helpers: int, rows: int, seed: int) -> None:
    random = Random(seed)
    worth = [
        [None if random.random() < 0.1 else random.choice((1, 5, 10, 20, 40)) for _ in range(helpers)]
        for _ in range(rows)
    ]
    capacity = [random.randrange(0, 7) for _ in range(helpers)]
    found = optimum(worth, capacity)
    assert total(worth, found) == scipys(worth, capacity)
    spread = evened(worth, found, capacity)
    assert total(worth, spread) == total(worth, found)
    assert all(spread.count(i) <= most for i, most in enumerate(capacity))


@given(
    st.lists(st.lists(WORTH, min_size=4, max_size=4), max_size=20), st.lists(st.integers(0, 6), min_size=4, max_size=4)
)
def test_spreading_changes_no_sum_and_leaves_nobody_out(worth: list[list[int | None]], capacity: list[int]) -> None:
    found = optimum(worth, capacity)
    spread = evened(worth, found, capacity)
    assert [one is None for one in spread] == [one is None for one in found]
    assert total(worth, spread) == total(worth, found)
    assert max(Counter(spread).values(), default=0) <= max(Counter(found).values(), default=0) or None in spread


def village(random: Random, helpers: int, rows: int) -> tuple[list[Side], list[Side]]:
    def person(i: int, *, home: bool) -> Side:
        words = frozenset(random.sample(("种茶", "养蜂", "木工", "舞龙"), random.randrange(3)))
        return Side(
            i, f"u{i}", f"人{i}", 1, f"{random.randrange(4)}组", random.choice(("", "甲", "乙")), random.choice(("", "汉族", "畲族")),
            trades=words, skills=words, needs=words, interests=frozenset(random.sample(("下棋", "唱戏"), random.randrange(2))),
            home=i if home else None, homes=frozenset() if home else frozenset(random.sample(range(rows), min(1, rows))),
            kin=frozenset() if home else frozenset(random.sample(range(rows), min(2, rows))),
        )  # fmt: skip

    return [person(i, home=False) for i in range(helpers)], [person(i, home=True) for i in range(rows)]


def rules(cap: int, standing: dict[int, list[Standing]], helpers: list[Side], weights: Weights = WEIGHTS) -> Rules:
    load = Counter(row.helper for links in standing.values() for row in links if row.helper is not None)
    return Rules(Scale(weights), cap, True, standing, frozenset(one.row for one in helpers), load)


def as_standing(placed: Placed) -> dict[int, list[Standing]]:
    return {pair.helped.row: [Standing(pair.helped.row + 1, pair.helper.row, pair.helped.row)] for pair in placed.pairs}


@settings(max_examples=80)
@given(st.integers(1, 8), st.integers(1, 30), SEEDS)
def test_the_quick_sums_are_those_of_the_words(helpers: int, rows: int, seed: int) -> None:
    sides, ones = village(Random(seed), helpers, rows)
    scale = Scale(WEIGHTS, False, {(0, 0): "表兄"}, {(0, 0): "双方愿意"})
    sums = Sums(scale, sides)
    assert all(sums.of(one) == [scale.points(side, one) for side in sides] for one in ones)


@settings(max_examples=80)
@given(st.integers(1, 8), st.integers(1, 30), st.integers(1, 6), SEEDS)
def test_caps_agreements_and_exclusions_are_never_broken(helpers: int, rows: int, cap: int, seed: int) -> None:
    random = Random(seed)
    sides, ones = village(random, helpers, rows)
    told = rules(cap, {}, sides)
    pairs = [(side.row, one.row) for side in sides for one in ones]
    excluded = frozenset(random.sample(pairs, len(pairs) // 5))
    may = [(side.row, one.row) for side in sides for one in ones if one.row not in side.homes]
    locked = frozenset(random.sample(sorted(set(may) - excluded), min(2, len(set(may) - excluded))))
    placed = settle(replace(told, excluded=excluded, locked=locked), sides, ones)
    made = {(pair.helper.row, pair.helped.row) for pair in placed.pairs}
    assert max(Counter(helper for helper, _ in made).values(), default=0) <= cap
    assert not made & excluded
    assert all(pair.helped.row not in pair.helper.homes for pair in placed.pairs)
    bound = {helped for _, helped in locked}
    assert {pair for pair in made if pair[1] in bound} <= locked
    assert len(placed.pairs) + len(placed.unplaced) == rows


def fewest(allowed: dict[int, set[int]], held: dict[int, set[int]], room: dict[int, int], new: int) -> int | None:
    """How many must move so that `new` finds a place: the shortest chain of helpers to one who has room."""
    seen, edge, steps = set(allowed[new]), set(allowed[new]), 0
    while edge:
        if any(room[helper] > 0 for helper in edge):
            return steps
        edge = {other for helper in edge for row in held[helper] for other in allowed[row]} - seen
        seen |= edge
        steps += 1
    return None


@settings(max_examples=150)
@given(st.integers(1, 5), st.integers(1, 14), st.integers(1, 4), SEEDS)
def test_one_more_household_moves_only_what_must_move(helpers: int, rows: int, cap: int, seed: int) -> None:
    sides, ones = village(Random(seed), helpers, rows + 1)
    firm = replace(WEIGHTS, stay=1000)
    *old, new = ones
    random = Random(seed + 1)
    barred = frozenset((side.row, one.row) for side in sides for one in ones if random.random() < 0.4)
    first = settle(replace(rules(cap, {}, sides, firm), excluded=barred), sides, old)
    standing = as_standing(first)
    second = settle(replace(rules(cap, standing, sides, firm), excluded=barred), sides, ones)
    moved = sum(not pair.kept for pair in second.pairs if pair.helped.row in standing)
    unplaced_before = {left.helped.row for left in first.unplaced}
    allowed = {
        one.row: {side.row for side in sides if (side.row, one.row) not in barred and one.row not in side.homes}
        for one in ones
    }
    held = {side.row: {row for row, links in standing.items() if links[0].helper == side.row} for side in sides}
    room = {side.row: cap - len(held[side.row]) for side in sides}
    least = fewest(allowed, held, room, new.row)
    assert {left.helped.row for left in second.unplaced} == unplaced_before | ({new.row} if least is None else set())
    assert moved == (least or 0)


@settings(max_examples=80)
@given(st.integers(1, 6), st.integers(1, 24), st.integers(1, 5), SEEDS)
def test_whoever_moves_gains_more_than_staying_is_worth(helpers: int, rows: int, cap: int, seed: int) -> None:
    random = Random(seed)
    sides, ones = village(random, helpers, rows)
    standing: dict[int, list[Standing]] = {}
    load: Counter[int] = Counter()
    for one in ones:
        side = random.choice(sides)
        if load[side.row] < cap and one.row not in side.homes:
            standing[one.row] = [Standing(one.row + 1, side.row, one.row)]
            load[side.row] += 1
    told = rules(cap, standing, sides)
    free = settle(replace(told, scale=Scale(replace(WEIGHTS, stay=0))), sides, ones)
    calm = settle(told, sides, ones)
    moved = [sum(not pair.kept for pair in found.pairs if pair.pairing is not None) for found in (free, calm)]
    scores = [sum(pair.score for pair in found.pairs) for found in (free, calm)]
    assert len(free.pairs) == len(calm.pairs)
    assert moved[1] <= moved[0]
    assert scores[0] - scores[1] <= WEIGHTS.stay * (moved[0] - moved[1])
