"""What the window remembers of a list on this PC, outside the encrypted database: nothing that could name a person.

Columns, order and state are kept, and of the conditions those on figures, dates, choices and places. What was typed into
the search box or asked of names, numbers and phones is forgotten; whoever wants to keep it saves the list under a name
(常用列表), which lies in the database.
"""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSettings

from app.db.queries.derived import derived
from app.db.queries.listing import Condition, Query
from app.db.queries.view import packed, unpacked
from app.models import RECORDS
from app.models.record import field_map

Sort = tuple[tuple[str, bool], ...]
HARMLESS = ("choice", "flag", "date", "number", "money", "points")
PLACES = ("unit", "branch", "campaign", "pairing_kind")


def remember(memory: QSettings, query: Query) -> None:
    if query.only is not None:  # a link from elsewhere: gone with the next search
        return
    kept = tuple(condition for condition in query.conditions if _harmless(query.record, condition))
    memory.setValue(f"list/{query.record}", packed(replace(query, conditions=kept, words=(), only=None)))


def remembered(memory: QSettings, record: str, columns: tuple[str, ...], sort: Sort = ()) -> Query:
    """The list as it stood when the window was closed; `columns` in this order when there is none yet."""
    text: Any = memory.value(f"list/{record}")
    query = unpacked(record, str(text) if text else None)
    return query if query.columns else replace(query, columns=columns, sort=sort)


def _harmless(record: str, condition: Condition) -> bool:
    if condition.op in ("empty", "filled"):
        return True
    if found := derived(record, condition.field):
        return found.kind in HARMLESS
    field = field_map(RECORDS[record])[condition.field]
    return not field.sensitive and (field.kind.name in HARMLESS or field.to in PLACES)
