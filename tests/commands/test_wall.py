"""What is hung up: the roster names every household once, charts and the sheet of figures come out as paper."""

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from app.commands.wall import NAMES, posters_of
from app.db.store import Store
from app.printing.card import cards_of as contact_cards
from app.printing.helper_card import HelperCard, Home, cards_of, print_helper_cards
from tests.commands.conftest import Call
from tests.ledgers.small import Town, build, change, stop_clock


def words(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("name", [name for name, _title in NAMES])
def test_each_comes_out_as_paper(call: Call, town: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.pdf"
    assert call("print", "--db", town, name, path, "--period", "2026").code == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert len(words(path)) > 20


def test_the_roster_names_every_household_once_under_who_holds_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    town: Town = build(store)
    with store.read() as reader:
        table, posters = posters_of(reader, None, None, "none")
        below, _ = posters_of(reader, town.east, None, "none")
    assert Counter(row[4] for row in table.rows) == Counter(["朴根水", "区大发", "盖家旺", "乐平"])
    assert {(row[2], row[4]) for row in table.rows} == {
        ("单小红", "朴根水"), ("单小红", "区大发"), ("", "盖家旺"), ("", "乐平"),
    }  # fmt: skip
    assert [row[4] for row in below.rows] == ["乐平"]
    red = next(poster for poster in posters if poster.title.startswith("红旗村"))
    assert red.subtitle == "共 3 户，1 名党员联系，1 户还没有联系党员"
    assert [section.title for section in red.sections] == ["2组", "10组"]


def test_a_member_out_of_contact_holds_nobody_on_the_wall(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    town = build(store)
    change(store, "member", town.anna, lost="是")
    with store.read() as reader:
        table, _ = posters_of(reader, None, None, "none")
        masked, _ = posters_of(reader, None, "2026-06-30", "name")
    assert all(row[2] == "" for row in table.rows)
    assert all("*" in str(row[4]) for row in masked.rows)


def test_a_member_takes_along_every_household_he_holds(call: Call, town: Path, tmp_path: Path, store: Store) -> None:
    small = build(store)
    with store.read() as reader:
        table, cards = cards_of(reader, frozenset((small.anna, small.bo)), "none")
        posted, _ = cards_of(reader, frozenset((small.anna,)), "name")
    assert [(card.member, tuple(home.head for home in card.homes)) for card in cards] == [
        ("单小红", ("区大发", "朴根水")),
    ]
    assert len(table.rows) == len(table.keys) == 2
    assert all("*" in str(row[3]) and not row[4] for row in posted.rows)
    path = tmp_path / "a.pdf"
    assert call("print", "--db", town, "工作卡", path, "--where", "党龄>30").code == 0
    assert "户主" in words(path)


def test_more_households_than_lines_go_on_a_second_card(tmp_path: Path) -> None:
    homes = tuple(Home(f"户主{n}", "红旗村2组", "", "低保", "2026-11-01") for n in range(1, 15))
    path = tmp_path / "a.pdf"
    print_helper_cards([HelperCard("单小红", "中共红旗村支部委员会", "19900000001", homes)], path)
    told = words(path)
    assert all(f"户主{n}" in told for n in range(1, 15))
    assert "（续）" in told


@pytest.mark.parametrize(
    ("group", "address", "told"),
    [
        ("2组", "17号", "红旗村2组17号"),
        ("2组", "2组17号", "红旗村2组17号"),
        ("2组", "青禾镇红旗村2组17号", "青禾镇红旗村2组17号"),
        (None, "17号", "红旗村17号"),
        ("2组", None, "红旗村2组"),
    ],
)
def test_an_address_on_a_card_says_village_and_group_once(
    store: Store, group: str | None, address: str | None, told: str
) -> None:
    town = build(store)
    change(store, "household", town.homes[0], group_name=group, address=address)
    with store.read() as reader:
        _, homes = contact_cards(reader, "none", ("household", [town.homes[0]]))
        _, helpers = cards_of(reader, frozenset((town.anna,)), "none")
    assert [card.address for card in homes] == [told]
    assert told in [home.address for home in helpers[0].homes]
