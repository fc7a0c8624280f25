"""How does one database file take the name of another, so that at every moment the name leads to a whole one?

The key files hold the keys of both while it happens: who opens the name finds the one that fits (`app.db.key`).
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.db import connection, failure
from app.db.durable import PART, sync_file, sync_folder
from app.errors import Locked
from app.files import discard


@contextlib.contextmanager
def beside(db: Path, fresh: Path) -> Iterator[Path]:
    """The finished file `fresh` under a name in the folder of `db`, gone afterwards if it did not take the place: a rename
    within one folder lasts with that folder; from another one both would have to.
    """
    incoming = db.with_name(db.name + PART)
    sync_file(fresh)
    fresh.replace(incoming)
    sync_folder(fresh.parent)
    sync_folder(db.parent)
    try:
        yield incoming
    finally:
        discard(incoming)


@contextlib.contextmanager
def alone(db: Path, data_key: bytes | None) -> Iterator[Any]:
    """Holds every other connection off, and gives the one that does. Leaving WAL mode succeeds only for a sole connection and
    folds the log into the file. None where there is nothing to hold: no database, a damaged one, one of another password.
    """
    opened = None
    if data_key is not None and db.exists():
        with contextlib.suppress(failure.Damaged, Locked):
            opened = connection.connect(db, data_key, single=True)
    try:
        if opened is not None:
            with failure.spoken(db):
                opened.execute("BEGIN EXCLUSIVE")
        yield opened
    finally:
        if opened is not None:
            opened.close()


def take_place(db: Path, incoming: Path, held: Any) -> None:
    """One rename. A log beside the old database would be taken for the new one's."""
    let_go(held)
    for end in ("-wal", "-shm", "-journal"):
        db.with_name(db.name + end).unlink(missing_ok=True)
    sync_folder(db.parent)
    incoming.replace(db)
    sync_folder(db.parent)


def let_go(held: Any) -> None:
    """On Windows an open file cannot be copied or replaced; if another opens it now, the rename is refused."""
    if held is not None and sys.platform == "win32":
        held.close()
