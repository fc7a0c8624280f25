"""A few fields of a record above a list, for one entry after the other by keys alone: Enter goes on, and saves in the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.db.store import Store
from app.errors import Problem
from app.models.record import Record, field_map
from app.operations import record as records
from app.ui import dialogs, editors
from app.ui.style import label, restyle


@dataclass(frozen=True)
class Asked:
    """A field of the entry: how many of the columns of the grid it takes, and whether its text stays for the next entry."""

    name: str
    span: int = 1
    kept: bool = False
    text: str = ""


class Entry(QFrame):
    """`done` when Enter was pressed in the last field, or Ctrl+Enter in any."""

    done = Signal()

    def __init__(self, store: Store, record: type[Record], asked: Sequence[Asked], across: int = 4) -> None:
        super().__init__()
        self.store, self.record, self.asked = store, record, tuple(asked)
        self.setProperty("card", True)
        self.widgets: dict[str, QWidget] = {}
        self.notes: dict[str, Any] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column in range(across):
            grid.setColumnStretch(column * 2 + 1, 1)
        row = column = 0
        for each in self.asked:
            if column + each.span > across:
                row, column = row + 2, 0
            self._place(grid, each, row, column)
            column += each.span
        self.rows = row + 2
        self.grid = grid

    def _place(self, grid: QGridLayout, each: Asked, row: int, column: int) -> None:
        field = field_map(self.record)[each.name]
        widget = editors.editor(field, self.store, self)
        if isinstance(widget, QPlainTextEdit):  # one line is enough here, and Enter goes on
            widget.deleteLater()
            widget = QLineEdit(self)
        widget.setAccessibleName(field.label)
        widget.installEventFilter(self)
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
        editors.put_text(widget, each.text)
        note = label("", "danger")
        note.setWordWrap(True)
        note.hide()
        grid.addWidget(label(field.label + (" *" if field.required else ""), "field"), row, column * 2)
        grid.addWidget(widget, row, column * 2 + 1, 1, each.span * 2 - 1)
        grid.addWidget(note, row + 1, column * 2 + 1, 1, each.span * 2 - 1)
        self.widgets[each.name], self.notes[each.name] = widget, note

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            if isinstance(watched, editors.Picker) and watched.offering():
                return False
            last = watched is self.widgets[self.asked[-1].name]
            if last or event.modifiers() & Qt.KeyboardModifier.ControlModifier:  # type: ignore[attr-defined]
                if isinstance(watched, editors.Picker):
                    watched.pick_only_match()
                self.done.emit()
            else:
                self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def texts(self) -> dict[str, str]:
        return {name: editors.text_of(widget).strip() for name, widget in self.widgets.items()}

    def values(self) -> dict[str, Any] | None:
        """What was entered as values; None when something cannot be read: then it is noted beside its field."""
        self.clear_notes()
        with self.store.read() as reader:
            reading = records.read_values(
                reader, self.record, {name: text for name, text in self.texts().items() if text}
            )
        hard = [problem for problem in reading.problems if problem.hard]
        if hard:
            self.show_problems(hard)
            return None
        return reading.values

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the keyboard goes to the first."""
        for problem in problems:
            note, widget = self.notes.get(problem.field), self.widgets.get(problem.field)
            if note is None or widget is None:
                dialogs.tell(self, "请核对", problem.text)
                continue
            note.setText(problem.text)
            note.show()
            widget.setProperty("state", "error")
            restyle(widget)
        first = next((self.widgets[p.field] for p in problems if p.field in self.widgets), None)
        if first is not None:
            first.setFocus()

    def clear_notes(self) -> None:
        for name, note in self.notes.items():
            if note.isVisibleTo(self):
                note.hide()
                self.widgets[name].setProperty("state", None)
                restyle(self.widgets[name])

    def next(self, texts: Mapping[str, str] | None = None) -> None:
        """Empties what does not stay, and begins again in the first empty field."""
        self.clear_notes()
        for each in self.asked:
            if not each.kept:
                editors.put_text(self.widgets[each.name], "")
        for name, text in (texts or {}).items():
            editors.put_text(self.widgets[name], text)
        self.begin()

    def begin(self) -> None:
        """The keyboard goes to the first field that is empty."""
        empty = (self.widgets[each.name] for each in self.asked if not editors.text_of(self.widgets[each.name]))
        next(empty, self.widgets[self.asked[0].name]).setFocus()
