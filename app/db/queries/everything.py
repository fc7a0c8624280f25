"""Every row of a record as it is kept, links told by uid: what leaves with the whole database and comes back with it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from app.db.queries.listing import caption_sql
from app.db.session import Connection
from app.models.record import SYSTEM, Record, field_map

# A column beside the declared fields that must travel too, with its heading.
KEPT = {"order_no": "排序号", "void_reason": "作废原因", "sole": "独占"}


@cache
def columns(record: type[Record]) -> tuple[str, ...]:
    """All columns that are facts of the row: the fields in their order, then those of KEPT."""
    known = field_map(record)
    rest = [name for name in record.columns() if name not in (*SYSTEM, *known)]
    return (*known, *rest)


@cache
def links(record: type[Record]) -> dict[str, str]:
    """Column → record it points to."""
    return {name: field.to for name, field in field_map(record).items() if field.to}


@cache
def link_places(record: type[Record]) -> tuple[tuple[int, str], ...]:
    """(place among the columns, record it points to) of each link."""
    targets = links(record)
    return tuple((place, targets[name]) for place, name in enumerate(columns(record)) if name in targets)


def rows(reader: Connection, record: type[Record]) -> list[tuple[Any, ...]]:
    """uid, then each column as stored; a link gives two values, its uid and the words that name it. Oldest first."""
    code, targets = record.code(), links(record)
    told = ["t.uid"]
    for name in columns(record):
        if name in targets:
            told.append(f"(SELECT o.uid FROM {targets[name]} o WHERE o.id = t.{name})")
            told.append(caption_sql(targets[name], f"t.{name}"))
        else:
            told.append(f't."{name}"')
    sql = f"SELECT {', '.join(told)} FROM {code} t ORDER BY t.id"
    return [tuple(row) for row in reader.exec_driver_sql(sql)]


def present(reader: Connection, record: type[Record]) -> dict[str, tuple[Any, ...]]:
    """uid → (row id, columns as stored, links as row ids)."""
    told = ", ".join(f'"{name}"' for name in ("uid", "id", *columns(record)))
    return {row[0]: tuple(row[1:]) for row in reader.exec_driver_sql(f"SELECT {told} FROM {record.code()}")}


def uids(reader: Connection, record: str, wanted: Sequence[int]) -> dict[int, str]:
    """Row id → uid."""
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT id, uid FROM {record} WHERE id IN ({marks})"
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql, tuple(wanted))}
