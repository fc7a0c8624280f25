"""覆盖: every tier and campaign, every unit below, as of any day; each number leads to its rows, each gap to a suggestion."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSplitter, QVBoxLayout

from app import clock, passing
from app.chart import Drawing
from app.db.queries import aim, coverage_part
from app.db.queries import coverage as queries
from app.db.queries.coverage import LISTS, Reach, rate
from app.db.queries.coverage_part import Part
from app.db.store import Changes
from app.errors import UserError
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.ledgers import coverage_chart
from app.loading import late
from app.operations.outgoing import Leaving, terms
from app.printing.chart import print_charts, room
from app.table import Column
from app.ui import jobs
from app.ui.chart import Chart, framed
from app.ui.handed import Parts
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import AMBER, RED, RowsModel, TableView

WORDS = {
    "uncovered": "未覆盖",
    "late": "超期未对接",
    "overloaded": "超上限",
    "dead": "已失效",
    "expired": "到期未续",
    "unvisited": "该走访未走访",
}
NUMBERS = (
    Column("total", "应覆盖", "number"),
    Column("covered", "已覆盖", "number"),
    Column("rate", "覆盖率", "number"),
    *(Column(name, caption, "number") for name, caption in WORDS.items()),
)
TIERS = (Column("title", "口径", width=24), *NUMBERS)
UNITS = (Column("name", "单位", width=24), *NUMBERS)
NOTE = "覆盖率保留一位小数、四舍五入，只有全部覆盖才写 100.0%。联系人离开或失联的结对不算覆盖。"
EMPTY = "还没有登记可以统计的对象。可以先登记单位、党员和农户，再来看覆盖。"


class CoverScreen(Screen):
    title = "覆盖"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.reaches: list[Reach] = []
        self.spread: list[tuple[Part, ...]] = []
        self.path: list[tuple[int | None, str]] = [(None, "全部")]
        self.chosen = 0
        self._asked = 0
        self.folder = passing.folder()
        self.day = QLineEdit()
        self.day.setPlaceholderText("今天")
        self.day.setFixedWidth(104)
        self.day.returnPressed.connect(self.refresh)
        self.up = button("上一级")
        self.up.clicked.connect(self.rise)
        self.print = button("打印图…")
        self.print.clicked.connect(self.paper)
        self.propose = button("为未覆盖的推荐 ›", look="primary")
        self.propose.clicked.connect(self.suggest)
        self.heading(label("截至", "field"), self.day, self.up, self.print, self.propose)
        self.tiers, self.units = self._table(self._tier_chosen), self._table(lambda: None)
        self.place, self.note = label("", "heading"), label(NOTE, "hint")
        self.note.setWordWrap(True)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._card(label("口径和专项", "heading"), self.tiers))
        self.chart = Chart()
        beside = QSplitter()
        beside.addWidget(self._card(self.place, self.units))
        beside.addWidget(self._drawn())
        beside.setSizes([810, 350])
        splitter.addWidget(beside)
        splitter.setSizes([240, 360])
        splitter.setChildrenCollapsible(False)
        self.column.addWidget(splitter, 1)
        self.column.addWidget(self.note)
        self.propose.setEnabled(False)

    def _table(self, chosen: Any) -> TableView:
        view = TableView()
        view.setProperty("plain", True)
        view.setModel(RowsModel((), self))
        view.horizontalHeader().setStretchLastSection(False)
        view.selectionModel().selectionChanged.connect(lambda *_: chosen())
        view.doubleClicked.connect(lambda index: self.open(view, index.row(), index.column()))
        keyed(view, OPENING, lambda: self._enter(view))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda point: self._menu(view, point))
        return view

    def _drawn(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        QVBoxLayout(card).addWidget(framed(self.chart))
        return card

    def _card(self, heading: Any, view: TableView) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column, line = QVBoxLayout(card), QHBoxLayout()
        line.addWidget(heading)
        line.addStretch()
        line.addWidget(label("双击数字看名单" + ("，双击单位看下级" if view is self.units else ""), "hint"))
        column.addLayout(line)
        column.addWidget(view, 1)
        return card

    def as_of(self) -> str | None:
        """The day asked for, None for now. UserError when it is none."""
        try:
            day = Date().parse(self.day.text())
        except Unreadable as error:
            raise UserError(error.text) from error
        if day is not None and day.precision != "day":
            raise UserError("请写出截至的年月日。", "例如 2026-06-30。")
        return None if day is None or str(day) == clock.today().isoformat() else str(day)

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        """Counted beside the window; an answer that comes after another question was asked is passed over."""
        try:
            day = self.as_of()
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        self._asked += 1
        ticket, unit = self._asked, self.path[-1][0]
        self.subtitle.setText("正在统计…")

        def work(_progress: Any) -> Any:
            with self.store.read() as reader:
                start = coverage_part.top(reader) if unit is None else unit
                reaches = list(queries.reaches(reader, None, day))
                spread = [coverage_part.parts(reader, reach, start) for reach in reaches]
                return reaches, spread, (*aim.faults(reader), aim.intervals(reader))

        jobs.run(self, work, done=lambda found: self._show(*found) if ticket == self._asked else None, quiet=True)

    def _show(self, reaches: list[Reach], spread: list[tuple[Part, ...]], notes: tuple[str, ...]) -> None:
        self.note.setText("\n".join((*notes, NOTE)))
        self.reaches, self.spread = reaches, spread
        rows = [self._tier_row(i) for i in range(len(reaches))]
        self._fill(self.tiers, TIERS, rows)
        self.subtitle.setText(f"{self._where()}　{self.day.text().strip() or '今天'}")
        self.up.setEnabled(len(self.path) > 1)
        self.tiers.say_when_empty(EMPTY)
        if rows:
            self.tiers.selectRow(min(self.chosen, len(rows) - 1))
        self.window_.show_status()

    def _where(self) -> str:
        return " › ".join(name for _unit, name in self.path)

    def _tier_row(self, i: int) -> tuple[Any, ...]:
        """Of the units that are shown: those of the whole when nothing was opened."""
        reach, parts = self.reaches[i], self.spread[i]
        if len(self.path) == 1:
            there, lists = reach.there, reach.lists
        else:
            there = frozenset(row for part in parts for row in part.there)
            lists = {name: frozenset(row for part in parts for row in part.lists[name]) for name in LISTS}
        return (reach.aim.title, *_numbers(there, lists))

    def _fill(self, view: TableView, columns: Sequence[Column], rows: list[tuple[Any, ...]]) -> None:
        model = view.model()
        assert isinstance(model, RowsModel)
        model.colour = _colour
        model.show_cell = lambda _column, value: f"{value:,}" if isinstance(value, int) else str(value)
        shown = [(i, *row) for i, row in enumerate(rows)]
        model.reset(columns, len(shown), lambda offset, limit: shown[offset : offset + limit])
        view.fit(columns, model)

    def _tier_chosen(self) -> None:
        chosen = self.tiers.selected_rows()
        if not chosen or chosen[0] >= len(self.reaches):
            return
        self.chosen = chosen[0]
        parts = self.spread[self.chosen]
        self._fill(self.units, UNITS, [(self._unit_name(part), *_numbers(part.there, part.lists)) for part in parts])
        late = [column.name for column in UNITS].index("late")
        self.units.setColumnHidden(late, not any(part.lists["late"] for part in parts))  # most tiers have no deadline
        chosen_aim = self.reaches[self.chosen].aim
        title = f"{chosen_aim.title}覆盖"
        self.chart.show_drawings(lambda width: coverage_chart.of_parts(title, parts, width))
        told = f"　对接期限 {chosen_aim.deadline}" if chosen_aim.deadline else ""
        self.place.setText(f"{chosen_aim.title}：各单位{told}")
        self.propose.setEnabled(bool(self.rows(self.tiers, self.chosen, "uncovered")) and not self.day.text().strip())

    def _unit_name(self, part: Part) -> str:
        own = part.unit is not None and part.unit == self.path[-1][0]
        return f"{part.name}（本级）" if own else part.name

    def rows(self, view: TableView, row: int, name: str) -> frozenset[int]:
        """The rows behind a number: of a tier, or of a tier in one unit."""
        i = row if view is self.tiers else self.chosen
        if view is self.tiers and len(self.path) == 1:
            there, lists = self.reaches[i].there, self.reaches[i].lists
        else:
            parts = self.spread[i] if view is self.tiers else self.spread[i][row : row + 1]
            there = frozenset(found for part in parts for found in part.there)
            lists = {each: frozenset(found for part in parts for found in part.lists[each]) for each in LISTS}
        if name in lists:
            return lists[name]
        return there - lists["uncovered"] if name == "covered" else there

    def open(self, view: TableView, row: int, column: int) -> None:
        """A number opens its list, the name of a unit what lies below it."""
        columns = TIERS if view is self.tiers else UNITS
        name = columns[column].name
        if name in ("title", "rate") or (name == "name" and not self._deeper(row)):
            return
        if name == "name":
            part = self.spread[self.chosen][row]
            self.path.append((part.unit, part.name))
            self.refresh()
            return
        reach = self.reaches[row if view is self.tiers else self.chosen]
        found = self.rows(view, row, name)
        if not found:
            self.window_.notice("这一项是 0，没有名单。")
            return
        with self.store.read() as reader:
            uids = queries.of_rows(reader, reach, name, found)
        self.window_.show_uids(reach.record(name), uids)

    def _deeper(self, row: int) -> bool:
        part = self.spread[self.chosen][row]
        return part.deeper and part.unit != self.path[-1][0]

    def rise(self) -> None:
        if len(self.path) > 1:
            self.path.pop()
            self.refresh()

    def _enter(self, view: TableView) -> None:
        index = view.currentIndex()
        if index.isValid():
            self.open(view, index.row(), index.column())

    def _menu(self, view: TableView, point: Any) -> None:
        index = view.indexAt(point)
        if not index.isValid():
            return
        menu, row = QMenu(self), index.row()
        columns = TIERS if view is self.tiers else UNITS
        for place, column in enumerate(columns):
            if column.name in WORDS and self.rows(view, row, column.name):
                count = len(self.rows(view, row, column.name))
                menu.addAction(f"{column.label} {count:,}", lambda place=place: self.open(view, row, place))
        if self.rows(view, row, "uncovered"):
            menu.addAction("为未覆盖的推荐…", lambda: self._suggest(self.rows(view, row, "uncovered")))
        menu.exec(view.viewport().mapToGlobal(point))

    def suggest(self) -> None:
        """For all of the tier that nobody holds, in the units that are shown."""
        self._suggest(self.rows(self.tiers, self.chosen, "uncovered"))

    def _suggest(self, rows: frozenset[int]) -> None:
        reach = self.reaches[self.chosen]
        with self.store.read() as reader:
            uids = queries.of_rows(reader, reach, "uncovered", rows)
        late("app.ui.screens.suggestion:recommend")(self.window_, reach.aim.kind, uids)

    def paper(self) -> None:
        """All tiers over the units that are shown, as drawn here."""
        if not self.reaches:
            return
        what = Leaving("print", "覆盖情况图", "coverage", terms(), f"单位：{self._where()}")
        pdf, unit = Path(self.folder.name) / "coverage.pdf", f"{self._where()}　{self.day.text().strip() or '今天'}"
        pages = _pages(self.reaches, self.spread)
        jobs.run(
            self, lambda progress: print_charts("覆盖情况图", pages, pdf, progress, unit=unit),
            done=lambda told: preview(self, pdf, told, store=self.store, left=what), title="正在排版",
        )  # fmt: skip

    def leave(self) -> None:
        self.folder.cleanup()

    def status(self) -> str:
        if not self.reaches:
            return ""
        reach = self.reaches[0]
        return f"{reach.aim.title}覆盖率 {rate(reach.covered, len(reach.there))}"


def _pages(reaches: Sequence[Reach], spread: Sequence[tuple[Part, ...]]) -> list[Drawing]:
    """The drawings of every tier that has anything to cover, as wide as a page."""
    width, height = room()
    return [
        drawing
        for reach, parts in zip(reaches, spread, strict=True)
        if any(part.there for part in parts)
        for drawing in coverage_chart.of_parts(f"{reach.aim.title}覆盖", parts, width, height=height)
    ]


def _numbers(there: frozenset[int], lists: dict[str, frozenset[int]]) -> tuple[Any, ...]:
    covered = len(there) - len(lists["uncovered"])
    return (len(there), covered, rate(covered, len(there)), *(len(lists[name]) for name in WORDS))


def _colour(column: Column, value: Any) -> QColor | None:
    """No meaning by colour alone: the number says it, the colour only draws the eye."""
    if not isinstance(value, int) or not value:
        return None
    return RED if column.name in ("late", "dead") else AMBER if column.name in ("uncovered", "expired") else None
