"""首页: three honest bars of coverage, what is to be done, who has not handed in, how complete the records are, what was done.

It never waits: each part is counted beside the window and shown as it comes, coverage first, then rule by rule.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app import clock
from app.db.queries import batch as batches
from app.db.queries import completeness, coverage, history
from app.db.queries.alert import Aside, changed_since, everything_aside
from app.db.store import Changes
from app.loading import late
from app.models import RECORDS
from app.ui import jobs
from app.ui.handed import Parts
from app.ui.screens.home_card import Bar, Line, Lines
from app.ui.screens.home_todo import Todo
from app.ui.screens.screen import Screen
from app.ui.style import button

NOTHING = "还没有登记。可以先在“导入”里导入村里报来的名册，或者在“单位”里登记各村。"
TIERS = (
    ("household", "每户有党员联系", "户", "household", "member_household"),
    ("member", "每名党员有干部联系", "名", "member", "cadre_member"),
    ("village", "每村有乡镇干部包干", "村", "unit", "cadre_village"),
)
SEEN = "home/seen"
TOLD, SHOWN_BATCHES, SHOWN_PLACES = 4, 3, 6


class HomeScreen(Screen):
    """`arrived` carries each part to the window's thread: (ticket, word, what was found)."""

    title = "首页"
    arrived = Signal(int, str, object)

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self._asked = 0
        self._counted: tuple[int, str] = (-1, "")  # newest work and day of what the rules were asked about
        self._counting = False
        self._since = str(self.window_.memory.value(SEEN) or "")
        self.heading()
        self.changed = button("", look="link", tip="看修改记录")
        self.changed.clicked.connect(lambda: self.window_.open_place("works"))
        self.changed.hide()
        self.column.addWidget(self.changed)
        self.bars = {tier: self._bar(*rest) for tier, *rest in TIERS}
        bars = QHBoxLayout()
        bars.setSpacing(12)
        for bar in self.bars.values():
            bars.addWidget(bar)
        self.column.addLayout(bars)
        self.todo = Todo(self.store)
        self.todo.opened.connect(self.window_.show_record)
        self.view, self.model, self.count = self.todo.view, self.todo.model, self.todo.count
        lower, side = QHBoxLayout(), QVBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self.todo, 7)
        self.sheets, self.whole = Lines("收表", whole=True), Lines("信息完整度", whole=True)
        self.recent, self.missed = Lines("最近操作"), Lines("对接期限已过", whole=True)
        self.whole.put([("正在核对…", "", None)])
        self.sheets.hide()
        self.missed.hide()
        for card in (self.missed, self.sheets, self.whole):
            side.addWidget(card)
        side.addWidget(self.recent, 1)
        lower.addLayout(side, 3)
        self.column.addLayout(lower, 1)
        self.arrived.connect(self._take)

    def _bar(self, caption: str, counter: str, record: str, kind: str) -> Bar:
        return Bar(
            caption, counter, show=lambda uids: self.window_.show_uids(record, uids),
            pair=lambda uids: late("app.ui.screens.suggestion:recommend")(self.window_, kind, uids),
        )  # fmt: skip

    @property
    def alerts(self) -> list[Any]:
        return self.todo.alerts

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - the history tells what changed
        """The page is painted first; its numbers come after, and only what can have changed is counted anew."""
        self._asked += 1
        self._counting, ticket = True, self._asked
        jobs.run(
            self, lambda _progress: self._count(ticket), done=lambda _none: None, quiet=True, after=jobs.PAINTED_MS
        )

    def _count(self, ticket: int) -> None:
        """In the thread of the job; gives up when another question was asked meanwhile."""
        with self.store.read() as reader, reader.roomy():
            newest, today = history.newest(reader), clock.today().isoformat()
            counted = self._counted
            self.arrived.emit(ticket, "tiers", coverage.coverage(reader))
            self.arrived.emit(ticket, "works", (history.works(reader, limit=12), self._news(reader)))
            self.arrived.emit(ticket, "sheets", [_sheet(reader, batch) for batch in batches.batches(reader)])
            self.arrived.emit(ticket, "missed", coverage.missed(reader))
            for code, found in late("app.rules:each")(reader, only=_stale(reader, counted, today)):
                if ticket != self._asked:
                    return
                self.arrived.emit(ticket, "alerts", (code, found))
            rules = {rule.code: (rule.record, *rule.reads, *rule.names) for rule in late("app.rules:RULES").values()}
            self.arrived.emit(ticket, "aside", everything_aside(reader, rules))
            self.arrived.emit(ticket, "whole", completeness.completeness(reader))
            self.arrived.emit(ticket, "counted", (newest, today))

    def _news(self, reader: Any) -> str:
        """自上次打开以来: how many rows of which records were changed since the window was closed last."""
        work, _, at = self._since.partition(" ")
        newest = history.newest(reader)
        if not work.isdigit() or not 0 < int(work) < newest:
            return ""
        told = [
            f"{RECORDS[record].title} {count:,}"
            for record, count in history.since(reader, int(work))
            if record in RECORDS and not RECORDS[record].hidden
        ]
        more = "等" if len(told) > TOLD else ""
        return f"自上次打开（{when(at)}）以来：{'，'.join(told[:TOLD])}{more} ›" if told else ""

    def _take(self, ticket: int, word: str, found: Any) -> None:
        """An answer that comes after another question was asked is passed over; what a rule found stays true."""
        if word == "alerts":
            self.todo.take(*found)
            self.window_.show_chosen()
        elif ticket == self._asked:
            getattr(self, f"show_{word}")(found)

    def show_tiers(self, found: tuple[coverage.Tier, ...]) -> None:
        for tier in found:
            if tier.tier in self.bars:
                self.bars[tier.tier].show_tier(tier)
        registered = any(tier.total for tier in found)
        self.view.say_when_empty("正在核对各项登记…" if registered else NOTHING)

    def show_missed(self, found: tuple[coverage.Tier, ...]) -> None:
        """Campaigns whose deadline is over and of which somebody is still held by nobody."""
        show = self.window_.show_uids
        self.missed.put(
            [
                (
                    tier.title,
                    f"{len(tier.late):,} {RECORDS[tier.record].counter}未对接 ›",
                    partial(show, tier.record, tier.late),
                )
                for tier in found
            ]
        )
        self.missed.setVisible(bool(found))

    def show_works(self, found: tuple[list[history.Act], str]) -> None:
        works, news = found
        self.recent.put([(act.label, when(act.at), None) for act in works])
        self.changed.setText(news)
        self.changed.setVisible(bool(news))

    def show_sheets(self, found: list[tuple[tuple[str, int], list[str]]]) -> None:
        """Of each open batch how many have handed in, and who has not."""
        lines: list[Line] = []
        bars: dict[int, tuple[int, int]] = {}
        for (name, sent), absent in found[:SHOWN_BATCHES]:
            bars[len(lines)] = (sent - len(absent), sent)
            lines.append((name, f"{sent - len(absent):,} / {sent:,}", None))
            names = "、".join(absent[:SHOWN_PLACES]) + ("等" if len(absent) > SHOWN_PLACES else "")
            if absent:
                lines.append((f"未交：{names}", "催一下 ›", lambda: self.window_.open_place("collecting")))
        self.sheets.setVisible(bool(found))
        self.sheets.put(lines, bars)

    def show_aside(self, found: list[Aside]) -> None:
        self.todo.take_aside(found)
        if self.bars["household"].rate.text() != "…" and self.view.words != NOTHING:
            self.view.say_when_empty("没有待办。")

    def show_whole(self, found: tuple[completeness.Completeness, ...]) -> None:
        self.whole.put([self._completeness(each) for each in found if each.rows])
        self.whole.setVisible(any(each.rows for each in found))

    def show_counted(self, found: tuple[int, str]) -> None:
        self._counted, self._counting = found, False
        self.window_.show_status()

    def _completeness(self, found: completeness.Completeness) -> Line:
        """The share of what is filled in; a click leads to the rows that lack something."""
        short = found.rows - found.whole
        words = f"{coverage.rate(found.filled, found.asked)}　{f'{short:,} {RECORDS[found.record].counter}有缺项 ›' if short else '齐全'}"
        return RECORDS[found.record].title, words, (lambda: self._show_incomplete(found.record)) if short else None

    def _show_incomplete(self, record: str) -> None:
        with self.store.read() as reader:
            uids = completeness.incomplete(reader, record)
        self.window_.show_uids(record, uids)

    def status(self) -> str:
        """What is known so far, and that it is not all while the rules are still asked."""
        known = sum(len(found) for found in self.todo.found.values())
        return f"待办 {known:,} 项{'，正在核对…' if self._counting else ''}"

    def leave(self) -> None:
        """So that the next window can say what happened since."""
        with self.store.read() as reader:
            self.window_.memory.setValue(SEEN, f"{history.newest(reader)} {clock.now().isoformat()[:16]}")


def _stale(reader: Any, counted: tuple[int, str], today: str) -> frozenset[str] | None:
    """Codes of the rules that must be asked again; None for all: a new day changes what is late."""
    work, day = counted
    if work < 0 or day != today:
        return None
    records, rules = changed_since(reader, work)
    known = late("app.rules:RULES")
    return frozenset(late("app.rules:touched")(records)) | frozenset(code for code in rules if code in known)


def _sheet(reader: Any, batch: batches.BatchFacts) -> tuple[tuple[str, int], list[str]]:
    """((title, sheets sent), the places that have not handed in)."""
    sent = batches.handouts(reader, batch.id)
    return (batch.name, len(sent)), [sheet.place for sheet in sent if not sheet.returns]


def when(at: str) -> str:
    """Today only the hour, before that the day."""
    day, _, hour = at[:16].partition("T")
    return hour if day == clock.today().isoformat() else day[5:] if day[:4] == str(clock.today().year) else day
