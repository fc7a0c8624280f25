"""Wishes, reporting in, daily logs and plans without the mouse: entered by keys, gone through their steps by dialogs."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.db.store import Store
from app.models import RECORDS
from app.operations import record as records
from app.operations import report_in, setting, team, wish
from app.ui import editors
from app.ui.screens.plan import PlanScreen
from app.ui.screens.report_in import ReportInScreen
from app.ui.screens.wish import WishScreen
from app.ui.screens.work_log import SAME_DAY, SAME_PERSON, WorkLogScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press

ENTER = Qt.Key.Key_Return


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 9, 0).astimezone())


def ready(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def key(window: Window, qtbot: QtBot, widget: QWidget, which: Qt.Key) -> None:
    """Ctrl and a figure; the window has the keyboard again after a dialog."""
    ready(window, qtbot)
    qtbot.keyClick(widget, which, Qt.KeyboardModifier.ControlModifier)


def type_on(qtbot: QtBot, *texts: str) -> None:
    """Each text into the field that has the keyboard, then Enter."""
    for text in texts:
        if text:
            editors.put_text(focused(), text)  # as an input method does: keys have no Chinese
        qtbot.keyClick(focused(), ENTER)


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


@pytest.fixture
def wishes(window: Window, qtbot: QtBot) -> WishScreen:
    made = window.open_place("wishing")
    assert isinstance(made, WishScreen)
    ready(window, qtbot)
    made.entry.begin()
    return made


def test_two_wishes_are_entered_by_keys_alone_and_the_day_stays(
    wishes: WishScreen, window: Window, qtbot: QtBot
) -> None:
    type_on(
        qtbot, "仇根水", "", "", "", "2026-11-19" if not editors.text_of(wishes.entry.widgets["collected_on"]) else ""
    )
    type_on(qtbot, "解明", "", "120", "一台收音机")
    type_on(qtbot, "朴玉兰")
    focus = wishes.entry.widgets["content"]
    focus.setFocus()
    type_on(qtbot, "修水管")
    told = rows(
        window.store, "SELECT name, content, collected_on, collector, cost, household IS NOT NULL FROM wish ORDER BY id"
    )
    assert told == [
        ("仇根水", "一台收音机", "2026-11-20", "解明", 12000, 1), ("朴玉兰", "修水管", "2026-11-20", "解明", None, 0),
    ]  # fmt: skip
    assert wishes.view.model().rowCount() == 2
    assert wishes.entry.widgets["name"].hasFocus()


def test_what_is_wrong_in_a_wish_is_told_beside_its_field_and_nothing_is_kept(
    wishes: WishScreen, window: Window, qtbot: QtBot
) -> None:
    editors.put_text(wishes.entry.widgets["phone"], "123")
    editors.put_text(wishes.entry.widgets["name"], "朴玉兰")
    qtbot.mouseClick(wishes.save_button, Qt.MouseButton.LeftButton)
    assert wishes.entry.notes["phone"].isVisible()
    assert wishes.entry.widgets["phone"].hasFocus()
    editors.put_text(wishes.entry.widgets["phone"], "")
    qtbot.mouseClick(wishes.save_button, Qt.MouseButton.LeftButton)
    assert wishes.entry.notes["content"].text() == "请填写微心愿内容。"
    assert rows(window.store, "SELECT 1 FROM wish") == []


def test_of_two_people_of_one_name_the_clerk_chooses(wishes: WishScreen, window: Window) -> None:
    make.household(window.store, "张伟", village=make.unit(window.store, "下溪村"))
    editors.put_text(wishes.entry.widgets["name"], "张伟")
    editors.put_text(wishes.entry.widgets["content"], "一件棉衣")
    wishes.look()
    assert wishes.owner.count() == 3
    assert wishes.owner.currentIndex() == 0
    wishes.owner.setCurrentIndex(1)
    wishes.save()
    assert rows(window.store, "SELECT household IS NOT NULL, member IS NOT NULL FROM wish") == [(1, 0)]


def test_a_wish_goes_from_its_notice_to_the_word_back_by_keys_and_dialogs(
    wishes: WishScreen, window: Window, qtbot: QtBot
) -> None:
    editors.put_text(wishes.entry.widgets["name"], "朴玉兰")
    editors.put_text(wishes.entry.widgets["content"], "一件棉衣")
    wishes.save()
    steps = (
        ("Ctrl+1", Qt.Key.Key_1, fill(on="2026-11-20", by="解明"), "待认领"),
        ("Ctrl+2", Qt.Key.Key_2, fill(kind="党员", who="单小红", on="2026-11-20", due="2026-12-01"), "待完成"),
        ("Ctrl+3", Qt.Key.Key_3, fill(on="2026-11-20", result="已送到"), "待反馈"),
        ("Ctrl+4", Qt.Key.Key_4, fill(on="2026-11-20", words="满意"), "已反馈"),
    )
    for _name, which, answer, stage in steps:
        told = hands(answer)
        key(window, qtbot, wishes.view, which)
        assert told.done
        assert wishes.rows[0][6] == stage
    assert rows(window.store, "SELECT claimer, claim_member IS NOT NULL, feedback FROM wish") == [("单小红", 1, "满意")]
    window.undo()
    assert wishes.rows[0][6] == "待反馈"


def test_a_claimant_who_is_not_on_the_books_is_said_and_may_be_written_as_another(
    wishes: WishScreen, window: Window, qtbot: QtBot
) -> None:
    editors.put_text(wishes.entry.widgets["name"], "朴玉兰")
    editors.put_text(wishes.entry.widgets["content"], "一件棉衣")
    wishes.save()
    told = hands(fill(kind="干部", who="仇先", on="2026-11-20"), press("知道了"))
    key(window, qtbot, wishes.view, Qt.Key.Key_2)
    assert "没有登记“仇先”" in told.read[1]
    hands(fill(kind="其他", who="仇先", unit="县供电局", on="2026-11-20"))
    key(window, qtbot, wishes.view, Qt.Key.Key_2)
    assert rows(window.store, "SELECT claimer, claimer_unit FROM wish") == [("仇先", "县供电局")]


@pytest.fixture
def logs(window: Window, qtbot: QtBot) -> WorkLogScreen:
    squad = records.save(window.store, RECORDS["team"], {"name": "驻村工作队", "days": 15})
    for name in ("仇甲", "仇乙"):
        team.send(window.store, squad, name, on="2026-02-20")
    made = window.open_place("logging")
    assert isinstance(made, WorkLogScreen)
    ready(window, qtbot)
    return made


def test_the_logs_of_a_day_are_entered_one_person_after_the_other(
    logs: WorkLogScreen, window: Window, qtbot: QtBot
) -> None:
    assert logs.series.currentText() == SAME_DAY
    for content in ("走访农户", "修路"):
        logs.entry.widgets["content"].setFocus()
        type_on(qtbot, content)
    found = rows(
        window.store,
        "SELECT p.name, l.day, l.content, l.spent FROM work_log l JOIN posting p ON p.id = l.posting ORDER BY l.id",
    )
    assert sorted(found) == [("仇乙", "2026-11-20", "修路", "全天"), ("仇甲", "2026-11-20", "走访农户", "全天")] or sorted(found) == [
        ("仇乙", "2026-11-20", "走访农户", "全天"), ("仇甲", "2026-11-20", "修路", "全天"),
    ]  # fmt: skip
    assert "本月已驻 1 天，应驻 15 天" in logs.who.text()


def test_the_logs_of_one_person_go_on_to_his_next_working_day(
    logs: WorkLogScreen, window: Window, qtbot: QtBot
) -> None:
    logs.series.setCurrentText(SAME_PERSON)
    editors.put_text(logs.entry.widgets["day"], "2026-11-13")  # a Friday
    for content in ("走访农户", "修路"):
        logs.entry.widgets["content"].setFocus()
        type_on(qtbot, content)
    assert rows(window.store, "SELECT day FROM work_log ORDER BY day") == [("2026-11-13",), ("2026-11-16",)]
    assert rows(window.store, "SELECT count(DISTINCT posting) FROM work_log") == [(1,)]


def test_a_log_of_tomorrow_is_refused_beside_the_day(logs: WorkLogScreen, window: Window, qtbot: QtBot) -> None:
    editors.put_text(logs.entry.widgets["day"], "2026-11-21")
    logs.entry.widgets["content"].setFocus()
    type_on(qtbot, "走访")
    assert "还没有到" in logs.entry.notes["day"].text()
    assert rows(window.store, "SELECT 1 FROM work_log") == []


@pytest.fixture
def reports(window: Window, qtbot: QtBot) -> ReportInScreen:
    make.unit(window.store, "云溪社区", kind="社区")
    made = window.open_place("reporting")
    assert isinstance(made, ReportInScreen)
    ready(window, qtbot)
    made.place.setCurrentText("云溪社区")
    made.load()
    return made


def test_somebody_reports_takes_a_post_and_an_activity_is_registered(
    reports: ReportInScreen, window: Window, qtbot: QtBot
) -> None:
    hands(fill(who="单小红", on="2026-11-01", skills="法律"))
    key(window, qtbot, reports.people_view, Qt.Key.Key_1)
    hands(fill(who="仇先", on="2026-11-01", work_unit="县医院"))
    key(window, qtbot, reports.people_view, Qt.Key.Key_1)
    assert rows(window.store, "SELECT name, member IS NOT NULL FROM report_in ORDER BY id") == [
        ("单小红", 1),
        ("仇先", 0),
    ]
    records.save(window.store, RECORDS["duty"], {"name": "环境巡查员", "community": reports.unit, "places": 1})
    reports.people_view.selectAll()
    told = hands(fill(on="2026-11-05"), press("认领"))
    key(window, qtbot, reports.people_view, Qt.Key.Key_4)
    assert "需要 1 人，认领后有 2 人" in told.read[1]
    hands(fill(name="清洁家园", on="2026-11-10", minutes="90", who=("单小红",)))
    key(window, qtbot, reports.people_view, Qt.Key.Key_6)
    assert rows(window.store, "SELECT minutes FROM participation") == [(90,)]
    assert [(row[1], row[4], row[5]) for row in reports.people] == [
        ("仇先", 0, "环境巡查员"),
        ("单小红", 1, "环境巡查员"),
    ] or [(row[1], row[4], row[5]) for row in reports.people] == [
        ("单小红", 1, "环境巡查员"),
        ("仇先", 0, "环境巡查员"),
    ]


def test_who_has_not_reported_is_one_key_away_once_the_setting_says_who_must(
    reports: ReportInScreen, window: Window
) -> None:
    assert "没有设置应报到的范围" in reports.must.text()
    branch = make.branch(window.store, "中共镇机关支部委员会", domain="机关")
    member = make.member(window.store, "解明", branch=branch)
    setting.put(window.store, "report_in_domains", "机关")
    assert "机关领域党支部" in reports.must.text()
    reports.show_missing()
    assert window.screens["member"].query.only == (member,)
    report_in.report(window.store, ("member", member), int(reports.unit or 0), on="2026-11-01")
    window.open_place("reporting")
    reports.show_missing()
    assert window.current == "reporting"


def test_a_plan_is_made_divided_and_done_by_keys(window: Window, qtbot: QtBot) -> None:
    records.save(window.store, RECORDS["team"], {"name": "驻村工作队"})
    screen = window.open_place("planning")
    assert isinstance(screen, PlanScreen)
    ready(window, qtbot)
    for which, answer in (
        (Qt.Key.Key_1, fill(name="驻村帮扶", owner="仇甲")),
        (Qt.Key.Key_2, fill(period="2026-Q3", name="打开销路")),
        (Qt.Key.Key_3, fill(on="2026-11-20", result="完成")),
    ):
        hands(answer)
        key(window, qtbot, screen.tree, which)
    assert rows(window.store, "SELECT period, due, done_on, parent IS NOT NULL FROM plan_item ORDER BY id") == [
        ("2026", "2026-12-31", "2026-11-20", 0), ("2026-Q3", "2026-09-30", None, 1),
    ]  # fmt: skip
    assert "逾期 1" in screen.subtitle.text()


def test_cards_show_wishes_reports_and_postings(window: Window) -> None:
    member = make.member(window.store, "解明")
    community = make.unit(window.store, "云溪社区", kind="社区")
    report_in.report(window.store, ("member", member), community, on="2026-11-01")
    made = wish.collect(window.store, "朴玉兰", "一件棉衣", on="2026-11-01")
    wish.claim(window.store, [made], ("member", member), on="2026-11-02")
    squad = records.save(window.store, RECORDS["team"], {"name": "驻村工作队"})
    team.send(window.store, squad, ("member", member), on="2026-11-01")
    screen = window.open_place("member")
    screen.show_row(member)
    screen.view.selectRow(0)
    tabs = screen.card.tabs
    titles = [tabs.tabText(i) for i in range(tabs.count())]
    tabs.setCurrentIndex(titles.index("服务"))
    told = [found.text() for found in tabs.currentWidget().findChildren(QLabel)]
    assert told[told.index("报到") + 1] == "云溪社区　2026-11-01"
    assert told[told.index("认领") + 1] == "朴玉兰：一件棉衣"
    assert told[told.index("派驻") + 1] == "驻村工作队"
    assert "微心愿" not in told
    assert "还没有征集微心愿" in told
