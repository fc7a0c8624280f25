"""Households, pairings, branches, units and cadres come in by the same import; exports come back."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.db.dump import dump
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import correct, plan_import, same_as
from app.exchange.record_export import record_query, record_table
from app.exchange.report import report
from app.exchange.returning import return_sheet
from app.exchange.write import write_xlsx
from app.models.catalogue import shown_records
from app.operations import merging
from app.operations import place as places
from app.parts import build
from tests import make
from tests.exchange import roster as r

SAMPLES = Path(__file__).parents[1] / "samples"
FAMILY = [
    ["户编号", "户主姓名", "与户主关系", "姓名", "身份证号", "所在村", "联系电话"],
    ["H1", "柳一", "户主", "柳一", r.MAN, "后垟村", "19900000001"],
    ["H1", "", "配偶", "柳二", r.WOMAN, "", ""],
    ["H1", "", "子", "柳三", "", "", ""],
    ["H2", "柳四", "户主", "柳四", r.X, "后垟村", ""],
]


def test_people_with_their_relation_become_households_with_members(store: Store, tmp_path: Path) -> None:
    path = r.xlsx(tmp_path / "a.xlsx", FAMILY)
    said = r.imported(store, path)
    assert said["record"] == "household"
    assert r.codes(said) == {2: ["unit_unknown"], 3: [], 4: ["id_missing"], 5: ["unit_unknown"]}
    assert make.count(store, "SELECT count(*) FROM household") == 2
    assert make.count(store, "SELECT count(*) FROM resident WHERE household = 1") == 3
    assert plan_import(store, path).counts()["same"] == 4


def test_a_household_begins_at_its_head_where_nothing_else_tells(store: Store, tmp_path: Path) -> None:
    rows = [
        ["序号", "姓名", "与户主关系", "身份证号", "所在村"],
        [1, "柳一", "户主", r.MAN, "后垟村"],
        [2, "柳二", "妻", r.WOMAN, "后垟村"],
        [3, "柳四", "户主", r.X, "后垟村"],
    ]
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", rows))
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT head_name, head_id FROM household ORDER BY id").all()
    assert [tuple(row) for row in found] == [("柳一", r.MAN), ("柳四", r.X)]


def test_one_household_per_row_is_recognised_by_village_group_and_head(store: Store, tmp_path: Path) -> None:
    rows = [
        ["村名", "组", "户主姓名", "家庭人口", "致贫原因"],
        ["后垟村", "1组", "柳一", "4人", "因病"],
        ["后垟村", "2组", "柳一", 3, "因残"],
    ]
    path = r.xlsx(tmp_path / "a.xlsx", rows)
    said = r.imported(store, path)
    assert [row["values"]["household_size"] for row in said["accepted"]] == ["4", "3"]
    assert plan_import(store, path).counts()["same"] == 2


def test_a_name_alone_is_not_enough_to_know_a_household(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [["村名", "户主姓名", "家庭人口"], ["后垟村", "柳一", 4]]))
    said = r.told(store, r.xlsx(tmp_path / "b.xlsx", [["序号", "户主姓名", "家庭人口"], [1, "柳一", 5]]))
    assert r.codes(said) == {2: ["match_several"]}


def test_a_pairing_ledger_makes_helpers_households_and_pairings_at_once(store: Store) -> None:
    said = r.imported(store, SAMPLES / "结对帮扶台账.xlsx")
    first = said["accepted"][0]["values"]
    assert (first["helper_name"], first["helper_unit"], first["head_name"], first["household_size"]) == (
        "何克孝",
        "云溪镇人民政府",
        "贺娥兰",
        "5",
    )
    assert said["accepted"][1]["values"]["helper_name"] == "何克孝"
    assert "ditto" in said["accepted"][1]["warnings"]
    assert [row["codes"] for row in said["refused"]] == [["helper_missing"]]
    assert make.count(store, "SELECT count(*) FROM cadre") == 4
    assert make.count(store, "SELECT count(*) FROM pairing") == 10


def test_a_household_held_by_one_member_is_not_given_to_another_unasked(store: Store, tmp_path: Path) -> None:
    head = ["村(社区)", "党员姓名", "联系电话", "户主", "户主身份证号"]
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [head, ["后垟村", "柳一", "19900000001", "张甲", r.MAN]]))
    said = r.told(store, r.xlsx(tmp_path / "b.xlsx", [head, ["后垟村", "柳二", "19900000002", "张甲", r.MAN]]))
    assert r.codes(said) == {2: ["pairing_exists"]}


def test_two_members_of_one_name_are_a_doubt_without_a_phone(store: Store, tmp_path: Path) -> None:
    make.member(store, "柳一", phone="19900000001")
    make.member(store, "柳一", phone="19900000002")
    head = ["村(社区)", "党员姓名", "联系电话", "户主", "户主身份证号"]
    doubtful = r.told(store, r.xlsx(tmp_path / "a.xlsx", [head, ["后垟村", "柳一", "", "张甲", r.MAN]]))
    assert r.codes(doubtful) == {2: ["match_several"]}
    sure = r.told(store, r.xlsx(tmp_path / "b.xlsx", [head, ["后垟村", "柳一", "19900000002", "张甲", r.MAN]]))
    assert [row["fate"] for row in sure["accepted"]] == ["new"]


@pytest.mark.parametrize(
    ("title", "rows", "record"),
    [
        (
            "党组织一览表",
            [["序号", "党组织名称", "组织类别", "书记"], [1, "中共后垟村支部委员会", "党支部", "柳一"]],
            "branch",
        ),
        ("村一览表", [["序号", "村名", "负责人", "户数"], [1, "后垟村", "柳一", 100]], "unit"),
        (
            "干部名册",
            [["序号", "姓名", "单位", "职务", "联系电话"], [1, "柳一", "某镇人民政府", "科员", "19900000001"]],
            "cadre",
        ),
        ("包联责任一览表", [["序号", "联系领导", "职务", "联系村"], [1, "柳一", "书记", "后垟村"]], "pairing"),
        ("党员名册", [["姓名", "身份证号"], ["柳一", r.MAN]], "member"),
    ],
)
def test_headings_and_title_tell_the_record_and_a_second_import_changes_nothing(
    store: Store, tmp_path: Path, title: str, rows: r.Rows, record: str
) -> None:
    path = r.xlsx(tmp_path / f"{title}.xlsx", rows)
    said = r.imported(store, path)
    assert said["record"] == record
    assert [row["fate"] for row in said["accepted"]] == ["new"]
    assert plan_import(store, path).counts() == {"new": 0, "changed": 0, "same": 1, "refused": 0, "skipped": 1}


def test_a_renamed_branch_is_found_by_its_old_name(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store, "中共红旗村支部委员会")
    with store.work("别名") as work:
        work.add(make.RECORDS["alias"], {"name": "红旗支部", "branch": branch})
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号", "所在党支部"], ["柳一", r.MAN, "红旗支部"]]))
    assert said["created"] == []
    assert said["accepted"][0]["warnings"] == []


def test_two_villages_of_one_name_are_told_apart_by_the_unit_given(store: Store, tmp_path: Path) -> None:
    town = make.unit(store, "青禾镇")
    make.unit(store, "石坪村", parent=town)
    make.unit(store, "石坪村")
    path = r.xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号", "所在村"], ["柳一", r.MAN, "石坪村"]])
    assert r.codes(r.told(store, path)) == {2: ["match_several"]}
    assert r.codes(r.told(store, path, unit="青禾镇")) == {2: []}


def test_exports_of_every_record_come_back_into_an_empty_database(store: Store, tmp_path: Path) -> None:
    for name in ("结对帮扶台账.xlsx", "花名册_表头各异.xlsx"):
        r.imported(store, SAMPLES / name)
    r.imported(store, r.xlsx(tmp_path / "户.xlsx", FAMILY))
    other = build(tmp_path / "other" / "ledger.db")
    for record in shown_records():
        with store.read() as reader:
            table = record_table(reader, record, record_query(record))
        if not len(table.rows):
            continue
        path = tmp_path / f"{record.title}.xlsx"
        write_xlsx(table, path)
        assert plan_import(store, path).counts()["same"] == len(table.rows)
        said = r.imported(other.store, path)
        assert (said["record"], said["refused"]) == (record.code(), [])
    with store.read() as one, other.store.read() as two:
        assert dump(one, by_key=True) == dump(two, by_key=True)
    other.close()


def test_refused_rows_go_back_in_the_senders_layout_with_the_reason(store: Store, tmp_path: Path) -> None:
    rows = [["某村花名册"], r.HEAD, r.person(1, 身份证号码="990101198706150018"), r.person(2), r.person(3, 姓名="")]
    plan = plan_import(store, r.xlsx(tmp_path / "a.xlsx", rows, merges=["A1:K1"]))
    assert return_sheet(store, plan, tmp_path / "back.xlsx") == 2
    back = CalamineWorkbook.from_path(tmp_path / "back.xlsx").get_sheet_by_index(0).to_python()
    assert back[1] == [*r.HEAD, "问题"]
    assert [row[5] for row in back[2:]] == ["990101198706150018", r.person(3)[5]]
    assert "校验码" in str(back[2][-1])
    again = r.told(store, tmp_path / "back.xlsx")
    assert (len(again["refused"]), again["unknown_columns"]) == (2, [])


def test_rows_of_one_sheet_may_lie_under_each_other(store: Store, tmp_path: Path) -> None:
    rows = [["单位名称", "单位类型", "上级单位"], ["甲村", "村", "青禾镇"], ["青禾镇", "乡镇", ""]]
    path = r.xlsx(tmp_path / "a.xlsx", rows)
    assert r.imported(store, path)["created"] == []
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT c.name, p.name FROM unit c JOIN unit p ON p.id = c.parent").all()
    assert [tuple(row) for row in found] == [("甲村", "青禾镇")]
    assert plan_import(store, path).counts()["same"] == 2


def test_cadres_are_paired_with_members_that_are_registered(store: Store, tmp_path: Path) -> None:
    make.member(store, "柳五", phone="19900000005")
    rows = [
        ["序号", "联系干部", "干部电话", "党员姓名", "联系电话"],
        [1, "柳一", "19900000001", "柳五", "19900000005"],
        [2, "柳一", "19900000001", "柳六", ""],
    ]
    path = r.xlsx(tmp_path / "a.xlsx", rows)
    said = r.imported(store, path)
    assert (said["record"], [row["fate"] for row in said["accepted"]]) == ("pairing", ["new"])
    assert [row["codes"] for row in said["refused"]] == [["member_unknown"]]
    assert plan_import(store, path).counts()["same"] == 1


def test_new_helpers_are_listed_or_kept_out_when_only_known_ones_may_be_used(store: Store, tmp_path: Path) -> None:
    make.unit(store, "后垟村")
    rows = [["帮扶责任人", "村名", "户主姓名", "户主身份证号"], ["柳一", "后垟村", "张三", r.MAN]]
    path = r.xlsx(tmp_path / "a.xlsx", rows)
    assert r.codes(r.told(store, path, known_only=True)) == {2: ["helper_missing"]}
    assert r.told(store, path)["created"] == [{"record": "cadre", "name": "柳一"}]


def test_a_sheet_of_something_else_in_the_same_file_is_refused_row_by_row(store: Store, tmp_path: Path) -> None:
    path = r.xlsx(
        tmp_path / "a.xlsx",
        [r.HEAD, r.person(1)],
        入党积极分子=[["姓名", "身份证号"], ["柳九", r.MAN]],
        村干部名册=[["姓名", "单位", "职务"], ["柳二", "某村", "主任"]],
    )
    said = r.told(store, path)
    assert [row["codes"] for row in said["refused"]] == [["wrong_table"], ["wrong_table"]]
    assert len(said["accepted"]) == 1


def test_somebody_who_left_is_named_and_not_brought_back(store: Store, tmp_path: Path) -> None:
    path = r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)])
    r.imported(store, path)
    with store.work("离开") as work:
        work.change(make.RECORDS["member"], 1, {"left_on": "2026-01-01"})
    assert r.codes(r.told(store, path)) == {2: ["ended"]}


def test_two_rows_without_number_for_one_name_and_birth_are_never_two_people(store: Store, tmp_path: Path) -> None:
    rows = [
        ["姓名", "出生年月", "联系电话"],
        ["柳一", "1980-05-01", ""],
        ["柳一", "1980-05-01", ""],
        ["柳一", "1980-05-01", "19900000001"],
    ]
    path = r.xlsx(tmp_path / "a.xlsx", rows)
    said = r.imported(store, path)
    assert [row["fate"] for row in said["accepted"]] == ["new", "same"]
    assert [row["codes"] for row in said["refused"]] == [["id_dup_in_file"]]


def test_another_word_for_a_branch_is_asked_once_and_remembered(store: Store, tmp_path: Path) -> None:
    branch = make.branch(store, "中共红旗村支部委员会")
    path = r.xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号", "所在党支部"], ["柳一", r.MAN, "红旗支部"]])
    plan = plan_import(store, path)
    assert plan.similar == (("branch", "红旗支部", branch, "中共红旗村支部委员会"),)
    confirmed = same_as(store, plan, {("branch", "红旗支部"): branch})
    assert (confirmed.created, confirmed.similar) == ((), ())
    apply(confirmed, store)
    assert make.value(store, "member", 1, "branch") == branch
    again = plan_import(store, path)
    assert (again.counts()["same"], again.similar) == (1, ())


def test_two_new_names_that_sound_the_same_are_told_before_they_are_made(store: Store, tmp_path: Path) -> None:
    villages = ("石坪村", "石评村", "上溪村", "下溪村")
    rows = [["村名", "户主姓名", "户编号"], *([village, "柳一", n] for n, village in enumerate(villages, 1))]
    plan = plan_import(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert plan.alike == (("unit", "石评村", "石坪村"),)
    assert report(plan, "a.xlsx")["alike"] == [{"record": "unit", "names": ["石评村", "石坪村"]}]
    mended = correct(store, plan, {("花名册", 3, "household.village"): "石坪村"})
    assert mended.alike == ()
    assert "alike" not in report(mended, "a.xlsx")


def test_a_new_name_that_sounds_like_one_on_the_books_is_asked_about(store: Store, tmp_path: Path) -> None:
    village = make.unit(store, "石坪村", kind="村")
    rows = [["村名", "户主姓名", "户编号"], ["石评村", "柳一", 1], ["石盘村", "柳二", 2]]
    plan = plan_import(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert plan.similar == (("unit", "石评村", village, "石坪村"),)


def test_one_branch_twice_in_a_sheet_is_made_once(store: Store, tmp_path: Path) -> None:
    rows = [["党组织名称", "党组织书记"], ["甲村支部", "柳一"], ["甲村支部", "柳一"], ["甲村支部", "柳二"]]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert [row["fate"] for row in said["accepted"]] == ["new", "same"]
    assert r.codes(said)[4] == ["id_dup_in_file"]
    assert make.count(store, "SELECT count(*) FROM branch") == 1


@pytest.mark.parametrize("title", ["入党积极分子名单", "志愿者名册", "村民名单"])
def test_people_who_are_no_members_are_not_made_members(store: Store, tmp_path: Path, title: str) -> None:
    said = r.told(store, r.xlsx(tmp_path / f"{title}.xlsx", [["姓名", "身份证号"], ["柳一", r.MAN]]))
    assert said["codes"] == ["wrong_table"]


def test_a_pairing_that_ends_before_it_began_is_refused_beside_its_row(store: Store, tmp_path: Path) -> None:
    make.unit(store, "石坪村")
    home = make.branch(store)
    for place, name in enumerate(("柳一", "柳二", "柳三")):
        make.member(store, name, branch=home, id_number=make.number(place))
    head = ["联系党员", "党员证号", "所在村", "户主姓名", "户编号", "结对日期", "结束日期"]
    dates = (("2026-05-01", "2025-01-01"), ("2026-05-01", "2026-04"), ("2026-05-01", "2026"))
    rows = [
        [name, make.number(place), "石坪村", f"仇{name}", place + 1, *dates[place]]
        for place, name in enumerate(("柳一", "柳二", "柳三"))
    ]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", [head, *rows]))
    assert r.codes(said) == {2: ["date_order"], 3: ["date_order"], 4: []}
    assert make.count(store, "SELECT count(*) FROM pairing WHERE since = '2026-05-01' AND until = '2026'") == 1


def test_an_end_before_the_beginning_on_the_books_is_refused_too(store: Store, tmp_path: Path) -> None:
    make.unit(store, "石坪村")
    make.member(store, "柳一", branch=make.branch(store), id_number=make.number(1))
    head, row = (
        ["联系党员", "党员证号", "所在村", "户主姓名", "户编号"],
        ["柳一", make.number(1), "石坪村", "仇根水", 1],
    )
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [[*head, "结对日期"], [*row, "2026-05-01"]]))
    said = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [[*head, "结束日期"], [*row, "2026-04-30"]]))
    assert r.codes(said) == {2: ["date_order"]}
    r.imported(store, r.xlsx(tmp_path / "c.xlsx", [[*head, "结束日期"], [*row, "2026-05-31"]]))
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until = '2026-05-31'") == 1


@pytest.mark.parametrize("heading", ["党员证号", "党员身份证号", "责任人身份证号码"])
def test_two_helpers_of_one_name_are_told_apart_by_their_numbers(store: Store, tmp_path: Path, heading: str) -> None:
    make.unit(store, "石坪村")
    home = make.branch(store)
    one, other = (make.member(store, "柳一", branch=home, id_number=make.number(n)) for n in (1, 2))
    head = ["联系党员", heading, "所在村", "户主姓名", "户编号"]
    rows = [["柳一", make.number(n) if n else None, "石坪村", f"仇{'甲乙丙'[n]}", n + 1] for n in (2, 1, 2, 0)]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", [head, *rows]))
    assert r.codes(said) == {2: [], 3: [], 4: ["id_dup_in_file"], 5: ["match_several"]}
    with store.read() as reader:
        held = reader.exec_driver_sql("SELECT helper_member FROM pairing ORDER BY helped_household").scalars()
    assert held == [other, one]


def test_a_household_that_was_merged_is_known_by_its_old_number(store: Store, tmp_path: Path) -> None:
    village = make.unit(store, "石坪村", kind="村")
    keep = make.household(store, "仇根水", village=village, household_no="H1", phone=None)
    gone = make.household(store, "仇根水", village=village, household_no="H2", group_name="3组")
    merging.merge(store, "household", keep, gone, {"household_no": "kept"})
    head = ["户编号", "户主姓名", "所在村", "联系电话"]
    rows = [["H2", "仇根水", "石坪村", "19900000007"], ["H3", "解明", "石坪村", ""]]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", [head, *rows]))
    assert [row["fate"] for row in said["accepted"]] == ["changed", "new"]
    assert make.value(store, "household", keep, "phone") == "19900000007"
    assert make.value(store, "household", keep, "household_no") == "H1"
    again = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [head, *rows]))
    assert [row["fate"] for row in again["accepted"]] == ["same", "same"]


def test_a_branch_that_was_merged_is_known_by_its_old_number_and_name(store: Store, tmp_path: Path) -> None:
    into = make.branch(store, "中共石坪村支部委员会", code_no="B1")
    gone = make.branch(store, "中共大岙村支部委员会", code_no="B2")
    places.merge(store, "branch", gone, into, on="2026-01-01", reason="撤并")
    head = ["党组织编码", "党组织名称", "委员人数"]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", [head, ["B2", "中共大岙村支部委员会", 5]]))
    assert [row["fate"] for row in said["accepted"]] == ["changed"]
    assert (make.value(store, "branch", into, "committee_size"), make.value(store, "branch", into, "code_no")) == (
        5,
        "B1",
    )
    assert make.value(store, "branch", into, "name") == "中共石坪村支部委员会"
    assert make.value(store, "branch", gone, "committee_size") is None


def test_what_people_wish_or_refuse_is_never_taken_for_a_pairing(store: Store, tmp_path: Path) -> None:
    village = make.unit(store)
    make.member(store, "单小红", village=village)
    make.household(store, "柳一", village=village)
    rows = [["联系党员", "所在村", "联系户", "意愿", "理由"], ["单小红", "石坪村", "柳一", "拒绝", "两家有纠纷"]]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert (said["record"], r.codes(said)) == ("preference", {2: []})
    assert make.count(store, "SELECT count(*) FROM preference WHERE stance = '排除' AND helped_household = 1") == 1
    assert make.count(store, "SELECT count(*) FROM pairing") == 0
