"""The inspection pack of a branch, a unit or the township."""

from argparse import Namespace
from dataclasses import asdict

from app.commands import asking, speech
from app.commands.opening import opened
from app.db.store import Reader
from app.errors import UserError
from app.operations import outgoing
from app.pack.content import Wish, versions
from app.pack.folder import pack as made


def pack(args: Namespace) -> int:
    """Writes the folder and says what is in it; what is missing stands on page 1 of the book and on stdout as a number."""
    terms = outgoing.terms(whom=args.to or "", purpose=args.purpose or "", asked=args.mask, default="middle")
    with opened(args) as parts:
        with parts.store.read() as reader:
            branch, unit = asking.place(reader, "branch", args.branch), asking.place(reader, "unit", args.unit)
            wish = Wish(
                branch,
                unit,
                args.year,
                _checklists(reader, args.checklist or ()),
                terms.mask,
                papers=not args.index_only,
            )
        packed = made(parts.store, wish, args.folder, speech.progress(), terms=terms)
    if args.json:
        speech.answer({**asdict(packed), "folder": str(packed.folder), "lost": list(packed.lost)})
        return 0
    speech.line(
        f"已装订到 {packed.folder}：{packed.pages} 页，清单 {packed.lists} 份，台账 {packed.tables} 本，"
        f"佐证材料 {packed.exhibits} 份，缺项 {packed.gaps} 处（见第 1 页）。"
    )
    for name in packed.lost:
        speech.line(f"佐证材料“{name}”的文件不在数据库里，册中只有一页说明。")
    return 0


def _checklists(reader: Reader, names: list[str] | tuple[str, ...]) -> tuple[int, ...]:
    known = {name: row for row, name in versions(reader)}
    for name in names:
        if name not in known:
            raise UserError(f"没有名为“{name}”的清单。", f"可用：{'、'.join(known)}。")
    return tuple(known[name] for name in names)
