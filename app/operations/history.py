"""Undo and redo as the screens and commands call them."""

from app.db import undo as turns
from app.db.store import Store
from app.db.undo import Undone


def undo(store: Store) -> Undone:
    return turns.undo(store)


def redo(store: Store) -> Undone:
    return turns.redo(store)
