"""走访登记 without the mouse: twenty visits one after another, by name and by number, with everything that hangs on one."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import clock
from app.operations import pairing, visit_plan
from app.ui import visiting
from app.ui.screens.visit import VisitScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
HEADS = ("朴春生", "单秋月", "查四", "盖五", "曾六")


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> VisitScreen:
    """Two members with five households each."""
    store = window.store
    village = make.unit(store, "上溪村", kind="村")
    for name, group in (("仇先", "1组"), ("解明月", "2组")):
        helper = make.member(store, name, village=village)
        homes = [make.household(store, f"{head}{group[0]}", village=village, group_name=group) for head in HEADS]
        sides = [("household", home) for home in homes]
        pairing.pair(store, "member_household", ("member", helper), sides, since="2026-01-10")
    made = window.open_place("visiting")
    assert isinstance(made, VisitScreen)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(made.form.who.hasFocus)
    return made


def keys(qtbot: QtBot, *told: str | Qt.Key) -> None:
    """Types texts and keys where the keyboard is."""
    for each in told:
        widget = QApplication.focusWidget()
        assert widget is not None
        if isinstance(each, str) and not each.isascii():
            composed = QInputMethodEvent()
            composed.setCommitString(each)
            QApplication.sendEvent(widget, composed)
        elif isinstance(each, str):
            qtbot.keyClicks(widget, each)
        else:
            qtbot.keyClick(widget, each)


def all_of(window: Window, sql: str) -> list[tuple[object, ...]]:
    with window.store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def test_twenty_visits_are_entered_by_keys_alone(screen: VisitScreen, window: Window, qtbot: QtBot) -> None:
    for helper in ("qx", "xmy"):
        keys(qtbot, helper, ENTER, ENTER)
        for n in range(10):
            if n:
                keys(qtbot, ENTER, ENTER)
            keys(qtbot, DOWN, ENTER)
            day = screen.form.fields["day"]
            day.selectAll()
            keys(qtbot, f"2026-0{n // 5 + 1}-1{n % 5}", ENTER)
            keys(qtbot, *((str(n % 6 + 1),) if n else ("xj",)), ENTER)
            keys(qtbot, "了解情况", ENTER, ENTER, ENTER)
            assert screen.form.who.hasFocus()
    rows = all_of(window, "SELECT helper_member, helped_household, pairing, kind, content FROM visit ORDER BY id")
    assert len(rows) == 20
    assert all(row[2] is not None and row[4] == "了解情况" for row in rows)
    assert len({row[:2] for row in rows}) == 10
    assert rows[0][3] == "宣讲政策"
    assert screen.status() == "本次已登记 20 次走访"


def test_deed_money_and_request_come_along_and_one_undo_takes_all_back(
    screen: VisitScreen, window: Window, qtbot: QtBot
) -> None:
    keys(qtbot, "qx", ENTER, ENTER, "pcs", ENTER, ENTER, ENTER, "收稻谷", ENTER)
    keys(qtbot, "送大米", ENTER, "2", ENTER, "120", ENTER, "路灯坏了", ENTER)
    assert all_of(window, "SELECT what, kind, money FROM deed") == [("送大米", "帮扶物资", 12_000)]
    assert all_of(window, "SELECT content, source FROM request") == [("路灯坏了", "走访")]
    assert all_of(window, "SELECT day, heard FROM visit") == [(clock.today().isoformat(), "路灯坏了")]
    assert screen.done.model().rowCount() == 1
    window.undo()
    assert all_of(window, "SELECT id FROM visit UNION ALL SELECT id FROM deed UNION ALL SELECT id FROM request") == []
    assert screen.done.model().rowCount() == 0


def test_the_number_of_a_slip_fills_who_and_whom(screen: VisitScreen, window: Window, qtbot: QtBot) -> None:
    month = f"{clock.today():%Y-%m}"
    with window.store.work("走访单") as work:
        work.add(visit_plan.VisitPlan, {"number": f"{month.replace('-', '')}-0007", "pairing": 3, "due": f"{month}-28"})
    keys(qtbot, "8", ENTER)
    assert screen.form.notes["who"].text() == "没有单号为“8”的走访单，请核对。"
    screen.form.who.selectAll()
    keys(qtbot, "7", ENTER)
    assert (screen.form.who.text(), screen.form.whom.text()) == ("仇先", "查四1")
    assert screen.form.fields["day"].hasFocus()
    keys(qtbot, ENTER, ENTER, ENTER, ENTER, ENTER)
    assert all_of(window, "SELECT plan, pairing FROM visit") == [(1, 3)]
    keys(qtbot, "7", ENTER)
    assert "已经登记过" in screen.form.notes["who"].text()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(
    screen: VisitScreen, window: Window, qtbot: QtBot
) -> None:
    keys(qtbot, ENTER)
    assert screen.form.notes["who"].text() == "请填写走访人。"
    keys(qtbot, "zzz", ENTER)
    assert "没有找到“zzz”" in screen.form.notes["who"].text()
    screen.form.who.selectAll()
    keys(qtbot, "qx", ENTER, ENTER, ENTER)
    assert screen.form.notes["whom"].text() == "请填写走访对象。"
    keys(qtbot, "pcs", ENTER)
    day = screen.form.fields["day"]
    day.selectAll()
    keys(qtbot, "2026-11", ENTER)
    assert "没有写到日" in screen.form.notes["day"].text()
    day.selectAll()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    keys(qtbot, tomorrow, ENTER, ENTER, ENTER, ENTER, ENTER)
    assert screen.form.notes["day"].text() == f"日期 {tomorrow} 还没有到，请核对。"
    assert day.hasFocus()
    assert all_of(window, "SELECT id FROM visit") == []


def test_the_same_visit_twice_a_day_is_asked(screen: VisitScreen, window: Window, qtbot: QtBot) -> None:
    assert screen.isVisible()
    visit = ("pcs", ENTER, ENTER, ENTER, ENTER, ENTER)
    keys(qtbot, "qx", ENTER, ENTER, *visit, ENTER)
    keys(qtbot, ENTER, ENTER, *visit)
    told = hands(press("取消"))
    keys(qtbot, ENTER)
    assert told.done
    assert len(all_of(window, "SELECT id FROM visit")) == 1


def test_a_visit_begins_from_a_household_a_helper_or_a_pairing(
    screen: VisitScreen, window: Window, qtbot: QtBot
) -> None:
    for place, row, act, told in (
        ("household", 2, visiting.visit_of, ("", "朴春生1")),
        ("member", 4, visiting.visit_by, ("仇先", "")),
        ("pairing", 6, visiting.visit_for, ("解明月", "朴春生2")),
    ):
        act(window.open_place(place), [row])
        assert window.current == "visiting"
        assert (screen.form.who.text(), screen.form.whom.text()) == told
    assert screen.form.fields["day"].hasFocus()
    keys(qtbot, ENTER, ENTER, ENTER, ENTER, ENTER)
    assert all_of(window, "SELECT helper_member, helped_household, pairing FROM visit") == [(5, 7, 6)]
