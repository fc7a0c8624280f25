"""用户: who uses this database with which role; the 主任 adds, changes and takes away."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from app.db.clerk import ROLES
from app.db.slot import PASSWORD, Entrance, Words
from app.db.store import Store
from app.errors import UserError
from app.operations import access, people
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.asking import Question, ask
from app.ui.style import button, label
from app.ui.table import TableView, of_table

COLUMNS = (
    Column("name", "姓名", "text", 120),
    Column("role", "角色", "text", 80),
    Column("may", "可以做什么", "text", 420),
)
_TOLD = "几个人共用这台电脑时，各用各的姓名和密码；谁做的，修改记录和外发记录里都有。一个人用，不必添加。"
_REMOVED = (
    "停用后数据库换新的密钥，程序会重新打开；此人的密码和以前拿到的密钥打不开以后的数据。以前的备份仍按当时的密码打开。"
)
OWN = Question("own", "您自己的密码", "secret")


class People(QDialog):
    """Opened from 密码与锁定 (`page`), which shows a new recovery code when there is one."""

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.page, self.store = screen, screen.store
        self.setWindowTitle("用户")
        self.setMinimumSize(720, 380)
        column = QVBoxLayout(self)
        told = label(_TOLD, "hint")
        told.setWordWrap(True)
        column.addWidget(told)
        self.list = TableView()
        self.list.horizontalHeader().setStretchLastSection(True)
        column.addWidget(self.list, 1)
        self.note = label("", "warning")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        line = QHBoxLayout()
        self.add_button = button("添加用户…", look="primary")
        self.others = tuple(button(text) for text in ("改角色…", "重设密码…", "停用…"))
        acts = (self.add, self.assign, self.reset, self.remove)
        for made, act in zip((self.add_button, *self.others), acts, strict=True):
            made.clicked.connect(act)
            line.addWidget(made)
        line.addStretch()
        close = button("关闭")
        close.clicked.connect(self.accept)
        line.addWidget(close)
        column.addLayout(line)
        self.refresh()

    def refresh(self) -> None:
        self.clerks = people.listed(self.store)
        rows = [(one.name, one.role, ROLES[one.role]) for one in self.clerks]
        model = of_table(Table("", COLUMNS, rows), self)
        self.list.setModel(model)
        self.list.fit(COLUMNS, model)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        chief = people.manages(self.store)
        self.note.setText("" if chief else "用户由主任管理。")
        self.add_button.setEnabled(chief)
        self._chosen()

    def _chosen(self) -> None:
        """Nobody changes herself here."""
        name = self._name()
        usable = bool(name) and name != self.store.who and self.add_button.isEnabled()
        for made in self.others:
            made.setEnabled(usable)
            made.setToolTip("" if usable else "先选一个人；自己的密码在“密码与锁定”里换")

    def _name(self) -> str:
        chosen = self.list.selected_rows()
        return self.clerks[chosen[0]].name if chosen else ""

    def add(self) -> None:
        first = (Question("own_name", "您的姓名"),) if not self.clerks else ()
        role = Question("role", "角色", "choice", tuple(ROLES), text="录入")
        questions = (*first, Question("name", "新用户的姓名"), role, *_passwords("新用户的密码"), OWN)
        told = "添加第一个用户时会换恢复码，请准备重新打印。" if first else ""
        asked = ask(self, "添加用户", told, questions, _alike)
        if asked is not None:
            self._run(
                partial(
                    people.add, self.store, asked["name"], asked["role"], asked["password"], own=asked["own"],
                    own_name=asked.get("own_name", ""),
                ), self._added,
            )  # fmt: skip

    def _added(self, code: str) -> None:
        self._done()
        if code:
            self.page.hand_over(code)

    def assign(self) -> None:
        one = next(one for one in self.clerks if one.name == self._name())
        questions = (Question("role", "角色", "choice", tuple(ROLES), text=one.role), OWN)
        asked = ask(self, f"“{one.name}”的角色", "", questions)
        if asked is not None:
            self._run(partial(people.assign, self.store, one.name, asked["role"], own=asked["own"]), self._done)

    def reset(self) -> None:
        name = self._name()
        asked = ask(self, f"重设“{name}”的密码", "", (*_passwords("新密码"), OWN), _alike)
        if asked is not None:
            self._run(partial(people.reset, self.store, name, asked["password"], own=asked["own"]), self._done)

    def remove(self) -> None:
        name = self._name()
        asked = ask(self, f"停用“{name}”", _REMOVED, (OWN,))
        if asked is None:
            return
        own, store = asked["own"], self.store
        prove = partial(access.prove, store.path, store.key, Words(PASSWORD, own, store.who))
        self._run(prove, lambda _proved: self._remove(name, own))

    def _remove(self, name: str, own: str) -> None:
        """The window closes for it, and the next one opens under the new key."""
        path, window = self.store.path, self.page.window_

        def act(former: Entrance) -> tuple[Entrance, str]:
            removed = people.remove(Store(path, former.data_key, who=former.who), name, own=own)
            kept = (
                f"以前的备份还有 {len(removed.backups)} 份在数据库旁边，仍按当时的密码打开：" if removed.backups else ""
            )
            named = "、".join(one.name for one in removed.backups[:5]) + ("等" if len(removed.backups) > 5 else "")
            return removed.entrance, f"已停用“{name}”，数据库换了新的密钥。\n{kept}{named}".strip()

        self.accept()
        QTimer.singleShot(0, window, lambda: window.again_asked.emit(act))

    def _done(self, _nothing: object = None) -> None:
        self.refresh()
        self.page.refresh()
        self.page.window_.show_status()

    def _run(self, act: Any, done: Any) -> None:
        self.note.setText("正在核对……")

        def failed(error: BaseException) -> None:
            self.refresh()
            dialogs.show_error(self, error)

        jobs.run(self, lambda _progress: act(), done=done, failed=failed, quiet=True)


def _passwords(caption: str) -> tuple[Question, ...]:
    return Question("password", caption, "secret"), Question("again", "再输一次", "secret")


def _alike(answers: dict[str, str]) -> None:
    """Before anything is done with them."""
    if answers["password"] != answers["again"]:
        raise UserError("两次输入的密码不一样，请重新输入。")
    access.refuse_weak(answers["password"])
