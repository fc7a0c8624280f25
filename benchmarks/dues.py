"""Dues: a year reckoned for everybody as one work, the ledger of that year whole and of one branch (row 14)."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app import clock
from app.db.store import Store
from app.exchange.write import write_xlsx
from app.ledgers import ledger_named, table
from app.models.due import DueBase
from app.operations import due
from app.operations.due_reckoning import FARMER
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_READ = "SELECT member, month, branch, payer, base, rate, amount, paid, paid_on, receipt FROM due"


def figures(scene: Scene) -> Iterator[Figure]:
    """On a copy of the database, which keeps no dues: the one that is measured elsewhere stays as it is."""
    with scene.copy("dues") as store:
        _settled(store)
        year = f"{clock.today():%Y}"
        ours = seconds(lambda: due.assess(store, year))
        with store.read() as reader:
            rows = reader.exec_driver_sql(_READ).all()
            branch = reader.exec_driver_sql(
                "SELECT branch FROM due GROUP BY branch ORDER BY count(*) DESC LIMIT 1"
            ).scalar()
        base = seconds(lambda: _insert(scene.folder / "raw-dues.sqlite", rows))
        yield Figure(14, "dues of a year, reckoned and recorded", len(rows), ours, base, "raw insert", "≤ 3")
        with store.read() as reader:
            read = seconds(lambda: reader.exec_driver_sql(_READ).all())
            whole = seconds(lambda: table(reader, ledger_named("dues")))
            part = seconds(lambda: table(reader, ledger_named("dues"), branch=branch), 3)
            shown = table(reader, ledger_named("dues"))
        yield Figure(14, "ledger of dues, everybody", len(rows), whole, read, "reading the rows", "≤ 3")
        yield Figure(14, "ledger of dues, one branch", len(rows), part, read, "reading all rows", "≤ 0.05")
        written = seconds(lambda: write_xlsx(shown, scene.folder / "dues.xlsx"))
        yield Figure(14, "ledger of dues as a workbook", len(shown.rows), written, read, "reading the rows", "–")


def _settled(store: Store) -> None:
    """Everybody pays a fixed amount from January on."""
    with store.read() as reader:
        members = reader.exec_driver_sql("SELECT id FROM member WHERE left_on IS NULL").scalars()
        known = set(reader.exec_driver_sql("SELECT member FROM due_base").scalars())
    since = f"{clock.today():%Y}-01"
    with store.work("党费核定") as work:
        columns = ("member", "since", "payer", "fixed")
        work.add_many(DueBase, columns, [(row, since, FARMER, 50) for row in members if row not in known])


def _insert(path: Path, rows: list[tuple[object, ...]]) -> None:
    path.unlink(missing_ok=True)
    opened = sqlite3.connect(path, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("PRAGMA synchronous=FULL")
    opened.execute(f"CREATE TABLE raw (id INTEGER PRIMARY KEY, {', '.join(f'c{i}' for i in range(10))})")
    opened.execute("CREATE INDEX one ON raw (c0, c1)")
    opened.execute("CREATE INDEX two ON raw (c2, c1)")
    opened.execute("BEGIN")
    opened.executemany(f"INSERT INTO raw (c0,c1,c2,c3,c4,c5,c6,c7,c8,c9) VALUES ({','.join('?' * 10)})", rows)
    opened.execute("COMMIT")
    opened.close()
