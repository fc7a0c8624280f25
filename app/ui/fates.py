"""逐条撤销: what becomes of every row of an older work, told before it is done and again afterwards."""

from collections import Counter
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.table import Column, Table
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, RED, TableView, framed, of_table

COLUMNS = (
    Column("fate", "结果", width=8), Column("record", "记录", width=12), Column("who", "名称", width=26),
    Column("why", "说明", width=60),
)  # fmt: skip
COLOURS = {"撤销": GREEN, "保留": AMBER, "失败": RED}
Rows = list[tuple[str, str, str, str]]


class FatesDialog(QDialog):
    """Before the act when it `asks`: accepted says go on. Afterwards a report."""

    def __init__(self, fates: Any, rows: Rows, parent: QWidget | None = None, *, asks: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("逐条撤销")
        self.resize(820, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        will = "将要逐条撤销" if asks else "已逐条撤销"
        title = label(f"{will}“{fates.label}”", "heading")
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(label(told(fates), "field"))
        words = (
            "现在还没有改动任何内容。之后又改过的、后来的记录还要用到的，保留不动。" if asks else "这一步也可以撤销。"
        )
        column.addWidget(label(words, "hint"))
        column.addWidget(self._list(rows), 1)
        column.addLayout(self._buttons(fates, asks=asks))

    def _list(self, rows: Rows) -> QWidget:
        self.view = TableView()
        card = framed(self.view)
        self.view.horizontalHeader().setStretchLastSection(True)
        model = of_table(Table("", COLUMNS, rows), self)
        model.colour = lambda column, value: COLOURS.get(str(value)) if column.name == "fate" else None
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        return card

    def _buttons(self, fates: Any, *, asks: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch()
        close = button("取消" if asks else "知道了", look="" if asks else "primary")
        close.clicked.connect(self.reject)
        line.addWidget(close)
        if asks:
            go = button(f"撤销 {fates.reversed:,} 条", look="primary")
            go.setEnabled(fates.reversed > 0)
            go.setAutoDefault(False)
            go.clicked.connect(self.accept)
            line.addWidget(go)
        close.setDefault(True)
        return line


def told(fates: Any) -> str:
    """The three numbers, and of which records the first is made up."""
    made: Counter[str] = Counter()
    for lot in fates.lots:
        made[lot.what] += len(lot.rows)
    parts = "、".join(f"{what} {count:,} 条" for what, count in made.items())
    return (
        f"撤销 {fates.reversed:,} 条{f'（{parts}）' if parts else ''}　"
        f"保留 {len(fates.kept):,} 条　失败 {len(fates.failed):,} 条"
    )
