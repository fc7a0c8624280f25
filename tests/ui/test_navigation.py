"""A record type that was added to RECORDS has its place in the menu, its list and its form, without a line in the ui."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.db import schema
from app.db.store import Store
from app.models import RECORDS, tables
from app.models import fields as f
from app.models.catalogue import shown_records
from app.models.record import Record
from app.ui import application, editors
from app.ui.form import RecordForm
from app.ui.navigation import groups, places
from app.ui.window import Window
from tests import make
from tests.ui.conftest import Handed


class Medal(Record):
    """奖章: given to a member; known to the catalogue and the database of these tests only."""

    __tablename__ = "medal"
    title = "奖章"
    key = (("name", "member"),)
    owner = "member"
    counter = "枚"

    name = f.text("名称", required=True, listed=True)
    member = f.link("得奖人", "member", listed=True)
    amount = f.money("奖金", listed=True)


@pytest.fixture
def toy(store: Store, monkeypatch: pytest.MonkeyPatch) -> type[Record]:
    monkeypatch.setitem(RECORDS, "medal", Medal)
    with store.write() as writer:
        tables.metadata().tables["medal"].create(schema.bound(writer))
    return Medal


def test_every_record_with_a_screen_stands_in_the_menu_once() -> None:
    named = [place.record for _caption, group in groups() for place in group if place.record]
    assert sorted(named) == sorted(record.code() for record in shown_records())
    assert len(places()) == sum(len(group) for _caption, group in groups())


def test_a_new_record_stands_in_the_group_of_what_it_is_a_part_of(toy: type[Record]) -> None:
    basic = dict(groups())["基本台账"]
    assert [place.title for place in basic].index("奖章") == [place.code for place in basic].index("member") + 1
    assert places()["medal"].record == toy.code()


def test_a_new_record_is_entered_and_listed_without_a_line_in_the_ui(
    toy: type[Record], village: Store, home: Path, qtbot: QtBot
) -> None:
    application.application()
    window = Window(Handed(village, home))
    qtbot.addWidget(window)
    screen = window.open_place("medal")
    assert "还没有奖章" in screen.list.empty.text()
    form = RecordForm(village, toy, parent=screen)
    editors.put_text(form.widgets["name"], "优秀党员")
    editors.put_text(form.widgets["member"], "张伟")
    editors.put_text(form.widgets["amount"], "200")
    form.save()
    assert form.saved is not None
    shown = [screen.model.data(screen.model.index(0, i)) for i in range(screen.model.columnCount())]
    assert shown == ["优秀党员", "张伟", "200.00"]
    assert screen.subtitle.text() == "1 枚"
    assert make.count(village, "SELECT count(*) FROM medal") == 1
    form.deleteLater()
    window.close()
