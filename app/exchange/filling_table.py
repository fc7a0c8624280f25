"""A table with one record per row: all values by one query, each column worked out once per different value."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, repeat
from typing import Any

from app.db.queries import ledger as queries
from app.db.queries.ledger import Source
from app.db.queries.listing import sorting
from app.db.store import Reader
from app.errors import UserError
from app.exchange.cellxml import address
from app.exchange.filling_date import Shape, of_blanks
from app.exchange.filling_report import Asked, Count, Written
from app.exchange.filling_value import Writer
from app.exchange.patch import Block, Fill, Filled
from app.exchange.proposing import Proposal
from app.exchange.proposing_column import ROW_NO
from app.exchange.template import Blank
from app.ledgers.offer import Origin
from app.ledgers.offered import Offer
from app.models import RECORDS
from app.models.record import field_map
from app.table import Cell, Table
from app.table import Column as Heading


def table(reader: Reader, proposal: Proposal, asked: Asked, limit: int | None = None) -> Written:
    """The fill of the sheet and what there is to say of it. Nothing is written yet."""
    columns, keys = keyed(reader, proposal, asked, limit)
    layout = proposal.layout
    count = len(columns[0].values) if columns else 0
    notes = _old_totals(proposal)
    told = Written((), count, tuple(column.count for column in columns), notes, shown=shown_table(columns, keys))
    if layout.beside and columns:
        return replace(told, fills=(_in_halves(proposal, columns, count, asked),))
    stale = _stale(proposal, columns)
    prepared = max(layout.last_row - layout.first_row + 1, 0)
    rows: Iterator[Sequence[Filled]] = zip(
        *(column.values for column in columns), *(repeat("", count) for _ in stale), strict=True
    )
    surplus = prepared - count if _has_samples(proposal) else 0
    if surplus > 0:
        blank = tuple(None if column.numbers else "" for column in columns) + ("",) * len(stale)
        rows = chain(rows, repeat(blank, surplus))
    block = Block(
        layout.first_row, layout.last_row, tuple(blank.column for blank in (*(column.blank for column in columns), *stale)), rows,
        count + max(surplus, 0),
    )  # fmt: skip
    return replace(told, fills=(Fill(layout.sheet, asked.line_cells(layout), block if columns else None),))


def _old_totals(proposal: Proposal) -> tuple[str, ...]:
    """Totals that somebody typed are not those of these rows; what they count is not known, so they are told."""
    rows = proposal.grid.rows if proposal.grid is not None else []
    typed = [
        f"{address(column)}{row}"
        for row in proposal.layout.totals
        for column, value in enumerate(rows[row - 1] if row <= len(rows) else ())
        if (row, column + 1) not in proposal.computed and any(character.isdigit() for character in _words(value))
    ]
    return (f"合计行里 {'、'.join(typed)} 的数是模板里原来写的，没有改，请核对。",) if typed else ()


def _words(value: object) -> str:
    return "" if isinstance(value, date) else str(value or "")


def _in_halves(proposal: Proposal, columns: Sequence["Column"], count: int, asked: Asked) -> Fill:
    """The same table stands again at its right: the first part is filled to its end, then the next."""
    layout = proposal.layout
    parts = (0, *layout.beside)
    height = max(layout.last_row - layout.first_row + 1, -(-count // len(parts)))
    samples = _has_samples(proposal)

    def row(n: int) -> Iterator[Filled]:
        for part in range(len(parts)):
            at = part * height + n
            for column in columns:
                number = at + 1 if column.numbers else column.values[at] if at < count else None
                yield number if at < count else "" if samples and not column.numbers else None

    block = Block(
        layout.first_row, layout.last_row, tuple(column.blank.column + part for part in parts for column in columns),
        (tuple(row(n)) for n in range(height)), height,
    )  # fmt: skip
    return Fill(layout.sheet, asked.line_cells(layout), block)


class Column:
    """One column with all its values as they are written."""

    def __init__(
        self, blank: Blank, values: list[Filled], count: Count, *, numbers: bool = False, shape: Shape | None = None
    ) -> None:  # fmt: skip
        self.blank, self.values, self.count, self.numbers, self.shape = blank, values, count, numbers, shape

    def shown(self) -> list[Cell]:
        """The values as the cells will show them."""
        if self.numbers:
            return list(range(1, len(self.values) + 1))
        plain = replace(self.shape or Shape(), real=False)
        return [
            str(plain.told(value.isoformat())) if isinstance(value, date) else shown(value) for value in self.values
        ]


def shown_table(columns: Sequence[Column], keys: Sequence[str]) -> Table:
    """What is written, as a table under the template's own headings: it is noted with what leaves."""
    told = [column for column in columns if not column.numbers]
    headings = tuple(Heading(column.blank.cell, "_".join(column.blank.path)) for column in told)
    return Table("", headings, list(zip(*(column.shown() for column in told), strict=True)), keys=keys)


def shown(value: object) -> Cell:
    """A value for a table on the screen."""
    return value if value is None or isinstance(value, str | int) else str(value)


def written(reader: Reader, proposal: Proposal, asked: Asked, limit: int | None = None) -> list[Column]:
    """The filled columns in the order of the template; 序号 leaves alone the numbers that stand there already."""
    return keyed(reader, proposal, asked, limit)[0]


def keyed(
    reader: Reader, proposal: Proposal, asked: Asked, limit: int | None = None
) -> tuple[list[Column], tuple[str, ...]]:
    """The columns of `written`, and the uid of what each row tells."""
    filled = proposal.filled()
    offers = proposal.rows_of.offers
    sql = [offers[column.field].sql for _place, column in filled if column.field != ROW_NO]
    source = _ordered(proposal.rows_of, asked)
    found = queries.rows(reader, source, [source.uid, *(sql or ["1"])], asked.part, limit=limit)
    across = iter(zip(*found, strict=True)) if found else repeat(())
    keys = tuple(key or "" for key in next(across)) if found else ()
    shapes = of_blanks(
        [
            proposal.layout.blanks[place]
            for place, column in filled
            if column.field in offers and _dated(offers[column.field])
        ]
    )
    columns = []
    for place, column in filled:
        blank = proposal.layout.blanks[place]
        if column.field == ROW_NO:
            numbers: list[Filled] = [None if n <= blank.numbered else n for n in range(1, len(found) + 1)]
            columns.append(Column(blank, numbers, Count(column), numbers=True))
            continue
        shape = asked.dates or shapes.get(blank.cell)
        writer = Writer(offers[column.field], blank, shape=shape, profile=asked.mask, when=column.when)
        stored = next(across)
        values = writer.column(stored)
        columns.append(
            Column(blank, values, Count(column, values.count(""), _off_list(writer, stored)), shape=writer.shape)
        )
    return columns, keys


def _dated(offer: Offer) -> bool:
    return offer.kind == "date" or any(part.kind == "date" for part in offer.parts)


def _ordered(rows_of: Origin, asked: Asked) -> Source:
    """The rows in the order that was asked for; those without the value come last, equal ones in the official order."""
    source = rows_of.source
    if asked.sort is None:
        return source
    name, downwards = asked.sort
    if name not in rows_of.offers:
        raise UserError(f"不能按“{name}”排序。", "请换一个栏目。")
    sql, down = f"({rows_of.offers[name].sql})", " DESC" if downwards else ""
    model = RECORDS[rows_of.record]
    if name in (*field_map(model), *model.caption) and source.record == rows_of.record:
        order = sorting(rows_of.record, ((name, downwards),)).removesuffix(f", {rows_of.record}.id")
    else:
        order = f"{sql}{down}"
    return replace(source, order=f"{sql} IS NULL, {order}{f', {source.order}' if source.order else ''}")


def _off_list(writer: Writer, stored: Sequence[Any]) -> dict[str, int]:
    """Value → in how many rows, of what the drop-down list does not know."""
    return {str(value): stored.count(value) for value in sorted(writer.off_list, key=str)}


def _stale(proposal: Proposal, columns: Sequence[Column]) -> list[Blank]:
    """Columns that nobody fills but that hold what belonged to other people."""
    filled = {column.blank.cell for column in columns}
    return [
        blank for blank in proposal.layout.blanks if blank.samples and blank.cell not in filled and not blank.formulas
    ]


def _has_samples(proposal: Proposal) -> bool:
    return any(blank.samples for blank in proposal.layout.blanks)
