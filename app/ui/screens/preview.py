"""The very pages that will be printed: turn, enlarge, save as PDF, or send to the PC's printer."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.db.store import Store
from app.errors import UserError
from app.operations.outgoing import Leaving, leaving
from app.printing.preview import page_count, page_images
from app.ui import dialogs
from app.ui.style import button, label

ZOOMS = (0.6, 0.8, 1.0, 1.3, 1.7, 2.2)


class Preview(QDialog):
    """`pdf` lies in a temporary folder of the caller's; `warnings` are sentences on characters that no font holds.

    What is saved or printed is noted in `store` as `left` says; looking at it is not.
    """

    def __init__(
        self, pdf: Path, name: str, warnings: tuple[str, ...], parent: QWidget, *, store: Store, left: Leaving
    ) -> None:
        super().__init__(parent)
        self.store, self.left = store, left
        self.setWindowTitle(f"打印预览　{name}")
        self.resize(1080, 720)
        self.pdf, self.name, self.page, self.zoom = pdf, name, 0, 2
        self.total = page_count(pdf)
        column = QVBoxLayout(self)
        line = QHBoxLayout()
        for text, keys, act in (
            ("上一页", "PgUp", lambda: self.turn(-1)),
            ("下一页", "PgDown", lambda: self.turn(1)),
            ("缩小", "Ctrl+-", lambda: self.scale(-1)),
            ("放大", "Ctrl+=", lambda: self.scale(1)),
        ):
            made = button(text, tip=keys)
            made.setAutoDefault(False)
            made.clicked.connect(act)
            QShortcut(QKeySequence(keys), self, act)
            line.addWidget(made)
        self.where = label("", "subtitle")
        line.addWidget(self.where)
        line.addStretch()
        save, paper = button("保存 PDF…"), button("打印…", look="primary")
        save.clicked.connect(self.save)
        paper.clicked.connect(self.print)
        line.addWidget(save)
        line.addWidget(paper)
        column.addLayout(line)
        for sentence in warnings:
            column.addWidget(label(sentence, "warning"))
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.paper)
        column.addWidget(area, 1)
        self.show_page()

    def show_page(self) -> None:
        self.paper.setPixmap(QPixmap.fromImage(self._image(self.page, ZOOMS[self.zoom])))
        self.where.setText(f"第 {self.page + 1} 页，共 {self.total} 页")

    def _image(self, page: int, scale: float) -> QImage:
        width, height, raw = page_images(self.pdf, page, scale)
        return QImage(raw, width, height, width * 3, QImage.Format.Format_RGB888).copy()

    def turn(self, by: int) -> None:
        self.page = min(max(self.page + by, 0), self.total - 1)
        self.show_page()

    def scale(self, by: int) -> None:
        self.zoom = min(max(self.zoom + by, 0), len(ZOOMS) - 1)
        self.show_page()

    def save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "保存 PDF", f"{self.name}.pdf", "PDF 文件 (*.pdf)")
        if name:
            try:
                with leaving(self.store, replace(self.left, files=[])) as left:
                    shutil.copyfile(self.pdf, name)
                    left.files.append(Path(name))
            except OSError as error:
                dialogs.tell(self, "没有保存", f"文件没有保存成功：{error.strerror}。请换一个位置再试。")
            except UserError as error:
                dialogs.show_error(self, error)

    def print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if not dialog.exec():
            return
        try:
            with leaving(self.store, replace(self.left, files=[])):
                self._put_on(printer)
        except UserError as error:
            dialogs.show_error(self, error)

    def _put_on(self, printer: QPrinter) -> None:
        painter = QPainter(printer)
        for page in range(self.total):
            if page:
                printer.newPage()
            image = self._image(page, 3.0)
            area = painter.viewport()
            size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
        painter.end()


def preview(parent: QWidget, pdf: Path, warnings: Sequence[str] | None, *, store: Store, left: Leaving) -> None:
    """Shows the pages until they are closed; the temporary file goes then."""
    try:
        Preview(pdf, left.title, tuple(warnings or ()), parent, store=store, left=left).exec()
    except UserError as error:
        dialogs.show_error(parent, error)
    finally:
        pdf.unlink(missing_ok=True)
