"""The sample of one inspection: whom to call, and what was found, by single keys: 1 2 reached, 3 4 true, 5 6 7 8 satisfied."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from app.db.queries import inspection as queries
from app.db.queries.coverage import rate
from app.db.queries.inspection import Line
from app.operations import inspection, setting
from app.table import Column, Table
from app.ui import dialogs
from app.ui.asking import Question, ask
from app.ui.flow import Flow
from app.ui.shortcut import keyed
from app.ui.style import button, label, restyle
from app.ui.table import TableView, of_table

COLUMNS = (
    Column("number", "序号", "number", 6), Column("about", "抽中事项", width=26), Column("whom", "回访对象", width=10),
    Column("phone", "电话", width=13), Column("reached", "联系上", width=8), Column("truthful", "属实", width=7),
    Column("satisfaction", "满意度", width=10), Column("finding", "转为诉求", width=11),
)  # fmt: skip
# Key, what the button says, field, what is kept.
ANSWERS = (
    ("1", "联系上", "reached", "是"), ("2", "没联系上", "reached", "否"), ("3", "属实", "truthful", "是"),
    ("4", "不属实", "truthful", "否"), ("5", "满意", "satisfaction", "满意"), ("6", "基本满意", "satisfaction", "基本满意"),
    ("7", "不满意", "satisfaction", "不满意"), ("8", "未评价", "satisfaction", "未评价"),
)  # fmt: skip


class Callbacks(QFrame):
    def __init__(self, screen: Any) -> None:
        super().__init__()
        self.owner = screen
        self.inspection = 0
        self.lines: list[Line] = []
        self.said: dict[str, str] = {}
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        self.share = label("", "field")
        self.share.setWordWrap(True)
        column.addWidget(self.share)
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.view.say_when_empty("从左边选一次督查，这里是抽中的名单。")
        column.addWidget(self.view, 1)
        column.addWidget(self._keys())
        column.addLayout(self._line())

    def _keys(self) -> QFrame:
        board = QFrame()
        flow = Flow(board)
        self.made: dict[tuple[str, str], QPushButton] = {}
        for key, text, field, value in ANSWERS:
            made = button(f"{text} {key}")
            made.setObjectName("chip")
            made.clicked.connect(lambda _on=False, of=field, told=value: self.say(of, told))
            self._key(key, lambda of=field, told=value: self.say(of, told))
            flow.addWidget(made)
            self.made[field, value] = made
        return board

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.told = QLineEdit()
        self.told.setPlaceholderText("回访情况，可以不填；Enter 保存并到下一件")
        self.told.returnPressed.connect(self.save)
        self.keep, self.turn = button("保存 Enter", look="primary"), button("转为诉求 F9")
        self.keep.clicked.connect(self.save)
        self.turn.clicked.connect(self.finding)
        self._key("Return", self.save)
        self._key("F9", self.finding)
        line.addWidget(self.told, 1)
        line.addWidget(self.turn)
        line.addWidget(self.keep)
        return line

    def _key(self, keys: str, act: Any) -> None:
        """While the sample has the keyboard; in the line below digits are text."""
        keyed(self.view, (keys,), act)

    def show_inspection(self, row: int) -> None:
        if row != self.inspection:
            self.inspection = row
            self.load(first=True)

    def load(self, *, first: bool = False) -> None:
        """The sample again, on the line that was chosen, or the first that nobody has asked."""
        at = 0 if first else max(self.view.currentIndex().row(), 0)
        with self.owner.store.read() as reader:
            self.lines = queries.lines(reader, self.inspection) if self.inspection else []
        if first:
            at = next((i for i, line in enumerate(self.lines) if not line.done_on), 0)
        model = of_table(Table("", COLUMNS, [_cells(line) for line in self.lines]), self)
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        self.view.setColumnWidth(1, min(self.view.columnWidth(1), 220))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.share.setText(shares(self.lines))
        if self.lines:
            self.view.selectRow(min(at, len(self.lines) - 1))
        self._chosen()

    def _now(self) -> Line | None:
        rows = self.view.selected_rows() if self.view.model() is not None else []
        return self.lines[rows[0]] if rows and rows[0] < len(self.lines) else None

    def _chosen(self) -> None:
        now = self._now()
        fields = ("reached", "truthful", "satisfaction")
        self.said = {name: getattr(now, name) for name in fields} if now else {}
        self.told.setText(now.told if now else "")
        for widget in (self.told, self.keep, *self.made.values()):
            widget.setEnabled(now is not None)
        self.turn.setEnabled(now is not None and not now.finding)
        self._mark()

    def _mark(self) -> None:
        for (field, value), made in self.made.items():
            state = None if self.said.get(field) == value else "off"
            if made.property("state") != state:
                made.setProperty("state", state)
                restyle(made)

    def say(self, field: str, value: str) -> None:
        """One answer; who says something was reached, who was not reached said nothing."""
        if self._now() is None:
            return
        self.said[field] = value
        if field != "reached":
            self.said["reached"] = "是"
        elif value == "否":
            self.said |= {"truthful": "", "satisfaction": ""}
        self._mark()

    def save(self) -> None:
        now = self._now()
        if now is None:
            return
        with self.owner.store.read() as reader:
            by = setting.value(reader, "operator")
        values = {**self.said, "told": self.told.text().strip(), **({"person": by} if by else {})}
        if now.done_on:
            values["done_on"] = now.done_on
        if dialogs.tried(self.owner, lambda: inspection.answer(self.owner.store, now.row, values)):
            self.view.selectRow(min(self.lines.index(self._same(now)) + 1, len(self.lines) - 1))
            self.view.setFocus()

    def _same(self, line: Line) -> Line:
        return next(each for each in self.lines if each.row == line.row)

    def finding(self) -> None:
        """What was found becomes a request of whom was called."""
        now = self._now()
        if now is None or now.finding:
            return
        with self.owner.store.read() as reader:
            by = setting.value(reader, "operator")
        asked = (
            Question("content", "反映事项", text=self.told.text().strip()),
            Question("by", "受理人", needed=False, text=by),
        )
        told = ask(
            self.owner, "回访转为诉求", f"{now.about}　{now.whom}", asked,
            lambda told: self._found(now, told),
        )  # fmt: skip
        if told:
            self.owner.window_.notice("已转为诉求，到“诉求”里办理。")

    def _found(self, now: Line, told: dict[str, str]) -> None:
        inspection.finding(self.owner.store, now.row, told["content"], by=told["by"])


def _cells(line: Line) -> tuple[Any, ...]:
    return (
        line.number, line.about, line.whom, line.phone, line.reached, line.truthful, line.satisfaction, line.finding
    )  # fmt: skip


def shares(lines: Sequence[Line]) -> str:
    """How far it is, one decimal, half up; of those asked, of those judged, of those with an opinion."""
    if not lines:
        return ""
    done = [line for line in lines if line.done_on]
    judged = [line for line in done if line.truthful]
    graded = [line for line in done if line.satisfaction not in ("", "未评价")]
    parts = (
        ("已回访", len(done), len(lines)),
        ("联系上", sum(line.reached == "是" for line in done), len(done)),
        ("属实", sum(line.truthful == "是" for line in judged), len(judged)),
        ("满意", sum(line.satisfaction in ("满意", "基本满意") for line in graded), len(graded)),
    )
    return "　".join(f"{word} {part}/{whole}（{rate(part, whole)}）" for word, part, whole in parts)
