"""How is a foreign workbook filled so that nothing else in it changes? Part by part, inside the zip.

The sheet that is filled is written again; other parts only when rows were added and they point below them. Results of
formulas are left to the program that opens the file: those in the filled sheet are taken out, the workbook asks for it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from app.exchange.patch_around import fit, halves, move_around
from app.exchange.patch_book import WORKBOOK, Book, SheetPart, open_book, relations_of
from app.exchange.patch_cell import serial, shows_date
from app.exchange.patch_fill import Block, Fill, Filled, Patched
from app.exchange.patch_formula import Formulas, shared_formulas
from app.exchange.patch_move import Move
from app.exchange.patch_parts import moved_chain, moved_parts, moved_workbook, without
from app.exchange.patch_sheet import SheetPatch, added_rows, looks_of, move_of, sheet_text
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
    book = open_book(template)
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
    changed.update(_calculation(book, writers, sheets))
    expected = len(book.package.data) + sum(_CELL_BYTES * _cells(fill) for fill in fills)
    sizes: dict[str, int] = {}
    with (
        replace_file(out, lambda written: verify_book(written, sizes), expected=expected) as temporary,
        temporary.open("wb") as file,
    ):
        sizes.update(rewrite(book.package, file, changed, {}))
    return Patched({fill.sheet: added_rows(fill) for fill in fills})


def _writers(book: Book, fills: Sequence[Fill], sheets: Sequence[SheetPart]) -> tuple[SheetPatch, ...]:
    def day(style: int, day: date) -> int | None:
        return serial(day, from_1904=book.from_1904) if shows_date(book.format(style)) else None

    texts = [sheet_text(book.package.read(sheet.part)) for sheet in sheets]
    moves = [move_of(fill, text) for fill, text in zip(fills, texts, strict=True)]
    known = tuple(move for move in moves if move)
    return tuple(
        SheetPatch(
            fill.sheet,
            text,
            fill,
            Formulas(fill.sheet, known, shared_formulas(text.reader, text.rows)),
            looks_of(text, day),
            move,
        )
        for fill, text, move in zip(fills, texts, moves, strict=True)
    )


def _content(writer: SheetPatch, moves: Sequence[Move], progress: Progress) -> Iterator[bytes]:
    move_around(writer.text.around, writer.name, moves)
    fit(writer.text, writer.fill, writer.move)
    before, after = halves(writer.text.around)
    return writer.pieces(before, after, progress)


def _calculation(
    book: Book, writers: Sequence[SheetPatch], sheets: Sequence[SheetPart]
) -> Iterator[tuple[str, Content]]:
    """The workbook's names and its word to calculate anew, and the order of calculation; both only where needed."""
    moves = tuple(writer.move for writer in writers if writer.move)
    formulas = any(_FORMULA.search(book.package.read(sheet.part)) for sheet in book.sheets)
    workbook = moved_workbook(book, moves, recalculate=formulas)
    if workbook is not None:
        yield WORKBOOK, workbook
    yield from _chain(book, writers, sheets)


def _chain(book: Book, writers: Sequence[SheetPatch], sheets: Sequence[SheetPart]) -> Iterator[tuple[str, Content]]:
    """What was met is known once the sheets are written; without any formula left the part goes, and its mentions."""
    part = next((each.part for each in book.relations(WORKBOOK) if each.kind == "calcChain"), "")
    if not part or not book.package.has(part):
        return
    dropped: list[str] = []

    def chain() -> bytes | Fate:
        met = {sheet.number: writer.met for sheet, writer in zip(sheets, writers, strict=True)}
        made = moved_chain(book, part, met)
        if made is Fate.DROP:
            dropped.append(part)
        return made

    def mention(place: str) -> bytes | Fate:
        return without(book, place, part) if dropped else Fate.KEEP

    yield part, chain
    yield "[content_types].xml", lambda: mention("[content_types].xml")
    yield relations_of(WORKBOOK), lambda: mention(relations_of(WORKBOOK))


def _cells(fill: Fill) -> int:
    return len(fill.cells) + (fill.block.count * len(fill.block.columns) if fill.block else 0)
