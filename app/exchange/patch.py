"""How is a foreign workbook filled so that nothing else in it changes? Part by part, inside the zip.

The sheet that is filled is written again; other parts only when rows were added and they point below them. Results of
formulas are left to the program that opens the file: those in the filled sheet are taken out, the workbook asks for it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from app.errors import UserError
from app.exchange.patch_around import fit, halves, move_around, part_merges
from app.exchange.patch_book import WORKBOOK, Book, SheetPart, open_book, relations_of
from app.exchange.patch_cell import serial, shows_date
from app.exchange.patch_copy import TYPES, Copies, copies
from app.exchange.patch_fill import Block, Fill, Filled, Patched
from app.exchange.patch_formula import Formulas, shared_formulas
from app.exchange.patch_move import Move
from app.exchange.patch_parts import moved_chain, moved_parts, moved_workbook, without
from app.exchange.patch_sheet import Day, SheetPatch, added_rows, looks_of, move_of, sheet_text
from app.exchange.patch_stale import stale_sheets
from app.exchange.patch_zip import Content, Fate, rewrite
from app.exchange.write import verify_book
from app.files import replace_file
from app.progress import Progress, silent

__all__ = ("Block", "Fill", "Filled", "Patched", "patch")

_FORMULA = re.compile(rb"<(?:[\w.\-]+:)?f[\s>/]")
_CELL_BYTES = 8


def patch(template: Path, out: Path, fills: Sequence[Fill], *, progress: Progress = silent) -> Patched:
    """Writes `template` with these values as `out`; the old file stays until the new one is whole.

    Raises FileRefused (a file that is unsafe or no .xlsx), UserError (no such sheet, too many rows, disk full …).
    """
    if out.exists() and out.samefile(template):
        raise UserError("没有填：不能写到模板自己上面，模板以后还要用。", "请换一个文件名。")
    book = open_book(template)
    kind = _kind(book, out)
    made = copies(book, [fill for fill in fills if fill.copy], _days(book), progress)
    fills = [fill for fill in fills if not fill.copy]
    if len({fill.sheet for fill in fills}) != len(fills):
        raise ValueError("a sheet is filled once")
    sheets = tuple(book.sheet(fill.sheet) for fill in fills)
    writers = _writers(book, fills, sheets)
    moves = tuple(writer.move for writer in writers if writer.move)
    changed: dict[str, Content] = {}
    for writer, sheet in zip(writers, sheets, strict=True):
        changed[sheet.part] = _content(writer, moves, progress)
    stale = stale_sheets(book, [sheet.name for sheet in sheets])
    changed.update(moved_parts(book, moves, patched=frozenset(changed), stale=stale))
    changed.update(_calculation(book, writers, sheets, made, kind=kind))
    expected = len(book.package.data) + sum(_CELL_BYTES * _cells(fill) for fill in fills)
    sizes: dict[str, int] = {}
    with (
        replace_file(out, lambda written: verify_book(written, sizes), expected=expected) as temporary,
        temporary.open("wb") as file,
    ):
        sizes.update(rewrite(book.package, file, changed, made.parts))
    notes = tuple(dict.fromkeys(note for writer in writers for note in writer.notes))
    return Patched({fill.sheet: added_rows(fill) for fill in fills}, notes)


def _kind(book: Book, out: Path) -> str:
    """The kind of workbook the list of kinds must say instead of its own; "" when it may stay as it is.

    Raises UserError for a name that does not fit: no program opens a workbook with macros as an .xlsx.
    """
    listed = book.tree(TYPES)
    kinds = (each.get("ContentType", "") for each in listed if each.get("PartName", "").lower() == f"/{WORKBOOK}")
    kind = next(kinds, "")
    if "macroEnabled" in kind and out.suffix.lower() == ".xlsx":
        raise UserError("模板里带有宏，不能存为 .xlsx。", "请把文件名的结尾改为 .xlsm，或先另存为不带宏的模板。")
    return kind.replace("template.m", "sheet.m") if out.suffix.lower() in (".xlsx", ".xlsm") else kind


def _days(book: Book) -> Day:
    def day(style: int, day: date) -> int | None:
        return serial(day, from_1904=book.from_1904) if shows_date(book.format(style)) else None

    return day


def _writers(book: Book, fills: Sequence[Fill], sheets: Sequence[SheetPart]) -> tuple[SheetPatch, ...]:
    texts = [sheet_text(book.package.read(sheet.part)) for sheet in sheets]
    moves = [move_of(fill, text) for fill, text in zip(fills, texts, strict=True)]
    known = tuple(move for move in moves if move)
    return tuple(
        SheetPatch(
            fill.sheet,
            text,
            fill,
            Formulas(fill.sheet, known, shared_formulas(text.reader, text.rows)),
            looks_of(text, _days(book), book.plain),
            move,
        )
        for fill, text, move in zip(fills, texts, moves, strict=True)
    )


def _content(writer: SheetPatch, moves: Sequence[Move], progress: Progress) -> Iterator[bytes]:
    if part_merges(writer.text.around, writer.fill):
        writer.notes.append(f"工作表“{writer.name}”数据行里上下合并的单元格已拆开。")
    move_around(writer.text.around, writer.name, moves)
    fit(writer.text, writer.fill, writer.move)
    return writer.pieces(*halves(writer.text.around), progress)


def _calculation(
    book: Book, writers: Sequence[SheetPatch], sheets: Sequence[SheetPart], made: Copies, *, kind: str
) -> Iterator[tuple[str, Content]]:
    """The workbook with its names, its copies and its word to calculate anew, and the order of calculation."""
    moves = tuple(writer.move for writer in writers if writer.move)
    formulas = any(_FORMULA.search(book.package.read(sheet.part)) for sheet in book.sheets)
    workbook = moved_workbook(book, moves, recalculate=formulas, edit=made.enter)
    if workbook is not None:
        yield WORKBOOK, workbook
    dropped: list[str] = []
    part = next((each.part for each in book.relations(WORKBOOK) if each.kind == "calcChain"), "")
    if part and book.package.has(part):
        yield part, partial(_chain, book, part, dropped=dropped, written=tuple(zip(sheets, writers, strict=True)))
    copied = bool(made.sheets)
    relations = relations_of(WORKBOOK)
    yield TYPES, lambda: _mention(made.types(kind), book, TYPES, dropped=dropped)
    yield relations, lambda: _mention(made.relations() if copied else None, book, relations, dropped=dropped)


def _chain(
    book: Book, part: str, *, dropped: list[str], written: Sequence[tuple[SheetPart, SheetPatch]]
) -> bytes | Fate:
    """Asked when the sheets are written: only then it is known which formulas they still hold."""
    content = moved_chain(book, part, {sheet.number: writer.met for sheet, writer in written})
    if content is Fate.DROP:
        dropped.append(part)
    return content


def _mention(content: bytes | None, book: Book, place: str, *, dropped: Sequence[str]) -> bytes | Fate:
    """The list of kinds or the workbook's relations: with the copies, without a part that was dropped."""
    for part in dropped:
        content = without(content or book.package.read(place), part)
    return content or Fate.KEEP


def _cells(fill: Fill) -> int:
    return len(fill.cells) + (fill.block.count * len(fill.block.columns) if fill.block else 0)
