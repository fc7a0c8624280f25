"""A record as a sheet of its own: every field under its heading, links by name, and the uid by which it comes back."""

from typing import Any

from app.db.queries import listing
from app.db.queries.listing import Query
from app.db.store import Reader
from app.exchange.whole_export import UID
from app.kinds.mask import mask
from app.models.fields import Field
from app.models.record import Record, fields_of
from app.table import Column, Table

_KINDS = {"resident_id": "id", "person_name": "text", "credit_code": "text"}
_MASKED = {"resident_id": "id", "phone": "phone", "person_name": "person", "text": "text"}
_WIDTHS = {"resident_id": 20, "phone": 14, "date": 12, "number": 8, "flag": 6, "link": 24}


def record_query(record: type[Record], conditions: tuple[Any, ...] = (), **asked: Any) -> Query:
    """The rows that stand, all fields in their order, the uid at the end."""
    columns = (*(field.name for field in fields_of(record)), "uid")
    return Query(record.code(), columns, conditions, **asked)


def record_table(reader: Reader, record: type[Record], query: Query, profile: str = "none") -> Table:
    """Texts as the clerk reads them; a masked export has no uid, since nothing of it can come back."""
    fields = fields_of(record)
    rows = [row[1:] for row in listing.window(reader, query)]
    shown = [tuple(_shown(field, cell, profile) for field, cell in zip(fields, row, strict=False)) for row in rows]
    columns = [_column(field) for field in fields]
    if profile == "none":
        columns.append(Column("uid", UID, width=38))
        shown = [(*cells, row[-1]) for cells, row in zip(shown, rows, strict=True)]
    return Table(title=f"{record.title}名册", columns=tuple(columns), rows=shown, mask=profile, signatures=())


def _column(field: Field) -> Column:
    name = field.kind.name
    return Column(field.name, field.label, _KINDS.get(name, name), width=_WIDTHS.get(name, 14))


def _shown(field: Field, cell: Any, profile: str) -> Any:
    if cell is None or field.kind.name == "number":
        return cell
    text = str(cell) if field.to else field.kind.text(cell)
    name = field.kind.name
    if profile == "none":
        return text
    if field.to in ("member", "cadre", "household", "resident"):
        return mask("person", text, profile)
    return mask(_MASKED.get(name, name), text, profile)
