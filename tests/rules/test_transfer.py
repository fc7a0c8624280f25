"""The rules on letters, and on members who are away, speak on the day they must and are silent the day before."""

from datetime import date
from typing import Any

import pytest

from app import clock, rules
from app.db.store import Store
from app.models import RECORDS
from app.operations import member, record, transfer
from tests import make

TOLD = {"to_org": "中共远山镇委员会", "dues_until": "2026-10", "issued_on": "2026-11-02"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2026-11-20")


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def letter(store: Store, **values: Any) -> tuple[int, int]:
    who = make.member(store, branch=make.branch(store))
    return who, transfer.issue(store, who, {**TOLD, **values})


def test_a_letter_is_past_its_day_after_its_days(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _who, row = letter(store)
    on(monkeypatch, "2026-11-12")
    assert texts(store, "transfer_expired") == []
    on(monkeypatch, "2026-11-13")
    assert texts(store, "transfer_expired") == [
        "单小红转往中共远山镇委员会的介绍信已在 2026-11-12 过期，没有收到回执，请联系对方；没有转成的，作废后重开。"
    ]
    transfer.receipt(store, row, on="2026-11-13")
    assert texts(store, "transfer_expired") == []


def test_a_letter_that_came_in_must_be_accepted_in_time(store: Store) -> None:
    home = make.branch(store)
    row = transfer.receive(store, {"name": "湛小满", "issued_on": "2026-11-02", "valid_days": 10, "branch": home})
    assert "转入的介绍信已在 2026-11-12 过期" in texts(store, "transfer_expired")[0]
    transfer.accept(store, row, on="2026-11-12")
    assert texts(store, "transfer_expired") == []
    assert "回执还没有寄出" in texts(store, "transfer_no_reply")[0]
    transfer.reply(store, row, on="2026-11-20")
    assert texts(store, "transfer_no_reply") == []


def test_the_reply_has_a_week(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    row = transfer.receive(store, {"name": "湛小满", "issued_on": "2026-11-02", "branch": make.branch(store)})
    transfer.accept(store, row, on="2026-11-12")
    on(monkeypatch, "2026-11-19")
    assert texts(store, "transfer_no_reply") == []


def test_a_receipt_is_outstanding_after_thirty_days(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    letter(store, valid_days=90)
    on(monkeypatch, "2026-12-02")
    assert texts(store, "transfer_no_receipt") == []
    on(monkeypatch, "2026-12-03")
    assert "已 31 天没有回执" in texts(store, "transfer_no_receipt")[0]
    assert texts(store, "transfer_expired") == []


def test_what_was_typed_or_imported_is_checked_too(store: Store) -> None:
    told = {"direction": "转出", "name": "单小红", "issued_on": "2026-11-10", "valid_days": 91}
    row = record.save(store, RECORDS["transfer"], told)
    assert "写的是 91 天" in texts(store, "transfer_too_long")[0]
    assert "没有写党费交至年月" in texts(store, "transfer_dues")[0]
    record.save(store, RECORDS["transfer"], {"valid_days": 90, "dues_until": "2026-10"}, row=row)
    assert texts(store, "transfer_too_long") == texts(store, "transfer_dues") == []


def test_a_letter_of_one_who_left_another_way_is_told(store: Store) -> None:
    who, row = letter(store)
    assert texts(store, "transfer_gone") == []
    member.die(store, who, on="2026-11-10")
    assert texts(store, "transfer_gone") == ["单小红已在 2026-11-10 离开名册，介绍信还没有办结，请登记回执或作废。"]
    transfer.cancel(store, row, on="2026-11-11", reason="本人去世")
    assert texts(store, "transfer_gone") == []


def test_half_a_year_out_of_contact_asks_for_a_decision(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    who = make.member(store, lost="是", lost_date="2026-05-20")
    assert len(texts(store, "lost_half_year")) == 1
    on(monkeypatch, "2026-11-19")
    assert texts(store, "lost_half_year") == []
    on(monkeypatch, "2026-11-20")
    record.save(store, RECORDS["member"], {"standing": "停止党籍"}, row=who)
    assert texts(store, "lost_half_year") == texts(store, "lost_two_years") == []
    on(monkeypatch, "2028-11-19")
    assert texts(store, "lost_two_years") == []
    on(monkeypatch, "2028-11-20")
    assert len(texts(store, "lost_two_years")) == 1


def test_who_is_away_or_lost_without_a_day_is_told(store: Store) -> None:
    away = make.member(store, "屈长水", floating="是")
    lost = make.member(store, "苗有田", lost="是")
    assert texts(store, "floating_unplaced") == ["屈长水是流动党员，没有登记外出流向，请补填。"]
    assert len(texts(store, "lost_undated")) == 1
    assert texts(store, "lost_half_year") == []
    record.save(store, RECORDS["member"], {"flow_to": "远山市"}, row=away)
    record.save(store, RECORDS["member"], {"lost_date": "2026-10"}, row=lost)
    assert texts(store, "floating_unplaced") == texts(store, "lost_undated") == []
