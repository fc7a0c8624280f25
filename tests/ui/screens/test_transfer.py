"""组织关系转接 in the window: a letter from the list of members, its receipt by a key, one that came in accepted."""

from datetime import date

import pytest

from app import clock
from app.operations import transfer
from app.ui import transferring
from app.ui.screens.record import RecordScreen
from app.ui.screens.transfer import TransferScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


def opened(window: Window) -> TransferScreen:
    found = window.open_place("transfer")
    assert isinstance(found, TransferScreen)
    found.view.selectRow(0)
    return found


def offered(screen: TransferScreen) -> list[str]:
    return [made.text() for made in screen.offer_buttons if made.isVisibleTo(screen)]


def test_a_member_gets_a_letter_and_leaves_with_its_receipt(window: Window) -> None:
    members = window.open_place("member")
    assert isinstance(members, RecordScreen)
    told = hands(fill(to_org="中共远山镇委员会", dues_until="2026-10", issued_on="2026-11-02"), fill(on="2026-11-09"))
    transferring.issue(members, [1])
    screen = opened(window)
    assert offered(screen) == ["登记回执 Ctrl+1", "打印介绍信 Ctrl+2", "作废 Ctrl+3"]
    assert screen.made["过期"].text() == "▲ 过期 1"
    screen.take(0)
    assert told.done
    assert make.value(window.store, "member", 1, "left_on") == "2026-11-09"
    assert screen.model.total == 0


def test_one_who_came_is_accepted_and_the_receipt_sent(window: Window) -> None:
    screen = opened(window)
    assert "开介绍信" in screen.list.empty.text()
    told = hands(
        fill(name="湛小满", id_number=make.number(8), from_org="中共远山镇委员会", issued_on="2026-11-02"),
        fill(on="2026-11-05", branch="中共石坪村支部委员会"),
        fill(on="2026-11-06"),
    )
    screen._form(None)  # noqa: SLF001 - what Ctrl+N does
    screen.view.selectRow(0)
    assert offered(screen) == ["接收 Ctrl+1", "退回 Ctrl+2"]
    screen.take(0)
    screen.view.selectRow(0)
    assert offered(screen) == ["寄出回执 Ctrl+1"]
    screen.take(0)
    assert told.done
    assert make.count(window.store, "SELECT count(*) FROM member WHERE name = '湛小满' AND branch = 1") == 1


def test_a_letter_that_came_to_nothing_leaves_the_member_where_he_is(window: Window) -> None:
    transfer.issue(window.store, 1, {"to_org": "中共远山镇委员会", "dues_until": "2026-10", "issued_on": "2026-11-02"})
    screen = opened(window)
    told = hands(fill(on="2026-11-10", reason="对方不接收"))
    screen.take(2)
    assert told.done
    assert make.value(window.store, "member", 1, "left_on") is None
    assert make.value(window.store, "transfer", 1, "cancelled") == "对方不接收"
