"""首页: what is shown first, what is asked anew, and that each line can be done, postponed, put aside and taken up again."""

from typing import Any

import pytest
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app import rules
from app.db.queries import alert as queries
from app.models import RECORDS
from app.operations import dismissal
from app.operations.record import save
from app.ui import asking, jobs
from app.ui.screens.home import HomeScreen
from app.ui.screens.home_todo import ASIDE, DONE, MANY, Heap, Todo
from app.ui.style import Elided
from app.ui.window import Window
from tests import make
from tests.ui.conftest import Handed


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


@pytest.fixture
def home(window: Window, qtbot: QtBot) -> HomeScreen:
    made = window.open_place("home")
    assert isinstance(made, HomeScreen)
    settle(qtbot)
    return made


def codes(todo: Todo) -> list[tuple[str, str]]:
    return [(alert.code, alert.uid) for alert in todo.alerts]


def test_the_page_shows_what_the_rules_find(home: HomeScreen) -> None:
    with home.store.read() as reader:
        found = rules.run(reader)
    assert sorted(codes(home.todo)) == sorted((alert.code, alert.uid) for alert in found)
    assert home.model.total == len(found) > 0


def test_the_status_says_that_it_is_not_all_while_rules_are_asked(home: HomeScreen, qtbot: QtBot) -> None:
    home._counted = (-1, "")  # noqa: SLF001 - as at the start: every rule is asked
    home.refresh()
    assert home.status().endswith("正在核对…")
    settle(qtbot)
    assert home.status() == f"待办 {len(home.todo.alerts):,} 项"


def test_a_subject_with_very_many_lines_stands_as_one_that_opens_them(home: HomeScreen, qtbot: QtBot) -> None:
    todo, before = home.todo, home.model.total
    few = [alert for alert in todo.alerts if alert.code != "uncovered_household"]
    with home.store.work("试") as work:
        work.add_many(RECORDS["household"], ("head_name", "village"), [(f"户{i}", 1) for i in range(MANY + 1)])
    settle(qtbot)
    found = [alert for alert in todo.alerts if alert.code == "uncovered_household"]
    assert len(found) > MANY
    heaps = [(line.code, line.count) for line in todo.shown if isinstance(line, Heap)]
    assert ("uncovered_household", len(found)) in heaps
    assert todo.count.text() == f"{len(todo.alerts):,} 项"
    assert home.model.total == len(todo.shown) < before + MANY
    assert {alert.uid for alert in few if alert in todo.alerts} <= {
        line.uid for line in todo.shown if not isinstance(line, Heap)
    } | {alert.uid for code, _count in heaps for alert in todo.found[code]}
    place = next(i for i, line in enumerate(todo.shown) if isinstance(line, Heap) and line.code == found[0].code)
    todo.view.selectRow(place)
    assert (todo.acts["open"].isEnabled(), todo.acts["done"].isEnabled()) == (True, False)
    todo.open(place)
    assert todo.shown == found
    todo.view.selectRow(0)
    assert todo.acts["done"].isEnabled()
    todo.rules.setCurrentIndex(0)
    todo.arrange()
    assert any(isinstance(line, Heap) for line in todo.shown)


def test_only_the_rules_that_read_what_changed_are_asked_again(
    home: HomeScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    really = rules.each
    monkeypatch.setattr(rules, "each", lambda reader, only=None: asked.append(only) or really(reader, only=only))
    home.refresh()
    settle(qtbot)
    make.cadre(home.store, "解明")
    settle(qtbot)
    assert asked == [frozenset(), rules.touched({"cadre"})]
    assert asked[1] < set(rules.RULES)


def test_after_every_change_the_lines_are_those_of_a_full_run(home: HomeScreen, qtbot: QtBot) -> None:
    make.household(home.store, "朴春生", village=1)
    settle(qtbot)
    save(home.store, RECORDS["member"], {"lost": "是"}, row=1)
    settle(qtbot)
    with home.store.read() as reader:
        assert sorted(codes(home.todo)) == sorted((alert.code, alert.uid) for alert in rules.run(reader))


def test_a_line_is_done_and_taken_up_again(home: HomeScreen, qtbot: QtBot) -> None:
    first, before = home.todo.alerts[0], home.model.total
    home.view.selectRow(0)
    home.todo.acts["done"].click()
    settle(qtbot)
    assert home.model.total == before - 1
    home.todo.narrow(ASIDE)
    assert [(each.rule, each.uid, each.reason) for each in home.todo.shown] == [(first.code, first.uid, DONE)]
    assert home.model.cell(0, 3) == DONE
    home.view.selectRow(0)
    home.todo.acts["back"].click()
    settle(qtbot)
    assert home.todo.shown == []
    home.todo.narrow("")
    assert home.model.total == before


def test_a_line_is_postponed_with_a_reason(home: HomeScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ask", lambda *_a: {"until": "2099-01-01", "reason": "下月再办"})
    before = home.model.total
    home.view.selectRow(0)
    home.todo.acts["later"].click()
    settle(qtbot)
    assert home.model.total == before - 1
    home.todo.narrow(ASIDE)
    assert home.model.cell(0, 3) == "推迟到 2099-01-01：下月再办"


def test_the_lines_are_narrowed_by_urgency_and_by_subject(home: HomeScreen) -> None:
    home.todo.narrow("week")
    assert {alert.severity for alert in home.todo.shown} == {"week"}
    home.todo.narrow("week")
    home.todo.rules.setCurrentIndex(1)
    home.todo.arrange()
    assert len({alert.code for alert in home.todo.shown}) == 1


def test_an_alert_of_what_is_gone_can_still_be_taken_up(home: HomeScreen, qtbot: QtBot) -> None:
    dismissal.dismiss(home.store, "uncovered_household", "keine", "查无此户")
    settle(qtbot)
    with home.store.read() as reader:
        (found,) = queries.everything_aside(reader, {"uncovered_household": ("household",)})
    assert (found.record, found.row) == ("", 0)
    home.todo.narrow(ASIDE)
    assert home.model.cell(0, 2) == "已不在登记里"


def test_the_next_window_says_what_changed_since(window: Window, home: HomeScreen, qtbot: QtBot) -> None:
    home.leave()
    make.cadre(window.store, "查红旗")
    make.household(window.store, "朴春生", village=1)
    settle(qtbot)
    again = Window(Handed(window.store, window.parts.folder))
    qtbot.addWidget(again)
    screen = again.open_place("home")
    settle(qtbot)
    assert not screen.changed.isHidden()
    assert "干部 1" in screen.changed.text()
    assert "农户 1" in screen.changed.text()
    again.close()


def test_who_has_not_handed_in_is_named(home: HomeScreen) -> None:
    home.show_sheets([(("年终核对", 3), ["柳湾村", "石坪村"]), (("困难群众", 2), [])])
    assert not home.sheets.isHidden()
    texts = [line.whole for line in home.sheets.findChildren(Elided)]
    assert texts == ["年终核对", "未交：柳湾村、石坪村", "困难群众"]
    assert [bar.value() for bar in home.sheets.findChildren(QProgressBar)] == [1, 2]


def test_a_campaign_whose_deadline_is_over_stands_on_the_page_with_those_left(home: HomeScreen, qtbot: QtBot) -> None:
    assert home.missed.isHidden()
    campaign = {"name": "双结对", "target": "农户", "deadline": "2020-01-31"}
    row = save(home.store, RECORDS["campaign"], campaign)
    settle(qtbot)
    link = next(button for button in home.missed.findChildren(QPushButton) if "未对接" in button.text())
    assert not home.missed.isHidden()
    assert link.text() == "1 户未对接 ›"
    link.click()
    opened = home.window_.screens["household"]
    qtbot.waitUntil(lambda: opened.list.complete, timeout=20_000)
    assert opened.model.total == 1
    home.window_.open_place("home")
    save(home.store, RECORDS["campaign"], {"until": "2020-12-31"}, row=row)  # it is over altogether
    settle(qtbot)
    assert home.missed.isHidden()
