"""Does any command speak to the network? Counted by the system calls that would open a way there."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app import paths
from tests.trust import fault, tally
from tests.trust.conftest import runs

COMMANDS = (
    "enter --n 2",
    "list",
    "check",
    "export members {out}/a.xlsx",
    "print members {out}/a.pdf",
    "backup --out {out}/b",
)


def test_no_command_opens_a_way_to_the_network(strace: str, fresh: Path, tmp_path: Path) -> None:
    for n, words in enumerate(COMMANDS):
        log = tmp_path / f"{n}.log"
        tracer = [strace, "-f", "-qq", "-o", str(log), "-e", "trace=socket,connect,sendto"]
        answer = fault.program(*words.format(out=tmp_path).split(), "--db", fresh, tracer=tracer)
        assert answer.returncode == 0, answer.stderr
        assert "AF_INET" not in log.read_text(encoding="utf-8", errors="replace")
    assert tally.note(len(COMMANDS))


def test_without_any_network_everything_works(fresh: Path, tmp_path: Path) -> None:
    if fault.program("--help", tracer=["unshare", "-n"]).returncode:
        pytest.skip("a space of its own for the network cannot be made here")
    for words in COMMANDS[: runs(2, len(COMMANDS))]:
        answer = fault.program(*words.format(out=tmp_path).split(), "--db", fresh, tracer=["unshare", "-n"])
        assert answer.returncode == 0, answer.stderr


_WINDOW = """
import sys
from pathlib import Path
from app import main
from app.db import lock
from app.parts import build
from app.ui import application
qt = application.application()
path = Path(sys.argv[1])
with lock.acquire(path) as held:
    session = main.Session(path, held)
    session.open(build(path))
    session.listen()
    for place in ("home", "member", "ledger", "backup"):
        session.window.open_place(place)
        qt.processEvents()
    session.window.close()
    session.close()
"""


def test_a_window_opens_no_way_to_the_network(strace: str, fresh: Path, tmp_path: Path) -> None:
    log = tmp_path / "window.log"
    command = [strace, "-f", "-qq", "-o", str(log), "-e", "trace=socket,connect,sendto", sys.executable, "-c", _WINDOW]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TOWNSHIP_LEDGER_HOME": str(tmp_path / "home")}
    subprocess.run([*command, str(fresh)], cwd=paths.root(), env=env, check=True, timeout=60)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "AF_UNIX" in said  # where a second start would call
    assert "AF_INET" not in said


def test_nothing_in_the_tests_finds_a_way_to_the_network() -> None:
    with pytest.raises(AssertionError, match="gone out"), socket.socket() as tried:
        tried.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="gone out"):
        socket.create_connection(("example.org", 443))
