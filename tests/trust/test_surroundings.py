"""The PC is not as one hopes: a disk that only lets read, a wrong clock, a strange language, a long path, no temporary folder.

The short form tries the worst at once, the long one each surrounding by itself.
"""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.cli import main
from tests.trust import fault
from tests.trust.conftest import LONG, runs

STRANGE = "党建 资料(内部)'😀 a#b%20c&d"
LONG_PATH = "/".join(["深层目录 deep-folder"] * 14)  # beyond 260 characters with all that is above it


@dataclass(frozen=True)
class Around:
    """`clock` as faketime takes it; `files` open at once, `memory` in bytes, 0 for as many as there are."""

    folder: str = "db"
    clock: str = ""
    env: dict[str, str] = field(default_factory=dict)
    files: int = 0
    memory: int = 0


_ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati")
_CLOCKS = ("1970-01-02", "2019-01-01", "2024-02-29", "2038-01-20", "2099-12-31")
_LANGUAGES = ("C", "POSIX", "C.UTF-8")
_NOWHERE = {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"}
WORST = {
    "everything but the clock": Around(
        f"{STRANGE}/{LONG_PATH}", env={**_NOWHERE, "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"}, files=64,
    ),
    "clock 1970": Around(clock="1970-01-02 12:00:00"),
    "clock 2099": Around(clock="2099-12-31 12:00:00"),
}  # fmt: skip
EACH = {
    **{f"zone {zone}": Around(env={"TZ": zone}) for zone in _ZONES},
    **{f"language {one}": Around(env={"LANG": one, "LC_ALL": one, "PYTHONUTF8": "0"}) for one in _LANGUAGES},
    **{f"clock {day}": Around(clock=f"{day} 12:00:00") for day in _CLOCKS},
    **{f"path {n}": Around(path) for n, path in enumerate((STRANGE, "引号'和 空格", "长" * 80, LONG_PATH))},
    "no home": Around(env={"HOME": "/nonexistent"}), "no temporary folder": Around(env={"TMPDIR": "/nonexistent"}),
    "64 open files": Around(files=64), "1.5 GB of memory": Around(memory=1_500_000_000),
}  # fmt: skip
AROUND = {**WORST, **EACH} if LONG else WORST


def within(around: Around) -> None:
    for what, most in ((resource.RLIMIT_NOFILE, around.files), (resource.RLIMIT_AS, around.memory)):
        if most:
            resource.setrlimit(what, (most, most))


@pytest.mark.skipif(sys.platform != "linux", reason="these surroundings are made with tools of Linux")
@pytest.mark.parametrize("name", AROUND)
def test_entering_goes_on_in_any_surrounding(name: str, blank: Path, tmp_path: Path) -> None:
    around = AROUND[name]
    if around.clock and shutil.which("faketime") is None:
        pytest.skip("faketime is not installed: a wrong clock cannot be tried here")
    folder = tmp_path / around.folder
    shutil.copytree(blank, folder)
    tracer = ["faketime", around.clock] if around.clock else []
    command = [*tracer, sys.executable, "-m", "app", "enter", "--n", "3", "--db", str(folder / "ledger.db")]
    answer = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, check=False, env={**os.environ, **around.env},
        preexec_fn=lambda: within(around),
    )  # fmt: skip
    said = answer.stdout.decode()
    assert answer.returncode == 0, answer.stderr.decode(errors="replace")
    assert len(fault.acknowledged(said)) == 3
    assert fault.numbers(folder / "ledger.db") == fault.acknowledged(said)
    assert fault.problems(folder / "ledger.db") == ()
    runs(1, 1)


def test_works_keep_their_order_when_the_clock_goes_back(fresh: Path) -> None:
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed: a wrong clock cannot be tried here")
    for start, day in ((1, "2099-12-31 12:00:00"), (50, "1970-01-02 12:00:00")):
        answer = fault.program("enter", "--n", 1, "--start", start, "--db", fresh, tracer=["faketime", day])
        assert answer.returncode == 0, answer.stderr
    assert len(fault.numbers(fresh)) == 2
    assert main(["undo", "--db", str(fresh)]) == 0  # the one that was entered last, not the one with the later date
    assert fault.numbers(fresh) == {number for number in fault.numbers(fresh) if number}
    assert len(fault.numbers(fresh)) == 1
    assert fault.problems(fresh) == ()


@pytest.fixture
def closed(fresh: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of a database with two members on a disk that only lets read."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a disk can be closed to writing by root on Linux only")
    assert main(["enter", "--n", "2", "--db", str(fresh)]) == 0
    place = tmp_path / "closed"
    place.mkdir()
    if subprocess.run(["mount", "--bind", str(fresh.parent), str(place)], check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True, capture_output=True)
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


READING = ("list", "check", "history", "stats", "backup --out {out}/b")
# What leaves is noted in the database: where no note can be kept, nothing leaves.
WRITING = (
    "enter --n 1", "undo", "import {out}/roster.csv", "restore --from {out}/b", "demo", "export member {out}/a.xlsx",
    "print members {out}/a.pdf",
)  # fmt: skip


def test_a_disk_that_only_lets_read_shows_everything_and_never_pretends_to_save(
    closed: Path, fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = closed / "ledger.db"
    before = {path.name: path.read_bytes() for path in fresh.parent.iterdir()}
    (tmp_path / "roster.csv").write_text(
        "姓名,公民身份号码,所在党支部\n查甲,990101198706150017,中共石坪村支部委员会\n", encoding="utf-8"
    )
    capsys.readouterr()
    for words in READING:
        code = main([*words.format(out=tmp_path).split(), "--db", str(db)])
        assert code == 0, f"{words}: {capsys.readouterr().err}"
    assert "ACK" not in capsys.readouterr().out
    for words in WRITING:
        code = main([*words.format(out=tmp_path).split(), "--db", str(db)])
        told = capsys.readouterr()
        assert code == 3, words
        assert "ACK" not in told.out
        assert told.err.strip(), words
        assert "Traceback" not in told.err
    assert not list(tmp_path.glob("a.*"))
    runs(len(READING) + len(WRITING), len(READING) + len(WRITING))
    assert {path.name: path.read_bytes() for path in fresh.parent.iterdir()} == before
