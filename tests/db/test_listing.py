"""Lists as windows on a query: what is read to show a page, and that a short way gives the same rows as the long one."""

from dataclasses import replace

import pytest

from app.db.queries import facet, listing
from app.db.queries.listing import Condition, Query
from app.db.store import Store
from app.models.due import Due
from app.models.member import Member
from tests import make

MEMBERS = Query("member", ("name", "sex", "branch"))
WOMEN = replace(MEMBERS, conditions=(Condition("sex", "is", "女"),))


@pytest.fixture
def people(store: Store) -> Store:
    """Sixty members in two branches; one in three is a woman."""
    branches = (make.branch(store), make.branch(store, "中共杉坪村支部委员会"))
    names = "丁万于仇任刘单史吕向"
    rows = [
        (f"{names[i % 10]}{'一二三四五六'[i // 10]}", "女" if i % 3 == 0 else "男", f"19{60 + i % 40}", branches[i % 2])
        for i in range(60)
    ]
    with store.work("装入") as work:
        work.add_many(Member, ("name", "sex", "birth_date", "branch"), rows)
    return store


def plan(store: Store, query: Query) -> str:
    where, values = listing.matching(query)
    order = listing.sorting(query.record, query.sort)
    sql = f"EXPLAIN QUERY PLAN SELECT member.id FROM {listing.source(query)} WHERE {where} ORDER BY {order}"
    with store.read() as reader:
        return "；".join(str(row[3]) for row in reader.exec_driver_sql(sql, tuple(values)))


def test_the_official_order_and_a_branch_come_from_an_index(people: Store) -> None:
    assert "COVERING INDEX ix_member_list" in plan(people, MEMBERS)
    assert "COVERING INDEX ix_member_list" in plan(people, replace(MEMBERS, sort=(("name", True),)))
    assert "INDEX ix_member_branch_sort" in plan(people, replace(MEMBERS, conditions=(Condition("branch", "is", 1),)))


def test_a_word_is_looked_for_in_the_narrow_index_and_nothing_is_sorted_for_it(people: Store) -> None:
    """A union without ALL would read the whole table in the order of its ids: seven times as long."""
    told = plan(people, replace(MEMBERS, words=("zw",)))
    assert "SCAN member USING COVERING INDEX ix_member_search" in told
    assert "TEMP B-TREE" not in told


def test_rows_that_must_be_looked_at_are_read_as_they_lie(people: Store) -> None:
    """By way of an index each of 636,000 rows would bring a page of its own."""
    assert "SCAN member；" in plan(people, replace(MEMBERS, sort=(("birth_date", False),)))
    assert "SCAN member；" in plan(people, WOMEN)
    assert "SCAN member；" in plan(people, replace(MEMBERS, marks=("流动",)))
    assert "SCAN member；" in plan(people, replace(MEMBERS, marks=("未结对",)))
    assert "COVERING INDEX ix_member_list" in plan(people, replace(MEMBERS, marks=("未覆盖",)))
    assert "SCAN member；" in plan(people, replace(MEMBERS, conditions=(Condition("branch", "has", "杉坪"),)))


@pytest.mark.parametrize("first", [1, 5, 30, 5000])
def test_a_page_found_among_the_first_rows_is_the_page_of_the_whole_list(
    people: Store, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(listing, "_FIRST", first)
    with people.read() as reader:
        whole = listing.ids(reader, WOMEN)
        assert len(whole) == listing.count(reader, WOMEN) == 20
        for limit in (1, 4, 19, 20, 21):
            assert listing.ids(reader, WOMEN, limit=limit) == whole[:limit]
            assert [row[0] for row in listing.window(reader, WOMEN, limit=limit)] == whole[:limit]
            assert [row[0] for row in listing.window(reader, WOMEN, offset=3, limit=limit)] == whole[3:][:limit]


def test_a_filtered_and_sorted_page_shows_what_the_rows_hold(people: Store) -> None:
    asked = replace(WOMEN, columns=("birth_date", "branch"), sort=(("birth_date", True),))
    with people.read() as reader:
        page = listing.window(reader, asked, limit=7)
    dates = [row[1] for row in page]
    assert len(dates) == 7
    assert dates == sorted(dates, reverse=True)
    assert {row[2] for row in page} <= {"中共石坪村支部委员会", "中共杉坪村支部委员会"}


def test_the_values_a_filter_offers_are_counted_over_all_rows(people: Store) -> None:
    with people.read() as reader:
        assert facet.facet(reader, MEMBERS, "sex").values == (("女", 20), ("男", 40))
        assert facet.facet(reader, WOMEN, "branch").values == (
            ("中共杉坪村支部委员会", 10),
            ("中共石坪村支部委员会", 10),
        )


def test_equal_rows_of_a_sorted_list_stand_in_the_order_of_names(people: Store) -> None:
    with people.read() as reader:
        shown = listing.window(reader, replace(MEMBERS, sort=(("sex", True),)))
    women, men = ([row[1] for row in shown if row[2] == sex] for sex in ("女", "男"))
    assert [row[1] for row in shown] == [*men, *women]
    with people.read() as reader:
        by_name = [row[1] for row in listing.window(reader, MEMBERS)]
    assert women == [name for name in by_name if name in set(women)]
    assert men == [name for name in by_name if name in set(men)]


def test_a_payment_is_found_by_who_paid_and_by_its_receipt(store: Store) -> None:
    branch = make.branch(store)
    rows = [make.member(store, name, branch=branch) for name in ("单小红", "解明")]
    with store.work("装入") as work:
        work.add_many(
            Due, ("member", "month", "amount", "receipt"), [(rows[0], "2026-01", 50, "A01"), (rows[1], "2026-01", 50, "A02")]
        )  # fmt: skip
    for word, name in (("单小", "单小红"), ("jm", "解明"), ("a02", "解明")):
        with store.read() as reader:
            assert [row[1] for row in listing.window(reader, Query("due", ("member",), words=(word,)))] == [name]
