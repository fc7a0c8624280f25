"""Sheets of applicants and of transfers are known by their headings: nobody of them is ever taken for a member."""

from pathlib import Path

import openpyxl
import pytest

from app.db.dump import dump
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.plan import REFUSED
from app.exchange.whole_export import export_all
from app.exchange.whole_import import files_of, import_all
from app.models import RECORDS
from app.operations import applicant, record, setting, transfer
from app.operations.applicant import Act
from app.parts import build
from tests import make


def sheet(folder: Path, title: str, headings: str, *rows: str) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([title])
    page.append(headings.split())
    for row in rows:
        page.append([None if cell == "-" else cell for cell in row.split()])
    book.save(folder / "sheet.xlsx")
    return folder / "sheet.xlsx"


@pytest.fixture
def branch(store: Store) -> int:
    row = make.branch(store)
    for name in ("屈长水", "苗有田"):
        make.member(store, name, branch=row, member_kind="正式党员")
    return row


def test_a_sheet_of_applicants_makes_applicants(store: Store, branch: int, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, "石坪村发展党员花名册",
        "序号 姓名 性别 公民身份号码 党支部 申请入党时间 列为积极分子时间 培养联系人 列为发展对象时间 吸收为预备党员时间 材料归档日期",
        "1 沐青山 女 990101198706150025 中共石坪村支部委员会 2019.1.10 2020年3月 屈长水 2021.4 2021.6.3 2022.9.1",
        f"2 湛小满 女 {make.number(8)} 中共石坪村支部委员会 2023-02-01 - - - - -",
    )  # fmt: skip
    plan = plan_import(store, path)
    assert plan.counts()["new"] == 2
    apply(plan, store)
    with store.read() as reader:
        sql = "SELECT name, branch, applied_on, active_on, contact_1, admitted_on, ended_on, end_reason FROM applicant ORDER BY id"
        first, second = reader.exec_driver_sql(sql).all()
    assert first == ("沐青山", branch, "2019-01-10", "2020-03", 1, "2021-06-03", "2022-09-01", "转正归档")
    assert second == ("湛小满", branch, "2023-02-01", None, None, None, None, None)
    assert make.count(store, "SELECT count(*) FROM member") == 2


def test_a_roster_that_tells_the_way_of_each_besides_stays_a_roster(store: Store, branch: int, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, "党员信息表", "序号 姓名 性别 公民身份号码 所在党支部 申请入党时间 列为积极分子时间 入党时间 转正时间",
        "1 沐青山 女 990101198706150025 中共石坪村支部委员会 2003.1.10 2004年3月 2005.6.3 2006.6.3",
    )  # fmt: skip
    plan = plan_import(store, path)
    apply(plan, store)
    assert make.count(store, "SELECT count(*) FROM applicant") == 0
    assert make.value(store, "member", 3, "branch") == branch


def test_a_book_of_letters_makes_transfers_and_one_with_its_receipt_is_closed(
    store: Store, branch: int, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path, "组织关系转接台账",
        "序号 姓名 转接方向 身份证号 转出党组织 转入党组织 介绍信编号 介绍信日期 有效期 党费交至 回执日期",
        "1 屈长水 转出 990101198706150025 中共石坪村支部委员会 中共远山镇委员会 2026-0003 2026-10-02 10 2026-09 2026-10-10",
        "2 苗有田 转出 - 中共石坪村支部委员会 中共远山镇委员会 2026-0004 2026-10-05 10 2026年9月 -",
    )  # fmt: skip
    apply(plan_import(store, path), store)
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT name, valid_days, dues_until, ended_on FROM transfer ORDER BY id").all()
    assert found == [("屈长水", 10, "2026-09", "2026-10-10"), ("苗有田", 10, "2026-09", None)]
    assert make.count(store, "SELECT count(*) FROM member") == 2
    assert branch


def test_a_row_that_does_not_say_out_or_in_waits_with_a_reason(store: Store, branch: int, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, "转接登记表", "序号 姓名 转出单位 转入单位 介绍信号 开具日期", "1 苗有田 甲支部 乙支部 12 2026-10-02"
    )
    plan = plan_import(store, path)
    assert plan.counts()[REFUSED] == 1
    assert "转接方向" in plan.rows[0].message
    assert branch


def test_two_people_in_one_cell_are_two(store: Store, branch: int, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, "发展党员花名册", "序号 姓名 公民身份号码 党支部 申请入党时间 列为积极分子时间 培养联系人 入党介绍人",
        f"1 沐青山 {make.number(7)} 中共石坪村支部委员会 2023.1.10 2024年3月 屈长水 屈长水、苗有田",
        f"2 湛小满 {make.number(8)} 中共石坪村支部委员会 2023.1.10 2024年3月 苗有田、屈长水 甲、乙、丙",
    )  # fmt: skip
    plan = plan_import(store, path)
    assert "甲、乙、丙" in plan.rows[1].message
    apply(plan, store)
    with store.read() as reader:
        sql = "SELECT contact_1, contact_2, introducer_1, introducer_2 FROM applicant ORDER BY id"
        assert reader.exec_driver_sql(sql).all() == [(1, None, 1, 2), (2, 1, None, None)]
    assert branch


def test_an_export_of_everything_comes_back_the_same(store: Store, branch: int, tmp_path: Path) -> None:
    setting.put(store, "applicant_notice_days", "0")
    row = make.applicant(store, branch, id_number=make.number(7), birth_date="1980-06-15")
    applicant.take(store, row, 2, Act("2023-02-01", "解明", "谈了一次"))
    record.save(store, RECORDS["applicant"], {"admitted_on": "2024-06-03", "archived_on": "2025-07-01"}, row=row)
    open_one = make.applicant(store, branch, "湛小满")
    applicant.stop(store, open_one, on="2023-05-01", reason="本人撤回")
    told = {"to_org": "中共远山镇委员会", "dues_until": "2026-09", "issued_on": "2026-10-02"}
    transfer.receipt(store, transfer.issue(store, 1, told), on="2026-10-09")
    transfer.issue(store, 2, told)
    with store.read() as reader:
        before = dump(reader)
    export_all(store, tmp_path / "all")
    other = build(tmp_path / "other.db")
    import_all(other.store, files_of(tmp_path / "all"))
    with other.store.read() as reader:
        after = dump(reader)
    other.close()
    assert after == before


def test_the_same_book_of_letters_again_changes_nothing(store: Store, branch: int, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, "组织关系转接台账", "序号 姓名 转接方向 转出党组织 转入党组织 介绍信编号 介绍信日期 党费交至",
        "1 苗有田 转出 中共石坪村支部委员会 中共远山镇委员会 2026-0004 2026-10-05 2026-09",
    )  # fmt: skip
    apply(plan_import(store, path), store)
    assert plan_import(store, path).counts()["same"] == 1
    assert branch
