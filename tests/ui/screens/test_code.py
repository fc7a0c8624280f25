"""代码表 in the window: what is shown, added, renamed and retired."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import codes
from app.operations import code
from app.ui.screens.code import CodeScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> Iterator[CodeScreen]:
    code.install(window.store)
    made = window.open_place("code")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert isinstance(made, CodeScreen)
    yield made
    codes.reset()


def shown(screen: CodeScreen) -> dict[str, tuple[object, ...]]:
    model = screen.view.model()
    rows = (tuple(model.cell(i, c) for c in range(6)) for i in range(model.rowCount()))
    return {str(row[0]): row for row in rows}


def choose(screen: CodeScreen, name: str) -> None:
    screen.view.selectRow(list(shown(screen)).index(name))


def test_a_list_is_shown_with_what_is_used(screen: CodeScreen, window: Window) -> None:
    make.household(window.store, "朴春生", need="空巢")
    found = shown(screen)
    assert found["空巢"][4] == 1
    assert "空巢老人" in str(found["空巢"][2])
    choose(screen, "空巢")
    assert "1 条记录" in screen.status()


def test_a_renamed_entry_takes_its_records_along_and_is_undone_in_one_step(
    screen: CodeScreen, window: Window, qtbot: QtBot
) -> None:
    home = make.household(window.store, "朴春生", need="空巢")
    choose(screen, "空巢")
    told = hands(fill(name="空巢老人户", aliases="独居；一人户"))
    screen.view.setFocus()
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    assert told.done
    assert "1 条记录一起改" in told.read[0]
    assert make.value(window.store, "household", home, "need") == "空巢老人户"
    assert codes.find("need", "一人户") == "空巢老人户"
    window.undo()
    assert make.value(window.store, "household", home, "need") == "空巢"
    assert "空巢" in shown(screen)


def test_an_entry_is_added_and_offered_at_once_and_not_twice(screen: CodeScreen) -> None:
    told = hands(fill(name="受灾", aliases="因灾户"), fill(name="受灾"), press("知道了"))
    screen.add()
    assert "受灾" in shown(screen)
    screen.add()
    assert told.done
    assert "已经在这张表里" in told.read[-1]


def test_a_retired_entry_is_grey_and_can_be_used_again(screen: CodeScreen, qtbot: QtBot) -> None:
    choose(screen, "其他")
    qtbot.mouseClick(screen.turn_button, Qt.MouseButton.LeftButton)
    assert shown(screen)["其他"][5] == "停用"
    assert screen.turn_button.text() == "恢复使用"
    qtbot.mouseClick(screen.turn_button, Qt.MouseButton.LeftButton)
    assert shown(screen)["其他"][5] == ""


def test_what_figures_ask_for_cannot_be_retired_or_renamed(screen: CodeScreen) -> None:
    screen.lists.setCurrentRow(list(codes.LISTS).index("unit_kind"))
    choose(screen, "村")
    assert not screen.turn_button.isEnabled()
    told = hands(fill(name="行政村"), press("知道了"))
    screen.edit()
    assert told.done
    assert "名称不能改" in told.read[1]
