"""A record as a sheet of its own: every field under its heading, links by name, and the uid by which it comes back."""

from dataclasses import replace
from typing import Any

from app.db.queries import listing, standing
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
    rows = listing.window(reader, asked)
    ids = [row[0] for row in rows]
    cells = [told.column(field, [row[n] for row in rows], ids) for n, field in enumerate(fields, start=1)]
    columns = [_column(field) for field in fields]
    if profile == "none":
        columns.append(Column("uid", UID, width=38))
        cells.append([row[-1] for row in rows])
    keys = tuple(row[-1] for row in rows)
    return Table(
        f"{record.title}名册", tuple(columns), list(zip(*cells, strict=True)), mask=profile, signatures=(), keys=keys
    )


def _column(field: Field) -> Column:
    name = field.kind.name
    return Column(field.name, field.label, _KINDS.get(name, name), width=_WIDTHS.get(name, 14))


class _Told:
    """Stored values as texts. A unit or branch whose name is not the only one is told by its path."""

    def __init__(self, reader: Reader, record: type[Record], profile: str) -> None:
        self.reader, self.record, self.profile = reader, record, profile
        self.paths = {to: places.paths(reader, to) for to in ("unit", "branch")}
        self.twice = {to: {path.partition("/")[2] for path in found.values()} for to, found in self.paths.items()}

    def column(self, field: Field, values: list[Any], ids: list[int]) -> list[Any]:
        """The texts of a whole column, each different value told once; `ids` are the rows in which they stand."""
        if field.kind.name == "number":
            return values
        told = {value: self._text(field, value) for value in set(values)}
        twice = self.twice.get(field.to, set()) & told.keys()
        if not twice:
            return [told[value] for value in values]
        several = [row for row, value in zip(ids, values, strict=True) if value in twice]
        linked = standing.rows(self.reader, self.record.code(), (field.name,), several)
        return [
            self.paths[field.to].get(linked[row][0], value) if value in twice else told[value]
            for value, row in zip(values, ids, strict=True)
        ]

    def _text(self, field: Field, value: Any) -> str | None:
        if value is None:
            return None
        text = str(value) if field.to else field.kind.text(value)
        return mask("person" if field.to in PEOPLE else kind_of(field.kind.name, field.name), text, self.profile)
