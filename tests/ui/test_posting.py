"""Posts, elections and moves through the very menus and dialogs of the clerk, each with its undo."""

import pytest
from PySide6.QtWidgets import QLabel

from app.db.store import Store
from app.operations import post
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press
from tests.ui.test_verbs import entry, grey, shown, undone


@pytest.fixture
def branch(window: Window) -> RecordScreen:
    return shown(window, "branch", "石坪村")


def test_a_member_of_the_branch_is_chosen_as_secretary_and_stands_on_it(window: Window, branch: RecordScreen) -> None:
    told = hands(fill(post="书记", who="单小红", on="2026-01-05", reason="选举"))
    entry(branch, "任职…").trigger()
    assert told.done
    row = branch.chosen()[0]
    assert make.value(window.store, "branch", row, "secretary") == "单小红"
    assert make.count(window.store, "SELECT count(*) FROM post WHERE member IS NOT NULL") == 1
    undone(window, "单小红任书记")
    assert make.value(window.store, "branch", row, "secretary") is None


def test_a_successor_is_asked_about_before_he_replaces(window: Window, branch: RecordScreen) -> None:
    row = branch.chosen()[0]
    post.appoint(window.store, ("branch", row), "书记", "单小红", on="2025-01-05", reason="选举")
    answer = {"post": "书记", "who": "张伟", "on": "2026-01-05", "reason": "选举"}
    told = hands(fill(**answer), press("取消"), fill(**answer), press("更换"))
    entry(branch, "任职…").trigger()
    assert make.value(window.store, "branch", row, "secretary") == "单小红"
    entry(branch, "任职…").trigger()
    assert "现任书记是单小红" in told.read[3]
    assert make.value(window.store, "branch", row, "secretary") == "张伟"


def test_posts_are_laid_down_by_ticking_them(window: Window, branch: RecordScreen) -> None:
    row = branch.chosen()[0]
    hands(press("知道了"))
    entry(branch, "免职…").trigger()
    post.appoint(window.store, ("branch", row), "书记", "单小红", on="2025-01-05", reason="选举")
    told = hands(fill(posts=("书记　单小红（2025-01-05 起）",), on="2026-01-05", reason="调离"))
    entry(branch, "免职…").trigger()
    assert told.done
    assert make.value(window.store, "branch", row, "secretary") is None


def test_an_election_is_one_form_and_one_undo(window: Window, branch: RecordScreen) -> None:
    row = branch.chosen()[0]
    told = hands(
        fill(on="2026-05-20", due="2031.5.19", form="党员大会选举", 书记="单小红", 组织委员="张伟", 委员="甲一、乙二")
    )
    entry(branch, "换届…").trigger()
    assert told.done
    assert [make.value(window.store, "branch", row, name) for name in ("secretary", "term_until", "committee_size")] == [
        "单小红", "2031-05-19", 4,
    ]  # fmt: skip
    undone(window, "换届")
    assert make.count(window.store, "SELECT count(*) FROM post") == 0


def test_a_member_takes_a_post_from_his_own_row_and_his_card_tells_it(window: Window) -> None:
    screen = shown(window, "member", "张伟")
    told = hands(fill(at="中共柳湾村支部委员会", post="宣传委员", on="2026-01-05", reason="增补"))
    entry(screen, "任职…").trigger()
    assert told.done
    screen.card.show_row(screen.record, screen.chosen()[0])
    titles = [screen.card.tabs.tabText(i) for i in range(screen.card.tabs.count())]
    screen.card.tabs.setCurrentIndex(titles.index("履历"))
    words = [found.text() for found in screen.card.tabs.currentWidget().findChildren(QLabel)]
    assert words[words.index("任职") + 1 :][:2] == ["宣传委员　中共柳湾村支部委员会", "2026-01-05 起　增补"]


def test_a_cadre_leaves_with_all_posts_and_comes_back(window: Window) -> None:
    row = make.cadre(window.store, "查远")
    screen = shown(window, "cadre", "查远")
    told = hands(fill(on="2026-03-01", reason="调离"), press("恢复"))
    entry(screen, "离任…").trigger()
    assert make.value(window.store, "cadre", row, "left_on") == "2026-03-01"
    screen = shown(window, "cadre", "查远", state="ended")
    assert {"离任…", "任职…"} <= grey(screen)
    entry(screen, "恢复在任…").trigger()
    assert told.done
    assert make.value(window.store, "cadre", row, "left_on") is None


def test_a_household_moves_to_another_group_and_out_and_back(window: Window, village: Store) -> None:
    screen = shown(window, "household", "仇根水")
    told = hands(
        fill(village="石坪村", group="五组", on="2026-02-01", reason="建新房"), fill(on="2026-03-01", reason="进城"),
        fill(on="2026-04-01", reason="返乡"),
    )  # fmt: skip
    entry(screen, "迁移…").trigger()
    assert make.value(village, "household", screen.chosen()[0], "group_name") == "五组"
    entry(screen, "迁出…").trigger()
    screen = shown(window, "household", "仇根水", state="ended")
    entry(screen, "迁回…").trigger()
    assert told.done
    assert make.count(village, "SELECT count(*) FROM abode WHERE until IS NULL AND since = '2026-04-01'") == 1


def test_a_resident_leaves_and_comes_back(window: Window, village: Store) -> None:
    home = make.count(village, "SELECT id FROM household")
    row = make.resident(village, home, "朴玉兰", relation="配偶")
    screen = shown(window, "resident", "朴玉兰")
    told = hands(fill(on="2026-03-01", reason="外嫁"), press("恢复"))
    entry(screen, "离开…").trigger()
    assert make.value(village, "resident", row, "left_on") == "2026-03-01"
    entry(shown(window, "resident", "朴玉兰", state="ended"), "恢复在册…").trigger()
    assert told.done
    assert make.value(village, "resident", row, "left_on") is None
