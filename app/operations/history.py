"""Undo and redo as the screens and commands call them."""

from app.db import undo as turns
from app.db import undo_older as older
from app.db.store import Reader, Store
from app.db.undo import Undone
from app.db.undo_older import Fates
from app.operations import following
from app.progress import Progress, silent

MANY = 2_000  # rows; what turns more of them is slow enough to be told of


def undo(store: Store, *, progress: Progress = silent) -> Undone:
    return turns.undo(store, after=following.agree, progress=progress)


def redo(store: Store, *, progress: Progress = silent) -> Undone:
    return turns.redo(store, after=following.agree, progress=progress)


def slow(reader: Reader, *, back: bool) -> bool:
    """Would the next undo (or redo) take long: many rows, or a setting that orders all of them?"""
    found = turns.undoable(reader) if back else turns.redoable(reader)
    if found is None:
        return False
    sql = "SELECT changes > ? OR EXISTS (SELECT 1 FROM change WHERE work = work.id AND record = 'setting') FROM work WHERE id = ?"
    return bool(reader.exec_driver_sql(sql, (MANY, found[0])).scalar())


def plan_older(store: Store, work: int, *, progress: Progress = silent) -> Fates:
    """What `undo_older` would do, row by row; nothing is changed."""
    return older.plan(store, work, progress=progress)


def undo_older(store: Store, work: int, *, progress: Progress = silent) -> Fates:
    """One row after another; what something came after is kept, and said."""
    return older.undo_older(store, work, after=following.mend, progress=progress)


def standing(reader: Reader) -> tuple[str, str]:
    """(what an undo would take back, what a redo would bring again) as labels, "" for nothing."""
    last, gone = turns.undoable(reader), turns.redoable(reader)
    return (last[1] if last else "", gone[1] if gone else "")
