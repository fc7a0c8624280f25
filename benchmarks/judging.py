"""Judging: all rules and all coverage beside bare SQL that only counts what they look for (row 9)."""

from collections.abc import Iterator

from app import rules
from app.db.queries.completeness import wanted, watched
from app.db.queries.coverage import coverage
from app.rules.identity import UNLIKE
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_HELD = "p.until IS NULL AND p.void_reason IS NULL"
_NUMBERS = (("member", "id_number"), ("cadre", "id_number"), ("resident", "id_number"), ("household", "head_id"))
_AIMS = (("household", "moved_on", "member"), ("member", "left_on", "cadre"), ("unit", "closed_on", "cadre"))


def figures(scene: Scene) -> Iterator[Figure]:
    ours = seconds(lambda: _judge(scene), 3)
    base = seconds(lambda: _count(scene), 3)
    yield Figure(9, "all rules and all coverage", scene.rows, ours, base, "raw aggregates", "≤ 3, ≤ 3 s")


def _judge(scene: Scene) -> None:
    with scene.store.read() as reader, reader.roomy():
        rules.run(reader)
        coverage(reader)


def _count(scene: Scene) -> None:
    with scene.store.read() as reader, reader.roomy():
        for sql in aggregates():
            reader.exec_driver_sql(sql).all()


def aggregates() -> tuple[str, ...]:
    """One count for each thing that the rules and the tiers judge row by row."""
    return (*_identity(), *_members(), *_pairings(), *_gaps())


def _identity() -> Iterator[str]:
    for record, number in _NUMBERS:
        same = f"SELECT {number} FROM {record} WHERE {number} IS NOT NULL GROUP BY {number} HAVING count(*) > 1"
        yield f"SELECT count(*) FROM ({same})"
    for record in ("member", "cadre", "resident"):
        yield f"SELECT count(*) FROM {record} WHERE {UNLIKE}"
    for record in ("member", "cadre"):
        yield f"SELECT count(*) FROM (SELECT phone FROM {record} GROUP BY phone HAVING count(*) > 9)"


def _members() -> Iterator[str]:
    yield "SELECT count(*) FROM member WHERE member_kind = '预备党员' AND full_date IS NULL AND join_date < '2025'"
    yield "SELECT branch, count(*) FROM member WHERE left_on IS NULL AND member_kind <> '预备党员' GROUP BY branch"
    yield "SELECT branch, count(*) FROM member WHERE left_on IS NULL GROUP BY branch"


def _pairings() -> Iterator[str]:
    for record, ends, helper in _AIMS:
        link, able = f"p.helped_{record}", f"(SELECT id FROM {helper} WHERE left_on IS NULL)"
        yield f"SELECT count(*) FROM pairing p JOIN {record} x ON x.id = {link} WHERE {_HELD} AND x.{ends} IS NOT NULL"
        yield f"SELECT count(*) FROM pairing p JOIN {helper} x ON x.id = p.helper_{helper} WHERE {_HELD} AND x.left_on IS NOT NULL"
        held = f"SELECT {link} FROM pairing p WHERE {_HELD} AND p.helper_{helper} IN {able}"
        yield f"SELECT count(*) FROM {record} x WHERE x.{ends} IS NULL AND x.id NOT IN ({held} AND {link} IS NOT NULL)"
        # Once for the rule and once for the tier: both are asked.
        yield f"SELECT count(DISTINCT {link}) FROM pairing p WHERE {_HELD} AND p.helper_{helper} IN {able}"
        load = f"SELECT p.helper_{helper} FROM pairing p WHERE {_HELD} AND {link} IS NOT NULL GROUP BY 1 HAVING count(*) > 20"
        yield f"SELECT count(*) FROM ({load})"


def _gaps() -> Iterator[str]:
    for record in watched():
        empty = " OR ".join(f"{name} IS NULL" for name in wanted(record))
        yield f"SELECT count(*) FROM {record} WHERE void_reason IS NULL AND ({empty})"
