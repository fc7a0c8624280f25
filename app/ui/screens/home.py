"""首页: three honest bars of coverage, what is to be done, how complete the records are, what was done last."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QScrollArea, QVBoxLayout

from app import clock
from app.db.queries import completeness, coverage, history
from app.db.queries.card import captions
from app.db.store import Changes
from app.errors import Rejected, UserError
from app.loading import late
from app.models import RECORDS
from app.table import Column
from app.ui import dialogs, jobs
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import Elided, button, label, restyle
from app.ui.table import AMBER, GREY, RED, RowsModel, TableView

SHOWN = 2000
NOTHING = "还没有登记。可以先在“导入”里导入村里报来的名册，或者在“单位”里登记各村。"
Line = tuple[str, str, Callable[[], None] | None]
COLOURS = {"● 逾期": RED, "◆ 近期": AMBER, "○ 核对": GREY}
SIGNS = {"late": "● 逾期", "week": "◆ 近期", "note": "○ 核对"}
COLUMNS = (
    Column("severity", "", width=10),
    Column("title", "事项", width=22),
    Column("about", "对象", width=22),
    Column("text", "说明", width=60),
)
TIERS = (
    ("household", "每户有党员联系", "户", "household"),
    ("member", "每名党员有干部联系", "名", "member"),
    ("village", "每村有乡镇干部包干", "村", "unit"),
)


class HomeScreen(Screen):
    title = "首页"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.alerts: list[Any] = []
        self.heading()
        bars = QHBoxLayout()
        bars.setSpacing(12)
        self.bars = {tier: Bar(self, caption, counter, record) for tier, caption, counter, record in TIERS}
        for bar in self.bars.values():
            bars.addWidget(bar)
        self.column.addLayout(bars)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self._todo(), 7)
        side = QVBoxLayout()
        self.whole, self.recent = Lines("信息完整度", whole=True), Lines("最近操作")
        side.addWidget(self.whole)
        side.addWidget(self.recent, 1)
        lower.addLayout(side, 3)
        self.column.addLayout(lower, 1)

    def _todo(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        line = QHBoxLayout()
        line.addWidget(label("待办", "heading"))
        self.count = label("", "subtitle")
        line.addWidget(self.count)
        line.addStretch()
        line.addWidget(label("双击打开　右击推迟或搁置", "hint"))
        column.addLayout(line)
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.model = RowsModel(COLUMNS, self)
        self.model.colour = lambda column, value: COLOURS.get(value) if column.name == "severity" else None
        self.view.setModel(self.model)
        self.view.fit(COLUMNS)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.doubleClicked.connect(lambda index: self._open(index.row()))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        column.addWidget(self.view, 1)
        return card

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        """The page is painted first; its numbers come after."""
        jobs.run(self, lambda _progress: self._facts(), done=self._show, quiet=True)

    def _facts(self) -> dict[str, Any]:
        with self.store.read() as reader:
            alerts = sorted(late("app.rules:run")(reader), key=lambda alert: list(SIGNS).index(alert.severity))
            named = captions(reader, [(alert.record, alert.row) for alert in alerts[:SHOWN]])
            return {
                "tiers": coverage.coverage(reader), "alerts": alerts, "named": named,
                "whole": completeness.completeness(reader), "works": history.works(reader, limit=12),
            }  # fmt: skip

    def _show(self, facts: dict[str, Any]) -> None:
        for tier in facts["tiers"]:
            if tier.tier in self.bars:
                self.bars[tier.tier].show_tier(tier)
        self.alerts = facts["alerts"]
        self.count.setText(f"{len(self.alerts):,} 项")
        named, shown = facts["named"], self.alerts
        self.model.reset(
            COLUMNS,
            len(shown),
            lambda offset, limit: [
                self._line(i, a, named) for i, a in enumerate(shown[offset : offset + limit], offset)
            ],
        )
        self.view.fit(COLUMNS, self.model)
        self.whole.put([self._completeness(found) for found in facts["whole"] if found.rows])
        self.whole.setVisible(any(found.rows for found in facts["whole"]))
        self.recent.put([(act.label, _when(act.at), None) for act in facts["works"]])
        registered = any(found.rows for found in facts["whole"])
        self.view.say_when_empty("没有待办。" if registered else NOTHING)
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

    def _line(self, i: int, alert: Any, named: dict[tuple[str, int], Any]) -> tuple[Any, ...]:
        about = named.get((alert.record, alert.row)) or RECORDS[alert.record].title
        return (i, SIGNS[alert.severity], late("app.rules:RULES")[alert.code].title, about, alert.text)

    def _open(self, i: int) -> None:
        if i < len(self.alerts):
            self.window_.show_record(self.alerts[i].record, self.alerts[i].row)

    def _menu(self, point: Any) -> None:
        i = self.view.indexAt(point).row()
        if not 0 <= i < len(self.alerts):
            return
        menu = QMenu(self)
        menu.addAction("打开", lambda: self._open(i))
        menu.addAction("推迟…", lambda: self._put_aside(i, later=True))
        menu.addAction("搁置并说明…", lambda: self._put_aside(i, later=False))
        menu.exec(self.view.viewport().mapToGlobal(point))

    def _put_aside(self, i: int, *, later: bool) -> None:
        asking = late("app.ui.asking")
        questions = [asking.Question("until", "推迟到", "date")] if later else []
        questions.append(asking.Question("reason", "原因"))
        told = asking.ask(self, "推迟" if later else "搁置", self.alerts[i].text, questions)
        if told is None:
            return
        try:
            late("app.operations.dismissal:dismiss")(
                self.store, self.alerts[i].code, self.alerts[i].uid, told["reason"], until=told.get("until")
            )
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)

    def status(self) -> str:
        return f"待办 {len(self.alerts):,} 项"


class Bar(QFrame):
    """One of the three hundreds: the rate, the figures behind it, a bar, and the way to those who are missing."""

    def __init__(self, home: HomeScreen, caption: str, counter: str, record: str) -> None:
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
        self.missing, self.pair = button("", look="link"), button("去结对 ›", look="link")
        self.uids: tuple[str, ...] = ()
        self.missing.clicked.connect(lambda: home.window_.show_uids(record, self.uids))
        self.pair.clicked.connect(lambda: home.window_.open_place("pair"))
        below.addWidget(self.missing)
        below.addStretch()
        below.addWidget(self.pair)
        column.addLayout(below)

    def show_tier(self, tier: coverage.Tier) -> None:
        left, self.uids = tier.total - tier.covered, tier.uncovered
        self.rate.setText(tier.rate)
        self.figures.setText(f"{tier.covered:,} / {tier.total:,} {self.counter}")
        self.bar.setMaximum(max(tier.total, 1))
        self.bar.setValue(tier.covered)
        self.bar.setProperty(
            "tone", "ok" if not left and tier.total else "warning" if left * 20 < tier.total else "accent"
        )
        restyle(self.bar)
        self.missing.setText(
            f"{left:,} {self.counter}未联系 ›" if left else ("全部落实" if tier.total else "还没有登记")
        )
        self.missing.setEnabled(bool(left))
        self.pair.setVisible(bool(left))


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

    def put(self, lines: list[Line]) -> None:
        held = QFrame()
        held.setObjectName("scrolled")
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 6, 0)
        for first, second, act in lines:
            line = QHBoxLayout()
            line.addWidget(Elided(first), 1)
            if act is None:
                line.addWidget(label(second, "hint"))
            else:
                link = button(second, look="link")
                link.clicked.connect(act)
                line.addWidget(link)
            inside.addLayout(line)
        inside.addStretch()
        self._area.setWidget(held)
        if self.whole:
            self._area.setMinimumHeight(inside.minimumSize().height())


def _when(at: str) -> str:
    """Today only the hour, before that the day."""
    day, _, hour = at[:16].partition("T")
    return hour if day == clock.today().isoformat() else day[5:] if day[:4] == str(clock.today().year) else day
