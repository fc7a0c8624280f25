"""What happens on a disk that is really full: a sentence, nothing harmed, and work goes on once there is room?"""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.commands.entry import id_number, made_up
from app.db import backup
from app.db.version import HEAD
from tests.db import old
from tests.trust import fault
from tests.trust.conftest import runs

SIZE = 12 << 20
STEP = 64 << 10
PEOPLE = 400


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real small file system."""
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
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def database(blank: Path, disk: Path) -> Path:
    shutil.copytree(blank, disk / "db")
    return disk / "db" / "ledger.db"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A sheet on another disk."""
    sheet = tmp_path / "roster.csv"
    rows = [(made_up(i)["name"], id_number(i), "中共石坪村支部委员会") for i in range(1, PEOPLE + 1)]
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("姓名", "公民身份号码", "所在党支部"), *rows])
    return sheet


def fill(disk: Path, *, left: int) -> Path:
    filling = disk / "filling"
    filling.write_bytes(bytes(max(shutil.disk_usage(disk).free - left, 0)))
    return filling


def steps(short: tuple[int, ...], most: int) -> tuple[int, ...]:
    """How many bytes are left: a few, or every step of 64 KiB."""
    every = tuple(range(0, most, STEP))
    return every if runs(len(short), len(every)) == len(every) else short


def crowded(disk: Path, left: int, *words: object) -> subprocess.CompletedProcess[str]:
    """The command with so little room; whatever it says, it says in words and goes on afterwards."""
    filling = fill(disk, left=left)
    answer = fault.program(*words)
    assert answer.returncode in (0, 3), f"{left}: {answer.stderr}"
    assert "Traceback" not in answer.stderr
    if answer.returncode:
        assert "空间" in answer.stderr, answer.stderr
    filling.unlink()
    return answer


def test_entering_on_a_full_disk_costs_nothing_that_was_acknowledged(database: Path, disk: Path) -> None:
    for left in steps((0, 256 << 10), 2 << 20):
        before = fault.numbers(database)
        answer = crowded(disk, left, "enter", "--db", database, "--n", 60)
        assert before | fault.acknowledged(answer.stdout) <= fault.numbers(database)
        assert fault.problems(database) == ()
    assert fault.program("enter", "--db", database, "--n", 1).returncode == 0


def test_an_import_onto_a_full_disk_is_there_whole_or_not_at_all(database: Path, disk: Path, roster: Path) -> None:
    kept = disk / "kept"
    shutil.copytree(database.parent, kept)
    for left in steps((0, 512 << 10), 4 << 20):
        answer = crowded(disk, left, "import", roster, "--db", database)
        assert len(fault.numbers(database)) == (PEOPLE if answer.returncode == 0 else 0)
        assert fault.problems(database) == ()
        shutil.rmtree(database.parent)
        shutil.copytree(kept, database.parent)


def test_a_backup_onto_a_full_disk_leaves_the_old_one(database: Path, disk: Path) -> None:
    out = disk / "a.backup"
    assert fault.program("backup", "--db", database, "--out", out).returncode == 0
    for left in steps((0, 1 << 20), 6 << 20):
        before = out.read_bytes()
        answer = crowded(disk, left, "backup", "--db", database, "--out", out)
        assert answer.returncode == 0 or out.read_bytes() == before
        assert backup.verify(out).rows
        assert {path.name for path in disk.iterdir()} == {"db", "a.backup"}


def test_an_upgrade_on_a_full_disk_leaves_the_old_database(disk: Path) -> None:
    if old.RELEASED[0] == HEAD:
        pytest.skip("nothing to upgrade")
    for left in steps((0, 1500 << 10), 6 << 20):
        db = old.lay(disk / "old", old.RELEASED[0])
        before = old.contents(db)
        answer = crowded(disk, left, "migrate", "--db", db)
        assert old.head(db) == (HEAD if answer.returncode == 0 else old.RELEASED[0])
        assert old.contents(db, before) == before
        assert fault.problems(db) == ()
        shutil.rmtree(db.parent)


@pytest.mark.parametrize(
    ("words", "name"),
    [(("export", "member"), "old.xlsx"), (("print", "members"), "old.pdf")],
    ids=["workbook", "paper"],
)
def test_what_is_written_to_a_full_disk_leaves_the_old_file(
    words: tuple[str, ...], name: str, database: Path, disk: Path
) -> None:
    out = disk / name
    assert fault.program("enter", "--db", database, "--n", 30).returncode == 0
    assert fault.program(*words, out, "--db", database).returncode == 0
    before = out.read_bytes()
    for left in steps((0,), 512 << 10):
        answer = crowded(disk, left, *words, out, "--db", database)
        assert answer.returncode == 0 or out.read_bytes() == before
        assert name != "old.xlsx" or ZipFile(out).testzip() is None
        assert {path.name for path in disk.iterdir()} == {"db", name}


def test_an_export_of_everything_onto_a_full_disk_says_so(database: Path, disk: Path) -> None:
    assert fault.program("enter", "--db", database, "--n", 30).returncode == 0
    for left in steps((32 << 10,), 1 << 20):
        answer = crowded(disk, left, "export-all", disk / "all", "--db", database)
        if answer.returncode == 0:
            assert all(ZipFile(path).testzip() is None for path in (disk / "all").glob("*.xlsx"))
        shutil.rmtree(disk / "all", ignore_errors=True)
    assert fault.problems(database) == ()
