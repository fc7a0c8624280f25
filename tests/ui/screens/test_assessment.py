"""Assessments in the window: begun in a form, scored by keys line after line, answered by the rules, looked over."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import clock
from app.db.queries import assessment as queries
from app.db.store import Store
from app.models import RECORDS
from app.models.checklist import SELF, TOWN
from app.operations import assessment
from app.operations import record as records
from app.ui import jobs
from app.ui.screens.assessment import AssessmentScreen
from app.ui.screens.assessment_overview import DOMAINS, WEAK, OverviewScreen
from app.ui.window import Window
from tests.ui.answering import fill, hands

BRANCH = 1
ITEMS = (
    {"code_no": "1", "group1": "组织", "content": "人数", "scoring": "扣分", "points": 400, "each": 100, "rules": "branch_too_small"},
    {"code_no": "2", "group1": "组织", "content": "书记", "scoring": "分档", "points": 300, "grades": "好3、较好2、一般1"},
    {"code_no": "3", "group1": "阵地", "content": "场所", "scoring": "评分", "points": 300},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


@pytest.fixture
def begun(village: Store) -> int:
    made = records.save(village, RECORDS["checklist"], {"name": "示范清单", "domain": "农村", "total": 1000})
    for n, item in enumerate(ITEMS, 1):
        records.save(village, RECORDS["item"], {"checklist": made, "order_no": n, **item})
    return assessment.begin(village, made, ("branch", BRANCH), year=2026)


@pytest.fixture
def screen(begun: int, window: Window, qtbot: QtBot) -> AssessmentScreen:
    assert begun
    made = window.open_place("assessing")
    assert isinstance(made, AssessmentScreen)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: not jobs.RUNNING and bool(made.sheet.answers))
    return made


def typed(screen: AssessmentScreen, qtbot: QtBot, text: str) -> None:
    screen.sheet.points.setFocus()
    screen.sheet.points.setText(text)
    qtbot.keyClick(screen.sheet.points, Qt.Key.Key_Return)


def told(store: Store, row: int) -> assessment.Sheet:
    with store.read() as reader:
        return assessment.sheet(reader, row)


def test_lines_are_scored_by_keys_alone(screen: AssessmentScreen, begun: int, village: Store, qtbot: QtBot) -> None:
    screen.focus()
    qtbot.keyClick(screen.sheet.view, Qt.Key.Key_Return)
    assert screen.sheet.points.hasFocus()
    for text in ("2处", "较好", "2.5"):
        typed(screen, qtbot, text)
    assert [mark.points for mark in told(village, begun).marks.values()] == [200, 200, 250]
    assert "自评 6.5（已评 3 条）" in screen.stages.text()
    assert screen.board.model().index(0, 1).data() == "6.5"


def test_what_a_line_does_not_allow_is_said_and_nothing_is_kept(
    screen: AssessmentScreen, begun: int, village: Store, qtbot: QtBot
) -> None:
    typed(screen, qtbot, "5")
    assert "超过这一条最高的 4 分" in screen.sheet.note.text()
    typed(screen, qtbot, "随便")
    assert "不是分数" in screen.sheet.note.text()
    assert told(village, begun).marks == {}


def test_the_rules_answer_is_shown_with_what_they_found(screen: AssessmentScreen, window: Window) -> None:
    assert screen.sheet.view.model().index(0, 4).data() == "✗ 1 处"
    assert "自动核对给 3 分" in screen.sheet.note.text()
    assert "不足 3 名" in screen.sheet.found.model().index(0, 1).data()
    screen.sheet.view.selectRow(1)
    assert screen.sheet.found.words == "这一条由人评定。"
    screen.sheet.view.selectRow(0)
    screen.sheet.open_alert(0)
    assert window.current == "branch"


def test_the_proposals_are_taken_over_and_the_stage_is_handed_in(
    screen: AssessmentScreen, begun: int, village: Store, qtbot: QtBot
) -> None:
    screen.buttons[0].click()
    assert {mark.points for mark in told(village, begun).marks.values()} == {300}
    screen.sheet.view.selectRow(1)
    for text in ("好", "3"):
        typed(screen, qtbot, text)
    answered = hands(fill(by="解明", on="2026-11-22"))
    screen.buttons[1].click()
    assert answered.done
    assert told(village, begun).facts.handed == {SELF: "2026-11-22"}
    screen.sheet.view.selectRow(2)
    typed(screen, qtbot, "1")
    assert "自评已于 2026-11-22 提交" in screen.sheet.note.text()
    screen.scorer.setCurrentText(TOWN)
    typed(screen, qtbot, "1")
    assert told(village, begun).sum(TOWN).points == 100
    assert told(village, begun).sum(SELF).points == 900


def test_a_finding_is_noted_for_the_line(screen: AssessmentScreen, begun: int, village: Store) -> None:
    answered = hands(fill(owner_name="解明", deadline="2026-12-31"))
    screen.buttons[3].click()
    assert answered.done
    with village.read() as reader:
        (found,) = queries.findings(reader, begun)
    assert (found.owner_name, found.deadline, found.item is not None) == ("解明", "2026-12-31", True)


def test_a_new_assessment_takes_a_built_in_list_and_one_organisation(screen: AssessmentScreen, village: Store) -> None:
    answered = hands(fill(list="机关领域自带清单", who="中共柳湾村支部委员会", year="2026"))
    screen.begin()
    assert answered.done
    assert [each.organisation for each in screen.standings] == ["中共柳湾村支部委员会", "中共石坪村支部委员会"]
    with village.read() as reader:
        assert {each.name for each in queries.every(reader)} >= {
            "2026年中共柳湾村支部委员会（机关党建规范化建设清单 2026.2）"
        }


def test_the_overview_shows_signs_weak_lines_and_domains(
    screen: AssessmentScreen, window: Window, qtbot: QtBot
) -> None:
    for text in ("4处", "好", "1"):
        typed(screen, qtbot, text)
    overview = window.open_place("overview")
    assert isinstance(overview, OverviewScreen)
    qtbot.waitUntil(lambda: overview.shown is not None and not jobs.RUNNING)
    assert overview.shown is not None
    assert overview.shown.rows[0][1:3] == ("中共石坪村支部委员会", "4")
    assert overview.shown.rows[0][-3:] == ("○", "●", "◐")
    assert "1（0%）" in overview.note.text()
    overview.kind.setCurrentText(WEAK)
    qtbot.waitUntil(lambda: overview.shown is not None and "薄弱" in overview.shown.title)
    assert overview.shown.rows[0][1] == "1"
    overview.kind.setCurrentText(DOMAINS)
    qtbot.waitUntil(lambda: overview.shown is not None and "领域" in overview.shown.title)
    assert overview.shown.rows[0][3:6] == (1, 1, "40%")


def test_without_assessments_the_screen_says_how_to_begin(window: Window, qtbot: QtBot) -> None:
    made = window.open_place("assessing")
    qtbot.waitUntil(lambda: not jobs.RUNNING)
    assert isinstance(made, AssessmentScreen)
    assert "新建考核" in made.board.words
    assert not made.buttons[0].isEnabled()
