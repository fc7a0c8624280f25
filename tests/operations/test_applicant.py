"""The way from the application to the full member: what each step asks for, what it changes, what it refuses."""

from datetime import date
from typing import Any

import pytest

from app.db import undo
from app.db.dump import dump
from app.db.queries import applicant as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.models import applicant_step as steps
from app.operations import applicant, record, setting
from app.operations.applicant import Act
from tests import make

# One way through all steps on days that are early enough and not too early: number, day.
WAY = (
    (2, "2023-02-01"), (3, "2023-03-01"), (4, "2023-03-20"), (5, "2023-03-20"), (6, "2023-09-01"), (6, "2024-02-20"),
    (7, "2024-03-10"), (8, "2024-03-25"), (9, "2024-03-26"), (10, "2024-04-10"), (11, "2024-04-20"), (12, "2024-05-06"),
    (13, "2024-05-20"), (14, "2024-05-22"), (15, "2024-06-03"), (16, "2024-06-10"), (17, "2024-06-20"), (18, "2024-06-25"),
    (19, "2024-06-25"), (20, "2024-07-01"), (21, "2024-12-20"), (22, "2025-05-20"), (23, "2025-06-05"), (24, "2025-07-01"),
    (25, "2025-07-10"),
)  # fmt: skip
NOTICES = {4: ("2023-03-02", "2023-03-10"), 8: ("2024-03-11", "2024-03-19"), 13: ("2024-05-07", "2024-05-15"),
           23: ("2025-05-21", "2025-05-29")}  # fmt: skip


def begun(store: Store, **values: Any) -> tuple[int, tuple[int, int]]:
    branch = make.branch(store)
    helpers = tuple(make.member(store, name, branch=branch, member_kind="正式党员") for name in ("屈长水", "苗有田"))
    told = {"id_number": make.number(7), "birth_date": "1980-06-15", **values}
    return make.applicant(store, branch, **told), (helpers[0], helpers[1])


def walk(store: Store, row: int, helpers: tuple[int, int], last: int) -> None:
    """Every step up to and with `last`."""
    for number, day in WAY:
        if number > last:
            return
        if number in NOTICES:
            since, until = NOTICES[number]
            applicant.notice(store, row, since=since, until=until)
        applicant.take(store, row, number, Act(day, "解明", people=helpers, days=3))


def value(store: Store, row: int, name: str) -> Any:
    return make.value(store, "applicant", row, name)


def test_whoever_is_younger_than_eighteen_cannot_apply(store: Store) -> None:
    told = {"name": "沐青山", "branch": make.branch(store), "birth_date": "2008-03-02", "applied_on": "2026-03-01"}
    with pytest.raises(Rejected, match="未满十八岁"):
        applicant.apply(store, told)
    assert applicant.apply(store, {**told, "applied_on": "2026-03-02"})


def test_the_whole_way_makes_a_full_member_with_its_dates(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 25)
    member = value(store, row, "member")
    assert make.value(store, "member", member, "join_date") == "2024-06-03"
    assert make.value(store, "member", member, "full_date") == "2025-06-03"
    assert make.value(store, "member", member, "member_kind") == "正式党员"
    assert make.value(store, "member", member, "join_kind") == "发展党员"
    assert make.count(store, f"SELECT count(*) FROM membership WHERE member = {member} AND since = '2024-06-03'") == 1
    assert (value(store, row, "ended_on"), value(store, row, "end_reason")) == ("2025-07-10", "转正归档")
    assert (value(store, row, "introducer_1"), value(store, row, "introducer_2")) == helpers
    with store.read() as reader:
        acts = queries.acts(reader, row)
    assert len(acts) == len(WAY) + len(NOTICES)
    assert [act["act_no"] for act in acts] == list(range(1, len(acts) + 1))


def test_admission_is_one_work_and_its_undo_takes_the_member_away(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 14)
    with store.read() as reader:
        before = dump(reader)
    applicant.take(store, row, steps.ADMIT, Act("2024-06-03"))
    assert value(store, row, "member") is not None
    assert undo.undo(store).label == "沐青山支部大会讨论接收"
    with store.read() as reader:
        assert dump(reader) == before


def test_no_step_comes_before_the_ones_it_rests_on(store: Store) -> None:
    row, _helpers = begun(store)
    with pytest.raises(UserError, match="推荐和确定积极分子") as refused:
        applicant.take(store, row, 4, Act("2023-03-20"))
    assert "请先办理" in refused.value.hint


def test_nobody_is_taken_as_a_target_before_a_year_has_passed(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 6)
    with pytest.raises(Rejected, match=r"最早可在 2024-03-01 办理.*满 12 个月"):
        applicant.take(store, row, 7, Act("2024-02-29"))
    applicant.take(store, row, 7, Act("2024-03-01"))


def test_a_step_waits_for_the_notice_and_the_notice_lasts_its_working_days(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 3)
    with pytest.raises(Rejected, match="还没有登记积极分子公示"):
        applicant.take(store, row, 4, Act("2023-03-20"))
    with pytest.raises(Rejected, match="只有 4 个工作日"):
        applicant.notice(store, row, since="2023-03-06", until="2023-03-09")
    applicant.notice(store, row, since="2023-03-06", until="2023-03-10")
    with pytest.raises(Rejected, match="最早可在 2023-03-11"):
        applicant.take(store, row, 4, Act("2023-03-10"))
    applicant.take(store, row, 4, Act("2023-03-11"))


def test_where_no_notice_is_asked_for_no_step_waits_for_one(store: Store) -> None:
    setting.put(store, "applicant_notice_days", "0")
    row, helpers = begun(store)
    walk(store, row, helpers, 3)
    applicant.take(store, row, 4, Act("2023-03-02"))
    assert value(store, row, "active_filed_on") == "2023-03-02"


def test_two_different_full_members_introduce(store: Store) -> None:
    row, (one, two) = begun(store)
    walk(store, row, (one, two), 8)
    probationary = make.member(store, "湛小满", member_kind="预备党员")
    for people in ((), (one,), (one, one), (one, probationary)):
        with pytest.raises(Rejected):
            applicant.take(store, row, steps.INTRODUCE, Act("2024-03-26", people=people))
    applicant.take(store, row, steps.INTRODUCE, Act("2024-03-26", people=(one, two)))


def test_three_days_or_twenty_four_hours_of_training_are_needed(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 8)
    with pytest.raises(Rejected, match="不少于三天"):
        applicant.take(store, row, steps.TRAIN, Act("2024-04-20", days=2, hours=23))
    applicant.take(store, row, steps.TRAIN, Act("2024-04-20", hours=24))


def test_without_a_number_nobody_is_admitted(store: Store) -> None:
    row, helpers = begun(store, id_number=None)
    walk(store, row, helpers, 14)
    with pytest.raises(Rejected, match="补填公民身份号码"):
        applicant.take(store, row, steps.ADMIT, Act("2024-06-03"))


def test_one_who_is_on_the_roll_already_is_linked_and_not_made_twice(store: Store) -> None:
    known = make.member(store, "沐青山", id_number=make.number(7), join_date="2024-06", branch=None)
    row, helpers = begun(store)
    walk(store, row, helpers, 15)
    assert value(store, row, "member") == known
    assert make.value(store, "member", known, "join_date") == "2024-06-03"
    assert make.value(store, "member", known, "member_kind") == "预备党员"


def test_another_day_on_the_roll_is_not_overwritten(store: Store) -> None:
    make.member(store, "沐青山", id_number=make.number(7), join_date="2020-07-01")
    row, helpers = begun(store)
    walk(store, row, helpers, 14)
    with pytest.raises(Rejected, match="2020-07-01"):
        applicant.take(store, row, steps.ADMIT, Act("2024-06-03"))


def test_probation_is_made_longer_once_by_half_a_year_to_a_year(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 22)
    for until in ("2025-12-02", "2026-06-04"):
        with pytest.raises(Rejected, match="2025-12-03 至 2026-06-03"):
            applicant.extend(store, row, on="2025-06-05", until=until)
    applicant.extend(store, row, on="2025-06-05", until="2025-12-03")
    member = value(store, row, "member")
    assert make.value(store, "member", member, "probation_until") == "2025-12-03"
    with pytest.raises(UserError, match="只能延长一次"):
        applicant.extend(store, row, on="2025-06-05", until="2026-06-03")
    applicant.notice(store, row, since="2025-11-20", until="2025-11-28")
    with pytest.raises(Rejected, match="2025-12-03"):
        applicant.take(store, row, steps.VOTE, Act("2025-12-02"))
    applicant.take(store, row, steps.VOTE, Act("2025-12-05"))
    applicant.take(store, row, steps.CONVERT, Act("2025-12-20"))
    assert make.value(store, "member", member, "full_date") == "2025-12-03"


def test_the_full_date_is_not_before_the_year_is_over(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 23)
    with pytest.raises(Rejected, match="2025-06-03 届满"):
        applicant.take(store, row, steps.CONVERT, Act("2025-07-01", full_on="2025-06-02"))


def test_ending_after_admission_takes_him_off_the_books_in_one_work(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 17)
    member = value(store, row, "member")
    with pytest.raises(Rejected, match="不能以“本人撤回”终止"):
        applicant.stop(store, row, on="2025-06-20", reason="本人撤回")
    applicant.stop(store, row, on="2025-06-20", reason="取消预备党员资格")
    assert make.value(store, "member", member, "leave_reason") == "出党"
    assert make.value(store, "member", member, "leave_kind") == "取消预备党员资格"
    with pytest.raises(UserError, match="已不在册"):
        applicant.take(store, row, 18, Act("2025-06-25"))
    with pytest.raises(UserError, match="已离开党员名册"):
        applicant.resume(store, row, on="2025-07-01", reason="更正")
    undo.undo(store)
    assert make.value(store, "member", member, "left_on") is None
    assert value(store, row, "ended_on") is None


def test_ending_before_admission_touches_no_member_and_can_be_taken_up_again(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 5)
    with pytest.raises(Rejected, match="接收为预备党员以前"):
        applicant.stop(store, row, on="2023-06-20", reason="取消预备党员资格")
    applicant.stop(store, row, on="2023-06-20", reason="本人撤回", detail="外出务工")
    assert make.count(store, "SELECT count(*) FROM member WHERE left_on IS NOT NULL") == 0
    applicant.resume(store, row, on="2023-08-01", reason="本人要求")
    applicant.take(store, row, 6, Act("2023-09-01"))


def test_an_admission_that_was_typed_can_be_put_on_the_roll_later(store: Store) -> None:
    row, _helpers = begun(store)
    with pytest.raises(UserError, match="还没有接收"):
        applicant.enrol(store, row)
    record.save(store, RECORDS["applicant"], {"admitted_on": "2024-06"}, row=row)
    member = applicant.enrol(store, row)
    assert make.value(store, "member", member, "join_date") == "2024-06"
    with pytest.raises(UserError, match="已在党员名册"):
        applicant.enrol(store, row)


def test_papers_stand_in_the_order_of_the_steps_and_what_is_missing_is_known(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 3)
    applicant.file_papers(store, row, ["推荐和确定入党积极分子会议记录", "入党申请书", "获奖证书"])
    assert value(store, row, "papers") == "入党申请书、推荐和确定入党积极分子会议记录、获奖证书"
    with store.read() as reader:
        values = record.present(reader, RECORDS["applicant"], row)
    assert steps.missing_papers(values) == ("入党申请人谈话记录",)


def test_the_journey_tells_what_was_done_and_what_comes_next(store: Store) -> None:
    row, helpers = begun(store)
    walk(store, row, helpers, 8)
    with store.read() as reader:
        lines = [line.what for line in queries.journey(reader, "applicant", row)]
    assert lines[:3] == ["下一步　9 确定入党介绍人", "下一步　10 政治审查", "下一步　11 集中培训"]
    assert "2024-03-10　7 确定发展对象" in lines
    assert "2024-03-11 至 2024-03-19　发展对象公示" in lines


def test_months_go_to_the_same_day_or_to_the_last_of_the_month() -> None:
    assert steps.months_on(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert steps.months_on(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert steps.months_on(date(2023, 11, 30), 1) == date(2023, 12, 30)
    assert steps.months_on(date(2023, 12, 5), 12) == date(2024, 12, 5)
