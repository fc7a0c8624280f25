"""Letting data out: a ledger, a record, or everything."""

from argparse import Namespace
from pathlib import Path

from app.commands import asking, speech
from app.commands.opening import opened
from app.errors import UserError
from app.exchange.whole_export import export_all as write_everything
from app.exchange.write import write_csv, write_xlsx
from app.operations.outgoing import leaving
from app.table import Table


def export(args: Namespace) -> int:
    """A ledger or a record as .xlsx or .csv; `--list` names them."""
    if args.listed:
        for name, title in asking.listed(args):
            speech.line(f"{name}\t{title}")
        return 0
    if args.name is None or args.out is None:
        raise UserError("请写明导出什么、导出到哪个文件。", "用 export --list 查看可用的名称。")
    told = asking.terms(args)
    with opened(args) as parts, leaving(parts.store, asking.departure("export", args, told)) as left:
        left.table = table = asking.table(parts.store, args, told.mask)
        write(table, args.out, args.charset)
        left.files.append(args.out)
    speech.line(f"已导出 {len(table.rows)} 行：{args.out}")
    return 0


def write(table: Table, out: Path, charset: str = "utf-8-sig") -> None:
    """By the ending of the file's name. UserError for another one."""
    if out.suffix.lower() == ".xlsx":
        write_xlsx(table, out, speech.progress())
    elif out.suffix.lower() == ".csv":
        write_csv(table, out, "gb18030" if charset == "gb18030" else "utf-8-sig", speech.progress())
    else:
        raise UserError(f"不能导出成“{out.suffix or out.name}”文件。", "请把文件名改成以 .xlsx 或 .csv 结尾。")


def export_all(args: Namespace) -> int:
    """A workbook per record and the data dictionary."""
    with opened(args) as parts:
        files = write_everything(parts.store, args.folder, speech.progress())
    speech.line(f"已导出 {len(files)} 个文件到 {args.folder}。")
    return 0
