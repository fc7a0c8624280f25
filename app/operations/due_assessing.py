"""Which months does each member owe, where and how much? What is on the books is brought in step; what was paid never changes.

A month is due when the member was in the party and on the books during it, the months of joining and of leaving included:
预备党员 pay from the branch meeting that admits them (2008 年规定). It stands in the branch that held him last in the month.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import due as queries
from app.db.queries.due import Payer, Stay
from app.db.store import Reader
from app.db.work import Work
from app.models.due import FREE, Due
from app.operations import dated, due_reckoning
from app.operations.due_reckoning import Terms, Unknown

COLUMNS = ("member", "month", "branch", "payer", "base", "rate", "amount", "waiver")
JUDGED = ("branch", "payer", "base", "rate", "amount", "waiver")
STOPPED = ("停止党籍", "开除党籍")
GONE = "该月不应缴纳（重新核算）"


@dataclass(frozen=True)
class Skipped:
    """Somebody for whom nothing could be reckoned, and why."""

    member: int
    name: str
    reason: str


@dataclass(frozen=True)
class Assessed:
    """`added` dues made, `changed` unpaid ones that differed, `dropped` unpaid ones that are not owed, `kept` paid ones that
    would be reckoned differently now and stay as they are.
    """

    added: int
    changed: int
    dropped: int
    kept: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class _Facts:
    """What is known of the members asked about, by row id."""

    stays: dict[int, list[Stay]]
    bases: dict[int, list[tuple[Any, ...]]]
    waivers: dict[int, list[tuple[Any, ...]]]
    terms: Terms
    inside: frozenset[int] | None


def assess(
    work: Work, months: Sequence[str], members: Sequence[int] | None = None, inside: frozenset[int] | None = None
) -> Assessed:
    """Brings the dues of these months (ascending) in step, of some members or all, in some branches or everywhere."""
    reader = work.connection
    facts = _Facts(
        queries.stays(reader, members), queries.bases(reader, members), queries.waivers(reader, members),
        due_reckoning.terms(reader), inside,
    )  # fmt: skip
    there = queries.assessed(reader, months, members)
    made: list[tuple[Any, ...]] = []
    skipped: list[Skipped] = []
    counts = {"changed": 0, "dropped": 0, "kept": 0}
    for payer in queries.payers(reader, members):
        reasons: dict[str, None] = {}
        for month, found in _months(facts, payer, months):
            present = there.get((payer.row, month))
            if isinstance(found, Unknown):
                reasons[found.reason] = None
            elif present is not None:
                _agree(work, present, found, counts)
            elif found:
                made.append((payer.row, month, *found))
        skipped += [Skipped(payer.row, payer.name, reason) for reason in reasons]
    work.add_many(Due, COLUMNS, made)
    return Assessed(len(made), counts["changed"], counts["dropped"], counts["kept"], tuple(skipped))


def _agree(work: Work, present: tuple[Any, ...], found: tuple[Any, ...], counts: dict[str, int]) -> None:
    """One due that is on the books already; `found` is empty when nothing is owed."""
    row, *kept, paid = present
    if tuple(kept) == found:
        return
    if paid is not None:
        counts["kept"] += 1
    elif found:
        counts["changed"] += work.change(Due, row, dict(zip(JUDGED, found, strict=True)))
    else:
        counts["dropped"] += work.change(Due, row, {"void_reason": GONE})


def _months(
    facts: _Facts, payer: Payer, months: Sequence[str]
) -> Iterator[tuple[str, tuple[Any, ...] | Unknown]]:  # fmt: skip
    """(month, `JUDGED` values), () where nothing is owed, or what is missing; months of other branches are left out."""
    stays = facts.stays.get(payer.row)
    reckoned: dict[tuple[Any, ...], Any] = {}
    for month in months:
        owed = owing(payer, month)
        if owed is not True:
            yield month, owed or ()
            continue
        branch = payer.branch if stays is None else held_by(stays, month)
        if stays is not None and branch is None:
            yield month, ()
            continue
        if facts.inside is not None and branch not in facts.inside:
            continue
        base = next((told for told in facts.bases.get(payer.row, ()) if told[0] <= month), None)
        waiver = next((told for told in facts.waivers.get(payer.row, ()) if told[0] <= month <= told[1]), None)
        key = (base, waiver, branch)
        if key not in reckoned:
            reckoned[key] = _reckoned(facts.terms, base, waiver, branch)
        yield month, reckoned[key]


def _reckoned(
    terms: Terms, base: tuple[Any, ...] | None, waiver: tuple[Any, ...] | None, branch: int | None
) -> tuple[Any, ...] | Unknown:
    if base is None:
        return Unknown("没有党费核定")
    _since, payer, income, fixed = base
    found = due_reckoning.monthly(terms, payer, income, fixed)
    if isinstance(found, Unknown):
        if waiver is None or waiver[2] != FREE:
            return found
        return (branch, payer, income, None, 0, waiver[4])
    if waiver is None:
        return (branch, payer, income, found.rate, found.amount, None)
    less = 0 if waiver[2] == FREE else waiver[3]
    return (branch, payer, income, found.rate, due_reckoning.relieved(found.amount, less), waiver[4])


def owing(payer: Payer, month: str) -> bool | Unknown:
    """Was he in the party and on the books during the month? Unknown where a date is not known to the month."""
    for told, word in ((payer.joined, "加入党组织日期"), (payer.left, "离开日期")):
        if told is not None and len(told) == 4 and told == month[:4]:
            return Unknown(f"{word}只有年份")
    if payer.joined is not None and month < payer.joined[:7]:
        return False
    if payer.left is not None and month > payer.left[:7]:
        return False
    if payer.standing in STOPPED:
        return Unknown(f"党籍状态是“{payer.standing}”")
    return True


def held_by(stays: Sequence[Stay], month: str) -> int | None:
    """The branch that held him last in the month (`stays` newest first); None before the first and between two."""
    for stay in stays:
        began = stay.since is None or not dated.before(month, stay.since)
        if began and (stay.until is None or not dated.before(stay.until, month)):
            return stay.branch
    return None


def payers_within(reader: Reader, branch: int | None) -> tuple[list[int] | None, frozenset[int] | None]:
    """(members, branches) below a branch; (None, None) means everybody everywhere."""
    if branch is None:
        return None, None
    inside = queries.branches(reader, branch)
    return queries.members_of(reader, inside), inside
