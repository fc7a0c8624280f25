"""Requests in the window: taken in one after another, up two levels and back, by the keys and the forms of the clerk."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from app import clock
from app.db.queries import facet
from app.models import RECORDS
from app.operations import record, request
from app.ui.screens.request import RequestScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press, refused


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def screen(window: Window) -> RequestScreen:
    request.receive(window.store, {"received_on": "2026-11-02", "content": "村口路灯不亮", "informant": "单小红"})
    found = window.open_place("request")
    assert isinstance(found, RequestScreen)
    found.view.selectRow(0)
    return found


def value(window: Window, column: str) -> object:
    return make.value(window.store, "request", 1, column)


def key(screen: RequestScreen, keys: str) -> None:
    """What the keys do: without a display no window is active, so the action behind them is called."""
    next(action for action in screen.actions() if action.shortcut().toString() == keys).trigger()


def offered(screen: RequestScreen) -> list[str]:
    return [made.text() for made in screen.offer_buttons if made.isVisibleTo(screen)]


def test_a_request_goes_up_two_levels_and_comes_back_by_keys(window: Window, screen: RequestScreen) -> None:
    assert offered(screen) == ["承办 Ctrl+1", "上报 Ctrl+2", "办结 Ctrl+3", "延期 Ctrl+4"]
    told = hands(
        fill(on="2026-11-03", by="解明", to="解明"),
        fill(on="2026-11-04", by="解明", to="朴玉兰", told="组里定不了"),
        fill(on="2026-11-05", by="朴玉兰", to="仇明", told="队里定不了"),
        fill(on="2026-11-09", by="仇明", told="同意维修"),
        fill(on="2026-11-10", by="朴玉兰", told="请组里修好"),
        fill(on="2026-11-12", by="解明", told="换了灯"),
        fill(on="2026-11-13", by="解明"),
        fill(on="2026-11-17", by="解明", satisfaction="满意"),
    )
    for word in ("承办", "上报", "上报", "答复", "答复", "办结", "反馈", "回访"):
        key(screen, f"Ctrl+{[offer.word for offer in screen.offered].index(word) + 1}")
        screen.view.selectRow(0)
    assert told.done
    assert (value(window, "result"), value(window, "satisfaction"), value(window, "up_level")) == (
        "换了灯",
        "满意",
        None,
    )
    assert make.count(window.store, "SELECT count(*) FROM referral") == 8
    tabs = screen.card.tabs
    tabs.setCurrentIndex([tabs.tabText(i) for i in range(tabs.count())].index("办理过程"))
    shown = [found.text() for found in tabs.currentWidget().findChildren(QLabel)]
    assert "2026-11-05　上报" in shown
    assert "朴玉兰　队 → 办　给 仇明　队里定不了" in shown
    window.undo()
    assert value(window, "called_on") is None


def test_what_is_refused_is_said_in_the_form_and_nothing_typed_is_lost(window: Window, screen: RequestScreen) -> None:
    told: list[str] = []
    hands(refused(fill(on="2026-11-01", by="解明", told="修好了"), told))
    screen.take([offer.word for offer in screen.offered].index("办结"))
    assert told == ["日期 2026-11-01 早于受理的日期 2026-11-02，请核对。"]
    assert value(window, "closed_on") is None


def test_requests_are_taken_in_one_after_another_and_known_households_are_linked(
    window: Window, screen: RequestScreen
) -> None:
    told = hands(
        fill(content="想学果树修剪", informant="仇根水", village="石坪村", source="走访", kind="农业生产"),
        fill(content="要求修水渠"),
        press("取消"),
    )
    key(screen, "Ctrl+N")
    assert told.done
    sql = "SELECT content, informant, household, anonymous, source FROM request WHERE id > 1 ORDER BY id"
    with window.store.read() as reader:
        found = [tuple(row) for row in reader.exec_driver_sql(sql)]
    assert found == [("想学果树修剪", "仇根水", 1, None, "走访"), ("要求修水渠", None, None, "是", "走访")]
    assert screen.model.total == 3


def test_chips_count_and_show_what_is_late_and_what_is_where(window: Window, screen: RequestScreen) -> None:
    request.receive(window.store, {"received_on": "2026-11-20", "content": "路不平", "due": "2026-11-20"})
    assert [screen.made[word].text() for word in ("全部", "受理", "逾期", "今日到期")] == [
        "全部 2", "受理 2", "▲ 逾期 1", "今日到期 1",
    ]  # fmt: skip
    screen.made["逾期"].click()
    assert screen.model.total == 1
    screen.made["快到期"].click()
    assert screen.model.total == 0
    screen.made["全部"].click()
    assert screen.model.total == 2


def test_an_unknown_year_of_holidays_is_said_until_days_are_entered(window: Window, screen: RequestScreen) -> None:
    assert screen.unknown.text() == "还没有录入 2026 年的节假日，时限按周一到周五计算"
    record.save(window.store, RECORDS["holiday"], {"day": "2026-10-01", "works": "否"})
    assert not screen.unknown.isVisibleTo(screen)


def test_a_sensitive_request_is_veiled_until_it_is_asked_for(window: Window, screen: RequestScreen) -> None:
    record.save(window.store, RECORDS["request"], {"sensitive": "是"}, row=1)
    place = screen.query.columns.index("content")
    assert screen.model.cell(0, place) == "（敏感）"
    screen.view.selectRow(0)
    assert screen.card.reveal_button.text() == "显示内容"
    screen.list.reveal()
    assert screen.model.cell(0, place) == "村口路灯不亮"


def test_the_filter_of_a_veiled_column_does_not_tell_what_is_hidden(window: Window, screen: RequestScreen) -> None:
    request.receive(window.store, {"received_on": "2026-11-03", "content": "路不平", "informant": "朴玉兰"})
    record.save(window.store, RECORDS["request"], {"sensitive": "是"}, row=1)
    with window.store.read() as reader:
        assert [value for value, _count in facet.facet(reader, screen.query, "informant").values] == ["朴玉兰"]


def test_the_card_of_a_household_shows_its_requests(window: Window) -> None:
    request.receive(window.store, {"received_on": "2026-11-02", "content": "屋顶漏雨", "household": 1})
    window.open_place("household")
    window.show_record("household", 1)
    found = window.screens["household"]
    found.view.selectRow(0)
    tabs = found.card.tabs
    tabs.setCurrentIndex([tabs.tabText(i) for i in range(tabs.count())].index("服务"))
    assert "2026-11-02　屋顶漏雨" in [label.text() for label in tabs.currentWidget().findChildren(QLabel)]
