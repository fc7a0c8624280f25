"""The sample township has members in need and offices that hold villages, so that their lists and figures are not empty."""

from app.db.queries.coverage import coverage
from app.db.store import Store
from app.ledgers import ledger_named, table
from tests import make


def test_offices_hold_villages_and_members_are_in_need(township: Store) -> None:
    with township.read() as reader:
        tiers = {tier.tier: tier for tier in coverage(reader)}
        needy = table(reader, ledger_named("困难党员名册"))
    assert (tiers["organisation"].covered, tiers["organisation"].total) == (15, 23)
    assert len(needy.rows) == 20
    assert {row[4] for row in needy.rows} == {"低保", "残疾", "其他"}
    sql = "SELECT count(*) FROM unit WHERE domain <> '机关' AND kind IN ('机关', '事业单位')"
    assert make.count(township, sql) == 0
