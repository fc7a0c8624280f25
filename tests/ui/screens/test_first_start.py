"""The first start, a backup and the way back from it inside the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app import main
from app.db import lock
from app.db.store import Store
from app.exchange import importing
from app.operations import setting
from app.parts import Parts, build
from app.ui import application, jobs
from app.ui.screens import first_start
from app.ui.screens.first_start import Guide
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press
from tests.ui.conftest import Handed


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


@pytest.fixture
def bare(store: Store, home: Path, qtbot: QtBot) -> Window:
    application.application()
    made = Window(Handed(store, home))
    qtbot.addWidget(made, before_close_func=lambda _window: settle(qtbot))
    made.open_place("home")
    made.show()
    return made


@pytest.mark.parametrize(("choice", "place"), [("roster", "importing"), ("empty", "unit")])
def test_the_guide_takes_the_name_of_the_office_and_leads_to_the_first_step(
    bare: Window, choice: str, place: str
) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, Guide)
        dialog.name.setText("青禾镇党建办")
        getattr(dialog, choice).setChecked(True)
        press("开始")(dialog)

    told = hands(answer)
    first_start.offer(bare)
    assert told.done
    assert bare.current == place
    assert bare.sidebar.unit.text() == "青禾镇党建办"


def test_the_guide_is_not_shown_again_once_something_was_entered(bare: Window) -> None:
    setting.put(bare.store, "unit_name", "青禾镇党建办")
    first_start.offer(bare)  # would wait for an answer
    assert bare.current == "home"


def test_a_restore_inside_the_window_says_what_the_backup_holds_and_opens_it(
    home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.application()
    database, kept = home / "ledger.db", home / "a.backup"
    held = lock.acquire(database)
    session = main.Session(database, held)
    parts: Parts = build(database)
    make.member(parts.store, "单小红")
    session.open(parts)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(kept), ""))
    screen = session.window.open_place("backup")
    screen.backup()
    settle(qtbot)
    assert screen.told.text().startswith("已备份并核验：a.backup")
    assert session.window.standing.backup_button.text().startswith("今天")
    make.member(parts.store, "张伟")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(kept), ""))
    told = hands(press("恢复"), press("知道了"))
    former = session.window
    screen.restore()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    assert "党员 1 名，农户 0 户" in told.read[0]
    assert "已从备份恢复" in told.read[1]
    assert session.window is not former
    assert make.count(session.window.store, "SELECT count(*) FROM member") == 1
    session.window.close()
    session.window.deleteLater()
    session.close()
    held.release()


def test_a_name_like_one_on_the_books_is_asked_about_and_kept_as_an_alias(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = tmp_path / "名册.csv"
    sheet.write_text("姓名,公民身份号码,所在党支部\n钱进,990101200002290038,石坪村党支部\n", encoding="utf-8")
    screen = window.open_place("importing")
    screen.open_file(sheet)
    settle(qtbot)
    assert screen.plan.similar
    assert "1 个新名称" in screen.alike.text()
    told = hands(press("是同一个"))
    qtbot.mouseClick(screen.alike, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert told.done
    assert "“石坪村党支部”就是已登记的“中共石坪村支部委员会”吗" in told.read[0]
    assert not screen.plan.similar
    assert screen.alike.isHidden()
    assert screen.plan.created == ()
    hands(press("知道了"))
    screen.apply()
    settle(qtbot)
    assert make.count(window.store, "SELECT count(*) FROM branch") == 2
    assert importing.plan_import(window.store, sheet).created == ()
