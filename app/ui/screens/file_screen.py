"""A screen that works on one file: chosen in a dialog, or dropped on the page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from app.ui.handed import Parts
from app.ui.screens.screen import Screen

SHEETS = "表格 (*.xlsx *.xls *.et *.ods *.csv *.txt *.htm *.html *.xml *.mht *.mhtml);;所有文件 (*)"


class FileScreen(Screen):
    """`choosing` stands over the dialog, `kinds` are its filters; the screen itself says what opening a file means."""

    choosing = "选择文件"
    kinds = SHEETS

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.setAcceptDrops(True)

    def open_file(self, path: Path) -> None:
        """Begins the work on a file."""
        raise NotImplementedError

    def take_in(self, paths: Sequence[Path]) -> None:
        """Files that were dropped: the first of them, unless the screen takes a heap."""
        for path in paths[:1]:
            self.open_file(path)

    def choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.choosing, "", self.kinds)
        if name:
            self.open_file(Path(name))

    def dragEnterEvent(self, event: Any) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        self.take_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
