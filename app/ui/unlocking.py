"""The door of a database with a password: password (and name, where several clerks have one), or the recovery code."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.db.slot import PASSWORD, Entrance, Words
from app.errors import UserError
from app.operations import access, keeping
from app.ui import jobs
from app.ui.editors import secret_line
from app.ui.foot import note
from app.ui.style import button, label


def unlock(parent: QWidget | None, db: Path, *, why: str = "") -> Entrance | None:
    """The data key and who it is, or None when the clerk gave up. `why` tells what asks (a lock, a backup)."""
    dialog = Unlocking(parent, db, why)
    return Entrance(dialog.data_key, dialog.who) if dialog.exec() and dialog.data_key else None


class Unlocking(QDialog):
    """Stays open until the words fit; what it holds of them goes with it."""

    def __init__(self, parent: QWidget | None, db: Path, why: str = "", *, leave: str = "退出") -> None:
        super().__init__(parent)
        self.db = db
        self.data_key: bytes | None = None
        self.who = ""
        self.shared = keeping.is_shared(db)
        self.busy = False
        self.setWindowTitle("乡镇党建台账")
        self.setMinimumWidth(420)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        self.heading = label("请输入密码", "title")
        column.addWidget(self.heading)
        told = label(why or f"数据库 {db.name} 设了密码。", "hint")
        told.setWordWrap(True)
        column.addWidget(told)
        self.page = 0  # 1 for a lost password
        self.pages = (self._door(), self._lost())
        for page in self.pages:
            column.addWidget(page)
        self.note = note(column)
        column.addLayout(self._foot(leave))
        self._turn(0)

    def _door(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        self.name = QLineEdit()
        self.password = secret_line()
        if self.shared:
            form.addRow(label("姓名", "field"), self.name)
        form.addRow(label("密码", "field"), self.password)
        return page

    def _lost(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        self.code = QLineEdit()
        self.code.setPlaceholderText("7 组，每组 5 个字符")
        self.new, self.again, self.lost = secret_line(), secret_line(), QLineEdit()
        self.lost.setPlaceholderText("忘记密码的主任；其他人请主任重设")
        if self.shared:
            form.addRow(label("姓名", "field"), self.lost)
        form.addRow(label("恢复码", "field"), self.code)
        form.addRow(label("新密码", "field"), self.new)
        form.addRow(label("再输一次", "field"), self.again)
        return page

    def _foot(self, leave: str) -> QHBoxLayout:
        line = QHBoxLayout()
        self.switch = button("", look="link")
        self.switch.clicked.connect(lambda: self._turn(1 - self.page))
        cancel = button(leave)
        cancel.clicked.connect(self.reject)
        self.go = button("打开", look="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._try)
        line.addWidget(self.switch)
        line.addStretch()
        line.addWidget(cancel)
        line.addWidget(self.go)
        return line

    def _turn(self, page: int) -> None:
        self.page = page
        self.pages[1 - page].hide()
        self.pages[page].show()
        self.adjustSize()
        self.heading.setText(("请输入密码", "用恢复码设新密码")[page])
        self.switch.setText(("忘记密码…", "返回输入密码")[page])
        self.note.setText("")
        first = (self.name, self.lost) if self.shared else (self.password, self.code)
        first[page].setFocus()

    def _try(self) -> None:
        if self.busy:
            return
        lost = self.page == 1
        if lost and self.new.text() != self.again.text():
            self._said("两次输入的新密码不一样，请重新输入。")
            return
        name, password = self.name.text(), self.password.text()
        code, new, loser = self.code.text(), self.new.text(), self.lost.text()

        def work(_progress: Any) -> Entrance:
            if lost:
                return access.recover(self.db, code, new, who=loser)
            return access.enter(self.db, Words(PASSWORD, password, name))

        wait = round(access.wait(self.db))
        self._use(False, f"前几次不对，{wait} 秒后核对，请稍候。" if wait else "正在核对……")
        jobs.run(self, work, done=self._opened, failed=self._refused, quiet=True)

    def _opened(self, entrance: Entrance) -> None:
        self.data_key, self.who = entrance.data_key, entrance.who
        self._use(True, "")
        self._forget()
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._use(True, "")
        if not isinstance(error, UserError):
            raise error
        self._said(f"{error.text}{error.hint}")
        field = self.password if self.page == 0 else self.code
        field.selectAll()
        field.setFocus()

    def _use(self, on: bool, said: str) -> None:
        self.busy = not on
        for widget in (*self.pages, self.go, self.switch):
            widget.setEnabled(on)
        self._said(said)

    def _said(self, text: str) -> None:
        self.note.setText(text)

    def _forget(self) -> None:
        for line in (self.password, self.code, self.new, self.again):
            line.clear()

    def reject(self) -> None:
        if not self.busy:
            self._forget()
            super().reject()
