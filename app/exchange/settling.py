"""Which function settles the rows of a sheet of each record? What stands not here has one record per row."""

from collections.abc import Callable
from typing import Any

from app.exchange import fate, meeting_sheet, pairing, person_heading, person_sheet, visit_heading, visit_sheet
from app.exchange.fate import Outcome
from app.exchange.linking import Books
from app.exchange.whole import Whole

Settling = Callable[[Any, Whole, Books, dict[str, list[Any]]], Outcome]
SHEETS: dict[str, Settling] = {
    **fate.FATES, **person_sheet.SHEETS, "pairing": pairing.pairing, "visit": visit_sheet.sheet, "deed": visit_sheet.sheet,
    "meeting": meeting_sheet.sheet,
}  # fmt: skip
# Sheets that make no village and no branch by a slip of the pen.
MAKING_NOTHING = frozenset(visit_heading.TELLING) | frozenset(person_heading.PERSONS)


def settling(record: str, *, exported: bool) -> Settling:
    """For a sheet of the record; an export of this program carries the marks of its rows."""
    return fate.plain if exported else SHEETS.get(record, fate.plain)
