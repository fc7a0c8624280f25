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
from app.operations import due, member
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


def read(store: Store, path: Path, headings: tuple[str, ...], lines: Lines, title: str = "党费表") -> Plan:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(headings))
    write_xlsx(Table(title, columns, lines), path)
    plan = plan_import(store, path)
    apply(plan, store)
    return plan


def branches(store: Store) -> list[int]:
    with store.read() as reader:
        return list(reader.exec_driver_sql("SELECT branch FROM due ORDER BY id").scalars())


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


def test_a_sheet_with_name_number_and_base_is_one_of_bases_and_keeps_the_payer_that_held_before(
    store: Store, tmp_path: Path, people: tuple[int, int]
) -> None:
    due.settle(store, people[0], "2026-01", payer=WAGE, base=450_000)
    headings = ("序号", "姓名", "身份证号", "党费计算基数", "执行月份")
    plan = read(store, tmp_path / "a.xlsx", headings, [
        ("1", "单小红", roster.WOMAN, "5200", "2027-01"),
        ("2", "解明", roster.MAN, "4000", "2027-01"),
        ("3", "单小红", roster.MAN, "4000", "2027-02"),
        ("4", "单小红", roster.WOMAN, "5300", None),
    ])  # fmt: skip
    assert plan.record == "due_base"
    assert [row.fate for row in plan.rows] == ["new", "refused", "refused", "refused"]
    said = [str(row.notes) for row in plan.rows]
    assert "沿用 2026-01 起的" in said[0]
    assert "党费缴纳类别" in said[1]
    assert "登记的是解明" in said[2]
    assert "执行月份" in said[3]
    with store.read() as reader:
        found = reader.exec_driver_sql(
            "SELECT member, since, payer, base FROM due_base WHERE since > '2027' ORDER BY id"
        )
        assert [tuple(row) for row in found] == [(people[0], "2027-01", WAGE, 520_000)]


def test_of_two_members_with_one_name_the_branch_tells_which_and_else_the_row_waits(
    store: Store, tmp_path: Path
) -> None:
    one, other = make.branch(store), make.branch(store, "中共后垟村支部委员会")
    members = [make.member(store, "解明", branch=branch) for branch in (one, other)]
    headings = ("姓名", "所在党支部", "党费基数", "缴纳类别", "执行月份")
    plan = read(store, tmp_path / "a.xlsx", headings, [
        ("解明", "中共后垟村支部委员会", "4000", "工资收入", "2027-01"), ("解明", None, "4000", "工资收入", "2027-01"),
        ("解明", "中共不在村支部委员会", "4000", "工资收入", "2027-01"),
    ])  # fmt: skip
    assert [row.fate for row in plan.rows] == ["new", "refused", "refused"]
    assert make.count(store, "SELECT member FROM due_base") == members[1]
    assert make.count(store, "SELECT count(*) FROM branch WHERE name LIKE '%不在%'") == 0


def test_a_roster_with_a_column_of_dues_stays_a_roster(store: Store, tmp_path: Path) -> None:
    make.branch(store)
    headings = ("姓名", "性别", "民族", "身份证号", "出生日期", "学历", "入党日期", "联系电话", "党费基数")
    line = ("单小红", "女", "汉族", roster.WOMAN, "1987-06-15", "大学本科", "2011-07-01", "19900000017", "4000")
    assert read(store, tmp_path / "a.xlsx", headings, [line], "党员名册").record == "member"


def test_of_branches_with_one_name_the_member_of_the_row_tells_which(store: Store, tmp_path: Path) -> None:
    towns = [make.unit(store, name) for name in ("青禾镇", "石河镇")]
    here, there = (make.branch(store, "中共东坡村支部委员会", unit=town) for town in towns)
    make.member(store, "单小红", branch=here, id_number=roster.WOMAN)
    make.member(store, "解明", branch=there, id_number=roster.MAN)
    make.member(store, "程立", branch=there)
    headings = ("姓名", "身份证号", "收缴党支部", "党费月份", "应缴党费", "实缴党费")
    plan = read(store, tmp_path / "a.xlsx", headings, [
        (name, number, "中共东坡村支部委员会", "2026-03", "1.00", "1.00")
        for name, number in (("单小红", roster.WOMAN), ("解明", roster.MAN), ("程立", None), ("何人", None))
    ])  # fmt: skip
    assert [row.fate for row in plan.rows] == ["new", "new", "new", "refused"]
    assert "请写出上级" in str(plan.rows[3].notes)
    assert branches(store) == [here, there, there]


def test_dues_that_say_no_branch_stand_where_the_member_was_in_the_month(store: Store, tmp_path: Path) -> None:
    before, now = make.branch(store), make.branch(store, "中共后垟村支部委员会")
    row = make.member(store, "单小红", branch=before, id_number=roster.WOMAN)
    member.move(store, [row], now, on="2026-05-10", reason="组织关系转接")
    lines: Lines = [("单小红", roster.WOMAN, month, "1.00") for month in ("2026-03", "2026-06")]
    read(store, tmp_path / "a.xlsx", ("姓名", "身份证号", "党费月份", "应缴党费"), lines)
    assert branches(store) == [before, now]
