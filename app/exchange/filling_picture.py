"""How will the sheet look once it is filled? Its cells as they came, and among them what the first records bring."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from app.db.queries import ledger as queries
from app.db.store import Reader, Store
from app.exchange import filling_form, filling_stat, filling_table
from app.exchange.filling_date import Shape, of_blank
from app.exchange.filling_placed import looking
from app.exchange.filling_report import Asked, Written
from app.exchange.grid import Area, Grid, Value
from app.exchange.patch import Block, Fill
from app.exchange.proposing import Proposal
from app.exchange.template import Blank, told

_BELOW = 12  # rows shown after the last record
_WIDEST = 80  # columns shown
FORMULA = "公式"
Place = tuple[int, int]


@dataclass(frozen=True)
class Picture:
    """The top of a filled sheet as texts; places are 0-based. `filled` are the cells that the program writes.

    `head` are the rows of the heading, `merges` as in `Grid`, `records` how many will go in, `names` whose forms they are.
    `left` says how many rows lie between the shown records and what comes below.
    """

    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Area, ...]
    filled: frozenset[Place]
    head: range
    records: int
    left: int = 0
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def picture(store: Store, proposal: Proposal, asked: Asked, *, limit: int = 30, at: int = 0) -> Picture:
    """The sheet with its first `limit` records; of a form the one at place `at`. Nothing is written."""
    shape = proposal.layout.shape
    with store.read() as reader:
        if shape == "form":
            written, names = filling_form.form(reader, proposal, asked, max(limit, at + 1))
            count = _count(reader, proposal, asked)
            fill = written.fills[min(at, len(written.fills) - 1)] if written.fills else None
            return replace(_drawn(proposal, fill, asked, limit), records=count, names=names)
        look = looking(proposal)
        if shape == "table" and look is None:
            written = filling_table.table(reader, proposal, asked, None if proposal.layout.beside else limit)
            return _of(proposal, written, asked, limit, _count(reader, proposal, asked))
        written = (look or filling_stat.stat)(reader, proposal, asked)
        return _of(proposal, written, asked, limit, written.rows)


def _of(proposal: Proposal, written: Written, asked: Asked, limit: int, records: int) -> Picture:
    made = _drawn(proposal, written.fills[0] if written.fills else None, asked, limit, records)
    return replace(made, records=records, notes=written.notes)


def _count(reader: Reader, proposal: Proposal, asked: Asked) -> int:
    """How many records go in."""
    source = replace(proposal.rows_of.source, order="")
    return int(queries.rows(reader, source, ["count(*)"], asked.part)[0][0])


def _drawn(proposal: Proposal, fill: Fill | None, asked: Asked, limit: int, records: int = 0) -> Picture:
    grid, layout = proposal.grid, proposal.layout
    assert grid is not None
    block = fill.block if fill is not None else None
    cells = dict(fill.cells) if fill is not None else {}
    shapes = _Shapes(layout.blanks, asked.dates, column_wise=layout.shape != "form", beside=layout.beside)
    sources = list(_sources(grid, block, limit, cells, layout.last_row))
    brought = _brought(block, limit)
    width = min(max((len(row) for row in grid.rows), default=0), _WIDEST)
    rows, filled = [], set()
    for at, (source, n) in enumerate(sources):
        line = []
        for column in range(1, width + 1):
            value = brought[n].get(column) if n is not None else cells.get((source, column))
            if value is not None:
                filled.add((at, column - 1))
                line.append(shapes.told(value, source, column))
            else:
                line.append(_stood(grid, source, column, added=n is not None and source > layout.last_row))
        rows.append(tuple(line))
    below = max(records - len(brought), 0) if block is not None else 0
    merges = tuple(_merges(grid, [source for source, _n in sources], block, layout.last_row))
    head = range(max(layout.header[0] - 1, 0), layout.header[1])
    return Picture(tuple(rows), merges, frozenset(filled), head, 0, below)


def _sources(
    grid: Grid, block: Block | None, limit: int, cells: Mapping[Place, object], last: int
) -> Iterator[tuple[int, int | None]]:
    """(row of the template, number of the record) for each row shown; a row of its own after `last` stands for an added one."""
    if block is None:
        end = max([len(grid.rows), *(row for row, _column in cells)])
        yield from ((row, None) for row in range(1, min(end, limit * 3) + 1))
        return
    yield from ((row, None) for row in range(1, block.first_row))
    prepared = max(block.last_row - block.first_row + 1, 0)
    shown = min(block.count, limit)
    yield from ((block.first_row + n if n < prepared else last + len(grid.rows) + 1, n) for n in range(shown))
    if block.count < limit:
        yield from (
            (row, None) for row in range(block.first_row + shown, min(block.last_row, block.first_row + limit) + 1)
        )
    yield from ((row, None) for row in range(block.last_row + 1, min(len(grid.rows), block.last_row + _BELOW) + 1))


def _brought(block: Block | None, limit: int) -> list[dict[int, object]]:
    if block is None:
        return []
    return [dict(zip(block.columns, row, strict=True)) for row in islice(block.rows, limit)]


def _stood(grid: Grid, row: int, column: int, *, added: bool) -> str:
    """What the template has in a place; formulas are worked out by the program that opens the file."""
    if added:
        return ""
    if (row - 1, column - 1) in grid.formulas:
        return FORMULA
    value: Value = (
        grid.rows[row - 1][column - 1] if row <= len(grid.rows) and column <= len(grid.rows[row - 1]) else None
    )
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return told(value)


class _Shapes:
    """How a value shows in its cell: dates in the cell's own shape, shares in percent."""

    def __init__(
        self, blanks: Sequence[Blank], dates: Shape | None, *, column_wise: bool, beside: Sequence[int] = ()
    ) -> None:
        self.column_wise = column_wise
        self.blanks = {blank.column if column_wise else (blank.row, blank.column): blank for blank in blanks}
        if column_wise:
            self.blanks.update({blank.column + part: blank for part in beside for blank in blanks})
        self.dates = dates

    def told(self, value: object, row: int, column: int) -> str:
        blank = self.blanks.get(column if self.column_wise else (row, column))
        if isinstance(value, date):
            shape = self.dates or (of_blank(blank) if blank is not None else Shape())
            return str(replace(shape, real=False).told(value.isoformat()))
        if isinstance(value, Decimal) and blank is not None and "%" in blank.format:
            return f"{(value * 100).normalize():f}%"
        return str(value)


def _merges(grid: Grid, sources: Sequence[int], block: Block | None, last: int) -> Iterator[Area]:
    """The merged areas where their rows are shown now; those over several records are taken apart when they are filled."""
    places = {source: at for at, source in reversed(list(enumerate(sources)))}
    for top, left, bottom, right in grid.merges:
        inside = block is not None and block.first_row <= top + 1 <= last
        if left >= _WIDEST or top + 1 not in places or (inside and bottom > top):
            continue
        end = next((places[row + 1] for row in range(bottom, top - 1, -1) if row + 1 in places), places[top + 1])
        yield places[top + 1], left, end, min(right, _WIDEST - 1)
