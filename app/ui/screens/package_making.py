"""What the clerk says when a package is made: what goes in, and who can open it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import clock
from app.db.queries import resolve
from app.db.store import Store
from app.errors import UserError
from app.exchange.package_make import SHORTEST, SUFFIX, Lock, Scope
from app.operations import receiver, setting
from app.ui import editors
from app.ui.editors import secret_line
from app.ui.foot import foot, note
from app.ui.naming import named
from app.ui.style import button, label

KIND = f"报送包 (*{SUFFIX})"
ALL, UNIT, CAMPAIGN = "all", "unit", "campaign"


@dataclass(frozen=True)
class Wanted:
    """What was said: into which file, which rows, for whom."""

    out: Path
    scope: Scope
    lock: Lock


class Making(QDialog):
    """`wanted` is set when the dialog was accepted."""

    def __init__(self, parent: QWidget, store: Store) -> None:
        super().__init__(parent)
        self.store = store
        self.wanted: Wanted | None = None
        self.setWindowTitle("做一份报送包")
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        self._scope(form)
        self._lock(form)
        column.addLayout(form)
        self.told = note(column)
        foot(self, column, "保存为…", self.save)
        self._show()

    def _scope(self, form: QFormLayout) -> None:
        with self.store.read() as reader:
            units, campaigns = resolve.names(reader, "unit"), resolve.names(reader, "campaign")
            office = setting.value(reader, "unit_name")
        self.what = QComboBox()
        for told, code in (("一个单位和它下面的", UNIT), ("一个专项的", CAMPAIGN), ("全部", ALL)):
            self.what.addItem(told, code)
        self.unit, self.campaign, self.office = editors.Picker(units), editors.Picker(campaigns), QLineEdit(office)
        self.office.setPlaceholderText("不写就用所选的范围")
        self.hint = label("", "hint")
        self.hint.setWordWrap(True)
        form.addRow(label("范围", "field"), self.what)
        form.addRow(label("单位", "field"), self.unit)
        form.addRow(label("专项", "field"), self.campaign)
        form.addRow("", self.hint)
        form.addRow(label("报送单位", "field"), self.office)
        self.form = form
        self.what.currentIndexChanged.connect(lambda _i: self._show())

    def _lock(self, form: QFormLayout) -> None:
        self.how = QComboBox()
        self.how.addItem("用密码", "password")
        self.how.addItem("用对方的接收码", "receiver")
        self.first, self.second = secret_line(), secret_line()
        self.first.setPlaceholderText(f"至少 {SHORTEST} 个字符，另外告诉对方")
        self.second.setPlaceholderText("再输一次")
        self.code = QLineEdit()
        self.code.setPlaceholderText("粘贴对方发来的接收码")
        from_file = button("选文件…")
        from_file.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.addWidget(self.code, 1)
        line.addWidget(from_file)
        self.codes = QWidget()
        self.codes.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        form.addRow(label("怎么打开", "field"), self.how)
        form.addRow(label("密码", "field"), self.first)
        form.addRow("", self.second)
        form.addRow(label("接收码", "field"), self.codes)
        self.how.currentIndexChanged.connect(lambda _i: self._show())

    def _show(self) -> None:
        """Only what the choice asks for."""
        what, how = self.what.currentData(), self.how.currentData()
        for widget, shown in (
            (self.unit, what == UNIT), (self.campaign, what == CAMPAIGN), (self.first, how == "password"),
            (self.second, how == "password"), (self.codes, how == "receiver"),
        ):  # fmt: skip
            self.form.setRowVisible(widget, shown)
        self.hint.setText(
            "设置、表头对应、收表批次是本单位自己的，不放进去。"
            if what == ALL
            else "这些记录指向的别处的人和单位（如外村的联系人）会一起放进去，对方才对得上。"
        )

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "对方的接收码", "", "文本文件 (*.txt);;所有文件 (*)")
        if name:
            try:
                self.code.setText(receiver.text(receiver.read_from(name)))
                self.told.setText("")
            except UserError as error:
                self.told.setText(f"{error.text}{error.hint}")

    def save(self) -> None:
        """Asks where to; stays open with a sentence when something is missing."""
        try:
            scope, lock = self.scope(), self.lock()
        except UserError as error:
            self.told.setText(f"{error.text}{error.hint}")
            return
        about = editors.text_of(self.unit if scope.unit is not None else self.campaign) or "全部"
        proposed = f"{about.rpartition('/')[2]}-{clock.today():%Y%m%d}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self, "报送包存成", proposed, KIND)
        if name:
            self.wanted = Wanted(Path(name), scope, lock)
            self.accept()

    def scope(self) -> Scope:
        what: Any = self.what.currentData()
        unit = named(self.store, "unit", editors.text_of(self.unit)) if what == UNIT else None
        campaign = named(self.store, "campaign", editors.text_of(self.campaign)) if what == CAMPAIGN else None
        return Scope(unit, campaign, self.office.text().strip())

    def lock(self) -> Lock:
        if self.how.currentData() == "receiver":
            return Lock(public=receiver.read(self.code.text()))
        if self.first.text() != self.second.text():
            raise UserError("两次输入的密码不一样。", "请重新输入。")
        if len(self.first.text().strip()) < SHORTEST:
            raise UserError(f"密码太短，至少要 {SHORTEST} 个字符。", "可以用一句话。")
        return Lock(password=self.first.text())
