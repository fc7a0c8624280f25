"""The first start: what the office is called, then a roster, the sample township, or an empty book."""

from typing import Any

from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QVBoxLayout

from app.db.queries import listing
from app.operations import sample, setting
from app.ui import jobs
from app.ui.style import button, label


def offer(window: Any) -> None:
    """Shows the guide when nothing was ever entered."""
    with window.store.read() as reader:
        known = setting.value(reader, "unit_name")
        members = listing.count(reader, listing.Query("member", (), state="all"))
    if not known and not members:
        Guide(window).exec()


class Guide(QDialog):
    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self.window_ = window
        self.setWindowTitle("欢迎使用")
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.addWidget(label("乡镇党建台账", "title"))
        told = label("数据只存在这台电脑上，不联网。登记一次，各种台账和清单都从这里出；每一步都可以撤销。", "hint")
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(label("单位名称", "field"))
        self.name = QLineEdit()
        self.name.setPlaceholderText("如 青禾镇党建办，会写在台账的填报单位上")
        column.addWidget(self.name)
        column.addWidget(label("从哪里开始", "field"))
        self.roster = QRadioButton("导入村里报来的名册（Excel、WPS、CSV 都可以）")
        self.sample = QRadioButton("先用示例数据试一试（虚构的一个镇，可撤销）")
        self.empty = QRadioButton("从空白开始，自己登记")
        self.roster.setChecked(True)
        for choice in (self.roster, self.sample, self.empty):
            column.addWidget(choice)
        start = button("开始", look="primary")
        start.setDefault(True)
        start.clicked.connect(self.begin)
        column.addWidget(start)

    def begin(self) -> None:
        store = self.window_.store
        if self.name.text().strip():
            setting.put(store, "unit_name", self.name.text().strip())
        self.accept()
        if self.sample.isChecked():
            jobs.run(
                self.window_, lambda progress: sample.fill(store, progress=progress),
                done=lambda _changes: self.window_.open_place("home"), title="正在装入示例数据",
            )  # fmt: skip
        else:
            self.window_.open_place("importing" if self.roster.isChecked() else "unit")
