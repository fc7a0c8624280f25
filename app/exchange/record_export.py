"""A record as a sheet of its own: every field under its heading, links by name, and the uid by which it comes back."""

from dataclasses import replace
from typing import Any

from app.db.queries import everything, listing
from app.db.queries import place as places
from app.db.queries.listing import Query
from app.db.store import Reader
from app.exchange.whole_export import UID
from app.kinds.mask import kind_of, mask, withheld
from app.ledgers.ledger import PEOPLE
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of
from app.table import Column, Table

_KINDS = {"person": "text", "credit": "text"}
_WIDTHS = {"id": 20, "card": 22, "phone": 14, "date": 12, "number": 8, "flag": 6, "link": 24}


def record_query(
    record: type[Record], conditions: tuple[Any, ...] = (), fields: tuple[str, ...] = (), **asked: Any
) -> Query:
    """The rows that stand, these fields or all in their order, the uid at the end."""
    columns = (*(fields or (field.name for field in fields_of(record))), "uid")
    return Query(record.code(), columns, conditions, **asked)


def record_table(reader: Reader, record: type[Record], query: Query, profile: str = "none") -> Table:
    """The fields of a `record_query` as the clerk reads them; a masked export has no uid: nothing of it can come back."""
    fields = tuple(field_map(record)[name] for name in query.columns[:-1])
    fields = tuple(field for field in fields if not withheld(field.kind.name, field.name, profile))
    told = _Told(reader, record, profile)
    asked = replace(query, columns=(*(field.name for field in fields), "uid"), veiled=profile != "none")
    rows = [row[1:] for row in listing.window(reader, asked)]
    shown = [tuple(told.cell(field, cell, row[-1]) for field, cell in zip(fields, row, strict=False)) for row in rows]
    columns = [_column(field) for field in fields]
    if profile == "none":
        columns.append(Column("uid", UID, width=38))
        shown = [(*cells, row[-1]) for cells, row in zip(shown, rows, strict=True)]
    keys = tuple(row[-1] for row in rows)
    return Table(f"{record.title}名册", tuple(columns), shown, mask=profile, signatures=(), keys=keys)


def _column(field: Field) -> Column:
    name = field.kind.name
    return Column(field.name, field.label, _KINDS.get(name, name), width=_WIDTHS.get(name, 14))


class _Told:
    """Stored values as texts. A unit or branch whose name is not the only one is told by its path."""

    def __init__(self, reader: Reader, record: type[Record], profile: str) -> None:
        self.profile = profile
        self.paths = {to: places.paths(reader, to) for to in ("unit", "branch")}
        self.twice = {to: {path.partition("/")[2] for path in found.values()} for to, found in self.paths.items()}
        self.stored: dict[str, dict[str, Any]] = {}
        if any(self.twice.get(field.to) for field in fields_of(record)):
            names = ("id", *everything.columns(record))
            present = everything.present(reader, record)
            self.stored = {uid: dict(zip(names, values, strict=True)) for uid, values in present.items()}

    def cell(self, field: Field, value: Any, uid: str) -> Any:
        if value is None or field.kind.name == "number":
            return value
        if field.to in self.twice and value in self.twice[field.to]:
            return self.paths[field.to].get(self.stored[uid][field.name], value)
        text = str(value) if field.to else field.kind.text(value)
        return mask("person" if field.to in PEOPLE else kind_of(field.kind.name, field.name), text, self.profile)
