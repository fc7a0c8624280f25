"""会议登记: a branch, the kinds it counts as, who was away, what was said; and a whole year planned at one go."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import clock, codes, passing
from app.db.queries import meeting as queries
from app.db.store import Changes
from app.errors import NeedsConsent, Rejected, UserError
from app.models.meeting import KIND, PLANNED, Meeting, parts
from app.operations import meeting
from app.operations import record as records
from app.operations.meeting import Person, Sitting
from app.rules.meeting import Numbers, quorum_gap
from app.table import Column, Table
from app.ui import dialogs, editors
from app.ui import meeting as verbs
from app.ui.entry import Asked, Entry
from app.ui.handed import Parts
from app.ui.screens.meeting_roll import Roll
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

BRANCHES = (Column("name", "党组织", width=21), Column("members", "党员", "number", 5, "right"))
MEETINGS = (
    Column("day", "日期", "date", 11), Column("kinds", "类型", width=14), Column("name", "主题", width=16),
    Column("state", "情况", width=7),
)  # fmt: skip
NAMED = 200  # pixels of a name: what does not fit is told where the mouse rests
YEARS, ACROSS = 6, 6  # years that can be looked at, kinds in one line
COUNTED = ("expected", "attended", "voters", "voters_attended")
FIELDS = (
    Asked("name", 2), Asked("day", text=""), Asked("start", kept=True), Asked("place", kept=True), Asked("host", kept=True),
    Asked("recorder", kept=True), Asked("speaker"), Asked("hours"), Asked("expected"), Asked("attended"), Asked("voters"),
    Asked("voters_attended"), Asked("votes_for"), Asked("votes_against"), Asked("votes_abstain"),
    Asked("content", 2), Asked("decision", 2),
)  # fmt: skip


class MeetingScreen(Screen):
    title = "会议登记"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.known: list[tuple[Any, ...]] = []
        self.branches: list[tuple[Any, ...]] = []
        self.meetings: list[tuple[Any, ...]] = []
        self.row: int | None = None
        self.folder = passing.folder()
        self.heading(*self._acts())
        splitter = QSplitter()
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setSizes([300, 940])
        splitter.setChildrenCollapsible(False)
        self.column.addWidget(splitter, 1)

    def _acts(self) -> list[QWidget]:
        acts = {"安排全年…": self.plan, "取消计划…": self.call_off, "另登一次": self.renew, "打印…": self.paper}
        made = [button(text) for text in acts]
        for widget, act in zip(made, acts.values(), strict=True):
            widget.clicked.connect(act)
        return [*made]

    def _left(self) -> QWidget:
        side = QSplitter(Qt.Orientation.Vertical)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        self.narrow = QLineEdit()
        self.narrow.setPlaceholderText("筛选党组织")
        self.narrow.setClearButtonEnabled(True)
        self.narrow.textChanged.connect(lambda _text: self.load())
        self.year = _years()
        self.year.currentTextChanged.connect(lambda _text: self.load_meetings())
        line = QHBoxLayout()
        line.addWidget(self.narrow, 1)
        line.addWidget(self.year)
        column.addLayout(line)
        self.branch_view, self.meeting_view = TableView(), TableView()
        column.addWidget(framed(self.branch_view), 1)
        side.addWidget(top)
        self.meeting_view.doubleClicked.connect(lambda index: self.open_row(index.row()))
        keyed(self.meeting_view, OPENING, self._open_chosen)
        side.addWidget(framed(self.meeting_view))
        side.setSizes([300, 300])
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.who = label("", "heading")
        column.addWidget(self.who)
        column.addLayout(self._kinds())
        self.entry = Entry(self.store, Meeting, FIELDS)
        editors.put_text(self.entry.widgets["day"], clock.today().isoformat())
        for name in COUNTED:
            box = self.entry.widgets[name]
            assert isinstance(box, QLineEdit)
            box.setPlaceholderText("按名单算")
        day = self.entry.widgets["day"]
        assert isinstance(day, QLineEdit)
        day.editingFinished.connect(self.load_people)
        self.entry.done.connect(self.save)
        column.addWidget(self.entry)
        beside = QSplitter()
        self.roll = Roll()
        self.roll.changed.connect(self.show_counted)
        beside.addWidget(self.roll)
        self.minutes = QPlainTextEdit()
        self.minutes.setTabChangesFocus(True)
        self.minutes.setPlaceholderText("会议记录")
        self.minutes.setAccessibleName("会议记录")
        beside.addWidget(self.minutes)
        beside.setSizes([460, 400])
        column.addWidget(beside, 1)
        line = QHBoxLayout()
        self.counted = label("", "hint")
        self.counted.setWordWrap(True)
        self.save_button = button("登记 Ctrl+Enter", look="primary")
        self.save_button.clicked.connect(self.save)
        keyed(self.minutes, ("Ctrl+Return",), self.save)
        line.addWidget(self.counted, 1)
        line.addWidget(self.save_button)
        column.addLayout(line)
        return side

    def _kinds(self) -> QGridLayout:
        grid = QGridLayout()
        self.kinds = {code.name: QCheckBox(code.name) for code in codes.codes(KIND)}
        for place, box in enumerate(self.kinds.values()):
            box.toggled.connect(lambda _on: self.load_people())
            grid.addWidget(box, place // ACROSS, place % ACROSS)
        return grid

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not {"meeting", "branch", "member", "attendance", "post"} & changes.records:
            return
        with self.store.read() as reader:
            self.known = queries.branches(reader)
        self.load()

    def load(self) -> None:
        """The branches left by the words typed; the one chosen before stays chosen."""
        former, words = self.branch(), self.narrow.text().split()
        self.branches = [row for row in self.known if all(word in row[1] for word in words)]
        _fill(self.branch_view, BRANCHES, [(row[1], row[3]) for row in self.branches], self)
        self.branch_view.setColumnWidth(0, NAMED)
        self.branch_view.say_when_empty("还没有党组织。请先在“党组织”里登记。")
        self.branch_view.selectionModel().selectionChanged.connect(lambda *_: self.choose())
        ids = [row[0] for row in self.branches]
        self.subtitle.setText(f"{len(self.known):,} 个党组织")
        if ids:
            self.branch_view.selectRow(ids.index(former) if former in ids else 0)
        self.load_meetings()

    def branch(self) -> int | None:
        rows = self.branch_view.selected_rows() if self.branch_view.model() is not None else []
        return int(self.branches[rows[0]][0]) if rows and rows[0] < len(self.branches) else None

    def show_branch(self, branch: int) -> None:
        """Opened from elsewhere for one branch."""
        self.narrow.clear()
        ids = [row[0] for row in self.branches]
        if branch in ids:
            self.branch_view.selectRow(ids.index(branch))
            self.branch_view.scrollTo(self.branch_view.currentIndex())

    def choose(self) -> None:
        """Another branch: what was begun for the former one is not carried over."""
        self.row, self.roll.away = None, {}
        self.load_meetings()

    def load_meetings(self) -> None:
        branch = self.branch()
        self.meetings = []
        if branch is not None:
            with self.store.read() as reader:
                self.meetings = queries.of_branch(reader, branch, int(self.year.currentText()))
        _fill(self.meeting_view, MEETINGS, [row[1:5] for row in self.meetings], self)
        self.meeting_view.say_when_empty(f"这个党组织 {self.year.currentText()} 年还没有会议活动。")
        self.load_people()

    def load_people(self) -> None:
        """Who is expected on the day at these kinds; who is no longer expected is no longer away."""
        branch, day = self.branch(), editors.text_of(self.entry.widgets["day"])
        people: list[Person] = []
        if branch is not None and _is_day(day):
            with self.store.read() as reader:
                people = queries.expected(reader, branch, day, self.chosen())
        self.roll.put(people, self.roll.away)
        self.show_counted()

    def chosen(self) -> tuple[str, ...]:
        return tuple(name for name, box in self.kinds.items() if box.isChecked())

    def show_counted(self) -> None:
        """How many are there, whether that is enough, and what is being registered."""
        told = meeting.numbers(self.roll.people, self.roll.away)
        gap = quorum_gap(self.chosen(), Numbers(**told)) if told else ""
        self.counted.setText(_in_words(told, gap))
        name = next((row[1] for row in self.branches if row[0] == self.branch()), "请在左边选一个党组织")
        self.who.setText(f"{name}　{'修改或登记选中的会议' if self.row else '新登记'}")
        self.save_button.setEnabled(self.branch() is not None)

    def _open_chosen(self) -> None:
        for row in self.meeting_view.selected_rows()[:1]:
            self.open_row(row)

    def open_row(self, i: int) -> None:
        """A meeting of the list into the form: to correct it, or to say that what was planned was held."""
        self.row = int(self.meetings[i][0])
        with self.store.read() as reader:
            told = records.present(reader, Meeting, self.row)
            self.roll.away = {who: (sign, why) for who, (_row, sign, why) in queries.signs(reader, self.row).items()}
        for name, box in self.kinds.items():
            box.blockSignals(True)
            box.setChecked(name in parts(told["kinds"]))
            box.blockSignals(False)
        editors.put_text(self.entry.widgets["day"], str(told["day"]))
        self.load_people()
        counted = meeting.numbers(self.roll.people, self.roll.away) if told["state"] != PLANNED else {}
        for each in FIELDS:
            value = told[each.name]
            same = each.name in COUNTED and value == counted.get(each.name)
            editors.put_text(self.entry.widgets[each.name], "" if value is None or same else str(value))
        self.minutes.setPlainText(told["minutes"] or "")
        self.entry.begin()

    def renew(self) -> None:
        """The form is empty for another meeting of the branch."""
        self.row, self.roll.away = None, {}
        self.minutes.clear()
        self.entry.next({"day": clock.today().isoformat()})
        self.load_people()

    def save(self) -> None:
        branch, values = self.branch(), self.entry.values()
        if branch is None or values is None:
            return
        details = {each.name: values.get(each.name) for each in FIELDS if each.name not in ("name", "day")}
        details = {name: value for name, value in details.items() if value is not None or name not in COUNTED}
        details["minutes"] = self.minutes.toPlainText().strip() or None
        day, name = str(values.get("day") or ""), str(values.get("name") or "")
        self._hold(Sitting(branch, self.chosen(), day, name, dict(self.roll.away), details))

    def _hold(self, sitting: Sitting, consent: frozenset[str] = frozenset()) -> None:
        try:
            meeting.hold(self.store, sitting, row=self.row, consent=consent)
        except NeedsConsent as asked:
            if dialogs.ask(self, "同一天已有同类会议", asked.text, yes="再登记一次"):
                self._hold(sitting, consent | {asked.code})
            return
        except Rejected as refused:
            self.entry.show_problems(refused.problems)
            return
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self.window_.notice(f"已登记 {sitting.day}“{sitting.name}”。")
        self.renew()

    def plan(self) -> None:
        verbs.plan(self, self.branch(), [int(row[0]) for row in self.branches])

    def call_off(self) -> None:
        rows = [int(self.meetings[i][0]) for i in self.meeting_view.selected_rows() if self.meetings[i][4] == PLANNED]
        if rows:
            verbs.call_off(self, rows)
        else:
            self.window_.notice("请在左下选中计划的会议，已召开的不能取消。")

    def paper(self) -> None:
        rows = self.meeting_view.selected_rows()
        if rows:
            verbs.paper(self, int(self.meetings[rows[0]][0]), Path(self.folder.name) / "meeting.pdf")
        else:
            self.window_.notice("请在左下选中要打印的会议。")

    def leave(self) -> None:
        self.folder.cleanup()

    def focus(self) -> None:
        self.entry.begin()


def _in_words(told: dict[str, int], gap: str) -> str:
    """How many are there, and why that is too few."""
    if not told:
        return ""
    return (
        f"应到 {told['expected']} 人，实到 {told['attended']} 人；有表决权 {told.get('voters', 0)} 人，"
        f"到会 {told.get('voters_attended', 0)} 人。{gap + '。' if gap else ''}"
    )


def _years() -> QComboBox:
    """The next year, for what is planned, this one and some before."""
    box, this = QComboBox(), clock.today().year
    box.addItems([str(year) for year in range(this + 1, this - YEARS, -1)])
    box.setCurrentText(str(this))
    box.setAccessibleName("年份")
    box.setToolTip("下面列出哪一年的会议活动")
    return box


def _fill(view: TableView, columns: tuple[Column, ...], rows: list[tuple[Any, ...]], screen: QWidget) -> None:
    model = of_table(Table("", columns, rows), screen)
    view.setModel(model)
    view.fit(columns, model)
    view.horizontalHeader().setStretchLastSection(True)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
