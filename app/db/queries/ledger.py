"""The rows of a ledger by one statement: where they come from, which of them, in which order, as of which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import moment
from app.db.queries.listing import Query, matching, veiled
from app.db.session import Connection
from app.errors import UserError
from app.models.post import SHOWN
from app.models.term import Term
from app.settings import BY_NAME


@dataclass(frozen=True)
class Source:
    """Where the rows of a ledger come from. SQL may use the macros of `moment.spelled`.

    `record` is the table whose fields conditions speak of, and its alias; without one, `table` is a SELECT that is
    called `item`. `unit` and `branch` are SQL for the ids by which rows belong to a unit or a branch; `key` is SQL for the
    uid of what a row tells, that of `record` unless said. A `table` that adds up many rows of one column of branches names it
    in `inside` and says `{within}` where rows of other branches can be passed over.
    """

    record: str = ""
    table: str = ""
    joins: str = ""
    where: str = ""
    unit: str = ""
    branch: str = ""
    order: str = ""
    key: str = ""
    inside: str = ""

    @property
    def uid(self) -> str:
        """SQL for the uid of what a row tells."""
        return self.key or (f"{self.record}.uid" if self.record else "NULL")


@dataclass(frozen=True)
class Part:
    """Which part of a ledger is asked for: below a unit, below a branch, by conditions, as of a day (ISO)."""

    unit: int | None = None
    branch: int | None = None
    query: Query | None = None
    day: str | None = None


# SQL for the unit a member belongs to: the village on the record, else that of the branch.
MEMBER_UNIT = "coalesce(member.village, (SELECT b.unit FROM branch b WHERE b.id = {home}))"


def rows(
    reader: Connection, source: Source, columns: Sequence[str], part: Part, *, limit: int | None = None, group: str = "",
) -> list[tuple[Any, ...]]:  # fmt: skip
    """One tuple per row with the values of the columns (SQL), or per `group` of them. UserError when it cannot be parted so."""
    day = moment.checked(part.day)
    clauses, values = _conditions(source, part, day)
    told = ", ".join(columns)
    frame = f"({_table(source, part)}) item" if source.table else source.record
    joined = {"member": moment.homes(day), "household": moment.seats("household", day)}
    sql = f"{_trees(part)}SELECT {told} FROM {frame}{joined.get(source.record, '')} {source.joins} WHERE {' AND '.join(clauses)}"
    if group:
        sql += f" GROUP BY {group}"
    elif source.order:
        sql += f" ORDER BY {source.order}"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    return plain(reader, moment.spelled(sql, day), tuple(values))


def plain(reader: Connection, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows as the driver gives them."""
    return reader.exec_driver_sql(sql, values).all()


LINKS = ("pairing", "membership", "abode", "term", "post")

# Fields that dated links keep, as they were on the day asked about.
_OF_THE_DAY = {
    ("member", "branch"): "(SELECT b.name FROM branch b WHERE b.id = {home})",
    ("household", "village"): "(SELECT u.name FROM unit u WHERE u.id = {village household})",
    ("household", "group_name"): "{group household}",
    **{("branch", name): f"{{holders {post}}}" for name, post in SHOWN.items()},
    **{("branch", name): f"{{term {kept}}}" for name, kept in Term.stands},
}


def column(record: str, name: str) -> str:
    """SQL for a field or a derived column of a record, as lists show it."""
    return _OF_THE_DAY.get((record, name)) or veiled(record, name)


def _table(source: Source, part: Part) -> str:
    """Rows that know no branch stay: the unit decides on them."""
    asked = f"({source.inside} IN (SELECT id FROM branch_tree) OR {source.inside} IS NULL)"
    return source.table.replace("{within}", asked if source.inside and part.branch is not None else "1")


def name_of(reader: Connection, record: str, row: int) -> str:
    return str(reader.exec_driver_sql(f"SELECT name FROM {record} WHERE id = ?", (row,)).scalar() or "")


def setting(reader: Connection, name: str) -> str:
    """A setting as text, its default when never set."""
    found = reader.exec_driver_sql("SELECT value FROM setting WHERE name = ? AND void_reason IS NULL", (name,)).scalar()
    return BY_NAME[name].default if found is None else str(found)


def _conditions(source: Source, part: Part, day: str | None) -> tuple[list[str], list[Any]]:
    clauses: list[str] = [f"({source.where})"] if source.where else []
    values: list[Any] = []
    if source.record:
        clauses.append(standing(source.record, day))
    if part.query is not None:
        if part.query.record != source.record:
            raise UserError("这本台账的行来自几种记录，不能按条件筛选。", "请改用单位或党组织筛选。")
        asked, values = matching(Query(part.query.record, (), part.query.conditions, part.query.words,
                                       part.query.marks, state="all", only=part.query.only))  # fmt: skip
        clauses.append(f"({asked})")
    if part.unit is not None:
        clauses.append(f"{_needed(source.unit, '单位')} IN (SELECT id FROM unit_tree)")
    if part.branch is not None:
        clauses.append(_in_branch(source))
    return clauses or ["1"], values


def standing(record: str, day: str | None) -> str:
    """SQL: the row of `record` was there on the day, with the joins of `rows` in front."""
    if record == "member":
        return moment.enrolled(day)
    if record == "household":
        return moment.settled("household", day)
    return moment.held(record, day) if record in LINKS else moment.there(record, record, day)


def _in_branch(source: Source) -> str:
    """By branch; rows that know no branch by the units in which the branches are. A member without a branch is in none."""
    inside = f"{source.branch} IN (SELECT id FROM branch_tree)"
    if source.record == "member":
        return inside
    housed = "(SELECT b.unit FROM branch b WHERE b.id IN (SELECT id FROM branch_tree))"
    by_unit = f"{_needed(source.unit, '党组织')} IN {housed}"
    return f"({inside} OR ({source.branch} IS NULL AND {by_unit}))" if source.branch else by_unit


def _needed(sql: str, word: str) -> str:
    if not sql:
        raise UserError(f"这本台账不能按{word}筛选。")
    return sql


def _trees(part: Part) -> str:
    """The unit or branch asked for and everything below it."""
    found = [
        f"{record}_tree(id) AS (SELECT {int(row)} UNION SELECT c.id FROM {record} c "
        f"JOIN {record}_tree t ON c.parent = t.id)"
        for record, row in (("unit", part.unit), ("branch", part.branch))
        if row is not None
    ]
    return f"WITH RECURSIVE {', '.join(found)} " if found else ""
