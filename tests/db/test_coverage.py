"""三个100%: are the shares right, and is everyone named who is not covered?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.queries.coverage import Tier, coverage, rate
from app.db.queries.figure import Figure, period
from app.db.store import Store
from app.errors import UserError
from app.ledgers.figure import figures
from app.models import RECORDS
from app.operations import pairing, setting
from tests.ledgers.small import Town, build, change, stop_clock
from tests.make import unit, value


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Town:
    stop_clock(monkeypatch)
    return build(store)


def tiers(town: Town, place: int | None = None, day: str | None = None) -> dict[str, Tier]:
    with town.store.read() as reader:
        return {tier.tier: tier for tier in coverage(reader, place, day)}


def test_each_tier_counts_its_own_and_names_the_uncovered(town: Town) -> None:
    found = tiers(town)
    assert {name: (tier.total, tier.covered, tier.rate) for name, tier in found.items()} == {
        "household": (4, 2, "50.0%"), "member": (3, 2, "66.7%"), "village": (2, 1, "50.0%"), "organisation": (2, 0, "0.0%"),
    }  # fmt: skip
    assert found["member"].uncovered == (value(town.store, "member", town.chen, "uid"),)
    assert found["village"].uncovered == (value(town.store, "unit", town.east, "uid"),)


def test_a_unit_sees_its_own_part(town: Town) -> None:
    found = tiers(town, town.red)
    assert (found["household"].total, found["household"].covered, found["household"].unit) == (3, 2, "红旗村")
    assert found["member"].rate == "100.0%"
    assert tiers(town, town.east)["member"].total == 1
    assert tiers(town, town.town)["household"].total == 4


def test_a_dead_link_covers_nobody_and_is_named(town: Town) -> None:
    change(town.store, "member", town.anna, lost="是")
    found = tiers(town)["household"]
    assert (found.covered, len(found.dead)) == (0, 2)
    with town.store.work("旧数据") as work:
        work.change(RECORDS["cadre"], town.head, {"left_on": "2026-05-01"})
    found_now = tiers(town)
    assert (found_now["member"].covered, len(found_now["member"].dead)) == (0, 2)
    assert (found_now["village"].covered, len(found_now["village"].dead)) == (0, 1)
    assert tiers(town, day="2026-04-30")["member"].covered == 2


def test_a_household_that_moved_is_counted_no_more_but_its_pairing_is_dead(town: Town) -> None:
    with town.store.work("旧数据") as work:
        work.change(RECORDS["household"], town.homes[0], {"moved_on": "2026-05-01"})
    found = tiers(town)["household"]
    assert (found.total, found.covered, len(found.dead)) == (3, 1, 1)
    assert tiers(town, day="2026-04-30")["household"].total == 4


def test_helpers_above_their_cap_are_named(town: Town) -> None:
    setting.put(town.store, "member_cap", "1")
    assert tiers(town)["household"].overloaded == (value(town.store, "member", town.anna, "uid"),)
    change(town.store, "member", town.anna, cap=2)
    assert tiers(town)["household"].overloaded == ()


def test_an_office_that_helps_covers_the_village(town: Town) -> None:
    office = unit(town.store, "县农业局", kind="机关")
    pairing.pair(town.store, "unit_unit", ("unit", office), [("unit", town.red)], since="2026-03-01")
    assert tiers(town)["organisation"].rate == "50.0%"
    assert tiers(town)["village"].covered == 1


def test_a_day_in_the_past_counts_the_pairings_of_that_day(town: Town) -> None:
    pairing.end(town.store, [1], on="2026-06-01", reason="更换")
    assert tiers(town)["household"].covered == 1
    assert tiers(town, day="2026-05-31")["household"].covered == 2
    assert tiers(town, day="2026-01-09")["household"].covered == 0


def test_a_day_that_is_none_is_no_day(store: Store) -> None:
    with store.read() as reader, pytest.raises(UserError, match="看不懂截至日期"):
        coverage(reader, None, "2026-13-01'")


def test_nothing_to_cover_has_no_rate(store: Store) -> None:
    with store.read() as reader:
        assert {tier.rate for tier in coverage(reader)} == {"—"}


@pytest.mark.parametrize(
    ("covered", "total", "text"),
    [
        (113, 115, "98.3%"),
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),
        (9995, 10000, "99.9%"),
        (10000, 10000, "100.0%"),
        (0, 7, "0.0%"),
    ],
)
def test_rates_round_half_up_to_one_decimal(covered: int, total: int, text: str) -> None:
    assert rate(covered, total) == text


@given(st.integers(1, 200_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_whole_hundred_means_all_and_no_rate_is_off_by_more_than_half_a_tenth(pair: tuple[int, int]) -> None:
    covered, total = pair
    told = rate(covered, total)
    assert (told == "100.0%") == (covered == total)
    tenths = int(told.rstrip("%").replace(".", ""))
    assert abs(tenths * total - covered * 1000) * 2 <= total or tenths == 999


def all_figures(town: Town, text: str | None = None) -> dict[str, Figure]:
    with town.store.read() as reader:
        return {figure.code: figure for figure in figures(reader, text)}


def test_the_figures_count_what_is_registered_with_their_rows(town: Town) -> None:
    found = all_figures(town)
    told = {code: figure.value for code, figure in found.items()}
    assert {code: told[code] for code in told if code.startswith("members")} == {
        "members": 3, "members_full": 2, "members_probationary": 1, "members_women": 1, "members_minority": 1,
        "members_college": 1, "members_young": 1, "members_floating": 1, "members_lost": 0, "members_joined": 1,
        "members_left": 0, "members_whole": 0,
    }  # fmt: skip
    assert (told["branches"], told["branches_committee"], told["branches_branch"]) == (3, 1, 2)
    assert (told["households"], told["household_people"], told["households_need"]) == (4, 14, 2)
    assert (told["pairings"], told["pairings_member_household"], told["coverage_household"]) == (6, 2, "50.0%")
    assert all(figure.rows == figure.value for figure in found.values() if figure.unit not in ("", "人", "元"))


def test_the_figures_of_a_quarter_stop_at_its_last_day(town: Town) -> None:
    assert all_figures(town, "2025")["pairings"].value == 0
    first = all_figures(town, "2026-Q1")
    assert (first["pairings_begun"].value, first["members_joined"].value) == (6, 1)
    assert all_figures(town, "2026-Q2")["pairings_begun"].value == 0
    assert all_figures(town, "2026-02")["pairings_begun"].value == 1


def test_a_period_is_a_year_a_quarter_or_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    assert (period("2026-Q3").since, period("2026-Q3").day) == ("2026-07", "2026-09-30")
    assert (period("2024-02").day, period().name, period("2026").day) == ("2024-02-29", "2026", "2026-11-22")
    for wrong in ("26", "2026-Q5", "2026-13", "去年"):
        with pytest.raises(UserError, match="看不懂"):
            period(wrong)
