"""收表: the batches that were sent, who has returned theirs and who has not, and the files nobody recognised."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.db.queries import batch as queries
from app.db.queries.batch import BatchFacts
from app.db.store import Changes
from app.exchange.returned import Collected, collect
from app.ledgers import batch as ledger
from app.ui import dialogs, jobs
from app.ui.handed import Parts
from app.ui.screens.collecting_board import Board
from app.ui.screens.collecting_dialog import Heap
from app.ui.screens.collecting_pile import Pile
from app.ui.screens.collecting_sending import SendDialog
from app.ui.screens.file_screen import FileScreen
from app.ui.screens.welcome import welcome
from app.ui.style import button, label
from app.ui.table import RED, TableView, of_table

NARROW = {"name": 118, "total": 48, "returned": 48, "waiting": 48, "overdue": 48, "due": 104}
INVITATION = (
    "选一本台账或一种记录，按村或按党支部各生成一份只有自己内容的表；"
    "交回来的文件不管改了名、换了格式，拖进来就知道是哪一批、哪个村，没交的一目了然。"
)
COUNTS = {
    "returned": "returned",
    "waiting": "absent",
    "overdue": "overdue",
    "total": "",
}  # column → filter of the board


class CollectScreen(FileScreen):
    title = "收表"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.batches: list[BatchFacts] = []
        self.chosen = 0  # row of the batch that is shown
        files, folder = button("收文件…"), button("收一个文件夹…")
        self.go = button("发表…", look="primary")
        files.clicked.connect(self.choose_files)
        folder.clicked.connect(self.choose_folder)
        self.go.clicked.connect(self.send)
        self.heading(files, folder, self.go)
        first = button("发表…", look="primary")
        first.clicked.connect(self.send)
        self.stack = QStackedWidget()
        self.stack.addWidget(welcome("还没有下发过表", INVITATION, first))
        self.stack.addWidget(self._page())
        self.column.addWidget(self.stack, 1)

    def _page(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list(), 1)
        self.pile = Pile(self.store, self.window_)
        column.addWidget(self.pile)
        self.board = Board(self.store, self.window_)
        splitter = QSplitter()
        splitter.addWidget(side)
        splitter.addWidget(self.board)
        splitter.setSizes([440, 740])
        splitter.setStretchFactor(1, 1)
        return splitter

    def _list(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        line = QHBoxLayout()
        line.addWidget(label("批次", "heading"))
        line.addStretch()
        self.closed = QCheckBox("含已结束的")
        self.closed.toggled.connect(lambda _on: self.refresh())
        line.addWidget(self.closed)
        column.addLayout(line)
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.view.setMinimumWidth(240)
        self.view.clicked.connect(lambda index: self._count_clicked(index.column()))
        column.addWidget(self.view, 1)
        return card

    def choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "选择交回的文件，可以一次选多个", "", self.kinds)
        self.take_in([Path(name) for name in names])

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选择放着交回文件的文件夹")
        self.take_in([Path(name)] if name else [])

    def open_file(self, path: Path) -> None:
        self.take_in((path,))

    def take_in(self, paths: Sequence[Path]) -> None:
        """A heap of files and folders; each finds its batch and its place by itself."""
        if paths:
            jobs.run(
                self, lambda progress: collect(self.store, paths, progress=progress), done=self._taken, title="正在认领"
            )

    def _taken(self, heap: Sequence[Collected]) -> None:
        answered = [one.batch.id for one in heap if one.batch is not None]
        if answered:
            self.chosen = max(set(answered), key=answered.count)
        self.refresh()
        Heap(heap, self).exec()

    def send(self) -> None:
        """发表: a workbook for every place, then the batch that waits for them."""
        dialog = SendDialog(self.store, self)
        if not dialog.exec() or dialog.sent is None:
            return
        sent = dialog.sent
        self.chosen = sent.batch
        self.refresh()
        words = "\n".join(
            [f"已生成 {len(sent.files):,} 份，批次 {sent.mark}。", *sent.notes, str(sent.files[0].parent)]
        )
        if dialogs.ask(self, "已生成", words, yes="打开文件夹"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(sent.files[0].parent)))

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        with self.store.read() as reader:
            self.batches = queries.batches(reader, closed=self.closed.isChecked())
            table = ledger.overview(reader, closed=self.closed.isChecked())
            any_ = bool(self.batches or queries.batches(reader, closed=True))
        self.pile.refresh()
        self.stack.setCurrentIndex(1 if any_ or self.pile.receipts else 0)
        model = of_table(table, self)
        model.colour = lambda column, value: RED if column.name == "overdue" and value else None
        self.view.setModel(model)
        for i, column in enumerate(table.columns):
            self.view.setColumnHidden(i, column.name not in NARROW)
            self.view.setColumnWidth(i, NARROW.get(column.name, 0))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._picked())
        rows = [batch.id for batch in self.batches]
        if rows:
            self.view.selectRow(rows.index(self.chosen) if self.chosen in rows else 0)
        else:
            self.board.show_batch(None)
        waiting = sum(int(row[7] or 0) for row in table.rows)
        self.subtitle.setText(f"{len(rows):,} 批，还有 {waiting:,} 份没有交" if rows else "")

    def _picked(self) -> None:
        chosen = self.view.selected_rows()
        if chosen and chosen[0] < len(self.batches):
            self.chosen = self.batches[chosen[0]].id
            self.board.show_batch(self.batches[chosen[0]])

    def _count_clicked(self, column: int) -> None:
        """A number of the list leads to the places that it counts."""
        model: Any = self.view.model()
        name = model.columns[column].name
        if name in COUNTS:
            self.board.filter(COUNTS[name])

    def status(self) -> str:
        return "把交回的文件或文件夹拖到这一页就会自己认领"
