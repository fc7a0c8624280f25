"""Pasting from a spreadsheet, bringing an old value back, and the keys of the window."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.models import RECORDS
from app.operations import record as records
from app.ui import pasting
from app.ui.table import TableView
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press
from tests.ui.test_list import cell, members, names


def lines(dialog: QDialog) -> list[tuple[str, ...]]:
    view = dialog.findChild(TableView)
    assert view is not None
    model = view.model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_block_with_headings_becomes_new_rows_after_it_was_shown(window: Window) -> None:
    screen = members(window)
    seen: list[tuple[str, ...]] = []

    def look(dialog: QDialog) -> None:
        seen.extend(lines(dialog))
        press("保存 1 行")(dialog)

    QGuiApplication.clipboard().setText("姓名\t身份证号\n钱进\t990101200002290038\n孙立\t990101200002290039\n")
    told = hands(look)
    screen.view.clearSelection()
    screen.paste()
    assert told.done
    assert [line[1] for line in seen] == ["新增", "不导入"]
    assert "校验" in seen[1][3]
    assert "钱进" in names(screen)
    assert "孙立" not in names(screen)
    assert "粘贴 1 名党员" in window.undo_button.toolTip()
    window.undo()
    assert "钱进" not in names(screen)


def test_a_block_goes_into_the_selected_rows_and_empty_cells_change_nothing(window: Window) -> None:
    screen = members(window)
    screen.view.selectAll()
    QGuiApplication.clipboard().setText("学历\t籍贯\n高中\t\n\t柳湾\n初中\t石坪")
    told = hands(press("保存 3 行"))
    screen.paste()
    assert told.done
    assert [cell(screen, row, "education") for row in range(3)] == ["高中", "", "初中"]
    assert make.count(window.store, "SELECT count(*) FROM member WHERE native_place IS NOT NULL") == 2


def test_cells_without_headings_go_to_the_right_and_down_from_the_cell_marker(window: Window) -> None:
    screen = members(window)
    column = screen.query.columns.index("education")
    row = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    screen.view.selectionModel().setCurrentIndex(
        screen.model.index(1, column), row
    )  # whatever key another test left down
    QGuiApplication.clipboard().setText("高中\n初中")
    told = hands(press("保存 2 行"))
    screen.paste()
    assert told.done
    assert [cell(screen, row, "education") for row in range(3)] == ["", "高中", "初中"]
    assert len(names(screen)) == 3


def test_a_preview_that_is_left_changes_nothing(window: Window) -> None:
    screen = members(window)
    QGuiApplication.clipboard().setText("姓名\n钱进")
    told = hands(press("取消"))
    screen.view.clearSelection()
    screen.paste()
    assert told.done
    assert len(names(screen)) == 3


def test_a_copied_block_of_one_line_with_quotes_is_read_as_a_spreadsheet_writes_it() -> None:
    assert pasting.block("甲\t乙\r\n丙\t丁\r\n") == [["甲", "乙"], ["丙", "丁"]]
    assert pasting.block("   ") == []


def test_an_old_value_is_brought_back_from_the_history_of_a_record(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    row = screen.model.row_id(2)
    records.save(window.store, RECORDS["member"], {"education": "高中"}, row=row)
    screen.view.selectRow(2)
    screen.card.tabs.setCurrentIndex(screen.card.tabs.count() - 1)
    page = screen.card.tabs.currentWidget()
    words = [found.text() for found in page.findChildren(QLabel)]
    assert "学历：大专 → 高中" in words
    back = next(button for button in page.findChildren(QPushButton) if button.text() == "恢复旧值")
    told = hands(press("恢复"))
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert told.done
    assert "改回“大专”" in told.read[0]
    assert make.value(window.store, "member", row, "education") == "大专"
    window.undo()
    assert make.value(window.store, "member", row, "education") == "高中"


def test_ctrl_k_goes_to_the_search_box_and_enter_finds_from_any_screen(window: Window, qtbot: QtBot) -> None:
    window.open_place("settings")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.box.hasFocus()
    qtbot.keyClicks(window.box, "0017")
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.current == "member"
    assert names(members(window)) == ["张伟"]


def test_ctrl_z_and_ctrl_y_turn_the_last_act_by_its_name(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    make.member(window.store, "白云")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "“新增党员白云”" in window.statusBar().currentMessage()
    assert "白云" not in names(screen)
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert "白云" in names(screen)


def test_what_a_pasted_line_leads_to_is_shown_by_its_name(window: Window) -> None:
    screen = members(window)
    seen: list[tuple[str, ...]] = []

    def look(dialog: QDialog) -> None:
        seen.extend(lines(dialog))
        press("取消")(dialog)

    QGuiApplication.clipboard().setText("姓名\t所在党支部\t入党日期\n钱进\t中共柳湾村支部委员会\t1999年7月\n")
    told = hands(look)
    screen.view.clearSelection()
    screen.paste()
    assert told.done
    assert seen[0][2] == "姓名 钱进　所在党支部 中共柳湾村支部委员会　加入党组织日期 1999-07"
