"""Lists that behave like the Excel they replace and open as fast with 636,000 rows as with 600: windows on a query."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.table import Column, Table

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
KEPT = 24
SEEN, WIDEST = 40, 340  # rows measured for a width, and the widest in pixels
ALERTS = {"late": QColor("#9b1f28"), "week": QColor("#a84a05")}


class RowsModel(QAbstractTableModel):
    """Rows fetched by `fetch(offset, limit)` page by page; each row is its id followed by the displayed cells."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.total = 0
        self.fetch: Callable[[int, int], list[tuple[Any, ...]]] = lambda offset, limit: []  # noqa: ARG005
        self.show_cell: Callable[[Column, Any], str] = lambda column, value: "" if value is None else str(value)  # noqa: ARG005
        self.edit: Callable[[int, Column, str], bool] | None = None
        self._pages: dict[int, list[tuple[Any, ...]]] = {}

    def reset(self, columns: Sequence[Column], total: int, fetch: Callable[[int, int], list[tuple[Any, ...]]]) -> None:
        self.beginResetModel()
        self.columns, self.total, self.fetch = tuple(columns), total, fetch
        self._pages.clear()
        self.endResetModel()

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
            self._pages[page] = self.fetch(page * PAGE, PAGE)
        rows = self._pages[page]
        return rows[i % PAGE] if i % PAGE < len(rows) else ()

    def row_id(self, i: int) -> int:
        found = self.row(i)
        return int(found[0]) if found else 0

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.total

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.kind in ("number", "money") else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        row = self.row(index.row())
        value = row[index.column() + 1] if row else None
        return (
            self.show_cell(column, value)
            if role == Qt.ItemDataRole.DisplayRole
            else ("" if value is None else str(value))
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].label if orientation == Qt.Orientation.Horizontal else section + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.edit is not None else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if self.edit is None or role != Qt.ItemDataRole.EditRole:
            return False
        return self.edit(self.row_id(index.row()), self.columns[index.column()], str(value))


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
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def fit(self, columns: Sequence[Column], model: RowsModel | None = None) -> None:
        """Widths from what the first rows show, or from the columns' own: 8 pixels for a half-width character."""
        metrics, seen = self.fontMetrics(), min(model.total, SEEN) if model is not None else 0
        for i, column in enumerate(columns):
            width = max(metrics.horizontalAdvance(column.label) + 34, 56)
            if model is None or not seen:
                width = max(width, min(column.width, 60) * 8 + 20)
            else:
                texts = (str(model.data(model.index(row, i)) or "") for row in range(seen))
                width = max(width, *(metrics.horizontalAdvance(text) + 24 for text in texts))
            self.setColumnWidth(i, min(width, WIDEST))

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
            return
        super().keyPressEvent(event)

    def selected_text(self) -> str:
        """Tab separated, with a heading line, as a spreadsheet takes it."""
        model = self.model()
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if not isinstance(model, RowsModel) or not rows:
            return ""
        order = [self.horizontalHeader().logicalIndex(i) for i in range(len(model.columns))]
        lines = ["\t".join(model.columns[i].label for i in order)]
        lines += ["\t".join(str(model.data(model.index(row, i)) or "") for i in order) for row in rows]
        return "\n".join(lines)

    def selected_rows(self) -> list[int]:
        return sorted({index.row() for index in self.selectionModel().selectedRows()}) if self.selectionModel() else []
