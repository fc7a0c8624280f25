"""Who should be in touch with whom: proposals by the five kinds of nearness, optimal per place, with the least change.

Only recorded facts count: 地域相近 人员相亲 风俗相同 生产相关 兴趣相投 (红色细胞工程 names the five), and what both sides wish
(就近就便、双向选择). What is not recorded counts nothing. Nothing is saved before `apply`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.db.queries import pairing as pairings
from app.db.queries import resolve
from app.db.queries import suggestion as queries
from app.db.queries.pairing import KindFacts
from app.db.queries.suggestion import Side, Standing, Word
from app.db.store import Reader
from app.errors import UserError
from app.operations import setting
from app.operations.suggestion_place import Burden, Pairs, Placed, Proposal, Rules, Unplaced, settle
from app.operations.suggestion_score import AGREED, EXCLUDED, scale
from app.operations.suggestion_way import BOUNDS, WAYS, Bounds, Way
from app.progress import Progress, silent

KIND = "member_household"


@dataclass(frozen=True)
class Proposals:
    """Everything of a run. `objective` is the sum of the scores of all pairs, the kept ones among them.

    `beside`: place → who may help there; `unknown`: of how many a fact is not recorded, so that it counted nothing;
    `unranked`: cadres who were passed over because no rank is recorded.
    """

    way: Way
    pairs: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    burdens: tuple[Burden, ...]
    rules: Rules
    bounds: Bounds
    beside: Mapping[int | None, Sequence[Side]]
    unknown: tuple[tuple[str, int], ...] = ()
    unranked: int = 0

    @property
    def kind(self) -> str:
        return self.way.kind

    @property
    def cap(self) -> int | None:
        """None = shared evenly."""
        return self.rules.cap

    @property
    def objective(self) -> int:
        return sum(pair.score for pair in self.pairs)

    @property
    def fresh(self) -> tuple[Proposal, ...]:
        """What accepting everything would change."""
        return tuple(pair for pair in self.pairs if not pair.kept)

    @cached_property
    def full(self) -> frozenset[int]:
        """Rows of helpers who would hold all that they may."""
        return frozenset(burden.helper.row for burden in self.burdens if burden.then >= burden.most)


def propose(
    reader: Reader, unit: int | None = None, *, kind: str = KIND, cap: int | None = None,
    only: Collection[int] | None = None, locked: Pairs = frozenset(), excluded: Pairs = frozenset(), progress: Progress = silent,
) -> Proposals:  # fmt: skip
    """The optimum of every place below `unit` (row id; None = all) for a kind of pairing that stands in WAYS.

    `cap` takes the place of the setting; a helper's own figure goes before both. `only`: just these to be helped (row
    ids), everybody else stays as he is. `locked` and `excluded` are pairs (helper, helped) besides those recorded as
    结对意愿: a locked pair that stands is kept whatever it scores, an excluded one is never proposed.
    """
    if cap is not None and cap < 1:
        raise UserError("联系上限至少为 1。", "请换一个数。")
    way, facts = _way(reader, kind)
    bounds = Bounds(reader)
    below = _below(reader, way, unit, only)
    ones = [one for one in way.ones(reader, below) if only is None or one.row in only]
    helpers, unranked = _ranked(reader, way, way.helpers(reader, bounds.whole(below, way.within)))
    told = queries.preferences(reader, way.helper, way.helped)
    rules = _rules(reader, way, facts, helpers, ones, told, cap, locked, excluded)
    beside = _by_place(bounds, way, helpers)
    placed = _settled(rules, way, bounds, beside, ones, progress)
    return Proposals(
        way, tuple(pair for place in placed for pair in place.pairs),
        tuple(left for place in placed for left in place.unplaced),
        tuple(burden for place in placed for burden in place.burdens), rules, bounds, beside, _unknown(way, ones), unranked,
    )  # fmt: skip


def kinds(reader: Reader) -> list[tuple[str, str]]:
    """(code, name) of the kinds that can be suggested, in the order of the list of kinds."""
    return [(code, kind.name) for code, kind in pairings.kinds(reader).items() if code in WAYS]


def _way(reader: Reader, kind: str) -> tuple[Way, KindFacts]:
    facts = pairings.kinds(reader)
    if kind in WAYS and kind in facts:
        return WAYS[kind], facts[kind]
    named = [code for code, found in facts.items() if found.name == kind and code in WAYS]
    if named:
        return WAYS[named[0]], facts[named[0]]
    known = "、".join(found.name for code, found in facts.items() if code in WAYS)
    raise UserError(f"没有可以推荐的结对种类“{kind}”。", f"可以用的有：{known}。")


def _below(reader: Reader, way: Way, unit: int | None, only: Collection[int] | None) -> queries.Units:
    """The units to read; None = all, also when one of `only` belongs to none."""
    if unit is not None:
        return frozenset(resolve.below(reader, "unit", unit))
    if only is None:
        return None
    found = queries.units_of(reader, way.helped, only)
    return None if None in found else frozenset(row for row in found if row is not None)


def _ranked(reader: Reader, way: Way, helpers: list[Side]) -> tuple[list[Side], int]:
    """For 包村 only cadres of the ranks that the setting names (none named = all); how many have no rank recorded."""
    ranks = queries.words(setting.value(reader, "suggest_ranks")) if way.kind == "cadre_village" else frozenset()
    if not ranks:
        return helpers, 0
    return [one for one in helpers if one.about in ranks], sum(not one.about for one in helpers)


def _rules(
    reader: Reader, way: Way, facts: KindFacts, helpers: list[Side], ones: list[Side], told: list[Word], cap: int | None,
    locked: Pairs, excluded: Pairs,
) -> Rules:  # fmt: skip
    rows, able = {one.row for one in ones}, frozenset(helper.row for helper in helpers)
    standing: dict[int, list[Standing]] = {}
    for link in queries.standing(reader, facts.id, way.helper, way.helped, rows):
        standing.setdefault(link.helped, []).append(link)
    told = [word for word in told if word.helped in rows]
    bound = BOUNDS[way.within]
    return Rules(
        scale(reader, told, local=way.within == "village"),
        cap or (setting.number(reader, way.cap) if way.cap else facts.cap), facts.sole, standing, able,
        queries.load(reader, way.helper, way.helped, able),
        locked | {(word.helper, word.helped) for word in told if word.stance == AGREED},
        excluded | {(word.helper, word.helped) for word in told if word.stance == EXCLUDED},
        f"{bound}没有可以承担联系的{way.noun}", f"{bound}{way.noun}的联系数都已达到上限", f"{bound}{way.noun}都是本人本户的或者已被排除",
    )  # fmt: skip


def _settled(
    rules: Rules,
    way: Way,
    bounds: Bounds,
    beside: Mapping[int | None, Sequence[Side]],
    ones: list[Side],
    progress: Progress,
) -> list[Placed]:
    places = _by_place(bounds, way, ones)
    order = sorted(places, key=lambda place: (place is None, bounds.name(place), place or 0))
    found = []
    for done, place in enumerate(order, 1):
        if place is None:
            found.append(settle(replace(rules, nobody="没有登记所在村"), [], places[place]))
        else:
            found.append(settle(rules, beside.get(place, []), places[place]))
        progress(done, len(order), "推荐结对")
    return found


def _by_place(bounds: Bounds, way: Way, sides: Iterable[Side]) -> dict[int | None, list[Side]]:
    found: dict[int | None, list[Side]] = {}
    for side in sides:
        found.setdefault(bounds.place(side.unit, way.within), []).append(side)
    return found


def _unknown(way: Way, ones: list[Side]) -> tuple[tuple[str, int], ...]:
    lacking = ((label, sum(not getattr(one, name) for one in ones)) for name, label in way.asked)
    return tuple((label, count) for label, count in lacking if count)
