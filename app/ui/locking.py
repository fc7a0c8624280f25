"""When does the window lock itself, and how? After idle minutes, when the PC slept or its session was locked, or by hand.

Only a database with a password is locked. What stands on the screen is covered, forms that are open stay as they are
behind the cover, and nothing goes on until the password is given again.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QVBoxLayout, QWidget

from app.db.slot import Entrance
from app.operations import keeping, setting
from app.ui import waking
from app.ui.style import label
from app.ui.unlocking import Unlocking

LOOK_MS = 5000
# The clock of the day ran on by so much between two looks: the PC slept.
_SLEPT = 60.0
_ACTS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.InputMethod,
})  # fmt: skip


def guard(window: Any) -> None:
    """Begins to watch, once the database of the window has a password."""
    if window.guard is None and keeping.is_locked(window.store.path):
        window.guard = Guard(window)


def lock(window: Any) -> bool:
    """Locks at once; a notice where there is no password to lock with."""
    guard(window)
    if window.guard is None or not window.guard.possible():
        window.notice("还没有设密码，不能锁定。在“密码与锁定”里设置。")
        return False
    return bool(window.guard.lock())


class Guard(QObject):
    """Watches the keyboard and the mouse of the whole program; `lock()` covers every window until the words fit.

    `now` counts the seconds of the wall clock; a test turns it on.
    """

    def __init__(self, window: Any, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(window)
        self.window_ = window
        self.now = now
        self.acted = self.seen = now()
        self.locked = False
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self.waker = waking.listen(self, self.lock)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self.acted = self.now()
        return super().eventFilter(watched, event)

    def minutes(self) -> int:
        """Idle minutes before the lock; 0 never."""
        with self.window_.store.read() as reader:
            return setting.number(reader, "lock_minutes")

    def look(self) -> None:
        """Is it time? Called every few seconds."""
        now = self.now()
        slept = now - self.seen > _SLEPT + LOOK_MS / 1000
        self.seen = now
        if now < self.acted:  # the clock was put back
            self.acted = now
        if self.locked or not self.possible():
            return
        minutes = self.minutes()
        if minutes and (slept or now - self.acted >= minutes * 60):
            self.lock()

    def possible(self) -> bool:
        return keeping.is_locked(self.window_.store.path)

    def lock(self) -> bool:
        """False when there is no password to ask for, or it is locked already."""
        if self.locked or not self.possible():
            return False
        self.locked = True
        while popup := QApplication.activePopupWidget():
            popup.close()
        covers = [_Cover(top) for top in QApplication.topLevelWidgets() if top.isVisible() and top.isWindow()]
        dialog = Locked(self.window_)
        try:
            if not dialog.exec():
                QTimer.singleShot(0, self.window_.close)
            elif dialog.other is not None:
                QTimer.singleShot(
                    0, self.window_, partial(self.window_.again_asked.emit, partial(_entering, dialog.other))
                )
        finally:
            self.locked = False
            self.acted = self.seen = self.now()
            for cover in covers:
                with suppress(RuntimeError):  # a window that went meanwhile took its cover along
                    cover.lift()
        return True


def _entering(other: Entrance, _former: Entrance) -> tuple[Entrance, str]:
    """Nothing is done between the windows of two clerks."""
    return other, ""


class Locked(Unlocking):
    """The only window that answers while the rest is covered. Esc does nothing here. `other`: not the one who locked it has
    come; the program opens anew for her, unless a form waits for the first.
    """

    def __init__(self, window: Any) -> None:
        told = "已锁定。没有保存的内容都还在，输入密码后继续。"
        super().__init__(window, window.store.path, told, leave="退出程序")
        self.mine: str = window.store.who
        self.other: Entrance | None = None
        if self.shared:
            self.name.setText(self.mine)
            self.password.setFocus()

    def _opened(self, entrance: Entrance) -> None:
        if entrance.who != self.mine:
            tops = QApplication.topLevelWidgets()
            if any(isinstance(top, QDialog) and top.isVisible() and top is not self for top in tops):
                self._use(True, f"“{self.mine}”还有没填完的窗口，请本人解锁；也可以退出程序再登录。")
                return
            self.other = entrance
        super()._opened(entrance)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)


class _Cover(QFrame):
    """Lies over everything a window shows, menus and dialogs included."""

    def __init__(self, top: QWidget) -> None:
        super().__init__(top)
        self.top = top
        self.setObjectName("page")
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.addStretch()
        told = label("已锁定", "title")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(told)
        column.addStretch()
        self.setGeometry(top.rect())
        top.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.top and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.top.rect())
        return super().eventFilter(watched, event)

    def lift(self) -> None:
        self.top.removeEventFilter(self)
        self.hide()
        self.deleteLater()
