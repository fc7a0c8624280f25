"""The list of one record as a window on a query: headings that sort and filter, columns, cells that can be corrected."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from app.db.queries import facet
from app.db.queries.derived import DERIVED, derived
from app.db.queries.facet import Facet
from app.db.queries.listing import Condition, Query
from app.db.search import spellings
from app.db.store import Store
from app.kinds.mask import mask
from app.kinds.money import grouped
from app.models.record import Record, field_map, fields_of
from app.operations import outgoing
from app.table import Column
from app.ui import cell, dialogs
from app.ui.fetching import Fetcher
from app.ui.filters import FilterPanel, Find, by_spelling
from app.ui.heading import FilterHeader
from app.ui.memory import remember, remembered
from app.ui.style import label
from app.ui.table import PAGE, Rows, RowsModel, TableView

WIDTHS = {
    "id": 20, "card": 22,
    "phone": 14, "date": 12, "flag": 8, "number": 9, "money": 11, "points": 8, "person": 10, "choice": 12, "link": 24, "text": 18,
}  # fmt: skip
LATEST = {"visit": (("day", True),), "deed": (("day", True),)}  # what happened: the newest first
MADE = 1 << 40  # the place of a row that is looked for wherever it may stand
COUNTED = ("helping", "helped", "members", "households", "last_visit")  # derived columns shown from the beginning
# Records whose first columns are words of several fields, in an order of their own.
FIRST = {
    "visit": ("day", "who", "whom", "where", "kind", "content", "heard"),
    "visit_plan": ("number", "due", "who", "whom", "where", "state", "done_on"),
    "deed": ("day", "what", "kind", "money", "who", "whom", "where"),
}


def column(record: type[Record], name: str) -> Column:
    """A field or derived column as a column of the list."""
    found, field = derived(record.code(), name), field_map(record).get(name)
    kind = found.kind if found else field.kind.name if field else "text"
    return Column(name, found.label if found else field.label if field else name, kind, WIDTHS.get(kind, 14))


def first_columns(record: type[Record]) -> tuple[str, ...]:
    if record.code() in FIRST:
        return FIRST[record.code()]
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
        self.query = remembered(memory, record.code(), first_columns(record), LATEST.get(record.code(), ()))
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
        self.view.setHorizontalHeader(self._header())
        inside = QHBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self.empty = label("")
        self.empty.setObjectName("empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        QHBoxLayout(self.view.viewport()).addWidget(self.empty)  # the headings with their filters stay above it

    def _header(self) -> FilterHeader:
        header = FilterHeader(self.view)
        header.filtered = lambda section: bool(self.asked_of(self.query.columns[section]))
        header.filter_asked.connect(self.open_filter)
        header.sectionClicked.connect(self._sort)
        header.sectionMoved.connect(lambda *_: None if self._fitting else QTimer.singleShot(0, self, self._moved))
        header.sectionResized.connect(self._resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._heading_menu)
        return header

    # What is shown

    def columns(self) -> tuple[Column, ...]:
        return tuple(column(self.record, name) for name in self.query.columns)

    def show_query(self, query: Query, *, keep: bool = False) -> None:
        """Shows another query; `keep` stays on the row that is chosen, wherever it stands now."""
        here = self.view.currentIndex().row()
        self._keep = (self.model.row_id(here), here) if keep and 0 <= here < self.model.total else (0, 0)
        self.query = query
        remember(self.memory, query)
        self.fetcher.ask(query, self._first, self._whole)

    def show_made(self, row: int) -> None:
        """The same query again, on a row that was just made, when it is among its rows."""
        self.show_query(self.query)
        self._keep = (row, MADE)

    def _first(self, query: Query, rows: Rows) -> None:
        self.complete = len(rows) < PAGE
        self.model.fetch_ids = lambda wanted: self.fetcher.rows(query, wanted)
        self.model.reset(self.columns(), len(rows), lambda offset, limit: self.fetcher.page(query, offset, limit), rows)
        self._fit()
        self.empty.setVisible(not rows)
        row, place = self._keep
        here = next((i for i, found in enumerate(rows) if found[0] == row), -1)
        if rows and (here >= 0 or place < PAGE):
            self.view.selectRow(here if here >= 0 else min(place, len(rows) - 1))
        self.shown.emit()
        self.picked.emit()

    def _whole(self, ids: Any) -> None:
        everything = 1 < len(self.view.selected_rows()) == self.model.total  # chosen before the list was counted
        self.model.whole(ids)
        self.complete = True
        if everything:
            self.view.selectAll()
        row, place = self._keep
        if place >= PAGE and len(ids) > PAGE and not self.view.selected_rows():
            here = self.model.place(row)
            if here >= 0 or place != MADE:
                self.view.selectRow(here if here >= 0 else min(place, len(ids) - 1))
        self.shown.emit()

    def _fit(self) -> None:
        """Widths are measured when the columns change; what the clerk set stays."""
        names = self.query.columns
        if self._laid == names:
            return
        self._laid = names if self.model.total else ()
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
        text = grouped(text) if found.kind == "money" else text
        return mask(found.kind, text, "middle") if field is not None and field.sensitive and not self.revealed else text

    def reveal(self) -> None:
        """Whole numbers; and what is sensitive, where the record knows such."""
        if not self.revealed and not dialogs.tried(self, lambda: outgoing.reveal(self.store)):
            return
        self.revealed = not self.revealed
        if self.record.veiled:
            self.show_query(replace(self.query, veiled=not self.revealed), keep=True)
        self.model.repaint()

    # Sorting, filters, columns

    def _heading(self, found: Column) -> str:
        names = [name for name, _down in self.query.sort]
        if found.name not in names:
            return found.label
        place = names.index(found.name)
        arrow = "↓" if self.query.sort[place][1] else "↑"
        return f"{found.label} {arrow}{place + 1 if len(names) > 1 else ''}"

    def _sort(self, section: int) -> None:
        """Up, down, official order again; with Shift or Ctrl beside the other columns."""
        name = self.query.columns[section]
        keys = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        many = bool(QGuiApplication.keyboardModifiers() & keys)
        self.show_query(replace(self.query, sort=turned(self.query.sort, name, many=many)))

    def _heading_menu(self, point: Any) -> None:
        section = self.view.horizontalHeader().logicalIndexAt(point)
        if section < 0:
            return
        found = self.columns()[section]
        menu = QMenu(self)
        menu.addAction("筛选…", lambda: self.open_filter(section))
        menu.addAction("隐藏这一栏", lambda: self.show_column(found.name, False))
        menu.addAction("栏目…", self.choose_columns)
        menu.exec(self.view.horizontalHeader().mapToGlobal(point))
        menu.deleteLater()

    def asked_of(self, name: str) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.query.conditions if condition.field == name)

    def open_filter(self, section: int) -> FilterPanel:
        """The filter of one column under its heading."""
        found = self.columns()[section]
        field = None if derived(self.record.code(), found.name) else self.known.get(found.name)
        find = None if field is not None and field.sensitive and not self.revealed else self._finder(found.name)
        panel = FilterPanel(found, field=field, now=self.asked_of(found.name), find=find, parent=self)
        panel.chosen.connect(lambda conditions: self.put(found.name, conditions))
        panel.sorted.connect(lambda down: self.show_query(replace(self.query, sort=((found.name, down),))))
        header = self.view.horizontalHeader()
        corner = header.mapToGlobal(QPoint(header.sectionViewportPosition(section), header.height()))
        place_on_screen(panel, corner)
        panel.show()
        (panel.search if find is not None else panel.word).setFocus()
        return panel

    def _finder(self, name: str) -> Find:
        return lambda text, show: self.fetcher.bring(lambda: self._values(name, text), show)

    def _values(self, name: str, text: str) -> Facet:
        """The values of a column that hold a text, or are spelled so in pinyin or initials."""
        asked, spelled = self.query, by_spelling(text)
        if spelled and name in self.record.caption:  # names are found in the search key, however many there are
            asked = replace(asked, words=(*asked.words, text))
        with self.store.read() as reader:
            found = facet.facet(reader, asked, name, text="" if spelled else text)
        if not spelled:
            return found
        fitting = (each for each in found.values if each[0] is not None and text.lower() in spellings(str(each[0]))[1])
        return Facet(tuple(fitting), found.more)

    def put(self, name: str, conditions: tuple[Condition, ...]) -> None:
        """These are all the conditions of a column from now on."""
        kept = tuple(condition for condition in self.query.conditions if condition.field != name)
        self.show_query(replace(self.query, conditions=(*kept, *conditions)))

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


def place_on_screen(panel: QWidget, corner: QPoint) -> None:
    """Below `corner`, moved so far that all of it is seen."""
    panel.adjustSize()
    screen = panel.screen().availableGeometry()
    x = min(corner.x(), screen.right() - panel.width())
    y = min(corner.y(), screen.bottom() - panel.height())
    panel.move(max(x, screen.left()), max(y, screen.top()))


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
