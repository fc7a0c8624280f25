"""The headings of a list: a click sorts, the sign at the right end of each opens its filter."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

SIGN = 16  # pixels of the sign
ZONE = 26  # pixels at the right end of a heading that open the filter


class FilterHeader(QHeaderView):
    """`filter_asked(section)`; `filtered(section)` says which columns are narrowed and show it."""

    filter_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.filtered: Callable[[int], bool] = lambda _section: False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._quiet, self._on = QIcon("icons:chevron-down.svg"), QIcon("icons:filter-on.svg")
        self._pressed = -1

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        icon = self._on if self.filtered(section) else self._quiet
        corner = QPoint(rect.right() - SIGN - 5, rect.center().y() - SIGN // 2 + 1)
        icon.paint(painter, QRect(corner, QSize(SIGN, SIGN)))

    def sign(self, section: int) -> QRect:
        """Where the sign of a heading stands, in the header's coordinates; its right end keeps room for resizing."""
        right = self.sectionViewportPosition(section) + self.sectionSize(section)
        return QRect(right - ZONE, 0, ZONE - 5, self.height())

    def mousePressEvent(self, event: Any) -> None:
        section = self.logicalIndexAt(event.position().toPoint())
        signed = section >= 0 and self.sign(section).contains(event.position().toPoint())
        if signed and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = section
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: Any) -> None:
        section, self._pressed = self._pressed, -1
        if section < 0:
            super().mouseReleaseEvent(event)
        elif self.sign(section).contains(event.position().toPoint()):
            self.filter_asked.emit(section)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("单击排序，按住 Shift 点几栏就按几栏排序；点右边的箭头筛选；拖动换位置")
        return super().viewportEvent(event)
