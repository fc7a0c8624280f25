"""Undo and redo from the window: at once, or off its thread with a bar where many rows turn."""

from typing import Any

from app.db.undo import Undone
from app.errors import UserError
from app.operations import history
from app.progress import Progress
from app.ui import jobs


def turn(window: Any, *, back: bool) -> None:
    """The newest work is taken back, or the last undone one brought again; the window tells what became of it."""
    if window.turning:  # the one that runs is still turning what stands last
        return
    act = history.undo if back else history.redo
    with window.store.read() as reader:
        slow = history.slow(reader, back=back)
    if not slow:
        try:
            _done(window, act(window.store), back)
        except UserError as error:
            window.notice(error.text)
        return
    window.turning = True

    def work(progress: Progress) -> Undone:
        try:
            return act(window.store, progress=progress)
        finally:  # also when it was cancelled
            window.turning = False

    def failed(error: BaseException) -> None:
        window.notice(error.text) if isinstance(error, UserError) else window.failed(error)

    jobs.run(
        window,
        work,
        done=lambda told: _done(window, told, back),
        title="正在撤销" if back else "正在重做",
        failed=failed,
    )


def _done(window: Any, told: Undone, back: bool) -> None:
    window.notice(f"已{'撤销' if back else '重做'}“{told.label}”，{told.reversed:,} 条记录。")
