"""What the clerk sees of what left, and what is asked before something leaves through the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.db.queries import outgoing as queries
from app.db.queries.outgoing import Departure
from app.exchange.read import read
from app.ledgers import LEDGERS
from app.models.member import Member
from app.operations import record
from app.printing.ledger import print_ledger
from app.ui import editors, jobs
from app.ui.screens.ledger import LedgerScreen
from app.ui.screens.outgoing import OutgoingScreen
from app.ui.screens.preview import Preview
from app.ui.window import Window
from tests import make
from tests.ui import answering
from tests.ui.answering import press, to

FULL = "990101198706150025"


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def saving(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _p, _t, name, kinds: (str(folder / name), kinds.split(";;")[0])
    )


def roster(window: Window, qtbot: QtBot) -> LedgerScreen:
    screen = window.open_place("ledger")
    screen.names.setCurrentRow(list(LEDGERS).index("members"))
    settle(qtbot)
    return screen


def left(window: Window) -> list[Departure]:
    with window.store.read() as reader:
        return queries.departures(reader)


def cells(screen: OutgoingScreen) -> str:
    model = screen.detail.model()
    return "\n".join(str(model.cell(i, n)) for i in range(model.rowCount()) for n in range(model.columnCount()))


def test_the_mask_of_a_ledger_follows_whom_it_is_for(window: Window, qtbot: QtBot) -> None:
    screen = roster(window, qtbot)
    shown = {}
    for whom in ("上级业务部门", "打印留存", "张贴公示", "邻镇"):
        editors.put_text(screen.terms.whom, whom)
        settle(qtbot)
        assert screen.table is not None
        shown[whom] = (screen.table.mask, screen.terms.mask.isEnabled())
    assert shown == {
        "上级业务部门": ("none", True), "打印留存": ("middle", True), "张贴公示": ("name", False), "邻镇": ("middle", True),
    }  # fmt: skip


def test_full_numbers_leave_only_with_a_purpose_which_is_kept(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path)
    screen = roster(window, qtbot)
    editors.put_text(screen.terms.whom, "打印留存")
    screen.terms.mask.setCurrentText("完整")
    settle(qtbot)
    screen.xlsx()
    settle(qtbot)
    assert left(window) == []
    screen.terms.purpose.setText("换届选民登记核对")
    screen.xlsx()
    settle(qtbot)
    (one,) = left(window)
    assert (one.whom, one.purpose, one.mask, one.name) == ("打印留存", "换届选民登记核对", "none", "members")
    assert FULL in "".join(map(str, read(tmp_path / "党员花名册.xlsx").grids[0].rows))


def test_a_list_asks_for_whom_before_it_is_exported(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path)
    screen = window.open_place("member")
    settle(qtbot)
    told: list[str] = []

    def nobody(dialog: answering.TermsDialog) -> None:
        press("下一步")(dialog)
        told.append(dialog.note.text())
        dialog.reject()

    answering.hands(nobody)
    screen.export()
    settle(qtbot)
    assert "给谁" in told[0]
    assert left(window) == []
    answering.hands(to("其他单位"))
    screen.export()
    settle(qtbot)
    assert [one.mask for one in left(window)] == ["last8"]
    written = "".join(map(str, read(next(tmp_path.glob("*.xlsx"))).grids[0].rows))
    assert FULL not in written
    assert FULL[:10] in written


def test_looking_at_pages_is_not_noted_and_saving_them_is(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path)
    screen = roster(window, qtbot)
    assert screen.table is not None
    print_ledger(screen.table, tmp_path / "pages.pdf")
    what = screen._leaving("print")  # noqa: SLF001 - the button opens a dialog that waits
    assert what is not None
    preview = Preview(tmp_path / "pages.pdf", what.title, (), screen, store=window.store, left=what)
    assert left(window) == []
    preview.save()
    preview.save()
    assert [(one.act, one.rows, len(one.files)) for one in left(window)] == [("print", 3, 1)] * 2


def handed_up(window: Window, qtbot: QtBot) -> None:
    screen = roster(window, qtbot)
    screen.xlsx()
    settle(qtbot)


def test_two_hand_ups_are_compared_in_the_window(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path)
    handed_up(window, qtbot)
    row = make.count(window.store, "SELECT id FROM member WHERE name = '张伟'")
    record.save(window.store, Member, {"phone": "13900000077"}, row=row)
    make.member(window.store, "盖新")
    handed_up(window, qtbot)
    screen = window.open_place("outgoing")
    assert screen.list.model().rowCount() == 2
    assert FULL not in cells(screen)
    assert "单小红" in cells(screen)
    screen.compare()
    assert "新增 1 行，减少 0 行，更正 1 行" in screen.about.text()
    assert "盖新" in cells(screen)
    assert "139****0077" in cells(screen)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    screen.list.selectRow(0)
    screen.list.selectionModel().select(screen.list.model().index(1, 0), flags)
    qtbot.keyClick(screen.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "更正 1 行" in screen.about.text()
    answering.hands(to("上级业务部门"))
    screen.save()
    settle(qtbot)
    assert left(window)[0].title == "党员花名册两次外发对比"
    assert screen.list.model().rowCount() == 3


def test_the_list_is_narrowed_by_recipient_day_and_words(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path)
    handed_up(window, qtbot)
    screen = window.open_place("outgoing")
    counts = []
    for widget, text in (
        (screen.whom, "检查考评"),
        (screen.since, "2999-01-01"),
        (screen.words, "没有这张表"),
        (screen.words, "花名册"),
    ):
        editors.put_text(widget, text)
        counts.append(len(screen.found))
        editors.put_text(widget, "")
    assert counts == [0, 0, 0, 1]
    editors.put_text(screen.words, "没有这张表")
    screen.compare()
    assert screen.make is None


def test_what_left_is_no_act_to_be_undone(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path)
    make.member(window.store, "盖新")
    handed_up(window, qtbot)
    window.undo()
    settle(qtbot)
    assert make.count(window.store, "SELECT count(*) FROM member WHERE name = '盖新'") == 0
    assert len(left(window)) == 1
