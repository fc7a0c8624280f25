"""A small database of made-up rows, for tests of the layer below the records."""

from pathlib import Path
from typing import Any

from app.db import connection, key


def made(db: Path, *, rows: int = 50) -> Path:
    """A database with a person table and one reference, closed again."""
    opened = connection.connect(db, key.unlock(key.create_key(db, 0), db))
    opened.execute("CREATE TABLE branch (id INTEGER PRIMARY KEY, name TEXT)")
    opened.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, branch INTEGER REFERENCES branch (id))")
    opened.execute("BEGIN IMMEDIATE")
    opened.execute("INSERT INTO branch VALUES (1, '中共石坪村支部委员会')")
    opened.executemany(
        "INSERT INTO person (name, branch) VALUES (?, 1)", ((f"王建国{i}" + "字" * 400,) for i in range(rows))
    )
    opened.execute("COMMIT")
    opened.close()
    key.set_schema(db, 1)
    return db


def opened(db: Path, *, readonly: bool = False) -> Any:
    return connection.connect(db, key.unlock(key.read_key(db), db), readonly=readonly)


def names(db: Path) -> list[str]:
    found = opened(db, readonly=True)
    try:
        return [row[0] for row in found.execute("SELECT name FROM person ORDER BY id")]
    finally:
        found.close()
