"""Entering and correcting a record without the mouse: Enter goes on, F7 copies the last record, Ctrl+S saves."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Store
from app.errors import Problem, Rejected, UserError
from app.kinds import SCALED
from app.kinds.resident_id import birth_of, sex_of
from app.models.fields import Field
from app.models.record import Record, fields_of
from app.operations import record as records
from app.operations.draft import Draft
from app.operations.outdated import Outdated
from app.ui import dialogs, differing, editors
from app.ui.drafting import Drafting
from app.ui.noticing import Notice
from app.ui.style import button, label, restyle

LOOSE = ("date", "phone", *SCALED)  # kinds that are written in many ways
CAPTION = 116  # pixels: captions of all groups end at one line
LAST: dict[str, dict[str, str]] = {}  # what was saved last, by record, for F7 and 连续录入


class RecordForm(QDialog):
    """One record: new when `row` is None. After `exec()`, `saved` is the row id or None."""

    def __init__(
        self, store: Store, record: type[Record], row: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.store, self.record, self.row = store, record, row
        self.saved: int | None = None
        self.consented: frozenset[str] = frozenset()
        self.fields = tuple(field for field in fields_of(record) if field.asked)
        self.widgets: dict[str, QWidget] = {}
        self.notes: dict[str, Any] = {}
        self.setWindowTitle(f"{'修改' if row else '新增'}{record.title}")
        self.resize(860, 640)
        self.notice = Notice(store, record, row or 0, parent)
        self._build()
        self.notice.watch(self.widgets)
        self.before, self.seen = differing.stored(store, record, self.fields, row)
        self._fill(self.before)
        self.first = self.texts()
        self.draft = Drafting(self)
        next(iter(self.widgets.values())).setFocus()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys go to the first field
        inside = QFrame()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        for group in dict.fromkeys(field.group for field in self.fields):
            column.addWidget(label(group, "heading"))
            column.addLayout(self._grid([field for field in self.fields if field.group == group]))
        column.addStretch()
        area.setWidget(inside)
        outer.addWidget(area)
        outer.addWidget(self.notice)
        outer.addLayout(self._buttons())
        QShortcut(QKeySequence("F7"), self, self._copy_last)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    def _grid(self, fields: list[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        widest = max(self.fontMetrics().horizontalAdvance(f"{field.label} *") for field in self.fields)
        for side in (0, 2):
            grid.setColumnMinimumWidth(side, max(CAPTION, widest))
            grid.setColumnStretch(side + 1, 1)
        for i, field in enumerate(fields):
            widget = editors.editor(field, self.store, self)
            widget.setAccessibleName(field.label)
            widget.installEventFilter(self)
            widget.setSizePolicy(
                QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy()
            )  # one line for all groups
            note = label("", "danger")
            note.setWordWrap(True)
            note.hide()
            row, side = (i // 2) * 2, (i % 2) * 2
            caption = label(field.label + (" *" if field.required else ""), "field")
            grid.addWidget(caption, row, side)
            grid.addWidget(widget, row, side + 1)
            grid.addWidget(note, row + 1, side + 1)
            self.widgets[field.name], self.notes[field.name] = widget, note
            if isinstance(widget, QLineEdit) and field.kind.name in LOOSE:
                widget.editingFinished.connect(lambda of=field: self._normalised(of))
        number = self.widgets.get("id_number") or self.widgets.get("head_id")
        if isinstance(number, QLineEdit):
            number.editingFinished.connect(self._from_number)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.series = QCheckBox("连续录入（保存后继续录下一条）")
        self.series.setVisible(self.row is None)
        line.addWidget(self.series)
        self.hint = label("Enter 下一项　F7 复制上一条　Ctrl+S 保存", "hint")
        line.addWidget(self.hint)
        line.addStretch()
        cancel, save = button("取消"), button("保存 Ctrl+S", look="primary")
        cancel.setAutoDefault(False)
        save.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.save)
        line.addWidget(cancel)
        line.addWidget(save)
        return line

    def _fill(self, texts: Mapping[str, str]) -> None:
        for name, widget in self.widgets.items():
            editors.put_text(widget, texts.get(name, ""))

    def resume(self, draft: Draft) -> None:
        """Goes on with what an earlier window did not save; what the record held then is compared when saving."""
        if self.row is not None:
            self.before, self.seen = dict(draft.before), dict(draft.seen)
        self._fill({**self.before, **draft.texts})

    def texts(self) -> dict[str, str]:
        return {name: editors.text_of(widget) for name, widget in self.widgets.items()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter is the next field, in reading order."""
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            lines = isinstance(watched, QWidget) and watched.inherits("QPlainTextEdit")
            popup = isinstance(watched, editors.Picker) and watched.offering()
            if not lines and not popup:
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _normalised(self, field: Field) -> None:
        """What was written loosely is shown as it will be kept, or noted at once."""
        try:
            text = field.kind.text(field.kind.parse(editors.text_of(self.widgets[field.name])))
        except ValueError as error:
            self._note(Problem(field.name, str(error)))
            return
        self._clear(field.name)
        editors.put_text(self.widgets[field.name], text)

    def _from_number(self) -> None:
        """A good ID number fills birth date and sex where they are still empty."""
        field = next(f for f in self.fields if f.name in ("id_number", "head_id"))
        try:
            value = field.kind.parse(editors.text_of(self.widgets[field.name]))
        except ValueError as error:
            self._note(Problem(field.name, str(error)))
            return
        self._clear(field.name)
        for name, told in (("birth_date", birth_of), ("sex", sex_of)):
            widget = self.widgets.get(name)
            if value and widget is not None and not editors.text_of(widget):
                editors.put_text(widget, str(told(value)))

    def _copy_last(self) -> None:
        """What was saved last in this place; where there was nothing, what stands here stays."""
        focused = self.focusWidget()
        for name, widget in self.widgets.items():
            if widget is focused or (isinstance(widget, QComboBox) and widget.lineEdit() is focused):
                if last := LAST.get(self.record.code(), {}).get(name, ""):
                    editors.put_text(widget, last)
                self.focusNextChild()

    def save(self) -> None:
        texts = self.texts()
        changed = {name: text for name, text in texts.items() if text != self.before.get(name, "")}
        with self.store.read() as reader:
            reading = records.read_values(reader, self.record, changed)
        problems = [p for p in reading.problems if p.hard or p.code not in self.consented]
        if problems:
            self._show(problems)
            return
        try:
            saved = records.save(
                self.store, self.record, reading.values, row=self.row, consent=self.consented, seen=self.seen or None
            )
        except Rejected as refused:
            self._show(list(refused.problems))
            return
        except Outdated as found:
            if differing.settle(self, found):
                self.save()
            return
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self._after(saved, texts)

    def _after(self, saved: int, texts: dict[str, str]) -> None:
        self.saved = saved
        self.draft.over()
        LAST[self.record.code()] = texts
        if not self.series.isChecked():
            self.accept()
            return
        kept = {
            field.name: texts[field.name] for field in self.fields if field.to or field.name in ("group_name", "ethnic")
        }
        self.consented = frozenset()
        self._clear()
        self._fill(kept)
        self.first = self.texts()
        self.notice.ask()
        next(iter(self.widgets.values())).setFocus()

    def _show(self, problems: list[Problem]) -> None:
        """Hard notes forbid; soft ones ask once and are then remembered for this record."""
        self._clear()
        for problem in problems:
            self._note(problem)
        hard = [p for p in problems if p.hard]
        if hard:
            widget = self.widgets.get(hard[0].field)
            if widget is not None:
                widget.setFocus()
            return
        if dialogs.ask(
            self, "请核对", "\n".join(p.text for p in problems) + "\n\n确认无误后可以保存。", yes="确认并保存"
        ):
            self.consented |= {p.code for p in problems}
            self.save()

    def _note(self, problem: Problem) -> None:
        note, widget = self.notes.get(problem.field), self.widgets.get(problem.field)
        if note is None or widget is None:
            dialogs.tell(self, "请核对", problem.text)
            return
        note.setText(problem.text)
        note.setProperty("role", "danger" if problem.hard else "warning")
        note.show()
        widget.setProperty("state", "error" if problem.hard else "doubt")
        restyle(note)
        restyle(widget)

    def _clear(self, only: str = "") -> None:
        for name, note in self.notes.items():
            if only in ("", name) and note.isVisibleTo(self):
                note.hide()
                self.widgets[name].setProperty("state", None)
                restyle(self.widgets[name])

    def done(self, result: int) -> None:
        self.notice.stop()
        self.draft.stop()
        super().done(result)

    def reject(self) -> None:
        if self.texts() == self.first or dialogs.ask(
            self, "还没有保存", "有改动还没有保存，要放弃吗？", yes="放弃改动"
        ):
            super().reject()
