"""A chart on the screen: the drawings of `app.chart`, made anew for the width there is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from app.chart import Box, Drawing, Shape, Stroke, Words

COLOURS = {
    "ink": "#1f2328", "quiet": "#667085", "faint": "#e9e7e4", "accent": "#9b1f28", "ok": "#2b6b4a", "warning": "#a84a05",
}  # fmt: skip
SCALE = 96 / 72  # pixels of a point
GAP = 14.0


class Chart(QFrame):
    """`show_drawings(make)`: `make(width)` gives the drawings for a width in points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.make: Callable[[float], Sequence[Drawing]] = lambda _width: ()
        self.drawings: Sequence[Drawing] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_drawings(self, make: Callable[[float], Sequence[Drawing]]) -> None:
        self.make = make
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        self.drawings = self.make(max(self.width(), 160) / SCALE)
        self.setMinimumHeight(int(sum(drawing.height + GAP for drawing in self.drawings) * SCALE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(SCALE, SCALE)
        for drawing in self.drawings:
            for shape in drawing.shapes:
                paint(painter, shape, self.font())
            painter.translate(0, drawing.height + GAP)
        painter.end()


def paint(painter: QPainter, shape: Shape, font: QFont) -> None:
    """One shape, in points."""
    colour = QColor(COLOURS[shape.tone])
    if isinstance(shape, Box):
        painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), colour)
    elif isinstance(shape, Stroke):
        painter.setPen(QPen(colour, 0.5))
        painter.drawLine(QLineF(shape.x, shape.y, shape.to_x, shape.to_y))
    else:
        _write(painter, shape, font, colour)


def _write(painter: QPainter, shape: Words, font: QFont, colour: QColor) -> None:
    used = QFont(font)
    used.setPixelSize(max(int(shape.size + 0.5), 1))
    used.setBold(shape.strong)
    wide = QFontMetricsF(used).horizontalAdvance(shape.text)
    x = shape.x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[shape.align]
    painter.setFont(used)
    painter.setPen(colour)
    painter.drawText(QPointF(x, shape.y), shape.text)


def framed(chart: Chart) -> QScrollArea:
    """A chart that scrolls where it is higher than its room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(chart)
    return area
