"""Who should be in touch with whom, and on demand make it so."""

from argparse import Namespace

from app import clock
from app.commands import asking, speech
from app.commands.opening import opened
from app.operations import suggestion, suggestion_saving
from app.operations.suggestion import Proposals
from app.operations.suggestion_place import Proposal
from app.operations.suggestion_way import WAYS


def suggest(args: Namespace) -> int:
    """Proposed pairings of a kind with their reasons; saved only with `--apply`, as one work."""
    with opened(args) as parts:
        with parts.store.read() as reader:
            unit = asking.place(reader, "unit", args.unit)
            found = suggestion.propose(
                reader, unit, kind=args.kind or suggestion.KIND, cap=args.cap, progress=speech.progress()
            )
        begun = 0
        if args.apply:
            begun = suggestion_saving.apply(
                parts.store, found.pairs, since=clock.today().isoformat(), kind=found.kind, campaign=args.campaign or ""
            )
    if args.json:
        speech.answer(_facts(found))
        return 0
    _say(found)
    speech.line(f"已结对 {begun} 对。" if args.apply else "没有写入；加上 --apply 才写入。")
    return 0


def _say(found: Proposals) -> None:
    for pair in found.fresh:
        speech.line(f"{pair.helped.name}\t{pair.helper.name}\t{pair.score}\t{pair.why}")
    for left in found.unplaced:
        speech.line(f"{left.helped.name}\t未能安排\t\t{left.why}")
    kept = len(found.pairs) - len(found.fresh)
    speech.line(f"推荐 {len(found.fresh)} 对，保留现有 {kept} 对，未能安排 {len(found.unplaced)} 个。")
    if found.cap is None:
        speech.line("这种结对没有规定每个联系方的上限，按平均分担。")
    if found.unranked:
        speech.line(f"有 {found.unranked} 名干部没有登记职务级别，没有推荐。")
    for label, count in found.unknown:
        speech.line(f"有 {count} 个没有登记{label}，这一项不计分。")


def _facts(found: Proposals) -> dict[str, object]:
    """`helper` and `helped` always; for 党员→户 these are `member` and `household` as well."""
    return {
        "kind": found.kind, "objective": found.objective, "pairs": [_pair(found, pair) for pair in found.pairs],
        "unplaced": [left.helped.uid for left in found.unplaced], "unknown": dict(found.unknown),
    }  # fmt: skip


def _pair(found: Proposals, pair: Proposal) -> dict[str, object]:
    """`next_full`: the next best may have more points than the one proposed, as he would hold all he may."""
    way, beside = WAYS[found.kind], pair.next_best
    named = {way.helped: pair.helped.uid, way.helper: pair.helper.uid} if way.helped != way.helper else {}
    return {
        **named, "helper": pair.helper.uid, "helped": pair.helped.uid, "score": pair.score, "reasons": list(pair.reasons),
        "why": pair.why, "kept": pair.kept, "next": beside.uid if beside else None, "next_score": pair.next_score,
        "next_full": beside is not None and beside.row in found.full,
    }  # fmt: skip
