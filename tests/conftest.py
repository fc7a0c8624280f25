"""What every test may rely on: a data folder of its own, no screen, and no clock in Hypothesis."""

import itertools
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from app.db import secret
from app.db.store import Store
from app.operations import sample
from app.parts import build
from tests.ledgers.small import stop_clock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder after the other, counted here: pytest's own numbering reads all of them again for each test."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(data_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of this test; nothing ever lands in the real one."""
    folder = next(data_folders)
    folder.mkdir()
    monkeypatch.setenv("TOWNSHIP_LEDGER_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def _offline() -> Iterator[None]:
    """No test, and nothing that a test runs in this process, finds a way to the network."""
    really = socket.socket.connect

    def connect(tried: socket.socket, address: Any) -> None:
        if tried.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"this would have gone out to {address}")
        really(tried, address)

    def getaddrinfo(host: object, *_rest: object, **_more: object) -> None:
        raise AssertionError(f"this would have gone out to ask for {host!r}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Passwords at the lowest cost that is allowed; the program measures a higher one on each PC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret, "calibrated", lambda: secret.FLOOR)
        yield


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty database, made once per run by the real migrations."""
    folder = tmp_path_factory.mktemp("blank")
    build(folder / "ledger.db").close()
    return folder


@pytest.fixture
def store(blank: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of its own for each test, on a copy of the empty database."""
    shutil.copytree(blank, tmp_path / "db")
    parts = build(tmp_path / "db" / "ledger.db")
    yield parts.store
    parts.close()


@pytest.fixture(scope="session")
def sampled(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample township as it is on 22 November 2026, made once per run."""
    folder = tmp_path_factory.mktemp("sampled") / "db"
    shutil.copytree(blank, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOWNSHIP_LEDGER_HOME", str(tmp_path_factory.mktemp("home")))
        stop_clock(patch)
        parts = build(folder / "ledger.db")
        sample.fill(parts.store, scale="township", seed=1)
        parts.close()
    return folder


@pytest.fixture
def township(sampled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The sample township, a copy for each test; it is 22 November 2026."""
    stop_clock(monkeypatch)
    shutil.copytree(sampled, tmp_path / "township")
    parts = build(tmp_path / "township" / "ledger.db")
    yield parts.store
    parts.close()
