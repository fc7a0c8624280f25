"""考核: the organisations assessed by one list at the left; at the right its lines, what the rules say of them, and the entry of points."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app import clock, passing
from app.db.queries import assessment as queries
from app.db.queries import checklist as checklists
from app.db.queries.assessment import Standing
from app.db.store import Changes
from app.errors import UserError
from app.kinds.points import Points
from app.models.checklist import SCORERS
from app.operations import assessment, checklist
from app.operations.outgoing import Leaving
from app.printing.assessment import print_assessment
from app.table import Column, Table
from app.ui import jobs
from app.ui.asking import Question, ask
from app.ui.assessing import Verbs
from app.ui.handed import Parts
from app.ui.naming import named, names
from app.ui.proving import prove
from app.ui.screens.assessment_sheet import SheetView
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

BOARD = (
    Column("organisation", "被考核组织", width=22), Column("counts", "总分", "number", 6, "right"),
    Column("scored", "已评", width=8), Column("grade", "等次", width=6),
)  # fmt: skip
WIDTHS = (152, 56, 60, 46)
TOUCHING = {"assessment", "score", "finding", "item", "checklist", "evidence", "setting"}
EVERY = "全部相应领域的党组织"
NOTHING = "还没有考核。按“新建考核”选择清单和党组织；七个领域的自带清单随时可用。"


class AssessmentScreen(Screen):
    title = "考核"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.folder = passing.folder()
        self.standings: tuple[Standing, ...] = ()
        self.versions: tuple[checklists.Version, ...] = ()
        self.sheet = SheetView(self)
        self.year, self.list = QComboBox(), QComboBox()
        self.list.setMinimumWidth(260)
        new, paper = button("新建考核…", look="primary"), button("打印…")
        new.clicked.connect(self.begin)
        paper.clicked.connect(self.paper)
        self.heading(label("年度", "field"), self.year, label("清单", "field"), self.list, paper, new)
        splitter = QSplitter()
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setSizes([340, 860])
        splitter.setChildrenCollapsible(False)
        self.column.addWidget(splitter, 1)
        self.year.currentIndexChanged.connect(lambda _i: self.load())
        self.list.currentIndexChanged.connect(lambda _i: self.load())

    def _left(self) -> QWidget:
        self.board = TableView()
        self.board.say_when_empty(NOTHING)
        return framed(self.board)

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.who, self.stages = label("", "heading"), label("", "hint")
        self.stages.setWordWrap(True)
        column.addWidget(self.who)
        column.addWidget(self.stages)
        line = QHBoxLayout()
        self.scorer = QComboBox()
        self.scorer.addItems(SCORERS)
        self.scorer.setAccessibleName("评分方")
        self.scorer.currentIndexChanged.connect(lambda _i: self.sheet.show_scorer(self.scorer.currentText()))
        line.addWidget(label("评分方", "field"))
        line.addWidget(self.scorer)
        verbs = Verbs(self)
        self.acts = {
            "采用自动核对": verbs.take, "提交": verbs.hand_in, "退回…": verbs.give_back, "登记问题…": verbs.find,
            "佐证材料…": lambda: prove(self), "定级…": verbs.settle,
        }  # fmt: skip
        self.buttons = [button(text) for text in self.acts]
        for widget, act in zip(self.buttons, self.acts.values(), strict=True):
            widget.clicked.connect(act)
            line.addWidget(widget)
        line.addStretch()
        column.addLayout(line)
        column.addWidget(self.sheet, 1)
        return side

    def refresh(self, changes: Changes | None = None) -> None:
        if isinstance(changes, Changes) and not TOUCHING & changes.records:
            self.sheet.stale = True
            return
        with self.store.read() as reader:
            years, self.versions = queries.years(reader), checklists.versions(reader, retired=True)
        this = clock.today().year
        _offer(self.year, [str(year) for year in sorted({this, *years}, reverse=True)], str(this))
        _offer(self.list, ["全部清单", *(version.name for version in self.versions)], "全部清单")
        self.load()

    def load(self) -> None:
        """The assessments of the year by the list chosen; the one shown before stays."""
        former, place = self.chosen(), self.list.currentIndex() - 1
        only = self.versions[place].id if 0 <= place < len(self.versions) else None
        with self.store.read() as reader:
            self.standings = queries.board(reader, year=int(self.year.currentText() or 0), checklist=only)
        rows = [
            (each.organisation, Points().text(each.counts), f"{each.scored}/{each.lines}", each.grade)
            for each in self.standings
        ]
        model = of_table(Table("", BOARD, rows), self)
        self.board.setModel(model)
        for at, width in enumerate(WIDTHS):
            self.board.setColumnWidth(at, width)
        self.board.selectionModel().selectionChanged.connect(lambda *_: self.choose())
        self.subtitle.setText(f"{len(rows):,} 个组织" if rows else "")
        ids = [each.id for each in self.standings]
        if ids:
            self.board.selectRow(ids.index(former) if former in ids else 0)
        self.choose()

    def chosen(self) -> int:
        """The row of the assessment shown, 0 for none."""
        rows = self.board.selected_rows() if self.board.model() is not None else []
        return self.standings[rows[0]].id if rows and rows[0] < len(self.standings) else 0

    def choose(self) -> None:
        row = self.chosen()
        for widget in self.buttons:
            widget.setEnabled(bool(row))
        if row:
            with self.store.read() as reader:
                told = assessment.sheet(reader, row)
                grade = assessment.grading(reader, told)
            if self.sheet.told is None or self.sheet.told.facts.id != row:
                self.scorer.setCurrentText(_turn(told))
            self.who.setText(told.facts.name)
            self.stages.setText(_stages(told, grade.grade))
            self.sheet.show_sheet(told, self.scorer.currentText())
        else:
            self.who.clear()
            self.stages.clear()
            self.sheet.show_sheet(None, "")

    def show_row(self, row: int) -> None:
        """Opened from elsewhere for one assessment."""
        with self.store.read() as reader:
            facts = queries.assessed(reader, row)
        _offer(self.year, [self.year.itemText(i) for i in range(self.year.count())], str(facts.year))
        self.year.setCurrentText(str(facts.year))
        self.list.setCurrentIndex(0)
        ids = [each.id for each in self.standings]
        if row in ids:
            self.board.selectRow(ids.index(row))

    def begin(self) -> None:
        """A new assessment of one organisation, or of all of the list's domain."""
        loaded = {version.name: version.domain for version in self.versions}
        built_in = [domain for domain in checklist.domains() if domain not in loaded.values()]
        lists = (*loaded, *(f"{domain}领域自带清单" for domain in built_in))
        questions = (
            Question("list", "清单", "choice", lists, text=self.list.currentText() if self.list.currentIndex() > 0 else lists[0]),
            Question("who", "被考核党组织", "choice", (EVERY, *names(self.store, "branch")), text=EVERY),
            Question("unit", "或者被考核单位", "choice", names(self.store, "unit"), needed=False, free=True),
            Question("year", "考核年度", text=str(clock.today().year)),
            Question("turn", "考核批次（如 上半年）", needed=False),
            Question("follow", "以上一次的得分为底稿", "choice", ("否", "是"), text="否"),
        )  # fmt: skip
        told = ask(self, "新建考核", "领域相同的党组织可以一次建好，已有的不会重复建立。", questions, self._begun)
        if told is not None:
            self.window_.notice("考核已建立，可以撤销。")
            self.year.setCurrentText(told["year"])

    def _begun(self, told: dict[str, str]) -> None:
        if not told["year"].isdecimal():
            raise UserError(f"考核年度“{told['year']}”不是年份。", "请写四位数字，如 2026。")
        name = told["list"].removesuffix("领域自带清单")
        row = checklist.ready(self.store, name)
        follow, year = told["follow"] == "是", int(told["year"])
        if told["unit"]:
            who = [("unit", named(self.store, "unit", told["unit"]))]
        elif told["who"] == EVERY:
            who = self._everybody(row)
        else:
            who = [("branch", named(self.store, "branch", told["who"]))]
        assessment.begin_all(self.store, row, who, year=year, turn=told["turn"], follow=follow)

    def _everybody(self, row: int) -> list[tuple[str, int]]:
        with self.store.read() as reader:
            domain = checklists.version(reader, row).domain
            found = queries.organisations(reader, domain)
        if not found:
            raise UserError(f"没有“{domain}”领域的党支部。", "请在“党组织”里登记领域，或选择一个党组织。")
        return [("branch", each) for each, _name in found]

    def paper(self) -> None:
        row = self.chosen()
        if not row:
            return
        name, pdf = self.who.text(), Path(self.folder.name) / "assessment.pdf"
        left = Leaving("print", name, "assessment", asked=f"考核：{name}")

        def work(_progress: Any) -> tuple[str, ...]:
            with self.store.read() as reader:
                return print_assessment(reader, row, pdf)

        jobs.run(self, work, done=lambda said: preview(self, pdf, said, store=self.store, left=left), title="正在排版")

    def focus(self) -> None:
        self.sheet.view.setFocus() if self.standings else self.board.setFocus()

    def leave(self) -> None:
        self.folder.cleanup()


def _offer(box: QComboBox, texts: list[str], first: str) -> None:
    """Other texts to choose from; what was chosen stays."""
    kept = box.currentText() or first
    box.blockSignals(True)
    box.clear()
    box.addItems(texts)
    box.setCurrentText(kept if kept in texts else first)
    box.blockSignals(False)


def _stages(told: assessment.Sheet, grade: str) -> str:
    """What each scorer gave, which stages are handed in, and the grade."""
    text, parts = Points().text, []
    for scorer in SCORERS:
        found = told.sum(scorer)
        day = told.facts.handed.get(scorer, "")
        state = f"（{day} 已提交）" if day else f"（已评 {found.scored} 条）" if found.scored else ""
        parts.append(f"{scorer} {text(found.points) if found.scored else '—'}{state}")
    whole = told.sum()
    share = f"，得分率 {text(whole.share)}%" if whole.share is not None and whole.scored else ""
    parts.append(f"总分 {text(whole.points)}／{text(whole.reachable)}{share}")
    settled = told.facts.grade
    parts.append(f"等次 {settled}" if settled else f"按分数对应“{grade}”" if grade and whole.whole else "尚未定级")
    return "　".join(parts)


def _turn(told: assessment.Sheet) -> str:
    """Whose turn it is: the first who has not handed in and is not overtaken."""
    last = max((i for i, scorer in enumerate(SCORERS) if scorer in told.facts.handed), default=-1)
    return SCORERS[min(last + 1, len(SCORERS) - 1)]
