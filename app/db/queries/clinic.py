"""Every name and every identity number on the books, with what stands beside it and who it is."""

from collections.abc import Iterator
from typing import NamedTuple

from app.db.queries.listing import caption_sql
from app.db.session import Connection
from app.models import RECORDS
from app.models.catalogue import shown_records
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of

_BATCH = 5_000


class Cell(NamedTuple):
    """One value; `birth` and `sex` as they stand on the same row, "" where there are none."""

    row: int
    uid: str
    value: str
    birth: str
    sex: str


def fields() -> tuple[tuple[type[Record], Field], ...]:
    """The fields that hold names of persons and identity numbers, of records with a screen of their own."""
    return tuple(
        (record, field)
        for record in shown_records()
        for field in fields_of(record)
        if field.kind.name in ("person", "id")
    )


def cells(reader: Connection, record: type[Record], field: Field) -> Iterator[Cell]:
    """All filled cells of one field, of rows that were not voided, whether they still hold or not."""
    known = field_map(record)
    beside = [f"coalesce({name}, '')" if name in known else "''" for name in ("birth_date", "sex")]
    sql = (
        f"SELECT id, uid, {field.name}, {', '.join(beside)} FROM {record.code()} NOT INDEXED "
        f"WHERE {field.name} IS NOT NULL AND void_reason IS NULL AND id > ? ORDER BY id LIMIT {_BATCH}"
    )
    last = 0
    while True:
        rows = reader.exec_driver_sql(sql, (last,)).all()
        yield from (Cell(*row) for row in rows)
        if len(rows) < _BATCH:
            return
        last = rows[-1][0]


def caption(reader: Connection, record: str, row: int) -> str:
    return str(reader.exec_driver_sql(f"SELECT {caption_sql(record, '?')}", (row,)).scalar() or "")


def count(reader: Connection) -> int:
    """How many rows there are to look at."""
    tables = {record.code() for record, _field in fields()}
    return sum(
        int(reader.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
        for table in tables
        if table in RECORDS
    )
