"""微心愿办理: wishes entered one after the other by keys, and the wishes of each stage with what can be done next."""

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from app import clock
from app.db.queries import wish as queries
from app.db.queries.wish_word import STAGES
from app.db.store import Changes
from app.errors import Rejected, UserError
from app.models.wish import Wish
from app.operations import wish
from app.table import Column, Table
from app.ui import dialogs, editors, wishing
from app.ui.entry import Asked, Entry
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import RED, TableView, framed, of_table

COLUMNS = (
    Column("name", "心愿人", width=12), Column("content", "微心愿内容", width=36), Column("village", "所在村", width=16),
    Column("claimer", "认领", width=16), Column("due", "完成时限", "date", 14), Column("stage", "进展", width=10),
)  # fmt: skip
NOBODY = "不对应登记的人"
LATE = "▲ "  # before a day that is over


class WishScreen(Screen):
    title = "微心愿办理"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.rows: list[tuple[Any, ...]] = []
        self.owners: list[queries.Owner] = []
        self.asked: tuple[str, str] | None = None  # name and village for which `owners` were looked up
        self.heading()
        self.entry = Entry(
            self.store, Wish,
            (Asked("name"), Asked("village", kept=True), Asked("need"), Asked("phone"), Asked("collected_on", kept=True,
             text=clock.today().isoformat()), Asked("collector", kept=True), Asked("kind"), Asked("cost"), Asked("content", 4)),
        )  # fmt: skip
        self.entry.done.connect(self.save)
        self.column.addWidget(self.entry)
        self.column.addLayout(self._owner_line())
        self.column.addLayout(self._choices())
        self.view = TableView()
        self.view.horizontalHeader().setStretchLastSection(True)
        self.column.addWidget(framed(self.view), 1)

    def _owner_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.owner = QComboBox()
        self.owner.setMinimumWidth(320)
        self.owner.setAccessibleName("对应")
        name, village = self.entry.widgets["name"], self.entry.widgets["village"]
        assert isinstance(name, QLineEdit)
        assert isinstance(village, editors.Picker)
        name.editingFinished.connect(self.look)
        village.line().editingFinished.connect(self.look)
        self.save_button = button("登记 Ctrl+Enter", look="primary")
        self.save_button.clicked.connect(self.save)
        line.addWidget(label("对应", "field"))
        line.addWidget(self.owner)
        line.addWidget(label("Enter 下一项，在“微心愿内容”里按 Enter 登记并录下一条", "hint"))
        line.addStretch()
        line.addWidget(self.save_button)
        self.look()
        return line

    def _choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.stage, self.narrow = QComboBox(), QLineEdit()
        self.narrow.setPlaceholderText("筛选，如 心愿人、认领人、内容")
        self.narrow.setClearButtonEnabled(True)
        self.narrow.setMaximumWidth(260)
        self.narrow.textChanged.connect(lambda _text: self.load())
        self.stage.activated.connect(lambda _i: self.load())
        line.addWidget(self.stage)
        line.addWidget(self.narrow)
        line.addStretch()
        for number, (text, many, act) in enumerate(wishing.ACTS, 1):
            made = button(f"{text} Ctrl+{number}", tip="" if many else "一次一个")
            made.clicked.connect(lambda _=False, run=act, many=many: self._do(run, many=many))
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, made.click)
            line.addWidget(made)
        return line

    # Entering

    def look(self) -> None:
        """Who on the books has the name that was typed: the only one is proposed, of several none."""
        texts = self.entry.texts()
        asked = (texts["name"], texts["village"])
        if asked == self.asked:
            return
        with self.store.read() as reader:
            found = queries.owners(reader, *asked)
        self.asked, self.owners = asked, found
        self.owner.clear()
        self.owner.addItem(_nobody(texts["name"], len(found)))
        self.owner.addItems([f"{each.title}　{each.caption}" for each in found])
        self.owner.setCurrentIndex(1 if len(found) == 1 else 0)

    def save(self) -> None:
        """Registers what was entered; what is wrong is told beside its field."""
        self.look()
        values = self.entry.values()
        if values is None:
            return
        chosen = self.owners[self.owner.currentIndex() - 1] if self.owner.currentIndex() > 0 else None
        name, content, on, by = (
            str(values.pop(key, None) or "") for key in ("name", "content", "collected_on", "collector")
        )
        try:
            whose = (chosen.record, chosen.row) if chosen else None
            wish.collect(self.store, name, content, on=on, by=by, whose=whose, details=values)
        except Rejected as refused:
            self.entry.show_problems(refused.problems)
            return
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self.window_.notice(f"已登记{name}的心愿，可以接着录下一条。")
        self.entry.next()
        self.look()

    # Doing

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not {"wish", "unit"} & changes.records:
            return
        chosen = self.stage.currentData()
        with self.store.read() as reader:
            counts = queries.counts(reader)
        self.stage.clear()
        self.stage.addItem(f"全部 {sum(counts.values()):,}", "")
        for stage in STAGES:
            self.stage.addItem(f"{stage} {counts[stage]:,}", stage)
        self.stage.setCurrentIndex(max(self.stage.findData(chosen), 0))
        self.subtitle.setText("　".join(f"{stage} {counts[stage]:,}" for stage in STAGES[:-1]))
        self.load()

    def load(self) -> None:
        with self.store.read() as reader:
            words = tuple(self.narrow.text().split())
            self.rows = queries.wishes(reader, self.stage.currentData() or "", words)
        today = clock.today().isoformat()
        shown = [(*row[1:5], _due(row, today), row[6]) for row in self.rows]
        model = of_table(Table("", COLUMNS, shown), self)
        model.colour = lambda column, value: RED if column.name == "due" and str(value).startswith(LATE) else None
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        self.view.say_when_empty("这里没有微心愿。在上面填写心愿人和内容，按 Enter 登记；也可以在“导入”里导入台账。")
        if self.rows:
            self.view.selectRow(0)

    def chosen(self) -> list[int]:
        """Row ids of the wishes selected in the list."""
        return [int(self.rows[i][0]) for i in self.view.selected_rows() if i < len(self.rows)]

    def _do(self, act: Any, *, many: bool) -> None:
        rows = self.chosen()
        if not rows or (len(rows) > 1 and not many):
            self.window_.notice("请先在列表里选中心愿。" if not rows else "这一步一次办一个，请只选一个心愿。")
            return
        try:
            act(self, rows)
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)

    def focus(self) -> None:
        self.entry.begin()

    def status(self) -> str:
        told = f"列出 {len(self.rows):,} 个"
        return told if len(self.rows) < queries.MOST else f"{told}最近征集的，其余请用筛选，或看“微心愿台账”"


def _nobody(name: str, several: int) -> str:
    """What it means to choose nobody on the books."""
    if several > 1:
        return f"有 {several} 个同名的，请选一个；不选就只记姓名"
    return f"{NOBODY}（没有登记这个姓名）" if name and not several else NOBODY


def _due(row: tuple[Any, ...], today: str) -> str:
    due, stage = row[5], row[6]
    late = due is not None and due < today and stage in STAGES[:3]
    return f"{LATE}{due}" if late else str(due or "")
