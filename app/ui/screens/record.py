"""List and card of any record: search, filters, columns, correcting in place, pasting, and the verbs of that record."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QSplitter, QWidget

from app.db.queries import grammar, listing
from app.db.queries.listing import Query
from app.db.store import Changes
from app.errors import UserError
from app.models import RECORDS
from app.models.record import field_map
from app.operations import outgoing
from app.ui import dialogs, filters, pasting, verbs, views
from app.ui.card import Card
from app.ui.chips import Chips
from app.ui.form import RecordForm
from app.ui.handed import Parts
from app.ui.list import QueryList, column
from app.ui.screens.screen import Screen
from app.ui.style import button
from app.ui.totals import Totals

STATES = ("current", "ended", "void", "all")
# What it is called to be current and to be no longer: by the column that ends a record.
ENDINGS = {
    "left_on": ("在册", "已离开"),
    "moved_on": ("在册", "已迁出"),
    "closed_on": ("现有", "已撤销"),
    "until": ("现行", "已结束"),
}


class RecordScreen(Screen):
    """`record` is the code name; the query that is shown stands in `list.query`."""

    def __init__(self, parts: Parts, window: Any, record: str) -> None:
        super().__init__(parts, window)
        self.record = RECORDS[record]
        self.title = self.record.title
        self.saved_name = ""
        self._build()

    @property
    def query(self) -> Query:
        return self.list.query

    def _build(self) -> None:
        self.list = QueryList(self.store, self.record, self.window_.memory)
        self.view, self.model = self.list.view, self.list.model
        self.totals = Totals(self.list.fetcher, self)
        self.totals.ready.connect(lambda: self.window_.show_chosen())
        self.heading(*self._acts())
        line = QHBoxLayout()
        self.state = QComboBox()
        for code, word in zip(
            STATES, (*ENDINGS.get(self.record.ends, ("现有", "已结束")), "已作废", "全部"), strict=True
        ):
            self.state.addItem(word, code)
        self.state.activated.connect(lambda _i: self.ask(replace(self.query, state=self.state.currentData())))
        self.chips = Chips()
        line.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.chips, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch()
        line.addWidget(views.opener(self), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(line)
        self.card = Card(self.store)
        self.card.edit_asked.connect(lambda _row: self.edit())
        self.card.step_asked.connect(self._step)
        self.card.verbs_asked.connect(self._verbs)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 7)
        self.splitter.setStretchFactor(1, 4)
        self.splitter.setSizes([760, 380])
        kept = self.window_.memory.value(f"splitter/{self.record.code()}")
        if kept is not None:
            self.splitter.restoreState(kept)
        self.splitter.splitterMoved.connect(
            lambda *_: self.window_.memory.setValue(f"splitter/{self.record.code()}", self.splitter.saveState())
        )
        self.column.addWidget(self.splitter, 1)
        self.state.setCurrentIndex(STATES.index(self.query.state))
        self._connect()

    def _acts(self) -> list[QWidget]:
        acts: list[QWidget] = []
        for text, act in (
            ("导入", lambda: self.window_.open_place("importing")),
            ("导出 Excel", self.export),
            ("栏目", self.list.choose_columns),
        ):
            made = button(text)
            made.clicked.connect(act)
            acts.append(made)
        if self.record.code() != "pairing":
            new = button("新增 Ctrl+N", look="primary")
            new.clicked.connect(lambda: self._form(None))
            acts.append(new)
        return acts

    def _connect(self) -> None:
        self.list.shown.connect(self._shown)
        self.list.picked.connect(self._picked)
        self.view.doubleClicked.connect(lambda _index: self.edit())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(lambda point: self._verbs(self.view.viewport().mapToGlobal(point)))
        for keys, act in (
            ("Ctrl+N", lambda: self._form(None)),
            ("Return", self.edit),
            ("Ctrl+V", self.paste),
            ("F5", self.refresh),
            ("Alt+Down", self.filter),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            listed = keys in ("Return", "Ctrl+V", "Alt+Down")  # not in a cell that is being corrected
            context = Qt.ShortcutContext
            action.setShortcutContext(context.WidgetShortcut if listed else context.WidgetWithChildrenShortcut)
            action.triggered.connect(act)
            (self.view if listed else self).addAction(action)

    # What is shown

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not changes.records:
            return
        self.list.show_query(self.query, keep=True)

    def ask(self, query: Query) -> None:
        """Shows another query."""
        self.state.setCurrentIndex(STATES.index(query.state))
        self.list.show_query(query)

    def search(self, text: str) -> None:
        """The grammar of the search box; a list narrowed by a link is whole again."""
        try:
            conditions, words, marks = grammar.parse(self.record, text)
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        state = "current" if self.query.only is not None else self.query.state
        self.ask(replace(self.query, conditions=conditions, words=words, marks=marks, only=None, state=state))

    def show_row(self, row: int) -> None:
        """Lists just this one; used by links from other screens."""
        self._only((row,))

    def show_uids(self, uids: tuple[str, ...]) -> None:
        """Lists just these: every number on a screen leads to the rows it counts."""
        with self.store.read() as reader:
            self._only(tuple(listing.of_uids(reader, self.record.code(), uids)))

    def _only(self, rows: tuple[int, ...]) -> None:
        self.ask(replace(self.query, only=rows, conditions=(), words=(), marks=(), state="all"))

    def _shown(self) -> None:
        total, measure = self.model.total, self.record.counter
        saved = views.named(self.store, self.query)
        self.saved_name = saved.name if saved else ""
        counted = f"{total:,} {measure}" if self.list.complete else "正在统计…"
        self.subtitle.setText(f"{self.saved_name}　{counted}" if saved else counted)
        asked = self.query
        narrowed = asked.words or asked.conditions or asked.marks or asked.only or asked.state != "current"
        self.list.empty.setText(
            "没有符合条件的记录。请去掉一些条件再看。"
            if narrowed
            else f"还没有{self.title}。可以按 Ctrl+N 新增，或导入表格。"
        )
        self._show_chips()
        if not total:
            self.card.clear()
        elif self.list.complete and len(self.view.selected_rows()) == 1:
            self.card.show_place(self.view.selected_rows()[0] + 1, total)
        self.window_.show_status()

    def status(self) -> str:
        chosen = len(self.view.selected_rows())
        total = f"{self.model.total:,}" if self.list.complete else "…"
        return "　　".join(
            part for part in (f"共 {total} {self.record.counter}", f"已选 {chosen:,}", self.totals.text) if part
        )

    def _show_chips(self) -> None:
        asked, known = self.query, field_map(self.record)
        parts: list[tuple[str, dict[str, Any]]] = [
            (
                filters.told(c, column(self.record, c.field).label, known.get(c.field)),
                {"conditions": tuple(each for each in asked.conditions if each != c)},
            )
            for c in asked.conditions
        ]
        parts += [(f"查找：{word}", {"words": tuple(w for w in asked.words if w != word)}) for word in asked.words]
        parts += [(mark, {"marks": tuple(m for m in asked.marks if m != mark)}) for mark in asked.marks]
        if asked.only is not None:
            parts.append((f"只看这 {len(asked.only):,} {self.record.counter}", {"only": None, "state": "current"}))
        self.chips.put(
            [(text, self._less(less)) for text, less in parts],
            lambda: self.ask(replace(self.query, conditions=(), words=(), marks=(), only=None, state="current")),
        )

    def _less(self, change: dict[str, Any]) -> Callable[[], None]:
        return lambda: self.ask(replace(self.query, **change))

    # What is done

    def chosen(self) -> list[int]:
        """Row ids of what is selected."""
        return [self.model.row_id(i) for i in self.view.selected_rows()]

    def _picked(self) -> None:
        rows = self.view.selected_rows()
        if len(rows) == 1:
            self.card.show_row(self.record, self.model.row_id(rows[0]))
            self.card.show_place(rows[0] + 1, self.model.total if self.list.complete else 0)
        self.totals.start(self.query, self.list.columns(), self.chosen())
        self.window_.show_chosen()

    def _step(self, by: int) -> None:
        row = self.view.currentIndex().row() + by
        if 0 <= row < self.model.total:
            self.view.selectRow(row)

    def filter(self) -> None:
        """The filter of the column the cell marker stands in, as Alt+Down in Excel."""
        self.list.open_filter(max(self.view.currentIndex().column(), 0))

    def edit(self) -> None:
        """The form shows everything, so that it is not for who may not see everything."""
        rows = self.chosen()
        if rows and dialogs.tried(self, lambda: outgoing.reveal(self.store)):
            self._form(rows[0])

    def _form(self, row: int | None) -> None:
        form = RecordForm(self.store, self.record, row, parent=self)
        form.exec()
        if row is None and form.saved is not None:
            self.list.show_made(form.saved)
        form.deleteLater()

    def paste(self) -> None:
        at = max(self.view.currentIndex().column(), 0)
        pasting.paste(self, self.record, list(self.query.columns), self.chosen(), at)

    def below(self, n: int) -> list[int]:
        """Row ids from the cell marker down, at most `n`."""
        first = max(self.view.currentIndex().row(), 0)
        return [self.model.row_id(i) for i in range(first, min(first + n, self.model.total))]

    def export(self) -> None:
        verbs.export_list(self, self.query, self.saved_name or self.title)

    def _verbs(self, corner: QPoint) -> None:
        menu: QMenu = verbs.menu(self, self.record, self.chosen())
        menu.exec(corner)
        menu.deleteLater()
