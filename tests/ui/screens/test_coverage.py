"""覆盖 in the window: every number leads to its rows, a unit to what lies below it, a gap to a suggestion for just those."""

import pytest
from pytestqt.qtbot import QtBot

from app.ui import jobs
from app.ui.screens.coverage import TIERS, WORDS, CoverScreen
from app.ui.table import RowsModel, TableView
from app.ui.window import Window
from tests.ledgers.small import Town, build


@pytest.fixture
def town(window: Window) -> Town:
    return build(window.store)


@pytest.fixture
def screen(town: Town, window: Window, qtbot: QtBot) -> CoverScreen:
    assert town.red
    made = window.open_place("coverage")
    assert isinstance(made, CoverScreen)
    settle(qtbot)
    return made


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def told(view: TableView) -> dict[str, tuple[str, ...]]:
    model = view.model()
    assert isinstance(model, RowsModel)
    lines = [[model.data(model.index(row, i)) for i in range(len(model.columns))] for row in range(model.total)]
    return {line[0]: tuple(line[1:5]) for line in lines}


def test_tiers_stand_above_and_their_units_below(screen: CoverScreen) -> None:
    assert "该走访未走访”无从计算" in screen.note.text()  # a nought where no interval is set would be read as praise
    assert told(screen.tiers)["农户"] == ("5", "2", "40.0%", "3")
    assert told(screen.units) == {"石坪村": ("1", "0", "0.0%", "1"), "青禾镇": ("4", "2", "50.0%", "2")}


def test_a_number_opens_just_its_rows(screen: CoverScreen, window: Window, qtbot: QtBot) -> None:
    for row in range(len(screen.reaches)):
        for name in ("total", "covered", *WORDS):
            count = len(screen.rows(screen.tiers, row, name))
            if not count:
                continue
            record = screen.reaches[row].record(name)
            screen.open(screen.tiers, row, [column.name for column in TIERS].index(name))
            opened = window.screens[record]
            qtbot.waitUntil(lambda opened=opened: opened.list.complete, timeout=20_000)
            assert opened.model.total == count, (row, name)
            window.open_place("coverage")
            settle(qtbot)


def test_a_unit_opens_what_lies_below_and_back(screen: CoverScreen, qtbot: QtBot) -> None:
    screen.open(screen.units, list(told(screen.units)).index("青禾镇"), 0)
    settle(qtbot)
    assert told(screen.units) == {"东风村": ("1", "0", "0.0%", "1"), "红旗村": ("3", "2", "66.7%", "1")}
    assert told(screen.tiers)["农户"] == ("4", "2", "50.0%", "2")
    screen.rise()
    settle(qtbot)
    assert told(screen.tiers)["农户"][0] == "5"


def test_a_day_in_the_past_is_counted_as_it_was(screen: CoverScreen, qtbot: QtBot) -> None:
    screen.day.setText("2026-01-09")
    screen.refresh()
    settle(qtbot)
    assert told(screen.tiers)["农户"][1] == "0"
    screen.day.setText("上个月")
    screen.refresh()
    assert "日期" in screen.window_.statusBar().currentMessage()


def test_a_gap_leads_to_a_suggestion_for_just_those(screen: CoverScreen, window: Window, qtbot: QtBot) -> None:
    screen.tiers.selectRow(0)
    rows = screen.rows(screen.tiers, 0, "uncovered")
    screen.suggest()
    settle(qtbot)
    assert window.current == "suggest"
    assert window.screens["suggest"].only == rows
