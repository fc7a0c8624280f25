"""What rules look at: whole columns of the records they name, the settings, and which alerts were put aside."""

from collections.abc import Sequence
from typing import Any

from app import clock
from app.db.queries import ledger
from app.db.session import Connection
from app.models import RECORDS
from app.settings import SETTINGS


def facts(reader: Connection, record: str, columns: Sequence[str], only: str = "") -> list[tuple[Any, ...]]:
    """(ended, id, uid, columns …) of every row that was not voided, in the order of the rows' making; where `only`.

    `only` may say :today. `ended` is the date on which the row left, moved or closed, or None.
    """
    ends = RECORDS[record].ends or "NULL"
    told = ", ".join((ends, "id", "uid", *columns))
    narrowed = f" AND ({only})".replace(":today", f"'{clock.today().isoformat()}'") if only else ""
    return ledger.plain(reader, f"SELECT {told} FROM {record} WHERE +void_reason IS NULL{narrowed} ORDER BY id")


def settings(reader: Connection) -> dict[str, str]:
    """Every setting by name, its default when never set."""
    stored = dict(ledger.plain(reader, "SELECT name, value FROM setting WHERE void_reason IS NULL"))
    return {item.name: stored.get(item.name) or item.default for item in SETTINGS}


def put_aside(reader: Connection, today: str) -> frozenset[tuple[str, str]]:
    """(rule, uid) of alerts that were dismissed for good or are postponed beyond `today` (ISO)."""
    sql = "SELECT rule, target FROM dismissal WHERE void_reason IS NULL AND (until IS NULL OR until > ?)"
    return frozenset((row[0], row[1]) for row in ledger.plain(reader, sql, (today,)))


def dismissal(reader: Connection, rule: str, uid: str) -> int | None:
    """The row that puts this alert aside, whatever its date."""
    sql = "SELECT id FROM dismissal WHERE rule = ? AND target = ? AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (rule, uid)).scalar()
    return None if found is None else int(found)
