"""Suggested pairings beside scipy's optimum of the same villages, on a township and on the whole (row 6)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from app.db.queries.suggestion import Side
from app.db.store import Store
from app.operations import suggestion
from app.operations.suggestion import Proposals
from app.operations.suggestion_flow import optimum
from app.operations.suggestion_place import Place
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

Worth = list[list[int | None]]
NEVER = -1e12


@dataclass(frozen=True)
class Village:
    worth: Worth
    room: list[int]


def figures(scene: Scene) -> Iterator[Figure]:
    for store, name, reach in ((scene.small, "township", "≤ 5 s"), (scene.store, scene.scale, "≤ 60 s")):
        found = _propose(store)
        villages = _villages(found)
        rows = len(found.pairs) + len(found.unplaced)
        theirs = [_scipys(village) for village in villages]
        ours = [_sum(village, optimum(village.worth, village.room)) for village in villages]
        if ours != theirs:
            raise AssertionError("the objective differs from scipy's optimum")
        base = seconds(lambda villages=villages: [_scipys(village) for village in villages])  # type: ignore[misc]
        alone = seconds(lambda villages=villages: [optimum(each.worth, each.room) for each in villages])  # type: ignore[misc]
        yield Figure(6, f"optimum of every village, {name}", rows, alone, base, "scipy's optimum", "equal objective")
        whole = seconds(lambda store=store: _propose(store))  # type: ignore[misc]
        yield Figure(6, f"suggest, read to reasons, {name}", rows, whole, base, "scipy's optimum", reach)
        if store is scene.store and scene.store.path == scene.small.path:
            return


def _propose(store: Store) -> Proposals:
    with store.read() as reader:
        return suggestion.propose(reader)


def _villages(found: Proposals) -> list[Village]:
    """What the optimum of each village is sought in: the same for both."""
    ones: dict[int | None, list[Side]] = {}
    for one in (*(pair.helped for pair in found.pairs), *(left.helped for left in found.unplaced)):
        ones.setdefault(one.unit, []).append(one)
    places = [
        Place(found.rules, found.beside.get(unit, ()), rows) for unit, rows in ones.items() if found.beside.get(unit)
    ]
    return [Village(place.weighed()[1], place.room) for place in places]


def _sum(village: Village, given: list[int | None]) -> int:
    return sum(row[i] or 0 for row, i in zip(village.worth, given, strict=True) if i is not None)


def _scipys(village: Village) -> int:
    """Each helper as many columns as he has room, and a column of nothing for every row."""
    columns = [i for i, most in enumerate(village.room) for _ in range(most)]
    worth = np.array([[NEVER if value is None else value for value in row] for row in village.worth], dtype=float)
    matrix = np.hstack([worth[:, columns], np.zeros((len(worth), len(worth)))])
    rows, chosen = linear_sum_assignment(matrix, maximize=True)
    return int(matrix[rows, chosen].sum())
