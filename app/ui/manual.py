"""The manual behind F1: the chapter of the screen that is open, the others beside it; offline, from resources/help."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser

from app.paths import resource

PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in the text where a picture is
ABOVE, BELOW, LINE = 18, 6, 145  # pixels above and below a heading; the height of a line in hundredths


def chapters() -> dict[int, Path]:
    """Number → file, in the order of the manual."""
    return {int(path.name[:2]): path for path in sorted(resource("help").glob("[0-9][0-9]-*.md"))}


class Manual(QDialog):
    """`show_chapter(number)` opens the window of the manual beside the program's own; both can be used."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.setWindowTitle("使用手册")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(900, 640)
        line = QHBoxLayout(self)
        self.files = list(chapters().values())
        self.names = QListWidget()
        self.names.setFixedWidth(180)
        self.names.addItems([path.stem[3:] for path in self.files])
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)  # offline: the manual leads nowhere else
        self.page.setSearchPaths([str(resource("help"))])  # where the pictures lie
        self.page.setProperty("plain", True)
        self.page.document().setDocumentMargin(18)
        self.names.currentRowChanged.connect(self._show)
        line.addWidget(self.names)
        line.addWidget(self.page, 1)

    def _show(self, i: int) -> None:
        self.page.setMarkdown(self.files[i].read_text(encoding="utf-8"))
        self._air()
        self.page.moveCursor(self.page.textCursor().MoveOperation.Start)

    def _air(self) -> None:
        """Markdown comes without room between its lines."""
        block = self.page.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if form.headingLevel():
                form.setTopMargin(ABOVE)
                form.setBottomMargin(BELOW)
            elif PICTURE not in block.text():
                form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            else:
                form.setBottomMargin(ABOVE)
            QTextCursor(block).setBlockFormat(form)
            block = block.next()

    def show_chapter(self, number: int) -> None:
        self.names.setCurrentRow(list(chapters()).index(number))
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()
