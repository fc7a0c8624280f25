"""The navigation at the left: entries in groups that fold, and which of them is open."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.navigation import UNFOLDED, Place, groups
from app.ui.style import button, label

WIDTH = 176


class Sidebar(QScrollArea):
    """`opened(code)` is called when an entry is clicked; `keys` tells the shortcut of an entry by its code.

    A group is folded at first unless UNFOLDED names it; what its heading was clicked to is remembered. The group of the
    entry that is open is always unfolded.
    """

    def __init__(self, memory: QSettings, opened: Callable[[str], Any], keys: dict[str, str]) -> None:
        super().__init__()
        self.memory = memory
        self.opened = opened
        self.keys = keys
        self.buttons: dict[str, QPushButton] = {}
        self.headings: dict[str, QPushButton] = {}
        self.rows: dict[str, list[QPushButton]] = {}
        self.unit = label("", "unit")
        self.setObjectName("sidebar")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._column())

    def _column(self) -> QWidget:
        side = QFrame()
        side.setObjectName("sidebar")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(label("乡镇党建台账", "brand"))
        column.addWidget(self.unit)
        only_one = QButtonGroup(self)
        only_one.setExclusive(True)
        for caption, found in groups():
            self.rows[caption] = [self._entry(place, only_one) for place in found]
            if caption:
                column.addWidget(self._heading(caption))
            for made in self.rows[caption]:
                column.addWidget(made)
            if caption:
                self._fold(caption, self._folded(caption))
        column.addStretch()
        return side

    def _entry(self, place: Place, only_one: QButtonGroup) -> QPushButton:
        made = button(place.title, tip=self.keys.get(place.code, ""))
        made.setCheckable(True)
        made.clicked.connect(lambda: self.opened(place.code))
        only_one.addButton(made)
        self.buttons[place.code] = made
        return made

    def _heading(self, caption: str) -> QPushButton:
        made = button("")
        made.setProperty("role", "group")
        made.clicked.connect(lambda: self._turn(caption))
        self.headings[caption] = made
        return made

    def _folded(self, caption: str) -> bool:
        kept = self.memory.value(f"folded/{caption}")
        return caption not in UNFOLDED if kept is None else bool(int(str(kept)))

    def _turn(self, caption: str) -> None:
        folded = not self.rows[caption][0].isHidden()
        self._fold(caption, folded)
        self.memory.setValue(f"folded/{caption}", int(folded))

    def _fold(self, caption: str, folded: bool) -> None:
        self.headings[caption].setText(f"{'▸' if folded else '▾'} {caption}")
        for row in self.rows[caption]:
            row.setVisible(not folded)

    def mark(self, code: str) -> None:
        """The entry that is open: its group unfolded, the entry in sight."""
        entry = self.buttons[code]
        for caption, rows in self.rows.items():
            if caption and entry in rows and entry.isHidden():
                self._fold(caption, folded=False)
                self._lay()
        entry.setChecked(True)
        self.ensureWidgetVisible(entry)
        self.horizontalScrollBar().setValue(0)

    def _lay(self) -> None:
        """Gives every entry its place now, so that the one that was opened can be brought into sight."""
        side = self.widget()
        column = side.layout()
        assert column is not None
        column.activate()
        side.resize(side.width(), max(column.minimumSize().height(), self.viewport().height()))
