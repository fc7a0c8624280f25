"""The connection: encrypted for certain, set as promised, and its failures told in Chinese."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.db import connection, failure, key, wal
from app.db.failure import Damaged
from app.db.session import Connection, Pool
from app.errors import UserError
from tests.db.town import made, names, opened


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return made(tmp_path / "x.db")


def test_every_setting_is_as_promised(db: Path) -> None:
    found = opened(db)
    said = {
        name: found.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "temp_store")
    }
    found.close()
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
    }


def test_on_a_stick_there_is_no_log_beside_the_database(db: Path) -> None:
    found = connection.connect(db, key.unlock(key.read_key(db), db), single=True)
    found.execute("INSERT INTO branch VALUES (2, '第二支部')")
    assert found.execute("PRAGMA synchronous").fetchone()[0] == 3
    assert not wal.wal_path(db).exists()
    found.close()


def test_a_reader_cannot_write(db: Path) -> None:
    found = opened(db, readonly=True)
    with pytest.raises(dbapi2.OperationalError) as caught:
        found.execute("DELETE FROM person")
    found.close()
    told = failure.translate(caught.value)
    assert told is not None
    assert "只读" in told.text


def test_nothing_readable_lies_on_the_disk(db: Path) -> None:
    found = opened(db)
    found.execute("INSERT INTO branch VALUES (2, '中共青禾镇委员会')")
    raw = b"".join(path.read_bytes() for path in db.parent.iterdir() if path.is_file())
    found.close()
    assert "中共青禾镇".encode() not in raw
    assert "王建国".encode() not in raw
    assert b"CREATE TABLE" not in raw


def test_the_files_belong_to_their_owner_alone(db: Path) -> None:
    found = opened(db)
    modes = {path.name: path.stat().st_mode & 0o777 for path in db.parent.glob("x.db*")}
    found.close()
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("with_key", [True, False])
def test_a_plain_sqlite_file_is_refused(tmp_path: Path, with_key: bool) -> None:
    db = tmp_path / "x.db"
    if with_key:
        key.create_key(db, 0)
    plain = sqlite3.connect(db)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    before = db.read_bytes()
    with pytest.raises(UserError, match="没有加密"):
        opened(db)
    assert db.read_bytes() == before


def test_a_driver_without_encryption_is_refused(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_key = key.unlock(key.read_key(db), db)
    monkeypatch.setattr(connection, "dbapi2", sqlite3)
    with pytest.raises(UserError, match="没有打开"):
        connection.connect(db, data_key)
    monkeypatch.setattr(connection, "OLDEST", (3, 0, 0))
    with pytest.raises(UserError, match="加密部件"):
        connection.connect(db, data_key)


def test_a_wrong_key_opens_nothing(db: Path) -> None:
    with pytest.raises(Damaged):
        connection.connect(db, bytes(32))
    assert not connection.fits(db, bytes(32))


def test_any_path_a_file_system_allows_can_be_opened(tmp_path: Path) -> None:
    for name in ("党建 台账.db", "a#b%20c&d?e.db", 'it\'s "x";.db', "🙂.db", "长" * 70 + ".db"):
        assert len(names(made(tmp_path / name, rows=2))) == 2


def test_a_path_too_long_for_sqlite_is_told(tmp_path: Path) -> None:
    deep = tmp_path / ("夹" * 80) / ("层" * 80)
    deep.mkdir(parents=True)
    with pytest.raises(UserError, match="太长"):
        connection.connect(deep / "x.db", bytes(32))


@pytest.mark.parametrize("kind", ["TRIGGER", "VIEW"])
def test_a_database_with_foreign_objects_is_not_opened(db: Path, kind: str) -> None:
    made_by = {
        "TRIGGER": "CREATE TRIGGER evil AFTER INSERT ON branch BEGIN DELETE FROM person; END",
        "VIEW": "CREATE VIEW evil AS SELECT * FROM person",
    }
    found = opened(db)
    found.execute(made_by[kind])
    found.close()
    with pytest.raises(UserError, match="evil"):
        opened(db)


@pytest.mark.parametrize("garbage", [b"\x37\x7f\x06\x82" + os.urandom(8000), os.urandom(4096), b"", b"\0" * 5000])
def test_garbage_where_the_log_lies_changes_nothing(db: Path, garbage: bytes) -> None:
    before = names(db)
    wal.wal_path(db).write_bytes(garbage)
    assert names(db) == before
    opened(db).close()
    assert names(db) == before


def test_a_log_of_another_database_is_refused_and_harms_nothing(db: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other.db", rows=80)
    writing = opened(other)
    writing.execute("UPDATE person SET name = 'x'")
    foreign = wal.wal_path(other).read_bytes()
    writing.close()
    before, whole = names(db), db.read_bytes()
    wal.wal_path(db).write_bytes(foreign)
    for readonly in (True, False):
        with pytest.raises(Damaged, match="-wal"):
            opened(db, readonly=readonly)
    assert db.read_bytes() == whole
    wal.wal_path(db).unlink()
    assert names(db) == before


def test_the_own_log_of_a_killed_program_is_taken_in(db: Path, tmp_path: Path) -> None:
    writing = opened(db)
    writing.execute("INSERT INTO person (name) VALUES ('李梅')")
    twin = tmp_path / "twin"
    twin.mkdir()
    for path in db.parent.glob("x.db*"):
        (twin / path.name).write_bytes(path.read_bytes())
    writing.close()
    assert wal.wal_path(twin / "x.db").stat().st_size
    assert names(twin / "x.db")[-1] == "李梅"


def test_the_writer_begins_immediately_and_a_reader_keeps_one_state(db: Path) -> None:
    data_key = key.unlock(key.read_key(db), db)
    writer, reader = Pool(db, data_key), Pool(db, data_key, readonly=True)
    count = "SELECT count(*) FROM branch"
    with reader.begin() as looking:
        before = looking.exec_driver_sql(count).scalar()
        with writer.begin() as writing:
            writing.exec_driver_sql("INSERT INTO branch VALUES (2, '第二支部')")
        assert looking.exec_driver_sql(count).scalar() == before == 1
    with reader.begin() as looking:
        assert looking.exec_driver_sql(count).scalar() == 2
    writer.close()
    reader.close()


def test_a_second_writer_is_told_to_wait(db: Path) -> None:
    first, second = opened(db), opened(db)
    first.execute("BEGIN IMMEDIATE")
    second.execute("PRAGMA busy_timeout=0")
    with pytest.raises(UserError, match="另一个"), failure.spoken():
        second.execute("BEGIN IMMEDIATE")
    first.close()
    second.close()


def test_what_a_block_did_is_taken_back_when_it_raises_and_the_connection_serves_again(db: Path) -> None:
    writer = Pool(db, key.unlock(key.read_key(db), db))
    with pytest.raises(ZeroDivisionError), writer.begin() as writing:
        _fail_after("INSERT INTO branch VALUES (2, '第二支部')", writing)
    with writer.begin() as writing:
        assert writing.exec_driver_sql("SELECT count(*) FROM branch").scalar_one() == 1
    writer.close()


def test_a_nested_block_that_raises_leaves_the_transaction_as_it_was_before(db: Path) -> None:
    writer = Pool(db, key.unlock(key.read_key(db), db))
    with writer.begin() as writing:
        writing.exec_driver_sql("INSERT INTO branch VALUES (2, '第二支部')")
        with pytest.raises(ZeroDivisionError), writing.begin_nested():
            _fail_after("INSERT INTO branch VALUES (3, '第三支部')", writing)
    with writer.begin() as writing:
        assert writing.exec_driver_sql("SELECT id FROM branch ORDER BY id").scalars() == [1, 2]
    writer.close()


def _fail_after(statement: str, writing: Connection) -> None:
    writing.exec_driver_sql(statement)
    raise ZeroDivisionError


def test_answers_come_as_rows_as_dicts_and_as_single_values(db: Path) -> None:
    reader = Pool(db, key.unlock(key.read_key(db), db), readonly=True)
    with reader.begin() as looking:
        found = looking.exec_driver_sql("SELECT 1 AS one, 2 AS two UNION SELECT 3, 4")
        assert found.keys() == ("one", "two")
        assert found.all() == [(1, 2), (3, 4)]
        assert looking.exec_driver_sql("SELECT 1 AS one").mappings().all() == [{"one": 1}]
        assert looking.exec_driver_sql("SELECT 1 AS one WHERE 0").mappings().first() is None
        assert looking.exec_driver_sql("SELECT 1 WHERE 0").scalar() is None
        with pytest.raises(LookupError):
            looking.exec_driver_sql("SELECT 1 UNION SELECT 2").one()
    reader.close()


def test_bugs_stay_what_they_are(db: Path) -> None:
    writer = Pool(db, key.unlock(key.read_key(db), db))
    with pytest.raises(dbapi2.Error), failure.spoken(), writer.begin() as writing:
        writing.exec_driver_sql("SELECT nothing FROM nowhere")
    writer.close()


def test_errors_that_come_without_a_number_are_told_by_their_words() -> None:
    for words in ("disk I/O error", "database or disk is full", "database disk image is malformed"):
        assert failure.translate(dbapi2.OperationalError(words)) is not None
    assert failure.translate(dbapi2.OperationalError("no such table: x")) is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.ENAMETOOLONG])
def test_troubles_of_the_disk_are_told_in_chinese(number: int) -> None:
    told = failure.translate(OSError(number, os.strerror(number)))
    assert told is not None
    assert told.hint
    assert not any("a" <= letter <= "z" for letter in told.text)
