"""Databases as programs of released schemas left them, kept as SQL text and laid down encrypted for each test.

When a release ships a new schema: fill a database with it, `write(store, FIXTURES / "0007.sql")`, commit the file.
"""

import contextlib
from pathlib import Path
from typing import Any

from app.db import connection, key
from app.db.store import Store
from app.db.version import NUMBER

FIXTURES = Path(__file__).parent / "fixtures"
RELEASED = tuple(sorted(path.stem for path in FIXTURES.glob("[0-9]*.sql")))
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
_MADE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, rowid"
Rows = dict[str, list[tuple[Any, ...]]]


def lay(folder: Path, schema: str) -> Path:
    """The fixture of that schema as a database with its key file."""
    folder.mkdir(parents=True, exist_ok=True)
    db = folder / "x.db"
    keyfile = key.create_key(db, int(schema))
    with contextlib.closing(connection.empty(db, key.unlock(keyfile, db))) as opened:
        opened.executescript((FIXTURES / f"{schema}.sql").read_text(encoding="utf-8"))
    return db


def write(store: Store, path: Path) -> None:
    """The whole database as SQL text, one statement per line."""
    with store.read() as reader:
        lines = [f"-- A database of schema {NUMBER:04d} as the program of that schema left it (made-up people)."]
        lines += [f"{' '.join(sql.split())};" for _type, _name, sql in reader.exec_driver_sql(_MADE)]
        for table in [*(name for (name,) in reader.exec_driver_sql(_TABLES)), "sqlite_sequence"]:
            quoted = ", ".join(f'quote("{column}")' for column in columns(reader, table))
            rows = reader.exec_driver_sql(f"SELECT {quoted} FROM {table} ORDER BY 1")
            lines += [f"INSERT INTO {table} VALUES ({', '.join(row)});" for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def columns(reader: Any, table: str) -> list[str]:
    return [row[1] for row in reader.exec_driver_sql(f"PRAGMA table_info({table})")]


def schema(reader: Any) -> list[tuple[str, str, str]]:
    """What the file is made of, blanks and line ends apart."""
    return sorted((kind, name, " ".join(sql.split())) for kind, name, sql in reader.exec_driver_sql(_MADE))


def contents(db: Path, like: Rows | None = None) -> Rows:
    """Every row of every table, `like` narrows to its tables and columns: the first entry of each names the columns.

    What the program itself keeps (schema, counters) is left out.
    """
    with contextlib.closing(connection.connect(db, key.unlock(key.read_key(db), db), readonly=True)) as opened:
        tables = list(like) if like else [name for (name,) in opened.execute(_TABLES) if name != "alembic_version"]
        found: Rows = {}
        for table in tables:
            names = like[table][0] if like else tuple(row[1] for row in opened.execute(f"PRAGMA table_info({table})"))
            rows = opened.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1, 2").fetchall()
            found[table] = [names, *rows]
    return found


def head(db: Path) -> str:
    """The schema the database has."""
    with contextlib.closing(connection.connect(db, key.unlock(key.read_key(db), db), readonly=True)) as opened:
        return str(opened.execute("SELECT version_num FROM alembic_version").fetchone()[0])
