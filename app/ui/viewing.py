"""A kept file on the screen: pictures, the pages of a PDF, plain text. Shown out of memory, never written to the disk."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.errors import UserError
from app.printing.preview import page_count, page_images
from app.ui.style import button, label

_TEXTS = ("txt", "csv")
_WIDEST = 1000
_SCALE = 1.4


def view(parent: QWidget, name: str, data: bytes) -> QDialog:
    """The dialog, to be executed. UserError for a sort of file that this program does not show."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        return Pages(parent, name, page_count(data), lambda page: _page(data, page))
    if ending in _TEXTS:
        return _text(parent, name, data)
    picture = QImage.fromData(data)
    if picture.isNull():
        raise UserError(f"“{name}”要用别的程序打开。", "请用“另存为”存到自己选的位置，再用相应的程序查看。")
    return Pages(parent, name, 1, lambda _page: _fitting(picture))


class Pages(QDialog):
    """One picture after the other: PgUp and PgDown turn."""

    def __init__(self, parent: QWidget, name: str, total: int, picture: Callable[[int], QImage]) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.resize(1060, 720)
        self.total, self.picture, self.page = total, picture, 0
        column = QVBoxLayout(self)
        line = QHBoxLayout()
        self.where = label("", "subtitle")
        for text, keys, by in (("上一页", "PgUp", -1), ("下一页", "PgDown", 1)):
            made = button(text, tip=keys)
            made.setAutoDefault(False)
            made.setVisible(total > 1)
            made.clicked.connect(lambda _on=False, step=by: self.turn(step))
            QShortcut(QKeySequence(keys), self, lambda step=by: self.turn(step))
            line.addWidget(made)
        line.addWidget(self.where)
        line.addStretch()
        column.addLayout(line)
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheet.setAccessibleName(name)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.sheet)
        column.addWidget(area, 1)
        self.turn(0)

    def turn(self, by: int) -> None:
        self.page = max(0, min(self.total - 1, self.page + by))
        self.sheet.setPixmap(QPixmap.fromImage(self.picture(self.page)))
        self.where.setText(f"第 {self.page + 1} 页，共 {self.total} 页" if self.total > 1 else "")


def _text(parent: QWidget, name: str, data: bytes) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(name)
    dialog.resize(760, 600)
    shown = QPlainTextEdit()
    shown.setReadOnly(True)
    shown.setPlainText(_decoded(data))
    QVBoxLayout(dialog).addWidget(shown)
    return dialog


def _decoded(data: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", errors="replace")


def _page(data: bytes, page: int) -> QImage:
    width, height, dots = page_images(data, page, _SCALE)
    return QImage(dots, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _fitting(picture: QImage) -> QImage:
    if picture.width() <= _WIDEST:
        return picture
    return picture.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
