"""What is to be written into a foreign workbook: values and places; what they mean is known to who read the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Filled = str | int | float | Decimal | date | None
"""What a cell gets. `str` is written as text (IDs and phones are safe), a number as a number, `date` as a real date
where the cell's own number format shows dates (else as text 1987-06-15); "" empties the cell, None leaves it alone."""


@dataclass(frozen=True)
class Block:
    """Records that go into rows `first_row`… of a sheet, one row each.

    Rows `first_row` to `last_row` are those the template has ready (1-based, inclusive). What does not fit is added
    after `last_row` with the look of the rows above, and everything below moves down. `columns` are 1-based;
    `rows` gives `count` rows with one value for each of them.
    """

    first_row: int
    last_row: int
    columns: tuple[int, ...]
    rows: Iterable[Sequence[Filled]]
    count: int


@dataclass(frozen=True)
class Fill:
    """What one sheet gets. `cells` are (row, column), 1-based, as numbered in the template before rows are added.

    `then` are blocks above this one that need more rows than there are, the lowest first: written one after another.
    With `copy` the sheet itself stays as it came and a copy of it with that name is filled (a form for many records).
    """

    sheet: str
    cells: Mapping[tuple[int, int], Filled] = field(default_factory=dict)
    block: Block | None = None
    copy: str = ""
    then: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Patched:
    """What came of it: rows added per sheet, notes for the clerk."""

    rows_added: Mapping[str, int]
    notes: tuple[str, ...] = ()
