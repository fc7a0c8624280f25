"""Looking proposals over before anything is saved: take, change, refuse, agree – each gives a new review, none writes."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.db.queries.suggestion import Side
from app.errors import NeedsConsent, UserError
from app.operations.suggestion import Proposals
from app.operations.suggestion_place import Pairs, Proposal, Unplaced
from app.operations.suggestion_saving import Verdict
from app.operations.suggestion_score import AGREED, EXCLUDED


@dataclass(frozen=True)
class Candidate:
    """One who could be given it: the points and facts, what he would then hold, what he may at most."""

    helper: Side
    score: int
    why: str
    held: int
    most: int


@dataclass(frozen=True)
class Review:
    """`pairs` and `left` are those of the run as changed by hand, by row of the one to be helped; `taken` were accepted."""

    found: Proposals
    pairs: dict[int, Proposal]
    left: dict[int, Unplaced]
    taken: frozenset[int] = frozenset()
    verdicts: tuple[Verdict, ...] = field(default=())

    @cached_property
    def load(self) -> Counter[int]:
        """Helper → how many he would hold if all that is proposed came true."""
        outside = Counter({burden.helper.row: burden.then for burden in self.found.burdens})
        outside.subtract(Counter(pair.helper.row for pair in self.found.pairs))
        outside.update(pair.helper.row for pair in self.pairs.values())
        return outside

    @cached_property
    def most(self) -> dict[int, int]:
        return {burden.helper.row: burden.most for burden in self.found.burdens}

    @property
    def fresh(self) -> tuple[int, ...]:
        """Rows whose helper would be another than now."""
        return tuple(row for row, pair in self.pairs.items() if not pair.kept)

    @property
    def chosen(self) -> tuple[Proposal, ...]:
        return tuple(pair for row, pair in self.pairs.items() if row in self.taken)

    @property
    def decided(self) -> bool:
        return bool(self.verdicts or any(row in self.taken for row in self.fresh))

    @property
    def refused(self) -> Pairs:
        return frozenset((told.helper, told.helped) for told in self.verdicts if told.stance == EXCLUDED)

    @property
    def fixed(self) -> Pairs:
        """What a new run must leave: taken or agreed."""
        return frozenset((self.pairs[row].helper.row, row) for row in self.taken if row in self.pairs)


def begin(found: Proposals) -> Review:
    """Nothing is decided yet."""
    return Review(
        found, {pair.helped.row: pair for pair in found.pairs}, {left.helped.row: left for left in found.unplaced}
    )


def again(review: Review, found: Proposals) -> Review:
    """A new run with what was decided so far; it was told `refused` and `fixed`."""
    made = begin(found)
    kept = {row for row in review.taken if row in made.pairs and made.pairs[row].helper == review.pairs[row].helper}
    return replace(made, taken=frozenset(kept), verdicts=review.verdicts)


def take(review: Review, rows: Iterable[int]) -> Review:
    """采纳. What stays as it is needs no decision."""
    return replace(review, taken=review.taken.union(row for row in rows if row in review.pairs))


def put_back(review: Review, rows: Collection[int]) -> Review:
    """Undecided again; an agreement or a refusal that was told of these is taken back too."""
    told = tuple(verdict for verdict in review.verdicts if verdict.helped not in rows)
    return replace(review, taken=review.taken.difference(rows), verdicts=told)


def candidates(review: Review, row: int) -> tuple[Candidate, ...]:
    """Everybody who could be given it, the nearest first, the one proposed left out."""
    helped, now = _side(review, row), review.pairs.get(row)
    found = []
    for helper in _beside(review, helped):
        if _barred(review, helper, helped) or (now is not None and helper.row == now.helper.row):
            continue
        parts = review.found.rules.scale.parts(helper, helped)
        found.append(
            Candidate(
                helper, sum(part.points for part in parts), "·".join(part.fact for part in parts), review.load[helper.row] + 1,
                review.most[helper.row],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.score, one.held > one.most, one.held)))


def give(review: Review, row: int, helper: int, *, consent: frozenset[str] = frozenset()) -> Review:
    """换人: to this helper, accepted at once. NeedsConsent `over_cap`; UserError when he must not have it."""
    helped = _side(review, row)
    side = next((one for one in _beside(review, helped) if one.row == helper), None)
    if side is None or _barred(review, side, helped):
        raise UserError("这两方不能结对：不在一处，是本人本户的，或者已被排除。", "请换一个。")
    now = review.pairs.get(row)
    if now is not None and now.helper.row == helper:
        return take(review, (row,))
    held, most = review.load[helper] + 1, review.most[helper]
    if held > most and "over_cap" not in consent:
        raise NeedsConsent("over_cap", f"换给{side.name}后将联系 {held} 个，超过上限 {most} 个。仍要换吗？")
    return _given(review, helped, side)


def refuse(review: Review, row: int, reason: str) -> Review:
    """拒绝: the pair will be remembered as excluded; the nearest who has room is proposed instead, not accepted."""
    pair = review.pairs.get(row)
    if pair is None:
        raise UserError("这一项没有推荐，不用拒绝。")
    if not reason.strip():
        raise UserError("请写明拒绝的理由。", "以后推荐时看得到。")
    told = Verdict(pair.helper.row, row, EXCLUDED, reason.strip())
    others = tuple(one for one in review.verdicts if (one.helper, one.helped) != (told.helper, row))
    without = replace(
        review, pairs={key: one for key, one in review.pairs.items() if key != row}, taken=review.taken - {row},
        verdicts=(*others, told), left=review.left | {row: Unplaced(pair.helped, "已拒绝推荐的人，没有别人可以承担")},
    )  # fmt: skip
    free = [one for one in candidates(without, row) if one.held <= one.most]
    return replace(_given(without, pair.helped, free[0].helper), taken=without.taken) if free else without


def agree(review: Review, row: int, reason: str) -> Review:
    """约定: taken, and remembered so that no later suggestion changes it."""
    pair = review.pairs.get(row)
    if pair is None:
        raise UserError("这一项还没有安排联系人，不能约定。", "请先换给一个人。")
    if not reason.strip():
        raise UserError("请写明约定的理由。", "以后推荐时看得到。")
    others = tuple(one for one in review.verdicts if one.helped != row or one.stance != AGREED)
    told = Verdict(pair.helper.row, row, AGREED, reason.strip())
    return replace(review, taken=review.taken | {row}, verdicts=(*others, told))


def agreed(review: Review) -> frozenset[int]:
    return frozenset(told.helped for told in review.verdicts if told.stance == AGREED)


def _given(review: Review, helped: Side, helper: Side) -> Review:
    """The pair as it would be, accepted; a former agreement with another falls away."""
    row = helped.row
    former = review.found.rules.standing.get(row, ())
    stands = next((link for link in former if link.helper in review.found.rules.able), former[0] if former else None)
    parts = review.found.rules.scale.parts(helper, helped)
    old = review.pairs.get(row)
    made = Proposal(
        helper, helped, sum(part.points for part in parts), parts, stands.pairing if stands else None,
        stands is not None and stands.helper == helper.row, old.helper if old else None, old.score if old else 0,
    )  # fmt: skip
    return replace(
        review, pairs=review.pairs | {row: made}, left={key: one for key, one in review.left.items() if key != row},
        taken=review.taken | {row},
        verdicts=tuple(told for told in review.verdicts if told.helped != row or told.stance != AGREED),
    )  # fmt: skip


def _side(review: Review, row: int) -> Side:
    return review.pairs[row].helped if row in review.pairs else review.left[row].helped


def _beside(review: Review, helped: Side) -> Iterable[Side]:
    place = review.found.bounds.place(helped.unit, review.found.way.within)
    return review.found.beside.get(place, ()) if place is not None else ()


def _barred(review: Review, helper: Side, helped: Side) -> bool:
    pair = (helper.row, helped.row)
    return (
        pair in review.found.rules.excluded or pair in review.refused
        or (helped.home is not None and helped.home in helper.homes)
        or (helped.person is not None and helped.person == helper.person)
    )  # fmt: skip
