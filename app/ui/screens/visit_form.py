"""The form of one visit: Enter goes from field to field and saves after the last; what is wrong stands beside its field."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from app import clock
from app.db.queries import visit as queries
from app.db.queries.visit import Person, Slip
from app.db.search import spellings
from app.db.store import Store
from app.errors import Problem, Rejected
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.operations import visit
from app.ui.screens.visit_field import Seeker, of_codes
from app.ui.style import button, label

KEPT = ("who", "beside", "day", "kind")  # stay for the next visit
DEED = ("deed_kind", "money")  # asked only where a deed is told
CAPTION = 84
NEEDED = ("who", "whom", "day")
LABELS = {
    "who": "走访人", "beside": "同行人", "whom": "走访对象", "day": "走访日期", "kind": "类别", "content": "走访内容",
    "deed": "好事实事", "deed_kind": "实事类别", "money": "折合金额", "heard": "反映诉求",
}  # fmt: skip


class VisitForm(QFrame):
    """`save_asked` when all is said; `listed` when other proposals are to be shown (those of `seeker`)."""

    save_asked = Signal()
    listed = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.setProperty("card", True)
        self.slip: Slip | None = None
        self.seeker: Seeker | None = None
        self.fields: dict[str, QLineEdit] = self._fields()
        self.notes = {name: label("", "danger") for name in self.fields}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(self._grid())
        column.addStretch()
        column.addLayout(self._buttons())
        QShortcut(QKeySequence.StandardKey.Save, self, self.save_asked.emit)
        self.fields["day"].setText(clock.today().isoformat())

    def _fields(self) -> dict[str, QLineEdit]:
        self.who = Seeker(self._visitors, "姓名、拼音首字母，或走访单号")
        self.beside = Seeker(self._visitors, "没有就按 Enter")
        self.whom = Seeker(self._visited, "空着列出他的联系户；也可输入户主、党员、村名")
        self.kind, self.deed_kind = (
            Seeker(of_codes("work_kind"), "序号或首字母"),
            Seeker(of_codes("deed_kind"), "序号或首字母"),
        )
        found: dict[str, QLineEdit] = {
            "who": self.who, "beside": self.beside, "whom": self.whom, "day": QLineEdit(), "kind": self.kind,
            "content": QLineEdit(), "deed": QLineEdit(), "deed_kind": self.deed_kind, "money": QLineEdit(),
            "heard": QLineEdit(),
        }  # fmt: skip
        found["day"].setPlaceholderText("如 2026-11-03，只写 3 是本月 3 日")
        found["deed"].setPlaceholderText("办了什么实事，没有就按 Enter")
        found["money"].setPlaceholderText("元，没有就按 Enter")
        found["heard"].setPlaceholderText("写了就同时登记一件诉求")
        self.who.settled.connect(self._other_helper)
        return found

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, CAPTION)
        grid.setColumnStretch(1, 1)
        for i, (name, widget) in enumerate(self.fields.items()):
            widget.setAccessibleName(LABELS[name])
            widget.installEventFilter(self)
            note = self.notes[name]
            note.setWordWrap(True)
            note.hide()
            needed = " *" if name in NEEDED else ""
            grid.addWidget(label(LABELS[name] + needed, "field"), 2 * i, 0)
            grid.addWidget(widget, 2 * i, 1)
            grid.addWidget(note, 2 * i + 1, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(label("Enter 下一项　↑↓ 选　Ctrl+S 保存", "hint"))
        line.addStretch()
        self.save_button = button("保存，录下一条", look="primary")
        self.save_button.clicked.connect(self.save_asked.emit)
        line.addWidget(self.save_button)
        return line

    # What may be meant

    def _visitors(self, typed: str) -> Sequence[Person]:
        if _is_number(typed):
            return ()
        with self.store.read() as reader:
            return queries.visitors(reader, typed)

    def _visited(self, typed: str) -> Sequence[Person]:
        """His own first, who was not visited for longest at the top; then anybody of that name."""
        word, helper = typed.strip().lower(), self.who.chosen
        with self.store.read() as reader:
            own = queries.looked_after(reader, (helper.record, helper.row)) if helper else []
            if not word:
                return own
            near = [each for each in own if word in spelled(each)]
            if near and len(word) < 2:  # a whole county is not searched for one letter
                return near
            known = {(each.record, each.row) for each in near}
            return [*near, *(each for each in queries.visited(reader, word) if (each.record, each.row) not in known)]

    def _other_helper(self) -> None:
        self.slip = None
        self.whom.put(None)

    # Going through the fields

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self.seeker = watched if isinstance(watched, Seeker) else None
            if self.seeker is not None:
                self.seeker.marked = False
                self.seeker.propose()
            self.listed.emit()
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self.onward(next(name for name, widget in self.fields.items() if widget is watched))
            return True
        return super().eventFilter(watched, event)

    def onward(self, name: str) -> None:
        """Enter: what was typed is taken, and the next field that is to be asked has its turn; after the last it is saved."""
        number = self.who.text().strip() if name == "who" and self.who.chosen is None else ""
        if _is_number(number):
            if self._by_number(number):
                self.fields["day"].setFocus()
            return
        if not self._taken(name):
            return
        names = list(self.fields)
        left = [n for n in names[names.index(name) + 1 :] if n not in DEED or self.fields["deed"].text().strip()]
        if left:
            self.fields[left[0]].setFocus()
            self.fields[left[0]].selectAll()
        else:
            self.save_asked.emit()

    def _by_number(self, typed: str) -> bool:
        """The number of a slip fills who and whom."""
        with self.store.read() as reader:
            slip = queries.slip(reader, typed)
        if slip is None:
            self.note(Problem("who", f"没有单号为“{typed}”的走访单，请核对。"))
            return False
        self.who.put(Person(*slip.helper, slip.who))
        self.whom.put(Person(*slip.helped, slip.whom, slip.where))
        self.slip = slip
        told = f"单号 {slip.number} 在 {slip.done} 已经登记过，请核对。" if slip.done else ""
        self.note(Problem("who", told))
        return True

    def _taken(self, name: str) -> bool:
        """False, with a note, when the field holds what cannot be."""
        self.note(Problem(name, ""))
        widget = self.fields[name]
        if name in NEEDED and not widget.text().strip() and not getattr(widget, "marked", False):
            self.note(Problem(name, f"请填写{LABELS[name]}。"))
            return False
        if isinstance(widget, Seeker):
            settled = widget.settle(stepped=widget.marked)
            if not settled:
                self.note(Problem(name, f"没有找到“{widget.text().strip()}”，请核对，或先登记。"))
            return settled
        try:
            self._read(name)
        except Unreadable as error:
            self.note(Problem(name, error.text))
            return False
        return True

    def _read(self, name: str) -> object:
        """The value of a field with a kind; it is shown as it will be kept."""
        text = self.fields[name].text().strip()
        if name == "day":
            if text.isdigit() and len(text) <= 2 and int(text):
                text = f"{clock.today():%Y-%m}-{int(text):02d}"
            day = Date(exact=True).parse(text)
            self.fields[name].setText(str(day or ""))
            return str(day or "")
        return Money().parse(text) if name == "money" else text

    def note(self, problem: Problem) -> None:
        """Beside its field; an empty sentence takes it away."""
        found = self.notes.get(problem.field, self.notes["who"])
        found.setText(problem.text)
        found.setVisible(bool(problem.text))

    # What was said

    def entry(self) -> visit.Entry | None:
        """The visit as it stands in the form; None when something in it cannot be read (it is noted)."""
        told = [self._taken(name) for name in self.fields]
        if not all(told):
            return None
        visitors = tuple((each.chosen.record, each.chosen.row) for each in (self.who, self.beside) if each.chosen)
        whom, text = self.whom.chosen, {name: widget.text().strip() for name, widget in self.fields.items()}
        money = self._read("money")
        return visit.Entry(
            tuple(dict.fromkeys(visitors)), (whom.record, whom.row) if whom else None, str(self._read("day")),
            self.kind.chosen.caption if self.kind.chosen else None, deed=text["deed"],
            deed_kind=self.deed_kind.chosen.caption if self.deed_kind.chosen else None,
            money=money if isinstance(money, int) else None, heard=text["heard"],
            details={"content": text["content"] or None, "plan": self.slip.row if self.slip else None},
        )  # fmt: skip

    def tell(self, refused: Rejected) -> None:
        """Notes beside the fields; the keyboard goes to the first of them."""
        for problem in refused.problems:
            self.note(problem)
        first = next((p.field for p in refused.problems if p.field in self.fields), "who")
        self.fields[first].setFocus()

    def renew(self) -> None:
        """Ready for another visit: who, day and kind stay."""
        self.slip = None
        for name, widget in self.fields.items():
            self.note(Problem(name, ""))
            if name in KEPT:
                continue
            if isinstance(widget, Seeker):
                widget.put(None)
            else:
                widget.clear()
        self.who.setFocus()
        self.who.selectAll()


def _is_number(typed: str) -> bool:
    """The number of a slip, whole or its running number alone; telephones are longer."""
    return (typed.isdigit() and len(typed) <= 5) or (typed[6:7] == "-" and typed.replace("-", "").isdigit())


def spelled(one: Person) -> str:
    """By what one of his own is found: the name in all readings, and the place."""
    return f"{spellings(one.caption)[1]} {one.about}".lower()
