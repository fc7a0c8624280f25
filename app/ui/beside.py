"""Two rows side by side: what each says of every field, which side is taken, what follows and what stands in the way."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.models import RECORDS
from app.operations.merging import KEPT, OTHER, Choice, Merging
from app.rules.likeness import Likeness
from app.table import Column, Table
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, GREEN, TableView, of_table

COLUMNS = (
    Column("field", "栏目", width=14), Column(KEPT, "保留的一条", width=22), Column(OTHER, "另一条", width=22),
    Column("side", "合并后", width=12),
)  # fmt: skip
OPEN, SAME = "请选定", "相同"


class Beside(QFrame):
    """`sides` holds the side taken of each field in doubt. ← takes the left, → the right side of the chosen line."""

    changed = Signal()
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.plan: Merging | None = None
        self.lines: list[Choice] = []
        self.sides: dict[str, str] = {}
        self.rows: list[tuple[Any, ...]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        top = QHBoxLayout()
        self.heading = label("", "heading")
        self.turn_button = button("换成保留另一条", look="link")
        self.turn_button.clicked.connect(self.turned.emit)
        top.addWidget(self.heading)
        top.addStretch()
        top.addWidget(self.turn_button)
        column.addLayout(top)
        self.reasons = label("", "field")
        self.reasons.setWordWrap(True)
        column.addWidget(self.reasons)
        self.view = _Sides()
        self.view.setProperty("plain", True)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.taken.connect(self.take)
        self.view.clicked.connect(self._clicked)
        column.addWidget(self.view, 1)
        self.stops, self.links, self.warnings = label("", "danger"), label("", "hint"), label("", "warning")
        for note in (self.stops, self.warnings, self.links):
            note.setWordWrap(True)
            column.addWidget(note)
        self.clear()

    def clear(self) -> None:
        self._put(None)

    def show_plan(self, plan: Merging, likeness: Likeness | None = None) -> None:
        self._put(plan)
        if likeness is not None:
            told = (
                f"{likeness.word}：{likeness.text}"
                if likeness.reasons
                else "两条记录没有明显相同的地方，请看清楚再合并。"
            )
            self.reasons.setText(told)
            self.reasons.show()

    def _put(self, plan: Merging | None) -> None:
        self.plan, self.sides = plan, {}
        self.reasons.hide()
        choices = plan.choices if plan is not None else ()
        self.lines = sorted(choices, key=lambda each: (bool(each.side), each.kept == each.other))
        self.rows = [self._row(each) for each in self.lines]
        model = of_table(Table("", COLUMNS, self.rows), self)
        model.colour = lambda _column, value: _colour(str(value))
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        if self.rows:
            self.view.selectRow(0)
        self._say(plan)

    def _say(self, plan: Merging | None) -> None:
        title = RECORDS[plan.record].title if plan is not None else ""
        self.heading.setText(f"两条{title}记录" if plan is not None else "请在左边选一对")
        self.turn_button.setVisible(plan is not None)
        links = "、".join(f"{what} {count:,} 条" for what, count in plan.links) if plan is not None else ""
        texts = ("\n".join(plan.stops), "\n".join(plan.warnings)) if plan is not None else ("", "")
        for note, text in zip((self.stops, self.warnings), texts, strict=True):
            note.setText(text)
            note.setVisible(bool(text))
        self.links.setText(f"随之转到保留的一条：{links}。" if links else "没有别的记录用到另一条。")
        self.links.setVisible(plan is not None)
        restyle(self)

    def _row(self, choice: Choice) -> tuple[Any, ...]:
        if choice.kept == choice.other:
            return choice.field.label, choice.kept_text, choice.other_text, SAME
        side = choice.side or self.sides.get(choice.field.name, "")
        marked = [
            f"✓ {text}" if side == each else text
            for each, text in ((KEPT, choice.kept_text), (OTHER, choice.other_text))
        ]
        return choice.field.label, *marked, {KEPT: "取左边", OTHER: "取右边"}.get(side, OPEN)

    def undecided(self) -> list[Choice]:
        return [choice for choice in self.lines if not choice.side and choice.field.name not in self.sides]

    def _clicked(self, index: Any) -> None:
        side = {1: KEPT, 2: OTHER}.get(index.column())
        if side:
            self.take(side)

    def take(self, side: str) -> None:
        """This side of the chosen lines, where the two rows differ; then the next line that is still open."""
        for i in self.view.selected_rows():
            choice = self.lines[i]
            if not choice.side:
                self.sides[choice.field.name] = side
                self.rows[i] = self._row(choice)
        model: Any = self.view.model()
        model.repaint()
        left = self.undecided()
        if left:
            self.view.selectRow(self.lines.index(left[0]))
        self.changed.emit()


def _colour(value: str) -> Any:
    return AMBER if value == OPEN else GREEN if value.startswith("✓ ") else None


class _Sides(TableView):
    """The arrows left and right choose a side instead of a column."""

    taken = Signal(str)

    def keyPressEvent(self, event: Any) -> None:
        side = {Qt.Key.Key_Left: KEPT, Qt.Key.Key_Right: OTHER}.get(event.key())
        if side:
            self.taken.emit(side)
            return
        super().keyPressEvent(event)
