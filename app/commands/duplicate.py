"""Who may be registered twice, and which names and numbers are damaged: lists to look at, nothing is changed."""

from argparse import Namespace

from app.commands import speech
from app.commands.opening import opened
from app.errors import UserError
from app.models import RECORDS
from app.models.catalogue import record_named
from app.operations import clinic as examining
from app.operations import duplicate
from app.printing.fonts import uncovered


def duplicates(args: Namespace) -> int:
    """The likest first; of one record when it is named."""
    codes = [record_named(args.record).code()] if args.record else list(duplicate.RECORDS)
    if not set(codes) <= set(duplicate.RECORDS):
        raise UserError(
            "这种记录不查重。", "可用：" + "、".join(RECORDS[code].title for code in duplicate.RECORDS) + "。"
        )
    with opened(args) as parts, parts.store.read() as reader:
        pairs = [pair for code in codes for pair in duplicate.candidates(reader, code, progress=speech.progress())]
    if args.json:
        speech.answer(
            {
                "pairs": [
                    {
                        "record": pair.record, "uids": [pair.one.uid, pair.other.uid], "score": pair.likeness.score,
                        "reasons": list(pair.likeness.reasons), "against": list(pair.likeness.against), "later": pair.decision,
                    }
                    for pair in pairs
                ]
            }
        )  # fmt: skip
        return 0
    for pair in pairs:
        names = f"{pair.one.name}／{pair.other.name}"
        speech.line(
            "\t".join((RECORDS[pair.record].title, pair.likeness.word, names, pair.likeness.text, pair.decision))
        )
    return 0


def clinic(args: Namespace) -> int:
    """Every damaged name and number, with a proposal where a rule leaves one answer."""
    with opened(args) as parts, parts.store.read() as reader:
        found = examining.examine(reader, uncovered, progress=speech.progress())
    if args.json:
        findings = [
            {
                "record": each.record, "uid": each.uid, "field": each.field, "value": each.value,
                "proposal": each.proposal or None, "code": each.fault.code, "text": each.fault.text,
            }
            for each in found
        ]  # fmt: skip
        speech.answer({"findings": findings})
        return 0
    for each in found:
        record = RECORDS[each.record].title
        speech.line("\t".join((record, each.who, each.label, each.value, each.proposal, each.fault.text)))
    return 0
