"""People move, leave and come back with dates and reasons; nothing is deleted."""

import pytest

from app.db import undo
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import member, pairing
from app.operations import record as records
from tests import make


def memberships(store: Store, row: int) -> list[tuple[object, ...]]:
    sql = "SELECT branch, since, until, reason_out FROM membership WHERE member = ? ORDER BY id"
    with store.read() as reader:
        return [tuple(found) for found in reader.exec_driver_sql(sql, (row,))]


def test_registering_a_member_in_a_branch_opens_a_membership(store: Store) -> None:
    home = make.branch(store)
    row = make.member(store, branch=home)
    assert memberships(store, row) == [(home, None, None, None)]


def test_moving_closes_one_membership_and_opens_another(store: Store) -> None:
    old, new = make.branch(store), make.branch(store, "中共后垟村支部委员会")
    row = make.member(store, branch=old)
    assert member.move(store, [row], new, on="2026-02-01", reason="迁居") == 1
    assert memberships(store, row) == [(old, None, "2026-02-01", "迁居"), (new, "2026-02-01", None, None)]
    assert make.value(store, "member", row, "branch") == new


def test_a_move_without_a_date_is_refused_beside_the_field(store: Store) -> None:
    row = make.member(store)
    with pytest.raises(Rejected) as refused:
        member.move(store, [row], make.branch(store), on="", reason="迁居")
    assert [problem.field for problem in refused.value.problems] == ["on"]


def test_who_dies_keeps_the_record_and_loses_the_links_in_one_undoable_step(store: Store) -> None:
    row, home = make.member(store, branch=make.branch(store)), make.household(store)
    pairing.pair(store, "member_household", ("member", row), [("household", home)], since="2026-01-01")
    assert member.die(store, row, on="2026-04-05") == 1
    assert make.value(store, "member", row, "left_on") == "2026-04-05"
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until IS NULL") == 0
    assert make.count(store, "SELECT count(*) FROM membership WHERE until IS NULL") == 0
    undo.undo(store)
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until IS NULL") == 1


def test_who_left_cannot_leave_again(store: Store) -> None:
    row = make.member(store)
    member.leave(store, row, on="2026-04", reason="转出组织关系")
    with pytest.raises(UserError, match="已经登记离开"):
        member.leave(store, row, on="2026-05", reason="死亡")


def test_who_comes_back_stands_in_the_old_branch_from_that_day(store: Store) -> None:
    home = make.branch(store)
    row = make.member(store, branch=home)
    member.leave(store, row, on="2026-04", reason="停止党籍")
    member.come_back(store, row, on="2026-06-01", reason="恢复党籍")
    assert memberships(store, row)[-1] == (home, "2026-06-01", None, None)
    assert make.value(store, "member", row, "left_on") is None


def test_the_same_number_is_never_registered_twice(store: Store) -> None:
    make.member(store, "甲一", id_number=make.number(1))
    with pytest.raises(Rejected, match="相同"):
        make.member(store, "甲二", id_number=make.number(1))


def test_a_sex_against_the_number_asks_once_and_is_kept_after_consent(store: Store) -> None:
    values = {"name": "甲一", "id_number": make.number(1), "sex": "男"}
    with pytest.raises(Rejected) as asked:
        records.save(store, RECORDS["member"], values)
    assert [(p.code, p.hard) for p in asked.value.problems] == [("sex_id_mismatch", False)]
    row = records.save(store, RECORDS["member"], values, consent=frozenset({"sex_id_mismatch"}))
    assert make.value(store, "member", row, "sex") == "男"


def test_voiding_needs_a_reason_and_can_be_taken_back(store: Store) -> None:
    row = make.member(store)
    with pytest.raises(Rejected):
        records.void(store, RECORDS["member"], row, reason=" ")
    records.void(store, RECORDS["member"], row, reason="重复登记")
    assert make.value(store, "member", row, "void_reason") == "重复登记"
    records.unvoid(store, RECORDS["member"], row)
    assert make.value(store, "member", row, "void_reason") is None
