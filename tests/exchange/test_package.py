"""Packages between PCs: what goes in, how two databases become one again, and who decides where both changed a row."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.db import backup, seal
from app.db import undo as undoing
from app.db.dump import dump
from app.db.package import Keys, Lock
from app.db.queries import soundness
from app.db.restore import restore
from app.db.store import Store, open_store
from app.errors import Locked, UserError, WrongWords
from app.exchange import package_plan as p
from app.exchange.package_make import Scope, make
from app.exchange.package_merge import apply, plan_merge
from app.exchange.package_plan import Choice
from app.models import RECORDS
from app.operations import assessment, checklist, erasing, evidence
from app.operations import member as members
from app.operations import record as records
from app.operations.pairing import pair
from app.parts import build
from tests import make as made
from tests.parcel import KEYS, merged, packed, pc

Open = Callable[[str], Store]


@pytest.fixture
def another(blank: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens the database of another PC: the same empty tables, a name of its own."""
    stores = []

    def opened(name: str) -> Store:
        parts = pc(blank, tmp_path / name)
        stores.append(parts)
        return parts.store

    yield opened
    for parts in stores:
        parts.close()


def text(store: Store) -> str:
    with store.read() as reader:
        return dump(reader)


def changed(store: Store, record: str, row: int = 1, **values: Any) -> None:
    records.save(store, RECORDS[record], values, row=row)


def village(store: Store, name: str = "石坪村") -> int:
    unit = made.unit(store, name)
    branch = made.branch(store, f"中共{name}支部委员会", unit=unit)
    member = made.member(store, branch=branch, village=unit, id_number=made.number(1))
    home = made.household(store, village=unit, household_no=f"{unit:09d}")
    pair(store, "member_household", ("member", member), [("household", home)], since="2026-01-05")
    return unit


def test_a_package_brings_everything_over_and_brings_nothing_twice(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    path = packed(store, tmp_path / "all.package")
    plan = merged(county, path)
    assert (plan.rows(p.NEW), plan.rows(p.CONFLICT), plan.doubts) == (7, 0, [])
    assert text(county) == text(store)
    again = merged(county, path)
    assert (again.rows(p.NEW), again.rows(p.CHANGED), again.joins) == (0, 0, [])
    assert text(county) == text(store)


def test_a_merge_is_one_work_that_can_be_undone_and_done_anew(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    before = text(county)
    first = packed(store, tmp_path / "1.package")
    merged(county, first)
    changed(store, "member", phone="13900000001")
    second = packed(store, tmp_path / "2.package")
    merged(county, second)
    undoing.undo(county)
    assert merged(county, second).rows(p.CHANGED) == 1
    undoing.undo(county)
    undoing.undo(county)
    assert text(county) == before
    undoing.redo(county)
    assert merged(county, second).rows(p.CHANGED) == 1
    assert text(county) == text(store)


def test_a_package_of_a_village_holds_it_with_what_it_leads_to_and_no_other(
    store: Store, another: Open, tmp_path: Path
) -> None:
    upper = made.unit(store, "青禾镇", kind="乡镇")
    unit = village(store)
    changed(store, "unit", unit, parent=upper)
    village_other = made.unit(store, "后垟村")
    made.household(store, "柏青", village=village_other)
    county = another("c")
    plan = merged(county, packed(store, tmp_path / "v.package", Scope(unit=unit)))
    assert plan.doubts == []
    with county.read() as reader:
        assert reader.exec_driver_sql("SELECT name FROM unit ORDER BY id").scalars() == ["青禾镇", "石坪村"]
        assert reader.exec_driver_sql("SELECT count(*) FROM pairing").scalar() == 1
        assert reader.exec_driver_sql("SELECT head_name FROM household").scalars() == ["仇根水"]


def test_the_later_version_wins_whatever_the_clocks_say(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    old = packed(store, tmp_path / "1.package")
    merged(county, old)
    changed(county, "member", phone="13900000002")
    back = packed(county, tmp_path / "2.package")
    assert merged(county, old).rows(p.HERE) == 1
    assert merged(store, back).rows(p.CHANGED) == 1
    assert made.value(store, "member", 1, "phone") == "13900000002"
    assert text(county) == text(store)


def test_what_both_changed_is_decided_field_by_field_and_the_decision_is_kept(
    store: Store, another: Open, tmp_path: Path
) -> None:
    village(store)
    county = another("c")
    merged(county, packed(store, tmp_path / "1.package"))
    changed(store, "member", phone="13900000001", address="上村")
    changed(county, "member", phone="13900000002", address="下村")
    path = packed(store, tmp_path / "2.package")
    plan = merged(county, path)
    [(code, uid, held)] = plan.conflicts()
    assert p.differing(code, held.side, held.theirs) == ("phone", "address")
    assert made.value(county, "member", 1, "phone") == "13900000002"
    plan = plan_merge(county, [path], KEYS)
    half = Choice({(code, uid, "phone"): True})
    assert apply(county, plan, half) is None
    plan = plan_merge(county, [path], KEYS)
    apply(county, plan, Choice({(code, uid, "phone"): True, (code, uid, "address"): False}))
    assert made.value(county, "member", 1, "phone") == "13900000001"
    assert made.value(county, "member", 1, "address") == "下村"
    with county.read() as reader:
        kept = reader.exec_driver_sql("SELECT choices FROM lineage WHERE choices IS NOT NULL").scalar()
    assert '"there"' in kept
    assert '"here"' in kept
    assert merged(county, path).rows(p.HERE) == 1
    assert merged(store, packed(county, tmp_path / "3.package")).rows(p.CHANGED) == 1
    assert text(county) == text(store)


def test_keeping_what_is_here_is_a_decision_too(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    merged(county, packed(store, tmp_path / "1.package"))
    changed(store, "member", phone="13900000001")
    changed(county, "member", phone="13900000002")
    path = packed(store, tmp_path / "2.package")
    merged(county, path, theirs=False)
    assert merged(county, path).rows(p.CONFLICT) == 0
    merged(store, packed(county, tmp_path / "3.package"))
    assert text(county) == text(store)


def test_two_packages_that_contradict_each_other_are_asked_one_after_the_other(
    store: Store, another: Open, tmp_path: Path
) -> None:
    village(store)
    county, town = another("c"), another("d")
    first = packed(store, tmp_path / "1.package")
    merged(county, first)
    merged(town, first)
    changed(store, "member", phone="13900000001")
    changed(town, "member", phone="13900000002")
    one, other = packed(store, tmp_path / "2.package"), packed(town, tmp_path / "3.package")
    plan = merged(county, one, other)
    assert plan.rows(p.CHANGED) == 1
    assert "另一个包" in plan.doubts[0].reason
    assert merged(county, other).rows(p.CONFLICT) == 1


def test_the_same_thing_registered_on_two_pcs_is_known_by_its_key(store: Store, another: Open, tmp_path: Path) -> None:
    county = another("c")
    village(store)
    village(county)
    path = packed(store, tmp_path / "1.package")
    plan = merged(county, path)
    assert (plan.rows(p.NEW), plan.rows(p.CONFLICT)) == (0, 0)
    assert made.count(county, "SELECT count(*) FROM member") == 1
    changed(store, "member", phone="13900000001")
    assert merged(county, packed(store, tmp_path / "2.package")).rows(p.CHANGED) == 1
    assert made.value(county, "member", 1, "phone") == "13900000001"


def test_a_second_current_helper_is_left_out_and_named(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    merged(county, packed(store, tmp_path / "1.package"))
    for where, name, i in ((store, "沈青", 2), (county, "韦蓝", 3)):
        helper = made.member(where, name, branch=1, id_number=made.number(i))
        home = made.household(where, "柏青", village=1, household_no="990101001")
        pair(where, "member_household", ("member", helper), [("household", home)], since="2026-02-01")
    plan = merged(county, packed(store, tmp_path / "2.package"))
    assert [(one.record, "不能并存" in one.reason) for one in plan.doubts] == [("pairing", True)]
    assert made.count(county, "SELECT count(*) FROM pairing WHERE until IS NULL") == 2


def test_a_plan_is_good_for_one_state_only(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    plan = plan_merge(county, [packed(store, tmp_path / "1.package")], KEYS)
    made.unit(county, "后垟村")
    with pytest.raises(UserError, match="看过之后"):
        apply(county, plan)


def test_who_was_erased_for_good_comes_back_with_no_package(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county = another("c")
    path = packed(store, tmp_path / "1.package")
    merged(county, path)
    erasing.erase(county, "member", made.value(county, "member", 1, "uid"), reason="本人申请")
    plan = merged(county, path)
    assert plan.rows(p.GONE) >= 1
    assert made.count(county, "SELECT count(*) FROM member") == 0


def test_a_database_put_back_to_an_older_state_overwrites_nothing_unasked(
    store: Store, another: Open, tmp_path: Path
) -> None:
    village(store)
    county = another("c")
    db = store.path
    shutil.copytree(db.parent, tmp_path / "older")
    changed(store, "member", phone="13900000001")
    merged(county, packed(store, tmp_path / "1.package"))
    parts = build(tmp_path / "older" / db.name)
    changed(parts.store, "member", phone="13900000003")
    changed(parts.store, "member", phone="13900000004")
    changed(parts.store, "member", address="上村")
    plan = plan_merge(county, [packed(parts.store, tmp_path / "2.package")], KEYS)
    parts.close()
    assert plan.packages[0].forked
    assert (plan.rows(p.CHANGED), plan.rows(p.CONFLICT)) == (0, 1)


def test_a_password_opens_a_package_and_another_does_not(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    county, path = another("c"), tmp_path / "1.package"
    make(store, path, Scope(), Lock(password="后垟的橘子树"))
    with pytest.raises(Locked):
        plan_merge(county, [path], KEYS)
    with pytest.raises(WrongWords):
        plan_merge(county, [path], Keys(("后垟的橘子",)))
    assert plan_merge(county, [path], Keys(("后垟的橘子树",))).rows(p.NEW) == 7
    with pytest.raises(UserError, match="太短"):
        make(store, path, Scope(), Lock(password="123"))
    with pytest.raises(WrongWords, match="接收码"):
        plan_merge(county, [packed(store, path)], Keys(private=seal.pair()[0]))


def test_what_every_new_database_starts_with_is_no_conflict(store: Store, another: Open, tmp_path: Path) -> None:
    county = another("c")
    made.interval(store, 31)
    assert merged(county, packed(store, tmp_path / "1.package")).rows(p.CHANGED) == 1
    made.interval(county, 14, kind="cadre_village")
    assert merged(store, packed(county, tmp_path / "2.package")).rows(p.CHANGED) == 1
    assert text(county) == text(store)


def test_a_member_moved_on_both_sides_stands_in_one_branch(store: Store, another: Open, tmp_path: Path) -> None:
    village(store)
    for name in ("甲支部", "乙支部"):
        made.branch(store, name)
    county = another("c")
    merged(county, packed(store, tmp_path / "1.package"))
    for where, branch in ((store, 2), (county, 3)):
        members.move(where, [1], branch, on="2026-10-01", reason="转组织关系")
    merged(county, packed(store, tmp_path / "2.package"), theirs=True)
    assert made.value(county, "member", 1, "branch") == 2
    with county.read() as reader:
        sql = "SELECT branch FROM membership WHERE until IS NULL AND void_reason IS NULL"
        assert reader.exec_driver_sql(sql).scalars() == [2]
        assert soundness.rules(reader) == ()


def test_after_a_restore_old_and_new_doings_are_never_taken_for_one_another(
    store: Store, another: Open, tmp_path: Path
) -> None:
    village(store)
    county, db = another("c"), store.path
    merged(county, packed(store, tmp_path / "1.package"))
    backup.backup(db, tmp_path / "x.backup", key=store.key)
    changed(store, "member", phone="13900000001")
    changed(store, "household", address="一组")
    lost = packed(store, tmp_path / "2.package")
    store.close()
    restore(tmp_path / "x.backup", db)
    with open_store(db) as back:
        changed(back, "member", phone="13900000003")
        changed(back, "unit", address="村口")
        plan = merged(county, packed(back, tmp_path / "3.package"))
        assert (plan.rows(p.CHANGED), plan.rows(p.CONFLICT), plan.rows(p.NEW)) == (2, 0, 0)
        assert merged(county, lost).rows(p.CONFLICT) == 1
        assert made.value(county, "household", 1, "address") == "一组"
        assert merged(back, lost).rows(p.CONFLICT) == 1
        assert made.value(back, "household", 1, "address") == "一组"


def test_evidence_comes_with_its_file_and_is_read_there(store: Store, another: Open, tmp_path: Path) -> None:
    version = checklist.ready(store, "rural")
    begun = assessment.begin(store, version, ("branch", made.branch(store)), year=2026)
    with store.read() as reader:
        line = assessment.sheet(reader, begun).lines[0].id
    (tmp_path / "记录.txt").write_bytes(b"said")
    (row,) = evidence.attach(store, evidence.About(begun, line, "有落实"), [tmp_path / "记录.txt"])
    county = another("c")
    merged(county, packed(store, tmp_path / "1.package"))
    assert evidence.content(county, row) == ("记录.txt", b"said")
    assert text(county) == text(store)
