"""The same record changed elsewhere while its form was open: both values are shown and the clerk chooses."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.models import RECORDS
from app.operations import record as records
from app.ui import editors
from app.ui.differing import Differing
from app.ui.form import RecordForm
from app.ui.window import Window
from tests import make
from tests.ui.answering import hands, press


@pytest.fixture
def form(window: Window) -> Iterator[RecordForm]:
    row = make.count(window.store, "SELECT id FROM member WHERE name = '单小红'")
    made = RecordForm(window.store, RECORDS["member"], row, parent=window)
    made.show()
    yield made
    made.draft.stop()
    made.deleteLater()


def elsewhere(form: RecordForm, **values: str) -> None:
    records.save(form.store, form.record, values, row=form.row)


def kept(form: RecordForm, name: str) -> object:
    with form.store.read() as reader:
        return records.present(reader, form.record, form.row or 0)[name]


def put(form: RecordForm, **texts: str) -> None:
    for name, text in texts.items():
        editors.put_text(form.widgets[name], text)


def test_both_values_stand_side_by_side_and_saving_waits_for_the_choice(form: RecordForm) -> None:
    put(form, phone="13900000002")
    elsewhere(form, phone="13900000003")

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, Differing)
        assert [button.text() for button in dialog.groups["phone"].buttons()] == ["13900000003", "13900000002"]
        assert not dialog.save.isEnabled()
        dialog.reject()

    asked = hands(look)
    form.save()
    assert "13900000001" in asked.read[0]
    assert form.saved is None
    assert kept(form, "phone") == "13900000003"
    assert form.texts()["phone"] == "13900000002"


@pytest.mark.parametrize(("choice", "phone"), [("都用我填的", "13900000002"), ("都用别处的", "13900000003")])
def test_what_was_chosen_is_saved_and_what_was_not_touched_stays_as_the_other_left_it(
    form: RecordForm, choice: str, phone: str
) -> None:
    put(form, phone="13900000002", remark="我写的")
    elsewhere(form, phone="13900000003", address="青禾镇某路九号")

    def choose(dialog: QDialog) -> None:
        press(choice)(dialog)
        press("按选定的保存")(dialog)

    hands(choose)
    form.save()
    assert form.saved == form.row
    assert (kept(form, "phone"), kept(form, "remark"), kept(form, "address")) == (phone, "我写的", "青禾镇某路九号")


def test_different_fields_meet_without_a_question(form: RecordForm) -> None:
    put(form, remark="我写的")
    elsewhere(form, phone="13900000003")
    form.save()
    assert form.saved == form.row
    assert (kept(form, "phone"), kept(form, "remark")) == ("13900000003", "我写的")


def test_the_same_value_from_both_is_no_difference(form: RecordForm) -> None:
    put(form, phone="13900000003")
    elsewhere(form, phone="13900000003")
    form.save()
    assert form.saved == form.row


def test_a_record_voided_meanwhile_is_not_saved_in_silence(qtbot: QtBot, form: RecordForm) -> None:
    assert qtbot
    put(form, remark="我写的")
    records.void(form.store, form.record, form.row or 0, reason="误录")
    asked = hands(press("知道了"))
    form.save()
    assert "作废" in asked.read[0]
    assert form.saved is None
    assert not kept(form, "remark")
