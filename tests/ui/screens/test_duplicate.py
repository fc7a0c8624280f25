"""查重合并 in the window: pairs with reasons, a choice per field, and what people decide, by mouse and by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui import jobs, verbs
from app.ui.screens.duplicate import DuplicateScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> Iterator[DuplicateScreen]:
    make.member(window.store, "单小红", birth_date="1987-06-15", phone="13900000002", education="大专")
    made = window.open_place("duplicate")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert isinstance(made, DuplicateScreen)
    settle(qtbot)
    yield made
    settle(qtbot)


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def living(screen: DuplicateScreen) -> int:
    return make.count(screen.store, "SELECT count(*) FROM member WHERE void_reason IS NULL")


def test_a_pair_is_shown_with_its_reasons_and_both_rows(screen: DuplicateScreen) -> None:
    model = screen.view.model()
    assert model.rowCount() == 1
    assert model.index(0, 2).data() == "姓名相同、出生日期相同"
    assert [row[0] for row in screen.beside.rows if row[3] == "请选定"] == ["联系电话"]
    assert ("学历", "", "✓ 大专", "取右边") in screen.beside.rows
    assert not screen.merge_button.isEnabled()


def test_a_side_is_chosen_by_the_arrow_keys_and_the_two_become_one(screen: DuplicateScreen, qtbot: QtBot) -> None:
    screen.beside.view.setFocus()
    qtbot.keyClick(screen.beside.view, Qt.Key.Key_Right)
    assert screen.merge_button.isEnabled()
    qtbot.keyClick(screen.beside.view, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot)
    assert living(screen) == 3
    assert (
        make.count(screen.store, "SELECT count(*) FROM member WHERE phone = '13900000002' AND void_reason IS NULL") == 1
    )
    assert screen.shown == []
    assert screen.nobody.isVisibleTo(screen)
    screen.window_.undo()
    settle(qtbot)
    assert (living(screen), len(screen.shown)) == (4, 1)


def test_the_other_row_can_be_the_one_that_stays(screen: DuplicateScreen, qtbot: QtBot) -> None:
    before = screen.beside.plan
    qtbot.mouseClick(screen.beside.turn_button, Qt.MouseButton.LeftButton)
    after = screen.beside.plan
    assert before is not None
    assert after is not None
    assert (after.keep, after.gone) == (before.gone, before.keep)


def test_who_is_not_the_same_is_told_apart_with_a_reason(screen: DuplicateScreen, qtbot: QtBot) -> None:
    told = hands(fill(reason="两人身份证都看过"))
    qtbot.mouseClick(screen.apart_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING)
    assert screen.pairs == []
    assert living(screen) == 4


def test_what_is_put_off_lies_in_a_list_of_its_own(screen: DuplicateScreen, qtbot: QtBot) -> None:
    told = hands(fill(reason="等村里回话"))
    qtbot.mouseClick(screen.later_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING)
    assert screen.shown == []
    qtbot.mouseClick(screen.chips[1], Qt.MouseButton.LeftButton)
    assert [pair.decision for pair in screen.shown] == ["等村里回话"]


def test_another_register_is_looked_through(screen: DuplicateScreen, qtbot: QtBot) -> None:
    screen.record.setCurrentIndex(screen.record.findData("household"))
    screen.look_through()
    settle(qtbot)
    assert screen.shown == []
    assert screen.beside.plan is None


def test_two_rows_of_a_list_are_compared_even_when_nothing_speaks_for_it(screen: DuplicateScreen, qtbot: QtBot) -> None:
    one, two = make.member(screen.store, "盖新"), make.member(screen.store, "查明")
    settle(qtbot)
    window = screen.window_
    members = window.open_place("member")
    settle(qtbot)
    actions = {action.text(): action for action in verbs.menu(members, members.record, [one, two]).actions()}
    actions["合并这两条…"].trigger()
    settle(qtbot)
    assert screen.beside.plan is not None
    assert {screen.beside.plan.keep, screen.beside.plan.gone} == {one, two}
    alone = {action.text(): action for action in verbs.menu(members, members.record, [one]).actions()}
    assert not alone["合并这两条…"].isEnabled()
