"""考核总览: organisations by lines with a sign for each, the weakest lines, and the domains beside each other."""

from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QFileDialog

from app import clock, passing
from app.db.queries import assessment as queries
from app.db.queries import checklist as checklists
from app.db.store import Changes, Reader
from app.exchange import write
from app.ledgers import assessment as ledger
from app.operations.outgoing import Leaving, leaving, terms
from app.printing.ledger import print_ledger
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.handed import Parts
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, GREY, RED, TableView, framed, of_table

LINES, WEAK, DOMAINS = "组织和条目", "薄弱条目", "各领域比较"
COLOURS = {ledger.FULL: GREEN, ledger.PART: AMBER, ledger.ZERO: RED, ledger.HIT_SIGN: RED, ledger.ABSENT_SIGN: GREY}
NARROW = 46
TOUCHING = {"assessment", "score", "item", "checklist", "branch", "unit"}
NOTHING = "这一年还没有按这个清单的考核。请先在“考核”里新建。"


class OverviewScreen(Screen):
    title = "考核总览"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.folder = passing.folder()
        self.shown: Table | None = None
        self._asked = 0
        self.versions: tuple[checklists.Version, ...] = ()
        self.year, self.list, self.kind = QComboBox(), QComboBox(), QComboBox()
        self.list.setMinimumWidth(260)
        self.kind.addItems([LINES, WEAK, DOMAINS])
        for box in (self.year, self.list, self.kind):
            box.currentIndexChanged.connect(lambda _i: self.load())
        sheet, paper = button("导出…"), button("打印…")
        sheet.clicked.connect(self.export)
        paper.clicked.connect(self.paper)
        self.heading(label("年度", "field"), self.year, label("清单", "field"), self.list, self.kind, sheet, paper)
        self.view = TableView()
        self.view.doubleClicked.connect(lambda index: self.open_row(index.row()))
        keyed(self.view, OPENING, self._enter)
        self.note = label("", "hint")
        self.note.setWordWrap(True)
        self.column.addWidget(framed(self.view), 1)
        self.column.addWidget(self.note)

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not TOUCHING & changes.records:
            return
        with self.store.read() as reader:
            years, every = queries.years(reader), checklists.versions(reader, retired=True)
            used = Counter(each.checklist for each in queries.every(reader))
        # What most organisations were assessed by comes first, and is shown at first.
        mine = (version for version in every if version.id in used)
        self.versions = tuple(sorted(mine, key=lambda version: -used[version.id]))
        _offer(self.year, [str(year) for year in years] or [str(clock.today().year)])
        _offer(self.list, [version.name for version in self.versions])
        self.load()

    def load(self) -> None:
        """Counted beside the window; an answer to a former question is passed over."""
        kind, place = self.kind.currentText(), self.list.currentIndex()
        self.list.setEnabled(kind != DOMAINS)
        year = int(self.year.currentText() or 0)
        self._asked += 1
        ticket = self._asked
        checklist = self.versions[place].id if 0 <= place < len(self.versions) else 0

        def work(_progress: Any) -> Table | None:
            with self.store.read() as reader:
                return _table(reader, kind, checklist, year)

        jobs.run(self, work, done=lambda found: self._show(found) if ticket == self._asked else None, quiet=True)

    def _show(self, found: Table | None) -> None:
        self.shown = found
        columns = found.columns if found is not None else ()
        model = of_table(found or Table("", (), []), self)
        model.colour = _colour
        self.view.setModel(model)
        self.view.fit(columns, model)
        for at, column in enumerate(columns):
            if column.name.startswith("line_"):
                self.view.setColumnWidth(at, NARROW)
        self.view.say_when_empty(NOTHING)
        rows = len(found.rows) if found is not None else 0
        self.subtitle.setText(f"{rows:,} 行" if rows else "")
        self.note.setText(_note(found) if found is not None else "")

    def _enter(self) -> None:
        rows = self.view.selected_rows()
        if rows:
            self.open_row(rows[0])

    def open_row(self, i: int) -> None:
        """The assessment of the row, where a row is one."""
        if self.shown is None or i >= len(self.shown.keys):
            return
        with self.store.read() as reader:
            row = queries.row_of(reader, self.shown.keys[i])
        if row is not None:
            self.window_.open_place("assessing").show_row(row)

    def export(self) -> None:
        if self.shown is None or not self.shown.rows:
            return
        start = str(Path.home() / f"{self.shown.title}.xlsx")
        name, _filter = QFileDialog.getSaveFileName(self, "导出", start, "电子表格 (*.xlsx)")
        if not name:
            return
        with leaving(self.store, self._left("export")) as left:
            write.write_xlsx(self.shown, Path(name))
            left.files.append(Path(name))
        dialogs.tell(self, "已导出", f"已存成 {name}")

    def _left(self, way: str) -> Leaving:
        assert self.shown is not None
        return Leaving(way, self.shown.title, "assessment_overview", terms(), self.list.currentText(), table=self.shown)

    def paper(self) -> None:
        if self.shown is None or not self.shown.rows:
            return
        table, pdf = self.shown, Path(self.folder.name) / "overview.pdf"
        jobs.run(
            self, lambda progress: print_ledger(table, pdf, progress),
            done=lambda told: preview(self, pdf, told, store=self.store, left=self._left("print")), title="正在排版",
        )  # fmt: skip

    def leave(self) -> None:
        self.folder.cleanup()


def _table(reader: Reader, kind: str, checklist: int, year: int) -> Table | None:
    if kind == DOMAINS:
        return ledger.domains(reader, year)
    if not checklist:
        return None
    return ledger.overview(reader, checklist, year) if kind == LINES else ledger.weakest(reader, checklist, year)


def _note(found: Table) -> str:
    """Under the signs what they mean, and how many reach the whole of the lines that fewest reach."""
    if not found.totals:
        return found.note
    reached = [
        (int(str(cell).rstrip("%")), column.label)
        for column, cell in zip(found.columns, found.totals, strict=True)
        if column.name.startswith("line_") and cell
    ]
    weak = "、".join(f"{code}（{share}%）" for share, code in sorted(reached)[:5] if share < 100)
    return f"{found.note}满分的组织最少的条目：{weak}。" if weak else found.note


def _offer(box: QComboBox, texts: list[str]) -> None:
    kept = box.currentText()
    box.blockSignals(True)
    box.clear()
    box.addItems(texts)
    if kept in texts:
        box.setCurrentText(kept)
    box.blockSignals(False)


def _colour(column: Column, value: Any) -> QColor | None:
    """The sign says it, the colour only draws the eye."""
    return COLOURS.get(str(value)) if column.name.startswith("line_") else None
