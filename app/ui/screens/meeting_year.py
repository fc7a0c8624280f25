"""组织生活年历: every organisation and kind of meeting, month by month, with the months that are missing; leads to the entry."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QComboBox

from app import clock, passing
from app.db.queries import meeting as queries
from app.db.store import Changes
from app.ledgers import ledger_named
from app.ledgers import table as ledger_table
from app.models.meeting import CADENCES
from app.operations.outgoing import Leaving, terms
from app.printing.ledger import print_ledger
from app.table import Column, Table
from app.ui import jobs
from app.ui.handed import Parts
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import RED, TableView, framed, of_table

ALL = "全部类型"
NAME = "meeting_year"
NARROW = 50  # pixels of a month: twelve of them and the names fit a small screen


class MeetingYearScreen(Screen):
    title = "组织生活年历"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.whole: Table | None = None
        self.shown: Table | None = None
        self._asked = 0
        self.folder = passing.folder()
        self.year, self.kind = QComboBox(), QComboBox()
        this = clock.today().year
        self.year.addItems([str(year) for year in range(this, this - 5, -1)])
        self.year.currentTextChanged.connect(lambda _text: self.refresh())
        self.kind.addItems([ALL, *(cadence.kind for cadence in CADENCES)])
        self.kind.currentTextChanged.connect(lambda _text: self.narrow())
        self.lacking = QCheckBox("只看有缺的")
        self.lacking.toggled.connect(lambda _on: self.narrow())
        self.print = button("打印…")
        self.print.clicked.connect(self.paper)
        self.heading(label("年份", "field"), self.year, self.kind, self.lacking, self.print)
        self.view = TableView()
        self.view.doubleClicked.connect(lambda index: self.open_row(index.row()))
        keyed(self.view, OPENING, self._enter)
        self.note = label("", "hint")
        self.note.setWordWrap(True)
        self.column.addWidget(framed(self.view), 1)
        self.column.addWidget(self.note)

    def refresh(self, changes: Changes | None = None) -> None:
        """Counted beside the window; an answer that comes after another question was asked is passed over."""
        if isinstance(changes, Changes) and not {"meeting", "branch", "member", "setting"} & changes.records:
            return
        self._asked += 1
        ticket, year = self._asked, int(self.year.currentText())
        as_of = None if year == clock.today().year else f"{year}-12-31"
        self.subtitle.setText("正在统计…")

        def work(_progress: Any) -> Table:
            with self.store.read() as reader:
                return ledger_table(reader, ledger_named(NAME), as_of=as_of)

        jobs.run(self, work, done=lambda found: self._show(found) if ticket == self._asked else None, quiet=True)

    def _show(self, found: Table) -> None:
        self.whole = replace(found, title=f"{self.year.currentText()}年{found.title}")
        self.note.setText(f"{found.note}双击一行去登记。")
        self.narrow()

    def narrow(self) -> None:
        """Of what was counted, the kind and the gaps that are asked for; numbered and summed anew."""
        if self.whole is None:
            return
        places = {column.name: place for place, column in enumerate(self.whole.columns)}
        kind = self.kind.currentText()
        kept = [
            (row, key)
            for row, key in zip(self.whole.rows, self.whole.keys, strict=True)
            if kind in (ALL, row[places["kind"]]) and (row[places["lacking"]] or not self.lacking.isChecked())
        ]
        rows = [(number, *row[1:]) for number, (row, _key) in enumerate(kept, 1)]
        short = sum(int(row[places["lacking"]] or 0) for row, _key in kept)
        totals = ("合计", f"{len(rows)} 行", *[None] * (len(places) - 3), short)
        self.shown = replace(self.whole, rows=rows, keys=tuple(key for _row, key in kept), totals=totals)
        model = of_table(self.shown, self)
        model.colour = _colour
        self.view.setModel(model)
        self.view.fit(self.shown.columns, model)
        for place, column in enumerate(self.shown.columns):
            if column.label.endswith("月") or column.name in ("row_no", "lacking"):
                self.view.setColumnWidth(place, NARROW)
        self.view.say_when_empty("没有要显示的。登记了党支部和会议活动，这里按月列出。")
        self.subtitle.setText(f"{len(rows):,} 行，缺 {short:,} 处")
        self.print.setEnabled(bool(rows))

    def _enter(self) -> None:
        rows = self.view.selected_rows()
        if rows:
            self.open_row(rows[0])

    def open_row(self, i: int) -> None:
        """The entry of meetings, for the organisation of the row."""
        if self.shown is None or i >= len(self.shown.keys):
            return
        with self.store.read() as reader:
            branch = queries.branch_of(reader, self.shown.keys[i])
        screen = self.window_.open_place("holding")
        if branch is not None:
            screen.show_branch(branch)

    def paper(self) -> None:
        if self.shown is None:
            return
        table, pdf = self.shown, Path(self.folder.name) / "year.pdf"
        what = Leaving("print", table.title, NAME, terms(), self.kind.currentText())
        jobs.run(
            self, lambda progress: print_ledger(table, pdf, progress),
            done=lambda told: preview(self, pdf, told, store=self.store, left=what), title="正在排版",
        )  # fmt: skip

    def leave(self) -> None:
        self.folder.cleanup()


def _colour(column: Column, value: Any) -> QColor | None:
    """The word says it, the colour only draws the eye."""
    lacks = column.name == "lacking" and bool(value)
    return RED if lacks or (isinstance(value, str) and value.endswith(queries.MISSING)) else None
