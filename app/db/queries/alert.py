"""What rules look at: whole columns of the records they name, the settings, and which alerts were put aside."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import clock
from app.db.queries import ledger
from app.db.session import Connection
from app.models import RECORDS
from app.models.pairing import HELPED, HELPERS
from app.settings import SETTINGS


def facts(
    reader: Connection, record: str, columns: Sequence[str], only: str = "", *, bare: bool = False
) -> list[tuple[Any, ...]]:
    """(ended, id, uid, columns …) of every row that was not voided, in the order of the rows' making; where `only`.

    `only` may say :today. `ended` is the date on which the row left, moved or closed, or None. `bare` rows have no uid and come in
    no order: where an index holds what is asked for, it is read instead of the table, which is many times quicker.
    """
    ends = RECORDS[record].ends or "NULL"
    told = ", ".join((ends, "id", *(() if bare else ("uid",)), *columns))
    narrowed = f" AND ({only})".replace(":today", f"'{clock.today().isoformat()}'") if only else ""
    order = "" if bare else " ORDER BY id"
    sql = f"SELECT {told} FROM {record} WHERE +void_reason IS NULL{narrowed}{order}"
    return reader.shared(sql) if record == "pairing" and not only else ledger.plain(reader, sql)


def links(reader: Connection) -> list[tuple[Any, ...]]:
    """(ended, id, every side …) of the pairings: one reading serves coverage and rules."""
    return facts(reader, "pairing", (*HELPERS, *HELPED), bare=True)


def told(reader: Connection, record: str, rows: Collection[int], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """(id, uid, columns …) of these rows where they were not voided, in the order of their making."""
    names = ", ".join(("id", "uid", *columns))
    sql = f"SELECT {names} FROM {record} WHERE id IN (SELECT value FROM json_each(?)) AND +void_reason IS NULL ORDER BY id"
    return ledger.plain(reader, sql, (json.dumps(sorted(rows)),))


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


@dataclass(frozen=True)
class Aside:
    """One alert that was put aside: `until` "" for good; `record` and `row` of what it is about, "" and 0 when that is gone."""

    rule: str
    uid: str
    reason: str
    until: str
    record: str = ""
    row: int = 0


def everything_aside(reader: Connection, records: Mapping[str, Sequence[str]]) -> list[Aside]:
    """All of them, the newest first; `records` says for each rule of which records its rows may be."""
    sql = "SELECT rule, target, coalesce(reason, ''), coalesce(until, '') FROM dismissal WHERE void_reason IS NULL ORDER BY id DESC"
    found = [Aside(*row) for row in ledger.plain(reader, sql) if row[0] in records]
    places: dict[str, tuple[str, int]] = {}
    for record in dict.fromkeys(name for names in records.values() for name in names):
        wanted = [each.uid for each in found if record in records[each.rule]]
        told = f"SELECT uid, id FROM {record} WHERE uid IN (SELECT value FROM json_each(?))"
        if wanted:
            places |= {uid: (record, row) for uid, row in ledger.plain(reader, told, (json.dumps(wanted),))}
    return [
        replace(each, record=places[each.uid][0], row=places[each.uid][1]) if each.uid in places else each
        for each in found
    ]


def changed_since(reader: Connection, work: int) -> tuple[frozenset[str], frozenset[str]]:
    """(records of which rows were changed, rules of which something was put aside or taken up) after a work."""
    records = {row[0] for row in ledger.plain(reader, "SELECT DISTINCT record FROM change WHERE work > ?", (work,))}
    sql = (
        'SELECT DISTINCT d.rule FROM change c JOIN dismissal d ON d.id BETWEEN c."row" AND c.last '
        "WHERE c.record = 'dismissal' AND c.work > ?"
    )
    return frozenset(records), frozenset(row[0] for row in ledger.plain(reader, sql, (work,)))
