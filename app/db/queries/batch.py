"""Which sheets were sent, to whom, and what came back? Batches, their handouts with the returns, and what is kept of both."""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import place, standing
from app.db.queries.ledger import plain
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import field_map

KEEPING = "compare"  # the word under which decisions against a cell stand among the dismissals
WAITING, OVERDUE, RETURNED, CHECKED = "waiting", "overdue", "returned", "checked"


@dataclass(frozen=True)
class BatchFacts:
    """One batch. `columns` are (field name, heading); dates are ISO texts or ""; `place` is `unit` or `branch`."""

    id: int
    name: str
    mark: str
    record: str
    columns: tuple[tuple[str, str], ...]
    place: str
    condition: str
    sent_on: str
    due: str
    closed_on: str


@dataclass(frozen=True)
class HandoutFacts:
    """One sheet that was sent. `receipt` … `checked_on` speak of the latest return; `returns` counts them all."""

    id: int
    batch: int
    number: int
    unit: int | None
    branch: int | None
    place: str
    person: str
    phone: str
    file_name: str
    rows: int
    digest: str
    returns: int
    receipt: int
    returned_on: str
    changed: int | None
    checked_on: str

    def state(self, due: str, today: str) -> str:
        """WAITING, OVERDUE, RETURNED or CHECKED on a day (ISO texts)."""
        if self.returns:
            return CHECKED if self.checked_on else RETURNED
        return OVERDUE if due and due < today else WAITING

    def late(self, due: str) -> bool:
        return bool(self.returned_on and due and self.returned_on > due)


@dataclass(frozen=True)
class ReceiptFacts:
    """One returned file; `handout` is None for one that was not recognised."""

    id: int
    handout: int | None
    file_name: str
    digest: str
    returned_on: str
    found_by: str
    rows: int | None
    changed: int | None
    checked_on: str
    told: str


_BATCH = "SELECT id, name, mark, record, columns_json, place, condition, sent_on, due, closed_on FROM batch WHERE void_reason IS NULL"


def batches(reader: Connection, *, closed: bool = False) -> list[BatchFacts]:
    """Newest first; those that are finished only when asked for."""
    more = "" if closed else " AND closed_on IS NULL"
    return [_batch(tuple(row)) for row in reader.exec_driver_sql(f"{_BATCH}{more} ORDER BY id DESC")]


def batch(reader: Connection, row: int) -> BatchFacts | None:
    found = reader.exec_driver_sql(f"{_BATCH} AND id = ?", (row,)).first()
    return _batch(tuple(found)) if found else None


def marked(reader: Connection, mark: str) -> BatchFacts | None:
    """The batch of this mark, finished or not."""
    found = reader.exec_driver_sql(f"{_BATCH} AND mark = ?", (mark,)).first()
    return _batch(tuple(found)) if found else None


def _batch(row: Sequence[str | int | None]) -> BatchFacts:
    number, name, mark, record, columns, *rest = row
    told = tuple((str(field), str(label)) for field, label in json.loads(str(columns or "[]")))
    place, condition, sent_on, due, closed_on = (str(value or "") for value in rest)
    return BatchFacts(
        int(number or 0), str(name), str(mark), str(record), told, place, condition, sent_on, due, closed_on
    )


_HANDOUTS = """
SELECT h.id, h.batch, h.place_no, h.unit, h.branch, coalesce(u.name, b.name, ''), coalesce(u.head, b.contact, b.secretary, ''),
       coalesce(u.phone, b.phone, ''), h.file_name, coalesce(h.row_count, 0), coalesce(h.digest, ''),
       (SELECT count(*) FROM receipt n WHERE n.handout = h.id AND n.void_reason IS NULL),
       coalesce(r.id, 0), coalesce(r.returned_on, ''), r.changed_count, coalesce(r.checked_on, '')
FROM handout h LEFT JOIN unit u ON u.id = h.unit LEFT JOIN branch b ON b.id = h.branch
LEFT JOIN receipt r ON r.id = (SELECT max(x.id) FROM receipt x WHERE x.handout = h.id AND x.void_reason IS NULL)
WHERE h.void_reason IS NULL
"""


def handouts(reader: Connection, batch: int) -> list[HandoutFacts]:
    """All places of a batch, in the order in which they were sent."""
    found = reader.exec_driver_sql(f"{_HANDOUTS} AND h.batch = ? ORDER BY h.place_no", (batch,))
    return [HandoutFacts(*row) for row in found]


def handout(reader: Connection, row: int) -> HandoutFacts | None:
    found = reader.exec_driver_sql(f"{_HANDOUTS} AND h.id = ?", (row,)).first()
    return HandoutFacts(*found) if found else None


_RECEIPTS = (
    "SELECT id, handout, file_name, digest, coalesce(returned_on, ''), coalesce(found_by, ''), row_count, changed_count, "
    "coalesce(checked_on, ''), coalesce(told, '') FROM receipt WHERE void_reason IS NULL"
)


def receipts(reader: Connection, handout: int | None) -> list[ReceiptFacts]:
    """Every return of a place, oldest first; of None the files that were not recognised."""
    where = "handout IS NULL" if handout is None else "handout = ?"
    found = reader.exec_driver_sql(f"{_RECEIPTS} AND {where} ORDER BY id", () if handout is None else (handout,))
    return [ReceiptFacts(*row) for row in found]


def receipt(reader: Connection, row: int) -> ReceiptFacts | None:
    found = reader.exec_driver_sql(f"{_RECEIPTS} AND id = ?", (row,)).first()
    return ReceiptFacts(*found) if found else None


def received(reader: Connection, digest: str) -> list[ReceiptFacts]:
    """What was noted of this very file before."""
    return [ReceiptFacts(*row) for row in reader.exec_driver_sql(f"{_RECEIPTS} AND digest = ? ORDER BY id", (digest,))]


def content(reader: Connection, digest: str) -> bytes | None:
    """The bytes kept under a fingerprint, None when there are none."""
    sql = "SELECT packed FROM content WHERE digest = ? AND void_reason IS NULL ORDER BY piece_no"
    pieces = [str(row[0]) for row in reader.exec_driver_sql(sql, (digest,))]
    return zlib.decompress(base64.b64decode("".join(pieces))) if pieces else None


def kept(reader: Connection, digest: str) -> frozenset[tuple[str, str]]:
    """(uid, field) of cells of a returned file against which the clerk has decided."""
    sql = "SELECT target FROM dismissal WHERE rule = ? AND target LIKE ? AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (KEEPING, kept_as(digest, "%", "%")))
    return frozenset((parts[1], parts[2]) for row in found if len(parts := str(row[0]).split("/")) == 3)


def kept_as(digest: str, uid: str, field: str) -> str:
    """How such a decision is kept among what was put aside."""
    return f"{digest[:32]}/{uid}/{field}"


def holds(reader: Connection, digest: str) -> bool:
    sql = "SELECT 1 FROM content WHERE digest = ? AND void_reason IS NULL LIMIT 1"
    return reader.exec_driver_sql(sql, (digest,)).first() is not None


def shown(reader: Connection, record: str, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """(id, cells …) of every current row as the clerk reads them, "" for empty; links by name, by path where that is not
    the only one of its name.
    """
    ends = RECORDS[record].ends
    current = "void_reason IS NULL" + (f" AND {ends} IS NULL" if ends else "")
    told = ", ".join(_told(record, name) for name in names)
    rows = plain(reader, f"SELECT id, {told} FROM {record} WHERE {current}")
    fields = field_map(RECORDS[record])
    linked = {n: fields[name].to for n, name in enumerate(names, 1) if name in fields and fields[name].to}
    if not linked or not rows:
        return rows
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for n, to in linked.items():
        words = _words(reader, to, {row for row in columns[n] if row is not None})
        columns[n] = [words[row] for row in columns[n]]
    return list(zip(*columns, strict=True))


def _words(reader: Connection, record: str, rows: set[int]) -> dict[int | None, str]:
    words: dict[int | None, str] = {None: ""}
    words.update(standing.names(reader, record, rows).items())
    if record in ("unit", "branch"):
        words.update((row, path) for row, path in place.paths(reader, record).items() if row in rows)
    return words


def _told(record: str, name: str) -> str:
    field = field_map(RECORDS[record]).get(name)
    if field is not None and field.to:
        return f'"{name}"'
    if field is not None and field.kind.name == "money":
        return f'CASE WHEN "{name}" IS NULL THEN \'\' ELSE printf(\'%d.%02d\', "{name}" / 100, abs("{name}") % 100) END'
    return f"coalesce(\"{name}\", '')"
