"""List and card of any record: filters, sorting, columns, in-place edit, paste, and the verbs of that record."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QSplitter, QWidget

from app.db.queries import grammar, listing
from app.db.queries.derived import DERIVED, derived
from app.db.queries.listing import Condition, Query
from app.db.work import Changes
from app.errors import Rejected, UserError
from app.kinds.mask import mask
from app.models import RECORDS
from app.models.record import field_map, fields_of
from app.operations import record as records
from app.table import Column
from app.ui import dialogs, filters, pasting, verbs
from app.ui.card import Card
from app.ui.form import RecordForm
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import RowsModel, TableView

STATES = (("current", "在册"), ("ended", "已离开"), ("void", "已作废"), ("all", "全部"))
WIDTHS = {
    "id": 20,
    "phone": 14,
    "date": 12,
    "flag": 8,
    "number": 9,
    "money": 11,
    "person": 10,
    "choice": 12,
    "link": 24,
    "text": 18,
}


class RecordScreen(Screen):
    """`record` is the code name; the query that is shown stands in `query`."""

    def __init__(self, parts: Parts, window: Any, record: str) -> None:
        super().__init__(parts, window)
        self.record = RECORDS[record]
        self.title = self.record.title
        self.known = field_map(self.record)
        self.query = Query(record, self._first_columns())
        self.revealed = False
        self._build()

    def _first_columns(self) -> tuple[str, ...]:
        saved = self.window_.memory.value(f"columns/{self.record.code()}")
        names = [
            name
            for name in (saved or "").split(",")
            if name in field_map(self.record) or derived(self.record.code(), name)
        ]
        listed = [field.name for field in fields_of(self.record) if field.listed]
        return tuple(
            names
            or [
                *listed,
                *(
                    found.name
                    for found in DERIVED.get(self.record.code(), ())
                    if found.name in ("helping", "helped", "members", "households")
                ),
            ]
        )

    def _build(self) -> None:
        acts: list[QWidget] = []
        for text, act in (
            ("导入", lambda: self.window_.open_place("importing")),
            ("导出 Excel", self.export),
            ("栏目", self.choose_columns),
        ):
            made = button(text)
            made.clicked.connect(act)
            acts.append(made)
        if self.record.code() != "pairing":
            new = button("新增 Ctrl+N", look="primary")
            new.clicked.connect(self.add)
            acts.append(new)
        self.heading(*acts)
        self.chips = QHBoxLayout()
        self.state = QComboBox()
        for code, word in STATES:
            self.state.addItem(word, code)
        self.state.currentIndexChanged.connect(lambda: self.ask(replace(self.query, state=self.state.currentData())))
        self.chips.addWidget(self.state)
        self.chips.addStretch()
        self.column.addLayout(self.chips)
        self._build_list()

    def _build_list(self) -> None:
        self.view = TableView()
        self.model = RowsModel((), self)
        self.model.show_cell = self._cell
        self.model.edit = self._edit_cell
        self.view.setModel(self.model)
        self.view.doubleClicked.connect(lambda _index: self.edit())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda point: self.verbs_menu().exec(self.view.viewport().mapToGlobal(point))
        )
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._filter_menu)
        header.setToolTip("单击排序，按住 Ctrl 多列排序，右击筛选")
        self.card = Card(self.store)
        self.card.edit_asked.connect(lambda _row: self.edit())
        self.card.step_asked.connect(self._step)
        self.splitter = QSplitter()
        frame = QFrame()
        frame.setProperty("card", True)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self.empty = label("", "empty")
        self.empty.setObjectName("empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        inside.addWidget(self.empty, 1)
        self.splitter.addWidget(frame)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 7)
        self.splitter.setStretchFactor(1, 4)
        self.splitter.setSizes([760, 380])
        self.column.addWidget(self.splitter, 1)
        for keys, act in (("Ctrl+N", self.add), ("Return", self.edit), ("Ctrl+V", self.paste), ("F5", self.refresh)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(act)
            (self.view if keys in ("Return", "Ctrl+V") else self).addAction(action)

    # What is shown

    def columns(self) -> tuple[Column, ...]:
        made = []
        for name in self.query.columns:
            found, field = derived(self.record.code(), name), self.known.get(name)
            kind = found.kind if found else field.kind.name if field else "text"
            made.append(
                Column(name, found.label if found else field.label if field else name, kind, WIDTHS.get(kind, 14))
            )
        return tuple(made)

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not changes.records:
            return
        keep = self.view.currentIndex().row()
        query = self.query
        with self.store.read() as reader:
            total = listing.count(reader, query)
        self.model.reset(self.columns(), total, lambda offset, limit: self._fetch(query, offset, limit))
        self.view.fit(self.columns(), self.model)
        self.subtitle.setText(f"{total:,} {self.record.counter}")
        self.empty.setVisible(total == 0)
        self.view.setVisible(total > 0)
        asked = query.words or query.conditions or query.marks or query.state != "current"
        self.empty.setText(
            "没有符合条件的记录。请去掉一些条件再看。"
            if asked
            else f"还没有{self.title}。可以按 Ctrl+N 新增，或导入表格。"
        )
        self._show_chips()
        if total:
            self.view.selectRow(min(max(keep, 0), total - 1))
        else:
            self.card.clear()
        self.window_.show_status()

    def _fetch(self, query: Query, offset: int, limit: int) -> list[tuple[Any, ...]]:
        with self.store.read() as reader:
            return listing.window(reader, query, offset=offset, limit=limit)

    def ask(self, query: Query) -> None:
        """Shows another query."""
        self.query = query
        self.refresh()

    def search(self, text: str) -> None:
        try:
            conditions, words, marks = grammar.parse(self.record, text)
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        self.ask(
            replace(
                self.query, conditions=conditions, words=words, marks=marks, only=None, state=self.state.currentData()
            )
        )

    def status(self) -> str:
        chosen = len(self.view.selected_rows())
        return f"共 {self.model.total:,} {self.record.counter}　　已选 {chosen:,}"

    def _cell(self, column: Column, value: Any) -> str:
        if value is None:
            return ""
        field = self.known.get(column.name)
        text = str(value) if field is None or field.to else field.kind.text(value)
        return (
            mask(column.kind, text, "middle") if field is not None and field.sensitive and not self.revealed else text
        )

    def _show_chips(self) -> None:
        while self.chips.count() > 2:
            item = self.chips.takeAt(1)
            if item.widget():
                item.widget().deleteLater()
        labels = {column.name: column.label for column in self.columns()}
        asked = self.query
        parts: list[tuple[str, str, Any]] = [
            (filters.told(c, labels.get(c.field) or self._label(c.field)), "conditions", c) for c in asked.conditions
        ]
        parts += [(f"查找：{word}", "words", word) for word in asked.words]
        parts += [(mark, "marks", mark) for mark in asked.marks]
        if asked.only is not None:
            parts.append((f"指定的 {len(asked.only):,} {self.record.counter}", "only", None))
        for i, (text, kind, part) in enumerate(parts):
            chip = button(f"{text}　×")
            chip.setObjectName("chip")
            chip.clicked.connect(lambda _=False, of=kind, gone=part: self._drop(of, gone))
            self.chips.insertWidget(1 + i, chip)

    def _label(self, name: str) -> str:
        found = derived(self.record.code(), name)
        return found.label if found else self.known[name].label

    def _drop(self, kind: str, part: Any) -> None:
        if kind == "only":
            self.ask(replace(self.query, only=None, state=self.state.currentData()))
            return
        kept = tuple(each for each in getattr(self.query, kind) if each != part)
        changed: dict[str, Any] = {kind: kept}
        self.ask(replace(self.query, **changed))

    def _sort(self, section: int) -> None:
        name = self.query.columns[section]
        old = dict(self.query.sort)
        turned = (name, not old[name] if name in old else False)
        many = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        self.ask(
            replace(
                self.query, sort=(*(pair for pair in self.query.sort if pair[0] != name), turned) if many else (turned,)
            )
        )
        self.view.horizontalHeader().setSortIndicatorShown(True)
        self.view.horizontalHeader().setSortIndicator(
            section, Qt.SortOrder.DescendingOrder if turned[1] else Qt.SortOrder.AscendingOrder
        )

    def _filter_menu(self, point: Any) -> None:
        section = self.view.horizontalHeader().logicalIndexAt(point)
        name = self.query.columns[section]
        field = None if derived(self.record.code(), name) else self.known.get(name)
        found = filters.menu(field, name, self._label(name), self, self._also)
        found.exec(self.view.horizontalHeader().mapToGlobal(point))

    def _also(self, condition: Condition) -> None:
        self.ask(replace(self.query, conditions=(*self.query.conditions, condition)))

    def choose_columns(self) -> None:
        menu = QMenu(self)
        names = [(field.name, field.label) for field in fields_of(self.record)]
        names += [(found.name, found.label) for found in DERIVED.get(self.record.code(), ())]
        for name, text in names:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(name in self.query.columns)
            action.toggled.connect(lambda on, each=name: self._show_column(each, on))
        menu.exec(self.cursor().pos())

    def _show_column(self, name: str, on: bool) -> None:
        kept = tuple(each for each in self.query.columns if each != name)
        columns = (*kept, name) if on else kept
        if columns:
            self.window_.memory.setValue(f"columns/{self.record.code()}", ",".join(columns))
            self.ask(replace(self.query, columns=columns))

    # What is done

    def chosen(self) -> list[int]:
        """Row ids of what is selected."""
        return [self.model.row_id(i) for i in self.view.selected_rows()]

    def _selected(self) -> None:
        rows = self.view.selected_rows()
        if len(rows) == 1:
            self.card.show_row(self.record, self.model.row_id(rows[0]))
        self.window_.show_status()

    def _step(self, by: int) -> None:
        row = self.view.currentIndex().row() + by
        if 0 <= row < self.model.total:
            self.view.selectRow(row)

    def show_row(self, row: int) -> None:
        """Lists just this one; used by links from other screens."""
        self.ask(replace(self.query, only=(row,), conditions=(), words=(), marks=(), state="all"))

    def show_uids(self, uids: tuple[str, ...]) -> None:
        """Lists just these: every number on a screen leads to the rows it counts."""
        with self.store.read() as reader:
            rows = listing.of_uids(reader, self.record.code(), uids)
        self.ask(replace(self.query, only=tuple(rows), conditions=(), words=(), marks=(), state="all"))

    def add(self) -> None:
        RecordForm(self.store, self.record, parent=self).exec()

    def edit(self) -> None:
        rows = self.chosen()
        if rows:
            RecordForm(self.store, self.record, rows[0], parent=self).exec()

    def paste(self) -> None:
        pasting.paste(self, self.record, [c.name for c in self.columns()], self.chosen())

    def export(self) -> None:
        verbs.export_list(self, self.query, self.title)

    def _edit_cell(self, row: int, column: Column, text: str) -> bool:
        if column.name not in self.known:
            return False
        with self.store.read() as reader:
            reading = records.read_values(reader, self.record, {column.name: text})
        try:
            hard = [problem for problem in reading.problems if problem.hard]
            if hard:
                raise Rejected(hard)
            records.save(
                self.store, self.record, reading.values, row=row, consent=frozenset(p.code for p in reading.problems)
            )
        except (Rejected, UserError) as error:
            dialogs.show_error(self, error)
            return False
        return True

    def verbs_menu(self) -> QMenu:
        return verbs.menu(self, self.record, self.chosen())
