"""The card with the sheet as it will look: drawn anew beside the window's thread whenever something is asked otherwise."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.db.store import Store
from app.exchange.filling import Asked, Proposal
from app.exchange.filling_picture import Picture, picture
from app.ui import jobs
from app.ui.screens.filling_picture import PictureView
from app.ui.style import button, label

SHOWN = 30  # records in the picture


class PreviewCard(QFrame):
    """`look(proposal, asked)` draws; `drawn(picture)` tells that it is there, `failed(error)` why it is not."""

    drawn = Signal(object)
    failed = Signal(object)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.proposal: Proposal | None = None
        self.asked: Asked | None = None
        self.picture: Picture | None = None
        self.at = 0  # which record's form is shown
        self.turns = 0  # what was asked last wins
        self.caption, self.view = label("", "heading"), PictureView()
        self.back, self.forth = button("‹", tip="上一份"), button("›", tip="下一份")
        self.back.setAccessibleName("上一份")
        self.forth.setAccessibleName("下一份")
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        carded(self, self.view, self.caption, self.back, self.forth)

    def look(self, proposal: Proposal, asked: Asked) -> None:
        self.proposal, self.asked, self.at = proposal, asked, 0
        self._draw()

    def mark(self, cell: str) -> None:
        """Leads the eye to what a blank becomes."""
        blank = self.proposal.layout.blank(cell) if self.proposal is not None else None
        if blank is not None and self.proposal is not None:
            self.view.mark(blank.row - 1 if self.proposal.layout.shape == "form" else -1, blank.column - 1)

    def _turn(self, step: int) -> None:
        self.at = max(self.at + step, 0)
        self._draw()

    def _draw(self) -> None:
        proposal, asked, at = self.proposal, self.asked, self.at
        if proposal is None or asked is None:
            return
        self.turns += 1
        turn = self.turns

        def newest(act: Any) -> Any:
            return lambda result: act(result) if turn == self.turns else None

        jobs.run(
            self, lambda _progress: picture(self.store, proposal, asked, limit=SHOWN, at=at),
            done=newest(self._put), failed=newest(self.failed.emit), quiet=True,
        )  # fmt: skip

    def _put(self, made: Picture) -> None:
        assert self.proposal is not None
        self.picture = made
        self.view.put(made)
        form = self.proposal.layout.shape == "form"
        for turn in (self.back, self.forth):
            turn.setVisible(form and made.records > 1)
        self.back.setEnabled(self.at > 0)
        self.forth.setEnabled(self.at + 1 < made.records)
        self.caption.setText(_seen(self.proposal, made, self.at))
        self.drawn.emit(made)


def samples(proposal: Proposal, made: Picture) -> list[str]:
    """What the first records bring into each blank."""
    return ["、".join(_brought(proposal, made, blank.row, blank.column)) for blank in proposal.layout.blanks]


def _brought(proposal: Proposal, made: Picture, row: int, column: int) -> list[str]:
    if proposal.layout.shape == "form":
        inside = row <= len(made.rows) and column <= len(made.rows[row - 1])
        return [made.rows[row - 1][column - 1]] if inside and (row - 1, column - 1) in made.filled else []
    rows = range(made.head.stop, len(made.rows))
    found = [made.rows[at][column - 1] for at in rows if (at, column - 1) in made.filled and made.rows[at][column - 1]]
    return list(dict.fromkeys(found))[:3]


def _seen(proposal: Proposal, made: Picture, at: int) -> str:
    if not made.records:
        return "没有符合条件的记录"
    if proposal.layout.shape == "form":
        name = f"{made.names[at]}　" if at < len(made.names) else ""
        return f"{name}第 {at + 1:,} 份，共 {made.records:,} 份"
    counter = "行" if proposal.layout.shape == "stat" else proposal.rows_of.counter
    return f"填好后的样子，共 {made.records:,} {counter}" + (f"，先看前 {SHOWN}" if made.left else "")


def carded(card: QFrame, table: QWidget, *above: QWidget) -> QFrame:
    """A table below a line with its caption and what stands at the right of it."""
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 8, 1, 1)
    line = QHBoxLayout()
    line.setContentsMargins(12, 0, 8, 0)
    line.addWidget(above[0])
    line.addStretch()
    for made in above[1:]:
        line.addWidget(made)
    column.addLayout(line)
    column.addWidget(table, 1)
    return card
