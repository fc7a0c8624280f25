"""The screens made by hand: what the clerk sees and does on home, import, pairing, ledgers, settings and history."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.models import RECORDS
from app.operations.outgoing import Leaving
from app.operations.record import save
from app.printing.ledger import print_ledger
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.screens import pairing as pairing_screen
from app.ui.screens.preview import Preview
from app.ui.window import Window
from tests import make
from tests.ui.conftest import Handed

ROSTER = Path(__file__).parents[2] / "samples" / "党员花名册_标准.xlsx"


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def test_the_home_page_leads_from_a_number_to_the_households_behind_it(window: Window, qtbot: QtBot) -> None:
    home = window.open_place("home")
    settle(qtbot)
    bar = home.bars["household"]
    assert bar.figures.text() == "0 / 1 户"
    assert bar.missing.text().startswith("1 户未联系")
    assert home.model.total == len(home.alerts) > 0
    qtbot.mouseClick(bar.missing, Qt.MouseButton.LeftButton)
    assert window.screens[window.current].title == "农户"


def test_each_alert_names_whom_it_is_about(window: Window, qtbot: QtBot) -> None:
    home = window.open_place("home")
    settle(qtbot)
    about = {home.model.cell(i, 2) for i in range(home.model.total)}
    assert "仇根水" in about


def test_an_import_shows_every_row_before_it_writes_one(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = window.open_place("importing")
    before = make.count(window.store, "SELECT count(*) FROM member")
    screen.open_file(ROSTER)
    settle(qtbot)
    counts = screen.plan.counts()
    assert screen.view.model().total == len(screen.plan.rows)
    assert make.count(window.store, "SELECT count(*) FROM member") == before
    monkeypatch.setattr(dialogs, "tell", lambda *_a, **_k: None)
    monkeypatch.setattr(dialogs, "ask", lambda *_a, **_k: False)
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert make.count(window.store, "SELECT count(*) FROM member") == before + counts["new"]


def test_ticked_households_are_paired_and_leave_the_list(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = make.unit(window.store, "上溪村", kind="村")
    make.household(window.store, "朴春生", village=village, group_name="3组")
    make.household(window.store, "单秋月", village=village, group_name="4组")
    make.member(window.store, "查明", village=village)
    screen = window.open_place("pair")
    screen.village.setCurrentText("上溪村")
    screen.load()
    screen.narrow.setText("3组")
    screen._tick(True)  # noqa: SLF001 - the act behind the button 全选
    assert len(screen.ticked()) == 1
    monkeypatch.setattr(pairing_screen, "ask", lambda *_a, **_k: {"on": "2026-01-10"})
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    assert make.count(window.store, "SELECT count(*) FROM pairing WHERE until IS NULL") == 1
    screen.refresh()
    assert screen.helped_list.count() == 1


def test_a_setting_that_cannot_be_is_noted_beside_its_line(window: Window) -> None:
    screen = window.open_place("settings")
    screen.lines["member_cap"].setText("许多")
    screen.save()
    assert screen.notes["member_cap"].text()
    screen.lines["member_cap"].setText("9")
    screen.save()
    assert not screen.notes["member_cap"].text()
    assert make.count(window.store, "SELECT value FROM setting WHERE name = 'member_cap'") in ("9", 9)


def test_a_ledger_is_shown_and_its_pages_can_be_turned(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = window.open_place("ledger")
    settle(qtbot)
    assert screen.table is not None
    assert screen.table.title == "党组织一览表"
    assert [row[1] for row in screen.table.rows] == ["中共柳湾村支部委员会", "中共石坪村支部委员会"]
    print_ledger(screen.table, tmp_path / "pages.pdf")
    preview = Preview(
        tmp_path / "pages.pdf", "党组织一览表", (), screen, store=window.store, left=Leaving("print", "党组织一览表")
    )
    assert "第 1 页" in preview.where.text()
    preview.turn(-1)
    preview.scale(1)
    assert not preview.paper.pixmap().isNull()


def test_pages_are_turned_and_drawn_larger_by_keys(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [(n, "仇根水") for n in range(90)]
    print_ledger(Table("名册", (Column("n", "序号", "number"), Column("name", "姓名")), rows), tmp_path / "pages.pdf")
    preview = Preview(tmp_path / "pages.pdf", "名册", (), window, store=window.store, left=Leaving("print", "名册"))
    preview.show()
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    width = preview.paper.pixmap().width()
    for key, said in ((Qt.Key.Key_PageDown, "第 2 页"), (Qt.Key.Key_PageUp, "第 1 页"), (Qt.Key.Key_PageUp, "第 1 页")):
        QTest.keyClick(preview, key)
        assert said in preview.where.text()
    QTest.keyClick(preview, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert preview.paper.pixmap().width() > width
    preview.close()


def test_an_empty_filter_of_a_ledger_says_that_everything_is_shown(window: Window) -> None:
    screen = window.open_place("ledger")
    assert [box.line().placeholderText() for box in (screen.unit, screen.branch)] == ["全部", "全部"]


def test_the_history_lists_the_newest_act_first(window: Window) -> None:
    make.member(window.store, "盖新")
    screen = window.open_place("works")
    assert "盖新" in screen.list.model().cell(0, 1)


def test_the_completeness_of_a_register_leads_to_the_rows_that_lack_something(window: Window, qtbot: QtBot) -> None:
    home = window.open_place("home")
    settle(qtbot)
    link = next(found for found in home.whole.findChildren(QPushButton) if "名有缺项" in found.text())
    short = int(link.text().split("　")[1].split(" ")[0].replace(",", ""))
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.current == "member"
    assert window.screens["member"].model.total == short


def test_an_empty_book_says_what_to_do_first(store: Store, home: Path, qtbot: QtBot) -> None:
    window = Window(Handed(store, home))
    qtbot.addWidget(window)
    window.show()
    screen = window.open_place("home")
    settle(qtbot)
    assert "导入" in screen.view.words
    window.close()


def test_the_ledger_of_a_campaign_stands_among_the_ledgers_at_once(window: Window, qtbot: QtBot) -> None:
    screen = window.open_place("ledger")
    settle(qtbot)
    chosen = screen.names.currentItem().text()
    save(window.store, RECORDS["campaign"], {"name": "双结对", "ledger_title": "双结对工作台账"})
    settle(qtbot)
    assert screen.names.currentItem().text() == chosen
    screen.names.setCurrentRow(screen.names.count() - 1)
    settle(qtbot)
    assert screen.table.title == "双结对工作台账"
