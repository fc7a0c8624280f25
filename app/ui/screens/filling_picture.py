"""The sheet as it will look, in a small spreadsheet: letters above, row numbers beside, merged cells, what is filled in white."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.exchange.cellxml import address
from app.exchange.filling_picture import Picture

NARROW, WIDE, AIR = 44, 200, 28  # pixels of a column, and those beside its text
ROW, LONG = 28, 40
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
            return " ".join(self.picture.rows[place[0]][place[1]].split()) or None
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
        self._overflow(picture)
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def _fit(self, picture: Picture) -> None:
        """Widths by what stands in single cells of the table itself; titles and merged cells take what there is."""
        wide = {(top, left) for top, left, _bottom, right in picture.merges if right > left}
        bold = QFont(self.font())
        bold.setBold(True)
        plain, heavy = self.fontMetrics(), QFontMetrics(bold)
        for column in range(self.sheet.columnCount()):
            widest = 0
            for at, row in enumerate(picture.rows):
                if row[column] and (at, column) not in wide and at >= picture.head.start and len(row[column]) < LONG:
                    metrics = heavy if at in picture.head else plain
                    widest = max(widest, metrics.horizontalAdvance(row[column].replace("\n", " ")))
            self.setColumnWidth(column, min(max(widest + AIR, NARROW), WIDE))

    def _overflow(self, picture: Picture) -> None:
        """A long text runs on over the empty cells at its right, as in any spreadsheet."""
        merged = {(row, column) for top, left, bottom, right in picture.merges for row in range(top, bottom + 1)
                  for column in range(left, right + 1)}  # fmt: skip
        for at, row in enumerate(picture.rows):
            for column, text in enumerate(row):
                if not text or (at, column) in merged or at in picture.head:
                    continue
                needed, end = self.fontMetrics().horizontalAdvance(text) + AIR - self.columnWidth(column), column
                while needed > 0 and end + 1 < len(row) and not row[end + 1] and (at, end + 1) not in merged:
                    end += 1
                    needed -= self.columnWidth(end)
                if end > column and not any((at, place) in picture.filled for place in range(column + 1, end + 1)):
                    self.setSpan(at, column, 1, end - column + 1)

    def mark(self, row: int, column: int) -> None:
        """Places as in the picture; row -1 marks the whole column."""
        self.sheet.mark(row, column)
        if column >= 0 and self.sheet.rowCount():
            at = row if row >= 0 else min(self.sheet.picture.head.stop, self.sheet.rowCount() - 1)
            self.scrollTo(self.sheet.index(at, column))
