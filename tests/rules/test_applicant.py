"""The rules on applicants speak on the day they must and are silent the day before, or once it is put right."""

from datetime import date
from typing import Any

import pytest

from app import clock, rules
from app.db.store import Store
from app.models import RECORDS
from app.models import applicant_step as steps
from app.operations import applicant, member, record, setting
from tests import make


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2026-11-20")


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def person(store: Store, **values: Any) -> int:
    return make.applicant(store, make.branch(store), **values)


def change(store: Store, row: int, **values: Any) -> None:
    record.save(store, RECORDS["applicant"], values, row=row)


def test_a_talk_is_late_after_a_month(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    row = person(store, applied_on="2026-10-19")
    told = ["沐青山“党组织派人谈话”应在 2026-11-19 前办理，党组织应在一个月内派人谈话，请安排并登记。"]
    assert texts(store, "applicant_talk") == told
    on(monkeypatch, "2026-11-19")
    assert texts(store, "applicant_talk") == []
    on(monkeypatch, "2026-12-30")
    change(store, row, talked_on="2026-12-29")
    assert texts(store, "applicant_talk") == []


def test_a_month_alone_is_never_judged_too_early(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    person(store, applied_on="2026-10")
    on(monkeypatch, "2026-11-30")
    assert texts(store, "applicant_talk") == []
    on(monkeypatch, "2026-12-01")
    assert len(texts(store, "applicant_talk")) == 1


def test_a_review_is_late_half_a_year_after_the_last_one(store: Store) -> None:
    row = person(
        store, talked_on="2023-02-01", active_on="2023-03-01", contacts_on="2023-03-02", reviewed_on="2026-05-20"
    )
    assert texts(store, "applicant_review") == []
    change(store, row, reviewed_on="2026-05-19")
    assert len(texts(store, "applicant_review")) == 1
    change(store, row, target_on="2026-06-01")
    assert texts(store, "applicant_review") == []


def test_approvals_are_late_after_three_months(store: Store) -> None:
    row = person(store, admitted_on="2026-08-20")
    assert texts(store, "applicant_approval") == []
    change(store, row, admitted_on="2026-08-19")
    assert len(texts(store, "applicant_approval")) == 1
    change(store, row, approved_on="2026-11-20")
    assert texts(store, "applicant_approval") == []
    change(store, row, full_voted_on="2026-08-20")
    assert texts(store, "applicant_conversion") == []
    change(store, row, full_voted_on="2026-08-19")
    assert len(texts(store, "applicant_conversion")) == 1


def test_dates_out_of_order_are_told_with_the_first_of_them(store: Store) -> None:
    row = person(store, talked_on="2023-02-01", active_on="2023-03-01", active_filed_on="2023-03-20", contacts_on="2023-03-20",
                 reviewed_on="2023-09-01")  # fmt: skip
    assert texts(store, "applicant_order") == []
    change(store, row, target_on="2024-02-28")
    assert texts(store, "applicant_order") == [
        "沐青山“确定发展对象”在 2024-02-28，距“推荐和确定积极分子”不满 12 个月，请核对日期并补登。"
    ]
    change(store, row, target_on="2024-02")
    assert len(texts(store, "applicant_order")) == 1
    change(store, row, target_on="2024-03")
    assert texts(store, "applicant_order") == []


def test_a_step_whose_predecessor_is_missing_is_told(store: Store) -> None:
    person(store, target_on="2024-03-01")
    assert "前面的“积极分子报上级党委备案”没有登记日期等 2 处" in texts(store, "applicant_order")[0]


def test_who_applied_below_eighteen_is_told(store: Store) -> None:
    row = person(store, birth_date="2005-01-11")
    assert len(texts(store, "applicant_age")) == 1
    change(store, row, birth_date="2005-01-10")
    assert texts(store, "applicant_age") == []


def test_contacts_and_introducers_must_be_named(store: Store) -> None:
    row = person(store, contacts_on="2023-03-02")
    one, two = make.member(store, "屈长水"), make.member(store, "苗有田")
    assert "没有登记培养联系人" in texts(store, "applicant_people")[0]
    change(store, row, contact_1=one)
    assert texts(store, "applicant_people") == []
    change(store, row, introducers_on="2024-03-26", introducer_1=one)
    assert "介绍人不足两名" in texts(store, "applicant_people")[0]
    change(store, row, introducer_2=two)
    assert texts(store, "applicant_people") == []


def test_a_contact_who_left_is_told_until_the_applicant_is_a_target(store: Store) -> None:
    one = make.member(store, "屈长水")
    row = person(store, contacts_on="2023-03-02", contact_1=one)
    assert texts(store, "applicant_contact_gone") == []
    member.die(store, one, on="2026-11-01")
    assert texts(store, "applicant_contact_gone") == ["沐青山的培养联系人屈长水已不在册，请另行指定并修改。"]
    change(store, row, target_on="2026-11-10")
    assert texts(store, "applicant_contact_gone") == []


@pytest.mark.parametrize(("days", "hours", "speaks"), [(None, None, 1), (2, 23, 1), (3, None, 0), (2, 24, 0)])
def test_training_lasts_three_days_or_twenty_four_hours(
    store: Store, days: int | None, hours: int | None, speaks: int
) -> None:
    person(store, trained_on="2024-04-20", train_days=days, train_hours=hours)
    assert len(texts(store, "applicant_training")) == speaks


def test_a_notice_is_asked_for_as_long_as_the_setting_says(store: Store) -> None:
    row = person(store, active_on="2026-10-08", active_filed_on="2026-10-20")
    assert "前没有登记积极分子公示" in texts(store, "applicant_notice")[0]
    change(store, row, notice_active_since="2026-10-12", notice_active_until="2026-10-15")
    assert "只有 4 个工作日" in texts(store, "applicant_notice")[0]
    setting.put(store, "applicant_notice_days", "4")
    assert texts(store, "applicant_notice") == []
    change(store, row, notice_active_since=None, notice_active_until=None)
    setting.put(store, "applicant_notice_days", "0")
    assert texts(store, "applicant_notice") == []


def test_the_file_is_complete_before_the_case_goes_up(store: Store) -> None:
    row = person(store)
    assert texts(store, "applicant_papers") == []
    change(store, row, examined_on="2024-05-06")
    assert texts(store, "applicant_papers") == [
        "沐青山的材料还缺入党申请书、支委会审查会议记录，请收齐后在材料目录里勾选。"
    ]
    applicant.file_papers(store, row, ["入党申请书", "支委会审查会议记录"])
    assert texts(store, "applicant_papers") == []


def test_who_was_admitted_and_is_not_on_the_roll_is_told(store: Store) -> None:
    row = person(store, admitted_on="2024-06-03", id_number=make.number(7))
    assert len(texts(store, "applicant_unlisted")) == 1
    applicant.enrol(store, row)
    assert texts(store, "applicant_unlisted") == []


def test_the_end_of_probation_is_announced(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    row = person(store, admitted_on="2025-12-20")
    assert "2026-12-20 届满" in texts(store, "applicant_full_soon")[0]
    on(monkeypatch, "2026-11-19")
    assert texts(store, "applicant_full_soon") == []
    on(monkeypatch, "2026-12-20")
    assert len(texts(store, "applicant_full_soon")) == 1
    change(store, row, full_applied_on="2026-12-20")
    assert texts(store, "applicant_full_soon") == []


def test_the_rules_ask_for_what_the_verbs_ask_for(store: Store) -> None:
    assert {steps.BY_NUMBER[number].most for number in (steps.TALK, steps.APPROVE, steps.CONVERT)} == {
        (1, 1),
        (3, 15),
        (3, 23),
    }
    with store.read() as reader:
        assert rules.run(reader) == []
