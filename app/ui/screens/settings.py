"""设置: every figure and word that affects results, with where its first value comes from."""

from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from app import codes
from app.db.store import Changes
from app.errors import Rejected
from app.kinds.choice import Choice
from app.kinds.kind import Kind
from app.operations import setting
from app.settings import NAME_ORDER, SETTINGS
from app.ui import editors, jobs
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label


class SettingsScreen(Screen):
    title = "设置"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        save = button("保存", look="primary")
        save.clicked.connect(self.save)
        self.heading(save)
        card = QFrame()
        card.setProperty("card", True)
        grid = QGridLayout(card)
        grid.setColumnStretch(2, 1)
        self.lines: dict[str, QWidget] = {}
        self.notes: dict[str, Any] = {}
        for i, item in enumerate(SETTINGS):
            line = _editor(item.kind)
            line.setMinimumWidth(260)
            (line.line() if isinstance(line, editors.Picker) else line).returnPressed.connect(self.save)
            note = label("", "danger")
            source = (
                f"默认 {item.default}　依据{item.source}"
                if item.source
                else (f"默认 {item.default}" if item.default else "")
            )
            grid.addWidget(label(item.label, "field"), i * 2, 0)
            grid.addWidget(line, i * 2, 1)
            grid.addWidget(label(source, "hint"), i * 2, 2)
            grid.addWidget(note, i * 2 + 1, 1, 1, 2)
            self.lines[item.name], self.notes[item.name] = line, note
        self.column.addWidget(card)
        self.column.addStretch()

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        with self.store.read() as reader:
            for name, line in self.lines.items():
                editors.put_text(line, setting.value(reader, name))

    def save(self) -> None:
        """Each changed setting is a work of its own; a value that cannot be is noted beside its line."""
        with self.store.read() as reader:
            old = {name: setting.value(reader, name) for name in self.lines}
        typed = {name: editors.text_of(line).strip() for name, line in self.lines.items()}
        wrong = False
        for name, text in typed.items():
            self.notes[name].setText("")
            if text == old[name]:
                continue
            if name == NAME_ORDER:
                self._reorder(text)
                continue
            try:
                setting.put(self.store, name, text)
            except Rejected as refused:
                wrong = True
                self.notes[name].setText(refused.problems[0].text)
        if not wrong:
            self.window_.notice("设置已保存。")

    def _reorder(self, text: str) -> None:
        """All rows take their places anew: off the window's thread."""

        def failed(error: BaseException) -> None:
            if isinstance(error, Rejected):
                self.notes[NAME_ORDER].setText(error.problems[0].text)
            else:
                self.window_.failed(error)

        jobs.run(
            self,
            lambda progress: setting.put(self.store, NAME_ORDER, text, progress=progress),
            done=lambda _nothing: self.window_.notice("设置已保存，姓名已重新排序。"),
            title="正在重排姓名",
            failed=failed,
        )


def _editor(kind: Kind) -> editors.Picker | QLineEdit:
    """A choice is picked from its list, anything else is typed."""
    if isinstance(kind, Choice):
        return editors.Picker([code.name for code in codes.codes(kind.codes)])
    return QLineEdit()
