"""Demands on every ledger: a definition added to LEDGERS is tested by being there."""

import pytest

from app.db.store import Store
from app.ledgers import LEDGERS, Ledger, table
from app.table import Column, Table

KINDS = {"text", "number", "money", "points", "date", "choice", "id", "phone", "flag", "link"}


@pytest.fixture(params=LEDGERS.values(), ids=list(LEDGERS))
def ledger(request: pytest.FixtureRequest) -> Ledger:
    found: Ledger = request.param
    return found


def sound(found: Table) -> bool:
    """As many cells as columns everywhere, and totals that are the sums they say."""
    widths = {len(row) for row in found.rows} | {len(found.totals or ())}
    assert widths == {len(found.columns)}
    assert found.totals is not None
    assert found.totals[0] == "合计"
    assert str(found.totals[1]).startswith(f"{len(found.rows)} ")
    for place, total in list(enumerate(found.totals))[2:]:
        if isinstance(total, int):
            assert total == sum(row[place] or 0 for row in found.rows)  # type: ignore[misc]
    return True


def test_every_ledger_names_itself_and_its_columns_once(store: Store, ledger: Ledger) -> None:
    with store.read() as reader:
        found = table(reader, ledger)
    headings = [(column.group, column.label) for column in found.columns]
    assert len(set(headings)) == len(headings)
    assert all(isinstance(column, Column) and column.label and column.kind in KINDS for column in found.columns)
    assert found.columns[0].label == "序号"
    assert found.title == ledger.title != ""


def test_every_ledger_of_an_empty_database_is_empty_and_sound(store: Store, ledger: Ledger) -> None:
    with store.read() as reader:
        found = table(reader, ledger)
    assert len(found.rows) == 0
    assert sound(found)


def test_every_ledger_works_on_the_sample_township_any_part_any_day(township: Store) -> None:
    with township.read() as reader:
        for ledger in LEDGERS.values():
            whole = table(reader, ledger)
            assert sound(whole)
            assert sound(table(reader, ledger, as_of="2026-06-01"))
            assert sound(table(reader, ledger, unit=2))
            assert sound(table(reader, ledger, branch=4, mask="name"))
            assert len(table(reader, ledger, unit=1).rows) == len(whole.rows)
        assert len(table(reader, LEDGERS["households"]).rows) == 8_000
