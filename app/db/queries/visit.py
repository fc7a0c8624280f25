"""Visits as entry, cards and slips need them: who may be meant, whom he looks after, which pairing joins the two, what is planned."""

from dataclasses import dataclass
from typing import Any

from app.db.queries import ledger
from app.db.queries.listing import veiled
from app.db.queries.visit_word import JOINED, LAST, SIDES, WHERE, WHO, WHOM
from app.db.session import Connection

Side = tuple[str, int]  # (record name, row id)

_LAST = LAST.replace("{t}", "p")
# SQL: pairing `p` held on the day of visit `v`.
_STOOD = "p.void_reason IS NULL AND (p.since IS NULL OR p.since <= v.day) AND (p.until IS NULL OR p.until > v.day)"


@dataclass(frozen=True)
class Person:
    """Somebody who may be meant: `caption` is his name, `about` tells him apart from others of that name."""

    record: str
    row: int
    caption: str
    about: str = ""


@dataclass(frozen=True)
class Slip:
    """A planned visit: its number, the sides of its pairing as rows and in words, the day, and the visit once it was made."""

    row: int
    number: str
    due: str
    pairing: int
    helper: Side
    helped: Side
    who: str
    whom: str
    where: str
    address: str
    phone: str
    need: str
    last: str
    done: str
    uid: str


def joining(reader: Connection, first: int, last: int) -> dict[int, int]:
    """Of the visits between two ids without a pairing: visit → the one pairing that joined the two on that day."""
    sql = (
        f"SELECT v.id, min(p.id) FROM visit v JOIN pairing p ON {JOINED} AND {_STOOD} "
        "WHERE v.id BETWEEN ? AND ? AND v.pairing IS NULL GROUP BY v.id HAVING count(*) = 1"
    )
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql, (first, last))}


def planned(reader: Connection, first: int, last: int) -> dict[int, int]:
    """Of the visits between two ids without a slip: visit → the one open plan for its pairing in its month."""
    sql = (
        "SELECT v.id, min(s.id) FROM visit v JOIN visit_plan s ON s.pairing = v.pairing AND s.void_reason IS NULL "
        "AND substr(s.due, 1, 7) = substr(v.day, 1, 7) AND NOT EXISTS "
        "(SELECT 1 FROM visit o WHERE o.plan = s.id AND o.void_reason IS NULL) "
        "WHERE v.id BETWEEN ? AND ? AND v.plan IS NULL AND v.pairing IS NOT NULL GROUP BY v.id HAVING count(*) = 1"
    )
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql, (first, last))}


_VISITORS = {
    "member": "coalesce((SELECT b.name FROM branch b WHERE b.id = t.branch), '')",
    "cadre": "coalesce((SELECT u.name FROM unit u WHERE u.id = t.unit), '') || coalesce(t.duty, '')",
}
_ENDS = {"member": "left_on", "cadre": "left_on", "household": "moved_on", "resident": "left_on", "unit": "closed_on"}
_VISITED = {
    "household": (
        "t.head_name",
        "coalesce((SELECT u.name FROM unit u WHERE u.id = t.village), '') || coalesce(t.group_name, '')",
    ),
    "resident": (
        "t.name",
        "coalesce((SELECT h.head_name || '户' FROM household h WHERE h.id = t.household), '') || coalesce('　' || t.relation, '')",
    ),
    "member": ("t.name", "'党员　' || " + _VISITORS["member"]),
    "unit": ("t.name", "coalesce(t.kind, '')"),
}


def visitors(reader: Connection, word: str, *, limit: int = 12) -> list[Person]:
    """Members and cadres who are there and whose name, pinyin or initials hold the word; those that begin with it first."""
    found = []
    for record, about in _VISITORS.items():
        found += _looked(reader, record, "t.name", about, word, limit)
    return sorted(found, key=lambda each: not each.caption.startswith(word))[:limit]


def visited(reader: Connection, word: str, *, limit: int = 12) -> list[Person]:
    """Households, people of households, members and units that are there and found by the word."""
    found: list[Person] = []
    for record, (caption, about) in _VISITED.items():
        found += _looked(reader, record, caption, about, word, limit)
    return sorted(found, key=lambda each: not each.caption.startswith(word))[:limit]


def _looked(reader: Connection, record: str, caption: str, about: str, word: str, limit: int) -> list[Person]:
    if not word.strip():
        return []
    sql = (
        f"SELECT t.id, {caption}, {about} FROM {record} t WHERE t.id IN "
        f"(SELECT id FROM {record} WHERE instr(search_key, ?) > 0) AND +t.{_ENDS[record]} IS NULL "
        f"AND +t.void_reason IS NULL ORDER BY t.sort_key LIMIT {int(limit)}"
    )
    return [Person(record, row[0], row[1], row[2]) for row in reader.exec_driver_sql(sql, (word.strip().lower(),))]


def looked_after(reader: Connection, helper: Side) -> list[Person]:
    """Whom he looks after by current pairings, who was not visited for longest first; `about` says since when."""
    record, row = helper
    sql = (
        f"SELECT p.helped_household, p.helped_resident, p.helped_member, p.helped_unit, {WHOM}, {WHERE}, "
        f"{_LAST} AS seen "
        f"FROM pairing p {SIDES.format(t='p')} WHERE p.helper_{record} = ? AND p.until IS NULL AND p.void_reason IS NULL "
        "AND p.helped_branch IS NULL ORDER BY seen IS NOT NULL, seen, p.id LIMIT 300"
    )
    found = []
    for home, person, member, unit, caption, where, seen in reader.exec_driver_sql(sql, (row,)):
        side = _side((("resident", person), ("household", home), ("member", member), ("unit", unit)))
        about = f"{where}　{'最近 ' + seen if seen else '还没有走访'}"
        found.append(Person(*side, caption, about))
    return list(dict.fromkeys(found))


def _side(parts: tuple[tuple[str, int | None], ...]) -> Side:
    return next((record, row) for record, row in parts if row is not None)


def household_of(reader: Connection, resident: int) -> int:
    sql = "SELECT household FROM resident WHERE id = ?"
    return int(reader.exec_driver_sql(sql, (resident,)).scalar_one())


def same_day(reader: Connection, helper: Side, values: dict[str, Any]) -> bool:
    """Is a visit of the two on that day on the books already?"""
    name = next(name for name in ("helped_household", "helped_member", "helped_unit") if values.get(name) is not None)
    sql = f"SELECT 1 FROM visit WHERE helper_{helper[0]} = ? AND {name} = ? AND day = ? AND void_reason IS NULL LIMIT 1"
    return reader.exec_driver_sql(sql, (helper[1], values[name], values["day"])).first() is not None


_SLIPS = (
    f"SELECT s.id, s.number, s.due, s.pairing, p.helper_member, p.helper_cadre, p.helped_household, p.helped_resident, "
    f"p.helped_member, p.helped_unit, {WHO}, {WHOM}, {WHERE}, coalesce(vh.address, ''), "
    "coalesce(vr.phone, vh.phone, vw.phone, vu.phone, ''), coalesce(vr.need, vh.need, ''), "
    f"{_LAST}, "
    "(SELECT min(o.day) FROM visit o WHERE o.plan = s.id AND o.void_reason IS NULL), s.uid "
    f"FROM visit_plan s JOIN pairing p ON p.id = s.pairing {SIDES.format(t='p')} WHERE s.void_reason IS NULL"
)


def slips(reader: Connection, rows: list[int]) -> list[Slip]:
    """The plans with these ids: by helper, then by day."""
    told = ", ".join(str(int(row)) for row in rows)
    order = f"coalesce(vm.sort_key, vc.sort_key), {WHO}, s.due, s.id"
    return [_slip(row) for row in ledger.plain(reader, f"{_SLIPS} AND s.id IN ({told}) ORDER BY {order}")]


def slip(reader: Connection, number: str) -> Slip | None:
    """The plan with this number; the running number alone means the latest month that has it."""
    if number.isdigit() and len(number) <= 5:
        found = ledger.plain(
            reader, f"{_SLIPS} AND s.number LIKE ? ORDER BY s.number DESC LIMIT 1", (f"%-{int(number):04d}",)
        )
    else:
        found = ledger.plain(reader, f"{_SLIPS} AND s.number = ?", (number,))
    return _slip(found[0]) if found else None


def _slip(row: tuple[Any, ...]) -> Slip:
    helper = _side((("member", row[4]), ("cadre", row[5])))
    helped = _side((("resident", row[7]), ("household", row[6]), ("member", row[8]), ("unit", row[9])))
    words = (str(part or "") for part in row[10:])
    return Slip(row[0], row[1], row[2], row[3], helper, helped, *words)


@dataclass(frozen=True)
class Due:
    """A pairing whose interval asks for a visit: who, by when at the latest (ISO day), and where, for a round of one village."""

    pairing: int
    helper: Side
    by: str
    where: str


def due(reader: Connection, month: str, *, unit: int | None = None, helper: Side | None = None) -> list[Due]:
    """Pairings for which the interval of their kind asks for a visit within the month (`2026-11`), and no plan stands for it.

    Never visited: from the day the pairing began, or the first of the month where nobody knows it. The order is stable.
    """
    inside = (
        "" if unit is None else
        " AND coalesce(vh.village, vw.village, vu.id) IN (WITH RECURSIVE tree(id) AS "
        f"(SELECT {int(unit)} UNION SELECT c.id FROM unit c JOIN tree ON c.parent = tree.id) SELECT id FROM tree)"
    )  # fmt: skip
    mine = f" AND p.helper_{helper[0]} = {int(helper[1])}" if helper is not None else ""
    began = "CASE length(p.since) WHEN 4 THEN p.since || '-01-01' WHEN 7 THEN p.since || '-01' ELSE p.since END"
    sql = (
        "SELECT id, helper_member, helper_cadre, coalesce(date(coalesce(seen, began), '+' || visit_days || ' days'), "
        f"?1 || '-01'), place FROM (SELECT p.id, p.helper_member, p.helper_cadre, k.visit_days, {_LAST} AS seen, "
        f"{began} AS began, {WHERE} AS place "
        f"FROM pairing p JOIN pairing_kind k ON k.id = p.kind AND k.visit_days IS NOT NULL {SIDES.format(t='p')} "
        "WHERE p.until IS NULL AND p.void_reason IS NULL AND (p.helper_member IS NOT NULL OR p.helper_cadre IS NOT NULL) "
        "AND vm.left_on IS NULL AND vc.left_on IS NULL AND coalesce(vm.lost, '') <> '是' AND vh.moved_on IS NULL"
        f"{inside}{mine} AND p.helped_branch IS NULL AND NOT EXISTS (SELECT 1 FROM visit_plan s WHERE s.pairing = p.id "
        "AND s.void_reason IS NULL AND substr(s.due, 1, 7) = ?1)) WHERE (seen IS NULL OR substr(seen, 1, 7) < ?1) "
        "AND (coalesce(seen, began) IS NULL OR date(coalesce(seen, began), '+' || visit_days || ' days') <= ?1 || '-31') "
        "ORDER BY 4, 5, id"
    )
    found = ledger.plain(reader, sql, (month,))
    return [Due(row[0], ("member", row[1]) if row[1] else ("cadre", row[2]), row[3], row[4]) for row in found]


def last_number(reader: Connection, month: str) -> int:
    """The highest running number of the slips of a month (`2026-11`), 0 when there is none."""
    prefix = month.replace("-", "")
    sql = "SELECT max(CAST(substr(number, 8) AS INTEGER)) FROM visit_plan WHERE substr(number, 1, 7) = ?"
    return int(reader.exec_driver_sql(sql, (f"{prefix}-",)).scalar() or 0)


@dataclass(frozen=True)
class Done:
    """One visit or deed as the card of somebody shows it."""

    what: str
    told: str


def happened(reader: Connection, record: str, row: int) -> list[Done]:
    """Visits and deeds together, the latest first."""
    return sorted(
        (*visits(reader, record, row), *deeds(reader, record, row)), key=lambda each: each.what[:10], reverse=True
    )


_MOST = 200


def visits(reader: Connection, record: str, row: int) -> list[Done]:
    """Visits that he made or that were made to him or it, the latest first; at most 200."""
    sides = [side for side in ("helper_member", "helper_cadre", "helped_household", "helped_resident", "helped_member",
                               "helped_unit") if side.endswith(f"_{record}")]  # fmt: skip
    heard = veiled("visit", "heard", table="v")
    sql = " UNION ".join(
        f"SELECT v.id, v.day, {WHO}, {WHOM}, coalesce(v.kind, ''), coalesce(v.content, {heard}, '') FROM visit v "
        f"{SIDES.format(t='v')} WHERE v.{side} = ?1 AND v.void_reason IS NULL"
        for side in sides
    )
    found = ledger.plain(reader, f"{sql} ORDER BY 2 DESC, 1 DESC LIMIT {_MOST}", (row,))
    return [
        Done(f"{day}　{who} → {whom}", "　".join(filter(None, (kind, text)))) for _, day, who, whom, kind, text in found
    ]


def deeds(reader: Connection, record: str, row: int) -> list[Done]:
    """Deeds done by him or for him or it, the latest first; at most 200."""
    sides = ("helper_member", "helper_cadre", "helper_unit", "helper_branch", "helped_household", "helped_resident",
             "helped_member", "helped_unit")  # fmt: skip
    asked = " OR ".join(f"d.{side} = ?1" for side in sides if side.endswith(f"_{record}"))
    sql = (
        f"SELECT coalesce(d.day, '日期未填'), d.what, coalesce({WHO}, hu.name, hb.name), {WHOM}, coalesce(d.kind, '') FROM deed d "
        f"LEFT JOIN unit hu ON hu.id = d.helper_unit LEFT JOIN branch hb ON hb.id = d.helper_branch {SIDES.format(t='d')} "
        f"WHERE ({asked}) AND d.void_reason IS NULL ORDER BY d.day DESC, d.id DESC LIMIT {_MOST}"
    )
    return [Done(f"{day}　实事：{what}", "　".join(filter(None, (kind, f"{who} → {whom}"))))
            for day, what, who, whom, kind in ledger.plain(reader, sql, (row,))]  # fmt: skip


def entered(reader: Connection, rows: list[int]) -> list[tuple[Any, ...]]:
    """(day, who, whom, kind, deed, what was heard) of these visits that still stand, the latest entered first."""
    told = ", ".join(str(int(row)) for row in rows)
    sql = (
        f"SELECT v.day, {WHO}, {WHOM}, v.kind, (SELECT group_concat(d.what, '、') FROM deed d WHERE d.visit = v.id "
        f"AND d.void_reason IS NULL), v.heard FROM visit v {SIDES.format(t='v')} WHERE v.id IN ({told}) "
        "AND v.void_reason IS NULL ORDER BY v.id DESC"
    )
    return ledger.plain(reader, sql)


def of_pairing(reader: Connection, row: int) -> tuple[Person, Person] | None:
    """Who goes and to whom, by a pairing; None where nobody can be sent or met by name."""
    sql = (
        f"SELECT p.helper_member, p.helper_cadre, p.helped_resident, p.helped_household, p.helped_member, p.helped_unit, "
        f"{WHO}, {WHOM} FROM pairing p {SIDES.format(t='p')} WHERE p.id = ?"
    )
    found = reader.exec_driver_sql(sql, (row,)).one()
    helpers = [("member", found[0]), ("cadre", found[1])]
    helped = [("resident", found[2]), ("household", found[3]), ("member", found[4]), ("unit", found[5])]
    who, whom = ([side for side in sides if side[1] is not None] for sides in (helpers, helped))
    return (Person(*who[0], found[6]), Person(*whom[0], found[7])) if who and whom else None
