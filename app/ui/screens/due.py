"""党费收缴: the members of a branch by the twelve months of a year; Enter enters the chosen months as paid as due."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit

from app import clock
from app.db.queries import due as queries
from app.db.queries import resolve
from app.db.queries.ledger import name_of
from app.db.store import Changes
from app.errors import UserError
from app.kinds.money import Money
from app.operations import due
from app.table import Column
from app.ui import dialogs, dueing
from app.ui.editors import Picker
from app.ui.handed import Parts
from app.ui.naming import named
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, GREY, RowsModel, TableView, framed

HEAD = (Column("name", "党员", width=10), Column("rate", "标准", width=7))
TAIL = (Column("due", "应缴", "money", 10), Column("paid", "实缴", "money", 10))
FIRST = len(HEAD)  # the column of January
SEEN = {"due", "due_base", "due_waiver", "member", "membership", "branch"}
DONE, FREE = "✓", "免"
MARGIN, NARROWEST = 14, 48  # pixels beside the widest amount of a month, and of an empty month


class DueScreen(Screen):
    title = "党费收缴"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.lines: list[queries.Line] = []
        self.chosen: int | None = None
        reckon, pay = button("核算全年"), button("按应缴登记 Enter", look="primary")
        reckon.clicked.connect(lambda: dialogs.tried(self, self.reckon))
        pay.clicked.connect(lambda: dialogs.tried(self, self.pay))
        acts = [("按金额缴纳…", self.part), ("按季预交…", self.quarter), ("核定…", self.settle), ("减免…", self.waive)]
        buttons = [button(text) for text, _ in acts]
        for made, (_, act) in zip(buttons, acts, strict=True):
            made.clicked.connect(lambda _checked=False, run=act: dialogs.tried(self, run))
        self.heading(reckon, *buttons, pay)
        self.column.addLayout(self._above())
        self.view = TableView()
        self.view.setProperty("narrow", True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.horizontalHeader().setSectionsMovable(False)
        self.model = RowsModel((), self)
        self.model.colour = self._colour
        self.view.setModel(self.model)
        keyed(
            self.view, OPENING, lambda: dialogs.tried(self, self.pay)
        )  # above it the same key chooses a branch or a year
        self.column.addWidget(framed(self.view), 1)
        self.column.addWidget(
            label("选中几个月（Shift+方向键）再按 Enter，一起按应缴登记；✓ 已缴，没有 ✓ 的还没有登记缴纳。", "hint")
        )

    def _above(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.branch, self.year, self.day, self.receipt = Picker([]), QLineEdit(), QLineEdit(), QLineEdit()
        self.branch.setMinimumWidth(280)
        self.year.setText(str(clock.today().year))
        self.day.setText(clock.today().isoformat())
        self.receipt.setPlaceholderText("可以不填")
        for word, widget, width in (
            ("党支部", self.branch, 0), ("年度", self.year, 64), ("缴纳日期", self.day, 110), ("收据号", self.receipt, 130),
        ):  # fmt: skip
            line.addWidget(label(word, "field"))
            widget.setAccessibleName(word)
            if width:
                widget.setFixedWidth(width)
            line.addWidget(widget)
        line.addStretch()
        self.branch.activated.connect(lambda _index: dialogs.tried(self, self._choose))
        self.branch.line().returnPressed.connect(lambda: dialogs.tried(self, self._choose))
        self.year.returnPressed.connect(lambda: dialogs.tried(self, self.load))
        return line

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not SEEN & changes.records:
            return
        if not isinstance(changes, Changes) or "branch" in changes.records:
            with self.store.read() as reader:
                self.chosen = queries.using(reader) if self.chosen is None else self.chosen
                self.branch.offer(resolve.names(reader, "branch"))
                self.branch.setCurrentText("" if self.chosen is None else name_of(reader, "branch", self.chosen))
        self.load()

    def _choose(self) -> None:
        """The branch that was picked or typed."""
        self.branch.pick_only_match()
        self.chosen = named(self.store, "branch", self.branch.currentText().strip())
        self.load()
        QTimer.singleShot(0, self.view, self.view.setFocus)  # not before this Enter is over: the grid would take it too

    def load(self) -> None:
        """The grid of the branch and the year; the cell that had the keyboard keeps it."""
        months = due.months_of(self.year.text().strip()[:4])
        at = self.view.currentIndex()
        row, column = at.row(), at.column()
        with self.store.read() as reader:
            self.lines = [] if self.chosen is None else queries.grid(reader, self.chosen, months[0][:4])
        columns = (*HEAD, *(Column(month, f"{int(month[5:])}月", "money", 8) for month in months), *TAIL)
        rows = [self._cells(line, months) for line in self.lines]
        self.model.reset(columns, len(rows), lambda offset, limit: rows[offset : offset + limit])
        self.view.fit(columns, self.model)
        self._narrow(rows)
        self.view.say_when_empty(
            "这个党支部还没有党员。" if self.chosen is not None else "还没有党支部。请先登记党组织和党员。"
        )
        if rows:
            self.go(max(row, 0), column if column >= 0 else FIRST + self._month())
        self._count(months)

    def _narrow(self, rows: list[tuple[Any, ...]]) -> None:
        """Twelve months of three-figure amounts fit a small screen: no wider than what stands in them."""
        metrics = self.view.fontMetrics()
        for place in range(FIRST, FIRST + 12):
            texts = (row[place + 1] for row in rows)  # the first cell of a row is its id
            widest = max((metrics.horizontalAdvance(text) for text in texts if text), default=0)
            self.view.setColumnWidth(place, max(widest + MARGIN, NARROWEST))

    def _month(self) -> int:
        """The month that is offered first: this one in the year that runs, else January."""
        today = clock.today()
        return today.month - 1 if self.year.text().strip() == str(today.year) else 0

    def _cells(self, line: queries.Line, months: tuple[str, ...]) -> tuple[Any, ...]:
        found = [line.months.get(month) for month in months]
        owed = sum(told[1] for told in found if told is not None)
        paid = sum(told[2] or 0 for told in found if told is not None)
        cells = (_cell(told) for told in found)
        sums = (Money().text(owed), Money().text(paid)) if line.months else ("", "")
        return (line.member, line.name, line.rate, *cells, *sums)

    def _colour(self, column: Column, value: Any) -> QColor | None:
        """Green is paid; amber is a month that is over and has no entry."""
        if not value or column.name[:1] not in "0123456789":
            return None
        if str(value).startswith((DONE, FREE)):
            return GREEN
        return AMBER if column.name < f"{clock.today():%Y-%m}" else GREY

    def _count(self, months: tuple[str, ...]) -> None:
        kept = [told for line in self.lines for told in line.months.values()]
        owed, paid = sum(told[1] for told in kept), sum(told[2] or 0 for told in kept)
        sums = f"　应缴 {Money().text(owed)} 元　实缴 {Money().text(paid)} 元" if kept else "　还没有核算"
        self.subtitle.setText(f"{months[0][:4]}年　{len(self.lines)} 人{sums}" if self.lines else "")

    def picked(self) -> list[tuple[queries.Line, str]]:
        """(member, month) of the cells that are chosen, "" where it is no month."""
        selection = self.view.selectionModel()
        cells = sorted((index.row(), index.column()) for index in selection.selectedIndexes()) if selection else []
        names = [column.name if FIRST <= i < FIRST + 12 else "" for i, column in enumerate(self.model.columns)]
        return [(self.lines[row], names[column]) for row, column in cells]

    def members(self) -> list[queries.Line]:
        """The members of the rows that are chosen. UserError without one."""
        found = {line.member: line for line, _month in self.picked()}
        if not found:
            raise UserError("还没有选中党员。", "请先在表里选一个人。")
        return list(found.values())

    def pay(self) -> None:
        """The chosen months as due, in one work; then on to the next member."""
        dues = [line.months[month][0] for line, month in self.picked() if month in line.months]
        if not dues:
            raise UserError("选中的月份还没有应缴数。", "请先按“核算全年”；没有核定的党员先按“核定…”。")
        told = due.pay(self.store, dues, on=self.on(), receipt=self.receipt.text())
        self._tell(told)
        at = self.view.currentIndex()
        self.go(min(at.row() + 1, len(self.lines) - 1), at.column())

    def part(self) -> None:
        chosen = self.picked()
        if len(chosen) != 1 or chosen[0][1] not in chosen[0][0].months:
            raise UserError("请只选一个人的一个月。", "这个月须已经核算。")
        line, month = chosen[0]
        row, amount, paid = line.months[month]
        left = Money().text(amount - (paid or 0))
        told = dueing.part(
            self, row, f"{line.name} {month} 还应缴 {left} 元", on=self.on(), receipt=self.receipt.text()
        )
        if told:
            self._tell(told)

    def quarter(self) -> None:
        members = [line.member for line in self.members()]
        told = dueing.quarter(self, members, on=self.on(), receipt=self.receipt.text())
        if told:
            self._tell(told)

    def settle(self) -> None:
        line = self.members()[0]
        told = dueing.settle(self, line.member, line.name, line.payer or "")
        if told:
            self.window_.notice(f"{line.name}的党费核定已登记：{dueing.in_words(told)}")

    def waive(self) -> None:
        line = self.members()[0]
        told = dueing.waive(self, line.member, line.name)
        if told:
            self.window_.notice(f"{line.name}的党费减免已登记：{dueing.in_words(told)}")

    def reckon(self) -> None:
        if self.chosen is None:
            raise UserError("还没有选党支部。")
        self.window_.notice(dueing.reckon(self, self.store, self.year.text().strip()[:4], self.chosen))

    def on(self) -> str:
        return due.paid_day(self.day.text())

    def _tell(self, told: due.Paid) -> None:
        self.window_.notice(dueing.paid_words(told))
        if told.large:
            dialogs.tell(self, "请核实", "\n".join(told.large))

    def go(self, row: int, column: int) -> None:
        """The keyboard stands on this cell."""
        index = self.model.index(min(row, len(self.lines) - 1), column)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)


def _cell(told: tuple[int, int, int | None] | None) -> str:
    """Nothing reckoned, 免, what is due, ✓ what was paid, or both."""
    if told is None:
        return ""
    _row, amount, paid = told
    if not amount and paid is None:
        return FREE
    if paid is None:
        return Money().text(amount)
    return f"{DONE}{Money().text(paid)}" if paid >= amount else f"{Money().text(paid)}／{Money().text(amount)}"
