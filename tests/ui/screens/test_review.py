"""民主评议 in the window: number keys give grades, a second one corrects, the rest follows after a question; Ctrl+Z takes back."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import clock
from app.errors import UserError
from app.models import RECORDS
from app.operations import review
from app.ui import dueing, posting
from app.ui.screens.review import ReviewScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press

WAGE = "按月领取工资的党员"


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> ReviewScreen:
    made = window.open_place("judging")
    assert isinstance(made, ReviewScreen)
    ready(window, qtbot)
    made.view.setFocus()
    return made


def ready(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def grades(window: Window) -> list[tuple[object, ...]]:
    sql = "SELECT m.name, r.year, r.grade FROM review r JOIN member m ON m.id = r.member WHERE r.void_reason IS NULL ORDER BY m.id"
    with window.store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def test_number_keys_give_grades_and_go_on(window: Window, screen: ReviewScreen, qtbot: QtBot) -> None:
    assert [line[1] for line in screen.lines] == ["单小红", "张伟"]
    assert "还有 2 名没有登记" in screen.subtitle.text()
    for key in (Qt.Key.Key_1, Qt.Key.Key_3):
        qtbot.keyClick(screen.view, key)
    assert grades(window) == [("单小红", 2026, "优秀"), ("张伟", 2026, "基本合格")]
    qtbot.keyClick(screen.view, Qt.Key.Key_2)
    assert grades(window)[1] == ("张伟", 2026, "合格")
    qtbot.keyClick(screen.view, Qt.Key.Key_0)
    assert len(grades(window)) == 1
    assert "还有 1 名没有登记" in screen.subtitle.text()


def test_who_is_left_is_judged_after_a_question(window: Window, screen: ReviewScreen, qtbot: QtBot) -> None:
    qtbot.keyClick(screen.view, Qt.Key.Key_1)
    told = hands(press("记为合格"))
    screen.rest.click()
    qtbot.waitUntil(lambda: told.done)
    assert "张伟，都记为合格吗" in told.read[0]
    assert grades(window) == [("单小红", 2026, "优秀"), ("张伟", 2026, "合格")]
    assert not screen.rest.isEnabled()


def test_another_year_shows_the_year_before_beside_it(window: Window, screen: ReviewScreen) -> None:
    review.judge(window.store, 1, 2025, {1: "不合格"})
    assert screen.lines[0][3:] == ("不合格", "")
    screen.year.setCurrentText("2025")
    assert screen.lines[0][3:] == ("", "不合格")


def test_an_empty_branch_says_so(window: Window, screen: ReviewScreen) -> None:
    screen.branch.setCurrentText("中共柳湾村支部委员会")
    screen._choose()  # noqa: SLF001 - as Enter in the list of branches does
    assert screen.lines == []
    assert not screen.rest.isEnabled()
    assert screen.subtitle.text() == ""
    assert window.store


def test_votes_that_cannot_be_read_are_refused_with_an_example(window: Window, qtbot: QtBot) -> None:
    made = window.open_place("branch")
    qtbot.waitUntil(lambda: made.list.complete, timeout=20_000)
    told = hands(fill(on="2026-03-15", 书记="单小红", votes="单小红七票"))
    with pytest.raises(UserError, match="看不懂"):
        posting.elect(made, [1])
    assert told.done
    assert make.count(window.store, "SELECT count(*) FROM election") == 0


def test_a_term_is_put_off_from_the_list_and_beyond_a_year_only_after_a_question(window: Window, qtbot: QtBot) -> None:
    with window.store.work("届") as work:
        work.change(RECORDS["branch"], 1, {"term_until": "2026-06-15"})
        work.add(RECORDS["term"], {"branch": 1, "due": "2026-06-15"})
    made = window.open_place("branch")
    qtbot.waitUntil(lambda: made.list.complete, timeout=20_000)
    answered = hands(fill(until="2027-08-01", by="中共青禾镇委员会", reason="统一换届"), press("仍要登记"))
    posting.put_off(made, [1])
    assert answered.done
    assert make.value(window.store, "branch", 1, "term_until") == "2027-08-01"


def test_a_base_and_a_payment_from_the_lists(window: Window, qtbot: QtBot) -> None:
    members = window.open_place("member")
    qtbot.waitUntil(lambda: members.list.complete, timeout=20_000)
    told = hands(fill(since="2026-01", payer=WAGE, base="4500"))
    dueing.settle_him(members, [1])
    assert told.done
    with window.store.work("党费") as work:
        row = work.add(RECORDS["due"], {"member": 1, "month": "2026-01", "amount": 4_500})
    answered = hands(fill(on="2026-02-10", receipt="0001"))
    dueing.pay_rows(window.open_place("due"), [row])
    assert answered.done
    assert make.value(window.store, "due", row, "paid") == 4_500
