"""The window lock: one at a time, freed by the system, and a stale one of another computer only with consent."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.db import lock
from app.errors import NeedsConsent

_HOLD = """
import sys
from pathlib import Path
from app.db import lock
from app.errors import UserError
try:
    held = lock.acquire(Path(sys.argv[1]))
except UserError as error:
    print("REFUSED", error.text, flush=True)
else:
    print("OPENED", flush=True)
    sys.stdin.read()
"""


def _start(db: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(db)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_a_second_window_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    first = _start(db)
    assert "OPENED" in _line(first)
    with pytest.raises(lock.InUse) as caught:
        lock.acquire(db)
    who = lock.owner(db)
    assert who is not None
    assert who.host in caught.value.text
    assert who.pid == first.pid
    assert lock.held(db)
    _end(first)
    assert not lock.held(db)


def test_after_a_kill_the_next_window_opens_at_once(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    first = _start(db)
    assert "OPENED" in _line(first)
    first.send_signal(signal.SIGKILL)
    _end(first)
    assert not lock.held(db)
    lock.acquire(db).release()


def test_of_twenty_starts_at_once_exactly_one_opens(tmp_path: Path) -> None:
    started = [_start(tmp_path / "x.db") for _ in range(20)]
    lines = [_line(process) for process in started]
    for process in started:
        _end(process)
    assert sum("OPENED" in line for line in lines) == 1
    assert sum("REFUSED" in line for line in lines) == 19


def test_the_same_process_does_not_get_it_twice(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    with lock.acquire(db):
        assert lock.held(db)
        with pytest.raises(lock.InUse):
            lock.acquire(db)
    with lock.acquire(db):
        assert lock.held(db)


def test_looking_does_not_take_or_free_the_lock(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    assert not lock.held(db)
    assert not lock.lock_path(db).exists()
    with lock.acquire(db):
        assert [lock.held(db) for _ in range(3)] == [True] * 3
        with pytest.raises(lock.InUse):
            lock.acquire(db)


def test_a_lock_left_by_another_computer_opens_only_with_consent(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    said = {"host": "石坪村-PC", "user": "李梅", "pid": 4, "since": "2026-11-20T09:00:00+08:00"}
    lock.lock_path(db).write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(NeedsConsent) as caught:
        lock.acquire(db)
    assert caught.value.code == lock.BREAK
    assert "石坪村-PC" in caught.value.text
    lock.acquire(db, frozenset({lock.BREAK})).release()
    lock.acquire(db).release()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"host": 1}'])
def test_whatever_stands_in_the_lock_file_does_not_lock(tmp_path: Path, content: bytes) -> None:
    db = tmp_path / "x.db"
    lock.lock_path(db).write_bytes(content)
    assert not lock.held(db)
    lock.acquire(db).release()


def test_key_writers_take_turns_while_a_window_is_open(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    with lock.acquire(db):
        with lock.guard(db):
            assert lock.held(db)
        assert lock.held(db)
