"""上报数据: the figures of a period, of a unit or a person, with the year to date and the change; each leads to its rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app import clock, passing
from app.chart import Drawing, bars
from app.db.queries import figure as queries
from app.db.queries import resolve
from app.db.queries.figure import Line, Share
from app.db.store import Changes, Reader
from app.errors import UserError
from app.exchange import write
from app.kinds.money import grouped
from app.ledgers import coverage_chart, figure_sheet, figure_spread
from app.ledgers import figure as figures
from app.operations.outgoing import Leaving, leaving, terms
from app.printing.ledger import print_ledger
from app.progress import Progress
from app.table import Column, Table
from app.ui import editors, jobs
from app.ui.chart import Chart
from app.ui.chart import framed as chart_frame
from app.ui.flow import Flow
from app.ui.handed import Parts
from app.ui.naming import meant
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

PEOPLE = {"cadre": "干部", "member": "党员"}
PATIENCE_MS = 250
MONTHS, PLACES = "逐月", "各单位"
CHANGES, ACROSS = "本期与上期", "下级单位分列"
EMPTY = "这个范围里没有可以统计的指标。"


class FigureScreen(Screen):
    title = "上报数据"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.table: Table | None = None
        self.lines: tuple[Line, ...] = ()
        self.shown: tuple[str, int | None] = ("", None)  # period and unit of what is shown
        self._asked = 0
        self.folder = passing.folder()
        self.heading(*self._acts())
        self.column.addWidget(self._choices())
        self.view = TableView()
        self.view.doubleClicked.connect(lambda index: self.open(index.row(), index.column()))
        keyed(self.view, OPENING, self._open_chosen)
        beside = QSplitter()
        beside.addWidget(framed(self.view))
        beside.addWidget(self._drawn())
        beside.setSizes([760, 400])
        beside.setChildrenCollapsible(False)
        self.column.addWidget(beside, 1)
        self.waiting = QTimer(self)
        self.waiting.setSingleShot(True)
        self.waiting.setInterval(PATIENCE_MS)
        self.waiting.timeout.connect(self.draw)
        self.note = label("双击一个数，看它是由哪些记录数出来的。", "hint")
        self.note.setWordWrap(True)
        self.column.addWidget(self.note)

    def _drawn(self) -> QFrame:
        """The figure that is chosen, by month or by unit, beside the table: the table keeps its height."""
        self.chart, card = Chart(), QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        self.by = QComboBox()
        self.by.addItems([MONTHS, PLACES])
        self.by.activated.connect(lambda _i: self.draw())
        inside.addWidget(self.by, 0, Qt.AlignmentFlag.AlignRight)
        inside.addWidget(chart_frame(self.chart), 1)
        return card

    def leave(self) -> None:
        self.waiting.stop()
        self.folder.cleanup()

    def _acts(self) -> list[QWidget]:
        rows, paper, sheet = button("看依据"), button("打印预览"), button("导出 Excel", look="primary")
        rows.clicked.connect(self._open_chosen)
        paper.clicked.connect(self.paper)
        sheet.clicked.connect(self.xlsx)
        return [rows, paper, sheet]

    def _choices(self) -> QWidget:
        made = QWidget()
        flow = Flow(made)
        self.period, self.unit = QComboBox(), editors.Picker([])
        self.period.setEditable(True)
        self.period.addItems(_periods())
        self.who, self.person = QComboBox(), editors.Picker([])
        self.who.addItem("", "")
        for record, words in PEOPLE.items():
            self.who.addItem(words, record)
        for caption, *widgets in (("时段", self.period), ("单位", self.unit), ("个人", self.who, self.person)):
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 6, 0)
            line.addWidget(label(caption, "field"))
            for widget in widgets:
                line.addWidget(widget)
                widget.activated.connect(lambda _i: self.load())
            flow.addWidget(pair)
        self.laid = QComboBox()
        self.laid.addItems([CHANGES, ACROSS])
        self.laid.activated.connect(lambda _i: self.load())
        flow.addWidget(self.laid)
        self.period.setFixedWidth(128)
        self.unit.setFixedWidth(180)
        self.person.setFixedWidth(160)
        self.who.activated.connect(lambda _i: self._offer_people())
        show = button("查看")
        show.clicked.connect(self.load)
        flow.addWidget(show)
        return made

    def _offer_people(self) -> None:
        record = str(self.who.currentData() or "")
        with self.store.read() as reader:
            self.person.offer(resolve.names(reader, record) if record else [])
        self.person.setEnabled(bool(record))

    def refresh(self, changes: Changes | None = None) -> None:
        if changes is None:
            kept = editors.text_of(self.unit)
            with self.store.read() as reader:
                self.unit.offer(resolve.names(reader, "unit"))
            editors.put_text(self.unit, kept)
            self.person.setEnabled(bool(self.who.currentData()))
        self.load()

    def _row(self, reader: Reader, record: str, name: str) -> int | None:
        return meant(reader, record, name) if name else None

    def load(self) -> None:
        """Counted beside the window; an answer that comes after another question was asked is passed over."""
        record = str(self.who.currentData() or "")
        try:
            with self.store.read() as reader:
                text = queries.period(self.period.currentText().strip() or None).name
                unit = self._row(reader, "unit", editors.text_of(self.unit))
                row = self._row(reader, record, editors.text_of(self.person)) if record else None
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        person = (record, row) if row is not None else None
        across = self.laid.currentText() == ACROSS and person is None
        self._asked += 1
        ticket = self._asked
        self.subtitle.setText("正在统计…")

        def work(_progress: Progress) -> tuple[Table, tuple[Line, ...]]:
            with self.store.read() as reader:
                told = figures.lines(reader)
                if across:
                    return figure_spread.table(reader, text, unit=unit), told
                told = figure_sheet.of_person(told, *person) if person else told
                return figure_sheet.sheet(reader, text, unit=unit, person=person), told

        def done(found: tuple[Table, tuple[Line, ...]]) -> None:
            if ticket == self._asked:
                self._show(*found, (text, unit))

        jobs.run(self, work, done=done, quiet=True)

    def _show(self, table: Table, lines: tuple[Line, ...], shown: tuple[str, int | None]) -> None:
        chosen = self.view.selected_rows()
        self.table, self.lines, self.shown = table, lines, shown
        model = of_table(table, self)
        model.show_cell = _told
        self.view.setModel(model)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.waiting.start())
        self.view.fit(table.columns, model)
        self.view.say_when_empty(EMPTY)
        self.view.selectRow(min(chosen[0], len(table.rows) - 1) if chosen else 0)
        self.subtitle.setText(f"{table.title}　{table.unit}")
        self.note.setText(f"双击一个数，看它是由哪些记录数出来的。{table.note}")
        self.window_.show_status()

    def _open_chosen(self) -> None:
        chosen = self.view.selected_rows()
        if chosen:
            self.open(chosen[0], self.view.currentIndex().column())

    def open(self, i: int, column: int = 0) -> None:
        """The rows behind a figure; of a rate those of the whole; of a unit's column those of the unit."""
        if not 0 <= i < len(self.lines):
            return
        count = figures.counted(self.lines, self.lines[i].code)
        text, unit = self.shown
        with self.store.read() as reader:
            if self.table is not None and self.table.columns[: figure_spread.LEAD] == figure_spread.FIRST:
                below = figure_spread.places(reader, unit)
                at = column - figure_spread.LEAD - 1
                unit = below[at][0] if 0 <= at < len(below) else unit
            uids = queries.rows(reader, count, text, unit=unit)
        if not uids:
            self.window_.notice(f"{self.lines[i].label}是 0，没有依据记录。")
            return
        self.window_.show_uids(count.record, uids)

    def draw(self) -> None:
        """The months of the chosen figure's year, when the choice has rested for a moment."""
        chosen = self.view.selected_rows()
        if not chosen or chosen[0] >= len(self.lines):
            return
        line, (text, unit), ticket = self.lines[chosen[0]], self.shown, self._asked
        count = figures.counted(self.lines, line.part if isinstance(line, Share) else line.code)

        by_place = self.by.currentText() == PLACES

        def work(_progress: Progress) -> Any:
            with self.store.read() as reader:
                if by_place:
                    return coverage_chart.of_units(reader, count, text, unit=unit)
                return coverage_chart.months(reader, [count], text, unit=unit)[count.code]

        def make(found: Any, width: float) -> Sequence[Drawing]:
            if by_place:
                return bars(f"{count.label}（{text}）", found, width, plain=True)
            return (coverage_chart.of_months(count, found, text[:4], width),)

        def done(found: Any) -> None:
            if ticket == self._asked and self.view.selected_rows() == chosen:
                self.chart.show_drawings(lambda width: make(found, width))

        jobs.run(self, work, done=done, quiet=True)

    def _leaving(self, act: str, table: Table) -> Leaving:
        told = f"时段：{self.shown[0]}；对象：{table.unit or '全部'}"
        return Leaving(
            act, table.title, "stats", terms(whom="", purpose="", asked=None, default="none"), told, table=table
        )

    def xlsx(self) -> None:
        table = self.table
        if table is None:
            return
        name, _kind = QFileDialog.getSaveFileName(self, "导出", f"{table.title}.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        what = self._leaving("export", table)

        def work(progress: Progress) -> None:
            with leaving(self.store, what) as left:
                write.write_xlsx(table, Path(name), progress)
                left.files.append(Path(name))

        jobs.run(self, work, done=lambda _none: self.window_.notice(f"已导出：{Path(name).name}"), title="正在导出")

    def paper(self) -> None:
        table = self.table
        if table is None:
            return
        what, pdf = self._leaving("print", table), Path(self.folder.name) / "figures.pdf"
        jobs.run(
            self, lambda progress: print_ledger(table, pdf, progress),
            done=lambda told: preview(self, pdf, told, store=self.store, left=what), title="正在排版",
        )  # fmt: skip

    def status(self) -> str:
        return f"{len(self.lines):,} 项指标"


def _periods() -> list[str]:
    """This year and the last, their quarters and months, the newest first."""
    today = clock.today()
    found = [str(today.year), f"{today.year}-Q{(today.month + 2) // 3}", f"{today.year}-{today.month:02d}"]
    found += [f"{today.year}-Q{n}" for n in range((today.month + 2) // 3 - 1, 0, -1)]
    found += [f"{today.year}-{n:02d}" for n in range(today.month - 1, 0, -1)]
    return [*found, str(today.year - 1), *(f"{today.year - 1}-Q{n}" for n in range(4, 0, -1))]


def _told(column: Column, value: Any) -> str:
    if value is None:
        return "—" if column.kind == "number" else ""
    return f"{value:,}" if isinstance(value, int) else grouped(str(value))
