"""The sheet as it will look, in a small spreadsheet: letters above, row numbers beside, merged cells, what is filled in white."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.exchange.cellxml import address
from app.exchange.filling_picture import Picture

NARROW, WIDE, AIR = 44, 190, 18  # pixels of a column, and those beside its text
ROW = 28
HEAD, FILLED, TEMPLATE, MARKED = QColor("#f0eeeb"), QColor("#ffffff"), QColor("#f8f7f5"), QColor("#f6e5e1")
INK, QUIET = QColor("#1f2328"), QColor("#667085")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class PictureModel(QAbstractTableModel):
    """Texts of the picture; a column or a cell can be marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture = Picture((), (), frozenset(), range(0), 0)
        self.marked: tuple[int, int] = (-1, -1)  # row (-1: all of them below the heading), column
        self.bold = QFont()

    def put(self, picture: Picture) -> None:
        self.beginResetModel()
        self.picture = picture
        self.endResetModel()

    def mark(self, row: int, column: int) -> None:
        self.marked = row, column
        if self.picture.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.picture.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if (parent is not None and parent.isValid()) or not self.picture.rows else len(self.picture.rows[0])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return address(section) if orientation == Qt.Orientation.Horizontal else section + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.picture.rows[place[0]][place[1]] or None
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(place)
        if role == Qt.ItemDataRole.ForegroundRole:
            return INK if place in self.picture.filled or place[0] in self.picture.head else QUIET
        if role == Qt.ItemDataRole.FontRole:
            self.bold.setBold(place[0] in self.picture.head)
            return self.bold
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter if place[0] in self.picture.head else LEFT)
        return None

    def _ground(self, place: tuple[int, int]) -> QColor:
        row, column = self.marked
        if column == place[1] and (row == place[0] or (row < 0 and place[0] not in self.picture.head)):
            return MARKED
        if place[0] in self.picture.head:
            return HEAD
        return FILLED if place in self.picture.filled else TEMPLATE


class PictureView(QTableView):
    """`put(picture)` shows it and stays where it was scrolled to; `mark(row, column)` leads the eye to what a blank becomes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = PictureModel(self)
        self.setModel(self.sheet)
        self.setProperty("plain", True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName("填好后的样子")

    def put(self, picture: Picture) -> None:
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.clearSpans()
        self.sheet.put(picture)
        for top, left, bottom, right in picture.merges:
            if (bottom, right) != (top, left):
                self.setSpan(top, left, bottom - top + 1, right - left + 1)
        self._fit(picture)
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def _fit(self, picture: Picture) -> None:
        """Widths by what stands in single cells; merged ones take what their columns have."""
        wide = {(top, left) for top, left, _bottom, right in picture.merges if right > left}
        metrics = self.fontMetrics()
        for column in range(self.sheet.columnCount()):
            texts = [row[column] for at, row in enumerate(picture.rows) if row[column] and (at, column) not in wide]
            widest = max((metrics.horizontalAdvance(text) for text in texts if len(text) < 40), default=0)
            self.setColumnWidth(column, min(max(widest + AIR, NARROW), WIDE))

    def mark(self, row: int, column: int) -> None:
        """Places as in the picture; row -1 marks the whole column."""
        self.sheet.mark(row, column)
        if column >= 0 and self.sheet.rowCount():
            at = row if row >= 0 else min(self.sheet.picture.head.stop, self.sheet.rowCount() - 1)
            self.scrollTo(self.sheet.index(at, column))
