"""What an import says of every row, in the shapes that villages send."""

from pathlib import Path

import pytest

from app.db.dump import dump
from app.db.store import Store
from app.db.undo import redo, undo
from app.errors import UserError
from app.exchange.apply import apply
from app.exchange.importing import correct, plan_import
from app.exchange.report import report
from tests.exchange import roster as r

SAMPLES = Path(__file__).parents[1] / "samples"


def everything(store: Store) -> str:
    with store.read() as reader:
        return dump(reader)


@pytest.mark.parametrize(
    ("name", "accepted", "refused"),
    [
        ("党员信息表_二级表头.xlsx", 15, 0),
        ("党员花名册_标准.xlsx", 25, 0),
        ("名册_GB18030.csv", 15, 0),
        ("系统导出_网页格式.xls", 8, 0),
        ("花名册_表头各异.xlsx", 30, 0),
        ("花名册_证号成了数字.xlsx", 2, 10),
        ("结对帮扶台账.xlsx", 10, 1),
    ],
)
def test_a_sample_is_imported_once_and_undone_without_trace(
    store: Store, name: str, accepted: int, refused: int
) -> None:
    before = everything(store)
    said = r.imported(store, SAMPLES / name)
    assert (len(said["accepted"]), len(said["refused"])) == (accepted, refused)
    assert {row["fate"] for row in said["accepted"]} == {"new"}
    after = everything(store)
    again = plan_import(store, SAMPLES / name)
    assert again.counts()["same"] == accepted
    assert not again.makings
    assert apply(again, store) is None
    undo(store)
    assert everything(store) == before
    redo(store)
    assert everything(store) == after


def test_an_empty_template_has_no_rows(store: Store) -> None:
    said = r.told(store, SAMPLES / "上级模板_党员花名册.xlsx")
    assert (said["status"], said["codes"]) == ("refused", ["no_rows"])


def test_titles_totals_footers_and_notes_are_skipped_and_named(store: Store, tmp_path: Path) -> None:
    rows = [
        ["某镇党员花名册"], ["填报单位：某村", "", "", "", "填报时间：2026年1月"], r.HEAD, r.person(1), r.HEAD, r.person(2),
        ["小计", "", "2人"], r.person(3), ["合计", "", "3人"], ["填报人：张三", "", "", "审核人：李四"],
        ["说明：1.本表由党支部填写；2.身份证号为18位。"],
    ]  # fmt: skip
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows, merges=["A1:K1"]))
    assert [row["row"] for row in said["accepted"]] == [4, 6, 8]
    assert r.skipped(said) == {
        1: "title",
        2: "title",
        3: "header",
        5: "header",
        7: "total",
        9: "total",
        10: "footer",
        11: "note",
    }


def test_every_row_stands_in_exactly_one_list(store: Store, tmp_path: Path) -> None:
    rows = [r.HEAD, r.person(1), r.person(2, 姓名=""), r.person(3, 身份证号码="1"), ["合计"], r.person(4)]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    listed = sorted(row["row"] for group in ("accepted", "refused", "skipped") for row in said[group])
    assert listed == [1, 2, 3, 4, 5, 6]


def test_tables_side_by_side_are_both_read(store: Store, tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "", "姓名", "身份证号"], ["柳一", r.MAN, "", "柳二", r.WOMAN], ["柳三", r.X]]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert said["codes"] == ["layout_two_blocks"]
    assert r.names(said) == ["柳一", "柳三", "柳二"]


def test_of_two_people_side_by_side_one_waits_for_the_other_and_their_row_stands_once(
    store: Store, tmp_path: Path
) -> None:
    head = ["姓名", "身份证号", "", "姓名", "身份证号"]
    rows = [head, ["柳一", r.MAN, "", "柳二", "990101198706150026"], ["柳三", r.X, "", "柳四", r.LEAP]]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert [(row["row"], row["codes"]) for row in said["refused"]] == [(2, ["id_checksum"])]
    assert "两人一起登记" in said["refused"][0]["message"]
    assert [(row["row"], row["values"]["name"]) for row in said["accepted"]] == [(3, "柳三"), (3, "柳四")]


def test_who_repeats_somebody_refused_is_refused_too(store: Store, tmp_path: Path) -> None:
    head = ["姓名", "身份证号", "", "姓名", "身份证号"]
    rows = [head, ["柳一", r.MAN, "", "柳二", "990101198706150026"], ["柳一", r.MAN, "", "柳四", r.LEAP]]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    in_lists = [{row["row"] for row in said[name]} for name in ("accepted", "refused")]
    assert not in_lists[0] & in_lists[1]
    assert "柳一" in r.names(said) or {2, 3} <= in_lists[1]


def test_a_heading_of_two_rows_without_merges_is_read_as_paths(store: Store, tmp_path: Path) -> None:
    rows = [
        ["序号", "基本情况", "", "党籍时间", "", "备注"],
        ["", "姓名", "身份证号", "入党", "转正", ""],
        [1, "柳一", r.MAN, "2008.7", "2009.7", ""],
    ]
    said = r.told(store, r.csv(tmp_path / "a.csv", rows, charset="gb18030"))
    assert said["accepted"][0]["values"]["join_date"] == "2008-07"
    assert said["unknown_columns"] == []


def test_a_merged_village_reaches_all_its_rows_with_a_warning(store: Store, tmp_path: Path) -> None:
    rows = [["村名", "姓名", "身份证号"], ["后垟村", "柳一", r.MAN], ["", "柳二", r.WOMAN], ["石坪村", "柳三", r.X]]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows, merges=["A2:A3"]))
    assert [row["values"]["village"] for row in said["accepted"]] == ["后垟村", "后垟村", "石坪村"]
    assert "ditto" in r.codes(said)[3]
    assert {made["name"] for made in said["created"]} >= {"后垟村", "石坪村"}


def test_second_sheets_of_notes_hold_nobody(store: Store, tmp_path: Path) -> None:
    said = r.told(
        store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)], 填表说明=[["一、填写要求"], ["1.姓名要与证件一致"]])
    )
    assert len(said["accepted"]) == 1
    assert not said["refused"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["1", "柳一", r.MAN], ["2", "柳二", r.WOMAN]], "no_header"),
        ([["物资名称", "数量", "单价"], ["帐篷", 3, 5], ["雨衣", 3, 5]], "wrong_table"),
        (
            [
                ["登记表"],
                ["姓名", "柳一", "性别", "男"],
                ["民族", "汉族", "出生年月", "1987.06"],
                ["身份证号", r.MAN, "学历", "大专"],
            ],
            "layout_form",
        ),
        ([["姓名", "姓名", "身份证号"], ["柳一", "柳二", r.MAN]], "header_duplicate"),
        ([["序号", "姓名", "备注"], [1, "柳一", ""], [2, "柳二", ""]], "no_id_column"),
        ([r.HEAD], "no_rows"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_a_code_and_a_sentence(
    store: Store, tmp_path: Path, rows: r.Rows, code: str
) -> None:
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert said["status"] == "refused"
    assert said["codes"] == [code]
    assert not said["accepted"]
    assert said.get("message") or said["refused"]


def test_a_branch_given_for_the_file_takes_rows_without_one(store: Store, tmp_path: Path) -> None:
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)]), branch="中共后垟村支部委员会")
    assert said["accepted"][0]["values"]["branch"] == "中共后垟村支部委员会"
    assert said["created"] == [{"record": "branch", "name": "中共后垟村支部委员会"}]


def test_members_without_a_branch_wait_in_the_undecided_one(store: Store, tmp_path: Path) -> None:
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)]))
    assert said["created"] == [{"record": "branch", "name": "未定支部"}]
    assert said["accepted"][0]["values"]["branch"] is None


def test_unknown_branches_are_refused_when_only_known_ones_may_be_used(store: Store, tmp_path: Path) -> None:
    path = r.xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号", "所在党支部"], ["柳一", r.MAN, "甲村支部"]])
    said = r.told(store, path, known_only=True)
    assert r.codes(said) == {2: ["branch_unknown"]}
    assert not said["accepted"]


def test_an_empty_cell_never_erases_and_the_word_for_it_does(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, 备注="老党员")]))
    empty = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(1, 备注="", 联系电话="")]))
    assert empty["accepted"][0]["fate"] == "same"
    erased = r.imported(store, r.xlsx(tmp_path / "c.xlsx", [r.HEAD, r.person(1, 备注="清空")]))
    assert erased["accepted"][0]["changes"] == [{"field": "remark", "old": "老党员", "new": None}]


def test_a_changed_row_says_old_and_new_and_a_less_exact_date_changes_nothing(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)]))
    said = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(1, 学历="大学本科", 入党时间="2005.07")]))
    assert said["accepted"][0]["fate"] == "changed"
    assert said["accepted"][0]["changes"] == [{"field": "education", "old": "大专", "new": "大学本科"}]


def test_a_member_in_another_branch_moves_and_the_former_membership_is_closed(store: Store, tmp_path: Path) -> None:
    head = ["姓名", "身份证号", "所在党支部"]
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [head, ["柳一", r.MAN, "甲村支部"]]))
    said = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [head, ["柳一", r.MAN, "乙村支部"]]))
    assert said["accepted"][0]["changes"] == [{"field": "branch", "old": "甲村支部", "new": "乙村支部"}]
    with store.read() as reader:
        rows = reader.exec_driver_sql("SELECT until IS NULL FROM membership ORDER BY id").all()
    assert [row[0] for row in rows] == [0, 1]


def test_a_refused_cell_can_be_corrected_in_the_plan(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, 身份证号码="99010119870615001")]))
    assert plan.counts()["refused"] == 1
    mended = correct(store, plan, {("花名册", 2, "member.id_number"): r.MAN})
    assert mended.counts()["new"] == 1
    assert mended.rows[0].codes == ("birth_id_mismatch",)


def test_columns_mapped_by_hand_are_proposed_again_for_the_same_headings(store: Store, tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "谁的号"], ["柳一", r.MAN, "19900000001"]]
    path = r.xlsx(tmp_path / "a.xlsx", rows)
    assert r.told(store, path)["unknown_columns"] == ["谁的号"]
    said = r.imported(store, path, mapping={("花名册", 2): "member.phone"})
    assert said["accepted"][0]["values"]["phone"] == "19900000001"
    again = plan_import(store, path)
    assert again.layouts[0].remembered
    assert report(again, "a")["unknown_columns"] == []


def test_a_plan_made_before_something_changed_is_not_applied(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)]))
    r.imported(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(2)]))
    before = everything(store)
    with pytest.raises(UserError, match="重新预览"):
        apply(plan, store)
    assert everything(store) == before


def test_the_preview_is_a_table_of_fates_and_values(store: Store, tmp_path: Path) -> None:
    table = plan_import(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1), r.person(2, 姓名="某某")])).table()
    assert table.labels()[:6] == ("处理", "工作表", "行号", "说明", "姓名", "性别")
    assert [row[0] for row in table.rows] == ["新增", "待改"]


def test_a_line_of_words_with_colons_above_the_table_is_no_heading(store: Store, tmp_path: Path) -> None:
    rows = [["填报单位：", "", "负责人：", "", "联系电话："], r.HEAD, r.person(1), ["负责人：", "", "联系电话："]]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert r.skipped(said) == {1: "title", 2: "header", 4: "footer"}
    assert len(said["accepted"]) == 1
