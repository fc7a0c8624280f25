"""Dues: a year reckoned for everybody as one work or entered from a sheet, its list, its ledger whole and of one branch (row 14)."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine

from app import clock
from app.db.queries import listing
from app.db.queries.listing import Query
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.record_export import record_query, record_table
from app.exchange.write import write_xlsx
from app.ledgers import ledger_named, table
from app.models.due import Due, DueBase
from app.operations import due
from app.operations.due_reckoning import FARMER
from app.table import Column, Table
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_ENTERED = (
    "SELECT m.name, m.id_number, b.name, d.month, printf('%.2f', d.amount / 100.0), printf('%.2f', d.amount / 100.0), "
    "d.month || '-10' FROM due d JOIN member m ON m.id = d.member LEFT JOIN branch b ON b.id = d.branch ORDER BY d.month, d.id"
)
_HEADINGS = ("姓名", "身份证号", "收缴党支部", "党费月份", "应缴党费", "实缴党费", "缴纳日期")
_LISTED = ("member", "month", "branch", "rate", "amount", "paid", "paid_on", "receipt")
_PAGE = 200
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
        yield from _list(store, len(rows), read)
        sheet = _sheet(store, scene.folder / "dues-entered.xlsx")
    yield _entered(scene, sheet, len(rows), base)


def _list(store: Store, count: int, read: float) -> Iterator[Figure]:
    """The list screen: its first page, one from the middle, a name that is searched; and the record whole as a sheet."""
    query = Query("due", _LISTED)
    with store.read() as reader:
        first = seconds(lambda: listing.window(reader, query, limit=_PAGE), 5)
        deep = seconds(lambda: listing.window(reader, query, offset=count // 2, limit=_PAGE), 5)
        scan = seconds(lambda: reader.exec_driver_sql("SELECT id FROM due WHERE search_key LIKE '%张伟%'").all(), 3)
        found = seconds(lambda: listing.window(reader, Query("due", _LISTED, words=("张伟",)), limit=_PAGE), 3)
        whole = seconds(lambda: record_table(reader, Due, record_query(Due)))
    yield Figure(14, "list of dues, first rows", count, first, 0.016, "one frame, 16 ms", "≤ 1")
    yield Figure(14, "list of dues, a page from the middle", count, deep, 0.016, "one frame, 16 ms", "–")
    yield Figure(14, "list of dues, a name searched", count, found, scan, "one LIKE scan", "≤ 3")
    yield Figure(14, "dues as a table to hand out", count, whole, read, "reading the rows", "≤ 3")


def _sheet(store: Store, path: Path) -> Path:
    """What the branches would send: who by name and number, month, due, paid and when."""
    with store.read() as reader:
        rows: list[tuple[Any, ...]] = reader.exec_driver_sql(_ENTERED).all()
    columns = tuple(Column(f"c{n}", heading) for n, heading in enumerate(_HEADINGS))
    write_xlsx(Table("党费缴纳登记", columns, rows, signatures=()), path)
    return path


def _entered(scene: Scene, sheet: Path, count: int, insert: float) -> Figure:
    """Read, recognised, planned and written on books that hold none of these months."""

    def enter(store: Store) -> None:
        apply(plan_import(store, sheet, large=True), store)

    raw = seconds(lambda: python_calamine.CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python())
    with scene.copy("dues-entered") as store:
        ours = seconds(lambda: enter(store))
    return Figure(14, "dues of a year, entered from a sheet", count, ours, raw + insert, "calamine + insert", "≤ 3")


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
