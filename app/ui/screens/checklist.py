"""空白清单打印: the standardisation checklist of a domain, for one organisation, previewed and printed."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from app import clock
from app.db.queries import resolve
from app.db.store import Changes
from app.operations import checklist_form
from app.operations.outgoing import Leaving
from app.printing import checklist
from app.table import Column, Table
from app.ui import editors, jobs
from app.ui.handed import Parts
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

COLUMNS = (
    Column("group", "项目", width=16), Column("content", "内容及标准", width=52), Column("points", "标准分", "number", 8),
    Column("how", "评分办法", width=36), Column("evidence", "佐证材料", width=30), Column("source", "依据", width=24),
)  # fmt: skip


class ChecklistScreen(Screen):
    title = "空白清单打印"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.folder = tempfile.TemporaryDirectory(prefix="checklist-", ignore_cleanup_errors=True)
        paper = button("打印预览", look="primary")
        paper.clicked.connect(self.paper)
        self.heading(paper)
        line = QHBoxLayout()
        self.domain = QComboBox()
        for key in checklist_form.domains():
            self.domain.addItem(checklist_form.load(key).domain, key)
        self.domain.currentIndexChanged.connect(lambda _i: self.load())
        self.branch = editors.Picker([])
        self.branch.setMinimumWidth(300)
        for caption, widget in (("领域", self.domain), ("被检查的党组织", self.branch)):
            line.addWidget(label(caption, "field"))
            line.addWidget(widget)
        line.addStretch()
        self.column.addLayout(line)
        self.view = TableView()
        card = framed(self.view)
        self.column.addWidget(card, 1)

    def leave(self) -> None:
        self.folder.cleanup()

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        kept = editors.text_of(self.branch)
        with self.store.read() as reader:
            self.branch.offer(resolve.names(reader, "branch"))
        editors.put_text(self.branch, kept)
        self.load()

    def load(self) -> None:
        form = checklist_form.load(self.domain.currentData())
        rows = [
            (group.name, item.content, str(item.points), item.how, "；".join(item.evidence), item.source)
            for group in form.groups
            for item in group.items
        ]
        model = of_table(Table("", COLUMNS, rows), self)
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        self.subtitle.setText(f"{form.title}　{len(rows)} 项，满分 100")

    def paper(self) -> None:
        form, pdf = checklist_form.load(self.domain.currentData()), Path(self.folder.name) / "checklist.pdf"
        unit, today = editors.text_of(self.branch), clock.today()
        day = f"{today.year}年{today.month}月{today.day}日"
        left = Leaving("print", form.title, f"checklist-{form.domain}", asked=f"党组织：{unit}" if unit else "")
        jobs.run(
            self, lambda _progress: checklist.print_checklist(form, pdf, unit=unit, date=day, year=today.year),
            done=lambda told: preview(self, pdf, told, store=self.store, left=left), title="正在排版",
        )  # fmt: skip
