"""What every test may rely on: a data folder of its own, no screen, and no clock in Hypothesis."""

import os
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of this test; nothing ever lands in the real one."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TOWNSHIP_LEDGER_HOME", str(folder))
    return folder
