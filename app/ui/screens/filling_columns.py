"""The blanks of a template and what fills each: a list to look through once, with a box to correct what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from app.db.search import spellings
from app.exchange import proposing
from app.exchange.proposing import Proposal
from app.exchange.proposing_column import Mapped
from app.exchange.template import Blank
from app.table import Column
from app.ui import editors
from app.ui.table import AMBER, GREEN, GREY, RowsModel, TableView

COLUMNS = (
    Column("cell", "格"), Column("header", "表头"), Column("field", "取自"), Column("sure", "把握"), Column("sample", "填成"),
)  # fmt: skip
WIDTHS = (54, 130, 186, 112, 90)
FIELD, SURE, SAMPLE = 2, 3, 4
SURELY = 0.85
SIGNS = {"✓": GREEN, "！": AMBER, "？": AMBER, "－": GREY}


class FieldBox(editors.Picker):
    """One blank's box; `entered` tells that the clerk came to it."""

    entered = Signal()

    def __init__(self, names: list[str], parent: QWidget) -> None:
        super().__init__(names, parent)
        self.kept = ""

    def pick_best(self) -> None:
        """Initials that are exactly one name's mean that name, though longer names hold them too: lxdh is 联系电话."""
        typed = self.currentText().strip().lower()
        own = [name for name in self.names_for(typed) if typed in spellings(name)[1].split()] if typed else []
        if len(own) == 1:
            self.setCurrentText(own[0])
        self.pick_only_match()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class ColumnTable(TableView):
    """`show_proposal` shows; `chosen(cell, field)` tells a correction, `looked(cell)` which blank the clerk is at."""

    chosen = Signal(str, str)
    looked = Signal(str)
    unknown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", True)
        self.rows: list[tuple[Any, ...]] = []
        self.boxes: dict[str, FieldBox] = {}
        self.names: dict[str, dict[str, str]] = {}  # cell → word → field
        self.sheet = RowsModel(COLUMNS, self)
        self.sheet.colour = lambda column, value: SIGNS.get(str(value)[:1]) if column.name == "sure" else None
        self.setModel(self.sheet)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._at(now.row()))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSectionsMovable(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.setAccessibleName("各栏取自哪里")

    def show_proposal(self, proposal: Proposal, told: Mapping[str, str]) -> None:
        """All blanks anew; `told` are the cells that the clerk corrected, with what was chosen."""
        self.rows = [self._row(blank, column, proposal, told) for blank, column in _pairs(proposal)]
        self.boxes, self.names = {}, {}
        rows = self.rows
        self.sheet.reset(
            COLUMNS,
            len(rows),
            lambda offset, limit: [(n, *rows[n]) for n in range(offset, min(offset + limit, len(rows)))],
        )
        for n, (blank, column) in enumerate(_pairs(proposal)):
            if not blank.formulas:
                self._box(n, column, proposal)

    def update_proposal(self, proposal: Proposal, told: Mapping[str, str]) -> None:
        """The same blanks, filled otherwise: boxes stay, so that the keyboard stays where it is."""
        for n, (blank, column) in enumerate(_pairs(proposal)):
            self.rows[n] = (*self._row(blank, column, proposal, told)[:SAMPLE], self.rows[n][SAMPLE])
            box = self.boxes.get(blank.cell)
            if box is not None:
                _put(box, column)
        self.sheet.repaint()

    def show_samples(self, samples: Sequence[str]) -> None:
        """What the first records bring, one text per blank."""
        self.rows[:] = [(*row[:SAMPLE], sample) for row, sample in zip(self.rows, samples, strict=True)]
        self.sheet.repaint()

    def counts(self) -> dict[str, int]:
        """Sign of how sure it is → how many blanks."""
        told = [str(row[SURE])[:1] for row in self.rows]
        return {sign: told.count(sign) for sign in SIGNS}

    def first_doubt(self) -> FieldBox | None:
        """The box of the first blank that the clerk should look at."""
        return next(
            (self.boxes[row[0]] for row in self.rows if row[0] in self.boxes and str(row[SURE])[:1] in "！？"), None
        )

    def _row(self, blank: Blank, column: Mapped, proposal: Proposal, told: Mapping[str, str]) -> tuple[Any, ...]:
        written = "由模板公式计算" if blank.formulas else column.label if column.likely else ""
        return blank.cell, blank.header.replace("_", " › "), written, _sure(blank, column, proposal, told), ""

    def _box(self, n: int, column: Mapped, proposal: Proposal) -> None:
        found = proposing.choices(proposal, column.cell)
        box = FieldBox([label for _field, label in found], self)
        self.names[column.cell] = {label: field for field, label in found}
        self.boxes[column.cell] = box
        _put(box, column)
        box.setAccessibleName(f"{column.header} 取自")
        box.entered.connect(lambda at=n: self.selectRow(at))
        box.activated.connect(lambda _i, cell=column.cell: self._commit(cell))
        line, completer = box.lineEdit(), box.completer()
        assert line is not None
        line.editingFinished.connect(lambda cell=column.cell: self._commit(cell))
        line.returnPressed.connect(lambda at=n: self._next(at))
        if completer is not None:
            completer.activated.connect(lambda _text, cell=column.cell: self._commit(cell))
        self.setIndexWidget(self.sheet.index(n, FIELD), box)

    def _commit(self, cell: str) -> None:
        box = self.boxes.get(cell)
        if box is None:  # a box of the template before, on its way out
            return
        box.pick_best()
        text = editors.text_of(box)
        if text == box.kept:
            return
        field = self.names[cell].get(text, text)
        box.kept = text
        self.chosen.emit(cell, field)

    def take_back(self, cell: str, column: Mapped) -> None:
        """What was typed means nothing: the box says again what it said."""
        _put(self.boxes[cell], column)

    def _next(self, n: int) -> None:
        """Enter goes on to the next box."""
        after = [self.boxes[row[0]] for row in self.rows[n + 1 :] if row[0] in self.boxes]
        if after:
            after[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _at(self, row: int) -> None:
        if 0 <= row < len(self.rows):
            self.scrollTo(self.sheet.index(row, 0))
            self.looked.emit(str(self.rows[row][0]))


def _pairs(proposal: Proposal) -> list[tuple[Blank, Mapped]]:
    return list(zip(proposal.layout.blanks, proposal.columns, strict=True))


def _put(box: FieldBox, column: Mapped) -> None:
    box.kept = column.label if column.likely else ""
    editors.put_text(box, box.kept)
    line = box.lineEdit()
    if line is not None:
        line.setCursorPosition(0)  # a long name is read from its beginning
        line.setPlaceholderText(f"或是 {column.label}" if column.field and not column.likely else "不填")


def _sure(blank: Blank, column: Mapped, proposal: Proposal, told: Mapping[str, str]) -> str:
    """How sure it is, in words behind a sign."""
    if blank.formulas:
        return "－ 不用填"
    if blank.cell in told:
        return "✓ 您选定的" if column.field else "－ 您定的不填"
    if proposal.layout.shape == "stat" and blank.samples and not column.field:
        return "－ 模板已写明"
    if blank.cell in proposal.remembered:
        return "✓ 上次确认过" if column.field else "－ 上次定的不填"
    if not column.field:
        return "？ 没认出"
    if not column.likely:
        return "？ 没有把握"
    return "✓ 有把握" if column.sure >= SURELY else "！ 请核对"
