"""A request goes up and comes back, every step dated and by a person; none is closed without a result or an explanation."""

from datetime import date
from typing import Any

import pytest

from app import clock
from app.db import undo
from app.db.dump import dump
from app.db.queries import request as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import history, record, request
from app.operations.request_step import Act, possible, state
from tests import make


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


def asked(store: Store, **values: Any) -> int:
    return request.receive(store, {"received_on": "2026-11-02", "content": "村口的路灯不亮", **values})


def act(on: str = "2026-11-03", **told: Any) -> Act:
    return Act(on, "解明", **told)


def present(store: Store, row: int) -> dict[str, Any]:
    with store.read() as reader:
        return record.present(reader, RECORDS["request"], row)


def steps(store: Store, row: int) -> list[str]:
    with store.read() as reader:
        return [found["step"] for found in queries.steps(reader, row)]


def test_a_new_request_is_given_a_number_a_deadline_and_what_is_known_of_who_asked(store: Store) -> None:
    village = make.unit(store)
    home = make.household(store, village=village, phone="19900000017")
    found = present(store, asked(store, household=home))
    assert found["request_no"] == "2026-0001"
    assert found["due"] == "2026-11-16"  # ten working days after a Monday
    assert (found["informant"], found["phone"], found["village"]) == ("仇根水", "19900000017", village)
    assert present(store, asked(store))["request_no"] == "2026-0002"


def test_days_off_and_make_up_days_are_counted_as_they_were_entered(store: Store) -> None:
    holiday = RECORDS["holiday"]
    record.save(store, holiday, {"day": "2026-11-05", "works": "否", "name": "休息日"})
    record.save(store, holiday, {"day": "2026-11-08", "works": "是", "name": "调休"})
    assert present(store, asked(store))["due"] == "2026-11-16"
    record.save(store, holiday, {"day": "2026-11-16", "works": "否"})
    assert present(store, asked(store))["due"] == "2026-11-17"


def test_a_request_goes_up_two_levels_and_comes_back_to_be_closed(store: Store) -> None:
    row = asked(store)
    request.take(store, row, "承办", act(to="解明"))
    request.take(store, row, "上报", act("2026-11-04", to="单小红", told="要上面定"))
    request.take(store, row, "上报", act("2026-11-05", to="朴玉兰", told="队里也定不了"))
    assert (present(store, row)["up_level"], present(store, row)["up_to"]) == ("办", "朴玉兰")
    with pytest.raises(UserError, match="现在不能办结"):
        request.take(store, row, "办结", act("2026-11-05", told="办好了"))
    request.take(store, row, "答复", act("2026-11-09", told="同意维修"))
    assert (present(store, row)["up_level"], present(store, row)["up_to"]) == ("队", "单小红")
    request.take(store, row, "退回", act("2026-11-10", told="由组里办"))
    assert present(store, row)["up_level"] is None
    request.take(store, row, "办结", act("2026-11-12", told="换了路灯"))
    request.take(store, row, "反馈", act("2026-11-13"))
    request.take(store, row, "回访", act("2026-11-17", satisfaction="满意"))
    found = present(store, row)
    assert state(found) == "回访"
    assert (found["result"], found["fed_on"], found["satisfaction"]) == ("换了路灯", "2026-11-13", "满意")
    assert steps(store, row) == ["承办", "上报", "上报", "答复", "退回", "办结", "反馈", "回访"]


def test_each_step_is_one_undo_by_its_name(store: Store) -> None:
    row = asked(store)
    with store.read() as reader:
        before = dump(reader)
    request.take(store, row, "上报", act(told="定不了"))
    assert store.last is not None
    assert store.last.label == "诉求 2026-0001 上报"
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_a_request_settled_on_the_spot_was_taken_by_who_settled_it(store: Store) -> None:
    row = asked(store)
    request.take(store, row, "办结", act(told="当场换好"))
    assert (present(store, row)["taken_on"], present(store, row)["handler"]) == ("2026-11-03", "解明")


def test_what_cannot_be_solved_is_closed_with_an_explanation_only(store: Store) -> None:
    row = asked(store)
    with pytest.raises(Rejected, match="请填写解释说明"):
        request.take(store, row, "办结", act(unsolvable=True))
    request.take(store, row, "办结", act(unsolvable=True, told="规划未定，已向本人说明"))
    found = present(store, row)
    assert (found["unsolvable"], found["explanation"], found["result"]) == ("是", "规划未定，已向本人说明", None)


def test_no_request_is_closed_without_a_result_by_any_way(store: Store) -> None:
    row = asked(store)
    with pytest.raises(Rejected, match="请填写办理结果"):
        request.take(store, row, "办结", act())
    with pytest.raises(Rejected, match="办结要有办理结果"):
        record.save(store, RECORDS["request"], {"closed_on": "2026-11-03"}, row=row)
    with pytest.raises(Exception, match="closed_told"), store.work("绕过") as work:
        work.change(RECORDS["request"], row, {"closed_on": "2026-11-03"})


def test_a_request_that_was_not_done_well_is_opened_again_and_keeps_what_was_said(store: Store) -> None:
    row = asked(store)
    request.take(store, row, "办结", act(told="换了灯泡"))
    request.take(store, row, "重办", act("2026-11-04", told="又不亮了"))
    assert state(present(store, row)) == "承办"
    with store.read() as reader:
        assert queries.steps(reader, row)[-1]["told"] == "又不亮了；原办理结果：换了灯泡"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Act("2026-11-01", "解明", to="解明"), "早于受理的日期 2026-11-02"),
        (Act("2026-11-21", "解明", to="解明"), "还没有到"),
        (Act("2026-11", "解明", to="解明"), "没有写到日"),
        (Act("2026-11-03", "", to="解明"), "请填写经办人"),
        (Act("2026-11-03", "解明"), "请填写转给谁"),
        (Act("2026-11-03", "解明", to="解明", due="2026-11-02"), "办理时限 2026-11-02 早于"),
    ],
)
def test_a_step_without_day_person_or_sense_is_refused_beside_the_field(store: Store, told: Act, said: str) -> None:
    row = asked(store)
    with pytest.raises(Rejected, match=said):
        request.take(store, row, "承办", told)
    assert steps(store, row) == []


def test_it_goes_up_only_and_comes_down_only_where_it_came_from(store: Store) -> None:
    row = asked(store, first_level="队")
    with pytest.raises(Rejected, match="只能从“队”报到更高的层级"):
        request.take(store, row, "上报", act(level="组", told="错了"))
    request.take(store, row, "上报", act(level="部门", told="归部门管"))
    with pytest.raises(Rejected, match="只能回到经过的层级：队"):
        request.take(store, row, "退回", act("2026-11-04", level="办", told="退"))
    assert [step.word for step in possible(present(store, row))] == ["答复", "退回"]


def test_an_anonymous_request_keeps_nobody(store: Store) -> None:
    with pytest.raises(Rejected, match="匿名的诉求不留姓名"):
        asked(store, anonymous="是", informant="单小红")
    assert present(store, asked(store, anonymous="是"))["informant"] is None


def test_a_put_off_deadline_says_what_it_was(store: Store) -> None:
    row = asked(store)
    request.take(store, row, "延期", act(due="2026-12-01", told="等材料"))
    assert present(store, row)["due"] == "2026-12-01"
    with store.read() as reader:
        assert queries.steps(reader, row)[-1]["told"] == "等材料；原时限 2026-11-16，改为 2026-12-01"


def test_the_handler_is_linked_to_a_cadre_only_when_one_has_the_name(store: Store) -> None:
    cadre = make.cadre(store, "解明")
    row = asked(store)
    request.take(store, row, "承办", act(to="解明"))
    assert present(store, row)["handler_cadre"] == cadre
    make.cadre(store, "解明", duty="组织委员")
    request.take(store, row, "改派", act("2026-11-04", to="解明", told="轮换"))
    assert present(store, row)["handler_cadre"] is None


def test_an_older_step_stays_when_others_came_after_it(store: Store) -> None:
    row = asked(store)
    request.take(store, row, "办结", act(told="修好了"))
    assert store.last is not None
    older = store.last.work
    request.take(store, row, "反馈", act("2026-11-04"))
    with store.read() as reader:
        before = dump(reader)
    fates = history.undo_older(store, older)
    assert {line.record for line in fates.kept} == {"request", "referral"}
    assert not fates.failed
    with store.read() as reader:
        assert dump(reader) == before
