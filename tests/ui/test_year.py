"""The year of one branch in the window: it takes in a member, elects, meets, pays, judges, honours and lets one go; nothing is
missing then, the list of its domain answers itself and the pack is bound.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from app import clock, rules
from app.db.store import Store
from app.ledgers import ledger_named, table
from app.models.applicant import Applicant
from app.models.meeting import COMMITTEE, GENERAL, LESSON, LIFE, PARTY_DAY, REVIEW, TALK
from app.models.record import fields_of
from app.operations import setting
from app.pack.folder import BOOK
from app.ui import applying, editors, jobs, posting, transferring, verbs
from app.ui.screens.due import FIRST
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press

BRANCH = "中共上溪村支部委员会"
FULL = ("仇先", "解明月", "单小红", "查文", "朴玉兰", "仇明", "盖长青", "区志强")
NEW = "乐新年"
PEOPLE = (*FULL, NEW)
WALKED = {
    "applied_on": "2024-06-03", "talked_on": "2024-06-20", "active_on": "2025-01-10", "active_filed_on": "2025-02-05",
    "contacts_on": "2025-01-12", "reviewed_on": "2025-12-20", "target_on": "2026-02-10", "target_filed_on": "2026-03-05",
    "introducers_on": "2026-03-10", "vetted_on": "2026-04-02", "trained_on": "2026-04-20", "examined_on": "2026-05-06",
    "precheck_on": "2026-06-01", "notice_active_since": "2025-01-13", "notice_active_until": "2025-01-24",
    "notice_target_since": "2026-02-11", "notice_target_until": "2026-02-27", "notice_admit_since": "2026-05-07",
    "notice_admit_until": "2026-05-20",
}  # fmt: skip
WAGE = "按月领取工资的党员"
# Whatever of these speaks at the end of the year, the branch has left something undone.
DUTIES = (
    "meeting_missing_general", "meeting_missing_committee", "meeting_missing_party_day", "meeting_missing_life",
    "meeting_missing_review", "meeting_missing_talk", "meeting_unheld", "quorum_short", "vote_short", "hours_short", "due_soon",
    "due_late", "due_base_missing", "due_large", "term_ending", "term_long", "election_quorum", "election_candidates",
    "election_votes", "election_untold", "committee_size", "review_missing", "review_weak", "honour_ending", "applicant_order",
    "applicant_notice", "applicant_training", "applicant_people", "applicant_unlisted", "applicant_approval", "applicant_talk",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 28, 9, 0).astimezone())


@pytest.fixture
def village(store: Store) -> Store:
    """A branch of a village whose term ends this year."""
    town = make.unit(store, "青禾镇", kind="乡镇")
    place = make.unit(store, "上溪村", parent=town)
    make.branch(store, BRANCH, unit=place, elected_on="2021-12-10", term_until="2026-12-10")
    setting.put(store, "meeting_lesson", "2")
    return store


def rows(window: Window, sql: str) -> list[tuple[Any, ...]]:
    with window.store.read() as reader:
        return [tuple(row) for row in reader.exec_driver_sql(sql)]


def found(window: Window) -> list[str]:
    with window.store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=DUTIES)]


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.RUNNING, timeout=20_000)


def ready(window: Window, qtbot: QtBot) -> None:
    """The window has the keyboard, as after a dialog."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def taken_in(window: Window, qtbot: QtBot, path: Path, *lines: Sequence[Any]) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append(list(line))
    book.save(path)
    screen = window.open_place("importing")
    screen.open_file(path)
    qtbot.waitUntil(lambda: not jobs.RUNNING and screen.plan is not None, timeout=20_000)
    assert screen.plan.counts()["refused"] == 0, [row.message for row in screen.plan.rows if row.fate == "refused"]
    told = hands(press("知道了"))
    screen.go.click()
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=20_000)
    screen.leave()


def enrol(window: Window, qtbot: QtBot, folder: Path) -> None:
    heads = ("姓名", "身份证号", "所在党支部", "人员类别", "入党日期")
    full = [(name, make.number(i), BRANCH, "正式党员", "2010-07-01") for i, name in enumerate(FULL)]
    taken_in(window, qtbot, folder / "党员花名册.xlsx", heads, *full)
    assert rows(window, "SELECT count(*) FROM member") == [(len(FULL),)]


def bring_on(window: Window, qtbot: QtBot, folder: Path) -> None:
    """Who applied in former years comes by a sheet, walks the rest of his way in the window and is a member by one step."""
    told = {
        "name": NEW, "id_number": make.number(len(FULL)), "branch": BRANCH, "contact_1": "单小红", "introducer_1": "单小红",
        "introducer_2": "查文", "train_days": 3, **WALKED,
    }  # fmt: skip
    labels = {field.name: field.label for field in fields_of(Applicant)}
    taken_in(window, qtbot, folder / "发展党员台账.xlsx", [labels[name] for name in told], list(told.values()))
    screen = window.open_place("applicant")
    qtbot.waitUntil(lambda: screen.list.complete, timeout=20_000)
    for number, day in ((14, "2026-06-18"), (15, "2026-06-20"), (16, "2026-07-02"), (17, "2026-07-10"), (18, "2026-07-20"),
                        (19, "2026-07-12"), (20, "2026-07-15")):  # fmt: skip
        done = hands(fill(on=day))
        applying.take(screen, 1, number)
        assert done.done
    sql = "SELECT m.name, m.member_kind, m.join_date FROM applicant a JOIN member m ON m.id = a.member"
    assert rows(window, sql) == [(NEW, "预备党员", "2026-06-20")]
    assert rows(window, "SELECT count(*) FROM member") == [(len(PEOPLE),)]


def elect(window: Window, qtbot: QtBot) -> None:
    """With who came and the votes of each."""
    screen = window.open_place("branch")
    qtbot.waitUntil(lambda: screen.list.complete, timeout=20_000)
    screen.view.selectRow(0)
    told = hands(fill(
        on="2026-12-08", due="2031-12-08", number="第五届", form="党员大会选举", 书记="仇先", 组织委员="解明月", 纪检委员="单小红",
        expected="8", attended="7", posts="3", candidates="4", votes="仇先 7、解明月 6、单小红 6",
    ))  # fmt: skip
    posting.elect(screen, screen.chosen())
    assert told.done
    assert rows(window, "SELECT day, expected, attended FROM election") == [("2026-12-08", 8, 7)]
    assert rows(window, "SELECT name, votes FROM nominee ORDER BY id") == [("仇先", 7), ("解明月", 6), ("单小红", 6)]
    assert rows(window, "SELECT secretary, term_until FROM branch") == [("仇先", "2031-12-08")]


def plan(window: Window, kind: str, day: str) -> Any:
    screen = window.open_place("holding")
    told = hands(fill(kind=kind, name=kind, day=day))
    screen.plan()
    assert told.done
    return screen


def hold(screen: Any, row: int, *kinds: str, **texts: str) -> None:
    """What was planned was held, as these kinds as well."""
    screen.open_row(row)
    for kind in kinds:
        screen.kinds[kind].setChecked(True)
    for name, text in texts.items():
        screen.entry.widgets[name].setText(text)
    screen.save()


def meet(window: Window, qtbot: QtBot) -> None:
    """Twelve party days and committees; assemblies, lessons and the year's own meetings on the same days; one absentee."""
    plan(window, COMMITTEE, "8")
    screen = plan(window, PARTY_DAY, "15")
    more = {
        2: (GENERAL,),
        3: (LESSON,),
        5: (GENERAL,),
        7: (LESSON,),
        8: (GENERAL,),
        11: (GENERAL, TALK),
        12: (LIFE, REVIEW),
    }
    for month in range(1, 13):
        for day, kinds in (("08", ()), ("15", more.get(month, ()))):
            days = [line[1] for line in screen.meetings]
            hold(screen, days.index(f"2026-{month:02d}-{day}"), *kinds, hours="3" if day == "15" else "")
    screen.open_row(next(i for i, line in enumerate(screen.meetings) if line[1] == "2026-06-15"))
    screen.roll.reason.setText("住院")
    screen.roll.view.selectRow(0)
    ready(window, qtbot)
    screen.roll.view.setFocus()
    qtbot.keyClick(screen.roll.view, Qt.Key.Key_Space)
    screen.save()
    assert rows(window, "SELECT count(*), sum(state = '已召开') FROM meeting") == [(24, 24)]
    assert rows(window, "SELECT sign, reason FROM attendance") == [("事假", "住院")]


def pay(window: Window, qtbot: QtBot, folder: Path) -> None:
    """Bases by a sheet with names and numbers, the year reckoned with one button and paid with one key."""
    heads = ("姓名", "身份证号", "党费计算基数", "缴纳类别", "执行月份")
    lines = [(name, make.number(i), 4500, WAGE, "2026-01") for i, name in enumerate(PEOPLE)]
    taken_in(window, qtbot, folder / "党费基数.xlsx", heads, *lines)
    screen = window.open_place("dues")
    screen.reckon()
    owed = len(FULL) * 12 + 7  # 预备党员 from the month of the branch meeting on
    assert rows(window, "SELECT count(*), sum(amount) FROM due") == [(owed, owed * 4_500)]
    last = screen.model.index(len(PEOPLE) - 1, FIRST + 11)
    whole = QItemSelection(screen.model.index(0, FIRST), last)
    ready(window, qtbot)
    screen.view.setFocus()
    screen.view.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    assert rows(window, "SELECT sum(paid) FROM due") == [(owed * 4_500,)]


def judge(window: Window, qtbot: QtBot) -> None:
    """Two by number keys, whoever is left as 合格."""
    screen = window.open_place("judging")
    ready(window, qtbot)
    screen.view.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2):
        qtbot.keyClick(screen.view, key)
    told = hands(press("记为合格"))
    screen.rest.click()
    qtbot.waitUntil(lambda: told.done)
    grades = rows(window, "SELECT grade, count(*) FROM review WHERE year = 2026 GROUP BY grade ORDER BY grade")
    assert dict(grades) == {"优秀": 1, "合格": len(FULL) - 1}
    assert "已登记全" in screen.subtitle.text()


def honour(window: Window, qtbot: QtBot, folder: Path) -> None:
    heads = ("荣誉称号", "姓名", "表彰日期", "表彰级别", "表彰单位")
    line = ("优秀共产党员", "单小红", "2026-06-28", "乡镇级", "中共青禾镇委员会")
    taken_in(window, qtbot, folder / "表彰名册.xlsx", heads, line)
    sql = "SELECT h.name, h.holder, m.name FROM honour h JOIN member m ON m.id = h.member"
    assert rows(window, sql) == [("优秀共产党员", "单小红", "单小红")]


def let_go(window: Window, qtbot: QtBot) -> None:
    """A letter from the list of members; with its receipt the member leaves, and the first yearly table balances."""
    members = window.open_place("member")
    qtbot.waitUntil(lambda: members.list.complete, timeout=20_000)
    ((row,),) = rows(window, f"SELECT id FROM member WHERE name = '{FULL[-1]}'")
    told = hands(fill(to_org="中共远山镇委员会", dues_until="2026-12", issued_on="2026-12-10"), fill(on="2026-12-22"))
    transferring.issue(members, [row])
    screen = window.open_place("transfer")
    screen.view.selectRow(0)
    screen.take(0)
    assert told.done
    with window.store.read() as reader:
        balance = table(reader, ledger_named("party_balance"))
    line = dict(zip([column.name for column in balance.columns], balance.rows[0], strict=True))
    assert [line[name] for name in ("old", "joined", "left", "new", "difference")] == [len(FULL), 1, 1, len(FULL), 0]


def assess(window: Window, qtbot: QtBot) -> None:
    """The built-in list of villages, begun for the branch and answered by the records."""
    screen = window.open_place("assessing")
    told = hands(fill(list="农村领域自带清单", who=BRANCH, year="2026"))
    screen.begin()
    assert told.done
    qtbot.waitUntil(lambda: not jobs.RUNNING and bool(screen.sheet.answers), timeout=20_000)
    screen.buttons[0].click()
    ((taken, lost),) = rows(window, "SELECT count(*), sum(points < 0) FROM score WHERE scorer = '自评'")
    assert (taken > 10, lost) == (True, 0)


def bind(window: Window, qtbot: QtBot, folder: Path) -> None:
    screen = window.open_place("packing")
    editors.put_text(screen.branch, BRANCH)
    screen.load()
    qtbot.waitUntil(lambda: not jobs.RUNNING and "清单 1 份" in screen.about.text(), timeout=20_000)
    told = hands(press("知道了"))
    screen.run(screen.wish(), folder / "迎检", screen.terms.terms(screen.terms.profile()))
    qtbot.waitUntil(lambda: told.done and not jobs.RUNNING, timeout=60_000)
    assert (folder / "迎检" / BOOK).stat().st_size > 10_000


def look_back(window: Window, qtbot: QtBot) -> None:
    """The calendar has no gap, nothing warns, and each member's year stands in one line and on his card."""
    screen = window.open_place("meeting_year")
    settle(qtbot)
    assert "缺 0 处" in screen.subtitle.text()
    assert found(window) == []
    with window.store.read() as reader:
        year = table(reader, ledger_named("党员年度情况表"))
    names = [column.name for column in year.columns]
    line = next(dict(zip(names, row, strict=True)) for row in year.rows if "单小红" in row)
    assert (line["hours"], line["owed"], line["paid"], line["honours"]) == (36, "540.00", "540.00", "优秀共产党员")
    assert line["grade"] in ("优秀", "合格")


def test_the_year_of_one_branch(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    enrol(window, qtbot, tmp_path)
    assert any("任期" in text for text in found(window))
    bring_on(window, qtbot, tmp_path)
    elect(window, qtbot)
    meet(window, qtbot)
    pay(window, qtbot, tmp_path)
    judge(window, qtbot)
    honour(window, qtbot, tmp_path)
    let_go(window, qtbot)
    look_back(window, qtbot)
    assess(window, qtbot)
    bind(window, qtbot, tmp_path)
    assert [text for text, _many, _act in verbs.VERBS["branch"]][:2] == ["换届…", "延期换届…"]
