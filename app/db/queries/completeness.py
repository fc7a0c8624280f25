"""How complete the registers are: which fields that a form of the superior unit asks for are still empty.

One answer for the rule, the ledger 信息缺项清单 and the figures: a field counts when it is `wanted` and applies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.db.queries import moment
from app.db.session import Connection
from app.models import RECORDS
from app.models.record import field_map, fields_of

# A field is not asked of rows whose other column holds one of these (采集表: 预备党员 leave 转正日期 blank).
EXEMPT: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("member", "full_date"): ("member_kind", ("预备党员",)),
    ("branch", "elected_on"): ("kind", ("党小组", "党组")),
    ("branch", "unit"): ("kind", ("党小组",)),
    ("branch", "situation"): ("kind", ("党小组",)),
}
# A member who waits in this branch has none: sheets without a branch column end there.
UNDECIDED = "未定支部"


@dataclass(frozen=True)
class Completeness:
    """Cells asked for and filled of one record type, and rows with nothing missing."""

    record: str
    asked: int
    filled: int
    rows: int
    whole: int


@cache
def wanted(record: str) -> tuple[str, ...]:
    """Code names of the fields asked for, in their order; empty when the record has none."""
    return tuple(field.name for field in fields_of(RECORDS[record]) if field.wanted)


@cache
def watched() -> tuple[str, ...]:
    """The records that have such fields."""
    return tuple(name for name, record in RECORDS.items() if not record.hidden and wanted(name))


def applies(record: str, name: str, alias: str) -> str:
    """SQL: the field is asked of this row."""
    if (record, name) not in EXEMPT:
        return "1"
    column, words = EXEMPT[record, name]
    listed = ", ".join(f"'{word}'" for word in words)
    return f"coalesce({alias}.{column}, '') NOT IN ({listed})"


def asked_of(record: str, name: str, values: Mapping[str, object]) -> bool:
    """The same of a row that was read: the field is wanted, and its other column does not set it free."""
    column, words = EXEMPT.get((record, name), ("", ()))
    return name in wanted(record) and values.get(column) not in words


def empty(record: str, name: str, alias: str) -> str:
    """SQL: the field is asked of this row and empty."""
    blank = f"{alias}.{name} IS NULL"
    if (record, name) == ("member", "branch"):
        blank = f"({blank} OR {alias}.branch IN (SELECT u.id FROM branch u WHERE u.name = '{UNDECIDED}'))"
    return f"({blank} AND {applies(record, name, alias)})"


def doubtful(record: str) -> str:
    """SQL on the record's own columns: a row that may lack something, exempt or not."""
    gaps = [f"{name} IS NULL" for name in wanted(record)]
    if record == "member":
        gaps.append(f"branch IN (SELECT u.id FROM branch u WHERE u.name = '{UNDECIDED}')")
    if record == "branch":
        gaps.append(f"name = '{UNDECIDED}'")
    return " OR ".join(gaps)


def missing_labels(record: str, alias: str) -> str:
    """SQL for the labels of what is missing, joined by 、; '' when nothing is."""
    known = field_map(RECORDS[record])
    parts = (
        f"CASE WHEN {empty(record, name, alias)} THEN '{known[name].label}、' ELSE '' END" for name in wanted(record)
    )
    return f"rtrim({' || '.join(parts)}, '、')"


def completeness(reader: Connection) -> tuple[Completeness, ...]:
    """For each record with such fields, of the rows that are current; one statement per record."""
    return tuple(_of(reader, record) for record in watched())


def _of(reader: Connection, record: str) -> Completeness:
    names = wanted(record)
    asked = " + ".join(f"({applies(record, name, 't')})" for name in names)
    gaps = " + ".join(empty(record, name, "t") for name in names)
    sql = (
        f"SELECT coalesce(sum(asked), 0), coalesce(sum(gaps), 0), count(*), coalesce(sum(gaps = 0), 0) FROM "
        f"(SELECT {asked} AS asked, {gaps} AS gaps FROM {record} t WHERE {moment.there(record, 't', None)}{_real(record)})"
    )
    row = reader.exec_driver_sql(sql).one()
    return Completeness(record, row[0], row[0] - row[1], row[2], row[3])


def incomplete(reader: Connection, record: str) -> tuple[str, ...]:
    """uids of the current rows in which something asked for is missing: those that `whole` does not count."""
    sql = (
        f"SELECT t.uid FROM {record} t WHERE {moment.there(record, 't', None)}{_real(record)} "
        f"AND ({incomplete_sql(record, 't')})"
    )
    return tuple(str(row[0]) for row in reader.exec_driver_sql(sql))


def incomplete_sql(record: str, alias: str) -> str:
    """SQL: something asked for is missing in the row."""
    return " OR ".join(empty(record, name, alias) for name in wanted(record))


def _real(record: str) -> str:
    """The waiting branch itself is no branch anybody has to describe."""
    return f" AND t.name <> '{UNDECIDED}'" if record == "branch" else ""
