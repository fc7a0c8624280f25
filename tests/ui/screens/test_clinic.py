"""证号诊所 in the window: what is found, ticked by the space bar, and changed only then."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import RECORDS
from app.ui import jobs
from app.ui.screens.clinic import ClinicScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> Iterator[ClinicScreen]:
    with window.store.work("旧数据") as work:
        for name, number in (("钱 进", None), ("钱ニ", None), ("王伟", "990101198706150000")):
            work.add(RECORDS["member"], {"name": name, "id_number": number})
    made = window.open_place("clinic")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert isinstance(made, ClinicScreen)
    settle(qtbot)
    yield made
    settle(qtbot)


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def names(screen: ClinicScreen) -> set[str]:
    with screen.store.read() as reader:
        return {row[0] for row in reader.exec_driver_sql("SELECT name FROM member")}


def test_nothing_is_ticked_until_somebody_does_it(screen: ClinicScreen) -> None:
    assert [row[0] for row in screen.rows] == ["☐", "☐", ""]
    assert screen.subtitle.text() == "3 处要核对，其中 2 处有建议"
    assert not screen.go.isEnabled()


def test_only_what_the_space_bar_ticked_is_changed(screen: ClinicScreen, qtbot: QtBot) -> None:
    screen.view.setFocus()
    screen.view.selectRow(0)
    qtbot.keyClick(screen.view, Qt.Key.Key_Space)
    assert screen.rows[0][0] == "☑"
    told = hands(press("修正 1 处"))
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert "姓名：钱 进 → 钱进" in told.read[0]
    assert {"钱进", "钱ニ"} <= names(screen)
    assert len(screen.findings) == 2
    screen.window_.undo()
    settle(qtbot)
    assert "钱 进" in names(screen)


def test_who_says_no_to_the_preview_changes_nothing(screen: ClinicScreen, qtbot: QtBot) -> None:
    screen.view.selectAll()
    screen.tick()
    assert [row[0] for row in screen.rows] == ["☑", "☑", ""]
    told = hands(press("取消"))
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    assert told.done
    assert "钱 进" in names(screen)
    screen.tick()
    assert [row[0] for row in screen.rows] == ["☐", "☐", ""]


def test_the_list_is_narrowed_to_one_kind(screen: ClinicScreen, qtbot: QtBot) -> None:
    qtbot.mouseClick(screen.chips["number"], Qt.MouseButton.LeftButton)
    assert [each.value for each in screen.shown] == ["990101198706150000"]
    assert make.count(screen.store, "SELECT count(*) FROM member") == 6


def test_enter_opens_the_record(screen: ClinicScreen, qtbot: QtBot) -> None:
    screen.view.setFocus()
    screen.view.selectRow(2)
    told = hands(press("取消"))
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    assert told.done
    assert "修改党员" in told.read[0]
