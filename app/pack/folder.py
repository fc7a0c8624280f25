"""The pack as a folder: the book, each list and each ledger as a workbook, the files of evidence by number, the order to print."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange.write import write_xlsx
from app.files import discard, own_prefix
from app.operations import evidence
from app.operations.outgoing import Leaving, Terms, leaving
from app.pack import book
from app.pack.content import Content, Exhibit, Gap, Wish, gather
from app.pack.sheet import write_assessment
from app.progress import Progress, silent
from app.table import Column, Table

BOOK, ORDER, LISTS, LEDGERS, FILES = "迎检材料.pdf", "打印顺序.xlsx", "清单", "台账", "佐证材料"
GAPS, INDEX = "缺项清单.xlsx", "佐证材料目录.xlsx"
_ORDER = (
    Column("number", "顺序", "number", 8), Column("name", "打印什么", width=48), Column("pages", "页数", "number", 8),
    Column("file", "文件", width=48),
)  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """What was made: pages of the book, how many gaps its first page tells, the files."""

    folder: Path
    pages: int
    gaps: int
    lists: int
    tables: int
    exhibits: int
    lost: tuple[str, ...]  # evidence whose file is gone or damaged


def pack(store: Store, wish: Wish, folder: Path, progress: Progress = silent, *, terms: Terms | None = None) -> Packed:
    """Makes the folder, whole or not at all. An earlier pack in its place is replaced; a folder with anything else is refused.

    That it left is noted, with every file.
    """
    _refuse_foreign(folder)
    told = terms or Terms(wish.mask)
    with store.read() as reader, _working(folder) as making:
        content = _told(store, gather(reader, wish))
        packed = _made(store, reader, content, making, folder, progress)
        with leaving(
            store, Leaving("print", f"迎检材料　{content.organisation}", "pack", told, rows=packed.pages)
        ) as left:
            _put(making, folder)
            left.files.extend(sorted(path for path in folder.rglob("*") if path.is_file()))
    return packed


def _told(store: Store, content: Content) -> Content:
    """With what is registered as evidence but has no file any more among the gaps, before all others."""
    gone = [
        Gap(exhibit.organisation, "", exhibit.proof.code_no, exhibit.proof.name, f"佐证 {exhibit.number:03d} 的文件不在或已损坏")
        for exhibit in content.exhibits if exhibit.proof.digest and _content(store, exhibit) is None
    ]  # fmt: skip
    return replace(content, gaps=(*gone, *content.gaps))


def _content(store: Store, exhibit: Exhibit) -> bytes | None:
    try:
        _name, data = evidence.content(store, exhibit.proof.id)
    except UserError:
        return None
    return data


def _made(store: Store, reader: Reader, content: Content, making: Path, folder: Path, progress: Progress) -> Packed:
    drafts = making / ".drafts"
    drafts.mkdir()
    parts = book.bind(store, reader, content, making / BOOK, drafts, progress)
    shutil.rmtree(drafts)
    (making / LISTS).mkdir()
    for n, sheet in enumerate(content.sheets, 1):
        progress(n, len(content.sheets), f"写出 {sheet.version.name}")
        name = evidence.safe_name(f"{sheet.facts.organisation}-{sheet.version.name}.xlsx")
        write_assessment(reader, sheet, making / LISTS / f"{n:02d}-{name}")
    (making / LEDGERS).mkdir()
    for n, table in enumerate(content.tables, 1):
        progress(n, len(content.tables), f"写出 {table.title}")
        write_xlsx(table, making / LEDGERS / f"{n:02d}-{table.title}.xlsx")
    write_xlsx(content.gap_table(), making / GAPS)
    if content.exhibits:
        write_xlsx(content.index(), making / INDEX)
    lost = tuple(_files(store, content, making / FILES, progress))
    _order(parts, content, making / ORDER)
    return Packed(
        folder, sum(part.pages for part in parts), len(content.gaps), len(content.sheets), len(content.tables),
        len(content.exhibits), lost,
    )  # fmt: skip


def _files(store: Store, content: Content, place: Path, progress: Progress) -> Iterator[str]:
    """Copies the files of the evidence; yields the names of those that cannot be had."""
    for exhibit in content.exhibits:
        if not exhibit.proof.digest:
            continue
        place.mkdir(exist_ok=True)
        progress(exhibit.number, len(content.exhibits), f"写出 {exhibit.proof.name}")
        data = _content(store, exhibit)
        if data is None:
            yield exhibit.proof.name
            continue
        (place / book.file_name(exhibit)).write_bytes(data)


def _order(parts: list[book.Part], content: Content, path: Path) -> None:
    """The book first; then what could not be bound into it."""
    loose = [
        exhibit for exhibit in content.exhibits
        if exhibit.proof.digest and exhibit.proof.file_name.rpartition(".")[2].lower() not in (*book.PICTURES, "pdf")
    ]  # fmt: skip
    rows: list[tuple[int, str, int | None, str]] = [(1, "整册", sum(part.pages for part in parts), BOOK)]
    rows += [
        (
            n,
            f"佐证 {exhibit.number:03d}　{exhibit.proof.name}",
            exhibit.proof.pages,
            f"{FILES}/{book.file_name(exhibit)}",
        )
        for n, exhibit in enumerate(loose, 2)
    ]
    note = "整册里已经有清单、台账和能装订的佐证；下面各份插在整册相应的佐证页后面。" if loose else "只需打印整册。"
    write_xlsx(
        Table("打印顺序", _ORDER, rows, unit=content.organisation, date=content.day, note=note, signatures=()), path
    )


def _refuse_foreign(folder: Path) -> None:
    if folder.is_file():
        raise UserError(f"{folder.name} 是一个文件，不是文件夹。", "请换一个名字。")
    if not folder.parent.is_dir():
        raise UserError(f"文件夹 {folder.parent} 不存在。", "请检查路径，或先建立这个文件夹。")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / BOOK).is_file():
        raise UserError(f"文件夹 {folder.name} 里有别的东西，没有放进去。", "请换一个新文件夹。")


@contextmanager
def _working(folder: Path) -> Iterator[Path]:
    """A folder beside the one to be, which takes its name at the end."""
    try:
        made = Path(tempfile.mkdtemp(prefix=own_prefix(".~"), suffix=".tmp", dir=folder.parent))
    except OSError as error:
        raise UserError(f"文件夹 {folder.parent} 不能写入。", "请换一个位置。") from error
    try:
        yield made
    finally:
        discard(made)


def _put(making: Path, folder: Path) -> None:
    former = folder.with_name(f".~{folder.name}-old.tmp")
    discard(former)
    if folder.exists():
        folder.replace(former)
    try:
        making.replace(folder)
    except OSError:
        if former.exists():
            former.replace(folder)
        raise
    folder.chmod(0o755)
    discard(former)
