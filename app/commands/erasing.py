"""Erasing a person for good: first what would go, then the act."""

from argparse import Namespace
from dataclasses import asdict

from app.commands import speech
from app.commands.opening import opened
from app.models.catalogue import record_named
from app.operations import erasing


def erase(args: Namespace) -> int:
    """With `--dry-run` nothing changes."""
    record = record_named(args.record).code()
    with opened(args) as parts:
        if args.dry_run:
            with parts.store.read() as reader:
                found = erasing.plan(reader, record, args.uid)
            speech.line(
                f"将彻底删除：{erasing.counted(found.told())}；另有 {len(found.links)} 处不再指向此人。没有改动。"
            )
            return 0
        done = erasing.erase(parts.store, record, args.uid, reason=args.reason, progress=speech.progress())
    if args.json:
        speech.answer({**asdict(done), "backups": [path.name for path in done.backups]})
        return 0
    for sentence in done.told():
        speech.line(sentence)
    return 0
