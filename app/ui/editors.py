"""Which widget edits which kind of value; the one table *kind → editor* of the window."""

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from app import codes
from app.db.queries import resolve
from app.db.search import spellings
from app.db.store import Store
from app.kinds.choice import Choice
from app.kinds.text import Text
from app.models.fields import Field

PLACEHOLDERS = {
    "date": "如 1987.6、198706、1987年6月15日",
    "id": "18 位",
    "card": "20 位",
    "phone": "手机 11 位，座机 区号-号码",
    "money": "元",
    "points": "如 2 或 0.5",
}


def editor(field: Field, store: Store, parent: QWidget | None = None) -> QWidget:
    """A widget for one field; read and filled through `text_of` and `put_text`."""
    return EDITORS[field.kind.name](field, store, parent)


def _line(field: Field, _store: Store, parent: QWidget | None) -> QWidget:
    if isinstance(field.kind, Text) and field.kind.lines:
        lines = QPlainTextEdit(parent)
        lines.setTabChangesFocus(True)
        lines.setFixedHeight(64)
        return lines
    line = QLineEdit(parent)
    line.setPlaceholderText(PLACEHOLDERS.get(field.kind.name, field.help))
    return line


def _choice(field: Field, _store: Store, parent: QWidget | None) -> QWidget:
    assert isinstance(field.kind, Choice)
    return Picker([code.name for code in codes.codes(field.kind.codes)], parent)


def _flag(_field: Field, _store: Store, parent: QWidget | None) -> QWidget:
    return Picker(["是", "否"], parent)


def _link(field: Field, store: Store, parent: QWidget | None) -> QWidget:
    """Names of units, branches and teams are offered; of people there are too many: they are typed and found."""
    if field.to not in ("unit", "branch", "campaign", "pairing_kind", "team", "posting", "duty"):
        return _line(field, store, parent)
    with store.read() as reader:
        return Picker(resolve.names(reader, field.to), parent)


EDITORS: dict[str, Callable[[Field, Store, QWidget | None], QWidget]] = {
    "text": _line, "person": _line, "number": _line, "money": _line, "points": _line, "date": _line, "choice": _choice, "flag": _flag,
    "link": _link, "phone": _line, "id": _line, "card": _line, "credit": _line,
}  # fmt: skip


class Picker(QComboBox):
    """A list to type into: finds by any part of the name, by pinyin and by initials; empty is allowed."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(["", *names])
        self.setCurrentIndex(0)
        self._names = names
        self._offered = QStringListModel(names, self)
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        self.line().textEdited.connect(self._offer)

    def line(self) -> QLineEdit:
        """Where a name is typed."""
        found = self.lineEdit()
        assert found is not None
        return found

    def offer(self, names: list[str]) -> None:
        """Other names to choose from."""
        self._names = names
        self.clear()
        self.addItems(["", *names])
        self._offered.setStringList(names[:200])

    def _offer(self, typed: str) -> None:
        self._offered.setStringList(self.names_for(typed))

    def names_for(self, typed: str) -> list[str]:
        """What is proposed for a beginning: what starts with it first, in pinyin, initials or characters."""
        word = typed.strip().lower()
        found = [name for name in self._names if word in spellings(name)[1]] if word else self._names
        starts = [name for name in found if any(part.startswith(word) for part in spellings(name)[1].split())]
        return [*starts, *(name for name in found if name not in set(starts))][:200]

    def offering(self) -> bool:
        """Is the list of proposals open?"""
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        return popup is not None and popup.isVisible()

    def pick_only_match(self) -> None:
        """What was typed as initials becomes the one name it can mean."""
        typed = self.currentText().strip()
        if typed and typed not in self._names:
            found = [name for name in self._names if typed.lower() in spellings(name)[1]]
            if len(found) == 1:
                self.setCurrentText(found[0])

    def focusOutEvent(self, event: object) -> None:
        self.pick_only_match()
        super().focusOutEvent(event)  # type: ignore[arg-type]

    def wheelEvent(self, event: object) -> None:
        """Scrolling a form must not change a value under the pointer."""
        event.ignore()  # type: ignore[attr-defined]


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText().strip()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def put_text(widget: QWidget, text: str) -> None:
    if isinstance(widget, QComboBox):
        widget.setCurrentText(text)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)


def secret_line() -> QLineEdit:
    """A line that shows dots and keeps nothing in the input method's dictionary."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(
        Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
    )
    line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    return line
