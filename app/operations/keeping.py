"""Backing up and restoring as the window asks for it; the work itself is in `app.db`."""

from pathlib import Path

from app.db import backup as backups
from app.db import restore as restoring
from app.db.archive import Manifest
from app.db.lock import Lock
from app.db.store import Store
from app.db.version import NUMBER
from app.progress import Progress, silent


def backup(store: Store, out: Path, progress: Progress = silent) -> Manifest:
    """One file with everything, opened with the key and checked before it counts."""
    return backups.backup(store.path, out, progress, key=store.key)


def look(source: Path, progress: Progress = silent) -> Manifest:
    """What a backup holds; UserError when it is not whole."""
    return backups.verify(source, progress)


def restore(path: Path, source: Path, *, lock: Lock | None = None, progress: Progress = silent) -> Path | None:
    """Puts the backup in the place of the database at `path`, whose store must be closed; where the old one lies now."""
    return restoring.restore(source, path, progress, newest=NUMBER, lock=lock)
