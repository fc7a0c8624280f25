"""A block copied from Excel or WPS into rows that are there or new ones, through the same checks as a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from app.db.queries import standing
from app.db.store import Store
from app.errors import UserError
from app.models.catalogue import field_named
from app.models.record import Record, field_map
from app.operations import pasting
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
    plan = pasting.read(parent.store, record, names, lines, targets)
    if Preview(record, plan, parent).exec():
        pasting.keep(parent.store, record, plan)


class Preview(QDialog):
    """Every line with what will happen to it and why."""

    def __init__(self, record: type[Record], plan: Sequence[pasting.Line], parent: Any) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴前核对")
        self.resize(1000, 480)
        names = _names(parent.store, record, plan)
        rows = [(number, *_told(record, line, names)) for number, line in enumerate(plan, 1)]
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


def _names(store: Store, record: type[Record], plan: Sequence[pasting.Line]) -> dict[str, dict[int, str]]:
    """field → row → what the row is called, of all that the lines lead to."""
    links = {name: field.to for name, field in field_map(record).items() if field.to}
    with store.read() as reader:
        return {
            name: standing.names(reader, to, {line.values[name] for line in plan if line.values.get(name)})
            for name, to in links.items()
        }


def _told(record: type[Record], line: pasting.Line, names: Mapping[str, Mapping[int, str]]) -> tuple[str, str, str]:
    """What happens to a line, what it holds, and why."""
    known = field_map(record)
    fate = "不导入" if line.stopping else "修改" if line.row else "新增"
    said = (
        (known[name], names[name].get(value, "") if name in names else known[name].kind.text(value))
        for name, value in line.values.items()
        if value is not None
    )
    text = "　".join(f"{field.label} {words}" for field, words in said)
    return fate, text, "；".join(problem.text for problem in line.stopping or line.problems)
