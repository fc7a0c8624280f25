"""Looking proposals over: taking, changing, refusing and agreeing change the review only; confirmed they are one work."""

import pytest

from app.db.store import Store
from app.errors import NeedsConsent, UserError
from app.operations import history, pairing, suggestion, suggestion_review, suggestion_saving
from app.operations.suggestion_review import Review
from tests import make

DAY = "2026-01-01"


@pytest.fixture
def village(store: Store) -> int:
    return make.unit(store)


@pytest.fixture
def people(store: Store, village: int) -> dict[str, int]:
    """Two members of two groups, two households beside the first."""
    found = {
        name: make.member(store, name, village=village, group_name=group)
        for name, group in (("甲一", "1组"), ("乙二", "2组"))
    }
    return found | {name: make.household(store, name, village=village, group_name="1组") for name in ("丙三", "丁四")}


def begin(store: Store, cap: int | None = None) -> Review:
    with store.read() as reader:
        return suggestion_review.begin(suggestion.propose(reader, cap=cap))


def confirm(store: Store, review: Review, campaign: str = "") -> int:
    return suggestion_saving.apply(
        store, review.chosen, since=DAY, kind=review.found.kind, campaign=campaign, verdicts=review.verdicts
    )


def held(store: Store) -> int:
    return make.count(store, "SELECT count(*) FROM pairing WHERE until IS NULL")


def test_only_what_was_taken_is_saved_and_one_undo_takes_it_back(store: Store, people: dict[str, int]) -> None:
    review = suggestion_review.take(begin(store), (people["丙三"],))
    assert review.decided
    assert held(store) == 0
    assert confirm(store, review) == 1
    assert held(store) == 1
    history.undo(store)
    assert held(store) == 0


def test_putting_back_leaves_nothing_decided(store: Store, people: dict[str, int]) -> None:
    review = suggestion_review.agree(begin(store), people["丙三"], "两家相邻")
    assert not suggestion_review.put_back(review, (people["丙三"],)).decided


def test_a_household_is_given_to_another_with_the_reasons_of_that_pair(store: Store, people: dict[str, int]) -> None:
    review = begin(store)
    assert review.pairs[people["丙三"]].helper.name == "甲一"
    others = suggestion_review.candidates(review, people["丙三"])
    assert [(one.helper.name, one.score, one.held) for one in others] == [("乙二", 0, 1)]
    changed = suggestion_review.give(review, people["丙三"], people["乙二"])
    assert (changed.pairs[people["丙三"]].helper.name, changed.pairs[people["丙三"]].parts) == ("乙二", ())
    assert people["丙三"] in changed.taken
    assert changed.load == {people["甲一"]: 1, people["乙二"]: 1}
    assert review.pairs[people["丙三"]].helper.name == "甲一"


def test_giving_one_more_than_the_cap_asks_first(store: Store, people: dict[str, int]) -> None:
    review = begin(store, cap=1)
    row = next(row for row, pair in review.pairs.items() if pair.helper.name == "乙二")
    with pytest.raises(NeedsConsent, match="上限 1"):
        suggestion_review.give(review, row, people["甲一"])
    changed = suggestion_review.give(review, row, people["甲一"], consent=frozenset({"over_cap"}))
    assert changed.load[people["甲一"]] == 2


def test_nobody_is_given_his_own_household(store: Store, people: dict[str, int]) -> None:
    make.resident(store, people["丙三"], "乙二", member=people["乙二"])
    with pytest.raises(UserError, match="不能结对"):
        suggestion_review.give(begin(store), people["丙三"], people["乙二"])


def test_who_is_refused_is_never_proposed_again_and_the_next_best_takes_his_place(
    store: Store, people: dict[str, int]
) -> None:
    review = suggestion_review.refuse(begin(store), people["丙三"], "两家有纠纷")
    assert review.pairs[people["丙三"]].helper.name == "乙二"
    assert people["丙三"] not in review.taken
    again = suggestion_review.refuse(review, people["丙三"], "路太远")
    assert people["丙三"] not in again.pairs
    assert again.left[people["丙三"]].why == "已拒绝推荐的人，没有别人可以承担"
    confirm(store, again)
    assert make.count(store, "SELECT count(*) FROM preference WHERE stance = '排除' AND reason = '两家有纠纷'") == 1
    assert [left.helped.name for left in begin(store).found.unplaced] == ["丙三"]
    history.undo(store)
    assert not begin(store).found.unplaced


def test_a_refusal_without_a_reason_is_not_taken(store: Store, people: dict[str, int]) -> None:
    with pytest.raises(UserError, match="理由"):
        suggestion_review.refuse(begin(store), people["丙三"], " ")


def test_what_was_agreed_stays_whatever_is_nearer(store: Store, people: dict[str, int]) -> None:
    changed = suggestion_review.give(begin(store), people["丙三"], people["乙二"])
    confirm(store, suggestion_review.agree(changed, people["丙三"], "户主点名"))
    make.member(store, "戊五", village=make.count(store, "SELECT min(id) FROM unit"), group_name="1组")
    pair = begin(store).pairs[people["丙三"]]
    assert (pair.helper.name, pair.kept) == ("乙二", True)


def test_an_agreement_ends_a_refusal_of_the_same_pair(store: Store, people: dict[str, int]) -> None:
    confirm(store, suggestion_review.refuse(begin(store), people["丙三"], "暂时不便"))
    confirm(store, suggestion_review.refuse(begin(store), people["丁四"], "暂时不便"))
    with store.read() as reader:
        found = suggestion.propose(reader, locked=frozenset({(people["甲一"], people["丙三"])}))
    verdict = suggestion_saving.Verdict(people["甲一"], people["丙三"], "约定", "说好了")
    suggestion_saving.apply(store, (), since=DAY, verdicts=(verdict,))
    assert found.pairs
    open_words = "SELECT count(*) FROM preference WHERE until IS NULL AND helped_household = "
    assert make.count(store, f"{open_words}{people['丙三']}") == 1
    assert begin(store).pairs[people["丙三"]].helper.name == "甲一"


def test_a_new_run_keeps_what_was_decided(store: Store, people: dict[str, int]) -> None:
    review = suggestion_review.take(begin(store), (people["丙三"],))
    review = suggestion_review.refuse(review, people["丁四"], "两家有纠纷")
    with store.read() as reader:
        found = suggestion.propose(reader, locked=review.fixed, excluded=review.refused)
    again = suggestion_review.again(review, found)
    assert again.taken == {people["丙三"]}
    assert again.verdicts == review.verdicts
    assert again.pairs[people["丁四"]].helper.name == "乙二"


def test_a_pairing_that_stands_counts_under_the_campaign_without_a_second_row(
    store: Store, people: dict[str, int]
) -> None:
    with store.work("专项") as work:
        for name in ("走亲连心", "双结对"):
            work.add(make.RECORDS["campaign"], {"name": name})
    pairing.pair(
        store, "member_household", ("member", people["甲一"]), [("household", people["丙三"])], since=DAY,
        details={"campaigns": "走亲连心"},
    )  # fmt: skip
    with store.read() as reader:
        found = suggestion.propose(reader)
    assert suggestion_saving.apply(store, found.pairs, since="2026-02-01", campaign="双结对") == 1
    told = "SELECT count(*) FROM pairing WHERE campaigns = '{}'"
    assert make.count(store, told.format("走亲连心、双结对")) == 1
    assert make.count(store, told.format("双结对")) == 1
    assert held(store) == 2
    history.undo(store)
    assert held(store) == 1
    with pytest.raises(UserError, match="没有名为"):
        suggestion_saving.apply(store, found.pairs, since="2026-02-01", campaign="没有的")
