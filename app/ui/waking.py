"""When does the PC go to sleep, or its user lock the session? Asked of the system: D-Bus on Linux, window messages on Windows.

Best effort: where neither answers, the idle clock of `app.ui.locking` still notices that the PC slept.
"""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Slot

from app.loading import late

_SESSION, _POWER = 0x02B1, 0x0218  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST
_LOCKED, _SUSPENDS = 7, 4  # WTS_SESSION_LOCK, PBT_APMSUSPEND


def listen(owner: QObject, lock: Callable[[], object]) -> QObject | None:
    """Calls `lock` when the session is locked or the PC is about to sleep; lives as long as `owner`."""
    if sys.platform == "win32":
        return _Messages(owner, lock)
    waker = _Bus(owner, lock)
    return waker if waker.connected else None


class _Bus(QObject):
    """The signals of logind and of the screen saver."""

    def __init__(self, owner: QObject, lock: Callable[[], object]) -> None:
        super().__init__(owner)
        self.act = lock
        buses = late("PySide6.QtDBus:QDBusConnection")
        login = "org.freedesktop.login1"
        system, session = buses.systemBus(), buses.sessionBus()
        self.connected = any([
            system.connect(login, "/org/freedesktop/login1", f"{login}.Manager", "PrepareForSleep",
                           self, SLOT("sleeps(bool)")),
            system.connect(login, "", f"{login}.Session", "Lock", self, SLOT("locks()")),
            session.connect("", "", "org.freedesktop.ScreenSaver", "ActiveChanged", self, SLOT("sleeps(bool)")),
            session.connect("", "", "org.gnome.ScreenSaver", "ActiveChanged", self, SLOT("sleeps(bool)")),
        ])  # fmt: skip

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        if begins:
            self.act()

    @Slot()
    def locks(self) -> None:
        self.act()


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, lock: Callable[[], object]) -> None:
        super().__init__()
        self.act = lock

    def nativeEventFilter(self, kind: Any, message: Any) -> Any:
        if kind == b"windows_generic_MSG":
            told = late("ctypes.wintypes:MSG").from_address(int(message))
            if (told.message, told.wParam) in ((_SESSION, _LOCKED), (_POWER, _SUSPENDS)):
                self.act()
        return False, 0


class _Messages(QObject):
    """Windows tells a window that asked for it (WTSRegisterSessionNotification)."""

    def __init__(self, owner: QObject, lock: Callable[[], object]) -> None:
        super().__init__(owner)
        self.filter = _Filter(lock)
        app = QCoreApplication.instance()
        assert app is not None
        app.installNativeEventFilter(self.filter)
        window: Any = owner.parent()
        late("ctypes:windll").wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)
