"""A command as a test calls it, and a township that is filled once per run."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Call = Callable[..., Answer]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("township")
    assert main(["demo", "--db", str(folder / "town.db")]) == 0
    return folder


@pytest.fixture
def town(township: Path, tmp_path: Path) -> Path:
    """A township of its own for each test."""
    shutil.copytree(township, tmp_path / "town")
    return tmp_path / "town" / "town.db"


@pytest.fixture
def empty(blank: Path, tmp_path: Path) -> Path:
    shutil.copytree(blank, tmp_path / "empty")
    return tmp_path / "empty" / "ledger.db"
