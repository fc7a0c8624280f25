"""密码与锁定: set, change or take off the password, print the recovery code, lock at once."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import clock
from app.db.store import Changes
from app.errors import UserError
from app.operations import access, keeping, people, setting
from app.printing.recovery import RecoverySheet, print_recovery
from app.ui import dialogs, jobs, locking
from app.ui.editors import secret_line
from app.ui.foot import foot, note
from app.ui.handed import Parts
from app.ui.peopling import People
from app.ui.screens.screen import Screen
from app.ui.style import button, label

_OPEN = "现在没有密码：谁拿到数据库或备份文件，谁就能看到里面的全部信息。"
_SET = "已设密码：没有密码或恢复码，数据库和以后的备份都打不开。"
_OLD_BACKUPS = "设密码以前做的备份，以及用旧密码做的备份，仍按当时的样子打开，请收好或销毁。"


class AccessScreen(Screen):
    title = "密码与锁定"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.heading()
        self.set_button = self._card(
            "密码", "打开程序、从锁定中回来、恢复备份时要输入。忘记时只能用恢复码。", "设置密码…", self.set_password
        )
        self.code_button = self._card(
            "恢复码", "忘记密码时用。换新的以后，原来打印的那一张作废。", "换恢复码…", self.new_code
        )
        self.lock_button = self._card(
            "锁定",
            "离开座位时锁上，没保存的内容不会丢。空闲多少分钟自动锁定，在“设置”里改。",
            "现在锁定 Ctrl+L",
            self.lock,
        )
        self.people_button = self._card(
            "用户", "几个人共用时，各用各的姓名、密码和角色。", "用户…", lambda: People(self).exec()
        )
        self.off_button = self._card("取消密码", "以后谁都能打开。", "取消密码…", self.take_off)
        self.state = label("", "warning")
        self.state.setWordWrap(True)
        self.column.addWidget(self.state)
        self.told = label("", "ok")
        self.told.setWordWrap(True)
        self.column.addWidget(self.told)
        self.column.addStretch()

    def _card(self, heading: str, text: str, act: str, method: Any) -> Any:
        card = QFrame()
        card.setProperty("card", True)
        line = QHBoxLayout(card)
        words = QVBoxLayout()
        words.addWidget(label(heading, "heading"))
        explained = label(text, "hint")
        explained.setWordWrap(True)
        words.addWidget(explained)
        line.addLayout(words, 1)
        made = button(act)
        made.clicked.connect(method)
        line.addWidget(made)
        self.column.addWidget(card)
        return made

    @property
    def path(self) -> Path:
        return self.store.path

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        locked = keeping.is_locked(self.path)
        self.set_button.setText("更换密码…" if locked else "设置密码…")
        for made in (self.code_button, self.lock_button, self.people_button, self.off_button):
            made.setEnabled(locked)
            made.setToolTip("" if locked else "还没有设密码")
        chief, shared = people.manages(self.store), keeping.is_shared(self.path)
        if locked and not chief:
            self.code_button.setEnabled(False)
            self.code_button.setToolTip("恢复码由主任更换")
        if locked and shared:
            self.off_button.setEnabled(False)
            self.off_button.setToolTip("几个人各有密码，不能取消；请先停用其他用户")
        self.state.setText(f"{_SET}\n{_OLD_BACKUPS}" if locked else _OPEN)

    def focus(self) -> None:
        self.set_button.setFocus()

    def set_password(self) -> None:
        locked = keeping.is_locked(self.path)
        asked = Passwords(self, "更换密码" if locked else "设置密码", old=locked, new=True)
        if asked.exec():
            old, new = asked.texts()
            self._run(
                lambda: access.set_password(self.path, self.store.key, new, old=old, who=self.store.who), self._was_set
            )

    def _was_set(self, code: str) -> None:
        self.told.setText("密码已设置。" if code else "密码已更换，恢复码不变。")
        locking.guard(self.window_)
        self.window_.show_status()
        self.refresh()
        if code:
            self.hand_over(code)

    def new_code(self) -> None:
        asked = Passwords(self, "换恢复码", old=True, new=False)
        if asked.exec():
            old, _new = asked.texts()
            self._run(lambda: access.new_code(self.path, self.store.key, old, who=self.store.who), self.hand_over)

    def take_off(self) -> None:
        asked = Passwords(self, "取消密码", old=True, new=False)
        if asked.exec():
            old, _new = asked.texts()
            self._run(lambda: access.take_off(self.path, self.store.key, old), lambda _none: self._off())

    def _off(self) -> None:
        self.told.setText("密码已取消。")
        self.window_.show_status()
        self.refresh()

    def lock(self) -> None:
        locking.lock(self.window_)

    def _run(self, act: Any, done: Any) -> None:
        self.told.setText("正在核对……")

        def failed(error: BaseException) -> None:
            self.told.setText("")
            dialogs.show_error(self, error)

        jobs.run(self, lambda _progress: act(), done=done, failed=failed, quiet=True)

    def hand_over(self, code: str) -> None:
        Code(self, code, self._save).exec()
        self.told.setText("恢复码请与电脑、U盘分开存放。")

    def _save(self, code: str) -> str:
        """Prints the code to a PDF; the words for the clerk, "" when she chose no place."""
        name, _ = QFileDialog.getSaveFileName(self, "恢复码存为 PDF", "恢复码.pdf", "PDF (*.pdf)")
        if not name:
            return ""
        with self.store.read() as reader:
            unit = setting.value(reader, "unit_name")
        told = RecoverySheet(code, unit, self.path.name, f"{clock.today():%Y年%m月%d日}")
        path = Path(name)
        print_recovery(told, path)
        return f"已存为 {path.name}。打印后请把这个文件删掉。"


class Passwords(QDialog):
    """Asks for the present password, a new one twice, or both."""

    def __init__(self, parent: QWidget, title: str, *, old: bool, new: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        if new:
            said = label(f"至少 {access.SHORTEST} 个字符；一句自己记得住的话最好。", "hint")
            column.addWidget(said)
        form = QFormLayout()
        self.old, self.new, self.again = secret_line(), secret_line(), secret_line()
        asked = [("现在的密码", self.old)] if old else []
        asked += [("新密码", self.new), ("再输一次", self.again)] if new else []
        for text, line in asked:
            form.addRow(label(text, "field"), line)
        column.addLayout(form)
        self.note = note(column)
        foot(self, column, "确定", self._accept)
        asked[0][1].setFocus()

    def texts(self) -> tuple[str, str]:
        return self.old.text(), self.new.text()

    def _accept(self) -> None:
        if self.new.text() != self.again.text():
            self.note.setText("两次输入的新密码不一样，请重新输入。")
            self.again.selectAll()
            self.again.setFocus()
            return
        if self.again.parent() is not None and self.new.isVisible():
            try:
                access.refuse_weak(self.new.text())
            except UserError as error:
                self.note.setText(f"{error.text}{error.hint}")
                self.new.setFocus()
                return
        self.accept()


class Code(QDialog):
    """Shows a recovery code this once. It closes only when the clerk says that she has it on paper."""

    def __init__(self, parent: QWidget, code: str, save: Any) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复码")
        self.setMinimumWidth(440)
        self.code, self.save = code, save
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(label("请保存恢复码", "title"))
        told = label("忘记密码时只有它能打开数据库。只显示这一次：请打印，或抄在纸上，另放一处。", "hint")
        told.setWordWrap(True)
        column.addWidget(told)
        groups = code.split("-")
        shown = label("\n".join(("-".join(groups[:4]), "-".join(groups[4:]))), "code")
        shown.setObjectName("recovery")
        shown.setStyleSheet("font-size: 22px; font-weight: 600;")
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(shown)
        self.note = note(column)
        line = QHBoxLayout()
        paper, done = button("存为 PDF 打印…"), button("我已抄写或打印", look="primary")
        paper.clicked.connect(self._paper)
        done.clicked.connect(self.accept)
        line.addWidget(paper)
        line.addStretch()
        line.addWidget(done)
        column.addLayout(line)

    def _paper(self) -> None:
        try:
            self.note.setText(self.save(self.code))
        except UserError as error:
            self.note.setText(f"{error.text}{error.hint}")

    def reject(self) -> None:
        if dialogs.ask(
            self, "恢复码", "关掉以后再也看不到这个恢复码。已经抄写或打印了吗？", yes="已经保存", danger=True
        ):
            super().reject()
