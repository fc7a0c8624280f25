"""What the board of 收表 says in a window of its own: what became of a heap of files, and the text that reminds."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.exchange.returned import STATES, Collected
from app.table import Column, Table
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, GREY, RED, TableView, of_table

SIGNS = {"new": "✓", "again": "✓", "known": "○", "unknown": "？", "unreadable": "▲"}
COLOURS = {"✓": GREEN, "○": GREY, "？": AMBER, "▲": RED}
COLUMNS = (
    Column("state", "结果", width=12), Column("file", "文件", width=28), Column("places", "单位", width=20),
    Column("batch", "批次", width=20), Column("told", "说明", width=30),
)  # fmt: skip


class Heap(QDialog):
    """One line per file: whose it is and by what it was recognised."""

    def __init__(self, heap: Sequence[Collected], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("收到的文件")
        self.resize(960, 480)
        column = QVBoxLayout(self)
        counts = Counter(one.state for one in heap)
        told = "，".join(f"{word} {counts[state]:,}" for state, word in STATES.items() if counts[state])
        column.addWidget(label(f"{len(heap):,} 个文件：{told}。" if heap else "文件夹里没有文件。", "heading"))
        if counts["unknown"]:
            column.addWidget(label("认不出的放在“未识别的文件”里，选中后可以归到一个单位。", "hint"))
        self.view = TableView()
        self.model = of_table(Table("", COLUMNS, [_line(one) for one in heap]), self)
        self.model.colour = lambda column, value: COLOURS.get(str(value)[:1]) if column.name == "state" else None
        self.view.setModel(self.model)
        self.view.fit(COLUMNS, self.model)
        self.view.horizontalHeader().setStretchLastSection(True)
        column.addWidget(self.view, 1)
        line = QHBoxLayout()
        line.addStretch()
        close = button("知道了", look="primary")
        close.clicked.connect(self.accept)
        line.addWidget(close)
        column.addLayout(line)
        close.setFocus()


def _line(one: Collected) -> tuple[str, ...]:
    told = one.told or (f"凭{one.by}认出" if one.by else "")
    batch = one.batch.name if one.batch else ""
    return (f"{SIGNS[one.state]} {STATES[one.state]}", one.path.name, "、".join(one.places), batch, told)


class Reminder(QDialog):
    """A text to paste into a message; the clerk may change it before it is copied."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("催报文字")
        self.resize(560, 300)
        column = QVBoxLayout(self)
        column.addWidget(label("可以先改，再复制到工作群里。", "hint"))
        self.text = QPlainTextEdit(text)
        self.text.setTabChangesFocus(True)
        column.addWidget(self.text, 1)
        line = QHBoxLayout()
        line.addStretch()
        close, copy = button("关闭"), button("复制", look="primary")
        close.clicked.connect(self.reject)
        copy.clicked.connect(self._copy)
        line.addWidget(close)
        line.addWidget(copy)
        column.addLayout(line)
        copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.accept()
