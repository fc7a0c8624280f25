"""生僻字与证号诊所: damaged names and numbers, what they may become, and changing those that people ticked."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.db.store import Changes
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.models.catalogue import shown_records
from app.operations import clinic
from app.operations.clinic import Finding
from app.printing.fonts import uncovered
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.form import RecordForm
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, GREEN, TableView, framed, nothing, of_table

COLUMNS = (
    Column("tick", "改", width=5), Column("record", "记录", width=10), Column("who", "名称", width=14),
    Column("field", "栏目", width=14), Column("value", "现在", width=22), Column("proposal", "改为", width=22),
    Column("why", "说明", width=60),
)  # fmt: skip
NAMED = tuple(record.code() for record in shown_records())
ON, OFF = "☑", "☐"
KINDS = {"": "全部", "name": "姓名", "number": "证号", "beside": "与证号不符"}


class ClinicScreen(Screen):
    title = "证号诊所"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.findings: tuple[Finding, ...] = ()
        self.shown: list[Finding] = []
        self.ticked: set[Finding] = set()
        self.rows: list[tuple[Any, ...]] = []
        self.kind, self.asked = "", 0
        self.open_button, self.go = button("打开记录…"), button("修正", look="primary")
        self.open_button.clicked.connect(self.open_form)
        self.go.clicked.connect(self.apply)
        again = button("重新检查")
        again.clicked.connect(self.examine)
        self.heading(again, self.open_button, self.go)
        self.column.addLayout(self._chips())
        self.column.addWidget(self._list(), 1)
        self.column.addWidget(
            label(
                "空格 勾选或取消，回车 打开记录。只改勾选的，改前再列一次；没有建议的请对照证件，在记录里改正。", "hint"
            )
        )

    def _chips(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.chips: dict[str, Any] = {}
        for kind in KINDS:
            chip = button("")
            chip.setObjectName("chip")
            chip.clicked.connect(lambda _=False, each=kind: self._narrow(each))
            line.addWidget(chip)
            self.chips[kind] = chip
        line.addStretch()
        return line

    def _list(self) -> QWidget:
        self.view = _Ticking()
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.ticked.connect(self.tick)
        self.view.opened.connect(self.open_form)
        self.view.clicked.connect(lambda index: self.tick() if index.column() == 0 else None)
        self.view.doubleClicked.connect(lambda index: self.open_form() if index.column() else None)
        self.nothing = nothing("没有发现有问题的姓名和证号。")
        return framed(self.view, self.nothing)

    def refresh(self, changes: Changes | None = None) -> None:
        if changes is None or changes.records & set(NAMED):
            self.examine()

    def examine(self) -> None:
        self.asked += 1
        mine = self.asked
        self.subtitle.setText("正在检查…")

        def look(progress: Any) -> tuple[Finding, ...]:
            with self.store.read() as reader:
                return clinic.examine(reader, uncovered, progress=progress)

        jobs.run(self, look, done=lambda found: self._came(found) if mine == self.asked else None, quiet=True)

    def _came(self, found: tuple[Finding, ...]) -> None:
        self.findings = found
        self.ticked &= set(found)
        self._narrow(self.kind)

    def _narrow(self, kind: str) -> None:
        self.kind = kind
        self.shown = [each for each in self.findings if kind in ("", _kind(each))]
        counts = Counter(_kind(each) for each in self.findings)
        for each, chip in self.chips.items():
            chip.setText(f"{KINDS[each]} {counts[each] if each else len(self.findings):,}")
            chip.setProperty("state", None if each == kind else "off")
            restyle(chip)
        proposed = sum(bool(each.proposal) for each in self.findings)
        self.subtitle.setText(f"{len(self.findings):,} 处要核对，其中 {proposed:,} 处有建议")
        self._fill()

    def _fill(self) -> None:
        place = self._chosen()[:1]
        self.rows = [self._row(each) for each in self.shown]
        model = of_table(Table("", COLUMNS, self.rows), self)
        model.colour = lambda column, value: {"proposal": GREEN, "value": AMBER}.get(column.name) if value else None
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_acts())
        self.view.setVisible(bool(self.shown))
        self.nothing.setVisible(not self.shown)
        if self.shown:
            self.view.selectRow(min(place[0] if place else 0, len(self.shown) - 1))
        self._show_acts()

    def _row(self, each: Finding) -> tuple[Any, ...]:
        tick = (ON if each in self.ticked else OFF) if each.proposal else ""
        record = RECORDS[each.record].title
        return tick, record, each.who, each.label, each.value, each.proposal, each.fault.text

    def _chosen(self) -> list[int]:
        return self.view.selected_rows() if self.view.model() is not None else []

    def tick(self) -> None:
        """The chosen lines with a proposal: all on, or all off when they were on."""
        places = [i for i in self._chosen() if self.shown[i].proposal]
        found = {self.shown[i] for i in places}
        self.ticked = self.ticked - found if found <= self.ticked else self.ticked | found
        for i in places:
            self.rows[i] = self._row(self.shown[i])
        model: Any = self.view.model()
        model.repaint()
        self._show_acts()

    def _show_acts(self) -> None:
        self.go.setText(f"修正勾选的 {len(self.ticked):,} 处…" if self.ticked else "修正勾选的…")
        self.go.setEnabled(bool(self.ticked))
        self.open_button.setEnabled(len(self._chosen()) == 1)
        self.window_.show_chosen()

    def open_form(self) -> None:
        rows = self._chosen()
        if len(rows) != 1:
            return
        each = self.shown[rows[0]]
        form = RecordForm(self.store, RECORDS[each.record], each.row, parent=self)
        form.widgets[each.field].setFocus()
        form.exec()
        form.deleteLater()

    def apply(self) -> None:
        ticked = [each for each in self.findings if each in self.ticked]
        if not dialogs.ask(self, "修正", _told(ticked), yes=f"修正 {len(ticked):,} 处"):
            return
        try:
            clinic.apply(self.store, ticked)
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)

    def status(self) -> str:
        return f"已勾选 {len(self.ticked):,} 处" if self.ticked else ""


def _kind(each: Finding) -> str:
    return "beside" if each.fault.about else "name" if each.fault.code.startswith(("name", "multiple")) else "number"


def _told(ticked: Sequence[Finding], most: int = 12) -> str:
    lines = [f"{each.who}　{each.label}：{each.value} → {each.proposal}" for each in ticked[:most]]
    more = [f"……共 {len(ticked):,} 处"] if len(ticked) > most else []
    return "\n".join([*lines, *more, "", "这一步可以撤销。"])


class _Ticking(TableView):
    """The space bar ticks, Enter opens."""

    ticked = Signal()
    opened = Signal()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
