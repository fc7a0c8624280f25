"""A database that was damaged on the disk: is it noticed before a word of it is believed?"""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from app.db import failure, key, wal
from app.db.dump import dump
from app.db.store import open_store
from app.errors import UserError
from tests.db import old
from tests.trust import fault
from tests.trust.conftest import runs

PAGE = wal.PAGE
WAYS = ("flip", "flip", "flip", "zero page", "cut", "swap pages", "header", "foreign log")


def damaged(raw: bytes, way: str, random: Random) -> bytes:
    found = bytearray(raw)
    if way == "flip":
        found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    elif way == "zero page":
        at = random.randrange(len(found) // PAGE) * PAGE
        found[at : at + PAGE] = bytes(PAGE)
    elif way == "cut":
        del found[random.randrange(1, len(found)) :]
    elif way == "swap pages":
        one, other = (number * PAGE for number in random.sample(range(1, len(found) // PAGE), 2))
        first, second = found[one : one + PAGE], found[other : other + PAGE]
        found[one : one + PAGE], found[other : other + PAGE] = second, first
    elif way == "header":
        found[random.randrange(100)] = random.randrange(256)
    return bytes(found)


def log(random: Random) -> bytes:
    """Beside the database: noise, or the beginning of a log that is none of ours."""
    return os.urandom(PAGE) if random.random() < 0.5 else b"\x37\x7f\x06\x82" + os.urandom(2 * PAGE)


def said(db: Path) -> str | None:
    """What the program shows of it; None when it refuses in words."""
    try:
        with open_store(db, make=False) as store, store.read() as reader:
            return dump(reader)
    except UserError:
        return None


@pytest.mark.parametrize("seed", range(4))
def test_no_damage_is_shown_as_data(seed: int, tmp_path: Path) -> None:
    whole = old.lay(tmp_path / "whole", "0001")
    fault.numbers(whole)
    truth, raw = said(whole), whole.read_bytes()
    assert truth is not None
    random = Random(seed)
    noticed = 0
    for count in range(runs(16, 256)):
        db = tmp_path / str(count) / "x.db"
        db.parent.mkdir()
        for path in key.key_paths(whole):
            shutil.copy(path, db.parent / path.name)
        way = WAYS[count % len(WAYS)]
        db.write_bytes(damaged(raw, way, random))
        if way == "foreign log":
            wal.wal_path(db).write_bytes(log(random))
        found = fault.problems(db)
        noticed += bool(found)
        assert found or said(db) == truth, f"{way}, seed {seed}, number {count}"
        shutil.rmtree(db.parent)
    assert noticed > count // 2


def test_the_file_of_a_damaged_database_is_kept_as_it_was(tmp_path: Path) -> None:
    db = old.lay(tmp_path, "0001")
    fault.numbers(db)
    raw = damaged(db.read_bytes(), "zero page", Random(1))
    db.write_bytes(raw)
    assert said(db) is None or fault.problems(db)
    assert db.read_bytes() == raw


def test_every_word_of_a_refusal_is_chinese_and_names_the_way_out(tmp_path: Path) -> None:
    db = old.lay(tmp_path, "0001")
    db.write_bytes(bytes(len(db.read_bytes())))
    with pytest.raises(failure.Damaged) as refused:
        open_store(db)
    assert "备份" in refused.value.hint
