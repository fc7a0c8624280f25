"""One import that copes with any shape of roster: file → tables → columns → values → a plan in which every row has a fate."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.collecting import paused
from app.db.queries import standing
from app.db.store import Store
from app.exchange import applicant_sheet, fate, heading, match, rowkind, shown
from app.exchange import target as t
from app.exchange.cell import Read, read_block
from app.exchange.grid import FileRefused, Grid, Workbook
from app.exchange.linking import Books, alike, books, link, similar
from app.exchange.plan import ColumnPlan, Layout, Note, Options, Plan, Skipped
from app.exchange.read import read
from app.exchange.settling import MAKING_NOTHING, settling
from app.exchange.whole import Whole, beside_refused, check, gather
from app.models import RECORDS
from app.models.catalogue import record_named
from app.progress import Progress, silent

KEEP_CELLS = 6_000_000  # beyond this the read file is not kept beside its plan; a correction reads it again
_SAMPLE = 40
_NO_HEADING = Note("no_header", "这一行不在有表头的表格里，看不出各列是什么，请补上表头后再导入。")
_NO_MEMBERS = re.compile(r"积极分子|发展对象|入党申请|申请入党|非党员|群众名")
_SENTENCES = {
    "no_header": ("没有找到表头，无法知道各列是什么。", "请在表格第一行写上“姓名、身份证号码”等列名后再导入。"),
    "no_rows": ("表里只有表头，没有数据行。", "请确认选对了文件。"),
    "wrong_table": (
        "这张表里没有党员、干部、农户、结对、党组织或单位的名称列，不像是花名册。",
        "请确认选对了文件，或指定要导入的记录种类。",
    ),
    "layout_form": ("这是一人一张的登记表，不是花名册。", "请把各人的信息整理成一行一人的表格后再导入。"),
    "header_duplicate": ("表头里有两列同名，内容又不相同，无法确定用哪一列。", "请改掉其中一列的名称后再导入。"),
}


def plan_import(
    store: Store, path: Path, *, record: str | None = None, branch: str | None = None, unit: str | None = None, known_only: bool = False,
    large: bool = False, mapping: Mapping[tuple[str, int], str] | None = None, progress: Progress = silent,
) -> Plan:  # fmt: skip
    """What importing this file would do; nothing is changed.

    `record` (code name or title) and `mapping` ((sheet, 0-based column) → target such as `member.phone`, "" = nothing)
    overrule what was recognised. A file that cannot be taken at all gives a plan with status `refused`.
    """
    options = Options(
        record_named(record).code() if record else None, branch, unit, known_only, large, tuple((mapping or {}).items())
    )
    return _read_and_plan(store, path, options, progress)


def correct(
    store: Store, plan: Plan, cells: Mapping[tuple[str, int, str], str], *, progress: Progress = silent
) -> Plan:
    """The plan judged again with corrected cells: (sheet, row as shown, target) → text."""
    options = replace(plan.options, cells=(*plan.options.cells, *cells.items()))
    if plan.workbook is None:
        return _read_and_plan(store, plan.path, options, progress)
    return plan_workbook(store, plan.workbook, plan.path, options, progress)


def same_as(store: Store, plan: Plan, names: Mapping[tuple[str, str], int], *, progress: Progress = silent) -> Plan:
    """The plan judged again with confirmed aliases: (record, name in the sheet) → row on the books (see `Plan.similar`).

    They are remembered when the plan is applied, so that nobody is asked twice.
    """
    options = replace(plan.options, aliases=(*plan.options.aliases, *names.items()))
    if plan.workbook is None:
        return _read_and_plan(store, plan.path, options, progress)
    return plan_workbook(store, plan.workbook, plan.path, options, progress)


def _read_and_plan(store: Store, path: Path, options: Options, progress: Progress) -> Plan:
    try:
        workbook = read(path, large=options.large, progress=progress)
    except FileRefused as refused:
        return Plan(
            path, options, "refused", refused.codes, options.record or "", message=f"{refused.text}{refused.hint}"
        )
    return plan_workbook(store, workbook, path, options, progress)


@dataclass
class _Survey:
    """What was found in the sheets before any value was read."""

    record: str
    reads: list[Read]
    layouts: list[Layout]
    skipped: list[Skipped]
    stray: list[tuple[int, int, Note]]  # (sheet, grid row, why) of people outside every table
    codes: list[str]
    doubled: list[tuple[Read, int]]


def plan_workbook(store: Store, workbook: Workbook, path: Path, options: Options, progress: Progress = silent) -> Plan:
    """The plan for a file that was read already."""
    with paused():
        return _plan(store, workbook, path, options, progress)


def _plan(store: Store, workbook: Workbook, path: Path, options: Options, progress: Progress) -> Plan:
    progress(0, 4, "辨认表头")
    with store.read() as reader, reader.roomy():
        found = _survey(reader, workbook, path, options, progress)
        if isinstance(found, str):
            return _refused(path, options, found, workbook)
        progress(2, 4, "核对内容")
        if not any(part.rows for part in found.reads) and not found.stray:
            return _refused(path, options, "no_rows", workbook)
        whole, ledger, outcome = _judged(store, reader, found, options)
        codes = _file_codes(found, whole.targets)
        progress(3, 4, "与已有记录比对")
        rows = shown.rows(reader, whole, outcome, ledger) + shown.strays(
            workbook, found.stray, len(whole.targets), len(found.layouts)
        )
        counter = standing.counter(reader)
        near, doubled = similar(ledger), alike(ledger)
    layouts = tuple(found.layouts) + shown.stray_layouts(workbook, found.stray)
    held = {(layouts[row.layout].sheet, row.row) for row in rows} if "layout_two_blocks" in codes else set()
    skipped = tuple(said for said in dict.fromkeys(found.skipped) if (said.sheet, said.row) not in held)
    accepted = any(row.fate != "refused" for row in rows)
    created = (*((record, name) for record in ("unit", "branch") for name in ledger.made[record]), *outcome.created)
    return Plan(
        path, options, "ok" if accepted or "no_id_column" not in codes else "refused", codes, found.record, whole.targets,
        tuple(t.label_of(target) for target in whole.targets), layouts, tuple(rows), skipped, created,
        (*ledger.makings(), *outcome.makings), tuple(outcome.changings), counter, workbook=_kept(workbook), similar=near,
        alike=doubled,
    )  # fmt: skip


def _judged(store: Store, reader: Any, found: _Survey, options: Options) -> tuple[Whole, Books, fate.Outcome]:
    """Every row with its values and its fate. Who shares a row with somebody refused waits for him: the row is corrected
    and read again as one, so the others are judged once more without both.
    """
    waiting: dict[int, Note] = {}
    while True:
        whole = gather(found.record, found.reads)
        applicant_sheet.part(whole)
        whole.refused.update((place, [note, *whole.refused.get(place, ())]) for place, note in waiting.items())
        strict = replace(options, known_only=True) if found.record in MAKING_NOTHING else options
        ledger = books(store, reader, strict)
        shown.defaults(whole, options)
        check(whole)
        linked = link(whole, ledger)
        exported = f"{found.record}.uid" in whole.targets
        outcome = settling(found.record, exported=exported)(reader, whole, ledger, linked)
        more = beside_refused(whole, found.layouts) if "layout_two_blocks" in found.codes else {}
        if not more:
            return whole, ledger, outcome
        waiting.update(more)


def _kept(workbook: Workbook) -> Workbook | None:
    cells = sum(len(grid.rows) * len(grid.rows[0]) for grid in workbook.grids if grid.rows)
    return workbook if cells <= KEEP_CELLS else None


def _refused(path: Path, options: Options, code: str, workbook: Workbook) -> Plan:
    text, hint = _SENTENCES[code]
    return Plan(path, options, "refused", (code,), options.record or "", message=text + hint, workbook=_kept(workbook))


def _survey(reader: Any, workbook: Workbook, path: Path, options: Options, progress: Progress) -> _Survey | str:
    """The tables of all sheets with their columns read, or the code for which the file is refused."""
    tables = [(n, grid, heading.blocks(grid)) for n, grid in enumerate(workbook.grids)]
    blocks = [block for _n, _grid, several in tables for block in several]
    if any(heading.looks_like_form(grid) and not _has_rows(grid, several) for _n, grid, several in tables):
        return "layout_form"
    if not blocks:
        return (
            "no_header" if any(_has_people(grid) for grid in workbook.grids) or not _wide(workbook) else "wrong_table"
        )
    remembered = _remembered(reader, blocks)
    record = (
        options.record
        or next((found[0] for found in remembered.values()), None)
        or match.recognise(blocks, _title(tables, path))
    )
    if record is None:
        return "wrong_table"
    found = _Survey(record, [], [], [], [], [], [])
    for n, grid, several in tables:
        progress(1, 4, f"读取“{grid.name}”")
        _sheet(found, n, grid, several, options, remembered)
    if not found.reads and not found.stray:
        return "wrong_table"
    if any(_conflicting(read, column) for read, column in found.doubled):
        return "header_duplicate"
    return found


def _remembered(reader: Any, blocks: list[heading.Block]) -> dict[str, tuple[str, dict[int, str]]]:
    """Fingerprint → (record, targets by column) of headings that the clerk mapped by hand before."""
    found = {}
    for mark in dict.fromkeys(match.fingerprint(block) for block in blocks):
        row = standing.mapping(reader, mark)
        if row is not None:
            found[mark] = (row[1], {int(column): target for column, target in json.loads(row[2]).items()})
    return found


def _sheet(
    found: _Survey, number: int, grid: Grid, several: tuple[heading.Block, ...], options: Options,
    remembered: dict[str, tuple[str, dict[int, str]]],
) -> None:  # fmt: skip
    """One sheet: its blocks read, everything outside them accounted for."""
    before = several[0].first_header if several else len(grid.rows)
    _around(found, number, grid, range(before))
    if len(several) > 1 and several[0].first_header == several[1].first_header:
        found.codes.append("layout_two_blocks")
    for block in several:
        if other := _other_record(found, grid, block, options):
            _leave_out(found, number, grid, block, other)
            continue
        mark = match.fingerprint(block)
        given = {
            column - block.columns[0]: target
            for (sheet, column), target in options.columns
            if sheet == grid.name and column in block.columns
        }
        known = remembered.get(mark)
        told = {**(known[1] if known and known[0] == found.record else {}), **given}
        matched = match.columns(block, found.record, told)
        if not told:
            matched = match.by_values(matched, block, _samples(grid, block))
        if not any(matched.targets):
            _around(found, number, grid, range(block.first_header, block.rows.stop))
            continue
        at = block.first_header + grid.first_row
        if not any(layout.sheet_index == number and layout.first_header == at for layout in found.layouts):
            heads = range(block.first_header, block.last_header + 1)
            found.skipped += [Skipped(grid.name, row + grid.first_row, "header") for row in heads]
        _read(found, number, grid, block, matched, options, remembered=mark in remembered)


def _read(
    found: _Survey,
    number: int,
    grid: Grid,
    block: heading.Block,
    matched: match.Match,
    options: Options,
    *,
    remembered: bool,
) -> None:
    corrections = {(row, target): text for (sheet, row, target), text in options.cells if sheet == grid.name}
    part = read_block(grid, block, matched.targets, corrections)
    name, numbered = t.sure(found.record, frozenset(matched.targets))
    for row, code in rowkind.sort_out(part, name, numbered):
        if code != "empty":
            found.skipped.append(Skipped(grid.name, row + grid.first_row, code))
    found.reads.append(part)
    found.doubled += [(part, place) for place in matched.doubled]
    columns = tuple(
        ColumnPlan(column, label, target)
        for column, label, target in zip(block.columns, block.labels(), matched.targets, strict=True)
    )
    first = grid.first_row
    found.layouts.append(
        Layout(
            grid.name,
            number,
            block.first_header + first,
            block.last_header + first,
            columns,
            match.fingerprint(block),
            remembered,
        )
    )


def _other_record(found: _Survey, grid: Grid, block: heading.Block, options: Options) -> str:
    """What a table holds that is not what this import reads: said, so that nobody of it is taken for one of ours."""
    title = " ".join(
        [grid.name, *(cell for row in grid.rows[: block.first_header] for cell in heading.texts(row) if len(cell) > 3)]
    )
    if options.record:
        return ""
    if found.record == "member" and _NO_MEMBERS.search(title) and "党员名" not in title and "花名册" not in title:
        return "入党积极分子、发展对象或群众"
    own = match.recognise((block,), title)
    told_apart = (
        own in (None, found.record)
        or (own == "cadre" and "干部" not in title)
        or (own == "member" and "党员" not in title)
    )
    return "" if told_apart or own is None else RECORDS[own].title


def _leave_out(found: _Survey, number: int, grid: Grid, block: heading.Block, other: str) -> None:
    note = Note("wrong_table", f"这张表登记的是{other}，与文件里的其他表不同，没有导入，请另存后单独导入。")
    for row in range(block.first_header, block.rows.stop):
        filled = sum(map(bool, heading.texts(grid.rows[row])))
        if row > block.last_header and filled >= 2:
            found.stray.append((number, row, note))
        elif filled:
            found.skipped.append(
                Skipped(grid.name, row + grid.first_row, "header" if row <= block.last_header else "note")
            )


def _around(found: _Survey, number: int, grid: Grid, rows: range) -> None:
    """Rows outside every table: titles and notes, or people nobody can read because the columns have no headings."""
    for row in rows:
        cells = heading.texts(grid.rows[row])
        if any(len(cell) == 18 and cell[:17].isdigit() for cell in cells):
            found.stray.append((number, row, _NO_HEADING))
        elif any(cells):
            found.skipped.append(Skipped(grid.name, row + grid.first_row, "title"))


def _file_codes(found: _Survey, targets: tuple[str, ...]) -> tuple[str, ...]:
    codes = list(found.codes)
    if found.record == "member" and "member.id_number" not in targets:
        codes.append("no_id_column")
    if found.doubled and any(_same_label(read, place) for read, place in found.doubled):
        codes.append("header_duplicate")
    return tuple(dict.fromkeys(codes))


def _same_label(read: Read, place: int) -> bool:
    labels = read.block.labels()
    return labels.count(labels[place]) > 1


def _conflicting(read: Read, place: int) -> bool:
    """Two columns of one heading that should say who it is, and say different things."""
    if not _same_label(read, place):
        return False
    labels = read.block.labels()
    first = labels.index(labels[place])
    target = read.every_target[first]
    if not target or not t.is_identity(target):
        return False
    one, other = read.block.columns[first], read.block.columns[place]
    return any(
        _cell(read.grid, row, one) != _cell(read.grid, row, other) for row in read.rows if _cell(read.grid, row, other)
    )


def _cell(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return heading.texts([cells[column]])[0] if column < len(cells) else ""


def _samples(grid: Grid, block: heading.Block) -> list[list[Any]]:
    rows = [grid.rows[n] for n in list(block.rows)[:_SAMPLE]]
    return [[row[column] for row in rows if column < len(row)] for column in block.columns]


def _has_rows(grid: Grid, blocks: tuple[heading.Block, ...]) -> bool:
    """A table has at least two rows in which most of its named columns' cells stand below their headings."""
    for block in blocks:
        if heading.alternates(heading.texts(grid.rows[block.first_header])):
            continue
        named = [column for column, path in zip(block.columns, block.paths, strict=True) if path]
        full = 0
        for n in list(block.rows)[:30]:
            cells = heading.texts(grid.rows[n])
            there = [cells[column] for column in named if column < len(cells) and cells[column]]
            full += len(there) * 2 >= len(named) and not heading.is_heading(cells)
        if full >= 1 and len(named) >= 2:
            return True
    return False


def _has_people(grid: Grid) -> bool:
    return any(len(cell) == 18 and cell[:17].isdigit() for row in grid.rows[:50] for cell in heading.texts(row))


def _wide(workbook: Workbook) -> bool:
    """Something with several columns and rows: a table, only none of ours."""
    return any(sum(sum(map(bool, heading.texts(row))) >= 2 for row in grid.rows[:50]) >= 2 for grid in workbook.grids)


def _title(tables: list[tuple[int, Grid, tuple[heading.Block, ...]]], path: Path) -> str:
    """All words that may say what the table is about: the file's, the sheets', and those above the headings."""
    words = [path.stem]
    for _number, grid, several in tables:
        words.append(grid.name)
        above = grid.rows[: several[0].first_header] if several else []
        words += [cell for row in above for cell in heading.texts(row) if len(cell) > 3]
    return " ".join(words)
