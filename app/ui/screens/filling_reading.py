"""How a template was read, in one line that can be corrected: which sheet, which shape, which rows are the heading, whose rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSpinBox, QWidget

from app.exchange.filling import Proposal
from app.exchange.proposing import SHAPES
from app.ledgers import offer as offers
from app.ui.flow import Flow
from app.ui.style import label

LAST = 60  # the lowest row that may be told as heading
COUNTED = ("branch", "village", "unit")  # whose figures a statistics table shows


@dataclass(frozen=True)
class Told:
    """What the clerk overruled; empty where the program decides."""

    sheet: str = ""
    shape: str = ""
    header: tuple[int, int] | None = None
    origin: str = ""


class Reading(QFrame):
    """`show_proposal` shows; `told` brings a `Told` with what the clerk changed."""

    told = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now = Told()
        flow = Flow(self)
        self.sheet, self.shape, self.origin = QComboBox(), QComboBox(), QComboBox()
        self.first, self.last = QSpinBox(), QSpinBox()
        for word, said in SHAPES.items():
            self.shape.addItem(said, word)
        for spin in (self.first, self.last):
            spin.setRange(1, LAST)
            spin.setKeyboardTracking(False)
            spin.setFixedWidth(64)
            spin.valueChanged.connect(lambda _n: self._header())
        self.sheet.setMaximumWidth(180)
        self.sheet.activated.connect(lambda _i: self._say(Told(self.sheet.currentText())))
        self.shape.activated.connect(lambda _i: self._say(Told(self._sheet(), self.shape.currentData())))
        self.origin.activated.connect(lambda _i: self._rows())
        self.heading = _pair("表头第", self.first, "至", self.last, "行")
        for made in (
            _pair("工作表", self.sheet),
            _pair("样式", self.shape),
            self.heading,
            _pair("填的是", self.origin),
        ):
            flow.addWidget(made)
        self.rows = label("", "hint")
        self.rows.setFixedHeight(self.sheet.sizeHint().height())
        flow.addWidget(self.rows)

    def show_proposal(self, proposal: Proposal, told: Told) -> None:
        self.now = told
        layout = proposal.layout
        for box, entries, chosen in (
            (self.sheet, [(name, name) for name in proposal.sheets], layout.sheet),
            (self.origin, _origins(proposal), proposal.origin),
        ):
            box.clear()
            for value, words in entries:
                box.addItem(words, value)
            box.setCurrentIndex(max(box.findData(chosen), 0))
        self.shape.setCurrentIndex(self.shape.findData(layout.shape))
        self.heading.setVisible(layout.header != (0, 0))
        for spin, row in zip((self.first, self.last), layout.header, strict=True):
            spin.blockSignals(True)
            spin.setValue(row or 1)
            spin.blockSignals(False)
        self.rows.setText(_places(proposal))

    def _sheet(self) -> str:
        """Told only when there is something to choose."""
        return self.sheet.currentText() if self.sheet.count() > 1 or self.now.sheet else ""

    def _header(self) -> None:
        first, last = self.first.value(), self.last.value()
        if last < first:
            last = first
        self._say(Told(self._sheet(), self.now.shape, (first, last), self.now.origin))

    def _rows(self) -> None:
        self._say(Told(self._sheet(), self.now.shape, self.now.header, self.origin.currentData()))

    def _say(self, told: Told) -> None:
        if told != self.now:
            self.told.emit(told)


def _origins(proposal: Proposal) -> Sequence[tuple[str, str]]:
    names = COUNTED if proposal.layout.shape == "stat" else offers.names()
    return [(name, offers.origin(name).title) for name in names]


def _places(proposal: Proposal) -> str:
    """Where the rows go."""
    layout = proposal.layout
    if layout.shape == "form":
        return f"{len(layout.blanks)} 个空格"
    if layout.last_row < layout.first_row:
        return f"从第 {layout.first_row} 行填起，逐行增加"
    return f"填第 {layout.first_row} 至 {layout.last_row} 行" + ("" if layout.shape == "stat" else "，不够时加行")


def _pair(*parts: str | QWidget) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 8, 0)
    for part in parts:
        line.addWidget(label(part, "field") if isinstance(part, str) else part)
    return made
