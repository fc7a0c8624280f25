"""Lists saved under a name, what the window remembers on disk, and the figures of the chosen rows."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from app.db.queries.listing import Condition
from app.exchange.read import read
from app.ui import dialogs, jobs, views
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.ui import answering
from tests.ui.answering import to
from tests.ui.test_list import members, names


def again(window: Window, qtbot: QtBot) -> RecordScreen:
    made = RecordScreen(window.parts, window, "member")
    qtbot.addWidget(made)
    made.refresh()
    return made


def entries(screen: RecordScreen) -> dict[str, QAction]:
    menu = QMenu(screen)
    views.fill(screen, menu)
    return {action.text(): action for action in menu.actions() if action.text()}


def narrowed(window: Window) -> RecordScreen:
    """Women only, two columns, by birth date."""
    screen = members(window)
    columns, women = ("name", "birth_date"), (Condition("sex", "is", "女"),)
    screen.ask(replace(screen.query, columns=columns, conditions=women, sort=(("birth_date", True),)))
    return screen


def saved(screen: RecordScreen, monkeypatch: pytest.MonkeyPatch, name: str = "女党员") -> RecordScreen:
    monkeypatch.setattr(dialogs, "ask_text", lambda *_args: name)
    views.save(screen)
    return screen


def test_a_list_is_saved_under_a_name_and_shown_again_as_it_stood(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = saved(narrowed(window), monkeypatch)
    asked = screen.query
    screen.search("")
    screen.list.show_column("ethnic", True)
    assert len(names(screen)) == 3
    entries(screen)["女党员"].trigger()
    assert screen.query == asked
    assert names(screen) == ["单小红"]
    assert screen.subtitle.text() == "女党员　1 名"
    assert entries(screen)["女党员"].isChecked()


def test_a_saved_list_is_renamed_deleted_and_brought_back_by_undo(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = saved(narrowed(window), monkeypatch)
    monkeypatch.setattr(dialogs, "ask_text", lambda *_args: "妇女党员")
    entries(screen)["“女党员”改名…"].trigger()
    assert "妇女党员" in entries(screen)
    entries(screen)["删除“妇女党员”"].trigger()
    assert "还没有常用列表" in entries(screen)
    window.undo()
    assert "妇女党员" in entries(screen)


def test_a_name_that_is_taken_is_asked_about_before_it_is_replaced(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = saved(narrowed(window), monkeypatch)
    screen.search("未结对")
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask", lambda *args, **_more: bool(asked.append(args[2])))
    saved(screen, monkeypatch)
    assert "已经有“女党员”" in asked[0]
    entries(screen)["女党员"].trigger()
    assert screen.query.marks == ()


def test_a_name_used_on_another_list_is_refused_with_a_sentence(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(narrowed(window), monkeypatch)
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: told.append(text))
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: True)
    saved(window.open_place("household"), monkeypatch)
    assert told == ["“女党员”已经用在党员的列表上，请换一个名称。"]


def test_a_saved_list_goes_out_under_its_name(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    screen = saved(narrowed(window), monkeypatch)
    offered: list[str] = []

    def where(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    answering.hands(to("上级业务部门"))
    screen.export()
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)
    assert offered == ["女党员.xlsx"]
    rows = read(tmp_path / "女党员.xlsx").grids[0].rows
    assert any("女党员" in str(cell) for cell in rows[0])
    assert sum("单小红" in map(str, row) for row in rows) == 1
    assert not any("张伟" in map(str, row) for row in rows)


def test_filters_sorting_state_and_columns_are_there_in_the_next_window(window: Window, qtbot: QtBot) -> None:
    screen = narrowed(window)
    screen.ask(replace(screen.query, state="all"))
    found = again(window, qtbot)
    assert found.query == screen.query
    assert names(found) == ["单小红"]
    assert found.chips.texts() == ["性别：女"]
    assert found.state.currentText() == "全部"


def test_nothing_that_names_a_person_is_written_outside_the_database(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    screen.search("单小红 姓名:红 电话:13900000001 未结对")
    screen.list.put("id_number", (Condition("id_number", "starts", "990101198706150025"),))
    window.memory.sync()
    text = Path(window.memory.fileName()).read_text(encoding="utf-8")
    for part in ("单小红", "红", "13900000001", "990101198706150025", "\\x7ea2"):
        assert part not in text
    assert again(window, qtbot).query.conditions == ()
    assert again(window, qtbot).query.marks == ("未结对",)


def test_a_link_from_elsewhere_is_not_remembered(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    window.show_record("member", screen.model.row_id(1))
    assert again(window, qtbot).query.state == "current"


def test_the_splitter_stands_where_it_was_for_each_list(window: Window) -> None:
    screen = members(window)
    screen.splitter.setSizes([500, 500])
    screen.splitter.splitterMoved.emit(500, 1)
    assert window.memory.value("splitter/member") == screen.splitter.saveState()
    assert window.memory.value("splitter/unit") is None


def test_the_status_bar_adds_up_the_chosen_rows(window: Window, qtbot: QtBot) -> None:
    village = make.unit(window.store, "上溪村")
    for head, people in (("甲一", 3), ("乙二", 4), ("丙三", None)):
        make.household(window.store, head, village=village, size=people)
    screen = window.open_place("household")
    assert "已选 1" in window.left.text()
    assert "合计" not in window.left.text()
    screen.view.selectAll()
    qtbot.waitUntil(lambda: "合计 7" in window.left.text(), timeout=2_000)
    assert "已选 4" in window.left.text()
    assert "共 4 户" in window.left.text()
