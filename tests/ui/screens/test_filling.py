"""模板填报: what the clerk sees of a template, corrects with the keyboard, and finds in the filled file."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.ui import dialogs, jobs
from app.ui.screens.filling import DONE, WELCOME, WORK
from app.ui.window import Window
from tests.exchange.blank_table import draw

ROSTER = [["党员花名册"], ["序号", "姓名", "性别", "公民身份号码", "血型"]]
FORM = [
    ["党员登记表"],
    ["姓名", None, "性别", None],
    ["公民身份号码", None, "学历", None],
    ["家庭住址", None, "联系电话", None],
]


def settle(qtbot: QtBot, screen: Any) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING and not screen.options.waiting.isActive(), timeout=20_000)


def opened(window: Window, qtbot: QtBot, template: Path) -> Any:
    screen = window.open_place("filling")
    screen.open_file(template)
    settle(qtbot, screen)
    return screen


def saved_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(path), "")))


def roster(folder: Path) -> Path:
    return draw(folder / "花名册.xlsx", ROSTER, box="A2:E6")


def form(folder: Path) -> Path:
    return draw(folder / "登记表.xlsx", FORM, box="A2:D4")


def texts(screen: Any) -> list[tuple[str, ...]]:
    return list(screen.preview.picture.rows)


def say(line: Any, text: str) -> None:
    """As if typed with an input method: the test library knows no Chinese keys."""
    line.setText(text)
    line.textEdited.emit(text)


def type_into(box: Any, text: str) -> None:
    box.setFocus()
    line = box.lineEdit()
    say(line, text)
    box.completer().popup().hide()
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_template_is_looked_at_filled_and_remembered(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    assert screen.stack.currentIndex() == WORK
    assert {row[1] for row in texts(screen)[2:5]} == {"解放军", "张伟", "单小红"}
    assert "共 3 名" in screen.preview.caption.text()
    saved_as(monkeypatch, tmp_path / "填好.xlsx")
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    assert screen.stack.currentIndex() == DONE
    assert screen.done.title.text() == "已填好 3 行"
    sheet = load_workbook(tmp_path / "填好.xlsx").active
    assert {sheet.cell(row, 2).value for row in (3, 4, 5)} == {"单小红", "张伟", "解放军"}
    screen.welcome.refresh()
    assert "花名册.xlsx" in screen.welcome.lines.itemAt(1).widget().text()


def test_a_column_nobody_knows_is_told_and_corrected_by_keyboard(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    assert screen.columns.counts()["？"] == 1
    box = screen.columns.boxes["E3"]
    assert box.hasFocus() or screen.columns.first_doubt() is box
    type_into(box, "lxdh")
    settle(qtbot, screen)
    assert box.currentText() == "联系电话"
    assert screen.columns.rows[4][3] == "✓ 您选定的"
    assert "13900000001" in {row[4] for row in texts(screen)}
    assert "13900000001" in screen.columns.rows[4][4]


def test_enter_goes_on_to_the_next_box(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    window.activateWindow()
    type_into(screen.columns.boxes["C3"], "xb")
    settle(qtbot, screen)
    qtbot.waitUntil(screen.columns.boxes["D3"].hasFocus)
    assert screen.preview.view.sheet.marked == (-1, 3)


def test_a_word_that_means_no_field_is_taken_back(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    type_into(screen.columns.boxes["C3"], "血型")
    settle(qtbot, screen)
    assert screen.columns.boxes["C3"].currentText() == "性别"
    assert "血型" in window.statusBar().currentMessage()


def test_what_was_confirmed_comes_back_with_the_template(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    type_into(screen.columns.boxes["E3"], "入党")
    screen.columns.chosen.emit("E3", "join_date")
    saved_as(monkeypatch, tmp_path / "填好.xlsx")
    screen.fill()
    settle(qtbot, screen)
    screen = opened(window, qtbot, roster(tmp_path))
    assert screen.columns.boxes["E3"].currentText() == "加入党组织日期"
    assert screen.columns.rows[4][3] == "✓ 上次确认过"


def test_the_rows_of_the_heading_can_be_told(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    odd = draw(tmp_path / "怪.xlsx", [["姓名要写全"], ["名字甲", "编码乙", "备注丙"], [None] * 3], box="A2:C4")
    screen = opened(window, qtbot, odd)
    screen.reading.first.setValue(2)
    settle(qtbot, screen)
    assert screen.proposal.layout.header == (2, 2)
    assert [row[1] for row in screen.columns.rows] == ["名字甲", "编码乙", "备注丙"]
    assert not screen.go.isEnabled()
    assert "还没有一栏有着落" in screen.note.text()
    screen.columns.chosen.emit("A3", "name")
    settle(qtbot, screen)
    assert screen.go.isEnabled()
    assert "张伟" in {row[0] for row in texts(screen)}


def test_what_cannot_be_so_is_told_and_the_line_says_again_how_it_is(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: told.append(text))
    screen = opened(window, qtbot, roster(tmp_path))
    screen.reading.last.setValue(40)
    settle(qtbot, screen)
    assert "不像表头" in told[0]
    assert screen.reading.last.value() == 2
    assert len(screen.columns.rows) == 5


def test_only_the_rows_asked_for_and_in_the_order_asked_for(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    say(screen.options.where, "公民身份号码:有")
    settle(qtbot, screen)
    assert "共 2 名" in screen.preview.caption.text()
    screen.options.sort.setCurrentIndex(screen.options.sort.findData("id_number"))
    screen.options.down.click()
    settle(qtbot, screen)
    assert [row[1] for row in texts(screen)[2:4]] == ["单小红", "张伟"]


def test_a_condition_that_means_nothing_is_told_and_nothing_is_filled(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    say(screen.options.where, "血型:甲")
    settle(qtbot, screen)
    assert "没有名为“血型”的栏目" in screen.note.text()
    assert not screen.go.isEnabled()
    say(screen.options.where, "查无此人")
    settle(qtbot, screen)
    assert screen.preview.caption.text() == "没有符合条件的记录"
    assert not screen.go.isEnabled()


def test_a_title_that_speaks_of_some_proposes_only_them(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    floating = draw(tmp_path / "流动.xlsx", [["流动党员名册"], *ROSTER[1:]], box="A2:E6")
    screen = opened(window, qtbot, floating)
    assert screen.options.where.text() == "是否流动党员:是"
    assert "要全部都填" in screen.note.text()
    assert screen.preview.caption.text() == "没有符合条件的记录"
    say(screen.options.where, "")
    settle(qtbot, screen)
    assert "共 3 名" in screen.preview.caption.text()


def test_a_form_is_turned_from_person_to_person_and_written_one_file_each(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, form(tmp_path))
    first = texts(screen)[1][1]
    qtbot.mouseClick(screen.preview.forth, Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    assert texts(screen)[1][1] != first
    assert "第 2 份，共 3 份" in screen.preview.caption.text()
    saved_as(monkeypatch, tmp_path / "登记表-已填.xlsx")
    screen.fill()
    settle(qtbot, screen)
    assert screen.done.title.text() == "已填好 3 份"
    assert {path.stem for path in (tmp_path / "登记表-已填").iterdir()} == {"单小红", "张伟", "解放军"}
    assert screen.done.open.isHidden()


def test_dates_are_written_as_the_clerk_says(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dated = draw(tmp_path / "t.xlsx", [["姓名", "性别", "入党时间"]], box="A1:C3")
    screen = opened(window, qtbot, dated)
    assert "1987-06" in {row[2] for row in texts(screen)}
    screen.options.dates.setCurrentIndex(screen.options.dates.findData("1987年6月"))
    screen.options.changed.emit()
    settle(qtbot, screen)
    assert "1987年6月" in {row[2] for row in texts(screen)}


def test_what_the_template_computes_has_no_box(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = draw(tmp_path / "t.xlsx", [["序号", "姓名", "性别", "合计"], [None, None, None, "=1+1"]], box="A1:D3")
    screen = opened(window, qtbot, path)
    assert "D2" not in screen.columns.boxes
    assert screen.columns.rows[3][2:4] == ("由模板公式计算", "－ 不用填")


def test_a_file_that_is_no_template_is_told_and_the_first_page_stays(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: told.append(text))
    wrong = tmp_path / "说明.xlsx"
    wrong.write_text("这不是表格", encoding="utf-8")
    screen = opened(window, qtbot, wrong)
    assert told
    assert screen.stack.currentIndex() == WELCOME
    assert screen.go.isHidden()


def test_a_file_is_dropped_on_the_screen(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = window.open_place("filling")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(roster(tmp_path)))])
    screen.dropEvent(
        QDropEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    settle(qtbot, screen)
    assert screen.subtitle.text() == "花名册.xlsx"


def test_more_than_the_recipient_usually_gets_takes_a_purpose(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    leaving = screen.options.leaving
    leaving.whom.setCurrentText("张贴公示")
    settle(qtbot, screen)
    assert leaving.profile() == "name"
    assert {row[3] for row in texts(screen)[2:]} <= {"", "公民身份号码"}
    leaving.mask.setCurrentIndex(leaving.mask.findData("none"))
    saved_as(monkeypatch, tmp_path / "填好.xlsx")
    screen.fill()
    assert "公开" in screen.note.text()
    assert not (tmp_path / "填好.xlsx").exists()


def test_a_change_anywhere_is_seen_in_the_picture(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(window, qtbot, roster(tmp_path))
    for _ in range(3):  # the household, its village, 解放军
        window.undo()
    settle(qtbot, screen)
    assert "共 2 名" in screen.preview.caption.text()
