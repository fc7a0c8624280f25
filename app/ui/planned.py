"""What will an import do with each row: the table of a plan, narrowed by fate, its cells corrected in place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.exchange.plan import FATES, Plan
from app.table import Table
from app.ui import dialogs
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, GREEN, GREY, RED, RowsModel, TableView, framed, of_table

COLOURS = {FATES["new"]: GREEN, FATES["changed"]: AMBER, FATES["same"]: GREY, FATES["refused"]: RED}
HEAD = 4  # columns of the table before the values: fate, sheet, row, what is said
SAID = HEAD - 1
HOW = "双击单元格，或用方向键移到那里按 F2，可以当场改正，改后重新核对。"


class PlanTable(QFrame):
    """`corrected({(sheet, row, target): text})` when a cell was put right; `chips` is the line that narrows by fate."""

    corrected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.plan: Plan | None = None
        self.only = ""
        self.places: list[int] = []
        self.model: RowsModel | None = None
        self.chips = QHBoxLayout()
        self.fates = {fate: self._chip(fate) for fate in ("", *FATES)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = TableView()
        card = framed(self.view)
        self.view.setMinimumHeight(160)
        self.view.doubleClicked.connect(lambda index: self.correct(index.row(), index.column()))
        keyed(self.view, ("F2", *OPENING), self.correct_here)
        column.addWidget(card, 1)
        self.detail = label("", "hint")
        self.detail.setWordWrap(True)
        column.addWidget(self.detail)

    def _chip(self, fate: str) -> QPushButton:
        made = button("")
        made.setObjectName("chip")
        made.clicked.connect(lambda: self.narrow(fate))
        self.chips.addWidget(made)
        return made

    def show_plan(self, plan: Plan) -> None:
        """The fate that was looked at stays, while rows of it are left."""
        self.plan = plan
        counts = plan.counts()
        self.fates[""].setText(f"全部 {len(plan.rows):,}")
        for fate, word in FATES.items():
            self.fates[fate].setText(f"{word} {counts[fate]:,}")
            self.fates[fate].setVisible(counts[fate] > 0)
        self.narrow(self.only if self.only and counts[self.only] else "")

    def narrow(self, fate: str) -> None:
        """Only the rows of one fate, "" = all."""
        if self.plan is None:
            return
        self.only, table, kept = fate, self.plan.table(), self.view.currentIndex()
        self.places = [i for i, row in enumerate(self.plan.rows) if fate in ("", row.fate)]
        model = of_table(Table(table.title, table.columns, [table.rows[i] for i in self.places]), self)
        model.colour = lambda column, value: COLOURS.get(value) if column.name == "fate" else None
        self.model = model
        self.view.setModel(model)
        self.view.fit(table.columns, model)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        if self.places:
            self.view.selectRow(min(max(kept.row(), 0), len(self.places) - 1))
        self._show_detail()
        for each, chip in self.fates.items():
            chip.setProperty("state", "" if each == fate else "off")
            restyle(chip)

    def _show_detail(self) -> None:
        """All that is said of the row under the cell marker, however long."""
        at = self.view.currentIndex().row()
        said = str(self.model.cell(at, SAID) or "") if self.model is not None and 0 <= at < len(self.places) else ""
        where = f"第 {self.plan.rows[self.places[at]].row} 行：" if said and self.plan is not None else ""
        self.detail.setText(f"{where}{said or HOW}")

    def correct_here(self) -> None:
        """From the keyboard: the cell under the marker, else the first one that something is said about."""
        at = self.view.currentIndex()
        if self.plan is None or not at.isValid():
            return
        notes = self.plan.rows[self.places[at.row()]].notes
        noted = next((note.target for note in notes if note.target in self.plan.targets), self.plan.targets[0])
        self.correct(at.row(), at.column() if at.column() >= HEAD else HEAD + self.plan.targets.index(noted))

    def correct(self, row: int, column: int) -> None:
        """Asks for the right text of one cell."""
        plan = self.plan
        if plan is None:
            return
        if column < HEAD:
            self.view.setCurrentIndex(self.view.model().index(row, 0))
            self.correct_here()
            return
        found, target = plan.rows[self.places[row]], plan.targets[column - HEAD]
        now = str(found.values[column - HEAD] or "") or plan.original(found, target)
        why = "\n".join(note.text for note in found.notes if note.target == target)
        asked = f"第 {found.row} 行　{plan.label_of(target)}"
        text = dialogs.ask_text(self, "改正", f"{asked}\n{why}" if why else asked, now)
        if text is not None:
            self.corrected.emit({(plan.layouts[found.layout].sheet, found.row, target): text})
