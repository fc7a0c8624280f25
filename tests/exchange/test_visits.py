"""Sheets of visits and deeds as villages send them; our own exports come back without a change."""

from pathlib import Path

from app.db import undo
from app.db.dump import dump
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.record_export import record_query, record_table
from app.exchange.whole_export import export_all
from app.exchange.whole_import import files_of, import_all
from app.exchange.write import write_xlsx
from app.ledgers import ledger_named, table
from app.models.visit import Deed, Visit, VisitPlan
from app.operations import pairing, visit, visit_plan
from app.parts import build
from tests import make
from tests.exchange import roster as r

HEAD = ["序号", "走访时间", "村", "组", "走访人", "走访对象", "走访内容", "反映诉求"]
ROWS = [
    [1, "2026.11.3", "石坪村", "3组", "单小红", "仇根水", "讲医保政策", "路灯坏了"],
    [2, "2026-11-04", "石坪村", "", "单小红、解明", "朴大山", "看望老人", ""],
    [3, "2026年11月", "石坪村", "", "单小红", "仇根水", "", ""],
    [4, "2026-11-05", "石坪村", "", "查无人", "仇根水", "", ""],
    [5, "2026-11-05", "", "", "单小红", "无此户", "", ""],
    [6, "2026-11-05", "柳湾村", "", "单小红", "仇根水", "", ""],
]


def village(store: Store) -> dict[str, int]:
    """Two households of one name; only one of them is looked after by 单小红."""
    home = make.unit(store)
    helper = make.member(store, "单小红", village=home)
    cadre = make.cadre(store, "解明")
    first = make.household(store, "仇根水", village=home, group_name="3组")
    other = make.household(store, "仇根水", village=home, group_name="5组")
    second = make.household(store, "朴大山", village=home, group_name="3组")
    pairing.pair(
        store, "member_household", ("member", helper), [("household", first), ("household", second)], since="2026-01-10"
    )
    return {"helper": helper, "cadre": cadre, "first": first, "other": other, "second": second}


def test_names_are_told_apart_by_pairing_and_what_is_not_certain_is_refused(store: Store, tmp_path: Path) -> None:
    known = village(store)
    path = r.xlsx(tmp_path / "走访台账.xlsx", [HEAD, *ROWS])
    plan = plan_import(store, path)
    assert plan.record == "visit"
    assert [(row.row, row.fate) for row in plan.rows] == [
        (2, "new"), (3, "new"), (4, "refused"), (5, "refused"), (6, "refused"), (7, "refused"),
    ]  # fmt: skip
    assert [row.codes for row in plan.rows[2:]] == [
        ("required",), ("helper_unknown",), ("household_unknown",), ("unit_unknown",),
    ]  # fmt: skip
    apply(plan, store)
    with store.read() as reader:
        sql = (
            "SELECT day, helper_member, helper_cadre, helped_household, content, heard, pairing FROM visit ORDER BY id"
        )
        found = reader.exec_driver_sql(sql).all()
    assert found == [
        ("2026-11-03", known["helper"], None, known["first"], "讲医保政策", "路灯坏了", 1),
        ("2026-11-04", known["helper"], None, known["second"], "看望老人", None, 2),
        ("2026-11-04", None, known["cadre"], known["second"], "看望老人", None, None),
    ]
    assert make.count(store, "SELECT count(*) FROM unit") == 1
    again = plan_import(store, path)
    assert [row.fate for row in again.rows[:2]] == ["same", "same"]


def test_two_households_of_one_name_and_no_pairing_are_never_guessed(store: Store, tmp_path: Path) -> None:
    known = village(store)
    pairing.end(store, [1], on="2026-10-01", reason="更换")
    rows = [
        [1, "2026-11-03", "石坪村", "", "单小红", "仇根水", "", ""], [2, "2026-11-03", "石坪村", "5组", "单小红", "仇根水", "", ""],
    ]  # fmt: skip
    plan = plan_import(store, r.xlsx(tmp_path / "走访.xlsx", [HEAD, *rows]))
    assert [(row.fate, row.codes) for row in plan.rows] == [("refused", ("match_several",)), ("new", ())]
    apply(plan, store)
    assert make.value(store, "visit", 1, "helped_household") == known["other"]


def test_a_sheet_of_deeds_comes_in_with_money_and_one_undo_takes_it_back(store: Store, tmp_path: Path) -> None:
    known = village(store)
    with store.read() as reader:
        before = dump(reader)
    rows = [
        ["办理时间", "村", "办理人", "受益户", "实事内容", "实事类别", "金额"],
        ["2026.10.8", "石坪村", "单小红", "朴大山", "送化肥2袋", "物资", "200元"],
        ["", "石坪村", "解明", "朴大山", "代办残疾证", "代办", ""],
    ]
    plan = plan_import(store, r.xlsx(tmp_path / "好事实事.xlsx", rows))
    assert plan.record == "deed"
    assert [row.fate for row in plan.rows] == ["new", "new"]
    apply(plan, store)
    with store.read() as reader:
        sql = "SELECT day, helper_member, helper_cadre, helped_household, kind, money FROM deed ORDER BY id"
        found = reader.exec_driver_sql(sql).all()
    assert found == [
        ("2026-10-08", known["helper"], None, known["second"], "帮扶物资", 20_000),
        (None, None, known["cadre"], known["second"], "事务代办", None),
    ]
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_our_own_exports_and_ledgers_come_back_without_a_change(store: Store, tmp_path: Path) -> None:
    known = village(store)
    entry = visit.Entry(
        (("member", known["helper"]),),
        ("household", known["first"]),
        "2026-11-03",
        "兴办实事",
        deed="送大米",
        money=100,
    )
    visit.enter(store, entry)
    for record in (Visit, Deed):
        with store.read() as reader:
            write_xlsx(record_table(reader, record, record_query(record)), tmp_path / "own.xlsx")
        plan = plan_import(store, tmp_path / "own.xlsx")
        assert plan.record == record.code()
        assert plan.counts()["same"] == len(plan.rows) == 1
        assert [row.notes for row in plan.rows] == [()]
    for name in ("visits", "deeds"):
        with store.read() as reader:
            write_xlsx(table(reader, ledger_named(name)), tmp_path / "ledger.xlsx")
        plan = plan_import(store, tmp_path / "ledger.xlsx")
        assert (plan.record, plan.counts()["same"], plan.counts()["new"]) == (name[:-1], 1, 0)


def test_everything_exported_into_an_empty_database_is_the_same_there(store: Store, tmp_path: Path) -> None:
    known = village(store)
    visit_plan.keep(store, "2026-10", [visit_plan.Planned(2, ("member", known["helper"]), "2026-10-20")])
    entry = visit.Entry(
        (("member", known["helper"]), ("cadre", known["cadre"])), ("household", known["second"]), "2026-10-21",
        deed="送大米", heard="路灯坏了",
    )  # fmt: skip
    visit.enter(store, entry)
    assert make.value(store, "visit", 1, "plan") == 1
    export_all(store, tmp_path / "all")
    other = build(tmp_path / "second.db")
    import_all(other.store, files_of(tmp_path / "all"))
    with store.read() as one, other.store.read() as two:
        assert dump(one) == dump(two)
    other.close()


def test_an_export_of_plans_comes_back_without_a_change(store: Store, tmp_path: Path) -> None:
    known = village(store)
    visit_plan.keep(store, "2026-10", [visit_plan.Planned(2, ("member", known["helper"]), "2026-10-20")])
    with store.read() as reader:
        write_xlsx(record_table(reader, VisitPlan, record_query(VisitPlan)), tmp_path / "own.xlsx")
    plan = plan_import(store, tmp_path / "own.xlsx")
    assert (plan.record, plan.counts()["same"], plan.counts()["refused"]) == ("visit_plan", 1, 0)
