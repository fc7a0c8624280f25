"""Slow work off the window's thread: a bar after 0.6 s with what, how far and 取消; the result comes back to the window."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from app.errors import Cancelled
from app.ui import dialogs

PATIENCE_MS = 600
PAINTED_MS = 30  # by then the page is painted: counting beside it would only delay it
RUNNING: set["Job"] = set()


class Job(QThread):
    """One run of `work(progress)`; emits `finished_with(result)` or `failed_with(error)` in the window's thread."""

    finished_with = Signal(object)
    failed_with = Signal(object)
    told = Signal(int, int, str)

    def __init__(self, work: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.stopped = False
        self._last = 0.0

    def run(self) -> None:
        try:
            result = self.work(self.progress)
        except BaseException as error:  # noqa: BLE001 - carried to the window's thread and shown there
            self.failed_with.emit(error)
        else:
            self.finished_with.emit(result)

    def progress(self, done: int, total: int = 0, what: str = "") -> None:
        if self.stopped:
            raise Cancelled
        now = time.monotonic()
        if now - self._last > 0.05:
            self._last = now
            self.told.emit(done, total, what)


def run(
    parent: QWidget, work: Callable[[Any], Any], *, done: Callable[[Any], None], title: str = "正在处理",
    failed: Callable[[BaseException], None] | None = None, quiet: bool = False,
    after: int = 0,
) -> Job:  # fmt: skip
    """Starts `work(progress)`; `done(result)` or the error dialog follows.

    `quiet` shows no bar (numbers of a page); it begins `after` milliseconds.
    """
    job = Job(work, parent)
    RUNNING.add(job)
    bar = None if quiet else _bar(parent, job, title)

    def over(callback: Callable[[Any], None], value: Any) -> None:
        RUNNING.discard(job)
        if bar is not None:
            bar.close()
            bar.deleteLater()
        job.wait()
        callback(value)
        job.deleteLater()

    def unhappy(error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        (failed or (lambda found: dialogs.show_error(parent, found)))(error)

    job.finished_with.connect(lambda result: over(done, result))
    job.failed_with.connect(lambda error: over(unhappy, error))
    if after:
        QTimer.singleShot(after, job, lambda: None if job.stopped else job.start())
    else:
        job.start()
    return job


def finish() -> None:
    """Asks everything that runs to stop and waits for it: a window that closes leaves no thread behind."""
    for job in tuple(RUNNING):
        job.stopped = True
    for job in tuple(RUNNING):
        job.wait()
        RUNNING.discard(job)


def _bar(parent: QWidget, job: Job, title: str) -> QProgressDialog:
    bar = QProgressDialog(title, "取消", 0, 0, parent)
    bar.setWindowTitle(title)
    bar.setAutoClose(False)
    bar.setAutoReset(False)
    bar.setMinimumWidth(420)
    bar.setMinimumDuration(10**9)  # shown by our own clock, so that short work shows nothing
    bar.canceled.connect(lambda: setattr(job, "stopped", True))

    def tell(done: int, total: int, what: str) -> None:
        bar.setMaximum(total)
        bar.setValue(done)
        bar.setLabelText(f"{what or title}（{done:,} / {total:,}）" if total else what or title)

    job.told.connect(tell)
    QTimer.singleShot(PATIENCE_MS, bar, lambda: bar.show() if job.isRunning() else None)
    return bar
