"""台账导出: choose a ledger, say for whom and as of when, look at it, take it as Excel, CSV or on paper."""

from pathlib import Path
from typing import Any, Literal

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from app import passing
from app.db.queries import grammar, resolve
from app.db.queries.listing import Query
from app.db.store import Changes
from app.errors import UserError
from app.exchange import write
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.ledgers import LEDGERS, known
from app.ledgers.ledger import table as ledger_table
from app.models import RECORDS
from app.operations import outgoing
from app.operations.outgoing import Leaving, leaving
from app.printing.ledger import print_ledger
from app.progress import Progress
from app.table import Table
from app.ui import editors, jobs
from app.ui.flow import Flow
from app.ui.handed import Parts
from app.ui.leaving import FIRST, TermsEditor
from app.ui.naming import named
from app.ui.screens.preview import preview
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

CHARSETS: dict[str, Literal["utf-8-sig", "gb18030"]] = {
    "CSV 表格，UTF-8 (*.csv)": "utf-8-sig",
    "CSV 表格，GB18030 (*.csv)": "gb18030",
}


class LedgerScreen(Screen):
    title = "台账导出"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.table: Table | None = None
        self.name = self.told = ""  # of the ledger that is shown: its code name and the filters in words
        self._asked = 0
        self.folder = passing.folder()
        self.heading(*self._acts())
        body = QHBoxLayout()
        self.names = QListWidget()
        self.names.setFixedWidth(210)
        self.ledgers = tuple(LEDGERS.values())
        self.names.addItems([ledger.title for ledger in self.ledgers])
        self.names.currentRowChanged.connect(lambda _row: self.load())
        body.addWidget(self.names)
        right = QVBoxLayout()
        right.addWidget(self._filters())
        self.view = TableView()
        card = framed(self.view)
        right.addWidget(card, 1)
        body.addLayout(right, 1)
        self.column.addLayout(body, 1)

    def leave(self) -> None:
        self.folder.cleanup()

    def _acts(self) -> list[QWidget]:
        made = []
        for text, act, look in (
            ("导出 CSV", self.csv, ""),
            ("打印预览", self.paper, ""),
            ("导出 Excel", self.xlsx, "primary"),
        ):
            each = button(text, look=look)
            each.clicked.connect(act)
            made.append(each)
        return list(made)

    def _filters(self) -> QWidget:
        """Each caption beside its widget; in two lines where one has no room."""
        made = QWidget()
        flow = Flow(made)
        self.unit, self.branch, self.terms = editors.Picker([]), editors.Picker([]), TermsEditor(made, FIRST)
        self.terms.mask.setFixedWidth(136)
        self.terms.changed.connect(self.load)
        for every in (self.unit, self.branch):
            every.line().setPlaceholderText("全部")
        self.day, self.where = QLineEdit(), QLineEdit()
        self.day.setPlaceholderText("今天")
        self.day.setFixedWidth(96)
        self.where.setPlaceholderText("如 支部:红旗 党龄>50")
        for caption, widget in (
            ("单位", self.unit),
            ("党组织", self.branch),
            ("条件", self.where),
            ("截至", self.day),
            ("给谁", self.terms.whom),
            ("脱敏", self.terms.mask),
            ("用途", self.terms.purpose),
        ):
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 6, 0)
            line.addWidget(label(caption, "field"))
            line.addWidget(widget)
            flow.addWidget(pair)
        for wide in (self.unit, self.branch, self.where, self.terms.purpose):
            wide.setFixedWidth(136)
        self.terms.whom.setFixedWidth(164)
        show = button("查看")
        show.clicked.connect(self.load)
        flow.addWidget(show)
        self.where.returnPressed.connect(self.load)
        self.day.returnPressed.connect(self.load)
        return made

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        for widget, record in ((self.unit, "unit"), (self.branch, "branch")):
            kept = editors.text_of(widget)
            with self.store.read() as reader:
                widget.offer(resolve.names(reader, record))
            editors.put_text(widget, kept)
        self.terms.offer()
        self._offer_ledgers()
        if self.names.currentRow() < 0:
            self.names.setCurrentRow(1)
        else:
            self.load()

    def _offer_ledgers(self) -> None:
        """Those of campaigns stand behind the others; what was chosen stays so."""
        with self.store.read() as reader:
            found = tuple(known(reader).values())
        if [ledger.title for ledger in found] != [ledger.title for ledger in self.ledgers]:
            place, chosen = self.names.currentRow(), [ledger.name for ledger in self.ledgers]
            self.names.blockSignals(True)
            self.names.clear()
            self.names.addItems([ledger.title for ledger in found])
            names = [ledger.name for ledger in found]
            self.names.setCurrentRow(names.index(chosen[place]) if place >= 0 and chosen[place] in names else -1)
            self.names.blockSignals(False)
        self.ledgers = found

    def _row(self, record: str, name: str) -> int | None:
        return named(self.store, record, name) if name else None

    def asked(self) -> dict[str, Any]:
        """What the filters say, for `ledger.table`."""
        ledger = self.ledgers[self.names.currentRow()]
        if ledger.sensitive:
            outgoing.reveal(self.store)
        text = self.where.text().strip()
        query = None
        if text:
            if not ledger.record:
                raise UserError("这本台账的行来自几种记录，不能按条件筛选。", "请改用单位或党组织筛选。")
            conditions, words, marks = grammar.parse(RECORDS[ledger.record], text)
            query = Query(ledger.record, (), conditions, words, marks)
        try:
            day = Date().parse(self.day.text())
        except Unreadable as error:
            raise UserError(error.text) from error
        return {
            "ledger": ledger,
            "unit": self._row("unit", editors.text_of(self.unit)),
            "branch": self._row("branch", editors.text_of(self.branch)),
            "query": query, "as_of": str(day) if day else None, "mask": outgoing.shown(self.store, self.terms.profile()),
        }  # fmt: skip

    def load(self) -> None:
        try:
            asked = self.asked()
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return

        def work(_progress: Any) -> Table:
            with self.store.read() as reader:
                return ledger_table(reader, **asked)

        self._asked += 1
        ticket, name, told = self._asked, asked["ledger"].name, self.condition()
        jobs.run(self, work, done=lambda table: self._show(table, name, told, ticket), title="正在生成台账")

    def _show(self, table: Table, name: str, told: str, ticket: int) -> None:
        """An answer that comes after another question was asked is passed over."""
        if ticket != self._asked:
            return
        self.table, self.name, self.told = table, name, told
        model = of_table(table, self)
        self.view.setModel(model)
        self.view.fit(table.columns, model)
        self.subtitle.setText(f"{table.title}　{len(table.rows):,} 行")
        self.window_.show_status()

    def _leaving(self, act: str) -> Leaving | None:
        """What is shown, about to leave for whom the clerk chose; None when that must not be, which is said."""
        table = self.table
        if table is None:
            return None
        try:
            terms = self.terms.terms(table.mask)
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            self.terms.purpose.setFocus()
            return None
        return Leaving(act, table.title, self.name, terms, self.told, table=table)

    def condition(self) -> str:
        """The filters in words."""
        told = (
            ("单位：", editors.text_of(self.unit)),
            ("党组织：", editors.text_of(self.branch)),
            ("条件：", self.where.text().strip()),
            ("截至：", self.day.text().strip()),
        )
        return "；".join(f"{caption}{text}" for caption, text in told if text)

    def xlsx(self) -> None:
        self._save("Excel 工作簿 (*.xlsx)", ".xlsx")

    def csv(self) -> None:
        self._save(";;".join(CHARSETS), ".csv")

    def _save(self, kinds: str, suffix: str) -> None:
        what, table = self._leaving("export"), self.table
        if what is None or table is None:
            return
        name, kind = QFileDialog.getSaveFileName(self, "导出", f"{table.title}{suffix}", kinds)
        if not name:
            return

        def work(progress: Progress) -> None:
            with leaving(self.store, what) as left:
                if suffix == ".csv":
                    write.write_csv(table, Path(name), CHARSETS[kind], progress)
                else:
                    write.write_xlsx(table, Path(name), progress)
                left.files.append(Path(name))

        jobs.run(self, work, done=lambda _none: self._said(Path(name)), title="正在导出")

    def _said(self, path: Path) -> None:
        self.window_.notice(f"已导出：{path.name}")

    def paper(self) -> None:
        what, table = self._leaving("print"), self.table
        if what is None or table is None:
            return
        pdf = Path(self.folder.name) / "ledger.pdf"
        jobs.run(
            self,
            lambda progress: print_ledger(table, pdf, progress),
            done=lambda told: preview(self, pdf, told, store=self.store, left=what),
            title="正在排版",
        )
