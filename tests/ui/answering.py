"""Hands that answer the dialogs a test opens: they wait for the real dialog, fill it, press its button and note its words."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLabel, QListWidget, QMessageBox, QPushButton

from app.ui import editors
from app.ui.asking import Asking
from app.ui.leaving import TermsDialog


@dataclass
class Hands:
    """What was read in each dialog, in order; `done` says that all answers were needed."""

    waiting: list[Callable[[QDialog], None]]
    read: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return not self.waiting


WAITING: list[Hands] = []  # of this test, the newest last


def hands(*acts: Callable[[QDialog], None]) -> Hands:
    """Each act answers the next dialog that opens."""
    made = Hands(list(acts))
    WAITING.append(made)
    _watch(made)
    return made


def _watch(made: Hands) -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog) and dialog.isVisible() and not dialog.property("answered"):
        dialog.setProperty("answered", True)
        made.read.append(words(dialog))
        made.waiting.pop(0)(dialog)
    if made.waiting and made in WAITING:
        QTimer.singleShot(5, lambda: _watch(made))


def words(dialog: QDialog) -> str:
    if isinstance(dialog, QMessageBox):
        return dialog.text()
    if isinstance(dialog, QInputDialog):
        return dialog.labelText()
    return "\n".join([dialog.windowTitle(), *(found.text() for found in dialog.findChildren(QLabel) if found.text())])


def fill(**texts: str | tuple[str, ...]) -> Callable[[QDialog], None]:
    """Answers a small form (`Asking`); a tuple ticks; what is refused stays open and is closed."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, Asking)
        for name, text in texts.items():
            widget = dialog.widgets[name]
            if isinstance(widget, QListWidget):
                for i in range(widget.count()):
                    on = widget.item(i).text() in text
                    widget.item(i).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            else:
                editors.put_text(widget, str(text))
        press("确定")(dialog)

    return act


def to(whom: str, *, mask: str = "", purpose: str = "") -> Callable[[QDialog], None]:
    """Says for whom something leaves, under which mask (its Chinese word) and what for."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, TermsDialog)
        editors.put_text(dialog.editor.whom, whom)
        if mask:
            dialog.editor.mask.setCurrentText(mask)
        dialog.editor.purpose.setText(purpose)
        press("下一步")(dialog)

    return act


def press(text: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        found = next(button for button in dialog.findChildren(QPushButton) if button.text() == text)
        found.click()

    return act


def refused(act: Callable[[QDialog], None], told: list[str]) -> Callable[[QDialog], None]:
    """An answer that the dialog does not take: its note is kept, then it is cancelled."""

    def both(dialog: QDialog) -> None:
        act(dialog)
        assert dialog.isVisible()
        assert isinstance(dialog, Asking)
        told.append(dialog.note.text())
        dialog.reject()

    return both
