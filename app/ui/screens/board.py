"""A list with a board above it and offers below: chips that count and choose, and what can be done with the row that is chosen, by keys.

A screen of this kind says its chips, their counts and queries, and the offers of one row; the rest is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.db.queries.listing import Query
from app.db.store import Changes
from app.ui import dialogs
from app.ui.handed import Parts
from app.ui.list import first_columns
from app.ui.screens.record import RecordScreen
from app.ui.style import button, label, restyle

ALL = "全部"
LATE = {"逾期", "过期"}  # chips that carry a sign while they count any
OFFERS = 5  # as many keys Ctrl+1 …


@dataclass(frozen=True)
class Offer:
    """`act` may ask the clerk, and may raise what is then told to him."""

    word: str
    help: str
    act: Callable[[], Any]


class BoardScreen(RecordScreen):
    """`chips` in the order of the board, those in `pressing` apart; `columns` are shown where nobody chose others."""

    chips_told: ClassVar[tuple[str, ...]] = ()
    pressing: ClassVar[tuple[str, ...]] = ()
    columns_told: ClassVar[tuple[str, ...]] = ()
    nothing: ClassVar[str] = ""  # what stands in an empty list
    unchosen: ClassVar[str] = ""  # and beside the offers while nothing is chosen

    def __init__(self, parts: Parts, window: Any, record: str) -> None:
        super().__init__(parts, window, record)
        if self.query.columns == first_columns(self.record):
            self.list.query = replace(self.query, columns=self.columns_told)
        self.offered: tuple[Offer, ...] = ()
        self.column.insertLayout(1, self._board())
        self.offers_line = self._offers_line()
        self.column.addLayout(self.offers_line)
        for number in range(1, OFFERS + 1):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, at=number - 1: self.take(at))
            self.addAction(action)

    # What a screen of this kind says

    def counts(self) -> Mapping[str, int]:
        """How many each chip stands for."""
        raise NotImplementedError

    def asked(self, word: str) -> Query:
        """The query of a chip; that of ALL is the plain list."""
        raise NotImplementedError

    def offers(self, row: int) -> tuple[Offer, ...]:
        """What can be done with a row now."""
        raise NotImplementedError

    # What follows

    @property
    def plain(self) -> Query:
        return replace(self.query, conditions=(), marks=(), words=(), only=None, state="current")

    def _board(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        self.made: dict[str, QPushButton] = {}
        for word in (ALL, *self.chips_told, *self.pressing):
            made = button(word)
            made.setObjectName("chip")
            made.clicked.connect(lambda _on=False, of=word: self.only(of))
            if self.pressing and word == self.pressing[0]:
                line.addSpacing(18)
            line.addWidget(made)
            self.made[word] = made
        line.addStretch()
        return line

    def _offers_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.about = label("", "field")
        line.addWidget(self.about)
        self.offer_buttons: list[QPushButton] = []
        for i in range(OFFERS):
            made = button("")
            made.clicked.connect(lambda _on=False, at=i: self.take(at))
            line.addWidget(made)
            self.offer_buttons.append(made)
        line.addStretch()
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        super().refresh(changes)
        counts = self.counts()
        late = LATE & set(self.pressing)
        for word, made in self.made.items():
            count = counts.get(word, 0)
            made.setText(f"{'▲ ' if word in late and count else ''}{word} {count:,}")
        self._mark()

    def only(self, word: str) -> None:
        """Just those that a chip stands for."""
        self.ask(self.plain if word == ALL else self.asked(word))

    def _shown(self) -> None:
        super()._shown()
        asked = self.query
        if not self.model.total and not (asked.conditions or asked.marks or asked.words or asked.only):
            self.list.empty.setText(self.nothing)
        self._mark()
        self._offer()

    def _mark(self) -> None:
        """The chip of what is shown stands out."""
        for word, made in self.made.items():
            told = self.plain if word == ALL else self.asked(word)
            same = all(
                getattr(told, name) == getattr(self.query, name)
                for name in ("conditions", "marks", "words", "only", "state")
            )
            state = None if same else "off"
            if made.property("state") != state:
                made.setProperty("state", state)
                restyle(made)

    def _picked(self) -> None:
        super()._picked()
        self._offer()

    def _offer(self) -> None:
        rows = self.chosen()
        self.offered = self.offers(rows[0])[:OFFERS] if len(rows) == 1 and rows[0] else ()
        self.about.setText("可以办：" if self.offered else self.unchosen)
        for i, made in enumerate(self.offer_buttons):
            made.setVisible(i < len(self.offered))
            if i < len(self.offered):
                made.setText(f"{self.offered[i].word} Ctrl+{i + 1}")
                made.setToolTip(self.offered[i].help)

    def take(self, at: int) -> None:
        """The offer of that place, for the row that is chosen."""
        if at < len(self.offered):
            dialogs.tried(self, self.offered[at].act)
