"""修改记录: every act, newest first, with what it changed; undo, redo, and taking back an older one."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from app.db.queries import history
from app.db.store import Changes
from app.operations import history as acts
from app.table import Column, Table
from app.ui import jobs, sparing
from app.ui.fates import FatesDialog, Rows
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button
from app.ui.table import TableView, of_table

COLUMNS = (
    Column("at", "时间", width=18),
    Column("label", "做了什么", width=44),
    Column("state", "状态", width=8),
    Column("n", "条数", "number", 8),
    Column("by", "操作人", width=10),
)
DETAIL = (Column("record", "记录", width=10), Column("rows", "涉及", width=16), Column("text", "内容", width=60))
LATEST = 1000


class WorksScreen(Screen):
    title = "修改记录"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.acts: list[history.Act] = []
        self.taken: set[int | None] = set()  # older works that a standing work took back row by row
        older = button("逐条撤销所选…")
        older.clicked.connect(self.take_back)
        undo, redo = button("撤销最近一步 Ctrl+Z", look="primary"), button("重做 Ctrl+Y")
        undo.clicked.connect(self.window_.undo)
        redo.clicked.connect(self.window_.redo)
        acts_line: list[QWidget] = [older, redo, undo]
        self.heading(*acts_line)
        self.list, self.detail = TableView(), TableView()
        for view in (self.list, self.detail):
            view.horizontalHeader().setStretchLastSection(True)
        splitter = QSplitter()
        splitter.addWidget(self.list)
        splitter.addWidget(self.detail)
        splitter.setSizes([760, 400])
        line = QHBoxLayout()
        line.addWidget(splitter)
        self.column.addLayout(line, 1)

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        with self.store.read() as reader:
            self.acts = history.works(reader, limit=LATEST)
        self.taken = {act.target for act in self.acts if act.kind == "do" and act.target and not act.undone}
        rows = [
            (act.at[:16].replace("T", " "), act.label, self._state(act), f"{act.changes:,}", act.by)
            for act in self.acts
        ]
        model = of_table(Table("", COLUMNS, rows), self)
        self.list.setModel(model)
        self.list.fit(COLUMNS, model)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.subtitle.setText(f"最近 {len(rows):,} 次")
        if rows:
            self.list.selectRow(0)

    def focus(self) -> None:
        self.list.setFocus()

    def _state(self, act: history.Act) -> str:
        if act.kind == "undo":
            return "撤销"
        if act.kind == "redo":
            return "重做"
        if act.kind == "setup":
            return "开始"
        if act.kind == "erase":
            return "彻底删除"
        if act.kind == "people":
            return "用户"
        if act.undone:
            return "已撤销"
        return "已逐条撤销" if act.id in self.taken else "有效"

    def _chosen(self) -> None:
        chosen = self.list.selected_rows()
        if not chosen:
            return
        with self.store.read() as reader:
            rows = history.details(reader, self.acts[chosen[0]].id)
        model = of_table(Table("", DETAIL, rows), self)
        self.detail.setModel(model)
        self.detail.fit(DETAIL, model)

    def take_back(self) -> None:
        """First what would become of every row, then the act, then what became of them."""
        chosen = self.list.selected_rows()
        if not chosen:
            return
        act = self.acts[chosen[0]]
        jobs.run(
            self, lambda progress: self._told(acts.plan_older(self.store, act.id, progress=progress)),
            done=self._confirm, title="正在逐条核对",
        )  # fmt: skip

    def _told(self, fates: Any) -> tuple[Any, Rows]:
        with self.store.read() as reader:
            return fates, history.fates(reader, fates)

    def _confirm(self, planned: tuple[Any, Rows]) -> None:
        fates, rows = planned
        if not self._show(fates, rows, asks=True):
            return
        jobs.run(
            self,
            sparing.first(
                self.window_, lambda progress: self._told(acts.undo_older(self.store, fates.work, progress=progress))
            ),
            done=self._report, title="正在逐条撤销",
        )  # fmt: skip

    def _report(self, done: tuple[Any, Rows]) -> None:
        self._show(*done, asks=False)

    def _show(self, fates: Any, rows: Rows, *, asks: bool) -> bool:
        dialog = FatesDialog(fates, rows, self, asks=asks)
        accepted = bool(dialog.exec())
        dialog.deleteLater()
        return accepted

    def status(self) -> str:
        return f"最近 {len(self.acts):,} 次操作"
