"""未识别的文件: what came back and was nobody's; the clerk says whose it is, or puts it aside."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.db.queries import batch as queries
from app.db.queries.batch import BatchFacts, HandoutFacts, ReceiptFacts
from app.db.store import Store
from app.operations import batch as operations
from app.table import Column, Table
from app.ui import dialogs
from app.ui.asking import Question, ask
from app.ui.style import button, label
from app.ui.table import TableView, of_table

COLUMNS = (
    Column("file", "文件", width=24), Column("on", "收到日期", "date", width=11), Column("told", "说明", width=40),
)  # fmt: skip


class Pile(QFrame):
    """Seen only while something lies there."""

    def __init__(self, store: Store, window: Any) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.store, self.window_ = store, window
        self.receipts: list[ReceiptFacts] = []
        column = QVBoxLayout(self)
        self.name = label("", "heading")
        column.addWidget(self.name)
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.view.setFixedHeight(112)
        column.addWidget(self.view)
        line = QHBoxLayout()
        self.to, self.aside, self.look = button("归到…"), button("移出"), button("对账 ›")
        self.look.setToolTip("不归到哪个单位，只与库里现有的比")
        self.aside.setToolTip("不是收表的文件，从这里移走；可以撤销")
        self.to.clicked.connect(self.assign)
        self.aside.clicked.connect(self.put_aside)
        self.look.clicked.connect(self.compare)
        line.addWidget(self.to)
        line.addWidget(self.aside)
        line.addWidget(self.look)
        line.addStretch()
        column.addLayout(line)

    def refresh(self) -> None:
        with self.store.read() as reader:
            self.receipts = queries.receipts(reader, None)
        self.name.setText(f"未识别的文件 {len(self.receipts):,}")
        rows = [(one.file_name, one.returned_on, one.told) for one in self.receipts]
        model = of_table(Table("", COLUMNS, rows), self)
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        if rows:
            self.view.selectRow(0)
        self.setVisible(bool(rows))

    def _chosen(self) -> ReceiptFacts | None:
        rows = self.view.selected_rows()
        return self.receipts[rows[0]] if rows and rows[0] < len(self.receipts) else None

    def assign(self) -> None:
        receipt = self._chosen()
        if receipt is not None:
            assign(self, self.store, self.window_, receipt)

    def compare(self) -> None:
        """Nobody's sheet can still be looked at against the books."""
        receipt = self._chosen()
        if receipt is not None:
            self.window_.open_place("comparing").open_receipt(receipt)

    def put_aside(self) -> None:
        receipt = self._chosen()
        if receipt is not None and dialogs.ask(
            self, "移出", f"“{receipt.file_name}”不属于任何一批，从这里移走吗？可以撤销。", yes="移出"
        ):
            operations.put_aside(self.store, receipt.id)


def assign(parent: QWidget, store: Store, window: Any, receipt: ReceiptFacts) -> None:
    """The clerk says whose it is; also of one that was taken for somebody else's."""
    offered = _offered(store)
    if not offered:
        window.notice("没有进行中的批次可以归到。")
        return
    question = Question("sheet", "单位和表", "choice", tuple(offered))
    told = ask(parent, "归到", f"“{receipt.file_name}”是哪个单位交的哪张表？", (question,))
    if told:
        batch, sheet = offered[told["sheet"]]
        operations.assign(store, receipt.id, sheet.id)
        window.notice(f"已归到{sheet.place}，《{batch.name}》。")


def _offered(store: Store) -> dict[str, tuple[BatchFacts, HandoutFacts]]:
    """The sheets of all batches by “place　title”, the newest batch first; equal titles with their mark."""
    found: dict[str, tuple[BatchFacts, HandoutFacts]] = {}
    with store.read() as reader:
        for batch in queries.batches(reader):
            for sheet in queries.handouts(reader, batch.id):
                words = f"{sheet.place}　{batch.name}"
                found[words if words not in found else f"{words}（{batch.mark}）"] = (batch, sheet)
    return found
