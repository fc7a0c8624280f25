"""What stood on branches and households of an older program becomes their first dated links, and undo reaches past that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from app.db import check, undo
from app.db.queries import past, soundness
from app.db.store import Store
from app.models.pairing import Pairing
from app.operations import history
from app.parts import build
from tests.db import old

BRANCH = "cd9f4cc1-02db-4bce-a831-f18c4ab1c275"


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Store]:
    parts = build(old.lay(tmp_path, "0001"))
    yield parts.store
    parts.close()


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def sound(store: Store) -> bool:
    with store.read() as reader:
        return soundness.rules(reader) == ()


def test_secretary_deputy_and_term_become_the_first_links_of_their_branch(upgraded: Store) -> None:
    of = f"(SELECT id FROM branch WHERE uid = '{BRANCH}')"
    named = "(SELECT name FROM member m WHERE m.id = member)"
    posts = f"SELECT post, name, {named}, term IS NOT NULL, since, until FROM post WHERE branch = {of} ORDER BY id"
    assert rows(upgraded, posts) == [
        ("书记", "单小红", "单小红", 1, None, None),
        ("副书记", "解明", None, 1, None, None),
    ]
    assert rows(upgraded, f"SELECT since, due, size, until FROM term WHERE branch = {of}") == [
        ("2021-03-12", "2024-03-12", 3, None)
    ]
    assert rows(upgraded, "SELECT count(*) FROM post") == [(2,)]


def test_every_household_with_a_place_has_its_abode_closed_where_it_moved_out(upgraded: Store) -> None:
    places = "SELECT village, group_name, moved_on FROM household WHERE village IS NOT NULL ORDER BY id"
    assert rows(upgraded, "SELECT village, group_name, until FROM abode ORDER BY household") == rows(upgraded, places)
    assert rows(upgraded, "SELECT until, reason_out FROM abode WHERE until IS NOT NULL") == [("2025-09-01", "外迁")]
    assert check.check(upgraded.path).problems == ()


def test_copies_upgraded_apart_give_the_same_links_the_same_uids(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        parts = build(old.lay(tmp_path / name, "0001"))
        found.append(rows(parts.store, "SELECT uid FROM abode UNION SELECT uid FROM term UNION SELECT uid FROM post"))
        parts.close()
    assert found[0] == found[1]
    assert len(found[0]) == 15


def test_everything_done_before_the_upgrade_can_be_undone_and_redone_with_its_links(upgraded: Store) -> None:
    steps = 0
    while _undoable(upgraded):
        history.undo(upgraded)
        steps += 1
        with upgraded.read() as reader:
            assert soundness.rules(reader) == ()
    assert rows(upgraded, "SELECT count(*) FROM household UNION ALL SELECT count(*) FROM abode UNION ALL SELECT count(*) FROM post") == [
        (0,), (0,), (0,),
    ]  # fmt: skip
    for _ in range(steps):
        history.redo(upgraded)
        assert sound(upgraded)
    assert rows(upgraded, "SELECT count(*) FROM abode WHERE until IS NULL") == [(11,)]
    assert rows(upgraded, "SELECT name FROM post WHERE until IS NULL ORDER BY id") == [("单小红",), ("解明",)]
    with upgraded.read() as reader:
        assert past.astray(reader) == []
        assert reader.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def _undoable(store: Store) -> bool:
    with store.read() as reader:
        return undo.undoable(reader) is not None


def test_pairings_go_over_whole_when_their_table_is_made_anew(tmp_path: Path) -> None:
    """Numbers given out once stay given out; the indexes and the checks stay."""
    db = old.lay(tmp_path, "0001")
    before = old.contents(db)["pairing"]
    parts = build(db)
    try:
        kept = "SELECT name FROM sqlite_master WHERE tbl_name = 'pairing' AND sql LIKE 'CREATE%INDEX%'"
        assert len(rows(parts.store, kept)) == 17
        [(table,)] = rows(parts.store, "SELECT sql FROM sqlite_master WHERE name = 'pairing'")
        assert "AUTOINCREMENT" in str(table)
        assert str(table).count("CHECK") == 3
        highest = max(int(row[before[0].index("id")]) for row in before[1:])
        assert rows(parts.store, "SELECT seq FROM sqlite_sequence WHERE name = 'pairing'") == [(highest,)]
        with pytest.raises(IntegrityError, match="ck_pairing_dates"), parts.store.work("直接写入") as work:
            work.change(Pairing, highest, {"since": "2026-05-01", "until": "2026-04"})
    finally:
        parts.close()
    assert old.contents(db, {"pairing": before})["pairing"] == before
