"""A backup counts only when it opened; restoring can be undone and can be killed at any moment."""

import contextlib
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import archive, backup, integrity, key, lock, restore, wal
from app.errors import Cancelled, UserError
from tests.db.town import made, names, opened

# For each line "K how what": a forked child does it and is killed at its K-th change of a name in the file system,
# or that change fails. Forking saves the seconds of starting Python each time.
_FAULT = """
import os, signal, sys
from pathlib import Path
from app.db import backup
from app.db.restore import restore
from app.errors import UserError

saved, db = Path(sys.argv[1]), Path(sys.argv[2])
left, how = 0, ""


def hook(event, args):
    global left
    if event in ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"):
        left -= 1
        if left == 0 and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if left == 0:
            raise OSError(28, "No space left on device")


def act(what):
    sys.addaudithook(hook)
    try:
        restore(saved, db) if what == "restore" else backup.backup(db, saved)
    except UserError:
        return 3
    except BaseException:
        return 70
    return 0 if left > 0 else 1


for line in sys.stdin:
    at, how, what = line.split()
    left = int(at)
    child = os.fork()
    if not child:
        os._exit(act(what))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
_UNTOUCHED, _IN_WORDS, _WENT_ON = 0, 3, 1


class _Faults:
    """Ends of the faulty runs: 0 untouched, 1 went on all the same, 3 refused in words, -9 killed, 70 a bug."""

    def __init__(self, saved: Path, db: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _FAULT, str(saved), str(db)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self, at: int, how: str, what: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{at} {how} {what}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def faults(saved: Path, db: Path) -> Iterator[_Faults]:
    made_faults = _Faults(saved, db)
    yield made_faults
    made_faults.process.communicate()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return made(tmp_path / "x.db", rows=5)


@pytest.fixture
def saved(db: Path) -> Path:
    """A backup of five people, after which the database has six."""
    out = db.with_name("saved.backup")
    backup.backup(db, out)
    _add(db, "李梅")
    return out


def _add(db: Path, name: str) -> None:
    found = opened(db)
    found.execute("INSERT INTO person (name, branch) VALUES (?, 1)", (name,))
    found.close()


def _check(db: Path) -> None:
    found = opened(db)
    assert integrity.pages(found) == []
    found.close()


def _working_folders(folder: Path) -> list[Path]:
    return list(folder.glob(".backup-*"))


def test_a_backup_is_one_file_that_restores_anywhere(db: Path, saved: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "另一台电脑"
    elsewhere.mkdir()
    kept = restore.restore(saved, elsewhere / "y.db")
    assert kept is None
    assert names(elsewhere / "y.db") == names(db)[:5]
    assert key.read_key(elsewhere / "y.db").schema == 1


def test_the_manifest_counts_every_table(saved: Path) -> None:
    found = backup.verify(saved)
    assert dict(found.rows) == {"branch": 1, "person": 5}
    assert saved.stat().st_mode & 0o777 == 0o600
    assert {part.name for part in found.parts} == {"ledger.db", "ledger.db.key"}


def test_a_backup_is_taken_while_another_connection_writes(db: Path) -> None:
    writing = opened(db)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("INSERT INTO person (name) VALUES ('未提交')")
    out = db.with_name("a.backup")
    backup.backup(db, out)
    writing.execute("COMMIT")
    writing.close()
    assert dict(backup.verify(out).rows)["person"] == 5


def test_the_newest_link_of_the_history_is_compared(db: Path) -> None:
    found = opened(db)
    found.execute("CREATE TABLE work (id INTEGER PRIMARY KEY, chain TEXT)")
    found.execute("INSERT INTO work VALUES (1, 'aa'), (2, 'bb')")
    found.close()
    assert backup.backup(db, db.with_name("a.backup")).tip == "bb"


def test_restoring_keeps_the_present_database_aside_with_its_key(db: Path, saved: Path) -> None:
    kept = restore.restore(saved, db)
    assert kept is not None
    assert kept.name.startswith("x.db.before-restore-")
    assert len(names(db)) == 5
    assert names(kept)[-1] == "李梅"
    _check(kept)
    assert not _working_folders(db.parent)


def test_two_restores_in_one_second_keep_both(db: Path, saved: Path) -> None:
    first, second = restore.restore(saved, db), restore.restore(saved, db)
    assert first != second
    assert [len(names(path)) for path in (first, second) if path] == [6, 5]


def test_a_restore_of_another_database_changes_the_key_too(db: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    stranger = made(other / "z.db", rows=9)
    out = other / "z.backup"
    backup.backup(stranger, out)
    before = key.read_key(db).slots
    kept = restore.restore(out, db)
    assert kept is not None
    assert [len(names(path)) for path in (db, kept)] == [9, 5]
    assert key.read_key(kept).slots == before != key.read_key(db).slots
    assert len(key.read_key(db).slots) == 1


def test_an_open_window_refuses_a_restore(db: Path, saved: Path) -> None:
    with lock.acquire(db) as window:
        with pytest.raises(lock.InUse):
            restore.restore(saved, db)
        assert len(names(db)) == 6
        restore.restore(saved, db, lock=window)
    assert len(names(db)) == 5


def test_a_command_at_work_refuses_a_restore(db: Path, saved: Path) -> None:
    working = opened(db)
    with pytest.raises(UserError, match="另一个"):
        restore.restore(saved, db)
    working.close()
    assert len(names(db)) == 6
    assert not list(db.parent.glob("*before-restore*"))


def test_a_damaged_database_can_be_restored_and_is_kept(db: Path, saved: Path) -> None:
    raw = bytearray(db.read_bytes())
    raw[20] ^= 1
    db.write_bytes(raw)
    wal.wal_path(db).write_bytes(b"garbage")
    for path in key.key_paths(db):
        path.write_bytes(b"")
    kept = restore.restore(saved, db)
    assert kept is not None
    assert kept.read_bytes() == bytes(raw)
    assert wal.wal_path(kept).read_bytes() == b"garbage"
    assert len(names(db)) == 5


def test_a_backup_of_a_newer_program_is_refused(db: Path, saved: Path) -> None:
    with pytest.raises(UserError, match="较新版本"):
        restore.restore(saved, db, newest=0)
    assert len(names(db)) == 6


def test_every_changed_byte_of_a_backup_is_noticed(db: Path, saved: Path) -> None:
    whole = saved.read_bytes()
    with zipfile.ZipFile(saved) as found:
        begin = found.infolist()[0].header_offset
    for at in range(begin, len(whole), len(whole) // 40):
        saved.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        # A byte of the zip's own book-keeping (a date) may change nothing.
        with contextlib.suppress(UserError):
            restore.restore(saved, db.with_name("new.db"))
            assert names(db.with_name("new.db")) == names(db)[:5]
    assert len(names(db)) == 6


@pytest.mark.parametrize("length", [0, 10, 3000, -1])
def test_a_cut_backup_is_refused(db: Path, saved: Path, length: int) -> None:
    saved.write_bytes(saved.read_bytes()[:length])
    with pytest.raises(UserError, match="不完整"):
        restore.restore(saved, db)
    assert len(names(db)) == 6


def test_an_archive_of_another_shape_is_refused(saved: Path, tmp_path: Path) -> None:
    crafted = tmp_path / "crafted.backup"
    for extra, method in (("../evil", zipfile.ZIP_STORED), ("", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(crafted, "w", method) as target:
            for name in source.namelist():
                target.writestr(name, source.read(name))
            if extra:
                target.writestr(extra, b"evil")
        with pytest.raises(UserError, match="不完整"):
            backup.verify(crafted)
    assert not (tmp_path.parent / "evil").exists()


def test_a_backup_with_a_trigger_is_refused(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "crafted"
    folder.mkdir()
    stranger = made(folder / "ledger.db", rows=1)
    found = opened(stranger)
    found.execute("CREATE TRIGGER evil AFTER INSERT ON branch BEGIN DELETE FROM person; END")
    found.close()
    rows = (("branch", 1), ("person", 1))
    sources = {archive.DATABASE: stranger, archive.KEY: key.key_paths(stranger)[0]}

    def told(parts: tuple[archive.Part, ...]) -> archive.Manifest:
        return archive.Manifest("2026-11-22T09:00:00+08:00", "0", 1, "", rows, parts)

    archive.write(folder / "crafted.backup", sources, told, lambda *_: None)
    with pytest.raises(UserError, match="evil"):
        restore.restore(folder / "crafted.backup", db)
    assert len(names(db)) == 5


def test_a_backup_never_lands_on_the_database_itself(db: Path) -> None:
    for target in (db, *key.key_paths(db), wal.wal_path(db), lock.lock_path(db)):
        with pytest.raises(UserError, match="自己的文件"):
            backup.backup(db, target)
    assert len(names(db)) == 5


def test_a_cancelled_backup_leaves_the_old_one(db: Path, saved: Path) -> None:
    before = saved.read_bytes()

    def cancel(_done: int, _total: int = 0, _what: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        backup.backup(db, saved, cancel)
    assert saved.read_bytes() == before
    assert not _working_folders(db.parent)


def test_a_restore_killed_at_any_change_of_names_leaves_old_or_new(db: Path, faults: _Faults) -> None:
    for at in range(1, 200):
        ended = faults.end(at, "kill", "restore")
        assert len(names(db)) in (5, 6)
        _check(db)
        assert len(key.read_key(db).slots) == 1
        if ended == _UNTOUCHED:
            break
        assert ended == -signal.SIGKILL
        if len(names(db)) == 5:
            _add(db, "李梅")
    assert at > 10
    assert len(names(db)) == 5
    assert not list(db.parent.glob("*.part"))


def test_a_restore_that_fails_at_any_change_of_names_says_so(db: Path, faults: _Faults) -> None:
    for at in range(1, 200):
        ended = faults.end(at, "full", "restore")
        _check(db)
        assert len(names(db)) in (5, 6)
        if ended == _UNTOUCHED:
            break
        assert ended in (_IN_WORDS, _WENT_ON)
        if len(names(db)) == 5:
            _add(db, "李梅")
    assert at > 10


def test_a_backup_killed_anywhere_leaves_the_old_backup_and_no_litter_later(
    db: Path, saved: Path, faults: _Faults
) -> None:
    before = saved.read_bytes()
    for at in range(1, 100):
        ended = faults.end(at, "kill", "backup")
        backup.verify(saved)
        if ended == _UNTOUCHED:
            break
    assert saved.read_bytes() != before
    assert not _working_folders(db.parent)


@pytest.mark.parametrize("chained", [True, False], ids=["found on the way", "found in the copy"])
def test_a_database_whose_structure_is_broken_is_not_backed_up(db: Path, saved: Path, chained: bool) -> None:
    before = saved.read_bytes()
    writing = opened(db)
    writing.execute("CREATE TABLE work (id INTEGER PRIMARY KEY, chain TEXT)")
    writing.execute("INSERT INTO work VALUES (1, ?)", ("abc" if chained else "",))
    writing.execute("CREATE TABLE twin (id INTEGER PRIMARY KEY)")
    writing.execute("PRAGMA writable_schema=ON")
    root = "(SELECT rootpage FROM sqlite_master WHERE name = 'work')"
    writing.execute(f"UPDATE sqlite_master SET rootpage = {root} WHERE name = 'twin'")
    writing.close()
    with pytest.raises(UserError, match="没有通过核对"):
        backup.backup(db, saved)
    assert saved.read_bytes() == before
