"""Backups by themselves: only when something changed, each one verified, the newest good one found past damaged ones."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import clock
from app.db.store import Store
from app.errors import UserError
from app.operations import access, keeping, spare
from tests import make


def test_one_is_made_when_something_changed_and_none_when_nothing_did(store: Store) -> None:
    make.unit(store)
    first = spare.make(store)
    assert first is not None
    assert keeping.look(first, given=store.key).rows
    assert spare.make(store) is None
    assert not spare.due(store)
    make.member(store, "单小红")
    assert spare.due(store)
    second = spare.make(store)
    assert second is not None
    assert [one.number for one in spare.spares(spare.folder(store.path))] == [1, 2]


def test_a_year_of_days_leaves_few_and_every_one_of_them_opens(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make.unit(store)
    spare.make(store)
    (first,) = spare.spares(spare.folder(store.path))
    start = datetime(2026, 1, 1, 12, tzinfo=clock.now().tzinfo)
    number = first.number
    for day in range(365):  # the files of the days between, as the program would have named them
        number += 1
        at = start + timedelta(day)
        (first.path.parent / f"{number:06d}-{at:%Y%m%d-%H%M}-1.backup").write_bytes(first.path.read_bytes())
        spare.thin(first.path.parent)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(365))
    make.member(store, "单小红")
    assert spare.make(store) is not None
    there = spare.spares(first.path.parent)
    assert 30 <= len(there) <= 40
    for one in there:
        assert keeping.look(one.path, given=store.key).rows


def test_the_newest_good_one_is_found_past_a_damaged_one(store: Store) -> None:
    make.unit(store)
    first = spare.make(store)
    make.member(store, "单小红")
    second = spare.make(store)
    assert first is not None
    assert second is not None
    whole = second.read_bytes()
    second.write_bytes(whole[: len(whole) // 2])
    found = spare.newest_good(store.path)
    assert found is not None
    assert found.path == first
    assert second.exists()


def test_those_of_a_database_with_a_password_open_with_its_key_only(store: Store) -> None:
    access.set_password(store.path, store.key, "stone village")
    make.unit(store)
    spare.make(store)
    assert spare.newest_good(store.path) is None
    assert spare.newest_good(store.path, store.key) is not None


def test_a_second_place_gets_its_own_and_must_be_elsewhere(store: Store, tmp_path: Path) -> None:
    make.unit(store)
    stick = tmp_path / "stick"
    with pytest.raises(UserError, match="没有找到"):
        spare.refuse_place(store.path, stick)
    stick.mkdir()
    spare.refuse_place(store.path, stick)
    assert spare.make(store, place=stick) is not None
    assert spare.make(store, place=stick) is None
    assert spare.due(store)  # beside the database nothing was made yet
    for wrong in (store.path.parent, spare.folder(store.path)):
        wrong.mkdir(exist_ok=True)
        with pytest.raises(UserError, match="同一个文件夹"):
            spare.refuse_place(store.path, wrong)


def test_a_backup_that_fails_leaves_the_older_ones(store: Store) -> None:
    make.unit(store)
    spare.make(store)
    make.member(store, "单小红")
    place = spare.folder(store.path)
    place.chmod(0o500)
    try:
        if _writable(place):
            pytest.skip("this account may write everywhere")
        with pytest.raises(UserError):
            spare.make(store)
    finally:
        place.chmod(0o700)
    assert len(spare.spares(place)) == 1


def _writable(place: Path) -> bool:
    try:
        (place / "probe").write_bytes(b"")
    except OSError:
        return False
    (place / "probe").unlink()
    return True
