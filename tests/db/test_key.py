"""The key files: written twice, repaired from each other, never replaced in silence."""

import json
import multiprocessing
from pathlib import Path

import pytest

from app.db import key, slot
from app.errors import UserError
from tests.db.town import made, names


def _create(db: Path) -> str:
    return key.create_key(db, 0).slots[0].data


def test_a_new_key_is_256_random_bits_in_both_files(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    keyfile = key.create_key(db, 7)
    first, second = key.key_paths(db)
    assert first.read_bytes() == second.read_bytes()
    assert len(key.unlock(keyfile, db)) == 32
    assert keyfile.schema == 7
    assert key.create_key(tmp_path / "y.db", 0).slots != keyfile.slots


def test_a_key_without_its_first_page_is_used_again(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    before = key.create_key(db, 0)
    assert key.create_key(db, 0) == before
    db.touch()
    assert key.create_key(db, 0) == before


def test_twenty_processes_that_make_the_key_at_once_get_the_same_one(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        found = pool.map(_create, [tmp_path / "x.db"] * 20)
    assert len(set(found)) == 1


@pytest.mark.parametrize("which", [0, 1])
def test_every_changed_byte_of_one_key_file_is_noticed_and_mended(tmp_path: Path, which: int) -> None:
    db = made(tmp_path / "x.db", rows=1)
    path = key.key_paths(db)[which]
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert key.to_bytes(key.read_key(db)) == whole
        assert path.read_bytes() == whole


def test_a_missing_second_copy_is_written_again(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    key.key_paths(db)[0].unlink()
    assert len(names(db)) == 1
    assert key.key_paths(db)[0].exists()


def test_of_two_whole_key_files_the_later_writing_counts(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    first, second = key.key_paths(db)
    older = second.read_bytes()
    key.set_schema(db, 9)
    second.write_bytes(older)
    assert key.read_key(db).schema == 9
    assert second.read_bytes() == first.read_bytes()


def test_both_key_files_damaged_is_said_with_the_way_out(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    for path in key.key_paths(db):
        path.write_bytes(b"\0" * 100)
    with pytest.raises(UserError) as caught:
        key.read_key(db)
    assert "备份" in caught.value.hint


def test_a_database_without_key_files_gets_no_new_key(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    for path in key.key_paths(db):
        path.unlink()
    with pytest.raises(UserError, match="密钥"):
        key.create_key(db, 0)
    with pytest.raises(UserError, match="密钥"):
        key.read_key(db)


def test_an_emptied_database_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    db.write_bytes(b"")
    with pytest.raises(UserError, match="空的"):
        key.read_key(db)


def test_a_key_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    body = json.loads(key.key_paths(db)[0].read_bytes())
    body["format"] = key.FORMAT + 1
    body.pop("check")
    body["check"] = key._check(body)  # noqa: SLF001 - a file as a newer program would write it
    for path in key.key_paths(db):
        path.write_bytes(json.dumps(body).encode())
    before = key.key_paths(db)[0].read_bytes()
    with pytest.raises(UserError, match="较新版本"):
        key.read_key(db)
    assert key.key_paths(db)[0].read_bytes() == before


def test_the_schema_number_is_written_once(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    key.set_schema(db, 4)
    edition = key.read_key(db).edition
    key.set_schema(db, 4)
    assert key.read_key(db).edition == edition
    assert key.read_key(db).schema == 4


def test_of_two_keys_the_one_that_opens_the_database_is_given_and_kept(tmp_path: Path) -> None:
    db = made(tmp_path / "x.db", rows=1)
    right = key.read_key(db)
    other = slot.opened(bytes.fromhex("ab" * 32))
    both = key.KeyFile(1, "", 5, (other, *right.slots))
    key.write_new(db, both)
    assert key.unlock(key.read_key(db), db).hex() == right.slots[0].data
    assert key.read_key(db).slots == right.slots
