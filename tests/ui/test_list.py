"""What the clerk sees and does in a list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.db.queries.listing import Condition
from app.models import RECORDS
from app.operations import history, pairing
from app.ui import dialogs, editors
from app.ui.list import turned
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make


def members(window: Window) -> RecordScreen:
    screen = window.open_place("member")
    assert isinstance(screen, RecordScreen)
    return screen


def cell(screen: RecordScreen, row: int, name: str) -> str:
    column = screen.query.columns.index(name)
    return str(screen.model.data(screen.model.index(row, column)))


def names(screen: RecordScreen) -> list[str]:
    return [cell(screen, row, "name") for row in range(screen.model.rowCount())]


def test_a_list_shows_everybody_by_pinyin_with_the_surname_read_as_a_surname(window: Window) -> None:
    assert names(members(window)) == ["单小红", "解放军", "张伟"]


def test_numbers_are_masked_until_they_are_asked_for_and_copied_in_full(window: Window) -> None:
    screen = members(window)
    assert cell(screen, 0, "id_number") == "990101********0025"
    screen.view.selectRow(0)
    assert "990101198706150025" in screen.view.selected_text()
    screen.list.reveal()
    assert cell(screen, 0, "id_number") == "990101198706150025"


def test_typing_initials_finds_and_the_chip_takes_the_search_back(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    qtbot.keyClicks(window.box, "zw")
    qtbot.waitUntil(lambda: names(screen) == ["张伟"])
    chip = screen.chips.flow.widgets()[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert len(names(screen)) == 3


def test_the_grammar_asks_by_column_and_by_word(window: Window) -> None:
    screen = members(window)
    screen.search("支部:石坪 学历=大专")
    assert names(screen) == ["张伟"]
    screen.search("未结对 姓名:解")
    assert names(screen) == ["解放军"]


def test_an_unknown_column_is_said_and_the_list_stays(window: Window) -> None:
    screen = members(window)
    screen.search("星座=天秤")
    assert "星座" in window.statusBar().currentMessage()
    assert len(names(screen)) == 3


def test_a_filter_of_a_heading_narrows_and_an_empty_list_says_what_to_do(window: Window) -> None:
    screen = members(window)
    screen.list.put("education", (Condition("education", "is", "大专"),))
    assert names(screen) == ["张伟"]
    screen.list.put("sex", (Condition("sex", "is", "女"),))
    assert not names(screen)
    assert "去掉一些条件" in screen.list.empty.text()


def test_clicks_on_a_heading_sort_up_down_and_back(window: Window) -> None:
    screen = members(window)
    section = screen.query.columns.index("name")
    screen.view.horizontalHeader().sectionClicked.emit(section)
    screen.view.horizontalHeader().sectionClicked.emit(section)
    assert names(screen) == ["张伟", "解放军", "单小红"]
    assert screen.model.headerData(section, Qt.Orientation.Horizontal) == "姓名 ↓"


def test_with_ctrl_a_second_column_sorts_inside_the_first() -> None:
    both = turned(turned((), "sex", many=True), "name", many=True)
    assert both == (("sex", False), ("name", False))
    assert turned(both, "sex", many=True) == (("sex", True), ("name", False))
    assert turned(turned(both, "sex", many=True), "sex", many=True) == (("name", False),)


def test_a_cell_is_corrected_in_the_list_and_the_undo_names_it(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    column = screen.query.columns.index("education")
    index = screen.model.index(0, column)
    screen.view.setCurrentIndex(index)
    screen.view.edit(index)
    editor = screen.view.findChild(editors.Picker)
    assert editor is not None
    editor.setCurrentText("高中")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(screen, 0, "education") == "高中")
    assert "单小红" in window.undo_button.text()
    qtbot.mouseClick(window.undo_button, Qt.MouseButton.LeftButton)
    assert cell(screen, 0, "education") == ""


def test_a_cell_that_cannot_be_read_is_refused_with_a_sentence(window: Window, monkeypatch: object) -> None:
    screen = members(window)
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: told.append(text))  # type: ignore[attr-defined]
    column = screen.query.columns.index("birth_date")
    assert not screen.model.setData(screen.model.index(0, column), "某年某月")
    assert told
    assert cell(screen, 0, "birth_date") == ""


def test_columns_chosen_are_there_again_in_the_next_window(window: Window) -> None:
    screen = members(window)
    screen.list.show_column("native_place", True)
    assert "native_place" in screen.query.columns
    again = RecordScreen(window.parts, window, "member")
    assert "native_place" in again.query.columns
    again.deleteLater()


def test_a_link_from_elsewhere_shows_one_row_and_a_search_shows_all_again(window: Window) -> None:
    screen = members(window)
    row = screen.model.row_id(1)
    window.show_record("member", row)
    assert names(screen) == ["解放军"]
    screen.search("")
    assert len(names(screen)) == 3


def test_the_card_follows_the_selection_and_says_what_is_missing(window: Window) -> None:
    screen = members(window)
    screen.view.selectRow(2)
    assert screen.card.name.text() == "张伟"
    assert screen.card.place.text() == "3 / 3"
    texts = [found.text() for found in screen.card.findChildren(type(screen.card.name))]
    assert "缺　上级采集表要求" in texts


def test_of_a_probationary_member_the_day_of_full_membership_is_not_missing(window: Window) -> None:
    make.member(window.store, "白云", member_kind="预备党员", join_date="2026-01-02")
    make.member(window.store, "白雨", member_kind="正式党员", join_date="2020-01-02")
    screen = members(window)
    for name, told in (("白云", False), ("白雨", True)):
        screen.card.show_row(screen.record, make.count(window.store, f"SELECT id FROM member WHERE name = '{name}'"))
        texts = [found.text() for found in screen.card.findChildren(type(screen.card.name))]
        assert ("转为正式党员日期" in texts) == told


def test_the_chosen_row_stays_chosen_when_something_changes(window: Window) -> None:
    screen = members(window)
    screen.view.selectRow(1)
    make.member(window.store, "白云")
    assert screen.card.name.text() == "解放军"
    assert screen.chosen() == [screen.model.row_id(2)]


def test_a_long_list_grows_to_its_full_length_and_its_end_is_fetched_by_id(window: Window, qtbot: QtBot) -> None:
    with window.store.work("登记") as work:
        work.add_many(type_of(window), ("name",), [(f"王{i:03d}",) for i in range(450)])
    screen = members(window)
    qtbot.waitUntil(lambda: screen.model.total == 453)
    assert cell(screen, 448, "name") == "王447"
    assert "453" in screen.subtitle.text()


def type_of(window: Window) -> type:
    return members(window).record


def test_a_block_from_a_spreadsheet_is_copied_with_its_headings(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    screen.view.selectAll()
    screen.view.setFocus()
    qtbot.keyClick(screen.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("姓名\t")
    assert len(lines) == 4


def test_a_row_is_chosen_even_while_ctrl_is_still_down(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    screen.view.selectRow(1)
    qtbot.keyPress(screen.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.view.selectRow(1)
    chosen = screen.view.selected_rows()
    qtbot.keyRelease(screen.view, Qt.Key.Key_Z)
    assert chosen == [1]


def test_pairings_are_found_by_the_name_of_either_side(window: Window) -> None:
    homes = [("household", 1), ("household", make.household(window.store, "查文"))]
    for helper, home in zip((1, 2), homes, strict=True):
        pairing.pair(window.store, "member_household", ("member", helper), [home], since="2026-01-10")
    screen = window.open_place("pairing")
    assert isinstance(screen, RecordScreen)
    for typed, found in (("zw", ["张伟"]), ("qgs", ["单小红"]), ("查文", ["张伟"]), ("解放军", [])):
        screen.search(typed)
        assert [cell(screen, row, "helper_member") for row in range(screen.model.rowCount())] == found, typed


def test_ctrl_end_and_ctrl_home_take_the_card_along(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    screen.view.setFocus()
    screen.view.selectRow(0)
    qtbot.keyClick(screen.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert screen.view.selected_rows() == [2]
    qtbot.keyClick(screen.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert screen.view.selected_rows() == [0]


def test_an_undo_of_many_rows_runs_beside_the_window_and_is_told(window: Window, qtbot: QtBot) -> None:
    with window.store.work("导入") as work:
        work.add_many(RECORDS["member"], ("name",), [(f"甲{i}",) for i in range(history.MANY + 1)])
    window.undo()
    assert window.turning
    window.undo()  # pressed again while it runs: nothing more goes
    qtbot.waitUntil(lambda: "已撤销“导入”" in window.statusBar().currentMessage())
    assert not window.turning
    assert names(members(window)) == ["单小红", "解放军", "张伟"]


def test_the_order_of_names_is_changed_among_the_settings(window: Window, qtbot: QtBot) -> None:
    settings = window.open_place("settings")
    editors.put_text(settings.lines["name_order"], "笔画")
    settings.save()
    qtbot.waitUntil(lambda: "重新排序" in window.statusBar().currentMessage())
    assert names(members(window)) == ["张伟", "单小红", "解放军"]
    editors.put_text(settings.lines["name_order"], "年龄")
    settings.save()
    qtbot.waitUntil(lambda: settings.notes["name_order"].text() != "")


def test_ctrl_a_before_a_long_list_is_counted_chooses_all_of_it(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    with window.store.work("导入") as work:
        work.add_many(RECORDS["member"], ("name",), [(f"王{i:03d}",) for i in range(450)])
    screen.list.show_query(screen.list.query)
    assert not screen.list.complete
    screen.view.selectAll()
    assert len(screen.chosen()) < 450
    qtbot.waitUntil(lambda: screen.list.complete)
    assert len(screen.chosen()) == 453
