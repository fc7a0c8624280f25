"""Is what a clerk or a sheet wrote shown as it is, wherever it stands: never markup, never a lost &, no file opened?"""

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from app.models import RECORDS
from app.ui import style
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.trust.text import HOSTILE


def test_every_hostile_remark_stands_in_the_list_as_it_was_written(window: Window) -> None:
    rows = [make.member(window.store, "柳一", remark=text) for text in HOSTILE]
    kept = {make.value(window.store, "member", row, "remark") for row in rows}
    screen = window.open_place("member")
    assert isinstance(screen, RecordScreen)
    screen.list.show_column("remark", True)
    column = screen.query.columns.index("remark")
    shown = {str(screen.model.data(screen.model.index(row, column))) for row in range(screen.model.rowCount())}
    assert kept <= shown
    assert len(kept) == len(HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_buttons_and_tips_show_it_letter_by_letter(text: str, qtbot: QtBot) -> None:
    label, button = style.label(text), style.button(text, tip=text)
    for widget in (label, button):
        qtbot.addWidget(widget)
    assert label.text() == text
    assert button.text().replace("&&", "&") == text
    assert button.text().count("&") == 2 * text.count("&")
    tip = QTextDocument()
    if "<" in button.toolTip():
        tip.setHtml(button.toolTip())
    else:
        tip.setPlainText(button.toolTip())
    assert tip.toPlainText() == text


def test_an_act_named_by_data_is_offered_for_undo_as_it_is(window: Window) -> None:
    unit = make.unit(window.store, "旧村")
    name = "<img src=/etc/hostname>A&B"
    with window.store.work(f"单位改名为{name}") as work:
        work.change(RECORDS["unit"], unit, {"name": name})
    window.show_status()
    assert window.undo_button.text().replace("&&", "").count("&") == 0
    assert "&lt;img" in window.undo_button.toolTip()
