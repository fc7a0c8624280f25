"""外发记录: what left the program and for whom; two departures of one table side by side."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from app import codes
from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries import outgoing as queries
from app.db.queries.outgoing import Departure
from app.errors import UserError
from app.ledgers import outgoing as ledger
from app.ledgers.outgoing import CAME, CHANGED, WENT, Comparison


def handups(args: Namespace) -> int:
    """The list, newest first; with `--compare A B` who came, who went, what was corrected between the two."""
    with opened(args) as parts, parts.store.read() as reader:
        if args.compare:
            before, after = map(_number, args.compare)
            found = ledger.compare(reader, before, after)
            speech.answer(_compared(found)) if args.json else _say(found)
            return 0
        known = asking.ledger_named(args.name) if args.name else None
        name = known.name if known else asking.code_of(args.name) if args.name else ""
        whom = codes.find("recipient", args.to or "") or args.to or ""
        listed = queries.departures(reader, name=name, whom=whom, limit=args.limit)
    if args.json:
        speech.answer({"handups": [_told(one) for one in listed]})
        return 0
    for row in ledger.listed(listed).rows:
        speech.line("\t".join("" if cell is None else str(cell) for cell in row))
    return 0


def _number(text: str) -> int:
    if not text.isdecimal():
        raise UserError(f"“{text}”不是外发记录的编号。", "编号在外发记录的第一列，是一个整数。")
    return int(text)


def _told(one: Departure) -> dict[str, Any]:
    files = [{"name": name, "sha256": digest, "bytes": size} for name, digest, size in one.files]
    return {**asdict(one), "files": files, "content": one.content or None}


def _compared(found: Comparison) -> dict[str, Any]:
    lines = {state: [line for line in found.lines if line.state == state] for state in (CAME, WENT, CHANGED)}
    return {
        "before": _told(found.before), "after": _told(found.after),
        "came": [{"key": line.key, "name": line.subject} for line in lines[CAME]],
        "went": [{"key": line.key, "name": line.subject} for line in lines[WENT]],
        "corrected": [
            {
                "key": line.key, "name": line.subject, "field": line.column, "label": line.label, "old": line.old or None,
                "new": line.new or None,
            }
            for line in lines[CHANGED]
        ],
        "counts": {"came": found.count(CAME), "went": found.count(WENT), "corrected": found.count(CHANGED)},
        "not_compared": list(found.apart),
    }  # fmt: skip


def _say(found: Comparison) -> None:
    table = ledger.compared(found)
    speech.line(table.note)
    for row in table.rows:
        speech.line("\t".join("" if cell is None else str(cell) for cell in row))
