"""Which lines does a version of a checklist have, and which versions are there?"""

from dataclasses import dataclass
from typing import Any

from app.db.session import Connection
from app.errors import UserError
from app.models.checklist import SCORERS, parts


@dataclass(frozen=True)
class Version:
    """One row of `checklist`. `total` and `step` are hundredths; `layout` is the form of an imported one, "" for others."""

    id: int
    uid: str
    name: str
    heading: str
    domain: str
    version: str
    source: str
    total: int | None
    step: int | None
    bands: str
    layout: str
    builtin: str


@dataclass(frozen=True)
class Line:
    """One row of `item`; points, each and cap in hundredths. `groups` are the filled levels, from the widest."""

    id: int
    uid: str
    code_no: str
    groups: tuple[str, ...]
    content: str
    scoring: str
    points: int | None
    each: int | None
    cap: int | None
    grades: str
    how: str
    evidence: tuple[str, ...]
    method: str
    basis: str
    rules: tuple[str, ...]
    scorers: tuple[str, ...]
    cells: str


_VERSION = (
    "id, uid, name, coalesce(heading, name), coalesce(domain, ''), coalesce(version, ''), coalesce(source, ''), total, step, "
    "coalesce(bands, ''), coalesce(layout, ''), coalesce(builtin, '')"
)
_LINE = (
    "id, uid, code_no, group1, group2, group3, group4, content, scoring, points, each, cap, coalesce(grades, ''), "
    "coalesce(how, ''), evidence, coalesce(method, ''), coalesce(basis, ''), rules, scorers, coalesce(cells, '')"
)
_EVIDENCE, _RULES, _SCORERS = 7, 10, 11  # places behind the groups, of what is parted by 、


def version(reader: Connection, row: int) -> Version:
    """UserError when it is gone."""
    found = reader.exec_driver_sql(f"SELECT {_VERSION} FROM checklist WHERE id = ?", (row,)).first()
    if found is None:
        raise UserError("这个清单已经不在了，可能刚被撤销。")
    return Version(*found)


def versions(reader: Connection, *, retired: bool = False) -> tuple[Version, ...]:
    """Those in use, or all, in the order of their names."""
    still = "" if retired else " AND retired_on IS NULL"
    sql = f"SELECT {_VERSION} FROM checklist WHERE void_reason IS NULL{still} ORDER BY order_no IS NULL, order_no, sort_key"
    return tuple(Version(*row) for row in reader.exec_driver_sql(sql))


def named(reader: Connection, name: str) -> tuple[int, ...]:
    """Versions in use of this name, of this domain, or made from this built-in list."""
    sql = (
        "SELECT id FROM checklist WHERE void_reason IS NULL AND retired_on IS NULL AND "
        "(name = ?1 OR domain = ?1 OR substr(builtin, 1, instr(builtin, '@') - 1) = ?1) ORDER BY name <> ?1, id DESC"
    )
    return tuple(row[0] for row in reader.exec_driver_sql(sql, (name,)))


def lines(reader: Connection, checklist: int) -> tuple[Line, ...]:
    """In the order of the form."""
    sql = (
        f"SELECT {_LINE} FROM item WHERE checklist = ? AND void_reason IS NULL ORDER BY order_no IS NULL, order_no, id"
    )
    return tuple(_line(tuple(row)) for row in reader.exec_driver_sql(sql, (checklist,)))


def _line(row: tuple[Any, ...]) -> Line:
    groups, rest = tuple(name for name in row[3:7] if name), list(row[7:])
    for place in (_EVIDENCE, _RULES):
        rest[place] = parts(rest[place])
    rest[_SCORERS] = parts(rest[_SCORERS]) or SCORERS
    values: tuple[Any, ...] = (*row[:3], groups, *rest)
    return Line(*values)


def used(reader: Connection, checklist: int) -> int:
    """How many assessments go by this version."""
    sql = "SELECT count(*) FROM assessment WHERE checklist = ? AND void_reason IS NULL"
    return int(reader.exec_driver_sql(sql, (checklist,)).scalar_one())
