"""The ledger of a campaign: its title, its columns, the pairings that count for it; what it does not know stays empty."""

from typing import Any

import pytest

from app.db.queries import aim
from app.db.queries.coverage import whole
from app.db.store import Store
from app.ledgers import known
from app.ledgers.campaign import COLUMNS, USUAL
from app.ledgers.ledger import table
from app.models import RECORDS
from app.operations.record import save
from app.table import Table
from tests.ledgers.small import Town, build, change, stop_clock


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Town:
    stop_clock(monkeypatch)
    return build(store)


def of(town: Town, day: str | None = None, **values: Any) -> Table:
    row = save(town.store, RECORDS["campaign"], {"name": "双结对", **values})
    with town.store.read() as reader:
        return table(reader, known(reader)[f"campaign-{row}"], as_of=day)


def test_it_has_its_own_title_and_the_usual_columns(town: Town) -> None:
    found = of(town, ledger_title="双结对工作台账", kinds="cadre_household", deadline="2026-12-31")
    assert found.title == "双结对工作台账"
    assert found.labels()[1:] == tuple(column[1] for column in COLUMNS[:USUAL])
    assert found.note == "对接期限：2026-12-31。"
    (row,) = found.rows
    assert {"查红旗", "区大发", "红旗村"} <= set(row)


def test_it_has_just_the_columns_that_were_asked_for_and_unknown_ones_stay_empty(town: Town) -> None:
    found = of(town, columns_told="序号、机关党组织，帮扶责任人、户主\n困难类型；验收情况", kinds="cadre_household")
    assert found.labels() == ("序号", "机关党组织", "帮扶责任人", "户主", "困难类型", "验收情况")
    assert [tuple(row) for row in found.rows] == [(1, "青禾镇", "查红旗", "区大发", "低保", None)]


def test_the_same_pairing_counts_under_several(town: Town) -> None:
    change(town.store, "pairing", 6, campaigns="驻百村、双结对")
    assert len(of(town).rows) == 1
    assert len(of(town, name="驻百村").rows) == 1
    assert len(of(town, name="另一个").rows) == 0


def test_every_sort_of_helped_is_named(town: Town) -> None:
    for row in range(1, 7):
        change(town.store, "pairing", row, campaigns="双结对")
    found = of(town, columns_told="联系人、联系对象")
    assert {row[2] for row in found.rows} == {"朴根水", "区大发", "单小红", "解明", "红旗村"}


def test_as_of_a_day_only_what_held_then_counts(town: Town) -> None:
    assert len(of(town, "2026-01-31", kinds="cadre_household").rows) == 0


def test_the_sample_has_campaigns_that_are_covered_late_and_have_ledgers(township: Store) -> None:
    with township.read() as reader:
        found = {tier.title: tier for tier in whole(reader)}
        titles = [ledger.title for ledger in known(reader).values()]
        assert aim.faults(reader) == ()
    assert found["双结对"].total > found["双结对"].covered > 0
    assert found["双结对"].late == found["双结对"].uncovered
    assert found["驻百村"].rate == "95.7%"  # one of 23 villages is held by nobody
    assert titles[-2:] == ["在职党员结对困难群众台账", "驻百村台账"]


def test_by_kind_only_those_count_whom_the_campaign_is_for(town: Town) -> None:
    told = {"target": "困难户", "kinds": "党员→户", "columns_told": "户主"}
    assert [row[1] for row in of(town, **told).rows] == ["区大发"]
    change(town.store, "pairing", 1, campaigns="双结对")
    assert {row[1] for row in of(town, **told, name="双结对").rows} == {"区大发", "朴根水"}
    narrowed = of(town, **told | {"target": "农户"}, name="某专项", condition="组:2组 户主姓名:朴")
    assert [row[1] for row in narrowed.rows] == ["朴根水"]
