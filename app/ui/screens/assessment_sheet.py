"""The lines of one assessment: what is asked, what the rules say, what who gave; points are typed line after line."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.db.queries.checklist import Line
from app.errors import Rejected, UserError
from app.kinds.kind import Unreadable
from app.kinds.points import Points
from app.models import RECORDS
from app.models.checklist import BONUS, NONE, SCORERS, SELF, VETO
from app.operations import assessment, checklist_answer
from app.operations.assessment import Sheet
from app.operations.checklist_answer import NO, UNKNOWN, YES, Answer, scale
from app.operations.scoring_entry import given, hint, shown
from app.rules import RULES, Alert
from app.rules.answering import source
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, GREY, RED, TableView, framed, of_table

LINES = (
    Column("code_no", "编号", width=6), Column("group", "项目", width=12), Column("content", "考核内容", width=34),
    Column("standard", "标准分", "number", 6, "right"), Column("answer", "自动核对", width=10),
    *(Column(f"by_{i}", scorer, "number", 7, "right") for i, scorer in enumerate(SCORERS)),
    Column("comment", "意见", width=16),
)  # fmt: skip
FOUND = (Column("rule", "核对规则", width=16), Column("text", "发现的情况", width=60))
SIGNS = {YES: "✓ 达标", UNKNOWN: "？没有登记"}
WIDTHS = {"code_no": 58, "group": 96, "content": 260, "standard": 62, "answer": 96, "by_0": 60, "by_1": 60, "by_2": 60}


class SheetView(QWidget):
    """`stale`: something the rules read has changed; they are asked again when the screen is looked at."""

    def __init__(self, screen: Any) -> None:
        super().__init__()
        self.owner, self.store = screen, screen.store
        self.told: Sheet | None = None
        self.scorer, self.stale, self._asked = SELF, False, 0
        self._entered: tuple[Any, ...] = ()
        self._refused = False
        self.answers: dict[int, Answer] = {}
        self.alerts: tuple[Alert, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Vertical)
        self.view = TableView()
        keyed(self.view, OPENING, self.enter)
        self.view.doubleClicked.connect(lambda _index: self.enter())
        splitter.addWidget(framed(self.view))
        splitter.addWidget(self._below())
        splitter.setSizes([230, 300])
        splitter.setChildrenCollapsible(False)
        column.addWidget(splitter)

    def _below(self) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        self.content, self.how = label("", "field"), label("", "hint")
        for widget in (self.content, self.how):
            widget.setWordWrap(True)
            column.addWidget(widget)
        self.found = TableView()
        self.found.say_when_empty("")
        self.found.setMinimumHeight(74)
        self.found.horizontalHeader().hide()
        self.found.verticalHeader().setDefaultSectionSize(26)
        self.found.doubleClicked.connect(lambda index: self.open_alert(index.row()))
        keyed(self.found, OPENING, self._open_chosen)
        column.addWidget(framed(self.found), 1)
        line = QHBoxLayout()
        self.points, self.comment = QLineEdit(), QLineEdit()
        self.points.setMaximumWidth(130)
        self.points.setPlaceholderText("得分")
        self.points.setAccessibleName("得分")
        self.comment.setPlaceholderText("意见（可不填）")
        self.comment.setAccessibleName("意见")
        for edit in (self.points, self.comment):
            edit.installEventFilter(self)
        self.save_button = button("登记 Enter", look="primary")
        self.save_button.clicked.connect(self.save)
        self.clear_button = button("清除")
        self.clear_button.clicked.connect(self.clear)
        line.addWidget(self.points)
        line.addWidget(self.comment, 1)
        line.addWidget(self.save_button)
        line.addWidget(self.clear_button)
        column.addLayout(line)
        self.note = label("", "hint")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        return card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes from the points to the comment only with Tab: it saves and goes on to the next line."""
        if event.type() == QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.save()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.go(1 if key == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def show_sheet(self, told: Sheet | None, scorer: str) -> None:
        """Another assessment, or the same one after a change: the line stays."""
        same = self.told is not None and told is not None and self.told.facts.id == told.facts.id
        place = self.place() if same else 0
        if not same:
            self.answers = {}
        self.told, self.scorer = told, scorer or self.scorer
        self._fill(place)
        if told is not None and (not same or self.stale or not self.answers):
            self._ask()

    def show_scorer(self, scorer: str) -> None:
        self.scorer = scorer
        self.choose()

    def _ask(self) -> None:
        """The rules are asked beside the window; an answer that comes after another sheet was opened is passed over."""
        told = self.told
        if told is None:
            return
        self.stale = False
        self._asked += 1
        ticket = self._asked
        who = ("branch", told.facts.branch) if told.facts.branch is not None else ("unit", told.facts.unit or 0)

        def work(_progress: Any) -> dict[int, Answer]:
            with self.store.read() as reader:
                return checklist_answer.answers(reader, told.facts.checklist, who)

        jobs.run(self, work, done=lambda found: self._answered(ticket, found), quiet=True)

    def _answered(self, ticket: int, found: dict[int, Answer]) -> None:
        if ticket == self._asked:
            self.answers = found
            self._fill(self.place())

    def _fill(self, place: int) -> None:
        told = self.told
        rows = [] if told is None else [self._row(told, line) for line in told.lines]
        model = of_table(Table("", LINES, rows), self)
        model.colour = _colour
        self.view.setModel(model)
        for at, column in enumerate(LINES):
            self.view.setColumnWidth(at, WIDTHS.get(column.name, 150))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.choose())
        self.view.say_when_empty("选中左边的一个组织，这里列出每一条。")
        if rows:
            self.view.selectRow(min(place, len(rows) - 1))
            self.view.scrollTo(self.view.currentIndex())
        self.choose()

    def _row(self, told: Sheet, line: Line) -> tuple[Any, ...]:
        way = scale(line, told.version.step)
        given_by = [shown(way, told.given(line.id, scorer)) for scorer in SCORERS]
        comments = [mark.comment for scorer in SCORERS if (mark := told.marks.get((line.id, scorer))) and mark.comment]
        return (line.code_no, " ".join(line.groups), line.content, _standard(line), _sign(line, self.answers), *given_by,
                "；".join(comments))  # fmt: skip

    def place(self) -> int:
        rows = self.view.selected_rows() if self.view.model() is not None else []
        return rows[0] if rows else 0

    def line(self) -> Line | None:
        told, place = self.told, self.place()
        return told.lines[place] if told is not None and place < len(told.lines) else None

    def choose(self) -> None:
        """What is asked of the line, what the rules found, and what was given."""
        line, told = self.line(), self.told
        for widget in (self.points, self.comment, self.save_button, self.clear_button):
            widget.setEnabled(line is not None)
        if line is None or told is None:
            self._show_found(())
            for text in (self.content, self.how, self.note):
                text.clear()
            return
        way = scale(line, told.version.step)
        self.content.setText(f"{line.code_no}　{line.content}")
        self.how.setText(_how(line))
        mark = told.marks.get((line.id, self.scorer))
        entered = (told.facts.id, line.id, self.scorer, mark)
        if entered != self._entered:  # what was begun stays when the rules answer or the sheet is shown anew
            self._entered, self._refused = entered, False
            self.points.setText("" if mark is None else shown(way, told.given(line.id, self.scorer)))
            self.comment.setText("" if mark is None else mark.comment)
            self.comment.setCursorPosition(0)
        if not self._refused:
            self.note.setText(self._hint(line))
        self._show_found(self.answers[line.id].alerts if line.id in self.answers else ())

    def _hint(self, line: Line) -> str:
        assert self.told is not None
        way = hint(scale(line, self.told.version.step))
        answer = self.answers.get(line.id)
        if answer is None:
            return f"{self.scorer}：{way}。"
        if answer.state == UNKNOWN:
            words = "、".join(RECORDS[record].title for record in answer.lacking)
            return f"{self.scorer}：{way}。还没有登记{words}，无法自动核对。"
        proposal = "" if answer.proposal is None else f"，自动核对给 {Points().text(answer.proposal.points)} 分"
        return f"{self.scorer}：{way}{proposal}。"

    def _show_found(self, alerts: tuple[Alert, ...]) -> None:
        self.alerts = alerts
        rows = [(RULES[alert.code].title, alert.text) for alert in alerts]
        model = of_table(Table("", FOUND, rows), self)
        self.found.setModel(model)
        self.found.fit(FOUND, model)
        self.found.setColumnWidth(1, 640)
        line = self.line()
        codes = () if line is None else checklist_answer.known(line)
        told = "核对的规则：" + "、".join(f"{RULES[code].title}（{source(RULES[code])}）" for code in codes)
        self.found.say_when_empty(
            f"没有发现问题。{told}。" if codes and self.answers else "这一条由人评定。" if line else ""
        )

    def enter(self) -> None:
        self.points.setFocus()
        self.points.selectAll()

    def go(self, step: int) -> None:
        """The next line, the keyboard staying in the points."""
        told = self.told
        if told is not None and 0 <= self.place() + step < len(told.lines):
            self.view.selectRow(self.place() + step)
            self.view.scrollTo(self.view.currentIndex())
        self.enter()

    def save(self) -> None:
        line, told = self.line(), self.told
        if line is None or told is None:
            return
        try:
            meant = given(scale(line, told.version.step), self.points.text())
            if meant.points is None and not meant.mark:
                self.go(1)
                return
            comment = self.comment.text().strip()
            assessment.give(
                self.store, told.facts.id, line.id, self.scorer, mark=meant.mark, points=meant.points, comment=comment
            )
        except Unreadable as error:
            self._refuse(error.text)
        except Rejected as error:
            self._refuse("".join(problem.text for problem in error.problems))
        except UserError as error:
            self._refuse(f"{error.text}{error.hint}")
        else:
            self.go(1)

    def _refuse(self, why: str) -> None:
        """Why it was not taken stands below the entry until another line is shown."""
        self._refused = True
        self.note.setText(why)

    def clear(self) -> None:
        line, told = self.line(), self.told
        if line is not None and told is not None:
            dialogs.tried(self.owner, lambda: assessment.clear(self.store, told.facts.id, line.id, self.scorer))

    def _open_chosen(self) -> None:
        rows = self.found.selected_rows()
        if rows:
            self.open_alert(rows[0])

    def open_alert(self, i: int) -> None:
        """The record that the rule found, on its own screen."""
        if i < len(self.alerts):
            self.owner.window_.show_record(self.alerts[i].record, self.alerts[i].row)


def _standard(line: Line) -> str:
    text = Points().text
    if line.scoring == VETO:
        return "否决"
    if line.scoring == NONE:
        return ""
    return f"加{text(line.cap)}" if line.scoring == BONUS else text(line.points)


def _how(line: Line) -> str:
    """The way of scoring, what proves it, and what it rests on, in one line of small words."""
    parts = [
        f"评分办法：{line.how}" if line.how else "",
        f"佐证：{'、'.join(line.evidence)}" if line.evidence else "",
        f"考评方式：{line.method}" if line.method else "",
        f"依据：{line.basis}" if line.basis else "",
    ]
    return "　".join(part for part in parts if part)


def _colour(column: Column, value: Any) -> QColor | None:
    """The sign says it, the colour only draws the eye."""
    if column.name != "answer" or not value:
        return None
    return {"✓": GREEN, "✗": RED, "？": AMBER}.get(str(value)[0], GREY)


def _sign(line: Line, answers: dict[int, Answer]) -> str:
    """What the rules say of a line, in a word; … while they are asked."""
    answer = answers.get(line.id)
    if answer is None:
        return "…" if not answers and checklist_answer.known(line) else ""
    return f"✗ {answer.cases} 处" if answer.state == NO else SIGNS[answer.state]
