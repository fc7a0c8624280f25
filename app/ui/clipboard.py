"""Copied numbers do not stay in the clipboard: after half a minute it is emptied, and its history is asked not to keep them."""

import re
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

LIFE_MS = 30_000
MARK = "x-kde-passwordManagerHint"
# Windows keeps such a copy out of its history and its cloud (docs: "Cloud Clipboard and Clipboard History Formats").
_WINDOWS = (
    ("ExcludeClipboardContentFromMonitorProcessing", b"\1"),
    ("CanIncludeInClipboardHistory", b"\0\0\0\0"),
    ("CanUploadToCloudClipboard", b"\0\0\0\0"),
)
# An ID number or a telephone, whole.
_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")


class Clipboard(QObject):
    """Watches what this program copies, from whatever field or table; what others copy is theirs."""

    def __init__(self, parent: QObject | None = None, *, owns: Callable[[], bool] | None = None) -> None:
        super().__init__(parent)
        self.board: QClipboard = QGuiApplication.clipboard()
        self.owns = owns or self.board.ownsClipboard
        self.held = ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(LIFE_MS)
        self.timer.timeout.connect(self.forget)
        self.board.dataChanged.connect(self._changed)
        QGuiApplication.instance().aboutToQuit.connect(self.forget)  # type: ignore[union-attr]

    def _changed(self) -> None:
        if not self.owns():
            self.held = ""
            return
        text = self.board.text()
        if text == self.held or not _NUMBER.search(text):
            return
        self.held = text
        self.board.setMimeData(_secret(text))
        self.timer.start()

    def forget(self) -> None:
        """Empties the clipboard if it still holds what was copied here."""
        held, self.held = self.held, ""
        if held and self.board.text() == held:
            self.board.clear()


def _secret(text: str) -> QMimeData:
    told = QMimeData()
    told.setText(text)
    told.setData(MARK, b"secret")
    for name, value in _WINDOWS:
        told.setData(f'application/x-qt-windows-mime;value="{name}"', value)
    return told
