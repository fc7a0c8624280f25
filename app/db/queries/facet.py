"""What stands in one column of a list, and how often: the values a filter offers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.db.queries.derived import derived
from app.db.queries.listing import Query, caption_sql, expression, matching, not_secret, source
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import field_map

MOST = 1000  # values of one column that a filter lists; more are reached by typing


@dataclass(frozen=True)
class Facet:
    """`values`: (stored value, a caption for a link, a year for a date; rows), empty ones as None and first.

    `more` says that there are others beside the 1,000 that are listed.
    """

    values: tuple[tuple[Any, int], ...]
    more: bool


def facet(reader: Connection, query: Query, name: str, *, text: str = "") -> Facet:
    """The values of a column among the rows that the other conditions of `query` leave; `text` must stand in them."""
    rest = replace(query, conditions=tuple(c for c in query.conditions if c.field != name))
    where, values = matching(rest)
    if query.veiled and name in RECORDS[query.record].veiled:
        where = f"{where} AND {not_secret(query.record)}"
    table = source(replace(rest, sort=((name, False),)))
    sql = f"SELECT {_value(query.record, name)} AS v, count(*) AS n FROM {table} WHERE {where} GROUP BY v"
    target = _target(query.record, name)
    if target:  # by id first: a caption is looked up once for each value, not once for each row
        sql = f"SELECT {caption_sql(target, 'g.v')} AS v, sum(n) AS n FROM ({sql}) g GROUP BY 1"
    if text:
        sql, values = f"SELECT v, n FROM ({sql}) WHERE instr(lower(v), lower(?)) > 0", [*values, text]
    found = reader.exec_driver_sql(f"{sql} ORDER BY v LIMIT {MOST + 1}", tuple(values)).all()
    return Facet(tuple((row[0], int(row[1])) for row in found[:MOST]), len(found) > MOST)


def sums(reader: Connection, query: Query, names: Sequence[str], rows: Sequence[int]) -> dict[str, tuple[int, int]]:
    """(sum, how many are filled) of number columns over the rows with these ids."""
    if not names:
        return {}
    parts = ", ".join(f"sum(v{i}), count(v{i})" for i in range(len(names)))
    values = ", ".join(f"{expression(query.record, name)} AS v{i}" for i, name in enumerate(names))  # each counted once
    sql = f"SELECT {parts} FROM (SELECT {values} FROM {query.record} WHERE id IN (SELECT value FROM json_each(?)))"
    found = reader.exec_driver_sql(sql, (json.dumps(list(rows)),)).one()
    return {name: (int(found[2 * i] or 0), int(found[2 * i + 1])) for i, name in enumerate(names)}


def _target(record: str, name: str) -> str:
    known = field_map(RECORDS[record]).get(name)
    return known.to if known is not None and not derived(record, name) else ""


def _value(record: str, name: str) -> str:
    known = field_map(RECORDS[record]).get(name)
    if known is None or derived(record, name):
        return expression(record, name)
    column = f'{record}."{name}"'
    return f"substr({column}, 1, 4)" if known.kind.name == "date" else column
