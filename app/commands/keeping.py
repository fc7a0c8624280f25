"""Keeping the database safe: checking it, copying it, putting a copy back."""

from argparse import Namespace
from pathlib import Path

from app import paths
from app.commands import speech
from app.commands.opening import database, opened, words
from app.db import backup as copying
from app.db import check as checking
from app.errors import UserError
from app.operations import keeping
from app.parts import build


def check(args: Namespace) -> int:
    """Exit code 3 when something is wrong; what it is stands on stderr and in the JSON."""
    path = database(args)
    if not path.exists():
        with opened(args):
            pass
    found = checking.check(path, speech.progress(), words(args))
    if args.json:
        sorts = ("pages", "references", "rules", "chain", "backups")
        facts = {sort: not getattr(found, sort) for sort in sorts}
        speech.answer({"ok": not found.problems, **facts, "problems": list(found.problems)})
    if found.problems:
        raise UserError("核对发现问题：" + "；".join(text.rstrip("。") for text in found.problems[:8]) + "。")
    if not args.json:
        speech.line("核对完毕，没有发现问题。")
    return 0


def backup(args: Namespace) -> int:
    """A verified copy as one file."""
    with opened(args) as parts:
        manifest = copying.backup(parts.store.path, args.out, speech.progress(), key=parts.store.key)
    rows = sum(count for _, count in manifest.rows)
    speech.line(f"已备份并核对：{args.out}，共 {rows} 行，{manifest.size / 1_000_000:.1f} MB。")
    return 0


def restore(args: Namespace) -> int:
    """Puts a backup in the place of the database; the present one is kept aside."""
    path: Path = args.db if args.db is not None else paths.default_database()
    given = words(args)
    aside = keeping.restore(path, args.source, given=given, by=given, progress=speech.progress())
    build(path, given=given).close()  # brings an older backup to the present schema
    speech.line("已从备份恢复。" + (f"原来的数据库留在 {aside}。" if aside else ""))
    return 0
