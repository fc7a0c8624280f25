"""发展党员 in the window: taken in, brought on by keys, refused too early, admitted to the roll, the file ticked."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget

from app import clock
from app.ui import applying
from app.ui.asking import Asking
from app.ui.screens.applicant import ApplicantScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press, refused


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def screen(window: Window) -> ApplicantScreen:
    make.applicant(
        window.store, 1, applied_on="2024-01-10", talked_on="2024-02-01", active_on="2024-03-01", id_number=make.number(7),
        birth_date="1980-06-15",
    )  # fmt: skip
    found = window.open_place("applicant")
    assert isinstance(found, ApplicantScreen)
    found.view.selectRow(0)
    return found


def value(window: Window, column: str) -> object:
    return make.value(window.store, "applicant", 1, column)


def key(screen: ApplicantScreen, keys: str) -> None:
    next(action for action in screen.actions() if action.shortcut().toString() == keys).trigger()


def offered(screen: ApplicantScreen) -> list[str]:
    return [made.text() for made in screen.offer_buttons if made.isVisibleTo(screen)]


def test_the_offers_are_the_next_steps_and_keys_take_them(window: Window, screen: ApplicantScreen) -> None:
    assert offered(screen) == ["积极分子公示 Ctrl+1", "指定培养联系人 Ctrl+2"]
    told = hands(fill(since="2024-03-04", until="2024-03-12"), fill(on="2024-03-20", people_1="单小红"))
    key(screen, "Ctrl+1")
    screen.view.selectRow(0)
    assert offered(screen)[0] == "积极分子报上级党委备案 Ctrl+1"
    key(screen, "Ctrl+2")
    assert told.done
    assert value(window, "notice_active_until") == "2024-03-12"
    assert value(window, "contact_1") == 1


def test_what_is_too_early_is_told_in_the_form(window: Window, screen: ApplicantScreen) -> None:
    with window.store.work("走到考察") as work:
        work.change(
            screen.record,
            1,
            {"active_filed_on": "2024-03-20", "contacts_on": "2024-03-20", "reviewed_on": "2024-09-01"},
        )
    screen.view.selectRow(0)
    asked: list[str] = []
    hands(refused(fill(on="2025-02-28"), asked))
    applying.take(screen, 1, 7)
    assert "最早可在 2025-03-01 办理" in asked[0]
    assert value(window, "target_on") is None


def test_chips_count_and_choose(screen: ApplicantScreen) -> None:
    assert screen.made["入党积极分子"].text() == "入党积极分子 1"
    screen.only("发展对象")
    assert screen.model.total == 0
    screen.only("入党积极分子")
    assert screen.model.total == 1
    assert screen.made["入党积极分子"].property("state") is None
    assert screen.made["全部"].property("state") == "off"
    screen.only("逾期")
    assert screen.made["逾期"].property("state") is None


def test_an_empty_list_says_how_to_begin(window: Window) -> None:
    found = window.open_place("applicant")
    assert isinstance(found, ApplicantScreen)
    assert "Ctrl+N" in found.list.empty.text()
    assert found.about.text() == "选一名，这里显示下一步可以办的事"


def test_applications_are_entered_one_after_another(window: Window, screen: ApplicantScreen) -> None:
    told = hands(
        fill(name="湛小满", branch="中共石坪村支部委员会", applied_on="2026-11-02", id_number=make.number(8)),
        lambda dialog: dialog.reject(),
    )
    screen._form(None)  # noqa: SLF001 - what Ctrl+N does
    assert told.done
    assert make.value(window.store, "applicant", 2, "birth_date") == "1980-06-15"


def test_the_file_index_shows_what_is_there_and_keeps_what_is_ticked(window: Window, screen: ApplicantScreen) -> None:
    def tick(dialog: QDialog) -> None:
        assert isinstance(dialog, Asking)
        papers = dialog.widgets["papers"]
        assert isinstance(papers, QListWidget)
        papers.item(0).setCheckState(Qt.CheckState.Checked)
        press("确定")(dialog)

    first = hands(tick, lambda dialog: dialog.reject())
    applying.papers(screen, [1])
    assert value(window, "papers") == "入党申请书"
    applying.papers(screen, [1])
    assert first.done
    assert "还缺 3 种" in first.read[0]
    assert "还缺 2 种" in first.read[1]


def test_the_card_tells_the_way(screen: ApplicantScreen) -> None:
    titles = [screen.card.tabs.tabText(i) for i in range(screen.card.tabs.count())]
    assert "发展过程" in titles
