"""The lines of 对账: which are shown, what the clerk decides of them with keys or mouse."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.exchange.comparing_apply import Choice
from app.exchange.comparing_plan import Comparison
from app.table import Column
from app.ui.flow import Flow
from app.ui.screens import comparing_line as found
from app.ui.screens.comparing_line import Decisions, Line
from app.ui.shortcut import keyed
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, GREEN, GREY, RED, RowsModel, TableView, framed

COLOURS = {
    found.TAKE: GREEN, found.AGAINST: GREY, found.ASK: RED, found.LEAVE: GREY,
    "●": RED, "▲": RED, "◆": AMBER, "＋": GREEN, "－": AMBER, "○": GREY,
}  # fmt: skip
SIDE = 170  # pixels at most for each of the three sides, so that they stand beside each other; the words take the rest
KEYS = (
    ("Space", "采纳所选 空格", "采纳选中的各处；再按一次取消"), ("R", "这一行 R", "采纳这个人（这一行）的全部改动"),
    ("C", "这一栏 C", "采纳这一栏里同样情况的全部改动"), ("A", "这一类 A", "采纳结果相同的全部各处"),
    ("K", "按库里的 K", "选中的各处以库里的为准，这份表不再问"),
)  # fmt: skip


class Differences(QWidget):
    """`put(comparison, lines)` shows; `decided` holds what was decided, `changed` tells of each decision.

    `opened(row)` asks for the record on the books with this row.
    """

    changed = Signal()
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison: Comparison | None = None
        self.lines: tuple[Line, ...] = ()
        self.shown: list[Line] = []
        self.decided = Decisions()
        self.only = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        beside = QWidget()
        self.chips = Flow(beside)
        column.addWidget(beside)
        self.view = TableView()
        card = framed(self.view)
        self.model = RowsModel(found.COLUMNS, self)
        self.model.colour = _colour
        self.view.setModel(self.model)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.view.clicked.connect(lambda index: self._clicked(index.row(), index.column()))
        self.view.doubleClicked.connect(lambda index: self._open(index.row(), index.column()))
        column.addWidget(card, 1)
        self.full = label("", "hint")
        self.full.setWordWrap(True)
        self.full.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.full)
        column.addLayout(self._keys())

    def _keys(self) -> QHBoxLayout:
        line = QHBoxLayout()
        acts: tuple[Callable[[], None], ...] = (
            lambda: self.take(self._marked()), lambda: self.take(self._like(found.same_row)),
            lambda: self.take(self._like(found.same_column)), lambda: self.take(self._like(found.same_kind)),
            lambda: self.keep(self._marked()),
        )  # fmt: skip
        self.keys: dict[str, Any] = {}
        for (key, text, tip), act in zip(KEYS, acts, strict=True):
            made = button(text, tip=tip)
            made.clicked.connect(act)
            keyed(self.view, (key,), act)
            self.keys[key] = made
            line.addWidget(made)
        line.addStretch()
        line.addWidget(label("双击一行打开这条记录", "hint"))
        return line

    def put(self, comparison: Comparison, lines: tuple[Line, ...], *, again: bool) -> None:
        """Shows a comparison; `again`: of the same file, so that the decisions stay."""
        before = self.comparison if again else None
        self.decided = found.carried(before, self.decided, comparison) if before else found.proposed(comparison)
        self.comparison, self.lines = comparison, lines
        self._put_chips(found.chips(comparison, lines) if comparison.status == "ok" else [], keep=again)
        self._rows()

    def _put_chips(self, told: list[tuple[str, str]], *, keep: bool) -> None:
        for gone in self.chips.take_all():
            gone.hide()
            gone.deleteLater()
        self.only = self.only if keep and self.only in dict(told) else ""
        for only, text in told:
            made = button(text)
            made.setParent(self.chips.parentWidget())
            made.setObjectName("chip")
            made.setProperty("only", only)
            made.clicked.connect(lambda _=False, each=only: self.filter(each))
            self.chips.addWidget(made)
            made.show()
        self._mark_chips()

    def _mark_chips(self) -> None:
        for made in self.chips.widgets():
            made.setProperty("state", None if made.property("only") == self.only else "off")
            restyle(made)

    def filter(self, only: str) -> None:
        """Only the rows or cells of one state (see `comparing_line.shown`)."""
        self.only = only
        self._mark_chips()
        self._rows()

    def _rows(self) -> None:
        assert self.comparison is not None
        self.shown = found.shown(self.lines, self.only)
        sheets = len({layout.sheet for layout in self.comparison.layouts}) > 1

        def fetch(offset: int, limit: int) -> list[tuple[Any, ...]]:
            part = enumerate(self.shown[offset : offset + limit], offset + 1)
            return [(i, *found.cells_of(line, self.decided, sheets=sheets)) for i, line in part]

        self.model.reset(found.COLUMNS, len(self.shown), fetch)
        self.view.fit(found.COLUMNS, self.model)
        for i, column in enumerate(found.COLUMNS):
            if column.name in ("sent", "returned", "stored", "told"):
                self.view.setColumnWidth(i, min(self.view.columnWidth(i), SIDE))
            self.view.setColumnHidden(i, column.name == "sent" and not self.comparison.batch)
        for made in self.keys.values():
            made.setEnabled(self.comparison.plan is None and bool(self.shown))
        if self.shown:
            self.view.selectRow(0)
            self.view.setFocus()
        self._tell()

    def _tell(self) -> None:
        """The line under the cursor in full."""
        i = self.view.currentIndex().row()
        self.full.setText(found.in_full(self.shown[i]) if 0 <= i < len(self.shown) else "")

    def _marked(self) -> Choice:
        made = [self.shown[i].choice for i in self.view.selected_rows()]
        return Choice(frozenset().union(*(c.cells for c in made)), frozenset().union(*(c.new for c in made)))

    def _like(self, kind: Callable[[Comparison, Line], Choice]) -> Choice:
        i = self.view.currentIndex().row()
        if self.comparison is None or not 0 <= i < len(self.shown):
            return Choice()
        return kind(self.comparison, self.shown[i]) if self.shown[i].choice else Choice()

    def take(self, choice: Choice) -> None:
        self._decide(self.decided.take(choice) if choice else self.decided)

    def keep(self, choice: Choice) -> None:
        self._decide(self.decided.keep(choice) if choice else self.decided)

    def _decide(self, decided: Decisions) -> None:
        if self.comparison is not None and self.comparison.plan is None and decided != self.decided:
            self.decided = decided
            self.model.repaint()
            self.changed.emit()

    def _clicked(self, row: int, column: int) -> None:
        if column == 0 and row < len(self.shown):
            self.take(self.shown[row].choice)

    def _open(self, row: int, column: int) -> None:
        if column > 0 and self.shown[row].row.stored:
            self.opened.emit(self.shown[row].row.stored)


def _colour(column: Column, value: Any) -> Any:
    if column.name == "taken":
        return COLOURS.get(value)
    return COLOURS.get(str(value)[:1]) if column.name == "state" else None
