"""The board of one batch: every village or branch with its state, and what can be done about it."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.db.queries import batch as queries
from app.db.queries.batch import CHECKED, OVERDUE, RETURNED, WAITING, BatchFacts, HandoutFacts
from app.db.store import Store
from app.errors import UserError
from app.exchange.write import write_xlsx
from app.ledgers import batch as ledger
from app.operations import batch as operations
from app.operations.outgoing import Leaving, leaving
from app.table import Table
from app.ui import dialogs, jobs
from app.ui.asking import Question, ask
from app.ui.flow import Flow
from app.ui.screens.collecting_dialog import Reminder
from app.ui.screens.collecting_pile import assign
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, GREEN, GREY, RED, TableView, of_table

SIGNS = {WAITING: "○", OVERDUE: "●", RETURNED: "◆", CHECKED: "✓"}
COLOURS = {WAITING: GREY, OVERDUE: RED, RETURNED: AMBER, CHECKED: GREEN}
FILTERS: dict[str, tuple[str, ...]] = {
    "": (WAITING, OVERDUE, RETURNED, CHECKED), WAITING: (WAITING,), OVERDUE: (OVERDUE,), "absent": ledger.ABSENT,
    RETURNED: (RETURNED, CHECKED), "open": (RETURNED,), CHECKED: (CHECKED,),
}  # fmt: skip
CHIPS = ("", WAITING, OVERDUE, "open", CHECKED)
HIDDEN = ("number",)


class Board(QFrame):
    """`show_batch(batch)` shows; `filter(name)` narrows to the places in some state (FILTERS)."""

    def __init__(self, store: Store, window: Any) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.store, self.window_ = store, window
        self.batch: BatchFacts | None = None
        self.sheets: list[HandoutFacts] = []
        self.shown: list[HandoutFacts] = []
        self.only = ""
        column = QVBoxLayout(self)
        self.name, self.note = label("", "heading"), label("", "hint")
        self.note.setWordWrap(True)
        column.addWidget(self.name)
        column.addWidget(self.note)
        beside = QWidget()
        self.chips = Flow(beside)
        self.made: dict[str, Any] = {}
        for only in CHIPS:
            self.made[only] = self._chip(only)
        column.addWidget(beside)
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.doubleClicked.connect(lambda index: self.open(index.row()))
        keyed(self.view, OPENING, self.compare)
        column.addWidget(self.view, 1)
        column.addLayout(self._acts())

    def _chip(self, only: str) -> Any:
        made = button("")
        made.setObjectName("chip")
        made.clicked.connect(lambda: self.filter(only))
        self.chips.addWidget(made)
        return made

    def _acts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.check, self.remind, self.list = button("对账 ›"), button("催报文字…"), button("未交名单…")
        self.later, self.end, self.wrong = button("改期限…"), button("结束收表"), button("改归…")
        self.wrong.setToolTip("这份表认错了单位，归到正确的单位")
        for made, act in (
            (self.check, self.compare), (self.wrong, self.reassign), (self.remind, self.reminder), (self.list, self.missing),
            (self.later, self.postpone), (self.end, self.close_batch),
        ):  # fmt: skip
            made.clicked.connect(act)
            line.addWidget(made)
        line.addStretch()
        return line

    def show_batch(self, batch: BatchFacts | None) -> None:
        if batch is None or self.batch is None or batch.id != self.batch.id:
            self.only = ""
        self.batch = batch
        self.name.setText(batch.name if batch else "没有进行中的批次")
        self.end.setText("恢复收表" if batch and batch.closed_on else "结束收表")
        for made in (self.check, self.remind, self.list, self.later, self.end, self.wrong):
            made.setEnabled(batch is not None)
        self._load()

    def _load(self) -> None:
        table = Table("", (), [])
        self.sheets = []
        if self.batch is not None:
            with self.store.read() as reader:
                self.sheets, table = queries.handouts(reader, self.batch.id), ledger.board(reader, self.batch)
        self.table = table
        self.note.setText(table.note)
        states = [self._state(sheet) for sheet in self.sheets]
        words = {"": "全部", "open": f"{SIGNS[RETURNED]} 已交待核"}
        for only, made in self.made.items():
            count = sum(state in FILTERS[only] for state in states)
            made.setText(f"{words.get(only) or f'{SIGNS[only]} {ledger.STATES[only]}'} {count:,}")
            made.setVisible(bool(count) or only == "")
        absent = any(state in ledger.ABSENT for state in states)
        self.remind.setEnabled(absent)
        self.list.setEnabled(absent)
        self.filter(self.only)

    def _state(self, sheet: HandoutFacts) -> str:
        return sheet.state(self.batch.due if self.batch else "", ledger.today())

    def filter(self, only: str) -> None:
        self.only = only
        for name, made in self.made.items():
            made.setProperty("state", None if name == only else "off")
            restyle(made)
        kept = [i for i, sheet in enumerate(self.sheets) if self._state(sheet) in FILTERS[only]]
        self.shown = [self.sheets[i] for i in kept]
        shown = Table("", self.table.columns, [self.table.rows[i] for i in kept])
        model = of_table(shown, self)
        signed = {word: f"{SIGNS[state]} {word}" for state, word in ledger.STATES.items()}
        colours = {word: COLOURS[state] for state, word in ledger.STATES.items()}
        model.show_cell = lambda column, value: (
            signed[value] if column.name == "state" else "" if value is None else str(value)
        )
        model.colour = lambda column, value: colours.get(value) if column.name == "state" else None
        self.view.setModel(model)
        self.view.fit(shown.columns, model)
        for i, column in enumerate(shown.columns):
            empty = all(row[i] is None or (column.name == "returns" and row[i] == 1) for row in self.table.rows)
            self.view.setColumnHidden(i, column.name in HIDDEN or empty)
        if self.shown:
            self.view.selectRow(0)

    def _chosen(self) -> HandoutFacts | None:
        rows = self.view.selected_rows()
        return self.shown[rows[0]] if rows and rows[0] < len(self.shown) else None

    def open(self, row: int) -> None:
        """A returned sheet goes to 对账; a place that has not returned is shown, with whom to call."""
        sheet = self.shown[row]
        if sheet.returns:
            self.compare()
        elif sheet.unit or sheet.branch:
            self.window_.show_record("unit" if sheet.unit else "branch", sheet.unit or sheet.branch)

    def compare(self) -> None:
        sheet = self._chosen()
        if self.batch is None or sheet is None:
            return
        if not sheet.returns:
            self.window_.notice(f"{sheet.place}还没有交，收到后把文件拖到这一页。")
            return
        self.window_.open_place("comparing").open_sheet(self.batch, sheet)

    def reassign(self) -> None:
        """The latest return of a place is somebody else's."""
        sheet = self._chosen()
        with self.store.read() as reader:
            receipt = queries.receipt(reader, sheet.receipt) if sheet is not None and sheet.returns else None
        if receipt is None:
            self.window_.notice("请先选一个已经交回的单位。")
        else:
            assign(self, self.store, self.window_, receipt)

    def reminder(self) -> None:
        if self.batch is not None:
            with self.store.read() as reader:
                text = ledger.reminder(reader, self.batch)
            if Reminder(text, self).exec():
                self.window_.notice("已复制，可以粘贴到工作群里。")

    def missing(self) -> None:
        """The list of who is missing, as a workbook."""
        batch = self.batch
        if batch is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, "未交名单", f"{batch.name}未交名单.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return

        def work(progress: Any) -> int:
            with self.store.read() as reader:
                table = ledger.missing(reader, [batch])
            with leaving(self.store, Leaving("export", table.title, "batch", table=table)) as left:
                write_xlsx(table, Path(name), progress)
                left.files.append(Path(name))
            return len(table.rows)

        jobs.run(
            self, work, done=lambda n: self.window_.notice(f"已导出：{Path(name).name}，{n:,} 个单位没有交。"),
            title="正在导出",
        )  # fmt: skip

    def postpone(self) -> None:
        batch = self.batch
        if batch is None:
            return
        question = Question("due", "交回期限", "date", needed=False, text=batch.due)
        told = ask(self, "改期限", "已经交回的不受影响；不填就是不定期限。", (question,))
        if told is None:
            return
        if told["due"] and len(told["due"]) != 10:
            dialogs.show_error(self, UserError("交回期限要写到日。", "请写成 2026-12-01。"))
            return
        operations.postpone(self.store, batch.id, told["due"])

    def close_batch(self) -> None:
        batch = self.batch
        if batch is None:
            return
        if batch.closed_on:
            operations.reopen(self.store, batch.id)
        else:
            words = "结束后这一批从列表里收起，迟到的表仍然认得出来，也可以随时恢复。"
            if dialogs.ask(self, "结束收表", words, yes="结束收表"):
                operations.close(self.store, batch.id)
