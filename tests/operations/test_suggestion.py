"""Suggested pairings: the nearest by what is recorded, within caps, with the least change; nothing saved unasked."""

import pytest

from app.db.store import Store
from app.errors import UserError
from app.models import RECORDS
from app.operations import history, pairing, setting, suggestion, suggestion_saving
from app.operations.suggestion import Proposals
from tests import make

DAY = "2026-01-01"


def propose(store: Store, cap: int | None = None, **rules: frozenset[tuple[int, int]]) -> Proposals:
    with store.read() as reader:
        return suggestion.propose(reader, cap=cap, **rules)


def matched(found: Proposals) -> dict[str, str]:
    return {pair.helped.name: pair.helper.name for pair in found.pairs}


@pytest.fixture
def village(store: Store) -> int:
    return make.unit(store)


def test_the_nearest_is_proposed_and_says_why(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village, group_name="1组", tech_post="种茶")
    make.member(store, "乙二", village=village, group_name="2组")
    make.household(store, "丙三", village=village, group_name="1组", trade="种茶、养蜂")
    make.household(store, "丁四", village=village, group_name="2组")
    found = propose(store)
    assert matched(found) == {"丙三": "甲一", "丁四": "乙二"}
    first = next(pair for pair in found.pairs if pair.helped.name == "丙三")
    assert (first.why, first.reasons) == ("同组·均有种茶", ("地域相近", "生产相关"))
    assert first.next_best is not None
    assert (first.next_best.name, first.next_score) == ("乙二", 0)
    assert found.objective == sum(pair.score for pair in found.pairs)
    assert all(pair.score == sum(part.points for part in pair.parts) for pair in found.pairs)


def test_caps_hold_and_who_is_left_is_named_with_the_reason(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village, cap=1)
    make.member(store, "乙二", village=village)
    for name in ("丙三", "丁四", "戊五", "己六"):
        make.household(store, name, village=village)
    found = propose(store, cap=2)
    helpers = [pair.helper.name for pair in found.pairs]
    assert sorted(helpers) == ["乙二", "乙二", "甲一"]
    assert [left.why for left in found.unplaced] == ["本村党员的联系数都已达到上限"]


def test_who_is_floating_or_lost_or_in_another_village_is_not_proposed(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village, floating="是")
    make.member(store, "乙二", village=village, lost="是")
    make.member(store, "壬八", village=make.unit(store, "柳湾村"))
    make.household(store, "丙三", village=village)
    found = propose(store)
    assert not found.pairs
    assert [left.why for left in found.unplaced] == ["本村没有可以承担联系的党员"]


def test_nobody_is_proposed_for_his_own_household(store: Store, village: int) -> None:
    own = make.member(store, "甲一", village=village, group_name="1组")
    make.member(store, "乙二", village=village)
    home = make.household(store, "甲大", village=village, group_name="1组")
    make.resident(store, home, "甲一", member=own)
    assert matched(propose(store)) == {"甲大": "乙二"}


def test_a_household_that_shared_a_person_counts_as_kin(store: Store, village: int) -> None:
    helper = make.member(store, "甲一", village=village)
    make.member(store, "乙二", village=village)
    own, other = make.household(store, "甲大", village=village), make.household(store, "丙三", village=village)
    make.resident(store, own, "甲一", member=helper)
    make.resident(store, own, "丙小", id_number=make.number(3))
    with store.work("丙小从前在那一户") as work:
        values = {"household": other, "name": "丙小", "id_number": make.number(3), "left_on": "2020"}
        work.add(RECORDS["resident"], values)
    found = propose(store)
    assert matched(found)["丙三"] == "甲一"
    assert next(pair.why for pair in found.pairs if pair.helped.name == "丙三") == "亲属"


def test_what_stands_stays_between_equals_and_a_new_household_moves_nobody(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village)
    second = make.member(store, "乙二", village=village)
    home = make.household(store, "丙三", village=village)
    pairing.pair(store, "member_household", ("member", second), [("household", home)], since=DAY)
    make.household(store, "丁四", village=village)
    found = propose(store)
    assert [pair.helped.name for pair in found.fresh] == ["丁四"]
    assert matched(found)["丙三"] == "乙二"


def test_locked_pairs_stay_and_excluded_ones_are_never_made(store: Store, village: int) -> None:
    first = make.member(store, "甲一", village=village, group_name="1组")
    second = make.member(store, "乙二", village=village, group_name="2组")
    home = make.household(store, "丙三", village=village, group_name="1组")
    assert matched(propose(store, excluded=frozenset({(first, home)}))) == {"丙三": "乙二"}
    pairing.pair(store, "member_household", ("member", second), [("household", home)], since=DAY)
    setting.put(store, "suggest_stay", "0")
    assert matched(propose(store)) == {"丙三": "甲一"}
    assert matched(propose(store, locked=frozenset({(second, home)}))) == {"丙三": "乙二"}


def test_who_holds_too_many_gets_nobody_more_and_loses_nobody_in_silence(store: Store, village: int) -> None:
    helper = make.member(store, "甲一", village=village)
    homes = [make.household(store, name, village=village) for name in ("丙三", "丁四", "戊五")]
    pairing.pair(store, "member_household", ("member", helper), [("household", home) for home in homes], since=DAY)
    make.household(store, "己六", village=village)
    found = propose(store, cap=2)
    assert not found.fresh
    assert len(found.pairs) == 2
    assert len(found.unplaced) == 2
    suggestion_saving.apply(store, found.pairs, since="2026-02-01")
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until IS NULL") == 3


def test_applying_is_one_work_that_one_undo_takes_back(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village, group_name="1组")
    make.household(store, "丙三", village=village, group_name="1组")
    make.household(store, "丁四", village=village)
    found = propose(store)
    assert make.count(store, "SELECT count(*) FROM pairing") == 0
    assert suggestion_saving.apply(store, found.pairs, since=DAY) == 2
    assert make.count(store, "SELECT count(*) FROM pairing WHERE reasons = '地域相近' AND since = '2026-01-01'") == 1
    assert not propose(store).fresh
    history.undo(store)
    assert make.count(store, "SELECT count(*) FROM pairing") == 0


def test_a_proposal_that_time_has_overtaken_is_not_saved(store: Store, village: int) -> None:
    helper = make.member(store, "甲一", village=village)
    home = make.household(store, "丙三", village=village)
    found = propose(store)
    pairing.pair(store, "member_household", ("member", helper), [("household", home)], since=DAY)
    with pytest.raises(UserError, match="请重新推荐"):
        suggestion_saving.apply(store, found.pairs, since=DAY)


def test_what_is_not_recorded_is_said(store: Store, village: int) -> None:
    make.household(store, "丙三", village=village, group_name="1组", trade="种茶")
    assert dict(propose(store).unknown) == {"网格": 1, "户主民族": 1, "兴趣爱好": 1}


def test_a_cap_below_one_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="至少为 1"):
        propose(store, cap=0)
