"""Rules behind lines of checklists: each speaks where it must and is silent where it must be."""

from datetime import datetime
from typing import Any

import pytest

from app import clock, rules
from app.db.store import Store
from app.models import RECORDS
from app.operations import record as records
from tests import make


@pytest.fixture(autouse=True)
def _december(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2026, 12, 20)


def at(monkeypatch: pytest.MonkeyPatch, *day: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(*day, 9, 0).astimezone())  # type: ignore[arg-type]


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def change(store: Store, record: str, row: int, **values: Any) -> None:
    with store.work("修改") as work:
        work.change(RECORDS[record], row, values)


def add(store: Store, record: str, **values: Any) -> int:
    with store.work("登记") as work:
        return work.add(RECORDS[record], values)


def test_a_branch_without_the_end_of_its_term_is_told_until_it_has_one(store: Store) -> None:
    row = make.branch(store)
    make.branch(store, "青禾镇机关党小组", kind="党小组")
    assert texts(store, "term_unknown") == ["中共石坪村支部委员会没有登记任期届满日期，无法判断是否按期换届，请补登。"]
    change(store, "branch", row, term_until="2028-06")
    assert texts(store, "term_unknown") == []


def test_a_branch_needs_a_secretary_on_its_card_or_by_a_post(store: Store) -> None:
    row = make.branch(store)
    assert texts(store, "secretary_missing") == ["中共石坪村支部委员会没有登记书记，空缺的请及时选配，已有的请补登。"]
    add(store, "post", branch=row, post="书记", name="单小红")
    assert texts(store, "secretary_missing") == []


@pytest.mark.parametrize(
    ("born", "joined", "told"),
    [("1990-05-01", "2008-04-30", 1), ("1990-05-01", "2008-05-01", 0), ("1990", "2008", 0), ("1990-05", "2007-12", 1)],
)
def test_nobody_joins_before_he_is_eighteen(store: Store, born: str, joined: str, told: int) -> None:
    make.member(store, birth_date=born, join_date=joined)
    assert len(texts(store, "joined_too_young")) == told


@pytest.mark.parametrize(
    ("joined", "full", "told"),
    [
        ("2020-07-01", "2021-06-30", 1),
        ("2020-07-01", "2021-07-01", 0),
        ("2020-07", "2021", 0),
        ("1974-07-01", "1974-07-01", 0),
    ],
)
def test_probation_lasts_a_year_but_not_for_those_of_the_years_without_one(
    store: Store, joined: str, full: str, told: int
) -> None:
    make.member(store, join_date=joined, full_date=full)
    assert len(texts(store, "full_too_early")) == told


def test_a_member_in_need_is_to_be_visited_once_a_year(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make.member(store, difficulty="困难党员")
    make.member(store, "解明")
    assert texts(store, "needy_unvisited") == ["困难党员单小红2026年没有走访登记，请安排走访或补登。"]
    helper = make.cadre(store)
    add(store, "visit", helper_cadre=helper, helped_member=row, day="2026-02-03")
    assert texts(store, "needy_unvisited") == []
    at(monkeypatch, 2027, 6, 1)
    assert texts(store, "needy_unvisited") == []


def test_doors_without_a_visit_are_told_per_helper_and_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    helper = make.member(store)
    kind = make.count(store, "SELECT id FROM pairing_kind WHERE code_no = 'member_household'")
    homes = [make.household(store, name) for name in ("仇根水", "仇远", "查先")]
    for home in homes:
        add(store, "pairing", kind=kind, helper_member=helper, helped_household=home, since="2026-01-10")
    add(store, "visit", helper_member=helper, helped_household=homes[0], day="2026-05-03")
    with store.read() as reader:
        (alert,) = rules.run(reader, only=["household_unvisited"])
    assert (alert.cases, alert.text) == (2, "单小红联系的 2 户2026年没有走访登记，请安排走访或补登。")
    at(monkeypatch, 2026, 11, 30)
    assert texts(store, "household_unvisited") == []
    at(monkeypatch, 2027, 2, 1)
    assert len(texts(store, "household_unvisited")) == 1


def test_the_secretary_gives_a_lesson_in_the_year(store: Store) -> None:
    row = make.branch(store, secretary="单小红")
    add(store, "meeting", name="学习", branch=row, kinds="党课", day="2026-03-05", speaker="解明")
    assert texts(store, "secretary_lesson") == [
        "中共石坪村支部委员会2026年没有书记单小红讲党课的登记，请补讲或补登主讲人。"
    ]
    add(store, "meeting", name="党课", branch=row, kinds="党课、主题党日", day="2026-07-01", speaker="单小红")
    assert texts(store, "secretary_lesson") == []


def test_talks_come_before_the_life_meeting(store: Store) -> None:
    row = make.branch(store)
    add(store, "meeting", name="组织生活会", branch=row, kinds="组织生活会", day="2026-01-20")
    add(store, "meeting", name="谈心", branch=row, kinds="谈心谈话", day="2026-05-20")
    assert texts(store, "life_without_talk") == [
        "中共石坪村支部委员会2026-01-20 的组织生活会，会前没有谈心谈话登记，请补登。"
    ]
    add(store, "meeting", name="谈心", branch=row, kinds="谈心谈话", day="2025-12-20")
    assert texts(store, "life_without_talk") == []


def test_who_was_away_has_a_name_and_a_reason(store: Store) -> None:
    row, who = make.branch(store), make.member(store)
    meeting = add(
        store, "meeting", name="学习", branch=row, kinds="主题党日", day="2026-03-05", expected=10, attended=8
    )
    assert texts(store, "absence_untold") == ["2026-03-05“学习”缺席的人里有 2 人没有登记姓名和原因，请补登。"]
    add(store, "attendance", meeting=meeting, member=who, sign="事假")
    assert texts(store, "absence_untold") == ["2026-03-05“学习”缺席的人里有 1 人没有登记姓名和原因，请补登。"]
    change(store, "meeting", meeting, attended=9)
    assert texts(store, "absence_untold") == []


def test_a_finding_has_somebody_and_a_day_and_is_mended_by_then(store: Store) -> None:
    row = make.branch(store)
    made = records.save(store, RECORDS["checklist"], {"name": "清单"})
    assessed = add(store, "assessment", name="2026年清单", checklist=made, branch=row, year=2026)
    found = add(store, "finding", assessment=assessed, content="党员名册缺项")
    assert texts(store, "finding_unassigned") == ["考核问题“党员名册缺项”没有登记责任人、整改时限，请补登。"]
    change(store, "finding", found, owner_name="解明", deadline="2026-12-19")
    assert texts(store, "finding_unassigned") == []
    assert texts(store, "finding_overdue") == [
        "考核问题“党员名册缺项”应于 2026-12-19 前整改（责任人：解明），还没有登记完成。"
    ]
    change(store, "finding", found, done_on="2026-12-20")
    assert texts(store, "finding_overdue") == []


def test_of_one_title_the_highest_honour_of_the_year_earns_its_points_and_the_home_page_says_nothing(
    store: Store,
) -> None:
    branch = make.branch(store)
    told = {"name": "先进基层党组织", "holder": "石坪村支部", "branch": branch}
    for level, day in (
        ("县级", "2026-06-20"),
        ("市级", "2026-07-01"),
        ("乡镇级", "2026-06-01"),
        ("省级", "2025-07-01"),
    ):
        add(store, "honour", **told, level=level, day=day)
    add(
        store,
        "honour",
        **{**told, "name": "文明单位"},
        level="国家级",
        day="2026-05",
        revoked_on="2026-09-01",
        revoke_reason="撤销",
    )
    with store.read() as reader:
        (alert,) = rules.run(reader, only=["honour_won"])
        assert "honour_won" not in {one.code for one in rules.run(reader)}
        assert "honour_won" not in rules.touched({"honour"})
    assert (alert.cases, alert.text) == (2, "石坪村支部 2026-07-01 获市级“先进基层党组织”，加 2 分。")


def test_the_share_of_the_content_is_that_of_requests_and_call_backs_of_the_village(store: Store) -> None:
    village, other = make.unit(store), make.unit(store, "柳湾村")
    home = make.household(store, village=village)
    for n in range(19):
        add(
            store,
            "request",
            content=f"第{n}件",
            village=village,
            received_on="2026-02-01",
            closed_on="2026-02-20",
            result="已办",
            fed_on="2026-03-01",
            satisfaction="基本满意",
        )
    add(
        store,
        "request",
        content="旧事",
        village=other,
        received_on="2025-02-01",
        closed_on="2025-02-20",
        result="已办",
        fed_on="2025-03-01",
        satisfaction="满意",
    )
    drawn = add(store, "inspection", name="抽查", drawn_on="2026-05-01", subject="农户")
    assert texts(store, "satisfaction_low") == ["柳湾村2026年没有登记群众满意度，算不出满意率，请在诉求或回访里登记。"]
    asked = {"inspection": drawn, "household": home, "reached": "是"}
    add(store, "callback", **asked, place_no=1, done_on="2026-05-02", satisfaction="不满意")
    add(store, "callback", **asked, place_no=2, done_on="2026-05-02", satisfaction="未评价")
    assert len(texts(store, "satisfaction_low")) == 1
    add(store, "callback", **asked, place_no=3, done_on="2026-05-03", satisfaction="不满意")
    low = texts(store, "satisfaction_low")[0]
    assert low.endswith("年有 21 条群众评价，满意和基本满意 19 条，满意率 90.5%，低于 95%。")
