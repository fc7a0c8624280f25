"""收表 in the window: sent by a form, dropped back as a heap, who is missing, what nobody recognised – and the whole story."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app import clock
from app.db.dump import dump
from app.db.queries import batch as queries
from app.db.store import Store
from app.exchange.read import read
from app.ui import jobs
from app.ui.screens.collecting import CollectScreen
from app.ui.screens.collecting_sending import SendDialog
from app.ui.window import Window
from tests import make
from tests.exchange import sheets as s
from tests.exchange.test_comparing_heap import EACH, VILLAGES, come_back, plant, told
from tests.exchange.test_sending_template import template
from tests.ui import answering

FIELDS = {"sex", "ethnic", "id_number", "birth_date", "education", "branch", "phone", "address", "join_date"}


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=60_000)


def dumped(store: Store) -> str:
    with store.read() as reader:
        return str(dump(reader))


def filled(
    qtbot: QtBot, folder: Path, *, title: str = "", due: str = "", press: str = "生成"
) -> Callable[[QDialog], None]:
    """Answers the form of 发表: the list of members, these columns."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, SendDialog)
        settle(qtbot)
        dialog.what.setCurrentText("党员（自选栏目）")
        dialog.what.activated.emit(dialog.what.currentIndex())
        settle(qtbot)
        for i in range(dialog.columns.count()):
            item = dialog.columns.item(i)
            on = item.data(Qt.ItemDataRole.UserRole) in FIELDS | {"name"}
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        dialog.title.setText(title)
        dialog.due.setText(due)
        dialog.folder.setText(str(folder))
        dialog.plan()
        settle(qtbot)
        if press == "生成":
            dialog.send()
        else:
            answering.press(press)(dialog)

    return act


def dropped(screen: CollectScreen, *paths: Path) -> None:
    """The files are let go above the screen."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    screen.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, left, none))


@pytest.fixture
def screen(window: Window, store: Store) -> CollectScreen:
    s.villages(store, 3)
    window.activateWindow()
    found: CollectScreen = window.open_place("collecting")
    return found


def sent(screen: CollectScreen, qtbot: QtBot, folder: Path, **asked: str) -> list[Path]:
    """Sent through the form; the files."""
    answers = answering.hands(filled(qtbot, folder, **asked), answering.press("取消"))
    screen.send()
    settle(qtbot)
    assert answers.done
    return sorted(folder.iterdir())


def taken_in(screen: CollectScreen, qtbot: QtBot, *paths: Path) -> str:
    """Dropped; what the window says about the heap."""
    answers = answering.hands(answering.press("知道了"))
    dropped(screen, *paths)
    settle(qtbot)
    qtbot.waitUntil(lambda: answers.done)
    return answers.read[0]


def board(screen: CollectScreen) -> dict[str, str]:
    """Place → state, as it reads."""
    model: Any = screen.board.view.model()
    names = [column.name for column in model.columns]
    place, state = names.index("place"), names.index("state")
    return {model.cell(i, place): str(model.data(model.index(i, state))) for i in range(model.rowCount())}


def chips(screen: CollectScreen) -> list[str]:
    return [made.text() for made in screen.board.made.values() if not made.isHidden()]


def test_before_anything_was_sent_the_screen_says_what_to_do(screen: CollectScreen) -> None:
    assert screen.stack.currentIndex() == 0


def test_a_form_sends_one_sheet_to_each_village(screen: CollectScreen, qtbot: QtBot, tmp_path: Path) -> None:
    files = sent(screen, qtbot, tmp_path / "out", title="信息核对", due="2099-12-01")
    assert [path.name for path in files] == [f"0{n}_{place}_信息核对.xlsx" for n, place in enumerate(board(screen), 1)]
    assert set(board(screen).values()) == {"○ 未交"}
    assert chips(screen) == ["全部 3", "○ 未交 3"]
    labels = s.page(files[0]).labels
    assert {"姓名", "公民身份号码", "家庭住址", "系统标识"} <= set(labels)
    assert "职务" not in labels


def test_the_form_says_why_nothing_can_be_sent(screen: CollectScreen, qtbot: QtBot, tmp_path: Path) -> None:
    said = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, SendDialog)
        settle(qtbot)
        said.append(dialog.go.isEnabled())
        dialog.due.setText("2001-01-01")
        dialog.plan()
        settle(qtbot)
        said.extend([dialog.wrong.text(), dialog.go.isEnabled()])
        dialog.due.setText("")
        dialog.where.setText("没有这一栏:甲")
        dialog.plan()
        settle(qtbot)
        said.extend([dialog.wrong.text(), dialog.go.isEnabled()])
        dialog.reject()

    answering.hands(act)
    screen.send()
    assert said[0] is True
    assert "已经过了" in said[1]
    assert said[2] is False
    assert said[3]
    assert said[4] is False
    assert make.count(screen.store, "SELECT count(*) FROM batch") == 0
    assert not list(tmp_path.glob("*.xlsx"))


def test_rows_without_a_village_are_named_and_not_sent(screen: CollectScreen, qtbot: QtBot, tmp_path: Path) -> None:
    said = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, SendDialog)
        settle(qtbot)
        said.append(dialog.wrong.text())
        dialog.reject()

    make.member(screen.store, "解无村", branch=None)
    answering.hands(act)
    screen.send()
    assert "解无村" in said[0]
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_template_from_above_is_sent_filled_for_each_village(
    screen: CollectScreen, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = template(tmp_path / "核实表.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, SendDialog)
        settle(qtbot)
        dialog.what.setCurrentIndex(dialog.what.count() - 1)
        dialog.what.activated.emit(dialog.what.currentIndex())
        settle(qtbot)
        assert dialog.sum.text().startswith("共 3 份")
        assert not dialog.columns.isEnabled()
        dialog.folder.setText(str(tmp_path / "out"))
        dialog.send()

    answers = answering.hands(act, answering.press("取消"))
    screen.send()
    settle(qtbot)
    assert answers.done
    files = sorted((tmp_path / "out").iterdir())
    assert [path.name[3:] for path in files] == [f"{place}_核实表.xlsx" for place in board(screen)]
    texts = {str(cell) for row in read(files[0]).grids[0].rows for cell in row}
    assert "农村党员信息核实表" in texts
    assert any(text.startswith("仇") for text in texts)
    taken_in(screen, qtbot, files[0])
    assert list(board(screen).values()).count("◆ 已交") == 1


def test_dropped_files_find_their_village_and_the_rest_lies_in_a_pile(
    screen: CollectScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    files = sent(screen, qtbot, tmp_path / "out")
    heap = tmp_path / "heap"
    s.save(heap / "甲", s.page(files[0]), form="xls")
    s.save(heap / "乙", s.Page([["姓名", "公民身份号码"], ["解不知", make.number(480)]], 0))
    words = taken_in(screen, qtbot, heap)
    assert "2 个文件：收到 1，认不出 1。" in words
    places = list(board(screen))
    assert [board(screen)[place] for place in places] == ["◆ 已交", "○ 未交", "○ 未交"]
    assert screen.pile.isVisible()
    assert [one.file_name for one in screen.pile.receipts] == ["乙.xlsx"]


def test_a_file_of_the_pile_is_given_to_a_village_or_put_aside(
    screen: CollectScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    sent(screen, qtbot, tmp_path / "out", title="信息核对")
    stray = [
        s.save(tmp_path / word, s.Page([["姓名", "公民身份号码"], [f"解{word}", make.number(480 + n)]], 0))
        for n, word in enumerate(("甲", "乙"))
    ]
    taken_in(screen, qtbot, *stray)
    answers = answering.hands(answering.fill(sheet="二村　信息核对"), answering.press("移出"))
    qtbot.mouseClick(screen.pile.to, Qt.MouseButton.LeftButton)
    assert board(screen)["二村"] == "◆ 已交"
    assert len(screen.pile.receipts) == 1
    qtbot.mouseClick(screen.pile.aside, Qt.MouseButton.LeftButton)
    assert answers.done
    assert not screen.pile.isVisible()


def test_a_file_that_was_taken_for_another_village_is_given_to_the_right_one(
    screen: CollectScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    files = sent(screen, qtbot, tmp_path / "out", title="信息核对")
    taken_in(screen, qtbot, s.save(tmp_path / "甲", s.page(files[0])))
    first, other = list(board(screen))[:2]
    screen.board.view.selectRow(0)
    answering.hands(answering.fill(sheet=f"{other}　信息核对"))
    qtbot.mouseClick(screen.board.wrong, Qt.MouseButton.LeftButton)
    assert (board(screen)[first], board(screen)[other]) == ("○ 未交", "◆ 已交")


def test_nobodys_file_can_be_looked_at_against_the_books(
    screen: CollectScreen, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    sent(screen, qtbot, tmp_path / "out")
    path = s.save(tmp_path / "甲", s.Page([["姓名", "公民身份号码"], ["解不知", make.number(480)]], 0))
    taken_in(screen, qtbot, path)
    path.unlink()
    qtbot.mouseClick(screen.pile.look, Qt.MouseButton.LeftButton)
    settle(qtbot)
    comparing = window.screens["comparing"]
    assert [line.row.name for line in comparing.found.shown] == ["解不知"]
    assert "没有对应的批次" in comparing.sum.text()


def test_numbers_and_chips_lead_to_the_places_they_count(screen: CollectScreen, qtbot: QtBot, tmp_path: Path) -> None:
    files = sent(screen, qtbot, tmp_path / "out")
    taken_in(screen, qtbot, s.save(tmp_path / "甲", s.page(files[1])))
    qtbot.mouseClick(screen.board.made["open"], Qt.MouseButton.LeftButton)
    assert list(board(screen).values()) == ["◆ 已交"]
    model: Any = screen.view.model()
    waiting = [column.name for column in model.columns].index("waiting")
    screen.view.clicked.emit(model.index(0, waiting))
    assert len(board(screen)) == model.cell(0, waiting) == 2


def test_a_reminder_is_copied_and_the_missing_are_listed(
    screen: CollectScreen, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sent(screen, qtbot, tmp_path / "out", due="2099-12-01")
    taken_in(screen, qtbot, s.save(tmp_path / "甲", s.page(files[0])))
    answering.hands(answering.press("复制"))
    qtbot.mouseClick(screen.board.remind, Qt.MouseButton.LeftButton)
    absent = [place for place, state in board(screen).items() if state == "○ 未交"]
    assert "、".join(absent) in QGuiApplication.clipboard().text()
    out = tmp_path / "未交.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    qtbot.mouseClick(screen.board.list, Qt.MouseButton.LeftButton)
    settle(qtbot)
    texts = [str(cell) for row in read(out).grids[0].rows for cell in row]
    assert [word in texts for word in ("一村", "二村", "三村")].count(True) == 2


def test_past_its_day_a_sheet_is_overdue_and_another_day_or_the_end_can_be_set(
    screen: CollectScreen, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(screen, qtbot, tmp_path / "out", due=clock.today().isoformat())
    later = clock.today().replace(year=clock.today().year + 1)
    monkeypatch.setattr(clock, "today", lambda: later)
    screen.refresh()
    assert set(board(screen).values()) == {"● 逾期未交"}
    answering.hands(answering.fill(due=f"{later.year + 1}-01-01"))
    qtbot.mouseClick(screen.board.later, Qt.MouseButton.LeftButton)
    assert set(board(screen).values()) == {"○ 未交"}
    answering.hands(answering.press("结束收表"))
    qtbot.mouseClick(screen.board.end, Qt.MouseButton.LeftButton)
    assert screen.batches == []
    screen.closed.setChecked(True)
    assert len(screen.batches) == 1
    qtbot.mouseClick(screen.board.end, Qt.MouseButton.LeftButton)
    assert screen.batches[0].closed_on == ""


def test_enter_takes_a_returned_sheet_to_the_comparison_and_the_next_follows(
    screen: CollectScreen, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    files = sent(screen, qtbot, tmp_path / "out")
    page = s.page(files[1])
    page.put(page.names()[0], "家庭住址", "迁到二组")
    heap = [s.save(tmp_path / "甲", s.page(files[0])), s.save(tmp_path / "乙", page)]
    taken_in(screen, qtbot, *heap)
    for path in heap:
        path.unlink()
    screen.board.view.selectRow(0)
    with qtbot.waitActive(window):
        window.activateWindow()
    screen.board.view.setFocus()
    qtbot.keyClick(screen.board.view, Qt.Key.Key_Return)
    settle(qtbot)
    comparing = window.screens["comparing"]
    assert window.current == "comparing"
    assert comparing.found.model.total == 0
    assert "没有要处理的差别" in comparing.notes.text()
    assert comparing.go.text() == "记为已核"
    qtbot.mouseClick(comparing.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert not comparing.go.isEnabled()
    qtbot.mouseClick(comparing.next, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert comparing.go.text() == "采纳 1 处"
    qtbot.mouseClick(comparing.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    window.open_place("collecting")
    assert sorted(board(screen).values()) == sorted(["○ 未交", "✓ 已核", "✓ 已核"])


def test_twenty_five_villages_go_out_come_back_in_a_heap_are_taken_over_and_turned_back(
    window: Window, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    s.villages(store, VILLAGES, EACH)
    screen = window.open_place("collecting")
    window.activateWindow()
    files = sent(screen, qtbot, tmp_path / "out")
    pages = [page for page in map(s.page, files) if len(page.names()) == EACH]
    planted = plant(store, pages, random.Random(11))
    come_back(pages, tmp_path / "heap")
    taken_in(screen, qtbot, tmp_path / "heap")
    with store.read() as reader:
        batch = queries.batches(reader)[0]
    before = dumped(store)
    comparing = window.open_place("comparing")
    seen, taken = [], 0
    for sheet in _returned(store, batch.id):
        comparing.open_sheet(batch, sheet)
        settle(qtbot)
        seen.append(comparing.comparison)
        comparing.found.filter("cells:conflict")
        if comparing.found.shown:
            comparing.found.view.selectRow(0)
            qtbot.keyClick(comparing.found.view, Qt.Key.Key_A)
        if comparing.go.isEnabled():
            qtbot.mouseClick(comparing.go, Qt.MouseButton.LeftButton)
            settle(qtbot)
            taken += 1
            assert not comparing.go.isEnabled()
    assert told(seen) == planted
    assert taken == len(seen)
    assert dumped(store) != before
    for _ in range(taken):
        window.undo()
        settle(qtbot)
    assert dumped(store) == before


def _returned(store: Store, batch: int) -> list[queries.HandoutFacts]:
    """One handout of each returned file."""
    with store.read() as reader:
        sheets = [sheet for sheet in queries.handouts(reader, batch) if sheet.returns]
        files = {sheet.id: queries.receipt(reader, sheet.receipt) for sheet in sheets}
    once = {found.digest: sheet for sheet in sheets if (found := files[sheet.id])}
    return list(once.values())
