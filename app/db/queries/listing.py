"""Lists as windows on a query: how many rows, the rows from here to there, and the ids in order."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app import clock
from app.db.queries.derived import STATES, derived
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import VEIL, field_map, fields_of

SQL = {
    "is": "{c} = ?", "not": "({c} IS NULL OR {c} <> ?)", "has": "instr({c}, ?) > 0", "lacks": "({c} IS NULL OR instr({c}, ?) = 0)",
    "lt": "{c} < ?", "le": "{c} <= ?", "gt": "{c} > ?", "ge": "{c} >= ?", "starts": "substr({c}, 1, length(?1)) = ?1",
    "empty": "{c} IS NULL", "filled": "{c} IS NOT NULL",
}  # fmt: skip


# A condition on another column of the row than its id, or on what is found elsewhere for each row.
MERGED_INTO = frozenset({"member", "cadre", "household", "resident"})  # records of which two rows can become one
_OWN = re.compile(r"\{t\}\.(?!id\b)|\bEXISTS\b")
JOINED = frozenset({"member", "cadre", "household", "resident", "unit", "branch"})  # by whose names a row is found
_FIRST = 5_000  # rows among which a page is looked for before all are


@dataclass(frozen=True)
class Condition:
    """`op`: is not has lacks lt le gt ge starts empty filled in years. On a link, text is compared with the other's caption.

    `in` and `years` (the years of a date) take a tuple of values, None among them meaning empty.
    """

    field: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class Query:
    """What to list. `state`: current, ended, void or all. `sort`: (column, descending) pairs; empty = official order.

    `columns` and condition fields are code names of fields, of `derived` columns, or `order_no`.
    `words` must all be found in the search text (name, pinyin, initials, digits); `marks` are words of STATES.
    `veiled` hides what is sensitive (`Record.veiled`); only who must see or carry everything asks without.
    """

    record: str
    columns: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    state: str = "current"
    only: tuple[int, ...] | None = field(default=None)
    veiled: bool = True


def caption_sql(record: str, row: str) -> str:
    """SQL for the words that name one row of `record`, `row` being SQL for its id."""
    model = RECORDS[record]
    known = field_map(model)
    parts = []
    for name in model.caption:
        inner = caption_sql(known[name].to, f"x.{name}") if known[name].to else f"x.{name}"
        parts.append(inner)
    told = parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"
    alias = f"{record}_of"
    return f"(SELECT {told.replace('x.', alias + '.')} FROM {record} {alias} WHERE {alias}.id = {row})"


def expression(record: str, name: str) -> str:
    """SQL for the displayed value of a column."""
    found = derived(record, name)
    if found is not None:
        return "(" + found.sql.replace("{t}", record).replace(":today", f"'{clock.today().isoformat()}'") + ")"
    known = field_map(RECORDS[record]).get(name)
    if known is not None and known.to:
        return caption_sql(known.to, f"{record}.{name}")
    return f'{record}."{name}"'


def veiled(record: str, name: str, *, table: str = "") -> str:
    """SQL for what a list shows of a column: nothing of a sensitive row that only some should see.

    `table` names the record in the statement where that is not its own name; for plain columns only.
    """
    told = f"{table}.{name}" if table else expression(record, name)
    if name not in RECORDS[record].veiled:
        return told
    return f"CASE WHEN {_secret(record, table or record)} AND {told} IS NOT NULL THEN '{VEIL}' ELSE {told} END"


def _secret(record: str, table: str) -> str:
    return RECORDS[record].secret.replace("{t}", table)


def is_secret(reader: Connection, record: str, row: int) -> bool:
    """Does this row hold what only some should see?"""
    if not RECORDS[record].veiled:
        return False
    sql = f"SELECT 1 FROM {record} WHERE id = ? AND {_secret(record, record)}"
    return reader.exec_driver_sql(sql, (row,)).first() is not None


def not_secret(record: str) -> str:
    """SQL that holds for rows that everybody may see."""
    return f"coalesce({_secret(record, record)}, 0) = 0"


def sorting(record: str, sort: Sequence[tuple[str, bool]]) -> str:
    """What is equal stands in the order of names."""
    known, names = field_map(RECORDS[record]), f"{record}.sort_key"
    parts: list[str] = []
    for name, descending in sort:
        down = " DESC" if descending else ""
        target = known[name].to if name in known else ""
        if target:
            parts.append(f"(SELECT o.sort_key FROM {target} o WHERE o.id = {record}.{name}){down}")
        elif name in RECORDS[record].caption:
            parts.append(f"{names}{down}")
        else:
            parts.append(f"{expression(record, name)}{down}")
    named = any(part.startswith(names) for part in parts)
    return ", ".join([*parts, *(() if named else (names,)), f"{record}.id"])


def matching(query: Query) -> tuple[str, list[Any]]:
    """WHERE and its values."""
    record = query.record
    ends = RECORDS[record].ends
    clauses: list[str] = []
    values: list[Any] = []
    if query.state == "void":
        clauses.append(f"{record}.void_reason IS NOT NULL")
    elif query.state != "all":
        clauses.append(f"{record}.void_reason IS NULL")
        if ends:
            clauses.append(f"{record}.{ends} IS {'NOT ' if query.state == 'ended' else ''}NULL")
    for word in query.words:
        found = f"SELECT id FROM {record} WHERE instr(search_key, ?) > 0{_once(record)}{_joined(record)}"
        clauses.append(f"{record}.id IN ({found})")
        values += [word.lower()] * found.count("?")
    for mark in query.marks:
        clauses.append(STATES[record][mark].replace("{t}", record).replace(":today", f"'{clock.today().isoformat()}'"))
    for condition in query.conditions:
        clause, more = _condition(record, condition)
        clauses.append(clause)
        values += more
    if query.only is not None:
        clauses.append(f"{record}.id IN ({', '.join(map(str, query.only))})")
    return " AND ".join(clauses) or "1", values


def _once(record: str) -> str:
    """SQL: and what a row was called that was merged into this one (the decision names both uids)."""
    if record not in MERGED_INTO:
        return ""
    return (
        f" UNION ALL SELECT k.id FROM dismissal d JOIN {record} g ON g.uid = substr(d.target, 1, 36) "
        f"JOIN {record} k ON k.uid = substr(d.target, 38) "
        "WHERE d.rule = 'merged' AND d.void_reason IS NULL AND instr(g.search_key, ?) > 0"
    )


def _joined(record: str) -> str:
    """SQL: and whom the row is called by (党费缴纳); of a record that has no words of its own (结对, 走访), whomever it joins."""
    known = fields_of(RECORDS[record])
    if any(field.search for field in known):
        known = tuple(field for field in known if field.name in RECORDS[record].caption)
    return "".join(
        f" UNION ALL SELECT id FROM {record} WHERE {field.name} IN "
        f"(SELECT id FROM {field.to} WHERE instr(search_key, ?) > 0)"
        for field in known
        if field.to in JOINED
    )


def _condition(record: str, condition: Condition) -> tuple[str, list[Any]]:
    known, value, op = field_map(RECORDS[record]).get(condition.field), condition.value, condition.op
    many = isinstance(value, tuple)
    whole = isinstance(value, int) or (many and all(isinstance(each, int) for each in value))
    by_id = known is not None and known.to and (whole or op in ("empty", "filled"))
    column = f'{record}."{condition.field}"' if by_id else expression(record, condition.field)
    if many:
        return _one_of(column if op == "in" else f"substr({column}, 1, 4)", value)
    if known is not None and known.kind.name == "date" and op in ("le", "gt"):  # all of 2020 is not later than 2020
        column = f"substr({column}, 1, {len(str(value))})"
    if op == "starts":
        return f"substr({column}, 1, {len(str(value))}) = ?", [value]
    clause = SQL[op].replace("{c}", column)
    return clause, [value] if "?" in clause else []


def _one_of(column: str, wanted: tuple[Any, ...]) -> tuple[str, list[Any]]:
    values = [value for value in wanted if value is not None]
    clause = f"{column} IN ({', '.join('?' * len(values))})"
    return (f"({clause} OR {column} IS NULL)" if len(values) < len(wanted) else clause), values


def count(reader: Connection, query: Query) -> int:
    where, values = matching(query)
    return int(
        reader.exec_driver_sql(f"SELECT count(*) FROM {source(query)} WHERE {where}", tuple(values)).scalar_one()
    )


def newest(reader: Connection, record: str) -> int:
    """The highest row id: as many rows there may be, found without counting them."""
    return int(reader.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {record}").scalar_one())


def ids(reader: Connection, query: Query, *, offset: int = 0, limit: int = -1) -> list[int]:
    """Row ids in the order of the list."""
    where, values = matching(query)
    table, order = source(query), sorting(query.record, query.sort)
    if table != query.record and not query.sort and limit > 0 and not offset:
        near = _near(query)
        sql = f"SELECT {query.record}.id FROM {query.record} WHERE {near} AND {where} ORDER BY {order} LIMIT {limit}"
        found = [int(row[0]) for row in reader.exec_driver_sql(sql, tuple(values))]
        if len(found) == limit:
            return found
    sql = f"SELECT {query.record}.id FROM {table} WHERE {where} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
    return [int(row[0]) for row in reader.exec_driver_sql(sql, tuple(values))]


def source(query: Query) -> str:
    """The table to read; as it lies on the disk when the rows themselves must be looked at.

    By way of an index every row would fetch (and decipher) a page of its own: measured, that takes twelve times as long.
    """
    record, known, led = query.record, field_map(RECORDS[query.record]), _led(query.record)
    if query.words or query.only is not None or query.state not in ("current", "all"):
        return record
    for condition in query.conditions:
        whole = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        direct = condition.field in known and (not known[condition.field].to or {int} == set(map(type, whole)))
        if condition.field in led and condition.op in ("is", "in") and direct:
            return record
    aside = any(name not in RECORDS[record].caption for name, _descending in query.sort)
    inside = any(_OWN.search(STATES[record][mark]) for mark in query.marks)
    return f"{record} NOT INDEXED" if query.conditions or aside or inside else record


@cache
def _led(record: str) -> frozenset[str]:
    """Columns by which an index finds rows."""
    return RECORDS[record].led()


def _near(query: Query) -> str:
    """SQL: the row is one of the first of the list. What many rows fulfil is found there at once."""
    where, _none = matching(Query(query.record, (), state=query.state))
    return (
        f"{query.record}.id IN "
        f"(SELECT id FROM {query.record} WHERE {where} ORDER BY {sorting(query.record, ())} LIMIT {_FIRST})"
    )


def window(reader: Connection, query: Query, *, offset: int = 0, limit: int = -1) -> list[tuple[Any, ...]]:
    """Rows `offset` … `offset + limit`: the id, then the displayed value of each column (links as captions)."""
    # Bare ids first: a sort would compute every column of every row.
    if limit >= 0 and (query.sort or query.conditions or query.marks):
        return rows(reader, query, ids(reader, query, offset=offset, limit=limit))
    where, values = matching(query)
    sql = (
        f"SELECT {_selected(query)} FROM {query.record} WHERE {where} "
        f"ORDER BY {sorting(query.record, query.sort)} LIMIT {limit} OFFSET {offset}"
    )
    return [tuple(row) for row in reader.exec_driver_sql(sql, tuple(values))]


def rows(reader: Connection, query: Query, wanted: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows with these ids, in this order (ids that are gone are left out)."""
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT {_selected(query)} FROM {query.record} WHERE {query.record}.id IN ({marks})"
    found = {row[0]: tuple(row) for row in reader.exec_driver_sql(sql, tuple(wanted))}
    return [found[i] for i in wanted if i in found]


def ended(reader: Connection, record: str, wanted: Sequence[int]) -> set[bool]:
    """Of the rows with these ids: True when one has ended, False when one holds; both for a mixed lot."""
    sql = (
        f"SELECT DISTINCT {RECORDS[record].ends} IS NOT NULL FROM {record} WHERE id IN (SELECT value FROM json_each(?))"
    )
    return {bool(row[0]) for row in reader.exec_driver_sql(sql, (json.dumps(list(wanted)),))}


def of_uids(reader: Connection, record: str, uids: Sequence[str]) -> list[int]:
    """Row ids of the rows with these uids, in order of id."""
    found: list[int] = []
    for start in range(0, len(uids), 500):
        part = uids[start : start + 500]
        sql = f"SELECT id FROM {record} WHERE uid IN ({', '.join('?' * len(part))})"
        found += [int(row[0]) for row in reader.exec_driver_sql(sql, tuple(part))]
    return sorted(found)


def _selected(query: Query) -> str:
    told = veiled if query.veiled else expression
    return ", ".join([f"{query.record}.id", *(told(query.record, name) for name in query.columns)])
