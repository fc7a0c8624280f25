"""What does a killed run leave beside a file it was writing, and who removes it?"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import passing, paths
from app.errors import UserError
from app.files import own_prefix, replace_file

_KILLED = """
import os, signal, sys
from pathlib import Path
from app.files import replace_file
with replace_file(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_while_writing(target: Path) -> Path:
    """The half file that the killed process left."""
    before = set(target.parent.iterdir())
    subprocess.run([sys.executable, "-c", _KILLED, str(target)], cwd=paths.root(), check=False)
    (left,) = set(target.parent.iterdir()) - before
    return left


def write(target: Path, content: bytes = b"new") -> None:
    with replace_file(target) as temporary:
        temporary.write_bytes(content)


def test_the_next_writing_into_the_folder_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    old = tmp_path / "台账.xlsx"
    old.write_bytes(b"old")
    left = killed_while_writing(old)
    assert old.read_bytes() == b"old"
    assert left.read_bytes() == b"half"
    write(tmp_path / "另一份.csv")
    assert {path.name for path in tmp_path.iterdir()} == {"台账.xlsx", "另一份.csv"}


def test_what_was_only_shown_lies_in_the_data_folder_and_goes_with_its_screen_or_at_the_next_start(
    home: Path,
) -> None:
    with passing.folder() as shown:
        assert Path(shown).parent == passing.place()
        assert passing.place().is_relative_to(home)
        (Path(shown) / "ledger.pdf").write_bytes(b"shown")
        passing.clear()
        assert (Path(shown) / "ledger.pdf").exists()
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True)
    killed = passing.place() / f"{own_prefix('.~').removesuffix(f'{os.getpid()}-')}{int(gone.stdout)}-abc.tmp"
    killed.mkdir()
    (killed / "ledger.pdf").write_bytes(b"shown")
    passing.clear()
    assert list(passing.place().iterdir()) == []


def test_nothing_is_put_together_in_the_folder_of_the_system() -> None:
    """One place knows where: whoever asks the system for a folder by himself leaves readable files there when killed."""
    asking = {
        path.relative_to(paths.root()).as_posix()
        for path in (paths.root() / "app").rglob("*.py")
        if re.search(
            r"TemporaryDirectory|mkdtemp|mkstemp|NamedTemporaryFile|QTemporary", path.read_text(encoding="utf-8")
        )
    }
    made_up = {"app/ui/shots.py", "app/commands/sample.py"}  # samples only
    beside = {"app/files.py", "app/db/backup.py", "app/pack/folder.py"}  # beside what they become
    assert asking == {"app/passing.py", *made_up, *beside}


def test_what_others_left_or_are_still_writing_stays(tmp_path: Path) -> None:
    mine = tmp_path / f"{own_prefix('.~')}abc.tmp"
    fresh_elsewhere = tmp_path / ".~000000-1-abc.tmp"
    foreign = [tmp_path / name for name in (".~lock.台账.xlsx#", "~$台账.xlsx", ".~台账.tmp", "000000-1-abc.tmp")]
    for path in (mine, fresh_elsewhere, *foreign):
        path.write_bytes(b"x")
    write(tmp_path / "a.csv")
    assert all(path.exists() for path in (mine, fresh_elsewhere, *foreign))


def test_what_another_computer_left_on_a_stick_goes_after_a_day(tmp_path: Path) -> None:
    left = tmp_path / ".~000000-1-abc.tmp"
    left.write_bytes(b"x")
    old = time.time() - 90_000
    os.utime(left, (old, old))
    write(tmp_path / "a.csv")
    assert not left.exists()


def test_two_windows_write_into_one_folder_at_once(tmp_path: Path) -> None:
    with replace_file(tmp_path / "a.csv") as first:
        first.write_bytes(b"first")
        write(tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"first"


def test_the_name_of_a_half_file_says_whose_it_is_but_nothing_of_what_is_in_it(tmp_path: Path) -> None:
    try:
        with replace_file(tmp_path / "柳一.csv") as temporary:
            shown = temporary.name
            raise UserError("停。")
    except UserError:
        assert re.fullmatch(rf"\.~[0-9a-f]{{6}}-{os.getpid()}-\w+\.tmp", shown)
    assert not list(tmp_path.iterdir())


def test_a_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "盘").mkdir()
    real, link = tmp_path / "盘" / "旧.xlsx", tmp_path / "台账.xlsx"
    real.write_bytes(b"old")
    try:
        link.symlink_to(real)
    except OSError:  # Windows lets only some make links
        pytest.skip("这台电脑不能建立符号链接")
    write(link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert list((tmp_path / "盘").iterdir()) == [real]
