"""The manual behind F1, and the status bar's word on backups."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import clock
from app.operations import keeping
from app.paths import resource, root
from app.ui import manual
from app.ui.navigation import places
from app.ui.window import Window

QUOTED = re.compile(r"“([^”|]+)”(?:页|一页)?")
SAID = {"正好是", "zw"}  # quoted words of the manual that are no captions


def test_every_screen_has_its_chapter_of_the_manual() -> None:
    assert {place.chapter for place in places().values()} <= set(manual.chapters())


@pytest.mark.parametrize(
    ("code", "words"), [("home", "开始"), ("member", "党员"), ("pair", "结对"), ("code", "代码表")]
)
def test_f1_opens_the_chapter_of_the_screen(window: Window, qtbot: QtBot, code: str, words: str) -> None:
    window.open_place(code)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.manual is not None
    assert words in window.manual.names.currentItem().text()
    assert window.manual.page.toPlainText().strip()
    window.manual.close()


def test_captions_that_the_manual_quotes_stand_in_the_window() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (root() / "app").rglob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in resource("codes").glob("*.csv")]
    there = "\n".join(sources)
    quoted = {
        words for path in manual.chapters().values() for words in QUOTED.findall(path.read_text(encoding="utf-8"))
    }
    assert {words for words in quoted - SAID if words not in there and not words[0].isdigit()} <= {
        "青禾镇党建办",
        "1987年6月",
    }


def test_the_status_bar_names_the_database_and_leads_to_a_first_backup(window: Window, qtbot: QtBot) -> None:
    standing = window.standing
    window.open_place("home")
    assert standing.backup_button.text() == "还没有备份"
    assert "未设密码" in standing.words.text()
    assert "还没有设密码" in standing.words.toolTip()
    assert standing.backup_button.property("late")
    qtbot.mouseClick(standing.backup_button, Qt.MouseButton.LeftButton)
    assert window.current == "backup"
    standing.backed_up()
    window.show_status()
    assert standing.backup_button.text().startswith("今天 ")
    assert not standing.backup_button.property("late")


@pytest.mark.parametrize(("days", "words"), [(0, "今天"), (1, "昨天"), (2, "2 天未备份"), (3, "3 天未备份")])
def test_the_age_of_a_backup_is_told_and_from_three_days_on_overdue(days: int, words: str) -> None:
    at = (clock.now() - timedelta(days=days)).replace(microsecond=0)
    text, late = keeping.backup_words(at.isoformat())
    assert words in text
    assert late == (days >= 3)


def test_a_copy_beside_the_database_counts_as_a_backup(tmp_path: Path) -> None:
    database = tmp_path / "ledger.db"
    assert keeping.last_backup(database) == ""
    (tmp_path / "ledger.db.before-0002.backup").write_bytes(b"")
    assert keeping.last_backup(database, "2020-01-01T08:00:00+08:00").startswith(str(clock.today().year))
    assert keeping.last_backup(database, "2999-01-01T08:00:00+08:00").startswith("2999")
