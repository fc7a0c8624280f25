"""What came of filling a template: how many rows, what stayed empty and why, where the file lies."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.exchange.filling import Done
from app.table import Column, Table
from app.ui.style import button, label
from app.ui.table import TableView, of_table

COLUMNS = (Column("cell", "格"), Column("header", "表头"), Column("what", "情况"), Column("rows", "行数", "number"))


class DonePage(QFrame):
    """`show_done` shows it; `again` asks to correct and fill once more, `other` for another template."""

    again = Signal()
    other = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.files: tuple[Path, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(10)
        self.title, self.where, self.told = label("", "title"), label("", "hint"), label("", "heading")
        self.where.setWordWrap(True)
        for made in (self.title, self.where):
            column.addWidget(made)
        column.addLayout(self._buttons())
        self.notes = label("", "warning")
        self.notes.setWordWrap(True)
        column.addWidget(self.notes)
        column.addWidget(self.told)
        self.view = TableView()
        self.view.setProperty("plain", True)
        column.addWidget(self.view, 1)
        column.addStretch()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.open, self.folder = button("打开文件", look="primary"), button("打开文件夹")
        self.back, self.next = button("改一改再填"), button("再填一份")
        self.open.clicked.connect(lambda: _show(self.files[0]))
        self.folder.clicked.connect(lambda: _show(self.files[0].parent))
        self.back.clicked.connect(self.again)
        self.next.clicked.connect(self.other)
        for made in (self.open, self.folder, self.back, self.next):
            line.addWidget(made)
        line.addStretch()
        return line

    def show_done(self, done: Done) -> None:
        self.files = done.files
        several = len(done.files) > 1
        self.title.setText(f"已填好 {done.rows:,} 行" if done.shape != "form" else f"已填好 {done.rows:,} 份")
        first = done.files[0]
        self.where.setText(
            f"共 {len(done.files):,} 个文件，在文件夹：{first.parent}"
            if several
            else f"{first.name}　在文件夹：{first.parent}"
        )
        self.open.setVisible(not several)
        self.notes.setText("\n".join(done.notes))
        self.notes.setVisible(bool(done.notes))
        rows = _found(done)
        self.told.setText("下面这些格空着，请核对" if rows else "每一格都填上了，没有空着的。")
        self.view.setVisible(bool(rows))
        model = of_table(Table("", COLUMNS, rows), self)
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        (self.folder if several else self.open).setFocus()


def _found(done: Done) -> list[list[str | int | None]]:
    """What is empty: whole columns first, then single rows, then what a drop-down list does not know."""
    told = done.report()
    empty = [
        [found["cell"], found["header"].replace("_", " › "), _why(found, done.rows), found["rows"]]
        for found in sorted(told["left_empty"], key=lambda found: -found["rows"])
    ]
    listed = [
        [found["cell"], found["header"].replace("_", " › "), f"下拉选项里没有“{found['value']}”，空着", found["rows"]]
        for found in told["not_on_list"]
    ]
    return [*listed, *empty]


def _why(found: dict[str, object], rows: int) -> str:
    if found["field"] is None:
        return "没有指定取自哪里，整列没有填"
    return "库里都没有登记，整列空着" if found["rows"] == rows else "这些行库里没有登记，或者不适用"


def _show(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
