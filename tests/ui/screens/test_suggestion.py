"""结对建议 in the window: taken, changed, refused and agreed by keys and by dragging; saved only when confirmed."""

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.operations import pairing, suggestion, suggestion_review
from app.ui import jobs
from app.ui.screens import suggestion as screens
from app.ui.screens.suggestion import SuggestionScreen
from app.ui.screens.suggestion_list import line
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press

SPACE, CONTROL = Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


@pytest.fixture
def homes(window: Window) -> dict[str, int]:
    """Two members of two groups; three households, two of them in the first group."""
    village = make.unit(window.store, "上溪村")
    for name, group in (("查明", "3组"), ("仇先", "4组")):
        make.member(window.store, name, village=village, group_name=group)
    groups = (("朴春生", "3组"), ("单秋月", "3组"), ("解四", "4组"))
    return {name: make.household(window.store, name, village=village, group_name=group) for name, group in groups}


@pytest.fixture
def screen(window: Window, homes: dict[str, int], qtbot: QtBot) -> Iterator[SuggestionScreen]:
    made = window.open_place("suggest")
    assert isinstance(made, SuggestionScreen)
    settle(qtbot)
    made.unit.setCurrentText("上溪村")
    made.compute()
    settle(qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert homes
    yield made
    settle(qtbot)


def seen(screen: SuggestionScreen) -> dict[str, tuple[str, str, str]]:
    """Whom → (decision, helper, why) as the right table shows it."""
    model = screen.board.model
    cells = [[str(model.index(row, i).data()) for i in range(5)] for row in range(model.rowCount())]
    return {row[1]: (row[0], row[3], row[4]) for row in cells}


def choose(screen: SuggestionScreen, name: str) -> None:
    model = screen.board.model
    place = next(row for row in range(model.rowCount()) if model.index(row, 1).data() == name)
    screen.window_.activateWindow()
    QApplication.processEvents()
    screen.board.view.selectRow(place)
    screen.board.view.setFocus()


def standing(window: Window) -> int:
    return make.count(window.store, "SELECT count(*) FROM pairing WHERE until IS NULL")


def test_proposals_say_who_and_why_and_nothing_is_saved(screen: SuggestionScreen, window: Window) -> None:
    assert seen(screen) == {
        "朴春生": ("待定", "查明", "同组"), "单秋月": ("待定", "查明", "同组"), "解四": ("待定", "仇先", "同组"),
    }  # fmt: skip
    assert "推荐 3 对" in screen.subtitle.text()
    assert "最优" in screen.status()
    assert not screen.go.isEnabled()
    assert standing(window) == 0


def test_proposals_are_taken_by_the_space_key_and_confirmed_in_one_step(
    screen: SuggestionScreen, window: Window, qtbot: QtBot
) -> None:
    choose(screen, "解四")
    qtbot.keyClick(screen.board.view, SPACE)
    assert seen(screen)["解四"][0] == "✓ 采纳"
    choose(screen, "解四")
    qtbot.keyClick(screen.board.view, SPACE)
    assert seen(screen)["解四"][0] == "待定"
    screen.board.view.selectAll()
    qtbot.keyClick(screen.board.view, SPACE)
    assert screen.go.text() == "确认 3 对"
    told = hands(fill(on="2026-01-10"))
    qtbot.keyClick(screen.board.view, Qt.Key.Key_Return, CONTROL)
    settle(qtbot)
    assert told.done
    assert "3 对" in told.read[0]
    assert standing(window) == 3
    assert seen(screen) == {}
    window.undo()
    settle(qtbot)
    assert standing(window) == 0
    assert len(seen(screen)) == 3


def test_all_of_a_village_is_taken_by_one_button(screen: SuggestionScreen, qtbot: QtBot) -> None:
    qtbot.mouseClick(screen.board.everything, Qt.MouseButton.LeftButton)
    assert {found[0] for found in seen(screen).values()} == {"✓ 采纳"}
    assert screen.board.everything.isHidden()


def test_who_is_refused_is_remembered_when_confirmed(screen: SuggestionScreen, window: Window, qtbot: QtBot) -> None:
    choose(screen, "解四")
    hands(fill(reason="两家有纠纷"))
    qtbot.keyClick(screen.board.view, Qt.Key.Key_X)
    assert seen(screen)["解四"][:2] == ("待定", "查明")
    assert make.count(window.store, "SELECT count(*) FROM preference") == 0
    hands(fill(on="2026-01-10"))
    screen.confirm()
    settle(qtbot)
    assert make.count(window.store, "SELECT count(*) FROM preference WHERE stance = '排除'") == 1
    assert seen(screen)["解四"][1] == "查明"


def test_a_household_is_given_to_another_by_key_and_agreed(
    screen: SuggestionScreen, window: Window, qtbot: QtBot
) -> None:
    choose(screen, "解四")
    told = hands(fill(who="1. 查明　0 分　没有登记的共同点　将有 3/12"))
    qtbot.keyClick(screen.board.view, Qt.Key.Key_G)
    assert told.done
    assert seen(screen)["解四"] == ("✓ 采纳", "查明", "没有登记的共同点")
    choose(screen, "解四")
    hands(fill(reason="户主点名"))
    qtbot.keyClick(screen.board.view, Qt.Key.Key_L)
    assert seen(screen)["解四"][0] == "✓ 约定"
    hands(fill(on="2026-01-10"))
    screen.confirm()
    settle(qtbot)
    assert make.count(window.store, "SELECT count(*) FROM preference WHERE stance = '约定'") == 1
    assert standing(window) == 1


def test_a_household_is_dragged_to_a_helper(screen: SuggestionScreen) -> None:
    screen.see("helper")
    names = [group.cells[0] for group in screen.board.groups]
    screen.board.group_view.selectRow(names.index("查明"))
    choose(screen, "朴春生")
    data = screen.board.model.mimeData([screen.board.model.index(screen.board.view.selected_rows()[0], 0)])
    target = screen.board.group_model.index(names.index("仇先"), 0)
    assert screen.board.group_model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, target)
    screen.see("one")
    assert seen(screen)["朴春生"][:2] == ("✓ 采纳", "仇先")
    assert not screen.board.group_model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, QModelIndex())


def test_more_than_the_cap_is_asked_about(screen: SuggestionScreen, window: Window, qtbot: QtBot) -> None:
    with window.store.work("上限") as work:
        for (row,) in work.connection.exec_driver_sql("SELECT id FROM member WHERE name = '仇先'").all():
            work.change(make.RECORDS["member"], row, {"cap": 1})
    settle(qtbot)
    choose(screen, "朴春生")
    told = hands(fill(who="1. 仇先　0 分　没有登记的共同点　将有 2/1"), press("换"))
    screen.board.give()
    assert "超过上限 1" in told.read[1]
    assert seen(screen)["朴春生"][1] == "仇先"


def test_just_those_of_a_gap_are_suggested(
    screen: SuggestionScreen, window: Window, homes: dict[str, int], qtbot: QtBot
) -> None:
    uid = make.value(window.store, "household", homes["单秋月"], "uid")
    made = screens.recommend(window, "member_household", [uid])
    settle(qtbot)
    assert made is screen
    assert list(seen(made)) == ["单秋月"]
    assert made.those.text().startswith("只推荐选中的 1 个")
    qtbot.mouseClick(made.those, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert made.those.isHidden()
    assert made.review is not None
    assert len(made.review.pairs) + len(made.review.left) == 4


def test_another_kind_is_not_shown_before_decisions_are_given_up(screen: SuggestionScreen, qtbot: QtBot) -> None:
    qtbot.mouseClick(screen.board.everything, Qt.MouseButton.LeftButton)
    told = hands(press("取消"))
    screen.kind.setCurrentIndex(1)
    screen.kind.activated.emit(1)
    assert told.done
    assert screen.kind.currentData() == "member_household"
    assert screen.review is not None
    assert screen.review.decided
    hands(press("换"))
    screen.kind.setCurrentIndex(1)
    screen.kind.activated.emit(1)
    settle(qtbot)
    assert screen.review is not None
    assert not screen.review.decided


def test_what_was_decided_stays_when_something_else_is_saved(
    screen: SuggestionScreen, window: Window, homes: dict[str, int], qtbot: QtBot
) -> None:
    qtbot.mouseClick(screen.board.everything, Qt.MouseButton.LeftButton)
    other = make.member(window.store, "池来", village=make.unit(window.store, "下溪村"))
    pairing.pair(
        window.store, "member_household", ("member", other), [("household", homes["解四"])], since="2026-01-01"
    )
    settle(qtbot)
    assert screen.review is not None
    assert len(screen.review.taken) == 3
    told = hands(fill(on="2026-01-10"), press("知道了"))
    screen.confirm()
    assert "重新推荐" in "".join(told.read)
    assert standing(window) == 1


def test_an_empty_unit_says_what_to_do(screen: SuggestionScreen, window: Window, qtbot: QtBot) -> None:
    make.unit(window.store, "空村")
    settle(qtbot)
    window.open_place("suggest")
    screen.unit.setCurrentText("空村")
    screen.compute()
    settle(qtbot)
    assert "还没有登记可以结对的对象" in screen.board.view.words


def test_the_way_here_from_pairing_by_hand_keeps_kind_and_village(
    screen: SuggestionScreen, window: Window, qtbot: QtBot
) -> None:
    by_hand = window.open_place("pair")
    by_hand.kind.setCurrentIndex(by_hand.kind.findData("cadre_household"))
    by_hand.village.setCurrentText("上溪村")
    qtbot.mouseClick(by_hand.advise, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert window.current == "suggest"
    assert screen.shown == ("cadre_household", "上溪村")


def test_decisions_are_not_given_up_for_a_gap_unasked(
    screen: SuggestionScreen, window: Window, homes: dict[str, int], qtbot: QtBot
) -> None:
    qtbot.mouseClick(screen.board.everything, Qt.MouseButton.LeftButton)
    told = hands(press("取消"))
    screens.recommend(window, "cadre_household", [make.value(window.store, "household", homes["解四"], "uid")])
    assert told.done
    assert screen.review is not None
    assert screen.review.decided
    assert screen.kind.currentData() == "member_household"


def test_a_next_best_with_more_points_is_said_to_be_full(store: Store) -> None:
    """Two households beside the one helper, who may hold one: the other goes to somebody further away."""
    village = make.unit(store, "上溪村")
    for name, group in (("查明", "3组"), ("仇先", "4组")):
        make.member(store, name, village=village, group_name=group, cap=1)
    homes = [make.household(store, name, village=village, group_name="3组") for name in ("朴春生", "单秋月")]
    with store.read() as reader:
        review = suggestion_review.begin(suggestion.propose(reader))
    further = next(row for row in homes if review.pairs[row].helper.name == "仇先")
    assert review.pairs[further].next_score > review.pairs[further].score
    told = str(line(review, further, frozenset())[-1])
    assert told == f"查明（{review.pairs[further].next_score} 分，已满）"
    alone = dataclasses.replace(review, pairs={further: review.pairs[further]})
    assert str(line(alone, further, frozenset())[-1]).endswith("分）")  # he would have room
