"""挂图: which member holds which households, by village and group, and which households nobody holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.db.queries import ledger, moment, place
from app.db.session import Connection


@dataclass(frozen=True)
class Holder:
    """One member and the heads of the households that he holds."""

    name: str
    phone: str
    heads: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One group of a village; `uncovered` are the heads of households without a member."""

    name: str
    holders: tuple[Holder, ...]
    uncovered: tuple[str, ...]


@dataclass(frozen=True)
class Village:
    name: str
    groups: tuple[Group, ...]


_ROWS = """
SELECT {village h} AS place, coalesce(v.name, '没有登记所在村'), coalesce({group h}, ''), m.id, m.name, m.phone, h.head_name
FROM household h {seats h} LEFT JOIN unit v ON v.id = {village h}
LEFT JOIN pairing p ON p.helped_household = h.id AND p.helper_member IS NOT NULL AND {held p}
     AND p.helper_member IN (SELECT x.id FROM member x WHERE {living member x})
LEFT JOIN member m ON m.id = p.helper_member
"""
_ORDER = " ORDER BY v.sort_key, place, length(coalesce({group h}, '')), {group h}, m.id IS NULL, m.sort_key, m.id, h.sort_key, h.id"


def villages(reader: Connection, unit: int | None = None, as_of: str | None = None) -> tuple[Village, ...]:
    """Every village below the unit (row id; None = all) as of an ISO day (None = now), in the official order."""
    day = moment.checked(as_of)
    tree = where = ""
    if unit is not None:
        tree = f"WITH RECURSIVE tree(id) AS (SELECT {int(unit)} UNION SELECT c.id FROM unit c JOIN tree t ON c.parent = t.id) "
        where = " AND {village h} IN (SELECT id FROM tree)"
    sql = moment.spelled(f"{tree}{_ROWS} WHERE {{settled h}}{where}{_ORDER}", day)
    found = ledger.plain(reader, sql)
    return tuple(
        Village(str(name), tuple(_groups(rows))) for (_place, name), rows in groupby(found, key=itemgetter(0, 1))
    )


def _groups(rows: Iterator[tuple[object, ...]]) -> Iterator[Group]:
    for name, inside in groupby(rows, key=itemgetter(2)):
        holders: list[Holder] = []
        uncovered: list[str] = []
        for row, held in groupby(inside, key=itemgetter(3)):
            lines = list(held)
            heads = tuple(str(line[6]) for line in lines)
            if row is None:
                uncovered += heads
            else:
                holders.append(Holder(str(lines[0][4]), str(lines[0][5] or ""), heads))
        yield Group(str(name) or "未分组", tuple(holders), tuple(uncovered))


_HELD = f"""
SELECT m.id, m.name, coalesce(b.name, ''), coalesce(m.phone, ''), h.head_name,
       {place.whole_address("h", "v")}, coalesce(h.phone, ''), coalesce(h.need, ''),
       coalesce((SELECT max(w.day) FROM visit w WHERE w.helped_household = h.id AND w.helper_member = m.id
                 AND w.void_reason IS NULL), ''), h.uid
FROM pairing p JOIN member m ON m.id = p.helper_member JOIN household h ON h.id = p.helped_household
LEFT JOIN branch b ON b.id = m.branch LEFT JOIN unit v ON v.id = h.village
WHERE {{held p}} AND {{there household h}} AND {{living member m}} ORDER BY m.sort_key, m.id, v.sort_key, h.group_name, h.sort_key, h.id
"""


def held(reader: Connection) -> list[tuple[Any, ...]]:
    """(member's row, name, branch, phone, head, address, phone, need, last visit by him, uid of the household) of every
    household that a member holds now, by member.
    """
    return ledger.plain(reader, moment.spelled(_HELD, None))
