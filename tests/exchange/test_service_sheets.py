"""Sheets of wishes, of who reported in, of teams and their logs: read as villages send them, and again as they were exported."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.plan import Plan
from app.exchange.write import write_xlsx
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.models.record import fields_of
from app.operations import record as records
from app.operations import report_in, team, wish
from app.table import Column, Table
from tests import make

Lines = list[tuple[str | None, ...]]


def sheet(path: Path, title: str, headings: tuple[str, ...], lines: Lines) -> Path:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(headings))
    write_xlsx(Table(title, columns, lines), path)
    return path


def read(store: Store, path: Path) -> Plan:
    plan = plan_import(store, path)
    apply(plan, store)
    return plan


def every(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


WISHES = (
    "序号", "征集时间", "心愿人", "类别", "联系电话", "微心愿内容", "认领单位", "认领人", "认领时间", "完成时限", "完成时间",
    "落实情况", "反馈",
)  # fmt: skip


def test_a_book_of_wishes_is_read_with_claims_and_results(store: Store, tmp_path: Path) -> None:
    lines: Lines = [
        ("1", "2026.3.1", "朴玉兰", "空巢老人", "19900000017", "想要一台收音机", "镇财政所", "解明", "2026-03-05", "2026.4", "2026-03-20",
         "已送到", "满意"),
        ("2", "2026.3.2", "仇根水", "低保户", None, "修水管", None, None, None, None, None, None, None),
    ]  # fmt: skip
    plan = read(store, sheet(tmp_path / "微心愿.xlsx", "微心愿认领台账", WISHES, lines))
    assert plan.record == "wish"
    assert plan.counts()["new"] == 2
    told = every(store, "SELECT name, need, claimer, claimer_unit, due, fulfilled_on, feedback FROM wish ORDER BY id")
    assert told == [
        ("朴玉兰", "空巢", "解明", "镇财政所", "2026-04", "2026-03-20", "满意"),
        ("仇根水", "低保", None, None, None, None, None),
    ]


def test_a_wish_that_came_true_without_a_claimant_is_refused_with_a_sentence(store: Store, tmp_path: Path) -> None:
    lines: Lines = [
        ("1", "2026.3.1", "朴玉兰", None, None, "想要一台收音机", None, None, None, None, "2026-03-20", "已送到", None),
        ("2", "2026.3.2", "仇根水", None, None, "修水管", None, None, None, None, None, None, None),
    ]
    plan = read(store, sheet(tmp_path / "微心愿.xlsx", "微心愿认领台账", WISHES, lines))
    assert plan.counts()["refused"] == 1
    assert "没有认领的心愿不能登记完成" in str([row.notes for row in plan.rows if row.fate == "refused"])
    assert every(store, "SELECT name FROM wish") == [("仇根水",)]


def test_the_ledger_of_wishes_read_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    made = wish.collect(store, "朴玉兰", "一台收音机", on="2026-03-01")
    wish.claim(store, [made], "解明", on="2026-03-05", unit="镇财政所")
    wish.collect(store, "仇根水", "修水管", on="2026-03-02")
    with store.read() as reader:
        found = table(reader, ledger_named("wishes"))
    write_xlsx(found, tmp_path / "w.xlsx")
    plan = plan_import(store, tmp_path / "w.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == ("wish", 2, 0)


def test_a_list_of_who_reported_in_is_no_list_of_members(store: Store, tmp_path: Path) -> None:
    make.unit(store, "云溪社区", kind="社区")
    headings = ("序号", "党员姓名", "工作单位", "职务", "联系电话", "住址", "报到社区", "报到时间", "特长")
    lines: Lines = [("1", "解明", "县农业局", "科员", "19900000017", "东路1号", "云溪社区", "2026-03-01", "法律")]
    plan = read(store, sheet(tmp_path / "双报到.xlsx", "在职党员双报到台账", headings, lines))
    assert plan.record == "report_in"
    assert every(store, "SELECT name, work_unit, duty, skills FROM report_in") == [("解明", "县农业局", "科员", "法律")]
    assert every(store, "SELECT count(*) FROM member") == [(0,)]


def test_the_ledger_of_reports_read_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    community = make.unit(store, "云溪社区", kind="社区")
    report_in.report(store, "解明", community, on="2026-03-01", details={"work_unit": "县农业局"})
    with store.read() as reader:
        found = table(reader, ledger_named("report_ins"))
    write_xlsx(found, tmp_path / "r.xlsx")
    plan = plan_import(store, tmp_path / "r.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == ("report_in", 1, 0)


def test_logs_find_who_is_posted_by_name_and_an_unknown_name_is_refused(store: Store, tmp_path: Path) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队", "kind": "工作队"})
    team.send(store, squad, "解明", on="2026-01-01")
    headings = ("日期", "驻村人员", "天气/地点", "工作内容", "类别", "存在问题", "解决情况", "群众诉求", "明日计划")
    lines: Lines = [
        ("2026-03-02", "解明", "晴", "走访农户", "调研", None, None, None, "入户"),
        ("2026-03-02", "仇远", "晴", "走访农户", "调研", None, None, None, None),
    ]
    plan = read(store, sheet(tmp_path / "日志.xlsx", "驻村工作日志", headings, lines))
    assert plan.record == "work_log"
    assert (plan.counts()["new"], plan.counts()["refused"]) == (1, 1)
    assert every(store, "SELECT day, kind, place, tomorrow FROM work_log") == [("2026-03-02", "调查研究", "晴", "入户")]


@pytest.mark.parametrize("name", ["wish", "report_in", "duty", "activity", "team", "posting", "work_log", "plan_item"])
def test_an_export_of_each_record_is_recognised_again(store: Store, tmp_path: Path, name: str) -> None:
    record = RECORDS[name]
    headings = tuple(field.label for field in fields_of(record))
    path = sheet(tmp_path / "x.xlsx", record.title, headings, [tuple("1" for _ in headings)])
    assert plan_import(store, path).record == name


def test_the_book_of_reports_comes_back_unchanged_though_it_lends_the_address_of_the_member(
    store: Store, tmp_path: Path
) -> None:
    community = make.unit(store, "云溪社区", kind="社区")
    who = make.member(store, "解明", address="6组13号")
    report_in.report(store, ("member", who), community, on="2026-03-01")
    (row,) = every(store, "SELECT id FROM report_in")
    records.save(store, RECORDS["report_in"], {"address": None}, row=int(str(row[0])))
    with store.read() as reader:
        shown = table(reader, ledger_named("双报到台账"))
    assert shown.rows[0][5] == "6组13号"
    write_xlsx(shown, tmp_path / "a.xlsx")
    assert [line.fate for line in plan_import(store, tmp_path / "a.xlsx").rows] == ["same"]
    write_xlsx(replace(shown, rows=[(*shown.rows[0][:5], "7组1号", *shown.rows[0][6:])]), tmp_path / "b.xlsx")
    assert [line.fate for line in plan_import(store, tmp_path / "b.xlsx").rows] == ["changed"]
