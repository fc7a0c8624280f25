"""The month grid of dues: reckoned with one button, entered by keys alone, with the forms for what is not as due."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.operations import due
from app.ui.screens.due import FIRST, DueScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press

WAGE = "按月领取工资的党员"


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, 0).astimezone())


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> DueScreen:
    """The branch of the village with two members; only 单小红 has a base."""
    row = make.count(window.store, "SELECT id FROM member WHERE name = '单小红'")
    due.settle(window.store, row, "2026-01", payer=WAGE, base=450_000)
    made = window.open_place("dues")
    assert isinstance(made, DueScreen)
    ready(made, qtbot)
    return made


def ready(screen: DueScreen, qtbot: QtBot) -> None:
    """The window has the keyboard, as after a dialog."""
    screen.window().activateWindow()
    qtbot.waitUntil(screen.window().isActiveWindow)
    screen.view.setFocus()


def reckoned(screen: DueScreen, qtbot: QtBot) -> str:
    answered = hands(press("知道了"))
    qtbot.mouseClick(pressed(screen, "核算全年"), Qt.MouseButton.LeftButton)
    ready(screen, qtbot)
    return "\n".join(answered.read)


def pressed(screen: DueScreen, text: str) -> QPushButton:
    return next(found for found in screen.findChildren(QPushButton) if found.text() == text)


def cells(screen: DueScreen, row: int) -> list[str]:
    return [str(screen.model.index(row, FIRST + month).data()) for month in range(12)]


def at(screen: DueScreen, row: int, month: int) -> None:
    screen.go(row, FIRST + month - 1)
    screen.view.setFocus()


def test_the_year_is_reckoned_by_one_button_and_who_is_left_out_is_named(screen: DueScreen, qtbot: QtBot) -> None:
    assert cells(screen, 0) == [""] * 12
    assert "张伟：没有党费核定" in reckoned(screen, qtbot)
    assert cells(screen, 0) == ["45.00"] * 12
    assert cells(screen, 1) == [""] * 12
    assert "应缴 540.00 元　实缴 0.00 元" in screen.subtitle.text()


def test_enter_enters_the_month_as_due_and_goes_on(screen: DueScreen, qtbot: QtBot) -> None:
    reckoned(screen, qtbot)
    screen.receipt.setText("0007")
    assert screen.view.currentIndex().column() == FIRST + 2
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    assert cells(screen, 0)[2] == "✓45.00"
    assert screen.view.currentIndex().row() == 1
    found = make.count(
        screen.store, "SELECT count(*) FROM due WHERE paid = 4500 AND receipt = '0007' AND month = '2026-03'"
    )
    assert found == 1


def test_several_months_chosen_by_keys_are_one_work(screen: DueScreen, qtbot: QtBot) -> None:
    reckoned(screen, qtbot)
    at(screen, 0, 1)
    for _ in range(2):
        qtbot.keyClick(screen.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    assert cells(screen, 0)[:4] == ["✓45.00", "✓45.00", "✓45.00", "45.00"]
    assert "实缴 135.00 元" in screen.subtitle.text()


def test_a_month_without_a_due_and_a_day_that_is_none_are_said(screen: DueScreen, qtbot: QtBot) -> None:
    reckoned(screen, qtbot)
    at(screen, 1, 3)
    answered = hands(press("知道了"), press("知道了"))
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    screen.day.setText("2026-04-01")
    ready(screen, qtbot)
    at(screen, 0, 3)
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    assert "还没有应缴数" in answered.read[0]
    assert "还没有到" in answered.read[1]
    assert cells(screen, 0)[2] == "45.00"


def test_a_part_and_then_more_is_entered_after_a_question(screen: DueScreen, qtbot: QtBot) -> None:
    reckoned(screen, qtbot)
    at(screen, 0, 2)
    hands(fill(amount="20"))
    qtbot.mouseClick(pressed(screen, "按金额缴纳…"), Qt.MouseButton.LeftButton)
    assert cells(screen, 0)[1] == "20.00／45.00"
    at(screen, 0, 2)
    answered = hands(fill(amount="30"), press("是，登记"))
    qtbot.mouseClick(pressed(screen, "按金额缴纳…"), Qt.MouseButton.LeftButton)
    assert "还应缴 25.00 元" in answered.read[1]
    assert cells(screen, 0)[1] == "✓50.00"


def test_a_quarter_is_prepaid_when_the_branch_agreed(screen: DueScreen, qtbot: QtBot) -> None:
    at(screen, 0, 1)
    answered = hands(fill(quarter="2026-Q2"), press("是，登记"))
    qtbot.mouseClick(pressed(screen, "按季预交…"), Qt.MouseButton.LeftButton)
    assert "须经党支部同意" in answered.read[1]
    assert cells(screen, 0)[2:7] == ["", "✓45.00", "✓45.00", "✓45.00", ""]


def test_a_base_and_a_waiver_are_registered_from_the_grid(screen: DueScreen, qtbot: QtBot) -> None:
    reckoned(screen, qtbot)
    at(screen, 0, 1)
    hands(fill(since="2026-04", payer=WAGE, base="5200"))
    qtbot.mouseClick(pressed(screen, "核定…"), Qt.MouseButton.LeftButton)
    assert cells(screen, 0)[2:5] == ["45.00", "78.00", "78.00"]
    hands(fill(kind="免交", since="2026-06", until="2026-07", reason="重病", approved_by="中共青禾镇委员会"))
    qtbot.mouseClick(pressed(screen, "减免…"), Qt.MouseButton.LeftButton)
    assert cells(screen, 0)[4:8] == ["78.00", "免", "免", "78.00"]


def test_another_branch_and_another_year_are_chosen_by_typing(screen: DueScreen, qtbot: QtBot) -> None:
    reckoned(screen, qtbot)
    screen.year.setFocus()
    screen.year.setText("2025")
    qtbot.keyClick(screen.year, Qt.Key.Key_Return)
    assert cells(screen, 0) == [""] * 12
    screen.branch.setFocus()
    screen.branch.setCurrentText("中共柳湾村支部委员会")
    qtbot.keyClick(screen.branch.line(), Qt.Key.Key_Return)
    assert screen.lines == []
    assert screen.view.words == "这个党支部还没有党员。"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.view)
