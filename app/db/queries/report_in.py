"""Who reported in where, which service posts are held, and who has not reported though the setting says he should."""

from typing import Any

from app import codes
from app.db.queries import ledger
from app.db.queries.visit import Done
from app.db.session import Connection

# SQL about `member`: he belongs to a branch of a domain that the setting names; the retired are not in service (在职). With
# nothing set nobody must: who has to report is for the documents of the place to say.
ASKED = (
    "(SELECT mb.id FROM branch mb JOIN setting ms ON ms.name = 'report_in_domains' AND ms.void_reason IS NULL "
    "WHERE instr('、' || replace(ms.value, ' ', '') || '、', '、' || mb.domain || '、') > 0)"
)
RETIRED = ", ".join(f"'{code.name}'" for code in codes.official("occupation") if code.group == "离退休人员")
MUST = f"{{home}} IN {ASKED} AND coalesce(member.occupation, '') NOT IN ({RETIRED})"
REPORTED = (
    "EXISTS (SELECT 1 FROM report_in ri WHERE ri.member = member.id AND ri.void_reason IS NULL "
    "AND (ri.reported_on IS NULL OR ri.reported_on <= {day}) AND (ri.until IS NULL OR ri.until > {day}))"
)


def reporter(reader: Connection, record: str, row: int) -> dict[str, Any]:
    """How a member or branch is written on the sheet of those who reported in."""
    if record == "branch":
        sql = "SELECT b.name, u.name, NULL, b.phone, NULL, '党组织' FROM branch b LEFT JOIN unit u ON u.id = b.unit WHERE b.id = ?"
    else:
        sql = "SELECT name, work_unit, duty, phone, address, '党员' FROM member WHERE id = ?"
    found = reader.exec_driver_sql(sql, (row,)).one()
    told = zip(("name", "work_unit", "duty", "phone", "address", "kind"), found, strict=True)
    return {name: value for name, value in told if value is not None}


def standing(reader: Connection, who: tuple[str, int], community: int) -> bool:
    """Does a report of this member or branch stand in the community?"""
    sql = f"SELECT 1 FROM report_in WHERE {who[0]} = ? AND community = ? AND until IS NULL AND void_reason IS NULL"
    return reader.exec_driver_sql(sql, (who[1], community)).first() is not None


def held(reader: Connection, report_in: int) -> list[int]:
    """Open claims of one who reported in."""
    return _ids(reader, "report_in", report_in)


def claims(reader: Connection, duty: int) -> list[int]:
    """Open claims of one post."""
    return _ids(reader, "duty", duty)


def _ids(reader: Connection, side: str, row: int) -> list[int]:
    sql = f"SELECT id FROM duty_claim WHERE {side} = ? AND until IS NULL AND void_reason IS NULL ORDER BY id"
    return [int(found[0]) for found in reader.exec_driver_sql(sql, (row,))]


def holders(reader: Connection, duty: int) -> set[int]:
    """Those who reported in and hold the post now."""
    sql = "SELECT report_in FROM duty_claim WHERE duty = ? AND until IS NULL AND void_reason IS NULL"
    return {int(found[0]) for found in reader.exec_driver_sql(sql, (duty,))}


def attending(reader: Connection, activity: int) -> dict[int, int]:
    """Who took part → the row that says so."""
    sql = "SELECT report_in, id FROM participation WHERE activity = ? AND void_reason IS NULL ORDER BY id"
    return {int(who): int(row) for who, row in reader.exec_driver_sql(sql, (activity,))}


def reported(reader: Connection, community: int) -> list[tuple[Any, ...]]:
    """(id, name, work_unit, skills, times taken part, posts held) of those who stand reported in a community."""
    sql = (
        "SELECT r.id, r.name, r.work_unit, r.skills, "
        "(SELECT count(*) FROM participation p WHERE p.report_in = r.id AND p.void_reason IS NULL), "
        "(SELECT group_concat(d.name, '、') FROM duty_claim c JOIN duty d ON d.id = c.duty "
        "WHERE c.report_in = r.id AND c.until IS NULL AND c.void_reason IS NULL) "
        "FROM report_in r WHERE r.community = ? AND r.until IS NULL AND r.void_reason IS NULL ORDER BY r.sort_key, r.id LIMIT 2000"
    )
    return [tuple(found) for found in reader.exec_driver_sql(sql, (community,))]


def duties(reader: Connection, community: int) -> list[tuple[Any, ...]]:
    """(id, name, places, held, kind) of the posts that a community offers."""
    sql = (
        "SELECT d.id, d.name, d.places, (SELECT count(*) FROM duty_claim c WHERE c.duty = d.id "
        "AND c.until IS NULL AND c.void_reason IS NULL), d.kind FROM duty d "
        "WHERE d.community = ? AND d.until IS NULL AND d.void_reason IS NULL ORDER BY d.sort_key, d.id"
    )
    return [tuple(found) for found in reader.exec_driver_sql(sql, (community,))]


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """Where a member or branch reported in, with posts, activities and the community's word, the newest first."""
    sql = (
        "SELECT u.name, r.reported_on, r.until, (SELECT group_concat(d.name, '、') FROM duty_claim c "
        "JOIN duty d ON d.id = c.duty WHERE c.report_in = r.id AND c.void_reason IS NULL), "
        "(SELECT count(*) FROM participation p WHERE p.report_in = r.id AND p.void_reason IS NULL), r.review "
        f"FROM report_in r JOIN unit u ON u.id = r.community WHERE r.{record} = ? AND r.void_reason IS NULL "
        "ORDER BY r.until IS NOT NULL, r.reported_on DESC, r.id DESC"
    )
    return [
        Done(
            f"{place}　{on or '报到时间未填'}{f' 至 {until}' if until else ''}",
            "　".join(filter(None, (f"岗位：{posts}" if posts else "没有认领岗位", f"参加活动 {times} 次", review))),
        )
        for place, on, until, posts, times, review in ledger.plain(reader, sql, (row,))
    ]


def posts(reader: Connection, record: str, row: int) -> list[Done]:
    """Who holds a service post, or which posts one who reported in holds; those that ended last."""
    side, shown = ("c.duty", "r.name") if record == "duty" else ("c.report_in", "d.name")
    sql = (
        f"SELECT {shown}, c.since, c.until, c.reason_out FROM duty_claim c JOIN duty d ON d.id = c.duty "
        f"JOIN report_in r ON r.id = c.report_in WHERE {side} = ? AND c.void_reason IS NULL "
        "ORDER BY c.until IS NOT NULL, c.since DESC, c.id"
    )
    return [
        Done(name, "　".join(filter(None, (f"{since or '日期未填'} 认领", f"{until} 退出" if until else "", reason))))
        for name, since, until, reason in ledger.plain(reader, sql, (row,))
    ]


def parts(reader: Connection, record: str, row: int) -> list[Done]:
    """Who took part in an activity, or in which activities one who reported in took part."""
    side, shown = ("p.activity", "r.name") if record == "activity" else ("p.report_in", "a.held_on || ' ' || a.name")
    sql = (
        f"SELECT {shown}, p.minutes FROM participation p JOIN activity a ON a.id = p.activity "
        f"JOIN report_in r ON r.id = p.report_in WHERE {side} = ? AND p.void_reason IS NULL ORDER BY a.held_on DESC, p.id"
    )
    return [
        Done(name or "日期未填", f"{minutes} 分钟" if minutes else "时长未填")
        for name, minutes in ledger.plain(reader, sql, (row,))
    ]


def posts_held(reader: Connection, report_in: int) -> list[tuple[Any, ...]]:
    """(claim, post) of what one who reported in holds now."""
    sql = (
        "SELECT c.id, d.name FROM duty_claim c JOIN duty d ON d.id = c.duty "
        "WHERE c.report_in = ? AND c.until IS NULL AND c.void_reason IS NULL ORDER BY c.id"
    )
    return ledger.plain(reader, sql, (report_in,))


def place(reader: Connection, activity: int) -> int:
    """The community of an activity."""
    return int(reader.exec_driver_sql("SELECT community FROM activity WHERE id = ?", (activity,)).scalar_one())


def communities(reader: Connection) -> list[tuple[str, int]]:
    """(name, id) of communities and villages, those with reports or posts first; at most 5,000.

    Where several have one name, each is written with what stands above it: 青禾镇/石坪村.
    """
    sql = (
        "SELECT CASE WHEN count(*) OVER (PARTITION BY u.name) > 1 AND o.id IS NOT NULL THEN o.name || '/' ELSE '' END || u.name, "
        "u.id FROM unit u LEFT JOIN unit o ON o.id = u.parent "
        "WHERE u.kind IN ('社区', '村') AND u.closed_on IS NULL AND u.void_reason IS NULL "
        "ORDER BY NOT EXISTS (SELECT 1 FROM report_in r WHERE r.community = u.id AND r.void_reason IS NULL), "
        "NOT EXISTS (SELECT 1 FROM duty d WHERE d.community = u.id AND d.void_reason IS NULL), u.sort_key, u.id LIMIT 5000"
    )
    return [(str(name), int(row)) for name, row in ledger.plain(reader, sql)]
