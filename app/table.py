"""A table to be shown, exported or printed: the common currency between the layers.

Cells are display values (text, whole numbers, None). No ORM object, no kind, no style ever stands in a Table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Column:
    """One column: code name, Chinese heading, word for its kind (`text number money points date choice id phone flag link`).

    `width` is in half-width characters (a Chinese character takes 2); `group` is the heading above it, if any.
    `merge` asks that equal neighbours below each other are merged on paper and in sheets.
    """

    name: str
    label: str
    kind: str = "text"
    width: int = 10
    align: str = "left"
    group: str = ""
    merge: bool = False


@dataclass(frozen=True)
class Table:
    """`rows` may be a list or a window on a query; it has a length and gives rows of `len(columns)` cells."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    totals: Row | None = None
    unit: str = ""
    date: str = ""
    note: str = ""
    signatures: tuple[str, ...] = ("填报人", "审核人", "联系电话")
    landscape: bool = True
    mask: str = "none"
    lead: int = 0  # columns repeated where the rest goes on in further sheets of paper; 0: what names the row
    keys: Sequence[str] = ()  # the uid of what each row tells, in the order of the rows; never shown and never written

    def labels(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.columns)
