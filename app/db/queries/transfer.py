"""Transfers as their board, card and letter need them: counts by state, numbers, what is open for whom, what stands on a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import ledger
from app.db.queries.transfer_word import EXPIRED, STATE, STATES
from app.db.queries.visit import Done
from app.db.session import Connection
from app.models.transfer import IN, OUT


@dataclass(frozen=True)
class Standing:
    """How many transfers are in each state, and how many open ones are past their last valid day."""

    states: dict[str, int]
    expired: int


def standing(reader: Connection, today: str) -> Standing:
    """Of all that are not voided; `today` is an ISO day."""
    state, expired = (word.replace("{t}", "t").replace(":today", f"'{today}'") for word in (STATE, EXPIRED))
    sql = f"SELECT {state} AS s, count(*), sum(coalesce({expired}, 0)) FROM transfer t WHERE +t.void_reason IS NULL GROUP BY s"
    found = ledger.plain(reader, sql)
    counts = {row[0]: row[1] for row in found}
    return Standing({word: counts.get(word, 0) for word in STATES}, sum(row[2] for row in found))


def last_number(reader: Connection, year: str) -> int:
    """The highest serial number of a letter of that year that we ever gave, voided ones too."""
    sql = (
        "SELECT max(CAST(substr(letter_no, 6) AS INTEGER)) FROM transfer WHERE direction = ? "
        "AND letter_no > ? || '-' AND letter_no < ? || '.' AND substr(letter_no, 6) NOT GLOB '*[^0-9]*'"
    )
    return int(reader.exec_driver_sql(sql, (OUT, year, year)).scalar() or 0)


def open_for(reader: Connection, member: int) -> int | None:
    """The letter out that is still open for a member."""
    sql = "SELECT id FROM transfer WHERE member = ? AND direction = ? AND ended_on IS NULL AND void_reason IS NULL LIMIT 1"
    found = reader.exec_driver_sql(sql, (member, OUT)).scalar()
    return None if found is None else int(found)


def number_taken(reader: Connection, letter_no: str) -> str | None:
    """Whose letter out has that number already."""
    sql = "SELECT name FROM transfer WHERE letter_no = ? AND direction = ? AND void_reason IS NULL LIMIT 1"
    found = reader.exec_driver_sql(sql, (letter_no, OUT)).scalar()
    return None if found is None else str(found)


def paid_until(reader: Connection, member: int) -> str | None:
    """The last month for which dues are entered as paid."""
    sql = "SELECT max(month) FROM due WHERE member = ? AND paid IS NOT NULL AND void_reason IS NULL"
    found = reader.exec_driver_sql(sql, (member,)).scalar()
    return None if found is None else str(found)


def of(reader: Connection, record: str, row: int) -> list[Done]:
    """The transfers of a member, or in and out of a branch; the latest first, at most 200."""
    sides = "t.member = ?1" if record == "member" else "t.branch = ?1 OR t.to_branch = ?1"
    sql = (
        f"SELECT t.issued_on, t.direction, t.name, t.from_org, t.to_org, t.letter_no, {STATE.replace('{t}', 't')} "
        f"FROM transfer t WHERE ({sides}) AND t.void_reason IS NULL ORDER BY t.issued_on DESC, t.id DESC LIMIT 200"
    )
    found = []
    for day, direction, name, source, to, number, state in reader.exec_driver_sql(sql, (row,)):
        whom = "" if record == "member" else name
        where = f"自 {source}" if direction == IN and source else f"到 {to}" if to else ""
        words = (f"第 {number} 号" if number else "", where, state)
        found.append(Done("　".join(filter(None, (day, direction, whom))), "　".join(filter(None, words))))
    return found


_ON_LETTER = (
    "id", "uid", "direction", "name", "sex", "ethnic", "id_number", "birth_date", "member_kind", "phone", "address", "from_org",
    "to_org", "heading", "letter_no", "issued_on", "valid_days", "dues_until", "reason", "cancelled",
)  # fmt: skip


def letters(reader: Connection, rows: Sequence[int]) -> list[dict[str, Any]]:
    """What stands on the letters of these transfers out, in the order of their numbers."""
    marks = ", ".join("?" * len(rows))
    sql = (
        f"SELECT {', '.join(_ON_LETTER)} FROM transfer WHERE id IN ({marks}) AND direction = ? AND void_reason IS NULL "
        "AND cancelled IS NULL ORDER BY letter_no, id"
    )
    return [dict(found) for found in reader.exec_driver_sql(sql, (*rows, OUT)).mappings()]


def branch_name(reader: Connection, branch: int) -> str:
    return str(reader.exec_driver_sql("SELECT name FROM branch WHERE id = ?", (branch,)).scalar() or "")
