"""Lists that behave like the Excel they replace and open as fast with 636,000 rows as with 600: windows on a query."""

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QTableView, QToolTip, QVBoxLayout, QWidget

from app.kinds import SCALED
from app.table import Column, Table
from app.ui.style import folded_tip, label

Index = QModelIndex | QPersistentModelIndex
Rows = list[tuple[Any, ...]]
Fetch = Callable[[int, int], Rows]
PAGE = 100
KEPT = 48
SEEN, WIDEST = 40, 340  # rows measured for a width, and the widest in pixels
ROOM = 16  # pixels of a cell that are not for its text
RED, AMBER, GREEN, GREY = QColor("#9b1f28"), QColor("#a84a05"), QColor("#2b6b4a"), QColor("#667085")


class RowsModel(QAbstractTableModel):
    """Rows fetched page by page; each row is its id followed by the displayed cells.

    `reset` shows rows by place; once all `ids` of the order are known (`whole`), pages are fetched by id, so that the
    end of a list of 636,000 comes as fast as its beginning.
    """

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.total = 0
        self.ids: array[int] | None = None
        self.fetch: Fetch = lambda offset, limit: []  # noqa: ARG005
        self.fetch_ids: Callable[[list[int]], Rows] | None = None
        self.show_cell: Callable[[Column, Any], str] = _plain
        self.copy_cell: Callable[[Column, Any], str] = _plain
        self.heading: Callable[[Column], str] = lambda column: column.label
        self.edit: Callable[[int, Column, str], bool] | None = None
        self.colour: Callable[[Column, Any], QColor | None] | None = None
        self._pages: dict[int, Rows] = {}

    def reset(self, columns: Sequence[Column], total: int, fetch: Fetch, first: Rows | None = None) -> None:
        """Other rows: `total` of them, brought by `fetch(offset, limit)`; `first` is the first page when it is known."""
        self.beginResetModel()
        self.columns, self.total, self.fetch, self.ids = tuple(columns), total, fetch, None
        self._pages = {} if first is None else {0: first}
        self.endResetModel()

    def whole(self, ids: "array[int]") -> None:
        """All row ids in order: the list grows to its full length without moving what is seen."""
        self.ids = ids
        if len(ids) > self.total:
            self.beginInsertRows(QModelIndex(), self.total, len(ids) - 1)
            self.total = len(ids)
            self.endInsertRows()

    def place(self, row: int) -> int:
        """Where the row with this id stands, -1 when it is not in the list (or not known yet)."""
        try:
            return self.ids.index(row) if self.ids is not None else -1
        except ValueError:
            return -1

    def repaint(self) -> None:
        """The same rows, fetched again."""
        self._pages.clear()
        if self.total:
            self.dataChanged.emit(self.index(0, 0), self.index(self.total - 1, len(self.columns) - 1))

    def row(self, i: int) -> tuple[Any, ...]:
        page = i // PAGE
        if page not in self._pages:
            if len(self._pages) >= KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._bring(page * PAGE)
        rows = self._pages[page]
        return rows[i % PAGE] if i % PAGE < len(rows) else ()

    def _bring(self, offset: int) -> Rows:
        if self.ids is not None and self.fetch_ids is not None:
            return self.fetch_ids(list(self.ids[offset : offset + PAGE]))
        return self.fetch(offset, PAGE)

    def row_id(self, i: int) -> int:
        if self.ids is not None:
            return self.ids[i] if i < len(self.ids) else 0
        found = self.row(i)
        return int(found[0]) if found else 0

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.total

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def cell(self, row: int, column: int) -> Any:
        """The value as the query gave it."""
        found = self.row(row)
        return found[column + 1] if found else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            row = self.row(index.row())
            return self.colour(column, row[index.column() + 1]) if row and self.colour is not None else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.show_cell(column, self.cell(index.row(), index.column()))
        if role == Qt.ItemDataRole.EditRole:
            return self.copy_cell(column, self.cell(index.row(), index.column()))
        return None

    def _side(self, column: Column) -> int:
        """Figures stand under each other's ends, and so does their heading."""
        side = Qt.AlignmentFlag.AlignRight if column.kind in ("number", *SCALED) else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return self._side(self.columns[section])
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.heading(self.columns[section]) if orientation == Qt.Orientation.Horizontal else section + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.edit is not None else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if self.edit is None or role != Qt.ItemDataRole.EditRole:
            return False
        return self.edit(self.row_id(index.row()), self.columns[index.column()], str(value))


def _plain(_column: Column, value: Any) -> str:
    return "" if value is None else str(value)


def of_table(table: Table, parent: QWidget | None = None) -> RowsModel:
    """A model that shows a `Table` as it stands; the row ids are its row numbers."""
    model = RowsModel(table.columns, parent)
    rows = table.rows
    model.reset(
        table.columns,
        len(rows),
        lambda offset, limit: [(i, *rows[i]) for i in range(offset, min(offset + limit, len(rows)))],
    )
    return model


class TableView(QTableView):
    """A quiet list: whole rows of one height, Ctrl+C copies what is selected as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab leaves the table: arrows move in it
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.words = ""  # what an empty table says

    def say_when_empty(self, words: str) -> None:
        self.words = words
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if self.words and model is not None and not model.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(GREY)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(20, 20, -20, -20), int(flags), self.words)

    def fit(self, columns: Sequence[Column], model: RowsModel | None = None) -> None:
        """Widths from what the first rows show, or from the columns' own: 8 pixels for a half-width character."""
        metrics, seen = self.fontMetrics(), min(model.total, SEEN) if model is not None else 0
        for i, column in enumerate(columns):
            width = max(metrics.horizontalAdvance(column.label) + 34, 56)
            if model is None:
                width = max(width, min(column.width, 60) * 8 + 20)
            else:
                texts = (str(model.data(model.index(row, i)) or "") for row in range(seen))
                width = max((width, *(metrics.horizontalAdvance(text) + 24 for text in texts)))
            self.setColumnWidth(i, min(width, WIDEST))

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
            return
        end = event.key() == Qt.Key.Key_End
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and (end or event.key() == Qt.Key.Key_Home):
            self.to_end(last=end)
            return
        super().keyPressEvent(event)

    def to_end(self, *, last: bool) -> None:
        """The first or the last row is chosen, in the same column; Qt's own would only move the frame of the cell."""
        rows = self.model().rowCount()
        if rows:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            column = max(self.currentIndex().column(), 0)
            self.selectionModel().setCurrentIndex(self.model().index(rows - 1 if last else 0, column), flags)

    def viewportEvent(self, event: QEvent) -> bool:
        """What does not fit its cell is told in full where the mouse rests."""
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        index = self.indexAt(event.pos())
        text = str(index.data() or "") if index.isValid() else ""
        cut = self.fontMetrics().horizontalAdvance(text) > self.visualRect(index).width() - ROOM
        QToolTip.showText(event.globalPos(), folded_tip(text) if cut else "", self)
        return True

    def selectRow(self, row: int) -> None:
        """Just this row, whatever key is down: Qt's own would let a chosen row go while Ctrl+Z is still pressed."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.model().index(row, max(self.columnAt(0), 0)), flags)

    def selected_text(self) -> str:
        """Tab separated, with a heading line, as a spreadsheet takes it."""
        model = self.model()
        rows = self.selected_rows()
        if not isinstance(model, RowsModel) or not rows:
            return ""
        order = [self.horizontalHeader().logicalIndex(i) for i in range(len(model.columns))]
        lines = ["\t".join(model.columns[i].label for i in order)]
        lines += [
            "\t".join(_flat(model.copy_cell(model.columns[i], model.cell(row, i))) for i in order) for row in rows
        ]
        return "\n".join(lines)

    def selected_rows(self) -> list[int]:
        """Row numbers, from the ranges: an index for each of 636,000 rows would take seconds."""
        if not self.selectionModel():
            return []
        ranges: Any = self.selectionModel().selection()
        return sorted({row for found in ranges for row in range(found.top(), found.bottom() + 1)})


def framed(view: TableView, *below: QWidget) -> QFrame:
    """A table in a card of its own, edge to edge; `below` are words that stand there when it is empty."""
    card = QFrame()
    card.setProperty("card", True)
    view.setProperty("plain", True)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(view)
    for widget in below:
        inside.addWidget(widget)
    return card


def nothing(words: str) -> QLabel:
    """What is said in the place of an empty table."""
    told = label(words)
    told.setObjectName("empty")
    told.setWordWrap(True)
    return told


def _flat(text: str) -> str:
    """One cell of a copied table holds no tab and no line end of its own."""
    return " ".join(text.split()) if "\t" in text or "\n" in text else text
