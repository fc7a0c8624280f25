"""Sheets of 民主评议, of honours and of elections: read as branches send them, and their lists read again unchanged."""

from pathlib import Path
from typing import Any

import pytest

from app.db.queries.listing import Query
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.plan import Plan
from app.exchange.write import write_xlsx
from app.ledgers import list_table
from app.models import RECORDS
from app.models.record import fields_of
from app.table import Column, Table
from tests import make

Lines = list[tuple[str | None, ...]]
NAME = "中共石坪村支部委员会"


@pytest.fixture
def people(store: Store) -> list[int]:
    branch = make.branch(store)
    return [
        make.member(store, name, branch=branch, id_number=make.number(i)) for i, name in enumerate(("单小红", "解明"))
    ]


def read(store: Store, path: Path, title: str, headings: tuple[str, ...], lines: Lines) -> Plan:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(headings))
    write_xlsx(Table(title, columns, lines), path)
    plan = plan_import(store, path)
    apply(plan, store)
    return plan


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def test_results_of_a_year_are_read_by_name_or_number(store: Store, tmp_path: Path, people: list[int]) -> None:
    headings = ("序号", "姓名", "身份证号", "性别", "入党时间", "评议年度", "评议等次", "处置措施")
    plan = read(store, tmp_path / "a.xlsx", "民主评议党员情况汇总表", headings, [
        ("1", "单小红", make.number(0), "女", "2010.07", "2025年", "优秀", None),
        ("2", "解明", None, "男", "2011.07", "2025", "基本合格", "谈心谈话"),
        ("3", "解明", make.number(0), "男", "2011.07", "2024", "合格", None),
        ("4", "乐不在", None, "男", "2011.07", "2025", "合格", None),
        ("5", "解明", make.number(1), "男", "2011.07", "2024", "良好", None),
    ])  # fmt: skip
    assert plan.record == "review"
    assert [row.fate for row in plan.rows] == ["new", "new", "refused", "refused", "refused"]
    assert rows(store, "SELECT member, year, grade, handling FROM review ORDER BY id") == [
        (people[0], 2025, "优秀", None), (people[1], 2025, "基本合格", "谈心谈话"),
    ]  # fmt: skip


def test_honours_are_read_for_members_and_for_whom_nobody_knows(
    store: Store, tmp_path: Path, people: list[int]
) -> None:
    headings = ("序号", "姓名", "荣誉称号", "表彰时间", "表彰级别", "表彰单位")
    plan = read(store, tmp_path / "a.xlsx", "表彰名册", headings, [
        ("1", "单小红", "优秀共产党员", "2026.6.28", "县", "中共云泽县委"),
        ("2", "乐不在", "好村民", "2026-06", "村级", None),
    ])  # fmt: skip
    assert plan.record == "honour"
    assert plan.counts()["refused"] == 0
    assert "只登记了姓名" in str(plan.rows[1].notes)
    assert rows(store, "SELECT name, holder, member, day, level FROM honour ORDER BY id") == [
        ("优秀共产党员", "单小红", people[0], "2026-06-28", "县级"), ("好村民", "乐不在", None, "2026-06", "村级"),
    ]  # fmt: skip
    again = plan_import(store, tmp_path / "a.xlsx")
    assert (again.counts()["same"], again.counts()["new"]) == (2, 0)


def test_elections_are_read_and_numbers_that_cannot_be_are_refused(store: Store, tmp_path: Path) -> None:
    make.branch(store)
    headings = (
        "党组织名称",
        "换届选举日期",
        "换届方式",
        "应到有选举权人数",
        "实到有选举权人数",
        "应选名额",
        "候选人数",
    )
    plan = read(store, tmp_path / "a.xlsx", "换届选举情况表", headings, [
        (NAME, "2026-03-15", "党员大会选举", "25", "22", "3", "4"), (NAME, "2021-03-15", "党员大会选举", "25", "26", "3", "4"),
    ])  # fmt: skip
    assert plan.record == "election"
    assert [row.fate for row in plan.rows] == ["new", "refused"]
    assert "实到人数多于应到人数" in str(plan.rows[1].notes)


@pytest.mark.parametrize("record", ["review", "honour", "election"])
def test_the_list_read_again_changes_nothing(store: Store, tmp_path: Path, people: list[int], record: str) -> None:
    told: dict[str, dict[str, Any]] = {
        "review": {"member": people[0], "year": 2025, "grade": "合格", "day": "2026-01-15"},
        "honour": {"name": "优秀共产党员", "holder": "单小红", "member": people[0], "day": "2026-06-28"},
        "election": {"branch": 1, "day": "2026-03-15", "form": "党员大会选举", "expected": 25, "attended": 22},
    }
    with store.work("新增") as work:
        work.add(RECORDS[record], told[record])
    columns = tuple(field.name for field in fields_of(RECORDS[record]))
    with store.read() as reader:
        write_xlsx(list_table(reader, Query(record, columns)), tmp_path / "again.xlsx")
    plan = plan_import(store, tmp_path / "again.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == (record, 1, 0)
