"""Holding meetings: several kinds at once, absentees with reasons, the numbers that follow, a year at one go."""

from datetime import datetime

import pytest

from app import clock
from app.db import dump, undo
from app.db.queries import meeting as queries
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.models.meeting import COMMITTEE, GENERAL, PARTY_DAY, TALK
from app.operations import meeting, post
from app.operations import record as records
from app.operations.meeting import Sitting
from tests import make


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


@pytest.fixture
def branch(store: Store) -> int:
    return make.branch(store)


def people(store: Store, branch: int) -> list[int]:
    """Four members, the last without a vote."""
    kinds = ("正式党员", "正式党员", "正式党员", "预备党员")
    return [
        make.member(store, name, branch=branch, member_kind=kind) for name, kind in zip("甲乙丙丁", kinds, strict=True)
    ]


def values(store: Store, row: int) -> dict[str, object]:
    with store.read() as reader:
        return records.present(reader, records.RECORDS["meeting"], row)


def test_one_gathering_counts_as_several_kinds_and_its_numbers_follow_from_who_was_away(
    store: Store, branch: int
) -> None:
    _first, second, _third, fourth = people(store, branch)
    make.member(store, "外支部", branch=make.branch(store, "中共乙村支部委员会"))
    away = {second: ("事假", "外出务工"), fourth: ("病假", "")}
    made = meeting.hold(store, Sitting(branch, (PARTY_DAY, GENERAL), "2026-11-15", "学习", away))
    told = values(store, made)
    assert told["kinds"] == "主题党日、支部党员大会"
    assert (told["expected"], told["attended"], told["voters"], told["voters_attended"]) == (4, 2, 3, 2)
    with store.read() as reader:
        assert queries.away(reader, made) == [("乙", "事假", "外出务工"), ("丁", "病假", "")]


def test_a_number_that_the_clerk_tells_stands_before_the_one_that_follows(store: Store, branch: int) -> None:
    people(store, branch)
    made = meeting.hold(
        store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "学习", details={"expected": 3, "attended": 3})
    )
    assert (values(store, made)["expected"], values(store, made)["voters"]) == (3, 3)


def test_correcting_the_attendance_adds_changes_and_voids_and_one_undo_takes_it_all_back(
    store: Store, branch: int
) -> None:
    first, second, third, _fourth = people(store, branch)
    made = meeting.hold(
        store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "学习", {first: ("事假", ""), second: ("病假", "")})
    )
    with store.read() as reader:
        before = dump.dump(reader)
    now = {second: ("公假", "出差"), third: ("无故缺席", "")}
    meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "学习", now), row=made)
    with store.read() as reader:
        assert queries.away(reader, made) == [("乙", "公假", "出差"), ("丙", "无故缺席", "")]
    undo.undo(store)
    with store.read() as reader:
        assert dump.dump(reader) == before


def test_only_who_belonged_to_the_branch_on_the_day_is_expected(store: Store, branch: int) -> None:
    people(store, branch)
    stranger = make.member(store, "外支部", branch=make.branch(store, "中共乙村支部委员会"))
    with pytest.raises(UserError, match="不在应到名单"):
        meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "学习", {stranger: ("事假", "")}))
    made = meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "学习", {stranger: ("参加", "")}))
    assert values(store, made)["attended"] == 4


def test_a_committee_meets_by_its_posts_and_a_talk_by_who_came(store: Store, branch: int) -> None:
    first, second, *_ = people(store, branch)
    post.appoint(store, ("branch", branch), "书记", ("member", first), on="2025-01-01", reason="换届")
    post.appoint(store, ("branch", branch), "党小组组长", ("member", second), on="2025-01-01", reason="换届")
    made = meeting.hold(store, Sitting(branch, (COMMITTEE,), "2026-11-15", "研究工作"))
    assert (values(store, made)["expected"], values(store, made)["attended"]) == (1, 1)
    talk = {first: ("参加", ""), second: ("参加", "")}
    made = meeting.hold(store, Sitting(branch, (TALK,), "2026-11-15", "谈心", talk))
    assert (values(store, made)["expected"], values(store, made)["attended"]) == (2, 2)


def test_what_is_unknown_to_come_or_there_already_is_refused_or_asked(store: Store, branch: int) -> None:
    with pytest.raises(Rejected, match="还没有到"):
        meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-11-23", "学习"))
    with pytest.raises(Rejected, match="请写成“支部党员大会”"):
        meeting.hold(store, Sitting(branch, ("党员大会",), "2026-11-15", "学习"))
    with pytest.raises(Rejected, match="会议类型"):
        meeting.hold(store, Sitting(branch, (), "2026-11-15", "学习"))
    made = meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "学习"))
    again = Sitting(branch, (PARTY_DAY, GENERAL), "2026-11-15", "学习二")
    with pytest.raises(NeedsConsent):
        meeting.hold(store, again)
    assert meeting.hold(store, again, row=made) == made
    assert meeting.hold(store, again, consent=frozenset({"same_day"})) != made


def test_a_year_is_planned_at_one_go_around_what_is_there_and_undone_at_one_go(store: Store, branch: int) -> None:
    other = make.branch(store, "中共乙村支部委员会")
    meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-03-02", "学习"))
    made = meeting.series(
        store, [branch, other], [PARTY_DAY], "主题党日", year=2026, day=31, details={"place": "活动室"}
    )
    assert len(made) == 23
    assert make.value(store, "meeting", made[1], "day") == "2026-02-28"
    assert make.value(store, "meeting", made[1], "state") == "计划"
    assert meeting.series(store, [branch, other], [PARTY_DAY], "主题党日", year=2026, day=5) == []
    planned = made[0]
    meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-01-31", "主题党日"), row=planned)
    assert make.value(store, "meeting", planned, "state") == "已召开"
    with pytest.raises(UserError, match="不是计划"):
        meeting.call_off(store, [planned], reason="防汛")
    assert meeting.call_off(store, made[1:3], reason="防汛") == 2
    for _ in range(4):
        undo.undo(store)
    assert make.count(store, "SELECT count(*) FROM meeting WHERE state = '计划'") == 0
