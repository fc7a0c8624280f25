"""What every screen is: a page of the window that knows the parts and is told what changed."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from app.db.store import Changes
from app.ui.handed import Parts
from app.ui.style import label


class Screen(QFrame):
    """Built with the parts and the window; `refresh(changes)` after each work, `search(text)` from the search box."""

    title = ""

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__()
        self.setObjectName("page")
        self.parts = parts
        self.store = parts.store
        self.window_ = window
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 6, 20, 12)
        self.column.setSpacing(10)

    def heightForWidth(self, width: int) -> int:
        """The least height: chips in lines must not make a screen scroll that has room when its table gives way."""
        return self.column.totalMinimumHeightForWidth(width)

    def heading(self, *widgets: QWidget) -> QHBoxLayout:
        """The line with the title, a quiet subtitle and the screen's acts at the right."""
        line = QHBoxLayout()
        line.addWidget(label(self.title, "title"))
        self.subtitle = label("", "subtitle")
        line.addWidget(self.subtitle)
        line.addStretch()
        for widget in widgets:
            line.addWidget(widget)
        self.column.addLayout(line)
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        """Shows the present state; called when the screen is opened and after each work."""

    def focus(self) -> None:
        """The keyboard goes where the work is: to the table of the screen, unless it says otherwise."""
        found = self.findChild(QTableView)
        if found is not None and found.isVisibleTo(self):
            found.setFocus()

    def search(self, text: str) -> None:
        """What was typed into the search box."""

    def status(self) -> str:
        """Words for the left of the status bar."""
        return ""

    def leave(self) -> None:
        """The window closes: what lies in temporary folders goes."""
