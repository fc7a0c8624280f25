"""Which keys act while a widget has the keyboard, and only then?

PySide6 6.9 drops `context=` in silence when a QShortcut is made with its slot (the key then acts in the whole window: a space
typed into a filter ticks a row), so it is set here, in one place.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

OPENING = ("Return", "Enter")


def keyed(widget: QWidget, keys: Iterable[str], act: Callable[[], object]) -> None:
    """Each of `keys` does `act` while `widget` has the keyboard."""
    for key in keys:
        made = QShortcut(QKeySequence(key), widget)
        made.setContext(Qt.ShortcutContext.WidgetShortcut)
        made.activated.connect(act)
