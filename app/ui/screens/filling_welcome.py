"""What to do first when there is no template yet: drop one, choose one, or take one that was filled before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.db.store import Store
from app.exchange import proposing_memory
from app.ui.style import button, label


class Welcome(QFrame):
    """`asked` asks for the dialog to choose a file, `picked(path)` tells a template that was filled before."""

    asked = Signal()
    picked = Signal(object)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.addStretch()
        told = label("把上级发来的模板拖到这里，或点下面的按钮选择", "heading")
        hint = label(
            "花名册、登记表、统计表都可以，Excel、WPS 表格和 .docx 文档都行，表头不必整理。模板的格式、公式、签字栏原样保留，只填空着的格；"
            "填好后另存，模板本身不动。",
            "hint",
        )
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = button("选择模板…", look="primary")
        self.choose.clicked.connect(self.asked)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(told, 0, middle)
        column.addWidget(hint)
        column.addWidget(self.choose, 0, middle)
        self.recent = QFrame()
        self.lines = QVBoxLayout(self.recent)
        column.addWidget(self.recent, 0, middle)
        column.addStretch()

    def refresh(self) -> None:
        """The templates of before, as long as their files lie where they were."""
        while self.lines.count():
            gone = self.lines.takeAt(0)
            widget = gone.widget() if gone is not None else None
            if widget is not None:
                widget.deleteLater()
        with self.store.read() as reader:
            found = [known for known in proposing_memory.recent(reader) if known.file.is_file()]
        if found:
            self.lines.addWidget(label("以前填过的模板", "caption"))
        for known in found:
            made = button(f"{known.name}　{known.columns} 栏", look="link", tip=str(known.file))
            made.clicked.connect(lambda _=False, file=known.file: self.picked.emit(file))
            self.lines.addWidget(made)
