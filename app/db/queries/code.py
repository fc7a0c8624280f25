"""Where the entries of a code list are used: how often, and in which rows."""

from app.db.session import Connection
from app.kinds.choice import Choice
from app.models import RECORDS
from app.models.record import Record, fields_of

Place = tuple[type[Record], str]  # a record and its field that holds entries of a list


def places(list_name: str) -> tuple[Place, ...]:
    """The fields that are filled from a list."""
    return tuple(
        (record, field.name)
        for record in RECORDS.values()
        for field in fields_of(record)
        if isinstance(field.kind, Choice) and field.kind.codes == list_name
    )


def uses(reader: Connection, list_name: str) -> dict[str, int]:
    """How many rows hold each entry, whatever has ended or was voided: an old row keeps its words."""
    found: dict[str, int] = {}
    for record, name in places(list_name):
        sql = f'SELECT "{name}", count(*) FROM {record.code()} WHERE "{name}" IS NOT NULL GROUP BY 1'
        for value, rows in reader.exec_driver_sql(sql):
            found[value] = found.get(value, 0) + int(rows)
    return found


def holders(reader: Connection, list_name: str, entry: str) -> list[tuple[type[Record], str, int]]:
    """(record, field, row id) of every row that holds an entry."""
    return [
        (record, name, int(row[0]))
        for record, name in places(list_name)
        for row in reader.exec_driver_sql(f'SELECT id FROM {record.code()} WHERE "{name}" = ?', (entry,))
    ]
