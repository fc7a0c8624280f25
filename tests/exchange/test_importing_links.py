"""A roster fills posts, terms and abodes as well: what stands on branches and households has its dated link."""

from pathlib import Path

import pytest

from app import clock
from app.db import dump
from app.db.queries import soundness
from app.db.store import Store
from app.exchange.importing import plan_import
from app.operations import history
from tests import make
from tests.exchange import roster as r

BRANCHES = ["党组织名称", "组织类别", "党组织书记", "副书记", "本届选举日期", "任期届满日期", "委员人数"]
FIRST = ["中共甲村支部委员会", "党支部", "柳一", "柳五", "2021-05-18", "2026-05-17", 3]
HOMES = ["村名", "组", "户主姓名", "家庭人口", "户编号"]


def all_rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


@pytest.fixture(autouse=True)
def _sound(store: Store) -> object:
    yield
    with store.read() as reader:
        assert soundness.rules(reader) == ()


def test_a_roster_of_branches_gives_each_its_term_and_officers(store: Store, tmp_path: Path) -> None:
    path = r.xlsx(tmp_path / "a.xlsx", [BRANCHES, FIRST])
    r.imported(store, path)
    assert all_rows(store, "SELECT post, name, since, term IS NOT NULL FROM post ORDER BY id") == [
        ("书记", "柳一", None, 1), ("副书记", "柳五", None, 1),
    ]  # fmt: skip
    assert all_rows(store, "SELECT since, due, size FROM term") == [("2021-05-18", "2026-05-17", 3)]
    assert plan_import(store, path).counts()["same"] == 1


def test_a_later_roster_tells_the_election_and_undo_gives_the_former_back(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [BRANCHES, FIRST]))
    with store.read() as reader:
        before = dump.dump(reader)
    later = [*FIRST[:2], "柳九", "柳五", "2026-05-20", "2031-05-19", 5]
    r.imported(store, r.xlsx(tmp_path / "b.xlsx", [BRANCHES, later]))
    assert all_rows(store, "SELECT name, since, until FROM post WHERE post = '书记' ORDER BY id") == [
        ("柳一", None, "2026-05-20"), ("柳九", "2026-05-20", None),
    ]  # fmt: skip
    assert all_rows(store, "SELECT since, until FROM term ORDER BY id") == [
        ("2021-05-18", "2026-05-20"),
        ("2026-05-20", None),
    ]
    history.undo(store)
    with store.read() as reader:
        assert dump.dump(reader) == before


def test_members_that_come_after_their_branch_are_recognised_as_its_officers(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [BRANCHES, FIRST]))
    people = [["姓名", "身份证号", "所在党支部"], ["柳一", r.MAN, FIRST[0]], ["柳二", r.WOMAN, FIRST[0]]]
    r.imported(store, r.xlsx(tmp_path / "b.xlsx", people))
    assert all_rows(store, "SELECT p.name, m.id_number FROM post p LEFT JOIN member m ON m.id = p.member ORDER BY p.id") == [
        ("柳一", r.MAN), ("柳五", None),
    ]  # fmt: skip


def test_a_household_that_stands_in_another_group_has_moved_today(store: Store, tmp_path: Path) -> None:
    r.imported(
        store,
        r.xlsx(tmp_path / "a.xlsx", [HOMES, ["后垟村", "1组", "柳一", 4, "H1"], ["后垟村", "2组", "柳四", 3, "H2"]]),
    )
    r.imported(store, r.xlsx(tmp_path / "b.xlsx", [HOMES, ["后垟村", "3组", "柳一", 4, "H1"]]))
    today = clock.today().isoformat()
    assert all_rows(store, "SELECT group_name, since, until FROM abode ORDER BY household, id") == [
        ("1组", None, today), ("3组", today, None), ("2组", None, None),
    ]  # fmt: skip
    assert make.value(store, "household", 1, "group_name") == "3组"
