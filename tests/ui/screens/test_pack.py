"""迎检 in the window: gaps at once, one button for book and folder, a sentence where nothing is assessed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models import RECORDS
from app.operations import assessment
from app.operations import record as records
from app.pack.folder import BOOK, ORDER
from app.ui import editors
from app.ui.screens.pack import EMPTY, PackScreen
from app.ui.window import Window
from tests.ui.answering import hands, press


@pytest.fixture
def assessed(window: Window) -> Window:
    """Both branches of the village were assessed by one list; one line of three lacks its evidence."""
    store = window.store
    made = records.save(store, RECORDS["checklist"], {"name": "示范清单", "domain": "农村", "total": 3000})
    for n in (1, 2, 3):
        values = {
            "checklist": made,
            "order_no": n,
            "code_no": str(n),
            "content": f"第{n}条",
            "scoring": "评分",
            "points": 1000,
        }
        records.save(store, RECORDS["item"], {**values, **({"evidence": "照片"} if n == 2 else {})})
    with store.read() as reader:
        items = [row[0] for row in reader.exec_driver_sql("SELECT id FROM item ORDER BY id")]
        branches = [row[0] for row in reader.exec_driver_sql("SELECT id FROM branch ORDER BY id")]
    for branch in branches:
        row = assessment.begin(store, made, ("branch", branch), year=2026)
        for item in items:
            assessment.give(store, row, item, "自评", points=1000)
    return window


def _shown(qtbot: QtBot, screen: PackScreen, words: str) -> None:
    qtbot.waitUntil(lambda: words in screen.about.text(), timeout=20_000)


def test_without_an_assessment_the_screen_says_what_to_do(qtbot: QtBot, window: Window) -> None:
    screen = window.open_place("packing")
    _shown(qtbot, screen, EMPTY)
    assert not screen.go.isEnabled()


def test_gaps_are_shown_for_all_and_for_one_branch(qtbot: QtBot, assessed: Window) -> None:
    screen = assessed.open_place("packing")
    _shown(qtbot, screen, "缺项 2 处；清单 2 份")
    editors.put_text(screen.branch, "中共柳湾村支部委员会")
    screen.load()
    _shown(qtbot, screen, "中共柳湾村支部委员会：缺项 1 处；清单 1 份")
    assert screen.view.model().rowCount() == 1


def test_no_ticked_list_and_an_unknown_name_are_told(qtbot: QtBot, assessed: Window) -> None:
    screen = assessed.open_place("packing")
    _shown(qtbot, screen, "缺项")
    editors.put_text(screen.branch, "没有的支部")
    screen.load()
    assert "没有登记" in screen.about.text()
    editors.put_text(screen.branch, "")
    for i in range(screen.lists.count()):
        screen.lists.item(i).setCheckState(Qt.CheckState.Unchecked)
    assert "至少勾选一个" in screen.about.text()
    assert not screen.go.isEnabled()


def test_the_button_binds_the_book_and_fills_the_folder(
    qtbot: QtBot, assessed: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = assessed.open_place("packing")
    _shown(qtbot, screen, "缺项")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    answered = hands(press("知道了"))
    screen.go.click()
    qtbot.waitUntil(lambda: screen.made is not None and answered.done, timeout=60_000)
    folder = tmp_path / "迎检材料-全部"
    assert (folder / BOOK).stat().st_size > 10_000
    assert (folder / ORDER).exists()
    assert "缺项 2 处写在第 1 页" in answered.read[0]
    assert screen.open_button.isVisible()
