"""Dated links of one row: which are open, and all of them as words, the present ones first."""

from dataclasses import dataclass

from app import codes
from app.db.session import Connection
from app.models import RECORDS
from app.models.abode import Abode
from app.models.membership import Membership
from app.models.post import DEPUTY, SECRETARY, SHOWN
from app.models.record import Record
from app.models.term import Term


@dataclass(frozen=True)
class Span:
    """One dated link as words: dates as stored text, `until` "" while it holds; `row` its id."""

    row: int
    what: str
    since: str
    until: str
    reason_in: str
    reason_out: str


@dataclass(frozen=True)
class Open:
    """A post that is held now."""

    row: int
    post: str
    name: str
    since: str | None
    member: int | None
    cadre: int | None


_WHAT = {
    "membership": "(SELECT b.name FROM branch b WHERE b.id = t.branch)",
    "abode": "coalesce((SELECT u.name FROM unit u WHERE u.id = t.village), '') || coalesce(t.group_name, '')",
    "term": "coalesce(t.number, '本届') || coalesce('　委员 ' || t.size || ' 名', '') || coalesce('　' || t.form, '')"
    " || coalesce('　任期至 ' || t.due, '')",
}
_HOLDER = "coalesce((SELECT m.name FROM member m WHERE m.id = t.member), (SELECT c.name FROM cadre c WHERE c.id = t.cadre), t.name)"
_WHERE = (
    "coalesce((SELECT b.name FROM branch b WHERE b.id = t.branch), (SELECT u.name FROM unit u WHERE u.id = t.unit))"
)


def spans(reader: Connection, record: str, side: str, row: int) -> list[Span]:
    """All links of `record` whose column `side` is the row. Posts tell the holder at their place, the place at their holder."""
    what, since_reason = _WHAT.get(record, ""), "t.reason_in"
    if record == "post":
        what = f"t.post || '　' || {_HOLDER if side in ('branch', 'unit') else _WHERE}"
    if record == "term":
        since_reason = "''"
    sql = (
        f"SELECT t.id, {what}, t.since, t.until, {since_reason}, t.reason_out FROM {record} t WHERE t.{side} = ? "
        "AND t.void_reason IS NULL ORDER BY t.until IS NOT NULL, coalesce(t.until, t.since) DESC, t.id DESC"
    )
    found = [Span(cells[0], *(str(part or "") for part in cells[1:])) for cells in reader.exec_driver_sql(sql, (row,))]
    if record != "post" or side in ("member", "cadre"):
        return found
    ranks = {code.name: rank for rank, code in enumerate(codes.codes("post"))}
    return sorted(
        found, key=lambda span: (bool(span.until), 0 if span.until else ranks.get(span.what.split("　")[0], 99))
    )


def open_rows(reader: Connection, record: str, side: str, row: int) -> list[int]:
    """Ids of the links of `record` that hold now and whose column `side` is the row."""
    sql = f"SELECT id FROM {record} WHERE {side} = ? AND until IS NULL AND void_reason IS NULL ORDER BY id"
    return [int(found[0]) for found in reader.exec_driver_sql(sql, (row,))]


def open_posts(reader: Connection, side: str, row: int, *, post: str = "") -> list[Open]:
    """Posts held now at a branch or unit, or by a member or cadre (`side`), the oldest first."""
    only, values = (" AND post = ?", (row, post)) if post else ("", (row,))
    sql = (
        f"SELECT id, post, name, since, member, cadre FROM post WHERE {side} = ? AND until IS NULL "
        f"AND void_reason IS NULL{only} ORDER BY id"
    )
    return [Open(*found) for found in reader.exec_driver_sql(sql, values)]


_AROUND = {
    "branch": ("member", "branch"),
    "unit": ("cadre", "unit"),
}  # place → who may hold a post there, by which link


def member_called(reader: Connection, branch: int, name: str) -> int | None:
    """The one member on the books of the branch with this name; None when there is none or more than one."""
    return _called(reader, "branch", branch, name)


def cadre_called(reader: Connection, unit: int, name: str) -> int | None:
    """The one cadre in office in the unit with this name; None when there is none or more than one."""
    return _called(reader, "unit", unit, name)


def _called(reader: Connection, place: str, row: int, name: str) -> int | None:
    record, side = _AROUND[place]
    sql = f"SELECT id FROM {record} WHERE {side} = ? AND name = ? AND left_on IS NULL AND void_reason IS NULL LIMIT 2"
    found = [cells[0] for cells in reader.exec_driver_sql(sql, (row, name))]
    return int(found[0]) if len(found) == 1 else None


def people(reader: Connection, place: str, row: int) -> tuple[str, ...]:
    """Names of the members of a branch or the cadres of a unit, by pinyin, each once."""
    record, side = _AROUND[place]
    sql = f"SELECT name FROM {record} WHERE {side} = ? AND left_on IS NULL AND void_reason IS NULL ORDER BY sort_key"
    return tuple(dict.fromkeys(cells[0] for cells in reader.exec_driver_sql(sql, (row,))))


_UNNAMED = """
    SELECT p.id, min(m.id) FROM post p JOIN member m ON m.branch = p.branch AND m.name = p.name
    WHERE p.member IS NULL AND p.cadre IS NULL AND p.until IS NULL AND p.void_reason IS NULL
    AND m.left_on IS NULL AND m.void_reason IS NULL{only} GROUP BY p.id HAVING count(*) = 1
"""


def recognisable(reader: Connection, branch: int | None = None) -> list[tuple[int, int]]:
    """(post, member) of open posts known by name only whose holder is by now one member of that branch, and one only."""
    only, values = ("", ()) if branch is None else (" AND p.branch = ?", (branch,))
    return [(row[0], row[1]) for row in reader.exec_driver_sql(_UNNAMED.format(only=only), values)]


def ever(reader: Connection, branch: int, post: str) -> bool:
    """Whether anybody is known to have held the post in the branch."""
    sql = "SELECT 1 FROM post WHERE branch = ? AND post = ? AND void_reason IS NULL LIMIT 1"
    return reader.exec_driver_sql(sql, (branch, post)).first() is not None


def _now(columns: str, record: str, side: str, more: str = "") -> str:
    """SELECT of the open link of the row `t`."""
    return (
        f"(SELECT {columns} FROM {record} o WHERE o.{side} = t.id AND o.until IS NULL AND o.void_reason IS NULL{more})"
    )


def _differs(link: type[Record]) -> str:
    """SQL: the row `t` says something else than its open link."""
    shown = ", ".join(f"t.{name}" for name, _column in link.stands)
    told = ", ".join(f"o.{column}" for _name, column in link.stands)
    return f"({shown}) IS NOT {_now(told, link.code(), link.owner)}"


def _officers_differ() -> str:
    """SQL: the branch `t` names somebody who does not hold the post; one 副书记 stands for several."""
    secretary, deputy = f" AND o.post = '{SECRETARY}'", f" AND o.post = '{DEPUTY}'"
    return (
        f" OR t.secretary IS NOT {_now('o.name', 'post', 'branch', secretary)} "
        f"OR CASE WHEN t.deputy IS NULL THEN EXISTS {_now('1', 'post', 'branch', deputy)} "
        f"ELSE t.deputy NOT IN {_now('o.name', 'post', 'branch', deputy)} END"
    )


STANDING: dict[str, type[Record]] = {link.owner: link for link in (Membership, Abode, Term)}

# What stands on a record although its open links say something else: SQL for the row ids. Who left keeps what stood last.
# The plus keeps the index of the list away: the rows are read as they lie, or only those that are named (`astray`).
ASTRAY = {
    record: f"SELECT t.id FROM {record} t WHERE +t.void_reason IS NULL AND +t.{RECORDS[record].ends} IS NULL "
    f"AND ({_differs(link)}{_officers_differ() if record == 'branch' else ''})"
    for record, link in STANDING.items()
}


def astray(reader: Connection, record: str = "", rows: range | None = None) -> list[tuple[str, int]]:
    """(record, row) whose dated links do not say what stands on it; of one record and some rows, where they are named."""
    within = f" AND t.id BETWEEN {rows.start} AND {rows.stop - 1}" if rows is not None else ""
    asked = {code: sql for code, sql in ASTRAY.items() if record in ("", code)}
    return [(code, row[0]) for code, sql in asked.items() for row in reader.exec_driver_sql(sql + within)]


_HANGING = {"household": (("abode", "household"),), "branch": (("post", "branch"), ("term", "branch"))}


def hanging(reader: Connection, record: str, rows: range) -> dict[str, list[int]]:
    """Links (by record) that hang on rows of the range which are no longer there."""
    found = {}
    for link, side in _HANGING.get(record, ()):
        sql = f"SELECT id FROM {link} WHERE {side} BETWEEN ? AND ? AND {side} NOT IN (SELECT id FROM {record})"
        found[link] = [row[0] for row in reader.exec_driver_sql(sql, (rows.start, rows.stop - 1))]
    return found


def nobody(reader: Connection, rows: range) -> list[int]:
    """Posts whose member, one of these rows, is no longer there."""
    sql = "SELECT id FROM post WHERE member BETWEEN ? AND ? AND member NOT IN (SELECT id FROM member)"
    return [row[0] for row in reader.exec_driver_sql(sql, (rows.start, rows.stop - 1))]


def standing(reader: Connection, record: str, row: int) -> dict[str, object]:
    """What the open links of one row say, as values of the record; nothing where there is no link."""
    link = STANDING[record]
    columns = ", ".join(f"{column} AS {name}" for name, column in link.stands)
    sql = f"SELECT {columns} FROM {link.code()} WHERE {record} = ? AND until IS NULL AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (row,)).mappings().first()
    told: dict[str, object] = dict(found or {})
    if record == "branch":
        for field, post in SHOWN.items():
            held = open_posts(reader, "branch", row, post=post)
            if held:
                told[field] = held[0].name
    return told
