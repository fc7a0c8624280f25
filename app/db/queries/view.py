"""Lists that were saved under a name (常用列表), and how a list is written down: its columns, order and conditions."""

import json
from dataclasses import dataclass, replace
from typing import Any

from app.db.queries.derived import STATES, derived
from app.db.queries.listing import Condition, Query
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import field_map


@dataclass(frozen=True)
class Saved:
    """One saved list; `query` is ready to be shown."""

    row: int
    name: str
    query: Query


def views(reader: Connection, record: str) -> tuple[Saved, ...]:
    """The saved lists of a record by name."""
    sql = "SELECT id, name, definition FROM view WHERE record = ? AND void_reason IS NULL ORDER BY sort_key, id"
    return tuple(Saved(row[0], row[1], unpacked(record, row[2])) for row in reader.exec_driver_sql(sql, (record,)))


def named(reader: Connection, name: str) -> tuple[int, str] | None:
    """(row id, record) of the saved list of this name."""
    sql = "SELECT id, record FROM view WHERE name = ? AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (name,)).first()
    return (int(found[0]), str(found[1])) if found else None


def packed(query: Query) -> str:
    """A list as text. Rows that a link chose (`only`) are of that moment and are left out."""
    conditions = [[c.field, c.op, c.value] for c in query.conditions]
    facts = {
        "columns": query.columns, "conditions": conditions, "words": query.words, "marks": query.marks,
        "sort": query.sort, "state": query.state,
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False)


def unpacked(record: str, text: str | None) -> Query:
    """The list that a text describes; what this program does not know (a field that went, a broken text) is left out."""
    try:
        facts: dict[str, Any] = dict(json.loads(text or "{}"))
    except (ValueError, TypeError):
        facts = {}
    known = field_map(RECORDS[record])
    columns = tuple(name for name in facts.get("columns", ()) if name in known or derived(record, name))
    conditions = tuple(
        Condition(name, op, tuple(value) if isinstance(value, list) else value)
        for name, op, value in facts.get("conditions", ())
        if name in known or derived(record, name)
    )
    sort = tuple((name, bool(down)) for name, down in facts.get("sort", ()) if name in known or derived(record, name))
    marks = tuple(mark for mark in facts.get("marks", ()) if mark in STATES.get(record, {}))
    return Query(
        record, columns, conditions, tuple(facts.get("words", ())), marks, sort, str(facts.get("state", "current"))
    )


def renamed(query: Query, field: str, old: str, new: str) -> Query:
    """The same list after a value of a field got another name."""

    def told(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(told, value))
        return new if value == old else value

    conditions = tuple(
        replace(condition, value=told(condition.value)) if condition.field == field else condition
        for condition in query.conditions
    )
    return replace(query, conditions=conditions)
