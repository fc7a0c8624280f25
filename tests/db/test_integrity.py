"""Damage of any kind is noticed, and an undamaged database passes."""

import random
import shutil
from pathlib import Path

import pytest

from app.db import integrity, key
from app.errors import UserError
from tests.db.town import made, names, opened

_PAGE = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole") / "x.db", rows=200)


def _damaged_copy(whole: Path, folder: Path, raw: bytes) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in key.key_paths(whole):
        shutil.copy(path, folder / path.name)
    db = folder / whole.name
    db.write_bytes(raw)
    return db


def _noticed(db: Path) -> bool:
    try:
        found = opened(db)
    except UserError:
        return True
    try:
        return bool(integrity.pages(found))
    finally:
        found.close()


def test_an_undamaged_database_passes(whole: Path) -> None:
    found = opened(whole)
    assert integrity.pages(found) == []
    assert integrity.references(found) == []
    assert integrity.foreign_objects(found) == []
    found.close()


def test_every_flipped_bit_is_noticed(whole: Path, tmp_path: Path) -> None:
    raw = whole.read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        at, bit = dice.randrange(len(raw)), dice.randrange(8)
        flipped = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
        assert _noticed(_damaged_copy(whole, tmp_path / "d", flipped)), (at, bit)


def test_a_cut_tail_is_noticed_wherever_it_was_cut(whole: Path, tmp_path: Path) -> None:
    raw = whole.read_bytes()
    for length in (1, 15, 100, 511, 512, _PAGE - 1, _PAGE, _PAGE + 1, 3 * _PAGE, len(raw) - _PAGE, len(raw) - 1):
        assert _noticed(_damaged_copy(whole, tmp_path / "d", raw[:length])), length


def test_swapped_and_emptied_pages_are_noticed(whole: Path, tmp_path: Path) -> None:
    raw = whole.read_bytes()
    pages = [raw[at : at + _PAGE] for at in range(0, len(raw), _PAGE)]
    for number in range(1, len(pages) - 1):
        swapped = [*pages[:number], pages[number + 1], pages[number], *pages[number + 2 :]]
        emptied = [*pages[:number], bytes(_PAGE), *pages[number + 1 :]]
        assert _noticed(_damaged_copy(whole, tmp_path / "d", b"".join(swapped))), number
        assert _noticed(_damaged_copy(whole, tmp_path / "d", b"".join(emptied))), number


def test_every_damaged_page_is_named_not_only_the_first(whole: Path, tmp_path: Path) -> None:
    raw = bytearray(whole.read_bytes())
    for page in (5, 9):
        raw[(page - 1) * _PAGE + 50] ^= 1
    found = opened(_damaged_copy(whole, tmp_path / "d", bytes(raw)))
    said = integrity.pages(found)
    found.close()
    assert ["5" in said[0], "9" in said[1], len(said)] == [True, True, 2]


def test_a_page_torn_by_a_power_cut_is_whole_again_from_the_log(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=20)
    writing = opened(db)
    writing.execute("UPDATE person SET name = '李梅'")
    shutil.copytree(tmp_path, tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm", "cut"))
    writing.close()
    cut = tmp_path / "cut" / "x.db"
    raw = bytearray(cut.read_bytes())
    raw[-_PAGE // 2 :] = bytes(_PAGE // 2)
    cut.write_bytes(raw)
    assert not _noticed(cut)
    assert set(names(cut)) == {"李梅"}


def test_a_reference_to_nothing_is_named(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=2)
    found = opened(db)
    found.execute("PRAGMA foreign_keys=0")
    found.execute("UPDATE person SET branch = 99 WHERE id = 2")
    said = integrity.references(found)
    found.close()
    assert len(said) == 1
    assert "person" in said[0]


def test_foreign_objects_are_named(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=2)
    found = opened(db)
    found.execute("CREATE VIEW b AS SELECT 1")
    found.execute("CREATE TRIGGER a AFTER INSERT ON branch BEGIN SELECT 1; END")
    found.execute("CREATE VIRTUAL TABLE c USING fts5(x)")
    assert {"a", "b", "c"} <= set(integrity.foreign_objects(found))
    found.close()


def test_the_undamaged_database_was_left_as_it_was(whole: Path) -> None:
    assert len(names(whole)) == 200
