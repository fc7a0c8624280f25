"""Who may be registered twice: rows that share a sound, a number, a telephone or a place, and what was decided of them.

To let another record be looked through: a line in SHAPES.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from app.db.queries.listing import caption_sql
from app.db.session import Connection
from app.db.stroke import FIRST
from app.models import RECORDS
from app.models.record import field_map

SHARED = 5  # a telephone of more rows than this says nothing of who they are
APART, LATER, MERGED = "twin_apart", "twin_later", "merged"  # words under which decisions stand among the dismissals
_BATCH = 500


@dataclass(frozen=True)
class Shape:
    """Which columns of a record say who somebody is; "" where there is none."""

    name: str
    number: str
    birth: str
    sex: str
    place: str
    ended_too: bool = False  # somebody who left may come back as a new row


SHAPES = {
    "member": Shape("name", "id_number", "birth_date", "sex", "branch", ended_too=True),
    "cadre": Shape("name", "id_number", "birth_date", "sex", "unit"),
    "household": Shape("head_name", "head_id", "", "", "village"),
    "resident": Shape("name", "id_number", "birth_date", "sex", "household"),
}


class Person(NamedTuple):
    """What is known of one row; `sound` are its syllables, `place` a row id, `where` its name, `ended` a date or ""."""

    row: int
    uid: str
    name: str
    sound: str
    number: str
    birth: str
    sex: str
    phone: str
    place: int | None
    where: str
    ended: str


def pairs(reader: Connection, record: str) -> set[tuple[int, int]]:
    """Row ids, two by two, that have something in common which two people seldom have."""
    shape, living = SHAPES[record], _living(record)
    found: set[tuple[int, int]] = set()
    for key, most in _keys(shape):
        sql = (
            f"SELECT group_concat(id) FROM {record} NOT INDEXED WHERE {living} AND {key} IS NOT NULL "
            f"GROUP BY {key} HAVING count(*) BETWEEN 2 AND {most}"
        )
        for (ids,) in reader.exec_driver_sql(sql):
            found.update(combinations(sorted(map(int, ids.split(","))), 2))
    return found


def _living(record: str) -> str:
    ended = "" if SHAPES[record].ended_too else f" AND {RECORDS[record].ends} IS NULL"
    return f"void_reason IS NULL{ended}"


def _keys(shape: Shape) -> Iterator[tuple[str, int]]:
    """(SQL of what they share, how many at most). Numbers that differ by a slip share their area and their sequence,
    their birth and their sequence, or their area and their birth.
    """
    number, sound, birth, any_many = shape.number, _sound(shape), _birth(shape), 10**9
    yield number, any_many
    yield "phone", SHARED
    yield f"({sound} || '|' || substr({birth}, 1, 4))", any_many
    yield f"({sound} || '|' || substr({number}, 1, 6) || substr({number}, 15, 3))", any_many
    yield f"({sound} || '|' || {shape.place})", any_many
    yield f"(CASE WHEN length({birth}) = 10 THEN {birth} || '|' || {shape.place} END)", any_many


def _sound(shape: Shape) -> str:
    """The syllables within the sort key, which are what stands between the order number (and the ranks by strokes, as
    long as the name) and the name itself.
    """
    head = "CASE WHEN substr(sort_key, 1, 1) = '~' THEN 2 ELSE 10 END"
    ranks = f"CASE WHEN unicode(substr(sort_key, {head}, 1)) >= {FIRST} THEN length({shape.name}) + 1 ELSE 0 END"
    start = f"({head} + {ranks})"
    return f"substr(sort_key, {start}, length(sort_key) - length({shape.name}) - {start})"


def _birth(shape: Shape) -> str:
    n = shape.number
    told = f"substr({n}, 7, 4) || '-' || substr({n}, 11, 2) || '-' || substr({n}, 13, 2)"
    return f"coalesce({shape.birth}, {told})" if shape.birth else f"({told})"


def people(reader: Connection, record: str, rows: Iterable[int]) -> dict[int, Person]:
    """What is known of these rows."""
    shape, ids = SHAPES[record], list(rows)
    where = caption_sql(field_map(RECORDS[record])[shape.place].to, f"{record}.{shape.place}")
    columns = ", ".join(
        (
            "id", "uid", shape.name, _sound(shape), f"coalesce({shape.number}, '')", f"coalesce({_birth(shape)}, '')",
            f"coalesce({shape.sex}, '')" if shape.sex else "''", "coalesce(phone, '')", shape.place,
            f"coalesce({where}, '')", f"coalesce({RECORDS[record].ends}, '')",
        )
    )  # fmt: skip
    found: dict[int, Person] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        sql = f"SELECT {columns} FROM {record} WHERE id IN ({', '.join('?' * len(part))})"
        found |= {row[0]: Person(*row) for row in reader.exec_driver_sql(sql, tuple(part))}
    return found


def near(reader: Connection, record: str, texts: Sequence[str], *, but: int = 0, limit: int = 200) -> list[int]:
    """Rows whose search text holds one of the texts, the newest first; read from the index of search texts alone."""
    clause = " OR ".join("instr(search_key, ?) > 0" for _text in texts)
    sql = f"SELECT id FROM {record} INDEXED BY ix_{record}_search WHERE {clause} ORDER BY id DESC LIMIT {limit}"
    rows = [row[0] for row in reader.exec_driver_sql(sql, tuple(texts))] if texts else []
    gone = voided(reader, record, rows) | {but}
    return [row for row in rows if row not in gone]


def voided(reader: Connection, record: str, rows: Sequence[int]) -> set[int]:
    """Those of the rows that were voided."""
    marks = ", ".join("?" * len(rows))
    sql = f"SELECT id FROM {record} WHERE void_reason IS NOT NULL AND id IN ({marks})"
    return {row[0] for row in reader.exec_driver_sql(sql, tuple(rows))}


def decided(reader: Connection, word: str) -> dict[str, tuple[int, str]]:
    """What was decided of two rows: both uids in one text → (row of the decision, reason)."""
    sql = "SELECT target, id, coalesce(reason, '') FROM dismissal WHERE rule = ? AND void_reason IS NULL"
    return {row[0]: (row[1], row[2]) for row in reader.exec_driver_sql(sql, (word,))}


def both(one: str, other: str) -> str:
    """The text under which a decision about two uids stands, whichever is named first."""
    return " ".join(sorted((one, other)))
