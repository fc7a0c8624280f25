"""Which column of the sheet goes into which field? One sheet at a time; a wrong one is corrected here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.exchange.plan import Layout, Plan
from app.exchange.target import choices
from app.ui.style import label


class ColumnMap(QFrame):
    """`remapped(sheet, column, target)` when another field is chosen; columns that go nowhere are told by name."""

    remapped = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self.layouts: tuple[Layout, ...] = ()
        self.record = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        self.sheet = QComboBox()
        self.sheet.activated.connect(lambda _i: self._show_sheet())
        self.left_out = label("", "hint")
        self.left_out.setWordWrap(True)
        line.addWidget(self.sheet)
        line.addWidget(self.left_out, 1)
        column.addLayout(line)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFixedHeight(84)
        column.addWidget(self.area)

    def show_plan(self, plan: Plan) -> None:
        """The sheet that was looked at stays, when the plan still has it."""
        kept = self.sheet.currentIndex() if self.layouts and len(self.layouts) == len(plan.layouts) else 0
        self.layouts, self.record = plan.layouts, plan.record
        self.sheet.clear()
        self.sheet.addItems([f"{layout.sheet}（第 {layout.first_header} 行起）" for layout in plan.layouts])
        self.sheet.setCurrentIndex(kept)
        self.sheet.setVisible(len(plan.layouts) > 1)
        self.setVisible(bool(plan.layouts))
        if plan.layouts:
            self._show_sheet()

    def _show_sheet(self) -> None:
        layout = self.layouts[max(self.sheet.currentIndex(), 0)]
        inside = QFrame()
        inside.setObjectName("scrolled")
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 2, 0, 0)
        offered = choices(self.record) if self.record else []
        for found in layout.columns:
            box = QComboBox()
            box.addItem("不导入", "")
            for target, text in offered:
                box.addItem(text, target)
            box.setCurrentIndex(max(box.findData(found.target), 0))
            at = (layout.sheet, found.index)
            box.activated.connect(lambda _i, at=at, chosen=box: self.remapped.emit(*at, chosen.currentData()))
            pair = QVBoxLayout()
            pair.addWidget(label(found.label or "（无列名）", "field" if found.target else "warning"))
            pair.addWidget(box)
            line.addLayout(pair)
        line.addStretch()
        self.area.setWidget(inside)
        lost = [found.label for found in layout.columns if not found.target and found.label]
        self.left_out.setText(f"不导入的列：{'、'.join(lost)}。要导入的，在下面选好对应的栏目。" if lost else "")
        self.left_out.setVisible(bool(lost))
