"""Which rows of an older work cannot go back, because they were changed since or because something rests on them?"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.db.session import Connection
from app.db.work import FOLLOWS
from app.models import RECORDS
from app.models.record import Record, fields_of

Node = tuple[str, int]  # (record, row)
Values = dict[str, Any]
_BATCH = 500

# What holds together: a dated link and the row on which it stands, so that neither says something else than the other.
_PARTNERS = {
    "membership": ("member",),
    "abode": ("household",),
    "term": ("branch",),
    "post": ("member", "cadre", "branch"),
    "referral": ("request",),
    "applicant_act": ("applicant",),
}
# Steps that follow one another: (what they are steps of, their number). Only the last can go.
_SERIES = {"referral": ("request", "step_no"), "applicant_act": ("applicant", "act_no")}


@dataclass
class Touched:
    """What a work did: rows it made (ranges by record, in order), and rows it changed: what stood before, what it wrote."""

    made: dict[str, list[range]] = field(default_factory=dict)
    before: dict[Node, Values] = field(default_factory=dict)
    after: dict[Node, Values] = field(default_factory=dict)

    def has_made(self, record: str, row: int) -> bool:
        ranges = self.made.get(record, ())
        place = bisect_right(ranges, row, key=lambda rows: rows.start) - 1 if ranges else -1
        return place >= 0 and row in ranges[place]

    def has(self, node: Node) -> bool:
        return node in self.after or self.has_made(*node)


def touched(reader: Connection, work: int) -> Touched:
    """Several changes of one row in one work are told as one; changes of a row that the work made belong to its making."""
    found = Touched()
    sql = 'SELECT record, "row", last FROM change WHERE work = ? AND before IS NULL ORDER BY record, "row"'
    for record, first, last in reader.exec_driver_sql(sql, (work,)):
        found.made.setdefault(record, []).append(range(first, last + 1))
    sql = (
        'SELECT record, "row", before, after FROM change WHERE work = ? AND before IS NOT NULL AND after IS NOT NULL '
        "ORDER BY id"
    )
    for record, row, before, after in reader.exec_driver_sql(sql, (work,)):
        if not found.has_made(record, row):
            node = (record, row)
            found.before[node] = {**json.loads(before), **found.before.get(node, {})}
            found.after[node] = {**found.after.get(node, {}), **json.loads(after)}
    for values in (*found.before.values(), *found.after.values()):
        for name in FOLLOWS:
            values.pop(name, None)
    return found


def staying(reader: Connection, work: int, of: Touched) -> dict[Node, str]:
    """Every row that stays as it is, with the reason in words."""
    found: dict[Node, str] = {}
    wave = dict(
        [
            *_rested_on(reader, of),
            *_followed(reader, of),
            *_made_changed_since(reader, work, of),
            *_changed_since(reader, of),
        ]
    )
    while wave:  # what stays makes others stay, wave after wave
        found |= wave
        bound = dict(_bound(reader, of, wave))
        wave = {node: why for node, why in bound.items() if node not in found}
    return found


def _changed_since(reader: Connection, of: Touched) -> Iterator[tuple[Node, str]]:
    """Changed rows that no longer hold what the work wrote."""
    rows: dict[str, list[int]] = {}
    for record, row in of.after:
        rows.setdefault(record, []).append(row)
    for record, ids in rows.items():
        for present in _present(reader, record, ids):
            node = (record, present["id"])
            if any(present[name] != value for name, value in of.after[node].items()):
                yield node, _since(reader, node)


def _made_changed_since(reader: Connection, work: int, of: Touched) -> Iterator[tuple[Node, str]]:
    """Made rows that later works changed, and did not change back."""
    sql = (
        'SELECT c."row", c.before FROM change c JOIN work w ON w.id = c.work WHERE c.record = ? AND c."row" BETWEEN ? AND ? '
        "AND c.work > ? AND c.before IS NOT NULL AND c.after IS NOT NULL AND w.kind = 'do' AND w.undone = 0 ORDER BY c.id"
    )
    for record, ranges in of.made.items():
        first: dict[int, Values] = {}
        for rows in ranges:
            for row, before in reader.exec_driver_sql(sql, (record, rows.start, rows.stop - 1, work)):
                first[row] = {**json.loads(before), **first.get(row, {})}
        for present in _present(reader, record, first):
            old = first[present["id"]]
            if any(present[name] != value for name, value in old.items() if name not in FOLLOWS):
                yield (record, present["id"]), _since(reader, (record, present["id"]))


def _since(reader: Connection, node: Node) -> str:
    sql = (
        'SELECT w.label FROM change c JOIN work w ON w.id = c.work WHERE c.record = ? AND c."row" = ? AND c.last = ? '
        "ORDER BY c.id DESC LIMIT 1"
    )
    label = reader.exec_driver_sql(sql, (*node, node[1])).scalar()
    return f"之后又改过（{label}）" if label else "之后又改过"


def _rested_on(reader: Connection, of: Touched) -> Iterator[tuple[Node, str]]:
    """Made rows to which something leads that the work did not write."""
    for record, ranges in of.made.items():
        for other, name in _leading_to(record):
            title = RECORDS[other].title
            sql = f"SELECT id, {name} FROM {other} WHERE {name} BETWEEN ? AND ?"
            for rows in ranges:
                for row, to in reader.exec_driver_sql(sql, (rows.start, rows.stop - 1)):
                    ours = of.after.get((other, row), {}).get(name) == to
                    if not ours and not of.has_made(other, row):
                        yield (record, to), f"之后登记的{title}还要用到它"


def _followed(reader: Connection, of: Touched) -> Iterator[tuple[Node, str]]:
    """Made steps after which others came that the work did not make."""
    for record, (owner, number) in _SERIES.items():
        sql = (
            f"SELECT s.id, n.id FROM {record} s JOIN {record} n ON n.{owner} = s.{owner} AND n.{number} > s.{number} "
            "AND n.void_reason IS NULL WHERE s.id BETWEEN ? AND ? AND s.void_reason IS NULL"
        )
        for rows in of.made.get(record, ()):
            for row, later in reader.exec_driver_sql(sql, (rows.start, rows.stop - 1)):
                if not of.has_made(record, later):
                    yield (record, row), f"之后还有别的{RECORDS[record].title}步骤"


def _bound(reader: Connection, of: Touched, wave: Iterable[Node]) -> Iterator[tuple[Node, str]]:
    """What must stay with rows that stay: their dated links or the owners of these, and what they lead to."""
    rows: dict[str, list[int]] = {}
    for record, row in wave:
        rows.setdefault(record, []).append(row)
    for record, ids in rows.items():
        why = _together(record)
        for link, owners in _PARTNERS.items():
            if record in owners and (link in of.made or any(name == link for name, _row in of.after)):
                for found in _among(reader, f"SELECT id FROM {link} WHERE {record}", ids):
                    if of.has((link, found[0])):
                        yield (link, found[0]), why
        yield from (((to, target), why) for to, target in _led_to(reader, of, record, ids))


def _led_to(reader: Connection, of: Touched, record: str, ids: Sequence[int]) -> Iterator[Node]:
    links = [known for known in fields_of(RECORDS[record]) if known.to]
    if not links:
        return
    columns = ", ".join(f'"{known.name}"' for known in links)
    for cells in _among(reader, f"SELECT {columns} FROM {record} WHERE id", ids):
        for known, to in zip(links, cells, strict=True):
            partner = known.name in _PARTNERS.get(record, ()) and of.has((known.to, to or 0))
            if to is not None and (partner or of.has_made(known.to, to)):
                yield known.to, to


def _among(reader: Connection, sql: str, ids: Sequence[int]) -> Iterator[Any]:
    """Rows of a SELECT that ends in a column, for these values of it."""
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        yield from reader.exec_driver_sql(f"{sql} IN ({', '.join('?' * len(part))})", tuple(part)).all()


def _together(record: str) -> str:
    return f"同一步里的{RECORDS[record].title}保留，要与它一致"


@cache
def _leading_to(record: str) -> tuple[tuple[str, str], ...]:
    """(record, column) of every link that leads to `record`."""
    return tuple(leading(RECORDS[record]))


def leading(record: type[Record]) -> Iterator[tuple[str, str]]:
    for code, other in RECORDS.items():
        yield from ((code, known.name) for known in fields_of(other) if known.to == record.code())


def _present(reader: Connection, record: str, rows: Iterable[int]) -> Iterator[Mapping[str, Any]]:
    """The rows as they stand, those that are gone left out."""
    ids = list(rows)
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        sql = f"SELECT * FROM {record} WHERE id IN ({', '.join('?' * len(part))})"
        yield from map(dict, reader.exec_driver_sql(sql, tuple(part)).mappings().all())
