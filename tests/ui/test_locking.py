"""The door and the lock: only the right words open, what was on the screen is covered, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.db.slot import PASSWORD, Words
from app.operations import access, setting
from app.ui import locking
from app.ui.clipboard import LIFE_MS, MARK, Clipboard
from app.ui.locking import Guard, Locked, _Cover
from app.ui.unlocking import Unlocking
from app.ui.window import Window

SECRET = "stone village"


class Clock:
    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def code(window: Window) -> str:
    return access.set_password(window.store.path, window.store.key, SECRET)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guard(window: Window, code: str, clock: Clock) -> Iterator[Guard]:
    assert code
    made = Guard(window, now=clock)
    made.timer.stop()
    yield made
    QApplication.instance().removeEventFilter(made)  # type: ignore[union-attr]


def _at_the_lock(act: Callable[[Locked], None]) -> list[Locked]:
    """`act` is done with the lock's dialog as soon as it stands there."""
    seen: list[Locked] = []

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, Locked):
            seen.append(found)
            act(found)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)
    return seen


def _type(dialog: Unlocking, text: str) -> None:
    dialog.password.setText(text)
    dialog.go.click()


def test_after_five_idle_minutes_everything_is_covered_until_the_password_is_given(
    qtbot: QtBot, window: Window, guard: Guard, clock: Clock
) -> None:
    covers: list[_Cover] = []

    def act(dialog: Locked) -> None:
        covers.extend(window.findChildren(_Cover))
        _type(dialog, SECRET)

    for _ in range(59):
        clock.at += 5
        guard.look()
    assert not guard.locked
    seen = _at_the_lock(act)
    clock.at += 5
    guard.look()
    assert len(seen) == 1
    assert len(covers) == 1
    assert covers[0].size() == window.size()
    assert not guard.locked
    qtbot.waitUntil(lambda: not window.findChildren(_Cover))


def test_who_types_or_moves_the_mouse_is_not_locked_out(
    qtbot: QtBot, window: Window, guard: Guard, clock: Clock
) -> None:
    for _ in range(20):
        clock.at += 50
        guard.seen = clock.at
        qtbot.keyClick(window, Qt.Key.Key_Shift)
        guard.look()
    assert not guard.locked
    assert clock.at - guard.acted == 0


def test_a_pc_that_slept_wakes_up_locked(guard: Guard, clock: Clock) -> None:
    seen = _at_the_lock(lambda dialog: _type(dialog, SECRET))
    clock.at += 3600
    guard.acted = clock.at
    guard.look()
    assert len(seen) == 1


def test_a_clock_put_back_neither_locks_nor_keeps_open_for_ever(guard: Guard, clock: Clock) -> None:
    clock.at -= 500_000
    guard.look()
    assert not guard.locked
    assert guard.acted == clock.at


def test_zero_minutes_never_lock(window: Window, guard: Guard, clock: Clock) -> None:
    setting.put(window.store, "lock_minutes", "0")
    clock.at += 10_000
    guard.look()
    assert not guard.locked


def test_a_form_half_typed_is_still_there_after_the_lock(qtbot: QtBot, window: Window, guard: Guard) -> None:
    form = QDialog(window)
    line = QLineEdit(form)
    line.setText("half a na")
    form.open()
    qtbot.waitUntil(form.isVisible)
    covered: list[bool] = []

    def act(dialog: Locked) -> None:
        covered.append(bool(form.findChildren(_Cover)))
        _type(dialog, SECRET)

    _at_the_lock(act)
    assert guard.lock()
    assert covered == [True]
    assert form.isVisible()
    assert line.text() == "half a na"
    form.close()


def test_a_form_that_goes_while_it_is_locked_keeps_nobody_out(qtbot: QtBot, window: Window, guard: Guard) -> None:
    form = QDialog(window)
    form.open()
    qtbot.waitUntil(form.isVisible)

    def act(dialog: Locked) -> None:
        form.deleteLater()
        _type(dialog, SECRET)

    _at_the_lock(act)
    assert guard.lock()
    assert not guard.locked
    assert not window.findChildren(_Cover) or not window.findChildren(_Cover)[0].isVisible()


def test_esc_and_a_wrong_password_keep_it_locked(qtbot: QtBot, guard: Guard) -> None:
    told: list[str] = []

    def act(dialog: Locked) -> None:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        told.append(str(dialog.isVisible()))
        _type(dialog, "guess")

        def after() -> None:
            if dialog.busy:
                QTimer.singleShot(10, after)
                return
            told.append(dialog.note.text())
            _type(dialog, SECRET)

        QTimer.singleShot(10, after)

    _at_the_lock(act)
    assert guard.lock()
    assert told[0] == "True"
    assert "不对" in told[1]


def test_leaving_at_the_lock_closes_the_program(qtbot: QtBot, window: Window, guard: Guard) -> None:
    _at_the_lock(lambda dialog: dialog.reject())
    assert guard.lock()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_without_a_password_nothing_locks_and_the_window_says_why(window: Window) -> None:
    assert locking.lock(window) is False
    assert window.guard is None
    assert "还没有设密码" in window.statusBar().currentMessage()


def test_the_door_opens_with_the_code_and_sets_a_new_password(qtbot: QtBot, window: Window, code: str) -> None:
    door = Unlocking(None, window.store.path)
    qtbot.addWidget(door)
    door.show()
    door.switch.click()
    door.code.setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    door.new.setText("new password")
    door.again.setText("new passwort")
    door.go.click()
    assert "不一样" in door.note.text()
    door.again.setText("new password")
    door.go.click()
    qtbot.waitUntil(lambda: not door.busy)
    assert "第 7 组" in door.note.text()
    door.code.setText(code)
    door.go.click()
    qtbot.waitUntil(lambda: door.data_key is not None, timeout=30_000)
    assert door.data_key == window.store.key
    assert door.new.text() == door.code.text() == ""
    assert access.unlock(window.store.path, Words(PASSWORD, "new password")) == window.store.key


def test_a_copied_number_is_marked_secret_and_gone_after_half_a_minute(window: Window) -> None:
    board = Clipboard(window, owns=lambda: True)
    system = QGuiApplication.clipboard()
    system.setText("姓名\t证号\n单小红\t990101198706150025")
    assert system.mimeData().hasFormat(MARK)
    assert board.timer.isActive()
    assert board.timer.interval() == LIFE_MS == 30_000
    board.timer.timeout.emit()
    assert system.text() == ""


def test_what_is_no_number_and_what_others_copied_stays(window: Window) -> None:
    system = QGuiApplication.clipboard()
    board = Clipboard(window, owns=lambda: True)
    system.setText("党员 63,636 人")
    assert not board.timer.isActive()
    system.setText("13900000001")
    board.owns = lambda: False
    system.setText("from another program 990101198706150025")
    board.timer.timeout.emit()
    assert "another program" in system.text()


def test_the_status_bar_no_longer_says_that_there_is_no_password(window: Window, code: str, home: Path) -> None:
    assert code
    assert home.exists()
    window.show_status()
    assert "未设密码" not in window.standing.words.text()
