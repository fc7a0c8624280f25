"""Who is posted where, which kinds of work his team logs, how many days he was on site, and how far the plan is."""

from typing import Any

from app.db.queries import ledger
from app.db.queries.visit import Done
from app.db.session import Connection

WHOLE, HALF = "全天", "半天"  # the words of a log that make a day on site; any other word is none
# SQL for the half days on site of one day of `l`: the fullest entry counts; one that says nothing means the whole day.
HALVES = f"max(CASE WHEN coalesce(l.spent, '{WHOLE}') = '{WHOLE}' THEN 2 WHEN l.spent = '{HALF}' THEN 1 ELSE 0 END)"


def demanded_days(posting: str) -> str:
    """SQL for the days a month that a posting demands: its own, else those of the nearest team above that says so."""
    return (
        f"coalesce({posting}.days, (WITH RECURSIVE up(days, parent, far) AS (SELECT t.days, t.parent, 0 FROM team t "
        f"WHERE t.id = {posting}.team UNION ALL SELECT t.days, t.parent, up.far + 1 FROM team t JOIN up ON t.id = up.parent "
        "WHERE up.far < 20) SELECT days FROM up WHERE days IS NOT NULL ORDER BY far LIMIT 1))"
    )


def person(reader: Connection, record: str, row: int) -> dict[str, Any]:
    """How a cadre or member is written on the roster of a team."""
    if record == "cadre":
        sql = "SELECT c.name, u.name, c.phone FROM cadre c LEFT JOIN unit u ON u.id = c.unit WHERE c.id = ?"
    else:
        sql = "SELECT name, work_unit, phone FROM member WHERE id = ?"
    found = reader.exec_driver_sql(sql, (row,)).one()
    return dict(zip(("name", "work_unit", "phone"), found, strict=True))


def posted(reader: Connection, who: tuple[str, int], team: int) -> bool:
    """Is this cadre or member posted in the team now?"""
    sql = f"SELECT 1 FROM posting WHERE {who[0]} = ? AND team = ? AND until IS NULL AND void_reason IS NULL"
    return reader.exec_driver_sql(sql, (who[1], team)).first() is not None


def open_postings(reader: Connection, team: int) -> list[int]:
    sql = "SELECT id FROM posting WHERE team = ? AND until IS NULL AND void_reason IS NULL ORDER BY id"
    return [int(row[0]) for row in reader.exec_driver_sql(sql, (team,))]


def below(reader: Connection, team: int) -> list[int]:
    """The team and every group under it that still stands."""
    sql = (
        "WITH RECURSIVE tree(id) AS (SELECT ? UNION SELECT c.id FROM team c JOIN tree ON c.parent = tree.id "
        "WHERE c.until IS NULL AND c.void_reason IS NULL) SELECT id FROM tree"
    )
    return [int(row[0]) for row in reader.exec_driver_sql(sql, (team,))]


def log_kinds(reader: Connection, posting: int) -> tuple[str, ...]:
    """The kinds that the nearest team above a posting names for its logs; () when none does."""
    sql = (
        "WITH RECURSIVE up(id, told, parent, far) AS (SELECT t.id, t.log_kinds, t.parent, 0 FROM team t "
        "JOIN posting p ON p.team = t.id WHERE p.id = ? UNION ALL SELECT t.id, t.log_kinds, t.parent, up.far + 1 "
        "FROM team t JOIN up ON t.id = up.parent WHERE up.far < 20) "
        "SELECT told FROM up WHERE told IS NOT NULL ORDER BY far LIMIT 1"
    )
    found = str(reader.exec_driver_sql(sql, (posting,)).scalar() or "")
    return tuple(part.strip() for part in found.split("、") if part.strip())


def postings(reader: Connection, team: int | None = None) -> list[tuple[Any, ...]]:
    """(id, name, team, role, unit) of those posted now, below a team or everywhere, in the order of the teams."""
    inside = ""
    if team is not None:
        inside = f" AND p.team IN ({', '.join(map(str, below(reader, team)))})"
    sql = (
        "SELECT p.id, p.name, t.name, p.role, u.name FROM posting p JOIN team t ON t.id = p.team "
        f"LEFT JOIN unit u ON u.id = p.unit WHERE p.until IS NULL AND p.void_reason IS NULL{inside} "
        "ORDER BY t.sort_key, t.id, p.sort_key, p.id LIMIT 5000"
    )
    return [tuple(row) for row in reader.exec_driver_sql(sql)]


def logs(reader: Connection, posting: int, *, limit: int = 60) -> list[tuple[Any, ...]]:
    """(id, day, spent, kind, content) of the newest logs of a posting."""
    sql = (
        "SELECT id, day, spent, kind, content FROM work_log WHERE posting = ? AND void_reason IS NULL "
        "ORDER BY day DESC, id DESC LIMIT ?"
    )
    return [tuple(row) for row in reader.exec_driver_sql(sql, (posting, limit))]


def halves(reader: Connection, posting: int, month: str) -> int:
    """Half days on site in a month (`2026-07`)."""
    sql = (
        f"SELECT coalesce(sum(n), 0) FROM (SELECT {HALVES} AS n FROM work_log l WHERE l.posting = ? "
        "AND substr(l.day, 1, 7) = ? AND l.void_reason IS NULL GROUP BY l.day)"
    )
    return int(reader.exec_driver_sql(sql, (posting, month)).scalar_one())


def demanded(reader: Connection, posting: int) -> int | None:
    """Days a month that are demanded of a posting, None where nothing is."""
    found = reader.exec_driver_sql(f"SELECT {demanded_days('p')} FROM posting p WHERE p.id = ?", (posting,)).scalar()
    return None if found is None else int(found)


def plan(reader: Connection, team: int, year: str) -> list[tuple[Any, ...]]:
    """(id, parent, period, name, owner, due, done_on) of a team's plan of a year, from the year down to the months."""
    sql = (
        "SELECT i.id, i.parent, i.period, i.name, coalesce(p.name, i.owner_name), i.due, i.done_on FROM plan_item i "
        "LEFT JOIN posting p ON p.id = i.posting WHERE i.team = ? AND substr(i.period, 1, 4) = ? AND i.void_reason IS NULL "
        "ORDER BY i.period, i.order_no, i.id"
    )
    return [tuple(row) for row in reader.exec_driver_sql(sql, (team, year))]


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """The postings of a cadre or member, to a unit, or in a team; those that ended last; at most 300."""
    sql = (
        "SELECT p.name, t.name, p.role, u.name, p.since, p.until FROM posting p JOIN team t ON t.id = p.team "
        f"LEFT JOIN unit u ON u.id = p.unit WHERE p.{record} = ? AND p.void_reason IS NULL "
        "ORDER BY p.until IS NOT NULL, p.since DESC, p.id LIMIT 300"
    )
    found = []
    for name, team, role, unit, since, until in ledger.plain(reader, sql, (row,)):
        first = f"{team}　{role or ''}" if record in ("cadre", "member") else f"{name}　{role or ''}"
        span = f"{since or '日期未填'} 起{f'，{until} 止' if until else ''}"
        found.append(Done(first.strip(), "　".join(filter(None, (f"驻 {unit}" if unit else "", span)))))
    return found


def daily(reader: Connection, _record: str, posting: int) -> list[Done]:
    """The newest logs of a posting, as its card shows them."""
    return [
        Done("　".join(filter(None, (day, spent, kind))), content or "")
        for _, day, spent, kind, content in logs(reader, posting)
    ]


def teams(reader: Connection) -> list[tuple[int, str, int]]:
    """(id, name, depth) of the teams that stand, each followed by its groups."""
    sql = (
        "WITH RECURSIVE tree(id, name, depth, path) AS (SELECT t.id, t.name, 0, t.sort_key || printf('%08d', t.id) FROM team t "
        "WHERE t.parent IS NULL AND t.until IS NULL AND t.void_reason IS NULL UNION ALL "
        "SELECT c.id, c.name, tree.depth + 1, tree.path || '/' || c.sort_key || printf('%08d', c.id) FROM team c "
        "JOIN tree ON c.parent = tree.id WHERE c.until IS NULL AND c.void_reason IS NULL AND tree.depth < 20) "
        "SELECT id, name, depth FROM tree ORDER BY path LIMIT 2000"
    )
    return [(int(row), str(name), int(depth)) for row, name, depth in ledger.plain(reader, sql)]
