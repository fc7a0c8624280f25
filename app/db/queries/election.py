"""Elections of a branch, who stood in one of them, and the event that a new term completes."""

from typing import Any

from app.db.queries import ledger
from app.db.queries.visit import Done
from app.db.session import Connection


def on_day(reader: Connection, branch: int, day: str) -> int | None:
    """The election of the branch that is on the books for the day."""
    sql = "SELECT max(id) FROM election WHERE branch = ? AND day = ? AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (branch, day)).scalar()
    return None if found is None else int(found)


def nominees(reader: Connection, election: int) -> dict[tuple[str, str], int]:
    """(name, post) → row of those who stood."""
    sql = "SELECT name, post, id FROM nominee WHERE election = ? AND void_reason IS NULL"
    return {(str(name), str(post)): int(row) for name, post, row in ledger.plain(reader, sql, (election,))}


def of(reader: Connection, _record: str, branch: int) -> list[Done]:
    """The elections of a branch, the newest first."""
    sql = (
        "SELECT e.day, e.form, e.expected, e.attended, (SELECT group_concat(n.name || ' ' || n.post, '、') FROM nominee n "
        "WHERE n.election = e.id AND n.void_reason IS NULL AND n.elected = '是') FROM election e WHERE e.branch = ? "
        "AND e.void_reason IS NULL ORDER BY e.day DESC, e.id DESC LIMIT 50"
    )
    return [_told(*row) for row in ledger.plain(reader, sql, (branch,))]


def _told(day: str, form: str | None, expected: int | None, attended: int | None, elected: str | None) -> Done:
    came = f"应到 {expected} 人，实到 {attended} 人" if expected is not None and attended is not None else ""
    return Done(
        f"{day}　{form or '换届选举'}", "　".join(part for part in (came, elected and f"当选：{elected}") if part)
    )


def stood(reader: Connection, _record: str, election: int) -> list[Done]:
    """Who stood in an election, as its card shows them."""
    sql = (
        "SELECT n.name, n.post, n.votes, n.elected FROM nominee n WHERE n.election = ? AND n.void_reason IS NULL "
        "ORDER BY n.elected IS NOT '是', n.id"
    )
    found: list[tuple[Any, ...]] = ledger.plain(reader, sql, (election,))
    return [
        Done(
            f"{name}　{post}",
            "　".join(
                filter(None, ("当选" if elected == "是" else "未当选", f"{votes} 票" if votes is not None else ""))
            ),
        )
        for name, post, votes, elected in found
    ]
