"""What happens on a disk that is really full: a sentence, nothing harmed, and work goes on once there is room?"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from app import paths

SIZE = 4 << 20


@pytest.fixture
def disk(blank: Path, tmp_path: Path) -> Iterator[Path]:
    """A real small file system with a database on it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small file system can be mounted by root on Linux only")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        shutil.copytree(blank, place / "db")
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def called(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.run(command, cwd=paths.root(), capture_output=True, text=True, check=False)


def fill(disk: Path, *, left: int) -> None:
    free = shutil.disk_usage(disk).free
    (disk / "filling").write_bytes(bytes(max(free - left, 0)))


@pytest.mark.parametrize("left", [0, 64 << 10, 256 << 10])
def test_a_full_disk_costs_nothing_that_was_acknowledged(disk: Path, left: int) -> None:
    database = disk / "db" / "ledger.db"
    fill(disk, left=left)
    answer = called("enter", "--db", database, "--n", 60)
    assert answer.returncode in (0, 3), answer.stderr
    assert "Traceback" not in answer.stderr
    (disk / "filling").unlink()
    acknowledged = {line.split()[1] for line in answer.stdout.splitlines()}
    assert acknowledged <= set(called("list", "--db", database).stdout.split())
    assert called("check", "--db", database).returncode == 0
    assert called("enter", "--db", database, "--n", 1).returncode == 0


@pytest.mark.parametrize("left", [0, 16 << 10])
def test_an_export_to_a_full_disk_leaves_the_old_file(disk: Path, left: int) -> None:
    database, sheet = disk / "db" / "ledger.db", disk / "old.xlsx"
    called("enter", "--db", database, "--n", 30)
    assert called("export", "member", sheet, "--db", database).returncode == 0
    before = sheet.read_bytes()
    called("enter", "--db", database, "--n", 1)
    fill(disk, left=left)
    answer = called("export", "member", sheet, "--db", database)
    assert answer.returncode in (0, 3), answer.stderr
    assert answer.returncode == 0 or sheet.read_bytes() == before
    assert ZipFile(sheet).testzip() is None
    assert {path.name for path in disk.iterdir()} == {"db", "filling", "old.xlsx"}
