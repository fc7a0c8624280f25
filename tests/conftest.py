"""What every test may rely on: a data folder of its own, no screen, and no clock in Hypothesis."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from app.db.store import Store
from app.parts import build

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of this test; nothing ever lands in the real one."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TOWNSHIP_LEDGER_HOME", str(folder))
    return folder


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
