"""Ledgers and figures of dues: every sum by hand, by month, quarter and branch, as of any day."""

from datetime import datetime
from typing import Any

import pytest

from app import clock
from app.db.store import Store
from app.ledgers import ledger_named, table
from app.ledgers.figure import figures
from app.operations import due, setting
from app.table import Table
from tests import make

WAGE = "按月领取工资的党员"


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 22, 9, 0).astimezone())


@pytest.fixture
def branch(store: Store) -> int:
    """单小红 owes 45.00 a month and paid January to April in two lots; 解明 owes 15.00 and paid nothing since February."""
    village = make.unit(store)
    home = make.branch(store, unit=village)
    for name, base, lots in (("单小红", 450_000, ((1, 3), (4, 4))), ("解明", 300_000, ((1, 1),))):
        row = make.member(store, name, branch=home, phone="19900000017")
        due.settle(store, row, "2026-01", payer=WAGE, base=base)
        due.assess(store, "2026", branch=home)
        for first, last in lots:
            with store.read() as reader:
                sql = "SELECT id FROM due WHERE member = ? AND month BETWEEN ? AND ?"
                dues = [r[0] for r in reader.exec_driver_sql(sql, (row, f"2026-{first:02d}", f"2026-{last:02d}"))]
            due.pay(store, dues, on=f"2026-{last:02d}-10", receipt=f"26-{last:02d}")
    return home


def made(store: Store, name: str, as_of: str | None = None, **part: Any) -> Table:
    with store.read() as reader:
        return table(reader, ledger_named(name), as_of=as_of, **part)


def cells(found: Table, *names: str) -> list[tuple[Any, ...]]:
    places = [[column.name for column in found.columns].index(name) for name in names]
    return [tuple(row[i] for i in places) for row in (*found.rows, found.totals or ())]


@pytest.mark.usefixtures("branch")
def test_the_ledger_of_a_year_tells_rate_months_and_what_is_open(store: Store) -> None:
    found = made(store, "dues")
    assert cells(found, "name", "base", "rate", "amount", "due", "paid", "owed") == [
        ("单小红", "4500.00", "1%", "45.00", "540.00", "180.00", None),
        ("解明", "3000.00", "0.5%", "15.00", "180.00", "15.00", "45.00"),
        ("2 人", None, None, None, "720.00", "195.00", "45.00"),
    ]
    assert cells(found, "month_01", "month_02", "month_05")[0] == ("45.00", "45.00", None)
    assert [column.label for column in found.columns][:7] == [
        "序号", "党员姓名", "党支部", "缴纳类别", "月工资收入", "执行标准", "月应缴",
    ]  # fmt: skip


@pytest.mark.usefixtures("branch")
def test_what_was_applied_stands_below(store: Store) -> None:
    setting.put(store, "due_unit", "角")
    for name in ("dues", "dues_quarters", "dues_month", "dues_branches"):
        note = made(store, name).note
        assert "3000以下0.5%" in note
        assert "党费计到 角；党费尾数处理 四舍五入。" in note


@pytest.mark.usefixtures("branch")
def test_quarters_add_up_to_the_year(store: Store) -> None:
    found = made(store, "dues_quarters")
    assert cells(found, "due_1", "paid_1", "due_2", "paid_2", "due_4", "paid_4")[0] == (
        "135.00", "135.00", "135.00", "45.00", "135.00", None,
    )  # fmt: skip
    assert cells(found, "due_1", "paid_1")[-1] == ("180.00", "150.00")


def test_a_payment_counts_from_its_day(store: Store, branch: int) -> None:
    assert cells(made(store, "dues", as_of="2026-03-31", branch=branch), "paid")[-1] == ("150.00",)
    assert cells(made(store, "dues", as_of="2026-01-05", branch=branch), "paid")[-1] == ("0.00",)
    assert made(store, "dues", as_of="2025-12-31").rows == []


@pytest.mark.usefixtures("branch")
def test_the_register_of_a_month_has_a_place_to_sign(store: Store) -> None:
    found = made(store, "dues_month", as_of="2026-04-30")
    assert cells(found, "name", "month", "amount", "paid", "paid_on", "receipt", "signed") == [
        ("单小红", "2026-04", "45.00", "45.00", "2026-04-10", "26-04", None),
        ("解明", "2026-04", "15.00", None, None, None, None),
        ("2 人", None, "60.00", "45.00", None, None, None),
    ]


@pytest.mark.usefixtures("branch")
def test_branches_are_summed_with_their_share(store: Store) -> None:
    found = made(store, "dues_branches")
    assert cells(found, "people", "due", "paid", "share")[0] == (2, "720.00", "195.00", "27.1%")


@pytest.mark.usefixtures("branch")
def test_receipts_are_listed_with_whom_and_which_months_they_cover(store: Store) -> None:
    found = made(store, "due_receipts")
    assert cells(found, "receipt", "people", "months", "money", "first", "last") == [
        ("26-01", 1, 1, "15.00", "2026-01", "2026-01"),
        ("26-03", 1, 3, "135.00", "2026-01", "2026-03"),
        ("26-04", 1, 1, "45.00", "2026-04", "2026-04"),
        ("3 张", 3, 5, "195.00", None, None),
    ]


@pytest.mark.usefixtures("branch")
def test_open_months_are_listed_to_be_looked_into(store: Store) -> None:
    found = made(store, "dues_unpaid")
    assert cells(found, "name", "count", "money", "first", "last", "months") == [
        ("解明", 3, "45.00", "2026-02", "2026-04", "2026-02、2026-03、2026-04"),
        ("1 人", 3, "45.00", None, None, None),
    ]
    assert "核实" in found.title + found.note


@pytest.mark.usefixtures("branch")
def test_figures_of_a_quarter_and_of_what_came_in(store: Store) -> None:
    with store.read() as reader:
        told = {figure.code: figure.value for figure in figures(reader, "2026-Q2")}
        first = {figure.code: figure.value for figure in figures(reader, "2026-Q1")}
    assert (first["dues_due"], first["dues_paid"], first["dues_open"]) == ("180.00", "150.00", 2)
    assert (first["dues_share"], first["dues_money_in"]) == ("83.3%", "150.00")
    assert (told["dues_due"], told["dues_paid"], told["dues_open"], told["dues_free"]) == ("120.00", "45.00", 1, 0)
