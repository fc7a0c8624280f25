"""How does everything leave the program, so that leaving is easy: a workbook per record and a data dictionary.

`app.exchange.whole_import` brings such workbooks back; links travel as uids beside the names.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.codes import codes
from app.db.queries import everything
from app.db.store import Store
from app.errors import UserError
from app.exchange.write import write_book, write_xlsx
from app.kinds.choice import Choice
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of
from app.operations import evidence
from app.operations.outgoing import Leaving, leaving
from app.progress import Progress, silent
from app.table import Column, Table

MARK = "（全部数据）"
UID = "系统标识"
DICTIONARY = "数据字典.xlsx"
EVIDENCE = "佐证材料"  # the folder of the files that are kept sealed beside the database
_KINDS = {
    "text": "文字", "person": "姓名", "number": "整数", "money": "金额（元）", "date": "日期（年、年月或年月日）",
    "choice": "选项", "flag": "是否", "link": "指向另一记录", "phone": "电话", "id": "公民身份号码", "card": "残疾证号",
    "credit": "统一社会信用代码",
}  # fmt: skip


def export_all(store: Store, folder: Path, progress: Progress = silent) -> tuple[Path, ...]:
    """Writes every record that has rows, then the dictionary; notes that it left, by its files alone.

    Returns the files. UserError when one cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"文件夹 {folder} 建不了。", "请检查路径和权限，或换一个位置。") from error
    left = Leaving("all", "全部数据", "all")
    with leaving(store, left):
        _write(store, folder, left, progress)
    return tuple(left.files)


def _write(store: Store, folder: Path, left: Leaving, progress: Progress) -> None:
    with store.read() as reader:
        for number, (code, record) in enumerate(RECORDS.items(), 1):
            progress(number, len(RECORDS), f"导出{record.title}")
            rows = everything.rows(reader, record)
            if rows:
                left.rows += len(rows)
                path = folder / file_name(code)
                write_xlsx(whole_table(record, rows), path)
                left.files.append(path)
    left.files += evidence.let_out(store, folder / EVIDENCE, progress)
    write_book(dictionary(), folder / DICTIONARY)
    left.files.append(folder / DICTIONARY)


def file_name(code: str) -> str:
    """Numbered in the order in which records can be made."""
    number = list(RECORDS).index(code) + 1
    return f"{number:02d}_{RECORDS[code].title}.xlsx"


def whole_table(record: type[Record], rows: Sequence[tuple[Any, ...]]) -> Table:
    """The rows of `everything.rows` under headings; money as yuan, everything else as it is kept."""
    fields = field_map(record)
    headings = [Column("uid", UID, width=38)]
    money = []
    for name in everything.columns(record):
        field = fields.get(name)
        if field is not None and field.to:
            headings.append(Column(f"{name}.uid", link_heading(field), width=38))
        if field is not None and field.kind.name == "money":
            money.append(len(headings))
        kind = "number" if name in ("order_no", "sole") or (field and field.kind.name == "number") else "text"
        headings.append(Column(name, field.label if field else everything.KEPT[name], kind, width=14))
    shown = _in_yuan(rows, money, record) if money else rows
    return Table(title=record.title + MARK, columns=tuple(headings), rows=shown, signatures=())


def link_heading(field: Field) -> str:
    return f"{field.label}的{UID}"


def _in_yuan(rows: Sequence[tuple[Any, ...]], places: list[int], record: type[Record]) -> list[tuple[Any, ...]]:
    text = next(field.kind for field in fields_of(record) if field.kind.name == "money").text
    return [
        tuple(text(cell) if place in places and cell is not None else cell for place, cell in enumerate(row))
        for row in rows
    ]


def dictionary() -> tuple[Table, ...]:
    """Two sheets: every field of every record, and every entry of every code list."""
    columns = (
        Column("record", "记录", width=12), Column("file", "文件", width=20), Column("label", "栏目", width=22),
        Column("name", "代号", width=18), Column("kind", "类型", width=24), Column("codes", "选项表或指向", width=16),
        Column("required", "必填", width=6), Column("help", "说明", width=50),
    )  # fmt: skip
    entries = (Column("list", "选项表", width=16), Column("name", "名称", width=24), Column("code", "代码", width=12))
    return (
        Table("数据字典", columns, list(_fields()), signatures=()),
        Table("选项表", entries, list(_codes()), signatures=()),
    )


def _fields() -> Iterator[tuple[str, ...]]:
    for code, record in RECORDS.items():
        file = file_name(code)
        yield (record.title, file, UID, "uid", "标识", "", "是", "每条记录一个，永不改变")
        for field in fields_of(record):
            kind = _KINDS.get(field.kind.name, "文字")
            target = RECORDS[field.to].title if field.to else field.kind.codes if isinstance(field.kind, Choice) else ""
            yield (
                record.title,
                file,
                field.label,
                field.name,
                kind,
                target,
                "是" if field.required else "",
                field.help,
            )
        yield (record.title, file, "作废原因", "void_reason", "文字", "", "", "填了表示这条记录已作废")


def _codes() -> Iterator[tuple[str, str, str]]:
    lists = dict.fromkeys(
        field.kind.codes for record in RECORDS.values() for field in fields_of(record) if isinstance(field.kind, Choice)
    )
    for name in lists:
        for entry in codes(name):
            yield (name, entry.name, entry.code)
