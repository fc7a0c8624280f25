"""诉求: the list by state, how many are late or due, the card with its journey, and the steps that can be taken now, by keys."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from app import clock
from app.db.queries import holiday
from app.db.queries import request as queries
from app.db.queries.listing import Condition, Query
from app.operations import setting
from app.operations.request_step import STATES
from app.ui import dialogs, requesting
from app.ui.handed import Parts
from app.ui.screens.board import ALL, BoardScreen, Offer
from app.ui.style import button

LATE, SOON = "逾期", "快到期"


class RequestScreen(BoardScreen):
    chips_told = STATES
    pressing = (LATE, "今日到期", SOON, "已上报")
    columns_told = (
        "request_no", "state", "due", "content", "informant", "village", "handler", "received_on", "kind", "source",
        "satisfaction",
    )  # fmt: skip
    nothing = "还没有诉求。按 Ctrl+N 登记一件，走访时听到的诉求也会到这里；或导入各村的社情民意台账。"
    unchosen = "选一件诉求，这里显示可以办的事"

    def __init__(self, parts: Parts, window: Any) -> None:
        self.soon = ""  # the last day that is soon
        super().__init__(parts, window, "request")
        self.unknown = button("", look="link", tip="导入或登记放假和调休的日子")
        self.unknown.clicked.connect(lambda: self.window_.open_place("holiday"))
        self.offers_line.addWidget(self.unknown)

    def counts(self) -> Mapping[str, int]:
        today = clock.today()
        with self.store.read() as reader:
            known = holiday.calendar(reader)
            self.soon = known.after(today, setting.number(reader, "request_soon_days")).isoformat()
            now = queries.standing(reader, today.isoformat(), self.soon)
        self.unknown.setText(f"还没有录入 {today.year} 年的节假日，时限按周一到周五计算")
        self.unknown.setVisible(today.year not in known.years)
        pressing = dict(zip(self.pressing, (now.late, now.today, now.soon, now.up), strict=True))
        return {ALL: sum(now.states.values()), **now.states, **pressing}

    def asked(self, word: str) -> Query:
        """`soon` is counted in working days, so it is a condition on the day."""
        if word in STATES:
            return replace(self.plain, conditions=(Condition("state", "is", word),))
        if word == SOON:
            tomorrow = (clock.today() + timedelta(days=1)).isoformat()
            due = (Condition("due", "ge", tomorrow), Condition("due", "le", self.soon))
            return replace(self.plain, conditions=due, marks=("未办结",))
        return replace(self.plain, marks=(word,))

    def offers(self, row: int) -> tuple[Offer, ...]:
        return tuple(
            Offer(step.word, step.help, partial(requesting.take, self, row, step.word))
            for step in requesting.steps(self, row)
        )

    def _form(self, row: int | None) -> None:
        if row is not None:
            super()._form(row)
            return
        made: list[int | None] = []
        dialogs.tried(self, lambda: made.append(requesting.receive(self)))
        if made and made[0]:
            self.list.show_made(made[0])
