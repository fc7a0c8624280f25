"""How near are two sides by what is recorded of both, with the facts in words; the same sum for a whole village at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.db.queries.suggestion import Side, Word
from app.db.store import Reader
from app.operations import setting

EXCLUDED, AGREED = "排除", "约定"
WISHES = {"联系方愿意": 1, "对方愿意": 1, "双方愿意": 2}
FIVE = ("地域相近", "人员相亲", "风俗相同", "生产相关", "兴趣相投")


@dataclass(frozen=True)
class Weights:
    """Points for each kind of nearness; `wish` for each side that wishes it, `stay` for what stands."""

    near: int
    grid: int
    village: int
    kin: int
    custom: int
    trade: int
    skill: int
    interest: int
    wish: int
    stay: int


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of nearness: which, the fact, its points."""

    reason: str
    fact: str
    points: int


@dataclass(frozen=True)
class Scale:
    """What a pair is weighed by. `local`: both sides are of one village anyway, so that it says nothing.

    `relations` and `wishes` are (helper, helped) → what was told of the two.
    """

    weights: Weights
    local: bool = True
    relations: Mapping[tuple[int, int], str] = field(default_factory=dict)
    wishes: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def parts(self, helper: Side, helped: Side) -> tuple[Part, ...]:
        """The facts that bring the two near, each with its points; a fact not recorded on both sides is none."""
        pair = (helper.row, helped.row)
        found = [*self._place(helper, helped), *self._people(helper, helped), *self._life(helper, helped)]
        if pair in self.wishes:
            wish = self.wishes[pair]
            found.append(Part("双向选择", wish, self.weights.wish * WISHES[wish]))
        return tuple(part for part in found if part.points)

    def points(self, helper: Side, helped: Side) -> int:
        return sum(part.points for part in self.parts(helper, helped))

    def _place(self, helper: Side, helped: Side) -> Iterable[Part]:
        if helper.unit is None or helper.unit != helped.unit:
            return
        if not self.local:
            yield Part("地域相近", "同村", self.weights.village)
        if helper.group and helper.group == helped.group:
            yield Part("地域相近", "同组", self.weights.near)
        if helper.grid and helper.grid == helped.grid:
            yield Part("地域相近", "同网格", self.weights.grid)

    def _people(self, helper: Side, helped: Side) -> Iterable[Part]:
        told = self.relations.get((helper.row, helped.row), "")
        if told or (helped.home is not None and helped.home in helper.kin):
            yield Part("人员相亲", told or "亲属", self.weights.kin)
        if helper.ethnic and helper.ethnic == helped.ethnic:
            yield Part("风俗相同", f"同为{helper.ethnic}", self.weights.custom)
        yield from _shared("风俗相同", "同习{}", helper.customs, helped.customs, self.weights.custom)

    def _life(self, helper: Side, helped: Side) -> Iterable[Part]:
        yield from _shared("生产相关", "均有{}", helper.trades, helped.trades, self.weights.trade)
        yield from _shared("生产相关", "{}对口", helper.skills, helped.needs | helped.trades, self.weights.skill)
        yield from _shared("兴趣相投", "都爱好{}", helper.interests, helped.interests, self.weights.interest)


def _shared(reason: str, words: str, one: frozenset[str], other: frozenset[str], points: int) -> Iterable[Part]:
    shared = one & other
    if shared:
        yield Part(reason, words.format(min(shared)), points)


def told_weights(reader: Reader) -> Weights:
    names = ("near", "grid", "village", "kin", "custom", "trade", "skill", "interest", "wish", "stay")
    return Weights(*(setting.number(reader, f"suggest_{name}") for name in names))


def scale(reader: Reader, told: Iterable[Word], *, local: bool) -> Scale:
    """The last word told of a pair holds."""
    relations: dict[tuple[int, int], str] = {}
    wishes: dict[tuple[int, int], str] = {}
    for word in told:
        if word.relation:
            relations[word.helper, word.helped] = word.relation
        if word.stance in WISHES:
            wishes[word.helper, word.helped] = word.stance
    return Scale(told_weights(reader), local, relations, wishes)


class Sums:
    """The points of every helper of a place for one to be helped: fact by fact, so that only what is shared costs anything."""

    def __init__(self, scale: Scale, helpers: Sequence[Side]) -> None:
        self.weights, self.local, self.count = scale.weights, scale.local, len(helpers)
        self.village = _index(helpers, lambda one: (one.unit,) if one.unit is not None else ())
        self.group = _index(helpers, lambda one: ((one.unit, one.group),) if one.group and one.unit is not None else ())
        self.grid = _index(helpers, lambda one: ((one.unit, one.grid),) if one.grid and one.unit is not None else ())
        self.ethnic = _index(helpers, lambda one: (one.ethnic,) if one.ethnic else ())
        self.customs = _index(helpers, lambda one: one.customs)
        self.trades = _index(helpers, lambda one: one.trades)
        self.skills = _index(helpers, lambda one: one.skills)
        self.interests = _index(helpers, lambda one: one.interests)
        self.kin = _index(helpers, lambda one: one.kin)
        place = {helper.row: i for i, helper in enumerate(helpers)}
        self.relations = _told(scale.relations, place)
        self.wishes = _told(scale.wishes, place)

    def of(self, one: Side) -> list[int]:
        """For each helper the sum of `Scale.parts`."""
        sums, told = [0] * self.count, self.weights
        if not self.local:
            _add(sums, self.village.get(one.unit, ()), told.village)
        _add(sums, self.group.get((one.unit, one.group), ()), told.near)
        _add(sums, self.grid.get((one.unit, one.grid), ()), told.grid)
        _add(sums, self.ethnic.get(one.ethnic, ()), told.custom)
        _add(sums, _either(self.customs, one.customs), told.custom)
        _add(sums, _either(self.trades, one.trades), told.trade)
        _add(sums, _either(self.skills, one.needs | one.trades), told.skill)
        _add(sums, _either(self.interests, one.interests), told.interest)
        related = {i for i, _words in self.relations.get(one.row, ())}
        _add(sums, related.union(self.kin.get(one.home, ())), told.kin)
        for i, wish in self.wishes.get(one.row, ()):
            sums[i] += told.wish * WISHES[wish]
        return sums


def _index(helpers: Sequence[Side], facts: Callable[[Side], Iterable[object]]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for i, helper in enumerate(helpers):
        for fact in facts(helper):
            found.setdefault(fact, []).append(i)
    return found


def _told(pairs: Mapping[tuple[int, int], str], place: Mapping[int, int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for (helper, helped), words in pairs.items():
        if helper in place:
            found.setdefault(helped, []).append((place[helper], words))
    return found


def _either(index: dict[object, list[int]], words: frozenset[str]) -> Iterable[int]:
    """Everybody who has one of these, once."""
    if len(words) == 1:
        return index.get(next(iter(words)), ())
    return {i for word in words for i in index.get(word, ())}


def _add(sums: list[int], places: Iterable[int], points: int) -> None:
    for i in places:
        sums[i] += points
