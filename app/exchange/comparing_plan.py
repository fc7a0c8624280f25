"""What does a returned sheet say against what was sent and what is on the books? Rows and cells with their states."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.exchange.grid import Workbook
from app.exchange.plan import Layout, Note, Plan
from app.table import Column, Table

SAME, CHANGED, NEW, MISSING, SEVERAL, DAMAGED = "same", "changed", "new", "missing", "several", "damaged"
ROW_STATES = {
    SAME: "相同", CHANGED: "有改动", NEW: "新增", MISSING: "表里没有", SEVERAL: "认不准", DAMAGED: "有错",
}  # fmt: skip

STORED_CHANGED, BOTH_SAME, CONFLICT, CLEARED = "stored_changed", "both_same", "conflict", "cleared"
EMPTY_KEPT, KEPT = "empty_kept", "kept"
CELL_STATES = {
    SAME: "相同", CHANGED: "表里改了", STORED_CHANGED: "库里改过", BOTH_SAME: "两边改得一样", CONFLICT: "两边都改了",
    CLEARED: "要求清空", EMPTY_KEPT: "表里空着，保留", DAMAGED: "有错", NEW: "新填",
    KEPT: "已定按库里的",
}  # fmt: skip
TAKEN = (CHANGED, CLEARED, CONFLICT)  # cell states in which taking over changes something


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """One field of one row. Texts are as the clerk reads them, None = empty; `value` is what would be stored.

    `sent` is None too where nothing was sent. `notes` say what is wrong or doubtful with the returned text.
    """

    field: str
    label: str
    sent: str | None
    returned: str | None
    stored: str | None
    state: str
    value: Any = None
    notes: tuple[Note, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(note.code for note in self.notes))


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of the sheet, or one that is missing from it (`line` 0). `stored` is its row on the books, 0 for none.

    `key` is the uid of the record, else `sheet!line`. `handout` is the sheet it was sent with, 0 for none.
    """

    key: str
    state: str
    sheet: str
    line: int
    name: str
    stored: int = 0
    cells: tuple[ComparedCell, ...] = ()
    notes: tuple[Note, ...] = ()
    handout: int = 0

    @property
    def message(self) -> str:
        told = [note.text for note in self.notes] + [note.text for cell in self.cells for note in cell.notes]
        return "".join(dict.fromkeys(told))

    @property
    def open(self) -> tuple[ComparedCell, ...]:
        """The cells that taking over would change."""
        return tuple(cell for cell in self.cells if cell.state in TAKEN)


@dataclass(frozen=True)
class Comparison:
    """The whole comparison: shown, chosen from, applied. `counter` is the state of the database it was made for.

    `batch` is 0 for a sheet compared with the books alone; `fields` are (name, label) of the compared columns.
    `layouts` and `workbook` are kept for the sheet that goes back, `content`, the bytes of the file, to be filed: a stick may
    be pulled in between. `plan` stands there when rows speak of several records:
    such a sheet is taken whole or not at all.
    """

    path: Path
    status: str
    codes: tuple[str, ...]
    record: str
    batch: int = 0
    handouts: tuple[int, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    rows: tuple[ComparedRow, ...] = ()
    counter: int = 0
    message: str = ""
    digest: str = ""
    unknown: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()
    workbook: Workbook | None = None
    defaults: dict[str, int] = field(default_factory=dict)
    plan: Plan | None = None
    # headings of computed columns, rows in which they were changed
    computed: tuple[tuple[str, tuple[int, ...]], ...] = ()
    content: bytes = field(default=b"", repr=False)

    def counts(self) -> dict[str, int]:
        """Rows by state, and cells by state as `cells_…`."""
        rows = Counter(row.state for row in self.rows)
        cells = Counter(cell.state for row in self.rows for cell in row.cells if cell.state != SAME)
        told = {state: rows.get(state, 0) for state in ROW_STATES}
        return {**told, **{f"cells_{state}": count for state, count in sorted(cells.items())}}

    def differing(self) -> tuple[ComparedRow, ...]:
        return tuple(row for row in self.rows if row.state != SAME)

    def table(self) -> Table:
        """One line per row that differs: state, where it stands, who it is, what differs."""
        columns = (
            Column("state", "结果", width=8), Column("name", "名称", width=12), Column("sheet", "工作表", width=12),
            Column("line", "行号", "number", width=6), Column("told", "说明", width=60),
        )  # fmt: skip
        rows = [(ROW_STATES[r.state], r.name, r.sheet, r.line or None, told(r)) for r in self.differing()]
        return Table(title=f"对账：{self.path.name}", columns=columns, rows=rows, signatures=())


def told(row: ComparedRow) -> str:
    """What is to be said of a row in one line."""
    said = [f"{c.label}：{c.stored or '空'} → {c.returned or '空'}" for c in row.open]
    said += [f"{c.label}两边都改了，发出时是 {c.sent or '空'}" for c in row.cells if c.state == CONFLICT]
    return "；".join([row.message, *said] if row.message else said)


def report(comparison: Comparison, name: str) -> dict[str, Any]:
    """The object of the contract, with what the file was beside it."""
    found: dict[str, Any] = {
        "file": name, "status": comparison.status, "codes": list(comparison.codes), "record": comparison.record,
        "batch": comparison.batch or None, "rows": list(_rows(comparison)), "counts": comparison.counts(),
        "unknown_columns": list(comparison.unknown),
        "computed_columns": [{"header": label, "rows": list(lines)} for label, lines in comparison.computed],
    }  # fmt: skip
    if comparison.message:
        found["message"] = comparison.message
    return found


def _rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for row in comparison.rows:
        made: dict[str, Any] = {"key": row.key, "state": row.state, "cells": [_cell(cell) for cell in row.cells]}
        if row.line:
            made |= {"sheet": row.sheet, "row": row.line}
        if row.notes:
            made |= {"codes": list(dict.fromkeys(note.code for note in row.notes)), "message": row.message}
        yield made


def _cell(cell: ComparedCell) -> dict[str, Any]:
    made: dict[str, Any] = {
        "field": cell.field, "sent": cell.sent, "returned": cell.returned, "stored": cell.stored, "state": cell.state,
    }  # fmt: skip
    if cell.notes:
        made["codes"] = list(cell.codes)
    return made
