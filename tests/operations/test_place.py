"""Villages and branches are renamed and merged; the old name still finds them."""

import pytest

from app.db.queries import resolve
from app.db.store import Store
from app.errors import UserError
from app.operations import household, member, place
from tests import make


def test_an_old_name_still_finds_a_renamed_village(store: Store) -> None:
    row = make.unit(store, "石坪村")
    place.rename(store, "unit", row, "新石坪村")
    with store.read() as reader:
        assert resolve.one(reader, "unit", "石坪村") == (row,)
        assert resolve.one(reader, "unit", "新石坪村") == (row,)


def test_merging_branches_moves_members_with_date_and_reason(store: Store) -> None:
    gone, into = make.branch(store, "甲支部"), make.branch(store, "乙支部")
    row = make.member(store, branch=gone)
    place.merge(store, "branch", gone, into, on="2026-03-01", reason="撤并")
    assert make.value(store, "member", row, "branch") == into
    assert make.count(store, "SELECT count(*) FROM membership WHERE until = '2026-03-01' AND reason_out = '撤并'") == 1
    with store.read() as reader:
        assert resolve.one(reader, "branch", "甲支部") == (into,)


def test_a_branch_merged_before_its_election_by_the_dates_leaves_no_term_that_ends_before_it_began(
    store: Store,
) -> None:
    old, new = make.branch(store, elected_on="2026-05-01"), make.branch(store, "中共杉坪村支部委员会")
    row = make.member(store, branch=old)
    member.move(store, [row], new, on="2026-06-01", reason="搬家")
    member.move(store, [row], old, on="2026-06-02", reason="搬回")
    place.merge(store, "branch", old, new, on="2026-03-01", reason="撤并")
    assert make.count(store, "SELECT count(*) FROM term WHERE until < since") == 0
    assert make.count(store, "SELECT count(*) FROM membership WHERE until < since") == 0


def test_merging_villages_takes_households_and_members_along(store: Store) -> None:
    gone, into = make.unit(store, "甲村"), make.unit(store, "乙村")
    home, person = make.household(store, village=gone), make.member(store, village=gone)
    place.merge(store, "unit", gone, into, on="2026-03-01", reason="撤并")
    assert make.value(store, "household", home, "village") == into
    assert make.value(store, "member", person, "village") == into
    assert make.value(store, "unit", gone, "closed_on") == "2026-03-01"


def test_a_unit_cannot_be_merged_into_what_lies_under_it(store: Store) -> None:
    top = make.unit(store, "甲镇")
    below = make.unit(store, "乙村", parent=top)
    with pytest.raises(UserError, match="自己的下级"):
        place.merge(store, "unit", top, below, on="2026-03-01", reason="撤并")


def test_a_name_that_two_villages_share_needs_its_path(store: Store) -> None:
    tops = [make.unit(store, name) for name in ("青禾镇", "云溪镇")]
    rows = [make.unit(store, "石坪村", parent=top) for top in tops]
    with store.read() as reader:
        assert resolve.one(reader, "unit", "石坪村") == tuple(rows)
        assert resolve.one(reader, "unit", "云溪镇/石坪村") == (rows[1],)


def test_splitting_a_household_moves_its_people_and_keeps_the_rest(store: Store) -> None:
    home = make.household(store, "仇根水", size=4)
    stay = make.resident(store, home, "仇根水", relation="户主")
    son = make.resident(store, home, "仇小水", relation="子")
    new = household.split(store, home, [son], head=son)
    assert make.value(store, "resident", son, "household") == new
    assert make.value(store, "resident", stay, "household") == home
    assert make.value(store, "household", new, "head_name") == "仇小水"
    assert make.value(store, "household", home, "size") == 3


def test_the_new_head_gives_the_household_its_name(store: Store) -> None:
    home = make.household(store, "仇根水")
    make.resident(store, home, "仇根水", relation="户主")
    wife = make.resident(store, home, "朴玉兰", relation="配偶", id_number=make.number(3))
    household.change_head(store, home, wife)
    assert make.value(store, "household", home, "head_name") == "朴玉兰"
    assert make.value(store, "household", home, "head_id") == make.number(3)
    assert make.count(store, "SELECT count(*) FROM resident WHERE relation = '户主'") == 1
