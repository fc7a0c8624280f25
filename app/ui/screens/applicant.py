"""发展党员: the list by stage, what comes next for each and from when, what is late, and the steps that can be taken, by keys."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from app import clock
from app.db.queries import applicant as queries
from app.db.queries.listing import Condition, Query
from app.models.applicant_step import FULL, NOTICE_WORDS, STAGES, Open
from app.ui import applying, dialogs
from app.ui.handed import Parts
from app.ui.screens.board import ALL, BoardScreen, Offer

READY, LATE = "可办", "逾期"


class ApplicantScreen(BoardScreen):
    chips_told = tuple(word for word in STAGES if word != FULL)
    pressing = (READY, LATE)
    columns_told = (
        "name", "stage", "next_word", "next_since", "next_due", "branch", "applied_on", "active_on", "target_on", "admitted_on"
    )  # fmt: skip
    nothing = "还没有发展党员的登记。按 Ctrl+N 登记一份入党申请，或导入各支部的发展党员名册。"
    unchosen = "选一名，这里显示下一步可以办的事"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window, "applicant")

    def counts(self) -> Mapping[str, int]:
        with self.store.read() as reader:
            found = queries.standing(reader, clock.today().isoformat())
        return {ALL: sum(found.stages.values()), **found.stages, READY: found.ready, LATE: found.late}

    def asked(self, word: str) -> Query:
        if word in STAGES:
            return replace(self.plain, conditions=(Condition("stage", "is", word),))
        return replace(self.plain, marks=(word,))

    def offers(self, row: int) -> tuple[Offer, ...]:
        return tuple(self._offered(row, item) for item in applying.possible(self, row))

    def _offered(self, row: int, item: Open) -> Offer:
        if item.lacks:
            word = NOTICE_WORDS[item.step.notice]
            return Offer(word, f"公示期满以后办理“{item.step.word}”", partial(applying.notice, self, row))
        due = f"，应在 {item.due} 前办" if item.due else ""
        return Offer(item.step.word, f"{item.since} 起可办{due}", partial(applying.take, self, row, item.step.number))

    def _form(self, row: int | None) -> None:
        if row is not None:
            super()._form(row)
            return
        made: list[int | None] = []
        dialogs.tried(self, lambda: made.append(applying.apply(self)))
        if made and made[0]:
            self.list.show_made(made[0])
