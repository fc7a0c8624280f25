"""The optimum of one place: whom each of those to be helped is given to, what would have been next best, who is left and why."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.db.queries.suggestion import Side, Standing
from app.operations.suggestion_flow import evened, optimum
from app.operations.suggestion_score import Part, Scale, Sums

_PLACED = 1_000_000  # to be in touch with one more outweighs every nearness
Pairs = frozenset[tuple[int, int]]  # (helper, helped)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`pairing` is the current one of that kind (None = nobody), `kept` whether it stays with the same helper."""

    helper: Side
    helped: Side
    score: int
    parts: tuple[Part, ...]
    pairing: int | None = None
    kept: bool = False
    next_best: Side | None = None
    next_score: int = 0

    @property
    def why(self) -> str:
        """One line: 同组·均有茶叶·亲属."""
        return "·".join(part.fact for part in self.parts) or "没有登记的共同点"

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.reason for part in self.parts))


@dataclass(frozen=True, slots=True)
class Unplaced:
    helped: Side
    why: str


@dataclass(frozen=True, slots=True)
class Burden:
    """A helper of this run: how many he holds now of that record, how many he would, and may at most."""

    helper: Side
    now: int
    then: int
    most: int


@dataclass(frozen=True)
class Rules:
    """What holds for every place of a run. `cap` None = an even share; `sole` = one helper for each.

    `able` are all who may help anywhere, `load` what they hold in whatever kind.
    """

    scale: Scale
    cap: int | None
    sole: bool
    standing: Mapping[int, Sequence[Standing]]
    able: frozenset[int]
    load: Counter[int]
    locked: Pairs = frozenset()
    excluded: Pairs = frozenset()
    nobody: str = "本村没有可以承担联系的党员"
    full: str = "本村党员的联系数都已达到上限"
    barred: str = "本村党员都是本户的或者已被排除"


@dataclass(frozen=True)
class Placed:
    pairs: list[Proposal] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    burdens: list[Burden] = field(default_factory=list)


def settle(rules: Rules, helpers: Sequence[Side], ones: Sequence[Side]) -> Placed:
    """Pure: same input, same output."""
    return Place(rules, helpers, ones).settled()


class Place:
    """One place weighed: `room` is what each helper may take of `ones`, those that can be moved from here."""

    def __init__(self, rules: Rules, helpers: Sequence[Side], ones: Sequence[Side]) -> None:
        self.rules, self.helpers = rules, helpers
        self.index = {helper.row: i for i, helper in enumerate(helpers)}
        self.ones = [one for one in ones if not self._elsewhere(one)]
        self.former = {one.row: self._former(one) for one in self.ones}
        held = [former.helper for former in self.former.values() if former is not None and former.helper is not None]
        self.inside = Counter(held)
        outside = [rules.load[helper.row] - self.inside[helper.row] for helper in helpers]
        self.share = even_share(outside, len(self.ones)) if rules.cap is None else rules.cap
        self.most = [self._cap(helper) for helper in helpers]
        self.room = [max(0, most - held) for most, held in zip(self.most, outside, strict=True)]
        self.over = {i for i, helper in enumerate(helpers) if self.inside[helper.row] > self.room[i]}
        self.sums = Sums(rules.scale, helpers)
        self.bars = _by_helped(rules.excluded, self.index)
        self.locks = _by_helped(rules.locked, self.index)
        self.own_homes = _homes(helpers)
        self.people = {helper.person: i for i, helper in enumerate(helpers) if helper.person is not None}

    def settled(self) -> Placed:
        if not self.helpers:
            return Placed(unplaced=[Unplaced(one, self.rules.nobody) for one in self.ones])
        sums, worth = self.weighed()
        given = evened(worth, optimum(worth, self.room), self.room)
        found = Placed()
        for one, row, points, chosen in zip(self.ones, worth, sums, given, strict=True):
            if chosen is None:
                found.unplaced.append(Unplaced(one, self._why(one, row)))
            else:
                found.pairs.append(self._proposal(one, row, points, chosen))
        then = Counter(chosen for chosen in given if chosen is not None)
        for i, helper in enumerate(self.helpers):
            outside = self.rules.load[helper.row] - self.inside[helper.row]
            found.burdens.append(Burden(helper, self.rules.load[helper.row], outside + then[i], self.most[i]))
        return found

    def weighed(self) -> tuple[list[list[int]], list[list[int | None]]]:
        """For each of `ones` and each helper the points, and what the optimum is sought by (None = must not be)."""
        sums = [self.sums.of(one) for one in self.ones]
        return sums, [self._worth(one, row) for one, row in zip(self.ones, sums, strict=True)]

    def _elsewhere(self, one: Side) -> bool:
        """Held by somebody who cannot be moved from here: able but of another place or record, or one of several."""
        able = [
            row for row in self.rules.standing.get(one.row, ()) if row.helper is None or row.helper in self.rules.able
        ]
        return any(row.helper not in self.index for row in able) or len(able) > 1

    def _former(self, one: Side) -> Standing | None:
        """Who holds it: the able one, else whoever was there first."""
        rows = self.rules.standing.get(one.row, ())
        return next((row for row in rows if row.helper in self.rules.able), rows[0] if rows else None)

    def _cap(self, helper: Side) -> int:
        """His own figure before the general one; where nothing caps an even share, or what he holds already."""
        if self.rules.cap is not None:
            return self.share if helper.cap is None else helper.cap
        return max(self.share, self.rules.load[helper.row])

    def _worth(self, one: Side, sums: list[int]) -> list[int | None]:
        """None where the pair must not be: himself or his own household, excluded, an agreement with another, one more for
        who holds too many. Whoever is held now is placed before anybody new, an agreement before both. Twice the points,
        so that between equals what stands stays.
        """
        former = self.former[one.row]
        stands = None if former is None or former.helper is None else self.index.get(former.helper)
        placed = _PLACED * (2 if stands is not None else 1)
        worth: list[int | None] = [placed + 2 * points for points in sums]
        for i in self.over:
            worth[i] = None
        if stands is not None:
            worth[stands] = placed + 2 * (sums[stands] + self.rules.scale.weights.stay) + 1
        for i in (*self.bars.get(one.row, ()), *self.own_homes.get(one.home, ()), *self._himself(one)):
            worth[i] = None
        bound = self._bound(one, stands, worth)
        if bound is not None:
            worth = [None if value is None or i != bound else value + 3 * _PLACED for i, value in enumerate(worth)]
        return worth

    def _himself(self, one: Side) -> tuple[int, ...]:
        return (self.people[one.person],) if one.person in self.people else ()

    def _bound(self, one: Side, stands: int | None, worth: list[int | None]) -> int | None:
        """The only helper it may have: agreed with – the one that stands first –, or present where several may help."""
        agreed = [i for i in self.locks.get(one.row, ()) if worth[i] is not None or i in self.over]
        if stands in agreed or (not self.rules.sole and stands is not None and worth[stands] is not None):
            return stands
        return agreed[0] if agreed else None

    def _proposal(self, one: Side, worth: list[int | None], sums: list[int], chosen: int) -> Proposal:
        """With the next best helper, whether he has room or not."""
        former, helper = self.former[one.row], self.helpers[chosen]
        others = [-1 if value is None else points for value, points in zip(worth, sums, strict=True)]
        others[chosen] = -1
        most = max(others)
        best = others.index(most) if most >= 0 else None
        return Proposal(
            helper, one, sums[chosen], self.rules.scale.parts(helper, one), former.pairing if former else None,
            former is not None and former.helper == helper.row, None if best is None else self.helpers[best],
            max(most, 0),
        )  # fmt: skip

    def _why(self, one: Side, worth: list[int | None]) -> str:
        former = self.former[one.row]
        if former is not None and self.index.get(former.helper or 0) in self.over:
            return "现在的联系人已超过上限，没有别人可以分担；现有结对不动"
        if self.locks.get(one.row):
            return "约定的联系人已达到上限"
        return self.rules.barred if all(value is None for value in worth) else self.rules.full


def even_share(held: Sequence[int], count: int) -> int:
    """The least cap with which `count` more find room beside what the helpers hold outside this run; 0 without helpers."""
    share, room = 0, 0
    while held and room < count:
        share += 1
        room = sum(max(0, share - each) for each in held)
    return share


def _by_helped(pairs: Collection[tuple[int, int]], index: Mapping[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for helper, helped in sorted(pairs):
        if helper in index:
            found.setdefault(helped, []).append(index[helper])
    return found


def _homes(helpers: Sequence[Side]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for i, helper in enumerate(helpers):
        for home in helper.homes:
            found.setdefault(home, []).append(i)
    return found
