"""A superior unit's template goes to every village, filled with its own people, and is understood when it comes back."""

import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

from app.db.dump import dump
from app.db.queries import batch as queries
from app.db.queries.listing import Condition, Query
from app.db.store import Store
from app.db.undo import undo
from app.errors import UserError
from app.exchange import filling
from app.exchange.comparing import compare
from app.exchange.comparing_apply import everything
from app.exchange.comparing_computed import in_words
from app.exchange.comparing_return import return_compared
from app.exchange.patch_facts import sheet_facts
from app.exchange.read import read
from app.exchange.returned import collect
from app.exchange.sending import Asked, Dispatched, Sending, plan_sending, send
from app.exchange.sent_sheet import BLANKS
from tests import make
from tests.exchange import sheets as s
from tests.exchange import test_comparing_heap as heaps
from tests.exchange.template import Sample
from tests.exchange.test_patching import SAMPLES

TABLES = tuple(sample for sample in SAMPLES if sample.shape == "table")
HEADINGS = ("姓名", "性别", "公民身份号码", "出生年月", "学历", "家庭住址", "联系电话", "年龄")
_LOCKED_ANYWAY = (
    "xl/worksheets/",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "[content_types].xml",
)
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def template(path: Path) -> Path:
    """A heading in row 4, five rows ready, drop-downs with words of their own, a computed age, and a line to sign."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "党员信息表"
    sheet["A1"] = "农村党员信息核实表"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "填报单位："
    frame = Border(*(Side("thin") for _ in range(4)))
    for column, label in enumerate(HEADINGS, 1):
        sheet.cell(4, column, label).font = Font(bold=True)
        for row in range(4, 10):
            sheet.cell(row, column).border = frame
    sheet["D4"] = "出生年月\n(如1987.06)"
    sheet["C4"].comment = Comment("18 位", "组织部")
    for formula, area in (('"初中及以下,高中/中专,大专,本科及以上"', "E5:E9"),):
        check = DataValidation("list", formula1=formula, allow_blank=True)
        check.add(area)
        sheet.add_data_validation(check)
    sheet["B10"] = "审核人：　　　　填表人："
    sheet.print_area = "A1:H10"
    book.save(path)
    return path


def planned(store: Store, path: Path, **asked: object) -> Sending:
    proposal = filling.propose(store, path)
    with store.read() as reader:
        return plan_sending(reader, Asked(**{"record": "", "template": proposal, **asked}))  # type: ignore[arg-type]


def sent(store: Store, path: Path, folder: Path, **asked: object) -> Dispatched:
    return send(store, planned(store, path, **asked), folder)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name.lower(): book.read(name) for name in book.namelist()}


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_every_template_comes_back_as_it_was_sent(sample: Sample, store: Store, tmp_path: Path) -> None:
    for village in s.villages(store, 2, 3):
        make.household(store, f"仇根{village}", village=village, group_name="3组")
    path = tmp_path / f"{sample.name}.xlsx"
    sample.make(path)
    done = sent(store, path, tmp_path / "out")
    assert [(one.state, one.by) for one in collect(store, [tmp_path / "out"])] == [("new", "批次标记")] * 2
    for file in done.files:
        found = compare(store, file)
        told = {state: count for state, count in found.counts().items() if count}
        assert found.status == "ok"
        assert told == {"same": 1 if sample.record in ("household", "branch") else 3}


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_only_what_locks_and_marks_is_added_to_a_template(sample: Sample, store: Store, tmp_path: Path) -> None:
    for village in s.villages(store, 1, 3):
        make.household(store, "仇根水", village=village)
    path = tmp_path / f"{sample.name}.xlsx"
    sample.make(path)
    before, after = parts(path), parts(sent(store, path, tmp_path / "out").files[0])
    changed = {name for name in before if before[name] != after[name]} - sample.follows
    assert all(name.startswith(_LOCKED_ANYWAY) or name == "xl/calcchain.xml" for name in changed)
    old, new = (etree.fromstring(one["xl/styles.xml"]) for one in (before, after))
    count = len(old.find("{*}cellXfs"))
    assert [etree.tostring(each) for each in new.find("{*}cellXfs")[:count]] == [
        etree.tostring(each) for each in old.find("{*}cellXfs")
    ]
    for name in ("fonts", "fills", "borders", "cellStyleXfs", "dxfs"):
        assert [etree.tostring(each) for each in old.iter(f"{{*}}{name}")] == [
            etree.tostring(each) for each in new.iter(f"{{*}}{name}")
        ]


def test_blanks_are_open_the_rest_is_locked_and_the_key_is_hidden(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2, 3)
    done = sent(store, template(tmp_path / "核实表.xlsx"), tmp_path / "out", due="2099-12-01")
    assert [path.name for path in done.files] == ["01_二村_核实表.xlsx", "02_一村_核实表.xlsx"]
    sheet = openpyxl.load_workbook(done.files[0])["党员信息表"]
    assert sheet["A2"].value == "填报单位：二村"
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert {sheet.cell(row, 3).protection.locked for row in range(5, 5 + 3 + 10)} == {False}
    assert {sheet.cell(row, 3).number_format for row in range(5, 5 + 3 + 10)} == {"@"}
    assert sheet["A4"].protection.locked
    assert sheet["B18"].value == "审核人：　　　　填表人："
    assert sheet["B18"].protection.locked
    assert [sheet[place].value for place in ("I3", "I4")] == [f"批次：{done.mark}-01", "系统标识"]
    assert sheet["I5"].protection.locked
    assert len(str(sheet["I5"].value)) == 36
    assert sheet.column_dimensions["I"].hidden
    assert sheet.print_area == "'党员信息表'!$A$1:$H$18"
    told = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert told["E5:E17"].formula1 == '"初中及以下,高中/中专,大专,本科及以上"'
    assert told["B5:B17"].formula1 == '"男,女"'
    assert "2099-12-01" in str(told["A4:H4"].prompt)
    assert "D5:D17" not in told


def test_a_table_with_nothing_below_has_room_for_many_more(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    path = tmp_path / "名单.xlsx"
    next(sample for sample in SAMPLES if sample.name == "只有表头").make(path)
    sheet = openpyxl.load_workbook(sent(store, path, tmp_path / "out").files[0]).worksheets[0]
    assert not sheet.cell(3 + 3 + BLANKS - 1, 3).protection.locked
    assert sheet.max_row == 3 + 3 + BLANKS - 1


def test_words_of_the_template_are_no_change_and_its_changed_words_are(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    s.keep(store, "解一二", education="高中")
    done = sent(store, template(tmp_path / "核实表.xlsx"), tmp_path / "out")
    page = s.page(done.files[0])
    assert page.line("解一二")[4] == "高中/中专"
    assert page.line("仇一一")[4] == "初中及以下"
    assert s.cells(s.returned(store, page, tmp_path)) == {}
    page.put("仇一一", "学历", "大专")
    page.put("解一二", HEADINGS[5], "新村1号")
    s.keep(store, "朴一三", education="小学")
    assert s.cells(s.returned(store, page, tmp_path)) == {
        ("仇一一", "education"): "changed",
        ("解一二", "address"): "changed",
        ("朴一三", "education"): "stored_changed",
    }


def test_25_villages_fill_in_a_template_and_exactly_the_changes_are_found(store: Store, tmp_path: Path) -> None:
    s.villages(store, heaps.VILLAGES, heaps.EACH)
    done = sent(store, template(tmp_path / "核实表.xlsx"), tmp_path / "out")
    pages = [s.page(path) for path in done.files]
    planted = heaps.plant(store, pages, random.Random(11))
    heaps.come_back(pages, tmp_path / "heap")
    heap = collect(store, [tmp_path / "heap"])
    assert {one.state for one in heap} == {"new"}
    with store.read() as reader:
        assert [sheet.returns for sheet in queries.handouts(reader, done.batch)] == [1] * heaps.VILLAGES
        before = dump(reader)
    found = [compare(store, one.path) for one in heap]
    assert heaps.told(found) == planted
    assert all(one.unknown == () for one in found)
    heaps.take_all(store, heap)
    left = heaps.told([compare(store, one.path) for one in heap])
    assert not {state for _name, state in left.rows | left.cells} & {"changed", "new", "conflict", "cleared"}
    for _one in heap:
        undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_what_is_computed_goes_along_and_is_not_asked_about(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    plan = planned(store, template(tmp_path / "核实表.xlsx"))
    assert plan.dropped == ("年龄",)
    assert "birth_date" in dict(plan.columns)
    page = s.page(send(store, plan, tmp_path / "out").files[0])
    assert page.line("仇一一")[7]
    assert s.returned(store, page, tmp_path).computed == ()
    page.put("仇一一", "年龄", 12)
    found = s.returned(store, page, tmp_path)
    assert found.unknown == ()
    assert not everything(found)
    assert [(label, len(lines)) for label, lines in found.computed] == [("年龄", 1)]
    assert "没有采纳" in in_words(found.computed)


def test_a_correction_of_the_clerk_holds_when_the_sheet_comes_back(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    path = template(tmp_path / "核实表.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["F4"] = "现状"
    book.save(path)
    proposal = filling.correct(filling.propose(store, path), "F5", "家庭住址")
    with store.read() as reader:
        plan = plan_sending(reader, Asked("", template=proposal))
    page = s.page(send(store, plan, tmp_path / "out").files[0])
    page.put("仇一一", "现状", "新村2号")
    assert s.cells(s.returned(store, page, tmp_path)) == {("仇一一", "address"): "changed"}


def test_a_returned_template_can_go_back_with_its_reasons(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    page = s.page(sent(store, template(tmp_path / "核实表.xlsx"), tmp_path / "out").files[0])
    page.put("仇一一", "公民身份号码", "990101198706150018")
    assert _returned(store, page, tmp_path) == 1


def _returned(store: Store, page: s.Page, tmp_path: Path) -> int:
    return return_compared(store, s.returned(store, page, tmp_path), tmp_path / "退回.xlsx")


def test_an_old_workbook_is_sent_as_a_new_one_with_a_word_about_it(store: Store, tmp_path: Path) -> None:
    for village in s.villages(store, 1, 3):
        make.household(store, "仇根水", village=village)
    done = sent(store, Path(__file__).with_name("templates") / "旧格式_两行表头.xls", tmp_path / "out")
    assert [path.suffix for path in done.files] == [".xlsx"]
    assert done.notes
    assert compare(store, done.files[0]).counts()["same"] == 3


@pytest.mark.parametrize(
    ("name", "said"), [("单人表", "一条一份"), ("统计表", "是统计表")], ids=lambda value: str(value)
)
def test_a_template_that_has_no_row_for_each_is_refused_in_words(
    name: str, said: str, store: Store, tmp_path: Path
) -> None:
    s.villages(store, 1, 3)
    path = tmp_path / "模板.xlsx"
    next(sample for sample in SAMPLES if sample.name == name).make(path)
    with pytest.raises(UserError, match=said):
        planned(store, path)


def test_a_page_of_two_halves_and_a_list_of_pairings_are_refused_in_words(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    path = tmp_path / "两栏.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓名", "性别", "电话", "姓名", "性别", "电话"])
    for row in range(2, 8):
        for column in range(1, 7):
            sheet.cell(row, column).border = Border(left=Side("thin"))
    book.save(path)
    with pytest.raises(UserError, match="并排"):
        planned(store, path)
    with pytest.raises(UserError, match="结对台账"):
        planned(store, Path(__file__).parents[1] / "samples" / "结对帮扶台账.xlsx")


def test_without_a_column_of_names_or_sent_once_more_it_is_refused_and_nothing_stays(
    store: Store, tmp_path: Path
) -> None:
    s.villages(store, 1, 3)
    path = template(tmp_path / "核实表.xlsx")
    nameless = filling.correct(filling.propose(store, path), "A5", "空")
    with store.read() as reader, pytest.raises(UserError, match="没有认出“姓名”"):
        plan_sending(reader, Asked("", template=nameless))
    (first,) = sent(store, path, tmp_path / "out").files
    with pytest.raises(UserError, match="已经是下发过的收表"):
        sent(store, first, tmp_path / "again")
    assert list((tmp_path / "again").iterdir()) == []
    assert make.count(store, "SELECT count(*) FROM batch") == 1


def test_only_the_rows_asked_for_go_out(store: Store, tmp_path: Path) -> None:
    s.villages(store, 3, 4)
    path = template(tmp_path / "核实表.xlsx")
    query = Query("member", (), (Condition("sex", "is", "女"),))
    plan = planned(store, path, by="branch", title="核对", query=query)
    assert (plan.rows, plan.title, len(plan.shares)) == (6, "核对", 3)
    names = s.page(send(store, plan, tmp_path / "out").files[0]).names()
    assert sorted(names) == ["单二四", "解二二"]


def test_a_template_that_is_protected_keeps_its_password(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    path = tmp_path / "模板.xlsx"
    next(sample for sample in SAMPLES if sample.name == "受保护有批注").make(path)
    before = openpyxl.load_workbook(path).worksheets[0].protection.password
    sheet = openpyxl.load_workbook(sent(store, path, tmp_path / "out").files[0]).worksheets[0]
    assert sheet.protection.password == before
    assert not sheet["C2"].protection.locked


def test_long_lists_stand_on_a_hidden_sheet(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 3)
    path = template(tmp_path / "核实表.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B4"] = "工作岗位"
    book.save(path)
    (file,) = sent(store, path, tmp_path / "out").files
    facts = next(found for found in sheet_facts(file) if found.name == "党员信息表")
    assert len(facts.choices_at(5, 2)) > 20
    hidden: Sequence[str] = [grid.name for grid in read(file).grids if grid.hidden]
    assert sorted(hidden) == ["收表批次", "收表选项"]
    assert compare(store, file).counts()["same"] == 3
