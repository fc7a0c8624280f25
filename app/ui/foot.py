"""The foot of a small dialog: a note for what is wrong, 取消, and the button that does what the dialog is for."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.ui.style import button, label


def note(column: QVBoxLayout) -> QLabel:
    """The line in which the dialog says why it stays open."""
    told = label("", "danger")
    told.setWordWrap(True)
    column.addWidget(told)
    return told


def foot(dialog: QDialog, column: QVBoxLayout, word: str, act: Callable[[], object]) -> QPushButton:
    """取消 at the left of `word`, which Enter presses; the latter is returned."""
    line = QHBoxLayout()
    line.addStretch()
    cancel, accept = button("取消"), button(word, look="primary")
    accept.setDefault(True)
    cancel.clicked.connect(dialog.reject)
    accept.clicked.connect(act)
    line.addWidget(cancel)
    line.addWidget(accept)
    column.addLayout(line)
    return accept
