"""The program dies, or the disk refuses, at some change while the very first database is made: what does the next start find?"""

from pathlib import Path

import pytest

from tests.trust import fault
from tests.trust.conftest import runs


def first_entry(folder: Path) -> tuple[str, ...]:
    return ("enter", "--db", str(folder / "x.db"), "--n", "2")


def tried(strace: str, place: Path, at: int, kind: str) -> None:
    folder = place / f"{kind[:6]}{at}"
    db = folder / "x.db"
    answer = fault.faulty(strace, first_entry(folder), at, kind)
    assert "Traceback" not in answer.stderr
    assert answer.returncode != 70, answer.stderr
    saved = fault.acknowledged(answer.stdout)
    assert saved <= fault.numbers(db), f"change {at}: {answer.stderr}"  # which makes what is missing
    assert fault.problems(db) == (), f"change {at}"
    assert fault.left_over(folder) == [], f"change {at}"


@pytest.fixture(scope="module")
def count(strace: str, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many changes an undisturbed first start makes."""
    place = tmp_path_factory.mktemp("counted")
    return fault.changes(strace, first_entry(place), place / "log")


def test_a_first_start_killed_at_any_change_is_made_up_for_by_the_second(
    strace: str, count: int, tmp_path: Path
) -> None:
    for at in fault.spread(count, runs(2, count)):
        tried(strace, tmp_path, at, fault.KILL)


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_first_start_that_the_disk_refuses_says_so_and_the_second_succeeds(
    error: str, strace: str, count: int, tmp_path: Path
) -> None:
    for at in fault.spread(count, runs(1, count)):
        tried(strace, tmp_path, at, error)
