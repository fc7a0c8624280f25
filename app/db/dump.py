"""Everything as canonical data: equal databases give equal bytes (no row ids, revisions, times, works)."""

import json

from app.db.session import Connection
from app.models import RECORDS
from app.models.record import Record, fields_of

SKIPPED = {"id", "device", "revision", "sort_key", "search_key"}
_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # one encoder: making one costs more than a row


def dump(reader: Connection, *, by_key: bool = False) -> str:
    """Canonical JSON text, a row a line. `by_key` names rows by their natural keys instead of uids (for import → export → import)."""
    names = {code: _names(reader, record, by_key=by_key) for code, record in RECORDS.items()}
    if by_key:
        names = _resolved(reader, names)
    tables = (f"{_line(code)}: {_rows(reader, RECORDS[code], names, by_key=by_key)}" for code in sorted(RECORDS))
    return "{\n" + ",\n".join(tables) + "\n}"


def _names(reader: Connection, record: type[Record], *, by_key: bool) -> dict[int, str]:
    if not by_key:
        return {row[0]: row[1] for row in reader.exec_driver_sql(f"SELECT id, uid FROM {record.code()}")}
    columns = ", ".join(dict.fromkeys(name for key in record.key for name in key))
    rows = reader.exec_driver_sql(f"SELECT id, {columns} FROM {record.code()}")
    return {row[0]: "/".join("" if value is None else str(value) for value in row[1:]) for row in rows}


def _resolved(reader: Connection, names: dict[str, dict[int, str]]) -> dict[str, dict[int, str]]:
    """Links inside natural keys spelled as the keys of what they point to, in the order of RECORDS."""
    for code, record in RECORDS.items():
        targets = {field.name: field.to for field in fields_of(record) if field.to}
        columns = list(dict.fromkeys(name for key in record.key for name in key))
        if not any(name in targets for name in columns):
            continue
        told: dict[int, str] = {}
        for row in reader.exec_driver_sql(f"SELECT id, {', '.join(columns)} FROM {code} ORDER BY id"):
            parts = [
                names[targets[name]].get(value, "") if name in targets else ("" if value is None else str(value))
                for name, value in zip(columns, row[1:], strict=True)
            ]
            told[row[0]] = "/".join(parts)
            names[code][row[0]] = told[row[0]]
    return names


def _rows(reader: Connection, record: type[Record], names: dict[str, dict[int, str]], *, by_key: bool) -> str:
    """The rows of one record as a JSON list, in the order of their own text."""
    targets = {field.name: names[field.to] for field in fields_of(record) if field.to}
    kept = [name for name in record.columns() if name not in SKIPPED and not (by_key and name == "uid")]
    found = []
    for row in reader.exec_driver_sql(f"SELECT {', '.join(kept)} FROM {record.code()}"):
        values = {name: value for name, value in zip(kept, row, strict=True) if value is not None}
        for name in targets.keys() & values.keys():
            values[name] = targets[name].get(values[name])
        found.append(_line(values))
    return "[\n" + ",\n".join(sorted(found)) + "\n]" if found else "[]"
