"""Which member should be in touch with which household, and on demand make it so."""

from argparse import Namespace

from app import clock
from app.commands import asking, speech
from app.commands.opening import opened
from app.operations import suggestion


def suggest(args: Namespace) -> int:
    """Proposed pairings with their reasons; saved only with `--apply`, as one work."""
    with opened(args) as parts:
        with parts.store.read() as reader:
            unit = asking.place(reader, "unit", args.unit)
            found = suggestion.propose(reader, unit, cap=args.cap, progress=speech.progress())
        begun = suggestion.apply(parts.store, found.pairs, since=clock.today().isoformat()) if args.apply else 0
    if args.json:
        speech.answer(_facts(found))
        return 0
    for pair in found.fresh:
        speech.line(f"{pair.helped.name}\t{pair.helper.name}\t{pair.score}\t{pair.why}")
    for left in found.unplaced:
        speech.line(f"{left.helped.name}\t未能安排\t\t{left.why}")
    speech.line(
        f"推荐 {len(found.fresh)} 对，保留现有 {len(found.pairs) - len(found.fresh)} 对，未能安排 {len(found.unplaced)} 户。"
    )
    for label, count in found.unknown:
        speech.line(f"有 {count} 户没有登记{label}，这一项不计分。")
    speech.line(f"已结对 {begun} 对。" if args.apply else "没有写入；加上 --apply 才写入。")
    return 0


def _facts(found: suggestion.Proposals) -> dict[str, object]:
    return {
        "objective": found.objective,
        "pairs": [
            {
                "household": pair.helped.uid, "member": pair.helper.uid, "score": pair.score,
                "reasons": list(pair.reasons), "why": pair.why, "kept": pair.kept,
            }
            for pair in found.pairs
        ],
        "unplaced": [left.helped.uid for left in found.unplaced],
    }  # fmt: skip
