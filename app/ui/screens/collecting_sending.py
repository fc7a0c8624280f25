"""发表: what is sent to every village or branch, until when, into which folder – with the shares before anything is written."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import clock
from app.db.queries import grammar
from app.db.queries.listing import Query
from app.db.store import Store
from app.errors import UserError
from app.exchange import filling
from app.exchange.sending import Asked, Dispatched, Sending, plan_sending, send
from app.ledgers import LEDGERS
from app.ledgers.member import ROSTER
from app.models import RECORDS
from app.models.catalogue import shown_records
from app.models.record import fields_of
from app.table import Column, Table
from app.ui import dialogs, jobs
from app.ui.style import button, label
from app.ui.table import TableView, of_table

PAUSE_MS = 250  # the clerk has stopped typing
SHARES = (Column("place", "下发给", width=30), Column("rows", "行数", "number", width=8))
TEMPLATE = "template"  # in the place of a ledger
TEMPLATES = "表格模板 (*.xlsx *.xlsm *.xls *.et)"
BY = {"village": "每个村（社区）一份", "branch": "每个党支部一份"}


class SendDialog(QDialog):
    """After `exec`: `sent` is what was sent, None when the clerk thought better of it."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("发表")
        self.resize(1000, 640)
        self.store = store
        self.sending: Sending | None = None
        self.sent: Dispatched | None = None
        self.template: filling.Proposal | None = None
        self._asked = 0
        self._usual: tuple[str, ...] = ()  # the columns that are sent when none are chosen
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.plan)
        column = QVBoxLayout(self)
        body = QHBoxLayout()
        body.addLayout(self._form(), 5)
        body.addWidget(self._preview(), 6)
        column.addLayout(body, 1)
        column.addLayout(self._foot())
        self._other()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        self.what, self.by = QComboBox(), QComboBox()
        for ledger in LEDGERS.values():
            if ledger.record:
                self.what.addItem(ledger.title, (ledger.record, ledger.name))
        self.what.insertSeparator(self.what.count())
        for record in shown_records():
            self.what.addItem(f"{record.title}（自选栏目）", (record.code(), ""))
        self.what.setCurrentText(ROSTER.title)
        self.what.insertSeparator(self.what.count())
        self.what.addItem("上级发的模板…", ("", TEMPLATE))
        for code, words in BY.items():
            self.by.addItem(words, code)
        self.title, self.due, self.where = QLineEdit(), QLineEdit(), QLineEdit()
        self.due.setPlaceholderText("如 2026-12-01，可以不填")
        self.where.setPlaceholderText("如 支部:红旗 党龄>50，不填就全发")
        self.columns = QListWidget()
        for caption, widget in (
            ("发哪张表", self.what), ("怎么分", self.by), ("标题", self.title), ("交回期限", self.due),
            ("只发", self.where), ("栏目", self.columns),
        ):  # fmt: skip
            form.addRow(label(caption, "field"), widget)
        self.what.activated.connect(lambda _i: self._other())
        self.by.activated.connect(lambda _i: self.plan())
        for line in (self.title, self.due, self.where):
            line.textChanged.connect(lambda _text: self._pause.start())
        self.columns.itemChanged.connect(lambda _item: self._pause.start())
        return form

    def _preview(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        self.sum = label("", "heading")
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.note, self.wrong = label("", "hint"), label("", "warning")
        self.note.setWordWrap(True)
        self.wrong.setWordWrap(True)
        column.addWidget(self.sum)
        column.addWidget(self.wrong)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        return card

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.folder = QLineEdit()
        self.folder.setPlaceholderText("每份一个 Excel 文件，存到一个空文件夹里")
        choose, cancel = button("选择文件夹…"), button("取消")
        self.go = button("生成", look="primary")
        choose.clicked.connect(self.choose)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.send)
        self.go.setDefault(True)
        line.addWidget(label("存到", "field"))
        line.addWidget(self.folder, 1)
        for made in (choose, cancel, self.go):
            line.addWidget(made)
        return line

    def _other(self) -> None:
        """Another table: its own columns and title."""
        record, name = self.what.currentData()
        if name == TEMPLATE:
            self._choose_template()
            return
        self.template = None
        self.title.setText("")
        self.title.setPlaceholderText(LEDGERS[name].title if name else f"{RECORDS[record].title}信息核对表")
        self._usual = ()
        self.plan()

    def _choose_template(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择上级发的模板", "", TEMPLATES)
        if name:
            self.open_template(Path(name))
        elif self.template is None:
            self.what.setCurrentText(ROSTER.title)
            self._other()

    def open_template(self, path: Path) -> None:
        """The blanks of the template say what is sent; each place gets it filled with its own rows."""
        jobs.run(
            self, lambda progress: filling.propose(self.store, path, progress=progress), done=self._read,
            failed=lambda error: self._refused(error), title="正在读模板",
        )  # fmt: skip

    def _read(self, template: filling.Proposal) -> None:
        self.what.setCurrentIndex(self.what.count() - 1)
        self.template, self._usual = template, ()
        self.title.setText("")
        self.title.setPlaceholderText(template.path.stem)
        self.plan()

    def choose(self) -> None:
        """A folder of its own below the one chosen, so that nothing lies there yet."""
        name = QFileDialog.getExistingDirectory(self, "存到哪个文件夹")
        if name:
            self.folder.setText(str(Path(name) / f"{self._title()}_{clock.today().isoformat()}"))

    def _title(self) -> str:
        return self.title.text().strip() or self.title.placeholderText()

    def ticked(self) -> tuple[str, ...]:
        items = (self.columns.item(i) for i in range(self.columns.count()))
        return tuple(i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked)

    def asked(self) -> Asked:
        """What the form says. UserError for conditions that cannot be read."""
        record, name = self.what.currentData()
        record = self.template.rows_of.record if self.template else record
        conditions, words, marks = grammar.parse(RECORDS[record], self.where.text().strip())
        ticked = self.ticked()
        own = self.template is None and self._usual and set(ticked) != set(self._usual)
        chosen, ledger = ticked if own else (), LEDGERS.get(name)
        return Asked(
            record, ledger, self.by.currentData(), chosen, self.due.text().strip(),
            self.title.text().strip(), Query(record, (), conditions, words, marks), self.where.text().strip(),
            self.template,
        )  # fmt: skip

    def plan(self) -> None:
        """Counts the shares anew; nothing is written."""
        self._pause.stop()
        self._asked += 1
        mine = self._asked
        try:
            asked = self.asked()
        except UserError as error:
            self._refused(error)
            return

        def work(_progress: Any) -> Sending:
            with self.store.read() as reader:
                return plan_sending(reader, asked)

        jobs.run(
            self, work, done=lambda made: self._show(made) if mine == self._asked else None, quiet=True,
            failed=lambda error: self._refused(error) if mine == self._asked else None,
        )  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            dialogs.show_error(self, error)
            return
        self.sending = None
        self.sum.setText("现在还不能下发")
        self._told(f"{error.text}{error.hint}", "")
        self.view.setModel(of_table(Table("", SHARES, []), self))
        self._ready()

    def _show(self, made: Sending) -> None:
        self.sending = made
        if not self._usual:
            self._usual = tuple(name for name, _heading in made.columns)
            self._offer(made)
        table = Table("", SHARES, [(name, len(rows)) for _place, name, rows in made.shares])
        model = of_table(table, self)
        self.view.setModel(model)
        self.view.fit(SHARES, model)
        self.sum.setText(f"共 {len(made.shares):,} 份，{made.rows:,} 行")
        lost = "、".join(made.left_out[:6]) + (" 等" if len(made.left_out) > 6 else "")
        of = "村" if made.by == "village" else "党支部"
        wrong = f"有 {len(made.left_out):,} 行没有写明所属{of}，不会下发：{lost}。" if made.left_out else ""
        fate = "只供查看，交回后不核对" if made.template else "不放进表里"
        dropped = f"这些栏目是算出来的，{fate}：{'、'.join(made.dropped)}。" if made.dropped else ""
        if made.template is not None:
            dropped += "栏目以模板为准；哪一栏认错了，请先在“模板填报”里改正一次，程序会记住。"
        self._told(wrong, f"{dropped}每份只有自己的行，可以补写和新增，请在原表上填好发回。")
        self._ready()

    def _told(self, wrong: str, note: str) -> None:
        for widget, text in ((self.wrong, wrong), (self.note, note)):
            widget.setText(text)
            widget.setVisible(bool(text))

    def _offer(self, made: Sending) -> None:
        """The columns to choose from, the usual ones ticked and first."""
        headings = dict(made.columns)
        fields = [f for f in fields_of(RECORDS[made.record]) if f.asked or f.name in headings]
        if made.template is not None:
            fields = [field for field in fields if field.name in headings]
        self.columns.blockSignals(True)
        self.columns.clear()
        for field in sorted(fields, key=lambda field: field.name not in headings):
            item = QListWidgetItem(headings.get(field.name, field.label), self.columns)
            item.setData(Qt.ItemDataRole.UserRole, field.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if field.name in headings else Qt.CheckState.Unchecked)
        self.columns.blockSignals(False)
        self.columns.setEnabled(made.template is None)

    def _ready(self) -> None:
        made = self.sending
        self.go.setText(f"生成 {len(made.shares):,} 份" if made else "生成")
        self.go.setEnabled(made is not None)

    def send(self) -> None:
        if self.sending is None:
            return
        if self._pause.isActive():  # what was typed last has not been counted yet
            self.plan()
            return
        if not self.folder.text().strip():
            self.choose()
        folder, sending = self.folder.text().strip(), self.sending
        if folder:
            self.go.setEnabled(False)
            jobs.run(
                self, lambda progress: send(self.store, sending, Path(folder), progress), done=self._sent,
                failed=self._failed, title="正在生成",
            )  # fmt: skip

    def _failed(self, error: BaseException) -> None:
        self._ready()
        dialogs.show_error(self, error)

    def _sent(self, made: Dispatched) -> None:
        self.sent = made
        self.accept()
