"""组织关系转接: letters out and in by state, those past their day, and what can be done with each, by keys."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app import clock
from app.db.queries import transfer as queries
from app.db.queries.listing import Condition, Query
from app.db.queries.transfer_word import COMING, ENTERED, ISSUED
from app.models.transfer import OUT
from app.ui import dialogs, transferring
from app.ui.handed import Parts
from app.ui.screens.board import ALL, BoardScreen, Offer
from app.ui.style import button

EXPIRED = "过期"


class TransferScreen(BoardScreen):
    chips_told = (ISSUED, COMING, ENTERED)
    pressing = (EXPIRED,)
    columns_told = (
        "direction", "name", "state", "issued_on", "valid_until", "letter_no", "from_org", "to_org", "branch", "dues_until",
        "receipt_on",
    )  # fmt: skip
    nothing = "没有在办的转接。转出的在“党员”里选人，用“开介绍信”；转入的按 Ctrl+N 登记对方的介绍信。"
    unchosen = "选一件，这里显示可以办的事"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window, "transfer")

    def _acts(self) -> list[QWidget]:
        letters = button("打印介绍信")
        letters.clicked.connect(lambda: dialogs.tried(self, lambda: transferring.letters(self, self._printed())))
        return [letters, *super()._acts()]

    def _printed(self) -> list[int]:
        """Those chosen, else everything that is listed, as far as one print goes."""
        return self.chosen() or [self.model.row_id(i) for i in range(min(self.model.total, transferring.MOST))]

    def counts(self) -> Mapping[str, int]:
        with self.store.read() as reader:
            found = queries.standing(reader, clock.today().isoformat())
        waiting = sum(found.states[word] for word in self.chips_told)
        return {ALL: waiting, **found.states, EXPIRED: found.expired}

    def asked(self, word: str) -> Query:
        if word in self.chips_told:
            return replace(self.plain, conditions=(Condition("state", "is", word),))
        return replace(self.plain, marks=(word,))

    def offers(self, row: int) -> tuple[Offer, ...]:
        values = transferring.present(self, row)
        if values["ended_on"]:
            return ()
        cancel = Offer("作废", "没有转成，党员留在原来的党支部", partial(transferring.cancel, self, [row]))
        if values["direction"] == OUT:
            came = Offer("登记回执", "收到对方的回执，党员离开或转支部", partial(transferring.receipt, self, row))
            return (
                came,
                Offer("打印介绍信", "三联：存根、介绍信、回执", partial(transferring.letters, self, [row])),
                cancel,
            )
        if values["accepted_on"]:
            return (Offer("寄出回执", "把回执寄回对方", partial(transferring.reply, self, row)),)
        return (Offer("接收", "列入党员名册", partial(transferring.accept, self, row)), replace(cancel, word="退回"))

    def _form(self, row: int | None) -> None:
        if row is not None:
            super()._form(row)
            return
        made: list[int | None] = []
        dialogs.tried(self, lambda: made.append(transferring.receive(self)))
        if made and made[0]:
            self.list.show_made(made[0])
