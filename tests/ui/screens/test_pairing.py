"""结对办理 without the mouse: from the village to the households, ticking, pairing, ending and handing over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.operations import pairing, setting
from app.ui.screens.pairing import PairingScreen, _others
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press

TAB, SPACE, DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Down


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> PairingScreen:
    village = make.unit(window.store, "上溪村", kind="村")
    for head, group in (("朴春生", "3组"), ("单秋月", "3组"), ("解四", "4组")):
        make.household(window.store, head, village=village, group_name=group)
    make.member(window.store, "查明", village=village)
    make.member(window.store, "仇先", village=village)
    made = window.open_place("pair")
    assert isinstance(made, PairingScreen)
    made.village.setCurrentText("上溪村")
    made.load()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


def hold(store: Store, member: int, households: list[int]) -> None:
    helped = [("household", row) for row in households]
    pairing.pair(
        store, "member_household", ("member", member), helped, since="2026-01-10", consent=frozenset({"over_cap"})
    )


def open_pairs(window: Window) -> int:
    return make.count(window.store, "SELECT count(*) FROM pairing WHERE until IS NULL")


def test_households_are_paired_by_keys_alone(screen: PairingScreen, window: Window, qtbot: QtBot) -> None:
    screen.helper_view.setFocus()
    qtbot.keyClick(screen.helper_view, DOWN)
    for _ in range(6):
        if screen.helped_list.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget(), TAB)
    assert screen.helped_list.hasFocus()
    screen.helped_list.setCurrentRow(0)
    qtbot.keyClick(screen.helped_list, SPACE)
    qtbot.keyClick(screen.helped_list, DOWN)
    qtbot.keyClick(screen.helped_list, SPACE)
    assert len(screen.ticked()) == 2
    told = hands(fill(on="2026-01-10"))
    qtbot.keyClick(screen.helped_list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.done
    assert open_pairs(window) == 2
    assert screen.helped_list.count() == 1
    assert screen.held_view.model().rowCount() == 2


def test_more_than_the_cap_is_asked_about_before_it_is_done(
    screen: PairingScreen, window: Window, qtbot: QtBot
) -> None:
    setting.put(window.store, "member_cap", "1")
    screen._tick(True)  # noqa: SLF001 - the act behind the button 全选
    told = hands(fill(on="2026-01-10"), press("继续"))
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    assert told.done
    assert "上限" in told.read[1]
    assert open_pairs(window) == 3


def test_pairings_are_handed_over_and_ended_with_day_and_reason(screen: PairingScreen, window: Window) -> None:
    screen._tick(True)  # noqa: SLF001
    hands(fill(on="2026-01-10"))
    screen.pair()
    other = next(str(row[1]) for row in screen.helpers if row[0] != screen._helper())  # noqa: SLF001
    screen.held_view.selectRow(0)
    told = hands(fill(who=other, on="2026-02-01", reason="调整"))
    screen.hand_over()
    assert told.done
    assert open_pairs(window) == 3
    assert make.count(window.store, "SELECT count(*) FROM pairing WHERE until = '2026-02-01'") == 1
    screen.held_view.selectAll()
    hands(fill(on="2026-03-01", reason="离岗"))
    screen.end()
    assert make.count(window.store, "SELECT count(*) FROM pairing WHERE until = '2026-03-01'") == 2
    window.undo()
    assert open_pairs(window) == 3


def test_of_two_helpers_with_one_name_each_can_take_over(screen: PairingScreen, window: Window) -> None:
    village = int(screen.villages[0][0])
    first, second = (
        make.member(window.store, "单小红", village=village, group_name="9组", birth_date=f"{year}-01-02")
        for year in (1961, 1987)
    )
    third, fourth = (make.member(window.store, "解明", village=village, group_name="9组") for _ in range(2))
    screen.load()
    told = {name: row for name, row in _others(screen.helpers, None).items() if row in (first, second, third, fourth)}
    assert told == {
        "单小红 1961年生（9组）": first,
        "单小红 1987年生（9组）": second,
        "解明（9组）": third,
        "解明（9组） · 第 2 位": fourth,
    }


def test_members_of_the_branch_of_a_village_may_hold_its_households(screen: PairingScreen, window: Window) -> None:
    village = make.unit(window.store, "下溪村", kind="村")
    branch = make.branch(window.store, "中共下溪村支部委员会", unit=village)
    make.member(window.store, "池来", branch=branch)
    screen.refresh()
    screen.village.setCurrentText("下溪村")
    screen.load()
    assert [row[1] for row in screen.helpers] == ["池来"]


def test_a_village_nobody_belongs_to_says_what_to_do(screen: PairingScreen, window: Window) -> None:
    make.unit(window.store, "空村", kind="村")
    screen.refresh()
    screen.village.setCurrentText("空村")
    screen.load()
    assert "所在单位" in screen.helper_view.words
    assert screen.nobody.isVisible()


def test_who_is_over_his_own_cap_is_marked_and_who_may_hold_more_is_not(screen: PairingScreen, window: Window) -> None:
    village = make.unit(window.store, "上游村", kind="村")
    held = [make.household(window.store, name, village=village) for name in ("解一", "解二", "解三")]
    hold(window.store, make.member(window.store, "查小", village=village, cap=1), held[:2])
    hold(window.store, make.member(window.store, "仇大", village=village, cap=30), held[2:])
    setting.put(window.store, "member_cap", "1")
    screen.refresh()
    screen.village.setCurrentText("上游村")
    screen.load()
    model = screen.helper_view.model()
    assert {model.index(i, 0).data(): model.index(i, 2).data() for i in range(2)} == {"仇大": "1", "查小": "▲ 2"}
