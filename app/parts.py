"""Builds what the program is made of, without Qt: paths, then the store. Nothing else builds them."""

from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.db.slot import Entrance, Words
from app.db.store import Store, open_store
from app.operations import code, setup


@dataclass(frozen=True)
class Parts:
    store: Store
    folder: Path  # of settings, logs and drafts; never holds personal data in the clear

    def close(self) -> None:
        self.store.close()


def build(database: Path | None = None, *, make: bool = True, given: Words | Entrance | bytes | None = None) -> Parts:
    """Opens (makes when missing) the database named, or the user's own. UserError when it cannot be opened."""
    path = database or paths.default_database()
    store = open_store(path, make=make, given=given)
    setup.prepare(store)
    code.install(store)
    return Parts(store, paths.data_dir())
