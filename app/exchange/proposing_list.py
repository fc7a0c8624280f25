"""Whose rows are asked for by a small list inside a form, and what fills its columns?"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.exchange import proposing_column as columns
from app.exchange.proposing_column import Mapped
from app.exchange.template import Blank
from app.ledgers import offer as offers

# Rows of the form → rows that a list inside it may hold.
LISTS = {"household": ("resident",), "member": ("resident", "contact"), "branch": ("member",), "unit": ("cadre",)}
_NAMES = {"resident": ("resident.name",), "contact": ("household.head_name", "helped.name")}


def groups(blanks: Iterable[Blank]) -> list[tuple[Blank, ...]]:
    """The columns of each list."""
    inside = (blank for blank in blanks if blank.lines)
    return [tuple(group) for _row, group in groupby(inside, key=lambda blank: blank.row)]


def rows_of(group: Sequence[Blank], origin: str) -> str:
    """The rows (`app.ledgers.offer`) that explain the list best; "" when none names them."""
    tried = [(_explained(found), name) for name in LISTS.get(origin, ()) if _named(found := propose(group, name), name)]
    return max(tried, default=(0.0, ""))[1]


def propose(group: Sequence[Blank], name: str) -> tuple[Mapped, ...]:
    if not name:
        return tuple(Mapped(blank.cell, blank.header) for blank in group)
    return columns.propose(group, offers.origin(name))


def proposed(blanks: Sequence[Blank], origin: str) -> tuple[Mapped, ...]:
    """A proposal for each blank of a form: for its own from its record, for those of lists from the rows of the list."""
    own = columns.propose([blank for blank in blanks if not blank.lines], offers.origin(origin))
    inside = [column for group in groups(blanks) for column in propose(group, rows_of(group, origin))]
    told = {column.cell: column for column in (*own, *inside)}
    return tuple(told[blank.cell] for blank in blanks)


def origin_of(blank: Blank, blanks: Sequence[Blank], origin: str) -> str:
    """Whose rows fill a blank: those of the form, or those of the list to which it belongs; "" for a list of nothing we keep."""
    if not blank.lines:
        return origin
    return rows_of(next(group for group in groups(blanks) if blank in group), origin)


def _explained(found: Sequence[Mapped]) -> float:
    return sum(column.sure for column in found if column.likely and column.field != columns.ROW_NO)


def _named(found: Sequence[Mapped], rows: str) -> bool:
    return any(column.likely and column.field in _NAMES.get(rows, ("name",)) for column in found)
