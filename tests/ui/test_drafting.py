"""The form that is being typed survives the end of the program, and nobody reads it beside the database."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.models import RECORDS
from app.operations import draft as drafts
from app.ui import drafting, editors, resuming
from app.ui.form import RecordForm
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press

SECRET = {"name": "欧阳测试", "id_number": "990101200002290038", "phone": "13900000009"}


@pytest.fixture
def form(window: Window) -> Iterator[RecordForm]:
    made = RecordForm(window.store, RECORDS["member"], parent=window)
    made.show()
    yield made
    made.draft.stop()
    made.deleteLater()


def put(form: RecordForm, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        editors.put_text(form.widgets[name], text)


def abandoned(store: Store, texts: dict[str, str], row: int | None = None) -> None:
    """What a killed window leaves."""
    made = RecordForm(store, RECORDS["member"], row)
    put(made, texts)
    made.draft.look()
    made.draft.kept = None
    made.draft.stop()
    made.notice.stop()
    made.deleteLater()


def test_a_form_looks_often_enough_for_the_promise(form: RecordForm) -> None:
    assert form.draft.timer.isActive()
    assert form.draft.timer.interval() <= 5000


def test_a_form_that_nobody_typed_in_leaves_nothing(form: RecordForm) -> None:
    form.draft.look()
    assert not drafts.exists(form.store)


def test_what_is_typed_is_kept_and_can_be_read_by_the_data_key_alone(form: RecordForm) -> None:
    put(form, SECRET)
    form.draft.look()
    found = drafts.find(form.store)
    assert found is not None
    assert {name: found.texts[name] for name in SECRET} == SECRET
    raw = drafts.draft_path(form.store).read_bytes()
    for word in (*SECRET.values(), "member", "texts"):
        assert word.encode() not in raw
        assert word.encode("utf-16-le") not in raw


def test_saving_and_giving_up_remove_the_draft(form: RecordForm, window: Window) -> None:
    put(form, SECRET)
    form.draft.look()
    form.save()
    assert form.saved is not None
    assert not drafts.exists(form.store)
    other = RecordForm(window.store, RECORDS["member"], parent=window)
    put(other, {"name": "钱进"})
    other.draft.look()
    assert drafts.exists(other.store)
    hands(press("放弃改动"))
    other.reject()
    assert not drafts.exists(other.store)
    other.deleteLater()


def test_saving_one_after_the_other_begins_a_new_draft_each_time(form: RecordForm) -> None:
    form.series.setChecked(True)
    put(form, SECRET)
    form.draft.look()
    form.save()
    form.draft.look()
    assert not drafts.exists(form.store)
    put(form, {"name": "钱进"})
    form.draft.look()
    found = drafts.find(form.store)
    assert found is not None
    assert found.texts["name"] == "钱进"


def test_the_next_window_goes_on_with_it(qtbot: QtBot, window: Window) -> None:
    assert qtbot
    abandoned(window.store, SECRET)

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordForm)
        assert {name: dialog.texts()[name] for name in SECRET} == SECRET
        dialog.save()

    asked = hands(press(resuming.ON), save)
    resuming.offer(window)
    assert "欧阳测试" in asked.read[0]
    assert make.count(window.store, "SELECT count(*) FROM member WHERE name = '欧阳测试'") == 1
    assert not drafts.exists(window.store)


def test_the_next_window_may_give_it_up(window: Window) -> None:
    abandoned(window.store, SECRET)
    hands(press(resuming.AWAY))
    resuming.offer(window)
    assert not drafts.exists(window.store)
    resuming.offer(window)


def test_a_correction_goes_on_at_its_own_record(window: Window) -> None:
    row = make.count(window.store, "SELECT id FROM member WHERE name = '张伟'")
    abandoned(window.store, {"phone": "13900000009"}, row)

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordForm)
        assert dialog.row == row
        dialog.save()

    hands(press(resuming.ON), save)
    resuming.offer(window)
    assert make.count(window.store, "SELECT count(*) FROM member WHERE phone = '13900000009'") == 1
    assert make.count(window.store, "SELECT count(*) FROM member") == 3


def test_a_damaged_draft_and_one_of_another_database_are_passed_over(window: Window) -> None:
    abandoned(window.store, SECRET)
    path = drafts.draft_path(window.store)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    assert drafts.find(window.store) is None
    resuming.offer(window)
    path.write_bytes(b"")
    assert drafts.find(window.store) is None


def test_a_disk_that_refuses_is_told_in_the_form(form: RecordForm) -> None:
    drafts.draft_path(form.store).mkdir()
    put(form, SECRET)
    form.draft.look()
    assert "草稿没有存下" in form.hint.text()
    assert form.draft.kept is None
    drafts.draft_path(form.store).rmdir()
    form.draft.look()
    assert form.draft.kept is not None
    assert drafting.KEPT_MS < 5000
