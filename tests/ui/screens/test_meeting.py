"""Meetings in the window: entered by keys with absentees, a year planned at one go, the year that shows what is missing."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import clock
from app.db.store import Store
from app.models.meeting import GENERAL, PARTY_DAY
from app.operations import meeting
from app.operations.meeting import Sitting
from app.ui import editors, jobs
from app.ui.screens.meeting import MeetingScreen
from app.ui.screens.meeting_year import MeetingYearScreen
from app.ui.window import Window
from tests.ui.answering import fill, hands

BRANCH = 1


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> MeetingScreen:
    made = window.open_place("holding")
    assert isinstance(made, MeetingScreen)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.show_branch(BRANCH)
    return made


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def type_in(screen: MeetingScreen, **texts: str) -> None:
    for name, text in texts.items():
        editors.put_text(screen.entry.widgets[name], text)


def test_a_meeting_of_two_kinds_is_registered_with_who_was_away(screen: MeetingScreen, qtbot: QtBot) -> None:
    screen.kinds[PARTY_DAY].setChecked(True)
    screen.kinds[GENERAL].setChecked(True)
    assert [name for _row, name, _full in screen.roll.people] == ["单小红", "张伟"]
    assert "应到 2 人，实到 2 人" in screen.counted.text()
    type_in(screen, name="学习", hours="4", votes_for="1")
    screen.roll.reason.setText("住院")
    screen.roll.view.selectRow(1)
    screen.roll.view.setFocus()
    qtbot.keyClick(screen.roll.view, Qt.Key.Key_Space)
    assert "实到 1 人" in screen.counted.text()
    assert "没有超过应到 2 人的半数" in screen.counted.text()
    screen.minutes.setPlainText("逐字记录")
    qtbot.keyClick(screen.entry.widgets["name"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    told = rows(
        screen.store, "SELECT name, kinds, day, hours, expected, attended, voters_attended, minutes FROM meeting"
    )
    assert told == [("学习", "支部党员大会、主题党日", "2026-11-22", 4, 2, 1, 1, "逐字记录")]
    assert rows(screen.store, "SELECT member, sign, reason FROM attendance") == [(2, "事假", "住院")]
    assert screen.meetings[0][1:4] == ("2026-11-22", "支部党员大会、主题党日", "学习")
    assert editors.text_of(screen.entry.widgets["name"]) == ""


def test_what_is_refused_stands_beside_its_field_and_nothing_is_lost(screen: MeetingScreen) -> None:
    screen.kinds[PARTY_DAY].setChecked(True)
    type_in(screen, name="学习", day="2026-11-30")
    screen.save()
    assert "还没有到" in screen.entry.notes["day"].text()
    assert rows(screen.store, "SELECT count(*) FROM meeting") == [(0,)]
    assert editors.text_of(screen.entry.widgets["name"]) == "学习"


def test_a_meeting_is_opened_and_corrected_and_numbers_told_by_hand_stay(screen: MeetingScreen) -> None:
    meeting.hold(
        screen.store,
        Sitting(BRANCH, (PARTY_DAY,), "2026-11-15", "植树", {2: ("病假", "")}, {"expected": 9, "attended": 8}),
    )
    screen.refresh()
    screen.open_row(0)
    assert screen.kinds[PARTY_DAY].isChecked()
    assert editors.text_of(screen.entry.widgets["expected"]) == "9"
    assert editors.text_of(screen.entry.widgets["voters"]) == ""
    assert screen.roll.away == {2: ("病假", "")}
    screen.roll.view.selectRow(1)
    screen.roll.toggle()
    type_in(screen, place="后山")
    screen.save()
    told = rows(screen.store, "SELECT place, expected, attended, voters_attended FROM meeting")
    assert told == [("后山", 9, 8, 2)]
    assert rows(screen.store, "SELECT count(*) FROM attendance WHERE void_reason IS NULL") == [(0,)]


def test_a_year_is_planned_for_all_that_are_listed_and_one_is_held_and_one_called_off(screen: MeetingScreen) -> None:
    hands(fill(whom="列出的全部 2 个", day="8"))
    screen.plan()
    assert rows(
        screen.store, "SELECT branch, count(*), min(day) FROM meeting WHERE state = '计划' GROUP BY branch"
    ) == [
        (1, 12, "2026-01-08"),
        (2, 12, "2026-01-08"),
    ]
    screen.open_row(11)
    screen.save()
    assert rows(screen.store, "SELECT day, state, expected FROM meeting WHERE state = '已召开'") == [
        ("2026-01-08", "已召开", 2)
    ]
    screen.meeting_view.selectRow(0)
    hands(fill(reason="防汛"))
    screen.call_off()
    assert rows(screen.store, "SELECT day FROM meeting WHERE state = '取消'") == [("2026-12-08",)]


def test_the_year_shows_what_is_missing_and_leads_to_the_entry(window: Window, qtbot: QtBot) -> None:
    for month in (8, 10):
        meeting.hold(window.store, Sitting(2, (PARTY_DAY,), f"2026-{month:02d}-15", "学习"))
    made = window.open_place("meeting_year")
    assert isinstance(made, MeetingYearScreen)
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)
    made.kind.setCurrentText(PARTY_DAY)
    assert made.shown is not None
    names = [column.name for column in made.shown.columns]
    told = {row[1]: [row[names.index(f"m{month:02d}")] for month in (7, 8, 9, 10, 11)] for row in made.shown.rows}
    assert told["中共柳湾村支部委员会"] == [None, "15", "缺", "15", None]
    assert told["中共石坪村支部委员会"] == [None, "缺", "缺", "缺", None]
    assert made.shown.totals is not None
    assert made.shown.totals[-1] == 4
    made.lacking.setChecked(True)
    assert len(made.shown.rows) == 2
    made.kind.setCurrentText("支委会")
    assert len(made.shown.rows) == 0
    made.kind.setCurrentText(PARTY_DAY)
    made.open_row([row[1] for row in made.shown.rows].index("中共柳湾村支部委员会"))
    assert window.current == "holding"
    assert window.screens["holding"].branch() == 2


def test_the_record_of_a_meeting_is_printed_for_somebody(screen: MeetingScreen, qtbot: QtBot) -> None:
    meeting.hold(screen.store, Sitting(BRANCH, (PARTY_DAY,), "2026-11-15", "植树"))
    screen.refresh()
    screen.paper()
    assert "请在左下选中" in screen.window_.statusBar().currentMessage()
    screen.meeting_view.selectRow(0)
    answers = hands(fill(what="会议记录"), lambda dialog: dialog.reject())
    screen.paper()
    qtbot.waitUntil(lambda: answers.done and not jobs.RUNNING, timeout=20_000)
    assert "会议记录" in answers.read[1]
