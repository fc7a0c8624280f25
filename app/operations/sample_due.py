"""Made-up dues: on what the members of one township pay and what came in this year, with a few who are behind."""

from typing import Any

from app.db.queries import due as queries
from app.operations import due_assessing, due_reckoning
from app.operations.due_reckoning import Reckoned
from app.operations.sample_maker import Maker

RETIRED = ("离休干部", "退休人员", "退职人员")
OFFICE = "机关"
BEHIND = (3, 4, 7)  # months of those who are behind
BASES = ("member", "since", "payer", "base", "fixed")
JOBS = (
    "SELECT m.id, CASE WHEN b.domain = '机关' AND coalesce(m.occupation, '') <> '退休人员' THEN '机关' ELSE m.occupation END "
    "FROM member m LEFT JOIN branch b ON b.id = m.branch"
)
DUES = ("member", "month", "branch", "payer", "base", "rate", "amount", "paid", "paid_on", "receipt")


def add(maker: Maker) -> None:
    """At the end of the sample: the first township, bases from January on and dues of the months so far."""
    year = maker.today.year
    months = [f"{year}-{month:02d}" for month in range(1, maker.today.month + 1)]
    terms = due_reckoning.terms(maker.work.connection)
    people = queries.payers(maker.work.connection, _members(maker))
    jobs: dict[int, str | None] = dict(maker.work.connection.exec_driver_sql(JOBS).all())
    bases: list[tuple[Any, ...]] = []
    dues: list[tuple[Any, ...]] = []
    for him in people:
        if maker.random.random() < 0.02:
            continue  # nobody registered it yet
        payer, base, fixed = _base(maker, jobs[him.row])
        bases.append((him.row, f"{year}-01", payer, base, fixed))
        found = due_reckoning.monthly(terms, payer, base, fixed)
        owed = [month for month in months if due_assessing.owing(him, month) is True]
        unpaid = _unpaid(maker, owed)
        if isinstance(found, Reckoned):
            told = (him.branch, payer, base, found.rate, found.amount)
            dues += [
                (him.row, month, *told, *_paid(him.branch, month, found.amount, month in unpaid)) for month in owed
            ]
    maker.add("due_base", BASES, bases)
    maker.add("due", DUES, dues)


def _members(maker: Maker) -> list[int]:
    """Who is on the books of the first township's branches now."""
    sql = (
        "SELECT m.id FROM member m JOIN branch b ON b.id = m.branch JOIN unit u ON u.id = b.unit WHERE m.left_on IS NULL "
        "AND (SELECT min(t.id) FROM unit t WHERE t.kind = '乡镇') IN (u.id, u.parent) ORDER BY m.id"
    )
    return [int(row[0]) for row in maker.work.connection.exec_driver_sql(sql)]


def _base(maker: Maker, occupation: str | None) -> tuple[str, int | None, int | None]:
    """Kind of payer, base and fixed amount (分)."""
    random = maker.random
    if occupation in RETIRED:
        return due_reckoning.RETIRED, random.randrange(2_800, 7_200, 50) * 100, None
    if occupation == OFFICE:
        return due_reckoning.BY_WAGE[0], random.randrange(3_200, 11_000, 50) * 100, None
    return due_reckoning.FARMER, None, random.choice((20, 50, 50, 100))


def _unpaid(maker: Maker, owed: list[str]) -> frozenset[str]:
    """The present month is still to come in; one in fifty is behind by some months."""
    late = maker.random.choice(BEHIND) if maker.random.random() < 0.02 else 0
    return frozenset(owed[-1 - late :])


def _paid(branch: int | None, month: str, amount: int, unpaid: bool) -> tuple[Any, ...]:
    """(paid, day, receipt): branches hand in on the tenth of the last month of a quarter, or of the month itself."""
    if unpaid:
        return (None, None, None)
    return (amount, f"{month}-10", f"{month.replace('-', '')}-{branch or 0:03d}")
