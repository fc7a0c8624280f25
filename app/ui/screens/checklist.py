"""清单模板: every version of every list with its lines; superior units' tables taken in, lines edited, blank lists printed."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from app import clock, passing
from app.db.queries import checklist as queries
from app.db.queries import resolve
from app.db.queries.checklist import Line, Version
from app.db.store import Changes
from app.kinds.points import Points
from app.models.checklist import BONUS, NONE, VETO, Checklist, Item
from app.operations import checklist, checklist_editing, checklist_form, record
from app.operations.checklist_published import is_published
from app.operations.outgoing import Leaving
from app.table import Column, Table
from app.ui import dialogs, editors, jobs, publishing
from app.ui.asking import Question, ask
from app.ui.form import RecordForm
from app.ui.handed import Parts
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

COLUMNS = (
    Column("code_no", "编号", width=7), Column("group", "项目", width=20), Column("content", "考核内容", width=40),
    Column("points", "标准分", "number", 8, "right"), Column("scoring", "计分方式", width=12),
    Column("each", "每处", "number", 7, "right"), Column("how", "评分办法", width=32), Column("evidence", "佐证材料", width=24),
    Column("rules", "自动核对", width=10),
)  # fmt: skip
TOUCHING = {"checklist", "item", "assessment"}
BUILT_IN = "（自带）"


class TemplateScreen(Screen):
    title = "清单模板"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.folder = passing.folder()
        self.versions: tuple[Version, ...] = ()
        self.lines: tuple[Line, ...] = ()
        paper, sheet, copy = button("打印预览"), button("存为表格…"), button("复制为新版本…")
        bring = button("导入上级清单…", look="primary")
        for made, act in ((paper, self.paper), (sheet, self.sheet), (copy, self.copy), (bring, self.bring)):
            made.clicked.connect(act)
        self.heading(paper, sheet, copy, bring)
        self.column.addLayout(self._choices())
        self.note = label("", "hint")
        self.note.setWordWrap(True)
        self.column.addWidget(self.note)
        self.view = TableView()
        self.view.say_when_empty("这个清单还没有条目。按 Ctrl+N 新增，或导入上级的表。")
        self.view.doubleClicked.connect(lambda _index: self.edit())
        keyed(self.view, OPENING, self.edit)
        self.column.addWidget(framed(self.view), 1)
        self.column.addLayout(self._foot())

    def _choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.list = QComboBox()
        self.list.setMinimumWidth(380)
        self.list.setAccessibleName("清单")
        self.list.currentIndexChanged.connect(lambda _i: self.load())
        self.branch = editors.Picker([])
        self.branch.setMinimumWidth(240)
        self.head, self.end = button("清单信息…"), button("停用")
        self.head.clicked.connect(self.edit_head)
        self.end.clicked.connect(self.retire)
        line.addWidget(label("清单", "field"))
        line.addWidget(self.list)
        line.addWidget(self.head)
        line.addWidget(self.end)
        line.addStretch()
        line.addWidget(label("印给哪个党组织", "field"))
        line.addWidget(self.branch)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.acts = []
        for text, keys, act in (
            ("新增条目 Ctrl+N", "Ctrl+N", self.add), ("编辑 Enter", "", self.edit), ("上移 Alt+↑", "Alt+Up", lambda: self.shift(-1)),
            ("下移 Alt+↓", "Alt+Down", lambda: self.shift(1)), ("作废…", "", self.void),
        ):  # fmt: skip
            made = button(text)
            made.clicked.connect(act)
            self.acts.append(made)
            line.addWidget(made)
            if keys:
                action = QAction(self)
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                action.triggered.connect(act)
                self.addAction(action)
        line.addStretch()
        return line

    def leave(self) -> None:
        self.folder.cleanup()

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not TOUCHING & changes.records:
            return
        kept, whom = self.list.currentText(), editors.text_of(self.branch)
        with self.store.read() as reader:
            self.versions = queries.versions(reader, retired=True)
            self.branch.offer(resolve.names(reader, "branch"))
        editors.put_text(self.branch, whom)
        loaded = {version.builtin.split("@")[0] for version in self.versions}
        names = [version.name for version in self.versions]
        forms = [checklist_form.load(key) for key in checklist_form.domains() if key not in loaded]
        names += [f"{form.title}{BUILT_IN}" for form in forms]
        self.waiting = [form.key for form in forms]
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(names)
        self.list.setCurrentIndex(max(0, names.index(kept) if kept in names else 0))
        self.list.blockSignals(False)
        self.load()

    def version(self) -> Version | None:
        """The version that is shown; None for a built-in list that is not loaded yet."""
        at = self.list.currentIndex()
        return self.versions[at] if 0 <= at < len(self.versions) else None

    def key(self) -> str:
        """What the operations know the list by."""
        found = self.version()
        return found.name if found else self.waiting[self.list.currentIndex() - len(self.versions)]

    def load(self, chosen: int = 0) -> None:
        found = self.version()
        with self.store.read() as reader:
            self.lines = queries.lines(reader, found.id) if found else ()
            faults = checklist.faults(reader, found.id) if found else ()
            used = queries.used(reader, found.id) if found else 0
        rows = [_row(line) for line in self.lines] if found else _built_in(self.key())
        model = of_table(Table("", COLUMNS, rows), self)
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        if rows:
            ids = [line.id for line in self.lines]
            self.view.selectRow(ids.index(chosen) if chosen in ids else 0)
        points = sum(line.points or 0 for line in self.lines if line.scoring not in (BONUS, VETO, NONE))
        self.subtitle.setText(
            f"{len(rows)} 条，共 {Points().text(points)} 分" if found else f"{len(rows)} 条，满分 100"
        )
        told = list(faults)
        if used:
            told.append(f"已有 {used} 次考核用这个清单；要改分值请先“复制为新版本”，以免影响已评的得分。")
        if found is None:
            told.append("这是程序自带的清单，可以直接用于考核和打印；要修改请先“复制为新版本”。")
        self.note.setText("　".join(told))
        self.note.setVisible(bool(told))
        for widget in (*self.acts, self.head, self.end):
            widget.setEnabled(found is not None)
        self.end.setText("重新启用" if found and self._retired(found) else "停用")

    def _retired(self, version: Version) -> bool:
        with self.store.read() as reader:
            return bool(record.present(reader, Checklist, version.id)["retired_on"])

    def line(self) -> Line | None:
        rows = self.view.selected_rows() if self.view.model() is not None else []
        return self.lines[rows[0]] if rows and rows[0] < len(self.lines) else None

    # Versions

    def bring(self) -> None:
        publishing.bring(self, self.show_version)

    def show_version(self, name: str) -> None:
        self.refresh()
        self.list.setCurrentText(name)

    def copy(self) -> None:
        this, year = self.list.currentText().removesuffix(BUILT_IN), clock.today().year
        questions = (
            Question("name", "新清单的名称", text=f"{this}（{year}年修订）"), Question("version", "清单版本", needed=False, text=f"{year}"),
        )  # fmt: skip
        told = ask(
            self, "复制为新版本", "条目照原样复制，改动只在新版本里；原来的考核不受影响。", questions, self._copied
        )
        if told is not None:
            self.show_version(told["name"])
            self.window_.notice("新版本已建立，可以撤销。")

    def _copied(self, told: dict[str, str]) -> None:
        checklist.copy(self.store, checklist.ready(self.store, self.key()), told["name"], told["version"])

    def edit_head(self) -> None:
        found = self.version()
        if found is not None:
            self._form(Checklist, found.id)

    def retire(self) -> None:
        found = self.version()
        if found is not None:
            dialogs.tried(self, lambda: checklist_editing.retire(self.store, found.id, back=self._retired(found)))

    # Lines

    def add(self) -> None:
        found, line = self.version(), self.line()
        if found is None:
            return
        with self.store.read() as reader:
            code = checklist_editing.next_code(reader, found.id)
        groups = line.groups if line else ()
        given = {"checklist": found.name, "code_no": code} | {f"group{n}": group for n, group in enumerate(groups, 1)}
        self._form(Item, None, given)

    def edit(self) -> None:
        line = self.line()
        if line is not None:
            self._form(Item, line.id)

    def _form(self, kind: Any, row: int | None, given: dict[str, str] | None = None) -> None:
        form = RecordForm(self.store, kind, row, parent=self)
        for name, text in (given or {}).items():
            if name in form.widgets:
                editors.put_text(form.widgets[name], text)
        form.exec()
        self.refresh()
        if kind is Item and (form.saved or row):
            self.load(form.saved or row or 0)
        form.deleteLater()

    def shift(self, by: int) -> None:
        line = self.line()
        if line is not None and dialogs.tried(self, lambda: checklist_editing.shift(self.store, line.id, by)):
            self.load(line.id)

    def void(self) -> None:
        line = self.line()
        if line is None:
            return
        told = ask(
            self, "作废条目", f"“{line.content}”不再属于这个清单；可以撤销。", (Question("reason", "原因"),),
            lambda said: record.void(self.store, Item, line.id, reason=said["reason"]),
        )  # fmt: skip
        if told is not None:
            self.load()

    # Paper

    def paper(self) -> None:
        pdf, whom, key = Path(self.folder.name) / "checklist.pdf", editors.text_of(self.branch), self.key()
        left = Leaving("print", self.list.currentText(), "checklist", asked=f"党组织：{whom}" if whom else "")
        jobs.run(
            self, lambda _progress: publishing.blank(self.store, key, pdf, unit=whom),
            done=lambda told: preview(self, pdf, told, store=self.store, left=left), title="正在排版",
        )  # fmt: skip

    def sheet(self) -> None:
        found = self.version()
        with self.store.read() as reader:
            own = found is not None and is_published(reader, found.id)
        if found is None or not own:
            dialogs.tell(
                self, "没有原表", "从上级的表导入的清单，才能按原表的栏目存成表格；这个清单请用打印预览存成 PDF。"
            )
            return
        publishing.save_sheet(self, found, editors.text_of(self.branch))


def _row(line: Line) -> tuple[str, ...]:
    text = Points().text
    points = line.cap if line.scoring == BONUS else line.points
    return (
        line.code_no, " / ".join(line.groups), line.content, text(points), line.scoring, text(line.each), line.how,
        "、".join(line.evidence), f"{len(line.rules)} 条规则" if line.rules else "",
    )  # fmt: skip


def _built_in(key: str) -> list[tuple[str, ...]]:
    return [
        (item.code, group.name, item.content, item.standard, checklist_form.WAYS[item.scoring],
         checklist_form.plain(item.each) if item.each else "", item.how, "、".join(item.evidence),
         f"{len(item.rules)} 条规则" if item.rules else "")
        for group in checklist_form.load(key).groups
        for item in group.items
    ]  # fmt: skip
