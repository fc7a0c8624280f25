"""A small form of a few questions: date, reason, a name to choose; used by the verbs of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import clock
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.ui import editors
from app.ui.style import button, label


@dataclass(frozen=True)
class Question:
    """`kind`: text, date (today is offered) or choice among `names`; `text` stands there at first."""

    name: str
    label: str
    kind: str = "text"
    names: tuple[str, ...] = ()
    needed: bool = True
    text: str = ""


def ask(parent: QWidget, title: str, explanation: str, questions: Sequence[Question]) -> dict[str, str] | None:
    """The answers by name, None when cancelled. Dates come normalised."""
    dialog = Asking(parent, title, explanation, questions)
    return dialog.answers if dialog.exec() else None


class Asking(QDialog):
    def __init__(self, parent: QWidget, title: str, explanation: str, questions: Sequence[Question]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.questions = tuple(questions)
        self.answers: dict[str, str] = {}
        column = QVBoxLayout(self)
        if explanation:
            told = label(explanation, "hint")
            told.setWordWrap(True)
            column.addWidget(told)
        form = QFormLayout()
        self.widgets = {question.name: self._widget(question) for question in self.questions}
        for question in self.questions:
            form.addRow(label(question.label, "field"), self.widgets[question.name])
        column.addLayout(form)
        self.note = label("", "danger")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        line = QHBoxLayout()
        line.addStretch()
        cancel, accept = button("取消"), button("确定", look="primary")
        accept.setDefault(True)
        cancel.clicked.connect(self.reject)
        accept.clicked.connect(self._accept)
        line.addWidget(cancel)
        line.addWidget(accept)
        column.addLayout(line)

    def _widget(self, question: Question) -> QWidget:
        if question.kind == "choice":
            return editors.Picker(list(question.names), self)
        line = QLineEdit(self)
        line.setText(question.text)
        if question.kind == "date":
            line.setText(clock.today().isoformat())
        return line

    def _accept(self) -> None:
        answers = {}
        for question in self.questions:
            text = editors.text_of(self.widgets[question.name]).strip()
            if question.kind == "date" and text:
                try:
                    text = str(Date().parse(text))
                except Unreadable as error:
                    self.note.setText(error.text)
                    return
            if question.needed and not text:
                self.note.setText(f"请填写{question.label}。")
                return
            answers[question.name] = text
        self.answers = answers
        self.accept()
