"""Starts the window: parts, then application, then the guide of a first start."""

import logging
import sys
from pathlib import Path

from app import parts as building
from app import paths
from app.db import lock
from app.errors import NeedsConsent, UserError
from app.loading import late
from app.ui import application, dialogs


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
        parts = building.build(path)
    except UserError as error:
        dialogs.show_error(None, error)
        return 3
    with held:
        application.log_qt()
        window = application.open_window(parts)
        application.hook(window)
        window.show()
        late("app.ui.screens.first_start:offer")(window)
        code = qt.exec()
        parts.close()
    return code


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
