"""外发记录: what left the program and for whom; the rows behind each; two hand-ups of one table side by side."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.db.queries import outgoing as queries
from app.db.queries.outgoing import Departure
from app.db.store import Changes
from app.errors import UserError
from app.exchange.write import write_xlsx
from app.ledgers import outgoing as ledger
from app.ledgers.outgoing import CAME, CHANGED, WENT
from app.operations.outgoing import Leaving, leaving, recipients
from app.progress import Progress
from app.table import Table
from app.ui import editors, jobs
from app.ui.handed import Parts
from app.ui.leaving import ask_terms
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, GREY, RED, TableView, of_table

Make = Callable[[str], Table]
COLOURS = {CAME: GREEN, WENT: RED, CHANGED: AMBER}
HINT = "选一条看它的逐行内容；选两条同一种表，按“对比”看谁来了、谁走了、哪些更正了。只选一条时，与它的上一次对比。"
EMPTY = "还没有外发过。导出、打印、填报、下发和退回都会自动记在这里。"
FILES_ONLY = "这次只记了文件和行数，没有留下逐行内容。"


class OutgoingScreen(Screen):
    """The list above, what stands behind the chosen ones below."""

    title = "外发记录"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.found: list[Departure] = []
        self.make: Make | None = None  # what stands below, under any mask
        self.heading(*self._acts())
        self.column.addLayout(self._filters())
        self.list, self.detail = TableView(), TableView()
        below = QFrame()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 4, 0, 0)
        self.about = label(HINT, "heading")
        self.told = label("", "hint")
        self.told.setWordWrap(True)
        for widget in (self.about, self.told):
            column.addWidget(widget)
        column.addWidget(self.detail, 1)
        column.addStretch()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.list)
        splitter.addWidget(below)
        splitter.setSizes([320, 340])
        splitter.setChildrenCollapsible(False)
        self.column.addWidget(splitter, 1)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.detail.horizontalHeader().setStretchLastSection(True)
        for keys, act in (("Ctrl+D", self.compare), ("Ctrl+F", lambda: self.words.setFocus())):
            QShortcut(QKeySequence(keys), self, act)
        keyed(self.list, OPENING, self.detail.setFocus)

    def _acts(self) -> list[QWidget]:
        self.save_button, self.compare_button = button("导出下表…"), button("对比 Ctrl+D", look="primary")
        self.save_button.clicked.connect(self.save)
        self.compare_button.clicked.connect(self.compare)
        return [self.save_button, self.compare_button]

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.whom, self.since, self.words = editors.Picker(list(recipients())), QLineEdit(), QLineEdit()
        self.since.setPlaceholderText("如 2026-01-01")
        self.words.setPlaceholderText("内容、用途或文件名")
        for caption, widget, width in (("给谁", self.whom, 170), ("从", self.since, 120), ("查找", self.words, 220)):
            line.addWidget(label(caption, "field"))
            widget.setFixedWidth(width)
            line.addWidget(widget)
        line.addStretch()
        self.whom.currentTextChanged.connect(lambda _text: self.load())
        for edit in (self.since, self.words):
            edit.textChanged.connect(lambda _text: self.load())
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        """A work that let nothing out changes nothing here; what stands below stays while its rows stay chosen."""
        if changes is not None and "outgoing" not in changes.records:
            return
        kept, make = self.chosen(), self.make
        self._fill({one.id for one in kept})
        if not kept or make is None or self.chosen() != kept:
            self._show_rows()

    def load(self) -> None:
        """The list as the filters ask; what was chosen stays chosen."""
        self._fill({one.id for one in self.chosen()})
        self._show_rows()

    def _fill(self, kept: set[int]) -> None:
        with self.store.read() as reader:
            self.found = queries.departures(
                reader,
                whom=editors.text_of(self.whom).strip(),
                since=self.since.text().strip(),
                words=self.words.text().strip(),
            )
        table = ledger.listed(self.found)
        model = of_table(table, self)
        self.list.setModel(model)
        self.list.fit(table.columns, model)
        self.subtitle.setText(f"{len(self.found):,} 次")
        rows = [row for row, one in enumerate(self.found) if one.id in kept] or [0][: len(self.found)]
        for row in rows[:1]:
            self.list.selectRow(row)
        more = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows[1:]:
            self.list.selectionModel().select(model.index(row, 0), more)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_rows())

    def chosen(self) -> list[Departure]:
        rows = self.list.selected_rows() if self.list.model() is not None else []
        return [self.found[row] for row in rows if row < len(self.found)]

    def _show_rows(self) -> None:
        """The rows behind the only chosen one, numbers and phones hidden; two wait to be compared."""
        chosen = self.chosen()
        self.compare_button.setEnabled(bool(chosen) and len(chosen) <= 2)
        if len(chosen) != 1:
            self._show(None, HINT if chosen else EMPTY, "")
            return
        (one,) = chosen
        with self.store.read() as reader:
            held = queries.contents(reader, one)
        about = f"第 {one.id} 号　{one.title}　{one.rows:,} 行"
        if held.columns:
            self._show(lambda mask: ledger.behind(one, held, mask=mask), about, self._files(one))
        else:
            self._show(None, about, FILES_ONLY + self._files(one))

    def _files(self, one: Departure) -> str:
        if not one.files:
            return "由打印机打出，没有文件。"
        return "文件：" + "；".join(
            f"{name}（{size:,} 字节，指纹 {digest[:16]}）" for name, digest, size in one.files[:3]
        )

    def _show(self, make: Make | None, about: str, told: str) -> None:
        """On the screen numbers and phones stand hidden."""
        self.make = make
        self.about.setText(about)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.save_button.setEnabled(make is not None)
        self.detail.setVisible(make is not None)
        if make is None:  # Qt falls over a table without columns
            return
        model = of_table(make("middle"), self)
        model.colour = lambda column, value: COLOURS.get(value, GREY) if column.name == "state" else None
        self.detail.setModel(model)
        self.detail.fit(model.columns, model)

    def compare(self) -> None:
        """The two that are chosen; of one alone, it and the one before it."""
        chosen = self.chosen()
        try:
            with self.store.read() as reader:
                found = ledger.compare(reader, *self._numbers(reader, chosen))
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        about = f"{found.after.title}　{ledger.summary(found)}"
        self._show(lambda mask: ledger.compared(found, mask=mask), about, ledger.times(found) + ledger.apart(found))
        self.detail.setFocus()

    def _numbers(self, reader: Any, chosen: list[Departure]) -> tuple[int, int]:
        if len(chosen) == 2:
            return chosen[0].id, chosen[1].id
        if len(chosen) != 1:
            raise UserError("请选一条或两条外发记录。", "按住 Ctrl 可以选第二条。")
        before = queries.former(reader, chosen[0])
        if before is None:
            raise UserError(f"“{chosen[0].title}”之前没有外发过，没有可以对比的。", "请选两条来对比。")
        return before.id, chosen[0].id

    def save(self) -> None:
        """What stands below, as a workbook: it leaves as well, so for whom is asked."""
        make = self.make
        terms = ask_terms(self, "导出下表") if make is not None else None
        if make is None or terms is None:
            return
        try:
            table = make(terms.mask)
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        name, _ = QFileDialog.getSaveFileName(self, "导出下表", f"{table.title}.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return

        def work(progress: Progress) -> None:
            with leaving(self.store, Leaving("export", table.title, "outgoing", terms, table=table)) as left:
                write_xlsx(table, Path(name), progress)
                left.files.append(Path(name))

        jobs.run(self, work, done=lambda _none: self.window_.notice(f"已导出：{Path(name).name}"), title="正在导出")

    def status(self) -> str:
        return f"外发记录 {len(self.found):,} 次；内容随数据库加密保存"
