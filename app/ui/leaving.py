"""给谁、隐藏多少、什么用途: asked before anything leaves through the window. The mask follows from the recipient."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.kinds.mask import POSTED, PROFILES, WORDS
from app.operations.outgoing import Terms, recipients, terms, usual_mask
from app.ui import editors, foot
from app.ui.style import label

FIRST = "上级业务部门"  # hand-up ledgers go there unless another is chosen


class TermsEditor(QObject):
    """Three widgets that belong together; `changed` is emitted when another mask is chosen or follows."""

    changed = Signal()

    def __init__(self, parent: QWidget, whom: str = "") -> None:
        super().__init__(parent)
        self.whom, self.mask, self.purpose = (
            editors.Picker(list(recipients()), parent),
            QComboBox(parent),
            QLineEdit(parent),
        )
        self.mask.view().setMinimumWidth(300)
        for code, words in WORDS.items():
            self.mask.addItem(f"{words}", code)
            self.mask.setItemData(self.mask.count() - 1, PROFILES[code], 3)  # the tool tip
        self.purpose.setPlaceholderText("放宽脱敏时必填")
        editors.put_text(self.whom, whom)
        self._follow()
        self.whom.currentTextChanged.connect(lambda _text: self._follow())
        self.mask.currentIndexChanged.connect(lambda _i: self.changed.emit())

    def offer(self) -> None:
        """The recipients as they are now; the list is the clerk's."""
        kept = editors.text_of(self.whom)
        self.whom.blockSignals(True)
        self.whom.offer(list(recipients()))
        editors.put_text(self.whom, kept)
        self.whom.blockSignals(False)

    def _follow(self) -> None:
        """What is posted up stays as it is; every other mask can be changed."""
        usual = usual_mask(editors.text_of(self.whom).strip())
        self.mask.setEnabled(usual != POSTED)
        self.mask.setCurrentIndex(list(WORDS).index(usual))

    def profile(self) -> str:
        return str(self.mask.currentData())

    def terms(self, shown: str = "") -> Terms:
        """As chosen, for what is `shown` under a mask already. UserError when that lets out too much without a purpose."""
        whom, purpose = editors.text_of(self.whom).strip(), self.purpose.text()
        if not whom:
            raise UserError("请选择给谁。", "没有合适的，可以直接写名称，或在“代码表”的“外发对象”里添加。")
        return terms(whom=whom, purpose=purpose, asked=shown or self.profile())


class TermsDialog(QDialog):
    """Asked before a list is exported: three lines and a note where something is missing."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.answer: Terms | None = None
        self.editor = TermsEditor(self)
        column, form = QVBoxLayout(self), QFormLayout()
        told = label("选好给谁，脱敏方式随之而定；外发的内容都会记入“外发记录”。", "hint")
        told.setWordWrap(True)
        column.addWidget(told)
        for caption, widget in (("给谁", self.editor.whom), ("脱敏", self.editor.mask), ("用途", self.editor.purpose)):
            form.addRow(label(caption, "field"), widget)
        column.addLayout(form)
        self.note = foot.note(column)
        foot.foot(self, column, "下一步", self._accept)
        self.editor.whom.setFocus()

    def _accept(self) -> None:
        self.editor.whom.pick_only_match()
        try:
            self.answer = self.editor.terms()
        except UserError as error:
            self.note.setText(f"{error.text}{error.hint}")
            (self.editor.purpose if editors.text_of(self.editor.whom) else self.editor.whom).setFocus()
            return
        self.accept()


def ask_terms(parent: QWidget, title: str) -> Terms | None:
    """What the clerk decided, None when cancelled."""
    dialog = TermsDialog(parent, title)
    return dialog.answer if dialog.exec() else None
