"""Undo and redo as the screens and commands call them."""

from app.db import undo as turns
from app.db import undo_older as older
from app.db.store import Reader, Store
from app.db.undo import Undone
from app.db.undo_older import Fates
from app.operations import following
from app.progress import Progress, silent


def undo(store: Store) -> Undone:
    return turns.undo(store, after=following.agree)


def redo(store: Store) -> Undone:
    return turns.redo(store, after=following.agree)


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
