"""Rules on terms, elections, yearly reviews and honours: each speaks where it must and is silent where it must be."""

from datetime import datetime
from typing import Any

import pytest

from app import clock, rules
from app.db.store import Store
from app.models import RECORDS
from app.operations import post, review, setting, term
from app.operations import record as records
from tests import make


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 2, 9, 0).astimezone())


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def save(store: Store, record: str, **values: Any) -> int:
    return records.save(store, RECORDS[record], values)


def village_branch(store: Store, **values: Any) -> int:
    return make.branch(store, unit=make.unit(store), **values)


def crowd(store: Store, branch: int, count: int) -> list[int]:
    """Members who fill a branch; only their number matters."""
    with store.work("新增党员") as work:
        rows = [(f"单{i}", branch, "正式党员", f"99{i:04d}") for i in range(count)]
        return list(work.add_many(RECORDS["member"], ("name", "branch", "member_kind", "phone"), rows))


@pytest.mark.parametrize(("kind", "years"), [("党支部", 3), ("党总支部", 3), ("党委", 5)])
def test_a_term_is_as_long_as_its_kind_allows(store: Store, kind: str, years: int) -> None:
    row = make.branch(store, kind=kind, elected_on="2024-05-15", term_until=f"{2024 + years}-05-15")
    assert texts(store, "term_long") == []
    records.save(store, RECORDS["branch"], {"term_until": f"{2024 + years}-06-15"}, row=row)
    assert f"超过 {years} 年" in texts(store, "term_long")[0]


def test_villages_have_five_years_and_an_approved_delay_is_no_fault(store: Store) -> None:
    row = village_branch(store, elected_on="2021-05-15", term_until="2026-05-15")
    assert texts(store, "term_long") == []
    term.put_off(store, row, "2027-03-31", by="中共青禾镇委员会", reason="统一换届")
    assert texts(store, "term_long") == []
    setting.put(store, "term_village", "3")
    assert texts(store, "term_long") == []
    other = make.branch(store, "中共后垟村支部委员会", elected_on="2021", term_until="2025")
    assert len(texts(store, "term_long")) == 1
    assert other


def test_terms_of_this_year_are_told_at_its_start_and_later_by_the_notice(store: Store) -> None:
    make.branch(store, term_until="2026-10-15")
    make.branch(
        store, "中共后垟村支部委员会", term_until="2026-04-15"
    )  # within the days of notice: another rule speaks
    make.branch(store, "中共柳湾村支部委员会", term_until="2027-01-15")
    assert len(texts(store, "term_this_year")) == 1
    assert "2026-10-15" in texts(store, "term_this_year")[0]
    assert len(texts(store, "term_ending")) == 1


def test_a_delay_of_a_year_is_silent_and_one_of_more_speaks(store: Store) -> None:
    row = make.branch(store, term_until="2026-06-15")
    term.put_off(store, row, "2027-06-15", by="中共青禾镇委员会", reason="统一换届")
    assert texts(store, "delay_long") == []
    consent = frozenset({"long_delay"})
    term.put_off(store, row, "2027-06-16", by="中共青禾镇委员会", reason="统一换届", consent=consent)
    assert "超过一年" in texts(store, "delay_long")[0]


@pytest.mark.parametrize(("attended", "speaks"), [(20, 0), (19, 1)])
def test_four_fifths_must_come_to_an_election(store: Store, attended: int, speaks: int) -> None:
    save(store, "election", branch=make.branch(store), day="2026-01-15", expected=25, attended=attended)
    assert len(texts(store, "election_quorum")) == speaks


def test_an_appointment_from_above_has_no_quorum(store: Store) -> None:
    save(store, "election", branch=make.branch(store), day="2026-01-15", form="上级党组织任命", expected=25, attended=1, posts=3,
         candidates=3)  # fmt: skip
    assert texts(store, "election_quorum") == texts(store, "election_candidates") == []


@pytest.mark.parametrize(("candidates", "speaks"), [(6, 0), (5, 1)])
def test_a_fifth_more_candidates_than_places(store: Store, candidates: int, speaks: int) -> None:
    save(store, "election", branch=make.branch(store), day="2026-01-15", posts=5, candidates=candidates)
    assert len(texts(store, "election_candidates")) == speaks


@pytest.mark.parametrize(("votes", "speaks"), [(11, 0), (10, 1)])
def test_who_is_elected_has_more_than_half_of_the_votes(store: Store, votes: int, speaks: int) -> None:
    election = save(store, "election", branch=make.branch(store), day="2026-01-15", expected=20, attended=20)
    save(store, "nominee", election=election, name="解明", post="书记", votes=votes, elected="是")
    save(store, "nominee", election=election, name="单小红", post="委员", votes=2, elected="否")
    assert len(texts(store, "election_votes")) == speaks


def test_an_election_after_which_nothing_changed_is_told_until_the_new_term_begins(store: Store) -> None:
    row = make.branch(store, elected_on="2021-05-15")
    save(store, "election", branch=row, day="2026-02-15")
    assert len(texts(store, "election_untold")) == 1
    term.elect(store, row, term.Ballot(), [("书记", "解明")], on="2026-02-15")
    assert texts(store, "election_untold") == []


@pytest.mark.parametrize(
    ("full", "size", "speaks"), [(7, 3, ""), (6, 3, "不足 7 名"), (6, 1, ""), (7, 2, "应设支委会"), (9, 8, "一般不超过 7 名"), (9, 7, "")]
)  # fmt: skip
def test_a_committee_stands_where_seven_full_members_are(store: Store, full: int, size: int, speaks: str) -> None:
    crowd(store, make.branch(store, committee_size=size), full)
    found = texts(store, "committee_size")
    assert (speaks in found[0]) if speaks else not found


@pytest.mark.parametrize(("kind", "count", "speaks"), [
    ("党总支部", 49, 1), ("党总支部", 50, 0), ("党总支部", 100, 0), ("党总支部", 101, 1), ("党支部", 20, 0), ("党委", 30, 0),
])  # fmt: skip
def test_the_form_goes_with_the_number_of_members(store: Store, kind: str, count: int, speaks: int) -> None:
    above = make.branch(store, "中共青禾镇农贸市场总支部委员会", kind=kind)
    crowd(store, make.branch(store, parent=above), count)
    assert len(texts(store, "branch_form")) == speaks


def test_a_village_may_have_a_small_general_branch_and_a_committee_from_a_hundred(store: Store) -> None:
    above = village_branch(store, kind="党总支部")
    crowd(store, above, 30)
    assert texts(store, "branch_form") == []
    records.save(store, RECORDS["branch"], {"kind": "党委"}, row=above)
    assert "一般在 100 名以上" in texts(store, "branch_form")[0]


def test_a_joint_branch_names_its_units(store: Store) -> None:
    row = make.branch(store, kind="联合党支部")
    assert "请列出" in texts(store, "joint_branch")[0]
    records.save(store, RECORDS["branch"], {"joint_units": "甲厂、乙厂、丙厂"}, row=row)
    assert texts(store, "joint_branch") == []
    records.save(store, RECORDS["branch"], {"joint_units": "甲厂、乙厂、丙厂、丁厂、戊厂、己厂"}, row=row)
    assert "由 6 个单位组成" in texts(store, "joint_branch")[0]


def test_one_secretary_of_two_branches_is_told(store: Store) -> None:
    branch = make.branch(store)
    member = make.member(store, "解明", branch=branch)
    post.appoint(store, ("branch", branch), "书记", ("member", member), on="2025-01-15", reason="任命")
    assert texts(store, "secretary_twice") == []
    other = make.branch(store, "中共后垟村支部委员会")
    post.appoint(store, ("branch", other), "书记", ("member", member), on="2025-01-15", reason="任命")
    assert "中共后垟村支部委员会" in texts(store, "secretary_twice")[0]


def test_who_was_left_out_of_a_year_is_counted_by_branch(store: Store) -> None:
    branch = make.branch(store)
    first = make.member(store, "单小红", branch=branch, join_date="2010-07-01")
    second = make.member(store, "解明", branch=branch, join_date="2011-07-01")
    make.member(store, "仇根水", branch=branch, join_date="2025-07-01", member_kind="预备党员")
    assert texts(store, "review_missing") == []
    review.judge(store, branch, 2025, {first: "合格"})
    assert "还有 1 名正式党员" in texts(store, "review_missing")[0]
    review.judge(store, branch, 2025, {second: "优秀"})
    assert texts(store, "review_missing") == []


def test_a_weak_result_asks_what_follows(store: Store) -> None:
    branch = make.branch(store)
    member = make.member(store, "单小红", branch=branch)
    review.judge(store, branch, 2025, {member: "基本合格"})
    assert "帮助教育或处置措施" in texts(store, "review_weak")[0]
    records.save(store, RECORDS["review"], {"handling": "谈心谈话"}, row=1)
    assert texts(store, "review_weak") == []
    review.judge(store, branch, 2025, {member: "合格"})
    assert texts(store, "review_weak") == []


def test_an_honour_for_a_time_is_judged_anew_when_it_ends_unless_withdrawn(store: Store) -> None:
    row = save(store, "honour", name="先锋党员", holder="单小红", day="2024-06-28", until="2026-03-30")
    save(store, "honour", name="先锋党员", holder="解明", day="2024-06-28", until="2026-06-30")
    save(store, "honour", name="优秀共产党员", holder="仇根水", day="2024-06-28")
    assert len(texts(store, "honour_ending")) == 1
    records.save(store, RECORDS["honour"], {"revoked_on": "2026-03-01", "revoke_reason": "复评未通过"}, row=row)
    assert texts(store, "honour_ending") == []
