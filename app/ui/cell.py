"""Correcting one cell in the list itself: the editor of its kind, the checks of a form, one work."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.db.store import Store
from app.errors import Problem, Rejected, UserError
from app.models.fields import Field
from app.models.record import Record, field_map
from app.operations import outgoing
from app.operations import record as records
from app.ui import dialogs, editors
from app.ui.table import RowsModel

Index = QModelIndex | QPersistentModelIndex


class CellEditor(QStyledItemDelegate):
    """Gives each column the editor of its field's kind; derived columns and those set by verbs have none."""

    def __init__(self, store: Store, record: type[Record], parent: QWidget) -> None:
        super().__init__(parent)
        self.store, self.known = store, field_map(record)

    def _field(self, index: Index) -> Field | None:
        model = index.model()
        return self.known.get(model.columns[index.column()].name) if isinstance(model, RowsModel) else None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]
        field = self._field(index)
        if field is None or not field.asked:
            return None
        if field.sensitive and outgoing.shown(self.store, "none") != "none":
            return None  # it would open with the whole number
        widget = editors.editor(field, self.store, parent)
        widget.setMinimumWidth(120)
        return widget

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        editors.put_text(editor, str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Saved when the editor has gone: saving refreshes the list, which would take the editor away in mid-air."""
        if isinstance(editor, editors.Picker):
            editor.pick_only_match()
        text = editors.text_of(editor)
        if not isinstance(model, RowsModel) or text == str(index.data(Qt.ItemDataRole.EditRole) or ""):
            return
        row, found = model.row_id(index.row()), model.columns[index.column()]
        QTimer.singleShot(0, model, lambda: model.edit and model.edit(row, found, text))


def keep(parent: QWidget, store: Store, record: type[Record], row: int, name: str, text: str) -> bool:
    """Saves one cell; a hard problem is told, a soft one asked. True when it was kept."""
    with store.read() as reader:
        reading = records.read_values(reader, record, {name: text})
    return settle(parent, store, record, row, reading.values, reading.problems)


def settle(
    parent: QWidget,
    store: Store,
    record: type[Record],
    row: int,
    values: dict[str, Any],
    problems: tuple[Problem, ...] = (),
) -> bool:
    """Saves values of one row, asking once for what is only doubtful. True when they were kept."""
    consent: frozenset[str] = frozenset()
    try:
        while True:
            if any(problem.hard for problem in problems):
                raise Rejected(problems)
            if problems:
                told = "\n".join(problem.text for problem in problems)
                if not dialogs.ask(parent, "请核对", f"{told}\n\n确认无误后可以保存。", yes="确认并保存"):
                    return False
                consent |= {problem.code for problem in problems}
            problems = _saved(store, record, row, values, consent)
            if not problems:
                return True
    except (Rejected, UserError) as error:
        dialogs.show_error(parent, error)
        return False


def _saved(
    store: Store, record: type[Record], row: int, values: dict[str, Any], consent: frozenset[str]
) -> tuple[Problem, ...]:
    """Nothing when it was saved, else what is still to be confirmed or mended."""
    try:
        records.save(store, record, values, row=row, consent=consent)
    except Rejected as refused:
        return refused.problems
    return ()
