"""A form for each record: one file each or one sheet each, named by the record; boxes ticked, digits in single cells."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from app.db.store import Reader
from app.exchange.filling_list import Listed, lists
from app.exchange.filling_report import Asked, Written, behind, known
from app.exchange.filling_table import Column as Values
from app.exchange.filling_table import keyed, shown, shown_table
from app.exchange.filling_value import meant
from app.exchange.patch import Fill, Filled
from app.exchange.proposing import Proposal
from app.exchange.template import BOXES, OPEN, Blank
from app.ledgers.offered import Offer
from app.table import Column, Table

TICKED = "☑"
_OPTION = re.compile(r"([□☐○◯])\s*([^\s□☐○◯、,，;；/]+)")
_BEHIND = re.compile(r"([^\s□☐○◯、,，;；/]+)\s*([□☐○◯])")
_NAMES = ("name", "head_name", "resident.name", "helped.name")
_SHEET_NAME = 28


def form(reader: Reader, proposal: Proposal, asked: Asked, limit: int | None = None) -> tuple[Written, tuple[str, ...]]:
    """A fill per record, and the names of the records, each different."""
    columns, keys = keyed(reader, proposal, asked, limit)
    people = len(columns[0].values) if columns else 0
    names = _names(proposal, columns, people)
    lines = asked.line_cells(proposal.layout)
    boxed = {blank.cell: blank for blank in proposal.layout.blanks if blank.samples}
    inside = lists(reader, proposal, asked, keys[:people])
    fills = []
    for at, name in enumerate(names):
        cells: dict[tuple[int, int], Filled] = {**lines, **inside.cells[at]}
        for column in columns:
            blank = boxed.get(column.blank.cell, column.blank)
            offer = proposal.rows_of.offers.get(column.count.column.field)
            cells.update(_cells(blank, column.values[at], offer) if not blank.part else ())
        cells.update(_texts([column for column in columns if column.blank.part], at, asked))
        copy = name if asked.each == "sheet" and people > 1 else ""
        block, *then = inside.blocks[at] or (None,)
        fills.append(Fill(proposal.layout.sheet, cells, block, copy, tuple(filter(None, then))))
    counts = (*(column.count for column in columns), *inside.counts)
    told = _with_lists(shown_table(columns, keys), proposal, inside)
    return Written(tuple(fills), people, counts, shown=told), names


def _with_lists(table: Table, proposal: Proposal, inside: Listed) -> Table:
    """Whoever stands in a list of a form left with it: a row of his own under the headings of the list."""
    if not inside.rows:
        return table
    asked = {cell for _uid, told in inside.rows for cell in told}
    headings = tuple(
        Column(blank.cell, "_".join(blank.said or blank.path))
        for blank in proposal.layout.blanks
        if blank.cell in asked
    )
    own = [(*row, *(None for _heading in headings)) for row in table.rows]
    more = [
        (*(None for _column in table.columns), *(shown(told.get(heading.name)) for heading in headings))
        for _uid, told in inside.rows
    ]
    keys = (*table.keys, *(uid for uid, _told in inside.rows))
    return Table(table.title, (*table.columns, *headings), [*own, *more], keys=keys)


def _texts(columns: Sequence[Values], at: int, asked: Asked) -> Iterator[tuple[tuple[int, int], Filled]]:
    """Texts with labels and lines behind them, each line with the value that belongs there."""
    places: dict[tuple[int, int], dict[int, str]] = {}
    for column in columns:
        value = column.values[at]
        if value not in ("", None):
            places.setdefault((column.blank.row, column.blank.column), {})[column.blank.part] = str(value)
    texts = {(column.blank.row, column.blank.column): str(column.blank.samples[0]) for column in columns}
    for place, values in places.items():
        yield place, asked.lines(_written(texts[place], values))


def _written(text: str, values: dict[int, str]) -> str:
    """`values` by the number of the label, from 1."""
    parts = count(1)

    def told(found: re.Match[str]) -> str:
        value = values.get(next(parts))
        return found[0] if value is None else behind(found, value)

    return OPEN.sub(told, text)


def _cells(blank: Blank, value: Filled, offer: Offer | None) -> Iterator[tuple[tuple[int, int], Filled]]:
    if blank.samples:
        text = str(blank.samples[0])
        if offer is not None and value not in ("", None):
            yield (blank.row, blank.column), ticked(text, offer, str(value))
        return
    if blank.count > 1:
        for n, character in enumerate(str(value or "")[: blank.count]):
            yield (blank.row, blank.column + n), character
        return
    yield (blank.row, blank.column), value


def ticked(text: str, offer: Offer, value: str) -> str:
    """`男□ 女□` with the box of the value ticked; as it was when no option means the value."""
    after = not BOXES.match(text.strip())
    shape = _BEHIND if after else _OPTION

    def told(found: re.Match[str]) -> str:
        option, box = (found[1], found[2]) if after else (found[2], found[1])
        if option == value or value in meant(offer, option):
            return found[0].replace(box, TICKED)
        return found[0]

    return shape.sub(told, text)


def _names(proposal: Proposal, columns: Sequence[Values], count: int) -> tuple[str, ...]:
    """What the records are called, as files and sheets may be called; namesakes get a number."""
    own = next((column for wish in _NAMES for column in columns if column.count.column.field == wish), None)
    title = proposal.rows_of.title
    told = [
        known(str(own.values[at])) if own is not None and own.values[at] else f"{title}{at + 1}" for at in range(count)
    ]
    taken = {proposal.layout.sheet.casefold()}
    names = []
    for name in told:
        wish, n = name[:_SHEET_NAME], 1
        while wish.casefold() in taken:
            n += 1
            wish = f"{name[:_SHEET_NAME]}{n}"
        taken.add(wish.casefold())
        names.append(wish)
    return tuple(names)
