"""Sheets of dues: bases set anew each year, what branches collected, and the lists of both read again unchanged."""

from pathlib import Path

import pytest

from app.db import undo
from app.db.dump import dump
from app.db.queries.listing import Query
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.plan import Plan
from app.exchange.write import write_xlsx
from app.ledgers import list_table
from app.operations import due
from app.table import Column, Table
from tests import make
from tests.exchange import roster

BASES = ("序号", "核定党员", "党费缴纳类别", "月工资收入", "每月定额", "执行月份")
PAID = ("序号", "党员", "党费月份", "应缴党费", "实缴党费", "缴费日期", "收据号")
WAGE = "按月领取工资的党员"
Lines = list[tuple[str | None, ...]]


@pytest.fixture
def people(store: Store) -> tuple[int, int]:
    branch = make.branch(store)
    return tuple(  # type: ignore[return-value]
        make.member(store, name, branch=branch, id_number=number)
        for name, number in (("单小红", roster.WOMAN), ("解明", roster.MAN))
    )


def read(store: Store, path: Path, headings: tuple[str, ...], lines: Lines) -> Plan:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(headings))
    write_xlsx(Table("党费表", columns, lines), path)
    plan = plan_import(store, path)
    apply(plan, store)
    return plan


def test_bases_are_set_anew_for_a_year_by_one_sheet_with_one_undo(
    store: Store, tmp_path: Path, people: tuple[int, int]
) -> None:
    due.settle(store, people[0], "2026-01", payer=WAGE, base=450_000)
    with store.read() as reader:
        before = dump(reader)
    plan = read(store, tmp_path / "a.xlsx", BASES, [
        ("1", "单小红", "工资收入", "5200", None, "2027年1月"),
        ("2", roster.MAN, "农民", None, "0.5", "2027-01"),
        ("3", "解明", "甲类", None, "0.5", "2027-02"),
        ("4", "解明", "农民", None, "0.5", "2027"),
    ])  # fmt: skip
    assert plan.record == "due_base"
    assert (plan.counts()["new"], plan.counts()["refused"]) == (2, 2)
    with store.read() as reader:
        found = reader.exec_driver_sql(
            "SELECT member, since, payer, base, fixed FROM due_base WHERE since > '2027' ORDER BY id"
        )
        assert [tuple(row) for row in found] == [
            (people[0], "2027-01", WAGE, 520_000, None), (people[1], "2027-01", "农民党员", None, 50),
        ]  # fmt: skip
    due.assess(store, "2027-01")
    assert make.count(store, "SELECT sum(amount) FROM due") == 7_850
    undo.undo(store)
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_what_branches_collected_is_read_and_the_list_read_again_changes_nothing(
    store: Store, tmp_path: Path, people: tuple[int, int]
) -> None:
    assert people
    plan = read(store, tmp_path / "a.xlsx", PAID, [
        ("1", "单小红", "2026-01", "45.00", "45.00", "2026-01-10", "0001"),
        ("2", "解明", "2026-01", "0.5", None, None, None),
        ("3", "解明", "2026-02", "-1", None, None, None),
    ])  # fmt: skip
    assert plan.record == "due"
    assert (plan.counts()["new"], plan.counts()["refused"]) == (2, 1)
    with store.read() as reader:
        columns = ("member", "month", "amount", "paid", "paid_on", "receipt")
        write_xlsx(list_table(reader, Query("due", columns)), tmp_path / "again.xlsx")
    plan = plan_import(store, tmp_path / "again.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == ("due", 2, 0)
