"""Making proposals true: pairings begun, campaigns added, refusals and agreements remembered – one work, one undo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.db.queries import pairing as pairings
from app.db.queries import resolve
from app.db.queries import suggestion as queries
from app.db.queries.pairing import KindFacts
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import UserError
from app.models.pairing import Pairing
from app.models.preference import Preference
from app.operations import dated
from app.operations.pairing import close_rows
from app.operations.suggestion import KIND
from app.operations.suggestion_place import Proposal
from app.operations.suggestion_score import AGREED, EXCLUDED
from app.operations.suggestion_way import WAYS, Way

Columns = dict[str, object]


@dataclass(frozen=True)
class Verdict:
    """What was decided of one pair besides taking it: never (`EXCLUDED`) or always (`AGREED`), and why."""

    helper: int
    helped: int
    stance: str
    reason: str


def apply(
    store: Store, chosen: Collection[Proposal], *, since: str, kind: str = KIND, campaign: str = "",
    verdicts: Sequence[Verdict] = (),
) -> int:  # fmt: skip
    """Begins the chosen pairings as one work; who stood there before is closed that day. The count of pairings begun.

    With a `campaign` (name of a 专项) those that stay count under it too. UserError when one of them has changed hands
    since the proposal was made: then nothing is saved.
    """
    dated.require(("since", "结对日期", since))
    way = WAYS[kind]
    fresh = [pair for pair in chosen if not pair.kept]
    with store.read() as reader:
        facts = pairings.kinds(reader)[kind]
        _known(reader, campaign)
        late = _uncounted(reader, chosen, campaign)
    if not fresh and not late and not verdicts:
        return 0
    with store.work(_label(len(fresh), len(late), len(verdicts), campaign)) as work:
        _refuse_overtaken(work, facts, way, fresh)
        former = [pair.pairing for pair in fresh if pair.pairing is not None]
        carried = queries.carried(work.connection, former)
        close_rows(work, former, on=since, reason="更换联系人")
        _begin(work, facts, way, fresh, since, campaign, carried)
        for row, campaigns in late.items():
            work.change(Pairing, row, {"campaigns": campaigns})
        for verdict in verdicts:
            _remember(work, way, verdict, since)
    return len(fresh)


def _label(fresh: int, late: int, verdicts: int, campaign: str) -> str:
    if fresh:
        return f"采纳推荐结对 {fresh} 对"
    return f"{late} 对结对计入“{campaign}”" if late else f"登记结对意愿 {verdicts} 条"


def _known(reader: Reader, campaign: str) -> None:
    if campaign and not resolve.one(reader, "campaign", campaign):
        raise UserError(f"没有名为“{campaign}”的专项。", "请先在“专项”里登记。")


def _uncounted(reader: Reader, chosen: Collection[Proposal], campaign: str) -> dict[int, str]:
    """Pairing → its campaigns with this one, of those that stay and do not count under it yet."""
    if not campaign:
        return {}
    kept = queries.carried(reader, [pair.pairing for pair in chosen if pair.kept and pair.pairing is not None])
    return {row: _with(told, campaign) for row, (_, told) in kept.items() if campaign not in queries.words(told)}


def _with(told: str | None, campaign: str) -> str:
    return "、".join(dict.fromkeys([*filter(None, (told or "").split("、")), campaign]))


def _refuse_overtaken(work: Work, facts: KindFacts, way: Way, fresh: Sequence[Proposal]) -> None:
    rows = {pair.helped.row for pair in fresh}
    now: dict[int, set[int]] = {}
    for link in queries.standing(work.connection, facts.id, way.helper, way.helped, rows):
        now.setdefault(link.helped, set()).add(link.pairing)
    if any((pair.pairing is None) == bool(now.get(pair.helped.row)) for pair in fresh) or any(
        pair.pairing is not None and pair.pairing not in now[pair.helped.row] for pair in fresh
    ):
        raise UserError("推荐以后，有的已经改了联系人，没有保存。", "请重新推荐。")


def _begin(
    work: Work, facts: KindFacts, way: Way, fresh: Sequence[Proposal], since: str, campaign: str,
    carried: dict[int, tuple[str | None, str | None]],
) -> None:  # fmt: skip
    columns = (
        "kind",
        f"helper_{way.helper}",
        f"helped_{way.helped}",
        "since",
        "sole",
        "reasons",
        "measures",
        "campaigns",
    )
    rows = []
    for pair in fresh:
        measures, campaigns = carried.get(pair.pairing or 0, (None, None))
        told = _with(campaigns, campaign) if campaign else campaigns
        rows.append(
            (
                facts.id, pair.helper.row, pair.helped.row, since, int(facts.sole), "、".join(pair.reasons) or None, measures,
                told,
            )
        )  # fmt: skip
    work.add_many(Pairing, columns, rows)


def _remember(work: Work, way: Way, verdict: Verdict, since: str) -> None:
    dated.require(("reason", "理由", verdict.reason))
    opposite = {EXCLUDED: AGREED, AGREED: EXCLUDED}[verdict.stance]
    sides = {f"helper_{way.helper}": verdict.helper, f"helped_{way.helped}": verdict.helped}
    for row in queries.told(work.connection, way.helper, way.helped, verdict.helper, verdict.helped, opposite):
        work.change(Preference, row, {"until": since, "end_reason": "改为" + verdict.stance})
    work.add(Preference, {**sides, "stance": verdict.stance, "reason": verdict.reason, "since": since})
