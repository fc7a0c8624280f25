"""Sheets in and out: importing a roster, planning a returned one, exporting a ledger (rows 1, 10, 2)."""

import importlib
import importlib.util
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine

from app.db.queries import batch as batches
from app.db.queries import standing
from app.db.queries.batch import BatchFacts
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.comparing import compare
from app.exchange.importing import plan_import
from app.exchange.sent import pack, taken
from app.exchange.write import write_xlsx
from app.models.member import Member
from app.models.record import field_map
from app.operations.batch import Dispatch, Outgoing, fresh_mark, send
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_TIMES = 3


def figures(scene: Scene) -> Iterator[Figure]:
    """The five works one after the other, several times: what else the machine does then falls on all of them."""
    read, insert, ours, again, compared, sent = (
        min(taken) for taken in zip(*(_round(scene) for _ in range(_TIMES)), strict=True)
    )
    yield Figure(1, "import a roster of 30 columns", scene.rows, ours, read + insert, "calamine + insert", "≤ 3")
    yield Figure(10, "plan a returned sheet, nothing changed", scene.rows, again, read, "calamine read", "≤ 2.5")
    yield Figure(10, "compare it cell by cell", scene.rows, compared, read, "calamine read", "≤ 2.5")
    yield Figure(10, "compare it with what was sent", scene.rows, sent, read, "calamine read", "≤ 2.5")
    yield from _export(scene)


def _round(scene: Scene) -> tuple[float, float, float, float, float, float]:
    read = seconds(lambda: _read(scene.sheet))
    rows = _read(scene.sheet)
    insert = seconds(lambda: _insert(scene.folder / "raw.sqlite", rows))
    rows.clear()
    with scene.empty("imported") as store:
        ours = seconds(lambda: _import(store, scene.sheet))
        again = seconds(lambda: plan_import(store, scene.sheet))
        compared = seconds(lambda: compare(store, scene.sheet))
        batch, handout = _sent(store, scene)
        sent = seconds(lambda: compare(store, scene.sheet, batch=batch, handouts=(handout,)))
    return read, insert, ours, again, compared, sent


def _sent(store: Store, scene: Scene) -> tuple[BatchFacts, int]:
    """All members noted as sent on one sheet, which is the largest that can come back."""
    known = field_map(Member)
    names = tuple(column.name for column in scene.roster.columns if column.name in known and known[column.name].asked)
    with store.read() as reader:
        rows = [row[0] for row in standing.columns(reader, "member", ())]
        content = pack(taken(reader, Member, names, rows), "SB-00000000-01")
    columns = tuple((name, known[name].label) for name in names)
    sheet = Outgoing(None, None, scene.sheet.name, len(rows), content)
    batch = send(store, Dispatch("党员核对", fresh_mark(), "member", columns, "unit", "", "", (sheet,)))
    with store.read() as reader:
        facts = batches.batch(reader, batch)
        assert facts is not None
        return facts, batches.handouts(reader, batch)[0].id


def _read(path: Path) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return rows


def _insert(path: Path, rows: list[list[Any]]) -> None:
    path.unlink(missing_ok=True)
    width = max(map(len, rows))
    opened = sqlite3.connect(path, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("PRAGMA synchronous=FULL")
    names = ", ".join(f"c{i}" for i in range(width))
    opened.execute(f"CREATE TABLE raw (id INTEGER PRIMARY KEY, {names})")
    opened.execute("CREATE INDEX one ON raw (c0)")
    opened.execute("CREATE INDEX two ON raw (c3)")
    opened.execute("BEGIN")
    marks = ", ".join("?" * width)
    padded = [[*map(str, row), *[""] * (width - len(row))] for row in rows]
    opened.executemany(f"INSERT INTO raw ({names}) VALUES ({marks})", padded)
    opened.execute("COMMIT")
    opened.close()


def _import(store: Store, path: Path) -> None:
    apply(plan_import(store, path), store)


def _export(scene: Scene) -> Iterator[Figure]:
    ours = seconds(lambda: write_xlsx(scene.roster, scene.folder / "out.xlsx"), 2)
    base = seconds(lambda: _plain_export(scene, scene.folder / "plain.xlsx"))
    yield Figure(2, "export the roster, formatted", scene.rows, ours, base, "openpyxl write_only", "≤ 0.17")
    if importlib.util.find_spec("rustpy_xlsxwriter") is not None:
        rust = seconds(lambda: _rust_export(scene, scene.folder / "rust.xlsx"))
        yield Figure(2, "export the roster, formatted", scene.rows, ours, rust, "rustpy-xlsxwriter", "≤ 2")
    if importlib.util.find_spec("pyexcelerate") is not None:
        fast = seconds(lambda: _pyexcelerate_export(scene, scene.folder / "fast.xlsx"))
        yield Figure(2, "export the roster, formatted", scene.rows, ours, fast, "pyexcelerate", "–")


def _plain_export(scene: Scene, path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(scene.roster.labels())
    for row in scene.roster.rows:
        sheet.append(row)
    book.save(path)


def _rust_export(scene: Scene, path: Path) -> None:
    library = importlib.import_module("rustpy_xlsxwriter")
    labels = scene.roster.labels()
    records = [
        dict(zip(labels, ("" if cell is None else cell for cell in row), strict=True)) for row in scene.roster.rows
    ]
    library.write_worksheet(records, str(path))


def _pyexcelerate_export(scene: Scene, path: Path) -> None:
    library = importlib.import_module("pyexcelerate")
    book = library.Workbook()
    book.new_sheet("1", data=[scene.roster.labels(), *scene.roster.rows])
    book.save(str(path))
