"""A window on a small village, without a display."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.ui import application
from app.ui.window import Window
from tests import make
from tests.ui import answering


@dataclass(frozen=True)
class Handed:
    store: Store
    folder: Path


@pytest.fixture
def village(store: Store) -> Store:
    """Two branches, three members, one household."""
    branch = make.branch(store)
    make.branch(store, "中共柳湾村支部委员会")
    make.member(store, "单小红", branch=branch, id_number="990101198706150025", phone="13900000001", sex="女")
    make.member(store, "张伟", branch=branch, id_number="990101198706150017", education="大专")
    make.member(store, "解放军", join_date="1987-06")
    make.household(store, "仇根水", village=make.unit(store))
    return store


@pytest.fixture
def window(village: Store, home: Path, qtbot: QtBot) -> Iterator[Window]:
    application.application()
    made = Window(Handed(village, home))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that nobody in the test answers fails it instead of waiting for ever."""
    really = QMessageBox.exec

    def waiting(box: QMessageBox) -> int:
        if answering.WAITING and not answering.WAITING[-1].done:
            return really(box)
        raise AssertionError(f"nobody answers: {box.text()}")

    monkeypatch.setattr(QMessageBox, "exec", waiting)
    monkeypatch.setattr(answering, "WAITING", [])
