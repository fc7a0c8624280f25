"""Rules on visits, plans and deeds: each where it speaks and where it is silent."""

from datetime import datetime

import pytest

from app import clock, rules
from app.db.store import Store
from app.models.pairing import PairingKind
from app.models.visit import Deed, Visit, VisitPlan
from app.operations import member, pairing
from tests import make


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9).astimezone())


def said(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def paired(store: Store, *homes: str, since: str = "2026-01-10") -> tuple[int, list[int]]:
    helper = make.member(store, "单小红")
    rows = [make.household(store, home) for home in homes]
    sides = [("household", row) for row in rows]
    pairing.pair(store, "member_household", ("member", helper), sides, since=since)
    return helper, rows


def visited(store: Store, helper: int, home: int, day: str, **more: object) -> int:
    with store.work("走访") as work:
        return work.add(Visit, {"helper_member": helper, "helped_household": home, "day": day, **more})


def test_visit_overdue_tells_each_helper_once_with_how_many_and_whom(store: Store) -> None:
    helper, homes = paired(store, "仇根水", "朴大山", "解有田", "查水生", "盖田")
    assert said(store, "visit_overdue") == []  # no regulation names an interval: a new database has none
    make.interval(store, 31)
    visited(store, helper, homes[0], "2026-10-22")
    visited(store, helper, homes[1], "2026-10-21")
    assert said(store, "visit_overdue") == [
        "单小红联系的 5 对中有 4 对超过 31 天没有走访（朴大山、解有田、查水生等），请安排走访，走访过的请登记。"
    ]


def test_visit_overdue_is_silent_for_new_pairings_kinds_without_interval_and_who_is_gone(store: Store) -> None:
    helper, (home,) = paired(store, "仇根水", since="2026-11-01")
    assert said(store, "visit_overdue") == []
    with store.work("补录") as work:
        work.change(PairingKind, 1, {"visit_days": 20})
    assert len(said(store, "visit_overdue")) == 1
    visited(store, helper, home, "2026-11-02")
    assert said(store, "visit_overdue") == []
    with store.work("补录") as work:
        work.change(PairingKind, 1, {"visit_days": 7})
    assert "超过 7 天" in said(store, "visit_overdue")[0]
    member.leave(store, helper, on="2026-11-20", reason="转出组织关系")
    assert said(store, "visit_overdue") == []


def test_a_visit_of_the_same_two_counts_without_a_link_to_the_pairing(store: Store) -> None:
    helper, (home,) = paired(store, "仇根水")
    row = visited(store, helper, home, "2026-11-20")
    assert make.value(store, "visit", row, "pairing") is None
    assert said(store, "visit_overdue") == []


def test_plan_late_speaks_the_day_after_until_a_visit_names_the_slip(store: Store) -> None:
    helper, (home,) = paired(store, "仇根水")
    with store.work("计划") as work:
        for number, due in (("202611-0001", "2026-11-21"), ("202611-0002", "2026-11-22")):
            plan = work.add(VisitPlan, {"number": number, "pairing": 1, "due": due})
    assert said(store, "plan_late") == [
        "单小红有 1 次计划的走访已过日期（最早 2026-11-21），请尽快走访，走访过的请按单号登记。"
    ]
    visited(store, helper, home, "2026-11-22", plan=plan - 1)
    assert said(store, "plan_late") == []


def test_visit_future_speaks_of_tomorrow_only(store: Store) -> None:
    helper, (home,) = paired(store, "仇根水")
    visited(store, helper, home, "2026-11-22")
    assert said(store, "visit_future") == []
    visited(store, helper, home, "2026-11-23")
    assert said(store, "visit_future") == ["走访日期 2026-11-23 还没有到，请核对日期。"]


def test_deed_undated_asks_for_the_day(store: Store) -> None:
    helper, (home,) = paired(store, "仇根水")
    sides = {"helper_member": helper, "helped_household": home}
    with store.work("实事") as work:
        work.add(Deed, {"what": "送化肥", "day": "2026-11", **sides})
    assert said(store, "deed_undated") == []
    with store.work("实事") as work:
        work.add(Deed, {"what": "修屋顶", **sides})
    assert said(store, "deed_undated") == ["“修屋顶”没有办理日期，不能计入任何一期，请补填。"]
