"""The filter under a heading, as a clerk knows it from Excel: the values with their counts, words, ranges, empty or not."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import codes
from app.db.queries.facet import Facet
from app.db.queries.listing import Condition
from app.kinds import SCALED
from app.kinds.choice import Choice
from app.kinds.kind import Unreadable
from app.kinds.number import Number
from app.models.fields import Field
from app.table import Column
from app.ui.style import button, label, plain_tip

EMPTY = "（空）"
TYPING_MS = 200
NAMED = 170  # pixels for a value, so that its count is always seen
WORDS = (("has", "包含"), ("lacks", "不包含"), ("starts", "开头是"), ("is", "等于"), ("not", "不等于"))
SAID = {
    "not": "不是 ",
    "has": "含 ",
    "lacks": "不含 ",
    "gt": "> ",
    "lt": "< ",
    "ge": "≥ ",
    "le": "≤ ",
    "starts": "开头 ",
}
FILLED = {"": "不限", "empty": "空着的", "filled": "有内容的"}
TOLD = 3  # values of a filter that its chip names; of more it says how many
RANGED = ("number", *SCALED, "date")
Find = Callable[[str, Callable[[Facet], None]], None]  # asks for the values holding a text, answers when they are there


class FilterPanel(QFrame):
    """The panel of one column. `chosen(conditions)` are all its conditions from now on; `sorted(descending)`.

    `find` brings the values; None where they must not be listed (numbers of persons) – then words alone are asked.
    """

    chosen = Signal(object)
    sorted = Signal(bool)

    def __init__(
        self, column: Column, *, field: Field | None, now: tuple[Condition, ...], find: Find | None, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name, self.kind, self.field = column.name, column.kind, field
        self.bring: Find | None = find
        self.now = {condition.op: condition.value for condition in now}
        self.facet = Facet((), False)
        self.setFixedWidth(300)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(8)
        inside.addWidget(label(column.label, "heading"))
        inside.addLayout(self._sorting())
        inside.addLayout(self._ranges_or_words())
        inside.addLayout(self._blank())
        self._values(inside)
        self.note = label("", "danger")
        self.note.setWordWrap(True)
        self.note.hide()
        inside.addWidget(self.note)
        inside.addLayout(self._buttons())
        self._load()

    def _sorting(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, down in (("升序", False), ("降序", True)):
            made = button(text)
            made.clicked.connect(lambda _=False, descending=down: self._sort(descending))
            line.addWidget(made)
        line.addStretch()
        clear = button("清除筛选", look="link")
        clear.setEnabled(bool(self.now))
        clear.clicked.connect(lambda: self._finish(()))
        line.addWidget(clear)
        return line

    def _sort(self, descending: bool) -> None:
        self.sorted.emit(descending)
        self.close()

    def _ranges_or_words(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.low, self.high, self.word, self.sign = QLineEdit(), QLineEdit(), QLineEdit(), QComboBox()
        if self.kind in RANGED:
            hint = "如 2020-01" if self.kind == "date" else "元" if self.kind == "money" else ""
            for caption, edit, op in (("从", self.low, "ge"), ("到", self.high, "le")):
                edit.setPlaceholderText(hint)
                edit.setText(self._shown(self.now.get(op)))
                line.addWidget(label(caption, "field"))
                line.addWidget(edit, 1)
        else:
            for op, text in WORDS:
                self.sign.addItem(text, op)
                if op in self.now:
                    self.sign.setCurrentIndex(self.sign.count() - 1)
                    self.word.setText(str(self.now[op]))
            self.word.setPlaceholderText("文字")
            line.addWidget(self.sign)
            line.addWidget(self.word, 1)
        for edit in (self.low, self.high, self.word):
            edit.setParent(self)
            edit.setVisible(line.indexOf(edit) >= 0)
            edit.returnPressed.connect(self.accept)
        self.sign.setParent(self)
        self.sign.setVisible(line.indexOf(self.sign) >= 0)
        return line

    def _blank(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.blank = {op: QRadioButton(text) for op, text in FILLED.items()}
        now = next((op for op in ("empty", "filled") if op in self.now), "")
        for op, radio in self.blank.items():
            radio.setChecked(op == now)
            radio.setVisible(self.field is not None)
            line.addWidget(radio)
        line.addStretch()
        return line

    def _values(self, inside: QVBoxLayout) -> None:
        self.search, self.list = QLineEdit(), QListWidget()
        self.search.setPlaceholderText("在下面的内容里找")
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self.accept)
        self.typing = QTimer(self)
        self.typing.setSingleShot(True)
        self.typing.setInterval(TYPING_MS)
        self.typing.timeout.connect(self._load)
        self.search.textEdited.connect(lambda _text: self.typing.start())
        self.list.setFixedHeight(210)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(self._ticked)
        for widget in (self.search, self.list):
            widget.setVisible(self.bring is not None)
            inside.addWidget(widget)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.more = label("", "caption")
        line.addWidget(self.more, 1)
        cancel, accept = button("取消"), button("确定", look="primary")
        cancel.clicked.connect(self.close)
        accept.clicked.connect(self.accept)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        line.addWidget(cancel)
        line.addWidget(accept)
        return line

    # The values

    def _load(self) -> None:
        if self.bring is not None:
            self.bring(self.search.text().strip(), self._show)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bring = None  # values that come later find nobody
        super().closeEvent(event)

    def _show(self, facet: Facet) -> None:
        if self.bring is None:
            return
        if self.field is not None and isinstance(self.field.kind, Choice):  # in the official order of the list
            order = {code.name: i for i, code in enumerate(codes.codes(self.field.kind.codes))}
            facet = Facet(tuple(sorted(facet.values, key=lambda found: order.get(found[0], -1))), facet.more)
        self.facet = facet
        wanted = self.now.get("years" if self.kind == "date" else "in")
        self.list.blockSignals(True)
        self.list.clear()
        if facet.values:
            self.list.addItem(_tickable("（全选）", wanted is None))
        for value, rows in facet.values:
            said = EMPTY if value is None else self._shown(value) + (" 年" if self.kind == "date" else "")
            short = self.list.fontMetrics().elidedText(said, Qt.TextElideMode.ElideMiddle, NAMED)
            self.list.addItem(_tickable(f"{short}　{rows:,}", wanted is None or value in wanted, tip=said))
        self._whole()
        self.list.blockSignals(False)
        self.more.setText("只列出前 1,000 个" if facet.more else "")

    def _shown(self, value: Any) -> str:
        if value is None or self.field is None or self.field.to or self.kind == "date":
            return "" if value is None else str(value)
        return self.field.kind.text(value)

    def _ticked(self, item: QListWidgetItem) -> None:
        """The first line stands for all; the others decide whether it is ticked."""
        self.list.blockSignals(True)
        if self.list.row(item) == 0:
            for i in range(1, self.list.count()):
                self.list.item(i).setCheckState(item.checkState())
        self._whole()
        self.list.blockSignals(False)

    def _whole(self) -> None:
        if self.list.count():
            ticked = len(self._chosen_values())
            states = Qt.CheckState
            whole = states.Checked if ticked == len(self.facet.values) else states.PartiallyChecked
            self.list.item(0).setCheckState(whole if ticked else states.Unchecked)

    def _chosen_values(self) -> tuple[Any, ...]:
        states = (self.list.item(i + 1).checkState() for i in range(len(self.facet.values)))
        return tuple(v[0] for v, state in zip(self.facet.values, states, strict=True) if state == Qt.CheckState.Checked)

    # What was chosen

    def accept(self) -> None:
        try:
            found = (*self._blank_condition(), *self._typed(), *self._listed())
        except (Unreadable, ValueError) as error:
            self.note.setText(str(error))
            self.note.show()
            self.adjustSize()
            return
        self._finish(found)

    def _finish(self, conditions: tuple[Condition, ...]) -> None:
        self.chosen.emit(conditions)
        self.close()

    def _blank_condition(self) -> tuple[Condition, ...]:
        return tuple(Condition(self.name, op) for op, radio in self.blank.items() if op and radio.isChecked())

    def _typed(self) -> tuple[Condition, ...]:
        if self.kind in RANGED:
            kind = self.field.kind if self.field is not None else Number()
            ends = (("ge", kind.parse(self.low.text())), ("le", kind.parse(self.high.text())))
            return tuple(Condition(self.name, op, value) for op, value in ends if value is not None)
        text = self.word.text().strip()
        return (Condition(self.name, self.sign.currentData(), text),) if text else ()

    def _listed(self) -> tuple[Condition, ...]:
        """Nothing when all are wanted; of a long list that was searched, what holds the text."""
        if self.bring is None or not self.facet.values:
            return ()
        text, values = self.search.text().strip(), self._chosen_values()
        if len(values) == len(self.facet.values):
            if not text:
                return ()
            if self.facet.more and not by_spelling(text):
                return (Condition(self.name, "has", text),)
        if not values:
            raise ValueError("请至少勾选一项，或者点“取消”。")
        return (Condition(self.name, "years" if self.kind == "date" else "in", values),)


def by_spelling(text: str) -> bool:
    """Is it pinyin or initials rather than a part of the value itself?"""
    return text.isascii() and text.isalpha()


def _tickable(text: str, on: bool, *, tip: str = "") -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setToolTip(plain_tip(tip))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    return item


def told(condition: Condition, title: str, field: Field | None) -> str:
    """A condition as a chip says it."""
    if condition.op in ("empty", "filled"):
        return f"{title}：{'空' if condition.op == 'empty' else '有'}"
    if isinstance(condition.value, tuple):
        words = ["空" if value is None else _word(value, field) for value in condition.value]
        if condition.op == "years":
            words = [word if word == "空" else f"{word} 年" for word in words]
        rest = f" 等 {len(words)} 项" if len(words) > TOLD else ""
        return f"{title}：{'、'.join(words[:TOLD])}{rest}"
    return f"{title}：{SAID.get(condition.op, '')}{_word(condition.value, field)}"


def _word(value: Any, field: Field | None) -> str:
    return field.kind.text(value) if field is not None and field.kind.name in SCALED else str(value)
