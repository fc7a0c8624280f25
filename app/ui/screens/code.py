"""代码表: the lists that fields are filled from; entries are added, renamed, given aliases or retired, each step with undo."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from app import codes
from app.codes import Code
from app.db.store import Changes
from app.kinds.mask import WORDS
from app.operations import code as acts
from app.operations.code import Entry
from app.table import Column, Table
from app.ui import dialogs
from app.ui.asking import Question, ask
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import GREY, TableView, framed, of_table

COLUMNS = (
    Column("name", "名称", width=24), Column("code", "代码", width=8), Column("aliases", "别名", width=50),
    Column("group", "分组", width=14), Column("used", "用到", "number", 8), Column("state", "状态", width=8),
)  # fmt: skip

HINT = "名册里写别名也认得；停用的不再出现在下拉列表里，已登记的不变。"
MASKED = f"给谁看，就按分组里的方式脱敏：{'、'.join(WORDS.values())}。张贴公示的总是只留姓氏。"


class CodeScreen(Screen):
    title = "代码表"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.entries: tuple[Entry, ...] = ()
        self.heading(*self._acts())
        body = QHBoxLayout()
        self.lists = QListWidget()
        self.lists.setFixedWidth(190)
        self.lists.addItems(list(codes.LISTS.values()))
        self.lists.currentRowChanged.connect(lambda _row: self.load())
        body.addWidget(self.lists)
        self.view = TableView()
        card = framed(self.view)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.doubleClicked.connect(lambda _index: self.edit())
        enter = QAction(self)
        enter.setShortcut(QKeySequence("Return"))
        enter.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        enter.triggered.connect(self.edit)
        self.view.addAction(enter)
        body.addWidget(card, 1)
        self.column.addLayout(body, 1)
        self.hint = label("", "hint")
        self.column.addWidget(self.hint)

    def _acts(self) -> list[QWidget]:
        made = []
        self.turn_button = button("停用")
        new, edit = button("新增…", look="primary"), button("修改…")
        for each, act in ((self.turn_button, self.turn), (edit, self.edit), (new, self.add)):
            each.clicked.connect(act)
            made.append(each)
        return list(made)

    @property
    def list_name(self) -> str:
        return list(codes.LISTS)[max(self.lists.currentRow(), 0)]

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        if self.lists.currentRow() < 0:
            self.lists.setCurrentRow(list(codes.LISTS).index("need"))
        else:
            self.load()

    def load(self) -> None:
        kept = self._chosen()
        with self.store.read() as reader:
            self.entries = acts.overview(reader, self.list_name)
        rows = [
            (e.code.name, e.code.code, "；".join(e.code.aliases), e.code.group, e.used, "停用" if e.retired else "")
            for e in self.entries
        ]
        model = of_table(Table("", COLUMNS, rows), self)
        model.colour = lambda column, value: GREY if column.name == "state" and value else None
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_turn())
        names = [entry.code.name for entry in self.entries]
        if names:
            self.view.selectRow(names.index(kept.code.name) if kept and kept.code.name in names else 0)
        self.subtitle.setText(f"{codes.LISTS[self.list_name]}　{len(rows):,} 项")
        self.hint.setText(MASKED if self.list_name == acts.RECIPIENTS else HINT)
        self._show_turn()

    def _chosen(self) -> Entry | None:
        rows = self.view.selected_rows() if self.view.model() is not None else []
        return self.entries[rows[0]] if rows and rows[0] < len(self.entries) else None

    def _show_turn(self) -> None:
        entry = self._chosen()
        self.turn_button.setText("恢复使用" if entry and entry.retired else "停用")
        self.turn_button.setEnabled(entry is not None and not entry.fixed)
        self.turn_button.setToolTip("统计和提醒要用到它，不能停用" if entry and entry.fixed else "")

    def add(self) -> None:
        told = ask(self, "新增", f"加进“{codes.LISTS[self.list_name]}”。", _questions(Code("")))
        if not told:
            return
        entry = _entry(told)
        if codes.find(self.list_name, entry.name) is not None:
            dialogs.tell(self, "新增", f"“{entry.name}”已经在这张表里了。")
            return
        dialogs.tried(self, lambda: acts.put(self.store, self.list_name, entry))

    def edit(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        words = (
            "统计和提醒要用到它，名称不能改；别名可以加。"
            if chosen.fixed
            else f"改名后，用到它的 {chosen.used:,} 条记录一起改，旧名称留作别名。这一步可以撤销。"
        )
        told = ask(self, "修改", words, _questions(chosen.code))
        if told:
            old, entry = chosen.code.name, _entry(told)
            dialogs.tried(self, lambda: acts.change(self.store, self.list_name, old, entry))

    def turn(self) -> None:
        """停用 or 恢复使用."""
        chosen = self._chosen()
        if chosen is not None:
            dialogs.tried(self, lambda: acts.put(self.store, self.list_name, chosen.code, retired=not chosen.retired))

    def status(self) -> str:
        entry = self._chosen()
        return f"“{entry.code.name}”用在 {entry.used:,} 条记录里" if entry else ""


def _questions(code: Code) -> tuple[Question, ...]:
    return (
        Question("name", "名称", text=code.name),
        Question("code", "代码", needed=False, text=code.code),
        Question("aliases", "别名（用分号隔开）", needed=False, text="；".join(code.aliases)),
        Question("group", "分组", needed=False, text=code.group),
    )


def _entry(told: dict[str, str]) -> Code:
    words = told["aliases"].replace(";", "；").split("；")
    aliases = tuple(word.strip() for word in words if word.strip())
    return Code(told["name"].strip(), told["code"], aliases, told["group"])
