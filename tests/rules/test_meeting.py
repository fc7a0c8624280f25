"""Rules on organisation life: each speaks where it must and is silent where it must be."""

from collections.abc import Callable
from datetime import datetime

import pytest

from app import clock, rules
from app.db.store import Store
from app.models import RECORDS
from app.models.meeting import COMMITTEE, DEMOCRATIC, GENERAL, GROUP, LIFE, PARTY_DAY, REVIEW
from app.operations import meeting, setting
from app.operations import record as records
from app.operations.meeting import Sitting
from app.rules.meeting import Numbers, quorum_gap, vote_gap
from tests import make

NAME = "中共石坪村支部委员会"
At = Callable[[int, int, int], None]


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock; it stands at 22 November 2026 before."""

    def stop(year: int, month: int, day: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(year, month, day, 9, 0).astimezone())

    stop(2026, 11, 22)
    return stop


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def hold(store: Store, branch: int, kinds: str, *days: str, **details: object) -> list[int]:
    """As a sheet brings it in: without attendance."""
    return [
        records.save(
            store, RECORDS["meeting"], {"branch": branch, "kinds": kinds, "day": day, "name": "学习", **details}
        )
        for day in days
    ]


def test_a_month_without_a_party_day_is_missed_once_it_is_gone_by(store: Store) -> None:
    branch = make.branch(store)
    assert texts(store, "meeting_missing_party_day") == []
    days = [f"2026-{month:02d}-15" for month in range(1, 11) if month != 3]
    hold(store, branch, "主题党日、支部党员大会", *days)
    assert texts(store, "meeting_missing_party_day") == [f"{NAME}缺主题党日：3月，请核实、补开或补登。"]
    (made,) = hold(store, branch, "主题党日", "2026-03-20", state="计划")
    assert len(texts(store, "meeting_missing_party_day")) == 1
    records.save(store, RECORDS["meeting"], {"state": "已召开"}, row=made)
    assert texts(store, "meeting_missing_party_day") == []
    assert texts(store, "meeting_missing_general") == []


def test_nothing_is_asked_from_before_anything_was_held_here_or_the_branch_was_founded(store: Store) -> None:
    first = make.branch(store)
    hold(store, first, PARTY_DAY, *[f"2026-{month:02d}-15" for month in (8, 9, 10)])
    assert texts(store, "meeting_missing_party_day") == []
    make.branch(store, "中共新村支部委员会", founded_on="2026-09")
    assert texts(store, "meeting_missing_party_day") == ["中共新村支部委员会缺主题党日：10月，请核实、补开或补登。"]


def test_a_quarter_is_judged_as_a_whole_and_by_the_number_of_the_setting(store: Store) -> None:
    branch = make.branch(store)
    hold(store, branch, GENERAL, "2026-01-05", "2026-02-05", "2026-09-30")
    assert texts(store, "meeting_missing_general") == [f"{NAME}缺支部党员大会：第二季度，请核实、补开或补登。"]
    setting.put(store, "meeting_general", "2")
    assert texts(store, "meeting_missing_general") == [
        f"{NAME}缺支部党员大会（应有 2 次）：第二季度、第三季度，请核实、补开或补登。"
    ]
    setting.put(store, "meeting_general", "0")
    assert texts(store, "meeting_missing_general") == []


def test_a_committee_is_asked_for_from_seven_full_members_on(store: Store) -> None:
    branch = make.branch(store)
    hold(store, branch, PARTY_DAY, "2026-10-15")
    for i in range(6):
        make.member(store, f"正{i}", branch=branch, member_kind="正式党员")
    make.member(store, "预", branch=branch, member_kind="预备党员")
    assert texts(store, "meeting_missing_committee") == []
    make.member(store, "正七", branch=branch, member_kind="正式党员")
    assert texts(store, "meeting_missing_committee") == [f"{NAME}缺支委会：10月，请核实、补开或补登。"]
    hold(store, branch, COMMITTEE, "2026-10-31")
    assert texts(store, "meeting_missing_committee") == []


def test_a_group_meets_every_month_only_where_there_is_a_group(store: Store) -> None:
    branch = make.branch(store)
    hold(store, branch, PARTY_DAY, "2026-10-15")
    assert texts(store, "meeting_missing_group") == []
    group = make.branch(store, "第一党小组", kind="党小组", parent=branch)
    assert texts(store, "meeting_missing_group") == ["第一党小组缺党小组会：10月，请核实、补开或补登。"]
    hold(store, group, GROUP, "2026-10-09")
    assert texts(store, "meeting_missing_group") == []


def test_the_meetings_of_a_year_are_asked_for_in_december_and_until_march(store: Store, at: At) -> None:
    branch = make.branch(store)
    hold(store, branch, PARTY_DAY, "2026-10-15")
    assert texts(store, "meeting_missing_life") + texts(store, "meeting_missing_review") == []
    at(2026, 12, 1)
    assert texts(store, "meeting_missing_life") == [f"{NAME}缺组织生活会：2026年，请核实、补开或补登。"]
    at(2027, 2, 1)
    assert len(texts(store, "meeting_missing_review")) == 1
    hold(store, branch, f"{LIFE}、{REVIEW}", "2026-12-20")
    assert texts(store, "meeting_missing_life") + texts(store, "meeting_missing_review") == []
    assert texts(store, "meeting_missing_talk") == [f"{NAME}缺谈心谈话：2026年，请核实、补开或补登。"]
    at(2027, 6, 1)
    assert texts(store, "meeting_missing_talk") == []


def test_lessons_are_asked_for_only_where_the_place_says_how_many_and_a_committee_for_its_own_meeting(
    store: Store, at: At
) -> None:
    branch = make.branch(store)
    make.branch(store, "中共青禾镇委员会", kind="党委")
    hold(store, branch, PARTY_DAY, "2026-10-15")
    at(2026, 12, 5)
    assert texts(store, "meeting_missing_lesson") == []
    setting.put(store, "meeting_lesson", "4")
    assert texts(store, "meeting_missing_lesson") == [f"{NAME}缺党课（应有 4 次）：2026年，请核实、补开或补登。"]
    assert texts(store, "meeting_missing_democratic") == ["中共青禾镇委员会缺民主生活会：2026年，请核实、补开或补登。"]


@pytest.mark.parametrize(
    ("kinds", "numbers", "short"),
    [
        ((GENERAL,), Numbers(voters=10, voters_attended=5), True),
        ((GENERAL,), Numbers(voters=10, voters_attended=6), False),
        ((GENERAL,), Numbers(expected=12, attended=2), False),
        ((COMMITTEE,), Numbers(expected=4, attended=2), True),
        ((COMMITTEE,), Numbers(expected=3, attended=2), False),
        ((DEMOCRATIC,), Numbers(expected=9, attended=5), True),
        ((DEMOCRATIC,), Numbers(expected=9, attended=6), False),
        ((PARTY_DAY,), Numbers(expected=9, attended=1), False),
    ],
)
def test_enough_are_there_by_the_kind_of_the_meeting(kinds: tuple[str, ...], numbers: Numbers, short: bool) -> None:
    assert bool(quorum_gap(kinds, numbers)) is short


def test_a_decision_needs_more_than_half_of_those_who_should_attend() -> None:
    assert vote_gap(5, 10)
    assert not vote_gap(6, 10)
    assert not vote_gap(None, 10)
    assert not vote_gap(3, None)


def test_too_few_people_and_too_few_votes_are_told_of_this_year(store: Store) -> None:
    branch = make.branch(store)
    hold(store, branch, GENERAL, "2026-05-05", voters=10, voters_attended=5, votes_for=5)
    hold(store, branch, GENERAL, "2025-05-05", voters=10, voters_attended=5, votes_for=5)
    hold(store, branch, GENERAL, "2026-06-05", voters=10, voters_attended=6, votes_for=6)
    assert texts(store, "quorum_short") == [
        "2026-05-05“学习”支部党员大会到会有表决权的 5 人，没有超过应到 10 人的半数，请核对人数；确实不足的，应改期重开。"
    ]
    assert texts(store, "vote_short") == [
        "2026-05-05“学习”赞成 5 票，没有超过应到会有表决权的 10 人的半数，按规定不能形成决议，请核对票数。"
    ]


def test_numbers_that_cannot_be_and_plans_left_lying_are_told(store: Store) -> None:
    branch = make.branch(store)
    hold(store, branch, PARTY_DAY, "2026-05-05", expected=5, attended=6)
    hold(store, branch, PARTY_DAY, "2026-06-05", voters=5, voters_attended=5, votes_for=4, votes_against=2)
    hold(store, branch, PARTY_DAY, "2026-12-05")
    hold(store, branch, PARTY_DAY, "2026-07-05", expected=6, attended=6)
    assert [text[10:18] for text in texts(store, "meeting_unlikely")] == [
        "“学习”实到 6",
        "“学习”票数合计",
        "“学习”还没有到",
    ]
    assert texts(store, "meeting_unheld") == []
    hold(store, branch, PARTY_DAY, "2026-11-21", "2026-11-22", state="计划")
    assert texts(store, "meeting_unheld") == [f"{NAME}计划 2026-11-21 的“学习”还没有登记，请登记召开或取消。"]


def test_who_is_away_without_a_reason_too_often_is_told(store: Store) -> None:
    branch = make.branch(store)
    who = make.member(store, branch=branch)
    for day in ("2025-03-15", "2026-03-15", "2026-04-15"):
        meeting.hold(store, Sitting(branch, (PARTY_DAY,), day, "学习", {who: ("无故缺席", "")}))
    meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-05-15", "学习", {who: ("病假", "")}))
    assert texts(store, "absent_often") == []
    meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-06-15", "学习", {who: ("无故缺席", "")}))
    assert texts(store, "absent_often") == ["单小红今年无故缺席组织生活 3 次，请了解情况并谈话提醒。"]
    setting.put(store, "absent_most", "0")
    assert texts(store, "absent_often") == []


def test_hours_are_judged_at_the_end_of_the_year_where_hours_are_registered(store: Store, at: At) -> None:
    branch = make.branch(store)
    present, away, *_ = (make.member(store, name, branch=branch) for name in ("甲", "乙"))
    lesson = {"hours": 16}
    meeting.hold(store, Sitting(branch, ("党课",), "2026-03-15", "党课", {}, lesson))
    meeting.hold(store, Sitting(branch, ("党课",), "2026-04-15", "党课", {away: ("病假", "")}, lesson))
    assert texts(store, "hours_short") == []
    at(2026, 12, 1)
    assert texts(store, "hours_short") == ["乙2026年登记学时 16，不足 32 学时，请核对或安排补学。"]
    course = {away: ("参加", "")}
    meeting.hold(store, Sitting(branch, ("集中培训",), "2026-09-15", "党校", course, lesson))
    assert texts(store, "hours_short") == []
    make.member(store, "无学时支部的人", branch=make.branch(store, "中共乙村支部委员会"))
    assert texts(store, "hours_short") == []
    assert present


def test_an_election_needs_four_fifths_of_those_with_the_right_to_vote() -> None:
    assert quorum_gap(("换届选举",), Numbers(25, 20, 25, 20)) == ""
    assert "不足应到 25 人的五分之四" in quorum_gap(("换届选举", GENERAL), Numbers(25, 19, 25, 19))
