"""The plan of an import on the screen: every reason can be read, every cell put right, every column that is lost named."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui import dialogs, jobs
from app.ui.window import Window

WRONG = "990101200002290039"
RIGHT = "990101200002290038"


def sheet(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(folder / "某村党员.xlsx")
    return folder / "某村党员.xlsx"


def opened(window: Window, qtbot: QtBot, path: Path) -> Any:
    screen = window.open_place("importing")
    screen.open_file(path)
    qtbot.waitUntil(lambda: not jobs.RUNNING and screen.plan is not None, timeout=20_000)
    return screen


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def test_the_reason_of_the_row_under_the_marker_stands_in_full_below_the_table(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(window, qtbot, sheet(tmp_path, ("姓名", "身份证号"), ("查明", WRONG)))
    row = screen.plan.rows[0]
    assert row.fate == "refused"
    assert row.message in screen.table.detail.text()
    assert screen.table.detail.text().startswith(f"第 {row.row} 行")


def test_f2_asks_for_the_cell_that_was_refused_and_judges_the_row_again(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, sheet(tmp_path, ("姓名", "身份证号"), ("查明", WRONG)))
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask_text", lambda *given, **_k: asked.append(given[2]) or RIGHT)
    QTest.keyClick(screen.view, Qt.Key.Key_F2)
    settle(qtbot)
    assert "公民身份号码" in asked[0]
    assert screen.plan.rows[0].fate == "new"


def test_a_sheet_without_a_branch_column_goes_where_the_clerk_says(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = (("姓名", "身份证号", "入党时间"), ("查明", RIGHT, "2022-06-01"))
    screen = opened(window, qtbot, sheet(tmp_path, *rows))
    assert screen.plan.status == "ok", screen.plan.message
    assert screen.branch.isVisible()
    assert "未定支部" in [name for _record, name in screen.plan.created]
    screen.branch.setCurrentText("中共柳湾村支部委员会")
    screen.branch.activated.emit(1)
    settle(qtbot)
    assert screen.plan.created == ()
    assert screen.plan.options.branch == "中共柳湾村支部委员会"


def test_a_cell_put_right_stays_right_when_a_branch_is_chosen_afterwards(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, sheet(tmp_path, ("姓名", "身份证号"), ("查明", WRONG)))
    monkeypatch.setattr(dialogs, "ask_text", lambda *_given, **_k: RIGHT)
    screen.table.correct_here()
    settle(qtbot)
    fate = screen.plan.rows[0].fate
    screen.branch.setCurrentText("中共柳湾村支部委员会")
    screen.branch.activated.emit(1)
    settle(qtbot)
    assert screen.plan.rows[0].fate == fate != "refused"


def test_a_sheet_with_a_branch_column_asks_for_none(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    rows = (("姓名", "所在党支部", "入党时间"), ("查明", "中共柳湾村支部委员会", "1987-06"))
    screen = opened(window, qtbot, sheet(tmp_path, *rows))
    assert not screen.branch.isVisible()


def test_columns_that_go_nowhere_and_rows_that_hold_nobody_are_named(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (("姓名", "性别", "鞋码", "入党时间"), ("查明", "男", "42", "1987-06"), ("合计", None, None, "1人"))
    screen = opened(window, qtbot, sheet(tmp_path, *rows))
    assert "鞋码" in screen.columns.left_out.text()
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda *given, **_k: told.append(given[2]))
    screen.skipped.click()
    assert "第 3 行　合计" in told[0]


def test_before_a_file_is_chosen_only_choosing_one_is_offered(window: Window) -> None:
    screen = window.open_place("importing")
    assert not screen.go.isVisible()
    assert not screen.back.isVisible()
    assert screen.welcome.isVisible()


def test_a_sheet_of_which_no_row_can_be_taken_goes_back_or_is_put_right(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(window, qtbot, sheet(tmp_path, ("姓名", "性别", "入党时间"), ("查明", "男", "1987-06")))
    assert not screen.go.isEnabled()
    assert screen.back.isEnabled()
    assert "退回" in screen.notes.text()


def test_what_could_not_be_read_is_shown_as_the_sheet_has_it_and_need_not_be_typed_again(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(window, qtbot, sheet(tmp_path, ("姓名", "身份证号"), ("查明", WRONG)))
    model = screen.view.model()
    assert WRONG in [model.index(0, i).data() for i in range(model.columnCount())]
    offered: list[str] = []
    monkeypatch.setattr(dialogs, "ask_text", lambda *given, **_k: offered.append(given[3]))
    screen.table.correct_here()
    assert offered == [WRONG]


def test_a_cell_that_is_left_empty_in_an_accepted_row_is_shown_empty(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = (("姓名", "身份证号", "入党时间"), ("查明", RIGHT, "不详"))
    screen = opened(window, qtbot, sheet(tmp_path, *rows))
    assert screen.plan.rows[0].fate == "new"
    model = screen.view.model()
    assert "不详" not in [model.index(0, i).data() for i in range(4, model.columnCount())]
