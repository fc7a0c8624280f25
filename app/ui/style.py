"""The looks: style sheet, icons and the fonts that travel with the program."""

import html

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSizePolicy, QWidget

from app.paths import resource

FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "Noto Sans SC")


def apply(application: QApplication) -> None:
    """Once: a sheet set again would dress every living widget again."""
    if application.styleSheet():
        return
    QDir.addSearchPath("icons", str(resource("icons")))
    if not set(FAMILIES) & set(QFontDatabase.families()):
        QFontDatabase.addApplicationFont(str(resource("fonts", "NotoSansSC-Regular.ttf")))
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(14)
    application.setFont(font)
    application.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    application.setStyleSheet(resource("style", "light.qss").read_text(encoding="utf-8"))


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label of plain text (data is never markup) in one of the roles of the style sheet."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    return made


class Elided(QLabel):
    """One line that gives way: what does not fit ends in …, the whole is its tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.whole = text
        self.setToolTip(folded_tip(text))
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))


def button(text: str, *, look: str = "", tip: str = "") -> QPushButton:
    """`look`: primary, link, danger or menu."""
    made = QPushButton(plain_caption(text))
    if look:
        made.setProperty(look, True)
    if tip:
        made.setToolTip(plain_tip(tip))
    return made


def plain_caption(text: str) -> str:
    """Text for a button or a menu, where a single & would vanish and underline what follows."""
    return text.replace("&", "&&")


def plain_tip(text: str) -> str:
    """Text for a tooltip, which Qt would take for markup when it looks like it: pictures would be fetched."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text else text


def folded_tip(text: str) -> str:
    """A tooltip of any length: Qt folds only what it takes for markup, so the text goes in escaped."""
    return f"<qt>{html.escape(text)}</qt>"


def restyle(widget: QWidget) -> None:
    """After a property changed at run time. What was never shown is dressed when it is; a start need not load the style."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
