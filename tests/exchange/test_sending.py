"""A sheet goes to every village with its own rows only, and everything by which it is found again."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from app.db.dump import dump
from app.db.queries import batch as queries
from app.db.store import Store
from app.db.undo import redo, undo
from app.errors import UserError
from app.exchange.read import read
from app.exchange.returned import sent_with
from app.exchange.sending import Asked, plan_sending
from app.exchange.sent_sheet import BLANKS
from app.ledgers import LEDGERS
from tests import make
from tests.exchange import sheets as s


def test_each_village_gets_its_own_rows_only(store: Store, tmp_path: Path) -> None:
    s.villages(store, 3, 4)
    done = s.sent(store, tmp_path / "out")
    assert [path.name for path in done.files] == [
        "01_二村_党员信息核对表.xlsx", "02_三村_党员信息核对表.xlsx", "03_一村_党员信息核对表.xlsx",
    ]  # fmt: skip
    for path, word in zip(done.files, "二三一", strict=True):
        names = s.page(path).names()
        assert len(names) == 4
        assert all(name[1] == word for name in names)


def test_every_sheet_carries_its_key_its_mark_and_its_due_date(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2)
    done = s.sent(store, tmp_path, due="2099.12.1")
    shown, hidden = read(done.files[1]).grids
    assert hidden.hidden
    assert hidden.rows == [[f"批次：{done.mark}-02"]]
    assert f"{done.mark}-02" in str(shown.rows[2][0])
    assert "2099-12-01" in str(shown.rows[1][0])
    assert shown.rows[3][-1] == "系统标识"
    assert len(str(shown.rows[4][-1])) == 36
    with ZipFile(done.files[1]) as packed:
        assert f"{done.mark}-02" in packed.read("xl/workbook.xml").decode()


def test_the_blanks_are_open_the_key_is_locked_and_numbers_stay_text(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    sheet = openpyxl.load_workbook(s.sent(store, tmp_path).files[0])["填报"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    number = [cell.value for cell in sheet[4]].index("公民身份号码") + 1
    for row in (5, 7, 8, 7 + BLANKS):
        assert not sheet.cell(row, number).protection.locked
        assert sheet.cell(row, number).number_format == "@"
    assert sheet.cell(5, len(s.COLUMNS) + 1).protection.locked
    assert sheet.cell(4, 1).protection.locked
    assert sheet.column_dimensions["K"].hidden


def test_choices_have_drop_downs_and_long_ones_a_list_of_their_own(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    columns = ("姓名", "性别", "工作岗位", "公民身份号码", "是否流动党员")
    book = openpyxl.load_workbook(s.sent(store, tmp_path, columns=columns).files[0])
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["填报"].data_validations.dataValidation}
    assert rules["B5"].formula1 == '"男,女"'
    assert rules["C5"].formula1.startswith("收表选项!$A$1:$A$")
    assert "LEN(D5)=18" in rules["D5"].formula1
    assert rules["E5"].formula1 == '"是,否"'
    assert {rule.errorStyle for rule in rules.values()} == {"warning"}
    assert str(rules["B5"].sqref) == f"B5:B{7 + BLANKS}"


def test_what_was_sent_is_kept_and_undone_whole(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2, 5)
    with store.read() as reader:
        before = dump(reader)
    done = s.sent(store, tmp_path, by="branch", due="2099-12-01", title="联系方式核对")
    with store.read() as reader:
        after = dump(reader)
        (batch,) = queries.batches(reader)
        sheets = queries.handouts(reader, batch.id)
        kept = sent_with(reader, sheets[0])
    assert (batch.name, batch.mark, batch.due, batch.record) == ("联系方式核对", done.mark, "2099-12-01", "member")
    assert [sheet.place for sheet in sheets] == ["中共二村支部委员会", "中共一村支部委员会"]
    assert [sheet.rows for sheet in sheets] == [5, 5]
    assert len(kept.rows) == 5
    assert "二" in next(iter(kept.rows.values()))[0]
    undo(store)
    with store.read() as reader:
        assert dump(reader) == before
    redo(store)
    with store.read() as reader:
        assert dump(reader) == after


def test_a_ledger_is_sent_with_its_own_rows_and_says_what_cannot_come_back(store: Store) -> None:
    s.villages(store, 1, 3)
    with store.read() as reader:
        sending = plan_sending(reader, Asked("member", LEDGERS["members_system"], by="branch"))
        assert sending.rows == 3
        assert "党龄" in sending.dropped
        assert ("phone", "手机号码") in sending.columns
        with pytest.raises(UserError, match="没有符合条件"):
            plan_sending(reader, Asked("member", LEDGERS["lost"]))


def test_who_belongs_nowhere_is_told_and_not_sent(store: Store) -> None:
    s.villages(store, 1, 2)
    make.member(store, "单无村")
    with store.read() as reader:
        sending = plan_sending(reader, Asked("member"))
    assert sending.left_out == ("单无村",)
    assert sending.rows == 2


def test_a_file_that_is_there_is_never_covered_and_nothing_stays_behind(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2, 2)
    (tmp_path / "02_一村_党员信息核对表.xlsx").write_text("别的内容", encoding="utf-8")
    with pytest.raises(UserError, match="已有"):
        s.sent(store, tmp_path)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["02_一村_党员信息核对表.xlsx"]
    assert make.count(store, "SELECT count(*) FROM batch") == 0


@pytest.mark.parametrize(("due", "said"), [("2020-01-01", "已经过了"), ("2099-12", "要写到日"), ("下周五", "读不懂")])
def test_a_due_date_that_cannot_be_is_refused(store: Store, due: str, said: str) -> None:
    s.villages(store, 1, 2)
    with store.read() as reader, pytest.raises(UserError, match=said):
        plan_sending(reader, Asked("member", due=due))


def test_households_go_to_their_villages(store: Store, tmp_path: Path) -> None:
    (village,) = s.villages(store, 1, 1)
    make.household(store, "仇根水", village=village, group_name="3组")
    done = s.sent(store, tmp_path, record="household", columns=("户主姓名", "组", "住址"))
    assert [row[:2] for row in read(done.files[0]).grids[0].rows[4:]] == [["仇根水", "3组"]]
