"""待办: what the rules found, as it comes; each line is opened, done, postponed, put aside with a reason, and taken up again."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from app.db.queries.alert import Aside
from app.db.queries.card import captions
from app.db.store import Store
from app.errors import Rejected, UserError
from app.loading import late
from app.models import RECORDS
from app.table import Column
from app.ui import dialogs
from app.ui.shortcut import keyed
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, GREY, RED, RowsModel, TableView

COLOURS = {"● 逾期": RED, "◆ 近期": AMBER, "○ 核对": GREY, "… 放下": GREY}
SIGNS = {"late": "● 逾期", "week": "◆ 近期", "note": "○ 核对"}
ASIDE = "aside"
WORDS = {"": "全部", **SIGNS, ASIDE: "… 放下"}
COLUMNS = (
    Column("severity", "", width=10),
    Column("title", "事项", width=22),
    Column("about", "对象", width=22),
    Column("text", "说明", width=60),
)
DONE = "已办理"
EVERY = "全部事项"
MANY = 200  # a subject with more lines stands as one among all subjects


@dataclass(frozen=True)
class Heap:
    """All lines of one rule as one; opened, it shows them."""

    code: str
    severity: str
    count: int
    uid: str = ""
    record: str = ""
    row: int = 0


class Todo(QFrame):
    """`take(code, alerts)` as each rule is done; `opened(record, row)` when a line is to be opened."""

    opened = Signal(str, int)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.store = store
        self.found: dict[str, list[Any]] = {}
        self.aside: list[Aside] = []
        self.shown: list[Any] = []
        self.only = ""
        column = QVBoxLayout(self)
        column.addLayout(self._head())
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.model = RowsModel(COLUMNS, self)
        self.model.colour = lambda column, value: COLOURS.get(value) if column.name == "severity" else None
        self.view.setModel(self.model)
        self.view.fit(COLUMNS)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.doubleClicked.connect(lambda index: self.open(index.row()))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        column.addWidget(self.view, 1)
        column.addLayout(self._acts())
        self._offer()

    @property
    def alerts(self) -> list[Any]:
        """All of them, the gravest first."""
        every = [alert for found in self.found.values() for alert in found]
        return sorted(every, key=lambda alert: list(SIGNS).index(alert.severity))

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(label("待办", "heading"))
        self.count = label("", "subtitle")
        line.addWidget(self.count)
        line.addStretch()
        self.rules = QComboBox()
        self.rules.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rules.setMinimumContentsLength(12)
        self.rules.activated.connect(lambda _i: self.arrange())
        line.addWidget(self.rules)
        self.chips: dict[str, QPushButton] = {}
        for only in WORDS:
            self.chips[only] = self._chip(only)
            line.addWidget(self.chips[only])
        return line

    def _chip(self, only: str) -> QPushButton:
        made = button(WORDS[only])
        made.setObjectName("chip")
        made.clicked.connect(lambda: self.narrow(only))
        return made

    def _acts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.acts: dict[str, QPushButton] = {}
        for name, words, key, act in (
            ("open", "打开", "Return", self.open),
            ("done", "办了", "Ctrl+D", self.finish),
            ("later", "推迟…", "Ctrl+T", lambda i: self.put_aside(i, later=True)),
            ("aside", "搁置并说明…", "Ctrl+G", lambda i: self.put_aside(i, later=False)),
            ("back", "恢复", "Ctrl+R", self.take_up),
        ):
            made = button(words, look="link", tip=key)
            made.clicked.connect(lambda _=False, act=act: self._with_chosen(act))
            keyed(self.view, (key,), made.click)
            self.acts[name] = made
            line.addWidget(made)
        line.addStretch()
        return line

    def _with_chosen(self, act: Callable[[int], None]) -> None:
        chosen = self.view.selected_rows()
        if chosen:
            act(chosen[0])

    def _offer(self) -> None:
        rows = self.view.selected_rows()
        one = bool(rows) and rows[0] < len(self.shown) and not isinstance(self.shown[rows[0]], Heap)
        for name, made in self.acts.items():
            made.setEnabled(one or (bool(rows) and name == "open"))
            made.setVisible(name == "open" or (name == "back") == (self.only == ASIDE))

    def narrow(self, only: str) -> None:
        self.only = "" if only == self.only else only
        self.arrange()

    def take(self, code: str, alerts: list[Any]) -> None:
        """What one rule found; the table is arranged anew only where something changed."""
        if alerts or self.found.get(code):
            self.found[code] = alerts
            self.arrange()

    def take_aside(self, aside: Sequence[Aside]) -> None:
        self.aside = list(aside)
        self.arrange()

    def arrange(self) -> None:
        """The lines asked for; the chosen one stays chosen."""
        alerts, kept = self.alerts, self._key()
        rule = self._offer_rules()
        if self.only == ASIDE:
            self.shown = [each for each in self.aside if rule in ("", each.rule)]
        else:
            wanted = [alert for alert in alerts if self.only in ("", alert.severity) and rule in ("", alert.code)]
            self.shown = wanted if rule else _heaped(wanted)
        counts = {"": len(alerts), ASIDE: len(self.aside)}
        for sign in SIGNS:
            counts[sign] = sum(alert.severity == sign for alert in alerts)
        for only, chip in self.chips.items():
            chip.setText(f"{WORDS[only]} {counts[only]:,}")
            chip.setVisible(bool(counts[only]) or only in ("", self.only))
            chip.setProperty("state", None if only == self.only else "off")
            restyle(chip)
        self.count.setText(f"{len(alerts):,} 项")
        self.model.reset(COLUMNS, len(self.shown), self._page)
        self.view.fit(COLUMNS, self.model)
        place = next((i for i, line in enumerate(self.shown[:1000]) if _key(line) == kept), -1)
        if kept and place >= 0:
            self.view.selectRow(place)
        self._offer()

    def _offer_rules(self) -> str:
        """The subjects with lines, in the box above; gives the one chosen, "" for all."""
        kept = str(self.rules.currentData() or "")
        counts = {code: len(found) for code, found in self.found.items() if found}
        if self.only == ASIDE:
            counts = {code: sum(each.rule == code for each in self.aside) for code in {e.rule for e in self.aside}}
        self.rules.clear()
        self.rules.addItem(EVERY, "")
        for code, count in counts.items():
            self.rules.addItem(f"{late('app.rules:RULES')[code].title}（{count:,}）", code)
        place = self.rules.findData(kept)
        self.rules.setCurrentIndex(max(place, 0))
        return kept if place > 0 else ""

    def _page(self, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """Whom the lines are about is asked for page by page: a county has a hundred thousand."""
        lines = self.shown[offset : offset + limit]
        with self.store.read() as reader:
            named = captions(reader, [(line.record, line.row) for line in lines if line.record])
        return [self._line(i, line, named) for i, line in enumerate(lines, offset)]

    def _line(self, i: int, line: Any, named: dict[tuple[str, int], Any]) -> tuple[Any, ...]:
        if isinstance(line, Heap):
            title = late("app.rules:RULES")[line.code].title
            return (i, SIGNS[line.severity], title, f"{line.count:,} 项 ›", "打开后逐条查看和办理。")
        about = named.get((line.record, line.row)) or (RECORDS[line.record].title if line.record else "已不在登记里")
        if isinstance(line, Aside):
            told = f"推迟到 {line.until}：{line.reason}" if line.until else line.reason
            return (i, WORDS[ASIDE], late("app.rules:RULES")[line.rule].title, about, told)
        return (i, SIGNS[line.severity], late("app.rules:RULES")[line.code].title, about, line.text)

    def _key(self) -> tuple[str, str]:
        chosen = self.view.selected_rows()
        return _key(self.shown[chosen[0]]) if chosen and chosen[0] < len(self.shown) else ("", "")

    def open(self, i: int) -> None:
        """The row that a line is about; of many lines shown as one, those lines."""
        line = self.shown[i] if i < len(self.shown) else None
        if isinstance(line, Heap):
            self.rules.setCurrentIndex(self.rules.findData(line.code))
            self.arrange()
        elif line is not None and line.record:
            self.opened.emit(line.record, line.row)

    def _menu(self, point: Any) -> None:
        i = self.view.indexAt(point).row()
        if not 0 <= i < len(self.shown):
            return
        self.view.selectRow(i)
        menu = QMenu(self)
        for made in self.acts.values():
            if made.isVisibleTo(self):
                menu.addAction(made.text(), made.click)
        menu.exec(self.view.viewport().mapToGlobal(point))

    def finish(self, i: int) -> None:
        """办了: it stays away; should the rule find it still, it stands under 放下 and can be taken up again."""
        self._dismiss(self.shown[i], DONE, None)

    def put_aside(self, i: int, *, later: bool) -> None:
        asking = late("app.ui.asking")
        questions = [asking.Question("until", "推迟到", "date")] if later else []
        questions.append(asking.Question("reason", "原因"))
        told = asking.ask(self, "推迟" if later else "搁置", self.shown[i].text, questions)
        if told is not None:
            self._dismiss(self.shown[i], told["reason"], told.get("until"))

    def _dismiss(self, alert: Any, reason: str, until: str | None) -> None:
        try:
            late("app.operations.dismissal:dismiss")(self.store, alert.code, alert.uid, reason, until=until)
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)

    def take_up(self, i: int) -> None:
        late("app.operations.dismissal:take_up")(self.store, self.shown[i].rule, self.shown[i].uid)


def _heaped(alerts: Sequence[Any]) -> list[Any]:
    """The lines in their order, those of a rule with many as one where its first line stood."""
    counts = Counter(alert.code for alert in alerts)
    shown: list[Any] = []
    for alert in alerts:
        count = counts[alert.code]
        if 0 < count <= MANY:
            shown.append(alert)
        elif count:
            shown.append(Heap(alert.code, alert.severity, count))
            counts[alert.code] = 0
    return shown


def _key(line: Any) -> tuple[str, str]:
    return (line.rule if isinstance(line, Aside) else line.code, line.uid)
