"""The tables of a returned file as values. Rows that stand there word for word as on the books are told apart first, in bulk."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from app.db.queries import standing
from app.exchange import heading, match, rowkind, word
from app.exchange import target as t
from app.exchange.cell import Read, is_ditto, read_block
from app.exchange.grid import Grid, Value, Workbook
from app.exchange.heading import Block
from app.exchange.plan import ColumnPlan, Layout, Note
from app.exchange.sent import COMPUTED
from app.exchange.sent_sheet import LIST_SHEET, MARK_SHEET

_SAMPLE = 40
OUTSIDE = Note("no_header", "这一行不在有表头的表格里，看不出各列是什么，请补上表头后再对账。")


@dataclass
class Tables:
    """What a file holds: blocks as values, the rows that equal the books (sheet, row as shown) → row, people outside."""

    record: str
    reads: list[Read] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    equal: list[tuple[str, int, int]] = field(default_factory=list)
    outside: list[tuple[str, int]] = field(default_factory=list)
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What is known of a sheet that was sent: its columns by heading ("" = computed, of no use here), the texts below it."""

    headings: Mapping[str, str] = field(default_factory=dict)
    below: Set[str] = frozenset()


# Key cell → (row, cells …) of those that have it alone; cells → row of the others.
Known = tuple[Mapping[Any, tuple[Any, ...]], Mapping[tuple[Any, ...], int]]
Shown = Callable[[tuple[str, ...], int], Known]


def tables(
    reader: Any, workbook: Workbook, record: str | None, title: str, shown: Callable[[str], Shown], frame: Frame = Frame(),
) -> Tables | None:  # fmt: skip
    """Every table of the file that holds `record` (None: whichever is recognised); None when there is none.

    `shown(record)` answers for the columns asked, and which of them is the key: which rows on the books read how?
    `frame` is what is known of a sheet that was sent.
    """
    grids = [(n, grid) for n, grid in enumerate(workbook.grids) if not ours(grid)]
    several = [(n, grid, heading.blocks(grid)) for n, grid in grids]
    blocks = [block for _n, _grid, found in several for block in found]
    remembered = _remembered(reader, blocks)
    record = (
        record
        or next((known[0] for known in remembered.values()), None)
        or match.recognise(blocks, _title(several, title))
    )
    if record is None:
        return None
    made = Tables(record)
    lookup = shown(record)
    for number, grid, found in several:
        _outside(made, grid, range(found[0].first_header if found else len(grid.rows)))
        for block in found:
            mark = match.fingerprint(block)
            known = remembered.get(mark)
            told = known[1] if known and known[0] == record else _as_sent(block, record, frame.headings)
            _block(made, number, grid, block, (told, lookup, frame.below))
    made.targets = tuple(
        dict.fromkeys(target for layout in made.layouts for c in layout.columns if (target := c.target))
    )
    return made if made.layouts or made.outside else None


def records_in(workbook: Workbook, title: str) -> set[str]:
    """The records that the tables of a file hold, each table for itself."""
    several = [(n, grid, heading.blocks(grid)) for n, grid in enumerate(workbook.grids) if not ours(grid)]
    words = _title(several, title)
    found = (match.recognise((block,), words) for _n, _grid, blocks in several for block in blocks)
    return {record for record in found if record}


def ours(grid: Grid) -> bool:
    """The sheets that carry our mark and our drop-down lists."""
    return grid.hidden and grid.name in (MARK_SHEET, LIST_SHEET)


def _as_sent(block: Block, record: str, headings: Mapping[str, str]) -> dict[int, str]:
    """The columns of a template that mean here what they meant when it was sent; those that say it themselves are left out."""
    told: dict[int, str] = {}
    natural = match.columns(block, record).targets
    for place, (label, target) in enumerate(zip(block.labels(), natural, strict=True)):
        name = headings.get(label)
        wanted = f"{record}.{name}" if name else ""
        if name is not None and wanted != target and label not in block.labels()[:place]:
            told[place] = wanted
    return told


def _remembered(reader: Any, blocks: Sequence[Block]) -> dict[str, tuple[str, dict[int, str]]]:
    """Headings that the clerk mapped by hand at an import mean the same here."""
    found = {}
    for mark in dict.fromkeys(map(match.fingerprint, blocks)):
        row = standing.mapping(reader, mark)
        if row is not None:
            found[mark] = (row[1], {int(column): target for column, target in json.loads(row[2]).items()})
    return found


def _title(several: Sequence[tuple[int, Grid, tuple[Block, ...]]], title: str) -> str:
    words = [title]
    for _number, grid, found in several:
        above = grid.rows[: found[0].first_header] if found else []
        words += [grid.name, *(cell for row in above for cell in heading.texts(row) if len(cell) > 3)]
    return " ".join(words)


def _outside(made: Tables, grid: Grid, rows: range) -> None:
    """People above or without a heading: nobody can say what their columns are, so they are told."""
    for row in rows:
        if any(len(cell) == 18 and cell[:17].isdigit() for cell in heading.texts(grid.rows[row])):
            made.outside.append((grid.name, row + grid.first_row))


def _block(made: Tables, number: int, grid: Grid, block: Block, known: tuple[dict[int, str], Shown, Set[str]]) -> None:
    told, lookup, below = known
    matched = match.columns(block, made.record, told)
    if not told:
        samples = [[row[c] for n in list(block.rows)[:_SAMPLE] if c < len(row := grid.rows[n])] for c in block.columns]
        matched = match.by_values(matched, block, samples)
    if not any(matched.targets):
        _outside(made, grid, range(block.first_header, block.rows.stop))
        return
    equal = _equal(made.record, grid, block, matched.targets, lookup)
    made.equal += [(grid.name, row + grid.first_row, stored) for row, stored in equal.items()]
    aside = {*equal, *_below(grid, block, below)}
    rest = grid if not aside else _without(grid, aside)
    read = read_block(rest, block, matched.targets, {})
    name, key = t.primary(made.record, frozenset(matched.targets))
    rowkind.sort_out(read, name, key)
    made.reads.append(read)
    labels = zip(block.columns, block.labels(), matched.targets, strict=True)
    columns = tuple(ColumnPlan(column, label, target) for column, label, target in labels)
    first = grid.first_row
    made.layouts.append(
        Layout(
            grid.name, number, block.first_header + first, block.last_header + first, columns, match.fingerprint(block)
        )
    )


def _below(grid: Grid, block: Block, below: Set[str]) -> Iterator[int]:
    """Rows that say nothing but what stood under the table when it was sent: signatures, notes, sums."""
    for row in block.rows if below else ():
        filled = [column for column, cell in enumerate(grid.rows[row]) if cell not in ("", None)]
        cells = [grid.rows[row][column] for column in filled if (row, column) not in grid.formulas]
        texts = {word.squeezed(cell) for cell in cells if isinstance(cell, str)} or ({COMPUTED} if not cells else set())
        if filled and texts and below >= texts:
            yield row


def _without(grid: Grid, rows: Collection[int]) -> Grid:
    kept: list[list[Value]] = list(grid.rows)
    for row in rows:
        kept[row] = []
    return replace(grid, rows=kept)


def _equal(record: str, grid: Grid, block: Block, targets: Sequence[str], lookup: Shown) -> dict[int, int]:
    """Row of the grid → row on the books, for rows whose every cell reads as it is kept.

    Only where a row is told apart by its key, and nothing (merged cells, 同上) lets one row speak for another.
    """
    places = [(column, target) for column, target in zip(block.columns, targets, strict=True) if target]
    if not _key(record, targets) or any(r1 > r0 and r1 > block.last_header for r0, _c0, r1, _c1 in grid.merges):
        return {}
    if any(t.role_of(target) != record for _column, target in places):
        return {}
    odd = _odd(grid)
    width = max(column for column, _target in places) + 1
    numbers = [n for n in block.rows if n not in odd and len(grid.rows[n]) >= width]
    key = [target for _column, target in places].index(_key(record, targets))
    known, alike = lookup(tuple(t.field_name(target) for _column, target in places), key)
    pick = itemgetter(*(column for column, _target in places)) if len(places) > 1 else None
    if pick is None or not numbers:
        return {}
    told = [pick(row) for row in map(grid.rows.__getitem__, numbers)]
    if None in {cell for row in told[:_SAMPLE] for cell in row}:
        told = [tuple("" if cell is None else cell for cell in row) for row in told]
    found = {
        n: row[0]
        for n, cells in zip(numbers, told, strict=True)
        if (row := known.get(cells[key])) is not None and row[1:] == cells
    }
    if alike:
        found.update((n, alike[cells]) for n, cells in zip(numbers, told, strict=True) if cells in alike)
    if len(set(found.values())) != len(found):
        return {}
    rest: set[Value] = set()
    for n in block.rows:
        if n not in found:
            rest.update(grid.rows[n])
    return {} if any(isinstance(cell, str) and is_ditto(cell) for cell in rest) else found


def _key(record: str, targets: Sequence[str]) -> str:
    """The column that tells the rows apart, "" where there is none."""
    uid = f"{record}.uid"
    return uid if uid in targets else t.primary(record, frozenset(targets))[1]


def _odd(grid: Grid) -> set[int]:
    """Rows with facts beside their values: they are looked at one by one."""
    places = grid.struck | grid.errors | grid.formulas | grid.formula_no_value
    return {row for row, _column in places} | set(grid.hidden_rows)
