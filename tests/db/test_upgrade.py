"""Does every database that a released program left become one of this program, whole and with nothing lost?"""

import shutil
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import OperationalError

from app.db import backup, check, key, restore, schema
from app.db import store as stores
from app.db.store import open_store
from app.db.version import HEAD, NUMBER
from app.operations import history
from app.parts import build
from tests.db import old


@pytest.fixture(params=old.RELEASED)
def released(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_is_a_fixture_of_the_first_schema() -> None:
    assert "0001" in old.RELEASED


def test_a_released_migration_is_never_changed(released: str, tmp_path: Path) -> None:
    db = old.lay(tmp_path / "old", released)
    store = stores.Store(tmp_path / "made.db", bytes(32))
    fixture = stores.Store(db, key.unlock(key.read_key(db), db))
    with store, fixture:
        with store.write() as writer:
            schema.upgrade(writer, released)
            made = old.schema(writer)
        with fixture.read() as reader:
            assert old.schema(reader) == made


def test_an_old_database_is_upgraded_whole_and_keeps_every_row(released: str, tmp_path: Path) -> None:
    db = old.lay(tmp_path, released)
    before = old.contents(db)
    build(db).close()
    assert old.head(db) == HEAD
    assert key.read_key(db).schema == NUMBER
    assert old.contents(db, before) == before
    assert check.check(db).problems == ()


def test_a_verified_copy_is_laid_beside_before_an_upgrade(released: str, tmp_path: Path) -> None:
    db = old.lay(tmp_path, released)
    build(db).close()
    copies = sorted(tmp_path.glob("*.backup"))
    if released == HEAD:
        assert copies == []
    else:
        (copy,) = copies
        assert backup.verify(copy).schema == int(released)


def test_what_was_done_before_an_upgrade_can_be_undone_after_it(released: str, tmp_path: Path) -> None:
    parts = build(old.lay(tmp_path, released))
    try:
        assert history.undo(parts.store).failed == ()
        assert check.check(parts.store.path).problems == ()
    finally:
        parts.close()


def test_an_upgrade_that_breaks_off_leaves_the_old_database_and_the_next_one_ends_it(
    released: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if released == HEAD:
        pytest.skip("nothing to upgrade")
    db = old.lay(tmp_path, released)
    before = old.contents(db)

    def fail(writer: object) -> None:
        schema.upgrade(writer)  # type: ignore[arg-type]
        raise OperationalError("in the last step")

    monkeypatch.setattr(stores, "late", lambda _name: fail)
    with pytest.raises(OperationalError):
        open_store(db)
    assert old.head(db) == released
    assert old.contents(db) == before
    assert key.read_key(db).schema == int(released)
    monkeypatch.undo()
    build(db).close()
    assert old.contents(db, before) == before


def test_a_backup_of_an_old_program_is_restored_and_upgraded(released: str, tmp_path: Path) -> None:
    db = old.lay(tmp_path / "old", released)
    before = old.contents(db)
    backup.backup(db, tmp_path / "a.backup")
    shutil.rmtree(tmp_path / "old")
    build(tmp_path / "new.db").close()
    restore.restore(tmp_path / "a.backup", tmp_path / "new.db", newest=NUMBER)
    build(tmp_path / "new.db").close()
    after = old.contents(tmp_path / "new.db", before)
    was: dict[str, str] = dict(before.pop("meta"))
    now: dict[str, str] = dict(after.pop("meta"))
    assert after == before
    former = was.pop("device")
    assert now.pop("device") != former  # what it does from now on is not what the other one did
    assert now.pop(f"former:{former}") == was["counter"]
    assert now == was
