"""彻底删除 in the window: a reason and the name again, then what still names the person; nothing goes without both."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.operations import spare
from app.ui import jobs, verbs
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press, refused


def chosen(window: Window) -> tuple[object, int]:
    row = make.count(window.store, "SELECT id FROM member WHERE name = '张伟'")
    return window.open_place("member"), row


def act(window: Window) -> Callable[[], None]:
    screen, row = chosen(window)
    menu = verbs.menu(screen, screen.record, [row])  # type: ignore[attr-defined]
    return next(each for each in menu.actions() if each.text() == "彻底删除…").trigger


def test_the_person_goes_and_the_backup_that_holds_him_is_named(window: Window, qtbot: QtBot) -> None:
    made = spare.make(window.store)
    assert made is not None
    told = hands(fill(reason="本人书面申请", name="张伟"), press("知道了"))
    act(window)()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    assert "不能撤销" in told.read[0]
    assert "党员 1 条" in told.read[0]
    assert made.name in told.read[1]
    assert make.count(window.store, "SELECT count(*) FROM member WHERE name = '张伟'") == 0


def test_another_name_or_a_reason_that_names_him_changes_nothing(window: Window) -> None:
    notes: list[str] = []

    def wrong(**texts: str) -> Callable[[QDialog], None]:
        return refused(fill(**texts), notes)

    hands(wrong(reason="本人书面申请", name="张维"))
    act(window)()
    hands(wrong(reason="张伟本人申请", name="张伟"))
    act(window)()
    assert "不一样" in notes[0]
    assert "不要写姓名" in notes[1]
    assert make.count(window.store, "SELECT count(*) FROM member WHERE name = '张伟'") == 1


def test_places_cannot_be_erased(window: Window) -> None:
    screen = window.open_place("unit")
    menu = verbs.menu(screen, screen.record, [make.unit(window.store)])
    assert "彻底删除…" not in [each.text() for each in menu.actions()]
