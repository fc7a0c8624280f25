"""Keys act where they belong: in the list that has the keyboard, and nowhere else."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.shortcut import keyed
from app.ui.table import TableView


def test_a_space_typed_into_a_filter_is_text_and_over_the_list_it_acts(qtbot: QtBot) -> None:
    page, done = QWidget(), []
    box, view = QLineEdit(), TableView()
    column = QVBoxLayout(page)
    column.addWidget(box)
    column.addWidget(view)
    keyed(view, ("Space", "X"), lambda: done.append("act"))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(box, Qt.Key.Key_X)
    assert (box.text(), done) == (" x", [])
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert (box.text(), done) == (" x", ["act"])
