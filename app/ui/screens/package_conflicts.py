"""What both sides changed, one line a field, and what the clerk decides of it with keys or mouse."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.exchange.package_plan import Choice, Plan
from app.exchange.package_show import Field, Line
from app.models import RECORDS
from app.table import Column
from app.ui import differing
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button
from app.ui.table import AMBER, GREEN, GREY, RowsModel, TableView, framed

COLUMNS = (
    Column("decided", "取舍", width=12), Column("record", "记录", width=10), Column("name", "名称", width=12),
    Column("label", "项目", width=12), Column("there", "包里", width=22), Column("here", "本库", width=22),
    Column("package", "报送包", width=16),
)  # fmt: skip
THERE, HERE, OPEN = "✓ 用包里的", "○ 用本库的", "？ 没有定"
COLOURS = {THERE: GREEN, HERE: GREY, OPEN: AMBER}
WORDS = differing.Words(
    "两边都改过", "这一条在两台电脑上都改过。请逐项选定用哪一个。", ("包里", "本库"), ("都用包里的", "都用本库的"), "先不定", "就这样定",
)  # fmt: skip


class Conflicts(QWidget):
    """`taken` holds what was decided; `changed` tells of each decision."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[tuple[Line, Field]] = []
        self.whose: tuple[str, ...] = ()
        self.taken: dict[tuple[str, str, str], bool] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        self.view = TableView()
        self.view.say_when_empty("没有两边都改过的记录")
        self.model = RowsModel(COLUMNS, self)
        self.model.colour = lambda told, value: COLOURS.get(value) if told.name == "decided" else None
        self.view.setModel(self.model)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.doubleClicked.connect(lambda _index: self.ask())
        column.addWidget(framed(self.view), 1)
        column.addLayout(self._acts())

    def _acts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.buttons = []
        for key, text, act in (
            ("Space", "用包里的 空格", lambda: self.decide(self._marked(), theirs=True)),
            ("K", "用本库的 K", lambda: self.decide(self._marked(), theirs=False)),
            ("", "这一条逐项选… 回车", self.ask),
            ("", "全部用包里的", lambda: self.decide(self.lines, theirs=True)),
            ("", "全部用本库的", lambda: self.decide(self.lines, theirs=False)),
        ):  # fmt: skip
            made = button(text)
            made.clicked.connect(lambda _checked=False, act=act: act())
            if key:
                keyed(self.view, (key,), act)
            self.buttons.append(made)
            line.addWidget(made)
        keyed(self.view, OPENING, self.ask)
        line.addStretch()
        return line

    def put(self, plan: Plan, lines: list[Line]) -> None:
        """Shows the conflicts of a plan; what was decided of the same ones stays decided."""
        self.lines = [(line, field) for line in lines for field in line.fields]
        self.whose = tuple(one.title for one in plan.packages)
        there = {_key(*each) for each in self.lines}
        self.taken = {key: theirs for key, theirs in self.taken.items() if key in there}
        for each in self.buttons:
            each.setEnabled(bool(self.lines))
        self._tell()
        self.view.fit(COLUMNS, self.model)
        self.view.setColumnWidth(0, max(self.view.columnWidth(0), self.fontMetrics().horizontalAdvance(f"{THERE}MM")))

    def choice(self) -> Choice:
        return Choice(dict(self.taken))

    @property
    def undecided(self) -> int:
        return len(self.lines) - len(self.taken)

    def decide(self, lines: list[tuple[Line, Field]], *, theirs: bool) -> None:
        self.taken.update({_key(*each): theirs for each in lines})
        self._tell()

    def ask(self) -> None:
        """The row under the cursor, field by field."""
        place = self.view.currentIndex().row()
        if not 0 <= place < len(self.lines):
            return
        line = self.lines[place][0]
        asked = [differing.Line(field.name, field.label, (field.there, field.here)) for field in line.fields]
        dialog = differing.Differing(self, asked, WORDS)
        if dialog.exec():
            self.taken.update({_key(line, field): dialog.takes_theirs(field.name) for field in line.fields})
            self._tell()
        dialog.deleteLater()

    def _marked(self) -> list[tuple[Line, Field]]:
        return [self.lines[index.row()] for index in self.view.selectionModel().selectedRows()]

    def _tell(self) -> None:
        marked = [index.row() for index in self.view.selectionModel().selectedRows()]
        current = self.view.currentIndex().row()
        self.model.reset(COLUMNS, len(self.lines), self._rows)
        if self.lines and current >= 0:
            self.view.selectRow(min(current, len(self.lines) - 1))
        if len(marked) > 1:
            self.view.clearSelection()
        self.changed.emit()

    def _rows(self, offset: int, limit: int) -> list[tuple[Any, ...]]:
        return [self._row(place) for place in range(offset, min(offset + limit, len(self.lines)))]

    def _row(self, place: int) -> tuple[Any, ...]:
        line, field = self.lines[place]
        theirs = self.taken.get(_key(line, field))
        decided = OPEN if theirs is None else THERE if theirs else HERE
        title, there, here = RECORDS[line.record].title, field.there or "（空）", field.here or "（空）"
        return place, decided, title, line.name, field.label, there, here, self.whose[line.package]


def _key(line: Line, field: Field) -> tuple[str, str, str]:
    return line.record, line.uid, field.name
