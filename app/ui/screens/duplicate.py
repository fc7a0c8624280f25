"""查重合并: who may be registered twice, the likest first; two rows side by side, and what people decide of them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QWidget

from app.db.store import Changes
from app.errors import UserError
from app.models import RECORDS
from app.operations import duplicate, merging
from app.operations.duplicate import Pair
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.asking import Question, ask
from app.ui.beside import Beside
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label, restyle
from app.ui.table import AMBER, RED, TableView, framed, nothing, of_table

COLUMNS = (
    Column("word", "把握", width=8), Column("names", "两条记录", width=18), Column("reasons", "理由", width=40),
    Column("decision", "备注", width=14), Column("where", "所在", width=20),
)  # fmt: skip
COLOURS = {"很可能": RED, "可能": AMBER}


class DuplicateScreen(Screen):
    title = "查重合并"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.pairs: list[Pair] = []
        self.shown: list[Pair] = []
        self.later = False
        self.asked = 0
        self.wanted: tuple[int, int] | None = None  # two rows that somebody chose in a list
        self.heading(*self._acts())
        self.column.addLayout(self._choosing())
        splitter = QSplitter()
        splitter.addWidget(self._list())
        self.beside = Beside()
        self.beside.changed.connect(self._show_acts)
        self.beside.turned.connect(self._turn)
        splitter.addWidget(self.beside)
        splitter.setSizes([520, 600])
        splitter.setChildrenCollapsible(False)
        self.column.addWidget(splitter, 1)
        self.column.addWidget(
            label(
                "↑↓ 选一对，Tab 到右边；← → 选取哪一条的内容；Ctrl+M 合并，Ctrl+N 不是同一人，Ctrl+L 以后再定。", "hint"
            )
        )

    def _acts(self) -> list[QWidget]:
        self.later_button, self.apart_button = button("以后再定…"), button("不是同一人…")
        self.merge_button = button("合并", look="primary")
        acts = (
            (self.later_button, self.put_off, "Ctrl+L"), (self.apart_button, self.tell_apart, "Ctrl+N"),
            (self.merge_button, self.merge, "Ctrl+M"),
        )  # fmt: skip
        for each, act, keys in acts:
            each.clicked.connect(act)
            each.setToolTip(keys)
            key = QAction(self)
            key.setShortcut(QKeySequence(keys))
            key.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.triggered.connect(each.click)
            self.addAction(key)
        return [each for each, _act, _keys in acts]

    def _choosing(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.record = QComboBox()
        for code in duplicate.RECORDS:
            self.record.addItem(RECORDS[code].title, code)
        self.record.activated.connect(lambda _i: self.look_through())
        line.addWidget(label("查", "field"))
        line.addWidget(self.record)
        self.chips = []
        for later in (False, True):
            chip = button("")
            chip.setObjectName("chip")
            chip.clicked.connect(lambda _=False, each=later: self._narrow(each))
            line.addWidget(chip)
            self.chips.append(chip)
        line.addStretch()
        again = button("重新查找", look="link")
        again.clicked.connect(self.look_through)
        line.addWidget(again)
        return line

    def _list(self) -> QWidget:
        self.view = TableView()
        self.view.horizontalHeader().setStretchLastSection(True)
        self.nobody = nothing("没有找到可能重复的记录。")
        return framed(self.view, self.nobody)

    @property
    def code(self) -> str:
        return str(self.record.currentData())

    def refresh(self, changes: Changes | None = None) -> None:
        if changes is None or changes.records & {self.code, "dismissal"}:
            self.look_through()

    def look_through(self) -> None:
        """Looks through the whole register, off the window's thread; the newest question wins."""
        self.asked += 1
        mine, code = self.asked, self.code
        self.subtitle.setText("正在查找…")

        def look(progress: Any) -> tuple[Pair, ...]:
            with self.store.read() as reader:
                return duplicate.candidates(reader, code, progress=progress)

        jobs.run(self, look, done=lambda found: self._came(found) if mine == self.asked else None, quiet=True)

    def show_two(self, record: str, one: int, other: int) -> None:
        """Two rows that were chosen in a list stand first."""
        self.record.setCurrentIndex(self.record.findData(record))
        self.wanted, self.later = (one, other), False
        self.look_through()

    def _came(self, found: Sequence[Pair]) -> None:
        self.pairs = [pair for pair in found if {pair.one.row, pair.other.row} != set(self.wanted or ())]
        chosen = self._wanted()
        self.pairs[:0] = chosen
        self._narrow(self.later)
        if chosen:
            self.view.selectRow(0)

    def _wanted(self) -> list[Pair]:
        if self.wanted is None:
            return []
        with self.store.read() as reader:
            found = duplicate.pair_of(reader, self.code, *self.wanted)
        self.wanted = self.wanted if found else None
        return [found] if found else []

    def _narrow(self, later: bool) -> None:
        place = self._place()
        self.later = later
        self.shown = [pair for pair in self.pairs if bool(pair.decision) == later]
        counts = (sum(not pair.decision for pair in self.pairs), sum(bool(pair.decision) for pair in self.pairs))
        for chip, text, count, on in zip(self.chips, ("待处理", "以后再定"), counts, (not later, later), strict=True):
            chip.setText(f"{text} {count:,}")
            chip.setProperty("state", None if on else "off")
            restyle(chip)
        self.subtitle.setText(f"{RECORDS[self.code].title}里 {counts[0]:,} 对待处理")
        model = of_table(Table("", COLUMNS, [_line(pair) for pair in self.shown]), self)
        model.colour = lambda column, value: COLOURS.get(str(value)) if column.name == "word" else None
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.view.setVisible(bool(self.shown))
        self.nobody.setVisible(not self.shown)
        if self.shown:
            self.view.selectRow(min(place, len(self.shown) - 1))
        else:
            self.beside.clear()
        self._show_acts()

    def _place(self) -> int:
        rows = self.view.selected_rows() if self.view.model() is not None else []
        return rows[0] if rows else 0

    def pair(self) -> Pair | None:
        return self.shown[self._place()] if self.shown else None

    def _chosen(self) -> None:
        pair = self.pair()
        if pair is not None:
            keep, gone = (pair.other, pair.one) if pair.one.ended and not pair.other.ended else (pair.one, pair.other)
            self._compare(keep.row, gone.row)

    def _compare(self, keep: int, gone: int) -> None:
        try:
            with self.store.read() as reader:
                plan = merging.plan_merge(reader, self.code, keep, gone)
                self.beside.show_plan(plan, pair.likeness if (pair := self.pair()) else None)
        except UserError:  # undone or voided a moment ago: the list comes anew
            self.beside.clear()
        self._show_acts()

    def _turn(self) -> None:
        plan = self.beside.plan
        if plan is not None:
            self._compare(plan.gone, plan.keep)

    def _show_acts(self) -> None:
        plan = self.beside.plan
        for each in (self.later_button, self.apart_button):
            each.setEnabled(plan is not None)
        left = len(self.beside.undecided())
        self.merge_button.setEnabled(plan is not None and not plan.stops and not left)
        self.merge_button.setText(f"合并（还有 {left} 项没选）" if left else "合并")
        self.window_.show_chosen()

    def merge(self) -> None:
        plan = self.beside.plan
        if plan is not None:
            dialogs.tried(self, lambda: merging.merge(self.store, plan.record, plan.keep, plan.gone, self.beside.sides))

    def tell_apart(self) -> None:
        self._decide("不是同一人", "记下理由后不再提示这一对，可以撤销。", duplicate.tell_apart)

    def put_off(self) -> None:
        self._decide("以后再定", "这一对移到“以后再定”。", duplicate.put_off)

    def _decide(self, title: str, words: str, act: Any) -> None:
        pair = self.pair()
        told = ask(self, title, words, (Question("reason", "理由"),)) if pair else None
        if told:
            dialogs.tried(self, lambda: act(self.store, pair, told["reason"]))

    def status(self) -> str:
        pair = self.pair()
        return f"{pair.likeness.word}：{pair.likeness.text}" if pair else ""


def _line(pair: Pair) -> tuple[str, ...]:
    one, other = pair.one, pair.other
    names = one.name if one.name == other.name else f"{one.name}／{other.name}"
    where = one.where if one.where == other.where else f"{one.where}／{other.where}"
    ended = "（有一条已不在册）" if one.ended or other.ended else ""
    return pair.likeness.word, names + ended, pair.likeness.text, pair.decision, where.strip("／")
