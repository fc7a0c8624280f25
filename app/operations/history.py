"""Undo and redo as the screens and commands call them."""

from app.db import undo as turns
from app.db import undo_older as older
from app.db.store import Reader, Store
from app.db.undo import Undone
from app.operations import following


def undo(store: Store) -> Undone:
    return turns.undo(store, after=following.agree)


def redo(store: Store) -> Undone:
    return turns.redo(store, after=following.agree)


def undo_older(store: Store, work: int) -> Undone:
    """One row after another; what changed since is kept, and said."""
    return older.undo_older(store, work)


def standing(reader: Reader) -> tuple[str, str]:
    """(what an undo would take back, what a redo would bring again) as labels, "" for nothing."""
    last, gone = turns.undoable(reader), turns.redoable(reader)
    return (last[1] if last else "", gone[1] if gone else "")
