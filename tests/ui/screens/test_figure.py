"""上报数据 in the window: a period, a unit or a person is chosen, and every figure opens as many rows as it says."""

import pytest
from pytestqt.qtbot import QtBot

from app.chart import Words
from app.ledgers import figure_sheet
from app.ledgers.figure import lines
from app.models import RECORDS
from app.operations.record import save
from app.ui import editors, jobs
from app.ui.screens.figure import ACROSS, MONTHS, PLACES, FigureScreen
from app.ui.window import Window
from tests.ledgers.small import Town, build


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


@pytest.fixture
def town(window: Window) -> Town:
    return build(window.store)


@pytest.fixture
def screen(town: Town, window: Window, qtbot: QtBot) -> FigureScreen:
    assert town.red
    made = window.open_place("figure")
    assert isinstance(made, FigureScreen)
    settle(qtbot)
    return made


def told(screen: FigureScreen) -> dict[str, tuple[object, ...]]:
    assert screen.table is not None
    return {str(row[0]): tuple(row[2:]) for row in screen.table.rows}


def test_every_figure_opens_as_many_rows_as_it_says(screen: FigureScreen, window: Window, qtbot: QtBot) -> None:
    assert screen.table is not None
    for i, row in enumerate(screen.table.rows):
        window.open_place("figure")
        settle(qtbot)
        screen.open(i)
        if not row[6]:
            assert window.current == "figure"
            continue
        opened = window.screens[window.current]
        qtbot.waitUntil(lambda opened=opened: opened.list.complete, timeout=20_000)
        assert opened.model.total == row[6], row[0]


def test_a_month_and_a_unit_are_chosen(screen: FigureScreen, qtbot: QtBot) -> None:
    screen.period.setCurrentText("2026-02")
    editors.put_text(screen.unit, "红旗村")
    screen.load()
    settle(qtbot)
    assert told(screen)["本期新结对"] == (1, 6, 5, "-4", 1)
    assert screen.table is not None
    assert (screen.table.unit, screen.table.title) == ("红旗村", "2026年2月工作情况统计表")


def test_of_a_person_count_the_rows_that_name_him(screen: FigureScreen, town: Town, qtbot: QtBot) -> None:
    visit = {"day": "2026-05-01", "helper_cadre": town.head, "helped_household": town.homes[0], "content": "看望"}
    save(town.store, RECORDS["visit"], visit)
    screen.period.setCurrentText("2026")
    screen.who.setCurrentIndex(screen.who.findData("cadre"))
    screen._offer_people()  # noqa: SLF001 - what choosing the kind of person does
    editors.put_text(screen.person, "查红旗")
    screen.load()
    settle(qtbot)
    found = told(screen)
    assert found["结对总数"][0] == 4
    assert found["走访次数" if "走访次数" in found else "走访人次"][0] == 1
    assert "党员总数" not in found


def test_what_is_no_period_is_said(screen: FigureScreen) -> None:
    screen.period.setCurrentText("上个月")
    screen.load()
    assert "看不懂时段" in screen.window_.statusBar().currentMessage()


def test_every_column_by_which_a_record_names_a_person_exists(town: Town) -> None:
    with town.store.read() as reader:
        for record in ("member", "cadre"):
            of_one = figure_sheet.of_person(lines(reader), record, 1)
            assert of_one
            table = figure_sheet.sheet(reader, "2026", person=(record, 1))
            assert len(table.rows) == len(of_one)


def test_a_figure_is_drawn_by_month_and_by_unit(screen: FigureScreen, qtbot: QtBot) -> None:
    editors.put_text(screen.unit, "青禾镇")
    screen.load()
    settle(qtbot)
    names = [str(row[0]) for row in screen.table.rows] if screen.table else []
    screen.view.selectRow(names.index("农户"))
    for words, seen in ((MONTHS, "农户（"), (PLACES, "红旗村")):
        screen.by.setCurrentText(words)
        screen.draw()
        settle(qtbot)
        texts = [
            shape.text for drawing in screen.chart.drawings for shape in drawing.shapes if isinstance(shape, Words)
        ]
        assert any(seen in text for text in texts), words
    assert "3 户" in texts


def test_the_units_stand_across_and_a_cell_opens_the_rows_of_its_unit(
    screen: FigureScreen, window: Window, qtbot: QtBot
) -> None:
    editors.put_text(screen.unit, "青禾镇")
    screen.laid.setCurrentText(ACROSS)
    screen.load()
    settle(qtbot)
    assert screen.table is not None
    labels = [column.label for column in screen.table.columns]
    at = next(i for i, name in enumerate(labels) if name == "红旗村")
    row = next(i for i, line in enumerate(screen.lines) if line.code == "members")
    told = screen.table.rows[row][at]
    assert told
    screen.open(row, at)
    opened = window.screens[window.current]
    qtbot.waitUntil(lambda: opened.list.complete, timeout=20_000)
    assert opened.model.total == told
