"""Passwords: exactly the present words open the database, whatever was set, changed, lost or renewed before."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.db import door, key, recovery, secret
from app.db.slot import OPEN, PASSWORD, RECOVERY, Cost, Words, fingerprint
from app.db.store import open_store
from app.errors import Locked, UserError, WrongWords
from app.operations import access, keeping
from tests.db.town import made


def _password(text: str, who: str = "") -> Words:
    return Words(PASSWORD, text, who)


@pytest.fixture
def locked(blank: Path, tmp_path: Path) -> tuple[Path, bytes, str]:
    shutil.copytree(blank, tmp_path / "own")
    db = tmp_path / "own" / "ledger.db"
    data_key = key.unlock(key.read_key(db), db)
    return db, data_key, access.set_password(db, data_key, "first word")


Town = tuple[Path, bytes, str]


def test_a_database_with_a_password_opens_with_it_and_with_nothing_else(locked: Town) -> None:
    db, data_key, code = locked
    with pytest.raises(Locked):
        open_store(db)
    with pytest.raises(WrongWords):
        open_store(db, given=_password("First word"))
    with pytest.raises(WrongWords):
        open_store(db, given=Words(RECOVERY, "first word"))
    open_store(db, given=_password("first word")).close()
    open_store(db, given=data_key).close()
    assert access.unlock(db, Words(RECOVERY, code.lower())) == data_key
    assert not door.door_path(db).exists()


def test_the_key_file_holds_neither_the_key_nor_a_readable_word(locked: Town) -> None:
    db, data_key, code = locked
    for path in key.key_paths(db):
        raw = path.read_text()
        assert data_key.hex() not in raw
        assert "first" not in raw
        assert code[:5] not in raw
        assert OPEN not in [slot.kind for slot in key.read_key(db).slots]


def test_the_page_of_the_database_is_not_touched_by_a_new_password(locked: Town) -> None:
    db, data_key, _code = locked
    before = db.read_bytes()
    access.set_password(db, data_key, "second word", old="first word")
    assert db.read_bytes() == before


def test_after_a_change_the_former_password_opens_nothing_and_the_code_still_does(locked: Town) -> None:
    db, data_key, code = locked
    assert access.set_password(db, data_key, "second word", old="first word") == ""
    with pytest.raises(WrongWords):
        access.unlock(db, _password("first word"))
    assert access.unlock(db, _password("second word")) == data_key
    assert access.unlock(db, Words(RECOVERY, code)) == data_key


def test_an_open_window_alone_does_not_change_the_password(locked: Town) -> None:
    db, data_key, _code = locked
    before = key.read_key(db)
    with pytest.raises(WrongWords):
        access.set_password(db, data_key, "second word", old="guess")
    assert key.read_key(db) == before


def test_the_recovery_code_sets_a_new_password_and_stays_good(locked: Town) -> None:
    db, data_key, code = locked
    for turn in range(3):
        access.recover(db, code, f"password {turn}")
    assert access.unlock(db, _password("password 2")) == data_key
    for former in ("first word", "password 0"):
        with pytest.raises(WrongWords):
            access.unlock(db, _password(former))


def test_a_renewed_code_ends_the_former_one(locked: Town) -> None:
    db, data_key, code = locked
    fresh = access.new_code(db, data_key, "first word")
    with pytest.raises(WrongWords):
        access.unlock(db, Words(RECOVERY, code))
    assert access.unlock(db, Words(RECOVERY, fresh)) == data_key


def test_a_password_taken_off_leaves_a_database_that_opens(locked: Town) -> None:
    db, data_key, _code = locked
    access.take_off(db, data_key, "first word")
    open_store(db).close()
    assert not keeping.is_locked(db)


@pytest.mark.parametrize("weak", ["", "12345", "     1"])
def test_a_short_password_is_refused_in_words(tmp_path: Path, weak: str) -> None:
    db = made(tmp_path / "x.db", rows=1)
    with pytest.raises(UserError, match="至少"):
        access.set_password(db, key.unlock(key.read_key(db), db), weak)
    assert not keeping.is_locked(db)


def test_full_width_and_half_width_typing_is_one_password(locked: Town) -> None:
    db, data_key, _code = locked
    access.set_password(db, data_key, "abc１２３", old="first word")
    assert access.unlock(db, _password("ａｂｃ123")) == data_key


def test_a_box_bound_to_its_kind_its_clerk_and_its_key_opens_as_no_other() -> None:
    made_slot = secret.seal(_password("some words", "甲"), b"k" * 32)
    assert secret.open_slot(made_slot, "some words") == b"k" * 32
    for changed in (
        replace(made_slot, kind=RECOVERY),
        replace(made_slot, who=""),
        replace(made_slot, of=fingerprint(b"j" * 32)),
        replace(made_slot, data=made_slot.data[:-2] + ("00" if made_slot.data[-2:] != "00" else "11")),
    ):
        assert secret.open_slot(changed, "some words") is None


def test_a_key_file_cannot_make_guessing_cheaper_than_the_floor() -> None:
    weak = secret.seal(_password("some words"), b"k" * 32, cost=Cost(8, 1, 1))
    told = replace(weak, cost=secret.FLOOR)
    assert secret.open_slot(told, "some words") == b"k" * 32  # sealed at the floor whatever was asked
    cost = secret.calibrated()
    assert (cost.memory, cost.lanes) == (65536, 4)
    assert cost.rounds >= 3


def test_a_backup_opens_elsewhere_with_the_password_or_the_code_of_its_day(locked: Town, tmp_path: Path) -> None:
    db, data_key, code = locked
    with open_store(db, given=data_key) as store:
        keeping.backup(store, tmp_path / "b.bak")
    other = tmp_path / "other pc" / "y.db"
    other.parent.mkdir()
    with pytest.raises(Locked):
        keeping.restore(other, tmp_path / "b.bak")
    assert not other.exists()
    for given in (_password("first word"), Words(RECOVERY, recovery.read(code))):
        keeping.restore(other, tmp_path / "b.bak", given=given)
        assert access.unlock(other, _password("first word")) == data_key


def test_a_backup_of_the_same_database_takes_the_present_password(locked: Town, tmp_path: Path) -> None:
    db, data_key, _code = locked
    with open_store(db, given=data_key) as store:
        keeping.backup(store, tmp_path / "b.bak")
    access.set_password(db, data_key, "second word", old="first word")
    keeping.restore(db, tmp_path / "b.bak", given=data_key)
    assert access.unlock(db, _password("second word")) == data_key
    with pytest.raises(WrongWords):
        access.unlock(db, _password("first word"))


def test_a_backup_of_another_database_brings_its_own_password_and_the_old_one_is_kept(
    locked: Town, tmp_path: Path
) -> None:
    db, data_key, _code = locked
    with open_store(db, given=data_key) as store:
        keeping.backup(store, tmp_path / "b.bak")
    other = tmp_path / "other.db"
    with open_store(other) as store:
        kept = store.key
    aside = keeping.restore(other, tmp_path / "b.bak", given=_password("first word"))
    assert access.unlock(other, _password("first word")) == data_key
    assert aside is not None
    assert key.unlock(key.read_key(aside), aside) == kept
    again = keeping.restore(db, tmp_path / "b.bak", given=_password("first word"))
    assert again is not None
    assert access.unlock(again, _password("first word")) == data_key
