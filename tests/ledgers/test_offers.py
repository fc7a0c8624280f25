"""Every value that is offered to templates can be asked for, whatever the rows are."""

import pytest

from app.db.queries import ledger as queries
from app.db.queries.ledger import Part
from app.db.store import Store
from app.ledgers import offer as offers
from app.models import RECORDS


@pytest.mark.parametrize("name", offers.names())
@pytest.mark.parametrize("day", [None, "2026-03-01"])
def test_every_value_that_is_offered_is_found_today_and_as_of_a_day(name: str, day: str | None, store: Store) -> None:
    origin = offers.origin(name)
    with store.read() as reader:
        rows = queries.rows(reader, origin.source, [offer.sql for offer in origin.offers.values()], Part(day=day))
    assert all(len(row) == len(origin.offers) for row in rows)


def test_every_record_that_a_clerk_keeps_can_fill_a_template() -> None:
    found = {offers.origin(name).record for name in offers.names()}
    assert {record for record, model in RECORDS.items() if not model.hidden} <= found
