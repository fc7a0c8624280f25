"""Reporting in, posts, teams and plans from the lists, through the menu and dialogs of the clerk, each with its undo."""

import pytest
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.models import RECORDS
from app.operations import pairing, report_in, team
from app.operations import record as records
from app.ui import jobs, verbs
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, to


def act(window: Window, record: str, text: str, *, words: str = "", many: bool = False) -> None:
    """Chooses the row that `words` find (all rows when `many`) and triggers the entry of its menu."""
    screen = window.open_place(record)
    assert isinstance(screen, RecordScreen)
    screen.search(words)
    if many:
        screen.view.selectAll()
    else:
        screen.view.selectRow(0)
    menu = verbs.menu(screen, screen.record, screen.chosen())
    found = next(action for action in menu.actions() if action.text() == text)
    assert found.isEnabled(), f"{text} is grey"
    found.trigger()


def one(store: Store, sql: str) -> tuple[object, ...]:
    with store.read() as reader:
        return tuple(reader.exec_driver_sql(sql).one())


@pytest.fixture
def community(window: Window) -> int:
    return make.unit(window.store, "云溪社区", kind="社区")


def test_several_members_report_at_once_from_their_list(window: Window, community: int) -> None:
    hands(fill(at="云溪社区", on="2026-03-01", skills="法律"))
    act(window, "member", "报到…", many=True)
    assert one(window.store, "SELECT count(*), count(DISTINCT member), min(skills) FROM report_in") == (3, 3, "法律")
    assert make.value(window.store, "report_in", 1, "community") == community


def test_a_report_is_reviewed_its_post_given_up_and_the_report_ended(window: Window, community: int) -> None:
    who = report_in.report(window.store, "解明", community, on="2026-03-01")
    for name in ("环境巡查员", "书屋管理员"):
        post = records.save(window.store, RECORDS["duty"], {"name": name, "community": community})
        report_in.take(window.store, [who], post, on="2026-03-02")
    hands(fill(words="表现好", on="2026-06-01"))
    act(window, "report_in", "社区评价…")
    hands(fill(post="环境巡查员", on="2026-06-01", reason="时间冲突"))
    act(window, "report_in", "退出岗位…")
    assert one(window.store, "SELECT count(*) FROM duty_claim WHERE until IS NULL") == (1,)
    hands(fill(on="2026-07-01", reason="调离"))
    act(window, "report_in", "结束报到…")
    assert one(window.store, "SELECT count(*) FROM duty_claim WHERE until IS NULL") == (0,)
    assert one(window.store, "SELECT review, until FROM report_in") == ("表现好", "2026-07-01")
    window.undo()
    assert one(window.store, "SELECT until FROM report_in") == (None,)
    hands(fill(on="2026-07-01", reason="并岗"))
    act(window, "duty", "撤岗…", words="书屋")
    assert one(window.store, "SELECT count(*) FROM duty WHERE until IS NOT NULL") == (1,)


def test_who_took_part_in_an_activity_is_ticked_later(window: Window, community: int) -> None:
    for name in ("解明", "仇远"):
        report_in.report(window.store, name, community, on="2026-03-01")
    report_in.hold(window.store, community, "清洁家园", on="2026-04-01")
    hands(fill(who=("解明",), minutes="60"))
    act(window, "activity", "参加人…")
    assert one(window.store, "SELECT count(*), sum(minutes) FROM participation") == (1, 60)


def test_people_are_posted_from_the_team_and_from_their_own_list_and_called_back(
    window: Window, community: int
) -> None:
    squad = records.save(window.store, RECORDS["team"], {"name": "驻村工作队"})
    make.cadre(window.store, "查红旗", phone="19900000009")
    hands(fill(who="查红旗", role="队长", unit="云溪社区", on="2026-02-20"))
    act(window, "team", "派驻…")
    hands(fill(who="外单位的人", work_unit="县供电局", on="2026-02-20"))
    act(window, "team", "派驻…")
    hands(fill(team="驻村工作队", role="队员", unit="云溪社区", on="2026-02-20"))
    act(window, "member", "派驻到工作队…", words="张伟")
    told = "SELECT count(*), count(cadre), count(member), count(unit) FROM posting WHERE until IS NULL"
    assert one(window.store, told) == (3, 1, 1, 2)
    hands(fill(on="2026-06-01", reason="轮换"))
    act(window, "posting", "结束派驻…", many=True)
    assert one(window.store, told) == (0, 0, 0, 0)
    window.undo()
    hands(fill(on="2026-06-01", reason="期满"))
    act(window, "team", "撤销…")
    assert one(window.store, told) == (0, 0, 0, 0)
    assert make.value(window.store, "team", squad, "until") == "2026-06-01"
    assert make.value(window.store, "posting", 1, "unit") == community


def test_a_plan_item_is_divided_and_done_from_its_list(window: Window) -> None:
    squad = records.save(window.store, RECORDS["team"], {"name": "驻村工作队"})
    team.plan(window.store, squad, "驻村帮扶", "2026")
    hands(fill(period="2026-Q2", name="办实事", owner="解明"))
    act(window, "plan_item", "分解…")
    assert one(window.store, "SELECT period, owner_name, due FROM plan_item WHERE parent IS NOT NULL") == (
        "2026-Q2", "解明", "2026-06-30",
    )  # fmt: skip
    hands(fill(on="2026-06-20", result="办成三件"))
    act(window, "plan_item", "完成…", words="办实事")
    assert one(window.store, "SELECT count(*) FROM plan_item WHERE done_on = '2026-06-20'") == (1,)


def test_wishes_are_published_many_at_once_from_their_list(window: Window) -> None:
    for name in ("解明", "仇远"):
        records.save(window.store, RECORDS["wish"], {"name": name, "content": "收音机", "collected_on": "2026-03-01"})
    hands(fill(on="2026-03-05", by="查红旗"))
    act(window, "wish", "公示…", many=True)
    assert one(window.store, "SELECT count(*) FROM wish WHERE published_on = '2026-03-05'") == (2,)


def test_a_wish_is_given_to_the_one_of_that_name_on_the_books(window: Window) -> None:
    records.save(window.store, RECORDS["wish"], {"name": "仇根水", "content": "收音机", "collected_on": "2026-03-01"})
    hands(fill(who="农户　仇根水　石坪村"))
    act(window, "wish", "对应…")
    assert one(window.store, "SELECT household IS NOT NULL FROM wish") == (1,)


def test_what_visits_of_a_sheet_heard_becomes_requests_from_the_menu(window: Window) -> None:
    helper, home = make.member(window.store), make.household(window.store)
    told = {"helper_member": helper, "helped_household": home, "day": "2026-11-03", "heard": "路灯不亮"}
    row = records.save(window.store, RECORDS["visit"], told)
    act(window, "visit", "把反映的登记为诉求", many=True)
    assert one(window.store, "SELECT content, source, household FROM request") == ("路灯不亮", "走访", home)
    assert make.value(window.store, "visit", row, "request") is not None
    window.undo()
    assert one(window.store, "SELECT count(*) FROM request") == (0,)


def test_a_member_takes_along_a_card_of_his_households_and_who_holds_none_is_said(window: Window, qtbot: QtBot) -> None:
    pairing.pair(window.store, "member_household", ("member", 1), [("household", 1)], since="2026-01-10")
    for words, seen in (("单小红", "打印预览　工作卡"), ("解放军", "没有党员联系的农户")):
        told = hands(to("村和党支部"), lambda dialog: dialog.reject())
        act(window, "member", "打印工作卡…", words=words)
        qtbot.waitUntil(lambda told=told: told.done and not jobs.RUNNING, timeout=20_000)
        assert seen in told.read[1]
