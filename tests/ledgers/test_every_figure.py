"""Every figure reported upward: does it equal its rows, does it add up over the units, is the change right?

The four demands hold for every line of `app.ledgers.figure`; a new figure is tested by itself.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.queries import figure as queries
from app.db.queries.figure import Count, Share, in_words, period, previous
from app.db.store import Store
from app.errors import Rejected, UserError
from app.ledgers.figure import counted, figures, lines, rows
from app.models import RECORDS
from app.operations import member as members
from app.operations import pairing
from tests.ledgers.small import Town, build, stop_clock
from tests.make import household

PERIODS = ("2026", "2025", "2026-Q1", "2026-Q4", "2026-02", "2026-11", "2027")


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Town:
    stop_clock(monkeypatch)
    return build(store)


def values(town: Town, text: str | None = None, unit: int | None = None) -> dict[str, object]:
    with town.store.read() as reader:
        return {figure.code: figure.value for figure in figures(reader, text, unit=unit)}


def test_codes_are_unique_and_every_record_is_one_of_ours(town: Town) -> None:
    with town.store.read() as reader:
        told = lines(reader)
    assert len({line.code for line in told}) == len(told)
    assert {line.record for line in told if isinstance(line, Count)} <= set(RECORDS)


def agree(store: Store, text: str, unit: int | None) -> None:
    """As many rows behind every figure as it says; a plain count is the number of its rows."""
    with store.read() as reader:
        told = lines(reader)
        for figure, line in zip(figures(reader, text, unit=unit), told, strict=True):
            record, uids = rows(reader, figure.code, text, unit=unit)
            assert (record, len(uids), len(set(uids))) == (figure.record, figure.rows, figure.rows), figure.code
            if isinstance(line, Count) and not line.summed:
                assert figure.value == figure.rows, figure.code


@pytest.mark.parametrize("text", PERIODS)
def test_every_figure_equals_its_rows(town: Town, text: str) -> None:
    for unit in (None, town.town, town.red, town.east):
        agree(town.store, text, unit)


def test_every_figure_of_the_sample_equals_its_rows(township: Store) -> None:
    for text in ("2026", "2025-Q2"):
        agree(township, text, None)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["leave", "end", "home"]), st.integers(1, 12)), max_size=3))
def test_whatever_happens_every_figure_equals_its_rows(town: Town, acts: list[tuple[str, int]]) -> None:
    for act, month in acts:
        day = f"2026-{month:02d}-03"
        try:
            if act == "leave":
                members.leave(town.store, town.bo, on=day, reason="出党")
            elif act == "end":
                pairing.end(town.store, [1], on=day, reason="更换")
            else:
                household(town.store, f"户主{month}", village=town.red)
        except (UserError, Rejected):
            continue
    agree(town.store, "2026", None)
    agree(town.store, "2026-Q2", town.red)


@pytest.mark.parametrize("text", ["2026", "2026-02"])
def test_the_units_below_add_up_to_the_whole(town: Town, text: str) -> None:
    """Of the counts whose rows all lie in a unit below the town."""
    with town.store.read() as reader:
        told = [line for line in lines(reader) if isinstance(line, Count) and line.record == "household"]
        each = queries.spread(reader, told, period(text), unit=town.town)
        whole = queries.measured(reader, told, period(text), unit=town.town)
    for line in told:
        assert sum(each[unit].get(line.code, (0, 0))[0] for unit in each) == whole[line.code][0]
    assert set(each) == {town.red, town.east}


def test_the_change_is_against_the_period_before_and_the_year_counts_from_january(town: Town) -> None:
    with town.store.read() as reader:
        found = {figure.code: figure for figure in figures(reader, "2026-02")}
    begun = found["pairings_begun"]
    assert (begun.value, begun.before, begun.change, begun.year) == (1, 5, "-4", 6)
    assert (found["pairings"].value, found["pairings"].before, found["pairings"].change) == (6, 5, "+1")
    assert (found["coverage_household"].before, found["coverage_household"].change) == ("50.0%", "0.0")
    assert (found["members_whole"].before, found["members_whole"].change) == (None, None)


def test_a_great_change_is_parted_by_thousands(town: Town) -> None:
    with town.store.work("试") as work:
        work.add_many(
            RECORDS["deed"],
            ("what", "day", "helper_cadre", "helped_household"),
            [(f"第{i}件", "2025-06-01", town.head, town.homes[0]) for i in range(1_508)],
        )
    with town.store.read() as reader:
        found = {figure.code: figure for figure in figures(reader, "2026")}
    assert "-1,508" in {figure.change for figure in found.values()}


def test_a_unit_has_its_own_figures(town: Town) -> None:
    told = values(town, unit=town.red)
    assert (told["households"], told["members"], told["pairings"], told["pairings_cadre_village"]) == (3, 2, 6, 1)
    assert values(town, unit=town.east)["pairings"] == 0


def test_a_share_leads_to_the_rows_of_its_whole(town: Town) -> None:
    with town.store.read() as reader:
        told = lines(reader)
    assert counted(told, "coverage_village").code == "total_village"
    assert any(isinstance(line, Share) for line in told)
    with pytest.raises(UserError, match="没有代号为“gibt_es_nicht”"):
        counted(told, "gibt_es_nicht")


@pytest.mark.parametrize(
    ("text", "before", "words"),
    [("2026", "2025", "2026年"), ("2026-Q1", "2025-Q4", "2026年第一季度"), ("2026-11", "2026-10", "2026年11月"),
     ("2026-01", "2025-12", "2026年1月"), ("2026-Q3", "2026-Q2", "2026年第三季度")],
)  # fmt: skip
def test_before_a_period_comes_one_as_long(text: str, before: str, words: str) -> None:
    assert previous(period(text)).name == before
    assert in_words(period(text)) == words


@pytest.mark.parametrize("text", ["2026-13", "Q3", "0000", "2026Q3", "下半年"])
def test_what_is_no_period_is_said(text: str) -> None:
    with pytest.raises(UserError, match="看不懂时段"):
        period(text)
