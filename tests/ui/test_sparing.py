"""Backups by themselves in the window: before what changes much, every half hour, on closing; and back from a damaged file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import main as starting
from app.db import lock
from app.errors import UserError
from app.operations import access, spare
from app.ui import sparing
from app.ui.sparing import Spares
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press


def _made(window: Window) -> list[spare.Spare]:
    return spare.spares(spare.folder(window.store.path))


def test_the_half_hour_makes_one_when_something_changed(qtbot: QtBot, window: Window) -> None:
    made = Spares(window)
    assert made.timer.interval() == 30 * 60_000
    made.now()
    qtbot.waitUntil(lambda: not made.running, timeout=20_000)
    assert len(_made(window)) == 1
    made.now()
    assert not made.running
    make.member(window.store, "王五")
    made.now()
    qtbot.waitUntil(lambda: not made.running, timeout=20_000)
    assert len(_made(window)) == 2
    assert "已备份" in window.standing.backup_button.text()


def test_a_large_work_waits_for_its_backup_and_is_not_done_without_one(window: Window) -> None:
    assert sparing.first(window, lambda _progress: "done")(lambda *_: None) == "done"
    assert len(_made(window)) == 1
    make.member(window.store, "王五")
    place = spare.folder(window.store.path)
    kept = place.with_name("kept")
    place.rename(kept)
    place.write_text("a file in the place of the folder")
    done: list[int] = []
    with pytest.raises(UserError, match="没有继续"):
        sparing.first(window, lambda _progress: done.append(1))(lambda *_: None)
    assert not done


def test_closing_backs_up_to_both_places(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    assert qtbot
    stick = tmp_path / "stick"
    stick.mkdir()
    sparing.set_second_place(window, stick)
    sparing.at_close(window)
    assert len(_made(window)) == 1
    assert len(spare.spares(stick)) == 1
    sparing.at_close(window)
    assert len(spare.spares(stick)) == 1


def test_a_stick_that_is_not_there_is_told_on_the_screen(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = window.open_place("backup")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(stick))
    screen.choose_second()
    assert "还没有备份过去" in screen.second.text()
    assert "同一块盘" in screen.second.text()
    stick.rmdir()
    screen.refresh()
    assert "找不到" in screen.second.text()
    assert not screen.second_button.isEnabled()


def test_a_backup_from_the_list_is_restored_after_a_question(qtbot: QtBot, window: Window) -> None:
    spare.make(window.store)
    screen = window.open_place("backup")
    screen.list.selectRow(0)
    answered = hands(press("恢复"))
    with qtbot.waitSignal(window.restore_asked, timeout=20_000) as asked:
        screen.back()
    assert answered.done
    assert asked.args[0] == str(_made(window)[0].path)


def test_a_damaged_database_is_noticed_at_the_door_and_the_newest_good_backup_takes_its_place(
    qtbot: QtBot, window: Window
) -> None:
    assert qtbot
    path = window.store.path
    spare.make(window.store)
    window.close()
    window.store.close()
    raw = bytearray(path.read_bytes())
    raw[5000:5100] = bytes(100)
    raw[100:200] = bytes(100)
    path.write_bytes(raw)
    answered = hands(press("换上这份备份"), press("知道了"))
    with lock.acquire(path) as held:
        parts = starting._opened(path, held, None)  # noqa: SLF001 - what the start of the program calls
    assert parts is not None
    with parts.store.read() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM member").scalar() == 3
    parts.close()
    assert "最近一份完好的" in answered.read[0]
    assert any(".before-restore-" in found.name for found in path.parent.iterdir())


def test_without_a_good_backup_the_damage_is_told_and_nothing_is_touched(qtbot: QtBot, window: Window) -> None:
    assert qtbot
    path = window.store.path
    window.close()
    window.store.close()
    path.write_bytes(b"\0" * 8192)
    answered = hands(press("知道了"))
    with lock.acquire(path) as held:
        assert starting._opened(path, held, None) is None  # noqa: SLF001 - what the start of the program calls
    assert answered.done
    assert path.read_bytes() == b"\0" * 8192


def test_the_backups_of_a_database_with_a_password_are_found_with_the_key(window: Window) -> None:
    access.set_password(window.store.path, window.store.key, "stone village")
    make.unit(window.store)
    assert spare.make(window.store) is not None
    assert spare.newest_good(window.store.path, window.store.key) is not None
