"""Somebody who is typed again is noticed beside the form, and nothing is forbidden."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.models import RECORDS
from app.ui import application, editors
from app.ui.form import RecordForm
from tests import make


@pytest.fixture
def form(village: Store, qtbot: QtBot) -> Iterator[RecordForm]:  # noqa: ARG001 - it checks Qt's messages
    application.application()
    made = RecordForm(village, RECORDS["member"])
    made.show()
    yield made
    made.done(0)
    made.deleteLater()


def typed(form: RecordForm, qtbot: QtBot, **texts: str) -> None:
    for name, text in texts.items():
        widget = form.widgets[name]
        widget.setFocus()
        qtbot.keyClicks(widget, text) if text.isascii() else editors.put_text(widget, text)
    form.notice.ask()


def test_a_name_that_sounds_the_same_is_shown_with_the_reason(form: RecordForm, qtbot: QtBot) -> None:
    assert not form.notice.isVisibleTo(form)
    typed(form, qtbot, name="章伟")
    assert form.notice.isVisibleTo(form)
    assert "张伟" in form.notice.lines.text()
    assert "证号尾号 0017" in form.notice.lines.text()
    assert "姓名同音" in form.notice.lines.text()


def test_typing_asks_by_itself_after_a_pause(form: RecordForm, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.widgets["phone"], "13900000001")
    editors.put_text(form.widgets["name"], "单小红")
    qtbot.waitUntil(lambda: form.notice.isVisibleTo(form))
    assert "姓名相同、电话相同" in form.notice.lines.text()


def test_nothing_is_shown_for_somebody_new(form: RecordForm, qtbot: QtBot) -> None:
    typed(form, qtbot, name="欧阳明")
    assert not form.notice.isVisibleTo(form)


def test_who_is_noticed_can_be_saved_all_the_same(form: RecordForm, qtbot: QtBot, village: Store) -> None:
    typed(form, qtbot, name="张伟", birth_date="1987-06")
    assert form.notice.isVisibleTo(form)
    form.save()
    assert make.count(village, "SELECT count(*) FROM member WHERE name = '张伟'") == 2


def test_a_record_that_is_corrected_is_not_taken_for_its_double(village: Store, qtbot: QtBot) -> None:
    application.application()
    row = make.member(village, "盖新")
    form = RecordForm(village, RECORDS["member"], row)
    typed(form, qtbot, name="盖新")
    assert not form.notice.isVisibleTo(form)
    form.done(0)
    form.deleteLater()
    units = RecordForm(village, RECORDS["unit"])
    assert units.notice.widgets == {}
    units.done(0)
    units.deleteLater()
