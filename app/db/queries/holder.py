"""To which party organisation and unit does a row belong, so that a checklist counts it for them and for nobody else?"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.db.queries import resolve
from app.db.queries.visit_word import home
from app.db.session import Connection

TOWNS = ("县", "乡镇", "街道")  # a branch seated there does not answer for all the villages below
_MEMBER = "SELECT m.branch FROM member m WHERE m.id = "
_VILLAGE = "SELECT coalesce(m.village, b.unit) FROM member m LEFT JOIN branch b ON b.id = m.branch WHERE m.id = "
_SEAT = "SELECT b.unit FROM branch b WHERE b.id = t.branch"
# record → SQL for (branch, unit) of a row t; what is not here belongs to nobody.
HOLDERS: dict[str, tuple[str, str]] = {
    "branch": ("t.id", "t.unit"),
    "unit": ("NULL", "t.id"),
    "member": ("t.branch", "coalesce(t.village, (" + _SEAT + "))"),
    "household": ("NULL", "t.village"),
    "resident": ("NULL", "(SELECT h.village FROM household h WHERE h.id = t.household)"),
    "cadre": ("NULL", "t.unit"),
    "pairing": (f"coalesce(t.helper_branch, ({_MEMBER}t.helper_member))", home("t")),
    "preference": (f"coalesce(t.helper_branch, ({_MEMBER}t.helper_member))", home("t")),
    "visit": (f"({_MEMBER}t.helper_member)", home("t")),
    "deed": (f"coalesce(t.helper_branch, ({_MEMBER}t.helper_member))", home("t")),
    "request": ("NULL", "t.village"),
    "inspection": ("NULL", "t.unit"),
    "wish": ("t.claim_branch", "t.village"),
    "report_in": ("t.branch", "t.community"),
    "duty": ("NULL", "t.community"),
    "activity": ("NULL", "t.community"),
    "team": ("NULL", "t.unit"),
    "posting": (f"({_MEMBER}t.member)", "t.unit"),
    "plan_item": ("NULL", "(SELECT w.unit FROM team w WHERE w.id = t.team)"),
    "work_log": ("NULL", "(SELECT p.unit FROM posting p WHERE p.id = t.posting)"),
    "meeting": ("t.branch", f"({_SEAT})"),
    "election": ("t.branch", f"({_SEAT})"),
    "term": ("t.branch", f"({_SEAT})"),
    "post": ("t.branch", f"coalesce(t.unit, ({_SEAT}))"),
    "due": (f"coalesce(t.branch, ({_MEMBER}t.member))", f"({_VILLAGE}t.member)"),
    "due_base": (f"({_MEMBER}t.member)", f"({_VILLAGE}t.member)"),
    "due_waiver": (f"({_MEMBER}t.member)", f"({_VILLAGE}t.member)"),
    "review": (f"coalesce(t.branch, ({_MEMBER}t.member))", f"({_VILLAGE}t.member)"),
    "honour": (f"coalesce(t.branch, ({_MEMBER}t.member))", "t.unit"),
    "applicant": ("t.branch", f"({_SEAT})"),
    "transfer": (f"coalesce(t.branch, ({_MEMBER}t.member))", f"({_VILLAGE}t.member)"),
    "assessment": ("t.branch", "t.unit"),
    "finding": (
        "(SELECT a.branch FROM assessment a WHERE a.id = t.assessment)",
        "(SELECT a.unit FROM assessment a WHERE a.id = t.assessment)",
    ),
}
Holder = tuple[int | None, int | None]  # branch, unit


def holders(reader: Connection, record: str, rows: Iterable[int]) -> dict[int, Holder]:
    """(branch, unit) of each of the rows; rows of a record that nobody holds are left out."""
    if record not in HOLDERS:
        return {}
    branch, unit = HOLDERS[record]
    sql = f"SELECT t.id, {branch}, {unit} FROM {record} t WHERE t.id IN (SELECT value FROM json_each(?))"
    found = reader.exec_driver_sql(sql, (json.dumps(sorted(set(rows))),))
    return {row[0]: (row[1], row[2]) for row in found}


@dataclass(frozen=True)
class Circle:
    """An organisation: its branches, and the units in which something counts for it. `by_unit`: it is a unit itself, and
    all that lies there is its own, whichever branch holds it.
    """

    branches: frozenset[int]
    units: frozenset[int]
    by_unit: bool


def circle(reader: Connection, *, branch: int | None = None, unit: int | None = None) -> Circle:
    """The organisation with everything below it; exactly one of the two is given."""
    if branch is not None:
        branches = frozenset(resolve.below(reader, "branch", branch))
        seats = resolve.units_of(reader, branches)
        return Circle(branches, _below(reader, seats), by_unit=False)
    assert unit is not None
    units = frozenset(resolve.below(reader, "unit", unit))
    sql = "SELECT id FROM branch WHERE unit IN (SELECT value FROM json_each(?))"
    found = reader.exec_driver_sql(sql, (json.dumps(sorted(units)),))
    return Circle(frozenset(row[0] for row in found), units, by_unit=True)


def _below(reader: Connection, seats: frozenset[int]) -> frozenset[int]:
    marks = ", ".join(f"'{kind}'" for kind in TOWNS)
    sql = (
        "WITH RECURSIVE tree(id) AS (SELECT u.id FROM unit u WHERE u.id IN (SELECT value FROM json_each(?)) "
        f"AND coalesce(u.kind, '') NOT IN ({marks}) UNION SELECT c.id FROM unit c JOIN tree ON c.parent = tree.id) "
        "SELECT id FROM tree"
    )
    found = reader.exec_driver_sql(sql, (json.dumps(sorted(seats)),))
    return seats | {row[0] for row in found}
