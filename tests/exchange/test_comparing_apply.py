"""Taking over what a returned sheet says, and sending back what is wrong in it."""

from pathlib import Path

import openpyxl
import pytest

from app.db.dump import dump
from app.db.queries import batch as batches
from app.db.store import Store
from app.db.undo import undo
from app.errors import UserError
from app.exchange.comparing import compare
from app.exchange.comparing_apply import apply, certain, chosen, everything
from app.exchange.comparing_plan import report
from app.exchange.comparing_return import return_compared
from app.exchange.record_export import record_query, record_table
from app.exchange.returned import collect
from app.exchange.write import write_xlsx
from app.models import RECORDS
from app.operations.batch import fingerprint
from tests import make
from tests.exchange import sheets as s


@pytest.fixture
def page(store: Store, tmp_path: Path) -> s.Page:
    """The sheet of one village with eight members, as it was sent."""
    s.villages(store, 1, 8)
    return s.page(s.sent(store, tmp_path / "out").files[0])


def test_the_good_cells_of_a_damaged_row_can_be_taken(store: Store, page: s.Page, tmp_path: Path) -> None:
    who = page.names()[2]
    page.put(who, "公民身份号码", "990101198706150018")
    page.put(who, "学历", "大专")
    found = s.returned(store, page, tmp_path)
    apply(store, found, everything(found))
    assert make.value(store, "member", s.row_of(store, who), "education") == "大专"
    assert s.returned(store, page, tmp_path).counts()["damaged"] == 1


def test_new_rows_are_made_in_the_place_the_sheet_went_to(store: Store, page: s.Page, tmp_path: Path) -> None:
    page.add(
        姓名="解明",
        性别="男",
        公民身份号码=make.number(33, man=True),
        联系电话="19900000033",
        所在党支部="中共一村支部委员会",
    )
    found = s.returned(store, page, tmp_path)
    assert s.states(found) == {"解明": "new"}
    changes = apply(store, found, everything(found))
    assert changes is not None
    assert changes.label == "对账：采纳新增 1 名党员（back.xlsx）"
    row = s.row_of(store, "解明")
    assert make.value(store, "member", row, "village") == make.count(store, "SELECT id FROM unit")
    assert make.count(store, f"SELECT count(*) FROM membership WHERE member = {row}") == 1
    again = s.returned(store, page, tmp_path)
    assert not again.differing()


def test_choices_go_by_cell_row_column_and_kind(store: Store, page: s.Page, tmp_path: Path) -> None:
    one, two, three = page.names()[:3]
    for who in (one, two):
        page.put(who, "学历", "大专")
        page.put(who, "家庭住址", "新村")
    page.put(three, "家庭住址", "清空")
    s.keep(store, two, education="高中")
    page.add(姓名="解明", 公民身份号码=make.number(33))
    before = make.value(store, "member", s.row_of(store, one), "address")
    found = s.returned(store, page, tmp_path)
    keys = {row.name: row.key for row in found.rows}
    assert len(everything(found)) == 6
    assert len(certain(found)) == 5
    assert chosen(found, rows={keys[one]}).cells == {(keys[one], "education"), (keys[one], "address")}
    assert {field for _key, field in chosen(found, fields={"address"}).cells} == {"address"}
    assert chosen(found, states={"cleared"}).cells == {(keys[three], "address")}
    assert chosen(found, cells={(keys[two], "address")}).cells == {(keys[two], "address")}
    assert chosen(found, states={"new"}).new == {keys["解明"]}
    only = chosen(found, cells={(keys[one], "education")})
    apply(store, found, only)
    assert make.value(store, "member", s.row_of(store, one), "education") == "大专"
    assert make.value(store, "member", s.row_of(store, one), "address") == before


def test_what_was_shown_is_what_is_done_or_nothing(store: Store, page: s.Page, tmp_path: Path) -> None:
    page.put(page.names()[0], "学历", "大专")
    found = s.returned(store, page, tmp_path)
    s.keep(store, page.names()[1], education="高中")
    with pytest.raises(UserError, match="重新对账"):
        apply(store, found, everything(found))


def test_a_changed_branch_closes_the_old_membership(store: Store, page: s.Page, tmp_path: Path) -> None:
    make.branch(store, "中共石坪村支部委员会")
    who = page.names()[0]
    page.put(who, "所在党支部", "中共石坪村支部委员会")
    found = s.returned(store, page, tmp_path)
    apply(store, found, everything(found))
    row = s.row_of(store, who)
    assert make.count(store, f"SELECT count(*) FROM membership WHERE member = {row} AND until IS NULL") == 1


def test_without_a_batch_the_sheet_is_compared_with_the_books(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2, 6)
    path = tmp_path / "党员.xlsx"
    with store.read() as reader:
        write_xlsx(record_table(reader, RECORDS["member"], record_query(RECORDS["member"])), path)
    assert not compare(store, path).differing()
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    labels = [cell.value for cell in sheet[3]]
    sheet.cell(4, labels.index("学历") + 1).value = "大专"
    sheet.delete_rows(6)
    book.save(path)
    found = compare(store, path)
    assert (found.batch, found.counts()["changed"], found.counts()["missing"], found.counts()["same"]) == (0, 1, 1, 10)
    (cell,) = [cell for row in found.differing() for cell in row.cells if cell.state != "same"]
    assert (cell.sent, cell.returned, cell.stored, cell.state) == (None, "大专", "初中", "changed")
    with store.read() as reader:
        before = dump(reader)
    apply(store, found, everything(found))
    assert compare(store, path).counts()["changed"] == 0
    undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_the_report_has_the_shape_of_the_contract(store: Store, page: s.Page, tmp_path: Path) -> None:
    page.put(page.names()[0], "学历", "大专")
    told = report(s.returned(store, page, tmp_path), "back.xlsx")
    assert {row["state"] for row in told["rows"]} == {"same", "changed"}
    (row,) = [row for row in told["rows"] if row["state"] == "changed"]
    assert len(row["key"]) == 36
    assert {"field": "education", "sent": "初中", "returned": "大专", "stored": "初中", "state": "changed"} in row[
        "cells"
    ]
    assert told["counts"]["changed"] == 1


def test_what_is_wrong_goes_back_coloured_with_the_reason_beside_it(store: Store, page: s.Page, tmp_path: Path) -> None:
    one, two, three, four = page.names()[:4]
    page.put(one, "联系电话", "12345")
    page.put(two, "家庭住址", "村里写的")
    s.keep(store, two, address="镇里写的")
    page.put(three, "学历", "大专")
    page.drop(four)
    found = s.returned(store, page, tmp_path)
    assert return_compared(store, found, tmp_path / "退回.xlsx") == 2
    book = openpyxl.load_workbook(tmp_path / "退回.xlsx")
    sheet, missing = book.worksheets
    told = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
    assert set(told) == {one, two}
    colours = {who: {cell.fill.fgColor.rgb for cell in row if cell.comment} for who, row in told.items()}
    assert colours == {one: {"FFF8D7DA"}, two: {"FFFFF0C2"}}
    assert "镇里写的" in str(told[two][-1].value)
    assert [row[0].value for row in missing.iter_rows(min_row=3)] == [four]


def test_what_was_mended_comes_back_without_the_others_and_nobody_is_missing(
    store: Store, page: s.Page, tmp_path: Path
) -> None:
    one, two = page.names()[:2]
    page.put(one, "联系电话", "12345")
    page.put(two, "公民身份号码", "990101198706150018")
    return_compared(store, s.returned(store, page, tmp_path), tmp_path / "退回.xlsx")
    book = openpyxl.load_workbook(tmp_path / "退回.xlsx")
    sheet = book.worksheets[0]
    mended = next(row[0].row for row in sheet.iter_rows(min_row=5) if row[0].value == one)
    sheet.cell(mended, page.labels.index("联系电话") + 1).value = "19900000077"
    book.save(tmp_path / "再交.xlsx")
    found = compare(store, tmp_path / "再交.xlsx")
    assert s.states(found) == {one: "changed", two: "damaged"}
    apply(store, found, everything(found))
    assert make.value(store, "member", s.row_of(store, one), "phone") == "19900000077"


def test_what_was_decided_against_is_not_asked_again(store: Store, page: s.Page, tmp_path: Path) -> None:
    one, two = page.names()[:2]
    page.put(one, "家庭住址", "村里写的")
    s.keep(store, one, address="镇里写的")
    page.put(two, "学历", "大专")
    found = s.returned(store, page, tmp_path)
    against = chosen(found, states={"conflict"})
    with store.read() as reader:
        before = dump(reader)
    apply(store, found, certain(found), against=against)
    again = compare(store, found.path)  # the very file: one written anew in another second is another one
    assert not again.differing()
    assert s.cells(again)[one, "address"] == "kept"
    assert make.value(store, "member", s.row_of(store, one), "address") == "镇里写的"
    undo(store)
    with store.read() as reader:
        assert dump(reader) == before
    assert s.states(compare(store, found.path)) == {one: "changed", two: "changed"}


def test_a_new_row_with_name_and_birth_date_is_new_as_it_is_at_an_import(
    store: Store, page: s.Page, tmp_path: Path
) -> None:
    page.add(姓名="解明", 出生日期="1990-02-03", 学历="大专")
    found = s.returned(store, page, tmp_path)
    (row,) = found.differing()
    assert (row.name, row.state) == ("解明", "new")
    assert "没有身份证号" in row.message
    apply(store, found, everything(found))
    assert make.value(store, "member", s.row_of(store, "解明"), "birth_date") == "1990-02-03"
    assert s.returned(store, page, tmp_path).counts()["same"] == len(page.names())


def test_a_name_and_birth_date_that_two_share_are_never_guessed(store: Store, page: s.Page, tmp_path: Path) -> None:
    for n in (1, 2):
        make.member(store, "解明", birth_date="1990-02-03", id_number=None, phone=f"1990000000{n}")
    page.add(姓名="解明", 出生日期="1990-02-03")
    assert s.states(s.returned(store, page, tmp_path)) == {"解明": "several"}


def test_a_new_person_written_twice_is_not_made_twice(store: Store, page: s.Page, tmp_path: Path) -> None:
    page.add(姓名="解明", 出生日期="1990-02-03", 学历="大专")
    page.add(姓名="解明", 出生日期="1990-02-03", 学历="初中")
    page.add(姓名="解兰", 出生日期="1991-02-03")
    page.add(姓名="解兰", 出生日期="1991-02-03")
    found = s.returned(store, page, tmp_path)
    assert [(row.name, row.state) for row in found.differing()] == [
        ("解明", "new"),
        ("解明", "several"),
        ("解兰", "new"),
    ]
    apply(store, found, everything(found))
    assert make.count(store, "SELECT count(*) FROM member WHERE name IN ('解明', '解兰')") == 2


def test_a_stick_that_is_pulled_after_the_comparison_takes_nothing_away(
    store: Store, page: s.Page, tmp_path: Path
) -> None:
    """What was read once is what is taken and filed, also when the file is gone or another by then."""
    page.put(page.names()[0], "学历", "大专")
    found = s.returned(store, page, tmp_path)
    kept = found.path.read_bytes()
    found.path.write_bytes(b"another file")
    apply(store, found, everything(found))
    assert make.value(store, "member", s.row_of(store, page.names()[0]), "education") == "大专"
    with store.read() as reader:
        receipts = batches.received(reader, fingerprint(kept))
        assert [receipt.handout for receipt in receipts] == list(found.handouts)
        assert batches.received(reader, fingerprint(b"another file")) == []


def test_a_stick_that_is_pulled_while_a_heap_is_taken_in_costs_only_what_was_not_read(
    store: Store, page: s.Page, tmp_path: Path
) -> None:
    heap = tmp_path / "stick"
    for name in "ab":
        s.save(heap / name, page)

    def pulled(done: int, _total: int, _what: str) -> None:
        if done == 2:
            for path in heap.iterdir():
                path.unlink()

    first, second = collect(store, [heap], progress=pulled)
    assert (first.state, len(first.receipts)) == ("new", 1)
    assert (second.state, second.told) == ("unreadable", "文件打不开，请确认它还在原处。")
