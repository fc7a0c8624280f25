"""Who is expected at a meeting and who was not there; the meetings of a branch and its year, month by month and kind by kind."""

from collections.abc import Collection
from typing import Any

from app import codes
from app.db.queries import ledger, moment
from app.db.queries.visit import Done
from app.db.session import Connection
from app.errors import UserError
from app.models.meeting import CADENCES, COMMITTEE, EVERYBODY, GENERAL, HELD, KIND, OFFICERS, Cadence
from app.settings import BY_NAME

# The plus keeps SQLite from an index that nearly every row matches.
TOOK_PLACE = "+{m}.void_reason IS NULL AND coalesce({m}.state, '" + HELD + "') = '" + HELD + "'"
# Kinds at which everybody of a branch is expected: what a member attends and learns is counted from them.
EVERYBODY_KINDS = tuple(code.name for code in codes.official(KIND) if code.group == EVERYBODY)
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


def held(alias: str) -> str:
    """SQL: the meeting was held; what is planned or called off was not."""
    return TOOK_PLACE.format(m=alias)


def of_kind(alias: str, kind: str) -> str:
    """SQL: the meeting counts as this kind (SQL for its name)."""
    return f"instr('、' || {alias}.kinds || '、', '、' || {kind} || '、') > 0"


def of_kinds(alias: str, kinds: Collection[str]) -> str:
    """SQL: the meeting counts as one of these kinds at least."""
    quoted = ("'" + kind.replace("'", "''") + "'" for kind in kinds)
    return "(" + (" OR ".join(of_kind(alias, kind) for kind in quoted) or "0") + ")"


def group(kinds: Collection[str]) -> str:
    """Who is expected: everybody when one of the kinds is for everybody, else the officers, else "" (those on the list)."""
    groups = {code.group for code in codes.codes(KIND) if code.name in kinds}
    return next((name for name in (EVERYBODY, OFFICERS) if name in groups), "")


def expected(reader: Connection, branch: int, day: str, kinds: Collection[str]) -> list[tuple[int, str, bool]]:
    """(id, name, has a vote) of the members expected on the day: those of the branch, or who holds a post in it."""
    asked = group(kinds)
    if not asked:
        return []
    link, only = ("membership", "") if asked == EVERYBODY else ("post", f" AND s.post IN ({_officers()})")
    sql = (
        "SELECT m.id, m.name, coalesce(m.member_kind, '') <> '预备党员' FROM member m WHERE m.void_reason IS NULL AND m.id IN "
        f"(SELECT s.member FROM {link} s WHERE s.branch = ? AND {moment.held('s', day)}{only}) ORDER BY m.order_no IS NULL, "
        "m.order_no, m.sort_key, m.id"
    )
    return [(int(row), str(name), bool(full)) for row, name, full in ledger.plain(reader, sql, (branch,))]


def on_the_books(reader: Connection, branch: int, day: str) -> list[tuple[int, str, bool]]:
    """(id, name, has a vote) of every member of the branch on the day."""
    return expected(reader, branch, day, (GENERAL,))


def _officers() -> str:
    """SQL list of the posts that make one an officer of a branch."""
    names = (code.name for code in codes.codes("post") if code.group in ("班子", "委员"))
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names) or "NULL"


def signs(reader: Connection, meeting: int) -> dict[int, tuple[int, str, str]]:
    """member → (row, sign, reason) of the exceptions of a meeting."""
    sql = "SELECT member, id, sign, coalesce(reason, '') FROM attendance WHERE meeting = ? AND void_reason IS NULL ORDER BY id"
    return {int(who): (int(row), str(sign), str(why)) for who, row, sign, why in ledger.plain(reader, sql, (meeting,))}


def same_day(reader: Connection, branch: int, day: str, kinds: Collection[str], other: int | None) -> bool:
    """Is a meeting of one of the kinds there already on the day, beside the row `other`?"""
    sql = f"SELECT 1 FROM meeting m WHERE m.branch = ? AND m.day = ? AND m.id <> ? AND {held('m')} AND {of_kinds('m', kinds)}"
    return reader.exec_driver_sql(sql, (branch, day, other or 0)).first() is not None


def months_with(reader: Connection, branch: int, year: int, kinds: Collection[str]) -> set[str]:
    """The months of a year (`01` …) for which a meeting of one of the kinds is held or planned."""
    sql = (
        "SELECT DISTINCT substr(m.day, 6, 2) FROM meeting m WHERE m.branch = ? AND substr(m.day, 1, 4) = ? "
        f"AND m.void_reason IS NULL AND coalesce(m.state, '') <> '取消' AND {of_kinds('m', kinds)}"
    )
    return {str(row[0]) for row in ledger.plain(reader, sql, (branch, f"{year:04d}"))}


def branches(reader: Connection) -> list[tuple[int, str, str | None, int]]:
    """(id, name, kind, members) of the organisations that stand, in their order; at most 5,000."""
    sql = (
        "SELECT b.id, b.name, b.kind, (SELECT count(*) FROM member m WHERE m.branch = b.id AND m.left_on IS NULL "
        "AND m.void_reason IS NULL) FROM branch b WHERE b.closed_on IS NULL AND b.void_reason IS NULL "
        "ORDER BY b.order_no IS NULL, b.order_no, b.sort_key, b.id LIMIT 5000"
    )
    return [tuple(row) for row in ledger.plain(reader, sql)]


def branch_of(reader: Connection, uid: str) -> int | None:
    """The row of a branch by its uid."""
    found = reader.exec_driver_sql("SELECT id FROM branch WHERE uid = ?", (uid,)).scalar()
    return None if found is None else int(found)


def of_branch(reader: Connection, branch: int, year: int) -> list[tuple[Any, ...]]:
    """(id, day, kinds, name, state, attended, expected) of a year, the newest first."""
    sql = (
        f"SELECT m.id, m.day, m.kinds, m.name, coalesce(m.state, '{HELD}'), m.attended, m.expected FROM meeting m "
        "WHERE m.branch = ? AND m.day BETWEEN ? AND ? AND m.void_reason IS NULL ORDER BY m.day DESC, m.id DESC"
    )
    return ledger.plain(reader, sql, (branch, f"{year:04d}-01-01", f"{year:04d}-12-31"))


def sheet(reader: Connection, meeting: int) -> dict[str, Any]:
    """Every column of a meeting, its branch by name as `branch_name`. UserError when it is gone."""
    sql = "SELECT m.*, b.name AS branch_name FROM meeting m JOIN branch b ON b.id = m.branch WHERE m.id = ?"
    found = reader.exec_driver_sql(sql, (meeting,)).mappings().first()
    if found is None:
        raise UserError("这次会议已经不在了，可能刚被撤销。")
    return dict(found)


def away(reader: Connection, meeting: int) -> list[tuple[str, str, str]]:
    """(name, sign, reason) of the exceptions of a meeting."""
    sql = (
        "SELECT m.name, a.sign, coalesce(a.reason, '') FROM attendance a JOIN member m ON m.id = a.member "
        "WHERE a.meeting = ? AND a.void_reason IS NULL ORDER BY a.id"
    )
    return [tuple(row) for row in ledger.plain(reader, sql, (meeting,))]


def signed(reader: Connection, _record: str, meeting: int) -> list[Done]:
    """The exceptions of a meeting, as its card shows them."""
    return [Done(name, "　".join(filter(None, (sign, reason)))) for name, sign, reason in away(reader, meeting)]


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """The meetings of a branch, or those at which a member was an exception, the newest first; at most 300."""
    if record == "branch":
        sql = (
            f"SELECT m.day, m.kinds, m.name, coalesce(m.state, '{HELD}') FROM meeting m WHERE m.branch = ? "
            "AND m.void_reason IS NULL ORDER BY m.day DESC, m.id DESC LIMIT 300"
        )
    else:
        sql = (
            "SELECT m.day, m.kinds, m.name, a.sign || coalesce('　' || a.reason, '') FROM attendance a "
            "JOIN meeting m ON m.id = a.meeting WHERE a.member = ? AND a.void_reason IS NULL AND m.void_reason IS NULL "
            "ORDER BY m.day DESC, m.id DESC LIMIT 300"
        )
    return [Done(f"{day}　{kinds}", f"{name}　{told}") for day, kinds, name, told in ledger.plain(reader, sql, (row,))]


def _asked(cadence: Cadence) -> str:
    """SQL for how often a kind is to be held, by its setting."""
    stored = f"(SELECT value FROM setting WHERE name = '{cadence.setting}' AND void_reason IS NULL)"
    return f"CAST(coalesce({stored}, '{BY_NAME[cadence.setting].default}') AS INTEGER)"


def _wanted() -> str:
    """SELECT of every kind with its place, months and number, once for each sort of organisation that is to hold it."""
    return " UNION ALL ".join(
        f"SELECT {place} AS place, '{each.kind}' AS kind, {each.months} AS months, {_asked(each)} AS asked, "
        f"'{holder}' AS holder, '{each.word}' AS word"
        for place, each in enumerate(CADENCES)
        for holder in each.holders
    )


def _missing(month: int, months: int) -> str:
    """SQL: the period of so many months that ends with the month is gone by, was to be judged and fell short."""
    first = month - months + 1
    total = " + ".join(f"coalesce(c.n{i:02d}, 0)" for i in range(first, month + 1))
    begun = "substr(x.began, 1, 4) <= x.year" if months == 12 else f"substr(x.began, 1, 7) <= x.year || '-{first:02d}'"
    over = f"x.year || '-{month:02d}' < substr({{day}}, 1, 7)"
    stood = f"(x.founded IS NULL OR substr(x.founded || '-99-99', 1, 10) < x.year || '-{first:02d}-01')"
    return f"(x.months = {months} AND {total} < x.asked AND {over} AND {begun} AND {stood})"


def _short(month: int) -> str:
    return " OR ".join(_missing(month, months) for months in (1, 3, 12) if month % months == 0)


MISSING = "缺"


def calendar_cell(month: int) -> str:
    """SQL for one month: the days of the meetings, then 缺 where its period fell short."""
    return f"nullif(trim(coalesce(c.d{month:02d}, '') || CASE WHEN {_short(month)} THEN ' {MISSING}' ELSE '' END), '')"


def lacking() -> str:
    """SQL for in how many periods of the year a kind fell short."""
    return " + ".join(f"({_short(month)})" for month in range(1, 13))


def calendar() -> str:
    """SELECT `item` of every organisation × kind it is to hold, with the year's months in `x` and `c`; macros of `moment`."""
    full = (
        "(SELECT count(*) FROM member m WHERE m.branch = b.id AND m.left_on IS NULL AND m.void_reason IS NULL "
        "AND coalesce(m.member_kind, '') <> '预备党员')"
    )
    least = BY_NAME["committee_least"].default
    stored = "(SELECT value FROM setting WHERE name = 'committee_least' AND void_reason IS NULL)"
    began = f"(SELECT m.day FROM meeting m WHERE {held('m')} ORDER BY m.day LIMIT 1)"
    frame = (
        "SELECT b.id AS branch, b.uid AS uid, b.name, b.unit, b.order_no, b.sort_key, b.founded_on AS founded, k.place, k.kind, "
        f"k.months, k.asked, k.word, substr({{day}}, 1, 4) AS year, {began} AS began FROM branch b JOIN ({_wanted()}) k "
        f"ON k.holder = b.kind AND k.asked > 0 WHERE {{there branch b}} "
        f"AND (k.kind <> '{COMMITTEE}' OR {full} >= CAST(coalesce({stored}, '{least}') AS INTEGER))"
    )
    names = " UNION ALL ".join(f"SELECT '{each.kind}' AS kind" for each in CADENCES)
    days = (
        "SELECT m.branch, k.kind, substr(m.day, 6, 2) AS month, count(*) AS n, "
        "group_concat(CAST(substr(m.day, 9, 2) AS INTEGER), '、') AS days FROM "
        f"(SELECT * FROM meeting m WHERE {held('m')} AND substr(m.day, 1, 4) = substr({{day}}, 1, 4) AND m.day <= {{day}} "
        f"ORDER BY m.day) m JOIN ({names}) k ON {of_kind('m', 'k.kind')} GROUP BY m.branch, k.kind, month"
    )
    spread = ", ".join(
        f"max(CASE WHEN e.month = '{month}' THEN e.n END) AS n{month}, "
        f"max(CASE WHEN e.month = '{month}' THEN e.days END) AS d{month}"
        for month in MONTHS
    )
    cells = ", ".join(f"{calendar_cell(month)} AS m{month:02d}" for month in range(1, 13))
    return (
        f"SELECT x.branch, x.uid, x.name, x.unit, x.order_no, x.sort_key, x.place, x.kind, x.word, x.asked, {cells}, "
        f"{lacking()} AS lacking FROM ({frame}) x LEFT JOIN (SELECT e.branch, e.kind, {spread} FROM ({days}) e "
        "GROUP BY e.branch, e.kind) c ON c.branch = x.branch AND c.kind = x.kind"
    )
