"""Several clerks: each opens with her own words, may what her role allows, and once taken away opens nothing."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import check, clerk, connection, door, key, secret
from app.db.clerk import CHIEF, READER, WRITER
from app.db.slot import PASSWORD, RECOVERY, Cost, Entrance, Words
from app.db.store import Store, open_store
from app.errors import Locked, UserError, WrongWords
from app.models.keeping import CodeEntry
from app.models.unit import Unit
from app.operations import access, keeping, people, setting

Town = tuple[Path, str]
OWN, HERS, LOOKS = "first word", "second word", "third word"


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Guessing costs nothing here: what it costs is tried with one clerk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret, "FLOOR", Cost(64, 1, 1))
        patch.setattr(secret, "calibrated", lambda: secret.FLOOR)
        patch.setattr(door, "_FREE", 1000)
        yield


@pytest.fixture(scope="module")
def staffed(quick: None, blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:  # noqa: ARG001 - before it
    """A database with a 主任, one who enters and one who looks; the folder, and the recovery code."""
    folder = tmp_path_factory.mktemp("staffed")
    shutil.copytree(blank, folder / "town")
    db = folder / "town" / "ledger.db"
    with open_store(db) as store:
        access.set_password(db, store.key, OWN)
        code = people.add(store, "单小红", WRITER, HERS, own=OWN, own_name="解建国")
        assert people.add(store, "仇英", READER, LOOKS, own=OWN) == ""
    return db.parent, code


@pytest.fixture
def town(staffed: Town, tmp_path: Path) -> Town:
    shutil.copytree(staffed[0], tmp_path / "town")
    return tmp_path / "town" / "ledger.db", staffed[1]


def _as(db: Path, name: str, password: str) -> Store:
    return open_store(db, given=Words(PASSWORD, password, name))


def _opens(db: Path, name: str, password: str) -> bool:
    try:
        access.unlock(db, Words(PASSWORD, password, name))
    except WrongWords:
        return False
    return True


def _enter_unit(store: Store) -> None:
    with store.work("新增单位") as work:
        work.add(Unit, {"name": "石坪村", "kind": "村"})


def test_each_opens_with_her_own_words_and_is_known_by_her_name(town: Town) -> None:
    db, code = town
    for name, password, role in (("解建国", OWN, CHIEF), ("单小红", HERS, WRITER), ("仇英", LOOKS, READER)):
        with _as(db, name, password) as store:
            assert (store.who, store.clerk().role) == (name, role)
    assert not _opens(db, "单小红", OWN)
    assert not _opens(db, "解建国", HERS)
    assert not _opens(db, "", OWN)
    assert access.unlock(db, Words(RECOVERY, code))
    assert check.check(db, given=Words(PASSWORD, OWN, "解建国")).problems == ()


def test_no_name_and_no_role_is_readable_beside_the_database(town: Town) -> None:
    db, _code = town
    for path in db.parent.iterdir():
        raw = path.read_bytes()
        assert not [word for word in ("解建国", "单小红", CHIEF, WRITER) if word.encode() in raw]


def test_a_single_clerk_is_asked_for_no_name_and_may_everything(store: Store) -> None:
    access.set_password(store.path, store.key, OWN)
    assert not keeping.is_shared(store.path)
    with open_store(store.path, given=Words(PASSWORD, OWN)) as again:
        assert again.clerk() == clerk.ALONE
        setting.put(again, "unit_name", "青禾镇")


def test_what_is_done_stands_under_the_name(town: Town) -> None:
    with _as(town[0], "单小红", HERS) as store:
        _enter_unit(store)
        with store.read() as reader:
            assert reader.exec_driver_sql("SELECT by FROM work ORDER BY id DESC LIMIT 1").scalar() == "单小红"


def _settings(store: Store) -> None:
    setting.put(store, "unit_name", "青禾镇")


def _codes(store: Store) -> None:
    with store.work("代码表") as work:
        work.add(CodeEntry, {"list_name": "nation", "name": "甲"})


def _erases(store: Store) -> None:
    with store.work("彻底删除", kind="erase"):
        pass


def _promotes(store: Store) -> None:
    with store.work("x", kind=clerk.PEOPLE) as work:
        one = clerk.present(work.connection, store.who)
        clerk.note(work, one, clerk.Clerk(one.number, one.name, CHIEF, one.public))


def _hides(store: Store) -> None:
    with store.work("x", kind=clerk.PEOPLE) as work:
        work.add(Unit, {"name": "石坪村", "kind": "村"})


@pytest.mark.parametrize(
    ("name", "password", "act"),
    [
        ("仇英", LOOKS, _enter_unit), ("仇英", LOOKS, _promotes), ("仇英", LOOKS, _hides),
        ("单小红", HERS, _settings), ("单小红", HERS, _codes), ("单小红", HERS, _erases), ("单小红", HERS, _promotes),
    ],
)  # fmt: skip
def test_what_a_role_does_not_allow_is_refused_and_nothing_of_it_is_kept(
    town: Town, name: str, password: str, act: Callable[[Store], None]
) -> None:
    with _as(town[0], name, password) as store:
        with store.read() as reader:
            before = reader.exec_driver_sql("SELECT count(*) FROM work").scalar()
        with pytest.raises(UserError, match="不能"):
            act(store)
        with store.read() as reader:
            assert reader.exec_driver_sql("SELECT count(*) FROM work").scalar() == before


def test_a_key_without_a_name_may_only_look(town: Town) -> None:
    db, _code = town
    data_key = access.unlock(db, Words(PASSWORD, OWN, "解建国"))
    with open_store(db, given=data_key) as store, pytest.raises(UserError, match="不能登记"):
        _enter_unit(store)
    with open_store(db, given=Entrance(data_key, "解建国")) as store:
        _enter_unit(store)


def test_a_new_role_holds_at_once_in_a_window_that_is_open(town: Town) -> None:
    db, _code = town
    with _as(db, "单小红", HERS) as hers, _as(db, "解建国", OWN) as own:
        _enter_unit(hers)
        people.assign(own, "单小红", READER, own=OWN)
        with pytest.raises(UserError, match="查阅"):
            _enter_unit(hers)


def test_the_one_who_enters_manages_nobody_but_changes_her_own_password(town: Town) -> None:
    db, _code = town
    with _as(db, "单小红", HERS) as store:
        before = key.read_key(db)
        for act in (
            lambda: people.add(store, "邢伟", WRITER, "fourth word", own=HERS),
            lambda: people.assign(store, "仇英", CHIEF, own=HERS),
            lambda: people.reset(store, "仇英", "fourth word", own=HERS),
            lambda: people.remove(store, "仇英", own=HERS),
            lambda: access.new_code(db, store.key, HERS, who="单小红"),
        ):
            with pytest.raises(UserError, match="不能管用户"):
                act()
        assert key.read_key(db).slots == before.slots
        access.set_password(db, store.key, "fresh word", old=HERS, who="单小红")
    assert _opens(db, "单小红", "fresh word")
    assert not _opens(db, "单小红", HERS)
    assert _opens(db, "解建国", OWN)


def test_nobody_takes_herself_away_so_there_is_always_one_who_may(town: Town) -> None:
    with _as(town[0], "解建国", OWN) as store:
        for act in (
            lambda: people.remove(store, "解建国", own=OWN),
            lambda: people.assign(store, "解建国", READER, own=OWN),
        ):
            with pytest.raises(UserError, match="不能"):
                act()
        with pytest.raises(UserError, match="没有叫"):
            people.remove(store, "某某", own=OWN)
        with pytest.raises(WrongWords):
            people.remove(store, "仇英", own="guess")


def test_who_was_taken_away_opens_nothing_written_since_and_the_others_keep_their_words(town: Town) -> None:
    db, code = town
    with _as(db, "解建国", OWN) as store:
        former = store.key
        keeping.backup(store, db.with_name("ledger.db.old.backup"))
        removed = people.remove(store, "单小红", own=OWN)
    assert removed.entrance.data_key != former
    assert [path.name for path in removed.backups] == ["ledger.db.old.backup"]
    assert not connection.fits(db, former)
    assert not _opens(db, "单小红", HERS)
    assert _opens(db, "解建国", OWN)
    assert _opens(db, "仇英", LOOKS)
    assert access.unlock(db, Words(RECOVERY, code)) == removed.entrance.data_key
    with open_store(db, given=removed.entrance) as store:
        assert [one.name for one in people.listed(store)] == ["解建国", "仇英"]
        _enter_unit(store)
    assert check.check(db, given=removed.entrance.data_key).problems == ()
    assert not [path.name for path in db.parent.iterdir() if path.name.endswith((".part", "-wal"))]


def test_the_last_one_left_needs_no_name_and_may_take_the_password_off(town: Town) -> None:
    db, _code = town
    for name in ("单小红", "仇英"):
        with _as(db, "解建国", OWN) as store:
            people.remove(store, name, own=OWN)
    assert not keeping.is_shared(db)
    with open_store(db, given=Words(PASSWORD, OWN)) as store:
        assert store.clerk().role == CHIEF
        access.take_off(db, store.key, OWN)
    with open_store(db) as store:
        setting.put(store, "unit_name", "青禾镇")
        access.set_password(db, store.key, "fresh word")
        assert people.add(store, "邢伟", WRITER, "fourth word", own="fresh word")
    assert _opens(db, "解建国", "fresh word")
    assert _opens(db, "邢伟", "fourth word")


def test_the_code_sets_the_password_of_a_chief_and_leaves_the_others(town: Town) -> None:
    db, code = town
    with pytest.raises(UserError, match="恢复码只能给主任"):
        access.recover(db, code, "fresh word", who="单小红")
    assert access.recover(db, code, "fresh word").who == "解建国"
    assert _opens(db, "解建国", "fresh word")
    assert not _opens(db, "解建国", OWN)
    assert _opens(db, "单小红", HERS)


def test_a_lost_password_is_set_anew_by_the_chief_and_a_renewed_code_ends_the_former(town: Town) -> None:
    db, code = town
    with _as(db, "解建国", OWN) as store:
        people.reset(store, "单小红", "fresh word", own=OWN)
        fresh = access.new_code(db, store.key, OWN, who="解建国")
    assert _opens(db, "单小红", "fresh word")
    assert not _opens(db, "单小红", HERS)
    with pytest.raises(WrongWords):
        access.unlock(db, Words(RECOVERY, code))
    assert access.unlock(db, Words(RECOVERY, fresh))


def test_slots_that_no_work_tells_of_do_not_count(town: Town) -> None:
    """As a crash leaves them: written, and the work was not kept; or the work kept, and the old one not taken away."""
    db, _code = town
    data_key = access.unlock(db, Words(PASSWORD, OWN, "解建国"))
    stray = secret.seal(Words(PASSWORD, "stray word", "单小红"), data_key, paired=True)
    before = key.read_key(db).slots
    key.change(db, lambda now: key.replace(now, slots=(*now.slots, stray)))
    assert not _opens(db, "单小红", "stray word")
    assert _opens(db, "单小红", HERS)
    with _as(db, "解建国", OWN) as store:
        people.reset(store, "单小红", "fresh word", own=OWN)
    after = key.read_key(db).slots
    key.change(db, lambda now: key.replace(now, slots=tuple(dict.fromkeys((*before, *after)))))
    assert not _opens(db, "单小红", HERS)
    assert _opens(db, "单小红", "fresh word")
    assert key.read_key(db).slots == after


def test_a_public_key_that_somebody_put_in_gets_no_new_data_key(town: Town) -> None:
    db, _code = town
    thief = secret.seal(Words(PASSWORD, "thief", "仇英"), b"k" * 32, cost=secret.FLOOR, paired=True)

    def forged(now: key.KeyFile) -> key.KeyFile:
        hers = next(slot for slot in now.slots if key.is_of(slot, Words(PASSWORD, "", "仇英")))
        changed = key.replace(hers, public=thief.public, private=thief.private)
        return key.replace(now, slots=tuple(changed if slot == hers else slot for slot in now.slots))

    key.change(db, forged)
    with _as(db, "解建国", OWN) as store, pytest.raises(UserError, match="没有仇英的密码"):
        people.remove(store, "单小红", own=OWN)


def test_a_backup_of_the_same_key_lets_in_whom_it_knows(town: Town) -> None:
    db, _code = town
    with _as(db, "解建国", OWN) as store:
        backup = db.with_name("b.bak")
        keeping.backup(store, backup)
        people.add(store, "邢伟", WRITER, "fourth word", own=OWN)
        access.set_password(db, store.key, "fresh word", old=OWN, who="解建国")
        given = Entrance(store.key, store.who)
    with pytest.raises(UserError, match=r"单小红.*不能从备份恢复"):
        keeping.restore(db, backup, given=given.data_key, by=Words(PASSWORD, HERS, "单小红"))
    with pytest.raises(Locked):
        keeping.restore(db, backup, given=given.data_key)
    keeping.restore(db, backup, given=given.data_key, by=given)
    assert _opens(db, "单小红", HERS)
    assert _opens(db, "解建国", OWN)
    assert not _opens(db, "邢伟", "fourth word")
