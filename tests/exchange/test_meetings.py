"""Sheets of meetings: read as branches send them, refused with a sentence where a kind is unknown, and read again as exported."""

from pathlib import Path

from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.plan import Plan
from app.exchange.write import write_xlsx
from app.ledgers import ledger_named, table
from app.table import Column, Table
from tests import make

HEADINGS = ("序号", "活动时间", "支部名称", "活动类型", "活动主题", "活动地点", "主持人", "应到", "实到")
Lines = list[tuple[str | None, ...]]


def read(store: Store, path: Path, lines: Lines) -> Plan:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(HEADINGS))
    write_xlsx(Table("三会一课活动记录簿", columns, lines), path)
    plan = plan_import(store, path)
    apply(plan, store)
    return plan


def test_a_record_of_meetings_is_read_with_several_kinds_and_an_unknown_kind_is_refused(
    store: Store, tmp_path: Path
) -> None:
    make.branch(store)
    name = "中共石坪村支部委员会"
    plan = read(store, tmp_path / "会议.xlsx", [
        ("1", "2026.3.5", name, "主题党日、支部党员大会", "学习", "活动室", "解明", "20", "18"),
        ("2", "2026年4月5日", name, "党员大会", "植树", "后山", "解明", "20", "19"),
        ("3", "2026.5.5", name, "党课", "讲党史", "活动室", None, "20", "21"),
    ])  # fmt: skip
    assert plan.record == "meeting"
    assert (plan.counts()["new"], plan.counts()["refused"]) == (2, 1)
    assert "请写成“支部党员大会”" in str([row.notes for row in plan.rows if row.fate == "refused"])
    with store.read() as reader:
        told = [
            tuple(row)
            for row in reader.exec_driver_sql("SELECT day, kinds, expected, attended FROM meeting ORDER BY id")
        ]
    assert told == [("2026-03-05", "主题党日、支部党员大会", 20, 18), ("2026-05-05", "党课", 20, 21)]


def test_the_ledger_read_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    make.branch(store)
    line = ("1", "2026.3.5", "中共石坪村支部委员会", "主题党日、党课", "学习", "活动室", "解明", "20", "18")
    read(store, tmp_path / "会议.xlsx", [line])
    with store.read() as reader:
        write_xlsx(table(reader, ledger_named("三会一课台账")), tmp_path / "again.xlsx")
    plan = plan_import(store, tmp_path / "again.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == ("meeting", 1, 0)
