"""Pictures of every screen, made by the program itself without a display: for the README and the manual."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.db.store import Store
from app.ui import application, jobs
from app.ui.handed import Parts
from app.ui.navigation import groups

SIZE = (1366, 768)
LONGEST = 30.0  # seconds for the slowest numbers of one screen
SOON_MS = 1_000  # timers that wait longer are no part of what a screen shows at first


@dataclass(frozen=True)
class _Fresh:
    """The parts of a window that remembers nothing."""

    store: Store
    folder: Path


def take(parts: Parts, folder: Path, shown: Mapping[str, Path] = MappingProxyType({})) -> list[Path]:
    """One .png per entry of the navigation, numbered in its order; the caller sets QT_QPA_PLATFORM.

    `shown`: files that are opened in screens that wait for one, by the code of the screen. Lists are as they are at
    first, whatever this user filtered last; nothing of the pictures is remembered.
    """
    with tempfile.TemporaryDirectory() as name:
        return _pictures(_Fresh(parts.store, Path(name)), folder, shown)


def _pictures(parts: Parts, folder: Path, shown: Mapping[str, Path]) -> list[Path]:
    qt = application.application()
    window = application.open_window(parts)
    window.resize(*SIZE)
    window.show()
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    found = [place for _group, group in groups() for place in group]
    for i, place in enumerate(found, 1):
        screen = window.open_place(place.code)
        if place.code in shown:
            screen.open_file(shown[place.code])
        elif place.code == "duplicate":
            screen.look_through()
        _settle(qt, screen)
        path = folder / f"{i:02d}-{place.title}.png"
        window.grab().save(str(path))
        made.append(path)
    window.close()
    window.deleteLater()
    _settle(qt)
    return made


def _settle(qt: QApplication, screen: QWidget | None = None) -> None:
    """Until the numbers that come after the first paint are there, and what a screen draws when a choice has rested."""
    end = time.monotonic() + LONGEST
    while True:
        qt.processEvents()
        if not (jobs.RUNNING or (screen is not None and _resting(screen))) or time.monotonic() > end:
            break
    qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qt.processEvents()


def _resting(screen: QWidget) -> bool:
    """Whether something is about to be asked for: a chart follows the chosen row after a moment."""
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON_MS
        for timer in screen.findChildren(QTimer)
    )
