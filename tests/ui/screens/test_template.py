"""清单模板: built-in lists, versions of one's own, superior units' tables; lines are added, edited, moved and voided."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app.exchange.checklist import read_published
from app.ui import editors, publishing
from app.ui.form import RecordForm
from app.ui.screens.checklist import TemplateScreen
from app.ui.window import Window
from tests.exchange import published
from tests.exchange.published import GRADING, VILLAGE, Form
from tests.ui import answering


@pytest.fixture
def screen(window: Window) -> TemplateScreen:
    found = window.open_place("template")
    assert isinstance(found, TemplateScreen)
    return found


def bring(screen: TemplateScreen, qtbot: QtBot, folder: Path, form: Form) -> str:
    hands = answering.hands(answering.fill(domain="农村"))
    publishing.bring_file(screen, published.docx(form, folder / "上级表.docx"), screen.show_version)
    qtbot.waitUntil(lambda: hands.done and bool(screen.versions))
    return hands.read[0]


def contents(screen: TemplateScreen) -> list[str]:
    return [line.content for line in screen.lines]


def test_the_seven_built_in_lists_are_shown_before_they_are_loaded(screen: TemplateScreen) -> None:
    assert screen.list.count() == 7
    assert screen.version() is None
    assert "复制为新版本" in screen.note.text()
    assert not any(widget.isEnabled() for widget in (*screen.acts, screen.head, screen.end))
    assert screen.view.model().rowCount() > 20


def test_a_built_in_list_becomes_a_version_of_ones_own(screen: TemplateScreen) -> None:
    answering.hands(answering.fill(name="本镇农村清单", version="1"))
    screen.copy()
    assert screen.list.currentText() == "本镇农村清单"
    assert screen.acts[0].isEnabled()
    assert len(screen.lines) > 20


def test_a_superior_units_table_is_told_and_taken_in(screen: TemplateScreen, qtbot: QtBot, tmp_path: Path) -> None:
    told = bring(screen, qtbot, tmp_path, GRADING)
    assert "读到 4 条，共 100 分。" in told
    assert "请核对：“群众满意”有分值又写了否决的情形" in told
    assert screen.list.currentText() == GRADING.above[0]
    assert screen.subtitle.text() == "4 条，共 100 分"


def test_lines_are_moved_and_voided_and_the_sum_that_is_wrong_is_said(
    screen: TemplateScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    bring(screen, qtbot, tmp_path, VILLAGE)
    before = contents(screen)
    screen.shift(1)
    assert contents(screen)[:2] == [before[1], before[0]]
    assert screen.line() is not None
    assert screen.line().content == before[0]
    screen.shift(-1)
    screen.shift(-1)
    assert contents(screen) == before
    answering.hands(answering.fill(reason="上级取消"))
    screen.void()
    assert contents(screen) == before[1:]
    assert "与清单总分 100 不同" in screen.note.text()


def test_a_line_is_added_beside_the_one_chosen_with_the_next_number(
    screen: TemplateScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    bring(screen, qtbot, tmp_path, VILLAGE)

    def write(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordForm)
        assert dialog.texts()["code_no"] == "6"
        assert dialog.texts()["group1"] == "村服务站（60分）"
        for name, text in (("content", "有停车位"), ("scoring", "全得或不得"), ("points", "2")):
            editors.put_text(dialog.widgets[name], text)
        dialog.save()

    hands = answering.hands(write)
    screen.add()
    assert hands.done
    assert contents(screen)[-1] == "有停车位"
    assert screen.line() is not None
    assert screen.line().content == "有停车位"


def test_a_version_is_taken_out_of_use_and_used_again(screen: TemplateScreen, qtbot: QtBot, tmp_path: Path) -> None:
    bring(screen, qtbot, tmp_path, VILLAGE)
    screen.retire()
    screen.refresh()
    assert screen.end.text() == "重新启用"
    screen.retire()
    screen.refresh()
    assert screen.end.text() == "停用"


def test_the_blank_list_is_saved_in_the_form_of_the_superior_unit(
    screen: TemplateScreen, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(screen, qtbot, tmp_path, VILLAGE)
    out = tmp_path / "存.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    screen.sheet()
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: "已导出" in screen.window_.statusBar().currentMessage())
    (again,) = read_published(out)
    assert [line.content for line in again.lines] == contents(screen)


def test_both_kinds_print_blank(screen: TemplateScreen, qtbot: QtBot, tmp_path: Path) -> None:
    pdf = tmp_path / "清单.pdf"
    assert publishing.blank(screen.store, screen.key(), pdf, unit="中共石坪村支部委员会") == ()
    bring(screen, qtbot, tmp_path, VILLAGE)
    assert publishing.blank(screen.store, screen.key(), pdf, unit="中共石坪村支部委员会") == ()
    assert pdf.read_bytes().startswith(b"%PDF")
