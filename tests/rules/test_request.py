"""The rules on requests speak on the day they must and are silent the day before."""

from datetime import date
from typing import Any

import pytest

from app import clock, rules
from app.db.store import Store
from app.models import RECORDS
from app.operations import record, request
from app.operations.request_step import Act


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2026-11-20")


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))


def asked(store: Store, **values: Any) -> int:
    told = {"received_on": "2026-11-02", "content": "村口路灯不亮", **values}
    return request.receive(store, told)


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def test_an_open_request_is_overdue_the_day_after_its_deadline(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    row = asked(store, due="2026-11-19", handler="解明")
    assert texts(store, "request_overdue") == [
        "诉求2026-0001“村口路灯不亮”已过办理时限 2026-11-19，超 1 个工作日，请督促解明尽快办结；确需延期的，登记延期和原因。"
    ]
    on(monkeypatch, "2026-11-19")
    assert texts(store, "request_overdue") == []
    on(monkeypatch, "2026-11-20")
    request.take(store, row, "办结", Act("2026-11-20", "解明", "修好了"))
    assert texts(store, "request_overdue") == []


def test_a_deadline_within_three_working_days_is_announced(store: Store) -> None:
    asked(store, due="2026-11-25")  # Wednesday; today is Friday
    asked(store, due="2026-11-26")
    asked(store, due="2026-11-20")
    found = texts(store, "request_due_soon")
    assert len(found) == 2
    assert "2026-11-25 到期，还有 3 个工作日" in found[0]
    assert "今天到期" in found[1]


def test_days_off_move_what_is_soon(store: Store) -> None:
    asked(store, due="2026-11-26")
    assert texts(store, "request_due_soon") == []
    record.save(store, RECORDS["holiday"], {"day": "2026-11-24", "works": "否"})
    assert len(texts(store, "request_due_soon")) == 1


def test_a_request_sent_up_without_answer_is_asked_after(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    row = asked(store)
    request.take(store, row, "上报", Act("2026-11-13", "解明", "定不了", to="单小红"))
    assert texts(store, "request_unanswered") == []
    on(monkeypatch, "2026-11-23")
    assert texts(store, "request_unanswered") == [
        "诉求2026-0001“村口路灯不亮” 2026-11-13 上报到“队”单小红，6 个工作日没有答复，请催问。"
    ]
    request.take(store, row, "答复", Act("2026-11-23", "单小红", "同意"))
    assert texts(store, "request_unanswered") == []


def test_closed_without_feedback_and_told_without_call_back_are_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(store)
    request.take(store, row, "办结", Act("2026-11-16", "解明", "修好了"))
    assert len(texts(store, "request_no_feedback")) == 1
    request.take(store, row, "反馈", Act("2026-11-20", "解明"))
    assert texts(store, "request_no_feedback") == []
    assert texts(store, "request_no_call") == []
    on(monkeypatch, "2026-12-07")
    assert len(texts(store, "request_no_call")) == 1
    request.take(store, row, "回访", Act("2026-12-07", "解明", satisfaction="满意"))
    assert texts(store, "request_no_call") == []


def test_what_is_called_unsolvable_needs_an_explanation(store: Store) -> None:
    row = asked(store, unsolvable="是")
    assert len(texts(store, "request_unexplained")) == 1
    record.save(store, RECORDS["request"], {"explanation": "规划未定，已说明"}, row=row)
    assert texts(store, "request_unexplained") == []


def test_of_a_sensitive_request_only_the_number_is_told(store: Store) -> None:
    asked(store, due="2026-11-10", sensitive="是")
    (told,) = texts(store, "request_overdue")
    assert told.startswith("诉求2026-0001“（敏感）”已过办理时限")
