"""Pairing by hand: begin, end, hand over. A current link is never overwritten: it is closed with a date and a reason."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.db.queries import pairing as queries
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import NeedsConsent, UserError
from app.models import RECORDS
from app.models.pairing import Pairing
from app.operations import dated, setting

Side = tuple[str, int]  # (record name, row id)
CAPS = {("member", "household"): "member_cap", ("cadre", "member"): "cadre_cap"}  # as the rule on caps measures


def pair(
    store: Store, kind: str, helper: Side, helped: Sequence[Side], *, since: str, details: dict[str, Any] | None = None,
    consent: frozenset[str] = frozenset(),
) -> list[int]:  # fmt: skip
    """Begins pairings of one helper with many. Where the kind allows one current helper only, the former is closed.

    `details`: role, reasons, measures, campaigns, remark. NeedsConsent `over_cap` or `replace` before doing so.
    """
    dated.require(("since", "结对日期", since))
    with store.read() as reader:
        facts = queries.kinds(reader).get(kind)
        if facts is None:
            raise UserError(f"没有代号为“{kind}”的结对种类。")
        taken = _taken(reader, facts, helped)
        over = _over(reader, facts, helper, helped)
    if over and "over_cap" not in consent:
        raise NeedsConsent("over_cap", over)
    if taken and "replace" not in consent:
        raise NeedsConsent("replace", f"其中 {len(taken)} 个已有联系人，原来的结对将按更换联系人结束。继续吗？")
    with store.work(f"结对 {len(helped)} 对（{facts.name}）") as work:
        _refuse_before(work, taken.values(), since)
        close_rows(work, taken.values(), on=since, reason="更换联系人")
        return [_begin(work, facts, helper, side, since, details or {}) for side in helped]


def _taken(reader: Any, facts: queries.KindFacts, helped: Sequence[Side]) -> dict[int, int]:
    if not facts.sole:
        return {}
    taken: dict[int, int] = {}
    for record in {side[0] for side in helped}:
        taken |= queries.current(reader, facts.id, f"helped_{record}", [row for name, row in helped if name == record])
    return taken


def _over(reader: Reader, facts: queries.KindFacts, helper: Side, helped: Sequence[Side]) -> str:
    """A sentence when the helper would hold more than the cap: his own, else the setting, else that of the kind."""
    if facts.cap is None or helper[0] not in ("member", "cadre"):
        return ""
    whom = helped[0][0] if helped else facts.helped[0]
    general = setting.number(reader, CAPS[helper[0], whom]) if (helper[0], whom) in CAPS else facts.cap
    own = queries.own_cap(reader, helper[0], helper[1])
    most, measure = general if own is None else own, RECORDS[whom].counter
    held = queries.load(reader, helper[0], helper[1], whom) + len(helped)
    return f"结对后将联系 {held} {measure}，超过上限 {most} {measure}。仍要结对吗？" if held > most else ""


def _begin(
    work: Work, facts: queries.KindFacts, helper: Side, helped: Side, since: str, details: dict[str, Any]
) -> int:
    if helper[0] not in facts.helpers or helped[0] not in facts.helped:
        raise UserError(f"“{facts.name}”不能这样结对。", "请换一种结对种类。")
    values = {
        "kind": facts.id, f"helper_{helper[0]}": helper[1], f"helped_{helped[0]}": helped[1],
        "since": since, "sole": int(facts.sole), **details,
    }  # fmt: skip
    return work.add(Pairing, values)


def end(store: Store, pairings: Sequence[int], *, on: str, reason: str) -> int:
    """结束结对, many at once. An end before the beginning is refused."""
    dated.require(("until", "结束日期", on), ("end_reason", "结束原因", reason))
    with store.work(f"结束结对 {len(pairings)} 对") as work:
        _refuse_before(work, pairings, on)
        close_rows(work, pairings, on=on, reason=reason)
    return len(pairings)


def hand_over(store: Store, pairings: Sequence[int], helper: Side, *, on: str, reason: str) -> list[int]:
    """更换联系人: each former pairing is closed and one with the new helper begins the same day. Not before it began."""
    dated.require(("on", "日期", on), ("reason", "原因", reason))
    with store.work(f"更换联系人 {len(pairings)} 对") as work:
        _refuse_before(work, pairings, on)
        made = []
        for row in pairings:
            former = work.row("pairing", row)
            close_rows(work, [row], on=on, reason=reason)
            kept = {
                name: former[name]
                for name in ("kind", "sole", "role", "reasons", "measures", "campaigns")
                if former[name] is not None
            }
            helped = {name: value for name, value in former.items() if name.startswith("helped_") and value is not None}
            made.append(work.add(Pairing, {**kept, **helped, f"helper_{helper[0]}": helper[1], "since": on}))
    return made


def close_rows(work: Work, rows: Iterable[int], *, on: str, reason: str) -> None:
    """Ends pairings with what they hang on: one that was to begin later lasted no day."""
    for row in rows:
        until = dated.last_day(work.row("pairing", row)["since"], on)
        work.change(Pairing, row, {"until": until, "end_reason": reason})


def _refuse_before(work: Work, rows: Iterable[int], on: str) -> None:
    """Rejected when the day lies before one of the pairings began."""
    for row in rows:
        dated.refuse_before(work.row("pairing", row)["since"], on, "结对日期")
