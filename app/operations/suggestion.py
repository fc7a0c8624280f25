"""Who should be in touch with which household: proposals by the five kinds of nearness, optimal per village, least change.

Only recorded facts count: 地域相近 人员相亲 风俗相同 生产相关 兴趣相投 (红色细胞工程 names the five). What is not recorded counts
nothing. Nothing is saved before `apply`.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from app.db.queries import pairing as pairings
from app.db.queries import suggestion as queries
from app.db.queries.suggestion import Side, Standing
from app.db.store import Reader, Store
from app.errors import UserError
from app.models.pairing import Pairing
from app.operations import dated, setting
from app.operations.pairing import close_rows
from app.operations.suggestion_flow import optimum
from app.progress import Progress, silent

KIND = "member_household"
_PLACED = 1_000_000  # to be in touch with one more household outweighs every nearness


@dataclass(frozen=True)
class Weights:
    """Points for each kind of nearness; `stay` is what a pairing that stands counts more."""

    near: int
    grid: int
    kin: int
    custom: int
    trade: int
    stay: int


@dataclass(frozen=True)
class Part:
    """One kind of nearness: which, the fact, its points."""

    reason: str
    fact: str
    points: int


@dataclass(frozen=True)
class Proposal:
    """`pairing` is the current one of that household (None = nobody), `kept` whether it stays with the same helper."""

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
        return "·".join(part.fact for part in self.parts) or "同村"

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.reason for part in self.parts))


@dataclass(frozen=True)
class Unplaced:
    helped: Side
    why: str


@dataclass(frozen=True)
class Proposals:
    """Everything of a run. `objective` is the sum of the scores of all pairs, the kept ones among them."""

    kind: str
    pairs: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    unknown: tuple[tuple[str, int], ...] = ()

    @property
    def objective(self) -> int:
        return sum(pair.score for pair in self.pairs)

    @property
    def fresh(self) -> tuple[Proposal, ...]:
        """What accepting everything would change."""
        return tuple(pair for pair in self.pairs if not pair.kept)


def told_weights(reader: Reader) -> Weights:
    names = ("suggest_near", "suggest_grid", "suggest_kin", "suggest_custom", "suggest_trade", "suggest_stay")
    return Weights(*(setting.number(reader, name) for name in names))


def propose(
    reader: Reader, unit: int | None = None, *, cap: int | None = None,
    locked: Collection[tuple[int, int]] = (), excluded: Collection[tuple[int, int]] = (), progress: Progress = silent,
) -> Proposals:  # fmt: skip
    """The optimum of every village below `unit` (row id; None = all) for 党员→户.

    `cap` takes the place of the setting; a helper's own figure goes before both. `locked` and `excluded` are pairs
    (member, household): a locked pair that stands is kept whatever it scores, an excluded one is never proposed.
    """
    if cap is not None and cap < 1:
        raise UserError("每名党员的联系户上限至少为 1。", "请换一个数。")
    kind = pairings.kinds(reader).get(KIND)
    if kind is None:
        raise UserError("没有“党员→户”这种结对。", "请在结对种类里恢复它。")
    people, standing = queries.members(reader), queries.standing(reader, kind.id, "member", "household")
    run = _Run(
        told_weights(reader), setting.number(reader, "member_cap") if cap is None else cap, standing, frozenset(locked),
        frozenset(excluded), frozenset(person.row for person in people), Counter(row.helper for row in standing),
    )  # fmt: skip
    helpers = _by_place(people)
    homes = _by_place(queries.households(reader, unit))
    names = queries.place_names(reader)
    pairs: list[Proposal] = []
    unplaced: list[Unplaced] = []
    places = sorted(homes, key=lambda place: (place is None, names.get(place or 0, ""), place or 0))
    for done, place in enumerate(places, 1):
        made, left = run.village(helpers.get(place, []) if place is not None else [], homes[place])
        pairs += made
        unplaced += left
        progress(done, len(places), "推荐结对")
    everybody = [side for sides in homes.values() for side in sides]
    return Proposals(KIND, tuple(pairs), tuple(unplaced), _unknown(everybody))


def apply(store: Store, chosen: Collection[Proposal], *, since: str) -> int:
    """Begins the chosen pairings as one work; who stood there before is closed that day. The count of pairings begun.

    UserError when one of those households has changed hands since the proposal was made: then nothing is saved.
    """
    dated.require(("since", "结对日期", since))
    fresh = [pair for pair in chosen if not pair.kept]
    with store.read() as reader:
        kind = pairings.kinds(reader)[KIND]
    if not fresh:
        return 0
    with store.work(f"采纳推荐结对 {len(fresh)} 对") as work:
        now = {row.helped: row.pairing for row in queries.standing(work.connection, kind.id, "member", "household")}
        if any(now.get(pair.helped.row) != pair.pairing for pair in fresh):
            raise UserError("推荐以后，有的户已经改了联系人，没有保存。", "请重新推荐。")
        close_rows(work, [pair.pairing for pair in fresh if pair.pairing is not None], on=since, reason="更换联系人")
        columns = ("kind", "helper_member", "helped_household", "since", "sole", "reasons")
        rows = [
            (kind.id, pair.helper.row, pair.helped.row, since, int(kind.sole), "、".join(pair.reasons) or None)
            for pair in fresh
        ]
        work.add_many(Pairing, columns, rows)
    return len(fresh)


def score(weights: Weights, helper: Side, helped: Side) -> tuple[Part, ...]:
    """The facts that bring the two near, each with its points; a fact not recorded on both sides is none."""
    found: list[Part] = []
    if helper.group and helper.group == helped.group:
        found.append(Part("地域相近", "同组", weights.near))
    if helper.grid and helper.grid == helped.grid:
        found.append(Part("地域相近", "同网格", weights.grid))
    if helped.row in helper.kin:
        found.append(Part("人员相亲", "亲属", weights.kin))
    if helper.ethnic and helper.ethnic == helped.ethnic:
        found.append(Part("风俗相同", f"同为{helper.ethnic}", weights.custom))
    shared = helper.trades & helped.trades
    if shared:
        found.append(Part("生产相关", f"均有{min(shared)}", weights.trade))
    return tuple(part for part in found if part.points)


def points(weights: Weights, helper: Side, helped: Side) -> int:
    """The sum of `score` without its words: asked for every pair there could be, so it makes nothing."""
    total = 0
    if helper.group and helper.group == helped.group:
        total += weights.near
    if helper.grid and helper.grid == helped.grid:
        total += weights.grid
    if helped.row in helper.kin:
        total += weights.kin
    if helper.ethnic and helper.ethnic == helped.ethnic:
        total += weights.custom
    if not helper.trades.isdisjoint(helped.trades):
        total += weights.trade
    return total


@dataclass(frozen=True)
class _Run:
    weights: Weights
    cap: int
    standing: list[Standing]
    locked: frozenset[tuple[int, int]]
    excluded: frozenset[tuple[int, int]]
    able: frozenset[int]
    load: Counter[int]

    def village(self, helpers: list[Side], homes: list[Side]) -> tuple[list[Proposal], list[Unplaced]]:
        held = {row.helped: row for row in self.standing}
        rows = {helper.row for helper in helpers}
        homes = [home for home in homes if not self._elsewhere(held.get(home.row), rows)]
        if not helpers:
            return [], [Unplaced(home, "本村没有可以承担联系的党员") for home in homes]
        ours = {home.row for home in homes}
        inside = Counter(row.helper for row in self.standing if row.helped in ours)
        room = [self._room(helper, inside) for helper in helpers]
        full = {helper.row for helper, most in zip(helpers, room, strict=True) if inside[helper.row] > most}
        sums = [[points(self.weights, helper, home) for helper in helpers] for home in homes]
        worth = [
            [
                self._worth(helper, home, held.get(home.row), points, full)
                for helper, points in zip(helpers, row, strict=True)
            ]
            for home, row in zip(homes, sums, strict=True)
        ]
        pairs, left = [], []
        for i, (home, chosen) in enumerate(zip(homes, optimum(worth, room), strict=True)):
            former = held.get(home.row)
            if chosen is None:
                left.append(Unplaced(home, _why(worth[i], overloaded=former is not None and former.helper in full)))
                continue
            made = Proposal(
                helpers[chosen], home, sums[i][chosen], score(self.weights, helpers[chosen], home),
                former.pairing if former else None, former is not None and former.helper == helpers[chosen].row,
            )  # fmt: skip
            pairs.append(_beside(made, helpers, worth[i], sums[i], chosen))
        return pairs, left

    def _elsewhere(self, former: Standing | None, rows: set[int]) -> bool:
        """Held by somebody able from another village: it stays as it is."""
        return former is not None and former.helper in self.able and former.helper not in rows

    def _room(self, helper: Side, inside: Counter[int]) -> int:
        """What his cap leaves for this village."""
        most = self.cap if helper.cap is None else helper.cap
        return max(0, most - (self.load[helper.row] - inside[helper.row]))

    def _worth(self, helper: Side, home: Side, former: Standing | None, points: int, full: set[int]) -> int | None:
        """None where the pair must not be: own household, excluded, a lock on another, one more for who holds too many.

        Whoever is held now is placed before anybody new. Twice the points, so that between equals what stands stays.
        """
        pair, stands = (helper.row, home.row), former is not None and former.helper == helper.row
        if pair in self.excluded or home.row in helper.homes or (helper.row in full and not stands):
            return None
        if (
            former is not None
            and (former.helper, home.row) in self.locked
            and not stands
            and former.helper in self.able
        ):
            return None
        placed = _PLACED * (2 if former is not None and former.helper in self.able else 1)
        return placed + 2 * points + (2 * self.weights.stay + 1 if stands else 0)


def _beside(pair: Proposal, helpers: list[Side], worth: list[int | None], sums: list[int], chosen: int) -> Proposal:
    """The proposal with the next best helper, whether he has room or not."""
    others = [i for i, value in enumerate(worth) if value is not None and i != chosen]
    if not others:
        return pair
    best = max(others, key=lambda i: (sums[i], -i))
    return replace(pair, next_best=helpers[best], next_score=sums[best])


def _why(worth: list[int | None], *, overloaded: bool) -> str:
    if overloaded:
        return "现在的联系人已超过上限，本村没有别的党员可以分担；现有结对不动"
    if all(value is None for value in worth):
        return "本村党员都是本户的或者已被排除"
    return "本村党员的联系户都已达到上限"


def _by_place(sides: list[Side]) -> dict[int | None, list[Side]]:
    found: dict[int | None, list[Side]] = {}
    for side in sides:
        found.setdefault(side.place, []).append(side)
    return found


def _unknown(homes: list[Side]) -> tuple[tuple[str, int], ...]:
    """Of how many households a fact is not recorded, so that it counted nothing."""
    lacking = (
        ("组", sum(not side.group for side in homes)), ("网格", sum(not side.grid for side in homes)),
        ("户主民族", sum(not side.ethnic for side in homes)), ("主要生产", sum(not side.trades for side in homes)),
    )  # fmt: skip
    return tuple((label, count) for label, count in lacking if count)
