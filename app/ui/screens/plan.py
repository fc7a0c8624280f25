"""工作计划: the plan of a team for a year, from the year down to quarters and months, with owners and what is late."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QTreeWidget, QTreeWidgetItem

from app import clock
from app.db.queries import team as queries
from app.db.store import Changes
from app.errors import UserError
from app.operations import team
from app.ui import dialogs, teaming
from app.ui.asking import Question, ask
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import GREEN, RED

HEADINGS = ["时段和内容", "责任人", "完成期限", "完成日期", "进展"]


class PlanScreen(Screen):
    title = "工作计划"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.heading()
        line = QHBoxLayout()
        self.team, self.year = QComboBox(), QSpinBox()
        self.team.setMinimumWidth(240)
        self.year.setRange(2000, 2100)
        self.year.setValue(clock.today().year)
        self.team.activated.connect(lambda _i: self.load())
        self.year.valueChanged.connect(lambda _year: self.load())
        for caption, widget in (("工作队组", self.team), ("年度", self.year)):
            line.addWidget(label(caption, "field"))
            line.addWidget(widget)
        line.addStretch()
        for text, act in (
            ("新增年度事项… Ctrl+1", self.add),
            ("分解… Ctrl+2", self.divide),
            ("完成… Ctrl+3", self.finish),
        ):
            made = button(text)
            made.clicked.connect(lambda _=False, run=act: dialogs.tried(self, run))
            QShortcut(QKeySequence(text.rpartition(" ")[2]), self, made.click)
            line.addWidget(made)
        self.column.addLayout(line)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(HEADINGS)
        self.tree.setAlternatingRowColors(True)
        self.column.addWidget(self.tree, 1)
        self.empty = label("", "hint")
        self.column.addWidget(self.empty)

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not {"plan_item", "team", "posting"} & changes.records:
            return
        former = self.team.currentData()
        with self.store.read() as reader:
            teams = queries.teams(reader)
        self.team.clear()
        for row, name, depth in teams:
            self.team.addItem(f"{'　' * depth}{name}", row)
        self.team.setCurrentIndex(max(self.team.findData(former), 0 if teams else -1))
        self.load()

    def load(self) -> None:
        chosen, at = self.team.currentData(), self._chosen()
        self.tree.clear()
        with self.store.read() as reader:
            rows = queries.plan(reader, chosen, str(self.year.value())) if chosen is not None else []
        known = {row[0] for row in rows}
        made: dict[int, QTreeWidgetItem] = {}
        today = clock.today().isoformat()
        for row in sorted(rows, key=lambda row: (len(row[2]) != 4, "Q" not in row[2])):  # what is above comes first
            above = made[row[1]] if row[1] in known and row[1] in made else None
            made[row[0]] = _item(row, today, above if above is not None else self.tree)
        self.tree.expandAll()
        self.tree.setColumnWidth(0, 480)
        self.tree.setColumnWidth(1, 120)
        chosen_item = made.get(at or 0) or self.tree.topLevelItem(0)
        if chosen_item is not None:
            self.tree.setCurrentItem(chosen_item)
        done = sum(1 for row in rows if row[6])
        late = sum(1 for row in rows if not row[6] and row[5] and row[5] < today)
        self.subtitle.setText(f"{len(rows):,} 项　完成 {done:,}　逾期 {late:,}" if rows else "")
        words = "这一年还没有计划。按 Ctrl+1 新增年度事项，再分解到季度和月。"
        self.empty.setText(words if chosen is not None else "还没有工作队。请先在“工作队组”里登记。")
        self.empty.setVisible(not rows)

    def _chosen(self) -> int | None:
        item = self.tree.currentItem()
        return None if item is None else int(item.data(0, Qt.ItemDataRole.UserRole))

    def add(self) -> None:
        if self.team.currentData() is None:
            raise UserError("还没有工作队。", "请先在“工作队组”里登记。")
        year = str(self.year.value())
        questions = (Question("name", "计划内容"), Question("owner", "责任人", needed=False))
        told = ask(self, f"{year} 年度事项", "", questions)
        if told:
            team.plan(self.store, self.team.currentData(), told["name"], year, details={"owner_name": told["owner"]})

    def divide(self) -> None:
        teaming.divide(self, [self._needed()])

    def finish(self) -> None:
        teaming.finish(self, [self._needed()])

    def _needed(self) -> int:
        found = self._chosen()
        if found is None:
            raise UserError("请先选中一项计划。")
        return found

    def focus(self) -> None:
        self.tree.setFocus()


def told(period: str) -> str:
    """2026-Q3 as 第3季度, 2026-07 as 7月, 2026 as 2026年."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    return f"第{part[1:]}季度" if part.startswith("Q") else f"{int(part)}月"


def _item(row: tuple[Any, ...], today: str, above: Any) -> QTreeWidgetItem:
    _, _, period, name, owner, due, done = row
    late = not done and due and due < today
    state = "完成" if done else "▲ 逾期" if late else "未完成"
    made = QTreeWidgetItem(above, [f"{told(period)}　{name}", owner or "", due or "", done or "", state])
    made.setData(0, Qt.ItemDataRole.UserRole, row[0])
    if done or late:
        made.setForeground(4, QBrush(GREEN if done else RED))
    return made
