"""A block copied from Excel or WPS into rows that are there or new ones, through the same checks as a form."""

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.db.store import Store
from app.errors import Problem, UserError
from app.models.catalogue import field_named
from app.models.record import Record, field_map
from app.operations import record as records
from app.table import Column, Table
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, RED, TableView, of_table

COLUMNS = (
    Column("row", "行", "number", 6),
    Column("fate", "处理", width=10),
    Column("text", "内容", width=60),
    Column("why", "说明", width=50),
)

COLOURS = {"新增": GREEN, "修改": AMBER, "不导入": RED}


def block(text: str) -> list[list[str]]:
    """The cells of a copied block, row by row."""
    return [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")] if text.strip() else []


def headings(record: type[Record], first: list[str]) -> list[str] | None:
    """Field names when the first line is a line of headings, else None."""
    names = []
    for cell in first:
        try:
            names.append(field_named(record, cell.strip()).name)
        except UserError:
            names.append("")
    return names if sum(map(bool, names)) * 2 > len(names) else None


def paste(parent: Any, record: type[Record], columns: list[str], rows: list[int], at: int = 0) -> None:
    """Into the selected rows, one line each, or as new rows. Shown first, one work, one undo.

    A block without headings begins in column `at`, where the cell marker stands; one that cannot make a new record,
    since it lacks what is required, corrects the row of the marker and those below it. `parent.below(n)` names them.
    """
    cells = block(QGuiApplication.clipboard().text())
    if not cells:
        return
    named = headings(record, cells[0])
    known = field_map(record)
    names, lines = (named, cells[1:]) if named else ([name if name in known else "" for name in columns[at:]], cells)
    whole = all(field.name in names for field in known.values() if field.required)
    targets: list[int | None] = [None] * len(lines)
    if len(rows) > 1 and len(rows) >= len(lines):
        targets = list(rows[: len(lines)])
    elif not whole:
        below = list(parent.below(len(lines)))
        targets = [*below, *targets[len(below) :]]
    plan = read(parent.store, record, names, lines)
    if Preview(record, plan, targets, parent).exec():
        keep(parent.store, record, plan, targets)


Plan = list[tuple[dict[str, Any], tuple[Problem, ...]]]


def read(store: Store, record: type[Record], names: list[str], lines: list[list[str]]) -> Plan:
    """Values and problems of each line; an empty cell changes nothing."""
    plan: Plan = []
    with store.read() as reader:
        for line in lines:
            raw = {name: cell for name, cell in zip(names, line, strict=False) if name and cell.strip()}
            reading = records.read_values(reader, record, raw)
            whole = records.check(reader, record, reading.values) if not reading.problems else ()
            plan.append((reading.values, (*reading.problems, *whole)))
    return plan


def keep(store: Store, record: type[Record], plan: Plan, targets: list[int | None]) -> int:
    """Saves the lines without hard problems as one work; returns how many."""
    good = [(values, row) for (values, problems), row in zip(plan, targets, strict=True) if not stopping(problems, row)]
    with store.work(f"粘贴 {len(good)} {record.counter}{record.title}") as work:
        for values, row in good:
            before = work.row(record.code(), row) if row else {}
            records.keep(work, record, values, row=row, before=before)
    return len(good)


def stopping(problems: tuple[Problem, ...], row: int | None) -> list[Problem]:
    """What forbids a line; an existing row need not repeat what is required of a new one."""
    return [p for p in problems if p.hard and not (row is not None and p.code in ("required", "duplicate"))]


class Preview(QDialog):
    """Every line with what will happen to it and why."""

    def __init__(self, record: type[Record], plan: Plan, targets: list[int | None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴前核对")
        self.resize(1000, 480)
        rows = []
        for i, ((values, problems), row) in enumerate(zip(plan, targets, strict=True), 1):
            stopped = stopping(problems, row)
            known = field_map(record)
            text = "　".join(f"{known[name].label} {value}" for name, value in values.items() if value is not None)
            rows.append(
                (
                    i,
                    "不导入" if stopped else "修改" if row else "新增",
                    text,
                    "；".join(p.text for p in (stopped or problems)),
                )
            )
        good = sum(row[1] != "不导入" for row in rows)
        column = QVBoxLayout(self)
        column.addWidget(
            label(f"共 {len(rows)} 行，{good} 行可以保存；有问题的行不会保存，请改好后再粘贴。", "subtitle")
        )
        view = TableView(self)
        model = of_table(Table("", COLUMNS, rows), self)
        model.colour = lambda found, value: COLOURS.get(value) if found.name == "fate" else None
        view.setModel(model)
        view.fit(COLUMNS, model)
        view.horizontalHeader().setStretchLastSection(True)
        view.setWordWrap(True)
        view.resizeRowsToContents()
        column.addWidget(view)
        line = QHBoxLayout()
        line.addStretch()
        cancel, save = button("取消"), button(f"保存 {good} 行", look="primary")
        save.setEnabled(bool(good))
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.accept)
        line.addWidget(cancel)
        line.addWidget(save)
        column.addLayout(line)
