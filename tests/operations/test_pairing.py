"""Pairings by hand: one current per kind where the kind says so, the former closed and never overwritten."""

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from app.db.queries import soundness
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.models import RECORDS
from app.models.pairing import Pairing
from app.operations import household, member, pairing, setting
from app.operations import record as records
from tests import make


def test_a_second_helper_is_asked_about_and_closes_the_first(store: Store) -> None:
    first, second, home = make.member(store, "甲一"), make.member(store, "甲二"), make.household(store)
    pairing.pair(store, "member_household", ("member", first), [("household", home)], since="2026-01-01")
    with pytest.raises(NeedsConsent) as asked:
        pairing.pair(store, "member_household", ("member", second), [("household", home)], since="2026-02-01")
    pairing.pair(
        store,
        "member_household",
        ("member", second),
        [("household", home)],
        since="2026-02-01",
        consent=frozenset({asked.value.code}),
    )
    with store.read() as reader:
        rows = reader.exec_driver_sql("SELECT helper_member, until, end_reason FROM pairing ORDER BY id").all()
    assert [tuple(row) for row in rows] == [(first, "2026-02-01", "更换联系人"), (second, None, None)]


def test_the_database_itself_refuses_two_current_pairings_of_a_sole_kind(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-01-01")
    with pytest.raises(IntegrityError), store.work("绕过") as work:
        work.add(RECORDS["pairing"], {"kind": 1, "helper_member": helper, "helped_household": home, "sole": 1})


def test_more_than_the_cap_is_asked_about(store: Store) -> None:
    helper = make.member(store)
    homes = [("household", make.household(store, f"户主{i}", household_no=str(i))) for i in range(13)]
    with pytest.raises(NeedsConsent, match="超过上限 12 户"):
        pairing.pair(store, "member_household", ("member", helper), homes, since="2026-01-01")
    assert make.count(store, "SELECT count(*) FROM pairing") == 0


def test_the_cap_is_that_of_the_helper_else_of_the_setting_as_the_rule_measures(store: Store) -> None:
    helper, other = make.member(store, "甲一", cap=3), make.member(store, "甲二")
    homes = [("household", make.household(store, f"户主{i}", household_no=str(i))) for i in range(5)]
    setting.put(store, "member_cap", "1")
    pairing.pair(store, "member_household", ("member", helper), homes[:3], since="2026-01-01")
    with pytest.raises(NeedsConsent, match="将联系 4 户，超过上限 3 户"):
        pairing.pair(store, "member_household", ("member", helper), homes[3:4], since="2026-01-01")
    with pytest.raises(NeedsConsent, match="将联系 2 户，超过上限 1 户"):
        pairing.pair(store, "member_household", ("member", other), homes[3:], since="2026-01-01")


def test_a_cadre_is_measured_by_the_members_he_holds(store: Store) -> None:
    cadre = make.cadre(store)
    people = [("member", make.member(store, f"甲{i}")) for i in range(2)]
    setting.put(store, "cadre_cap", "1")
    with pytest.raises(NeedsConsent, match="将联系 2 名，超过上限 1 名"):
        pairing.pair(store, "cadre_member", ("cadre", cadre), people, since="2026-01-01")


def test_ending_a_pairing_before_it_began_is_refused(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    rows = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-03-01")
    with pytest.raises(Rejected, match="早于结对日期"):
        pairing.end(store, rows, on="2026-02-01", reason="外出")
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until IS NULL") == 1


def test_handing_over_keeps_the_kind_and_the_reasons(store: Store) -> None:
    first, second, home = make.member(store, "甲一"), make.member(store, "甲二"), make.household(store)
    rows = pairing.pair(
        store,
        "member_household",
        ("member", first),
        [("household", home)],
        since="2026-01-01",
        details={"reasons": "地域相近"},
    )
    made = pairing.hand_over(store, rows, ("member", second), on="2026-05-01", reason="外出务工")
    assert make.value(store, "pairing", made[0], "reasons") == "地域相近"
    assert make.value(store, "pairing", rows[0], "until") == "2026-05-01"


def test_handing_over_needs_date_and_reason_and_a_day_not_before_the_beginning(store: Store) -> None:
    first, second, home = make.member(store, "甲一"), make.member(store, "甲二"), make.household(store)
    rows = pairing.pair(store, "member_household", ("member", first), [("household", home)], since="2026-03-01")
    for on, reason, told in (("", "外出", "请填写日期"), ("2026-04-01", "", "请填写原因"), ("2026-02", "外出", "早于")):
        with pytest.raises(Rejected, match=told):
            pairing.hand_over(store, rows, ("member", second), on=on, reason=reason)
    with pytest.raises(Rejected, match="早于结对日期 2026-03-01"):
        pairing.pair(
            store, "member_household", ("member", second), [("household", home)], since="2026-02-01",
            consent=frozenset({"replace"}),
        )  # fmt: skip
    assert make.count(store, "SELECT count(*) FROM pairing") == 1


def test_an_end_told_less_exactly_than_the_beginning_is_kept_as_told(store: Store) -> None:
    for number, (until, act) in enumerate(
        (
            ("2026", lambda rows, _helper, _home: pairing.end(store, rows, on="2026", reason="外出")),
            ("2026-03", lambda _rows, helper, _home: member.die(store, helper, on="2026-03")),
            ("2026", lambda _rows, _helper, home: household.move_out(store, home, on="2026", reason="迁出")),
        )
    ):
        helper, home = make.member(store, f"柳{number}"), make.household(store, f"仇{number}")
        rows = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-03-01")
        act(rows, helper, home)
        assert make.value(store, "pairing", rows[0], "until") == until


def test_an_end_that_is_surely_before_the_beginning_is_refused(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    rows = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-03-01")
    for on in ("2025", "2026-02", "2026-02-28"):
        with pytest.raises(Rejected, match="早于结对日期"):
            pairing.end(store, rows, on=on, reason="外出")
    assert make.value(store, "pairing", rows[0], "until") is None


def test_the_database_itself_holds_the_order_of_the_days(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    rows = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-03-01")
    with store.work("直接写入") as work:
        assert work.change(Pairing, rows[0], {"until": "2026"})
    with pytest.raises(IntegrityError, match="ck_pairing_dates"), store.work("直接写入") as work:
        work.change(Pairing, rows[0], {"until": "2026-02"})


def test_who_was_gone_before_a_pairing_began_held_it_no_day(store: Store) -> None:
    helper, home = make.member(store, branch=make.branch(store)), make.household(store)
    rows = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-03-01")
    assert member.die(store, helper, on="2026-01-15") == 1
    assert make.value(store, "pairing", rows[0], "until") == "2026-03-01"
    with store.read() as reader:
        assert soundness.rules(reader) == ()


def test_what_ended_cannot_be_corrected_to_begin_after_its_end(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    rows = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-03-01")
    pairing.end(store, rows, on="2026-05-01", reason="外出")
    with pytest.raises(Rejected, match="结对日期 2026-06 晚于结束日期 2026-05-01"):
        records.save(store, RECORDS["pairing"], {"since": "2026-06"}, row=rows[0])
    records.save(store, RECORDS["pairing"], {"since": "2026-04"}, row=rows[0])
    assert make.value(store, "pairing", rows[0], "since") == "2026-04"


def test_a_kind_refuses_sides_it_is_not_made_for(store: Store) -> None:
    with pytest.raises(UserError, match="不能这样结对"):
        pairing.pair(
            store, "cadre_village", ("member", make.member(store)), [("unit", make.unit(store))], since="2026-01-01"
        )
