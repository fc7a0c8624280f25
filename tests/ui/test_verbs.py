"""What can be done with the rows of a list, through the very menu and dialogs of the clerk, each with its undo."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.operations import pairing
from app.ui import editors, verbs
from app.ui.form import RecordForm
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.ui.answering import fill, hands, press, refused


def shown(window: Window, record: str, words: str, *, state: str = "") -> RecordScreen:
    """The list of a record with the one row that `words` find selected."""
    screen = window.open_place(record)
    assert isinstance(screen, RecordScreen)
    if state:
        screen.state.setCurrentIndex(screen.state.findData(state))
        screen.state.activated.emit(screen.state.currentIndex())
    screen.search(words)
    assert screen.model.total == 1
    screen.view.selectRow(0)
    return screen


def entry(screen: RecordScreen, text: str) -> QAction:
    menu = verbs.menu(screen, screen.record, screen.chosen())
    found = next(action for action in menu.actions() if action.text() == text)
    assert found.isEnabled(), f"{text} is grey"
    return found


def grey(screen: RecordScreen) -> set[str]:
    menu = verbs.menu(screen, screen.record, screen.chosen())
    return {action.text() for action in menu.actions() if action.text() and not action.isEnabled()}


def undone(window: Window, words: str) -> None:
    assert words in window.undo_button.toolTip()
    window.undo()


def pair(store: Store, member: str, head: str) -> None:
    from_, to = (
        make.count(store, f"SELECT id FROM {t} WHERE {c} = '{n}'")
        for t, c, n in (("member", "name", member), ("household", "head_name", head))
    )
    pairing.pair(store, "member_household", ("member", from_), [("household", to)], since="2025-01-01")


@pytest.fixture
def paired(village: Store) -> Store:
    pair(village, "张伟", "仇根水")
    return village


def test_a_member_is_moved_to_another_branch_and_the_undo_names_it(window: Window) -> None:
    screen = shown(window, "member", "张伟")
    told = hands(fill(branch="中共柳湾村支部委员会", on="2026-03-01", reason="调整"))
    entry(screen, "转支部…").trigger()
    assert told.done
    row = screen.chosen()[0]
    branch = make.count(window.store, "SELECT id FROM branch WHERE name LIKE '中共柳湾%'")
    assert make.value(window.store, "member", row, "branch") == branch
    assert told.read[0].splitlines()[:2] == ["转支部", "张伟"]
    assert "原来的隶属关系" in told.read[0]
    undone(window, "党员张伟转支部")
    assert make.value(window.store, "member", row, "branch") != branch


def test_a_branch_that_is_not_there_is_told_and_nothing_changes(window: Window) -> None:
    screen = shown(window, "member", "张伟")
    told = hands(fill(branch="中共天山支部", on="2026-03-01", reason="调整"), press("知道了"))
    entry(screen, "转支部…").trigger()
    assert "没有登记" in told.read[1]


def test_a_member_who_leaves_is_on_another_list_with_his_reason(window: Window, paired: Store) -> None:
    screen = shown(window, "member", "张伟")
    notes: list[str] = []
    told = hands(
        refused(fill(on="2026-03-01", reason="搬走了"), notes),
        fill(on="2026-03-01", reason=verbs.codes.codes("leave_reason")[0].name, detail="随子女"),
    )
    entry(screen, "离开…").trigger()
    assert "请从列表里选" in notes[0]
    entry(screen, "离开…").trigger()
    assert told.done
    assert "同时结束结对 1 对" in window.statusBar().currentMessage()
    assert screen.model.total == 0
    assert shown(window, "member", "张伟", state="ended").model.total == 1
    window.undo()
    assert make.count(paired, "SELECT count(*) FROM pairing WHERE until IS NULL") == 1


def test_a_death_needs_only_its_day(window: Window) -> None:
    screen = shown(window, "member", "张伟")
    row, notes = screen.chosen()[0], list[str]()
    told = hands(refused(fill(on="某年"), notes), fill(on="2026-03-01"))
    entry(screen, "去世…").trigger()
    assert notes[0]
    entry(screen, "去世…").trigger()
    assert told.done
    assert make.value(window.store, "member", row, "leave_reason") == "死亡"


def test_who_left_can_come_back_and_only_who_left(window: Window) -> None:
    screen = shown(window, "member", "张伟")
    row = screen.chosen()[0]
    assert "恢复在册…" in grey(screen)
    hands(fill(on="2026-03-01"))
    entry(screen, "去世…").trigger()
    screen = shown(window, "member", "张伟", state="ended")
    assert {"离开…", "去世…", "转支部…"} <= grey(screen)
    told = hands(fill(on="2026-03-02", reason="登记错了"))
    entry(screen, "恢复在册…").trigger()
    assert told.done
    assert make.value(window.store, "member", row, "left_on") is None


def home(window: Window) -> RecordScreen:
    screen = shown(window, "household", "仇根水")
    row = screen.chosen()[0]
    make.resident(window.store, row, "仇根水", relation="户主")
    make.resident(window.store, row, "朴玉兰", relation="配偶")
    make.resident(window.store, row, "仇小山", relation="子")
    make.resident(window.store, row, "仇小山", relation="子")  # two sons of one name
    return screen


def test_another_resident_becomes_head_of_the_household(window: Window) -> None:
    screen = home(window)
    row = screen.chosen()[0]
    told = hands(fill(who="朴玉兰（配偶）"))
    entry(screen, "户主变更…").trigger()
    assert told.done
    assert make.value(window.store, "household", row, "head_name") == "朴玉兰"
    undone(window, "变更户主为")
    assert make.value(window.store, "household", row, "head_name") == "仇根水"


def test_a_household_without_residents_says_what_to_do_first(window: Window) -> None:
    screen = shown(window, "household", "仇根水")
    told = hands(press("知道了"), press("知道了"))
    entry(screen, "户主变更…").trigger()
    entry(screen, "分户…").trigger()
    assert all("家庭成员" in text for text in told.read)


def test_ticked_residents_split_off_under_one_of_them_even_when_two_have_one_name(window: Window) -> None:
    screen = home(window)
    second = "仇小山（子，生日未填）"
    notes: list[str] = []
    told = hands(
        refused(fill(who=(), head=second, on="2026-03-01"), notes), fill(who=(second,), head=second, on="2026-03-01")
    )
    entry(screen, "分户…").trigger()
    assert "请勾选" in notes[0]
    entry(screen, "分户…").trigger()
    assert told.done
    assert make.count(window.store, "SELECT count(*) FROM household WHERE head_name = '仇小山'") == 1
    assert make.count(window.store, "SELECT count(*) FROM resident WHERE name = '仇小山' AND relation = '户主'") == 1
    undone(window, "分户")
    assert make.count(window.store, "SELECT count(*) FROM household") == 1


def test_a_head_who_is_not_ticked_is_refused_with_a_sentence(window: Window) -> None:
    screen = home(window)
    told = hands(fill(who=("朴玉兰（配偶）",), head="仇根水（户主）", on="2026-03-01"), press("知道了"))
    entry(screen, "分户…").trigger()
    assert "新户的户主须在分出的成员里" in told.read[1]


def test_a_household_moves_out_with_its_pairings(window: Window, paired: Store) -> None:
    screen = shown(window, "household", "仇根水")
    told = hands(fill(on="2026-03-01", reason="进城"))
    entry(screen, "迁出…").trigger()
    assert told.done
    assert make.count(paired, "SELECT count(*) FROM pairing WHERE until IS NULL") == 0
    undone(window, "迁出")
    assert make.count(paired, "SELECT count(*) FROM pairing WHERE until IS NULL") == 1


def test_a_renamed_branch_is_found_by_its_old_name(window: Window) -> None:
    screen = shown(window, "branch", "柳湾")
    told = hands(fill(name="中共柳湾社区支部委员会"))
    entry(screen, "改名…").trigger()
    assert told.done
    assert "别名" in told.read[0]
    assert make.count(window.store, "SELECT count(*) FROM alias WHERE name = '中共柳湾村支部委员会'") == 1


def test_merging_takes_the_members_along_and_says_how_many_rows_moved(window: Window) -> None:
    screen = shown(window, "branch", "石坪")
    told = hands(fill(into="中共柳湾村支部委员会", on="2026-03-01", reason="撤并"))
    entry(screen, "撤并…").trigger()
    assert told.done
    assert "转入" in window.statusBar().currentMessage()
    into = make.count(window.store, "SELECT id FROM branch WHERE name LIKE '中共柳湾%'")
    assert make.count(window.store, f"SELECT count(*) FROM member WHERE branch = {into}") == 2
    window.undo()
    assert make.count(window.store, f"SELECT count(*) FROM member WHERE branch = {into}") == 0


def test_a_wrong_entry_is_voided_with_a_reason_and_brought_back(window: Window) -> None:
    screen = shown(window, "member", "解放军")
    notes: list[str] = []
    told = hands(refused(fill(reason=""), notes), fill(reason="录重了"))
    entry(screen, "作废（登记错了）").trigger()
    assert "请填写原因" in notes[0]
    entry(screen, "作废（登记错了）").trigger()
    assert told.done
    assert screen.model.total == 0
    screen = shown(window, "member", "解放军", state="void")
    entry(screen, "恢复作废的").trigger()
    assert make.count(window.store, "SELECT count(*) FROM member WHERE void_reason IS NULL") == 3


def test_a_pairing_is_ended_with_day_and_reason(window: Window, paired: Store) -> None:
    screen = window.open_place("pairing")
    screen.view.selectAll()
    told = hands(fill(on="2026-03-01", reason="调整"))
    entry(screen, "结束结对…").trigger()
    assert told.done
    assert "将结束 1 对" in told.read[0]
    assert make.count(paired, "SELECT count(*) FROM pairing WHERE until = '2026-03-01'") == 1


def test_what_needs_one_row_is_grey_for_several(window: Window, qtbot: QtBot) -> None:
    screen = window.open_place("member")
    screen.view.selectAll()
    qtbot.waitUntil(lambda: len(screen.chosen()) == 3)
    assert {"编辑", "离开…", "去世…", "作废（登记错了）"} <= grey(screen)
    assert "转支部…" not in grey(screen)


def test_the_card_offers_the_verbs_to_who_does_not_think_of_the_right_mouse_button(window: Window) -> None:
    screen = shown(window, "member", "张伟")
    opened: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if menu is None:
            QTimer.singleShot(5, look)
            return
        opened.extend(each.text() for each in menu.actions())
        menu.close()

    QTimer.singleShot(0, look)
    screen.card.verbs_button.click()
    assert "转支部…" in opened


def test_a_new_record_is_the_one_that_is_selected_afterwards(window: Window) -> None:
    screen = window.open_place("member")

    def enter(form: QDialog) -> None:
        assert isinstance(form, RecordForm)
        editors.put_text(form.widgets["name"], "仇新")
        form.save()

    told = hands(enter)
    screen._form(None)  # noqa: SLF001 - the act behind 新增
    assert told.done
    assert screen.card.name.text() == "仇新"
