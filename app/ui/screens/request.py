"""诉求: the list by state, how many are late or due, the card with its journey, and the steps that can be taken now, by keys."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app import clock
from app.db.queries import holiday
from app.db.queries import request as queries
from app.db.queries.listing import Condition
from app.db.store import Changes
from app.errors import Rejected, UserError
from app.operations import setting
from app.operations.request_step import STATES
from app.ui import dialogs, requesting
from app.ui.handed import Parts
from app.ui.list import first_columns
from app.ui.screens.record import RecordScreen
from app.ui.style import button, label, restyle

ALL, SOON = "全部", "快到期"
MARKS = ("逾期", "今日到期", SOON, "已上报")
COLUMNS = (
    "request_no", "state", "due", "content", "informant", "village", "handler", "received_on", "kind", "source", "satisfaction"
)  # fmt: skip
STEPS = 5  # as many keys Ctrl+1 …


class RequestScreen(RecordScreen):
    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window, "request")
        if self.query.columns == first_columns(self.record):  # nobody chose others
            self.list.query = replace(self.query, columns=COLUMNS)
        self.words: tuple[str, ...] = ()
        self.column.insertLayout(1, self._board())
        self.column.addLayout(self._acts_line())
        for number in range(1, STEPS + 1):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, at=number - 1: self._step_at(at))
            self.addAction(action)

    def _board(self) -> QHBoxLayout:
        """One chip for each state and each thing that presses; a click shows just those."""
        line = QHBoxLayout()
        line.setSpacing(6)
        self.made: dict[str, QPushButton] = {}
        for word in (ALL, *STATES, *MARKS):
            made = button(word)
            made.setObjectName("chip")
            made.clicked.connect(lambda _on=False, of=word: self.only(of))
            if word == MARKS[0]:
                line.addSpacing(18)
            line.addWidget(made)
            self.made[word] = made
        line.addStretch()
        return line

    def _acts_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.about = label("", "field")
        line.addWidget(self.about)
        self.steps: list[QPushButton] = []
        for i in range(STEPS):
            made = button("")
            made.clicked.connect(lambda _on=False, at=i: self._step_at(at))
            line.addWidget(made)
            self.steps.append(made)
        line.addStretch()
        self.unknown = button("", look="link", tip="导入或登记放假和调休的日子")
        self.unknown.clicked.connect(lambda: self.window_.open_place("holiday"))
        line.addWidget(self.unknown)
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        super().refresh(changes)
        today = clock.today()
        with self.store.read() as reader:
            known = holiday.calendar(reader)
            soon = known.after(today, setting.number(reader, "request_soon_days"))
            now = queries.standing(reader, today.isoformat(), soon.isoformat())
        self.soon = soon.isoformat()
        counts = {ALL: sum(now.states.values()), **now.states, "逾期": now.late, "今日到期": now.today}
        counts |= {SOON: now.soon, "已上报": now.up}
        for word, made in self.made.items():
            count = counts.get(word, 0)
            made.setText(f"{'▲ ' if word == '逾期' and count else ''}{word} {count:,}")
        self.unknown.setText(f"还没有录入 {today.year} 年的节假日，时限按周一到周五计算")
        self.unknown.setVisible(today.year not in known.years)
        self._mark()

    def only(self, word: str) -> None:
        """Just those in a state, or those that press; `soon` is counted in working days, so it is a condition on the day."""
        asked = replace(self.query, conditions=(), marks=(), words=(), only=None, state="current")
        if word in STATES:
            asked = replace(asked, conditions=(Condition("state", "is", word),))
        elif word == SOON:
            tomorrow = (clock.today() + timedelta(days=1)).isoformat()
            due = (Condition("due", "ge", tomorrow), Condition("due", "le", self.soon))
            asked = replace(asked, conditions=due, marks=("未办结",))
        elif word != ALL:
            asked = replace(asked, marks=(word,))
        self.ask(asked)

    def _shown(self) -> None:
        super()._shown()
        if not self.model.total and not self.query.conditions and not self.query.marks:
            self.list.empty.setText(
                "还没有诉求。按 Ctrl+N 登记一件，走访时听到的诉求也会到这里；或导入各村的社情民意台账。"
            )
        self._mark()
        self._offer()

    def _mark(self) -> None:
        """The chip of what is shown stands out."""
        asked = self.query
        plain = not (asked.conditions or asked.marks or asked.words or asked.only)
        here = {ALL: plain}
        for word in STATES:
            here[word] = asked.conditions == (Condition("state", "is", word),)
        for word in MARKS:
            here[word] = asked.marks == (word,)
        here[SOON] = asked.marks == ("未办结",) and len(asked.conditions) == 2
        for word, made in self.made.items():
            state = None if here[word] else "off"
            if made.property("state") != state:
                made.setProperty("state", state)
                restyle(made)

    def _picked(self) -> None:
        super()._picked()
        self._offer()

    def _offer(self) -> None:
        """The steps that can be taken with the one chosen, each with its key."""
        rows = self.chosen()
        found = requesting.steps(self, rows[0]) if len(rows) == 1 and rows[0] else ()
        self.words = tuple(step.word for step in found)[:STEPS]
        self.about.setText("可以办：" if found else "选一件诉求，这里显示可以办的事")
        for i, made in enumerate(self.steps):
            made.setVisible(i < len(self.words))
            if i < len(self.words):
                made.setText(f"{self.words[i]} Ctrl+{i + 1}")
                made.setToolTip(found[i].help)

    def _step_at(self, at: int) -> None:
        if at < len(self.words):
            self.take(self.words[at])

    def take(self, word: str) -> None:
        """One step of the request that is chosen."""
        rows = self.chosen()
        if len(rows) == 1:
            self._tried(lambda: requesting.take(self, rows[0], word))

    def _form(self, row: int | None) -> None:
        if row is not None:
            super()._form(row)
            return
        made: list[int | None] = []
        self._tried(lambda: made.append(requesting.receive(self)))
        if made and made[0]:
            self.list.show_made(made[0])

    def _tried(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)
