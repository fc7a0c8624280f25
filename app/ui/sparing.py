"""Backups without being asked: every half hour when something changed, before what changes much, and on closing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer

from app.db.failure import Damaged
from app.db.lock import Lock
from app.db.slot import Entrance
from app.errors import UserError
from app.operations import keeping, spare
from app.progress import Progress
from app.ui import dialogs, jobs

SECOND = "second_place"


class Spares(QObject):
    """`made()` after each; what goes wrong stands in the status bar until the next one succeeds."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self.window_ = window
        self.running = False
        self.timer = QTimer(self)
        self.timer.setInterval(spare.MINUTES * 60_000)
        self.timer.timeout.connect(self.now)
        self.timer.start()

    def now(self) -> None:
        """One in the background, if it is due and none is being made."""
        store = self.window_.store
        if self.running or not keeping.writable(store.path) or not spare.due(store):
            return
        self.running = True
        jobs.run(
            self.window_, lambda progress: spare.make(store, progress),
            done=lambda _path: self._over(""), failed=lambda error: self._over(_words(error)), quiet=True,
        )  # fmt: skip

    def _over(self, wrong: str) -> None:
        self.running = False
        self.window_.standing.told = wrong
        self.window_.show_status()


def first(window: Any, work: Callable[[Progress], Any]) -> Callable[[Progress], Any]:
    """The same work with a verified backup before it, when anything changed since the last; no backup, no work."""
    store = window.store

    def both(progress: Progress) -> Any:
        try:
            spare.make(store, progress)
        except UserError as error:
            raise UserError(f"动手前的自动备份没有做成，所以没有继续：{error.text}", error.hint) from error
        return work(progress)

    return both


def second_place(window: Any) -> Path | None:
    """The folder for the copies of this database on another disk, as this PC remembers it."""
    found = str(window.memory.value(f"{SECOND}/{window.store.path.name}") or "")
    return Path(found) if found else None


def set_second_place(window: Any, place: Path | None) -> None:
    window.memory.setValue(f"{SECOND}/{window.store.path.name}", str(place) if place else "")
    window.standing.second_done(chosen=place is not None)


def at_close(window: Any) -> None:
    """The backup of the day's end, to both places; what could not be made is told, and the program closes all the same."""
    store, place = window.store, second_place(window)
    beside = [None] if keeping.writable(store.path) else []
    second = place is not None and place.is_dir()
    wanted = [*beside, *([place] if second else [])]
    due = [where for where in wanted if spare.due(store, where)]
    told = _made(window, due) if due else []
    if told:
        dialogs.tell(None, "退出前的备份没有做成", f"{told[0]}\n已保存的数据没有受影响，下次打开请先备份。")
    elif second:
        window.standing.second_done()


def _made(window: Any, due: list[Path | None]) -> list[str]:
    """Makes them one after the other; what went wrong in words."""
    loop, told = QEventLoop(), list[str]()

    def failed(error: BaseException) -> None:
        told.append(_words(error))
        loop.quit()

    jobs.run(
        window,
        lambda progress: [spare.make(window.store, progress, place=where) for where in due],
        done=lambda _made: loop.quit(),
        failed=failed,
        title="正在做退出前的备份",
    )
    loop.exec()
    return told


def offer_newest(db: Path, error: Damaged, given: Entrance | None, lock: Lock) -> bool:
    """The database is damaged: the newest good backup is offered; True when it took its place. The damaged file is kept."""
    data_key = given.data_key if given else None
    found = spare.newest_good(db, data_key)
    if found is None:
        dialogs.show_error(None, error)
        return False
    words = (
        f"{error.text}\n程序自己做的备份里，最近一份完好的是 {found.at} 的。要换上这一份吗？"
        "损坏的文件不会删除，另存在原来的文件夹里。"
    )
    if not dialogs.ask(None, "数据库已损坏", words, yes="换上这份备份"):
        return False
    aside = keeping.restore(db, found.path, lock=lock, given=data_key, by=given)
    dialogs.tell(None, "已换上备份", f"已恢复到 {found.at}。损坏的文件另存为：{aside.name if aside else '（无）'}")
    return True


def _words(error: BaseException) -> str:
    if isinstance(error, UserError):
        return f"{error.text}{error.hint}"
    return "自动备份没有做成，请手工备份一次。"
