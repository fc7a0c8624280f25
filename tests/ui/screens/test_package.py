"""报送包: what the clerk sees of packages that came, what she decides, and how she makes one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app.db.package import Lock
from app.db.store import Store
from app.exchange.package_make import Scope, make
from app.exchange.package_merge import plan_merge
from app.models import RECORDS
from app.operations import receiver
from app.operations import record as records
from app.ui import editors, jobs
from app.ui.screens.package import PackageScreen
from app.ui.screens.package_conflicts import HERE, OPEN, THERE
from app.ui.screens.package_making import UNIT, Making
from app.ui.window import Window
from tests import make as made
from tests.parcel import KEYS, LOCK, merged, packed, pc
from tests.ui.answering import hands, press


@pytest.fixture
def elsewhere(blank: Path, tmp_path: Path) -> Iterator[Store]:
    parts = pc(blank, tmp_path / "b")
    yield parts.store
    parts.close()


@pytest.fixture
def screen(window: Window, elsewhere: Store, tmp_path: Path, qtbot: QtBot) -> PackageScreen:
    """A package that brings a unit, a newer phone, and a member whom both sides changed twice."""
    store = window.store
    merged(elsewhere, packed(store, tmp_path / "1.package"))
    made.unit(elsewhere, "后垟村")
    change(elsewhere, "张伟", phone="13900000009")
    change(elsewhere, "单小红", phone="13900000002", remark="那边写的")
    change(store, "单小红", phone="13900000003", remark="这边写的")
    ours = Lock(public=receiver.read(receiver.code(store)))
    make(elsewhere, tmp_path / "2.package", Scope(), ours)
    found = window.open_place("package")
    found.take_in([tmp_path / "2.package"])
    settle(qtbot)
    window.activateWindow()
    assert isinstance(found, PackageScreen)
    return found


def change(store: Store, name: str, **values: str) -> None:
    with store.read() as reader:
        row = reader.exec_driver_sql("SELECT id FROM member WHERE name = ?", (name,)).scalar()
    records.save(store, RECORDS["member"], values, row=row)


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=30_000)


def decisions(screen: PackageScreen) -> list[str]:
    model = screen.conflicts.model
    return [model.cell(row, 0) for row in range(model.total)]


def phone(screen: PackageScreen, name: str) -> str:
    with screen.store.read() as reader:
        return str(reader.exec_driver_sql("SELECT phone FROM member WHERE name = ?", (name,)).scalar())


def test_what_a_package_would_do_is_shown_before_anything_changes(screen: PackageScreen) -> None:
    assert screen.go.text() == "合并 2 条"
    assert "两边都改过 2 处" in screen.tabs.tabText(1)
    assert decisions(screen) == [OPEN, OPEN]
    assert phone(screen, "张伟") == "None"


def test_decisions_fall_by_keys_and_field_by_field_and_merging_is_one_work(screen: PackageScreen, qtbot: QtBot) -> None:
    view = screen.conflicts.view
    view.selectRow(0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert decisions(screen) == [THERE, OPEN]
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert decisions(screen) == [HERE, OPEN]

    def both(dialog: QDialog) -> None:
        press("都用包里的")(dialog)
        press("就这样定")(dialog)

    asked = hands(both)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "两台电脑" in asked.read[0]
    assert decisions(screen) == [THERE, THERE]
    screen.go.click()
    settle(qtbot)
    assert (phone(screen, "张伟"), phone(screen, "单小红")) == ("13900000009", "13900000002")
    assert "已合并 3 条" in screen.told.text()
    assert not screen.go.isVisible()


def test_what_is_not_decided_waits_and_is_asked_about(screen: PackageScreen, qtbot: QtBot) -> None:
    asked = hands(press("合并其余的"))
    screen.go.click()
    settle(qtbot)
    assert "2 处" in asked.read[0]
    assert (phone(screen, "张伟"), phone(screen, "单小红")) == ("13900000009", "13900000003")


def test_a_change_meanwhile_makes_the_plan_anew(screen: PackageScreen, qtbot: QtBot) -> None:
    change(screen.store, "张伟", phone="13900000008")
    settle(qtbot)
    assert screen.go.text() == "合并 1 条"
    assert len(screen.conflicts.lines) == 3


def test_a_package_of_a_unit_is_made_for_a_receiver(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "made.package"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    screen = window.open_place("package")

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, Making)
        dialog.what.setCurrentIndex(dialog.what.findData(UNIT))
        dialog.how.setCurrentIndex(1)
        dialog.save()
        assert "还没有选" in dialog.told.text()
        editors.put_text(dialog.unit, "石坪村")
        dialog.code.setText("ABCD")
        dialog.save()
        assert "接收码不对" in dialog.told.text()
        dialog.code.setText(receiver.text(LOCK.public))
        dialog.save()

    hands(fill)
    screen.make()
    settle(qtbot)
    assert "核对码" in screen.told.text()
    assert plan_merge(window.store, [out], KEYS).packages[0].sender.scope == "石坪村"


def test_the_own_code_is_copied_and_reads_back(window: Window) -> None:
    screen = window.open_place("package")
    screen.copy_code()
    typed = QApplication.clipboard().text()
    assert receiver.text(receiver.read(typed.lower().replace("-", " "))) == typed
