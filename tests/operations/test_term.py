"""An election ends a term and its posts and begins the new ones; dates on a branch are those of its present term."""

from typing import Any

import pytest

from app.db import undo
from app.db.queries import soundness
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.operations import post, term
from app.operations import record as records
from app.operations.term import Ballot
from tests import make

Line = tuple[object, ...]


def terms(store: Store, branch: int) -> list[Line]:
    sql = "SELECT since, due, size, until FROM term WHERE branch = ? ORDER BY id"
    with store.read() as reader:
        return [tuple(found) for found in reader.exec_driver_sql(sql, (branch,))]


def held(store: Store, branch: int) -> list[Line]:
    sql = "SELECT post, name, since FROM post WHERE branch = ? AND until IS NULL ORDER BY id"
    with store.read() as reader:
        return [tuple(found) for found in reader.exec_driver_sql(sql, (branch,))]


def sound(store: Store) -> bool:
    with store.read() as reader:
        return soundness.rules(reader) == ()


@pytest.fixture
def home(store: Store) -> int:
    return make.branch(
        store, secretary="解明", deputy="甲一", elected_on="2021-05-18", term_until="2026-05-17", committee_size=3
    )


NEW = Ballot(due="2031-05-19", form="党员大会选举", size=5, number="第九届")
OFFICERS = (("书记", "仇远"), ("组织委员", "甲一"))


def test_a_branch_registered_with_its_dates_has_its_term(store: Store, home: int) -> None:
    assert terms(store, home) == [("2021-05-18", "2026-05-17", 3, None)]
    assert sound(store)


def test_an_election_ends_the_old_and_begins_the_new_in_one_undoable_step(store: Store, home: int) -> None:
    term.elect(store, home, NEW, OFFICERS, on="2026-05-20")
    assert terms(store, home) == [("2021-05-18", "2026-05-17", 3, "2026-05-20"), ("2026-05-20", "2031-05-19", 5, None)]
    assert held(store, home) == [("书记", "仇远", "2026-05-20"), ("组织委员", "甲一", "2026-05-20")]
    names = ("secretary", "deputy", "elected_on", "term_until", "committee_size")
    assert [make.value(store, "branch", home, name) for name in names] == ["仇远", None, "2026-05-20", "2031-05-19", 5]
    assert sound(store)
    undo.undo(store)
    assert [make.value(store, "branch", home, name) for name in names] == [
        "解明",
        "甲一",
        "2021-05-18",
        "2026-05-17",
        3,
    ]
    assert terms(store, home) == [("2021-05-18", "2026-05-17", 3, None)]


def test_a_first_secretary_was_appointed_and_stays_through_an_election(store: Store, home: int) -> None:
    post.appoint(store, ("branch", home), "第一书记", "查远", on="2024-03-01", reason="上级选派")
    term.elect(store, home, NEW, OFFICERS, on="2026-05-20")
    assert ("第一书记", "查远", "2024-03-01") in held(store, home)


def test_an_election_before_the_last_one_without_officers_or_with_two_secretaries_is_refused(
    store: Store, home: int
) -> None:
    with pytest.raises(Rejected, match="早于本届选举日期 2021-05-18"):
        term.elect(store, home, Ballot(), OFFICERS, on="2021-05-17")
    with pytest.raises(Rejected, match="请填写新一届班子成员"):
        term.elect(store, home, NEW, (), on="2026-05-20")
    with pytest.raises(Rejected, match="书记只能有一名"):
        term.elect(store, home, NEW, (("书记", "仇远"), ("书记", "查远")), on="2026-05-20")
    with pytest.raises(Rejected, match="届满日期早于选举日期"):
        term.elect(store, home, Ballot(due="2026-05-19"), OFFICERS, on="2026-05-20")
    assert len(terms(store, home)) == 1


def test_a_later_election_told_by_a_roster_begins_a_new_term(store: Store, home: int) -> None:
    records.save(store, RECORDS["branch"], {"elected_on": "2026-05-20", "secretary": "仇远"}, row=home)
    assert [line[0::3] for line in terms(store, home)] == [("2021-05-18", "2026-05-20"), ("2026-05-20", None)]
    assert ("书记", "仇远", "2026-05-20") in held(store, home)
    assert sound(store)


def test_a_corrected_date_stays_in_the_same_term(store: Store, home: int) -> None:
    records.save(store, RECORDS["branch"], {"elected_on": "2021-06", "committee_size": 5}, row=home)
    assert terms(store, home) == [("2021-06", "2026-05-17", 5, None)]


@pytest.mark.parametrize(
    ("old", "new", "later"),
    [("2021-05-18", "2022-05-18", True), ("2021-05-18", "2022-05-17", False), ("2021", "2022", True),
     ("2021-05", "2021-05-18", False), ("2021-05-18", "2016-05-18", False), (None, "2026-05-18", False)],
)  # fmt: skip
def test_another_election_lies_a_year_later_at_least(old: str | None, new: str, *, later: bool) -> None:
    assert term.later_election(old, new) is later


def test_an_election_known_by_its_date_already_is_completed_by_its_officers(store: Store, home: int) -> None:
    records.save(store, RECORDS["branch"], {"elected_on": "2026-05-20", "secretary": "仇远"}, row=home)
    term.elect(store, home, NEW, OFFICERS, on="2026-05-20")
    assert terms(store, home)[1:] == [("2026-05-20", "2031-05-19", 5, None)]
    assert held(store, home) == [("书记", "仇远", "2026-05-20"), ("组织委员", "甲一", "2026-05-20")]
    assert sound(store)


def test_a_change_typed_today_does_not_stand_against_an_election_that_was_earlier(store: Store, home: int) -> None:
    records.save(store, RECORDS["branch"], {"secretary": "仇远"}, row=home)
    term.elect(store, home, NEW, OFFICERS, on="2026-05-20")
    assert held(store, home) == [("书记", "仇远", "2026-05-20"), ("组织委员", "甲一", "2026-05-20")]
    assert sound(store)


def test_the_ledger_of_a_day_shows_the_term_of_that_day(store: Store, home: int) -> None:
    term.elect(store, home, NEW, OFFICERS, on="2026-05-20")
    with store.read() as reader:
        lines = [table(reader, ledger_named("branches"), as_of=day).rows[0] for day in ("2026-05-19", None)]
    assert [(line[6], line[7], line[8], *line[14:16]) for line in lines] == [
        ("解明", "甲一", 3, "2021-05-18", "2026-05-17"), ("仇远", None, 5, "2026-05-20", "2031-05-19"),
    ]  # fmt: skip


def elected(store: Store, branch: int) -> list[tuple[Any, ...]]:
    with store.read() as reader:
        sql = (
            "SELECT e.day, e.expected, e.attended, n.name, n.member, n.votes FROM election e JOIN nominee n ON n.election = e.id "
            "WHERE e.branch = ? AND e.void_reason IS NULL AND n.elected = '是' ORDER BY n.id"
        )
        return [tuple(row) for row in reader.exec_driver_sql(sql, (branch,))]


def test_the_election_is_registered_with_the_new_term_and_its_votes(store: Store) -> None:
    branch = make.branch(store)
    member = make.member(store, "解明", branch=branch)
    ballot = term.Ballot(
        "2029-03-15", "党员大会选举", 2, "第三届", {("解明", "书记"): 21, ("单小红", "委员"): 20},
        {"expected": 25, "attended": 22, "posts": 2, "candidates": 3},
    )  # fmt: skip
    term.elect(store, branch, ballot, [("书记", ("member", member)), ("委员", "单小红")], on="2026-03-15")
    assert elected(store, branch) == [
        ("2026-03-15", 25, 22, "解明", member, 21), ("2026-03-15", 25, 22, "单小红", None, 20),
    ]  # fmt: skip


def test_an_election_that_stands_already_is_completed_and_one_known_to_the_month_is_no_event(store: Store) -> None:
    branch = make.branch(store)
    records.save(store, RECORDS["election"], {"branch": branch, "day": "2026-03-15", "expected": 25})
    term.elect(store, branch, term.Ballot(details={"attended": 22}), [("书记", "解明")], on="2026-03-15")
    assert elected(store, branch) == [("2026-03-15", 25, 22, "解明", None, None)]
    other = make.branch(store, "中共后垟村支部委员会")
    term.elect(store, other, term.Ballot(), [("书记", "单小红")], on="2026-03")
    assert elected(store, other) == []


def test_more_present_than_expected_is_refused_and_nothing_is_kept(store: Store) -> None:
    branch = make.branch(store)
    with pytest.raises(Rejected, match="实到人数多于应到人数"):
        term.elect(
            store, branch, term.Ballot(details={"expected": 20, "attended": 21}), [("书记", "解明")], on="2026-03-15"
        )
    assert elected(store, branch) == []
    assert make.value(store, "branch", branch, "secretary") is None


def kept(store: Store, branch: int) -> list[Line]:
    with store.read() as reader:
        return [
            tuple(row) for row in reader.exec_driver_sql("SELECT due, first_due FROM term WHERE branch = ?", (branch,))
        ]


def test_a_term_put_off_keeps_what_it_was_and_asks_beyond_a_year(store: Store) -> None:
    branch = make.branch(store, term_until="2026-06-15")
    term.put_off(store, branch, "2027-03-31", by="中共青禾镇委员会", reason="村级调整")
    assert make.value(store, "branch", branch, "term_until") == "2027-03-31"
    assert kept(store, branch) == [("2027-03-31", "2026-06-15")]
    with pytest.raises(NeedsConsent, match="超过一年"):
        term.put_off(store, branch, "2027-06-16", by="中共青禾镇委员会", reason="村级调整")
    term.put_off(
        store, branch, "2027-06-16", by="中共青禾镇委员会", reason="村级调整", consent=frozenset({"long_delay"})
    )
    assert kept(store, branch) == [("2027-06-16", "2026-06-15")]
    with pytest.raises(Rejected, match="早于现在的届满日期"):
        term.put_off(store, branch, "2026-07-01", by="中共青禾镇委员会", reason="村级调整")


def test_a_term_without_an_end_cannot_be_put_off(store: Store) -> None:
    with pytest.raises(UserError, match="还没有登记本届的届满日期"):
        term.put_off(store, make.branch(store), "2027-03-31", by="中共青禾镇委员会", reason="村级调整")
