"""Erasing a person for good: first what would go, then the act."""

from argparse import Namespace
from dataclasses import asdict

from app.commands import speech
from app.commands.opening import opened
from app.models.catalogue import record_named
from app.operations import erasing
from app.operations.erasing import Erased


def erase(args: Namespace) -> int:
    """With `--dry-run` nothing changes."""
    record = record_named(args.record).code()
    with opened(args) as parts:
        if args.dry_run:
            with parts.store.read() as reader:
                found = erasing.plan(reader, record, args.uid)
            speech.line(f"将彻底删除：{_counted(found.told())}；另有 {len(found.links)} 处不再指向此人。没有改动。")
            return 0
        done = erasing.erase(parts.store, record, args.uid, reason=args.reason, progress=speech.progress())
    if args.json:
        speech.answer({**asdict(done), "backups": [path.name for path in done.backups]})
        return 0
    _tell(done)
    return 0


def _tell(done: Erased) -> None:
    speech.line(f"已彻底删除：{_counted(done.rows)}；修改记录清空 {done.works} 步，外发内容清除 {done.contents} 次。")
    if done.mentions:
        speech.line(f"下列登记的文字里还有同样的姓名或号码，可能是同名的人，请自行核对：{_counted(done.mentions)}。")
    if done.backups:
        names = "、".join(path.name for path in done.backups)
        speech.line(f"这些备份里还有此人，需要时请自行删除：{names}。")
    speech.line("收表存件、佐证材料文件、其他位置的备份和已经发出的文件没有改动，里面如有此人，请自行处理。")


def _counted(told: tuple[tuple[str, int], ...]) -> str:
    return "、".join(f"{title} {count} 条" for title, count in told)
