"""Safety: a verified backup beside SQLite's own backup call (row 12)."""

import contextlib
from collections.abc import Iterator

from app.db import backup, connection
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene


def figures(scene: Scene) -> Iterator[Figure]:
    ours = seconds(lambda: backup.backup(scene.store.path, scene.folder / "copy.backup", key=scene.store.key), 2)
    base = seconds(lambda: _call(scene), 2)
    yield Figure(12, "verified backup", scene.rows, ours, base, "sqlite backup call", "≤ 2")


def _call(scene: Scene) -> None:
    target = scene.folder / "raw-copy.db"
    target.unlink(missing_ok=True)
    with (
        contextlib.closing(connection.connect(scene.store.path, scene.store.key, readonly=True)) as source,
        contextlib.closing(connection.empty(target, scene.store.key)) as copy,
    ):
        source.backup(copy)
