"""Entering a record without the mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.models import RECORDS
from app.ui import application, dialogs, editors
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


def put(form: RecordForm, **texts: str) -> None:
    for name, text in texts.items():
        editors.put_text(form.widgets[name], text)


def test_an_id_number_fills_birth_and_sex_where_they_are_empty(form: RecordForm) -> None:
    put(form, id_number="990101200002290038")
    form.widgets["id_number"].editingFinished.emit()  # type: ignore[attr-defined]
    assert editors.text_of(form.widgets["birth_date"]) == "2000-02-29"
    assert editors.text_of(form.widgets["sex"]) == "男"


def test_a_wrong_check_digit_is_noted_beside_the_field_and_nothing_is_saved(form: RecordForm, village: Store) -> None:
    put(form, name="钱进", id_number="990101200002290039")
    form.save()
    assert form.saved is None
    assert form.notes["id_number"].isVisibleTo(form)
    assert make.count(village, "SELECT count(*) FROM member") == 3


def test_enter_goes_to_the_next_field_in_reading_order(form: RecordForm, qtbot: QtBot) -> None:
    form.widgets["name"].setFocus()
    qtbot.keyClick(form.widgets["name"], Qt.Key.Key_Return)
    focused = form.focusWidget()
    assert focused is form.widgets["sex"] or form.widgets["sex"].isAncestorOf(focused)


def test_initials_choose_from_a_code_list(form: RecordForm) -> None:
    picker = form.widgets["ethnic"]
    assert isinstance(picker, editors.Picker)
    picker.setCurrentText("畲")
    picker.pick_only_match()
    assert picker.currentText() == "畲族"
    assert picker.names_for("zz")[0].startswith("壮")


def test_a_loose_date_is_kept_as_exact_as_it_was_written(form: RecordForm, village: Store) -> None:
    put(form, name="钱进", join_date="1987.6")
    form.save()
    assert form.saved is not None
    assert make.value(village, "member", form.saved, "join_date") == "1987-06"


def test_a_date_is_shown_as_it_will_be_kept_when_the_field_is_left(form: RecordForm) -> None:
    put(form, join_date="1987年6月", full_date="1988.13")
    for name in ("join_date", "full_date"):
        form.widgets[name].editingFinished.emit()  # type: ignore[attr-defined]
    assert editors.text_of(form.widgets["join_date"]) == "1987-06"
    assert form.notes["full_date"].isVisibleTo(form)


def test_series_entry_keeps_the_branch_and_f7_copies_the_last_value(form: RecordForm) -> None:
    form.series.setChecked(True)
    put(form, name="钱进", branch="中共柳湾村支部委员会", native_place="柳湾")
    form.save()
    assert editors.text_of(form.widgets["branch"]) == "中共柳湾村支部委员会"
    assert editors.text_of(form.widgets["name"]) == ""
    form.widgets["native_place"].setFocus()
    QTest.keyClick(form, Qt.Key.Key_F7)
    assert editors.text_of(form.widgets["native_place"]) == "柳湾"


def test_f7_takes_nothing_away_where_nothing_was_saved_before(
    form: RecordForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.form.LAST", {})
    put(form, name="钱进")
    form.widgets["name"].setFocus()
    QTest.keyClick(form, Qt.Key.Key_F7)
    assert editors.text_of(form.widgets["name"]) == "钱进"


def test_leaving_a_changed_form_asks_first(form: RecordForm, monkeypatch: pytest.MonkeyPatch) -> None:
    put(form, name="钱进")
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: False)
    form.reject()
    assert form.isVisible()
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: True)
    form.reject()
    assert not form.isVisible()


def test_what_is_typed_as_soon_as_the_form_opens_goes_into_the_first_field(form: RecordForm, qtbot: QtBot) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.focusWidget() is form.widgets["name"]
