"""What is asked beside the columns of a template: which rows, in which order, as of when, how dates and numbers are written."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.db.queries import grammar, resolve
from app.db.queries.listing import Query
from app.db.store import Store
from app.errors import UserError
from app.exchange import filling
from app.exchange.filling import Asked, Proposal
from app.exchange.filling_placed import looking
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.models import RECORDS
from app.operations import setting
from app.operations.outgoing import Terms
from app.ui import editors
from app.ui.flow import Flow
from app.ui.leaving import FIRST, TermsEditor
from app.ui.naming import named
from app.ui.style import label

WAIT_MS = 300
DATES = ("1987.06", "1987.06.15", "1987-06", "1987-06-15", "1987年6月", "1987年6月15日", "1987/06/15", "19870615")
EACH = {"file": "一条一个文件", "sheet": "一条一张工作表"}
SHARES = {False: "四舍五入", True: "舍去尾数"}


class Options(QWidget):
    """`changed` tells that something is asked otherwise; `asked(proposal)` is the whole of it."""

    changed = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.narrowed = ""  # the condition that was proposed last
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QWidget()
        self.flow = Flow(line)
        column.addWidget(line)
        self.pairs: dict[str, QWidget] = {}
        self.waiting = QTimer(self)
        self.waiting.setSingleShot(True)
        self.waiting.setInterval(WAIT_MS)
        self.waiting.timeout.connect(self.changed)
        self._which()
        self._how()

    def _which(self) -> None:
        self.where, self.day = QLineEdit(), QLineEdit()
        self.where.setPlaceholderText("姓名，或 支部:红旗 党龄>50")
        self.where.setFixedWidth(190)
        self.day.setPlaceholderText("今天")
        self.day.setFixedWidth(96)
        self.unit, self.branch = editors.Picker([]), editors.Picker([])
        for picker in (self.unit, self.branch):
            picker.setFixedWidth(140)
            picker.currentTextChanged.connect(lambda _text: self.waiting.start())
        for edit in (self.where, self.day):
            edit.textEdited.connect(lambda _text: self.waiting.start())
        for name, caption, widget in (
            ("where", "只填", self.where), ("unit", "单位", self.unit), ("branch", "党组织", self.branch), ("day", "截至", self.day),
        ):  # fmt: skip
            self._add(name, caption, widget)

    def _how(self) -> None:
        self.sort, self.dates, self.each, self.shares = (QComboBox() for _ in range(4))
        self.dates.addItem("按模板", "")
        for example in DATES:
            self.dates.addItem(example, example)
        for box, entries in ((self.each, EACH), (self.shares, SHARES)):
            for value, words in entries.items():
                box.addItem(words, value)
        self.sort.setFixedWidth(150)
        self.leaving = TermsEditor(self, FIRST)
        self.leaving.whom.setFixedWidth(160)
        self.leaving.mask.setFixedWidth(150)
        self.leaving.purpose.setFixedWidth(140)
        self.leaving.changed.connect(self.changed)
        self.down, self.lines = QCheckBox("倒序"), QCheckBox("写上填报单位和时间")
        for box in (self.sort, self.dates, self.each, self.shares):
            box.activated.connect(lambda _i: self.changed.emit())
        for tick in (self.down, self.lines):
            tick.clicked.connect(lambda _on: self.changed.emit())
        for name, caption, widget in (
            ("sort", "排序", self.sort), ("down", "", self.down), ("dates", "日期写法", self.dates), ("whom", "给谁", self.leaving.whom),
            ("mask", "脱敏", self.leaving.mask), ("purpose", "用途", self.leaving.purpose),
            ("each", "每条", self.each), ("shares", "百分比", self.shares), ("lines", "", self.lines),
        ):  # fmt: skip
            self._add(name, caption, widget)

    def _add(self, name: str, caption: str, widget: QWidget) -> None:
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, 0, 6, 0)
        if caption:
            line.addWidget(label(caption, "field"))
        line.addWidget(widget)
        self.pairs[name] = pair
        self.flow.addWidget(pair)

    def terms(self) -> Terms:
        """For whom, for the record of what went out. UserError when that would let out too much."""
        return self.leaving.terms()

    def narrow(self, text: str) -> None:
        """A condition that is proposed; what the clerk wrote, or took away, stays as it is."""
        if self.where.text() == self.narrowed:
            self.where.setText(text)
            self.narrowed = text

    def narrowing(self) -> bool:
        """Whether the condition that was proposed holds."""
        return bool(self.narrowed) and self.where.text() == self.narrowed

    def refresh(self) -> None:
        """The names to choose from, as they are now."""
        self.leaving.offer()
        for picker, record in ((self.unit, "unit"), (self.branch, "branch")):
            kept = editors.text_of(picker)
            with self.store.read() as reader:
                names = resolve.names(reader, record)
            picker.blockSignals(True)
            picker.offer(names)
            editors.put_text(picker, kept)
            picker.blockSignals(False)

    def clear(self) -> None:
        """Another template: what was asked of the last one is forgotten."""
        for widget in (self.where, self.day, self.unit, self.branch):
            widget.blockSignals(True)
            editors.put_text(widget, "")
            widget.blockSignals(False)
        for box in (self.sort, self.dates, self.each, self.shares):
            box.setCurrentIndex(0)
        self.down.setChecked(False)
        self.narrowed = ""
        self.lines.setChecked(True)
        self.waiting.stop()

    def suit(self, proposal: Proposal) -> None:
        """Shows only what the template makes sense of."""
        shape, layout = proposal.layout.shape, proposal.layout
        listed = shape == "table" and looking(proposal) is None
        offers = proposal.rows_of.offers
        dated = any(offers[column.field].kind == "date" for _n, column in proposal.filled() if column.field in offers)
        text = proposal.path.suffix.lower() == ".docx"  # a document has no sheets
        shown = {
            "sort": listed, "down": listed, "dates": dated, "each": shape == "form" and not text, "shares": shape == "stat",
            "mask": shape != "stat", "purpose": shape != "stat", "lines": any(line.kind in ("unit", "date") for line in layout.lines),
        }  # fmt: skip
        for name, on in shown.items():
            self.pairs[name].setVisible(on)
        kept = self.sort.currentData()
        self.sort.clear()
        self.sort.addItem("默认顺序", "")
        for _n, column in proposal.filled():
            if column.field in offers and not column.when:
                self.sort.addItem(f"按{column.label}", column.field)
        self.sort.setCurrentIndex(max(self.sort.findData(kept), 0))
        self.flow.invalidate()

    def asked(self, proposal: Proposal) -> Asked:
        """UserError with a sentence for what cannot be understood."""
        try:
            day = Date().parse(self.day.text())
        except Unreadable as error:
            raise UserError(error.text) from error
        if day and len(str(day)) < 10:
            raise UserError("“截至”要写到日。", "例如 2026-06-30。")
        unit, branch = (self._row(picker, record) for picker, record in ((self.unit, "unit"), (self.branch, "branch")))
        told = bool(self.pairs["lines"].isVisibleTo(self) and self.lines.isChecked())
        sort = self.sort.currentData() if self.pairs["sort"].isVisibleTo(self) else ""
        return filling.asking(
            query=self._query(proposal), unit=unit, branch=branch, as_of=str(day) if day else None, mask=self.leaving.profile(),
            rows_told=self.rows_told(),
            unit_name=self._unit_name() if told else "", dated=told, truncated=bool(self.shares.currentData()),
            each=self.each.currentData(), sort=(sort, self.down.isChecked()) if sort else None,
            dates=self.dates.currentData() if self.pairs["dates"].isVisibleTo(self) else "",
        )  # fmt: skip

    def rows_told(self) -> str:
        """Which rows are asked for, in words."""
        told = (("条件：", self.where.text().strip()), ("单位：", editors.text_of(self.unit)),
                ("党组织：", editors.text_of(self.branch)), ("截至：", self.day.text().strip()))  # fmt: skip
        return "；".join(f"{caption}{text}" for caption, text in told if text)

    def _row(self, picker: editors.Picker, record: str) -> int | None:
        name = editors.text_of(picker)
        return named(self.store, record, name) if name else None

    def _query(self, proposal: Proposal) -> Query | None:
        text = self.where.text().strip()
        if not text:
            return None
        record = proposal.rows_of.record
        conditions, words, marks = grammar.parse(RECORDS[record], text)
        return Query(record, (), conditions, words, marks)

    def _unit_name(self) -> str:
        """The branch or unit that is asked for, else the township's own name."""
        said = editors.text_of(self.branch) or editors.text_of(self.unit)
        with self.store.read() as reader:
            return said.rpartition("/")[2] or str(setting.value(reader, "unit_name") or "")
