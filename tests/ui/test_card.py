"""The card beside the list: five tabs at most, what is there under headings, the open tab kept from row to row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.models import RECORDS
from app.models.record import Record
from app.operations import record as records
from app.ui.card import Card
from app.ui.card_page import FACTS, HISTORY, MOST, PAGES, pages_of
from app.ui.window import Window
from tests import make


def titles(card: Card) -> list[str]:
    return [card.tabs.tabText(i) for i in range(card.tabs.count())]


def words(card: Card) -> list[str]:
    return [found.text() for found in card.tabs.currentWidget().findChildren(QLabel)]


@pytest.fixture
def card(window: Window) -> Card:
    made: Card = window.open_place("member").card
    return made


def shown(card: Card, record: str, row: int) -> None:
    card.show_row(RECORDS[record], row)


@pytest.mark.parametrize("record", list(RECORDS.values()), ids=list(RECORDS))
def test_a_card_has_five_tabs_at_most_and_each_once(record: type[Record]) -> None:
    found = [FACTS, *(title for title, _sections in pages_of(record.code())), HISTORY]
    assert len(found) <= MOST
    assert len(set(found)) == len(found)


def test_every_page_belongs_to_a_record() -> None:
    assert set(PAGES) <= set(RECORDS)


def test_the_tabs_of_a_member_are_the_five_named_ones(card: Card) -> None:
    shown(card, "member", 1)
    assert titles(card) == ["基本", "结对", "履历", "服务", "记录"]
    assert not card.tabs.tabBar().findChildren(QLabel)
    assert card.tabs.tabBar().sizeHint().width() <= card.minimumWidth()  # no arrows to scroll the tabs


def test_the_open_tab_stays_open_by_its_title_when_another_record_is_shown(card: Card) -> None:
    shown(card, "member", 1)
    card.tabs.setCurrentIndex(titles(card).index("服务"))
    shown(card, "household", 1)
    assert titles(card)[card.tabs.currentIndex()] == "服务"
    shown(card, "resident", make.resident(card.store, 1, "仇小满"))
    assert titles(card)[card.tabs.currentIndex()] == "服务"
    assert titles(card).index("服务") != 3
    shown(card, "branch", 1)
    assert titles(card)[card.tabs.currentIndex()] == FACTS  # a branch has no such tab


def test_what_is_there_stands_under_a_heading_and_what_is_not_is_said_below(card: Card) -> None:
    shown(card, "member", 1)
    card.tabs.setCurrentIndex(titles(card).index("履历"))
    told = words(card)
    assert told[0] == "隶属"
    assert told[-1] == "没有登记表彰"
    assert "表彰" not in told


def test_money_is_read_in_thousands_in_list_and_card_and_typed_as_it_is(window: Window) -> None:
    row = records.save(window.store, RECORDS["deed"], {
        "what": "修水渠", "money": 1_234_550, "helper_member": 1, "helped_household": 1,
    })  # fmt: skip
    screen = window.open_place("deed")
    screen.show_row(row)
    at = [column.name for column in screen.model.columns].index("money")
    index = screen.model.index(0, at)
    assert index.data() == "12,345.50"
    assert index.data(Qt.ItemDataRole.EditRole) == "12345.50"
    shown(screen.card, "deed", row)
    assert "12,345.50" in words(screen.card)
