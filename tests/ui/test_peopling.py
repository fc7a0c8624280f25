"""Several clerks at the window: added and taken away in 用户, known by name at the lock, greyed by their role."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.db import secret
from app.db.clerk import CHIEF, READER
from app.db.slot import PASSWORD, Cost, Entrance, Words
from app.errors import UserError
from app.operations import access, draft, people
from app.operations.draft import Draft
from app.operations.outgoing import STRANGER
from app.ui import dialogs
from app.ui.locking import Locked
from app.ui.peopling import People
from app.ui.screens.access import Code
from app.ui.screens.ledger import LedgerScreen
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, words

OWN, HERS = "first word", "second word"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing costs nothing here."""
    monkeypatch.setattr(secret, "FLOOR", Cost(64, 1, 1))
    monkeypatch.setattr(secret, "calibrated", lambda: secret.FLOOR)


@pytest.fixture
def locked(window: Window) -> Window:
    access.set_password(window.store.path, window.store.key, OWN)
    return window


@pytest.fixture
def staffed(locked: Window) -> Window:
    people.add(locked.store, "单小红", READER, HERS, own=OWN, own_name="解建国")
    return locked


def test_a_second_clerk_is_added_and_the_new_code_is_shown(qtbot: QtBot, locked: Window) -> None:
    screen = locked.open_place("access")
    dialog = People(screen)
    qtbot.addWidget(dialog)
    shown: list[str] = []

    def see(code: object) -> None:
        assert isinstance(code, Code)
        shown.append(code.code)
        code.accept()

    answers = hands(
        fill(own_name="解建国", name="单小红", role="录入", password=HERS, again=HERS, own=OWN),
        see,
    )
    dialog.add()
    qtbot.waitUntil(lambda: answers.done)
    assert len(shown) == 1
    assert [(one.name, one.role) for one in people.listed(locked.store)] == [("解建国", CHIEF), ("单小红", "录入")]
    assert "解建国（主任）" in locked.standing.words.text()
    dialog.list.selectRow(0)
    assert [made.isEnabled() for made in dialog.others] == [False] * 3
    dialog.list.selectRow(1)
    assert [made.isEnabled() for made in dialog.others] == [True] * 3
    assert not screen.off_button.isEnabled()


def test_taking_away_closes_the_window_for_the_new_key(qtbot: QtBot, staffed: Window) -> None:
    dialog = People(staffed.open_place("access"))
    qtbot.addWidget(dialog)
    dialog.list.selectRow(1)
    answers, asked = hands(fill(own=OWN)), []
    staffed.again_asked.connect(asked.append)
    dialog.remove()
    qtbot.waitUntil(lambda: bool(asked))
    assert answers.done
    path = staffed.store.path
    former = Entrance(staffed.store.key, staffed.store.who)
    staffed.store.close()
    entrance, told = asked[0](former)
    assert "单小红" in told
    assert entrance.data_key != former.data_key
    assert access.unlock(path, Words(PASSWORD, OWN)) == entrance.data_key


def test_who_may_only_look_sees_the_acts_greyed_and_is_told_why(staffed: Window) -> None:
    staffed.store.who = "单小红"
    screen = staffed.open_place("member")
    primary = [found for found in screen.findChildren(QPushButton) if found.property("primary")]
    assert primary
    assert not any(found.isEnabled() for found in primary)
    assert "查阅" in primary[0].toolTip()
    assert not staffed.undo_button.isEnabled()
    dialog = People(staffed.open_place("access"))
    assert not dialog.add_button.isEnabled()
    assert "用户由主任管理" in words(dialog)
    dialog.deleteLater()


def test_who_may_only_look_sees_neither_whole_numbers_nor_what_is_sensitive(
    staffed: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: told.append(text))
    make.member(staffed.store, "区大发")
    staffed.store.who = "单小红"
    screen = staffed.open_place("member")
    assert isinstance(screen, RecordScreen)
    screen.list.reveal()
    screen.card.reveal()
    screen.list.view.selectRow(0)
    screen.edit()
    assert (screen.list.revealed, screen.card.revealed, len(told)) == (False, False, 3)
    ledgers = staffed.open_place("ledger")
    assert isinstance(ledgers, LedgerScreen)
    names = [ledger.name for ledger in ledgers.ledgers]
    ledgers.names.setCurrentRow(names.index("members"))
    assert ledgers.asked()["mask"] == STRANGER
    ledgers.names.setCurrentRow(names.index("requests_whole"))
    with pytest.raises(UserError, match="查看完整号码和敏感内容"):
        ledgers.asked()


def test_at_the_lock_the_other_clerk_gets_a_window_of_her_own(qtbot: QtBot, staffed: Window) -> None:
    asked: list[object] = []
    staffed.again_asked.connect(asked.append)
    dialog = Locked(staffed)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.name.text() == "解建国"
    dialog.name.setText("单小红")
    dialog.password.setText(HERS)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.other is not None)
    assert dialog.other == Entrance(staffed.store.key, "单小红")
    assert not QApplication.activeModalWidget()


def test_each_clerk_finds_her_own_draft(staffed: Window) -> None:
    store = staffed.store
    draft.keep(store, Draft("member", {"name": "甲"}))
    own = draft.draft_path(store)
    store.who = "单小红"
    assert draft.find(store) is None
    draft.keep(store, Draft("member", {"name": "乙"}))
    assert draft.draft_path(store) != own
    store.who = "解建国"
    found = draft.find(store)
    assert found is not None
    assert found.texts["name"] == "甲"
    assert not [path.name for path in own.parent.iterdir() if "解建国" in path.name]
