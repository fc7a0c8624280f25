"""Who may open this database: one window at a time, no older program, never without encryption, nothing foreign in it."""

import contextlib
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import paths
from app.cli import main
from app.db import backup, connection, key, lock, restore
from app.db.store import open_store
from app.errors import UserError
from app.parts import build
from tests.trust import fault
from tests.trust.conftest import runs


def started(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.Popen(
        command, cwd=paths.root(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@contextlib.contextmanager
def opened(db: Path) -> Iterator[subprocess.Popen[str]]:
    """A window that is open."""
    first = started("open", "--db", db, "--hold", 120)
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "OPENED\n"
        yield first
    finally:
        first.kill()
        first.communicate()


def test_of_many_starts_at_once_one_opens_and_the_others_say_who_has_it(fresh: Path) -> None:
    with opened(fresh):
        others = [started("open", "--db", fresh, "--hold", 0) for _ in range(runs(4, 20))]
        said = [other.communicate() for other in others]
        assert [other.returncode for other in others] == [3] * len(others)
        assert all("正由" in err and "Traceback" not in err and not out for out, err in said)


def test_twenty_starts_without_a_first_one_leave_exactly_one(fresh: Path) -> None:
    starts = [started("open", "--db", fresh, "--hold", 600) for _ in range(runs(3, 20))]
    with ThreadPoolExecutor(len(starts)) as waiting:
        ended = as_completed([waiting.submit(start.wait) for start in starts])
        for _ in starts[1:]:
            next(ended)
        (left,) = [start for start in starts if start.poll() is None]
        assert left.stdout is not None
        assert left.stdout.readline() == "OPENED\n"
        left.kill()
    said = [start.communicate()[0] for start in starts]  # whose first line was read above says no more
    assert said == [""] * len(starts)


def test_after_a_kill_the_next_start_opens_at_once(fresh: Path) -> None:
    with opened(fresh) as first:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert fault.program("open", "--db", fresh).stdout == "OPENED\n"


def test_a_lock_of_another_computer_is_asked_about_and_can_be_broken(fresh: Path) -> None:
    words = {"host": "另一台电脑", "user": "李梅", "pid": 4, "since": "2026-01-02T03:04:05+08:00"}
    lock.lock_path(fresh).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    refused = fault.program("open", "--db", fresh)
    assert refused.returncode == 3
    assert "另一台电脑" in refused.stderr
    assert "李梅" in refused.stderr
    assert fault.program("open", "--db", fresh, "--break-lock").stdout == "OPENED\n"


def stamps(db: Path) -> dict[str, str]:
    """Every file of the database but the lock, by its digest."""
    files = (path for path in db.parent.iterdir() if path.suffix not in (".lock", ".db-shm"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def of_the_future(db: Path, *, told: bool) -> None:
    """As a later program leaves it; `told`: its number stands in the key file too. What was done last lies in the log."""
    with contextlib.closing(connection.connect(db, key.unlock(key.read_key(db), db))) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.execute("PRAGMA user_version = 9999")
    if told:
        key.set_schema(db, 9999)


@pytest.mark.parametrize("told", [True, False], ids=["key file knows", "only the database knows"])
@pytest.mark.parametrize("words", [("list",), ("open",), ("enter", "--n", "1"), ("migrate",), ("undo",)])
def test_a_database_of_a_later_program_is_refused_and_left_as_it_is(
    words: tuple[str, ...], told: bool, fresh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of_the_future(fresh, told=told)
    before = stamps(fresh)
    assert main([*words, "--db", str(fresh)]) == 3
    assert "较新版本" in capsys.readouterr().err
    assert stamps(fresh) == before


@pytest.mark.parametrize("keyed", [True, False])
def test_a_database_that_is_not_encrypted_is_never_opened(keyed: bool, fresh: Path) -> None:
    fresh.unlink()
    for end in ("-wal", "-shm"):
        fresh.with_name(fresh.name + end).unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(fresh)) as plain:
        plain.execute("CREATE TABLE member (id INTEGER)")
    if not keyed:
        for path in key.key_paths(fresh):
            path.unlink()
    before = fresh.read_bytes()
    with pytest.raises(UserError, match="没有加密"):
        build(fresh)
    assert fresh.read_bytes() == before


@pytest.mark.parametrize(
    ("driver", "told"),
    [({"sqlite_version": "3.51.2"}, "版本太旧"), ({"sqlite_version": "3.50.0"}, "版本太旧")],
)
def test_a_driver_with_a_known_fault_opens_nothing(
    driver: dict[str, str], told: str, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in driver.items():
        monkeypatch.setattr(connection.dbapi2, name, value)
    with pytest.raises(UserError, match=told):
        build(fresh)


def test_a_driver_without_encryption_opens_nothing(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = SimpleNamespace(**{name: getattr(connection.dbapi2, name) for name in dir(connection.dbapi2)})
    bare.connect = sqlite3.connect
    bare.sqlite_version = "3.53.4"
    monkeypatch.setattr(connection, "dbapi2", bare)
    before = fresh.read_bytes()
    with pytest.raises(UserError, match="加密部件"):
        build(fresh)
    assert fresh.read_bytes() == before


CRAFTED = {
    "trigger": "CREATE TRIGGER evil AFTER INSERT ON member BEGIN DELETE FROM household; END",
    "view": "CREATE VIEW evil AS SELECT * FROM member",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5(x)",
}


@pytest.mark.parametrize("what", CRAFTED)
def test_a_database_with_something_foreign_in_it_is_refused_and_nothing_of_it_runs(
    what: str, fresh: Path, tmp_path: Path
) -> None:
    with contextlib.closing(connection.connect(fresh, key.unlock(key.read_key(fresh), fresh))) as raw:
        raw.execute(CRAFTED[what])
    with pytest.raises(UserError, match="evil"):
        open_store(fresh)
    with pytest.raises(UserError, match="evil"):
        backup.backup(fresh, tmp_path / "a.backup")
    assert fault.problems(fresh)


def test_a_schema_that_was_tampered_with_runs_nothing(fresh: Path) -> None:
    """A default, a check or an index with an expression would be evaluated: harmless functions only may stand there."""
    with contextlib.closing(connection.connect(fresh, key.unlock(key.read_key(fresh), fresh))) as raw:
        raw.execute("CREATE TABLE evil (id INTEGER, x TEXT DEFAULT (load_extension('/tmp/evil')))")
        with pytest.raises(connection.dbapi2.OperationalError):
            raw.execute("INSERT INTO evil (id) VALUES (1)")
    assert fault.problems(fresh)


def test_a_backup_restores_on_a_computer_that_lost_everything_else(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fault.program("enter", "--db", fresh, "--n", 3).returncode == 0
    before = fault.digest(fresh)
    backup.backup(fresh, tmp_path / "a.backup")
    for path in sorted(fresh.parent.iterdir()):
        path.unlink()
    monkeypatch.setenv("TOWNSHIP_LEDGER_HOME", str(tmp_path / "new home"))
    monkeypatch.setenv("HOME", str(tmp_path / "new home"))
    there = tmp_path / "other" / "x.db"
    there.parent.mkdir()
    assert restore.restore(tmp_path / "a.backup", there) is None
    assert fault.digest(there) == before
    assert fault.problems(there) == ()
