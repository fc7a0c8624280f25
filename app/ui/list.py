"""The list of one record as a window on a query: headings that sort and filter, columns, cells that can be corrected."""

import json
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from app.db.queries.derived import DERIVED, derived
from app.db.queries.listing import Condition, Query
from app.db.store import Store
from app.kinds.mask import mask
from app.models.record import Record, field_map, fields_of
from app.table import Column
from app.ui import cell, filters
from app.ui.fetching import Fetcher
from app.ui.style import label
from app.ui.table import PAGE, Rows, RowsModel, TableView

WIDTHS = {
    "id": 20, "phone": 14, "date": 12, "flag": 8, "number": 9, "money": 11, "person": 10, "choice": 12, "link": 24, "text": 18,
}  # fmt: skip
COUNTED = ("helping", "helped", "members", "households")  # derived columns shown from the beginning


def column(record: type[Record], name: str) -> Column:
    """A field or derived column as a column of the list."""
    found, field = derived(record.code(), name), field_map(record).get(name)
    kind = found.kind if found else field.kind.name if field else "text"
    return Column(name, found.label if found else field.label if field else name, kind, WIDTHS.get(kind, 14))


def first_columns(record: type[Record]) -> tuple[str, ...]:
    listed = [field.name for field in fields_of(record) if field.listed]
    return (*listed, *(found.name for found in DERIVED.get(record.code(), ()) if found.name in COUNTED))


class QueryList(QFrame):
    """`show_query(query)` shows; `shown` tells that rows came, `picked` that another row was chosen."""

    shown = Signal()
    picked = Signal()

    def __init__(self, store: Store, record: type[Record], memory: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.store, self.record, self.memory = store, record, memory
        self.known = field_map(record)
        self.revealed = False
        self.complete = True  # False while the number of rows is still being counted
        self.query = self._remembered()
        self._keep: tuple[int, int] = (0, 0)
        self._fitting = False
        self._laid: tuple[str, ...] = ()
        self.fetcher = Fetcher(store, self)
        self._build()

    def _build(self) -> None:
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.model = RowsModel((), self)
        self.model.show_cell = self._masked
        self.model.copy_cell = self._full
        self.model.heading = self._heading
        self.model.edit = lambda row, found, text: cell.keep(self, self.store, self.record, row, found.name, text)
        self.view.setModel(self.model)
        self.view.setItemDelegate(cell.CellEditor(self.store, self.record, self.view))
        triggers = self.view.EditTrigger
        self.view.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        header.sectionMoved.connect(lambda *_: None if self._fitting else QTimer.singleShot(0, self, self._moved))
        header.sectionResized.connect(self._resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._filter_menu)
        header.setToolTip("单击排序，按住 Ctrl 多列排序，右击筛选，拖动换位置")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self.empty = label("")
        self.empty.setObjectName("empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        inside.addWidget(self.empty, 1)

    # What is shown

    def columns(self) -> tuple[Column, ...]:
        return tuple(column(self.record, name) for name in self.query.columns)

    def show_query(self, query: Query, *, keep: bool = False) -> None:
        """Shows another query; `keep` stays on the row that is chosen, wherever it stands now."""
        here = self.view.currentIndex().row()
        self._keep = (self.model.row_id(here), here) if keep and 0 <= here < self.model.total else (0, 0)
        self.query = query
        self._remember()
        self.fetcher.ask(query, self._first, self._whole)

    def _first(self, query: Query, rows: Rows) -> None:
        self.complete = len(rows) < PAGE
        self.model.fetch_ids = lambda wanted: self.fetcher.rows(query, wanted)
        self.model.reset(self.columns(), len(rows), lambda offset, limit: self.fetcher.page(query, offset, limit), rows)
        self._fit()
        self.empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        row, place = self._keep
        here = next((i for i, found in enumerate(rows) if found[0] == row), -1)
        if rows and (here >= 0 or place < PAGE):
            self.view.selectRow(here if here >= 0 else min(place, len(rows) - 1))
        self.shown.emit()
        self.picked.emit()

    def _whole(self, ids: Any) -> None:
        self.model.whole(ids)
        self.complete = True
        row, place = self._keep
        if place >= PAGE and len(ids) > PAGE and not self.view.selected_rows():
            here = self.model.place(row)
            self.view.selectRow(here if here >= 0 else min(place, len(ids) - 1))
        self.shown.emit()

    def _fit(self) -> None:
        """Widths are measured when the columns change; what the clerk set stays."""
        names = self.query.columns
        if self._laid == names or not self.model.total:
            return
        self._laid = names
        self._fitting = True
        self.view.fit(self.columns(), self.model)
        for i, name in enumerate(names):
            width = self.memory.value(f"width/{self.record.code()}.{name}")
            if width is not None:
                self.view.setColumnWidth(i, int(width))
        self._fitting = False

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and section < len(self.query.columns) and self.view.isVisible():
            self.memory.setValue(f"width/{self.record.code()}.{self.query.columns[section]}", new)

    def _full(self, found: Column, value: Any) -> str:
        field = self.known.get(found.name)
        if value is None:
            return ""
        return str(value) if field is None or field.to else field.kind.text(value)

    def _masked(self, found: Column, value: Any) -> str:
        field, text = self.known.get(found.name), self._full(found, value)
        return mask(found.kind, text, "middle") if field is not None and field.sensitive and not self.revealed else text

    def reveal(self) -> None:
        self.revealed = not self.revealed
        self.model.repaint()

    # Sorting, filters, columns

    def _heading(self, found: Column) -> str:
        names = [name for name, _down in self.query.sort]
        mark = " ▾" if any(condition.field == found.name for condition in self.query.conditions) else ""
        if found.name not in names:
            return found.label + mark
        place = names.index(found.name)
        arrow = "↓" if self.query.sort[place][1] else "↑"
        return f"{found.label} {arrow}{place + 1 if len(names) > 1 else ''}{mark}"

    def _sort(self, section: int) -> None:
        """Up, down, official order again; with Ctrl beside the other columns."""
        name = self.query.columns[section]
        many = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        self.show_query(replace(self.query, sort=turned(self.query.sort, name, many=many)))

    def _filter_menu(self, point: Any) -> None:
        section = self.view.horizontalHeader().logicalIndexAt(point)
        if section < 0:
            return
        found = self.columns()[section]
        field = None if derived(self.record.code(), found.name) else self.known.get(found.name)
        menu = filters.menu(field, found.name, found.label, self, self.also)
        menu.addSeparator()
        menu.addAction("隐藏这一栏", lambda: self.show_column(found.name, False))
        menu.addAction("栏目…", self.choose_columns)
        menu.exec(self.view.horizontalHeader().mapToGlobal(point))
        menu.deleteLater()

    def also(self, condition: Condition) -> None:
        """One condition more; the same question asked of a column again replaces the former one."""
        kept = tuple(c for c in self.query.conditions if (c.field, c.op) != (condition.field, condition.op))
        self.show_query(replace(self.query, conditions=(*kept, condition)))

    def choose_columns(self) -> None:
        menu = QMenu(self)
        names = [field.name for field in fields_of(self.record)]
        names += [found.name for found in DERIVED.get(self.record.code(), ())]
        for name in names:
            action = menu.addAction(column(self.record, name).label)
            action.setCheckable(True)
            action.setChecked(name in self.query.columns)
            action.toggled.connect(lambda on, each=name: self.show_column(each, on))
        menu.addSeparator()
        menu.addAction("恢复默认栏目", lambda: self._columns(first_columns(self.record)))
        menu.exec(self.cursor().pos())
        menu.deleteLater()

    def show_column(self, name: str, on: bool) -> None:
        kept = tuple(each for each in self.query.columns if each != name)
        self._columns((*kept, name) if on else kept)

    def _columns(self, names: tuple[str, ...]) -> None:
        if names:
            self.show_query(replace(self.query, columns=names), keep=True)

    def _moved(self) -> None:
        """The order on the screen becomes the order of the query, so that it also goes out that way."""
        header = self.view.horizontalHeader()
        names = tuple(self.query.columns[header.logicalIndex(i)] for i in range(len(self.query.columns)))
        self._fitting = True
        for i in range(len(names)):
            header.moveSection(header.visualIndex(i), i)
        self._fitting = False
        self._columns(names)

    # What is remembered: columns and sorting, no personal data

    def _remember(self) -> None:
        kept = {"columns": self.query.columns, "sort": self.query.sort, "state": self.query.state}
        self.memory.setValue(f"list/{self.record.code()}", json.dumps(kept))

    def _remembered(self) -> Query:
        try:
            kept = json.loads(str(self.memory.value(f"list/{self.record.code()}") or "{}"))
        except ValueError:
            kept = {}
        code = self.record.code()
        names = tuple(n for n in kept.get("columns", ()) if n in self.known or derived(code, n))
        sort = tuple((n, bool(down)) for n, down in kept.get("sort", ()) if n in names)
        return Query(code, names or first_columns(self.record), sort=sort)


def turned(sort: tuple[tuple[str, bool], ...], name: str, *, many: bool) -> tuple[tuple[str, bool], ...]:
    """The sorting after a click on a heading: ascending, descending, none."""
    old = dict(sort)
    if many:
        if name not in old:
            return (*sort, (name, False))
        return tuple((n, True if n == name else down) for n, down in sort if n != name or not down)
    if name not in old:
        return ((name, False),)
    return () if old[name] else ((name, True),)
