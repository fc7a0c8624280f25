"""Ledgers of units and party organisations: which there are, who leads them, how large they are."""

from app.db.queries.ledger import Source
from app.ledgers.ledger import Ledger, Line

PEOPLE = (
    "LEFT JOIN (SELECT r.branch, sum(coalesce(r.kind, '') <> '预备党员') AS full, sum(coalesce(r.kind, '') = '预备党员') "
    "AS probationary FROM ({roll}) r GROUP BY r.branch) people ON people.branch = branch.id"
)

BRANCHES = Ledger(
    "branches",
    "党组织一览表",
    counter="个",
    columns=(
        Line("name", width=30),
        Line("kind"),
        Line("parent", width=26),
        Line("unit", width=18),
        Line("domain"),
        Line("secretary"),
        Line("deputy"),
        Line("committee_size"),
        Line("contact"),
        Line("phone"),
        Line("members", "正式党员数", "coalesce(people.full, 0)", "number", total=True),
        Line("probationary", "预备党员数", "coalesce(people.probationary, 0)", "number", total=True),
        Line("founded_on"),
        Line("elected_on"),
        Line("term_until"),
        Line("remark", width=16),
    ),
    source=Source(
        record="branch",
        joins=PEOPLE,
        where="branch.name <> '未定支部'",
        unit="branch.unit",
        branch="branch.id",
        order="branch.sort_key, branch.id",
    ),
)

UNITS = Ledger(
    "units",
    "单位一览表",
    counter="个",
    columns=(
        Line("name", width=22),
        Line("kind"),
        Line("parent", width=18),
        Line("domain"),
        Line("nature", width=14),
        Line("credit_code", width=20),
        Line("party_built", width=16),
        Line("head"),
        Line("phone"),
        Line("address", width=24),
        Line("population", total=True),
        Line("household_count", total=True),
        Line("households", total=True),
        Line("full_time_staff", width=14, total=True),
        Line("work_fund", total=True),
        Line("service_fund", width=16, total=True),
        Line("remark", width=16),
    ),
    source=Source(record="unit", unit="unit.id", order="unit.parent IS NOT NULL, unit.parent, unit.sort_key, unit.id"),
)
