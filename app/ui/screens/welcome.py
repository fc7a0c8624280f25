"""What to do first, where a screen waits for a file: drag it here, or choose it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.style import label


def welcome(heading: str, explanation: str, choose: QWidget) -> QWidget:
    """A card with two sentences and the button `choose`."""
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.addStretch()
    for text, role in ((heading, "heading"), (explanation, "hint")):
        told = label(text, role)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told.setWordWrap(True)
        column.addWidget(told)
    line = QHBoxLayout()
    line.addStretch()
    line.addWidget(choose)
    line.addStretch()
    column.addLayout(line)
    column.addStretch()
    return card
