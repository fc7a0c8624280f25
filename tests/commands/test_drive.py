"""`--pretend-drive`: what commands do on a share, in a synced folder and on a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.db import drive


@pytest.fixture(autouse=True)
def _nothing_pretended_after() -> Iterator[None]:
    yield
    drive.pretend("")


@pytest.mark.parametrize("command", ["enter --n 1", "list", "check", "open --hold 0"])
def test_no_command_opens_a_database_on_a_share(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    name, *rest = command.split()
    assert main([name, "--pretend-drive", "network", "--db", str(tmp_path / "x.db"), *rest]) == 3
    assert "网络共享" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["sync", "removable"])
def test_elsewhere_commands_work(tmp_path: Path, kind: str) -> None:
    assert main(["enter", "--pretend-drive", kind, "--db", str(tmp_path / "x.db"), "--n", "1"]) == 0
