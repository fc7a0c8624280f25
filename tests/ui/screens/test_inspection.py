"""A sample is drawn in the window, its call-backs entered by single keys, and what they find becomes a request."""

from datetime import date

import pytest

from app import clock
from app.ui.screens.inspection import InspectionScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, refused


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def screen(window: Window) -> InspectionScreen:
    for head in ("仇小水", "仇大水"):
        make.household(window.store, head, village=1, phone="19900000017")
    found = window.open_place("inspection")
    assert isinstance(found, InspectionScreen)
    told: list[str] = []
    answers = hands(
        refused(fill(name="抽查", subject="农户", seed="7", percent="", size="4"), told),
        fill(name="抽查", subject="农户", seed="7", percent="", size="3"),
    )
    for _time in range(2):
        next(action for action in found.actions() if action.shortcut().toString() == "Ctrl+N").trigger()
    assert answers.done
    assert told == ["一共只有 3 个，不能抽 4 个。"]
    return found


def kept(window: Window) -> list[tuple[object, ...]]:
    sql = "SELECT reached, truthful, satisfaction, told, done_on FROM callback ORDER BY place_no"
    with window.store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def test_call_backs_are_entered_one_after_another_by_keys(window: Window, screen: InspectionScreen) -> None:
    part = screen.callbacks
    part.say("satisfaction", "满意")
    part.say("truthful", "是")
    part.save()
    part.say("reached", "否")
    part.told.setText("无人接听")
    part.save()
    assert kept(window)[:2] == [
        ("是", "是", "满意", None, "2026-11-20"), ("否", None, None, "无人接听", "2026-11-20"),
    ]  # fmt: skip
    assert part.view.selected_rows() == [2]
    assert part.share.text() == "已回访 2/3（66.7%）　联系上 1/2（50.0%）　属实 1/1（100.0%）　满意 1/1（100.0%）"
    window.undo()
    assert kept(window)[1][0] is None


def test_a_finding_goes_to_the_requests_by_one_key(window: Window, screen: InspectionScreen) -> None:
    told = hands(fill(content="自来水时断时续"))
    screen.callbacks.finding()
    assert told.done
    assert make.value(window.store, "request", 1, "source") == "督查回访"
    assert screen.callbacks.lines[0].finding == "2026-0001"
    assert not screen.callbacks.turn.isEnabled()


def test_it_is_told_whether_the_list_is_still_the_same(window: Window, screen: InspectionScreen) -> None:
    screen.check()
    assert "样本相同" in screen.checked.text()
    make.household(window.store, "仇新水", village=1)
    screen.check()
    assert "名单有增减" in screen.checked.text()
