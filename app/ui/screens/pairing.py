"""结对办理: pick a village, then a member or cadre, tick those he shall hold; end or hand over what stands."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.db.queries import pairing as queries
from app.db.store import Changes
from app.errors import NeedsConsent, Rejected, UserError
from app.operations import pairing, setting
from app.table import Column, Table
from app.ui import dialogs, editors
from app.ui.asking import Question, ask
from app.ui.flow import Flow
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import RED, RowsModel, TableView, of_table

REASONS = ("地域相近", "人员相亲", "风俗相同", "生产相关", "兴趣相投")
HELPERS = (
    Column("name", "姓名", width=14),
    Column("duty", "组/职务", width=14),
    Column("held", "现有", "number", 8),
    Column("cap", "上限", "number", 8),
)
HELD = (Column("who", "联系对象", width=24), Column("kind", "种类", width=20), Column("since", "开始", width=12))
OVER = "▲ "  # before a number that is over its cap
KINDS = ("member_household", "cadre_household", "cadre_member", "cadre_village")


class PairingScreen(Screen):
    title = "结对办理"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.helpers: list[tuple[Any, ...]] = []
        self.held: list[tuple[Any, ...]] = []
        self.since = ""
        self.advise = button("推荐由谁联系…", tip="按登记的情况推荐，确认前不保存")
        self.advise.clicked.connect(lambda: _advise(window, self.kind.currentData(), editors.text_of(self.village)))
        self.heading(self.advise)
        self.column.addLayout(self._choices())
        splitter = QSplitter()
        splitter.addWidget(self._helper_card())
        splitter.addWidget(self._helped_card())
        splitter.addWidget(self._held_card())
        splitter.setSizes([380, 420, 400])
        self.column.addWidget(splitter, 1)

    def _choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.kind, self.village, self.only = QComboBox(), editors.Picker([]), QCheckBox("只看还没有人联系的")
        self.only.setChecked(True)
        self.village.setMinimumWidth(220)
        self.kind.activated.connect(lambda _i: self.load())
        self.village.activated.connect(lambda _i: self.load())
        self.only.toggled.connect(lambda _on: self.load_helped())
        for caption, widget in (("种类", self.kind), ("村", self.village), ("", self.only)):
            if caption:
                line.addWidget(label(caption, "field"))
            line.addWidget(widget)
        line.addStretch()
        return line

    def _helper_card(self) -> QWidget:
        card, column = _card("由谁联系")
        self.helper_view = _table()
        column.addWidget(self.helper_view, 1)
        return card

    def _helped_card(self) -> QWidget:
        card, column = _card("联系谁（空格勾选）")
        self.narrow = QLineEdit()
        self.narrow.setPlaceholderText("筛选，如 3组、空巢、户主姓名")
        self.narrow.setClearButtonEnabled(True)
        self.narrow.textChanged.connect(lambda _text: self._narrow())
        column.addWidget(self.narrow)
        self.helped_list = QListWidget()
        self.helped_list.itemChanged.connect(lambda _item: self._count())
        column.addWidget(self.helped_list, 1)
        self.nobody = label("", "hint")
        self.nobody.setWordWrap(True)
        column.addWidget(self.nobody)
        beside = QWidget()
        reasons = Flow(beside)
        self.reasons = [QCheckBox(word) for word in REASONS]
        for box in self.reasons:
            reasons.addWidget(box)
        column.addWidget(beside)
        line = QHBoxLayout()
        everybody, nobody = button("全选", look="link"), button("全不选", look="link")
        everybody.clicked.connect(lambda: self._tick(True))
        nobody.clicked.connect(lambda: self._tick(False))
        self.go = button("结对", look="primary")
        self.go.clicked.connect(lambda: self.pair())
        QShortcut(QKeySequence("Ctrl+Return"), self, self.go.click)
        line.addWidget(everybody)
        line.addWidget(nobody)
        line.addStretch()
        line.addWidget(self.go)
        column.addLayout(line)
        return card

    def _held_card(self) -> QWidget:
        card, column = _card("现在联系着")
        self.held_view = _table()
        column.addWidget(self.held_view, 1)
        line = QHBoxLayout()
        line.addStretch()
        over, end = button("更换联系人…"), button("结束结对…")
        over.clicked.connect(self.hand_over)
        end.clicked.connect(self.end)
        line.addWidget(over)
        line.addWidget(end)
        column.addLayout(line)
        return card

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        kind, village = self.kind.currentData(), editors.text_of(self.village)
        with self.store.read() as reader:
            kinds = queries.kinds(reader)
            self.villages = queries.villages(reader)
        self.kind.clear()
        for code in KINDS:
            if code in kinds:
                self.kind.addItem(kinds[code].name, code)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.facts = kinds
        self.village.offer([name for _row, name in self.villages])
        editors.put_text(self.village, village or (self.villages[0][1] if self.villages else ""))
        self.load()

    def focus(self) -> None:
        self.helper_view.setFocus()

    def _village(self) -> int | None:
        named = editors.text_of(self.village)
        return next((row for row, name in self.villages if name == named), None)

    def _sides(self) -> tuple[str, str]:
        """(helper record, helped record) of the kind chosen."""
        code = self.kind.currentData() or KINDS[0]
        return ("member" if code == "member_household" else "cadre", self.facts[code].helped[0])

    def load(self) -> None:
        chosen, village = self._helper(), self._village()
        helper, _helped = self._sides()
        with self.store.read() as reader:
            self.helpers = queries.helpers(reader, helper, village)
            cap = setting.number(reader, f"{helper}_cap")
        self.helpers = [(*row[:4], cap if row[4] is None else row[4]) for row in self.helpers]
        model = _helper_model(self.helpers, self)
        self.helper_view.setModel(model)
        self.helper_view.fit(HELPERS, model)
        self.helper_view.selectionModel().selectionChanged.connect(lambda *_: self.load_held())
        self.helper_view.say_when_empty(_nobody(helper, self.villages))
        ids = [row[0] for row in self.helpers]
        if ids:
            self.helper_view.selectRow(ids.index(chosen) if chosen in ids else 0)
        self.load_helped()
        self.load_held()

    def _helper(self) -> int | None:
        model = self.helper_view.model()
        rows = self.helper_view.selected_rows() if model is not None else []
        return int(self.helpers[rows[0]][0]) if rows and rows[0] < len(self.helpers) else None

    def load_helped(self) -> None:
        self.helped_list.blockSignals(True)
        self.helped_list.clear()
        village = self._village()
        _helper, helped = self._sides()
        with self.store.read() as reader:
            rows = (
                queries.helped(
                    reader, helped, village, self.facts[self.kind.currentData()].id, uncovered=self.only.isChecked()
                )
                if self.facts
                else []
            )
        for row, text in rows:
            self.helped_list.addItem(_tickable(row, text))
        self.helped_list.blockSignals(False)
        free = self.only.isChecked()
        self.nobody.setText("都有人联系了。去掉上面的勾，可以看到全部。" if free else "这里还没有登记联系对象。")
        self.nobody.setVisible(not rows)
        self._narrow()
        self._count()

    def _narrow(self) -> None:
        """Only those whose words hold each word typed; what was ticked stays ticked only while it is seen."""
        words = self.narrow.text().split()
        for i in range(self.helped_list.count()):
            item = self.helped_list.item(i)
            item.setHidden(not all(word in item.text() for word in words))
            if item.isHidden():
                item.setCheckState(Qt.CheckState.Unchecked)

    def load_held(self) -> None:
        helper = self._helper()
        with self.store.read() as reader:
            self.held = queries.held(reader, self._sides()[0], helper) if helper is not None else []
        model = of_table(Table("", HELD, [row[1:] for row in self.held]), self)
        self.held_view.say_when_empty("还没有联系对象。" if helper is not None else "")
        self.held_view.setModel(model)
        self.held_view.fit(HELD, model)
        self._count()

    def ticked(self) -> list[int]:
        items = (self.helped_list.item(i) for i in range(self.helped_list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _tick(self, on: bool) -> None:
        for i in range(self.helped_list.count()):
            item = self.helped_list.item(i)
            item.setCheckState(Qt.CheckState.Checked if on and not item.isHidden() else Qt.CheckState.Unchecked)

    def _count(self) -> None:
        chosen = len(self.ticked())
        self.go.setText(f"结对 {chosen} 个" if chosen else "结对")
        self.go.setEnabled(bool(chosen) and self._helper() is not None)
        self.subtitle.setText(f"待联系 {self.helped_list.count():,}　已勾选 {chosen}　联系着 {len(self.held)}")

    def pair(self, consent: frozenset[str] = frozenset()) -> None:
        helper, (record, helped) = self._helper(), self._sides()
        if helper is None:
            return
        words = f"由{next(row[1] for row in self.helpers if row[0] == helper)}联系，共 {len(self.ticked())} 个。"
        told = {"on": ""} if consent else ask(self, "结对", words, (Question("on", "结对日期", "date"),))
        if told is None:
            return
        self.since = told["on"] or self.since
        reasons = "、".join(box.text() for box in self.reasons if box.isChecked())
        rows = [(helped, row) for row in self.ticked()]
        try:
            pairing.pair(
                self.store, self.kind.currentData(), (record, helper), rows, since=self.since,
                details={"reasons": reasons} if reasons else None, consent=consent,
            )  # fmt: skip
        except NeedsConsent as asked:
            if dialogs.ask(self, "请确认", asked.text, yes="继续"):
                self.pair(consent | {asked.code})
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)

    def _chosen_held(self) -> list[int]:
        return [int(self.held[i][0]) for i in self.held_view.selected_rows() if i < len(self.held)]

    def end(self) -> None:
        rows = self._chosen_held()
        if not rows:
            self.window_.notice("请先在右边选中要结束的结对。")
            return
        words = f"将结束 {len(rows)} 对，记录保留。"
        told = ask(self, "结束结对", words, (Question("on", "日期", "date"), Question("reason", "原因")))
        if told:
            dialogs.tried(self, lambda: pairing.end(self.store, rows, on=told["on"], reason=told["reason"]))

    def hand_over(self) -> None:
        rows, record = self._chosen_held(), self._sides()[0]
        if not rows:
            self.window_.notice("请先在右边选中要更换联系人的结对。")
            return
        others = _others(self.helpers, self._helper())
        words = f"{len(rows)} 对将结束，并由新的联系人接着联系。"
        who = Question("who", "新联系人", "choice", tuple(others))
        told = ask(self, "更换联系人", words, (who, Question("on", "日期", "date"), Question("reason", "原因")))
        if told and told["who"] in others:
            dialogs.tried(
                self,
                lambda: pairing.hand_over(
                    self.store, rows, (record, others[told["who"]]), on=told["on"], reason=told["reason"]
                ),
            )


def _advise(window: Any, kind: str | None, village: str) -> None:
    """结对建议 for the kind and the village that stand here."""
    window.open_place("suggest").show_at(kind or KINDS[0], village)


def _card(heading: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.addWidget(label(heading, "heading"))
    return card, column


def _table() -> TableView:
    made = TableView()
    made.setProperty("plain", True)
    made.setMinimumWidth(190)
    made.horizontalHeader().setStretchLastSection(True)
    return made


def _tickable(row: int, text: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setData(Qt.ItemDataRole.UserRole, row)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Unchecked)
    return item


def _nobody(helper: str, villages: list[tuple[int, str]]) -> str:
    """Why nobody can be chosen, and what to do."""
    if not villages:
        return "还没有登记村或社区。请先在“单位”里登记，单位类型选“村”或“社区”。"
    if helper == "cadre":
        return "还没有登记干部。请先在“干部”里登记，或者导入干部名册。"
    return "这里还没有党员。在“党组织”里把村支部的“所在单位”填成这个村，支部的党员就列在这里。"


def _helper_model(helpers: list[tuple[Any, ...]], parent: QWidget) -> RowsModel:
    """Name, group, how many he holds – marked when over his own cap –, and the cap."""
    rows = [(name, duty, held if held <= cap else f"{OVER}{held}", cap) for _, name, duty, held, cap in helpers]
    model = of_table(Table("", HELPERS, rows), parent)
    model.colour = lambda column, value: RED if column.name == "held" and str(value).startswith(OVER) else None
    return model


def _others(helpers: list[tuple[Any, ...]], now: int | None) -> dict[str, int]:
    """Who may take over: name with group or duty → row; those who are told the same so far are numbered."""
    found: dict[str, int] = {}
    for row in helpers:
        if row[0] != now:
            told = f"{row[1]}（{row[2]}）" if row[2] else str(row[1])
            same = sum(name == told or name.startswith(f"{told} · 第") for name in found)
            found[f"{told} · 第 {same + 1} 位" if same else told] = int(row[0])
    return found
