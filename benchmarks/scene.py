"""What the benchmarks work on: a made-up database of a size, and the member roster as a workbook of 30 columns."""

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.db import connection
from app.db.store import Store
from app.exchange.record_export import record_query, record_table
from app.exchange.write import write_xlsx
from app.models.member import Member
from app.operations import sample
from app.parts import build
from app.table import Table

COLUMNS = 30


@dataclass(frozen=True)
class Scene:
    """`small` is a township beside which the same work is done; `roster` the members of `store` in 30 columns."""

    folder: Path
    scale: str
    store: Store
    small: Store
    roster: Table
    sheet: Path

    @property
    def rows(self) -> int:
        return len(self.roster.rows)

    def empty(self, name: str) -> Store:
        """A new database of that name; a former one goes."""
        for left in self.folder.glob(f"{name}.db*"):
            left.unlink()
        return build(self.folder / f"{name}.db").store

    def copy(self, name: str) -> Store:
        """What stands in `store`, under another name; a former one goes."""
        for left in self.folder.glob(f"{name}.db*"):
            left.unlink()
        target = self.folder / f"{name}.db"
        with (
            contextlib.closing(connection.connect(self.store.path, self.store.key, readonly=True)) as source,
            contextlib.closing(connection.empty(target, self.store.key)) as copy,
        ):
            source.backup(copy)
        for suffix in (".key", ".key2"):
            shutil.copy(f"{self.store.path}{suffix}", f"{target}{suffix}")
        return build(target).store

    def close(self) -> None:
        self.store.close()
        self.small.close()


def prepared(folder: Path, scale: str) -> Scene:
    """Made once in `folder` and used again when it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    store, small = _filled(folder, scale), _filled(folder, "township")
    with store.read() as reader:
        whole = record_table(reader, Member, record_query(Member))
    roster = Table(whole.title, whole.columns[:COLUMNS], [row[:COLUMNS] for row in whole.rows], signatures=())
    sheet = folder / f"{scale}.xlsx"
    if not sheet.exists():
        write_xlsx(roster, sheet)
    return Scene(folder, scale, store, small, roster, sheet)


def _filled(folder: Path, scale: str) -> Store:
    path = folder / f"{scale}.db"
    done = folder / f"{scale}.done"
    if not done.exists():
        for left in folder.glob(f"{scale}.db*"):
            left.unlink()
        parts = build(path)
        sample.fill(parts.store, scale=scale)
        parts.close()
        done.touch()
    return build(path).store
