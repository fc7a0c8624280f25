"""对账: a returned sheet against the books, and taking over what is right in it."""

import json
from argparse import Namespace
from pathlib import Path

from app.commands import speech
from app.commands.opening import opened
from app.db.store import Store
from app.errors import UserError
from app.exchange.comparing import compare as compared
from app.exchange.comparing_apply import Choice, apply, certain, chosen, everything
from app.exchange.comparing_computed import in_words
from app.exchange.comparing_plan import ROW_STATES, Comparison, report
from app.exchange.comparing_return import return_compared
from app.operations import batch as operations


def compare(args: Namespace) -> int:
    """Cell by cell; `--apply all`, `sure` (without what was changed on both sides), `none`, or a file of row keys."""
    with opened(args) as parts:
        comparison = _compared(parts.store, args)
        choice = _choice(comparison, args.apply) if comparison.status == "ok" else None
        if args.returned is not None and comparison.status == "ok":
            return_compared(parts.store, comparison, args.returned)
        taken = apply(parts.store, comparison, choice, speech.progress()) if choice is not None else None
    if args.json:
        told = report(comparison, str(args.file))
        if choice is not None:
            told["applied"] = {
                "cells": len(choice.cells),
                "new": len(choice.new),
                "work": taken.work if taken else None,
            }
        speech.answer(told)
    elif comparison.status != "ok":
        raise UserError(comparison.message)
    else:
        _say(comparison, choice)
    return 0


def _compared(store: Store, args: Namespace) -> Comparison:
    batch = operations.one(store, args.batch) if args.batch else None
    options = {"record": args.record, "large": args.large}
    return compared(store, args.file, batch=batch, alone=args.alone, **options, progress=speech.progress())


def _choice(comparison: Comparison, asked: str) -> Choice | None:
    """None = nothing is to be taken."""
    if asked == "none":
        return None
    if asked == "all":
        return everything(comparison)
    return certain(comparison) if asked == "sure" else _listed(comparison, Path(asked))


def _listed(comparison: Comparison, path: Path) -> Choice:
    """A file of row keys, one a line (with a tab and a field: that cell only), or as JSON. UserError for unknown keys."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"打不开采纳清单“{path.name}”。", "请写 all、none、sure，或一个每行一个行键的文件。") from error
    pairs = _pairs(text)
    known = {row.key for row in comparison.rows}
    if strange := [key for key, _field in pairs if key not in known]:
        raise UserError(f"采纳清单里有 {len(strange)} 个行键在对账结果里没有，如“{strange[0]}”。", "请重新对账后再列。")
    whole = chosen(comparison, rows={key for key, field in pairs if not field})
    return whole.with_(chosen(comparison, cells={(key, field) for key, field in pairs if field}))


def _pairs(text: str) -> list[tuple[str, str]]:
    """(row key, field or "") of each entry."""
    if text.lstrip().startswith("["):
        listed = [item if isinstance(item, dict) else {"key": item} for item in json.loads(text)]
        return [(str(item["key"]), str(item.get("field") or "")) for item in listed]
    lines = [line.rstrip("\r\n").partition("\t") for line in text.splitlines() if line.strip()]
    return [(key.strip(), field.strip()) for key, _tab, field in lines]


def _say(comparison: Comparison, choice: Choice | None) -> None:
    counts = comparison.counts()
    speech.line("，".join(f"{word} {counts[state]} 行" for state, word in ROW_STATES.items()) + "。")
    for row in comparison.table().rows:
        speech.line("\t".join(str(cell) for cell in row if cell is not None))
    if comparison.computed:
        speech.line(in_words(comparison.computed))
    if choice is not None:
        speech.flushed(f"ACK COMPARE {len(choice.cells)} {len(choice.new)}")
