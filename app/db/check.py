"""Is everything in the database as it should be: pages, references, rules of the data, history chain, backups?

Nothing is changed; a database of an older schema is looked at as far as its tables go.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.db import backup, connection, drive, failure, integrity, key, outgoing, sealed, session
from app.db.queries import soundness
from app.db.slot import Words
from app.db.version import HEAD, NUMBER
from app.errors import Locked, UserError, WrongWords
from app.models import HISTORY, RECORDS
from app.progress import Progress, silent

KNOWN = frozenset((*RECORDS, *(table.__tablename__ for table in HISTORY), "alembic_version"))


@dataclass(frozen=True)
class Findings:
    """Sentences per sort of trouble; all empty when the database is sound."""

    pages: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        return self.pages + self.references + self.rules + self.chain + self.backups


def check(db: Path, progress: Progress = silent, given: Words | bytes | None = None) -> Findings:
    """Looks at everything; damage that keeps the database from being opened is a finding too, never an error.

    Locked, WrongWords: nothing was looked at.
    """
    drive.refuse_share(db)
    try:
        return _looked(db, progress, given)
    except (Locked, WrongWords):
        raise
    except UserError as error:
        return Findings(pages=(str(error),))


def _looked(db: Path, progress: Progress, given: Words | bytes | None) -> Findings:
    keyfile = key.read_key(db)
    if keyfile.schema > NUMBER:
        raise _later()
    data_key = key.unlock(keyfile, db, given)
    with failure.spoken(db), contextlib.closing(_connected(db, data_key)) as opened:
        progress(0, 4, "核对数据页")
        pages = tuple(integrity.pages(opened))
        progress(1, 4, "核对引用")
        references = tuple(integrity.references(opened))
        rules, chain = ((), ()) if pages else _contents(db, data_key, progress)
    return Findings(pages, references, rules, chain, _backups(db, data_key))


def _connected(db: Path, data_key: bytes) -> Any:
    """One that may write brings the log into the file first: a page torn by a power cut is whole in the log."""
    return connection.connect(db, data_key, readonly=not drive.writable(db))


def _contents(db: Path, data_key: bytes, progress: Progress) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pool = session.Pool(db, data_key, readonly=True)
    try:
        with failure.spoken(db), pool.begin() as reader:
            stored = soundness.schema(reader)
            if (stored or "") > HEAD:
                raise _later()
            if stored != HEAD:
                return (), ()
            progress(2, 4, "核对数据规则")
            rules = integrity.strange_tables(reader.raw, KNOWN) + soundness.rules(reader) + sealed.faults(reader, db)
            progress(3, 4, "核对操作记录")
            return rules, soundness.chain(reader) + outgoing.altered(reader)
    finally:
        pool.close()


def _later() -> UserError:
    return UserError("这个数据库是较新版本的程序建立的，本程序不能核对它。", "请安装新版本。")


def _backups(db: Path, data_key: bytes) -> tuple[str, ...]:
    """The newest copy that the program itself laid beside the database."""
    beside = (f"{db.name}.*.backup", f"{db.name}.backups/*.backup")
    made = sorted(
        (path for pattern in beside for path in db.parent.glob(pattern)), key=lambda path: path.stat().st_mtime
    )
    try:
        for path in made[-1:]:
            backup.verify(path, given=data_key)
    except Locked:  # made under a former key: who took a clerk away was told so
        return ()
    except UserError as error:
        return (str(error),)
    return ()
