"""How often and when somebody was last there: in lists, in the ledger of contacts, in the figures."""

from app.db.queries import listing
from app.db.queries.listing import Query
from app.db.store import Store
from app.ledgers import figure, ledger_named, table
from app.models.visit import Visit
from app.operations import pairing, visit
from app.operations import record as records
from tests import make


def village(store: Store) -> tuple[int, int, int]:
    home = make.unit(store)
    helper, cadre = make.member(store, "单小红", village=home), make.cadre(store, "解明")
    first, second = (make.household(store, head, village=home) for head in ("仇根水", "朴大山"))
    sides = [("household", first), ("household", second)]
    pairing.pair(store, "member_household", ("member", helper), sides, since="2026-01-10")
    for day, who in (("2026-02-03", (("member", helper),)), ("2026-03-04", (("member", helper), ("cadre", cadre)))):
        visit.enter(store, visit.Entry(who, ("household", first), day, deed="送大米", money=10_000))
    return helper, first, second


def rows(store: Store, record: str, *columns: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [row[1:] for row in listing.window(reader, Query(record, columns))]


def test_pairings_households_and_helpers_tell_their_last_visit(store: Store) -> None:
    village(store)
    assert rows(store, "pairing", "last_visit", "visits") == [("2026-03-04", 2), (None, 0)]
    assert rows(store, "household", "head_name", "last_visit", "visits") == [
        ("朴大山", None, 0),
        ("仇根水", "2026-03-04", 3),
    ]
    assert rows(store, "member", "last_went", "visits") == [("2026-03-04", 2)]
    assert rows(store, "cadre", "last_went", "visits") == [("2026-03-04", 1)]
    assert rows(store, "visit", "who", "whom", "where")[0] == ("单小红", "仇根水", "石坪村")


def test_a_voided_visit_counts_nowhere(store: Store) -> None:
    village(store)
    for row in (1, 2, 3):
        records.void(store, Visit, row, reason="登记错了")
    assert rows(store, "pairing", "last_visit", "visits") == [(None, 0), (None, 0)]
    with store.read() as reader:
        assert table(reader, ledger_named("visits")).rows == []


def test_the_ledger_of_contacts_counts_visits_and_their_sum(store: Store) -> None:
    village(store)
    with store.read() as reader:
        found = table(reader, ledger_named("contact"))
    at = [column.name for column in found.columns].index("visits")
    assert [row[at : at + 2] for row in found.rows] == [(0, None), (2, "2026-03-04")]
    assert found.totals[at] == 2


def test_two_who_went_together_are_two_persons_at_one_door(store: Store) -> None:
    village(store)
    with store.read() as reader:
        found = {each.code: each.value for each in figure.figures(reader, "2026")}
    assert (found["visits"], found["visits_households"], found["deeds"], found["deeds_money"]) == (3, 2, 2, "200.00")


def test_a_household_not_visited_this_year_is_found_by_a_word(store: Store) -> None:
    _helper, _first, second = village(store)
    with store.read() as reader:
        assert listing.ids(reader, Query("household", (), marks=("今年未走访",))) == [second]
