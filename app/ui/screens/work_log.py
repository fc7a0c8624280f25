"""日志登记: the daily log of who is posted, one entry after the other by keys, beside the days on site of the month."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app import clock
from app.db.queries import team as queries
from app.db.store import Changes
from app.errors import Rejected, UserError
from app.models.team import WorkLog
from app.operations import team
from app.table import Column, Table
from app.ui import dialogs, editors
from app.ui.entry import Asked, Entry
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

PEOPLE = (
    Column("name", "派驻人员", width=12), Column("team", "队组", width=16), Column("role", "队内职务", width=8),
    Column("unit", "驻点", width=14),
)  # fmt: skip
LOGS = (
    Column("day", "日期", "date", 12), Column("spent", "在岗情况", width=8), Column("kind", "工作类别", width=10),
    Column("content", "工作内容", width=40),
)  # fmt: skip
SAME_DAY, SAME_PERSON, STAY = "换下一个人", "换下一个工作日", "不变"


class WorkLogScreen(Screen):
    title = "日志登记"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.people: list[tuple[Any, ...]] = []
        self.shown: list[tuple[Any, ...]] = []
        self.heading()
        splitter = QSplitter()
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setSizes([456, 724])
        self.column.addWidget(splitter, 1)

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.narrow = QLineEdit()
        self.narrow.setPlaceholderText("筛选，如 姓名、队组、驻点")
        self.narrow.setClearButtonEnabled(True)
        self.narrow.textChanged.connect(lambda _text: self.load())
        column.addWidget(self.narrow)
        self.people_view = TableView()
        self.people_view.horizontalHeader().setStretchLastSection(True)
        column.addWidget(framed(self.people_view), 1)
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.who = label("", "heading")
        column.addWidget(self.who)
        self.entry = Entry(
            self.store, WorkLog,
            (Asked("day", kept=True, text=clock.today().isoformat()), Asked("spent", kept=True, text=queries.WHOLE),
             Asked("kind"), Asked("place", kept=True), Asked("problem"), Asked("solution"), Asked("request"),
             Asked("tomorrow"), Asked("content", 2)), across=2,
        )  # fmt: skip
        self.entry.done.connect(self.save)
        column.addWidget(self.entry)
        line = QHBoxLayout()
        self.series = QComboBox()
        self.series.addItems([SAME_DAY, SAME_PERSON, STAY])
        self.save_button = button("登记 Ctrl+Enter", look="primary")
        self.save_button.clicked.connect(self.save)
        line.addWidget(label("登记以后", "field"))
        line.addWidget(self.series)
        line.addWidget(label("Enter 下一项，在“工作内容”里按 Enter 登记", "hint"))
        line.addStretch()
        line.addWidget(self.save_button)
        column.addLayout(line)
        self.log_view = TableView()
        self.log_view.horizontalHeader().setStretchLastSection(True)
        column.addWidget(framed(self.log_view), 1)
        return side

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not {"posting", "team", "work_log", "unit"} & changes.records:
            return
        with self.store.read() as reader:
            self.people = queries.postings(reader)
        self.load()

    def load(self) -> None:
        """The people left by the words typed; the one chosen before stays chosen."""
        former, words = self.posting(), self.narrow.text().split()
        self.shown = [row for row in self.people if all(word in "　".join(map(str, row[1:])) for word in words)]
        model = of_table(Table("", PEOPLE, [row[1:] for row in self.shown]), self)
        self.people_view.setModel(model)
        self.people_view.fit(PEOPLE, model)
        self.people_view.say_when_empty("还没有派驻人员。请在“工作队组”里建立队组，再用“派驻”登记人员。")
        self.people_view.selectionModel().selectionChanged.connect(lambda *_: self.load_logs())
        ids = [row[0] for row in self.shown]
        if ids:
            self.people_view.selectRow(ids.index(former) if former in ids else 0)
        self.subtitle.setText(f"派驻 {len(self.people):,} 人")
        self.load_logs()

    def posting(self) -> int | None:
        """Whose log is being written."""
        rows = self.people_view.selected_rows() if self.people_view.model() is not None else []
        return int(self.shown[rows[0]][0]) if rows and rows[0] < len(self.shown) else None

    def load_logs(self) -> None:
        posting = self.posting()
        self.save_button.setEnabled(posting is not None)
        found: list[tuple[Any, ...]] = []
        told = "请在左边选一个人"
        if posting is not None:
            month = clock.today().isoformat()[:7]
            with self.store.read() as reader:
                found = queries.logs(reader, posting)
                halves, asked = queries.halves(reader, posting, month), queries.demanded(reader, posting)
                self._offer_kinds(team.kinds(reader, posting))
            name = next(str(row[1]) for row in self.shown if row[0] == posting)
            days = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
            told = f"{name}　本月已驻 {days} 天" + (f"，应驻 {asked} 天" if asked is not None else "")
        self.who.setText(told)
        model = of_table(Table("", LOGS, [row[1:] for row in found]), self)
        self.log_view.setModel(model)
        self.log_view.fit(LOGS, model)
        self.log_view.say_when_empty("还没有工作日志。" if posting is not None else "")

    def _offer_kinds(self, names: tuple[str, ...]) -> None:
        """The kinds of his team; what was chosen stays where it is one of them."""
        picker = self.entry.widgets["kind"]
        assert isinstance(picker, editors.Picker)
        former = editors.text_of(picker)
        picker.offer(list(names))
        editors.put_text(picker, former if former in names else "")

    def save(self) -> None:
        """Registers the log and goes on to the next person, or to his next working day, as was chosen."""
        posting, values = self.posting(), self.entry.values()
        if posting is None or values is None:
            return
        day, content = str(values.pop("day", None) or ""), str(values.pop("content", None) or "")
        kind, spent = values.pop("kind", None), values.pop("spent", None)
        row = self.people_view.selected_rows()[0]
        try:
            team.log(self.store, posting, day, content, kind=kind, spent=spent, details=values)
        except Rejected as refused:
            self.entry.show_problems(refused.problems)
            return
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self._go_on(row, day)

    def _go_on(self, row: int, day: str) -> None:
        way = self.series.currentText()
        kept: dict[str, str] = {}
        if way == SAME_PERSON:
            kept["day"] = min(next_working_day(day), clock.today().isoformat())
        elif way == SAME_DAY and row + 1 < len(self.shown):
            self.people_view.selectRow(row + 1)
        elif way == SAME_DAY:
            self.window_.notice("这一天的最后一个人已登记。")
        self.entry.next(kept)

    def focus(self) -> None:
        self.entry.begin()


def next_working_day(day: str) -> str:
    """The day after, Saturdays and Sundays left out: only a proposal, holidays are for the clerk to say."""
    following = date.fromisoformat(day) + timedelta(days=1)
    while following.weekday() > 4:
        following += timedelta(days=1)
    return following.isoformat()
