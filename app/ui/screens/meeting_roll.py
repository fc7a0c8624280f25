"""The roll of a meeting: everybody expected is there until marked away, with the sign and reason chosen above."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import codes
from app.models.meeting import CAME, SIGN
from app.operations.meeting import Person
from app.table import Column, Table
from app.ui import editors
from app.ui.shortcut import keyed
from app.ui.style import label
from app.ui.table import TableView, framed, of_table

PEOPLE = (
    Column("name", "应到人员", width=10),
    Column("sign", "出席情况", width=10),
    Column("reason", "原因", width=16),
)
HERE = "在场"


class Roll(QWidget):
    """`away` is member → (sign, reason); who came without being expected stays in it unseen. `changed` when marked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.people: list[Person] = []
        self.away: dict[int, tuple[str, str]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        self.sign = editors.Picker([code.name for code in codes.codes(SIGN) if code.name != CAME])
        self.sign.setCurrentIndex(1)
        self.sign.setAccessibleName("缺席情形")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("原因，可以不填")
        line.addWidget(label("选中的人按空格记为", "field"))
        line.addWidget(self.sign)
        line.addWidget(self.reason, 1)
        column.addLayout(line)
        self.view = TableView()
        self.view.doubleClicked.connect(lambda _index: self.toggle())
        keyed(self.view, ("Space",), self.toggle)
        column.addWidget(framed(self.view), 1)

    def put(self, people: list[Person], away: Mapping[int, tuple[str, str]]) -> None:
        """Who is no longer expected is no longer away."""
        known = {row for row, _name, _full in people}
        self.people = people
        self.away = {row: told for row, told in away.items() if row in known or told[0] == CAME}
        self._show()

    def _show(self) -> None:
        at = self.view.selected_rows() if self.view.model() is not None else []
        rows = [(name, *self.away.get(row, (HERE, ""))) for row, name, _full in self.people]
        model = of_table(Table("", PEOPLE, rows), self)
        self.view.setModel(model)
        self.view.fit(PEOPLE, model)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.say_when_empty("先选会议类型。谈心谈话、民主生活会和集中培训没有固定名单，人数直接填写。")
        if at and at[0] < len(self.people):
            self.view.selectRow(at[0])

    def toggle(self) -> None:
        """Those chosen are away as said above, or there again."""
        sign = codes.find(SIGN, self.sign.currentText())
        for i in self.view.selected_rows():
            row = self.people[i][0]
            if row in self.away:
                del self.away[row]
            elif sign:
                self.away[row] = (sign, self.reason.text().strip())
        self._show()
        self.changed.emit()
