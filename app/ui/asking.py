"""A small form of a few questions: date, reason, a name to choose; used by the verbs of a list."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import clock
from app.errors import Rejected, UserError
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.ui import editors, foot
from app.ui.style import label

PARTING = "\n"
ABOUT: ContextVar[str] = ContextVar("about", default="")  # of whom the form speaks: stands at its head


@dataclass(frozen=True)
class Question:
    """`kind`: text, secret, date (today is offered where one is needed), choice among `names` or many of them; `text` stands there at first
    (what is ticked at first, of many).

    The answer to `many` is one text, parted by PARTING. A `free` choice may be a path (`青禾镇/石坪村`) not listed.
    """

    name: str
    label: str
    kind: str = "text"
    names: tuple[str, ...] = ()
    needed: bool = True
    text: str = ""
    free: bool = False


Attempt = Callable[[dict[str, str]], None]


def ask(
    parent: QWidget, title: str, explanation: str, questions: Sequence[Question], attempt: Attempt | None = None
) -> dict[str, str] | None:
    """The answers by name, None when cancelled. Dates come normalised.

    `attempt` does with them what was asked for; what it refuses is said in the form, which stays open with what was typed.
    """
    dialog = Asking(parent, title, explanation, questions)
    dialog.attempt = attempt
    return dialog.answers if dialog.exec() else None


class Asking(QDialog):
    def __init__(self, parent: QWidget, title: str, explanation: str, questions: Sequence[Question]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.questions = tuple(questions)
        self.answers: dict[str, str] = {}
        self.attempt: Attempt | None = None
        column = QVBoxLayout(self)
        if ABOUT.get():
            whom = label(ABOUT.get(), "heading")
            whom.setWordWrap(True)
            column.addWidget(whom)
        if explanation:
            told = label(explanation, "hint")
            told.setWordWrap(True)
            column.addWidget(told)
        form = QFormLayout()
        self.widgets = {question.name: self._widget(question) for question in self.questions}
        for question in self.questions:
            form.addRow(label(question.label, "field"), self.widgets[question.name])
        column.addLayout(form)
        self.note = foot.note(column)
        accept = foot.foot(self, column, "确定", self._accept)
        next(iter(self.widgets.values()), accept).setFocus()

    def _widget(self, question: Question) -> QWidget:
        if question.kind == "choice":
            picker = editors.Picker(list(question.names), self)
            picker.setCurrentText(question.text)
            return picker
        if question.kind == "many":
            return _ticks(question.names, question.text.split(PARTING))
        if question.kind == "secret":
            return editors.secret_line()
        line = QLineEdit(self)
        line.setText(question.text)
        if question.kind == "date" and question.needed and not question.text:
            line.setText(clock.today().isoformat())
        return line

    def _accept(self) -> None:
        answers = {}
        for question in self.questions:
            text = _answer(self.widgets[question.name])
            wrong = _wrong(question, text)
            if wrong:
                self.note.setText(wrong)
                self.widgets[question.name].setFocus()
                return
            answers[question.name] = str(Date().parse(text) or "") if question.kind == "date" else text
        self.answers = answers
        if self._done():
            self.accept()

    def _done(self) -> bool:
        if self.attempt is None:
            return True
        try:
            self.attempt(self.answers)
        except Rejected as refused:
            self.note.setText("".join(problem.text for problem in refused.problems))
            wrong = next((p.field for p in refused.problems if p.field in self.widgets), "")
            if wrong:
                self.widgets[wrong].setFocus()
            return False
        except UserError as error:
            self.note.setText(f"{error.text}{error.hint}")
            return False
        return True


def _wrong(question: Question, text: str) -> str:
    """What is wrong with an answer, "" when it can stand."""
    if question.needed and not text:
        return f"请{'勾选' if question.kind == 'many' else '填写'}{question.label}。"
    if question.kind == "choice" and text and not question.free and text not in question.names:
        return f"“{text}”不在可选的{question.label}里，请从列表里选。"
    if question.kind == "date":
        try:
            Date().parse(text)
        except Unreadable as error:
            return error.text
    return ""


def _ticks(names: Sequence[str], ticked: Sequence[str]) -> QListWidget:
    made = QListWidget()
    made.setFixedHeight(min(len(names), 6) * 34 + 12)
    for name in names:
        item = QListWidgetItem(name, made)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
    return made


def _answer(widget: QWidget) -> str:
    if isinstance(widget, editors.Picker):
        widget.pick_only_match()
    if isinstance(widget, QListWidget):
        items = (widget.item(i) for i in range(widget.count()))
        return PARTING.join(item.text() for item in items if item.checkState() == Qt.CheckState.Checked)
    if isinstance(widget, QLineEdit) and widget.echoMode() == QLineEdit.EchoMode.Password:
        return widget.text()  # a blank may belong to it
    return editors.text_of(widget).strip()
