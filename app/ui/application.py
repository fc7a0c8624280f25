"""The Qt application: looks, the one hook for faults, and the window."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QtMsgType, QTranslator, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.ui import dialogs, style
from app.ui.handed import Parts
from app.ui.window import Window


def application() -> QApplication:
    """The one QApplication, dressed."""
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationDisplayName("乡镇党建台账")
    _speak_chinese(made)
    style.apply(made)
    return made


def _speak_chinese(made: QApplication) -> None:
    """Qt's own words too: the menu of a text field, the dialog that asks for a file, the one that prints."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    words = QTranslator(made)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        made.installTranslator(words)


def open_window(parts: Parts) -> Window:
    window = Window(parts)
    window.open_place("home")
    return window


def hook(window: Window) -> None:
    """What nobody caught ends here: a log without personal data and a dialog."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        dialogs.show_error(window, error)

    sys.excepthook = caught


def log_qt() -> None:
    """Qt's own warnings go to the log, numbers left out."""

    def told(kind: QtMsgType, _context: object, text: str) -> None:
        logging.getLogger("qt").log(
            logging.WARNING if kind != QtMsgType.QtDebugMsg else logging.DEBUG, dialogs.NUMBERS.sub("#", text)
        )

    qInstallMessageHandler(told)
