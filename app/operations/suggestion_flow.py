"""Which helper for whom, so that the sum is the greatest: the optimum of one village, exact, in whole numbers.

A flow of greatest worth where each helper has a capacity. Those to be helped are added one at a time along the best
augmenting path; only the few helpers are nodes of the path, so that hundreds of households cost little.
"""

from collections.abc import Sequence
from itertools import pairwise

Worth = Sequence[Sequence[int | None]]
_NEVER = -(1 << 60)


def optimum(worth: Worth, capacity: Sequence[int]) -> list[int | None]:
    """For each row the helper (a column) it is given, or None. `worth[row][helper]` is None where the pair is forbidden.

    The sum of the worths is the greatest there is; every worth should be positive, as an unplaced row counts 0. The
    first in order wins among equals, so that the same input gives the same output.
    """
    flow = _Flow(worth, capacity)
    for row in range(len(worth)):
        flow.add(row)
    return flow.given


def evened(worth: Worth, given: Sequence[int | None], capacity: Sequence[int]) -> list[int | None]:
    """The same sum with the rows spread: one that is worth the same to a helper who holds fewer goes over to him."""
    told = list(given)
    load = [0] * len(capacity)
    for helper in told:
        if helper is not None:
            load[helper] += 1
    moved = True
    while moved:  # every move makes the sum of the squares of the loads smaller
        moved = False
        for i, (row, helper) in enumerate(zip(worth, told, strict=True)):
            if helper is None:
                continue
            equal = [j for j, value in enumerate(row) if value == row[helper] and load[j] < capacity[j]]
            best = min(equal, key=lambda j: (load[j], j), default=helper)
            if load[best] + 1 < load[helper]:
                told[i], moved = best, True
                load[helper] -= 1
                load[best] += 1
    return told


class _Flow:
    """The best assignment of the rows added so far. `gain[i][j]` is the best that moving one row from i to j brings."""

    def __init__(self, worth: Worth, capacity: Sequence[int]) -> None:
        self.worth = [[_NEVER if value is None else value for value in row] for row in worth]
        self.room = [max(0, most) for most in capacity]
        self.given: list[int | None] = [None] * len(self.worth)
        self.held: list[list[int]] = [[] for _ in capacity]
        self.gain = [[_NEVER] * len(self.room) for _ in self.room]
        self.mover = [[-1] * len(self.room) for _ in self.room]
        self.drop = [_NEVER] * len(self.room)
        self.dropped = [-1] * len(self.room)

    def add(self, row: int) -> None:
        own = self.worth[row]
        best = max(own, default=_NEVER)
        if best <= 0:
            return
        first = next((i for i, value in enumerate(own) if value == best and self.room[i]), None)
        if first is not None:  # no chain can bring more than the best of all worths does alone
            self._put(row, first)
            self._measure(first)
            return
        reach, before = self._paths(own)
        end, let_go = self._end(reach)
        if end is not None:
            self._shift(row, self._chain(end, before), let_go)

    def _paths(self, own: list[int]) -> tuple[list[int], list[int]]:
        """The most that can be had by filling each helper, and from which helper a row then comes (-1 = directly)."""
        count = len(self.room)
        reach, before = list(own), [-1] * count
        waiting = sorted((i for i in range(count) if own[i] > 0), key=lambda i: -own[i])
        while waiting:
            touched = set()
            for i in waiting:
                if self.room[i]:
                    continue
                start = reach[i]
                for j, gain in enumerate(self.gain[i]):
                    if start + gain > reach[j]:
                        reach[j], before[j] = start + gain, i
                        touched.add(j)
            waiting = sorted(touched)
        return reach, before

    def _end(self, reach: list[int]) -> tuple[int | None, bool]:
        """Where the path ends, and whether it ends by letting one row go; (None, …) when nothing brings more."""
        best, end, let_go = 0, None, False
        for i, value in enumerate(reach):
            if self.room[i] and value > best:
                best, end, let_go = value, i, False
            elif not self.room[i] and self.dropped[i] >= 0 and value + self.drop[i] > best:
                best, end, let_go = value + self.drop[i], i, True
        return end, let_go

    def _chain(self, end: int, before: list[int]) -> list[int]:
        path = [end]
        while before[path[-1]] >= 0:
            path.append(before[path[-1]])
        return path

    def _shift(self, row: int, path: list[int], let_go: bool) -> None:
        """Moves a row along each step, from the end of the path backwards, and puts the new one at its beginning."""
        if let_go:
            self._take(self.dropped[path[0]], path[0])
        for there, here in pairwise(path):
            mover = self.mover[here][there]
            self._take(mover, here)
            self._put(mover, there)
        self._put(row, path[-1])
        for helper in path:
            self._measure(helper)

    def _take(self, row: int, helper: int) -> None:
        self.held[helper].remove(row)
        self.given[row] = None
        self.room[helper] += 1

    def _put(self, row: int, helper: int) -> None:
        self.held[helper].append(row)
        self.given[row] = helper
        self.room[helper] -= 1

    def _measure(self, helper: int) -> None:
        """What moving one row away from `helper` brings at best, to each other and to nobody; asked of full ones only."""
        if self.room[helper]:
            return
        rows = sorted(self.held[helper])
        costs = [(self.worth[row], self.worth[row][helper], row) for row in rows]
        self.drop[helper], self.dropped[helper] = _NEVER, -1
        for _worths, own, row in costs:
            if -own > self.drop[helper]:
                self.drop[helper], self.dropped[helper] = -own, row
        gains, movers = self.gain[helper], self.mover[helper]
        for other in range(len(self.room)):
            best, mover = _NEVER, -1
            for worths, own, row in costs:
                value = worths[other] - own
                if worths[other] > 0 and value > best:
                    best, mover = value, row
            gains[other], movers[other] = (best, mover) if other != helper else (_NEVER, -1)
