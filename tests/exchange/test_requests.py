"""Sheets of requests come in through the one import: what a village hands in, and the ledger that the program wrote itself."""

from datetime import date
from pathlib import Path

import pytest

from app import clock
from app.db.dump import dump
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.record_export import record_query, record_table
from app.exchange.write import write_xlsx
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.operations import history, request
from app.operations.request_step import Act
from tests import make
from tests.exchange.roster import xlsx

HEADS = (
    "序号",
    "受理时间",
    "反映人",
    "联系电话",
    "反映事项",
    "类别",
    "承办人",
    "办理时限",
    "办理结果",
    "办结时间",
    "满意度",
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def some(store: Store) -> Store:
    """One with a household, an anonymous one, a sensitive one, one that could not be solved."""
    home = make.household(store, village=make.unit(store), phone="19900000017")
    request.receive(store, {"received_on": "2026-11-02", "content": "路灯不亮", "household": home})
    request.receive(store, {"received_on": "2026-11-03", "content": "水渠塌了", "anonymous": "是"})
    request.receive(
        store, {"received_on": "2026-11-04", "content": "家里的难处", "informant": "单小红", "sensitive": "是"}
    )
    row = request.receive(store, {"received_on": "2026-11-05", "content": "想要宅基地", "informant": "朴玉兰"})
    request.take(store, row, "办结", Act("2026-11-09", "解明", "规划未定", unsolvable=True))
    return store


def test_a_sheet_of_a_village_is_recognised_and_gets_numbers_and_deadlines(store: Store, tmp_path: Path) -> None:
    rows = [
        HEADS,
        (1, "2026.11.2", "单小红", "19900000017", "路灯不亮", "道路", "解明", None, None, None, None),
        (2, "2026-11-3", "匿名", None, "水渠塌了", None, "解明", "2026-11-10", "已清淤", "2026-11-9", "满意"),
        (3, "2026-11-4", "朴玉兰", None, "自来水没压力", None, None, None, None, "2026-11-9", None),
        (4, "2026-11", "张伟", None, "路不平", None, None, None, None, None, None),
    ]
    plan = plan_import(store, xlsx(tmp_path / "石坪村社情民意台账.xlsx", rows))
    assert plan.record == "request"
    assert [row.fate for row in plan.rows] == ["new", "new", "refused", "refused"]
    assert "办结要有办理结果" in plan.rows[2].message
    assert "没有写到日" in plan.rows[3].message
    apply(plan, store)
    sql = "SELECT request_no, due, kind, informant, satisfaction FROM request ORDER BY id"
    with store.read() as reader:
        assert [tuple(row) for row in reader.exec_driver_sql(sql)] == [
            ("2026-0001", "2026-11-16", "基础设施", "单小红", None), ("2026-0002", "2026-11-10", None, None, "满意"),
        ]  # fmt: skip
    history.undo(store)
    assert make.count(store, "SELECT count(*) FROM request") == 0


def test_the_whole_ledger_comes_back_unchanged(some: Store, tmp_path: Path) -> None:
    with some.read() as reader:
        before = dump(reader)
        write_xlsx(table(reader, ledger_named("requests_whole")), tmp_path / "x.xlsx")
    plan = plan_import(some, tmp_path / "x.xlsx")
    assert [row.fate for row in plan.rows] == ["same"] * 4
    apply(plan, some)
    with some.read() as reader:
        assert dump(reader) == before


def test_a_veiled_row_is_never_taken_for_a_new_request(some: Store, tmp_path: Path) -> None:
    with some.read() as reader:
        shown = table(reader, ledger_named("requests"))
        write_xlsx(shown, tmp_path / "x.xlsx")
    assert "（敏感）" in shown.rows[2]
    assert "家里的难处" not in str(shown.rows)
    plan = plan_import(some, tmp_path / "x.xlsx")
    assert [row.fate for row in plan.rows] == ["same", "same", "refused", "same"]
    assert "隐去了敏感事项" in plan.rows[2].message


def test_an_export_with_uids_carries_everything_and_a_masked_one_veils(some: Store) -> None:
    record = RECORDS["request"]
    with some.read() as reader:
        assert "家里的难处" in str(record_table(reader, record, record_query(record)).rows)
        assert "家里的难处" not in str(record_table(reader, record, record_query(record), "middle").rows)


def test_holidays_come_in_as_a_sheet(store: Store, tmp_path: Path) -> None:
    rows = [("日期", "是否上班", "节日"), ("2026-10-01", "否", "国庆节"), ("2026-10-10", "是", "国庆调休")]
    plan = plan_import(store, xlsx(tmp_path / "x.xlsx", rows))
    assert plan.record == "holiday"
    apply(plan, store)
    row = request.receive(store, {"received_on": "2026-09-30", "content": "路灯不亮"})
    assert make.value(store, "request", row, "due") == "2026-10-14"
