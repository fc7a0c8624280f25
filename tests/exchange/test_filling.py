"""Is a superior unit's table understood at first sight, and filled in its own shapes?"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.db.store import Store
from app.errors import UserError
from app.exchange import filling
from app.exchange.grid import FileRefused
from app.exchange.proposing import Proposal
from tests import make
from tests.exchange import template_office, template_openpyxl, template_xlsxwriter, template_xml
from tests.exchange.blank_table import draw, values
from tests.exchange.template import Sample

ROSTER = Path(__file__).parents[1] / "samples" / "上级模板_党员花名册.xlsx"
SAMPLES = (*template_openpyxl.SAMPLES, *template_xlsxwriter.SAMPLES, *template_xml.SAMPLES, *template_office.SAMPLES)
LISTED = tuple(sample for sample in SAMPLES if sample.shape != "stat")


def _fields(proposal: Proposal) -> dict[str, str]:
    """Cell, and column letter, → field that is filled."""
    told = {column.cell: column.told for column in proposal.columns if column.likely}
    return {**told, **{cell.rstrip("0123456789"): field for cell, field in told.items()}}


def _fill(store: Store, template: Path, out: Path, **asked: Any) -> dict[str, Any]:
    return filling.fill(store, filling.propose(store, template), out, filling.asking(**asked)).report()


def _people(store: Store) -> None:
    branch = make.branch(store)
    make.member(
        store, "单小红", sex="女", id_number="990101198706150025", birth_date="1987-06-15", ethnic="汉族", education="大学本科",
        branch=branch, join_date="2010-07", full_date="2011", phone="19900000001", member_kind="正式党员",
    )  # fmt: skip
    make.member(store, "解明", sex="男", id_number="990101198706150017", ethnic="畲族", education="中专", branch=branch)


@pytest.mark.parametrize("sample", LISTED, ids=str)
def test_every_column_of_a_template_never_seen_before_is_proposed_right(
    sample: Sample, store: Store, tmp_path: Path
) -> None:
    template = tmp_path / "模板.xlsx"
    sample.make(template)
    proposal = filling.propose(store, template)
    fields = _fields(proposal)
    assert (proposal.layout.sheet, proposal.layout.shape, proposal.rows_of.record) == (
        sample.sheet,
        sample.shape,
        sample.record,
    )
    assert {place: fields.get(place) for place in sample.truth} == dict(sample.truth)


def test_the_blanks_of_the_sample_template_are_found(store: Store) -> None:
    layout = filling.propose(store, ROSTER).layout
    assert (layout.first_row, layout.last_row, layout.totals) == (5, 24, (25,))
    assert [(line.kind, line.row) for line in layout.lines][:2] == [("unit", 2), ("date", 2)]
    assert layout.blanks[5].header == "基本情况_公民身份号码"


def test_numbers_stay_numbers_and_texts_stay_texts(store: Store, tmp_path: Path) -> None:
    _people(store)
    _fill(store, ROSTER, tmp_path / "填好.xlsx")
    rows = values(tmp_path / "填好.xlsx", "党员花名册")
    first = next(row for row in rows if row[1] == "单小红")
    assert first[4] == datetime(1987, 6, 15)  # noqa: DTZ001 - what openpyxl gives
    assert first[5] == "990101198706150025"
    assert first[7] == "2010.07"  # known to the month only: no day is made up
    assert first[8] == "2011"
    assert first[10] == "19900000001"
    assert rows[24][:2] == ("合计", "=COUNTA(B5:B24)")


def test_rows_that_do_not_fit_push_the_totals_down(store: Store, tmp_path: Path) -> None:
    for n in range(23):
        make.member(store, f"单{n}", id_number=make.number(n))
    report = _fill(store, ROSTER, tmp_path / "填好.xlsx")
    rows = values(tmp_path / "填好.xlsx", "党员花名册")
    assert report["rows"] == 23
    assert [row[1] for row in rows[4:27]].count(None) == 0
    assert rows[27][:2] == ("合计", "=COUNTA(B5:B27)")


def test_only_the_rows_asked_for_are_filled(store: Store, tmp_path: Path) -> None:
    _people(store)
    from_other = make.branch(store, "中共大岙村支部委员会")
    make.member(store, "仇海", branch=from_other)
    report = _fill(store, ROSTER, tmp_path / "填好.xlsx", branch=from_other)
    assert report["rows"] == 1


def test_numbers_that_stand_there_already_are_left_and_go_on(store: Store, tmp_path: Path) -> None:
    _people(store)
    make.member(store, "仇海")
    template = draw(tmp_path / "t.xlsx", [["序号", "姓名", "性别"], [1], [2]], box="A1:C3")
    _fill(store, template, tmp_path / "o.xlsx")
    assert [row[0] for row in values(tmp_path / "o.xlsx")] == ["序号", 1, 2, 3]


def test_what_belonged_to_other_people_does_not_stay(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    template = draw(
        tmp_path / "t.xlsx", [["姓名", "性别", "微信号"], ["张三", "男", "abc"], ["李四", "女", "def"]], box="A1:C3"
    )
    _fill(store, template, tmp_path / "o.xlsx")
    assert values(tmp_path / "o.xlsx")[1:] == [("单小红", None, None), (None, None, None)]


@pytest.mark.parametrize(
    ("heading", "code", "told"),
    [
        ("出生年月", "General", "1987.06"),
        ("出生日期", "General", "1987-06-15"),
        ("出生日期（格式：19870615）", "General", "19870615"),
        ("出生年月（如1987.06）", "@", "1987.06"),
        ("出生年月（YYYY-MM）", "General", "1987-06"),
        ("出生年月（××××年××月）", "General", "1987年06月"),
        ("出生日期", 'yyyy"年"m"月"d"日"', datetime(1987, 6, 15)),  # noqa: DTZ001 - what openpyxl gives
    ],
)
def test_a_date_takes_the_shape_of_the_template(
    heading: str, code: str, told: object, store: Store, tmp_path: Path
) -> None:
    make.member(store, birth_date="1987-06-15")
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", heading]], box="A1:C2", formats={"C2": code})
    _fill(store, template, tmp_path / "o.xlsx")
    assert values(tmp_path / "o.xlsx")[1][2] == told


def test_cells_of_a_column_that_differ_get_one_shape(store: Store, tmp_path: Path) -> None:
    for n in range(2):
        make.member(store, f"单{n}", birth_date="1987-06-15")
    code = 'yyyy"年"m"月"'
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "出生"]], box="A1:C3", formats={"C2": code})
    _fill(store, template, tmp_path / "o.xlsx")
    assert [row[2] for row in values(tmp_path / "o.xlsx")[1:]] == ["1987年6月"] * 2


def test_a_date_takes_the_shape_of_the_example_above_it(store: Store, tmp_path: Path) -> None:
    make.member(store, birth_date="1987-06-15")
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "出生日期"], ["张三", "男", "1990/1/2"]], box="A1:C4")
    _fill(store, template, tmp_path / "o.xlsx")
    assert values(tmp_path / "o.xlsx")[1][2] == "1987/6/15"


def test_a_column_for_each_entry_gets_a_tick(store: Store, tmp_path: Path) -> None:
    _people(store)
    rows = [["姓名", "性别", None, "身份证号"], [None, "男", "女", None]]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:D6", merges=("A1:A2", "B1:C1", "D1:D2"))
    report = _fill(store, template, tmp_path / "o.xlsx")
    assert [column["field"] for column in report["columns"]] == ["name", "sex=男", "sex=女", "id_number"]
    ticks = {row[0]: row[1:3] for row in values(tmp_path / "o.xlsx")[2:4]}
    assert ticks == {"单小红": (None, "√"), "解明": ("√", None)}


def test_a_drop_down_list_gets_its_own_word_and_what_it_does_not_know_is_told(store: Store, tmp_path: Path) -> None:
    _people(store)
    template = tmp_path / "t.xlsx"
    next(sample for sample in SAMPLES if sample.name == "下拉选项").make(template)
    report = _fill(store, template, tmp_path / "o.xlsx")
    told = {row[0]: row[2:4] for row in values(tmp_path / "o.xlsx", "填报表")[1:3]}
    assert told == {"单小红": ("汉族", "大学本科"), "解明": (None, "中专")}
    assert report["not_on_list"] == [{"cell": "C2", "header": "民族*", "field": "ethnic", "value": "畲族", "rows": 1}]


def test_linked_and_computed_values_are_offered(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store, secretary="缪海", phone="19900000009")
    make.member(store, birth_date="1987-06-15", full_date="2011-07-01", branch=branch)
    rows = [["姓名", "年龄", "党龄", "所在党支部", "党支部书记", "支部电话"]]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:F3")
    _fill(store, template, tmp_path / "o.xlsx", as_of="2026-06-14")
    assert values(tmp_path / "o.xlsx")[1] == ("单小红", 38, 14, "中共石坪村支部委员会", "缪海", "19900000009")


def test_numbers_and_phones_are_masked_as_asked(store: Store, tmp_path: Path) -> None:
    _people(store)
    _fill(store, ROSTER, tmp_path / "o.xlsx", mask="middle")
    row = next(row for row in values(tmp_path / "o.xlsx", "党员花名册") if row[1] == "单小红")
    assert (row[5], row[10]) == ("990101********0025", "199****0001")


def test_the_report_names_columns_fields_and_what_stayed_empty(store: Store, tmp_path: Path) -> None:
    _people(store)
    report = _fill(store, ROSTER, tmp_path / "o.xlsx")
    assert (report["sheet"], report["shape"], report["rows"]) == ("党员花名册", "table", 2)
    assert report["columns"][5] == {"cell": "F5", "header": "基本情况_公民身份号码", "field": "id_number", "sure": 0.98}
    assert {"cell": "L5", "header": "备注", "field": "remark", "rows": 2} in report["left_empty"]
    assert {"cell": "K5", "header": "联系电话", "field": "phone", "rows": 1} in report["left_empty"]


def test_a_heading_that_speaks_of_somebody_else_stays_empty(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "配偶姓名", "紧急联系人电话", "培养联系人"]], box="A1:E3")
    assert set(_fields(filling.propose(store, template)).values()) == {"name", "sex"}


def test_unit_and_day_are_written_only_when_asked(store: Store, tmp_path: Path) -> None:
    _fill(store, ROSTER, tmp_path / "a.xlsx")
    _fill(store, ROSTER, tmp_path / "b.xlsx", unit_name="青禾镇党委", dated=True, as_of="2026-06-30")
    assert values(tmp_path / "a.xlsx", "党员花名册")[1][0] == "填报单位（盖章）："
    assert values(tmp_path / "b.xlsx", "党员花名册")[1][0] == "填报单位（盖章）：青禾镇党委"
    assert values(tmp_path / "b.xlsx", "党员花名册")[1][8] == "填报时间：2026年6月30日"


def test_a_corrected_column_is_proposed_again_for_the_same_headings(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "组织", "特长"]], box="A1:D3")
    proposal = filling.correct(filling.correct(filling.propose(store, template), "c2", "所在党支部"), "B2", "")
    assert filling.remember(store, proposal)
    again = filling.propose(store, template)
    assert again.remembered
    assert _fields(again)["C"] == "branch"
    assert "B" not in _fields(again)
    assert not filling.remember(store, again)


def test_nearly_the_same_headings_are_known_again_and_others_are_not(store: Store, tmp_path: Path) -> None:
    heads = ["姓名", "性别", "民族", "学历", "组织", "特长"]
    first = draw(tmp_path / "a.xlsx", [heads], box="A1:F3")
    filling.remember(store, filling.correct(filling.propose(store, first), "E2", "所在党支部"))
    near = draw(tmp_path / "b.xlsx", [[*heads, "备注"]], box="A1:G3")
    far = draw(tmp_path / "c.xlsx", [["姓名", "组织", "电话"]], box="A1:C3")
    assert _fields(filling.propose(store, near))["E"] == "branch"
    assert "B" not in _fields(filling.propose(store, far))


def test_a_preview_shows_the_first_rows_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    _people(store)
    table = filling.preview(store, filling.propose(store, ROSTER), limit=1)
    assert [column.label for column in table.columns][:3] == ["序号", "姓名", "性别"]
    assert len(table.rows) == 1
    assert table.rows[0][1] in ("单小红", "解明")
    shown = filling.preview(store, filling.propose(store, ROSTER)).rows
    assert next(row for row in shown if row[1] == "单小红")[4:8] == [
        "1987.06",
        "990101198706150025",
        "大学本科",
        "2010.07",
    ]
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_cell_or_a_field_that_is_none_is_refused_in_words(store: Store) -> None:
    proposal = filling.propose(store, ROSTER)
    with pytest.raises(UserError, match="没有要填的格"):
        filling.correct(proposal, "Z9", "姓名")
    with pytest.raises(UserError, match="没有名为“血型”的栏目"):
        filling.correct(proposal, "F5", "血型")


def test_a_file_without_any_heading_is_refused_in_words(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有看出这份模板要填什么"):
        filling.propose(store, draw(tmp_path / "t.xlsx", [["通知"], ["请于月底前报送"]]))
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.7")
    with pytest.raises(FileRefused):
        filling.propose(store, tmp_path / "x.xlsx")


def test_cells_merged_downwards_hide_nobody(store: Store, tmp_path: Path) -> None:
    for n in range(3):
        make.member(store, f"单{n}", id_number=make.number(n))
    rows = [["姓名", "性别", "民族"], ["张三", "男", "汉族"], [None, "女", None], ["李四", None, None]]
    report = _fill(store, draw(tmp_path / "t.xlsx", rows, box="A1:C4", merges=("A2:A3",)), tmp_path / "o.xlsx")
    assert [row[0] for row in values(tmp_path / "o.xlsx")[1:]] == ["单0", "单1", "单2"]
    assert report["notes"]


def test_pairings_fill_a_ledger_of_helpers_and_helped(store: Store) -> None:
    sample = ROSTER.parent / "结对帮扶台账.xlsx"
    proposal = filling.propose(store, sample)
    told = [column.told for column in proposal.columns]
    assert told == [
        "row_no", "helper_name", "helper_unit", "duty", "helper_phone", "village", "head_name", "head_id", "household_size",
        "poverty_cause", "measures", "remark",
    ]  # fmt: skip
    assert (proposal.layout.first_row, proposal.layout.last_row) == (5, 15)


@pytest.mark.parametrize(
    ("title", "heads", "origin", "fields"),
    [
        ("干部联系党员台账", "干部姓名 单位 职务 党员姓名 所在支部 党员联系电话", "member_help",
         "helper.name helper.unit helper.duty helped_member.name helped_member.branch helped_member.phone"),
        ("干部包村一览表", "村名 包村领导 职务 联系电话 起止时间", "duty",
         "helped.unit helper.name helper.duty helper.phone pairing.period"),
        ("党员联系户台账", "党员姓名 党员电话 联系户户主 家庭人口 联系时间", "contact",
         "helper_member.name helper.phone household.head_name household.size pairing.since"),
        ("村“两委”干部花名册", "村名 姓名 性别 学历 职务 联系电话", "cadre", "unit name sex education duty phone"),
        ("家庭成员信息表", "户编号 户主 姓名 与户主关系 性别 身份证号", "resident",
         "household.household_no household.head_name resident.name resident.relation resident.sex resident.id_number"),
        ("基层党组织情况表", "党组织全称 党组织类别 书记姓名 党员人数 换届时间 上级党组织名称", "branch",
         "name kind secretary members elected_on parent"),
        ("各村基本情况", "行政村 户数 总人口 村支书 联系电话", "village", "name household_count population secretary secretary_phone"),
        ("农户台账", "村 组 户主 户主身份证号码 人口数 户类型 联系党员", "household",
         "village group_name head_name head_id size need helper"),
    ],
)  # fmt: skip
def test_the_rows_are_those_of_whom_the_headings_speak(
    title: str, heads: str, origin: str, fields: str, store: Store, tmp_path: Path
) -> None:
    template = draw(tmp_path / "t.xlsx", [[title], heads.split()], box="A2:G6", merges=("A1:G1",))
    proposal = filling.propose(store, template)
    assert proposal.origin == origin
    assert [column.field if column.likely else "" for column in proposal.columns] == fields.split()


def test_an_old_workbook_comes_back_as_a_new_one_with_a_word_about_it(store: Store, tmp_path: Path) -> None:
    make.branch(store, "中共石坪村支部委员会", secretary="缪海")
    old = Path(__file__).parent / "templates" / "党组织一览.xls"
    done = filling.fill(store, filling.propose(store, old), tmp_path / "一览.xls", filling.asking())
    assert done.files == (tmp_path / "一览.xlsx",)
    assert any(".xlsx" in note for note in done.notes)
    sheet = done.report()["sheet"]
    assert values(tmp_path / "一览.xlsx", sheet)[3][1:3] == ("中共石坪村支部委员会", "缪海")


def test_other_sheets_that_wait_are_named(store: Store, tmp_path: Path) -> None:
    make.member(store)
    path = draw(tmp_path / "t.xlsx", [["姓名", "性别", "民族"]], box="A1:C3")
    book = load_workbook(path)
    second = book.create_sheet("农户")
    for column, head in enumerate(("户主姓名", "家庭人口"), 1):
        second.cell(1, column, head)
    book.save(path)
    assert _fill(store, path, tmp_path / "o.xlsx")["notes"] == ["还有工作表“农户”没有填，可以再填一次并指定工作表。"]
    assert filling.propose(store, path, sheet="农户").origin == "household"


def test_rows_that_are_named_already_are_looked_up_and_only_their_blanks_filled(store: Store, tmp_path: Path) -> None:
    _people(store)
    for n in range(2):
        make.member(store, "仇海", id_number=make.number(n))
    rows = [
        ["序号", "姓名", "身份证号", "性别", "民族", "学历"],
        [1, "解  明", "990101198706150017"],
        [2, "单小红", None, None, "满族"],
        [3, "仇海"],
        [4, "无名"],
        [5, "单小红", "990101198706150017"],
    ]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:F6")
    report = _fill(store, template, tmp_path / "o.xlsx")
    assert filling.preview(store, filling.propose(store, template), limit=1).rows[0][1:4] == [
        "解  明",
        "990101198706150017",
        "男",
    ]
    found = values(tmp_path / "o.xlsx")
    assert found[1] == (1, "解  明", "990101198706150017", "男", "畲族", "中专")
    assert found[2] == (2, "单小红", "990101198706150025", "女", "满族", "大学本科")
    assert [row[3] for row in found[3:]] == [None, None, None]
    assert (report["rows"], report["notes"]) == (2, [
        "第 4 行“仇海”有 2 个同名，没有填。", "第 5 行“无名”没有登记，没有填。", "第 6 行“单小红”的证号与登记的姓名不符，没有填。",
    ])  # fmt: skip
