"""Coverage of tiers and campaigns: does every list follow from what happened, and do percentages agree with their lists?"""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.queries import aim, coverage_part
from app.db.queries.coverage import LISTS, Reach, Tier, coverage, reaches, whole
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.models import RECORDS
from app.operations import household as households
from app.operations import member as members
from app.operations import pairing
from app.operations.history import undo
from app.operations.record import save
from tests.ledgers.small import Town, build, change, stop_clock
from tests.make import household, value


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Town:
    stop_clock(monkeypatch)
    return build(store)


def tiers(town: Town, day: str | None = None, unit: int | None = None) -> dict[str, Tier]:
    with town.store.read() as reader:
        return {tier.tier: tier for tier in whole(reader, unit, day)}


def campaign(town: Town, **values: Any) -> str:
    """Makes a campaign, gives its tier."""
    row = save(town.store, RECORDS["campaign"], {"name": "双结对", **values})
    return f"{aim.CAMPAIGN}{row}"


def uid(town: Town, record: str, row: int) -> str:
    return str(value(town.store, record, row, "uid"))


def agree(tier: Tier) -> None:
    """The percentage times the total is the length of the list, to the rounding that is stated."""
    assert len(tier.uncovered) == tier.total - tier.covered
    assert set(tier.late) <= set(tier.uncovered)
    if not tier.total:
        assert tier.rate == "—"
        return
    told = Fraction(tier.rate.rstrip("%")) / 100 * tier.total
    assert abs(tier.total - told - len(tier.uncovered)) <= Fraction(tier.total, 1000)
    assert (tier.rate == "100.0%") == (not tier.uncovered)


ACTS = ("leave", "lost", "end", "move", "new", "pair")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), min_size=1, max_size=5), day=st.booleans())
def test_percentage_times_total_is_the_length_of_the_list(town: Town, acts: list[tuple[str, int]], day: bool) -> None:
    for act, n in acts:
        try:
            happen(town, act, n)
        except (UserError, NeedsConsent, Rejected):
            continue
    for unit in (None, town.red):
        for tier in tiers(town, "2026-09-30" if day else None, unit).values():
            agree(tier)


def happen(town: Town, act: str, n: int) -> None:
    home = town.homes[n % 4]
    if act == "leave":
        members.leave(town.store, (town.anna, town.bo, town.chen)[n % 3], on="2026-08-01", reason="出党")
    elif act == "lost":
        change(town.store, "member", town.anna, lost="是", lost_date="2026-07-01")
    elif act == "end":
        pairing.end(town.store, [1 + n % 6], on="2026-06-01", reason="更换")
    elif act == "move":
        households.move_out(town.store, home, on="2026-05-01", reason="迁出")
    elif act == "new":
        household(town.store, f"户主{n}", village=town.east)
    else:
        pairing.pair(town.store, "member_household", ("member", town.bo), [("household", home)], since="2026-04-01")


@pytest.mark.parametrize("who", ["anna", "bo", "chen"])
def test_closing_a_member_raises_exactly_his_links(town: Town, who: str) -> None:
    """His households are uncovered, his ended links stand under what ran out; nobody else's change."""
    row = getattr(town, who)
    before = tiers(town)
    held = [home for home in town.homes[:2] if who == "anna"]
    members.leave(town.store, row, on="2026-11-01", reason="出党")
    after = tiers(town)
    homes = {uid(town, "household", home) for home in held}
    assert set(after["household"].uncovered) - set(before["household"].uncovered) == homes
    assert set(after["household"].expired) == {uid(town, "pairing", n) for n, _home in enumerate(held, 1)}
    assert set(before["member"].uncovered) - set(after["member"].uncovered) == (
        {uid(town, "member", row)} & set(before["member"].uncovered)
    )
    assert set(after["household"].uncovered) >= set(before["household"].uncovered)
    assert after["village"] == before["village"]
    assert after["organisation"] == before["organisation"]
    undo(town.store)
    assert tiers(town) == before


def test_a_member_out_of_contact_raises_his_links_as_dead(town: Town) -> None:
    change(town.store, "member", town.anna, lost="是")
    found = tiers(town)["household"]
    assert set(found.dead) == {uid(town, "pairing", 1), uid(town, "pairing", 2)}
    assert {uid(town, "household", home) for home in town.homes[:2]} <= set(found.uncovered)


def test_a_link_that_ran_out_is_named_until_somebody_follows(town: Town) -> None:
    pairing.end(town.store, [1], on="2026-06-01", reason="到期")
    assert tiers(town)["household"].expired == (uid(town, "pairing", 1),)
    assert tiers(town, "2026-05-31")["household"].expired == ()
    pairing.pair(
        town.store, "member_household", ("member", town.bo), [("household", town.homes[0])], since="2026-07-01"
    )
    assert tiers(town)["household"].expired == ()


def test_visits_are_missed_after_the_days_that_the_kind_demands(town: Town) -> None:
    with town.store.read() as reader:
        row = reader.exec_driver_sql("SELECT id FROM pairing_kind WHERE code_no = 'member_household'").scalar_one()
    save(town.store, RECORDS["pairing_kind"], {"visit_days": None}, row=row)
    assert tiers(town)["household"].unvisited == ()
    with town.store.read() as reader:
        assert "无从计算" in aim.intervals(reader)
    save(town.store, RECORDS["pairing_kind"], {"visit_days": 30}, row=row)
    with town.store.read() as reader:
        assert aim.intervals(reader) == "“该走访未走访”只计设了走访间隔的结对种类：党员→户 30 天。"
    both = {uid(town, "pairing", 1), uid(town, "pairing", 2)}
    assert set(tiers(town)["household"].unvisited) == both
    visit = {"day": "2026-11-01", "helper_member": town.anna, "helped_household": town.homes[0], "content": "看望"}
    save(town.store, RECORDS["visit"], visit)
    assert set(tiers(town)["household"].unvisited) == {uid(town, "pairing", 2)}
    assert set(tiers(town, "2026-10-31")["household"].unvisited) == both
    assert tiers(town, "2026-01-20")["household"].unvisited == ()


def test_a_campaign_stands_among_the_tiers_with_what_names_it(town: Town) -> None:
    tier = campaign(town, target="困难户", kinds="干部→户（结对帮扶）")
    found = tiers(town)[tier]
    assert (found.title, found.total, found.covered, found.record) == ("双结对", 2, 1, "household")
    assert found.uncovered == (uid(town, "household", town.homes[3]),)
    change(town.store, "pairing", 1, campaigns="驻百村、双结对")
    assert tiers(town)[tier].covered == 1
    change(town.store, "household", town.homes[0], need="低保")
    assert (tiers(town)[tier].total, tiers(town)[tier].covered) == (3, 2)


def test_a_name_within_another_name_does_not_count(town: Town) -> None:
    tier = campaign(town, name="结对", target="农户")
    change(town.store, "pairing", 1, campaigns="双结对")
    assert tiers(town)[tier].covered == 0
    change(town.store, "pairing", 1, campaigns="双结对， 结对")
    assert tiers(town)[tier].covered == 1


def test_a_condition_narrows_the_target_in_the_words_of_a_search(town: Town) -> None:
    tier = campaign(town, target="农户", condition="组:2组")
    assert tiers(town)[tier].total == 2
    with town.store.read() as reader:
        assert [aim.fault(reader, facts) for facts in aim.campaigns(reader)] == [""]
    change(town.store, "campaign", 1, condition="颜色:红", kinds="某种结对")
    with town.store.read() as reader:
        (facts,) = aim.campaigns(reader)
        assert aim.fault(reader, facts).startswith("对象条件读不懂")
    change(town.store, "campaign", 1, condition=None)
    with town.store.read() as reader:
        (facts,) = aim.campaigns(reader)
        assert aim.fault(reader, facts) == "没有这样的结对种类：某种结对。"


def test_after_the_deadline_what_is_not_held_is_late(town: Town) -> None:
    tier = campaign(town, target="困难户", kinds="cadre_household", deadline="2026-11")
    assert tiers(town)[tier].late == ()
    change(town.store, "campaign", 1, deadline="2026-10")
    assert tiers(town)[tier].late == tiers(town)[tier].uncovered != ()
    assert tiers(town, "2026-10-31")[tier].late == ()


def test_links_of_a_campaign_that_is_over_have_expired(town: Town) -> None:
    tier = campaign(town, target="困难户", kinds="cadre_household", until="2026-10-31")
    assert tiers(town)[tier].expired == (uid(town, "pairing", 6),)
    assert tiers(town, "2026-10-31")[tier].expired == ()
    assert tiers(town)["household"].expired == ()


def test_a_campaign_without_a_target_or_not_begun_is_no_tier(town: Town) -> None:
    none, later = campaign(town), campaign(town, name="驻百村", target="村（社区）", since="2026-06-01")
    assert none not in tiers(town)
    assert later in tiers(town)
    assert later not in tiers(town, "2026-05-31")


@pytest.mark.parametrize("target", list(aim.TARGETS))
def test_every_target_can_be_counted(town: Town, target: str) -> None:
    tier = campaign(town, target=target)
    assert tiers(town)[tier].total >= 0


def all_reaches(town: Town) -> list[Reach]:
    with town.store.read() as reader:
        return list(reaches(reader))


def test_the_units_below_add_up_and_name_the_same_rows(town: Town) -> None:
    change(town.store, "member", town.anna, lost="是")
    for reach in all_reaches(town):
        with town.store.read() as reader:
            below = coverage_part.parts(reader, reach, town.town)
            assert coverage_part.top(reader) == town.town
        assert sum(len(part.there) for part in below) == len(reach.there)
        for name in LISTS:
            assert {row for part in below for row in part.lists[name]} == reach.lists[name]


def test_what_lies_in_no_unit_is_not_lost(town: Town) -> None:
    household(town.store, "无村户")
    with town.store.read() as reader:
        (reach, *_) = reaches(reader)
        told = {part.name: len(part.there) for part in coverage_part.parts(reader, reach, None)}
        below = {part.name: len(part.there) for part in coverage_part.parts(reader, reach, town.town)}
    assert told == {"青禾镇": 4, coverage_part.ELSEWHERE: 1}
    assert below == {"红旗村": 3, "东风村": 1}


def test_the_quick_answer_and_the_whole_one_agree(town: Town) -> None:
    with town.store.read() as reader:
        for quick, full in zip(coverage(reader), whole(reader), strict=True):
            assert (quick.total, quick.uncovered, quick.overloaded, quick.dead) == (
                full.total, full.uncovered, full.overloaded, full.dead,
            )  # fmt: skip
