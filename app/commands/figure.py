"""How far everyone is covered, and what the rules find."""

from argparse import Namespace
from dataclasses import asdict

from app import rules
from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries import aim
from app.db.queries import coverage as tiers

_TIERS = {"household": "户", "member": "党员", "village": "村居", "organisation": "单位"}


def coverage(args: Namespace) -> int:
    """Per tier and campaign how many of how many are covered, and which are not."""
    with opened(args) as parts, parts.store.read() as reader:
        unit = asking.place(reader, "unit", args.unit)
        found = tiers.whole(reader, unit, args.as_of)
        faults, interval = aim.faults(reader), aim.intervals(reader)
    if args.json:
        speech.answer({"tiers": [asdict(tier) for tier in found], "faults": list(faults), "interval": interval})
        return 0
    for text in faults:
        speech.line(text)
    for tier in found:
        word = _TIERS.get(tier.tier, tier.title)
        speech.line(
            f"{word}\t{tier.covered}/{tier.total}\t{tier.rate}\t未覆盖 {len(tier.uncovered)}"
            f"\t超过上限 {len(tier.overloaded)}\t失效 {len(tier.dead)}\t到期未续 {len(tier.expired)}"
            f"\t该走访未走访 {len(tier.unvisited)}\t超期未对接 {len(tier.late)}"
        )
    speech.line(interval)
    return 0


def warnings(args: Namespace) -> int:
    """What the rules find, put aside ones left out."""
    with opened(args) as parts, parts.store.read() as reader, reader.roomy():
        found = rules.run(reader)
    if args.json:
        names = ("code", "severity", "record", "uid", "text")
        speech.answer({"alerts": [{name: getattr(alert, name) for name in names} for alert in found]})
        return 0
    for alert in found:
        speech.line(f"{alert.severity}\t{alert.code}\t{alert.text}")
    return 0
