"""The conditions of a list as chips that can be taken away, in as many lines as they need."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QWidget

from app.ui.flow import Flow
from app.ui.style import button

Chip = tuple[str, Callable[[], None]]  # what it says, what taking it away does


class Chips(QFrame):
    """`put(chips)` shows them; from two on there is one more that takes all away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = Flow(self)

    def put(self, chips: Sequence[Chip], clear: Callable[[], None]) -> None:
        for gone in self.flow.take_all():
            gone.hide()
            gone.deleteLater()
        for text, act in chips:
            self._add(f"{text}　×", "去掉这个条件", act)
        if len(chips) > 1:
            self._add("全部清除", "去掉全部条件", clear, look="off")
        self.setVisible(bool(chips))
        self.updateGeometry()

    def _add(self, text: str, tip: str, act: Callable[[], None], look: str = "") -> None:
        made = button(text, tip=tip)
        made.setParent(self)
        made.setObjectName("chip")
        made.setProperty("state", look or None)
        made.clicked.connect(lambda: act())
        self.flow.addWidget(made)
        made.show()

    def texts(self) -> list[str]:
        return [made.text().removesuffix("　×") for made in self.flow.widgets()]
