"""The filter under a heading: what a clerk of Excel expects, and what lies behind each choice."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.db.queries.listing import Condition
from app.ui import filters
from app.ui.filters import FilterPanel
from app.ui.screens.record import RecordScreen
from app.ui.window import Window
from tests import make
from tests.ui.test_list import members, names


def opened(screen: RecordScreen, name: str) -> FilterPanel:
    return screen.list.open_filter(screen.query.columns.index(name))


def lines(panel: FilterPanel) -> list[str]:
    return [panel.list.item(i).text() for i in range(panel.list.count())]


def tick(panel: FilterPanel, *texts: str) -> None:
    """Only these, as a clerk does it: all away, then one after another."""
    panel.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    for i in range(1, panel.list.count()):
        if panel.list.item(i).text().split("　")[0] in texts:
            panel.list.item(i).setCheckState(Qt.CheckState.Checked)


def test_a_filter_lists_the_values_with_their_counts_and_empty_ones(window: Window) -> None:
    panel = opened(members(window), "education")
    assert lines(panel) == ["（全选）", "（空）　2", "大专　1"]


def test_what_is_ticked_is_what_is_listed_and_the_chip_says_it(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "education")
    tick(panel, "大专")
    panel.accept()
    assert names(screen) == ["张伟"]
    assert screen.chips.texts() == ["学历：大专"]
    panel = opened(screen, "education")
    tick(panel, "（空）")
    panel.accept()
    assert names(screen) == ["单小红", "解放军"]
    assert screen.chips.texts() == ["学历：空"]


def test_filters_of_several_columns_hold_together_and_one_click_clears_them(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    for name, value in (("education", "（空）"), ("sex", "女")):
        panel = opened(screen, name)
        tick(panel, value)
        panel.accept()
    assert names(screen) == ["单小红"]
    assert screen.chips.texts() == ["学历：空", "性别：女", "全部清除"]
    qtbot.mouseClick(screen.chips.flow.widgets()[-1], Qt.MouseButton.LeftButton)
    assert len(names(screen)) == 3


def test_the_values_of_one_filter_are_those_the_other_filters_leave(window: Window) -> None:
    screen = members(window)
    screen.list.put("sex", (Condition("sex", "is", "女"),))
    assert lines(opened(screen, "education")) == ["（全选）", "（空）　1"]


def test_a_column_of_links_is_filtered_by_the_names_it_shows(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "branch")
    assert lines(panel) == ["（全选）", "（空）　1", "中共石坪村支部委员会　2"]
    tick(panel, "中共石坪村支部委员会")
    panel.accept()
    assert names(screen) == ["单小红", "张伟"]


def test_a_date_is_filtered_by_year_and_by_a_range_as_exact_as_it_was_written(window: Window) -> None:
    for name, joined in (("甲一", "2020"), ("乙二", "2020-05-01"), ("丙三", "2021-01")):
        make.member(window.store, name, join_date=joined)
    screen = members(window)
    panel = opened(screen, "join_date")
    assert "2020 年　2" in lines(panel)
    tick(panel, "2020 年")
    panel.accept()
    assert sorted(names(screen)) == ["乙二", "甲一"]
    panel = opened(screen, "join_date")
    panel.list.item(0).setCheckState(Qt.CheckState.Checked)
    panel.low.setText("2020年5月")
    panel.high.setText("2021")
    panel.accept()
    assert sorted(names(screen)) == ["丙三", "乙二"]
    assert screen.chips.texts()[:2] == ["加入党组织日期：≥ 2020-05", "加入党组织日期：≤ 2021"]


def test_a_figure_that_was_counted_is_filtered_by_a_range(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "helping")
    panel.low.setText("1")
    panel.accept()
    assert names(screen) == []
    assert not screen.list.empty.isHidden()
    assert screen.view.horizontalHeader().isVisibleTo(screen)


def test_what_is_no_figure_is_refused_in_the_panel_with_a_sentence(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "helping")
    panel.low.setText("许多")
    panel.accept()
    assert "请填整数" in panel.note.text()
    assert len(names(screen)) == 3


def test_numbers_of_persons_are_not_listed_but_can_be_asked_for(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "id_number")
    assert panel.list.count() == 0
    assert panel.list.isHidden()
    panel.sign.setCurrentIndex(panel.sign.findData("starts"))
    panel.word.setText("9901011987")
    panel.accept()
    assert names(screen) == ["单小红", "张伟"]


def test_empty_and_filled_can_be_asked_for_and_cleared_again(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "id_number")
    panel.blank["empty"].setChecked(True)
    panel.accept()
    assert names(screen) == ["解放军"]
    panel = opened(screen, "id_number")
    clear = next(b for b in panel.findChildren(type(window.undo_button)) if b.text() == "清除筛选")
    clear.click()
    assert len(names(screen)) == 3


def test_a_long_list_of_values_is_searched_and_never_fetched_whole(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.queries.facet.MOST", 2)
    screen = members(window)
    panel = opened(screen, "name")
    assert len(lines(panel)) == 3
    assert "1,000" in panel.more.text()
    panel.search.setText("伟")
    panel._load()  # noqa: SLF001 - what the timer of the search box does
    assert lines(panel) == ["（全选）", "张伟　1"]
    panel.accept()
    assert names(screen) == ["张伟"]


def test_values_are_found_by_pinyin_and_initials_too(window: Window) -> None:
    screen = members(window)
    panel = opened(screen, "name")
    panel.search.setText("zw")
    panel._load()  # noqa: SLF001 - what the timer of the search box does
    assert lines(panel) == ["（全选）", "张伟　1"]
    panel.accept()
    assert names(screen) == ["张伟"]
    screen.search("")
    panel = opened(screen, "education")
    panel.search.setText("dazh")
    panel._load()  # noqa: SLF001
    assert lines(panel) == ["（全选）", "大专　1"]


def test_nothing_ticked_is_asked_about_instead_of_an_empty_list(window: Window) -> None:
    panel = opened(members(window), "education")
    tick(panel)
    panel.accept()
    assert "至少勾选一项" in panel.note.text()


def test_the_sign_in_a_heading_opens_the_filter_and_does_not_sort(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    header = screen.view.horizontalHeader()
    asked: list[int] = []
    header.filter_asked.disconnect()
    header.filter_asked.connect(asked.append)
    sign = header.sign(1).center()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert asked == [1]
    assert screen.query.sort == ()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(sign.x() - 30, sign.y()))
    assert screen.query.sort == ((screen.query.columns[1], False),)


def test_shift_adds_a_second_column_to_the_sorting(window: Window, qtbot: QtBot) -> None:
    screen = members(window)
    header = screen.view.horizontalHeader()
    places = {name: header.sign(screen.query.columns.index(name)).center() - QPoint(30, 0) for name in ("sex", "name")}
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=places["sex"])
    qtbot.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, pos=places["name"]
    )
    assert screen.query.sort == (("sex", False), ("name", False))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("education", "in", ("大专", None)), "学历：大专、空"),
        (Condition("education", "in", ("a", "b", "c", "d")), "学历：a、b、c 等 4 项"),
        (Condition("join_date", "years", ("1987", None)), "学历：1987 年、空"),
        (Condition("name", "lacks", "张"), "学历：不含 张"),
        (Condition("name", "filled"), "学历：有"),
    ],
)
def test_a_condition_is_told_in_words(condition: Condition, words: str) -> None:
    assert filters.told(condition, "学历", None) == words
