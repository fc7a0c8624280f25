"""The menus 文件 and 帮助, and the keys of the window."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut

from app.loading import late

FILE = (
    ("导入名册…", "importing", ""), ("备份到文件…", "backup", "backup"), ("从备份恢复…", "backup", "restore"),
    ("搬家到新电脑…", "backup", "carry"), ("台账导出…", "ledger", ""), ("发表…", "collecting", "send"),
    ("收文件…", "collecting", "choose_files"), ("对账…", "comparing", ""),
)  # fmt: skip

# Alt+1 … Alt+9, in this order, wherever they stand in the navigation.
PLACES = ("home", "branch", "member", "household", "pair", "visiting", "request", "holding", "ledger")
KEYS_OF_PLACES = {code: f"Alt+{i}" for i, code in enumerate(PLACES, 1)}

KEYS = 7  # the chapter of the manual on keys


def menus(window: Any) -> None:
    _file_menu(window)
    menu = window.menuBar().addMenu("帮助(&H)")
    menu.addAction("使用手册", "F1", window.help)
    menu.addAction("快捷键", lambda: window.help(KEYS))


def _file_menu(window: Any) -> None:
    menu = window.menuBar().addMenu("文件(&F)")
    for text, code, method in FILE:
        menu.addAction(text, lambda to=code, call=method: _act(window, to, call))
    menu.addSeparator()
    menu.addAction("密码与锁定…", lambda: window.open_place("access"))
    menu.addAction("现在锁定　Ctrl+L", lambda: late("app.ui.locking:lock")(window))
    menu.addSeparator()
    menu.addAction("退出", window.close)


def _act(window: Any, code: str, method: str) -> None:
    screen = window.open_place(code)
    if method:
        getattr(screen, method)()


def shortcuts(window: Any) -> None:
    """Ctrl+K searches, Ctrl+Z and Ctrl+Y turn, Alt+1 … Alt+9 open the PLACES."""
    for keys, act in (
        ("Ctrl+K", window.focus_search), ("Ctrl+Z", window.undo), ("Ctrl+Y", window.redo), ("Ctrl+Shift+Z", window.redo),
        ("Ctrl+L", lambda: late("app.ui.locking:lock")(window)),
    ):  # fmt: skip
        QShortcut(QKeySequence(keys), window, act)
    down = QShortcut(QKeySequence("Down"), window.box)  # from the search box into what it found
    down.setContext(Qt.ShortcutContext.WidgetShortcut)
    down.activated.connect(lambda: window.screens[window.current].focus())
    for code, keys in KEYS_OF_PLACES.items():
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False, to=code: window.open_place(to))
        window.addAction(action)
