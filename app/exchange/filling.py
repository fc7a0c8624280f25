"""Filling a superior unit's template: propose, correct, preview, fill. The file keeps everything but the cells that are filled."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from app import clock, passing
from app.collecting import paused
from app.db.queries import moment
from app.db.queries.ledger import Part
from app.db.queries.listing import Query
from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange import filling_date, filling_form, filling_named, filling_stat, filling_table
from app.exchange import proposing_memory as memory
from app.exchange.convert import Converted, as_xlsx
from app.exchange.document import is_document
from app.exchange.document_patch import patch_document
from app.exchange.filling_carried import carried
from app.exchange.filling_placed import looking
from app.exchange.filling_report import Asked, Done, Written
from app.exchange.patch import Fill, Patched, patch
from app.exchange.proposing import Proposal, correct, propose
from app.exchange.template import Blank, Layout, caption
from app.ledgers.ledger import checked, in_words
from app.operations.outgoing import Leaving, Terms, leaving
from app.progress import Progress, silent
from app.table import Cell, Column, Table

__all__ = ("Asked", "Done", "Proposal", "asking", "correct", "fill", "preview", "propose", "remember")


_OLD = (".xls", ".et")  # what comes so goes back as .xlsx


def asking(
    *, query: Query | None = None, unit: int | None = None, branch: int | None = None, as_of: str | None = None, mask: str = "none",
    unit_name: str = "", dated: bool = False, truncated: bool = False, each: str = "file", sort: tuple[str, bool] | None = None,
    dates: str = "", rows_told: str = "",
) -> Asked:  # fmt: skip
    """Which rows and how. `query` must be of the record of the proposal's rows; `as_of` an ISO day for ages and who belonged.

    `unit_name` is written behind 填报单位：, the day behind 填报时间： with `dated`. `sort`: (name of an offer, downwards);
    `dates`: an example of how every date is to be written (1987.06); `rows_told` the query in words.
    UserError for a day, mask or example that is none.
    """
    shape = filling_date.like(dates) if dates else None
    if dates and shape is None:
        raise UserError(f"看不出“{dates}”是哪种日期写法。", "请照样子写一个，如 1987.06、1987年6月、1987-06-15。")
    day = moment.checked(as_of)
    told = in_words(day or clock.today().isoformat()) if dated else ""
    return Asked(
        Part(unit, branch, query, day), checked(mask), unit_name, told, truncated, each, sort, shape, rows_told
    )


def fill(
    store: Store,
    proposal: Proposal,
    out: Path,
    asked: Asked,
    *,
    terms: Terms | None = None,
    progress: Progress = silent,
) -> Done:
    """Writes the filled copy and notes it as left. UserError when it cannot be written; the template is never touched.

    An .xls is filled as an .xlsx, with a word about it in the notes. `terms` say for whom; the mask is that of `asked`."""
    origin = proposal.rows_of.record or proposal.rows_of.title
    told = replace(terms or Terms(), mask=asked.mask)
    left = Leaving("fill", titled(proposal), origin, told, asked.rows_told)
    with leaving(store, left):
        return _fill(store, proposal, out, asked, left, progress)


def titled(proposal: Proposal) -> str:
    """What the template is called: its title line, else its file."""
    layout = proposal.layout
    above = (layout.header[0] if layout.shape != "form" else layout.first_row) - 1
    return caption(proposal.grid.rows[: max(above, 0)] if proposal.grid is not None else ()) or proposal.path.stem


def _fill(store: Store, proposal: Proposal, out: Path, asked: Asked, left: Leaving, progress: Progress) -> Done:
    with paused(), store.read() as reader:
        progress(0, 0, "正在取数")
        written, names = _written(reader, proposal, asked)
    if not written.fills:
        raise UserError("没有符合条件的记录，没有写文件。", "请改一改查找条件。")
    text = is_document(proposal.path)
    target = out.with_suffix(".docx" if text else ".xlsx") if text or out.suffix.lower() in _OLD else out
    write = patch_document if text else patch
    with passing.folder() as folder:
        ready = Converted(proposal.path) if text else as_xlsx(proposal.path, Path(folder))
        found = carried(ready.path, asked.mask)
        if len(names) > 1 and (text or asked.each == "file"):
            files = _files(target, names)
            notes = _each(write, ready.path, files, written, progress)
        else:
            files = (target,)
            notes = _whole(write, ready.path, target, written.fills, progress)
    layout = proposal.layout
    left.files, left.table, left.rows = list(files), written.shown, written.rows
    return Done(
        files, layout.sheet, layout.shape, written.rows, proposal.columns, written.counts, _told_already(layout),
        (*_unfilled(proposal), *written.notes, *ready.notes, *_renamed(out, target), *found, *notes),
    )  # fmt: skip


def _renamed(out: Path, target: Path) -> tuple[str, ...]:
    """The form that was asked for cannot be written: which one was."""
    return () if out == target else (f"不能写成 {out.suffix} 格式，文件存成了“{target.name}”。",)


def _files(out: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """A file per record in a folder called like the file that was asked for."""
    folder = out.with_suffix("")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"建不了文件夹“{folder.name}”。", "请换一个位置保存。") from error
    return tuple(folder / f"{name}{out.suffix or '.xlsx'}" for name in names)


def _each(
    write: Callable[..., Patched], template: Path, files: Sequence[Path], written: Written, progress: Progress
) -> tuple[str, ...]:
    notes: dict[str, None] = {}
    for n, (path, fill_of) in enumerate(zip(files, written.fills, strict=True)):
        progress(n, len(files), "正在写文件")
        notes.update(dict.fromkeys(_whole(write, template, path, (fill_of,), silent)))
    progress(len(files), len(files), "正在写文件")
    return tuple(notes)


def _whole(
    write: Callable[..., Patched], template: Path, out: Path, fills: Sequence[Fill], progress: Progress
) -> tuple[str, ...]:
    """One file; what cannot be written at once is written in passes, each on what the one before made."""
    notes: dict[str, None] = {}
    passes = _passes(fills)
    with passing.folder() as folder:
        source = template
        for n, some in enumerate(passes):
            path = out if n == len(passes) - 1 else Path(folder) / f"{n}{out.suffix}"
            notes.update(dict.fromkeys(write(source, path, some, progress=progress).notes))
            source = path
    return tuple(notes)


def _passes(fills: Sequence[Fill]) -> list[tuple[Fill, ...]]:
    """Values first; then lists that need more rows, from the lowest up. Rows are added to a copy once it is a sheet."""
    first = tuple(replace(each, block=None if each.copy else each.block, then=()) for each in fills)
    lists = (
        [
            Fill(each.copy or each.sheet, {}, block)
            for block in ((each.block,) if each.copy else ()) + each.then
            if block
        ]
        for each in fills
    )
    return [first, *(tuple(each for each in some if each) for some in zip_longest(*lists))]


def _unfilled(proposal: Proposal) -> tuple[str, ...]:
    """Nothing is passed over in silence: other sheets that wait to be filled are named."""
    others = [name for name in proposal.sheets if name != proposal.layout.sheet]
    return (f"还有工作表“{'”“'.join(others)}”没有填，可以再填一次并指定工作表。",) if others else ()


def _told_already(layout: Layout) -> frozenset[str]:
    """Columns that the template computes, or in which it names its rows."""
    return frozenset(
        blank.cell for blank in layout.blanks if blank.formulas or (layout.shape == "stat" and blank.samples)
    )


def _written(reader: Reader, proposal: Proposal, asked: Asked) -> tuple[Written, tuple[str, ...]]:
    """What is to be written; for a form also what its records are called."""
    shape = proposal.layout.shape
    if shape == "form":
        return filling_form.form(reader, proposal, asked)
    if look := looking(proposal):
        return look(reader, proposal, asked), ()
    return (filling_stat.stat if shape == "stat" else filling_table.table)(reader, proposal, asked), ()


def preview(store: Store, proposal: Proposal, asked: Asked | None = None, *, limit: int = 50) -> Table:
    """The first rows as they would stand in the template, under its own headings; columns left empty among them."""
    blanks = proposal.layout.blanks
    with store.read() as reader:
        if proposal.layout.shape == "stat":
            rows = filling_stat.rows(proposal, filling_stat.stat(reader, proposal, asked or asking()), limit)
        elif look := looking(proposal):
            rows = filling_named.preview(proposal, look(reader, proposal, asked or asking()), limit)
        else:
            rows = _first(filling_table.written(reader, proposal, asked or asking(), limit), blanks)
    columns = tuple(Column(blank.cell, blank.path[-1], group="_".join(blank.path[:-1])) for blank in blanks)
    return Table(proposal.layout.title, columns, rows)


def _first(found: Sequence[filling_table.Column], blanks: Sequence[Blank]) -> list[list[Cell]]:
    shown = {column.blank.cell: column.shown() for column in found}
    count = max((len(values) for values in shown.values()), default=0)
    return [[shown[blank.cell][row] if blank.cell in shown else None for blank in blanks] for row in range(count)]


def remember(store: Store, proposal: Proposal) -> bool:
    """Keeps the columns as they were confirmed, for this template and those nearly like it; whether that was new."""
    told = zip(memory.headers(proposal.layout), proposal.columns, strict=True)
    fields = {header: f"{column.field}={column.when}" if column.when else column.field for header, column in told}
    said = (memory.mark(proposal.grid) if proposal.grid is not None else "", proposal.told)
    return memory.remember(store, proposal.layout, proposal.origin, fields, proposal.path, said)
