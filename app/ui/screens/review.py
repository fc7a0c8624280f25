"""民主评议: the members of a branch with last year's grade; a number key gives the chosen ones theirs of this year."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from app import clock, codes
from app.db.queries import due, resolve
from app.db.queries import review as queries
from app.db.queries.ledger import name_of
from app.db.store import Changes
from app.errors import UserError
from app.models.review import EXCELLENT, WEAK
from app.operations import review
from app.table import Column, Table
from app.ui import dialogs
from app.ui.editors import Picker
from app.ui.handed import Parts
from app.ui.naming import named
from app.ui.screens.screen import Screen
from app.ui.shortcut import keyed
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, TableView, framed, of_table

COLUMNS = (
    Column("name", "党员", width=12), Column("kind", "人员类别", width=12), Column("before", "上年等次", width=12),
    Column("grade", "评议等次", width=14),
)  # fmt: skip
YEARS = 6
SEEN = {"review", "member", "branch", "membership"}


class ReviewScreen(Screen):
    title = "民主评议"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.lines: list[queries.Line] = []
        self.chosen: int | None = None
        self.grades = [code.name for code in codes.codes(review.GRADES)]
        self.rest = button("未评的都记为合格…")
        self.rest.clicked.connect(lambda: dialogs.tried(self, self.fill))
        self.heading(self.rest)
        self.column.addLayout(self._above())
        self.view = TableView()
        self.column.addWidget(framed(self.view), 1)
        line = QHBoxLayout()
        for number, grade in enumerate(self.grades, 1):
            made = button(f"{grade} {number}")
            made.clicked.connect(lambda _checked=False, told=grade: dialogs.tried(self, partial(self.give, told)))
            keyed(self.view, (str(number),), partial(dialogs.tried, self, partial(self.give, grade)))
            line.addWidget(made)
        back = button("清除 0")
        back.clicked.connect(lambda: dialogs.tried(self, partial(self.give, "")))
        keyed(self.view, ("0", "Delete"), partial(dialogs.tried, self, partial(self.give, "")))
        line.addWidget(back)
        line.addWidget(
            label("选中一人或几人（Shift+方向键），按数字键登记等次，光标到下一人；按错了按 Ctrl+Z。", "hint")
        )
        line.addStretch()
        self.column.addLayout(line)

    def _above(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.branch, self.year, self.day = Picker([]), QComboBox(), QLineEdit()
        self.branch.setMinimumWidth(280)
        today = clock.today()
        first = today.year if today.month > 3 else today.year - 1  # until March it is last year's that is entered
        self.year.addItems([str(year) for year in range(today.year, today.year - YEARS, -1)])
        self.year.setCurrentText(str(first))
        self.day.setText(today.isoformat())
        self.day.setFixedWidth(110)
        for word, widget in (("党支部", self.branch), ("年度", self.year), ("评议日期", self.day)):
            line.addWidget(label(word, "field"))
            widget.setAccessibleName(word)
            line.addWidget(widget)
        line.addStretch()
        self.branch.activated.connect(lambda _index: dialogs.tried(self, self._choose))
        self.year.currentTextChanged.connect(lambda _text: self.load())
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not SEEN & changes.records:
            return
        if not isinstance(changes, Changes) or "branch" in changes.records:
            with self.store.read() as reader:
                self.chosen = due.using(reader) if self.chosen is None else self.chosen
                self.branch.offer(resolve.names(reader, "branch"))
                self.branch.setCurrentText("" if self.chosen is None else name_of(reader, "branch", self.chosen))
        self.load()

    def _choose(self) -> None:
        self.branch.pick_only_match()
        self.chosen = named(self.store, "branch", self.branch.currentText().strip())
        self.load()
        QTimer.singleShot(0, self.view, self.view.setFocus)

    def load(self) -> None:
        """The members of the branch; the row that had the keyboard keeps it."""
        at = self.view.currentIndex().row()
        year = int(self.year.currentText())
        with self.store.read() as reader:
            self.lines = [] if self.chosen is None else queries.of_branch(reader, self.chosen, year)
        model = of_table(Table("", COLUMNS, [line[1:] for line in self.lines]), self)
        model.colour = _colour
        self.view.setModel(model)
        self.view.fit(COLUMNS)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.say_when_empty(
            "这个党支部还没有党员。" if self.chosen is not None else "还没有党支部。请先登记党组织和党员。"
        )
        if self.lines:
            self.view.selectRow(min(max(at, 0), len(self.lines) - 1))
        self.rest.setEnabled(bool(self.left()))
        self._count()

    def _count(self) -> None:
        told = [line[4] for line in self.lines]
        parts = [f"{grade} {told.count(grade)}" for grade in self.grades if grade in told]
        left = f"还有 {len(self.left())} 名没有登记" if self.left() else "已登记全"
        self.subtitle.setText("　".join([f"{len(self.lines)} 人", *parts, left]) if self.lines else "")

    def left(self) -> list[int]:
        """正式党员 without a grade; 预备党员 may be given one, nobody waits for it."""
        return [line[0] for line in self.lines if not line[4] and line[2] != "预备党员"]

    def give(self, grade: str) -> None:
        """The chosen members, then on to the next one."""
        rows = self.view.selected_rows()
        if self.chosen is None or not rows:
            raise UserError("还没有选中党员。", "请先在表里选一个人。")
        told = {self.lines[row][0]: grade for row in rows}
        self._judge(told)
        if len(rows) == 1:
            self.view.selectRow(min(rows[0] + 1, len(self.lines) - 1))

    def fill(self) -> None:
        """Whoever has none yet, after a question: so it is when only the exceptions were told."""
        grade = self.grades[1]
        names = [line[1] for line in self.lines if line[0] in self.left()]
        told = "、".join(names[:8]) + (f"等 {len(names)} 人" if len(names) > 8 else "")
        if dialogs.ask(self, "未评的都记为合格", f"{told}，都记为{grade}吗？", yes="记为合格"):
            self._judge(dict.fromkeys(self.left(), grade))

    def _judge(self, told: dict[int, str]) -> None:
        assert self.chosen is not None
        count = review.judge(
            self.store, self.chosen, int(self.year.currentText()), told, day=self.day.text().strip() or None
        )
        self.window_.notice(f"已登记 {count} 人。")


def _colour(column: Column, value: Any) -> QColor | None:
    """The word says it, the colour only draws the eye."""
    if column.name != "grade" or not value:
        return None
    return AMBER if value in WEAK else GREEN if value == EXCELLENT else None
