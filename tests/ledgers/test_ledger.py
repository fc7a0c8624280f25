"""Do the ledgers show what was registered: the rows, the order, the part, the day, the mask?"""

import pytest

from app.db.queries.coverage import coverage
from app.db.queries.listing import Condition, Query
from app.db.store import Store
from app.errors import UserError
from app.ledgers import LEDGERS, ledger_named, list_table, table
from app.models import RECORDS
from app.models.membership import Membership
from app.operations import member as members
from app.operations import pairing as pairings
from app.operations import record as records
from app.table import Table
from tests.hearing import heard
from tests.ledgers.small import Town, build, change, stop_clock
from tests.make import count, household, number, resident, unit


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Town:
    stop_clock(monkeypatch)
    return build(store)


def made(town: Town, name: str, **asked: object) -> Table:
    with town.store.read() as reader:
        return table(reader, ledger_named(name), **asked)  # type: ignore[arg-type]


def column(found: Table, label: str, place: int = 0) -> list[object]:
    at = [i for i, column in enumerate(found.columns) if column.label == label][place]
    return [row[at] for row in found.rows]


def test_the_roster_has_the_columns_of_the_collection_of_2017_in_their_order() -> None:
    labels = [line.label or line.name for line in LEDGERS["members"].columns]
    assert labels[:4] == ["name", "所在党支部", "公民身份号码", "sex"]
    assert len(labels) == 19


def test_the_roster_lists_members_by_branch_and_name_with_a_running_number(town: Town) -> None:
    found = made(town, "党员花名册")
    assert column(found, "序号") == [1, 2, 3]
    assert column(found, "姓名") == ["仇远", "单小红", "解明"]
    assert column(found, "公民身份号码")[1] == number(1)
    assert found.totals is not None
    assert found.totals[:2] == ("合计", "3 名")


def test_party_years_count_from_full_membership_with_the_correction_in_months(town: Town) -> None:
    change(town.store, "member", town.bo, seniority_shift=-6)
    assert column(made(town, "members_system"), "党龄") == [None, 24, 26]
    change(town.store, "member", town.bo, full_date="2000")
    assert column(made(town, "members_system"), "党龄") == [None, 24, 26]


def test_the_list_on_the_screen_counts_party_years_as_the_ledger_does(town: Town) -> None:
    change(town.store, "member", town.bo, seniority_shift=-18)
    with town.store.read() as reader:
        listed = list_table(reader, Query("member", ("name", "party_years")))
    assert dict(listed.rows) == {"仇远": None, "单小红": 24, "解明": 25}  # type: ignore[arg-type]
    assert column(made(town, "members_system"), "党龄") == [None, 24, 25]


@pytest.mark.parametrize(
    ("record", "names"), [("household", {"盖家旺", "乐平"}), ("member", {"仇远"}), ("unit", {"东风村"})]
)
def test_the_word_uncovered_finds_in_a_list_whom_coverage_names(town: Town, record: str, names: set[str]) -> None:
    caption = "head_name" if record == "household" else "name"
    with town.store.read() as reader:
        listed = list_table(reader, Query(record, (caption,), marks=("未覆盖",)))
    assert {row[0] for row in listed.rows} == names


def test_a_unit_or_a_branch_narrows_every_ledger_to_what_lies_below_it(town: Town) -> None:
    assert column(made(town, "members", unit=town.red), "姓名") == ["单小红", "解明"]
    assert column(made(town, "members", unit=town.town), "姓名") == ["仇远", "单小红", "解明"]
    assert column(made(town, "members", branch=town.east_branch), "姓名") == ["仇远"]
    assert column(made(town, "members", branch=town.party), "姓名") == ["仇远", "单小红", "解明"]
    assert column(made(town, "households", branch=town.east_branch), "户主") == ["乐平"]
    assert made(town, "households", unit=town.east).unit == "东风村"


def test_conditions_words_and_marks_narrow_a_ledger(town: Town) -> None:
    asked = Query("member", (), (Condition("branch", "has", "红旗"),), words=("xh",))
    assert column(made(town, "members", query=asked), "姓名") == ["单小红"]
    assert column(made(town, "members", query=Query("member", (), marks=("流动",))), "姓名") == ["仇远"]


def test_conditions_on_rows_of_several_records_are_refused_with_a_sentence(town: Town) -> None:
    with pytest.raises(UserError, match="不能按条件筛选"):
        made(town, "uncovered", query=Query("member", ()))


def test_a_member_who_moved_stands_in_the_branch_of_the_day_asked_about(town: Town) -> None:
    members.move(town.store, [town.anna], town.east_branch, on="2026-06-01", reason="迁居")
    assert column(made(town, "members", as_of="2026-05-31", branch=town.red_branch), "姓名") == ["单小红", "解明"]
    assert column(made(town, "members", as_of="2026-06-01", branch=town.red_branch), "姓名") == ["解明"]
    assert column(made(town, "members", as_of="2026-05-31"), "所在党支部").count("中共红旗村支部委员会") == 2
    assert "2026年5月31日" in made(town, "members", as_of="2026-05-31").note


def test_who_left_later_still_stood_there_and_who_came_later_did_not(town: Town) -> None:
    members.leave(town.store, town.bo, on="2026-06-01", reason="死亡")
    with town.store.work("补登") as work:
        work.change(Membership, _membership(town, town.chen), {"since": "2026-03"})
    assert column(made(town, "members"), "姓名") == ["仇远", "单小红"]
    assert column(made(town, "members", as_of="2026-05-31"), "姓名") == ["仇远", "单小红", "解明"]
    assert column(made(town, "members", as_of="2026-02-28"), "姓名") == ["单小红", "解明"]


def test_nobody_was_a_member_before_joining_though_the_roster_does_not_say_since_when(town: Town) -> None:
    assert column(made(town, "members", as_of="2026-02-28"), "姓名") == ["单小红", "解明"]
    assert column(made(town, "members", as_of="2026-03-01"), "姓名") == ["仇远", "单小红", "解明"]
    assert sum(column(made(town, "branches", as_of="2026-02-28"), "预备党员数")) == 0  # type: ignore[arg-type]


def test_a_day_that_is_none_is_refused_with_a_sentence(town: Town) -> None:
    with pytest.raises(UserError, match="看不懂截至日期"):
        made(town, "members", as_of="去年底")


def _membership(town: Town, member: int) -> int:
    return count(town.store, f"SELECT id FROM membership WHERE member = {member}")


def test_branches_count_the_members_of_the_day(town: Town) -> None:
    found = made(town, "branches")
    assert dict(zip(column(found, "党组织名称"), column(found, "正式党员数"), strict=True)) == {
        "中共青禾镇委员会": 0, "中共红旗村支部委员会": 2, "中共东风村支部委员会": 0,
    }  # fmt: skip
    members.leave(town.store, town.bo, on="2026-06-01", reason="死亡")
    assert sum(column(made(town, "branches"), "正式党员数")) == 1  # type: ignore[arg-type]
    assert sum(column(made(town, "branches", as_of="2026-05-31"), "正式党员数")) == 2  # type: ignore[arg-type]


def test_groups_stand_in_the_order_of_their_numbers_and_people_add_up(town: Town) -> None:
    found = made(town, "农户台账")
    assert column(found, "户主") == ["乐平", "盖家旺", "朴根水", "区大发"]
    assert column(found, "联系党员") == [None, None, "单小红", "单小红"]
    assert found.totals is not None
    assert found.totals[found.labels().index("家庭人口")] == 14


def test_people_in_difficulty_stand_once_each(town: Town) -> None:
    resident(town.store, town.homes[1], "区大发", relation="户主", need="低保")
    resident(town.store, town.homes[0], "朴幼兰", relation="女", need="残疾")
    found = made(town, "困难群众名册")
    assert sorted(column(found, "姓名")) == ["乐平", "区大发", "朴幼兰"]  # type: ignore[type-var]
    assert dict(zip(column(found, "姓名"), column(found, "帮扶人"), strict=True))["区大发"] in (
        "单小红、查红旗",
        "查红旗、单小红",
    )


def test_the_two_pairing_ledgers_part_contact_from_support(town: Town) -> None:
    contact, support = made(town, "党员联系户台账"), made(town, "结对帮扶台账")
    assert column(contact, "户主") == ["朴根水", "区大发"]
    assert set(column(contact, "党员姓名")) == {"单小红"}
    assert (column(support, "帮扶责任人"), column(support, "帮扶对象"), column(support, "帮扶单位")) == (
        ["查红旗"], ["区大发"], ["青禾镇"],
    )  # fmt: skip


def test_an_ended_pairing_stands_in_the_ledger_of_a_day_on_which_it_held(town: Town) -> None:
    pairings.end(town.store, [1], on="2026-06-01", reason="迁居")
    assert column(made(town, "contact"), "户主") == ["区大发"]
    assert column(made(town, "contact", as_of="2026-05-31"), "户主") == ["朴根水", "区大发"]
    assert column(made(town, "contact", as_of="2026-01-09"), "户主") == []


def test_duties_name_the_village_and_its_township(town: Town) -> None:
    found = made(town, "duty")
    assert [row[1:] for row in found.rows] == [("查红旗", "青禾镇", "红旗村", None, "2026-01-10 起")]


def test_offices_are_asked_for_only_while_one_holds_a_village(town: Town) -> None:
    row = pairings.pair(town.store, "unit_unit", ("unit", town.town), [("unit", town.red)], since="2026-01-01")[0]
    assert "村居、企业" in column(made(town, "uncovered"), "类别")
    records.void(town.store, RECORDS["pairing"], row, reason="录错")
    assert "村居、企业" not in column(made(town, "uncovered"), "类别")


def test_the_list_of_the_uncovered_names_each_of_them(town: Town) -> None:
    found = made(town, "uncovered")
    assert list(zip(column(found, "类别"), column(found, "名称"), strict=True)) == [
        ("农户", "乐平"), ("农户", "盖家旺"), ("党员", "仇远"), ("村（社区）", "东风村"),
    ]  # fmt: skip


def test_what_is_missing_is_named_by_its_labels(town: Town) -> None:
    found = made(town, "missing", unit=town.east)
    gaps = dict(zip(column(found, "名称"), column(found, "缺少的栏目"), strict=True))
    assert "转为正式党员日期" not in str(gaps["仇远"])
    assert "公民身份号码" in str(gaps["仇远"])


@pytest.mark.parametrize(
    ("profile", "id_number", "phone", "name"),
    [
        ("none", number(1), "19900000001", "单小红"),
        ("middle", f"990101********{number(1)[-4:]}", "199****0001", "单小红"),
        ("last8", f"{number(1)[:10]}********", "199****0001", "单小红"),
        ("name", None, None, "单*红"),
    ],
)
def test_a_mask_hides_numbers_phones_and_names(
    town: Town, profile: str, id_number: object, phone: object, name: str
) -> None:
    found = made(town, "members", mask=profile)
    row = dict(zip(found.labels(), found.rows[1], strict=True))
    told = (row.get("公民身份号码"), row.get("手机号"), row["姓名"])
    assert told == (id_number, phone, name)
    assert found.mask == profile


def test_a_number_in_a_remark_is_hidden_too(town: Town) -> None:
    household(town.store, "成安", village=town.red, remark=f"原证号{number(40)}，电话19900000001")
    remarks = column(made(town, "households", mask="middle"), "备注")
    assert f"原证号990101********{number(40)[-4:]}，电话199****0001" in remarks


def test_an_unknown_mask_is_refused_with_the_known_ones(town: Town) -> None:
    with pytest.raises(UserError, match="脱敏"):
        made(town, "members", mask="half")


def test_a_ledger_is_found_by_code_and_title_and_a_wrong_name_is_told() -> None:
    assert ledger_named("农户台账") is ledger_named("households")
    with pytest.raises(UserError, match="没有名为"):
        ledger_named("流水账")


def test_more_rows_ask_no_more_of_the_database(town: Town) -> None:
    before = _statements(town, "households")
    for i in range(30):
        household(town.store, f"成{'甲乙丙丁戊己庚辛壬癸'[i % 10]}", village=town.red, household_no=f"H{i}")
    assert _statements(town, "households") == before <= 3


def _statements(town: Town, name: str) -> int:
    with town.store.read() as reader:
        asked = heard(reader)
        table(reader, ledger_named(name))
    return len(asked)


def test_a_list_goes_out_as_it_stands_on_the_screen(town: Town) -> None:
    asked = Query("member", ("name", "branch", "age"), marks=("流动",))
    with town.store.read() as reader:
        found = list_table(reader, asked, "外出党员")
    assert found.labels() == ("姓名", "所在党支部", "年龄")
    assert list(found.rows) == [("仇远", "中共东风村支部委员会", 28)]
    assert found.title == "外出党员"


def test_the_table_of_coverage_adds_up_to_the_tiers(town: Town) -> None:
    found = made(town, "覆盖率统计表")
    assert [row[1:8] for row in found.rows] == [
        ("东风村", 1, 0, "0.0%", 1, 0, "0.0%"), ("红旗村", 3, 2, "66.7%", 2, 2, "100.0%"),
    ]  # fmt: skip
    assert found.totals is not None
    with town.store.read() as reader:
        tiers = {tier.tier: tier for tier in coverage(reader)}
    assert (found.totals[2], found.totals[3], found.totals[4]) == (4, 2, tiers["household"].rate)
    assert found.totals[7] == tiers["member"].rate
    assert found.totals[10] == tiers["village"].rate


def test_what_belongs_to_no_village_stands_in_the_table_of_coverage_too(town: Town) -> None:
    household(town.store, "成安")
    assert "没有登记所在村" in column(made(town, "coverage"), "单位")


def test_money_is_shown_in_yuan(store: Store) -> None:
    unit(store, work_fund=3_000_000)
    with store.read() as reader:
        shown = table(reader, LEDGERS["units"])
    place = [column.name for column in shown.columns].index("work_fund")
    assert shown.rows[0][place] == "30000.00"


def test_what_is_posted_has_neither_numbers_phones_nor_addresses_and_of_a_birth_date_the_year(town: Town) -> None:
    found = made(town, "members", mask="name")
    assert not {column.name for column in found.columns} & {"id_number", "phone", "landline", "address"}
    births = {row[[column.name for column in found.columns].index("birth_date")] for row in found.rows}
    assert all(birth is None or len(str(birth)) == 4 for birth in births)


def test_every_row_of_a_ledger_is_known_by_a_uid(town: Town) -> None:
    found = made(town, "members")
    with town.store.read() as reader:
        uids = {row[0] for row in reader.exec_driver_sql("SELECT uid FROM member")}
    assert len(found.keys) == len(found.rows) > 0
    assert set(found.keys) <= uids
