"""Evidence in the window: files into stages, shown out of memory, papers with their place, what is missing."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.operations import assessment, checklist
from app.ui import viewing
from app.ui.proving import Proofs
from app.ui.viewing import Pages
from app.ui.window import Window
from tests import make
from tests.ui import answering


@pytest.fixture
def proofs(window: Window, qtbot: QtBot) -> Proofs:
    store = window.parts.store
    branch = make.count(store, "SELECT min(id) FROM branch")
    row = assessment.begin(store, checklist.ready(store, "rural"), ("branch", branch), year=2026)
    with store.read() as reader:
        line = next(each for each in assessment.sheet(reader, row).lines if each.evidence)
    screen = window.open_place("assessing")
    made = Proofs(screen, row, line)
    qtbot.addWidget(made)
    made.show()
    return made


def attach(proofs: Proofs, qtbot: QtBot, *paths: Path) -> None:
    before = len(proofs.rows)
    proofs.attach_files(list(paths))
    qtbot.waitUntil(lambda: len(proofs.rows) == before + len(paths))


def text(folder: Path, name: str, said: str = "三月学习记录") -> Path:
    path = folder / name
    path.write_text(said, encoding="utf-8")
    return path


def test_the_first_empty_stage_is_offered_and_the_others_are_named(
    proofs: Proofs, qtbot: QtBot, tmp_path: Path
) -> None:
    assert proofs.empty.text() == "还没有材料的环节：有谋划、有安排、有落实、有考核、有应用"
    attach(proofs, qtbot, text(tmp_path, "计划.txt"))
    assert [each.stage for each in proofs.rows] == ["有谋划"]
    assert proofs.empty.text() == "还没有材料的环节：有安排、有落实、有考核、有应用"
    assert proofs.stage.currentText() == "有安排"


def test_files_papers_and_ledgers_stand_in_the_order_of_the_stages(
    proofs: Proofs, qtbot: QtBot, tmp_path: Path
) -> None:
    proofs.stage.setCurrentText("有应用")
    attach(proofs, qtbot, text(tmp_path, "通报.txt"), text(tmp_path, "总结.txt", "总结"))
    proofs.stage.setCurrentText("有谋划")
    hands = answering.hands(answering.fill(name="年度计划", place="三号柜第二盒"))
    proofs.paper()
    proofs.stage.setCurrentText("有落实")
    more = answering.hands(answering.fill(title="党员花名册"))
    proofs.point()
    assert hands.done
    assert more.done
    shown = [(each.stage, each.name, each.place) for each in proofs.rows]
    assert shown == [
        ("有谋划", "年度计划", "三号柜第二盒"), ("有落实", "党员花名册", ""), ("有应用", "通报", ""), ("有应用", "总结", ""),
    ]  # fmt: skip


def test_what_cannot_be_evidence_is_refused_in_words(proofs: Proofs, qtbot: QtBot, tmp_path: Path) -> None:
    hands = answering.hands(answering.press("知道了"))
    proofs.attach_files([text(tmp_path, "工具.exe")])
    qtbot.waitUntil(lambda: hands.done)
    assert "不能作佐证" in hands.read[0]
    assert proofs.rows == ()


def test_a_text_is_shown_without_touching_the_disk(proofs: Proofs, qtbot: QtBot, tmp_path: Path) -> None:
    attach(proofs, qtbot, text(tmp_path, "计划.txt"))
    shown: list[str] = []

    def read(dialog: QDialog) -> None:
        shown.extend(each.toPlainText() for each in dialog.findChildren(QPlainTextEdit))
        dialog.reject()

    hands = answering.hands(read)
    proofs.look()
    assert hands.done
    assert shown == ["三月学习记录"]


def test_where_a_paper_lies_is_said(proofs: Proofs) -> None:
    hands = answering.hands(answering.fill(name="年度计划", place="三号柜第二盒"), answering.press("知道了"))
    proofs.paper()
    proofs.look()
    assert "纸质材料" in hands.read[1]
    assert "三号柜第二盒" in hands.read[1]


def test_what_is_taken_away_can_be_undone(proofs: Proofs, qtbot: QtBot, tmp_path: Path) -> None:
    attach(proofs, qtbot, text(tmp_path, "计划.txt"))
    answering.hands(answering.fill(reason="传错了"))
    proofs.remove()
    assert proofs.rows == ()
    proofs.host.window_.undo()
    proofs.load()
    assert [each.name for each in proofs.rows] == ["计划"]


def test_a_copy_is_written_where_the_clerk_says(
    proofs: Proofs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(proofs, qtbot, text(tmp_path, "计划.txt"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "另存.txt"), ""))
    proofs.save()
    assert (tmp_path / "另存.txt").read_text(encoding="utf-8") == "三月学习记录"


def test_pictures_are_shown_and_other_sorts_are_left_to_their_programs(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    QImage(2000, 900, QImage.Format.Format_RGB888).save(str(tmp_path / "照片.png"))
    shown = viewing.view(window, "照片.png", (tmp_path / "照片.png").read_bytes())
    qtbot.addWidget(shown)
    assert isinstance(shown, Pages)
    assert shown.sheet.pixmap().width() == 1000
    with pytest.raises(UserError, match="要用别的程序打开"):
        viewing.view(window, "录像.mp4", b"no picture")
    with pytest.raises(UserError, match="打不开"):
        viewing.view(window, "坏.pdf", b"no pdf")
