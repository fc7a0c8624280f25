"""Starts the window: parts, then application, then the guide of a first start."""

import logging
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import parts as building
from app import passing, paths
from app.collecting import paused
from app.db import lock
from app.db.failure import Damaged
from app.db.slot import Entrance, Words
from app.errors import NeedsConsent, UserError
from app.loading import late
from app.operations import draft, keeping
from app.ui import application, dialogs
from app.ui.clipboard import Clipboard

LATER_MS = 5000
CALLS_MS = 300  # after the window is painted


def run(database: Path | None = None) -> int:
    """Opens the window on the database named or the user's own; returns the exit code."""
    paths.data_dir().mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=paths.data_dir() / "ledger.log", level=logging.WARNING, encoding="utf-8")
    qt = application.application()
    path = database or paths.default_database()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        held = _locked(path)
        if held is None:
            return 3
        given = late("app.ui.unlocking:unlock")(None, path) if keeping.is_locked(path) else None
        if given is None and keeping.is_locked(path):  # the clerk left
            return 3
        parts = _opened(path, held, given)
        if parts is None:
            return 3
    except lock.InUse as error:
        if late("app.ui.raising:call")(path):
            return 0
        dialogs.show_error(None, error)
        return 3
    except UserError as error:
        dialogs.show_error(None, error)
        return 3
    with held:
        application.log_qt()
        session = Session(path, held)
        with paused():
            session.open(parts)
        late("app.ui.screens.first_start:offer")(session.window)
        _warn_of_place(session.window)
        if draft.exists(session.window.store):
            late("app.ui.resuming:offer")(session.window)
        code = qt.exec()
        late("app.ui.sparing:at_close")(session.window)
        session.close()
    return code


def _warn_of_place(window: Any) -> None:
    """Once on each PC; the status bar says it always."""
    short, long = keeping.place(window.store.path)
    seen = f"place/{window.store.path.name}"
    if str(window.memory.value(seen) or "") != short:
        window.memory.setValue(seen, short)
        if short:
            dialogs.tell(window, "数据库的位置", long)


def _watch(window: Any) -> None:
    """What nobody waits for at the start."""
    passing.clear()
    late("app.ui.sparing:Spares")(window)


class Session:
    """The window that is open, and the one that takes its place after a restore."""

    def __init__(self, path: Path, held: lock.Lock) -> None:
        self.path = path
        self.held = held
        self.window: Any = None
        self.calls: Any = None
        QTimer.singleShot(CALLS_MS, self.listen)

    def listen(self) -> None:
        """From now on a second start brings this window forward."""
        raising = late("app.ui.raising")
        self.calls = raising.listen(self.path, lambda: raising.forward(self.window))

    def open(self, parts: building.Parts) -> None:
        self.window = application.open_window(parts)
        application.hook(self.window)
        self.window.restore_asked.connect(self.restore)
        self.window.again_asked.connect(self.again)
        Clipboard(self.window)
        QTimer.singleShot(LATER_MS, self.window, partial(_watch, self.window))
        self.window.show()
        if keeping.is_locked(self.path):
            late("app.ui.locking:guard")(self.window)

    def close(self) -> None:
        self.window.parts.close()

    def restore(self, source: str, given: Words | bytes | None) -> None:
        """Onto the restored database, which `given` opens; onto the old one when the restore was refused."""

        def act(former: Entrance) -> tuple[Words | Entrance, str]:
            aside = keeping.restore(self.path, Path(source), lock=self.held, given=given, by=former)
            told = f"已从备份恢复。恢复前的数据另存为：{aside.name if aside else '（原来没有数据）'}"
            data_key = given if isinstance(given, bytes) else former.data_key
            return given if isinstance(given, Words) else Entrance(data_key, former.who), told

        self.again(act)

    def again(self, act: Callable[[Entrance], tuple[Words | Entrance, str]]) -> None:
        """Closes the window for `act`, which gets what opened it and gives what opens the next, and what to say then."""
        former, told = Entrance(self.window.store.key, self.window.store.who), ""
        given: Words | Entrance = former
        QApplication.setQuitOnLastWindowClosed(False)
        self.window.close()
        self.window.deleteLater()
        self.close()
        try:
            given, told = act(former)
        except UserError as error:
            dialogs.show_error(None, error)
        self.open(building.build(self.path, given=given))
        QApplication.setQuitOnLastWindowClosed(True)
        if told:
            dialogs.tell(self.window, "程序已重新打开", told)


def _opened(path: Path, held: lock.Lock, given: Entrance | None) -> building.Parts | None:
    """None when the database is damaged and the clerk did not want the newest good backup in its place."""
    try:
        return building.build(path, given=given)
    except Damaged as error:
        if late("app.ui.sparing:offer_newest")(path, error, given, held):
            return building.build(path, given=given)
        return None


def _locked(path: Path) -> lock.Lock | None:
    """The lock of this window; on a stick that another PC held, the clerk is asked first."""
    try:
        return lock.acquire(path)
    except NeedsConsent as asked:
        if not dialogs.ask(None, "这个数据库在别处打开过", asked.text, yes="仍然打开", danger=True):
            return None
        return lock.acquire(path, frozenset({asked.code}))


if __name__ == "__main__":
    sys.exit(run())
