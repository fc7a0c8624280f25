"""Four bad days of a clerk, gone through in the real window: the forgotten password, the broken stick, the dead PC, the wrong file.

With PICTURES naming a folder, each leaves the pictures of the manual there.
"""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app import main as starting
from app.db import lock
from app.errors import UserError
from app.models import RECORDS
from app.operations import access, keeping, record, spare
from app.parts import build
from app.ui import jobs, sparing
from app.ui.fates import FatesDialog
from app.ui.unlocking import Unlocking
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press

pytestmark = pytest.mark.usefixtures("quick")
FORGOTTEN, NEW = "stone village 7", "green hill 8"
WIDE = 620  # pixels: what the window of the manual shows without scrolling


def picture(widget: QWidget, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder:
        QApplication.processEvents()
        shot = widget.grab()
        if shot.width() > WIDE:
            shot = shot.scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation)
        shot.save(str(Path(folder) / f"{name}.png"))


def seen(name: str, act: Callable[[QDialog], None]) -> Callable[[QDialog], None]:
    """A dialog is pictured before it is answered."""

    def both(dialog: QDialog) -> None:
        picture(dialog, name)
        act(dialog)

    return both


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def members(store: Any) -> int:
    return make.count(store, "SELECT count(*) FROM member")


def test_who_forgot_the_password_opens_with_the_recovery_code_and_sets_a_new_one(window: Window, qtbot: QtBot) -> None:
    path = window.store.path
    code = access.set_password(path, window.store.key, FORGOTTEN)
    door = Unlocking(None, path)
    qtbot.addWidget(door)
    door.show()
    door.password.setText("what was it")
    door.go.click()
    qtbot.waitUntil(lambda: not door.busy, timeout=20_000)
    assert "忘记密码" in door.switch.text()
    door.switch.click()
    slip = "A" if code[0] != "A" else "B"
    door.code.setText(slip + code[1:])
    door.new.setText(NEW)
    door.again.setText(NEW)
    door.go.click()
    qtbot.waitUntil(lambda: not door.busy, timeout=20_000)
    assert "第 1 组" in door.note.text()
    picture(door, "forgotten")
    door.code.setText(code)
    door.go.click()
    qtbot.waitUntil(lambda: door.data_key is not None, timeout=20_000)
    parts = build(path, given=door.data_key)
    assert members(parts.store) == 3
    parts.close()
    with pytest.raises(UserError):
        access.unlock(path, access.words(FORGOTTEN))
    assert access.unlock(path, access.words(NEW))


def test_whose_stick_broke_is_reminded_takes_another_and_has_lost_nothing(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stick, other = Path("优盘"), Path("移动硬盘")
    stick.mkdir()
    other.mkdir()
    sparing.set_second_place(window, stick)
    sparing.at_close(window)
    assert len(spare.spares(stick)) == 1
    shutil.rmtree(stick)
    make.member(window.store, "王五")
    sparing.at_close(window)
    week_ago = clock.now() - timedelta(days=8)
    window.memory.setValue(f"second_at/{window.store.path.name}", week_ago.isoformat(timespec="seconds"))
    window.show_status()
    assert window.standing.backup_button.text() == "第二处 8 天未备份"
    assert window.standing.backup_button.property("late")
    qtbot.mouseClick(window.standing.backup_button, Qt.MouseButton.LeftButton)
    screen = window.screens["backup"]
    assert "现在找不到" in screen.second.text()
    assert len(screen.spares) == 2
    picture(window, "stick")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(other))
    screen.choose_second()
    screen.second_button.click()
    settle(qtbot)
    assert len(spare.spares(other)) == 1
    assert "未备份" not in window.standing.backup_button.text()
    assert keeping.look(spare.spares(other)[0].path).rows == keeping.look(screen.spares[0].path).rows


@pytest.fixture
def session(home: Path, qtbot: QtBot) -> Any:
    """The program on the PC that was bought for the dead one: an empty database, as its first start leaves it."""
    path = home / "new" / "ledger.db"
    path.parent.mkdir()
    with lock.acquire(path) as held:
        made = starting.Session(path, held)
        made.open(build(path))
        yield made
        made.window.close()
        made.close()
        qtbot.addWidget(made.window)


def test_whose_pc_died_goes_on_at_a_new_one_with_the_backup_and_the_code(
    session: Any, window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = access.set_password(window.store.path, window.store.key, FORGOTTEN)
    kept = tmp_path / "党建台账备份.backup"
    keeping.backup(window.store, kept)
    with window.store.read() as reader:
        before = reader.exec_driver_sql("SELECT uid, name, id_number, revision FROM member ORDER BY uid").all()
    window.close()
    window.store.close()
    shutil.rmtree(window.store.path.parent)

    def typed(text: str) -> Callable[[QDialog], None]:
        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, QInputDialog)
            dialog.setTextValue(text)
            dialog.accept()

        return act

    former = session.window
    screen = former.open_place("backup")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(kept), ""))
    told = hands(typed("not it"), typed(code), seen("moved", press("恢复")), press("知道了"))
    screen.restore()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING and session.window is not former, timeout=20_000)
    assert "党员 3 名" in told.read[2]
    assert "已从备份恢复" in told.read[3]
    store = session.window.store
    with store.read() as reader:
        after = reader.exec_driver_sql("SELECT uid, name, id_number, revision FROM member ORDER BY uid").all()
    assert after == before
    session.window.open_place("member")
    assert access.unlock(store.path, access.words(FORGOTTEN))


def roster(folder: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    book.active.append(("姓名", "公民身份号码", "性别", "所在党支部"))
    for i in range(1, 5):
        book.active.append((f"查{'甲乙丙丁'[i - 1]}", make.number(i), "女", "中共石坪村支部委员会"))
    book.save(folder / "别的乡镇的名册.xlsx")
    return folder / "别的乡镇的名册.xlsx"


def test_whose_colleague_imported_the_wrong_file_yesterday_takes_it_back_and_keeps_todays_work(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    importing = window.open_place("importing")
    importing.open_file(roster(tmp_path))
    qtbot.waitUntil(lambda: not jobs.RUNNING and importing.plan is not None, timeout=20_000)
    told = hands(press("知道了"))
    importing.apply()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    assert members(window.store) == 7
    row = make.count(window.store, "SELECT id FROM member WHERE name = '查乙'")
    record.save(window.store, RECORDS["member"], {"phone": "13900000009"}, row=row)
    make.member(window.store, "今日新")
    works = window.open_place("works")
    wrong = next(i for i, act in enumerate(works.acts) if "导入" in act.label)
    works.list.selectRow(wrong)
    fates: list[list[str]] = []

    def go(dialog: QDialog) -> None:
        assert isinstance(dialog, FatesDialog)
        model = dialog.view.model()
        fates.append([f"{model.index(i, 2).data()} {model.index(i, 0).data()}" for i in range(model.rowCount())])
        next(each for each in dialog.findChildren(QPushButton) if each.text().startswith("撤销 ")).click()

    told = hands(seen("older", go), press("知道了"))
    works.take_back()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    assert sorted(set(fates[0])) == ["查丁 撤销", "查丙 撤销", "查乙 保留", "查甲 撤销"]
    assert members(window.store) == 5
    assert make.count(window.store, "SELECT count(*) FROM member WHERE name IN ('今日新', '查乙')") == 2
    assert len(spare.spares(spare.folder(window.store.path))) >= 2
