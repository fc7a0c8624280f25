"""A clerk's week in the window: a roster comes in, pairings are suggested, visits are entered, the month is reported."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.db.store import Store
from app.models import RECORDS
from app.operations import record as records
from app.operations import team
from app.ui import jobs, verbs
from app.ui.screens.coverage import TIERS
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press, to, words

ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space
CONTROL = Qt.KeyboardModifier.ControlModifier
MEMBERS = ("仇先", "解明月", "单小红", "查文")
HOMES = 21
# What the week adds up to, by the figures of the month.
MONTH = {
    "党员总数": 4, "农户": 21, "本期新结对": 21, "走访人次": 20, "走访户次": 20, "走访中听到诉求": 1, "好事实事": 1,
    "本期受理诉求": 1, "本期办结诉求": 1, "本期解决诉求": 1, "本期反馈诉求": 1, "本期回访诉求": 1, "本期满意和基本满意的": 1,
    "本期征集微心愿": 1, "本期认领微心愿": 1, "本期完成微心愿": 1, "本期反馈微心愿": 1, "本期报到": 1, "本期工作日志": 1,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _friday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 9, 0).astimezone())


@pytest.fixture
def village(store: Store) -> Store:
    """What stood before the week: places, a branch, who takes matters up, a team on site."""
    town = make.unit(store, "青禾镇", kind="乡镇")
    place = make.unit(store, "上溪村", parent=town)
    make.unit(store, "云溪社区", kind="社区", parent=town)
    make.branch(store, "中共上溪村支部委员会", unit=place)
    for name in ("解明", "朴玉兰", "仇明"):
        make.cadre(store, name, unit=town)
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队"})
    team.send(store, squad, "仇甲", on="2026-02-20")
    return store


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def ready(window: Window, qtbot: QtBot) -> None:
    """The window has the keyboard again after a dialog."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def rows(window: Window, sql: str) -> list[tuple[Any, ...]]:
    with window.store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def one(window: Window, sql: str) -> Any:
    return rows(window, sql)[0][0]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def keys(qtbot: QtBot, *told: str | Qt.Key) -> None:
    """Types texts (Chinese as an input method does) and keys where the keyboard is."""
    for each in told:
        if isinstance(each, str) and not each.isascii():
            composed = QInputMethodEvent()
            composed.setCommitString(each)
            QApplication.sendEvent(focused(), composed)
        elif isinstance(each, str):
            qtbot.keyClicks(focused(), each)
        else:
            qtbot.keyClick(focused(), each)


def press_key(window: Window, qtbot: QtBot, widget: QWidget, which: Qt.Key) -> None:
    ready(window, qtbot)
    qtbot.keyClick(widget, which, CONTROL)


def sheet(path: Path, *lines: tuple[Any, ...]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append(line)
    book.save(path)
    return path


def taken_in(window: Window, qtbot: QtBot, path: Path) -> None:
    screen = window.open_place("importing")
    screen.open_file(path)
    qtbot.waitUntil(lambda: not jobs.RUNNING and screen.plan is not None, timeout=20_000)
    assert screen.plan.status == "ok", screen.plan.message
    assert screen.plan.counts()["refused"] == 0, [row.message for row in screen.plan.rows if row.fate == "refused"]
    told = hands(press("知道了"))
    screen.go.click()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    screen.leave()


def import_both(window: Window, qtbot: QtBot, folder: Path) -> None:
    people = [
        (name, make.number(i), "中共上溪村支部委员会", "上溪村", f"{i % 3 + 1}组") for i, name in enumerate(MEMBERS)
    ]
    homes = [(f"朴{'春夏秋'[i % 3]}{'一二三四五六七'[i // 3]}", "上溪村", f"{i % 3 + 1}组", 3) for i in range(HOMES)]
    heads = ("姓名", "身份证号", "所在党支部", "所在村", "组别")
    taken_in(window, qtbot, sheet(folder / "党员花名册.xlsx", heads, *people))
    taken_in(window, qtbot, sheet(folder / "农户名册.xlsx", ("户主姓名", "所在村", "组别", "家庭人口"), *homes))
    assert (one(window, "SELECT count(*) FROM member"), one(window, "SELECT count(*) FROM household")) == (4, HOMES)


def board(window: Window, qtbot: QtBot) -> Any:
    screen = window.open_place("suggest")
    settle(qtbot)
    screen.see("one")
    ready(window, qtbot)
    screen.board.view.setFocus()
    return screen


def confirm(window: Window, qtbot: QtBot, screen: Any) -> None:
    told = hands(fill(on="2026-11-02"))
    press_key(window, qtbot, screen.board.view, ENTER)
    settle(qtbot)
    assert told.done


def pair_all_but_one(window: Window, qtbot: QtBot) -> None:
    """All are taken by keys, one is given back, the rest is confirmed."""
    screen = board(window, qtbot)
    assert f"推荐 {HOMES} 对" in screen.subtitle.text()
    screen.board.view.selectAll()
    keys(qtbot, SPACE)
    screen.board.view.selectRow(0)
    keys(qtbot, SPACE)
    assert screen.go.text() == f"确认 {HOMES - 1} 对"
    assert one(window, "SELECT count(*) FROM pairing") == 0
    confirm(window, qtbot, screen)
    assert one(window, "SELECT count(*) FROM pairing WHERE until IS NULL") == HOMES - 1


def shut(told: list[str]) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        told.append(words(dialog))
        dialog.reject()

    return act


def print_cards(window: Window, qtbot: QtBot) -> None:
    """Cards of all pairings in the list, looked at as they will be printed."""
    screen = window.open_place("pairing")
    qtbot.waitUntil(lambda: screen.list.complete, timeout=20_000)
    screen.view.selectAll()
    menu = menu_of(screen)
    seen: list[str] = []
    told = hands(to("村和党支部"), shut(seen))
    next(action for action in menu.actions() if action.text() == "打印联系卡…").trigger()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    menu.deleteLater()
    assert "打印预览　联系卡" in seen[0]
    assert "第 1 页，共 3 页" in seen[0]  # twenty cards, eight on a page


def menu_of(screen: Any) -> Any:
    return verbs.menu(screen, screen.record, screen.chosen())


def visit_twenty(window: Window, qtbot: QtBot) -> None:
    """Helper by helper, each of his households from the list of proposals; a deed at one door, a request at another."""
    screen = window.open_place("visiting")
    ready(window, qtbot)
    qtbot.waitUntil(screen.form.who.hasFocus)
    sql = "SELECT m.name, count(*) FROM pairing p JOIN member m ON m.id = p.helper_member GROUP BY m.id ORDER BY m.name"
    done = 0
    for helper, homes in rows(window, sql):
        screen.form.who.selectAll()
        keys(qtbot, helper, ENTER, ENTER)
        for n in range(homes):
            if n:
                keys(qtbot, ENTER, ENTER)
            keys(qtbot, DOWN, ENTER)
            screen.form.fields["day"].selectAll()
            keys(qtbot, f"2026-11-{done // 5 + 3:02d}", ENTER, str(done % 6 + 1), ENTER, "了解情况", ENTER)
            keys(qtbot, *(("送大米", ENTER, "2", ENTER, "120", ENTER) if done == 3 else (ENTER,)))
            keys(qtbot, *(("路灯坏了", ENTER) if done == 7 else (ENTER,)))
            assert screen.form.who.hasFocus()
            done += 1
    assert screen.status() == "本次已登记 20 次走访"
    assert one(window, "SELECT count(DISTINCT helped_household) FROM visit WHERE pairing IS NOT NULL") == 20
    assert rows(window, "SELECT what, money FROM deed") == [("送大米", 12_000)]


def settle_request(window: Window, qtbot: QtBot) -> None:
    """组 → 队 → 办, sent back for what was missing, up again, answered and down both levels, solved, told, asked after."""
    screen = window.open_place("request")
    qtbot.waitUntil(lambda: screen.list.complete, timeout=20_000)
    assert (screen.model.total, screen.made["受理"].text()) == (1, "受理 1")
    screen.view.selectRow(0)
    told = hands(
        fill(on="2026-11-04", by="解明", to="解明"),
        fill(on="2026-11-05", by="解明", to="朴玉兰", told="组里定不了"),
        fill(on="2026-11-06", by="朴玉兰", to="仇明", told="队里定不了"),
        fill(on="2026-11-07", by="仇明", told="请写明是哪几盏"),
        fill(on="2026-11-08", by="朴玉兰", to="仇明", told="村口三盏，队里没有经费"),
        fill(on="2026-11-09", by="仇明", told="同意维修"),
        fill(on="2026-11-10", by="朴玉兰", told="请组里修好"),
        fill(on="2026-11-12", by="解明", told="换了灯"),
        fill(on="2026-11-13", by="解明"),
        fill(on="2026-11-17", by="解明", satisfaction="满意"),
    )
    levels = []
    for word in ("承办", "上报", "上报", "退回", "上报", "答复", "答复", "办结", "反馈", "回访"):
        screen.offer_buttons[[offer.word for offer in screen.offered].index(word)].click()
        levels.append(one(window, "SELECT up_level FROM request"))
        screen.view.selectRow(0)
    assert told.done
    assert levels == [None, "队", "办", "队", "办", "队", None, None, None, None]
    assert rows(window, "SELECT content, result, satisfaction FROM request") == [("路灯坏了", "换了灯", "满意")]
    assert screen.made["回访"].text() == "回访 1"


def grant_wish(window: Window, qtbot: QtBot) -> None:
    screen = window.open_place("wishing")
    ready(window, qtbot)
    screen.entry.begin()
    keys(qtbot, "朴春一", ENTER)
    screen.entry.widgets["content"].setFocus()
    keys(qtbot, "一件棉衣", ENTER)
    assert rows(window, "SELECT name, content, household IS NOT NULL FROM wish") == [("朴春一", "一件棉衣", 1)]
    for which, answer, stage in (
        (Qt.Key.Key_1, fill(on="2026-11-20", by="解明"), "待认领"),
        (Qt.Key.Key_2, fill(kind="党员", who="单小红", on="2026-11-20"), "待完成"),
        (Qt.Key.Key_3, fill(on="2026-11-20", result="已送到"), "待反馈"),
        (Qt.Key.Key_4, fill(on="2026-11-20", words="很暖和"), "已反馈"),
    ):
        told = hands(answer)
        press_key(window, qtbot, screen.view, which)
        assert told.done
        assert screen.rows[0][6] == stage


def report_in_and_log(window: Window, qtbot: QtBot) -> None:
    screen = window.open_place("reporting")
    screen.place.setCurrentText("云溪社区")
    screen.load()
    told = hands(fill(who="查文", on="2026-11-18", skills="电工"))
    press_key(window, qtbot, screen.people_view, Qt.Key.Key_1)
    assert told.done
    assert [row[1] for row in screen.people] == ["查文"]
    logs = window.open_place("logging")
    ready(window, qtbot)
    logs.entry.widgets["content"].setFocus()
    keys(qtbot, "陪同走访", ENTER)
    assert rows(window, "SELECT day, content FROM work_log") == [("2026-11-20", "陪同走访")]
    assert "本月已驻 1 天" in logs.who.text()


def close_gap(window: Window, qtbot: QtBot) -> None:
    """The household that nobody holds is seen, opened, and held after one way through the suggestions."""
    screen = window.open_place("coverage")
    settle(qtbot)
    tier = next(i for i, reach in enumerate(screen.reaches) if reach.aim.title == "农户")
    assert [len(screen.rows(screen.tiers, tier, name)) for name in ("total", "covered", "uncovered")] == [21, 20, 1]
    screen.open(screen.tiers, tier, [column.name for column in TIERS].index("uncovered"))
    listed = window.screens["household"]
    qtbot.waitUntil(lambda: listed.list.complete, timeout=20_000)
    assert listed.model.total == 1
    window.open_place("coverage")
    settle(qtbot)
    screen.tiers.selectRow(tier)
    assert screen.propose.isEnabled()
    screen.propose.click()
    settle(qtbot)
    assert window.current == "suggest"
    made = window.screens["suggest"]
    assert len(made.board.rows) == 1
    made.board.view.selectRow(0)
    ready(window, qtbot)
    made.board.view.setFocus()
    keys(qtbot, SPACE)
    confirm(window, qtbot, made)
    window.open_place("coverage")
    settle(qtbot)
    assert len(screen.rows(screen.tiers, tier, "uncovered")) == 0


def month(window: Window, qtbot: QtBot) -> Any:
    screen = window.open_place("figure")
    screen.period.setCurrentText("2026-11")
    screen.load()
    settle(qtbot)
    return screen


def figures(screen: Any) -> dict[str, int]:
    return {str(row[0]): row[2] for row in screen.table.rows}


def every_figure_lists_its_rows(window: Window, qtbot: QtBot, screen: Any) -> None:
    told = figures(screen)
    assert {name: told[name] for name in MONTH} == MONTH
    lines = [(str(row[0]), row[2], row[6]) for row in screen.table.rows]
    for i, (name, figure, count) in enumerate(lines):
        if name not in MONTH:
            continue
        assert count == figure, name
        month(window, qtbot)
        screen.open(i)
        opened = window.screens[window.current]
        qtbot.waitUntil(lambda opened=opened: opened.list.complete, timeout=20_000)
        assert opened.model.total == figure, name


def take_back(window: Window, qtbot: QtBot) -> None:
    """The last three works, one by one, and all of them again."""
    held = "SELECT count(*) FROM pairing WHERE until IS NULL"
    for sql, left in ((held, 20), ("SELECT count(*) FROM work_log", 0), ("SELECT count(*) FROM report_in", 0)):
        window.undo()
        settle(qtbot)
        assert one(window, sql) == left
    told = figures(month(window, qtbot))
    assert (told["本期新结对"], told["本期工作日志"], told["本期报到"], told["走访人次"]) == (20, 0, 0, 20)
    for _ in range(3):
        window.redo()
        settle(qtbot)
    told = figures(month(window, qtbot))
    assert {name: told[name] for name in MONTH} == MONTH


def household_tells_all(window: Window, qtbot: QtBot) -> None:
    """One entry each, and the household's card shows what was done for it."""
    home = one(window, "SELECT household FROM request")
    window.show_record("household", home)
    screen = window.screens["household"]
    qtbot.waitUntil(lambda: screen.list.complete, timeout=20_000)
    screen.view.selectRow(0)
    tabs = screen.card.tabs
    seen = {}
    for i in range(tabs.count()):
        tabs.setCurrentIndex(i)
        seen[tabs.tabText(i)] = "\n".join(found.text() for found in tabs.widget(i).findChildren(QLabel))
    assert "路灯坏了" in seen["服务"]
    assert "了解情况" in seen["服务"]


def test_a_week_of_a_clerk_from_the_roster_to_the_figures_of_the_month(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    import_both(window, qtbot, tmp_path)
    pair_all_but_one(window, qtbot)
    print_cards(window, qtbot)
    visit_twenty(window, qtbot)
    settle_request(window, qtbot)
    grant_wish(window, qtbot)
    report_in_and_log(window, qtbot)
    close_gap(window, qtbot)
    household_tells_all(window, qtbot)
    every_figure_lists_its_rows(window, qtbot, month(window, qtbot))
    take_back(window, qtbot)
