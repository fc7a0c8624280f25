"""做报送包: the records of a unit, of a campaign, or everything, as one sealed file for another PC."""

from dataclasses import dataclass
from pathlib import Path

from app.db import package as packages
from app.db.archive import Manifest
from app.db.package import Lock as Lock  # told to screens, as is `mark`
from app.db.package import mark as mark
from app.db.queries import package
from app.db.store import Reader, Store
from app.errors import UserError
from app.models import RECORDS
from app.operations.outgoing import Leaving, Terms, leaving
from app.progress import Progress, silent

SHORTEST = 6  # characters of a password
SUFFIX = ".package"


@dataclass(frozen=True)
class Scope:
    """Which rows: those of a unit with all below it, of a campaign, or (both None) everything. `sender`: who sends it."""

    unit: int | None = None
    campaign: int | None = None
    sender: str = ""


def make(store: Store, out: Path, scope: Scope, lock: Lock, progress: Progress = silent) -> Manifest:
    """Writes the package, reads it back and notes that it left. UserError leaves an older `out` as it was."""
    if not lock.public and len(lock.password.strip()) < SHORTEST:
        raise UserError(f"报送包的密码太短，没有做：至少要 {SHORTEST} 个字符。", "可以用一句话，另外告诉对方。")
    with store.read() as reader:
        words = in_words(reader, scope)
        rows = chosen(reader, scope)
        if not any(rows.values()):
            raise UserError(f"{words}没有可以报送的记录。", "请另选范围。")
        terms = Terms(whom="接收码持有人" if lock.public else "知道密码的人", purpose="报送包")
        with leaving(store, Leaving("package", words, "package", terms)) as left:
            manifest = packages.write(
                reader, store.path, out, rows, told=(scope.sender or words, words), lock=lock, progress=progress
            )
            left.files.append(out)
            left.rows = sum(count for _code, count in manifest.rows)
    return manifest


def chosen(reader: Reader, scope: Scope) -> package.Rows:
    """Record → rows that go into the package, with everything they lead to."""
    if scope.unit is not None:
        return package.with_targets(reader, package.of_unit(reader, scope.unit))
    if scope.campaign is not None:
        return package.with_targets(reader, package.of_campaign(reader, scope.campaign))
    return package.everything_there(reader)


def in_words(reader: Reader, scope: Scope) -> str:
    """“石坪村”, “人居环境整治（专项）” or “全部记录”."""
    record, row = ("unit", scope.unit) if scope.unit is not None else ("campaign", scope.campaign)
    if row is None:
        return "全部记录"
    name = str(reader.exec_driver_sql(f"SELECT name FROM {record} WHERE id = ?", (row,)).scalar() or "")
    return name if record == "unit" else f"{name}（{RECORDS[record].title}）"
