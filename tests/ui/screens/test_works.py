"""修改记录 in the window: an older work is told row by row before it goes back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.models import RECORDS
from app.operations import record as records
from app.ui import jobs
from app.ui.fates import FatesDialog
from app.ui.screens.works import WorksScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press


def click(screen: WorksScreen, text: str, qtbot: QtBot) -> None:
    found = next(button for button in screen.findChildren(QPushButton) if button.text() == text)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def cells(dialog: QDialog) -> list[str]:
    assert isinstance(dialog, FatesDialog)
    model = dialog.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_three_lists_stand_before_the_act_and_after_it(window: Window, qtbot: QtBot) -> None:
    with window.store.work("导入党员") as work:
        made = work.add_many(RECORDS["member"], ("name",), [("查甲",), ("查乙",), ("查丙",)])
    records.save(window.store, RECORDS["member"], {"phone": "13900000009"}, row=made[0])
    screen = window.open_place("works")
    screen.list.selectRow(1)
    seen: list[list[str]] = []

    def go(dialog: QDialog) -> None:
        seen.append(cells(dialog))
        assert make.count(window.store, "SELECT count(*) FROM member") == 6
        press("撤销 2 条")(dialog)

    def read(dialog: QDialog) -> None:
        seen.append(cells(dialog))
        press("知道了")(dialog)

    told = hands(go, read)
    click(screen, "逐条撤销所选…", qtbot)
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING)
    assert seen == [["保留", "撤销", "撤销"]] * 2
    assert make.count(window.store, "SELECT count(*) FROM member") == 4
    states = [screen.list.model().index(row, 2).data() for row in range(3)]
    assert states == ["有效", "有效", "已逐条撤销"]
    assert "将要逐条撤销" in told.read[0]
    assert "已逐条撤销" in told.read[1]


def test_who_cancels_changes_nothing(window: Window, qtbot: QtBot) -> None:
    make.member(window.store, "盖新")
    screen = window.open_place("works")
    told = hands(press("取消"))
    click(screen, "逐条撤销所选…", qtbot)
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING)
    assert make.count(window.store, "SELECT count(*) FROM member") == 4
