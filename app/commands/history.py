"""What was done, and taking it back."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from app.commands import speech
from app.commands.opening import opened
from app.db.queries import history as acts
from app.db.queries import standing
from app.db.store import Store
from app.db.undo import Undone
from app.db.undo_older import Fates
from app.errors import UserError
from app.models.catalogue import record_named
from app.operations import history as turns


def history(args: Namespace) -> int:
    """Newest first; of one row when `--record` and `--uid` name it."""
    with opened(args) as parts, parts.store.read() as reader:
        works = _of_row(reader, args) if args.uid else [asdict(act) for act in acts.works(reader, limit=args.limit)]
    if args.json:
        speech.answer({"works": works})
        return 0
    for work in works:
        speech.line(
            f"{work['id']}\t{work['at'][:16].replace('T', ' ')}\t{work['by']}\t{work['label']}\t{work['changes']}"
        )
    return 0


def _of_row(reader: Any, args: Namespace) -> list[dict[str, Any]]:
    if args.record is None:
        raise UserError("请用 --record 写明是哪种记录。")
    record = record_named(args.record)
    row = standing.by_uid(reader, record.code(), [args.uid]).get(args.uid)
    if row is None:
        raise UserError(f"没有编号为 {args.uid} 的{record.title}。")
    found: dict[int, dict[str, Any]] = {}
    for trace in acts.traces(reader, record.code(), row):
        told = found.setdefault(trace.act.id, {**asdict(trace.act), "fields": []})
        if trace.field:
            told["fields"].append({"field": trace.field, "old": trace.old, "new": trace.new})
    return list(found.values())


def undo(args: Namespace) -> int:
    """The newest work, whole or refused; an older one row by row: first what would become of every row, then the act."""
    with opened(args) as parts:
        if args.work is None:
            return _answer(args, turns.undo(parts.store), "撤销")
        act = turns.undo_older if args.yes else turns.plan_older
        return _fates(args, parts.store, act(parts.store, args.work, progress=speech.progress()))


def _fates(args: Namespace, store: Store, fates: Fates) -> int:
    facts = {"work": fates.work, "label": fates.label, "reversed": fates.reversed}
    if args.json:
        lines = {name: [f"{line.record}:{line.row}" for line in getattr(fates, name)] for name in ("kept", "failed")}
        speech.answer({**facts, **lines, "planned": fates.planned})
        return 0
    with store.read() as reader:
        for told in acts.fates(reader, fates):
            speech.line("\t".join(told))
    counts = f"撤销 {fates.reversed} 条，保留 {len(fates.kept)} 条，失败 {len(fates.failed)} 条"
    if not fates.planned:
        speech.line(f"已逐条撤销“{fates.label}”：{counts}。")
    else:
        speech.line(f"逐条撤销“{fates.label}”将{counts}。还没有改动；确认后请加上 --yes。")
    return 0


def redo(args: Namespace) -> int:
    with opened(args) as parts:
        return _answer(args, turns.redo(parts.store), "重做")


def _answer(args: Namespace, done: Undone, word: str) -> int:
    if args.json:
        facts = {"work": done.work, "label": done.label, "reversed": done.reversed}
        speech.answer({**facts, "kept": list(done.kept), "failed": list(done.failed)})
        return 0
    kept = f"，{len(done.kept)} 处因为之后改过而保留" if done.kept else ""
    failed = f"，{len(done.failed)} 处没有做成" if done.failed else ""
    speech.line(f"已{word}“{done.label}”，共 {done.reversed} 条{kept}{failed}。")
    return 0
