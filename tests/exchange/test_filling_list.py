"""Small lists inside forms – 家庭成员, 联系户, 党员名单 – get the rows of the record whose form it is."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.db.queries import outgoing as queries
from app.db.store import Store
from app.exchange import filling
from app.exchange.document import read_document
from app.exchange.proposing import choices
from app.operations.pairing import pair
from tests import make
from tests.exchange.blank_table import draw, values
from tests.exchange.document import write

HOME = [
    ["困难家庭登记表"], ["户主姓名", None, "身份证号", None, None], ["家庭人口", None, "联系电话", None, None],
    ["家庭成员", "姓名", "与户主关系", "出生年月", "健康状况"], [None] * 5, [None] * 5, [None] * 5, ["审核意见", None, None, None, None],
]  # fmt: skip
MEMBER = [
    ["党员登记表"], ["姓名", None, "性别", None, None], ["民族", None, "学历", None, None],
    ["主要简历", "起止时间", "单位", "职务", "证明人"], [None] * 5, [None] * 5,
    ["家庭主要成员", "称谓", "姓名", "年龄", "工作单位"], [None] * 5, [None] * 5,
]  # fmt: skip


def _home(path: Path) -> Path:
    return draw(path, HOME, box="A2:E8", merges=["D2:E2", "D3:E3", "A4:A7", "B8:E8"])


def _member(path: Path) -> Path:
    return draw(path, MEMBER, box="A2:E9", merges=["D2:E2", "D3:E3", "A4:A6", "A7:A9"])


def _family(store: Store, head: str, *others: str) -> int:
    home = make.household(store, head)
    make.resident(store, home, head, relation="户主", birth_date="1960-01")
    for name in others:
        make.resident(store, home, name, relation="子女", birth_date="1990-02-03")
    return home


def _fill(store: Store, template: Path, **asked: Any) -> filling.Done:
    return filling.fill(
        store, filling.propose(store, template), template.with_name("填好.xlsx"), filling.asking(**asked)
    )


def test_the_family_of_each_household_stands_in_its_own_form(store: Store, tmp_path: Path) -> None:
    _family(store, "仇根水", "仇大明")
    _family(store, "解老三", "解一", "解二", "解三")
    done = _fill(store, _home(tmp_path / "t.xlsx"))
    first, second = (values(path) for path in sorted(done.files, key=lambda path: path.name))
    assert [row[1:4] for row in first[4:7]] == [
        ("仇根水", "户主", "1960.01"), ("仇大明", "子女", "1990.02"), (None, None, None),
    ]  # fmt: skip
    assert [row[1] for row in second[4:8]] == ["解老三", "解一", "解二", "解三"]
    assert second[8][0] == "审核意见"
    assert done.notes == ()


def test_rows_are_added_to_a_list_in_the_look_of_the_row_above(store: Store, tmp_path: Path) -> None:
    _family(store, "解老三", "解一", "解二", "解三", "解四")
    (out,) = _fill(store, _home(tmp_path / "t.xlsx")).files
    sheet = load_workbook(out)["填报表"]
    assert [sheet.cell(row, 2).value for row in range(5, 10)] == ["解老三", "解一", "解二", "解三", "解四"]
    assert [sheet.cell(9, column).border.bottom.style for column in range(2, 6)] == ["thin"] * 4
    assert {str(area) for area in sheet.merged_cells.ranges} == {"D2:E2", "D3:E3", "A4:A9", "B10:E10"}
    assert sheet["A10"].value == "审核意见"


def test_two_lists_of_one_form_both_get_the_rows_they_need(store: Store, tmp_path: Path) -> None:
    who = make.member(store, "单小红")
    own = _family(store, "单老大", "单一", "单二", "单三")
    make.resident(store, own, "单小红", relation="配偶", member=who)
    for name in ("仇根水", "解老三", "常新"):
        home = make.household(store, name)
        pair(store, "member_household", ("member", who), [("household", home)], since="2026-01-01")
    helped = [["联系户", "户主姓名", "住址", "联系电话", "备注"], [None] * 5, [None] * 5]
    rows = [*MEMBER[:3], *helped, *MEMBER[6:], ["党支部意见", None, None, None, None]]
    merges = ["D2:E2", "D3:E3", "A4:A6", "A7:A9", "B10:E10"]
    done = _fill(store, draw(tmp_path / "t.xlsx", rows, box="A2:E10", merges=merges))
    told = values(done.files[0])
    assert {row[1] for row in told[4:7]} == {"仇根水", "解老三", "常新"}
    assert [row[2] for row in told[8:12]] == ["单老大", "单一", "单二", "单三"]
    assert told[12][0] == "党支部意见"


def test_copies_of_a_sheet_get_each_the_rows_they_need(store: Store, tmp_path: Path) -> None:
    _family(store, "仇根水", "仇大明")
    _family(store, "解老三", "解一", "解二", "解三")
    done = _fill(store, _home(tmp_path / "t.xlsx"), each="sheet")
    few, many = (values(done.files[0], name) for name in ("仇根水", "解老三"))
    assert [row[1] for row in few[4:7]] == ["仇根水", "仇大明", None]
    assert [row[1] for row in many[4:8]] == ["解老三", "解一", "解二", "解三"]
    assert (few[7][0], many[8][0]) == ("审核意见", "审核意见")
    assert done.notes == ()
    book = load_workbook(done.files[0])
    assert {str(area) for area in book["解老三"].merged_cells.ranges} == {"D2:E2", "D3:E3", "A4:A8", "B9:E9"}
    assert {str(area) for area in book["仇根水"].merged_cells.ranges} == {"D2:E2", "D3:E3", "A4:A7", "B8:E8"}


def test_two_lists_of_a_copied_sheet_both_grow(store: Store, tmp_path: Path) -> None:
    for name, others, helped in (("单小红", 3, 3), ("仇海", 1, 4)):
        who = make.member(store, name)
        own = _family(store, f"{name[0]}老大", *(f"{name[0]}{n}儿" for n in range(others)))
        make.resident(store, own, name, relation="配偶", member=who)
        for n in range(helped):
            home = make.household(store, f"{name[0]}助{n}")
            pair(store, "member_household", ("member", who), [("household", home)], since="2026-01-01")
    helps = [["联系户", "户主姓名", "住址", "联系电话", "备注"], [None] * 5, [None] * 5]
    rows = [*MEMBER[:3], *helps, *MEMBER[6:], ["党支部意见", None, None, None, None]]
    merges = ["D2:E2", "D3:E3", "A4:A6", "A7:A9", "B10:E10"]
    done = _fill(store, draw(tmp_path / "t.xlsx", rows, box="A2:E10", merges=merges), each="sheet")
    red, sea = (values(done.files[0], name) for name in ("单小红", "仇海"))
    assert ([row[1] for row in red[4:7]], [row[2] for row in red[8:12]]) == (
        ["单助0", "单助1", "单助2"], ["单老大", "单0儿", "单1儿", "单2儿"],
    )  # fmt: skip
    assert ([row[1] for row in sea[4:8]], [row[2] for row in sea[9:11]]) == (
        ["仇助0", "仇助1", "仇助2", "仇助3"], ["仇老大", "仇0儿"],
    )  # fmt: skip
    assert (red[12][0], sea[11][0]) == ("党支部意见", "党支部意见")


def test_whoever_stands_in_a_list_is_noted_as_left(store: Store, tmp_path: Path) -> None:
    _family(store, "解老三", "解一")
    _fill(store, _home(tmp_path / "t.xlsx"))
    with store.read() as reader:
        (one,) = queries.departures(reader)
        told = queries.contents(reader, one)
        people = {row[0] for row in reader.exec_driver_sql("SELECT uid FROM resident")}
    assert people <= set(told.keys)
    assert {"解老三", "解一"} <= {cell for row in told.rows for cell in row}


def test_a_member_has_his_family_without_himself_and_no_history_is_made_up(store: Store, tmp_path: Path) -> None:
    who = make.member(store, "单小红")
    home = make.household(store, "单小红")
    make.resident(store, home, "单小红", relation="户主", member=who)
    make.resident(store, home, "解明", relation="配偶", birth_date="1980-05-01")
    make.member(store, "仇海")
    done = _fill(store, _member(tmp_path / "t.xlsx"), as_of="2026-06-30")
    told = {path.stem: values(path) for path in done.files}
    assert told["单小红"][7][1:] == ("配偶", "解明", 46, None)
    assert told["仇海"][7][1:] == (None,) * 4
    assert told["单小红"][4] == (None,) * 5


def test_what_somebody_is_to_the_head_is_not_said_to_be_his_relation_to_the_member(
    store: Store, tmp_path: Path
) -> None:
    who = make.member(store, "单小红")
    home = make.household(store, "单老大")
    make.resident(store, home, "单老大", relation="户主")
    make.resident(store, home, "单小红", relation="子女", member=who)
    (out,) = _fill(store, _member(tmp_path / "t.xlsx")).files
    assert values(out)[7][1:3] == (None, "单老大")


def test_the_columns_of_a_list_are_shown_and_can_be_corrected(store: Store, tmp_path: Path) -> None:
    proposal = filling.propose(store, _member(tmp_path / "t.xlsx"))
    told = {column.cell: column.told for column in proposal.columns}
    assert (told["B8"], told["C8"], told["D8"], told["E8"]) == ("relation", "name", "age", "")
    assert "B5" not in told
    assert ("resident.health", "健康状况") in choices(proposal, "E8")
    again = filling.correct(proposal, "E8", "健康状况")
    assert {column.cell: column.told for column in again.columns}["E8"] == "health"
    filling.remember(store, again)
    kept = filling.propose(store, tmp_path / "t.xlsx")
    assert {column.cell: column.told for column in kept.columns}["E8"] == "health"


def test_the_households_that_a_member_helps_are_listed_in_his_form(store: Store, tmp_path: Path) -> None:
    who = make.member(store, "单小红")
    for name in ("仇根水", "解老三"):
        home = make.household(store, name, address=f"{name}家")
        pair(store, "member_household", ("member", who), [("household", home)], since="2026-01-01")
    rows = [*MEMBER[:3], ["联系户", "户主姓名", "住址", "联系电话", "备注"], [None] * 5, [None] * 5]
    (out,) = _fill(store, draw(tmp_path / "t.xlsx", rows, box="A2:E6", merges=["D2:E2", "D3:E3", "A4:A6"])).files
    assert [row[1:3] for row in values(out)[4:6]] == [("仇根水", "仇根水家"), ("解老三", "解老三家")]


def test_a_list_in_a_document_is_filled_too(store: Store, tmp_path: Path) -> None:
    _family(store, "仇根水", "仇大明")
    table = [
        ["户主姓名", "", "身份证号", ""], ["家庭人口", "", "联系电话", ""], ["姓名", "与户主关系", "出生年月", "备注"], [""] * 4, [""] * 4,
    ]  # fmt: skip
    template = write(tmp_path / "t.docx", "困难家庭登记表", table)
    (out,) = filling.fill(store, filling.propose(store, template), tmp_path / "o.docx", filling.asking()).files
    rows = read_document(out).grid.rows
    assert rows[4][:2] == ["仇根水", "户主"]
    assert rows[5][:2] == ["仇大明", "子女"]


def test_a_list_in_a_document_gets_the_rows_it_needs(store: Store, tmp_path: Path) -> None:
    _family(store, "解老三", "解一", "解二", "解三")
    table = [
        ["户主姓名", "", "身份证号", ""], ["家庭人口", "", "联系电话", ""], ["姓名", "与户主关系", "出生年月", "备注"], [""] * 4, [""] * 4,
        ["村委会意见", "", "", ""],
    ]  # fmt: skip
    template = write(tmp_path / "t.docx", "困难家庭登记表", table)
    (out,) = filling.fill(store, filling.propose(store, template), tmp_path / "o.docx", filling.asking()).files
    rows = read_document(out).grid.rows
    assert [row[0] for row in rows[4:8]] == ["解老三", "解一", "解二", "解三"]
    assert rows[8][0] == "村委会意见"
