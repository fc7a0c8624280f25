"""What templates that were tried like a new user showed: each was filled wrong, or not at all, once."""

from pathlib import Path
from typing import Any

import pytest

from app.db.store import Store
from app.errors import UserError
from app.exchange import filling, proposing
from app.exchange.filling_picture import FORMULA, picture
from app.exchange.proposing import Proposal
from app.exchange.proposing_rows import narrowed
from tests import make
from tests.exchange.blank_table import draw, values

HEADED = [
    ["双联工作台账"],
    ["序号", "党员信息", None, "联系户信息", None, None],
    [None, "姓名", "党内职务", "户主", "家庭人口", "联系方式"],
]


def _fields(proposal: Proposal) -> list[str]:
    return [column.told if column.likely else "" for column in proposal.columns]


def _filled(store: Store, template: Path, **asked: Any) -> list[tuple[Any, ...]]:
    out = template.with_name("填好.xlsx")
    filling.fill(store, filling.propose(store, template), out, filling.asking(**asked))
    return values(out)


def test_a_household_is_not_repeated_for_each_of_its_members(store: Store, tmp_path: Path) -> None:
    headings = ["序号", "村（社区）", "户主姓名", "公民身份证号码", "家庭人口数", "困难类型", "联系电话"]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", [["走访慰问花名册"], headings], box="A2:G5"))
    assert proposal.origin == "household"
    assert _fields(proposal)[2:5] == ["head_name", "head_id", "size"]


def test_members_of_households_are_listed_where_their_names_are_asked_for(store: Store, tmp_path: Path) -> None:
    headings = ["户主姓名", "姓名", "与户主关系", "身份证号", "性别"]
    assert filling.propose(store, draw(tmp_path / "t.xlsx", [headings], box="A1:E3")).origin == "resident"


def test_member_and_household_side_by_side_are_pairings(store: Store, tmp_path: Path) -> None:
    merges = ["A2:A3", "B2:C2", "D2:F2"]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", HEADED, box="A2:F6", merges=merges))
    assert proposal.origin == "contact"
    assert [column.field for column in proposal.columns][1:] == [
        "helper_member.name", "helper_member.duty", "household.head_name", "household.size", "household.phone",
    ]  # fmt: skip


def test_what_the_rows_never_tell_of_is_not_offered(store: Store, tmp_path: Path) -> None:
    merges = ["A2:A3", "B2:C2", "D2:F2"]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", HEADED, box="A2:F6", merges=merges))
    offered = {field for field, _label in proposing.choices(proposal, "C4")}
    assert "helper_member.ethnic" in offered
    assert not {field for field in offered if field.startswith("helped_member.")}


def test_two_halves_of_a_page_are_filled_one_after_the_other(store: Store, tmp_path: Path) -> None:
    for n in range(5):
        make.member(store, f"单{n}", id_number=make.number(n))
    half = ["序号", "姓名", "性别"]
    template = draw(tmp_path / "t.xlsx", [half * 2, [1, None, None, 3], [2, None, None, 4]], box="A1:F3")
    rows = _filled(store, template)
    assert [(row[0], row[1]) for row in rows[1:]] == [(1, "单0"), (2, "单1"), (3, "单2")]
    assert [(row[3], row[4]) for row in rows[1:]] == [(4, "单3"), (5, "单4"), (None, None)]


def test_fewer_people_than_one_half_leave_the_other_as_it_came(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    half = ["序号", "姓名", "性别"]
    template = draw(tmp_path / "t.xlsx", [half * 2, [1, None, None, 3], [2, None, None, 4]], box="A1:F3")
    rows = _filled(store, template)
    assert rows[1][:2] == (1, "单小红")
    assert [row[3] for row in rows[1:]] == [3, 4]


def test_an_entry_with_another_in_brackets_means_both(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", education="中专")
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "学历"]], box="A1:C3")
    _with_list(template, "C2:C3", "小学,初中,高中（中专）,大专,本科及以上")
    assert _filled(store, template)[1][2] == "高中（中专）"


def _with_list(path: Path, area: str, entries: str) -> None:
    from openpyxl import load_workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = load_workbook(path)
    rule = DataValidation(type="list", formula1=f'"{entries}"')
    rule.add(area)
    book.active.add_data_validation(rule)
    book.save(path)


def test_a_share_stands_for_the_figure_at_its_left(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store)
    make.member(store, "单小红", branch=branch, education="大专")
    make.member(store, "单小明", branch=branch, education="初中")
    rows = [["党支部名称", "党员总数", "大专及以上", "占比（%）", "女"]]
    filled = _filled(store, draw(tmp_path / "t.xlsx", rows, box="A1:E2"))
    assert [float(value) for value in filled[1][1:]] == [2, 1, 50, 0]


def test_a_word_that_counts_nothing_is_told_as_unknown(store: Store, tmp_path: Path) -> None:
    rows = [["占比", "党支部名称", "党员总数", "女"]]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", rows, box="A1:D3"))
    assert not proposal.columns[0].likely


def test_blanks_beside_labels_that_nobody_knows_are_shown(store: Store, tmp_path: Path) -> None:
    rows = [
        ["党员登记表"], ["姓名", None, "性别", None], ["出生地", None, "健康状况", None], ["身份证号", None, "联系电话", None],
        ["本人签字", None, "照片", None],
    ]  # fmt: skip
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", rows, box="A2:D5"))
    cells = {column.cell: column.header for column in proposal.columns}
    assert cells["B3"] == "出生地"
    assert "B5" not in cells
    again = filling.correct(proposal, "B3", "native_place")
    assert _fields(again)[2] == "native_place"


@pytest.mark.parametrize(
    ("title", "headings", "told"),
    [
        ("流动党员管理台账", ["姓名", "性别", "身份证号", "流出时间"], "是否流动党员:是"),
        ("党员花名册（含流动情况）", ["姓名", "性别", "身份证号", "入党时间"], ""),
        ("正式党员和预备党员花名册", ["姓名", "性别", "身份证号", "入党时间"], ""),
        ("低保户花名册", ["户主姓名", "家庭人口", "困难类型", "所在村"], "困难类型:低保"),
    ],
)
def test_a_title_proposes_the_rows_that_it_speaks_of(
    title: str, headings: list[str], told: str, store: Store, tmp_path: Path
) -> None:
    template = draw(tmp_path / "t.xlsx", [[title], headings], box="A2:D4")
    assert narrowed(filling.propose(store, template)) == told


def test_lines_in_one_cell_get_each_what_belongs_behind_it(store: Store, tmp_path: Path) -> None:
    line = "填报单位：________    填报时间：________    单位：元"
    template = draw(tmp_path / "t.xlsx", [["花名册"], [line], ["姓名", "性别", "民族"]], box="A3:C5", merges=["A2:C2"])
    make.member(store, "单小红")
    told = _filled(store, template, unit_name="青禾镇", dated=True, as_of="2026-06-30")[1][0]
    assert " ".join(str(told).split()) == "填报单位：青禾镇 填报时间：2026年6月30日 单位：元"


def test_a_line_for_a_branch_takes_no_name_of_a_township(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store)
    make.member(store, "单小红", branch=branch)
    rows = [["党员花名册"], ["党支部名称："], ["姓名", "性别", "民族"]]
    template = draw(tmp_path / "t.xlsx", rows, box="A3:C5")
    assert _filled(store, template, unit_name="青禾镇")[1][0] == "党支部名称："
    assert _filled(store, template, unit_name="石坪村支部", branch=branch)[1][0] == "党支部名称：石坪村支部"


def test_rows_come_in_the_order_asked_for_and_those_without_come_last(store: Store, tmp_path: Path) -> None:
    make.member(store, "单一", birth_date="1987-06")
    make.member(store, "单二")
    make.member(store, "单三", birth_date="1970-01-02")
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "出生日期"]], box="A1:C4")
    assert [row[0] for row in _filled(store, template, sort=("birth_date", False))[1:]] == ["单三", "单一", "单二"]
    assert [row[0] for row in _filled(store, template, sort=("birth_date", True))[1:]] == ["单一", "单三", "单二"]


def test_rows_cannot_be_sorted_by_what_they_do_not_have(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "出生日期"]], box="A1:C4")
    with pytest.raises(UserError, match="不能按"):
        _filled(store, template, sort=("blood", False))


def test_dates_stand_as_asked_never_more_exact_than_known(store: Store, tmp_path: Path) -> None:
    make.member(store, "单一", birth_date="1987-06-15", join_date="2010")
    template = draw(tmp_path / "t.xlsx", [["姓名", "出生日期", "入党时间"]], box="A1:C2", formats={"B2": "yyyy-mm-dd"})
    assert _filled(store, template, dates="1987年6月")[1][1:] == ("1987年6月", "2010年")
    with pytest.raises(UserError, match="日期写法"):
        filling.asking(dates="去年")


def test_the_picture_is_the_sheet_with_its_title_rows_and_footer(store: Store, tmp_path: Path) -> None:
    for n in range(5):
        make.member(store, f"单{n}", id_number=make.number(n))
    rows = [["党员花名册"], ["姓名", "性别", "身份证号"], *[[None] * 3] * 2, ["合计", "=COUNTA(A3:A4)"], ["填表人："]]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", rows, box="A2:C5"))
    made = picture(store, proposal, filling.asking(), limit=3)
    assert made.records == 5
    assert made.left == 2
    assert [row[0] for row in made.rows] == ["党员花名册", "姓名", "单0", "单1", "单2", "合计", "填表人："]
    assert made.rows[5][1] == FORMULA
    assert (2, 0) in made.filled
    assert (5, 0) not in made.filled


def test_the_picture_of_a_form_is_that_of_the_record_asked_for(store: Store, tmp_path: Path) -> None:
    make.member(store, "单一")
    make.member(store, "单二")
    rows = [["姓名", None, "性别", None], ["身份证号", None, "学历", None], ["家庭住址", None, "联系电话", None]]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", [["党员登记表"], *rows], box="A2:D4"))
    second = picture(store, proposal, filling.asking(), at=1)
    assert (second.records, second.rows[1][1]) == (2, second.names[1])


def test_the_shape_that_somebody_names_is_taken_or_refused(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["名册"], ["姓名", "性别", "身份证号"]], box="A2:C4")
    assert filling.propose(store, template, header=(2, 2)).layout.header == (2, 2)
    with pytest.raises(UserError, match="看不出是统计表"):
        filling.propose(store, template, shape="stat")
    with pytest.raises(UserError, match="不像表头"):
        filling.propose(store, template, header=(9, 9))


def test_a_sheet_of_which_nothing_is_understood_is_only_proposed_to_who_looks(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["名字甲", "编码乙", "备注丙"]], box="A1:C4")
    with pytest.raises(UserError, match="没有看出"):
        filling.propose(store, template)
    proposal = filling.propose(store, template, guess=True)
    assert [column.header for column in proposal.columns] == ["名字甲", "编码乙", "备注丙"]
    assert proposal.filled() == ()


def test_a_record_that_somebody_names_is_stronger_than_what_was_confirmed(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "联系电话"]], box="A1:C4")
    filling.remember(store, filling.propose(store, template, record="cadre"))
    assert filling.propose(store, template).origin == "cadre"
    assert filling.propose(store, template, record="member").origin == "member"


PLACED = [["村名", "姓名", "联系电话"], ["石坪村", None, None], ["柳湾村", None, None]]


def _villagers(store: Store) -> int:
    """One in 石坪村, two in 柳湾村, whose row it is."""
    stone, willow = (make.unit(store, name, kind="村") for name in ("石坪村", "柳湾村"))
    make.member(store, "单一", village=stone, phone="19900000001")
    make.member(store, "单二", village=willow)
    make.member(store, "单三", village=willow)
    return willow


def test_rows_kept_for_places_are_filled_where_there_is_room_for_all(store: Store, tmp_path: Path) -> None:
    _villagers(store)
    template = draw(tmp_path / "t.xlsx", PLACED, box="A1:C3")
    proposal = filling.propose(store, template, record="member")
    done = filling.fill(store, proposal, tmp_path / "o.xlsx", filling.asking())
    assert values(tmp_path / "o.xlsx")[1:] == [("石坪村", "单一", "19900000001"), ("柳湾村", None, None)]
    assert done.notes == ("“柳湾村”有 2 名，模板只留了 1 行，没有填，请用“只填”选定。",)
    assert done.rows == 1


def test_a_place_merged_over_its_rows_has_them_all(store: Store, tmp_path: Path) -> None:
    _villagers(store)
    rows = [*PLACED, [None, None, None]]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:C4", merges=["A3:A4"])
    proposal = filling.propose(store, template, record="member")
    filling.fill(store, proposal, tmp_path / "o.xlsx", filling.asking())
    assert [row[1] for row in values(tmp_path / "o.xlsx")[1:]] == ["单一", "单二", "单三"]


def test_rows_that_are_all_of_one_place_grow_as_any_table(store: Store, tmp_path: Path) -> None:
    make.member(store, "单五", village=_villagers(store))
    rows = [PLACED[0], *[["柳湾村", None, None]] * 2]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:C3")
    proposal = filling.propose(store, template, record="member")
    filling.fill(store, proposal, tmp_path / "o.xlsx", filling.asking())
    told = values(tmp_path / "o.xlsx")[1:]
    assert {row[0] for row in told} == {"柳湾村"}
    assert len(told) == 3


def test_totals_that_somebody_typed_are_told(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    rows = [["姓名", "性别", "民族"], [None] * 3, ["合计", "11人", "=COUNTA(C2:C2)"]]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:C3")
    done = filling.fill(store, filling.propose(store, template), tmp_path / "o.xlsx", filling.asking())
    assert done.notes == ("合计行里 B3 的数是模板里原来写的，没有改，请核对。",)
    assert values(tmp_path / "o.xlsx")[2][1] == "11人"


def test_a_row_that_says_how_to_fill_is_no_blank_row(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", birth_date="1987-06-15", ethnic="汉族")
    rows = [["序号", "姓名", "性别", "民族", "出生年月"], [None, None, "男/女", "如：汉族", "YYYY.MM"], [None] * 5]
    filled = _filled(store, draw(tmp_path / "t.xlsx", rows, box="A1:E3"))
    assert filled[1] == (None, None, "男/女", "如：汉族", "YYYY.MM")
    assert filled[2] == (1, "单小红", None, "汉族", "1987.06")


def test_fixed_rows_of_figures_are_no_form(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", sex="女", floating="是")
    words = ["党员总数", "其中：女党员", "少数民族党员", "35岁以下", "预备党员", "流动党员"]
    rows = [["党员基本情况统计表"], ["项目", "人数", "占比", "备注"], *([word, None, None, None] for word in words)]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", rows, box="A2:D8"))
    assert proposal.layout.shape == "stat"
    filling.fill(store, proposal, tmp_path / "o.xlsx", filling.asking())
    assert [row[1] for row in values(tmp_path / "o.xlsx")[2:]] == [1, 1, 0, 0, 0, 1]


def test_everyday_words_for_the_unit_of_a_helper_and_the_sort_of_a_member_are_known(
    store: Store, tmp_path: Path
) -> None:
    pairings = draw(tmp_path / "p.xlsx", [["户主姓名", "帮扶责任人", "帮扶人单位", "帮扶人电话"]], box="A1:D4")
    members = draw(tmp_path / "m.xlsx", [["党员姓名", "公民身份号码", "是否预备", "流入地"]], box="A1:D4")
    assert [c.told for c in filling.propose(store, pairings).columns][2] == "helper_unit"
    assert [c.told for c in filling.propose(store, members).columns][2:] == ["probationary", "flow_to"]


def test_a_file_asked_for_as_xls_is_said_to_be_another(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    template = draw(tmp_path / "t.xlsx", [["姓名", "性别", "民族"]], box="A1:C3")
    done = filling.fill(store, filling.propose(store, template), tmp_path / "填好.xls", filling.asking())
    assert done.report()["files"] == ["填好.xlsx"]
    assert any("填好.xlsx" in note for note in done.notes)
    plain = filling.fill(store, filling.propose(store, template), tmp_path / "填好.xlsx", filling.asking())
    assert not plain.notes


@pytest.mark.parametrize(
    ("above", "told"),
    [
        (["附件3", "农村党员花名册", "填报单位：石坪村   填报时间："], "农村党员花名册"),
        (["中共青禾镇委员会", "党员信息采集汇总表（2026年）", "单位：人"], "党员信息采集汇总表（2026年）"),
        (["单位：人"], "下发模板"),
    ],
)
def test_a_template_is_called_by_its_title_line(above: list[str], told: str, store: Store, tmp_path: Path) -> None:
    rows = [*([line] for line in above), ["姓名", "性别", "民族"]]
    template = draw(tmp_path / "下发模板.xlsx", rows, box=f"A{len(rows)}:C{len(rows) + 2}")
    assert filling.titled(filling.propose(store, template)) == told


def test_where_the_heading_is_needs_to_be_said_only_once(store: Store, tmp_path: Path) -> None:
    rows = [["2026年6月报表"], ["姓名", "性别", "民族"], ["甲栏", "乙栏", "丙栏"], [None] * 3]
    first = draw(tmp_path / "a.xlsx", rows, box="A2:C6")
    natural = filling.propose(store, first).layout.header
    filling.remember(store, filling.propose(store, first, header=(3, 3)))
    next_month = draw(tmp_path / "b.xlsx", [["2026年7月报表"], *rows[1:]], box="A2:C6")
    assert natural != (3, 3)
    assert filling.propose(store, next_month).layout.header == (3, 3)
    other = draw(tmp_path / "c.xlsx", [["2026年7月报表"], ["姓名", "性别", "学历"], *rows[2:]], box="A2:C6")
    assert filling.propose(store, other).layout.header == natural


def test_the_shape_needs_to_be_said_only_once(store: Store, tmp_path: Path) -> None:
    rows = [["党员登记表"], ["姓名", None, "性别", None], ["民族", None, "学历", None], ["籍贯", None, "电话", None]]
    template = draw(tmp_path / "a.xlsx", rows, box="A2:D4")
    assert filling.propose(store, template).layout.shape == "form"
    filling.remember(store, filling.propose(store, template, shape="table"))
    assert filling.propose(store, template).layout.shape == "table"
    assert filling.propose(store, template, shape="form").layout.shape == "form"
