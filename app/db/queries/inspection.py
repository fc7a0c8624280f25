"""Inspections: what there is to draw from, what was drawn, what the call-backs found."""

from dataclasses import dataclass
from typing import Any

from app.db.queries import figure, ledger
from app.db.session import Connection
from app.models.record import VEIL

_HOME = "(SELECT h.village FROM household h WHERE h.id = t.helped_household)"
_MEMBER = "(SELECT coalesce(m.village, b.unit) FROM member m LEFT JOIN branch b ON b.id = m.branch WHERE m.id = t.helped_member)"
# By the word of the code list: record, what counts, the day by which a period is cut, SQL for the unit.
SUBJECTS = {
    "诉求": ("request", "1", "t.received_on", "t.village"),
    "走访": ("visit", "1", "t.day", f"coalesce({_HOME}, t.helped_unit, {_MEMBER})"),
    "结对": ("pairing", "t.until IS NULL", "t.since", figure.helped_unit("t")),
    "农户": ("household", "t.moved_on IS NULL", "", "t.village"),
}
SECRET = "r.sensitive = '是'"
JOINS = (
    "JOIN inspection i ON i.id = callback.inspection AND i.void_reason IS NULL LEFT JOIN request r ON r.id = callback.request "
    "LEFT JOIN visit v ON v.id = callback.visit LEFT JOIN pairing p ON p.id = callback.pairing "
    "LEFT JOIN household h ON h.id = coalesce(callback.household, v.helped_household, p.helped_household, r.household) "
    "LEFT JOIN resident s ON s.id = coalesce(v.helped_resident, p.helped_resident, r.resident) "
    "LEFT JOIN member m ON m.id = coalesce(v.helped_member, p.helped_member, r.member) "
    "LEFT JOIN unit u ON u.id = coalesce(v.helped_unit, p.helped_unit, r.unit) "
    "LEFT JOIN member w ON w.id = coalesce(v.helper_member, p.helper_member) "
    "LEFT JOIN cadre c ON c.id = coalesce(v.helper_cadre, p.helper_cadre) LEFT JOIN request f ON f.id = callback.finding"
)
_BY = "coalesce(c.name, w.name, '')"
_VILLAGE = "(SELECT x.name FROM unit x WHERE x.id = h.village)"
PLACE = "coalesce(h.village, r.village, u.id, m.village)"
WHOM = f"CASE WHEN {SECRET} THEN '{VEIL}' ELSE coalesce(r.informant, s.name, h.head_name, m.name, u.name) END"
PHONE = f"CASE WHEN {SECRET} THEN NULL ELSE coalesce(r.phone, s.phone, h.phone, m.phone, u.phone) END"
ABOUT = (
    f"CASE WHEN r.id IS NOT NULL THEN coalesce(r.request_no, '') || '　' || CASE WHEN {SECRET} THEN '{VEIL}' ELSE r.content END "
    f"WHEN v.id IS NOT NULL THEN v.day || '　' || {_BY} || '走访' || coalesce('：' || v.content, '') "
    f"WHEN p.id IS NOT NULL THEN {_BY} || '联系' || coalesce('，' || p.since || ' 起', '') "
    f"ELSE coalesce({_VILLAGE}, '') || coalesce(h.group_name, '') || coalesce('　' || h.need, '') END"
)


def population(
    reader: Connection, subject: str, unit: int | None, since: str | None, until: str | None
) -> list[tuple[int, str]]:
    """(row, uid) of everything that can be drawn, in the order of uids: the same on every copy of the same data."""
    record, there, day, place = SUBJECTS[subject]
    clauses, values = [f"t.void_reason IS NULL AND {there}"], []
    for sign, limit in ((">=", since), ("<=", until)):
        if limit and day:
            clauses.append(f"{day} {sign} ?")
            values.append(limit)
    tree = ""
    if unit is not None:
        tree = f"WITH RECURSIVE tree(id) AS (SELECT {int(unit)} UNION SELECT c.id FROM unit c JOIN tree ON c.parent = tree.id) "
        clauses.append(f"{place} IN (SELECT id FROM tree)")
    sql = f"{tree}SELECT t.id, t.uid FROM {record} t WHERE {' AND '.join(clauses)} ORDER BY t.uid"
    return [(row[0], row[1]) for row in ledger.plain(reader, sql, tuple(values))]


@dataclass(frozen=True)
class Line:
    """One call-back as the screen shows it; flags and grade "" while nobody asked."""

    row: int
    number: int
    about: str
    whom: str
    phone: str
    done_on: str
    reached: str
    truthful: str
    satisfaction: str
    told: str
    finding: str


def lines(reader: Connection, inspection: int) -> list[Line]:
    """The sample of an inspection in the order in which it was drawn."""
    own = ", ".join(f"callback.{name}" for name in ("done_on", "reached", "truthful", "satisfaction", "told"))
    sql = (
        f"SELECT callback.id, callback.place_no, {ABOUT}, {WHOM}, {PHONE}, {own}, f.request_no FROM callback {JOINS} "
        "WHERE callback.inspection = ? AND callback.void_reason IS NULL ORDER BY callback.place_no"
    )
    found = ledger.plain(reader, sql, (inspection,))
    return [Line(row[0], row[1], *(str(cell or "") for cell in row[2:])) for row in found]


def origin(reader: Connection, callback: int) -> dict[str, Any]:
    """Who would ask for what a call-back found: the links of a request, and the village."""
    sql = (
        f"SELECT h.id AS household, s.id AS resident, m.id AS member, u.id AS unit, {PLACE} AS village "
        f"FROM callback {JOINS} WHERE callback.id = ?"
    )
    found = dict(reader.exec_driver_sql(sql, (callback,)).mappings().first() or {})
    links = ("resident", "household", "member", "unit")
    first = next((name for name in links if found.get(name) is not None), "")
    return {name: value for name, value in found.items() if name in (first, "village") and value is not None}
