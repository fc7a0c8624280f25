"""Wrong words make the next try wait: longer each time, half a minute at most, and neither restart nor clock helps."""

import time
from pathlib import Path

import pytest

from app.db import door


def test_the_wait_grows_to_half_a_minute_and_no_further() -> None:
    waits = [door.wait_after(wrong) for wrong in range(40)]
    assert waits[:3] == [0, 0, 0]
    assert waits == sorted(waits)
    assert waits[-1] == door.LONGEST == 30


def test_the_count_survives_and_the_right_words_end_it(tmp_path: Path) -> None:
    waited: list[float] = []
    db = tmp_path / "x.db"
    for _ in range(6):
        assert door.knock(db, lambda: None, wait=waited.append) is None
    assert waited == [0, 0, 0, 1, 2, 4]
    assert door.wrong_so_far(db) == 6  # a new process reads it from there
    assert door.knock(db, lambda: "in", wait=waited.append) == "in"
    assert waited[-1] == 8
    assert door.wrong_so_far(db) == 0


def test_a_try_counts_before_its_answer_so_that_killing_the_program_saves_nothing(tmp_path: Path) -> None:
    db = tmp_path / "x.db"

    def killed() -> None:
        raise KeyboardInterrupt

    try:
        door.knock(db, killed, wait=lambda _s: None)
    except KeyboardInterrupt:
        assert door.wrong_so_far(db) == 1


def test_a_damaged_count_is_no_reason_to_keep_anybody_out(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    door.door_path(db).write_bytes(b"\xff{")
    assert door.wrong_so_far(db) == 0


@pytest.mark.parametrize("shift", [-50 * 365 * 86400.0, 0.0, 75 * 365 * 86400.0])
def test_a_clock_that_is_set_shortens_no_wait(shift: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    now = time.time()
    for n in range(7):
        monkeypatch.setattr(time, "time", lambda at=now + n * shift: at)
        assert door.knock(tmp_path / "x.db", lambda: None, wait=waited.append) is None
    assert waited == [0, 0, 0, 1, 2, 4, 8]
