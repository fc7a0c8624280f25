"""How long and with which tools the promises are tried: a short form always, the long one with TRUST=1.

What this machine cannot do (no strace, no root, no LibreOffice) is skipped and says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trust import tally

LONG = bool(os.environ.get("TRUST"))


def runs(short: int, long: int) -> int:
    """How often something is tried."""
    return tally.note(long if LONG else short)


@pytest.fixture(autouse=True)
def told_tries(request: pytest.FixtureRequest) -> Iterator[None]:
    """How often a test tried goes into the report."""
    tally.taken()
    yield
    request.node.user_properties.append(("tries", tally.taken()))


@pytest.fixture(scope="session")
def strace() -> str:
    """The tool that kills a program, or lets a call fail, at a chosen system call."""
    found = shutil.which("strace")
    if sys.platform != "linux" or found is None:
        pytest.skip("strace is not installed: faults at system calls cannot be tried here")
    tried = subprocess.run([found, "-qq", "-o", os.devnull, "true"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("tracing is not allowed here: faults at system calls cannot be tried")
    return found


@pytest.fixture
def fresh(blank: Path, tmp_path: Path) -> Path:
    """A database of its own, made by the real migrations."""
    shutil.copytree(blank, tmp_path / "db")
    return tmp_path / "db" / "ledger.db"
