"""An older work goes back row by row: what something came after is kept and named, and all of it is told beforehand."""

from collections.abc import Callable
from typing import Any

import pytest

from app.db import dump, undo, undo_older
from app.db.queries import past, soundness
from app.db.store import Store
from app.errors import UserError
from app.models import RECORDS
from app.operations import history, household, member, membership, pairing, term
from app.operations import record as records
from tests import make
from tests.hearing import heard


def state(store: Store) -> str:
    with store.read() as reader:
        assert reader.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert past.astray(reader) == []
        assert soundness.rules(reader) == ()
        return dump.dump(reader)


def done(store: Store, act: Callable[[], Any]) -> int:
    """The id of the work that the act is."""
    act()
    assert store.last is not None
    return store.last.work


def imported(store: Store, count: int, *, branch: int | None = None) -> int:
    """An import of members with their memberships; the id of the work."""

    def act() -> None:
        with store.work("导入") as work:
            rows = [(f"甲{i}", branch) for i in range(count)]
            made = work.add_many(RECORDS["member"], ("name", "branch"), rows)
            if branch:
                membership.open_many(work, dict.fromkeys(made, branch))

    return done(store, act)


def first(store: Store) -> int:
    return make.count(store, "SELECT min(id) FROM member")


def test_an_import_that_nothing_came_after_goes_without_a_trace(store: Store) -> None:
    branch = make.branch(store)
    before = state(store)
    old = imported(store, 30, branch=branch)
    after = state(store)
    told = history.undo_older(store, old)
    assert (told.reversed, told.kept, told.failed) == (60, [], [])
    assert state(store) == before
    history.undo(store)
    assert state(store) == after
    history.redo(store)
    assert state(store) == before


def test_rows_changed_since_are_kept_and_named(store: Store) -> None:
    old = imported(store, 3)
    row = first(store) + 1
    records.save(store, RECORDS["member"], {"phone": "19900000001"}, row=row)
    told = history.undo_older(store, old)
    assert (told.reversed, [(line.record, line.row) for line in told.kept]) == (2, [("member", row)])
    assert "修改党员甲1" in told.kept[0].why
    assert make.count(store, "SELECT count(*) FROM member") == 1


def test_the_plan_tells_what_the_act_does_and_changes_nothing(store: Store) -> None:
    branch = make.branch(store)
    old = imported(store, 5, branch=branch)
    records.save(store, RECORDS["member"], {"phone": "19900000001"}, row=first(store))
    before, works = state(store), make.count(store, "SELECT count(*) FROM work")
    plan = history.plan_older(store, old)
    assert (state(store), make.count(store, "SELECT count(*) FROM work")) == (before, works)
    told = history.undo_older(store, old)
    assert (plan.lots, plan.kept, plan.failed) == (told.lots, told.kept, told.failed)
    assert (plan.reversed, len(plan.kept)) == (8, 2)


def test_looking_at_an_import_keeps_nobody_waiting(store: Store) -> None:
    old = imported(store, 5)
    corrected = done(store, lambda: records.save(store, RECORDS["member"], {"phone": "19900000001"}, row=first(store)))
    with store.write() as writer:
        asked = heard(writer)
    asked.clear()
    assert history.plan_older(store, old).reversed == 4
    assert history.plan_older(store, corrected).reversed == 1
    assert asked == []


def test_what_was_changed_and_changed_back_counts_as_unchanged(store: Store) -> None:
    old = imported(store, 2)
    for phone in ("19900000001", None):
        records.save(store, RECORDS["member"], {"phone": phone}, row=first(store))
    assert history.undo_older(store, old).kept == []
    assert make.count(store, "SELECT count(*) FROM member") == 0


def test_a_row_that_later_records_need_is_kept_with_its_links(store: Store) -> None:
    old = imported(store, 3, branch=make.branch(store))
    home = make.household(store)
    pairing.pair(store, "member_household", ("member", first(store)), [("household", home)], since="2026-01-01")
    told = history.undo_older(store, old)
    assert {line.record for line in told.kept} == {"member", "membership"}
    assert any("结对" in line.why for line in told.kept)
    assert told.reversed == 4
    state(store)


def test_a_move_after_which_the_member_moved_again_is_kept_whole(store: Store) -> None:
    one, two, three = (make.branch(store, f"中共{name}村支部委员会") for name in "甲乙丙")
    row = make.member(store, branch=one)
    old = done(store, lambda: member.move(store, [row], two, on="2026-01-02", reason="转接"))
    member.move(store, [row], three, on="2026-02-02", reason="转接")
    before = state(store)
    told = history.undo_older(store, old)
    assert (told.reversed, len(told.kept)) == (0, 3)
    assert state(store) == before


def test_a_move_that_still_stands_goes_back_with_its_membership(store: Store) -> None:
    one, two = make.branch(store), make.branch(store, "中共柳湾村支部委员会")
    row = make.member(store, branch=one)
    before = state(store)
    old = done(store, lambda: member.move(store, [row], two, on="2026-01-02", reason="转接"))
    make.unit(store)
    assert history.undo_older(store, old).kept == []
    undo.undo(store)
    history.undo(store)
    history.undo(store)
    assert state(store) == before


def test_leaving_is_taken_back_only_as_a_whole(store: Store) -> None:
    row = make.member(store, branch=make.branch(store))
    old = done(store, lambda: member.leave(store, row, on="2026-04", reason="死亡"))
    member.come_back(store, row, on="2026-05", reason="更正")
    told = history.undo_older(store, old)
    assert told.reversed == 0
    assert {line.record for line in told.kept} == {"member", "membership"}
    state(store)


def test_an_election_after_which_another_took_place_is_kept(store: Store) -> None:
    row = make.branch(store)
    ballot = term.Ballot(size=3)
    old = done(store, lambda: term.elect(store, row, ballot, (("书记", "仇远"),), on="2021-03-01"))
    term.elect(store, row, ballot, (("书记", "解明"),), on="2026-03-01")
    history.undo_older(store, old)
    state(store)


def test_a_household_that_moved_goes_back_to_its_village(store: Store) -> None:
    one, two = make.unit(store), make.unit(store, "柳湾村")
    home = make.household(store, village=one)
    before = state(store)
    old = done(store, lambda: household.move(store, [home], two, None, on="2026-06-01", reason="搬迁"))
    history.undo_older(store, old)
    assert make.value(store, "household", home, "village") == one
    assert state(store) == before


def test_what_can_no_longer_stand_as_it_was_is_told_as_failed(store: Store) -> None:
    home = make.household(store)
    one, two = make.member(store), make.member(store, "张伟")
    (row,) = pairing.pair(store, "member_household", ("member", one), [("household", home)], since="2026-01-01")
    old = done(store, lambda: pairing.end(store, [row], on="2026-02-01", reason="外出"))
    pairing.pair(store, "member_household", ("member", two), [("household", home)], since="2026-03-01")
    told = history.undo_older(store, old)
    assert (told.reversed, told.kept, [(line.record, line.row) for line in told.failed]) == (0, [], [("pairing", row)])
    assert make.value(store, "pairing", row, "until") == "2026-02-01"


def test_units_that_lead_to_each_other_go_together(store: Store) -> None:
    def act() -> None:
        with store.work("导入") as work:
            rows = work.add_many(RECORDS["unit"], ("name", "kind"), [(f"单位{i}", "村") for i in range(5)])
            for row in rows[1:]:
                work.change(RECORDS["unit"], row, {"parent": rows[0]})

    before = state(store)
    told = history.undo_older(store, done(store, act))
    assert (told.reversed, told.kept) == (5, [])
    assert state(store) == before


def test_a_child_that_is_kept_keeps_its_parent(store: Store) -> None:
    def act() -> None:
        with store.work("导入") as work:
            top = work.add(RECORDS["unit"], {"name": "青禾镇", "kind": "乡镇"})
            work.add_many(RECORDS["unit"], ("name", "kind", "parent"), [("甲村", "村", top), ("乙村", "村", top)])

    old = done(store, act)
    records.save(store, RECORDS["unit"], {"head": "解明"}, row=make.count(store, "SELECT max(id) FROM unit"))
    told = history.undo_older(store, old)
    assert (told.reversed, len(told.kept)) == (1, 2)


def test_the_undo_of_an_older_work_is_an_older_work_too(store: Store) -> None:
    old = imported(store, 4, branch=make.branch(store))
    before = state(store)
    back = done(store, lambda: history.undo_older(store, old))
    make.unit(store)
    assert history.undo_older(store, back).reversed == 8
    with store.read() as reader:
        assert soundness.chain(reader) == ()
    undo.undo(store)
    undo.undo(store)
    undo.undo(store)
    assert state(store) == before


def test_an_older_correction_goes_back_and_that_can_be_undone(store: Store) -> None:
    row = make.member(store, phone="19900000001")
    old = done(store, lambda: records.save(store, RECORDS["member"], {"name": "张伟"}, row=row))
    records.save(store, RECORDS["member"], {"phone": "19900000002"}, row=row)
    history.undo_older(store, old)
    assert make.value(store, "member", row, "name") == "单小红"
    assert "19900000002" in str(make.value(store, "member", row, "search_key"))
    undo.undo(store)
    assert make.value(store, "member", row, "name") == "张伟"


def test_a_large_import_goes_in_parts_that_all_come_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_older, "_CHUNK", 7)
    branch = make.branch(store)
    old = imported(store, 40, branch=branch)
    after = state(store)
    records.save(store, RECORDS["member"], {"phone": "19900000001"}, row=first(store) + 20)
    told = history.undo_older(store, old)
    assert (told.reversed, len(told.kept)) == (78, 2)
    history.undo(store)
    history.undo(store)
    assert state(store) == after


def test_a_work_that_is_not_there_is_said_in_words(store: Store) -> None:
    with pytest.raises(UserError, match="没有编号为 999"):
        history.undo_older(store, 999)
