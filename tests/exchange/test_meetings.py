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


def read(store: Store, path: Path, lines: Lines, headings: tuple[str, ...] = HEADINGS) -> Plan:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(headings))
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
        ("4", "2026.6.5", name, "三会一课", "学习", "活动室", None, "20", "21"),
        ("5", "2026.7.5", name, "三会一课（党员大会、上党课）", "学习", "活动室", None, "20", "20"),
        ("6", "2026.8.5", name, "联欢", "学习", "活动室", None, "20", "20"),
    ])  # fmt: skip
    assert plan.record == "meeting"
    assert [row.fate for row in plan.rows] == ["new", "new", "new", "refused", "new", "refused"]
    assert "没有写明是哪一种" in str(plan.rows[3].notes)
    assert "不在会议类型里" in str(plan.rows[5].notes)
    with store.read() as reader:
        told = [
            tuple(row)
            for row in reader.exec_driver_sql("SELECT day, kinds, expected, attended FROM meeting ORDER BY id")
        ]
    assert told == [
        ("2026-03-05", "主题党日、支部党员大会", 20, 18), ("2026-04-05", "支部党员大会", 20, 19), ("2026-05-05", "党课", 20, 21),
        ("2026-07-05", "支部党员大会、党课", 20, 20),
    ]  # fmt: skip


def test_the_ledger_read_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    make.branch(store)
    line = ("1", "2026.3.5", "中共石坪村支部委员会", "主题党日、党课", "学习", "活动室", "解明", "20", "18")
    read(store, tmp_path / "会议.xlsx", [line])
    with store.read() as reader:
        write_xlsx(table(reader, ledger_named("三会一课台账")), tmp_path / "again.xlsx")
    plan = plan_import(store, tmp_path / "again.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == ("meeting", 1, 0)


def test_who_is_named_as_away_is_marked_and_the_numbers_follow(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store)
    people = [
        make.member(store, name, branch=branch, join_date="2010-07-01")
        for name in ("单小红", "解明", "仇根水", "朴玉兰")
    ]
    headings = ("活动时间", "支部名称", "活动类型", "活动主题", "缺席人员及原因", "请假人员")
    name = "中共石坪村支部委员会"
    lines: Lines = [
        ("2026.3.5", name, "主题党日", "植树", "解明（住院）、单小红（走亲戚）", "朴玉兰"),
        ("2026.4.5", name, "主题党日", "学习", "病假：解明、仇根水；单小红", None),
        ("2026.5.5", name, "主题党日", "清扫", "2人", None),
        ("2026.6.5", name, "主题党日", "走访", "王不在", None),
        ("2026.7.5", name, "主题党日", "讲座", "无", None),
    ]
    plan = read(store, tmp_path / "会议.xlsx", lines, headings)
    assert [row.fate for row in plan.rows] == ["new", "new", "refused", "refused", "new"]
    assert "看不出是谁" in str(plan.rows[2].notes)
    assert "不在当天应到的党员里" in str(plan.rows[3].notes)
    with store.read() as reader:
        signs = reader.exec_driver_sql(
            "SELECT m.name, a.member, a.sign, a.reason FROM attendance a JOIN meeting m ON m.id = a.meeting ORDER BY a.id"
        )
        assert [tuple(row) for row in signs] == [
            ("植树", people[1], "病假", None), ("植树", people[0], "原因待核", "走亲戚"), ("植树", people[3], "请假", None),
            ("学习", people[1], "病假", None), ("学习", people[2], "病假", None), ("学习", people[0], "原因待核", None),
        ]  # fmt: skip
        found = reader.exec_driver_sql("SELECT name, expected, attended FROM meeting ORDER BY id")
        assert [tuple(row) for row in found] == [("植树", 4, 1), ("学习", 4, 1), ("讲座", None, None)]
    again = plan_import(store, tmp_path / "会议.xlsx")
    assert (again.counts()["same"], again.counts()["new"]) == (3, 0)


def test_of_two_members_with_one_name_nobody_is_marked_by_a_guess(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store)
    for born in ("1980-01-01", "1990-01-01"):
        make.member(store, "解明", branch=branch, birth_date=born)
    headings = ("活动时间", "支部名称", "活动类型", "活动主题", "缺席人员")
    plan = read(store, tmp_path / "会议.xlsx", [("2026.3.5", "中共石坪村支部委员会", "党课", "学", "解明")], headings)
    assert plan.counts()["refused"] == 1
    assert make.count(store, "SELECT count(*) FROM attendance") == 0
