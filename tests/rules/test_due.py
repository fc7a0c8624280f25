"""Rules on dues: each speaks where it must, is silent where it must be, and accuses nobody."""

from datetime import datetime

import pytest

from app import clock, rules
from app.db.store import Store
from app.operations import due, setting
from app.operations import member as members
from app.rules.due import longest
from tests import make

WAGE, FARMER = "按月领取工资的党员", "农民党员"


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def paid_until(store: Store, month: int) -> int:
    """Somebody whose year is reckoned and who paid the first months; returns his row."""
    branch = make.branch(store)
    row = make.member(store, "单小红", branch=branch)
    due.settle(store, row, "2026-01", payer=WAGE, base=450_000)
    due.assess(store, "2026", branch=branch)
    with store.read() as reader:
        sql = "SELECT id FROM due WHERE month <= ?"
        dues = [found[0] for found in reader.exec_driver_sql(sql, (f"2026-{month:02d}",))]
    if dues:
        due.pay(store, dues, on="2026-04-10")
    return row


@pytest.mark.parametrize(("month", "soon", "late"), [(8, 0, 0), (7, 1, 0), (5, 1, 0), (4, 0, 1), (0, 0, 1)])
def test_months_without_a_payment_speak_at_three_and_at_six_and_this_month_does_not_count(
    store: Store, month: int, soon: int, late: int
) -> None:
    paid_until(store, month)
    assert (len(texts(store, "due_soon")), len(texts(store, "due_late"))) == (soon, late)


def test_the_sentence_asks_to_find_out_and_accuses_nobody(store: Store) -> None:
    row = paid_until(store, 4)
    told = "单小红连续 6 个月（2026-05 至 2026-10）没有党费缴纳登记，请党支部按规定核实情况和原因；缴纳过的请补登。"
    assert texts(store, "due_late") == [told]
    setting.put(store, "due_late", "7")
    assert texts(store, "due_late") == []
    assert len(texts(store, "due_soon")) == 1
    members.leave(store, row, on="2026-11-01", reason="死亡", detail="")
    assert texts(store, "due_soon") == []


def test_who_was_let_off_is_not_behind(store: Store) -> None:
    row = paid_until(store, 4)
    due.waive(
        store, row, {"kind": "免交", "since": "2026-07", "until": "2026-08", "reason": "重病", "approved_by": "镇党委"}
    )
    assert texts(store, "due_late") == []
    assert texts(store, "due_soon") == []


def test_the_longest_run_is_found() -> None:
    assert longest({5}) == (5, 1)
    assert longest({1, 2, 3, 7, 8}) == (1, 3)
    assert longest({1, 2, 7, 8}) == (7, 2)


def test_who_was_left_out_is_named_only_where_a_branch_registers_bases(store: Store) -> None:
    branch, other = make.branch(store), make.branch(store, "中共东风村支部委员会")
    make.member(store, "解明", branch=branch)
    make.member(store, "仇远", branch=other)
    make.member(store, "查先", branch=branch, standing="停止党籍")
    assert texts(store, "due_base_missing") == []
    due.settle(store, make.member(store, "单小红", branch=branch), "2026-01", payer=WAGE, base=450_000)
    assert texts(store, "due_base_missing") == ["解明还没有党费核定，不能核算党费，请补登缴纳类别和基数。"]


def test_the_amount_of_farmers_keeps_to_the_range(store: Store) -> None:
    row = make.member(store, "单小红", branch=make.branch(store))
    for fixed, count in ((20, 0), (100, 0), (10, 1), (200, 1)):
        due.settle(store, row, "2026-01", payer=FARMER, fixed=fixed)
        assert len(texts(store, "due_farmer_amount")) == count
    setting.put(store, "due_farmer_most", "2")
    assert texts(store, "due_farmer_amount") == []
    due.settle(store, row, "2026-01", payer="其他", fixed=500)
    assert texts(store, "due_farmer_amount") == []


def test_much_at_once_is_to_be_looked_at(store: Store) -> None:
    paid_until(store, 4)
    assert texts(store, "due_large") == []
    setting.put(store, "due_large", "179")  # four months of 45 yuan on one day are one payment
    told = "2026-01 等 4 个月的党费于 2026-04-10 一次缴纳 180.00 元，超过 179 元"
    assert [text.startswith(told) for text in texts(store, "due_large")] == [True]
    setting.put(store, "due_large", "180")
    assert texts(store, "due_large") == []


def test_one_month_with_much_speaks_and_the_same_sum_over_the_year_does_not(store: Store) -> None:
    branch = make.branch(store)
    row = make.member(store, "单小红", branch=branch)
    due.settle(store, row, "2026-01", payer=WAGE, base=450_000)
    due.assess(store, "2026", branch=branch)
    with store.read() as reader:
        dues = [found[0] for found in reader.exec_driver_sql("SELECT id FROM due ORDER BY month")]
    for place in range(3):
        due.pay(
            store,
            [dues[place]],
            on=f"2026-0{place + 1}-10",
            amount=40_000 if place < 2 else 100_100,
            consent=frozenset({"more"}),
        )
    assert [text[:8] for text in texts(store, "due_large")] == ["2026-03的"]
