"""对账: what the clerk sees of a returned sheet, decides with keys, takes over and turns back."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.db.dump import dump
from app.db.store import Store
from app.exchange.read import read
from app.exchange.returned import collect
from app.exchange.sending import Dispatched
from app.ui import jobs
from app.ui.screens.comparing import CompareScreen
from app.ui.screens.comparing_line import AGAINST, ASK, LEAVE, TAKE
from app.ui.window import Window
from tests import make
from tests.exchange import sheets as s
from tests.ui import answering

CHANGED, OTHER, BOTH, WRONG, ERASED, GONE = range(6)  # places of the six members of a village


@dataclass
class Case:
    screen: CompareScreen
    window: Window
    store: Store
    done: Dispatched
    page: s.Page
    path: Path

    @property
    def names(self) -> list[str]:
        return self.page.names()

    def words(self) -> dict[tuple[str, str], str]:
        """(name, column) → what is decided, of the lines that are shown."""
        model = self.screen.found.model
        return {(model.cell(i, 1), model.cell(i, 3)): model.cell(i, 0) or "" for i in range(model.total)}

    def at(self, name: str, label: str) -> None:
        """The cursor goes to this line."""
        self.screen.found.view.selectRow(list(self.words()).index((name, label)))


@pytest.fixture
def case(window: Window, store: Store, tmp_path: Path, qtbot: QtBot) -> Case:
    """A sheet of six: changed on one side twice, on both, damaged, erased, one gone, one new."""
    s.villages(store, 2)
    done = s.sent(store, tmp_path / "out")
    page = s.page(done.files[0])
    names = page.names()
    page.put(names[CHANGED], "联系电话", "19900000001")
    page.put(names[OTHER], "家庭住址", "迁到二组")
    s.keep(store, names[BOTH], address="镇里改")
    page.put(names[BOTH], "家庭住址", "村里改")
    page.put(names[WRONG], "公民身份号码", "990101198706150018")
    page.put(names[ERASED], "家庭住址", "清空")
    page.drop(names[GONE])
    page.add(姓名="解新甲", 公民身份号码=make.number(450), 学历="大专")
    path = s.save(tmp_path / "交回", page)
    page.names = lambda: [*names, "解新甲"]  # type: ignore[method-assign]
    screen = window.open_place("comparing")
    screen.open_file(path)
    settle(qtbot)
    window.activateWindow()
    return Case(screen, window, store, done, page, path)


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=30_000)


def dumped(store: Store) -> str:
    with store.read() as reader:
        return str(dump(reader))


def test_what_is_beyond_doubt_is_ticked_and_only_what_changed_on_both_sides_asks(case: Case) -> None:
    names = case.names
    assert case.words() == {
        (names[CHANGED], "联系电话"): TAKE, (names[OTHER], "家庭住址"): TAKE, (names[BOTH], "家庭住址"): ASK,
        (names[WRONG], "公民身份号码"): "", (names[ERASED], "家庭住址"): TAKE, ("解新甲", "整行"): TAKE,
        (names[GONE], "整行"): "",
    }  # fmt: skip
    assert case.screen.go.text() == "采纳 4 处"
    assert "1 处两边都改了" in case.screen.sum.text()


def test_the_three_sides_stand_beside_each_other(case: Case) -> None:
    case.at(case.names[BOTH], "家庭住址")
    row = case.screen.found.view.selected_rows()[0]
    model = case.screen.found.model
    assert [model.cell(row, i) for i in (6, 7)] == ["村里改", "镇里改"]
    assert model.cell(row, 5).endswith("组1号") or model.cell(row, 5).endswith("组2号")
    assert "库里现在：镇里改" in case.screen.found.full.text()


def test_a_chip_narrows_to_the_rows_that_it_counts(case: Case, qtbot: QtBot) -> None:
    for made in case.screen.found.chips.widgets():
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        if made.property("only").startswith("cells:"):
            assert case.screen.found.model.total == int(made.text().split()[-2])
    found = {made.property("only"): made.text() for made in case.screen.found.chips.widgets()}
    assert found["rows:missing"] == "－ 表里没有 1 行"
    assert "cells:conflict" in found


def test_space_takes_and_lets_go_k_keeps_the_books_and_a_takes_a_kind(case: Case, qtbot: QtBot) -> None:
    view, names = case.screen.found.view, case.names
    both, changed, other = (names[BOTH], "家庭住址"), (names[CHANGED], "联系电话"), (names[OTHER], "家庭住址")
    case.at(*both)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert case.words()[both] == TAKE
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert case.words()[both] == AGAINST
    case.at(*changed)
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert (case.words()[changed], case.words()[other]) == (LEAVE, LEAVE)
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert (case.words()[changed], case.words()[other]) == (TAKE, TAKE)


def test_a_column_never_answers_a_question_in_passing(case: Case, qtbot: QtBot) -> None:
    names = case.names
    case.at(names[OTHER], "家庭住址")
    qtbot.keyClick(case.screen.found.view, Qt.Key.Key_C)
    words = case.words()
    assert (words[names[OTHER], "家庭住址"], words[names[ERASED], "家庭住址"]) == (LEAVE, LEAVE)
    assert words[names[BOTH], "家庭住址"] == ASK
    case.at(names[ERASED], "家庭住址")
    qtbot.keyClick(case.screen.found.view, Qt.Key.Key_R)
    assert case.words()[names[ERASED], "家庭住址"] == TAKE


def test_what_was_taken_is_gone_at_the_second_look_and_comes_back_with_undo(case: Case, qtbot: QtBot) -> None:
    before = dumped(case.store)
    case.at(case.names[BOTH], "家庭住址")
    qtbot.keyClick(case.screen.found.view, Qt.Key.Key_K)
    qtbot.mouseClick(case.screen.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert case.words() == {(case.names[WRONG], "公民身份号码"): "", (case.names[GONE], "整行"): ""}
    assert not case.screen.go.isEnabled()
    assert "对账：采纳 3 处改动、新增 1 名党员" in case.window.undo_button.toolTip()
    case.window.undo()
    settle(qtbot)
    assert dumped(case.store) == before
    assert case.words()[case.names[CHANGED], "联系电话"] == TAKE


def test_an_open_question_is_named_before_the_rest_is_taken(case: Case, qtbot: QtBot) -> None:
    answers = answering.hands(answering.press("采纳其余的"))
    qtbot.mouseClick(case.screen.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert "1 处两边都改了没有定" in answers.read[0]
    assert case.words()[case.names[BOTH], "家庭住址"] == ASK


def test_a_change_elsewhere_is_seen_when_the_screen_is_opened_again(case: Case, qtbot: QtBot) -> None:
    case.window.open_place("member")
    s.keep(case.store, case.names[CHANGED], phone="19900000009")
    case.window.open_place("comparing")
    settle(qtbot)
    assert case.words()[case.names[CHANGED], "联系电话"] == ASK


def test_the_sheet_goes_back_with_its_reasons(
    case: Case, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "退回.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    qtbot.mouseClick(case.screen.back, Qt.MouseButton.LeftButton)
    settle(qtbot)
    texts = {str(cell) for row in read(out).grids[0].rows for cell in row}
    assert {case.names[WRONG], case.names[BOTH]} <= texts
    assert case.names[CHANGED] not in texts


def test_a_file_can_be_compared_with_the_books_alone(case: Case, qtbot: QtBot) -> None:
    case.screen.batch.setCurrentIndex(case.screen.batch.findText("只与库里比"))
    case.screen.batch.activated.emit(1)
    settle(qtbot)
    assert case.screen.comparison is not None
    assert case.screen.comparison.batch == 0
    assert ASK not in case.words().values()
    assert case.screen.found.view.isColumnHidden(5)


def test_a_file_that_is_no_table_is_told_in_a_sentence(case: Case, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "说明.xlsx"
    path.write_bytes(b"nothing")
    case.screen.open_file(path)
    settle(qtbot)
    assert case.screen.notes.text()
    assert not case.screen.go.isVisible()
    assert case.screen.found.model.total == 0


def test_noting_it_as_checked_changes_nothing_else(case: Case, qtbot: QtBot) -> None:
    collect(case.store, [case.path])
    settle(qtbot)
    members = make.count(case.store, "SELECT sum(revision) FROM member")
    qtbot.mouseClick(case.screen.none, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert make.count(case.store, "SELECT count(*) FROM receipt WHERE checked_on IS NOT NULL") == 1
    assert make.count(case.store, "SELECT sum(revision) FROM member") == members


def test_a_sheet_of_pairings_is_taken_whole_or_not_at_all(
    window: Window, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    village = make.unit(store, "前岙村")
    make.household(store, "贺小兰", village=village, head_id=make.number(12))
    path = s.save(tmp_path / "结对", s.Page([
        ["党员姓名", "党员身份证号", "村名", "户主姓名", "户主身份证号"],
        ["张伟", "990101198706150017", "前岙村", "贺小兰", make.number(12)],
    ], 0))  # fmt: skip
    screen = window.open_place("comparing")
    screen.open_file(path)
    settle(qtbot)
    assert "只能整张采纳" in screen.notes.text()
    assert not any(made.isEnabled() for made in screen.found.keys.values())
    taken = screen.go.text()
    screen.found.take(screen.found.shown[0].choice)
    assert screen.go.text() == taken == "采纳 1 处"
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert make.count(store, "SELECT count(*) FROM pairing") == 1
    assert "没有要处理的差别" in screen.notes.text()
    assert not screen.go.isEnabled()
