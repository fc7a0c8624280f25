"""D20: after a long day's work everything costs what it cost in the morning: statements, open files, memory, the log on disk."""

import gc
import os
import sys
from pathlib import Path
from random import Random

import pytest

from app.commands.entry import id_number, made_up
from app.commands.ops import Scene
from app.db import wal
from app.db.store import Store
from app.models.member import Member
from app.operations import record
from tests.hearing import Heard, heard
from tests.trust.conftest import LONG, runs

ACTS = ("add", "edit", "edit", "move", "leave", "come_back", "undo", "redo")
GROWTH = 50 << 20  # bytes


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the files of this process, not of a folder


def memory() -> int:
    """Bytes in use by this process."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")


def one_save(store: Store, asked: Heard, n: int) -> int:
    """How many statements it takes to enter one more member."""
    asked.clear()
    record.save(store, Member, {"name": made_up(n)["name"], "id_number": id_number(n)})
    return len(asked)


@pytest.mark.skipif(sys.platform != "linux", reason="open files and memory are read from Linux")
def test_eight_hours_of_work_cost_in_the_end_what_they_cost_at_first(store: Store) -> None:
    chance = Random(20)
    scene = Scene(store, chance, store.path.parent)
    for verb in ("add", "add", "add", "edit", "move", "leave", "undo", "redo"):
        scene.act({"do": verb})
    with store.write() as writer:
        asked = heard(writer)
    one_save(store, asked, 90_000)  # settles what was undone
    first, files, bytes_used = one_save(store, asked, 90_001), open_files(), memory()
    for _ in range(runs(150, 20_000)):
        scene.act({"do": chance.choice(ACTS)})
        asked.clear()  # what was heard is no memory of the program
    one_save(store, asked, 90_002)
    assert one_save(store, asked, 90_003) == first
    assert open_files() == files
    assert memory() - bytes_used < GROWTH
    assert wal.wal_path(store.path).stat().st_size < (64 if LONG else 16) << 20
