"""The window itself: what it opens, remembers and leaves behind."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.db.store import Store
from app.ui import application, dialogs, jobs, menus, shots
from app.ui.manual import chapters
from app.ui.navigation import groups, places
from app.ui.window import Window
from tests import make
from tests.ui.conftest import Handed


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def widgets() -> dict[int, str]:
    """Every widget of the program by its place in memory: the Python side of one may come and go."""
    return {Shiboken.getCppPointer(widget)[0]: type(widget).__name__ for widget in QApplication.allWidgets()}


@pytest.mark.parametrize("code", list(places()))
def test_a_screen_that_was_opened_and_closed_leaves_no_widget(
    code: str, village: Store, home: Path, qtbot: QtBot
) -> None:
    application.application()
    listening = len(village.listeners)
    for _ in range(2):  # the first time loads what stays for good
        before = widgets()
        window = Window(Handed(village, home))
        window.show()
        window.open_place(code)
        settle(qtbot)
        window.close()
        window.deleteLater()
        del window
        settle(qtbot)
    left = {place: name for place, name in widgets().items() if place not in before}
    assert sorted(left.values()) == []
    assert len(village.listeners) == listening


def test_every_entry_of_the_navigation_opens_a_screen_with_its_title(window: Window, qtbot: QtBot) -> None:
    for _group, found in groups():
        for place in found:
            assert window.open_place(place.code).title
    settle(qtbot)


def test_undo_and_redo_are_named_after_the_act(window: Window, qtbot: QtBot) -> None:
    window.open_place("member")
    make.member(window.store, "白云")
    assert "白云" in window.undo_button.text()
    qtbot.mouseClick(window.undo_button, Qt.MouseButton.LeftButton)
    assert "白云" in window.redo_button.text()
    assert "白云" in window.statusBar().currentMessage()


def test_at_first_only_the_groups_of_every_day_are_unfolded(window: Window) -> None:
    sidebar = window.sidebar
    folded = [caption for caption in sidebar.headings if sidebar.rows[caption][0].isHidden()]
    assert [caption for caption in sidebar.headings if caption not in folded] == ["基本台账", "联系服务"]
    assert all(sidebar.headings[caption].text() == f"▸ {caption}" for caption in folded)


def test_a_group_that_was_folded_or_unfolded_is_so_in_the_next_window(
    window: Window, village: Store, home: Path, qtbot: QtBot
) -> None:
    for caption in ("规范化", "基本台账"):
        qtbot.mouseClick(window.sidebar.headings[caption], Qt.MouseButton.LeftButton)
    assert not window.sidebar.buttons["checklist"].isHidden()
    assert window.sidebar.buttons["member"].isHidden()
    again = Window(Handed(village, home))
    qtbot.addWidget(again)
    assert not again.sidebar.buttons["checklist"].isHidden()
    assert again.sidebar.buttons["member"].isHidden()
    again.close()


def test_a_place_opened_from_elsewhere_unfolds_its_group_and_stands_in_sight(window: Window, qtbot: QtBot) -> None:
    window.resize(1366, 600)
    assert window.sidebar.buttons["works"].isHidden()
    window.open_place("works")
    settle(qtbot)
    entry = window.sidebar.buttons["works"]
    assert not entry.visibleRegion().isEmpty()
    assert window.sidebar.headings["报表与数据"].text().startswith("▾")


def test_alt_and_a_number_open_the_nine_named_places(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert len(menus.PLACES) == 9
    for i, code in enumerate(menus.PLACES, 1):
        qtbot.keyClick(window, str(i), Qt.KeyboardModifier.AltModifier)
        assert window.current == code
        assert window.sidebar.buttons[code].toolTip() == f"Alt+{i}"
    settle(qtbot)


def test_the_manual_names_the_place_of_each_number() -> None:
    chapter = chapters()[menus.KEYS]
    text = chapter.read_text(encoding="utf-8")
    for code, keys in menus.KEYS_OF_PLACES.items():
        assert f"| {keys} | {places()[code].title} |" in text


def test_the_report_of_a_fault_holds_places_and_no_value() -> None:
    try:
        raise ValueError("990101198706150025 13900000001 单小红")
    except ValueError as error:
        told = dialogs.report(error)
    assert "ValueError" in told
    assert "test_window.py" in told
    assert "单小红" not in told
    assert "990101198706150025" not in told


def test_pictures_of_every_screen_are_made(village: Store, home: Path, tmp_path: Path, qtbot: QtBot) -> None:
    made = shots.take(Handed(village, home), tmp_path)
    settle(qtbot)
    assert len(made) == len(places())
    assert all(path.stat().st_size > 5_000 for path in made)
    assert [path for path in home.rglob("*") if path.is_file()] == []  # nothing of the pictures is remembered


def test_a_picture_waits_for_the_chart_that_follows_the_chosen_figure(window: Window) -> None:
    screen = window.open_place("figure")
    shots._settle(application.application(), screen)  # noqa: SLF001 - what comes before each picture
    assert screen.chart.drawings


def test_every_screen_can_be_used_on_a_small_window(window: Window, qtbot: QtBot) -> None:
    window.resize(960, 520)  # 1920 × 1080 at 200 %
    for code in places():
        screen = window.open_place(code)
        settle(qtbot)
        area = window.stack.currentWidget()
        assert window.height() == 520, code
        assert screen.width() <= max(area.viewport().width(), screen.minimumSizeHint().width()), code
    entry = window.sidebar.buttons[code]
    assert not entry.visibleRegion().isEmpty()


def test_a_list_narrowed_by_a_link_fills_the_window_and_does_not_scroll(window: Window, qtbot: QtBot) -> None:
    screen = window.open_place("member")
    height = screen.height()
    window.show_record("member", 1)
    settle(qtbot)
    assert screen.chips.isVisible()
    assert screen.height() == height


def test_the_keyboard_is_in_the_list_as_soon_as_a_screen_opens_and_below_the_search_box(
    window: Window, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen = window.open_place("member")
    qtbot.waitUntil(screen.view.hasFocus)
    window.focus_search()
    qtbot.keyClick(window.box, Qt.Key.Key_Down)
    assert screen.view.hasFocus()


def test_what_is_typed_into_the_search_box_of_another_screen_stays_in_the_box(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_place("home")
    window.focus_search()
    qtbot.keyClicks(window.box, "zw")
    qtbot.waitUntil(lambda: window.current == "member")
    assert window.box.hasFocus()


def test_what_was_looked_for_in_one_list_does_not_stay_in_the_box_over_another(window: Window, qtbot: QtBot) -> None:
    screen = window.open_place("member")
    qtbot.keyClicks(window.box, "zw")
    qtbot.waitUntil(lambda: screen.query.words == ("zw",))
    window.open_place("household")
    assert window.box.text() == ""


def test_what_qt_says_itself_is_chinese_too(window: Window) -> None:
    """The menu of a text field, the dialogs for files and for printing; no English reaches the clerk."""
    menu = window.box.createStandardContextMenu()
    said = [action.text() for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert said
    assert all(any("\u4e00" <= character <= "\u9fff" for character in text) for text in said), said
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert "文件" in dialog.labelText(QFileDialog.DialogLabel.FileName)
    dialog.deleteLater()
