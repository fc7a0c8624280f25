"""Which assessments are there, and what did who give for which line?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db.session import Connection
from app.errors import UserError
from app.models.checklist import COUNTY, SCORERS, SELF, TOWN

DAYS = {SELF: "self_on", TOWN: "town_on", COUNTY: "county_on"}  # the columns that say when a stage was handed in
BY = {SELF: "self_by", TOWN: "town_by", COUNTY: "county_by"}


@dataclass(frozen=True)
class Assessed:
    """One assessment. `organisation` is its name, `handed` the scorers whose stage is handed in with the day."""

    id: int
    uid: str
    name: str
    checklist: int
    branch: int | None
    unit: int | None
    organisation: str
    year: int
    turn: str
    previous: int | None
    satisfaction: int | None
    grade: str
    grade_reason: str
    stars: str
    handed: Mapping[str, str]
    by: Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """One row of `score`."""

    id: int
    item: int
    scorer: str
    points: int | None
    mark: str
    machine: bool
    comment: str


@dataclass(frozen=True)
class Wanting:
    """One row of `finding`."""

    id: int
    uid: str
    item: int | None
    scorer: str
    content: str
    measure: str
    owner_name: str
    deadline: str
    done_on: str
    result: str


_ONE = (
    "SELECT a.id, a.uid, a.name, a.checklist, a.branch, a.unit, coalesce(b.name, u.name, ''), a.year, coalesce(a.turn, ''), "
    "a.previous, a.satisfaction, coalesce(a.grade, ''), coalesce(a.grade_reason, ''), coalesce(a.stars, ''), "
    "a.self_on, a.town_on, a.county_on, a.self_by, a.town_by, a.county_by "
    "FROM assessment a LEFT JOIN branch b ON b.id = a.branch LEFT JOIN unit u ON u.id = a.unit "
)


def assessed(reader: Connection, row: int) -> Assessed:
    """UserError when it is gone."""
    found = reader.exec_driver_sql(f"{_ONE} WHERE a.id = ? AND a.void_reason IS NULL", (row,)).first()
    if found is None:
        raise UserError("这次考核已经不在了，可能刚被撤销或作废。")
    return _assessed(tuple(found))


def every(reader: Connection, *, checklist: int | None = None, year: int | None = None) -> tuple[Assessed, ...]:
    """All of them, or those by one checklist or of one year; the organisations in their official order."""
    clauses, values = ["a.void_reason IS NULL"], []
    for column, value in (("checklist", checklist), ("year", year)):
        if value is not None:
            clauses.append(f"a.{column} = ?")
            values.append(value)
    order = "a.year DESC, coalesce(b.sort_key, u.sort_key), a.id"
    sql = f"{_ONE} WHERE {' AND '.join(clauses)} ORDER BY {order}"
    return tuple(_assessed(tuple(row)) for row in reader.exec_driver_sql(sql, tuple(values)))


def _assessed(row: tuple[Any, ...]) -> Assessed:
    days, names = dict(zip(SCORERS, row[14:17], strict=True)), dict(zip(SCORERS, row[17:20], strict=True))
    handed = {scorer: str(day) for scorer, day in days.items() if day}
    by = {scorer: str(name) for scorer, name in names.items() if name}
    values: tuple[Any, ...] = (*row[:14], handed, by)
    return Assessed(*values)


def latest(reader: Connection, *, branch: int | None, unit: int | None, checklist: int) -> int | None:
    """The last assessment of an organisation by this checklist, else by another of the same domain."""
    sql = (
        "SELECT a.id FROM assessment a JOIN checklist c ON c.id = a.checklist, (SELECT domain FROM checklist WHERE id = ?3) d "
        "WHERE a.void_reason IS NULL AND a.branch IS ?1 AND a.unit IS ?2 AND (a.checklist = ?3 OR c.domain = d.domain) "
        "ORDER BY a.year DESC, a.checklist <> ?3, a.id DESC LIMIT 1"
    )
    found = reader.exec_driver_sql(sql, (branch, unit, checklist)).scalar()
    return None if found is None else int(found)


def same(
    reader: Connection, *, branch: int | None, unit: int | None, checklist: int, year: int, turn: str
) -> int | None:
    """The assessment of this organisation by this checklist in this year and turn, if there is one."""
    sql = (
        "SELECT id FROM assessment WHERE void_reason IS NULL AND branch IS ? AND unit IS ? AND checklist = ? AND year = ? "
        "AND coalesce(turn, '') = ?"
    )
    found = reader.exec_driver_sql(sql, (branch, unit, checklist, year, turn)).scalar()
    return None if found is None else int(found)


def marks(reader: Connection, assessment: int) -> dict[tuple[int, str], Mark]:
    """What was given, by line and scorer."""
    sql = (
        "SELECT id, item, scorer, points, coalesce(mark, ''), machine IS '是', coalesce(comment, '') FROM score "
        "WHERE assessment = ? AND void_reason IS NULL ORDER BY id"
    )
    found = (Mark(*row) for row in reader.exec_driver_sql(sql, (assessment,)))
    return {(mark.item, mark.scorer): mark for mark in found}


def findings(reader: Connection, assessment: int) -> tuple[Wanting, ...]:
    """What was found wanting, in the order of the lines."""
    sql = (
        "SELECT f.id, f.uid, f.item, coalesce(f.scorer, ''), f.content, coalesce(f.measure, ''), coalesce(f.owner_name, ''), "
        "coalesce(f.deadline, ''), coalesce(f.done_on, ''), coalesce(f.result, '') FROM finding f "
        "LEFT JOIN item i ON i.id = f.item WHERE f.assessment = ? AND f.void_reason IS NULL "
        "ORDER BY i.order_no IS NULL, i.order_no, f.id"
    )
    return tuple(Wanting(*row) for row in reader.exec_driver_sql(sql, (assessment,)))


def organisations(reader: Connection, domain: str) -> tuple[tuple[int, str], ...]:
    """Branches that a checklist of this domain is for: those of the domain, all that are no groups when it has none."""
    sql = (
        "SELECT b.id, b.name FROM branch b WHERE b.void_reason IS NULL AND b.closed_on IS NULL AND b.kind IN "
        "('党支部', '联合党支部', '党总支部') AND (?1 = '' OR b.domain = ?1) ORDER BY b.sort_key"
    )
    return tuple((row[0], row[1]) for row in reader.exec_driver_sql(sql, (domain,)))


def empty(reader: Connection, records: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the records of which nothing at all is registered."""
    return tuple(
        record
        for record in records
        if not reader.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {record} WHERE +void_reason IS NULL)").scalar()
    )


# Of each assessment: the sums of the three scorers, of whoever scored each line last, and how many lines have points.
# A bonus is in the sums; the share is of what the counted lines are worth that apply here.
COUNTED = "('扣分', '分档', '全得或不得', '评分')"
SUMS = (
    "SELECT s.assessment, sum(s.p1) AS own, sum(s.p2) AS town, sum(s.p3) AS county, sum(coalesce(s.p3, s.p2, s.p1)) AS counts, "
    "count(s.given) AS scored, sum(CASE WHEN coalesce(s.m3, s.m2, s.m1) = '触发' THEN 1 ELSE 0 END) AS vetoes, "
    f"sum(CASE WHEN coalesce(s.m3, s.m2, s.m1) = '不涉及' AND i.scoring IN {COUNTED} THEN i.points ELSE 0 END) AS absent "
    "FROM (SELECT assessment, item, 1 AS given, max(CASE scorer WHEN '自评' THEN points END) AS p1, "
    "max(CASE scorer WHEN '乡镇' THEN points END) AS p2, max(CASE scorer WHEN '县' THEN points END) AS p3, "
    "max(CASE scorer WHEN '自评' THEN coalesce(mark, '') END) AS m1, "
    "max(CASE scorer WHEN '乡镇' THEN coalesce(mark, '') END) AS m2, "
    "max(CASE scorer WHEN '县' THEN coalesce(mark, '') END) AS m3 "
    "FROM score WHERE void_reason IS NULL GROUP BY assessment, item) s JOIN item i ON i.id = s.item GROUP BY s.assessment"
)
STANDARDS = (
    f"SELECT checklist, sum(CASE WHEN scoring IN {COUNTED} THEN points END) AS standard, "
    "sum(scoring <> '不计分') AS lines FROM item WHERE void_reason IS NULL GROUP BY checklist"
)


@dataclass(frozen=True)
class Standing:
    """One assessment on the board; points in hundredths, None where nobody scored."""

    id: int
    uid: str
    organisation: str
    own: int | None
    town: int | None
    county: int | None
    counts: int | None
    scored: int
    lines: int
    vetoes: int
    absent: int
    standard: int
    grade: str
    previous: int | None
    checklist: int
    self_on: str
    town_on: str
    county_on: str


def board(reader: Connection, *, year: int, checklist: int | None = None) -> tuple[Standing, ...]:
    """The assessments of a year with their sums, those of one checklist or all; the organisations in official order."""
    narrowed = "" if checklist is None else f"AND a.checklist = {int(checklist)} "
    sql = (
        "SELECT a.id, a.uid, coalesce(b.name, u.name, ''), s.own, s.town, s.county, s.counts, coalesce(s.scored, 0), "
        "coalesce(n.lines, 0), coalesce(s.vetoes, 0), coalesce(s.absent, 0), coalesce(n.standard, 0), coalesce(a.grade, ''), "
        "a.previous, a.checklist, coalesce(a.self_on, ''), coalesce(a.town_on, ''), coalesce(a.county_on, '') "
        f"FROM assessment a LEFT JOIN ({SUMS}) s ON s.assessment = a.id LEFT JOIN ({STANDARDS}) n ON n.checklist = a.checklist "
        "LEFT JOIN branch b ON b.id = a.branch LEFT JOIN unit u ON u.id = a.unit "
        f"WHERE a.void_reason IS NULL AND a.year = ? {narrowed}ORDER BY coalesce(b.sort_key, u.sort_key), a.id"
    )
    return tuple(Standing(*row) for row in reader.exec_driver_sql(sql, (year,)))


def years(reader: Connection) -> tuple[int, ...]:
    """Years of which there are assessments, the newest first."""
    sql = "SELECT DISTINCT year FROM assessment WHERE void_reason IS NULL ORDER BY year DESC"
    return tuple(row[0] for row in reader.exec_driver_sql(sql))


def cells(reader: Connection, *, year: int, checklist: int) -> dict[tuple[int, int], tuple[int, str]]:
    """(assessment, line) → what counts there: points and mark of the last who scored it."""
    sql = (
        "SELECT s.assessment, s.item, coalesce(s.points, 0), coalesce(s.mark, '') FROM score s "
        "JOIN assessment a ON a.id = s.assessment WHERE a.year = ? AND a.checklist = ? AND a.void_reason IS NULL "
        "AND s.void_reason IS NULL ORDER BY CASE s.scorer WHEN '自评' THEN 1 WHEN '乡镇' THEN 2 ELSE 3 END"
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in reader.exec_driver_sql(sql, (year, checklist))}


def row_of(reader: Connection, uid: str) -> int | None:
    """The row of the assessment with this uid."""
    found = reader.exec_driver_sql("SELECT id FROM assessment WHERE uid = ?", (uid,)).scalar()
    return None if found is None else int(found)
