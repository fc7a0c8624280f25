"""The ledgers of requests tell what went up and what came back, and veil what is sensitive; figures equal a plain count."""

from datetime import date
from typing import Any

import pytest

from app import clock
from app.db.store import Store
from app.ledgers import figure as figures
from app.ledgers import ledger_named, table
from app.operations import request
from app.operations.request_step import Act
from tests import make


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


def asked(store: Store, day: str = "2026-11-02", **values: Any) -> int:
    return request.receive(store, {"received_on": day, "content": "路灯不亮", "informant": "单小红", **values})


def shown(store: Store, name: str, **told: Any) -> list[dict[str, Any]]:
    with store.read() as reader:
        found = table(reader, ledger_named(name), **told)
    return [dict(zip((column.name for column in found.columns), row, strict=True)) for row in found.rows]


def test_each_way_up_stands_beside_its_answer(store: Store) -> None:
    row = asked(store)
    request.take(store, row, "上报", Act("2026-11-03", "解明", "定不了", to="单小红"))
    request.take(store, row, "上报", Act("2026-11-04", "单小红", "也定不了", to="朴玉兰"))
    request.take(store, row, "答复", Act("2026-11-09", "朴玉兰", "同意维修"))
    first, second = shown(store, "sent_up")
    assert (first["to_level"], first["answer"]) == ("队", None)
    assert (second["to_level"], second["answer"], second["answered_on"]) == ("办", "答复", "2026-11-09")
    assert shown(store, "sent_up", as_of="2026-11-08")[1]["answer"] is None
    assert len(shown(store, "sent_up", as_of="2026-11-03")) == 1


def test_what_is_sensitive_is_veiled_but_in_the_ledger_that_says_so(store: Store) -> None:
    row = asked(store, sensitive="是", phone="19900000017")
    request.take(store, row, "上报", Act("2026-11-03", "解明", "牵涉隐情"))
    (veiled,), (whole,), (up,) = (shown(store, name) for name in ("requests", "requests_whole", "sent_up"))
    assert (veiled["informant"], veiled["content"], veiled["phone"]) == ("（敏感）",) * 3
    assert (whole["informant"], whole["content"], whole["phone"]) == ("单小红", "路灯不亮", "19900000017")
    assert (up["content"], up["told"]) == ("（敏感）", "（敏感）")


def test_an_anonymous_request_says_so_and_a_part_of_the_ledger_is_that_of_the_village(store: Store) -> None:
    village, other = make.unit(store), make.unit(store, "柳湾村")
    asked(store, village=village, informant=None, anonymous="是")
    asked(store, village=other)
    assert [row["informant"] for row in shown(store, "requests")] == ["匿名", "单小红"]
    assert [row["informant"] for row in shown(store, "requests", unit=other)] == ["单小红"]


def test_figures_of_a_period_count_what_happened_in_it(store: Store) -> None:
    for day in ("2026-10-30", "2026-11-02", "2026-11-03"):
        asked(store, day)
    request.take(store, 1, "办结", Act("2026-11-04", "解明", "修好了"))
    request.take(store, 2, "办结", Act("2026-11-04", "解明", "规划未定", unsolvable=True))
    request.take(store, 1, "反馈", Act("2026-11-05", "解明"))
    request.take(store, 1, "回访", Act("2026-11-06", "解明", satisfaction="基本满意"))
    with store.read() as reader:
        found = {each.code: each for each in figures.figures(reader, "2026-11")}
    assert (found["requests_received"].value, found["requests_received"].before) == (2, 1)
    assert (found["requests_solved"].value, found["requests_explained"].value) == (1, 1)
    assert (found["requests"].value, found["requests_open"].value, found["requests_overdue"].value) == (3, 1, 1)
    assert (found["requests_settled"].value, found["requests_solved_share"].value) == (1, "33.3%")
    assert (found["requests_done_share"].value, found["requests_satisfied_share"].value) == ("66.7%", "100.0%")
