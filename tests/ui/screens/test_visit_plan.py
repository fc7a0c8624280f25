"""走访计划: a month is arranged after it was told, slips are printed for those not yet visited, cards show what was done."""

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app import clock
from app.db.queries.listing import Condition, Query
from app.operations import pairing, visit
from app.ui import jobs
from app.ui.memory import remember, remembered
from app.ui.screens.record import RecordScreen
from app.ui.screens.visit_plan import PlanScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press, to


@pytest.fixture
def screen(window: Window) -> PlanScreen:
    store = window.store
    make.interval(store)
    helper = make.member(store, "仇先")
    homes = [make.household(store, head) for head in ("朴春生", "单秋月")]
    pairing.pair(store, "member_household", ("member", helper), [("household", h) for h in homes], since="2026-01-10")
    made = window.open_place("visit_plan")
    assert isinstance(made, PlanScreen)
    return made


def later() -> str:
    """Next month: all of it lies ahead."""
    today = clock.today()
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"


def test_a_month_is_arranged_once_and_undone_at_once(screen: PlanScreen, window: Window, qtbot: QtBot) -> None:
    told = hands(fill(month=later()), press("安排"))
    screen.arrange()
    assert told.done
    assert "将安排 1 人走访 2 次" in told.read[1]
    qtbot.waitUntil(lambda: screen.model.total == 2)
    sql = "SELECT count(*) FROM visit_plan"
    assert make.count(window.store, sql) == 2
    again = hands(fill(month=later()), press("知道了"))
    screen.arrange()
    assert "没有需要安排的走访" in again.read[1]
    window.undo()
    assert make.count(window.store, sql) == 0


def test_where_no_interval_is_set_nothing_is_arranged_and_it_is_said_where_to_set_it(
    screen: PlanScreen, window: Window
) -> None:
    make.interval(window.store, None)
    told = hands(fill(month=later()), press("知道了"))
    screen.arrange()
    assert told.done
    assert "没有需要安排的走访" in told.read[1]
    assert "走访间隔在“结对种类”里设定" in told.read[1]


def test_slips_are_printed_for_those_not_yet_visited(screen: PlanScreen, qtbot: QtBot) -> None:
    screen.paper()
    assert screen.window_.statusBar().currentMessage() == "没有要打印的走访单。"
    told = hands(fill(month=later()), press("安排"), to("村和党支部"), _shut)
    screen.arrange()
    screen.paper()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING)
    assert "打印预览　走访记录单" in told.read[3]
    assert "第 1 页，共 1 页" in told.read[3]


def _shut(dialog: QDialog) -> None:
    dialog.reject()


def test_the_card_of_a_household_shows_its_visits_and_deeds_the_latest_first(
    screen: PlanScreen, window: Window
) -> None:
    assert screen.isVisible()
    sides = ((("member", 4),), ("household", 2))
    visit.enter(window.store, visit.Entry(*sides, "2026-03-04", "调查研究"))
    visit.enter(window.store, visit.Entry(*sides, "2026-04-05", "兴办实事", deed="送大米"))
    homes = window.open_place("household")
    assert isinstance(homes, RecordScreen)
    homes.card.show_row(homes.record, 2)
    titles = [homes.card.tabs.tabText(i) for i in range(homes.card.tabs.count())]
    homes.card.tabs.setCurrentIndex(titles.index("服务"))
    from_page = [label.text() for label in homes.card.tabs.currentWidget().findChildren(type(homes.card.name))]
    tops = [text for text in from_page if text.startswith("2026")]
    assert tops[0].startswith("2026-04-05")
    assert tops[-1] == "2026-03-04　仇先 → 朴春生"
    assert any("实事：送大米" in text for text in tops)


def test_no_name_of_a_visitor_is_remembered_outside_the_database(window: Window) -> None:
    conditions = (Condition("who", "is", "仇先"), Condition("kind", "is", "兴办实事"))
    remember(window.memory, Query("visit", ("day", "who"), conditions))
    assert remembered(window.memory, "visit", ()).conditions == conditions[1:]


def test_the_newest_visits_stand_first(screen: PlanScreen, window: Window, qtbot: QtBot) -> None:
    assert screen.isVisible()
    for day in ("2026-03-04", "2026-05-06", "2026-04-05"):
        visit.enter(window.store, visit.Entry((("member", 4),), ("household", 2), day))
    found = window.open_place("visit")
    qtbot.waitUntil(lambda: found.model.total == 3)
    assert [found.model.cell(i, 0) for i in range(3)] == ["2026-05-06", "2026-04-05", "2026-03-04"]
