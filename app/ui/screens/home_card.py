"""The cards of the home page: one of the three hundreds, and a card of a few lines that lead somewhere."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout

from app.db.queries.coverage import Tier
from app.ui.style import Elided, button, label, restyle

Line = tuple[str, str, Callable[[], None] | None]


class Bar(QFrame):
    """One of the three hundreds: the rate, the figures behind it, a bar, the way to those who are missing and to a suggestion."""

    def __init__(
        self,
        caption: str,
        counter: str,
        *,
        show: Callable[[tuple[str, ...]], Any],
        pair: Callable[[tuple[str, ...]], Any],
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.counter = counter
        column = QVBoxLayout(self)
        column.addWidget(label(caption, "subtitle"))
        line = QHBoxLayout()
        self.rate, self.figures = label("…", "number"), label("", "subtitle")
        line.addWidget(self.rate)
        line.addStretch()
        line.addWidget(self.figures)
        column.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        column.addWidget(self.bar)
        below = QHBoxLayout()
        self.missing, self.pair = button("", look="link"), button("去推荐结对 ›", look="link")
        self.uids: tuple[str, ...] = ()
        self.missing.clicked.connect(lambda: show(self.uids))
        self.pair.clicked.connect(lambda: pair(self.uids))
        below.addWidget(self.missing)
        below.addStretch()
        below.addWidget(self.pair)
        column.addLayout(below)
        self.pair.hide()

    def show_tier(self, tier: Tier) -> None:
        left, self.uids = tier.total - tier.covered, tier.uncovered
        self.rate.setText(tier.rate)
        self.figures.setText(f"{tier.covered:,} / {tier.total:,} {self.counter}")
        fill(self.bar, tier.covered, tier.total)
        self.missing.setText(
            f"{left:,} {self.counter}未联系 ›" if left else ("全部落实" if tier.total else "还没有登记")
        )
        self.missing.setEnabled(bool(left))
        self.pair.setVisible(bool(left))


def fill(bar: QProgressBar, done: int, total: int) -> None:
    """An honest bar: green only when all is done, amber when little is missing."""
    left = total - done
    bar.setMaximum(max(total, 1))
    bar.setValue(done)
    bar.setProperty("tone", "ok" if not left and total else "warning" if left * 20 < total else "accent")
    restyle(bar)


class Lines(QFrame):
    """A card with a heading and a few lines of two texts, the second of which may lead somewhere."""

    def __init__(self, heading: str, *, whole: bool = False) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.whole = whole  # shows all its lines, however little room there is
        self._column = QVBoxLayout(self)
        self._column.addWidget(label(heading, "heading"))
        self._area = QScrollArea()  # scrolls where there is no room, so that the page need not
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column.addWidget(self._area, 1)

    def put(self, lines: Sequence[Line], bars: Mapping[int, tuple[int, int]] = MappingProxyType({})) -> None:
        """`bars`: number of a line → (done, total), drawn below it."""
        held = QFrame()
        held.setObjectName("scrolled")
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 6, 0)
        for i, (first, second, act) in enumerate(lines):
            line = QHBoxLayout()
            line.addWidget(Elided(first), 1)
            if act is None:
                line.addWidget(label(second, "hint"))
            else:
                link = button(second, look="link")
                link.clicked.connect(act)
                line.addWidget(link)
            inside.addLayout(line)
            if i in bars:
                bar = QProgressBar()
                bar.setTextVisible(False)
                fill(bar, *bars[i])
                inside.addWidget(bar)
        inside.addStretch()
        self._area.setWidget(held)
        if self.whole:
            self._area.setMinimumHeight(inside.minimumSize().height())
